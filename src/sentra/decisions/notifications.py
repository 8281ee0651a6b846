"""Reading notifications, and sending them by e-mail as each person chose: at once, once a day, or never.

One mail a day tells everything that is new, what needs the person first; nothing new, no mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sentra.access.models import User
from sentra.decisions.models import MailMode, Notification, NotificationPreference
from sentra.decisions.wording import words_of


def mark_read(note: Notification) -> None:
    """Note that the person has seen it; the first time counts."""
    Notification.objects.filter(pk=note.pk, read_at=None).update(read_at=timezone.now())


def mark_all_read(user: User) -> int:
    """Mark everything of a person as seen; gives the number."""
    return Notification.objects.filter(user=user, read_at=None).update(read_at=timezone.now())


def send_digests() -> int:
    """Send each person one mail with what is unread, unmailed and wanted daily; gives the number of mails."""
    sent = 0
    for user in User.objects.filter(is_active=True, pk__in=_waiting().values("user")).order_by("pk"):
        sent += _mail(user, list(_wanted(user, MailMode.DAILY).select_related("decision", "work_item")))
    return sent


def send_at_once(user_ids: Iterable[int]) -> int:
    """Send to those who want it at once what has not been mailed; gives the number of mails."""
    sent = 0
    for user in User.objects.filter(is_active=True, pk__in=list(user_ids)).order_by("pk"):
        sent += _mail(user, list(_wanted(user, MailMode.AT_ONCE).select_related("decision", "work_item")))
    return sent


def wants_at_once(user_ids: Iterable[int]) -> bool:
    """Whether any of these people chose to be told at once."""
    chosen = Q(needs_you=MailMode.AT_ONCE) | Q(for_information=MailMode.AT_ONCE)
    return NotificationPreference.objects.filter(chosen, user__in=list(user_ids)).exists()


def _waiting() -> QuerySet[Notification]:
    return Notification.objects.filter(read_at=None, mailed_at=None)


def _wanted(user: User, mode: str) -> QuerySet[Notification]:
    choice = NotificationPreference.objects.filter(user=user).first() or NotificationPreference(user=user)
    kinds = [flag for flag, chosen in ((True, choice.needs_you), (False, choice.for_information)) if chosen == mode]
    return _waiting().filter(user=user, needs_you__in=kinds).order_by("-needs_you", "created_at")


def _mail(user: User, notes: Sequence[Notification]) -> int:
    if not notes:
        return 0
    with translation.override(user.language):
        needing = sum(note.needs_you for note in notes)
        title = ngettext("Sentra: %(n)s notification", "Sentra: %(n)s notifications", len(notes)) % {"n": len(notes)}
        if needing:
            title += " " + ngettext("(%(n)s needs you)", "(%(n)s need you)", needing) % {"n": needing}
        lines = [f"- {_line(note)}\n  {settings.BASE_URL}{note.url}" for note in notes]
        foot = _("You can choose how often Sentra writes to you: %(url)s") % {
            "url": f"{settings.BASE_URL}/kelola/notifikasi/surel/"
        }
        send_mail(title, "\n".join([*lines, "", foot]), None, [user.email])
    Notification.objects.filter(pk__in=[note.pk for note in notes]).update(mailed_at=timezone.now())
    return 1


def _line(note: Notification) -> str:
    words = words_of(note)
    return _("Needs you: %(words)s") % {"words": words} if note.needs_you else words
