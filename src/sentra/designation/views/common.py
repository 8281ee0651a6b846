"""What the pages of this room share: the actor, crumbs, services whose problems belong to a form's fields."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import fetch
from sentra.decisions.models import Decision
from sentra.decisions.wording import events
from sentra.designation.judging import forms_for, law_of
from sentra.designation.models import Proposal, ProposalForm
from sentra.designation.transitions import clause_id
from sentra.law import Verdict, library
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language
from sentra.pages.forms import Form, add_problem
from sentra.registry.facts import sentra_fact_sources
from sentra.registry.models import Sentra

T = TypeVar("T")


def crumb(label: Any, name: str = "", *args: Any) -> dict[str, Any]:
    """A step of "you are here"; without a name the present page."""
    return {"label": label, "url": reverse(f"designation:{name}", args=args) if name else ""}


def attempt(form: Form, act: Callable[[], T]) -> T | None:
    """Do what a valid form asks; wrong values come back to their fields and give None, other problems are raised."""
    try:
        return act()
    except BadInput as problem:
        add_problem(form, problem)
        return None


_RELATED = ("sentra__regency", "sentra__district", "regency__parent", "submission__regency", "opened_by_office")


def proposal_of(request: HttpRequest, pk: UUID) -> Proposal:
    """The proposal of an address, inside the territory."""
    return fetch(request, Proposal, pk, "designation.view", *_RELATED)


def crumbs_of(found: Proposal, *more: dict[str, Any]) -> list[dict[str, Any]]:
    """The way to a proposal, and on to its further pages."""
    start = [crumb(_("Proposals"), "proposal_list")]
    return [*start, crumb(found, "proposal", found.pk), *more] if more else [*start, crumb(found)]


def check_title(verdict: Verdict) -> str:
    """The title of the check that gave a verdict, in the reader's language."""
    return library().on(verdict.on).check(verdict.check).title(language())


def checklist_of(found: Proposal, forms: list[ProposalForm]) -> list[dict[str, Any]]:
    """The forms the tier needs, in the order of the text, with the versions in the file."""
    law = law_of(found.law_date)
    by_form: dict[str, list[ProposalForm]] = {}
    for form in forms:
        by_form.setdefault(form.form, []).append(form)
    return [
        {
            "form": form,
            "title": law.clause(clause_id(form)).label(language()),
            "cite": law.clause(clause_id(form)).cite,
            "clause_url": reverse("portal:clause", args=[clause_id(form)]),
            "held": by_form.get(form, []),
        }
        for form in forms_for(law, found.tier)
    ]


_TONES = {
    "return": "warn",
    "hold_back": "warn",
    "not_choose": "bad",
    "withdraw": "neutral",
    "designate": "good",
    "issue_decree": "good",
    "choose": "accent",
    "comment": "neutral",
}


def timeline(history: Iterable[Decision]) -> list[dict[str, Any]]:
    """A history as the timeline draws it: sentence, moment, office, reason."""
    shown = [one for one in history if one.action != "designation.comment"]
    tones = (_TONES.get(one.action.partition(".")[2], "info") for one in shown)
    return [event | {"tone": tone} for event, tone in zip(events(shown), tones, strict=True)]


def where_entered(sentra: Sentra, actor: Actor) -> Callable[[str], str]:
    """The address at which a missing fact of a sentra is entered: the registry, or the judgement on this page."""
    sources = sentra_fact_sources(sentra, actor.today)
    assessment = reverse("designation:assessment", args=[sentra.pk])

    def where(name: str) -> str:
        return sources[name].url if name in sources else f"{assessment}#fact-{name}"

    return where
