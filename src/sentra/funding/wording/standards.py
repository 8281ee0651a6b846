from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "funding.set_standard": _("%(actor)s set the cost standard %(subject)s: at most %(amount)s, by %(source)s"),
    "funding.replace_standard": _("%(actor)s replaced the cost standard %(subject)s by one of %(amount)s"),
    "funding.end_standard": _("%(actor)s ended the cost standard %(subject)s; its last day is %(last_day)s"),
}
