"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "documents.issue": _("%(actor)s issued %(subject)s %(number)s"),
    "documents.add_evidence": _("%(actor)s added the file %(subject)s"),
}
