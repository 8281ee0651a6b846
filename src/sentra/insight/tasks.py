"""Background work of this room."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def write_snapshot(snapshot_id: str) -> None:
    """Write a snapshot that waits."""
    from sentra.insight.building import build
    from sentra.insight.models import Snapshot, SnapshotState

    found = Snapshot.objects.filter(pk=UUID(snapshot_id), state=SnapshotState.BUILDING).first()
    if found is not None:
        build(found)


@task()
def read_table(snapshot_id: str) -> None:
    """Bring in a table that waits."""
    from sentra.insight.bringing import read
    from sentra.insight.models import Snapshot, SnapshotState

    found = Snapshot.objects.filter(pk=UUID(snapshot_id), state=SnapshotState.BUILDING).first()
    if found is not None:
        read(found)


@task()
def calculate(key: str) -> None:
    """Work out an answer that waits."""
    from sentra.insight.calculating import work_out

    work_out(key)
