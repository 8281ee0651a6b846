"""Answers: at once for a table of usual size, in the background for a large one; the latter are kept by their hash."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from sentra.insight.asking import Place, Question, answer
from sentra.insight.models import Calculation, Snapshot
from sentra.insight.tables import Rows
from sentra.territory.scope import Territory

#: How long an answer is kept after it was asked for.
_KEPT = dt.timedelta(days=30)

#: A background answer that has told nothing for this long was lost with its worker, or what made it fail may have
#: passed: it is asked for again.
_LOST_AFTER = dt.timedelta(minutes=15)


@dataclass(frozen=True)
class Waiting:
    """An answer that is being worked out: its key, the rows done and the rows there are."""

    key: str
    done: int
    total: int
    failed: bool = False

    @property
    def percent(self) -> int:
        """How far it is."""
        return self.done * 100 // self.total if self.total else 0


class Busy(Exception):
    """More questions are being worked out than the machine is given at once (`INSIGHT_QUESTIONS_AT_ONCE`)."""


def figures(question: Question) -> list[Place] | Waiting:
    """The figures by place, or what is known of a calculation that is under way. Raises Busy."""
    if question.snapshot.rows <= settings.INSIGHT_AT_ONCE_ROWS:
        return answer(question)
    if under_way() >= settings.INSIGHT_QUESTIONS_AT_ONCE and not Calculation.objects.filter(pk=question.key).exists():
        raise Busy
    kept, is_new = Calculation.objects.get_or_create(
        key=question.key, defaults={"snapshot": question.snapshot, "question": question.as_json()}
    )
    if kept.answer is not None:
        return [Place.from_json(one) for one in kept.answer]
    if is_new or timezone.now() - kept.asked_at > _LOST_AFTER:
        from sentra.insight.tasks import calculate

        kept.done, kept.failed = 0, False
        Calculation.objects.filter(pk=kept.pk).update(asked_at=timezone.now(), done=0, failed=False)
        calculate.enqueue(kept.pk)
    return Waiting(kept.key, kept.done, question.snapshot.rows, kept.failed)


def under_way() -> int:
    """How many answers are being worked out now."""
    since = timezone.now() - _LOST_AFTER
    return Calculation.objects.filter(answer__isnull=True, failed=False, asked_at__gt=since).count()


def forget_old() -> int:
    """Remove the answers older than a month; gives how many. A scenario keeps its own figures."""
    return Calculation.objects.filter(asked_at__lt=timezone.now() - _KEPT).delete()[0]


def work_out(key: str) -> None:
    """Answer a question that waits, part by part; stops quietly when its snapshot was removed meanwhile."""
    kept = Calculation.objects.select_related("snapshot").filter(pk=key, answer__isnull=True).first()
    if kept is None:
        return
    mine = Calculation.objects.filter(pk=key)

    def tell(done: int) -> None:
        mine.update(done=done, asked_at=timezone.now())  # whoever tells is not lost, however long it takes

    try:
        places = answer(question_of(kept.snapshot, kept), by_part=True, tell=tell)
    except Exception:
        mine.update(failed=True, finished_at=timezone.now())
        raise
    mine.update(answer=[one.as_json() for one in places], finished_at=timezone.now(), failed=False)


def question_of(snapshot: Snapshot, kept: Calculation) -> Question:
    """The question of a kept calculation."""
    asked = kept.question
    level, region, record = asked["territory"]
    rows = Rows(Territory(level, region, UUID(record) if record else None), asked["scheme"], asked["tier"])
    day = dt.date.fromisoformat(asked["on"])
    return Question(snapshot, asked["check"], day, rows, asked["changes"], asked["comparison"])
