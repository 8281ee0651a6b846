"""The cost components that the fund pays, by activity, and the provision that leads to their amounts.

The lists are those of Permenkop UKM 2/2022 Pasal 6 to 8, read from the clauses of the day; none stands here.
"""

from __future__ import annotations

from dataclasses import dataclass

from sentra.development.entitlements import choices_of, declaration
from sentra.law import Clause, Law, library
from sentra.pages.formatting import language
from sentra.territory.models import Office, OfficeKind

REGULATION = "kopukm-pk2umk-2022"
LINE = "pk2umk.budget_line"
#: Where each activity's amounts come from: for training the Minister, for the others the legislation.
AMOUNTS = {"training": "6.5", "mentoring": "7.2", "legal_aid": "8.5"}


@dataclass(frozen=True)
class Component:
    """A component that the fund pays, the activity it belongs to and the provisions that name it."""

    place: int  # in the order of the text
    name: str
    activity: str
    label: str
    activity_label: str
    letters: tuple[str, ...]  # ids of the clauses that name it, one a modality for training
    cite: str
    amount_clause: Clause


def amount_clause(law: Law, activity: str) -> Clause:
    """The provision that says where the amounts of an activity come from."""
    return law.clause(f"{REGULATION}/{AMOUNTS[activity]}")


def amount_clauses(law: Law) -> list[Clause]:
    """Those of all activities, in the order of the text; none on a day before the regulation."""
    return [amount_clause(law, activity) for activity in AMOUNTS] if is_held(law) else []


def is_held(law: Law) -> bool:
    """Whether the regulation is in force on the law's day."""
    return bool(law.clauses(regulation=REGULATION, article="6"))


def components(law: Law) -> list[Component]:
    """Every component of the activities whose amounts are to be found elsewhere, in the order of the text.

    A clause lists what may be paid where its own example of a line that holds carries a component of its list; the
    activity is that example's.
    """
    found: dict[tuple[str, str], list[str]] = {}
    for clause in law.clauses(regulation=REGULATION, check=LINE):
        example = clause.examples[0] or {}
        used = clause.values.get("components")
        if used is None or example.get("component") not in used.value or example.get("activity") not in AMOUNTS:
            continue
        for name in used.value:
            letters = [one.id for one in law.letters(clause.id, name)] or [clause.id]
            found.setdefault((str(example["activity"]), str(name)), []).extend(letters)
    if not found:
        return []
    names, activities = declaration(law, LINE, "component"), declaration(law, LINE, "activity")
    lang = language()
    return [
        Component(
            place=place,
            name=name,
            activity=activity,
            label=names.value_label(name, lang),
            activity_label=activities.value_label(activity, lang),
            letters=tuple(letters),
            cite="; ".join(law.clause(one).cite for one in letters),
            amount_clause=amount_clause(law, activity),
        )
        for place, ((activity, name), letters) in enumerate(found.items())
    ]


def component_named(law: Law, name: str) -> Component | None:
    """The component of this name, or None where the law of the day knows none."""
    return next((one for one in components(law) if one.name == name), None)


def component_label(name: str) -> str:
    """What a component is called, also one that the law lists no more; its name where no text has it."""
    facts = library().regulations[REGULATION].checks[LINE].facts
    return next(fact for fact in facts if fact.name == "component").value_label(name, language())


def activity_choices(law: Law) -> list[tuple[str, str]]:
    """The activities that have components, with their labels."""
    return [(value, label) for value, label in choices_of(law, LINE, "activity") if value in AMOUNTS]


def sets_amounts(office: Office, clause: Clause) -> bool:
    """Whether an office sets amounts by a provision: the ministry for the nation, a region's if the text names it."""
    return office.kind == OfficeKind.MINISTRY or office.kind in clause.actors
