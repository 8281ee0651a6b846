"""Who makes what where: people, enterprises, sentra, partners, clusters, and the imports that bring them in."""

from sentra.registry.models.clusters import Cluster, ClusterLink, ClusterParty, ClusterPartyKind, SupplyKind
from sentra.registry.models.drafts import FormDraft
from sentra.registry.models.enterprises import (
    Enterprise,
    EnterpriseFigures,
    LegalForm,
    LegalityDocument,
    Merge,
    NibCheck,
    Person,
    Sex,
)
from sentra.registry.models.imports import ImportKind, ImportRow, ImportRun, ImportState, RowStatus
from sentra.registry.models.partners import (
    Partner,
    PartnerForm,
    Partnership,
    PartnershipSide,
    PartnerType,
    SupportReceived,
)
from sentra.registry.models.sentra import (
    FlagshipRelation,
    MarketReach,
    Membership,
    Scheme,
    Sentra,
    SentraFigures,
    Tier,
)

__all__ = [
    "Cluster",
    "ClusterLink",
    "ClusterParty",
    "ClusterPartyKind",
    "Enterprise",
    "EnterpriseFigures",
    "FlagshipRelation",
    "FormDraft",
    "ImportKind",
    "ImportRow",
    "ImportRun",
    "ImportState",
    "LegalForm",
    "LegalityDocument",
    "MarketReach",
    "Membership",
    "Merge",
    "NibCheck",
    "Partner",
    "PartnerForm",
    "PartnerType",
    "Partnership",
    "PartnershipSide",
    "Person",
    "RowStatus",
    "Scheme",
    "Sentra",
    "SentraFigures",
    "Sex",
    "SupplyKind",
    "SupportReceived",
    "Tier",
]
