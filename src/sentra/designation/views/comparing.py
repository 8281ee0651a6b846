"""The first and the second verification side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from sentra.access.doors import door
from sentra.designation.models import Assessment
from sentra.designation.services.verification import differences, first_verdicts, second_verdicts
from sentra.designation.views.common import check_title, crumb, crumbs_of, proposal_of
from sentra.law import Verdict
from sentra.pages.formatting import language
from sentra.pages.verdicts import paired


@door("designation.view")
def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first and the second verification side by side, provision by provision."""
    found = proposal_of(request, pk)
    first, second = first_verdicts(found), second_verdicts(found)
    apart = {one.clause for one in differences(first, second)} if second else set()
    tables = []
    for check in dict.fromkeys([*first, *second]):
        verdict = second.get(check) or first[check]
        mine = {one.clause_id: line for one, line in _paired(first.get(check))}
        theirs = {one.clause_id: line for one, line in _paired(second.get(check))}
        rows = [
            {
                "label": line.label,
                "citation": line.citation,
                "url": line.url,
                "first": mine.get(one.clause_id),
                "second": theirs.get(one.clause_id),
                "differs": one.clause_id in apart,
            }
            for one, line in _paired(verdict)
        ]
        tables.append({"title": check_title(verdict), "rows": rows})
    note = Assessment.unscoped.filter(proposal=found, step="reverification").values_list("note", flat=True).first()
    context = {
        "title": _("Verifications side by side"),
        "crumbs": crumbs_of(found, crumb(_("Side by side"))),
        "proposal": found,
        "tables": tables,
        "count": len(apart),
        "has_second": bool(second),
        "note": note or "",
    }
    return render(request, "designation/compare.html", context)


def _paired(verdict: Verdict | None) -> list[tuple[Any, Any]]:
    return paired(verdict, language()) if verdict else []
