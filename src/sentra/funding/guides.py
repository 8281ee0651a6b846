"""What the law says of each fund: its text and checks, which text governs a year, its activities, holders, targets.

No list and no figure stands here; they are read from the clauses of the day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from sentra.development.entitlements import choices_of, declaration
from sentra.funding.models import Fund, Holder, ProgrammeYear
from sentra.law import Clause, Law, Regulation, library
from sentra.pages.formatting import language
from sentra.territory.models import Region, RegionLevel


@dataclass(frozen=True)
class Guide:
    """Where a fund's rules stand: the regulation, and the checks of its records by what they judge."""

    fund: str
    regulation: str  # the id of the first version that is held
    line_check: str
    component_fact: str  # the fact of `line_check` that says what a line pays
    activity_fact: str
    catalogue: tuple[str, str]  # clause and value that list the fund's activities


GUIDES: Mapping[str, Guide] = {
    Fund.PK2UMK: Guide(
        fund=Fund.PK2UMK,
        regulation="kopukm-pk2umk-2022",
        line_check="pk2umk.budget_line",
        component_fact="component",
        activity_fact="activity",
        catalogue=("5", "activities"),
    ),
    Fund.IKM: Guide(
        fund=Fund.IKM,
        regulation="perin-5-2022",
        line_check="ikm.budget_line",
        component_fact="cost_category",
        activity_fact="activity_id",
        catalogue=("III", "activity_ids"),
    ),
}
ELIGIBILITY = "ikm.region_eligibility"
ADJUSTMENT = "pk2umk.allocation_adjustment"
PLAN = "pk2umk.plan"
PLAN_REVISION = "pk2umk.plan_revision"
PLAN_CHANGE = "ikm.plan_change"
DISBURSEMENT = "ikm.disbursement"

#: The targets of an allocation (fields of `Allocation`), the unit in which each is counted, and who has it.
TARGETS: Mapping[str, Any] = {
    "target_participants": _("training participants"),
    "target_mentors": _("mentors"),
    "target_legal_aid": _("micro and small enterprises given legal aid"),
}


def targets_of(region: Region) -> Mapping[str, Any]:
    """The targets that a region can have: legal aid is a province's."""
    if region.level == RegionLevel.PROVINCE:
        return TARGETS
    return {name: unit for name, unit in TARGETS.items() if name != "target_legal_aid"}


@dataclass(frozen=True)
class Governing:
    """The text that governs a fund's year: the number as known, and the regulation where its text is held."""

    number: str  # empty where none is known for the year
    held: Regulation | None
    followed: Regulation  # the held text that is followed: the governing one, or the last held one


def governing(fund: str, year: int) -> Governing:
    """Which text governs a year of a fund, as the texts themselves tell (`fiscal_years`)."""
    versions = library().versions(GUIDES[fund].regulation)
    numbers = {one.number: one for one in versions}
    spans = [span for text in versions for span in text.head["regulation"].get("fiscal_years") or ()]
    number = next(
        (str(span["number"]) for span in spans if span["first"] <= year <= span.get("last", year)),
        "",
    )
    held = numbers.get(number)
    last = max((one for one in versions if one.since.year <= year), key=lambda one: one.since, default=versions[0])
    return Governing(number, held, held or last)


def law_day(text: Regulation, year: int) -> dt.date:
    """The day whose law judges a year: its first day, or the text's first day where that came later."""
    return max(dt.date(year, 1, 1), text.since)


def law_of(year: ProgrammeYear) -> Law:
    """The law that a programme year follows."""
    return library().on(year.law_day)


def guide_of(year: ProgrammeYear) -> Guide:
    """The rules of the year's fund."""
    return GUIDES[year.fund]


def clause_of(year: ProgrammeYear, short: str) -> str:
    """`3.1` → `kopukm-pk2umk-2022/3.1`, in the version that the year follows."""
    return f"{year.regulation}/{short}"


def law_version(year: ProgrammeYear) -> str:
    """How records name the version of the law: regulation and day."""
    return f"{year.regulation}@{year.law_day.isoformat()}"


def text_of(year: ProgrammeYear) -> Regulation:
    """The text that the year follows."""
    return library().regulations[year.regulation]


def plan_due(fund: str, year: int, text: Regulation) -> tuple[dt.date | None, str]:
    """The last day for a year's plan and what it follows from; no day where the text sets none."""
    if fund != Fund.PK2UMK:
        return None, ""
    clause = library().on(law_day(text, year)).clause(f"{text.id}/4.6.deadline")
    day, month = (clause.parameters[name].on(dt.date(year, 1, 1)) for name in ("last_day", "month"))
    source = str(day.source or "") or clause_source(clause)
    return dt.date(year, int(str(month.value)), int(str(day.value))), source


def clause_source(clause: Clause) -> str:
    """A provision as a source: article and number of the regulation."""
    return f"{library().regulations[clause.regulation].number} {clause.cite}"


# ---------------------------------------------------------------- activities


def activities(year: ProgrammeYear) -> list[tuple[str, str]]:
    """The activities that the fund pays, with their labels, in the order of the text."""
    guide, law = guide_of(year), law_of(year)
    short, name = guide.catalogue
    listed = set(law.parameter(clause_of(year, short), name))
    return [
        (value, label) for value, label in choices_of(law, guide.line_check, guide.activity_fact) if value in listed
    ]


def activity_label(year: ProgrammeYear, activity: str) -> str:
    """What an activity is called."""
    guide = guide_of(year)
    return declaration(law_of(year), guide.line_check, guide.activity_fact).value_label(activity, language())


def component_choices(year: ProgrammeYear) -> list[tuple[str, str]]:
    """Everything that a line may say it pays, also what the fund does not pay: the findings tell."""
    guide = guide_of(year)
    return choices_of(law_of(year), guide.line_check, guide.component_fact)


def component_label(year: ProgrammeYear, component: str) -> str:
    """What a component is called."""
    guide = guide_of(year)
    return declaration(law_of(year), guide.line_check, guide.component_fact).value_label(component, language())


def divided_activities(year: ProgrammeYear, region: Region) -> list[tuple[str, str]]:
    """The activities over which a region's ceiling may be divided; legal aid is a province's (Pasal 8 ayat (1))."""
    if year.fund != Fund.PK2UMK:
        return activities(year)
    return [one for one in activities(year) if region.level == RegionLevel.PROVINCE or one[0] != prohibited_below(year)]


def prohibited_below(year: ProgrammeYear) -> str:
    """The activity that a regency or city does not carry out from this fund."""
    return str(law_of(year).parameter(clause_of(year, "8.1.plan"), "prohibited_activity"))


def holders(fund: str, region: Region) -> list[str]:
    """The offices of a region that may receive: in a province the agency and its technical unit."""
    if region.level != RegionLevel.PROVINCE:
        return [Holder.REGENCY]
    return [Holder.PROVINCE, Holder.TECHNICAL_UNIT]


def region_level(region: Region) -> str:
    """The value of the fact `region_level`."""
    return "province" if region.level == RegionLevel.PROVINCE else "regency_city"
