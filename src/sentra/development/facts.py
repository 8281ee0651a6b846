"""Records → facts of the checks on programmes, partners and money; the only bridge of this room to the law."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sentra.development.entitlements import FINANCE, PARTNER, SIZE, SYNERGY, declaration
from sentra.development.models import Programme
from sentra.law import Law, Verdict
from sentra.registry.facts import enterprise_facts, partner_facts, values_of
from sentra.registry.models import Enterprise, Partner, PartnerType

#: What a size class is called as a recipient (the reading of Pasal 1 angka 9: small and medium come from the size).
_RECIPIENT_OF_SIZE = {"small": "small_enterprise", "medium": "medium_enterprise"}


def known(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that are known; what is missing is absent."""
    return {name: value for name, value in facts.items() if value is not None and value != ""}


def programme_facts(programme: Programme) -> dict[str, Any]:
    """The components of a programme; an empty recorded list is a value, none recorded is missing."""
    return {} if programme.components is None else {"programme_components": list(programme.components)}


def judge_programme(programme: Programme, law: Law) -> Verdict:
    """Whether the obligatory links of Pasal 4 are in the programme."""
    return law.check(SYNERGY).judge(programme_facts(programme))


def has_definition(partner: Partner, law: Law) -> bool:
    """Whether the law defines this kind of partner (BDS provider, KSP, USP)."""
    return partner.type in declaration(law, PARTNER, "partner_type").values


def judge_partner(partner: Partner, law: Law) -> Verdict:
    """Whether a BDS provider, KSP or USP fits its definition."""
    return law.check(PARTNER).judge(known(values_of(partner_facts(partner, law.date))))


def recipient_type(enterprise: Enterprise, law: Law, day: dt.date) -> str | None:
    """The kind of final borrower an enterprise is; None while its size is not known."""
    verdict = law.check(SIZE).judge(known(enterprise_facts(enterprise, day)))
    size = verdict.derived.get("size_class")
    if size == "none":
        return "other"
    return _RECIPIENT_OF_SIZE.get(str(size))


def channel_type(partner: Partner | None, law: Law) -> str:
    """How money travels: a KSP or USP counts as such only when it fits its definition (the reading of 1.9.3)."""
    if partner is None:
        return "direct"
    if partner.type == PartnerType.BANK:
        return "bank"
    if has_definition(partner, law) and partner.type in ("ksp", "usp") and judge_partner(partner, law).met:
        return str(partner.type)
    return "other"


def credit_source(partner: Partner) -> str:
    """Where the credit comes from."""
    if partner.type == PartnerType.BANK:
        return "bank"
    return "ksp_usp" if partner.type in (PartnerType.KSP, PartnerType.USP) else "other_non_bank"


def judge_map(*, law: Law, fund_origin: str, channel: str, recipient: str | None) -> tuple[dict[str, Any], Verdict]:
    """The facts and the verdict on MAP; the final borrower may still be unknown when the money is placed."""
    facts = known(
        {"instrument": "map", "fund_origin": fund_origin, "channel_type": channel, "recipient_type": recipient}
    )
    return facts, law.check(FINANCE).judge(facts)


def judge_guarantee(
    *, law: Law, fund_origin: str, recipient: str | None, collateral_limited: bool | None, source: str
) -> tuple[dict[str, Any], Verdict]:
    """The facts and the verdict on credit under the guarantee fund."""
    facts = known(
        {
            "instrument": "credit_guarantee",
            "fund_origin": fund_origin,
            "recipient_type": recipient,
            "collateral_limited": collateral_limited,
            "credit_source": source,
        }
    )
    return facts, law.check(FINANCE).judge(facts)
