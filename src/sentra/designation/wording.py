"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "designation.identify": _("%(actor)s identified %(subject)s as a candidate"),
    "designation.record_fact": _("%(actor)s recorded a judgement on %(subject)s: %(label)s"),
    "designation.evaluate": _("%(actor)s evaluated %(subject)s outside a proposal"),
    "designation.assess": _("%(actor)s assessed %(subject)s"),
    "designation.reassess": _("%(actor)s assessed %(subject)s again"),
    "designation.select": _("%(actor)s selected %(subject)s"),
    "designation.hold_back": _("%(actor)s held %(subject)s back"),
    "designation.set_funding": _("%(actor)s stated the funding route of %(subject)s"),
    "designation.complete_form": _("%(actor)s completed %(form)s of %(subject)s (%(count)s)"),
    "designation.submit": _("%(actor)s proposed %(subject)s to the province"),
    "designation.resubmit": _("%(actor)s proposed %(subject)s to the province again"),
    "designation.withdraw": _("%(actor)s withdrew the proposal %(subject)s"),
    "designation.verify": _("%(actor)s verified that the file of %(subject)s is complete"),
    "designation.return": _("%(actor)s returned %(subject)s to the regency for completion"),
    "designation.forward": _("%(actor)s forwarded %(subject)s to the ministry"),
    "designation.reverify": _("%(actor)s verified %(subject)s again for the ministry"),
    "designation.choose": _("%(actor)s chose %(subject)s"),
    "designation.not_choose": _("%(actor)s did not choose %(subject)s"),
    "designation.reconsider": _("%(actor)s took back the choice of %(subject)s"),
    "designation.designate": _("%(actor)s recorded that decree %(decree)s designates %(subject)s"),
    "designation.hold_tier": _("%(subject)s holds its tier by decree %(decree)s, recorded by %(actor)s"),
    "designation.change_designation": _(
        "Decree %(decree)s changes the designation of %(subject)s, recorded by %(actor)s"
    ),
    "designation.draft_decree": _("%(actor)s drafted the decree %(subject)s with %(count)s entries"),
    "designation.edit_decree": _("%(actor)s changed the draft decree %(subject)s"),
    "designation.discard_decree": _("%(actor)s gave up the draft decree %(subject)s"),
    "designation.issue_decree": _("%(actor)s recorded the signed decree %(subject)s with %(count)s entries"),
    "designation.comment": _("%(actor)s remarked on %(subject)s"),
}
