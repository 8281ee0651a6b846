"""Background work of this room: e-mail about what happened."""

from __future__ import annotations

from django_tasks import task

from sentra.decisions.notifications import send_at_once, send_digests


@task()
def mail_at_once(user_ids: list[int]) -> None:
    """Write to the people who want to be told at once."""
    send_at_once(user_ids)


@task()
def daily_digest() -> None:
    """Write everybody's mail of the day."""
    send_digests()
