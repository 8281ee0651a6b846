"""Background work of this room: walking the chain, and the daily e-mail."""

from __future__ import annotations

from uuid import UUID

from django_tasks import task


@task()
def chain_check(check_id: str) -> None:
    """Verify the chain of decision records for a check that waits."""
    from sentra.administration.services.audit import run_chain_check

    run_chain_check(UUID(check_id))
