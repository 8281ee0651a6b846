"""What the services of this room share: whose record it is, required words and amounts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import User
from sentra.access.policy import ensure
from sentra.decisions.services import Grounds
from sentra.development.entitlements import REGULATION, law_today
from sentra.law import Law, Verdict
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.pages.formatting import language
from sentra.pages.verdicts import lines
from sentra.registry.models import Enterprise, Membership, Sentra
from sentra.territory.scope import OutsideTerritory

M = TypeVar("M", bound=models.Model)


def bound_ids(record: Any) -> set[UUID]:
    """The single records (a sentra, a partner, a programme) that a record concerns, by its `record_path`."""
    paths = record.record_path
    found = set()
    for path in (paths,) if isinstance(paths, str) else paths or ():
        value = record
        for step in path.split("__"):
            value = getattr(value, step, None)
        if isinstance(value, UUID):
            found.add(value)
    return found


def ensure_here(actor: Actor, action: str, record: Any, *also: Any) -> None:
    """`ensure`, and for an actor bound to one record (a sentra, a partner) that this record concerns it.

    `also` are further records that an act joins with it: the bank of a credit application.
    Raises OutsideTerritory, Forbidden.
    """
    ensure(actor, action, record)
    if actor.territory.level == "record":
        concerned = set().union(*(bound_ids(one) for one in (record, *also)))
        if actor.territory.record_id not in concerned:
            raise OutsideTerritory


def person(actor: Actor) -> User:
    """The person behind an act of this room; the system takes none of them."""
    if actor.user is None:
        raise ValueError("this is done by a person")
    return actor.user


def law_for(actor: Actor) -> Law:
    """The law of the actor's today."""
    return law_today(actor.today)


def law_version(law: Law) -> str:
    """How records name the version of the law: regulation and day."""
    return f"{REGULATION}@{law.date.isoformat()}"


def grounds(law: Law, clauses: Sequence[str], facts: Any = None, verdict: Verdict | None = None) -> Grounds:
    """What a decision record keeps of the law and the facts."""
    findings = {verdict.check: verdict.to_json()} if verdict is not None else {}
    return Grounds(facts=facts or {}, findings=findings, law_version=law_version(law), clauses=tuple(clauses))


def refuse(reason: str, *clauses: str, verdict: Verdict | None = None, remedy: str = "") -> Refused:
    """A refusal with its provisions and, where a check was asked, its open findings."""
    if verdict is None:
        return Refused(reason, clauses, remedy=remedy)
    open_lines = [one for one in lines(verdict, language()) if one.mark in ("not_met", "unknown")]
    ids = tuple(dict.fromkeys([*clauses, *verdict.failing, *verdict.missing]))
    return Refused(reason, ids, open_lines, remedy)


class Checking:
    """Collects what is wrong with the values of one act, so that all of it is told at once."""

    def __init__(self) -> None:
        self.problems: list[InputProblem] = []

    def words(self, field: str, value: str, longest: int = 2000) -> str:
        """A text that must not be empty, in one spelling of blanks."""
        text = (value or "").strip()
        if not text:
            self.say(field, value, _("This is missing."), _("Write it in a few words."))
        elif len(text) > longest:
            remedy = _("Shorten it to %(n)s characters.") % {"n": longest}
            self.say(field, value[:60], _("This is too long."), remedy)
        return text

    def amount(self, field: str, value: int | None, lowest: int = 1) -> int:
        """Whole rupiah, at least `lowest`."""
        if value is None or value < lowest:
            self.say(field, value, _("The amount is missing or too small."), _("Write the amount in whole rupiah."))
            return 0
        return value

    def past(self, field: str, day: dt.date | None, today: dt.date) -> dt.date:
        """A day that is not still to come."""
        if day is None:
            self.say(field, day, _("The date is missing."), _("Give the day."))
            return today
        if day > today:
            self.say(field, day, _("This day is still to come."), _("Give the day on which it happened."))
        return day

    def one_of(self, field: str, value: str, allowed: Sequence[str]) -> str:
        """One of the values that the law or the list names."""
        if value not in allowed:
            self.say(field, value, _("This is not one of the choices."), _("Choose from the list."))
        return value

    def member(self, field: str, sentra: Sentra, enterprise: Enterprise, day: dt.date) -> None:
        """An enterprise that is a member of the sentra on the day."""
        if not is_member(sentra, enterprise, day):
            remedy = _("Choose a member, or enter the membership first.")
            self.say(field, enterprise, _("This enterprise is not a member of the sentra."), remedy)

    def say(self, field: str, value: Any, message: str, remedy: str) -> None:
        """Add a problem."""
        self.problems.append(InputProblem(field, value, message, remedy))

    def done(self) -> None:
        """Raise `BadInput` when anything was wrong."""
        if self.problems:
            raise BadInput(self.problems)


def is_member(sentra: Sentra, enterprise: Enterprise, day: dt.date) -> bool:
    """Whether the enterprise is a member of the sentra on a day."""
    # The sentra was fetched inside the territory; its own members are open with it.
    return (
        Membership.unscoped.filter(sentra=sentra, enterprise=enterprise, joined_on__lte=day)
        .filter(models.Q(left_on__isnull=True) | models.Q(left_on__gte=day))
        .exists()
    )
