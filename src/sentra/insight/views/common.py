"""What the pages share: which table, which check, which day, which records; and what cannot be answered."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of
from sentra.insight.asking import Changes, Place, Question
from sentra.insight.bringing import columns_for, wanted_words
from sentra.insight.calculating import Busy, Waiting, figures
from sentra.insight.columns import checks_on
from sentra.insight.models import Snapshot, SnapshotState, Source, Subject
from sentra.insight.tables import Rows, rows_within, together
from sentra.law import Check, LawError, NotInForce, library
from sentra.law.tables import WrongColumn
from sentra.pages.fields import DateField
from sentra.pages.formatting import language, long_date
from sentra.pages.forms import Form
from sentra.registry.models import Scheme, Tier


def snapshots_for(actor: Actor) -> QuerySet[Snapshot]:
    """The snapshots that this person may ask, newest first: tables brought in only on the level of the nation."""
    ready = Snapshot.objects.filter(state=SnapshotState.READY)
    if actor.territory.level != "nation":
        ready = ready.filter(source=Source.REGISTRY)
    return ready.order_by("-as_of", "-finished_at")


def checks_for(snapshot: Snapshot, day: dt.date) -> list[Check]:
    """The checks in force on a day that read at least one fact of the snapshot."""
    law, known = library().on(day), set(snapshot.known)
    found = [law.check(name) for name in checks_on(law, snapshot.subject)]
    return [check for check in found if known & {fact.name for fact in check.facts}]


class ScopeForm(Form):
    """Table, check, day of the law, scheme and tier; what the address leaves out is the newest, first or whole."""

    def __init__(self, given: QueryDict, snapshots: list[Snapshot]) -> None:
        self.snapshots = {str(one.pk): one for one in snapshots}
        self.snapshot = self.snapshots.get(given.get("snapshot", ""), snapshots[0])
        day = self.snapshot.as_of
        self.checks = {check.id: check for check in checks_for(self.snapshot, day)}
        check = given.get("check", "")
        data = {
            "snapshot": str(self.snapshot.pk),
            "check": check if check in self.checks else next(iter(self.checks), ""),
            "on": given.get("on") or DateField().prepare_value(day),
            "scheme": given.get("scheme", ""),
            "tier": given.get("tier", ""),
        }
        super().__init__(data)
        lang = language()
        titles = [(str(one.pk), str(one)) for one in snapshots]
        self.fields["snapshot"] = django_forms.ChoiceField(label=_("Snapshot"), choices=titles)
        self.fields["check"] = django_forms.ChoiceField(
            label=_("The check"), choices=[(one.id, one.title(lang)) for one in self.checks.values()]
        )
        self.fields["on"] = DateField(label=_("Law of"))
        if self.snapshot.subject == Subject.SENTRA and self.snapshot.source == Source.REGISTRY:
            self.fields["scheme"] = _all_or(_("Scheme"), Scheme.choices)
            self.fields["tier"] = _all_or(_("Tier"), Tier.choices)

    def question(self, actor: Actor, changes: Changes | None = None) -> Question:
        """The question that the form asks for a person: about their own territory. Only of a valid form."""
        asked = self.cleaned_data
        rows = Rows(actor.territory, asked.get("scheme", ""), asked.get("tier", ""))
        return Question(self.snapshot, asked["check"], asked["on"], rows, changes or {}, changes is not None)

    def address(self) -> str:
        """The form as part of an address."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in self.data.items() if value})
        return query.urlencode()


def _all_or(label: str, choices: Any) -> django_forms.ChoiceField:
    return django_forms.ChoiceField(label=label, choices=[("", _("All")), *choices], required=False)


@dataclass(frozen=True)
class Unanswered:
    """Why a question has no answer, and what to do."""

    title: str
    lines: list[str]


def answered(question: Question) -> list[Place] | Waiting | Unanswered:
    """The figures, or why there are none."""
    try:
        return figures(question)
    except Busy:
        lines = [_("Load the page again in a few minutes; what is asked already goes on.")]
        return Unanswered(_("Too many questions are being worked out at the moment."), lines)
    except NotInForce as error:
        return not_in_force(error)
    except WrongColumn:
        return Unanswered(_("The table does not fit this check."), _misfits(question))
    except LawError as error:
        return Unanswered(_("The check cannot be asked like this."), [str(error)])


def not_in_force(error: NotInForce) -> Unanswered:
    """The days on which a regulation applies, with the provision that says so, for a day outside them."""
    regulation = library().regulations[error.regulation]
    begun_by = regulation.clauses.get(error.citation)
    words = {
        "regulation": regulation.number,
        "day": long_date(error.since),
        "cite": begun_by.cite if begun_by else error.citation,
    }
    if error.until is not None and error.asked > error.until:
        words["until"] = long_date(error.until)
        line = _("%(regulation)s applied from %(day)s to %(until)s.") % words
    else:
        line = _("%(regulation)s applies from %(day)s (%(cite)s).") % words
    return Unanswered(_("The regulation was not in force on %(day)s.") % {"day": long_date(error.asked)}, [line])


def _misfits(question: Question) -> list[str]:
    """The columns by name that hold something else than the check needs."""
    from sentra.law.tables import columns_of, scan

    table = together(rows_within(question.snapshot, question.rows))
    schema, lines = table.collect_schema(), []
    for name, fact in columns_for(question.law.check(question.check).facts, schema.names()).items():
        try:
            columns_of(scan(table.select(name)), [fact])
        except WrongColumn:
            words = {"column": name, "holds": str(schema[name]), "wanted": wanted_words(fact)}
            lines.append(_("Column %(column)s holds %(holds)s; the check needs %(wanted)s.") % words)
    return lines


def snapshots_or_none(request: HttpRequest) -> list[Snapshot]:
    """The newest snapshots to choose from, those of sentra first."""
    return sorted(snapshots_for(actor_of(request))[:20], key=lambda one: one.subject != Subject.SENTRA)


def is_poll(request: HttpRequest, target: str = "calculation") -> bool:
    """Whether a progress bar asks how far it is."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == target


def refreshed() -> HttpResponse:
    """The answer to a progress bar that is done: the page is loaded anew."""
    response = HttpResponse()
    response["HX-Refresh"] = "true"
    return response
