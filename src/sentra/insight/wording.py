"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "insight.snapshot": _("%(actor)s asked for a snapshot: %(subject)s"),
    "insight.cancel_snapshot": _("%(actor)s cancelled the snapshot %(subject)s"),
    "insight.bring_table": _("%(actor)s brought in the table %(subject)s"),
    "insight.remove_snapshot": _("%(actor)s removed %(subject)s"),
    "insight.save": _("%(actor)s saved the scenario %(subject)s"),
    "insight.remove": _("%(actor)s removed the scenario %(subject)s"),
}
