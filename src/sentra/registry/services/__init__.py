"""What can be done in the registry: one function a verb, keyword arguments, one transaction."""

from sentra.registry.services.clusters import (
    add_cluster_party,
    link_parties,
    open_cluster,
    remove_cluster_link,
    remove_cluster_party,
)
from sentra.registry.services.enterprises import (
    add_legality_document,
    change_enterprise,
    reactivate_enterprise,
    record_enterprise_figures,
    register_enterprise,
    retire_enterprise,
)
from sentra.registry.services.members import join_member, leave_member, place_member
from sentra.registry.services.merging import Difference, compare, merge_enterprises, merge_persons, undo_merge
from sentra.registry.services.partners import (
    assess_partner,
    change_partner,
    end_partnership,
    record_support_received,
    register_partner,
    retire_partner,
    start_partnership,
)
from sentra.registry.services.people import change_person, register_person, reveal_nik
from sentra.registry.services.sentra import (
    change_sentra,
    reactivate_sentra,
    record_sentra_figures,
    register_sentra,
    retire_sentra,
)

__all__ = [
    "Difference",
    "add_cluster_party",
    "add_legality_document",
    "assess_partner",
    "change_enterprise",
    "change_partner",
    "change_person",
    "change_sentra",
    "compare",
    "end_partnership",
    "join_member",
    "leave_member",
    "link_parties",
    "merge_enterprises",
    "merge_persons",
    "open_cluster",
    "place_member",
    "reactivate_enterprise",
    "reactivate_sentra",
    "record_enterprise_figures",
    "record_sentra_figures",
    "record_support_received",
    "register_enterprise",
    "register_partner",
    "register_person",
    "register_sentra",
    "remove_cluster_link",
    "remove_cluster_party",
    "retire_enterprise",
    "retire_partner",
    "retire_sentra",
    "reveal_nik",
    "start_partnership",
    "undo_merge",
]
