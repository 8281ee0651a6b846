"""The demonstration: a province at work for three years, made by the services themselves."""

from __future__ import annotations

from typing import Literal

from sentra.site.demo.accounts import is_empty, print_accounts
from sentra.site.demo.places import account


def build(scale: Literal["full", "small"] = "full") -> str:
    """Fill an empty database with the demonstration; gives a line about what was made.

    All or nothing: one transaction. The same each time on the same day. "small" is a corner of it for tests.
    Raises Refused where demonstrations are not allowed, or where there are offices already.
    """
    from sentra.site.demo.making import make  # every room's services; not needed to print the accounts

    return make(scale)


__all__ = ["account", "build", "is_empty", "print_accounts"]
