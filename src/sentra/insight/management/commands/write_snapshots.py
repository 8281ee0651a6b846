"""Write the snapshots of today, for the machine's timer: `sentra manage write_snapshots`."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sentra.access.actors import Actor
from sentra.insight.building import build
from sentra.insight.calculating import forget_old
from sentra.insight.models import Subject
from sentra.insight.services import start_snapshot
from sentra.pages.errors import Conflict


class Command(BaseCommand):
    help = (
        "Write a snapshot of the sentra and one of the enterprises; what did not change is carried over. "
        "Old answers are removed."
    )

    def handle(self, *arguments: Any, **options: Any) -> None:
        forget_old()
        for subject in Subject.values:
            try:
                snapshot = start_snapshot(actor=Actor.system("write_snapshots"), subject=subject)
            except Conflict as busy:
                self.stderr.write(f"{subject}: {busy.reason}")
                continue
            build(snapshot)
            snapshot.refresh_from_db()
            self.stdout.write(f"{snapshot}: {snapshot.rows} rows, {snapshot.fresh} worked out anew")
