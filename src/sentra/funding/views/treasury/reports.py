"""What a recipient's papers say: the five checks, indicators, what was reached, stated and given back."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import may
from sentra.development.blocks import Button, Cell, Findings, Table, day, money, offered
from sentra.development.views.common import page
from sentra.funding.guides import TARGETS
from sentra.funding.models import AbsorptionStatement, Fund, Recipient, Remittance
from sentra.funding.queries.checks import FALLING, ORDERS, RECEIVED, USE, VOLUMES, Checked, checks_of, statements_of
from sentra.funding.queries.performance import Performance, performance_from
from sentra.funding.queries.sums import ActivitySum, activities_of, sums_of_recipient
from sentra.funding.views.overview import state_of
from sentra.funding.views.treasury.common import crumbs_of, in_percent, recipient_of, tabs_of
from sentra.funding.views.treasury.parts import sentence_of
from sentra.pages.findings import Finding, Missing
from sentra.pages.formatting import long_date, number


@door("funding.view")
def treasury_reports(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The papers held against each other, the indicators, and all that was stated."""
    actor = actor_of(request)
    found = recipient_of(request, pk, "funding.view")
    activities, stated = activities_of(found), statements_of(found)
    return page(
        request,
        title=str(found),
        lead=sentence_of(sums_of_recipient(found)),
        crumbs=crumbs_of(found, _("Results and reports")),
        tabs=tabs_of(found, "treasury_reports"),
        state=state_of(found),
        blocks=[
            checks_findings(found, checks_of(found, activities, stated), actor),
            indicators_table(performance_from(found, activities)),
            achievements_table(found, activities, actor),
            statements_table(found, stated, actor),
            remittances_table(found, actor),
        ],
    )


# ---------------------------------------------------------------- checks

_LABELS = {
    ORDERS: gettext_lazy("The payment orders add up to the stated absorption"),
    RECEIVED: gettext_lazy("No more was absorbed than was received"),
    USE: gettext_lazy("The stated use equals the absorption"),
    FALLING: gettext_lazy("What is stated never falls from one report to the next"),
    VOLUMES: gettext_lazy("What was reached goes with money, and money with what was reached"),
}


def checks_findings(recipient: Recipient, checked: Sequence[Checked], actor: Actor) -> Findings:
    """The five checks with their figures and where to mend what they find."""
    may_pay = may(actor, "funding.pay", recipient).allowed

    def url(name: str) -> str:
        return reverse(f"funding:{name}", args=[recipient.pk]) if may_pay else ""

    marks = {one.mark for one in checked}
    verdict = "not_met" if "not_met" in marks else "unknown" if "unknown" in marks else "met"
    lines = [_check_line(one, url("statement_new"), url("achievement_new")) for one in checked]
    return Findings(_("The papers against each other"), lines, verdict, "checks")


def _check_line(one: Checked, statement: str, achievement: str) -> Finding:
    missing: tuple[Missing, ...] = ()
    if one.name == VOLUMES and one.mark != "met":
        missing = (Missing(_("what was reached"), achievement),)
    elif one.mark == "unknown":
        missing = (Missing(_("the stated absorption"), statement),)
    elif one.mark == "not_met":
        missing = (Missing(_("the absorption stated anew, or correct the payment orders"), statement),)
    about = _("as of %(day)s") % {"day": long_date(one.about)} if one.about else ""
    names = [f"{item.title}: {_reached(item)}, {money(item.spent)}" for item in one.questioned]
    return Finding(
        mark=one.mark,
        label=_LABELS[one.name],
        measured=money(one.found) if one.found is not None else "",
        threshold=money(one.wanted) if one.wanted is not None else "",
        citation=_("Our check of the reports' figures"),
        missing=missing,
        note="; ".join([*([about] if about else []), *names]),
    )


def _reached(one: ActivitySum) -> str:
    if one.reached is None:
        return _("nothing stated")
    return f"{number(one.reached)} {one.output_unit}".strip()


# ---------------------------------------------------------------- results and statements


def indicators_table(performance: Performance) -> Table:
    """Target, result and share of each indicator (PK2UMK Pasal 37 ayat (3)); computed from the records."""
    recipient = performance.recipient
    rows: list[list[Cell | str]] = [
        [
            _("Absorption of the budget"),
            money(performance.ceiling),
            money(performance.spent),
            in_percent(performance.absorption),
        ]
    ]
    if recipient.year.fund == Fund.PK2UMK:
        for name, unit in TARGETS.items():
            target, reached = performance.target(name), performance.reached.get(name)
            if name == "target_legal_aid" and target is None and reached is None:
                continue
            rows.append([str(unit).capitalize(), _counted(target), _counted(reached), _of(performance, name)])
    heads = [_("Indicator"), _("Target"), _("Reached"), _("Share")]
    return Table(_("Indicators"), heads, rows, numeric=(1, 2, 3), id="indicators")


def _counted(value: int | None) -> str:
    return _("not stated") if value is None else number(value)


def _of(performance: Performance, name: str) -> str:
    value: Fraction | None = performance.reached_share(name)
    return in_percent(value)


def achievements_table(recipient: Recipient, activities: Sequence[ActivitySum], actor: Actor) -> Table:
    """What each activity was to reach and has reached."""
    new = reverse("funding:achievement_new", args=[recipient.pk])
    rows: list[list[Cell | str]] = [
        [
            one.title,
            f"{number(one.output_volume)} {one.output_unit}".strip() if one.output_volume is not None else "–",
            _reached(one),
            day(one.reached_on),
            money(one.spent),
        ]
        for one in activities
    ]
    heads = [_("Activity"), _("Planned output"), _("Reached so far"), _("As of"), _("Spent")]
    buttons = offered(actor, "funding.pay", _("Record what was reached"), new, "plus", recipient) if activities else []
    return Table(
        _("What was reached"),
        heads,
        rows,
        numeric=(1, 2, 4),
        buttons=buttons,
        empty=_("There is no agreed plan yet."),
        id="achievements",
    )


def statements_table(recipient: Recipient, stated: Sequence[AbsorptionStatement], actor: Actor) -> Table:
    """What the reports stated, newest first."""
    rows: list[list[Cell | str]] = [
        [day(one.as_of), money(one.absorbed), money(one.used), one.reference, one.recorded_by.name]
        for one in reversed(stated)
    ]
    heads = [_("Up to"), _("Absorbed"), _("Used"), _("Report"), _("Recorded by")]
    new = reverse("funding:statement_new", args=[recipient.pk])
    return Table(
        _("Absorption as stated"),
        heads,
        rows,
        numeric=(1, 2),
        buttons=offered(actor, "funding.pay", _("Record what a report states"), new, "plus", recipient),
        empty=_("Nothing was stated yet."),
        id="statements",
    )


def remittances_table(recipient: Recipient, actor: Actor) -> Table:
    """What was given back, and the way to give back what is left."""
    # Unscoped: the rows of a recipient that was let through.
    rows: list[list[Cell | str]] = [
        [day(one.remitted_on), money(one.amount), one.reference, one.recorded_by.name]
        for one in Remittance.unscoped.filter(recipient=recipient).select_related("recorded_by")
    ]
    buttons: list[Button] = []
    if recipient.left:
        url = reverse("funding:remit", args=[recipient.pk])
        buttons = offered(actor, "funding.pay", _("Give back what is left"), url, "undo-2", recipient)
    heads = [_("Given back on"), _("Amount"), _("Proof of the transfer"), _("Recorded by")]
    return Table(
        _("Given back"),
        heads,
        rows,
        numeric=(1,),
        buttons=buttons,
        empty=_("Nothing was given back."),
        note=_("%(left)s of what was received is left.") % {"left": money(recipient.left)},
        id="remittances",
    )
