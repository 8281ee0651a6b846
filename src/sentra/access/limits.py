"""Counting what one visitor does within a minute, in the cache that all processes share."""

from __future__ import annotations

import ipaddress
from contextlib import suppress

from allauth.account.adapter import get_adapter
from django.core.cache import caches
from django.http import HttpRequest
from django.utils import timezone

#: A cache of its own: what strangers fill may drop their counts, never those of failed sign-ins.
VISITS = "visits"


def counted(request: HttpRequest, what: str) -> int:
    """How often the visitor's address did something within this minute."""
    return int(caches[VISITS].get(_key(request, what), 0))


def count(request: HttpRequest, what: str, times: int = 1) -> int:
    """Count it, and return the new number; a full cache may drop the count between two calls."""
    key, cache = _key(request, what), caches[VISITS]
    cache.add(key, 0, timeout=120)
    with suppress(ValueError):
        return int(cache.incr(key, times))
    return times


def _key(request: HttpRequest, what: str) -> str:
    address = _visitor(get_adapter(request).get_client_ip(request))
    return f"{what}:{address}:{timezone.now():%Y%m%d%H%M}"


def _visitor(address: str) -> str:
    """One visitor holds a whole network of IPv6 addresses; it counts as one."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ipaddress.ip_network((found, 64), strict=False))
