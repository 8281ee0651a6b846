"""Writing a snapshot of the registry: what changed is worked out anew, the rest is carried over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from sentra.insight import parts
from sentra.insight.changes import changed_since, last_decision
from sentra.insight.columns import KEYS, basis_of, facts_on, known_facts
from sentra.insight.gathering import active, rows_of_all, rows_of_some
from sentra.insight.models import Snapshot, SnapshotState, Source
from sentra.insight.parts import PART_ROWS, Part
from sentra.law import Law, library
from sentra.registry.facts import SIZE
from sentra.territory.scope import everywhere

if TYPE_CHECKING:
    import polars as pl


class Cancelled(Exception):
    """The snapshot was cancelled while it was written."""


def build(snapshot: Snapshot) -> None:
    """Write a snapshot that waits; one that was cancelled is left alone. What goes wrong is kept on it and raised."""
    with everywhere("a snapshot is of the whole registry"), translation.override("id"):
        try:
            _build(snapshot)
        except Cancelled:
            return
        except Exception:
            fail(snapshot, "")
            raise


def _build(snapshot: Snapshot) -> None:
    law = library().on(snapshot.as_of)
    snapshot.last_decision = last_decision()
    snapshot.basis = basis_of(law, snapshot.subject, snapshot.as_of, _values_behind_facts(law))
    previous = None if snapshot.whole else _previous(snapshot)
    changed = changed_since(previous, snapshot.as_of) if previous else None
    writer = Writer(snapshot)
    if previous is None or changed is None:
        writer.expect(active(snapshot.subject).count())
        writer.take(rows_of_all(snapshot.subject, snapshot.as_of, law))
    else:
        writer.expect(previous.rows + len(changed))
        writer.carry(previous, {str(key) for key in changed})
        writer.take(rows_of_some(snapshot.subject, changed, snapshot.as_of, law))
    finish(snapshot, writer, known_facts(facts_on(law, snapshot.subject), writer.filled))


def _values_behind_facts(law: Law) -> dict[str, Any]:
    """The law's values that facts are made with: whether a member counts depends on the size of its enterprise."""
    return {clause.id: [clause.source.get("test"), clause.values] for clause in law.check(SIZE).clauses}


def _previous(snapshot: Snapshot) -> Snapshot | None:
    ready = Snapshot.objects.filter(
        subject=snapshot.subject, source=Source.REGISTRY, state=SnapshotState.READY, basis=snapshot.basis
    )
    return ready.order_by("-last_decision", "-finished_at").first()


class Writer:
    """Collects rows into parts of bounded size, says how far it is, and stops when the snapshot is cancelled."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.parts: list[Part] = []
        self.filled: set[str] = set()
        self.fresh = 0
        self._waiting: list[pl.DataFrame] = []

    def expect(self, total: int) -> None:
        """How many rows are to come."""
        Snapshot.objects.filter(pk=self.snapshot.pk).update(total=total, done=0)

    def take(self, frames: Iterator[pl.DataFrame]) -> None:
        """Rows worked out anew."""
        for frame in frames:
            self.fresh += frame.height
            self.add(frame)

    def carry(self, previous: Snapshot, changed: set[str]) -> None:
        """The rows of an older snapshot without those that changed; a part that lost none stays the same file."""
        import polars as pl

        gone = pl.Series(sorted(changed), dtype=pl.String)
        for part in previous.parts:
            frame = pl.read_parquet(parts.path_of(part["sha256"]))
            kept = frame.filter(~pl.col("id").is_in(gone.implode()))
            if kept.height == frame.height and frame.height * 2 >= PART_ROWS:
                self._note(frame)
                self.parts.append(Part(**part))
                self._say_how_far()
            else:
                self.add(kept)

    def add(self, frame: pl.DataFrame) -> None:
        """More rows; written as soon as there are enough for a part."""
        if frame.height:
            self._note(frame)
            self._waiting.append(frame)
        if sum(one.height for one in self._waiting) >= PART_ROWS:
            self.flush()
        self._say_how_far()

    def flush(self) -> None:
        """Write what waits as parts."""
        import polars as pl

        if not self._waiting:
            return
        together = pl.concat(self._waiting, how="diagonal")
        self._waiting = []
        for start in range(0, together.height, PART_ROWS):
            self.parts.append(parts.write(together.slice(start, PART_ROWS)))

    @property
    def rows(self) -> int:
        """The rows taken so far."""
        return sum(part.rows for part in self.parts) + sum(one.height for one in self._waiting)

    def _note(self, frame: pl.DataFrame) -> None:
        columns = [name for name in frame.columns if name not in KEYS and name not in self.filled]
        self.filled |= {name for name in columns if frame[name].null_count() < frame.height}

    def _say_how_far(self) -> None:
        going_on = Snapshot.objects.filter(pk=self.snapshot.pk, state=SnapshotState.BUILDING).update(done=self.rows)
        if not going_on:
            raise Cancelled


def finish(snapshot: Snapshot, writer: Writer, known: list[str]) -> None:
    """Put the table in the place of the older one; raises Cancelled when it was cancelled at the last moment."""
    writer.flush()
    done = Snapshot.objects.filter(pk=snapshot.pk, state=SnapshotState.BUILDING).update(
        state=SnapshotState.READY,
        finished_at=timezone.now(),
        parts=[part.as_json() for part in writer.parts],
        rows=writer.rows,
        done=writer.rows,
        total=writer.rows,
        fresh=writer.fresh,
        sha256=parts.hash_of(writer.parts),
        known=known,
        basis=snapshot.basis,
        last_decision=snapshot.last_decision,
    )
    snapshot.refresh_from_db()
    if not done:
        raise Cancelled
    if snapshot.source == Source.REGISTRY:
        old = Snapshot.objects.filter(subject=snapshot.subject, source=Source.REGISTRY, state=SnapshotState.READY)
        remove(list(old.order_by("-finished_at")[settings.INSIGHT_SNAPSHOTS_KEPT :]))


def fail(snapshot: Snapshot, problem: str) -> None:
    """Keep that a snapshot could not be written, and why."""
    Snapshot.objects.filter(pk=snapshot.pk, state=SnapshotState.BUILDING).update(
        state=SnapshotState.FAILED, problem=problem[:500], finished_at=timezone.now()
    )
    snapshot.refresh_from_db()


def remove(old: list[Snapshot]) -> None:
    """Remove snapshots, and from the store the parts that no other one holds."""
    with transaction.atomic():
        Snapshot.objects.filter(pk__in=[one.pk for one in old]).delete()
        transaction.on_commit(sweep)


def sweep() -> None:
    """Take from the store what no snapshot holds: parts of removed ones, of cancelled ones, of failed ones.

    While a snapshot is written nothing is taken, for it may carry parts that it has not named yet.
    """
    if Snapshot.objects.filter(state=SnapshotState.BUILDING).exists():
        return
    held = {part["sha256"] for kept in Snapshot.objects.values_list("parts", flat=True) for part in kept}
    parts.drop(parts.stored() - held)
