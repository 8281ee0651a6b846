"""A proposal: its page, its steps, its file, its two verifications side by side, its thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import Denied, may
from sentra.designation import services
from sentra.designation.facts import DEFINITION, facts_to_assess
from sentra.designation.forms import (
    CommentForm,
    FundingForm,
    IdentifyForm,
    ReturnForm,
    ReverifyForm,
    StepForm,
)
from sentra.designation.judging import forms_for, judge_file, judge_sentra, law_of, tier_checks
from sentra.designation.models import Assessment, Decree, Proposal, ProposalForm, State
from sentra.designation.papers import form_paper, form_title
from sentra.designation.queries import (
    actions_on,
    history_with_actors,
    know_people,
    look_of,
    now_with,
    permission_on,
    way_of,
)
from sentra.designation.services.file import OPEN_FILE
from sentra.designation.services.verification import differences, first_verdicts, second_verdicts
from sentra.designation.transitions import STEPS, clause_id, public_name, steps_on
from sentra.designation.views.common import attempt, crumb, timeline, where_entered
from sentra.documents.services import papers_of, preview_pdf
from sentra.law import Verdict, library
from sentra.pages.formatting import language
from sentra.pages.forms import Form
from sentra.pages.verdicts import lines, paired
from sentra.registry.models import Sentra

_RELATED = ("sentra__regency", "sentra__district", "regency__parent", "submission__regency", "opened_by_office")


def _proposal(request: HttpRequest, pk: UUID) -> Proposal:
    return fetch(request, Proposal, pk, "designation.view", *_RELATED)


def _crumbs(found: Proposal, *more: dict[str, Any]) -> list[dict[str, Any]]:
    start = [crumb(_("Proposals"), "proposal_list")]
    return [*start, crumb(found, "proposal", found.pk), *more] if more else [*start, crumb(found)]


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
    found = _proposal(request, pk)
    history = history_with_actors(found)
    know_people(found, history)
    forms = list(found.forms.filter(superseded_at__isnull=True).defer("content").order_by("form"))
    context = {
        "title": str(found),
        "crumbs": _crumbs(found),
        "proposal": found,
        "state": look_of(found.state),
        "public_name": public_name(found.state),
        "way": way_of(found, history),
        "now_with": now_with(found),
        "actions": actions_on(actor, found),
        "verdicts": _newest_verdicts(found),
        "checklist": _checklist(found, forms),
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
                "title": _check_title(verdict),
                "verdict": verdict.verdict,
                "findings": lines(verdict, language()),
                "assessment": one,
            }
        )
    return shown


def _check_title(verdict: Verdict) -> str:
    return library().on(verdict.on).check(verdict.check).title(language())


def _checklist(found: Proposal, forms: list[ProposalForm]) -> list[dict[str, Any]]:
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


# ---------------------------------------------------------------- steps

_DEEDS: dict[str, Callable[..., Any]] = {
    "select": services.select,
    "hold_back": services.hold_back,
    "submit": services.submit,
    "resubmit": services.resubmit,
    "withdraw": services.withdraw,
    "choose": services.choose,
    "not_choose": services.not_choose,
    "reconsider": services.reconsider,
}
_NOTED: dict[str, Callable[..., Any]] = {
    "assess": services.assess,
    "reassess": services.assess,
    "verify": services.verify,
    "forward": services.forward,
}
PAGES = frozenset({*_DEEDS, *_NOTED, "return", "reverify"})


@door("designation.view")
def step(request: HttpRequest, pk: UUID, name: str) -> HttpResponse:
    """One step: what it means, what its checks say now, and the decision with its reason."""
    if name not in PAGES:
        raise Http404
    actor, found = actor_of(request), _proposal(request, pk)
    bound = steps_on(found.law_date)[f"designation.{name}"]
    form = _step_form(request, found, name)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _act(actor, found, name, form)):
        messages.success(request, _("Done: %(step)s.") % {"step": bound.step.title})
        return redirect("designation:proposal", found.pk)
    verdicts = _gate_findings(actor, found, name)
    permission = permission_on(actor, bound, found)
    if permission.allowed and name in _GATED and any(one["verdict"] != "met" for one in verdicts):
        permission = Denied(_("The findings beside must be met first; enter what is missing or mend what is not met."))
    context = {
        "title": bound.step.title,
        "crumbs": _crumbs(found, crumb(bound.step.title)),
        "proposal": found,
        "state": look_of(found.state),
        "bound": bound,
        "clause_url": reverse("portal:clause", args=[bound.clauses[0]]),
        "permission": permission,
        "is_in_order": found.state in bound.starts,
        "form": form,
        "verdicts": verdicts,
        "is_danger": name in {"not_choose", "withdraw", "return", "hold_back"},
    }
    return render(request, "designation/step.html", context)


def _step_form(request: HttpRequest, found: Proposal, name: str) -> StepForm:
    data = request.POST if request.method == "POST" else None
    initial = {"version": found.version}
    law = law_of(found.law_date)
    if name == "return":
        titles = [(form, form_title(form, law)) for form in forms_for(law, found.tier)]
        return ReturnForm(data, initial=initial, forms=titles)
    if name == "reverify":
        declared = facts_to_assess(law, (DEFINITION, *tier_checks(law, found.tier)))
        return ReverifyForm(data, initial=initial, declarations=list(declared.values()))
    needs_reason = next(one.needs_reason for one in STEPS if one.action == f"designation.{name}")
    return StepForm(data, initial=initial, needs_reason=needs_reason)


def _act(actor: Actor, found: Proposal, name: str, form: Form) -> Any:
    given = form.cleaned_data
    common = {"actor": actor, "proposal": found, "version": given["version"]}
    if isinstance(form, ReturnForm):
        return services.return_to_regency(**common, reason=given["reason"], remarks=form.remarks())
    if isinstance(form, ReverifyForm):
        answers = {fact: services.Answer(value, why) for fact, (value, why) in form.answers().items()}
        return services.reverify(
            **common, note=given["reason"], answers=answers, difference_reason=given["difference_reason"]
        )
    if name in _NOTED:
        return _NOTED[name](**common, note=given["reason"])
    return _DEEDS[name](**common, reason=given["reason"])


_GATED = frozenset({"select", "submit", "resubmit", "verify", "choose"})
_ASKS_TIER = frozenset({"assess", "reassess", "select", "submit", "resubmit", "reverify"})
_ASKS_FILE = frozenset({"submit", "resubmit", "verify", "return", "reverify"})


def _gate_findings(actor: Actor, found: Proposal, name: str) -> list[dict[str, Any]]:
    """What the checks of a step say of today's facts; unknown ones link to where the fact is entered."""
    law, asked = law_of(found.law_date), []
    if name in _ASKS_TIER:
        asked += judge_sentra(found.sentra, found.tier, day=actor.today, law=law)
    if name in _ASKS_FILE:
        asked.append(judge_file(found, day=actor.today, law=law))
    if name == "choose":
        verdicts = list(second_verdicts(found).values())
    else:
        verdicts = [one.verdict for one in asked]
    registered = where_entered(found.sentra, actor) if name in _ASKS_TIER else None
    file_url = reverse("designation:file", args=[found.pk])

    def where(fact: str) -> str:
        return file_url if registered is None or fact.endswith(_OF_FILE) else registered(fact)

    return [
        {"title": _check_title(one), "verdict": one.verdict, "findings": lines(one, language(), where)}
        for one in verdicts
    ]


_OF_FILE = ("_attached", "form_count", "listed_member_count", "funding_source", "target_tier")


# ---------------------------------------------------------------- file


@door("designation.view")
def file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The forms of a proposal: what is complete, what is missing, each form as a print-ready page."""
    actor, found = actor_of(request), _proposal(request, pk)
    funding = FundingForm(initial={"version": found.version, "funding_source": found.funding_source})
    forms = list(
        found.forms.filter(superseded_at__isnull=True)
        .defer("content")
        .select_related("enterprise", "paper", "completed_by")
        .order_by("form", "enterprise__name")
    )
    law = law_of(found.law_date)
    judgement = judge_file(found, day=actor.today, law=law)
    context = {
        "title": _("File of %(proposal)s") % {"proposal": found},
        "crumbs": _crumbs(found, crumb(_("File"))),
        "proposal": found,
        "state": look_of(found.state),
        "checklist": _checklist(found, forms),
        "is_open": found.state in OPEN_FILE,
        "permission": may(actor, "designation.prepare", found),
        "application_permission": may(actor, "designation.fill_application", found),
        "funding_form": funding,
        "findings": lines(judgement.verdict, language()),
        "verdict": judgement.verdict.verdict,
        "earlier": found.forms.filter(superseded_at__isnull=False)
        .defer("content")
        .select_related("enterprise", "paper"),
    }
    return render(request, "designation/file.html", context)


@door("designation.view")
@require_POST
def complete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Complete what the file lacks, complete or renew one form, or state the funding route."""
    actor, found = actor_of(request), _proposal(request, pk)
    wanted = request.POST.get("form", "")
    if wanted == "funding":
        form = FundingForm(request.POST)
        if form.is_valid():
            given = form.cleaned_data
            services.set_funding(
                actor=actor, proposal=found, funding_source=given["funding_source"], version=given["version"]
            )
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


# ---------------------------------------------------------------- verifications side by side


@door("designation.view")
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first and the second verification side by side, provision by provision."""
    found = _proposal(request, pk)
    first, second = first_verdicts(found), second_verdicts(found)
    apart = {one.clause for one in differences(first, second)} if second else set()
    tables = []
    for check in dict.fromkeys([*first, *second]):
        verdict = second.get(check) or first[check]
        mine = {one.clause_id: line for one, line in _paired(first.get(check))}
        theirs = {one.clause_id: line for one, line in _paired(second.get(check))}
        rows = [
            {
                "label": line.label,
                "citation": line.citation,
                "url": line.url,
                "first": mine.get(one.clause_id),
                "second": theirs.get(one.clause_id),
                "differs": one.clause_id in apart,
            }
            for one, line in _paired(verdict)
        ]
        tables.append({"title": _check_title(verdict), "rows": rows})
    note = Assessment.unscoped.filter(proposal=found, step="reverification").values_list("note", flat=True).first()
    context = {
        "title": _("Verifications side by side"),
        "crumbs": _crumbs(found, crumb(_("Side by side"))),
        "proposal": found,
        "tables": tables,
        "count": len(apart),
        "has_second": bool(second),
        "note": note or "",
    }
    return render(request, "designation/compare.html", context)


def _paired(verdict: Verdict | None) -> list[tuple[Any, Any]]:
    return paired(verdict, language()) if verdict else []


@door("designation.comment")
@require_POST
def comment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a remark to the thread."""
    found = _proposal(request, pk)
    form = CommentForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.add_comment(actor=actor_of(request), proposal=found, text=given["text"], id=given["client_id"])
    else:
        messages.error(request, _("The remark is empty."))
    return redirect(reverse("designation:proposal", args=[found.pk]) + "#thread")


__all__ = ["comment", "compare", "complete", "file", "form_pdf", "identify", "proposal", "step"]
