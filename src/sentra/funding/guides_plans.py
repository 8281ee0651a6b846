"""What the law says of a plan: what is asked of its lines and activities, caps, menus and purposes, its days."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Mapping
from functools import cache

from sentra.development.entitlements import choices_of, declaration
from sentra.funding.guides import PLAN, clause_of, guide_of, law_of, plan_due, text_of
from sentra.funding.models import Fund, ProgrammeYear
from sentra.law import Clause, FactDeclaration, Law, library
from sentra.pages.formatting import language

ACTIVITY = "ikm.activity"
TRAINING_BATCH = "pk2umk.training_batch"
#: The facts of a line that follow from records; all others of its check are asked of whoever enters the line.
_OF_RECORDS: Mapping[str, frozenset[str]] = {
    Fund.PK2UMK: frozenset(
        {"funding_source", "organiser", "activity", "modality", "component", "unit_cost_idr", "ceiling_idr"}
    ),
    Fund.IKM: frozenset(
        {
            "activity_id",
            "cost_category",
            "practice_cost_total_idr",
            "activity_allocation_idr",
            "listed_in_kak_rab",
            "kak_rab_reviewed_by_apip",
        }
    ),
}
#: The facts of an activity that follow from its record.
_OF_ACTIVITY = frozenset({"activity_id", "organiser_kind", "duration_months"})


# ---------------------------------------------------------------- what is asked


def asked_of_line(year: ProgrammeYear) -> list[FactDeclaration]:
    """The facts of a budget line that no record answers."""
    derived = _OF_RECORDS[year.fund]
    return [fact for fact in law_of(year).check(guide_of(year).line_check).facts if fact.name not in derived]


def asked_of_activity(year: ProgrammeYear, activity: str) -> list[FactDeclaration]:
    """The facts of an activity as planned that no record answers; what an assessor judges comes when it is run."""
    if year.fund != Fund.IKM:
        return []
    check = law_of(year).check(ACTIVITY)
    counting = [one for one in check.clauses if not one.applies_to or activity in one.applies_to]
    names = {fact.name for clause in counting for fact in clause.facts} - _OF_ACTIVITY
    return [fact for fact in check.facts if fact.name in names and fact.basis != "assessed"]


def needs_modality(year: ProgrammeYear, activity: str) -> bool:
    """Whether the list of what may be paid depends on how the activity is held: a training (Pasal 6 ayat (1))."""
    return year.fund == Fund.PK2UMK and activity == law_of(year).parameter(clause_of(year, "5.a"), "activity")


def modalities(year: ProgrammeYear) -> list[tuple[str, str]]:
    """The modes in which a training may be held, with their labels (Pasal 6 ayat (1))."""
    listed = law_of(year).parameter(clause_of(year, "6.1"), "modalities")
    return [one for one in choices_of(law_of(year), guide_of(year).line_check, "modality") if one[0] in listed]


def training_kinds(year: ProgrammeYear) -> list[tuple[str, str]]:
    """The kinds of training, with their labels (Pasal 15 ayat (1))."""
    listed = law_of(year).parameter(clause_of(year, "15.1"), "training_kinds")
    return [one for one in choices_of(law_of(year), TRAINING_BATCH, "training_kind") if one[0] in listed]


def direction_choices(year: ProgrammeYear) -> list[tuple[str, str]]:
    """The directions of use, with their labels (Pasal 2); none for the industry fund."""
    if year.fund != Fund.PK2UMK:
        return []
    listed = law_of(year).parameter(clause_of(year, "2"), "directions")
    fact = declaration(law_of(year), PLAN, "use_directions")
    return [(str(one), fact.value_label(one, language())) for one in listed]


# ---------------------------------------------------------------- caps and days


def cap_of(year: ProgrammeYear, kind: str) -> Clause | None:
    """The provision that caps some of an activity's costs together; None where there is none."""
    clauses = law_of(year).check(guide_of(year).line_check).clauses
    return next((one for one in clauses if kind in one.applies_to and "capped_categories" in one.values), None)


def capped_categories(year: ProgrammeYear, kind: str) -> tuple[str, ...]:
    """The kinds of cost that share a cap in an activity."""
    clause = cap_of(year, kind)
    return tuple(clause.values["capped_categories"].value) if clause else ()


@cache
def _law_with_deadline(law_day: dt.date, clause: str, due: dt.date) -> Law:
    last_day = {"parameters": {"month": due.month, "last_day": due.day}, "yearly": {}}
    return library().on(law_day).amended({clause: last_day})


def plan_law(year: ProgrammeYear) -> Law:
    """The law of the year with the year's own last day for plans, where a letter of the ministry set another one."""
    due = year.plan_due
    if due is None or plan_due(year.fund, year.year, text_of(year))[0] == due:
        return law_of(year)
    return _law_with_deadline(year.law_day, clause_of(year, "4.6.deadline"), due)


def change_limit(year: ProgrammeYear) -> dt.date | None:
    """The last day on which a change may be handed in; None where the text sets none."""
    if year.fund != Fund.IKM:
        return None
    month = int(law_of(year).parameter(clause_of(year, "V.B.2.limit"), "month"))
    return dt.date(year.year, month, calendar.monthrange(year.year, month)[1])


# ---------------------------------------------------------------- what an activity serves (industry fund)


def menu_of(year: ProgrammeYear, activity: str) -> Clause | None:
    """The provision of the menu that an activity stands in; None for the fund without menus."""
    return next((menu for menu, activities in menus(year) if activity in activities), None)


def menus(year: ProgrammeYear) -> tuple[tuple[Clause, tuple[str, ...]], ...]:
    """The menus of the industry fund, each with its activities, in the order of the text."""
    return _menus(year.regulation, year.law_day) if year.fund == Fund.IKM else ()


@cache
def _menus(regulation: str, law_day: dt.date) -> tuple[tuple[Clause, tuple[str, ...]], ...]:
    found = library().on(law_day).clauses(regulation=regulation, article="III", kind="parameter")
    return tuple((one, tuple(one.values["activities"].value)) for one in found if "activities" in one.values)


def purposes_of(year: ProgrammeYear, activity: str) -> list[Clause]:
    """The provisions that say what an activity and its menu are for."""
    menu = menu_of(year, activity)
    if menu is None:
        return []
    letter = menu.id.rpartition(".")[2]
    names = [clause_of(year, f"IV.{letter}.purpose"), clause_of(year, f"IV.{letter}.{activity[1:]}.a")]
    held = library().regulations[year.regulation].clauses
    return [law_of(year).clause(name) for name in names if name in held]
