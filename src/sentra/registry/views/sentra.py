"""The pages of a sentra: list, overview, sections, figures, partners, support, history."""

from __future__ import annotations

import datetime as dt
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
from sentra.pages.formatting import long_date, number, rupiah
from sentra.registry import services
from sentra.registry.charts import by_year, compact_rupiah, locator
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
from sentra.registry.picking import partner_pick
from sentra.registry.services.sentra import present_values
from sentra.registry.views.common import (
    answer,
    chosen,
    client_key,
    crumb,
    day_asked,
    districts_of,
    fresh_key,
    save,
    section_form,
    with_reason,
)
from sentra.registry.views.common import history as history_lines
from sentra.registry.views.lists import listed
from sentra.registry.views.sections import edit_page, figures_page

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
    context = frame(request, sentra, "sentra") | {
        "day": day,
        "is_past": day < actor_of(request).today,
        "figures": {name: sources[name] for name in ("member_count", "avg_monthly_turnover_idr", "workforce_count")},
        "monthly": compact_rupiah(sources["avg_monthly_turnover_idr"].value),
        "latest": _latest_turnover(sources),
        "growth": _growth(sources),
        "years": _years(sources),
        "facts": known_facts(sources, day),
        "locator": locator(sentra),
        "about": _about(sentra, day),
    }
    if _is_later(sentra, day):
        context["state"] = None
    return render(request, "registry/sentra.html", context)


def _is_later(sentra: Sentra, day: dt.date) -> bool:
    """Whether the tier was given after the day that is shown."""
    return sentra.tier_since is not None and sentra.tier_since > day


SERIES = ("turnover_idr_by_year", "member_count_by_year", "workforce_by_year")


def _latest_turnover(sources: dict[str, FactSource]) -> dict[str, str]:
    """The turnover of the last year that is known, for the headline."""
    by = sources["turnover_idr_by_year"].value
    if not by:
        return {"label": _("Turnover in the year")}
    figure, unit = compact_rupiah(by[max(by)])
    return {"label": _("Turnover in %(year)s") % {"year": max(by)}, "figure": figure, "unit": unit}


def _growth(sources: dict[str, FactSource]) -> dict[str, str]:
    """What the years say: a sentence for each series that is known."""
    told = zip(SERIES, (_("Turnover"), _("Members"), _("Workers")), (rupiah, number, number), strict=True)
    charts = {name: by_year(sources[name].value or {}, write, what) for name, what, write in told}
    return {name: chart.sentence for name, chart in charts.items() if chart is not None}


def _years(sources: dict[str, FactSource]) -> list[dict[str, Any]]:
    """The years of a sentra, newest first, with what is known of each."""
    known = [sources[name].value or {} for name in SERIES]
    years = sorted({year for values in known for year in values}, reverse=True)
    names = ("turnover", "members", "workers")
    return [
        {"year": year} | {name: values.get(year) for name, values in zip(names, known, strict=True)} for year in years
    ]


def known_facts(sources: dict[str, FactSource], day: Any) -> list[dict[str, Any]]:
    """What the register answers of the law's questions: label, value, source, and where a missing one is entered.

    Known years are not among them: they stand in a table of their own.
    """
    law, lang = library().on(day), (get_language() or "id")[:2]
    declared = {fact.name: fact for check in CHECKS for fact in law.check(check).facts}
    found = []
    for name, source in sources.items():
        fact = declared.get(name)
        if fact is None or isinstance(source.value, dict):
            continue
        found.append({"label": fact.label(lang), "value": _value(fact, source.value, lang), "source": source})
    return found


def _value(fact: Any, value: Any, lang: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, list):
        return ", ".join(fact.value_label(one, lang) for one in value) or _("None")
    if isinstance(value, str):
        return str(fact.value_label(value, lang))
    return rupiah(value) if (fact.unit or "").startswith("IDR") else number(value)


def _about(sentra: Sentra, day: dt.date) -> list[dict[str, Any]]:
    names = (
        *("code", "product", "raw_materials", "raw_material_origin", "area", "address", "village", "district"),
        *("founded_year", "manager_name", "manager_phone", "technology", "facilities", "problems", "support_needed"),
    )
    rows = [{"label": _("Code"), "value": sentra.code}]
    rows += [{"label": label_of(name), "value": getattr(sentra, name)} for name in names[1:]]
    rows.insert(2, {"label": label_of("scheme"), "value": sentra.get_scheme_display()})
    since = (
        _("since %(day)s") % {"day": long_date(sentra.tier_since)} if sentra.tier_since else _("no decree on record")
    )
    label = _("Tier today") if _is_later(sentra, day) else _("Tier")
    rows.insert(1, {"label": label, "value": sentra.get_tier_display(), "note": since})
    return [row for row in rows if row["value"] not in (None, "")]


@door("registry.keep")
def new(request: HttpRequest) -> HttpResponse:
    """A new sentra for the inventory."""
    actor = actor_of(request)
    regency = actor.office.region if actor.office else None
    key = "sentra:new"
    choices = districts_of(regency)
    form = section_form(request, SENTRA_NEW, key, {"scheme": "ukm"}, choices=choices, hidden={"client_id": fresh_key()})
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
    return edit_page(
        request,
        sentra,
        SENTRA_SECTIONS,
        key=f"sentra:{pk}",
        here=reverse("registry:sentra_edit", args=[pk]),
        present=present_values(sentra),
        choices=districts_of(sentra.regency),
        change=lambda version, raw: services.change_sentra(
            actor=actor_of(request), sentra=sentra, version=version, changes=raw
        ),
        context=frame(request, sentra, "", _("Change")),
    )


@door("registry.view")
def figures(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The years of a sentra, and the form for one of them."""
    sentra = fetch_sentra(request, pk)
    rows = list(SentraFigures.objects.filter(sentra=sentra))
    charts = [
        by_year({row.year: value for row in rows if (value := getattr(row, name)) is not None}, write, what)
        for name, write, what in (
            ("turnover", rupiah, _("Turnover")),
            ("worker_count", number, _("Workers")),
            ("member_count", number, _("Members")),
        )
    ]
    return figures_page(
        request,
        sentra,
        SENTRA_FIGURES,
        rows,
        key=f"sentra:{pk}",
        here=reverse("registry:sentra_figures", args=[pk]),
        keep=lambda raw: services.record_sentra_figures(actor=actor_of(request), sentra=sentra, values=raw),
        template="registry/sentra_figures.html",
        context=frame(request, sentra, "sentra_figures", _("Yearly figures")) | {"charts": list(filter(None, charts))},
    )


@door("registry.view")
def partners(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who contributes what to a sentra, on one page (Permen KUKM 23/2005 Menimbang)."""
    sentra = fetch_sentra(request, pk)
    actor = actor_of(request)
    key = f"sentra:{pk}:partnership"
    picks = {"partner": partner_pick()}
    form = section_form(request, PARTNERSHIP, key, {}, picks=picks, hidden={"client_id": fresh_key()})
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
