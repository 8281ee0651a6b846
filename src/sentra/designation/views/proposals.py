"""A proposal: opening one, its page, its thread."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import may
from sentra.designation import services
from sentra.designation.forms import CommentForm, IdentifyForm
from sentra.designation.judging import judge_file, law_of
from sentra.designation.models import Assessment, Decree, Proposal, State
from sentra.designation.queries import actions_on, history_with_actors, know_people, look_of, now_with, way_of
from sentra.designation.services.file import PROPOSED_NEXT
from sentra.designation.transitions import clause_id, public_name
from sentra.designation.views.common import (
    attempt,
    check_title,
    checklist_of,
    crumbs_of,
    proposal_of,
    timeline,
)
from sentra.documents.services import papers_of
from sentra.law import Verdict
from sentra.pages.formatting import language
from sentra.pages.verdicts import lines
from sentra.registry.models import Sentra


@door("designation.identify")
def identify(request: HttpRequest, sentra_pk: UUID) -> HttpResponse:
    """Open a candidate for a sentra of the inventory."""
    sentra = fetch(request, Sentra, sentra_pk, "designation.identify", "regency__parent")
    form = IdentifyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def act() -> Proposal:
            return services.identify_candidate(
                actor=actor_of(request),
                sentra=sentra,
                tier=given["tier"],
                funding_source=given["funding_source"],
                reason=given["reason"],
                id=given["client_id"],
            )

        if (made := attempt(form, act)) is not None:
            messages.success(request, _("The candidate is open. The working group can assess it now."))
            return redirect("designation:proposal", made.pk)
    context = {"title": _("Identify a candidate"), "sentra": sentra, "form": form, "crumbs": []}
    return render(request, "designation/identify.html", context)


@door("designation.view")
def proposal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about a proposal: where it is, what may be done, findings, forms, papers, history, thread."""
    actor = actor_of(request)
    found = proposal_of(request, pk)
    history = history_with_actors(found)
    know_people(found, history)
    forms = list(found.forms.filter(superseded_at__isnull=True).defer("content").order_by("form"))
    context = {
        "title": str(found),
        "file_first": _file_first(actor, found),
        "crumbs": crumbs_of(found),
        "proposal": found,
        "state": look_of(found.state),
        "public_name": public_name(found.state),
        "way": way_of(found, history),
        "now_with": now_with(found),
        "actions": actions_on(actor, found),
        "verdicts": _newest_verdicts(found),
        "checklist": checklist_of(found, forms),
        "papers": papers_of(found),
        "history": timeline(history),
        # The thread stands in the history that was read anyway, oldest first.
        "comments": [one for one in reversed(history) if one.action == "designation.comment"],
        "comment_form": CommentForm(),
        "may_comment": may(actor, "designation.comment", found),
        "returned": _newest_return(found, history),
        "facts": _facts(found, actor),
        "decree": _decree_to_be(actor, found),
    }
    return render(request, "designation/proposal.html", context)


def _file_first(actor: Actor, found: Proposal) -> bool:
    """Whether the file still lacks something before the proposal can go to the province, and the actor can mend it."""
    if found.state not in PROPOSED_NEXT or not may(actor, "designation.prepare", found).allowed:
        return False
    return not judge_file(found, day=actor.today, law=law_of(found.law_date)).is_met


def _decree_to_be(actor: Actor, found: Proposal) -> dict[str, str] | None:
    """For the one who drafts decrees: the draft that lists a chosen sentra, or where a draft is begun."""
    if found.state != State.CHOSEN or not may(actor, "designation.draft_decree").allowed:
        return None
    entry = found.decree_entries.filter(decree__state=Decree.State.DRAFT).select_related("decree").first()
    if entry is None:
        return {"title": _("Draft a decree"), "url": reverse("designation:draft_decree")}
    return {"title": str(entry.decree), "url": reverse("designation:decree", args=[entry.decree.pk])}


def _facts(found: Proposal, actor: Actor) -> list[dict[str, Any]]:
    sentra = found.sentra
    facts = [
        {"label": _("Sentra"), "value": sentra.name, "url": reverse("registry:sentra", args=[sentra.pk])},
        {"label": _("Product"), "value": sentra.product},
        {"label": _("Tier held"), "value": sentra.get_tier_display()},
        {"label": _("Tier proposed"), "value": found.get_tier_display()},
        {"label": _("Source of funds"), "value": found.get_funding_source_display()},
        {"label": _("Opened by"), "value": found.opened_by_office.name},
    ]
    if found.submission is not None:
        own_record = actor.territory.record_id is not None  # A submission holds other sentra too.
        url = "" if own_record else reverse("designation:submission", args=[found.submission.pk])
        facts.append({"label": _("Submission"), "value": str(found.submission), "url": url})
    return facts


def _newest_return(found: Proposal, history: list[Any]) -> Any:
    if found.state != State.RETURNED:
        return None
    record = next((one for one in history if one.action == "designation.return"), None)
    if record is None:
        return None
    law = law_of(found.law_date)
    remarks = [(law.clause(clause_id(form)).cite, text) for form, text in record.details.get("remarks", {}).items()]
    return {"reason": record.reason, "list": record.details.get("items", ()), "remarks": remarks}


def _newest_verdicts(found: Proposal) -> list[dict[str, Any]]:
    """The newest result of each check on this proposal, as frozen then, with who judged and when."""
    newest: dict[str, Assessment] = {}
    for one in Assessment.unscoped.filter(proposal=found).select_related("by").order_by("at"):
        newest[one.check_id] = one
    shown = []
    for one in newest.values():
        verdict = Verdict.from_json(one.findings)
        shown.append(
            {
                "title": check_title(verdict),
                "verdict": verdict.verdict,
                "findings": lines(verdict, language()),
                "assessment": one,
            }
        )
    return shown


@door("designation.comment")
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a remark to the thread."""
    found = proposal_of(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.add_comment(actor=actor_of(request), proposal=found, text=given["text"], id=given["client_id"])
    else:
        messages.error(request, _("The remark is empty."))
    return redirect(reverse("designation:proposal", args=[found.pk]) + "#thread")
