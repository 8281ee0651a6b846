"""The roles a person may hold, the kind of office each belongs to, and which roles each may grant."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from sentra.territory.models import OfficeKind


class Role(models.TextChoices):
    REGENCY_OFFICER = "regency_officer", _("Regency office officer")
    REGENCY_HEAD = "regency_head", _("Head of the regency office")
    REGENCY_GROUP = "regency_working_group", _("Regency working group")
    PROVINCE_OFFICER = "province_officer", _("Province office officer")
    PROVINCE_HEAD = "province_head", _("Head of the province office")
    PROVINCE_GROUP = "province_working_group", _("Province working group")
    TECHNICAL_UNIT = "province_technical_unit", _("Province technical unit")
    MINISTRY_OFFICER = "ministry_officer", _("Ministry officer")
    MINISTRY_APPROVER = "ministry_approver", _("Ministry approver (deputy)")
    DECREE_OFFICER = "decree_officer", _("Decree officer")
    ADMINISTRATOR = "administrator", _("System administrator")
    AUDITOR = "auditor", _("Internal auditor")
    OBSERVER = "observer", _("Observer")
    SENTRA_MANAGER = "sentra_manager", _("Sentra manager")
    PARTNER = "partner", _("Partner institution (BDS-P, KSP/USP, bank)")


#: The kind of office each role works in.
OFFICE_OF_ROLE: dict[str, str] = {
    Role.REGENCY_OFFICER: OfficeKind.REGENCY,
    Role.REGENCY_HEAD: OfficeKind.REGENCY,
    Role.REGENCY_GROUP: OfficeKind.REGENCY_GROUP,
    Role.PROVINCE_OFFICER: OfficeKind.PROVINCE,
    Role.PROVINCE_HEAD: OfficeKind.PROVINCE,
    Role.PROVINCE_GROUP: OfficeKind.PROVINCE_GROUP,
    Role.TECHNICAL_UNIT: OfficeKind.TECHNICAL_UNIT,
    Role.MINISTRY_OFFICER: OfficeKind.MINISTRY,
    Role.MINISTRY_APPROVER: OfficeKind.MINISTRY,
    Role.DECREE_OFFICER: OfficeKind.MINISTRY,
    Role.ADMINISTRATOR: OfficeKind.MINISTRY,
    Role.AUDITOR: OfficeKind.AUDITOR,
    Role.OBSERVER: OfficeKind.OBSERVER,
    # A sentra manager and a partner act for one record, not for an office: the regency's agency vouches for them.
    Role.SENTRA_MANAGER: OfficeKind.REGENCY,
    Role.PARTNER: OfficeKind.REGENCY,
}

#: Roles bound to one record (`Appointment.record_id`): a sentra for its manager, a partner for its officer.
RECORD_ROLES = frozenset({Role.SENTRA_MANAGER, Role.PARTNER})

#: What the holder of a role may grant, inside the own territory. Nobody grants a role that is not listed here.
GRANTS: dict[str, frozenset[str]] = {
    Role.REGENCY_HEAD: frozenset(
        {Role.REGENCY_OFFICER, Role.REGENCY_GROUP, Role.SENTRA_MANAGER, Role.PARTNER},
    ),
    Role.PROVINCE_HEAD: frozenset(
        {Role.PROVINCE_OFFICER, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT, Role.REGENCY_HEAD},
    ),
    Role.MINISTRY_APPROVER: frozenset({Role.MINISTRY_OFFICER, Role.DECREE_OFFICER, Role.PROVINCE_HEAD}),
    Role.ADMINISTRATOR: frozenset(
        {
            Role.MINISTRY_OFFICER,
            Role.MINISTRY_APPROVER,
            Role.DECREE_OFFICER,
            Role.PROVINCE_HEAD,
            Role.REGENCY_HEAD,
            Role.AUDITOR,
            Role.OBSERVER,
            Role.ADMINISTRATOR,
        }
    ),
}

#: Roles that reach the whole nation and may grant others: a second person confirms them before they open anything.
SECOND_PERSON_ROLES = frozenset({Role.MINISTRY_APPROVER, Role.ADMINISTRATOR})

#: Roles an office has once at a time; an absent holder is replaced by an acting appointment.
SINGLE_ROLES = frozenset({Role.REGENCY_HEAD, Role.PROVINCE_HEAD})

#: The kinds of office whose record each role keeps, inside the own territory. The own office's letterhead besides.
KEEPS_OFFICES: dict[str, frozenset[str]] = {
    Role.REGENCY_HEAD: frozenset({OfficeKind.REGENCY_GROUP}),
    Role.PROVINCE_HEAD: frozenset({OfficeKind.PROVINCE_GROUP, OfficeKind.TECHNICAL_UNIT, OfficeKind.REGENCY}),
    Role.ADMINISTRATOR: frozenset(OfficeKind),
}
