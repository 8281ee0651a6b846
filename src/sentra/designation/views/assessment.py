"""The assessment of a sentra: findings as they stand, and the judgements that enter them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure, may
from sentra.designation import services
from sentra.designation.facts import DEFINITION, assessed_in_force, facts_to_assess
from sentra.designation.forms import EvaluateForm, judgement_form
from sentra.designation.judging import judge_sentra, law_of, tier_checks
from sentra.designation.models import FINAL_STATES, AssessedFact, Proposal
from sentra.designation.views.common import attempt, crumb, where_entered
from sentra.documents.services import add_evidence
from sentra.law import FactDeclaration
from sentra.law.sentences import fact_value_text
from sentra.pages.facts_form import FactsForm
from sentra.pages.formatting import language
from sentra.pages.verdicts import lines
from sentra.registry.models import Sentra, Tier

_TIERS = [tier for tier in Tier.values if tier != Tier.CANDIDATE]


@dataclass(frozen=True)
class Judged:
    """A fact of judgement on the page: what holds, its form, the provisions it enters."""

    declaration: FactDeclaration
    label: str
    help: str
    held: AssessedFact | None
    value: str
    form: FactsForm | None


def _sentra(request: HttpRequest, pk: UUID) -> Sentra:
    return fetch(request, Sentra, pk, "designation.view", "regency__parent", "district")


def _tier(request: HttpRequest, sentra: Sentra) -> str:
    """The tier asked for in the address; by default the next one above the tier held."""
    wanted = request.GET.get("tier", "")
    if wanted:
        if wanted not in _TIERS:
            raise Http404
        return wanted
    order = list(Tier.values)
    return order[min(order.index(sentra.tier) + 1, len(order) - 1)]


@door("designation.view")
def assessment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The findings of a sentra for a tier, and a form for each judgement; POST records one judgement."""
    actor, sentra = actor_of(request), _sentra(request, pk)
    tier = _tier(request, sentra)
    law = law_of(actor.today)
    declared = facts_to_assess(law, (DEFINITION, *tier_checks(law, tier)))
    permission = may(actor, "designation.assess", sentra)
    sent = request.POST.get("fact", "") if request.method == "POST" else ""
    if sent:
        ensure(actor, "designation.assess", sentra)
    held = assessed_in_force(sentra, actor.today)
    judged = [
        _judged(request, one, held.get(one.name), bool(permission.allowed), one.name == sent)
        for one in declared.values()
    ]
    if sent:
        if sent not in declared:
            raise Http404
        form = next(one.form for one in judged if one.declaration.name == sent)
        if form is not None and form.is_valid() and _record(request, sentra, declared[sent], form):
            messages.success(request, _("The judgement is recorded."))
            return redirect(f"{reverse('designation:assessment', args=[sentra.pk])}?tier={tier}#fact-{sent}")
    proposals = list(Proposal.objects.filter(sentra=sentra).exclude(state__in=FINAL_STATES))
    context = {
        "title": _("Assessment of %(sentra)s") % {"sentra": sentra.name},
        "crumbs": [crumb(_("Proposals"), "proposal_list"), crumb(sentra.name)],
        "sentra": sentra,
        "tier": tier,
        "tabs": _tabs(sentra, tier),
        "judged": judged,
        "open_count": sum(one.held is None for one in judged),
        "permission": permission,
        "may_identify": may(actor, "designation.identify", sentra),
        "proposals": proposals,
        "is_candidate": any(one.tier == tier for one in proposals),
        "evaluate_form": EvaluateForm(initial={"tier": tier, "as_of": actor.today}),
        "findings_url": f"{reverse('designation:findings', args=[sentra.pk])}?tier={tier}",
        "evaluations": sentra.assessments.filter(proposal__isnull=True)
        .select_related("by")
        .defer("facts", "findings")[:12],
    }
    return render(request, "designation/assessment.html", context)


def _tabs(sentra: Sentra, tier: str) -> list[dict[str, Any]]:
    base = reverse("designation:assessment", args=[sentra.pk])
    return [{"label": Tier(one).label, "url": f"{base}?tier={one}", "is_current": one == tier} for one in _TIERS]


def _judged(
    request: HttpRequest, declaration: FactDeclaration, held: AssessedFact | None, may_judge: bool, is_sent: bool
) -> Judged:
    form = None
    if may_judge:
        known = held.value if held else None
        form = judgement_form(declaration, known, request.POST if is_sent else None, request.FILES if is_sent else None)
        form.initial["assessed_on"] = actor_of(request).today
    return Judged(
        declaration,
        declaration.label(language()),
        declaration.help(language()),
        held,
        fact_value_text(declaration, held.value, language()) if held else "",
        form,
    )


def _record(request: HttpRequest, sentra: Sentra, declaration: FactDeclaration, form: FactsForm) -> AssessedFact | None:
    actor, given = actor_of(request), form.cleaned_data
    upload = given.get("evidence")

    def act() -> AssessedFact:
        evidence = []
        if upload is not None and may(actor, "designation.assess", sentra).allowed:
            evidence.append(
                add_evidence(
                    actor=actor,
                    subject=sentra,
                    regency=sentra.regency,
                    name=upload.name,
                    content=upload.read(),
                    kind="assessment",
                    proves=declaration.label("id"),
                )
            )
        return services.record_assessed_fact(
            actor=actor,
            sentra=sentra,
            name=declaration.name,
            value=given[declaration.name],
            reason=given["reason"],
            assessed_on=given["assessed_on"],
            evidence=evidence,
            id=given["client_id"],
        )

    return attempt(form, act)


@door("designation.view")
def findings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The findings of a sentra for a tier as they stand now: a part of a page."""
    actor, sentra = actor_of(request), _sentra(request, pk)
    law = law_of(actor.today)
    judgements = judge_sentra(sentra, _tier(request, sentra), day=actor.today, law=law)
    where = where_entered(sentra, actor)
    shown = [
        {
            "title": law.check(one.check).title(language()),
            "verdict": one.verdict.verdict,
            "findings": lines(one.verdict, language(), where),
        }
        for one in judgements
    ]
    return render(request, "designation/findings.html", {"verdicts": shown, "day": actor.today})


@door("designation.assess")
@require_POST
def evaluate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep a dated evaluation outside a proposal."""
    sentra = _sentra(request, pk)
    form = EvaluateForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.evaluate(
            actor=actor_of(request), sentra=sentra, tier=given["tier"], as_of=given["as_of"], note=given["note"]
        )
        messages.success(request, _("The evaluation is kept."))
    else:
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
    return redirect(reverse("designation:assessment", args=[sentra.pk]) + "#evaluations")
