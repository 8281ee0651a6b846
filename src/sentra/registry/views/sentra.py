"""The pages of a sentra: list, overview, sections, figures, partners, support, history."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import ensure, may
from sentra.law import library
from sentra.pages.formatting import number, rupiah
from sentra.registry import services
from sentra.registry.charts import by_year, compact_rupiah, locator
from sentra.registry.drafts import drafts_of
from sentra.registry.duplicates import sentra_candidates
from sentra.registry.facts import FactSource, sentra_fact_sources
from sentra.registry.forms import (
    PARTNERSHIP,
    SENTRA_FIGURES,
    SENTRA_NEW,
    SENTRA_SECTIONS,
    SUPPORT,
)
from sentra.registry.labels import label_of
from sentra.registry.listings import SENTRA, tier_state
from sentra.registry.models import Partner, Partnership, Sentra, SentraFigures, SupportReceived
from sentra.registry.services.sentra import present_values
from sentra.registry.views.common import (
    answer,
    chosen,
    client_key,
    crumb,
    day_asked,
    fresh_key,
    save,
    section_form,
    user_of,
    version_of,
    with_reason,
)
from sentra.registry.views.common import history as history_lines
from sentra.registry.views.lists import listed

CHECKS = ("sentra.definition", "sentra.criteria", "sentra.leading", "sentra.cluster")
RELATED = ("regency__parent", "district")


@door("registry.view")
def sentra_list(request: HttpRequest) -> HttpResponseBase:
    """The inventory of the territory, designated or not; retired ones on demand."""
    rows = Sentra.objects.select_related("regency")
    return listed(request, SENTRA, rows, new="sentra_new", permission="registry.keep")


def fetch_sentra(request: HttpRequest, pk: UUID, action: str = "registry.view") -> Sentra:
    """The sentra inside the territory for which the action is granted."""
    return fetch(request, Sentra, pk, action, *RELATED)


def frame(request: HttpRequest, sentra: Sentra, current: str, title: Any = "") -> dict[str, Any]:
    """What every page of a sentra shows: crumbs, state, tabs, what may be done."""
    tabs = [
        ("sentra", _("Overview")),
        ("sentra_members", _("Members")),
        ("sentra_figures", _("Yearly figures")),
        ("sentra_partners", _("Partners")),
        ("sentra_support", _("Support received")),
        ("sentra_history", _("History")),
    ]
    crumbs = [crumb(_("Sentra"), "sentra_list"), crumb(sentra.name)]
    if title:
        crumbs = [crumb(_("Sentra"), "sentra_list"), crumb(sentra.name, "sentra", sentra.pk), crumb(title)]
    return {
        "sentra": sentra,
        "title": f"{title} · {sentra.name}" if title else sentra.name,
        "state": tier_state(sentra),
        "crumbs": crumbs,
        "tabs": [
            {"url": reverse(f"registry:{name}", args=[sentra.pk]), "label": label, "is_current": name == current}
            for name, label in tabs
        ],
        "can_keep": may(actor_of(request), "registry.keep", sentra),
        "can_partner": may(actor_of(request), "registry.keep_partner", sentra),
    }


@door("registry.view")
def overview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sentra at a glance, today or on a past day (`?pada=`)."""
    sentra = fetch_sentra(request, pk)
    day = day_asked(request)
    sources = sentra_fact_sources(sentra, day)
    turnover, workers = sources["turnover_idr_by_year"].value or {}, sources["workforce_by_year"].value or {}
    context = frame(request, sentra, "sentra") | {
        "day": day,
        "is_past": day < actor_of(request).today,
        "figures": {name: sources[name] for name in ("member_count", "avg_monthly_turnover_idr", "workforce_count")},
        "monthly": compact_rupiah(sources["avg_monthly_turnover_idr"].value),
        "turnover": by_year(turnover, rupiah, _("Turnover")),
        "workers": by_year(workers, number, _("Workers")),
        "facts": known_facts(sources, day),
        "locator": locator(sentra),
        "about": _about(sentra),
    }
    return render(request, "registry/sentra.html", context)


def known_facts(sources: dict[str, FactSource], day: Any) -> list[dict[str, Any]]:
    """What the register answers of the law's questions: label, value, source, and where a missing one is entered."""
    law, lang = library().on(day), (get_language() or "id")[:2]
    declared = {fact.name: fact for check in CHECKS for fact in law.check(check).facts}
    found = []
    for name, source in sources.items():
        fact = declared.get(name)
        if fact is None:
            continue
        found.append({"label": fact.label(lang), "value": _value(fact, source.value, lang), "source": source})
    return found


def _value(fact: Any, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):
        return ", ".join(str(year) for year in value)
    if isinstance(value, list):
        return ", ".join(fact.value_label(one, lang) for one in value) or _("None")
    if isinstance(value, str):
        return str(fact.value_label(value, lang))
    return rupiah(value) if (fact.unit or "").startswith("IDR") else number(value)


def _about(sentra: Sentra) -> list[dict[str, Any]]:
    names = (
        *("code", "product", "raw_materials", "raw_material_origin", "area", "address", "village"),
        *("founded_year", "manager_name", "manager_phone", "technology", "facilities", "problems", "support_needed"),
    )
    rows = [{"label": _("Code"), "value": sentra.code}]
    rows += [{"label": label_of(name), "value": getattr(sentra, name)} for name in names[1:]]
    rows.insert(2, {"label": label_of("scheme"), "value": sentra.get_scheme_display()})
    return [row for row in rows if row["value"] not in (None, "")]


@door("registry.keep")
def new(request: HttpRequest) -> HttpResponse:
    """A new sentra for the inventory."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    key = "sentra:new"
    form = section_form(request, SENTRA_NEW, key, {"scheme": "ukm"}, hidden={"client_id": fresh_key()})
    if request.method == "POST" and regency is not None:
        done = save(
            request,
            form,
            lambda raw: services.register_sentra(actor=actor, regency=regency, values=raw, id=client_key(request)),
            done=_("The sentra is in the inventory. Complete it section by section."),
            to=lambda record: reverse("registry:sentra_edit", args=[record.pk]),
            key=key,
        )
        if done is not None:
            return done
    context = {
        "title": _("Register a sentra"),
        "form": form,
        "crumbs": [crumb(_("Sentra"), "sentra_list"), crumb(_("Register a sentra"))],
        "candidates_url": reverse("registry:sentra_candidates"),
        "submit": _("Register"),
        "lead": regency.name if regency else "",
    }
    return answer(request, "registry/form.html", context, form=form)


@door("registry.keep")
@require_POST
def candidates(request: HttpRequest) -> HttpResponse:
    """Sentra with a name alike, while the name is typed."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    found = sentra_candidates(regency=regency, name=request.POST.get("name", "")[:150]) if regency else []
    return render(request, "registry/_candidates.html", {"candidates": found, "route": "registry:sentra"})


@door("registry.keep")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The sections of a sentra, each saved by itself."""
    sentra = fetch_sentra(request, pk, "registry.keep")
    here = reverse("registry:sentra_edit", args=[pk])
    keys = {section.key: f"sentra:{pk}:{section.key}" for section in SENTRA_SECTIONS}
    drafts = drafts_of(user_of(request), list(keys.values()))
    present = present_values(sentra)
    forms = [
        section_form(
            request,
            section,
            keys[section.key],
            present,
            draft=drafts.get(keys[section.key], {}),
            hidden={"version": sentra.version},
        )
        for section in SENTRA_SECTIONS
    ]
    sent = next((form for form in forms if form.is_bound), None)
    if sent is not None:
        section = sent.section  # type: ignore[attr-defined]
        done = save(
            request,
            sent,
            lambda raw: services.change_sentra(
                actor=actor_of(request), sentra=sentra, version=version_of(request), changes=raw
            ),
            done=_("“%(section)s” is saved.") % {"section": section.title},
            to=f"{here}#{section.key}",
            key=keys[section.key],
        )
        if done is not None:
            return done
    context = frame(request, sentra, "", _("Change")) | {"forms": forms, "here": here}
    return answer(request, "registry/sections.html", context, form=sent)


@door("registry.view")
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The years of a sentra, and the form for one of them."""
    sentra = fetch_sentra(request, pk)
    rows = list(SentraFigures.objects.filter(sentra=sentra).order_by("year"))
    key = f"sentra:{pk}:figures"
    wanted = request.GET.get("tahun", "")
    chosen = next((row for row in rows if str(row.year) == wanted), None)
    initial = {name: getattr(chosen, name) for name in SENTRA_FIGURES.names} if chosen else {"year": wanted}
    form = section_form(request, SENTRA_FIGURES, key, initial)
    if request.method == "POST":
        ensure(actor_of(request), "registry.keep", sentra)
        done = save(
            request,
            form,
            lambda raw: services.record_sentra_figures(actor=actor_of(request), sentra=sentra, values=raw),
            done=_("The figures are saved."),
            to=reverse("registry:sentra_figures", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    known = {
        name: {row.year: getattr(row, name) for row in rows} for name in ("turnover", "worker_count", "member_count")
    }
    series = {name: {year: value for year, value in by.items() if value is not None} for name, by in known.items()}
    context = frame(request, sentra, "sentra_figures", _("Yearly figures")) | {
        "rows": rows[::-1],
        "form": form,
        "charts": [
            chart
            for chart in (
                by_year(series["turnover"], rupiah, _("Turnover")),
                by_year(series["worker_count"], number, _("Workers")),
                by_year(series["member_count"], number, _("Members")),
            )
            if chart
        ],
    }
    return answer(request, "registry/sentra_figures.html", context, form=form)


@door("registry.view")
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who contributes what to a sentra, on one page (Permen KUKM 23/2005 Menimbang)."""
    sentra = fetch_sentra(request, pk)
    actor = actor_of(request)
    key = f"sentra:{pk}:partnership"
    choices = [(str(one.pk), f"{one.name} ({one.get_type_display()})") for one in _partners(sentra)]
    form = section_form(request, PARTNERSHIP, key, {}, choices={"partner": choices}, hidden={"client_id": fresh_key()})
    if request.method == "POST":
        ensure(actor, "registry.keep_partner", sentra)

        def act(raw: dict[str, Any]) -> Partnership:
            picked = raw.pop("partner")
            other = chosen(Partner, picked) if picked else None
            return services.start_partnership(
                actor=actor, sentra=sentra, values=raw, partner=other, id=client_key(request)
            )

        done = save(
            request,
            form,
            act,
            done=_("The partnership is recorded."),
            to=reverse("registry:sentra_partners", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    rows = list(Partnership.objects.filter(sentra=sentra).select_related("partner"))
    given = list(SupportReceived.objects.filter(sentra=sentra).select_related("enterprise"))
    context = frame(request, sentra, "sentra_partners", _("Partners")) | {
        "present": [row for row in rows if row.ended_on is None or row.ended_on >= actor.today],
        "past": [row for row in rows if row.ended_on is not None and row.ended_on < actor.today],
        "support": given,
        "form": form,
    }
    return answer(request, "registry/sentra_partners.html", context, form=form)


def _partners(sentra: Sentra) -> list[Partner]:
    return list(Partner.objects.filter(is_active=True).order_by("name")[:500])


@door("registry.view")
def support(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Support that was delivered to a sentra or its members."""
    sentra = fetch_sentra(request, pk)
    actor = actor_of(request)
    key = f"sentra:{pk}:support"
    form = section_form(request, SUPPORT, key, {}, hidden={"client_id": fresh_key()})
    if request.method == "POST":
        ensure(actor, "registry.keep", sentra)
        done = save(
            request,
            form,
            lambda raw: services.record_support_received(
                actor=actor, sentra=sentra, values=raw, id=client_key(request)
            ),
            done=_("The support received is recorded."),
            to=reverse("registry:sentra_support", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    rows = SupportReceived.objects.filter(sentra=sentra).select_related("enterprise")
    context = frame(request, sentra, "sentra_support", _("Support received")) | {"rows": rows, "form": form}
    return answer(request, "registry/sentra_support.html", context, form=form)


@door("registry.view")
def history(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything that was done to a sentra, in words."""
    sentra = fetch_sentra(request, pk)
    context = frame(request, sentra, "sentra_history", _("History")) | {"events": history_lines(sentra)}
    return render(request, "registry/history.html", context | {"header": "registry/_sentra_header.html"})


@door("registry.keep")
@require_POST
def retire(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a sentra out of the inventory with a reason."""
    sentra = fetch_sentra(request, pk, "registry.keep")
    return with_reason(
        request,
        lambda reason: services.retire_sentra(actor=actor_of(request), sentra=sentra, reason=reason),
        _("The sentra is retired; its record stays."),
        reverse("registry:sentra", args=[pk]),
    )


@door("registry.keep")
@require_POST
def reactivate(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Bring a retired sentra back with a reason."""
    sentra = fetch_sentra(request, pk, "registry.keep")
    return with_reason(
        request,
        lambda reason: services.reactivate_sentra(actor=actor_of(request), sentra=sentra, reason=reason),
        _("The sentra is back in the inventory."),
        reverse("registry:sentra", args=[pk]),
    )
