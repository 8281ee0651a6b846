"""The pages of an enterprise: list, record with its size class, sections, figures, permits, history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure, may
from sentra.law import NotInForce, library
from sentra.law.sizes import OUTPUT
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language, short_date
from sentra.pages.states import State
from sentra.pages.verdicts import lines
from sentra.registry import services
from sentra.registry.duplicates import enterprise_candidates
from sentra.registry.facts import SIZE, enterprise_size_facts, values_of
from sentra.registry.forms import ENTERPRISE_FIGURES, ENTERPRISE_NEW, ENTERPRISE_SECTIONS, LEGALITY
from sentra.registry.imports.runs import runs_that_brought
from sentra.registry.imports.sheets import sheet_of
from sentra.registry.labels import label_of
from sentra.registry.listings import ENTERPRISES
from sentra.registry.models import Enterprise, EnterpriseFigures, LegalityDocument, Membership, Merge, SupportReceived
from sentra.registry.services.enterprises import present_values
from sentra.registry.sizes import sizes_by_basis
from sentra.registry.views.common import (
    answer,
    client_key,
    crumb,
    day_asked,
    districts_of,
    fresh_key,
    save,
    section_form,
    too_early,
    with_reason,
)
from sentra.registry.views.common import history as history_lines
from sentra.registry.views.lists import listed
from sentra.registry.views.sections import edit_page, figures_page

OWNER_FIELDS = {"owner_name": "name", "owner_nik": "nik", "owner_phone": "phone"}


@door("registry.view")
def enterprise_list(request: HttpRequest) -> HttpResponseBase:
    """The enterprises of the territory; those merged into another are not among them."""
    rows = Enterprise.objects.filter(merged_into=None).select_related("owner", "regency")
    return listed(request, ENTERPRISES, rows, new="enterprise_new", permission="registry.keep")


def fetch_enterprise(request: HttpRequest, pk: UUID, action: str = "registry.view") -> Enterprise:
    """The enterprise inside the territory for which the action is granted."""
    return fetch(request, Enterprise, pk, action, "owner", "regency__parent", "district", "merged_into")


def frame(request: HttpRequest, enterprise: Enterprise, current: str, title: Any = "") -> dict[str, Any]:
    """What every page of an enterprise shows."""
    tabs = [
        ("enterprise", _("Overview")),
        ("enterprise_figures", _("Yearly figures")),
        ("enterprise_legality", _("Permits")),
        ("enterprise_history", _("History")),
    ]
    crumbs = [crumb(_("Enterprises"), "enterprise_list")]
    crumbs.append(crumb(enterprise.name, "enterprise", enterprise.pk) if title else crumb(enterprise.name))
    if title:
        crumbs.append(crumb(title))
    state = None if enterprise.is_active else State(_("Retired"), "warn", "archive")
    if enterprise.merged_into_id:
        state = State(_("Merged"), "warn", "merge")
    return {
        "enterprise": enterprise,
        "title": f"{title} · {enterprise.name}" if title else enterprise.name,
        "state": state,
        "crumbs": crumbs,
        "tabs": [
            {"url": reverse(f"registry:{name}", args=[enterprise.pk]), "label": label, "is_current": name == current}
            for name, label in tabs
        ],
        "can_keep": may(actor_of(request), "registry.keep", enterprise),
        "can_merge": may(actor_of(request), "registry.merge", enterprise),
    }


@door("registry.view")
def enterprise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An enterprise with its size class by the law of the day asked for, its memberships and support."""
    found = fetch_enterprise(request, pk)
    day = day_asked(request)
    law = library().on(day)
    sources = enterprise_size_facts(found, day)
    try:
        verdict = law.check(SIZE).judge(values_of(sources))
    except NotInForce as error:
        raise BadInput([too_early(request, error)]) from None
    memberships = Membership.objects.filter(enterprise=found).select_related("sentra").order_by("-joined_on")
    context = frame(request, found, "enterprise") | {
        "day": day,
        "verdict": verdict,
        "size": law.check(SIZE).text.class_label(verdict.derived[OUTPUT], language()),
        "sizes": sizes_by_basis(found, day),
        "findings": lines(verdict, language(), lambda name: sources[name].url),
        "memberships": memberships,
        "support": SupportReceived.objects.filter(enterprise=found).select_related("sentra"),
        "about": _about(found),
        "brought": _brought(request, found, memberships),
    }
    return render(request, "registry/enterprise.html", context)


def _brought(request: HttpRequest, found: Enterprise, memberships: Iterable[Membership]) -> list[dict[str, Any]]:
    """The imports that brought the enterprise, its memberships or its figures, newest first."""
    figures = EnterpriseFigures.objects.filter(enterprise=found)
    can_open = may(actor_of(request), "registry.import").allowed
    return [
        {
            "run": run,
            "what": sheet_of(run.kind).title,
            "url": reverse("registry:import_run", args=[run.pk]) if can_open else "",
        }
        for run in runs_that_brought(found, *memberships, *figures)
    ]


def _about(found: Enterprise) -> list[dict[str, Any]]:
    names = (
        *("product", "raw_material", "founded_year", "legal_form", "nib", "nib_issued_on", "nib_check", "npwp"),
        *("kbli_code", "address", "village", "district", "phone", "email"),
    )
    rows = []
    for name in names:
        display = getattr(found, f"get_{name}_display", None)
        value = display() if display else getattr(found, name)
        if isinstance(value, dt.date):
            value = short_date(value)
        note = f"KBLI {found.kbli_version}" if name == "kbli_code" and value else ""
        rows.append({"label": label_of(name), "value": value, "note": note})
    return rows


@door("registry.keep")
def new(request: HttpRequest) -> HttpResponse:
    """A new enterprise with its owner."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    key = "enterprise:new"
    initial, choices = {"legal_form": "individual"}, districts_of(regency)
    form = section_form(request, ENTERPRISE_NEW, key, initial, choices=choices, hidden={"client_id": fresh_key()})
    if request.method == "POST" and regency is not None:

        def act(raw: dict[str, Any]) -> Enterprise:
            owner = {name: raw.pop(field) for field, name in OWNER_FIELDS.items()}
            return services.register_enterprise(
                actor=actor, regency=regency, values=raw, owner=owner, id=client_key(request)
            )

        done = save(
            request,
            form,
            act,
            done=_("The enterprise is registered. Complete it section by section."),
            to=lambda record: reverse("registry:enterprise_edit", args=[record.pk]),
            key=key,
            aliases={"nik": "owner_nik"},
        )
        if done is not None:
            return done
    context = {
        "title": _("Register an enterprise"),
        "form": form,
        "crumbs": [crumb(_("Enterprises"), "enterprise_list"), crumb(_("Register an enterprise"))],
        "candidates_url": reverse("registry:enterprise_candidates"),
        "submit": _("Register"),
        "lead": regency.name if regency else "",
    }
    return answer(request, "registry/form.html", context, form=form)


@door("registry.keep")
@require_POST
def candidates(request: HttpRequest) -> HttpResponse:
    """Enterprises that may be the one being typed; posted, so that no number stands in an address or its log."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    if regency is None:
        return render(request, "registry/_candidates.html", {"candidates": []})
    found = enterprise_candidates(
        actor=actor,
        regency=regency,
        name=request.POST.get("name", "")[:200],
        nib=request.POST.get("nib", "")[:40],
        nik=request.POST.get("owner_nik", "")[:40],
        owner_name=request.POST.get("owner_name", "")[:150],
    )
    return render(request, "registry/_candidates.html", {"candidates": found, "route": "registry:enterprise"})


@door("registry.keep")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sections of an enterprise, each saved by itself."""
    found = fetch_enterprise(request, pk, "registry.keep")
    return edit_page(
        request,
        found,
        ENTERPRISE_SECTIONS,
        key=f"enterprise:{pk}",
        here=reverse("registry:enterprise_edit", args=[pk]),
        present=present_values(found),
        choices=districts_of(found.regency),
        change=lambda version, raw: services.change_enterprise(
            actor=actor_of(request), enterprise=found, version=version, changes=raw
        ),
        context=frame(request, found, "", _("Change")),
    )


@door("registry.view")
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The years of an enterprise, and the form for one of them."""
    found = fetch_enterprise(request, pk)
    return figures_page(
        request,
        found,
        ENTERPRISE_FIGURES,
        list(EnterpriseFigures.objects.filter(enterprise=found)),
        key=f"enterprise:{pk}",
        here=reverse("registry:enterprise_figures", args=[pk]),
        keep=lambda raw: services.record_enterprise_figures(actor=actor_of(request), enterprise=found, values=raw),
        template="registry/enterprise_figures.html",
        context=frame(request, found, "enterprise_figures", _("Yearly figures")),
    )


@door("registry.view")
def legality(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Permits and registrations beside the NIB."""
    found = fetch_enterprise(request, pk)
    key = f"enterprise:{pk}:legality"
    form = section_form(request, LEGALITY, key, {}, hidden={"client_id": fresh_key()})
    if request.method == "POST":
        ensure(actor_of(request), "registry.keep", found)
        done = save(
            request,
            form,
            lambda raw: services.add_legality_document(
                actor=actor_of(request), enterprise=found, values=raw, id=client_key(request)
            ),
            done=_("The permit is recorded."),
            to=reverse("registry:enterprise_legality", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    rows = LegalityDocument.objects.filter(enterprise=found)
    context = frame(request, found, "enterprise_legality", _("Permits")) | {"rows": rows, "form": form}
    return answer(request, "registry/enterprise_legality.html", context, form=form)


@door("registry.view")
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that was done to an enterprise, with the history of the records merged into it."""
    found = fetch_enterprise(request, pk)
    merged = list(Enterprise.objects.filter(merged_into=found))
    context = frame(request, found, "enterprise_history", _("History")) | {
        "events": history_lines(found, *merged),
        "merges": Merge.objects.filter(kind="enterprise", kept_id=pk),
        "header": "registry/_enterprise_header.html",
    }
    return render(request, "registry/history.html", context)


@door("registry.keep")
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take an enterprise out of the lists with a reason."""
    found = fetch_enterprise(request, pk, "registry.keep")
    return with_reason(
        request,
        lambda reason: services.retire_enterprise(actor=actor_of(request), enterprise=found, reason=reason),
        _("The enterprise is retired; its record stays."),
        reverse("registry:enterprise", args=[pk]),
    )


@door("registry.keep")
@require_POST
def reactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a retired enterprise back with a reason."""
    found = fetch_enterprise(request, pk, "registry.keep")
    return with_reason(
        request,
        lambda reason: services.reactivate_enterprise(actor=actor_of(request), enterprise=found, reason=reason),
        _("The enterprise is active again."),
        reverse("registry:enterprise", args=[pk]),
    )
