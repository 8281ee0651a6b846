"""One step of a proposal: what it means, what its checks say now, and the decision with its reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import Denied
from sentra.designation import services
from sentra.designation.facts import COMPLETENESS, DEFINITION, assessed_in_force, facts_to_assess
from sentra.designation.forms import ReturnForm, ReverifyForm, StepForm
from sentra.designation.judging import forms_for, judge_file, judge_sentra, law_of, tier_checks
from sentra.designation.models import Proposal
from sentra.designation.papers import form_title
from sentra.designation.queries import look_of, permission_on
from sentra.designation.services.verification import second_verdicts
from sentra.designation.transitions import STEPS, steps_on
from sentra.designation.views.common import attempt, check_title, crumb, crumbs_of, proposal_of, where_entered
from sentra.law import FactDeclaration
from sentra.law.sentences import fact_value_text
from sentra.pages.formatting import language
from sentra.pages.forms import Form
from sentra.pages.verdicts import lines

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
    actor, found = actor_of(request), proposal_of(request, pk)
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
        "crumbs": crumbs_of(found, crumb(bound.step.title)),
        "proposal": found,
        "state": look_of(found.state),
        "bound": bound,
        "clause_url": reverse("portal:clause", args=[bound.clauses[0]]),
        "permission": permission,
        "is_in_order": found.state in bound.starts,
        "form": form,
        "verdicts": verdicts,
        "file_url": reverse("designation:file", args=[found.pk]) if _lacks_file(name, verdicts) else "",
        "is_danger": name in {"not_choose", "withdraw", "return", "hold_back"},
    }
    return render(request, "designation/step.html", context)


def _lacks_file(name: str, verdicts: list[dict[str, Any]]) -> bool:
    """Whether it is the file that keeps the step from being taken."""
    return name in _PROPOSES and any(one["check"] == COMPLETENESS and one["verdict"] != "met" for one in verdicts)


def _step_form(request: HttpRequest, found: Proposal, name: str) -> StepForm:
    data = request.POST if request.method == "POST" else None
    initial = {"version": found.version}
    law = law_of(found.law_date)
    if name == "return":
        titles = [(form, form_title(form, law)) for form in forms_for(law, found.tier)]
        return ReturnForm(data, initial=initial, forms=titles)
    if name == "reverify":
        declared = facts_to_assess(law, (DEFINITION, *tier_checks(law, found.tier)))
        return ReverifyForm(
            data, initial=initial, declarations=list(declared.values()), held=_judged_before(found, declared)
        )
    needs_reason = next(one.needs_reason for one in STEPS if one.action == f"designation.{name}")
    return StepForm(data, initial=initial, needs_reason=needs_reason)


def _judged_before(found: Proposal, declared: Mapping[str, FactDeclaration]) -> dict[str, str]:
    """What the regency's group judged of each fact, in words, for whoever verifies a second time."""
    held = assessed_in_force(found.sentra, timezone.localdate())
    told = {
        name: (fact_value_text(declared[name], one.value, language()), one.reason)
        for name, one in held.items()
        if name in declared
    }
    return {name: f"{value[:1].upper()}{value[1:]}. {reason}" for name, (value, reason) in told.items()}


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


_PROPOSES = frozenset({"submit", "resubmit"})
_ASKS_TIER = frozenset({"assess", "reassess", "select", "submit", "resubmit", "reverify"})


_ASKS_FILE = frozenset({"submit", "resubmit", "verify", "return", "reverify"})


_OF_FILE = ("_attached", "form_count", "listed_member_count", "funding_source", "target_tier")


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
        {
            "check": one.check,
            "title": check_title(one),
            "verdict": one.verdict,
            "findings": lines(one, language(), where),
        }
        for one in verdicts
    ]
