"""What can be done in this room: one function a verb, keyword arguments, one transaction."""

from sentra.development.services.activities import link_activity, withdraw_activity
from sentra.development.services.advice import (
    advise_on_programme,
    advise_on_proposal,
    advise_on_topic,
    answer_advice,
)
from sentra.development.services.finance import apply_credit, decide_credit, lend_map, place_map
from sentra.development.services.network_services import (
    log_outreach,
    log_service,
    plan_outreach,
    publish_news,
    supply_equipment,
)
from sentra.development.services.partners import (
    answer_invitation,
    decide_partner,
    end_invitation,
    invite_institution,
    propose_partner,
)
from sentra.development.services.programmes import (
    add_line,
    change_programme,
    close_programme,
    fold_programme,
    remove_line,
    write_programme,
)
from sentra.development.services.stages import (
    Pioneering,
    RubricCriterion,
    ScaleStep,
    classify,
    load_rubric,
    record_stage,
)
from sentra.development.services.support import (
    apply_support,
    decide_support,
    deliver_support,
    record_agreement,
    record_other_support,
)

__all__ = [
    "Pioneering",
    "RubricCriterion",
    "ScaleStep",
    "add_line",
    "advise_on_programme",
    "advise_on_proposal",
    "advise_on_topic",
    "answer_advice",
    "answer_invitation",
    "apply_credit",
    "apply_support",
    "change_programme",
    "classify",
    "close_programme",
    "decide_credit",
    "decide_partner",
    "decide_support",
    "deliver_support",
    "end_invitation",
    "fold_programme",
    "invite_institution",
    "lend_map",
    "link_activity",
    "load_rubric",
    "log_outreach",
    "log_service",
    "place_map",
    "plan_outreach",
    "propose_partner",
    "publish_news",
    "record_agreement",
    "record_other_support",
    "record_stage",
    "remove_line",
    "supply_equipment",
    "withdraw_activity",
    "write_programme",
]
