"""Regions: the list, and one region with everything that is dated about it."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.administration.forms import ClassForm, EndClassForm, ReasonForm
from sentra.administration.listings import REGIONS
from sentra.administration.services import end_region_class, state_region_class
from sentra.administration.views.common import attempt, timeline
from sentra.decisions.queries import history_of
from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import DateError
from sentra.pages.errors import BadInput, InputProblem
from sentra.pages.listing import render_list
from sentra.territory.models import Region, RegionClass, RegionLevel, RegionVersion


@door("territory.view")
def region_list(request: HttpRequest) -> HttpResponseBase:
    """All regions, searched by today's or an earlier name or code of either system."""
    rows = Region.objects.select_related("parent")
    if not request.GET.get("level") and not request.GET.get("q"):
        rows = rows.exclude(level=RegionLevel.DISTRICT)
    lead = _("The codes of Kemendagri and of BPS are different systems; neither is ever derived from the other.")
    return render_list(request, REGIONS, rows, {"lead": lead})


@door("territory.manage_classes")
def class_new(request: HttpRequest, pk: int) -> HttpResponse:
    """State the class of a region whose list is not held, by its instrument."""
    found = get_object_or_404(Region.objects.select_related("parent__parent"), pk=pk)
    form = ClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = attempt(form, lambda: state_region_class(actor=actor_of(request), region=found, **form.cleaned_data))
        if made is not None:
            messages.success(request, _("The class stands on record."))
            return redirect("administration:region", pk)
    return _class_page(request, found, form, _("State a class"))


@door("territory.manage_classes")
def class_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a class with its last day and the reason."""
    stated = get_object_or_404(RegionClass.objects.select_related("region__parent__parent"), pk=pk)
    form = EndClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ended = attempt(form, lambda: end_region_class(actor=actor_of(request), stated=stated, **form.cleaned_data))
        if ended is not None:
            messages.success(request, _("The class ends with that day."))
            return redirect("administration:region", stated.region_id)
    title = _("End the class %(class)s") % {"class": stated.get_kind_display()}
    return _class_page(request, stated.region, form, title)


def _class_page(request: HttpRequest, found: Region, form: ReasonForm, title: str) -> HttpResponse:
    crumbs = _crumbs(found)
    crumbs[-1]["url"] = reverse("administration:region", args=[found.pk])
    context = {"title": title, "region": found, "form": form, "crumbs": [*crumbs, {"label": title, "url": ""}]}
    return render(request, "administration/class_form.html", context)


@door("territory.view")
def region(request: HttpRequest, pk: int) -> HttpResponse:
    """One region: codes, names and parents with their dates, its classes, and how it was on a chosen day."""
    found = get_object_or_404(Region.objects.select_related("parent__parent"), pk=pk)
    day = _chosen_day(request)
    context = {
        "title": found.name,
        "region": found,
        "versions": found.versions.select_related("parent").order_by("-valid_from"),
        "classes": found.classes.all(),
        "parent_classes": found.parent.classes.all() if found.parent else [],
        "children": found.children.order_by("code"),
        "offices": found.offices.filter(valid_to=None),
        "day": day,
        "then": _as_of(found, day) if day else None,
        "crumbs": _crumbs(found),
        "may_class": may(actor_of(request), "territory.manage_classes").allowed,
        "history": timeline(history_of(found)),
    }
    return render(request, "administration/region.html", context)


def _chosen_day(request: HttpRequest) -> dt.date | None:
    text = request.GET.get("on", "").strip()
    if not text:
        return None
    try:
        return parse_date(text)
    except DateError as error:
        language = get_language() or "id"
        raise BadInput([InputProblem("on", text, error.message(language), error.remedy(language))]) from None


def _as_of(found: Region, day: dt.date) -> dict[str, object] | None:
    """The region as it was, with the parent's own name and code of that day; None before it existed."""
    version = found.versions.valid_on(day).select_related("parent").first()
    if version is None:
        return None
    parent: RegionVersion | None = None
    if version.parent is not None:
        parent = version.parent.versions.valid_on(day).first()
    classes = found.classes.valid_on(day)
    return {"version": version, "parent": parent, "classes": classes}


def _crumbs(found: Region) -> list[dict[str, str]]:
    chain: list[Region] = []
    place = found.parent
    while place is not None:
        chain.insert(0, place)
        place = place.parent
    crumbs = [{"label": _("Regions"), "url": reverse("administration:region_list")}]
    crumbs += [{"label": one.name, "url": reverse("administration:region", args=[one.pk])} for one in chain]
    return [*crumbs, {"label": found.name, "url": ""}]
