"""Who may sign in to the demonstration."""

from __future__ import annotations

import sys

from django.utils import timezone

from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.site.demo.places import BATANG, CENTRAL_JAVA, DOMAIN, PASSWORD, PEKALONGAN, account
from sentra.territory.models import Office

_NATION = frozenset(
    {
        Role.MINISTRY_OFFICER,
        Role.MINISTRY_APPROVER,
        Role.DECREE_OFFICER,
        Role.ADMINISTRATOR,
        Role.AUDITOR,
        Role.OBSERVER,
    }
)
_PROVINCE = frozenset({Role.PROVINCE_OFFICER, Role.PROVINCE_HEAD, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT})


def is_empty() -> bool:
    """Whether there are no offices yet."""
    return not Office.objects.exists()


def demo_accounts() -> list[tuple[str, str, str]]:
    """One account a role (role, e-mail, office) and the acting head; none where there is no demonstration."""
    wanted = [account(role, _place(role)) for role in Role] + [account(Role.REGENCY_HEAD, BATANG)]
    held = Appointment.objects.in_force(timezone.localdate()).filter(user__email__in=wanted)
    found: dict[str, Appointment] = {}
    for one in held.select_related("user", "office").order_by("valid_from"):
        found[one.user.email] = one
    return [_row(found[email]) for email in wanted if email in found]


def _row(one: Appointment) -> tuple[str, str, str]:
    return f"{one.signature_prefix} {one.get_role_display()}".strip(), one.user.email, one.office.name


def _place(role: str) -> str:
    return "" if role in _NATION else CENTRAL_JAVA if role in _PROVINCE else PEKALONGAN


def print_accounts() -> None:
    """Print the demonstration accounts as a table, with their one password."""
    rows = demo_accounts()
    if not rows:
        return
    widths = [max(len(row[place]) for row in rows) for place in (0, 1)]
    say = sys.stdout.write
    say(f"\nDemonstration accounts (password of all: {PASSWORD})\n\n")
    for role, email, office in rows:
        say(f"  {role:<{widths[0]}}  {email:<{widths[1]}}  {office}\n")
    say(f"\nEvery office has such accounts: the code of its region stands in the address (…@{DOMAIN}).\n")
