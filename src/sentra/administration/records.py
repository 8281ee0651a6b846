"""The records that a sentra manager or a partner's officer acts for.

They live in a room below this one, so they are found by their name in Django's registry of models.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.apps import apps
from django.utils.translation import gettext as _

from sentra.access.roles import Role
from sentra.pages.errors import BadInput, InputProblem
from sentra.territory.models import Region

RECORD_MODELS = {Role.SENTRA_MANAGER: "registry.Sentra", Role.PARTNER: "registry.Partner"}


def choices(region: Region | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The records of a regency that somebody may act for, grouped by the role that does."""
    return [
        (str(role.label), [(str(one.pk), str(one)) for one in _model(role).objects.filter(regency=region)])
        for role in RECORD_MODELS
    ]


def check_record(role: str, record_id: UUID | None, region: Region | None) -> None:
    """Raise `BadInput` unless the record exists inside the territory in force and lies in the office's regency."""
    model = _model(Role(role))
    if record_id is None or not model.objects.filter(pk=record_id, regency=region).exists():
        message = _("Choose the record this person acts for; it must lie in the office's regency.")
        raise BadInput([InputProblem("record_id", record_id, message)])


def _model(role: Role) -> Any:
    return apps.get_model(RECORD_MODELS[role])
