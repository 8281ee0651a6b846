"""Saved scenarios: the list, one with its figures, its print, its records, saving and letting go."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.policy import Denied, may
from sentra.decisions.queries import history_of
from sentra.decisions.wording import events
from sentra.insight import services
from sentra.insight.asking import Place, Question, amended_law, canonical
from sentra.insight.models import Scenario, Source, Subject
from sentra.insight.records import changed_in
from sentra.insight.tables import Rows
from sentra.insight.views.common import Unanswered, answered, snapshots_for
from sentra.insight.views.exporting import record_list
from sentra.insight.views.what_if import outcome, question_in
from sentra.law import Check, LawError, library
from sentra.pages.errors import BadInput, Conflict, InputProblem
from sentra.pages.formatting import language
from sentra.pages.listing import Column, Listing, SearchFilter, render_list
from sentra.territory.scope import NATION, Territory

RELATED = ("by", "office", "regency__parent", "snapshot")
SIDES = {"bertambah": "gained", "berkurang": "lost"}


def _check_of(found: Scenario) -> Check | None:
    """The check of a scenario; None where a later correction of the texts took or renamed it or what was changed."""
    try:
        law = library().on(found.law_on)
        check = law.check(found.check_id)
        amended_law(found.law_on, canonical(found.changes))
    except LawError:
        return None
    return check


def _title_of(found: Scenario) -> str:
    """The check's title; of a list no law is amended for it."""
    try:
        return library().on(found.law_on).check(found.check_id).title(language())
    except LawError:
        return found.check_id


SCENARIOS = Listing(
    name="scenarios",
    title=gettext_lazy("Scenarios"),
    columns=[
        Column("name", gettext_lazy("Name"), sort=True, link=lambda one: reverse("insight:scenario", args=[one.pk])),
        Column("check", gettext_lazy("The check"), _title_of),
        Column("gained", gettext_lazy("More"), lambda one: sum(p["gained"] for p in one.answer), numeric=True),
        Column("lost", gettext_lazy("Fewer"), lambda one: sum(p["lost"] for p in one.answer), numeric=True),
        Column("snapshot_as_of", gettext_lazy("Records of"), sort=True),
        Column("by", gettext_lazy("Author"), "by.name"),
        Column("saved_at", gettext_lazy("Saved"), sort=True),
    ],
    filters=[SearchFilter("q", gettext_lazy("Search"), fields=("name", "note"))],
    default_sort="-saved_at",
    empty_title=gettext_lazy("No scenario is saved yet"),
    empty_text=gettext_lazy("Try other values of the law, then save what you found under a name."),
    empty_url="insight:what_if",
    empty_action=gettext_lazy("Try other values"),
)


@door("insight.try")
def scenario_list(request: HttpRequest) -> HttpResponseBase:
    """The scenarios of the own territory."""
    return render_list(request, SCENARIOS, Scenario.objects.select_related("by"))


@door("insight.save")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """Keep the what-if that the page showed."""
    question = question_in(request, request.POST.get("query", ""))
    if question is None:
        remedy = _("Open the page again and try once more.")
        raise BadInput([InputProblem("query", "", _("This what-if cannot be read."), remedy)])
    found = answered(question)
    if not isinstance(found, list):
        reason = found.title if isinstance(found, Unanswered) else _("The figures are still being worked out.")
        raise Conflict(reason, remedy=_("Wait until they are shown, then save."))
    scenario = services.save_scenario(
        actor=actor_of(request),
        name=request.POST.get("name", ""),
        note=request.POST.get("note", ""),
        question=question,
        places=found,
        id=_key(request.POST.get("client_id", "")),
    )
    messages.success(request, _("The scenario is saved."))
    return redirect("insight:scenario", scenario.pk)


def _key(text: str) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        problem = InputProblem("client_id", text, _("This is not an identifier."), _("Load the page again."))
        raise BadInput([problem]) from None


@door("insight.try")
def scenario(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A saved scenario as it was found."""
    return _shown(request, pk, "insight/scenario.html")


@door("insight.try")
def scenario_print(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The same for paper."""
    return _shown(request, pk, "insight/scenario_print.html")


def _shown(request: HttpRequest, pk: UUID, template: str) -> HttpResponse:
    found = fetch(request, Scenario, pk, "insight.try", *RELATED)
    places = [Place.from_json(one) for one in found.answer]
    actor, check = actor_of(request), _check_of(found)
    still = found.snapshot_id is not None and snapshots_for(actor).filter(pk=found.snapshot_id).exists()
    own = actor.user is not None and found.by_id == actor.user.pk
    context = {
        "title": found.name,
        "scenario": found,
        "check_title": check.title(language()) if check else found.check_id,
        "crumbs": [*_crumbs(), {"label": found.name, "url": ""}],
        "again": _address(found) if still and check else "",
        "is_law_gone": check is None,
        "removal": may(actor, "insight.save") if own else Denied(_("Only its author may remove it.")),
        "history": events(history_of(found)) if template.endswith("scenario.html") else [],
        **outcome(_territory_of(found).level, check, found.changes, places),
    }
    return render(request, template, context)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("Scenarios"), "url": reverse("insight:scenario_list")}]


def _territory_of(found: Scenario) -> Territory:
    region = found.regency
    if region is None:
        return NATION
    return Territory("province" if region.level == "province" else "regency", region.pk)


def _address(found: Scenario) -> str:
    """The address of the page on which the scenario can be tried further."""
    from urllib.parse import urlencode

    asked: list[tuple[str, Any]] = [
        ("snapshot", found.snapshot_id),
        ("check", found.check_id),
        ("on", found.law_on.strftime("%d/%m/%Y")),
        *((name, value) for name, value in found.filters.items() if value),
    ]
    for clause, change in found.changes.items():
        if change is None:
            asked.append((f"off/{clause}", "1"))
            continue
        for name, value in change.get("parameters", {}).items():
            values = value if isinstance(value, list) else [value]
            asked += [(f"value/{clause}/{name}", str(one).replace(".", ",")) for one in values]
        if "test" in change:
            asked.append((f"test/{clause}", change["test"]))
    return f"{reverse('insight:what_if')}?{urlencode(asked)}"


@door("insight.try")
def changed(request: HttpRequest, pk: UUID, side: str) -> HttpResponseBase:
    """The records that come to meet the check by a saved scenario, or no longer do."""
    found = fetch(request, Scenario, pk, "insight.try", *RELATED)
    actor = actor_of(request)
    if (
        side not in SIDES
        or _check_of(found) is None
        or found.snapshot is None
        or not snapshots_for(actor).filter(pk=found.snapshot.pk).exists()
    ):
        raise Http404
    filters = Rows(_territory_of(found), found.filters.get("scheme", ""), found.filters.get("tier", ""))
    question = Question(found.snapshot, found.check_id, found.law_on, filters, found.changes, True)
    rows = changed_in(question, SIDES[side])
    linked = found.snapshot.source == Source.REGISTRY
    page = {Subject.SENTRA: "registry:sentra", Subject.ENTERPRISE: "registry:enterprise"}
    title = _("Who would newly meet the check") if side == "bertambah" else _("Who would no longer meet the check")
    listing = record_list(
        name="insight-changed",
        title=title,
        facts=[],
        link=(lambda row: reverse(page[Subject(found.snapshot.subject)], args=[row.id])) if linked else None,  # type: ignore[union-attr]
        territory=filters.territory,
    )
    crumbs = [
        *_crumbs(),
        {"label": found.name, "url": reverse("insight:scenario", args=[found.pk])},
        {"label": title, "url": ""},
    ]
    return render_list(request, listing, rows, {"crumbs": crumbs, "lead": found.name})  # type: ignore[arg-type]


@door("insight.save")
def remove(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Let one's own scenario go; asked first."""
    found = fetch(request, Scenario, pk, "insight.save", *RELATED)
    if request.method == "POST":
        services.remove_scenario(actor=actor_of(request), scenario=found)
        messages.success(request, _("The scenario is removed."))
        return redirect("insight:scenario_list")
    return render(request, "insight/scenario_remove.html", {"title": _("Remove the scenario"), "scenario": found})
