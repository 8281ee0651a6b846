"""Words for the names that the law gives to strands, topics, aspects, dimensions, kinds and levels."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

NAMES: dict[str, Any] = {
    "financial": _("Financial"),
    "non_financial": _("Non-financial"),
    "sentra_programme": _("Sentra programme"),
    "bds_provider": _("BDS provider (BDS-P)"),
    "savings_loan_cooperative": _("KSP/USP"),
    "business_network": _("Business network"),
    "sentra": _("Sentra"),
    "programme": _("Programme of the next year"),
    "proposal": _("Proposed partner"),
    "willingness": _("Willingness"),
    "ability": _("Ability"),
    "productivity": _("Productivity"),
    "quality": _("Quality"),
    "collective_efficiency": _("Collective efficiency"),
    "national": _("National institution"),
    "regional": _("Regional institution"),
}


def name_of(name: str) -> str:
    """The word for a name of the law; a name that a later text brings is shown as it stands there."""
    return str(NAMES[name]) if name in NAMES else name.replace("_", " ")
