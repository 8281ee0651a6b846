"""The one place that reads and checks what is entered about people, enterprises, sentra and their figures.

Forms, the API and the Excel import call the same `check_…` functions. Each takes raw values (typed or as text)
and gives a `Checked`: the values as understood, every problem and every warning, each with field, value,
message and remedy. A number that is a NIK never travels in a problem.
"""

from sentra.registry.values.figures import (
    FiguresValues,
    SentraFiguresValues,
    check_figures,
    check_sentra_figures,
)
from sentra.registry.values.people import (
    AS_TYPED,
    EnterpriseValues,
    LegalityValues,
    PersonValues,
    check_as_typed,
    check_enterprise,
    check_legality,
    check_person,
)
from sentra.registry.values.places import (
    MembershipValues,
    PartnershipValues,
    PartnerValues,
    SentraValues,
    SupportValues,
    check_membership,
    check_partner,
    check_partnership,
    check_sentra,
    check_support,
)
from sentra.registry.values.reading import Checked, same_words

__all__ = [
    "AS_TYPED",
    "Checked",
    "EnterpriseValues",
    "FiguresValues",
    "LegalityValues",
    "MembershipValues",
    "PartnerValues",
    "PartnershipValues",
    "PersonValues",
    "SentraFiguresValues",
    "SentraValues",
    "SupportValues",
    "check_as_typed",
    "check_enterprise",
    "check_figures",
    "check_legality",
    "check_membership",
    "check_partner",
    "check_partnership",
    "check_person",
    "check_sentra",
    "check_sentra_figures",
    "check_support",
    "same_words",
]
