from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "funding.open_year": _("%(actor)s opened the year %(subject)s, which follows %(text)s"),
    "funding.set_stage": _("%(actor)s set stage %(number)s of %(subject)s: %(share)s of the ceiling, by %(source)s"),
    "funding.record_criteria": _("%(actor)s recorded what shows whether %(subject)s may receive the fund"),
    "funding.choose": _("%(actor)s chose %(subject)s as a recipient, by %(instrument)s"),
    "funding.withdraw": _("%(actor)s took %(subject)s out of the year"),
    "funding.record_decree": _("%(actor)s recorded %(subject)s on the ceilings of %(year)s"),
    "funding.allocate": _("%(actor)s recorded the ceiling %(ceiling)s of %(subject)s, by %(decree)s"),
    "funding.propose_adjustment": _("%(actor)s proposed another use of the allocation of %(subject)s"),
    "funding.decide_adjustment": _("%(actor)s answered the adjustment of %(subject)s by letter %(letter)s"),
    "funding.withdraw_adjustment": _("%(actor)s took the adjustment of %(subject)s back"),
}
