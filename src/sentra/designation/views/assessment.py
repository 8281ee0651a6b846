"""The assessment of a sentra: findings as they stand, and the judgements that enter them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure, may
from sentra.designation import services
from sentra.designation.facts import DEFINITION, assessed_in_force, facts_to_assess
from sentra.designation.forms import EvaluateForm, JudgementsForm, judgements_form
from sentra.designation.judging import judge_sentra, law_of, tier_checks
from sentra.designation.models import FINAL_STATES, AssessedFact, Decree, DecreeEntry, Proposal, State
from sentra.designation.queries import Action, actions_on
from sentra.designation.views.common import attempt, crumb, where_entered
from sentra.documents.services import add_evidence
from sentra.law import FactDeclaration, library
from sentra.law.sentences import fact_value_text
from sentra.pages.formatting import language, number
from sentra.pages.verdicts import lines
from sentra.registry.models import Sentra, Tier

LONGEST_PROOF = 200
_TIERS = [tier for tier in Tier.values if tier != Tier.CANDIDATE]


@dataclass(frozen=True)
class Judged:
    """A judgement on record as the page shows it."""

    label: str
    value: str
    held: AssessedFact


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
    """The findings of a sentra for a tier, and one form for the judgements; POST records those that were answered."""
    actor, sentra = actor_of(request), _sentra(request, pk)
    tier = _tier(request, sentra)
    law = law_of(actor.today)
    declared = facts_to_assess(law, (DEFINITION, *tier_checks(law, tier)))
    permission = may(actor, "designation.assess", sentra)
    held = assessed_in_force(sentra, actor.today)
    form = None
    if request.method == "POST":
        ensure(actor, "designation.assess", sentra)
        form = judgements_form(tuple(declared.values()), held, actor.today, request.POST, request.FILES)
        if form.is_valid() and (made := _record(request, sentra, form)):
            return _onward(request, sentra, tier, made)
    elif permission.allowed:
        form = judgements_form(tuple(declared.values()), held, actor.today)
    missing = [one for one in declared.values() if one.name not in held]
    proposals = list(Proposal.objects.filter(sentra=sentra).exclude(state__in=FINAL_STATES))
    context = {
        "title": _("Assessment of %(sentra)s") % {"sentra": sentra.name},
        "crumbs": [crumb(_("Proposals"), "proposal_list"), crumb(sentra.name)],
        "sentra": sentra,
        "tier": tier,
        "tabs": _tabs(sentra, tier),
        "form": form,
        "judge_first": form is not None and (bool(missing) or form.is_bound),
        "judged": [_judged(one, held[one.name]) for one in declared.values() if one.name in held],
        "missing": [one.label(language()) for one in missing],
        "permission": permission,
        "may_identify": may(actor, "designation.identify", sentra),
        "proposals": proposals,
        "held_by": _held_by(sentra),
        "next_step": None if missing else _next_step(actor, proposals, tier),
        "is_candidate": any(one.tier == tier for one in proposals),
        "evaluate_form": EvaluateForm(initial={"tier": tier, "as_of": actor.today}),
        "findings_url": f"{reverse('designation:findings', args=[sentra.pk])}?tier={tier}",
        "evaluations": _evaluations(sentra),
    }
    return render(request, "designation/assessment.html", context)


def _tabs(sentra: Sentra, tier: str) -> list[dict[str, Any]]:
    base = reverse("designation:assessment", args=[sentra.pk])
    return [{"label": Tier(one).label, "url": f"{base}?tier={one}", "is_current": one == tier} for one in _TIERS]


def _judged(declaration: FactDeclaration, held: AssessedFact) -> Judged:
    value = fact_value_text(declaration, held.value, language())
    return Judged(declaration.label(language()), f"{value[:1].upper()}{value[1:]}", held)


def _evaluations(sentra: Sentra) -> list[dict[str, Any]]:
    found = sentra.assessments.filter(proposal__isnull=True).select_related("by").defer("facts", "findings")[:12]
    checks = library().on
    return [{"record": one, "title": checks(one.as_of).check(one.check_id).title(language())} for one in found]


def _held_by(sentra: Sentra) -> DecreeEntry | None:
    """The entry of the decree by which the sentra holds its tier."""
    if sentra.tier == Tier.CANDIDATE:
        return None
    signed = DecreeEntry.objects.filter(sentra=sentra, tier=sentra.tier, decree__state=Decree.State.SIGNED)
    return signed.select_related("decree").order_by("-decree__signed_on").first()


def _next_step(actor: Actor, proposals: Sequence[Proposal], tier: str) -> Action | None:
    """What follows once every judgement is on record: assessing the candidate, or selecting it."""
    candidate = next((one for one in proposals if one.tier == tier), None)
    if candidate is None or candidate.state not in (State.IDENTIFIED, State.ASSESSED):
        return None
    return next((one for one in actions_on(actor, candidate) if one.is_next), None)


def _onward(request: HttpRequest, sentra: Sentra, tier: str, made: Sequence[AssessedFact]) -> HttpResponse:
    """To the next judgement that is missing; to what follows when none is."""
    actor = actor_of(request)
    law, held = law_of(actor.today), assessed_in_force(sentra, actor.today)
    declared = facts_to_assess(law, (DEFINITION, *tier_checks(law, tier))).values()
    following = next((one for one in declared if one.name not in held), None)
    words = ngettext("%(count)s judgement is recorded.", "%(count)s judgements are recorded.", len(made))
    told = words % {"count": number(len(made))}
    if following is not None:
        following_words = _("Next: %(fact)s.") % {"fact": following.label(language())}
        told = f"{told} {following_words}"
    messages.success(request, told)
    place = f"fact-{following.name}" if following is not None else "judgements"
    return redirect(f"{reverse('designation:assessment', args=[sentra.pk])}?tier={tier}#{place}")


def _record(request: HttpRequest, sentra: Sentra, form: JudgementsForm) -> list[AssessedFact] | None:
    actor, given = actor_of(request), form.cleaned_data
    upload, values = given.get("evidence"), form.facts()

    @transaction.atomic
    def act() -> list[AssessedFact]:
        evidence = []
        if upload is not None and values:
            proves = ", ".join(one.label("id") for one in form.declarations if one.name in values)
            kept = add_evidence(
                actor=actor,
                subject=sentra,
                regency=sentra.regency,
                name=upload.name,
                content=upload.read(),
                kind="assessment",
                proves=proves[:LONGEST_PROOF],
                id=uuid5(given["client_id"], "evidence"),
            )
            evidence.append(kept)
        return services.record_assessed_facts(
            actor=actor,
            sentra=sentra,
            values=values,
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
