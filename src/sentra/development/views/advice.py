"""Advice of the working groups and the agency's answer (Pasal 13 huruf b dan c)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch
from sentra.development import forms
from sentra.development.blocks import Button, Cell, Facts, Table, day, offered
from sentra.development.entitlements import advice_topics, law_today
from sentra.development.labels import name_of
from sentra.development.models import Advice, Programme
from sentra.development.services import advise_on_programme, advise_on_topic, answer_advice
from sentra.development.views.common import (
    data_of,
    history_block,
    page,
    send,
    sentra_crumbs,
    sentra_of,
)
from sentra.registry.models import Partner


def advice_table(given: list[Advice], buttons: list[Button]) -> Table:
    """Advice on a record, with what the agency made of it."""
    return Table(
        _("Advice of the working group"),
        [_("Advice given"), _("Topic"), _("Given on"), _("Answer")],
        [
            [
                Cell(one.text, reverse("development:advice", args=[one.pk]), note=one.office.name),
                name_of(one.topic),
                day(one.given_on),
                Cell(one.get_answer_kind_display() or _("Waits for an answer"), note=one.answer),
            ]
            for one in given
        ],
        buttons=buttons,
        empty=_("No advice has been given. The province's working group gives it; the agency answers it here."),
        id="advice",
    )


@door("development.advise")
def programme_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The provincial working group advises on the draft."""
    found = fetch(request, Programme, pk, "development.advise", "office", "region__parent")
    return send(
        request,
        forms.AdviceForm(data_of(request)),
        lambda data: advise_on_programme(
            actor=actor_of(request), programme=found, text=data["text"], id=data["client_id"]
        ),
        title=_("Give advice"),
        lead=str(found),
        submit=_("Give the advice"),
        done=_("The advice is given; the draft is unchanged."),
        back=reverse("development:programme", args=[pk]) + "#advice",
    )


@door("development.advise")
def sentra_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Advice on a sentra or its business network, at any time."""
    sentra = sentra_of(request, pk, "development.advise")
    topics = [one for one in advice_topics(law_today(actor_of(request).today)) if one in ("sentra", "business_network")]
    return send(
        request,
        forms.TopicAdviceForm(data_of(request), topics),
        lambda data: advise_on_topic(
            actor=actor_of(request), topic=data["topic"], text=data["text"], sentra=sentra, id=data["client_id"]
        ),
        title=_("Give advice"),
        lead=sentra.name,
        crumbs=sentra_crumbs(sentra, _("Partners")),
        submit=_("Give the advice"),
        done=_("The advice is given."),
        back=reverse("development:sentra_partners", args=[pk]) + "#advice",
    )


@door("development.advise")
def partner_advise(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Advice on a BDS provider, KSP or USP, at any time."""
    partner = fetch(request, Partner, pk, "development.advise", "regency__parent")
    topics = {"bds_provider": "bds_provider", "ksp": "savings_loan_cooperative", "usp": "savings_loan_cooperative"}
    topic = topics.get(partner.type)
    if topic is None:
        raise Http404
    return send(
        request,
        forms.AdviceForm(data_of(request)),
        lambda data: advise_on_topic(
            actor=actor_of(request), topic=topic, text=data["text"], partner=partner, id=data["client_id"]
        ),
        title=_("Give advice"),
        lead=f"{partner.name} · {name_of(topic)}",
        submit=_("Give the advice"),
        done=_("The advice is given."),
        back=reverse("development:partner_advice", args=[pk]),
    )


@door("development.view")
def partner_advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The advice on one partner."""
    partner = fetch(request, Partner, pk, "development.view", "regency__parent")
    actor = actor_of(request)
    # Advice belongs to the offices: a partner's own account finds its record here, and none of the advice.
    given = list(Advice.objects.filter(partner=partner).select_related("office"))
    address = reverse("development:partner_advise", args=[pk])
    buttons = offered(actor, "development.advise", _("Give advice"), address, "message-square", partner)
    return page(request, title=partner.name, lead=partner.get_type_display(), blocks=[advice_table(given, buttons)])


def advice_of(request: HttpRequest, pk: UUID, action: str) -> Advice:
    """A piece of advice inside the territory."""
    related = ("office", "region__parent", "programme", "sentra", "partner", "proposal", "given_by", "answered_by")
    return fetch(request, Advice, pk, action, *related)


@door("development.view")
def advice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One piece of advice and its answer, with the way to the record it concerns."""
    found = advice_of(request, pk, "development.view")
    actor = actor_of(request)
    buttons: list[Button] = []
    if found.is_open:
        address = reverse("development:advice_answer", args=[pk])
        buttons = offered(actor, "development.answer_advice", _("Answer or note"), address, "reply", found)
    rows: list[tuple[str, Any]] = [
        (_("Concerns"), str(found.programme or found.sentra or found.partner or found.proposal)),
        (_("Topic"), name_of(found.topic)),
        (_("Given by"), f"{found.given_by.name}, {found.office.name}, {day(found.given_on)}"),
        (_("Advice given"), found.text),
        (_("Answer"), found.get_answer_kind_display() or _("Waits for an answer")),
    ]
    if found.answer:
        rows.append((_("In words"), found.answer))
    return page(
        request,
        title=_("Advice of the working group"),
        lead=_("Advice is not consent and changes nothing by itself."),
        blocks=[Facts(_("Advice given"), rows), history_block(found)],
        buttons=buttons,
    )


@door("development.answer_advice")
def advice_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agency answers or notes."""
    found = advice_of(request, pk, "development.answer_advice")
    return send(
        request,
        forms.AnswerForm(data_of(request)),
        lambda data: answer_advice(actor=actor_of(request), advice=found, kind=data["kind"], answer=data["answer"]),
        title=_("Answer or note"),
        lead=found.text[:200],
        submit=_("Record the answer"),
        done=_("The answer is recorded."),
        back=reverse("development:advice", args=[pk]),
    )
