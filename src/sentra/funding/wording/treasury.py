from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "funding.recommend": _("%(actor)s recommended %(amount)s to be disbursed: %(subject)s"),
    "funding.receive": _("%(actor)s recorded %(amount)s received in the regional treasury: %(subject)s"),
    "funding.cancel_disbursement": _("%(actor)s took back the recommendation of %(amount)s: %(subject)s"),
    "funding.accept_report": _("%(actor)s accepted the report on the money by %(reference)s: %(subject)s"),
    "funding.pay": _("%(actor)s recorded %(subject)s of %(amount)s for %(recipient)s"),
    "funding.correct_payment": _("%(actor)s corrected %(of)s of %(recipient)s by %(amount)s with %(subject)s"),
    "funding.record_achievement": _("%(actor)s recorded what “%(activity)s” of %(subject)s reached: %(volume)s"),
    "funding.state_absorption": _("%(actor)s recorded the absorption of %(subject)s as stated in %(reference)s"),
    "funding.remit": _("%(actor)s recorded that %(subject)s gave %(amount)s back"),
}
