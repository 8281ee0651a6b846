"""The file of a proposal: its forms, completing them, printing one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import may
from sentra.designation import services
from sentra.designation.forms import FundingForm
from sentra.designation.judging import judge_file, law_of
from sentra.designation.models import Proposal, ProposalForm
from sentra.designation.papers import form_paper
from sentra.designation.queries import Action, actions_on, look_of
from sentra.designation.services.file import OPEN_FILE, PROPOSED_NEXT
from sentra.designation.views.common import checklist_of, crumb, crumbs_of, proposal_of
from sentra.documents.services import preview_pdf
from sentra.pages.formatting import language
from sentra.pages.verdicts import lines


@door("designation.view")
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of a proposal: what is complete, what is missing, each form as a print-ready page."""
    actor, found = actor_of(request), proposal_of(request, pk)
    funding = FundingForm(initial={"version": found.version, "funding_source": found.funding_source})
    forms = list(
        found.forms.filter(superseded_at__isnull=True)
        .defer("content")
        .select_related("enterprise", "paper", "completed_by")
        .order_by("form", "enterprise__name")
    )
    law = law_of(found.law_date)
    judgement = judge_file(found, day=actor.today, law=law)
    next_step = _next_step(actor, found) if judgement.is_met else None
    context = {
        "next_step": next_step,
        "is_complete": judgement.is_met,
        "title": _("File of %(proposal)s") % {"proposal": found},
        "crumbs": crumbs_of(found, crumb(_("File"))),
        "proposal": found,
        "state": look_of(found.state),
        "checklist": checklist_of(found, forms),
        "is_open": found.state in OPEN_FILE,
        "permission": may(actor, "designation.prepare", found),
        "is_unprinted": found.state not in OPEN_FILE and any(not one.paper and not one.enterprise for one in forms),
        "application_permission": may(actor, "designation.fill_application", found),
        "funding_form": funding,
        "findings": lines(judgement.verdict, language()),
        "verdict": judgement.verdict.verdict,
        "earlier": found.forms.filter(superseded_at__isnull=False)
        .defer("content")
        .select_related("enterprise", "paper"),
    }
    return render(request, "designation/file.html", context)


def _next_step(actor: Actor, found: Proposal) -> Action | None:
    """What follows on a complete file: proposing it, for the first time or again."""
    if found.state not in PROPOSED_NEXT:
        return None
    return next((one for one in actions_on(actor, found) if one.is_next), None)


@door("designation.view")
@require_POST
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Complete what the file lacks, renew one form, state the funding route, or print what is not printed."""
    actor, found = actor_of(request), proposal_of(request, pk)
    wanted = request.POST.get("form", "")
    if wanted == "funding":
        form = FundingForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            services.set_funding(
                actor=actor, proposal=found, funding_source=given["funding_source"], version=given["version"]
            )
    elif wanted == "papers":
        services.print_missing(actor=actor, proposal=found)
    elif wanted:
        current = found.forms.filter(form=wanted, superseded_at__isnull=True, enterprise__isnull=True).first()
        services.complete_form(actor=actor, proposal=found, form=wanted, replaces=current)
    else:
        services.complete_file(actor=actor, proposal=found)
    messages.success(request, _("The file is saved."))
    return redirect("designation:file", found.pk)


@door("designation.view")
def form_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A form of a file as it is fixed, as PDF; not yet issued it carries the draft's mark."""
    found = fetch(
        request, ProposalForm, pk, "designation.view", "proposal__regency__parent", "proposal__opened_by_office"
    )
    law = law_of(found.proposal.law_date)
    pdf = preview_pdf(form_paper(found, law, found.proposal.opened_by_office))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.form}-v{found.version}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
