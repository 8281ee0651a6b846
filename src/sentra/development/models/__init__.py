"""What follows a designation: support, stages, classification; the regions' own programmes and advice."""

from sentra.development.models.advice import Advice, AnswerKind
from sentra.development.models.finance import CreditApplication, CreditState, MapLoan, MapPlacement
from sentra.development.models.network import (
    ContributionInvitation,
    InstitutionLevel,
    InvitationState,
    LinkedActivity,
    PartnerProposal,
    ProposalState,
)
from sentra.development.models.programmes import Fold, Programme, ProgrammeLine, ProgrammeState
from sentra.development.models.services import NetworkEquipment, NewsItem, Outreach, ServiceEntry
from sentra.development.models.stages import Classification, Pioneer, RubricVersion, StageRecord
from sentra.development.models.support import SupportApplication, SupportState

__all__ = [
    "Advice",
    "AnswerKind",
    "Classification",
    "ContributionInvitation",
    "CreditApplication",
    "CreditState",
    "Fold",
    "InstitutionLevel",
    "InvitationState",
    "LinkedActivity",
    "MapLoan",
    "MapPlacement",
    "NetworkEquipment",
    "NewsItem",
    "Outreach",
    "PartnerProposal",
    "Pioneer",
    "Programme",
    "ProgrammeLine",
    "ProgrammeState",
    "ProposalState",
    "RubricVersion",
    "ServiceEntry",
    "StageRecord",
    "SupportApplication",
    "SupportState",
]
