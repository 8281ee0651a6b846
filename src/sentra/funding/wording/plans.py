from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "funding.open_plan": _("%(actor)s began the plan %(subject)s"),
    "funding.open_change": _("%(actor)s began %(subject)s, a change of version %(of)s"),
    "funding.describe_plan": _("%(actor)s recorded how %(subject)s was coordinated and discussed"),
    "funding.add_activity": _("%(actor)s entered the activity “%(title)s”"),
    "funding.change_activity": _("%(actor)s changed the activity “%(title)s”"),
    "funding.remove_activity": _("%(actor)s took the activity “%(title)s” out, with lines of %(amount)s"),
    "funding.add_line": _("%(actor)s entered the line “%(line)s” of %(amount)s"),
    "funding.change_line": _("%(actor)s changed the line “%(line)s”: %(from)s → %(amount)s"),
    "funding.bring_lines": _(
        "%(actor)s brought %(new)s new and %(changed)s changed lines in from a file: %(from)s → %(amount)s"
    ),
    "funding.remove_line": _("%(actor)s took the line “%(line)s” of %(amount)s out"),
    "funding.attach_kak": _("%(actor)s attached the KAK %(file)s"),
    "funding.attach_rab": _("%(actor)s attached the RAB %(file)s"),
    "funding.send_to_review": _("%(actor)s sent %(subject)s to the internal auditor"),
    "funding.take_back": _("%(actor)s took %(subject)s back to change it"),
    "funding.drop_plan": _("%(actor)s gave %(subject)s up"),
    "funding.review": _("%(actor)s reviewed %(subject)s and let it pass"),
    "funding.review_return": _("%(actor)s reviewed %(subject)s and returned it"),
    "funding.submit": _(
        "%(actor)s agreed to %(subject)s for the region and handed it in: %(total)s in %(lines)s lines"
    ),
    "funding.agree": _("%(actor)s agreed to %(subject)s for the ministry: %(total)s"),
    "funding.return_plan": _("%(actor)s returned %(subject)s to the office"),
    "funding.reject_plan": _("%(actor)s rejected %(subject)s"),
    "funding.forward_change": _("%(actor)s passed %(subject)s on to the Ministry of Finance by letter %(letter)s"),
}
