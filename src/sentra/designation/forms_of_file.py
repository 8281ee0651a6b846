"""What stands in the forms of a file (Lampiran 1–5), taken from the records and findings of the day it is completed.

The annex of the regulation is not held: the fields follow the articles, and every form says that the layout is ours.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from sentra.designation.facts import assessed_in_force
from sentra.designation.judging import Judgement, check_of_form, judge_sentra, law_version
from sentra.designation.models import Proposal
from sentra.law import Law
from sentra.law.verdict import encode
from sentra.pages.errors import Refused
from sentra.registry.facts import enterprise_facts
from sentra.registry.models import Cluster, Enterprise, Membership, Sentra


def content_of(form: str, proposal: Proposal, law: Law, day: dt.date, enterprise: Enterprise | None = None) -> Any:
    """The content of a form as JSON values; `enterprise` for L3. Refused where the records do not carry the form."""
    if form == "L2":
        return application_of_sentra(proposal, day, law)
    if form == "L3":
        if enterprise is None:
            raise ValueError("the application of an enterprise names the enterprise")
        return application_of_enterprise(enterprise, law, day)
    return criteria_form(form, proposal, law, day)


def members_on(sentra: Sentra, day: dt.date) -> list[Membership]:
    """The memberships in force on a day, with enterprise and owner, by the enterprise's name."""
    # The sentra was fetched inside the territory; its own members are open with it.
    found = Membership.unscoped.filter(sentra=sentra, joined_on__lte=day).exclude(left_on__lt=day)
    return list(
        found.select_related("enterprise__owner", "enterprise__district").order_by("enterprise__name", "enterprise_id")
    )


def identity(sentra: Sentra) -> dict[str, Any]:
    """Name, product and place, the same on every form."""
    regency = sentra.regency
    return {
        "code": sentra.code,
        "name": sentra.name,
        "product": sentra.product,
        "area": sentra.area,
        "village": sentra.village,
        "district": sentra.district.name if sentra.district else "",
        "regency": regency.name,
        "province": regency.parent.name if regency.parent else "",
        "latitude": str(sentra.latitude) if sentra.latitude is not None else "",
        "longitude": str(sentra.longitude) if sentra.longitude is not None else "",
    }


def criteria_form(form: str, proposal: Proposal, law: Law, day: dt.date) -> dict[str, Any]:
    """L1, L4 or L5: one line per provision of the check it covers, with its finding and what it rests on."""
    check = check_of_form(law, form)
    judgement = next(
        one for one in judge_sentra(proposal.sentra, proposal.tier, day=day, law=law) if one.check == check
    )
    content: dict[str, Any] = {
        "sentra": identity(proposal.sentra),
        "check": check,
        "law_version": law_version(law),
        "as_of": day.isoformat(),
        "facts": encode(judgement.facts),
        "verdict": judgement.verdict.to_json(),
        "evidence": _evidence(proposal.sentra, judgement, day),
    }
    series = {name: value for name, value in judgement.facts.items() if isinstance(value, dict)}
    if series:
        content["series"] = encode(series)
    if form == "L5":
        content["clusters"] = _clusters(proposal.sentra)
    return content


def _evidence(sentra: Sentra, judgement: Judgement, day: dt.date) -> dict[str, Any]:
    """For each judged fact who judged it, when and why; its files by name."""
    held = assessed_in_force(sentra, day)
    return {
        name: {
            "assessor": fact.assessor.name,
            "on": fact.assessed_on.isoformat(),
            "reason": fact.reason,
            "files": [file.name for file in fact.evidence.all()],
        }
        for name, fact in held.items()
        if name in judgement.facts
    }


def _clusters(sentra: Sentra) -> list[dict[str, str]]:
    roles = Cluster.objects.filter(parties__sentra=sentra).values("name", "product_chain", "parties__kind")
    return [{"name": row["name"], "product_chain": row["product_chain"], "role": row["parties__kind"]} for row in roles]


def application_of_sentra(proposal: Proposal, day: dt.date, law: Law) -> dict[str, Any]:
    """L2: identity, area, product, members, yearly figures and the support asked for.

    Refused without the list of members.
    """
    sentra = proposal.sentra
    members = members_on(sentra, day)
    if not members:
        raise Refused(
            _("The application of the sentra needs the list of its members; none is recorded."),
            ("kukm-23-2005/L2",),
            remedy=_("Enter the members of the sentra in the registry first."),
        )
    partners = sentra.partnerships.filter(ended_on__isnull=True).select_related("partner")
    return {
        "sentra": identity(sentra),
        "as_of": day.isoformat(),
        "law_version": law_version(law),
        "raw_materials": sentra.raw_materials,
        "raw_material_origin": sentra.raw_material_origin,
        "founded_year": sentra.founded_year,
        "manager": {"name": sentra.manager_name, "phone": sentra.manager_phone},
        "market_reach": sentra.market_reach,
        "technology": sentra.technology,
        "facilities": sentra.facilities,
        "history": sentra.history,
        "problems": sentra.problems,
        "support_needed": sentra.support_needed,
        "partners": [{"name": str(one), "side": one.side, "is_written": one.is_written} for one in partners],
        "figures": [
            {"year": f.year, "turnover": f.turnover, "member_count": f.member_count, "worker_count": f.worker_count}
            for f in sentra.figures.all()
        ],
        "members": [
            {
                "enterprise": str(member.enterprise_id),
                "name": member.enterprise.name,
                "owner": member.enterprise.owner.name,
                "product": member.enterprise.product,
                "village": member.enterprise.village,
                "joined_on": member.joined_on.isoformat(),
            }
            for member in members
        ],
    }


def application_of_enterprise(enterprise: Enterprise, law: Law, day: dt.date) -> dict[str, Any]:
    """L3: who and where the enterprise is, its latest figures, and the size facts of the law with their verdict."""
    facts = {name: value for name, value in enterprise_facts(enterprise, day).items() if value is not None}
    check = law.check(str(check_of_form(law, "L3")))
    asked = {fact.name for fact in check.facts}
    verdict = check.judge({name: value for name, value in facts.items() if name in asked})
    latest = enterprise.figures.filter(year__lte=day.year).first()
    return {
        "as_of": day.isoformat(),
        "law_version": law_version(law),
        "enterprise": {
            "id": str(enterprise.pk),
            "name": enterprise.name,
            "owner": enterprise.owner.name,
            "sex": enterprise.owner.sex,
            "education": enterprise.owner.education,
            "address": enterprise.address,
            "village": enterprise.village,
            "founded_year": enterprise.founded_year,
            "legal_form": enterprise.legal_form,
            "nib": enterprise.nib,
            "product": enterprise.product,
            "raw_material": enterprise.raw_material,
        },
        "figures": {
            "year": latest.year,
            "annual_sales": latest.annual_sales,
            "net_worth": latest.net_worth,
            "workers_paid_male": latest.workers_paid_male,
            "workers_paid_female": latest.workers_paid_female,
            "workers_family_male": latest.workers_family_male,
            "workers_family_female": latest.workers_family_female,
            "monthly_capacity": latest.monthly_capacity,
        }
        if latest
        else None,
        "facts": encode({name: value for name, value in facts.items() if name in asked}),
        "verdict": verdict.to_json(),
    }
