"""The parts of the page of a recipient's money: the five figures, the stages, the forecast."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import may
from sentra.development.blocks import Cell, Facts, Findings, Note, Table, day, money
from sentra.funding.models import (
    Disbursement,
    DisbursementState,
    Recipient,
    Stage,
)
from sentra.funding.queries.forecast import Forecast, words
from sentra.funding.queries.sums import Sums, share
from sentra.funding.services.treasury_conditions import StageBook
from sentra.funding.views.treasury.common import in_millions, in_percent
from sentra.pages.formatting import long_date
from sentra.pages.states import State

STATES = {
    DisbursementState.RECOMMENDED: "info",
    DisbursementState.RECEIVED: "good",
    DisbursementState.CANCELLED: "neutral",
}


# ---------------------------------------------------------------- ceiling → plan → received → spent → left


def steps_of(sums: Sums) -> list[tuple[str, int]]:
    """The five figures in the order in which the money goes."""
    return [
        (_("Ceiling"), sums.ceiling),
        (_("In the agreed plan"), sums.planned),
        (_("Received"), sums.received),
        (_("Spent"), sums.spent),
        (_("Left of what was received"), sums.left),
    ]


def sentence_of(sums: Sums) -> str:
    """The five figures as one sentence."""
    if not sums.ceiling:
        return _("No ceiling is on file yet.")
    places = {
        "ceiling": money(sums.ceiling),
        "planned": money(sums.planned),
        "received": money(sums.received),
        "spent": money(sums.spent),
        "share": in_percent(sums.absorption),
        "left": money(sums.left),
    }
    return (
        _(
            "Of the ceiling of %(ceiling)s, %(planned)s is planned, %(received)s received and %(spent)s spent "
            "(%(share)s); %(left)s of what was received is left."
        )
        % places
    )


def picture_of(sums: Sums) -> dict[str, Any]:
    """The five figures as bars, each with its share of the ceiling, against the largest of them."""
    steps = steps_of(sums)
    bars = [
        {"label": f"{name}: {in_millions(value)}", "value": value, "text": _of_ceiling(value, sums)}
        for name, value in steps
    ]
    largest = max(value for _name, value in steps) or 1
    return {"bars": bars, "largest": largest, "label": _("From the ceiling to what is left")}


def steps_table(sums: Sums) -> Table:
    """The five figures as a table with the picture under it."""
    rows: list[list[Cell | str]] = [[name, money(value), _of_ceiling(value, sums)] for name, value in steps_of(sums)]
    if sums.returned:
        rows.append([_("Given back"), money(sums.returned), _of_ceiling(sums.returned, sums)])
    heads = [_("Money"), _("Amount"), _("Of the ceiling")]
    picture = picture_of(sums)
    drawn = render_to_string("funding/treasury_picture.html", picture)
    return Table(picture["label"], heads, rows, numeric=(1, 2), note=drawn, id="steps")


def _of_ceiling(value: int, sums: Sums) -> str:
    return in_percent(share(value, sums.ceiling)) if sums.ceiling else "–"


# ---------------------------------------------------------------- stages


def stages_table(book: StageBook, actor: Actor) -> Table:
    """What became of each stage, and what may be done with it next."""
    rows: list[list[Cell | str]] = []
    for stage in book.stages:
        found = book.live.get(stage.pk)
        report = book.reports.get(stage.pk)
        rows.append(
            [
                Cell(str(stage), note=f"{stage.share_percent}%"),
                Cell(day(stage.opens_on), note=f"{stage.source} ({stage.get_standing_display()})"),
                money(found.amount if found else book.usual_amount(stage)),
                Cell(state=_state(found)) if found is None else Cell(state=_state(found), note=_when(found)),
                Cell(report.reference, note=day(report.accepted_on)) if report else "–",
                _next(book, stage, found, actor),
            ]
        )
    heads = [_("Stage"), _("Opens on"), _("Amount"), _("State"), _("Report accepted"), _("Next")]
    return Table(
        _("Disbursement in stages"),
        heads,
        rows,
        numeric=(2,),
        empty=_("The ministry has not set the stages of this year yet."),
        id="stages",
        acts=True,
    )


def _state(found: Disbursement | None) -> State:
    if found is None:
        return State(_("Not recommended yet"), "neutral")
    return State(found.get_state_display(), STATES[DisbursementState(found.state)])  # type: ignore[arg-type]


def _when(found: Disbursement) -> str:
    if found.received_on is not None:
        return f"{day(found.received_on)} · {found.reference}"
    return day(found.recommended_on)


def _next(book: StageBook, stage: Stage, found: Disbursement | None, actor: Actor) -> Cell:
    """The act that the stage waits for, for whoever may take it."""
    args = [book.recipient.pk, stage.number]

    def offer(action: str, name: str, label: str) -> Cell:
        allowed = may(actor, action, book.recipient).allowed
        return Cell(label, reverse(f"funding:{name}", args=args)) if allowed else Cell("–")

    if found is None:
        return offer("funding.recommend", "recommend", _("Recommend it"))
    if found.state == DisbursementState.RECEIVED:
        if stage.pk in book.reports:
            return Cell("–")
        return offer("funding.accept_report", "report_accept", _("Accept the report"))
    if may(actor, "funding.recommend", book.recipient).allowed:
        return offer("funding.recommend", "disbursement_cancel", _("Cancel the recommendation"))
    return offer("funding.receive", "disbursement_receive", _("Record the receipt"))


def next_conditions(book: StageBook, actor: Actor) -> list[Findings]:
    """What the next stage waits for; nothing where all are on their way."""
    stage = next((one for one in book.stages if one.pk not in book.live), None)
    return [] if stage is None or book.recipient.withdrawn_on is not None else [conditions_of(book, stage, actor)]


def conditions_of(book: StageBook, stage: Stage, actor: Actor) -> Findings:
    """What a stage waits for."""
    judged = book.judge(stage, actor.today)
    marks = {one.mark for one in judged.findings}
    verdict = "not_met" if "not_met" in marks else "unknown" if "unknown" in marks else "met"
    title = _("What stage %(number)s waits for") % {"number": stage.number}
    return Findings(title, judged.findings, verdict, "conditions")


# ---------------------------------------------------------------- forecast


def warnings_of(found: Forecast) -> list[Note]:
    """The early warnings with their reasons."""
    if not found.reasons:
        return []
    lines = format_html_join("", "<li>{}</li>", ((words(one),) for one in found.reasons))
    return [Note(format_html("<ul>{}</ul>", lines), "warn", _("Early warning"))]


def forecast_facts(recipient: Recipient, found: Forecast) -> Facts:
    """What the plan expects, the pace, and what the year's end will bring at it."""
    title = _("At the end of the year") if found.is_over else _("Forecast")
    expected = share(found.expected, recipient.planned)
    rows: list[tuple[str, Any]] = [
        (
            _("Expected by %(day)s, by the plan's months") % {"day": long_date(found.day)},
            f"{money(found.expected)} ({in_percent(expected)})",
        ),
        (_("Spent of what was expected"), in_percent(found.pace)),
        (
            _("Spent by the year's end") if found.is_over else _("Expected by the year's end at this pace"),
            f"{money(found.year_end)} ({in_percent(found.absorption)})",
        ),
    ]
    return Facts(title, rows, id="forecast")
