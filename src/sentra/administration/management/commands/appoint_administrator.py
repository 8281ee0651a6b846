"""`sentra manage appoint_administrator EMAIL NAME --instrument …`: the first two administrators."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from sentra.access.mail import kept_mail
from sentra.administration.services.bootstrap import appoint_first_administrator
from sentra.pages.errors import Refused


class Command(BaseCommand):
    help = "Appoint one of the first two administrators and send them the link that sets the password."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--instrument", required=True, help="number of the decree or letter that appoints")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            appointment = appoint_first_administrator(
                email=options["email"], name=options["name"], instrument=options["instrument"]
            )
        except Refused as refused:
            raise CommandError(str(refused.reason)) from None
        sent = f"The link to set the password was sent to {appointment.user.email}."
        self.stdout.write(f"{sent} {kept_mail()}".strip())
