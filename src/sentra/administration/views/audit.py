"""The decision records: list, one record, verification of the chain; reads of protected numbers; exports."""

from __future__ import annotations

import json
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, find
from sentra.access.models import MaskedRead
from sentra.access.queries import appointments_within
from sentra.administration.listings import DECISIONS, EXPORTS, READS
from sentra.administration.services import start_chain_check
from sentra.administration.telling import act_title, law_words, state_word, told_facts, told_verdicts
from sentra.decisions.chain import digest
from sentra.decisions.models import ChainCheck, Decision, ExportLog
from sentra.decisions.wording import sentence
from sentra.pages.listing import render_list


@door("decisions.audit")
def decision_list(request: HttpRequest) -> HttpResponseBase:
    """The decision records inside the own territory, newest first, with the last verification of the chain."""
    rows = Decision.objects.select_related("regency")
    context = {"check": ChainCheck.objects.select_related("asked_by").first()}
    return render_list(request, DECISIONS, rows, context, "administration/decision_list.html")


@door("decisions.audit")
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One record: who, as whom, what, on which facts and findings, under which law, and its place in the chain."""
    found = find(Decision, pk, "regency", "appointment")
    context = {
        "title": _("Decision record %(number)s") % {"number": found.number},
        "decision": found,
        "words": sentence(found),
        "act": act_title(found.action),
        "states": [state_word(found, state) for state in (found.from_state, found.to_state) if state],
        "law": law_words(found),
        "facts": told_facts(found),
        "verdicts": told_verdicts(found),
        "stored": _pretty(
            {
                name: getattr(found, name)
                for name in ("action", "subject_type", "subject_id", "from_state", "to_state")
                + ("clauses", "law_version", "details", "facts", "findings")
            }
        ),
        "holds": found.hash == digest(found, found.previous_hash),
    }
    return render(request, "administration/decision.html", context)


@door("decisions.audit")
@require_POST
def chain_verify(request: HttpRequest) -> HttpResponse:
    """Start a verification of the chain."""
    check = start_chain_check(actor=actor_of(request))
    return redirect("administration:chain_check", check.pk)


@door("decisions.audit")
def chain_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a verification found; the page renews itself until it is done."""
    check = get_object_or_404(ChainCheck.objects.select_related("asked_by"), pk=pk)
    earlier = ChainCheck.objects.select_related("asked_by").exclude(pk=pk)[:10]
    is_part = request.headers.get("HX-Request") == "true"
    template = "administration/chain_check_result.html" if is_part else "administration/chain_check.html"
    context = {"title": _("Verification of the decision records"), "check": check, "earlier": earlier}
    return render(request, template, context)


@door("access.reads")
def masked_reads(request: HttpRequest) -> HttpResponseBase:
    """Who revealed which protected number, and why."""
    actor = actor_of(request)
    rows = MaskedRead.objects.select_related("user", "appointment__office")
    if actor.territory.level != "nation":
        rows = rows.filter(appointment__in=appointments_within(actor.territory).values("pk"))
    return render_list(request, READS, rows)


@door("access.reads")
def export_list(request: HttpRequest) -> HttpResponseBase:
    """Who took which rows away."""
    actor = actor_of(request)
    rows = ExportLog.objects.select_related("user")
    if actor.territory.level != "nation":
        rows = rows.filter(appointment__in=appointments_within(actor.territory).values("pk"))
    return render_list(request, EXPORTS, rows)


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)
