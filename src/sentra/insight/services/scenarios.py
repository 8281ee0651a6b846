"""Keeping a what-if with its figures, and letting it go again."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import Denied, Forbidden, ensure
from sentra.decisions.services import Grounds, record_decision
from sentra.insight.asking import Place, Question, canonical
from sentra.insight.models import Scenario
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.territory.scope import OutsideTerritory

ACTION = "insight.save"


def save_scenario(
    *, actor: Actor, name: str, question: Question, places: list[Place], note: str = "", id: UUID | None = None
) -> Scenario:
    """Keep a what-if under a name: the question and the figures found, as they are now.

    The question must be about the actor's own territory. Sent twice with one id, the first one is given back. Raises
    Forbidden, BadInput for a name that is missing or too long, Refused for a question without a change.
    """
    ensure(actor, ACTION)
    if question.rows.territory != actor.territory:
        raise OutsideTerritory
    author = actor.user
    if author is None:
        raise Refused(_("Only a person may keep a scenario."))
    if not question.changes:
        raise Refused(_("Nothing is changed yet."), remedy=_("Change a value, a condition, or switch one off."))
    words = _named(name)

    def create(key: UUID) -> Scenario:
        snapshot = question.snapshot
        scenario = Scenario.unscoped.create(
            id=key,
            name=words,
            note=note.strip()[:1000],
            by=author,
            office=actor.office,
            regency=actor.office.region if actor.office else None,
            snapshot=snapshot,
            snapshot_as_of=snapshot.as_of,
            snapshot_rows=snapshot.rows,
            snapshot_sha256=snapshot.sha256,
            check_id=question.check,
            law_on=question.on,
            changes=question.as_json()["changes"],
            filters={"scheme": question.rows.scheme, "tier": question.rows.tier},
            answer=[one.as_json() for one in places],
        )
        record_decision(
            actor=actor,
            action=ACTION,
            subject=scenario,
            regency=scenario.regency,
            details={"check": question.check, "changes": canonical(question.changes), "snapshot": snapshot.sha256},
            grounds=Grounds(law_version=f"{question.law.check(question.check).text.regulation}@{question.on}"),
        )
        return scenario

    return create_once(Scenario, actor, id, create)


def _named(name: str) -> str:
    words = " ".join(name.split())
    if not words:
        raise BadInput([InputProblem("name", name, _("The scenario has no name."), _("Give it one."))])
    if len(words) > 150:
        raise BadInput([InputProblem("name", name, _("The name is too long."), _("Shorten it to 150 characters."))])
    return words


def remove_scenario(*, actor: Actor, scenario: Scenario) -> None:
    """Let one's own scenario go; its decision records stay. Raises Forbidden for somebody else's."""
    ensure(actor, ACTION, scenario)
    if actor.user is None or scenario.by_id != actor.user.pk:
        raise Forbidden(Denied(_("Only %(name)s, who saved it, may remove it.") % {"name": scenario.by.name}))
    with transaction.atomic():
        record_decision(actor=actor, action="insight.remove", subject=scenario, regency=scenario.regency)
        scenario.delete()
