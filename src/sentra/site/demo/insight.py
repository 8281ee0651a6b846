"""The end of the demonstration: snapshots of the registry as it stands, and a scenario that the ministry saved."""

from __future__ import annotations

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.insight import services
from sentra.insight.asking import Question, answer
from sentra.insight.building import build
from sentra.insight.models import Snapshot, Subject
from sentra.insight.tables import Rows
from sentra.registry.facts import MEMBERS
from sentra.site.demo.world import World


def plan_insight(world: World) -> None:
    """Plan the snapshots and the scenario for the evening of the last working day, when everything else is done."""
    world.timeline.plan(1, _screen, world, minute=17 * 60)


def _screen(world: World) -> None:
    actor = world.actor(Role.MINISTRY_OFFICER)
    _snapshot(world, actor, Subject.ENTERPRISE)
    table = _snapshot(world, actor, Subject.SENTRA)
    changes = {MEMBERS: {"parameters": {"min_member_count": 25}}}
    question = Question(table, "sentra.criteria", actor.today, Rows(actor.territory), changes, is_comparison=True)
    services.save_scenario(
        actor=actor,
        name="Minimum 25 anggota",
        note="Dicoba sebelum pembahasan rancangan perubahan peraturan.",
        question=question,
        places=answer(question),
        id=world.new_id(),
    )


def _snapshot(world: World, actor: Actor, subject: str) -> Snapshot:
    snapshot = services.start_snapshot(actor=actor, subject=subject, id=world.new_id())
    build(snapshot)
    snapshot.refresh_from_db()
    return snapshot
