"""Telling people: on the page always, by e-mail as each chose, never twice."""

from __future__ import annotations

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from sentra.access.models import User
from sentra.access.roles import Role
from sentra.decisions.models import Notification, NotificationPreference
from sentra.decisions.notifications import mark_all_read, mark_read, send_at_once, send_digests
from sentra.decisions.services import notify
from tests.decisions.factories import record
from tests.personas import PEKALONGAN, persona

pytestmark = pytest.mark.django_db


def head() -> User:
    user = persona(Role.REGENCY_HEAD, PEKALONGAN).user
    assert user is not None
    return user


def tell(user: User, capture: DjangoCaptureOnCommitCallbacks, *, needs_you: bool = False) -> Notification:
    decision = record()
    with capture(execute=True):
        notify(decision=decision, users=[user], url="/penetapan/1/", needs_you=needs_you)
    return Notification.objects.get(decision=decision, user=user)


def test_whoever_decided_is_not_told(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    decision = record()
    with django_capture_on_commit_callbacks(execute=True):
        notify(decision=decision, users=[decision.actor, head()], url="/")
    assert [note.user for note in Notification.objects.all()] == [head()]


def test_one_mail_a_day_tells_everything_once(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    tell(head(), django_capture_on_commit_callbacks)
    tell(head(), django_capture_on_commit_callbacks, needs_you=True)
    assert send_digests() == 1
    assert [message.to for message in mail.outbox] == [[head().email]]
    assert mail.outbox[0].body.index("Perlu tindakan Anda") < mail.outbox[0].body.rindex("/penetapan/1/")
    assert "2" in mail.outbox[0].subject
    assert send_digests() == 0


def test_what_was_read_on_the_page_is_not_mailed(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    mark_read(tell(head(), django_capture_on_commit_callbacks))
    assert send_digests() == 0


def test_each_kind_is_mailed_as_chosen(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    NotificationPreference.objects.create(user=head(), needs_you="daily", for_information="never")
    tell(head(), django_capture_on_commit_callbacks)
    assert send_digests() == 0
    tell(head(), django_capture_on_commit_callbacks, needs_you=True)
    assert send_digests() == 1


def test_at_once_leaves_nothing_for_the_digest(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    NotificationPreference.objects.create(user=head(), needs_you="at_once")
    tell(head(), django_capture_on_commit_callbacks, needs_you=True)
    assert (send_at_once([head().pk]), send_digests()) == (1, 0)


def test_all_can_be_marked_as_read(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    tell(head(), django_capture_on_commit_callbacks)
    tell(head(), django_capture_on_commit_callbacks)
    assert (mark_all_read(head()), mark_all_read(head())) == (2, 0)
