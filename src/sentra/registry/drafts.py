"""Keeping what is typed into a long form, so that nothing typed is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from sentra.access.models import User
from sentra.pages.picking import TYPED
from sentra.registry.models import FormDraft

#: Never kept in a draft (UU 27/2022): typed again is better than stored in the clear.
#: A resident's NPWP is the NIK; words typed into a search may be one.
NEVER_KEPT = frozenset(
    {"nik", "owner_nik", "npwp", "reason", "csrfmiddlewaretoken", "version", "section", "client_id"},
)
LONGEST_KEY, LARGEST_DRAFT = 120, 64_000


def keep_draft(user: User, key: str, changed: Mapping[str, str]) -> FormDraft:
    """Add the changed fields to the person's draft of a form; the largest draft has 64,000 characters."""
    wanted = {name: text for name, text in changed.items() if name not in NEVER_KEPT and not name.endswith(TYPED)}
    with transaction.atomic():
        draft, _created = FormDraft.objects.select_for_update().get_or_create(user=user, key=key[:LONGEST_KEY])
        values = draft.values | wanted
        if sum(len(name) + len(text) for name, text in values.items()) <= LARGEST_DRAFT:
            draft.values = values
            draft.save()
    return draft


def draft_of(user: User, key: str) -> dict[str, Any]:
    """The unsent values of a form, empty when there are none."""
    found = FormDraft.objects.filter(user=user, key=key).values_list("values", flat=True).first()
    return dict(found or {})


def drafts_of(user: User, keys: list[str]) -> dict[str, dict[str, Any]]:
    """The unsent values of several forms by key, in one query."""
    return dict(FormDraft.objects.filter(user=user, key__in=keys).values_list("key", "values"))


def drop_draft(user: User, key: str) -> None:
    """Forget a draft, because the form was sent or the person does not want it."""
    FormDraft.objects.filter(user=user, key=key).delete()


def saved_time() -> str:
    """The present time as the form shows it beside "saved"."""
    return timezone.localtime().strftime("%H.%M")
