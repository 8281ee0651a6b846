"""The sentences of this room's actions, as they stand in every history."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "registry.register_person": _("%(actor)s registered %(subject)s"),
    "registry.change_person": _("%(actor)s changed the record of %(subject)s"),
    "registry.register_enterprise": _("%(actor)s registered the enterprise %(subject)s"),
    "registry.change_enterprise": _("%(actor)s changed the enterprise %(subject)s"),
    "registry.retire_enterprise": _("%(actor)s retired the enterprise %(subject)s"),
    "registry.reactivate_enterprise": _("%(actor)s brought the enterprise %(subject)s back"),
    "registry.record_enterprise_figures": _("%(actor)s recorded the figures of %(subject)s for %(year)s"),
    "registry.add_legality_document": _("%(actor)s added %(kind)s number %(number)s of %(subject)s"),
    "registry.register_sentra": _("%(actor)s registered %(subject)s under the code %(code)s"),
    "registry.change_sentra": _("%(actor)s changed %(subject)s"),
    "registry.retire_sentra": _("%(actor)s retired %(subject)s from the inventory"),
    "registry.reactivate_sentra": _("%(actor)s brought %(subject)s back into the inventory"),
    "registry.record_sentra_figures": _("%(actor)s recorded the figures of %(subject)s for %(year)s"),
    "registry.join_member": _("%(actor)s made %(enterprise)s a member of %(subject)s from %(day)s"),
    "registry.leave_member": _("%(actor)s ended the membership of %(enterprise)s in %(subject)s on %(day)s"),
    "registry.place_member": _("%(actor)s noted where %(enterprise)s works, for %(subject)s"),
    "registry.register_partner": _("%(actor)s registered the partner %(subject)s"),
    "registry.change_partner": _("%(actor)s changed the partner %(subject)s"),
    "registry.assess_partner": _("%(actor)s assessed whether %(subject)s fits its definition"),
    "registry.retire_partner": _("%(actor)s retired the partner %(subject)s"),
    "registry.start_partnership": _("%(actor)s joined %(subject)s with %(party)s from %(day)s"),
    "registry.end_partnership": _("%(actor)s ended the partnership of %(subject)s with %(party)s on %(day)s"),
    "registry.record_support": _("%(actor)s recorded that %(giver)s gave %(kind)s to %(subject)s on %(day)s"),
    "registry.open_cluster": _("%(actor)s opened the cluster %(subject)s from %(sentra)s"),
    "registry.add_cluster_party": _("%(actor)s added %(party)s to the cluster %(subject)s"),
    "registry.link_parties": _("%(actor)s linked %(from_party)s to %(to_party)s in %(subject)s: %(flow)s"),
    "registry.remove_cluster_party": _("%(actor)s removed %(party)s from the cluster %(subject)s"),
    "registry.remove_cluster_link": _(
        "%(actor)s removed the link from %(from_party)s to %(to_party)s in %(subject)s: %(flow)s"
    ),
    "registry.import": _("%(actor)s imported %(subject)s: %(new)s new rows, %(changed)s changed rows"),
    "imports.bring": _("%(actor)s brought in %(subject)s: %(new)s new rows, %(changed)s changed rows"),
    "registry.merge": _("%(actor)s merged %(merged)s into %(subject)s"),
    "registry.undo_merge": _("%(actor)s undid the merge of %(merged)s into %(subject)s"),
}
