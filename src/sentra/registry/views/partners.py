"""The pages of a partner: list, record with the findings of its definition, judgement, ending a partnership."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure, may
from sentra.law import library
from sentra.pages.errors import BadInput, InputProblem
from sentra.pages.formatting import language
from sentra.pages.states import State
from sentra.pages.verdicts import lines
from sentra.registry import services
from sentra.registry.facts import partner_facts, values_of
from sentra.registry.forms import ASSESS, PARTNER, Section
from sentra.registry.labels import label_of
from sentra.registry.listings import PARTNERS
from sentra.registry.models import Partner, Partnership
from sentra.registry.values.reading import Reading
from sentra.registry.views.common import (
    answer,
    client_key,
    crumb,
    day_asked,
    fresh_key,
    history,
    save,
    section_form,
    with_reason,
)
from sentra.registry.views.lists import listed

DEFINITION = "partner.definition_2005"
END = Section("end", _lazy("End of the partnership"), ("ended_on", "reason"), ("ended_on", "reason"))


@door("registry.view")
def partner_list(request: HttpRequest) -> HttpResponseBase:
    """The partners of the territory."""
    rows = Partner.objects.select_related("regency")
    return listed(request, PARTNERS, rows, new="partner_new", permission="registry.keep_partner")


@door("registry.view")
def partner(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A partner, whether it fits its definition, and the form for the judgements."""
    found = fetch(request, Partner, pk, "registry.view", "regency__parent")
    actor, day = actor_of(request), day_asked(request)
    key = f"partner:{pk}:assess"
    initial = {name: getattr(found, name) for name in ("core_business_is_services", "unit_is_autonomous")}
    form = section_form(request, ASSESS, key, initial)
    if request.method == "POST":
        ensure(actor, "registry.keep_partner", found)
        done = save(
            request,
            form,
            lambda raw: services.assess_partner(actor=actor, partner=found, **_judgement(raw)),
            done=_("The judgement is recorded."),
            to=reverse("registry:partner", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    law = library().on(day)
    sources = partner_facts(found, day)
    has_definition = found.type in _defined(law)
    verdict = law.check(DEFINITION).judge(values_of(sources)) if has_definition else None
    partnerships = Partnership.objects.filter(partner=found).select_related("sentra")
    context = {
        "partner": found,
        "title": found.name,
        "day": day,
        "state": None if found.is_active else State(_("Retired"), "warn", "archive"),
        "verdict": verdict,
        "findings": lines(verdict, language(), lambda name: sources[name].url) if verdict else [],
        "partnerships": partnerships,
        "events": history(found),
        "about": _about(found),
        "form": form,
        "crumbs": [crumb(_("Partners"), "partner_list"), crumb(found.name)],
        "can_partner": may(actor, "registry.keep_partner", found),
    }
    return answer(request, "registry/partner.html", context, form=form)


def _defined(law: Any) -> set[str]:
    declared = {fact.name: fact for fact in law.check(DEFINITION).facts}
    return set(declared["partner_type"].values)


def _judgement(raw: dict[str, Any]) -> dict[str, Any]:
    reading = Reading(raw)
    return {
        "reason": raw["reason"],
        "core_business_is_services": reading.yes_no("core_business_is_services"),
        "unit_is_autonomous": reading.yes_no("unit_is_autonomous"),
    }


def _about(found: Partner) -> list[dict[str, Any]]:
    names = (
        *("type", "legal_form", "parent_name", "cooperative_registration_number", "address", "contact_name"),
        *("phone", "email", "assessed_by", "assessed_reason"),
    )
    rows = []
    for name in names:
        display = getattr(found, f"get_{name}_display", None)
        rows.append({"label": label_of(name), "value": display() if display else getattr(found, name)})
    if not found.is_unit:
        rows = [row for row in rows if row["label"] != label_of("parent_name")]
    return [*rows, {"label": label_of("regency"), "value": found.regency.name}]


@door("registry.keep_partner")
def new(request: HttpRequest) -> HttpResponse:
    """A new partner."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    if regency is not None and regency.level == "province":
        regency = regency.children.filter(code=request.POST.get("regency", "")).first()
    choices = _regencies(actor)
    names = ("regency", *PARTNER.names) if choices else PARTNER.names
    section = Section(PARTNER.key, PARTNER.title, names, (*PARTNER.required, "regency"))
    key = "partner:new"
    form = section_form(request, section, key, {}, hidden={"client_id": fresh_key()}, choices={"regency": choices})
    if request.method == "POST":
        done = save(
            request,
            form,
            lambda raw: services.register_partner(
                actor=actor, regency=_required(regency), values=_values(raw), id=client_key(request)
            ),
            done=_("The partner is registered."),
            to=lambda record: reverse("registry:partner", args=[record.pk]),
            key=key,
            aliases={"legal_form": "partner_legal_form"},
        )
        if done is not None:
            return done
    context = {
        "title": _("Register a partner"),
        "form": form,
        "crumbs": [crumb(_("Partners"), "partner_list"), crumb(_("Register a partner"))],
        "submit": _("Register"),
    }
    return answer(request, "registry/form.html", context, form=form)


def _regencies(actor: Any) -> list[tuple[str, str]]:
    region = actor.office.region if actor.office else None
    if region is None or region.level != "province":
        return []
    return list(region.children.order_by("name").values_list("code", "name"))


def _required(regency: Any) -> Any:
    if regency is None:
        raise BadInput([InputProblem("regency", None, _("The regency is missing."), _("Choose one."))])
    return regency


def _values(raw: dict[str, Any]) -> dict[str, Any]:
    values = {name: value for name, value in raw.items() if name != "regency"}
    return values | {"legal_form": values.pop("partner_legal_form")}


@door("registry.keep_partner")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a partner's values."""
    found = fetch(request, Partner, pk, "registry.keep_partner", "regency__parent")
    key = f"partner:{pk}"
    present = {name: getattr(found, name) for name in PARTNER.names if name != "partner_legal_form"}
    form = section_form(request, PARTNER, key, present | {"partner_legal_form": found.legal_form})
    if request.method == "POST":
        done = save(
            request,
            form,
            lambda raw: services.change_partner(actor=actor_of(request), partner=found, changes=_values(raw)),
            done=_("The partner's record is saved."),
            to=reverse("registry:partner", args=[pk]),
            key=key,
            aliases={"legal_form": "partner_legal_form"},
        )
        if done is not None:
            return done
    context = {
        "title": found.name,
        "form": form,
        "crumbs": [crumb(_("Partners"), "partner_list"), crumb(found.name, "partner", pk), crumb(_("Change"))],
        "submit": _("Save"),
    }
    return answer(request, "registry/form.html", context, form=form)


@door("registry.keep_partner")
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a partner out of the lists with a reason."""
    found = fetch(request, Partner, pk, "registry.keep_partner", "regency__parent")
    return with_reason(
        request,
        lambda reason: services.retire_partner(actor=actor_of(request), partner=found, reason=reason),
        _("The partner is retired; its record stays."),
        reverse("registry:partner", args=[pk]),
    )


@door("registry.keep_partner")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a partnership with its last day and a reason."""
    partnership = fetch(request, Partnership, pk, "registry.view", "sentra__regency__parent", "partner")
    actor, sentra = actor_of(request), partnership.sentra
    ensure(actor, "registry.keep_partner", sentra)
    key = f"partnership:{pk}:end"
    form = section_form(request, END, key, {"ended_on": actor.today})
    if request.method == "POST":
        done = save(
            request,
            form,
            lambda raw: services.end_partnership(actor=actor, partnership=partnership, **raw),
            done=_("The partnership has ended; it stays in the record."),
            to=reverse("registry:sentra_partners", args=[sentra.pk]),
            key=key,
        )
        if done is not None:
            return done
    context = {
        "title": _("End the partnership with %(party)s") % {"party": partnership},
        "form": form,
        "crumbs": [
            crumb(_("Sentra"), "sentra_list"),
            crumb(sentra.name, "sentra", sentra.pk),
            crumb(_("Partners"), "sentra_partners", sentra.pk),
            crumb(str(partnership)),
        ],
        "submit": _("End the partnership"),
    }
    return answer(request, "registry/form.html", context, form=form)
