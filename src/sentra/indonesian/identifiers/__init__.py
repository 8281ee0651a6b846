"""Identifiers of people and enterprises: read, checked, normalised, masked.

Every `parse_…` returns a frozen value with its doubts in `warnings`, or raises IdentifierError.
"""

from sentra.indonesian.identifiers.kbli import KBLI_VERSIONS, Kbli, parse_kbli
from sentra.indonesian.identifiers.masking import mask_account, mask_nik, mask_phone
from sentra.indonesian.identifiers.nib import Nib, parse_nib
from sentra.indonesian.identifiers.nik import Nik, Sex, parse_nik
from sentra.indonesian.identifiers.nip import Nip, parse_nip
from sentra.indonesian.identifiers.npwp import Npwp, parse_npwp
from sentra.indonesian.identifiers.phone import Phone, parse_phone
from sentra.indonesian.problems import Doubt, IdentifierError

__all__ = [
    "Doubt",
    "IdentifierError",
    "KBLI_VERSIONS",
    "Kbli",
    "Nib",
    "Nik",
    "Nip",
    "Npwp",
    "Phone",
    "Sex",
    "mask_account",
    "mask_nik",
    "mask_phone",
    "parse_kbli",
    "parse_nib",
    "parse_nik",
    "parse_nip",
    "parse_npwp",
    "parse_phone",
]
