"""The check of a large file, in the background."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from sentra.registry.imports.checking import check_run
from sentra.registry.models import ImportRun, ImportState


@task()
def check_import(run_id: str) -> None:
    """Check a run; one that was cancelled before its turn is left alone."""
    # Unscoped: the worker has no territory of its own; the run brings the one of whoever sent the file.
    found = ImportRun.unscoped.select_related("regency", "by", "appointment__office__region__parent")
    run = found.filter(pk=UUID(run_id), state=ImportState.CHECKING).first()
    if run is not None:
        check_run(run)
