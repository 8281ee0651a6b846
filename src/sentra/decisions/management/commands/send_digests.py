"""`sentra manage send_digests`: the mail of the day, started once a day by the machine's timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from sentra.decisions.notifications import send_digests


class Command(BaseCommand):
    help = "Send each person one mail with what is new."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{send_digests()} mails sent")
