"""Pages of a proposed other use of an allocation: proposing, reading with its findings, answering, taking back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door, fetch
from sentra.development.blocks import Button, Cell, Facts, Note, Table, day, money, offered
from sentra.development.forms import ConfirmForm
from sentra.development.views.common import data_of, findings_of, history_block, page, send
from sentra.funding.addresses import adjustment_url, recipient_url
from sentra.funding.facts import judge_adjustment
from sentra.funding.forms.allocations import AdjustmentForm, AnswerForm
from sentra.funding.guides import TARGETS, activity_label
from sentra.funding.models import Adjustment, AdjustmentState
from sentra.funding.services import decide_adjustment, propose_adjustment, withdraw_adjustment
from sentra.funding.views.recipients import adjustment_state, recipient_crumbs, recipient_of
from sentra.pages.formatting import number

RELATED = ("recipient__year", "recipient__region__parent", "of__decree", "proposed_by", "decided_by")


def _adjustment_of(request: HttpRequest, pk: UUID, action: str) -> Adjustment:
    return fetch(request, Adjustment, pk, action, *RELATED)


@door("funding.propose_adjustment")
def adjustment_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Propose another division or higher targets under the same ceiling."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.propose_adjustment")
    if found.allocation is None:
        raise Http404
    form = AdjustmentForm(data_of(request), found.year, found.region, found.allocation)

    def do(data: dict[str, Any]) -> Adjustment:
        return propose_adjustment(
            actor=actor,
            recipient=found,
            division=form.division(),
            targets=form.targets(),
            reason=data["reason"],
            id=data["client_id"],
        )

    return send(
        request,
        form,
        do,
        title=_("Propose another use"),
        lead=f"{found} · {money(found.ceiling)}",
        crumbs=recipient_crumbs(found, _("Propose another use")),
        submit=_("Propose it to the ministry"),
        done=_("The proposal waits for the ministry."),
        back=adjustment_url,
        notes=[Note(_("The ceiling stays as it is, and no target may become lower."))],
    )


@door("funding.view")
def adjustment(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One proposal: what would change, the law's findings, the answer."""
    actor = actor_of(request)
    found = _adjustment_of(request, pk, "funding.view")
    _given, verdict = judge_adjustment(found)
    return page(
        request,
        title=_("Another use of the allocation"),
        lead=str(found.recipient),
        crumbs=recipient_crumbs(found.recipient, _("Another use of the allocation")),
        state=adjustment_state(found),
        buttons=_buttons(found, actor),
        blocks=[
            _changes(found),
            findings_of(verdict, _("Is it admissible?"), "findings"),
            _facts(found),
            history_block(found),
        ],
    )


def _changes(found: Adjustment) -> Table:
    year, rows = found.recipient.year, []
    for activity in dict.fromkeys([*found.of.division, *found.division]):
        before, after = found.of.division.get(activity), found.division.get(activity)
        rows.append([activity_label(year, activity), money(before), money(after)])
    for name, unit in TARGETS.items():
        before, after = getattr(found.of, name), getattr(found, name)
        if before is not None or after is not None:
            kept = before if after is None else after
            shown = [_("not given") if value is None else number(value) for value in (before, kept)]
            rows.append([_("Target: %(unit)s") % {"unit": unit}, *shown])
    heads = [_("What"), _("As determined"), _("As proposed")]
    lines: list[list[Cell | str]] = [[*row] for row in rows]
    return Table(_("What would change"), heads, lines, numeric=(1, 2), id="changes")


def _facts(found: Adjustment) -> Facts:
    rows: list[tuple[str, Any]] = [
        (_("Proposed by"), f"{found.proposed_by} · {day(found.proposed_on)}"),
        (_("Reason"), found.reason),
        (_("From the allocation"), f"{found.of.decree} · {money(found.of.ceiling)}"),
    ]
    if found.decided_on:
        rows += [
            (_("Letter of the secretariat"), found.letter),
            (_("Day of the answer"), day(found.decided_on)),
            (_("Reason of the answer"), found.decision_reason),
        ]
    return Facts(_("The proposal"), rows, id="proposal")


def _buttons(found: Adjustment, actor: Actor) -> list[Button]:
    if found.state != AdjustmentState.PENDING:
        return []
    answer = reverse("funding:adjustment_decide", args=[found.pk])
    back = reverse("funding:adjustment_withdraw", args=[found.pk])
    return [
        *offered(actor, "funding.decide_adjustment", _("Record the answer"), answer, "check", found),
        *offered(actor, "funding.propose_adjustment", _("Take it back"), back, "undo-2", found),
    ]


@door("funding.decide_adjustment")
def adjustment_decide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the Minister's answer."""
    actor = actor_of(request)
    found = _adjustment_of(request, pk, "funding.decide_adjustment")

    def do(data: dict[str, Any]) -> Adjustment:
        return decide_adjustment(
            actor=actor,
            adjustment=found,
            approve=data["decision"] == "yes",
            letter=data["letter"],
            decided_on=data["decided_on"],
            reason=data["reason"],
        )

    return send(
        request,
        AnswerForm(data_of(request), _("Approved by the Minister"), _("Rejected")),
        do,
        title=_("Record the answer"),
        lead=str(found.recipient),
        crumbs=recipient_crumbs(found.recipient, _("Record the answer")),
        submit=_("Record the answer"),
        done=_("The answer is on file."),
        back=adjustment_url(found),
    )


@door("funding.propose_adjustment")
def adjustment_withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a proposal back."""
    actor = actor_of(request)
    found = _adjustment_of(request, pk, "funding.propose_adjustment")
    return send(
        request,
        ConfirmForm(data_of(request)),
        lambda data: withdraw_adjustment(actor=actor, adjustment=found),
        title=_("Take it back"),
        lead=str(found.recipient),
        crumbs=recipient_crumbs(found.recipient, _("Take it back")),
        submit=_("Take it back"),
        done=_("The proposal is taken back."),
        back=recipient_url(found.recipient),
    )
