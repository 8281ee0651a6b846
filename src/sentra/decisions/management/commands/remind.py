"""`sentra manage remind`: reminders of what is due, started once a day by the machine's timer, before the mail."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sentra.decisions.reminders import send_reminders


class Command(BaseCommand):
    help = "Remind the holders of open work before, on and after its due date (SENTRA_REMINDERS)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_reminders()} reminders made")
