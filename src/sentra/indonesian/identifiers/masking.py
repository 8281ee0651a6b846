"""What may be shown of a personal number to whoever may not see all of it (UU 27/2022)."""

from __future__ import annotations

import re


def mask_nik(digits: str) -> str:
    """Show regency and serial of a NIK, hide district and birth date: `3302********0001`."""
    return f"{digits[:4]}{'*' * 8}{digits[-4:]}"


def mask_phone(number: str) -> str:
    """Show the ends of a phone number in any writing: `0812****7890`; shorter ones show less."""
    national = re.sub(r"^(?:\+?62)?0*", "0", re.sub(r"[^0-9+]", "", number))
    if len(national) >= 11:
        return f"{national[:4]}****{national[-4:]}"
    return f"{national[:3]}****{national[-2:]}" if len(national) >= 8 else "****"


def mask_account(number: str) -> str:
    """Show the last four characters of an account number; one of four or fewer is hidden whole."""
    compact = re.sub(r"[\s.\-]", "", number)
    shown = compact[-4:] if len(compact) > 4 else ""
    return "*" * (len(compact) - len(shown)) + shown
