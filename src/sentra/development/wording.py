"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "development.apply_support": _("%(actor)s applied for %(subject)s (%(cite)s)"),
    "development.decide_support": _("%(actor)s decided on the application %(subject)s"),
    "development.deliver_support": _("%(actor)s recorded that %(giver)s gave %(subject)s"),
    "development.record_agreement": _("%(actor)s recorded an agreement with %(party)s under %(subject)s"),
    "development.place_map": _("%(actor)s placed MAP of %(amount)s with %(channel)s for %(sentra)s"),
    "development.lend_map": _("%(actor)s recorded a loan of %(amount)s out of MAP by %(channel)s to %(enterprise)s"),
    "development.apply_credit": _(
        "%(actor)s applied for guaranteed credit of %(amount)s for %(enterprise)s at %(bank)s"
    ),
    "development.decide_credit": _("%(actor)s recorded the decision of %(bank)s on the credit of %(enterprise)s"),
    "development.log_service": _("%(actor)s logged a service of %(provider)s to %(enterprise)s: %(service)s"),
    "development.equip": _("%(actor)s recorded %(subject)s handed to %(receiver)s for %(sentra)s"),
    "development.publish_news": _("%(actor)s published the business information “%(subject)s”"),
    "development.outreach": _("%(actor)s planned the outreach “%(subject)s” in %(sentra)s"),
    "development.log_outreach": _("%(actor)s logged that the outreach “%(subject)s” was held in %(sentra)s"),
    "development.record_stage": _("%(actor)s recorded stage %(stage)s of %(sentra)s"),
    "development.classify": _("%(actor)s classified %(sentra)s from %(from)s to %(to)s: %(result)s"),
    "development.load_rubric": _("%(actor)s loaded the classification criteria %(subject)s from %(source)s"),
    "development.programme": _("%(actor)s opened the programme %(subject)s"),
    "development.change_programme": _("%(actor)s changed the programme %(subject)s"),
    "development.add_line": _("%(actor)s added the line “%(activity)s” of %(amount)s to %(subject)s"),
    "development.remove_line": _("%(actor)s removed the line “%(activity)s” of %(amount)s from %(subject)s"),
    "development.fold": _("%(actor)s took %(regional)s into %(subject)s"),
    "development.close_programme": _("%(actor)s closed the programme %(subject)s"),
    "development.advise": _("%(actor)s advised on %(on)s"),
    "development.answer_advice": _("%(actor)s answered the advice %(subject)s"),
    "development.propose_partner": _("%(actor)s proposed %(partner)s for %(sentra)s"),
    "development.decide_partner": _("%(actor)s decided on %(partner)s for %(sentra)s. Advice: %(advice)s"),
    "development.invite": _("%(actor)s invited %(partner)s to %(to)s: %(contribution)s"),
    "development.answer_invitation": _("%(actor)s answered the invitation of %(partner)s"),
    "development.end_invitation": _("%(actor)s ended the part of %(partner)s"),
    "development.link_activity": _("%(actor)s linked %(subject)s of %(amount)s to %(sentra)s"),
    "development.withdraw_activity": _("%(actor)s took %(subject)s out of the count"),
}
