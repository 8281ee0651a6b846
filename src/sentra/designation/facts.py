"""Records → facts of the checks on a sentra and on a proposal's file; the only bridge to the law.

Recorded and counted facts come from the registry, judgements from the assessed facts in force. An assessed fact
without assessor, date and reason does not exist here: it counts as missing.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q

from sentra.designation.models import AssessedFact, Proposal, ProposalForm
from sentra.law import FactDeclaration, Law
from sentra.registry.facts import Book, fact_sources_in, sentra_facts, values_of
from sentra.registry.models import Sentra

DEFINITION = "sentra.definition"
COMPLETENESS = "sentra.proposal_completeness"

#: Facts that the text calls recorded although no register holds them: the working group records them with date
#: and result (the reading of Pasal 5 ayat (2) huruf g).
_RECORDED_BY_ASSESSMENT = frozenset({"technology_developed"})


def is_assessed(declaration: FactDeclaration) -> bool:
    """Whether the working group enters this fact, with date and reason."""
    return declaration.basis == "assessed" or declaration.name in _RECORDED_BY_ASSESSMENT


def facts_to_assess(law: Law, checks: Iterable[str]) -> dict[str, FactDeclaration]:
    """The facts that the working group enters for these checks, in the order of the text, each name once."""
    found: dict[str, FactDeclaration] = {}
    for check in checks:
        for declaration in law.check(check).text.facts:
            if is_assessed(declaration):
                found.setdefault(declaration.name, declaration)
    return found


def assessed_in_force(sentra: Sentra, day: dt.date) -> dict[str, AssessedFact]:
    """The judgements in force on a day by fact; those of a later day, or superseded by then, do not count."""
    found = AssessedFact.unscoped.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__date__gt=day), sentra=sentra, assessed_on__lte=day
    ).select_related("assessor")
    # The sentra was fetched inside the territory; its own judgements are open with it. Oldest first: newest wins.
    return {fact.name: fact for fact in found.order_by("recorded_at")}


def facts_of_sentra(sentra: Sentra, day: dt.date, law: Law) -> dict[str, Any]:
    """Everything known of a sentra on a day, by the names of the law; what is unknown is absent."""
    known = {name: value for name, value in sentra_facts(sentra, day, law).items() if value is not None}
    assessed = {name: fact.value for name, fact in assessed_in_force(sentra, day).items()}
    return {**assessed, **known}


def facts_of_books(books: Sequence[Book]) -> list[dict[str, Any]]:
    """The same of many sentra, from what was read of them together (`sentra.registry.facts.books_of`); one query."""
    if not books:
        return []
    day = books[0].as_of
    found = AssessedFact.unscoped.filter(
        Q(superseded_at__isnull=True) | Q(superseded_at__date__gt=day),
        sentra__in=[book.sentra.pk for book in books],
        assessed_on__lte=day,
    )
    assessed: defaultdict[Any, dict[str, Any]] = defaultdict(dict)
    for sentra, name, value in found.order_by("recorded_at").values_list("sentra", "name", "value"):
        assessed[sentra][name] = value
    facts = []
    for book in books:
        known = {name: value for name, value in values_of(fact_sources_in(book)).items() if value is not None}
        facts.append({**assessed[book.sentra.pk], **known})
    return facts


def facts_of_file(proposal: Proposal, law: Law) -> dict[str, Any]:
    """What the file holds (sentra.proposal_completeness): the funding route, the forms, the listed members."""
    forms = list(proposal.forms.filter(superseded_at__isnull=True))
    attached = {form.form for form in forms}
    facts: dict[str, Any] = {
        "funding_source": proposal.funding_source or None,
        "target_tier": proposal.tier,
        "enterprise_form_count": sum(form.enterprise_id is not None for form in forms),
        "listed_member_count": listed_members(forms),
    }
    for clause in law.check(COMPLETENESS).clauses:
        form = clause.values.get("form")
        for fact in clause.facts:
            if form is not None and fact.type == "boolean":
                facts[fact.name] = form.value in attached
    return facts


def listed_members(forms: Iterable[ProposalForm]) -> int | None:
    """How many members the sentra's application lists; None while there is no application."""
    application = next((form for form in forms if "members" in form.content), None)
    return None if application is None else len(application.content["members"])
