"""Protection of numbers that identify a person: encryption, a keyed hash for search, masking.

NIK has only sixteen digits, so a plain hash could be enumerated; the hash is keyed (HMAC-SHA-256).
Encryption is AES-GCM through Fernet-like random nonces; the key comes from the environment.
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12


def encrypt(value: str) -> bytes:
    """The value as nonce + ciphertext; two encryptions of one value differ."""
    nonce = os.urandom(_NONCE)
    return nonce + _cipher(settings.KEYS["SENTRA_DATA_KEY"]).encrypt(nonce, value.encode(), None)


def decrypt(stored: bytes | memoryview) -> str:
    """The value back; raises `cryptography.exceptions.InvalidTag` when it was tampered with."""
    raw = bytes(stored)
    return _cipher(settings.KEYS["SENTRA_DATA_KEY"]).decrypt(raw[:_NONCE], raw[_NONCE:], None).decode()


@lru_cache(maxsize=4)
def _cipher(key: str) -> AESGCM:
    return AESGCM(bytes.fromhex(key))


def keyed_hash(value: str) -> str:
    """A hash for equality search that cannot be computed without the key (64 hexadecimal digits)."""
    key = bytes.fromhex(settings.KEYS["SENTRA_HASH_KEY"])
    return hmac.digest(key, value.encode(), "sha256").hex()
