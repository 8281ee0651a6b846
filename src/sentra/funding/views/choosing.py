"""Pages of choosing recipients: the candidates of a year, the criteria of a region, the choice."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import ensure
from sentra.development.blocks import Button, Facts, Note, day, money, offered
from sentra.development.entitlements import declaration
from sentra.development.views.common import Crumbs, data_of, findings_of, history_block, page, send
from sentra.funding.addresses import recipient_url
from sentra.funding.candidates import candidate_listing, standing_of
from sentra.funding.facts import judge_region
from sentra.funding.forms.allocations import ChoiceForm, CriteriaForm
from sentra.funding.guides import ELIGIBILITY, holders, law_of
from sentra.funding.models import Criteria, Fund, ProgrammeYear, Recipient
from sentra.funding.queries.performance import performance_before
from sentra.funding.services import choose_recipient, record_criteria
from sentra.funding.views.years import year_crumbs, year_of
from sentra.pages.formatting import language, percent
from sentra.pages.listing import render_list
from sentra.territory.models import Region, RegionLevel


def region_of(actor: Actor, code: str) -> Region:
    """A province, regency or city inside the actor's territory; 404 outside it."""
    found = Region.objects.select_related("parent").filter(
        code=code, level__in=[RegionLevel.PROVINCE, RegionLevel.REGENCY]
    )
    region = found.first()
    if region is None or not actor.territory.holds(region):
        raise Http404
    return region


# ---------------------------------------------------------------- candidates, criteria, choice


@door("funding.view")
def candidates(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The regions that may be chosen in a year, with last year's performance and the criteria beside them."""
    actor, found = actor_of(request), year_of(pk)
    seen = Region.objects.filter(level__in=[RegionLevel.PROVINCE, RegionLevel.REGENCY]).select_related("parent")
    if found.fund == Fund.IKM:
        seen = seen.filter(level=RegionLevel.REGENCY)
    if actor.territory.level != "nation":
        seen = seen.filter(Q(pk=actor.territory.region_id) | Q(parent=actor.territory.region_id))
    context = {"crumbs": year_crumbs(found, _("Candidates")), "lead": str(found)}
    return render_list(request, candidate_listing(found, actor), seen, context, "development/list.html")


def _criteria_of(year: ProgrammeYear, region: Region) -> Criteria:
    if year.fund != Fund.IKM:
        raise Http404
    # Unscoped: the region was let through.
    stored = Criteria.unscoped.select_related("year", "region__parent", "recorded_by").filter(year=year, region=region)
    return stored.first() or Criteria(year=year, region=region, version=0)


@door("funding.view")
def criteria(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """The industry fund's criteria of a region in a year, judged with their documents."""
    actor, year = actor_of(request), year_of(pk)
    region = region_of(actor, code)
    found = _criteria_of(year, region)
    change = reverse("funding:criteria_edit", args=[pk, code])
    buttons = offered(actor, "funding.record_criteria", _("Record what shows it"), change, "pencil", year)
    buttons += _choice(year, region, actor)
    rows = [(_label(year, name), source) for name, source in found.sources.items() if source]
    blocks: list[Any] = [findings_of(judge_region(found), _("Criteria of the region"), "criteria")]
    if rows:
        blocks.append(
            Facts(_("Documents"), [*rows, (_("Recorded by"), f"{found.recorded_by} · {day(found.recorded_on)}")])
        )
    blocks.append(standing_of(year, region))
    return page(
        request,
        title=region.name,
        lead=str(year),
        crumbs=_candidate_crumbs(year, region.name),
        buttons=buttons,
        blocks=[*blocks, *([history_block(found)] if found.version else [])],
    )


def _label(year: ProgrammeYear, name: str) -> str:
    return declaration(law_of(year), ELIGIBILITY, name).label(language())


def _candidate_crumbs(year: ProgrammeYear, here: str) -> Crumbs:
    first = year_crumbs(year, "")[:2]
    return [
        *first,
        {"label": _("Candidates"), "url": reverse("funding:candidates", args=[year.pk])},
        {"label": here, "url": ""},
    ]


def _choice(year: ProgrammeYear, region: Region, actor: Actor) -> list[Button]:
    """The way to choose a region, or to the recipient that it is already."""
    # Unscoped: the region was let through.
    chosen = Recipient.unscoped.filter(year=year, region=region, withdrawn_on=None).first()
    if chosen is not None:
        return [Button(_("Recipient of the year"), recipient_url(chosen), "landmark")]
    url = reverse("funding:choose", args=[year.pk, region.code])
    return offered(actor, "funding.choose", _("Choose it as a recipient"), url, "check", year)


@door("funding.record_criteria")
def criteria_edit(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Record what shows whether a region meets the criteria."""
    actor, year = actor_of(request), year_of(pk)
    region = region_of(actor, code)
    ensure(actor, "funding.record_criteria", year)
    found = _criteria_of(year, region)
    form = CriteriaForm(data_of(request), found)

    def do(data: dict[str, Any]) -> Criteria:
        return record_criteria(
            actor=actor,
            year=year,
            region=region,
            facts=form.facts(),
            sources=form.sources(),
            version=data["version"],
        )

    return send(
        request,
        form,
        do,
        title=_("Record the criteria"),
        lead=f"{region.name} · {year}",
        crumbs=_candidate_crumbs(year, region.name),
        submit=_("Record it"),
        done=_("The criteria are on file."),
        back=reverse("funding:criteria", args=[pk, code]),
        notes=[Note(_("What is not known stays open; nothing is taken for yes or no silently."))],
    )


@door("funding.choose")
def choose(request: HttpRequest, pk: UUID, code: str) -> HttpResponse:
    """Choose an office of a region as a recipient."""
    actor, year = actor_of(request), year_of(pk)
    region = region_of(actor, code)
    ensure(actor, "funding.choose", year)
    if year.fund == Fund.IKM and region.level != RegionLevel.REGENCY:
        raise Http404
    before = [one for one in _before(year, region) if one is not None]

    def do(data: dict[str, Any]) -> Recipient:
        return choose_recipient(actor=actor, year=year, region=region, id=data.pop("client_id"), **data)

    notes = [
        Note(
            _("%(office)s: %(spent)s of %(ceiling)s spent, absorption %(share)s.")
            % {
                "office": one.recipient.get_holder_display(),
                "spent": money(one.spent),
                "ceiling": money(one.ceiling),
                "share": percent(float(one.absorption)) if one.absorption is not None else _("not computable"),
            },
            title=_("Last year"),
        )
        for one in before
    ]
    return send(
        request,
        ChoiceForm(data_of(request), year, region, weighed=bool(before)),
        do,
        title=_("Choose a recipient"),
        lead=f"{region.name} · {year}",
        crumbs=_candidate_crumbs(year, region.name),
        submit=_("Choose it"),
        done=_("It is a recipient of the year."),
        back=recipient_url,
        notes=notes or [Note(_("The region did not receive this fund last year."))],
    )


def _before(year: ProgrammeYear, region: Region) -> list[Any]:
    return [performance_before(year, region, one) for one in holders(year.fund, region)]
