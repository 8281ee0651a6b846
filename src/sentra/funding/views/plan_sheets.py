"""The budget lines of a plan as a spreadsheet: taken away in the template of the import, changed and brought back."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.administration.services import log_export
from sentra.development.blocks import Button, offered
from sentra.funding.imports.payments import PAYMENTS
from sentra.funding.imports.plan_lines import PLAN_LINES, rows_of
from sentra.funding.models import PlanState, PlanVersion, Recipient
from sentra.funding.views.plans.common import plan_of
from sentra.registry.imports.sheets import Context
from sentra.registry.imports.template import XLSX, write_template


@door("funding.view")
def plan_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The lines of a version in the template of the import, so that they can be changed in Excel and brought back."""
    actor, found = actor_of(request), plan_of(request, pk, "funding.view")
    rows = rows_of(found)
    log_export(actor=actor, kind=PLAN_LINES.kind, rows=len(rows), filters=urlencode({"plan": found.pk}))
    context = Context(actor, found.recipient.region, actor.today, about=found)
    answer = HttpResponse(write_template(PLAN_LINES, context, rows), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="rab-{slugify(str(found))}.xlsx"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def sheet_buttons(actor: Actor, plan: PlanVersion) -> list[Button]:
    """The ways from a plan to its spreadsheet and back; only a draft takes lines in."""
    url = reverse("funding:plan_sheet", args=[plan.pk])
    buttons = offered(actor, "funding.view", _("Budget lines as Excel"), url, "download", plan)
    if plan.state == PlanState.DRAFT:
        label, back = _("Bring budget lines in"), bring_url(PLAN_LINES.kind, plan)
        buttons += offered(actor, "funding.plan", label, back, "file-up", plan)
    return buttons


def payment_buttons(actor: Actor, recipient: Recipient) -> list[Button]:
    """The way to bring payment orders of a recipient in."""
    url = bring_url(PAYMENTS.kind, recipient)
    return offered(actor, "funding.pay", _("Bring payment orders in"), url, "file-up", recipient)


def bring_url(kind: str, about: PlanVersion | Recipient) -> str:
    """Where a file about a record is brought in."""
    return f"{reverse('registry:import_list')}?{urlencode({'jenis': kind, 'about': about.pk})}"
