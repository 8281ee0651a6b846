"""The facts of the checks on an enterprise and on a partner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.registry.facts.sources import FactSource, values_of
from sentra.registry.models import Enterprise, EnterpriseFigures, Partner


def enterprise_facts(enterprise: Enterprise, day: dt.date) -> dict[str, Any]:
    """The facts of enterprise.size_2005 on a day; None is missing."""
    return values_of(enterprise_size_facts(enterprise, day))


def size_facts(enterprise: Enterprise, last_year: EnterpriseFigures | None) -> dict[str, Any]:
    """The facts of enterprise.size_2005 from the figures of the last completed year; None is missing."""
    return {
        "annual_sales_idr": last_year.annual_sales if last_year else None,
        "net_worth_excl_land_buildings_idr": last_year.net_worth if last_year else None,
        "owned_by_indonesian_citizens": enterprise.owned_by_indonesian_citizens,
        "is_subsidiary": enterprise.is_subsidiary,
    }


def enterprise_size_facts(enterprise: Enterprise, day: dt.date) -> dict[str, FactSource]:
    """The facts of enterprise.size_2005 with their sources (Permen KUKM 23/2005 Pasal 1 angka 12 dan 13).

    Sales and net worth are those of the last completed year.
    """
    year = day.year - 1
    # The enterprise was fetched inside the territory; its own figures are open with it.
    row = EnterpriseFigures.unscoped.filter(enterprise=enterprise, year=year).first()
    of_year = (
        _("Figures of %(year)s") % {"year": year},
        reverse("registry:enterprise_figures", args=[enterprise.pk]),
    )
    of_record = (_("Record of the enterprise"), reverse("registry:enterprise_edit", args=[enterprise.pk]))
    yearly = {"annual_sales_idr", "net_worth_excl_land_buildings_idr"}
    return {
        name: FactSource(name, value, "declared", *(of_year if name in yearly else of_record), day)
        for name, value in size_facts(enterprise, row).items()
    }


def partner_facts(partner: Partner, day: dt.date) -> dict[str, FactSource]:
    """The facts of partner.definition_2005; a judgement without assessor, date and reason is missing."""
    judged = bool(partner.assessed_by and partner.assessed_on and partner.assessed_reason)
    edit = reverse("registry:partner_edit", args=[partner.pk])
    assess = reverse("registry:partner", args=[partner.pk]) + "#assess"
    record = _("Record of the partner")
    by = _("Assessed by %(name)s") % {"name": partner.assessed_by} if judged else _("Not assessed yet")
    rows = (
        ("partner_type", partner.type, "declared", record, edit),
        ("legal_form", partner.legal_form or None, "declared", record, edit),
        ("core_business_is_services", partner.core_business_is_services if judged else None, "assessed", by, assess),
        ("savings_loan_is_only_activity", partner.savings_loan_is_only_activity, "declared", record, edit),
        ("unit_runs_savings_loan", partner.unit_runs_savings_loan, "declared", record, edit),
        ("unit_is_autonomous", partner.unit_is_autonomous if judged else None, "assessed", by, assess),
    )
    return {name: FactSource(name, value, basis, text, url, day) for name, value, basis, text, url in rows}
