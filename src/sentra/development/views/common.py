"""What the pages share: the sentra with its tabs, one way to send a form, findings and history as parts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, fetch
from sentra.access.policy import ensure, may
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.decisions.wording import events
from sentra.development.blocks import Button, Findings, History, Note
from sentra.law import Verdict
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language
from sentra.pages.forms import Form, add_problem
from sentra.pages.verdicts import lines
from sentra.registry.models import Partnership, Sentra

Crumbs = list[dict[str, str]]


def sentra_of(request: HttpRequest, pk: UUID, action: str) -> Sentra:
    """The sentra inside the territory (404 outside it) on which the action is granted (403 with the reason)."""
    return fetch(request, Sentra, pk, action, "regency__parent")


def sentra_served(request: HttpRequest, pk: UUID, action: str) -> Sentra:
    """As `sentra_of`; a partner's officer reaches the sentra that the partner works with today, and no other."""
    actor = actor_of(request)
    if actor.role != Role.PARTNER:
        return sentra_of(request, pk, action)
    partner = actor.territory.record_id
    # Unscoped: a partner's territory is the partner; the partnership in force is what opens the sentra.
    served = Partnership.unscoped.filter(sentra_id=pk, ended_on=None)
    if partner is None or not served.filter(partner_id=partner).exists():
        raise Http404
    ensure(actor, action)
    return Sentra.unscoped.select_related("regency__parent").get(pk=pk)


def sentra_tabs(sentra: Sentra, current: str) -> list[dict[str, Any]]:
    """The pages of a sentra in this room."""
    tabs = (
        ("sentra", _("Who does what")),
        ("sentra_support", _("Support")),
        ("sentra_finance", _("Finance")),
        ("sentra_stages", _("Stages")),
        ("sentra_classifications", _("Classification")),
        ("sentra_partners", _("Partners")),
        ("sentra_activities", _("Other programmes")),
        ("sentra_outreach", _("Services and outreach")),
    )
    return [
        {"label": label, "url": reverse(f"development:{name}", args=[sentra.pk]), "is_current": name == current}
        for name, label in tabs
    ]


def sentra_crumbs(sentra: Sentra, *more: str) -> Crumbs:
    """Where a page of a sentra stands."""
    crumbs = [
        {"label": str(_("Development")), "url": reverse("development:strand_list")},
        {"label": sentra.name, "url": reverse("development:sentra", args=[sentra.pk])},
    ]
    return crumbs + [{"label": one, "url": ""} for one in more]


def page(
    request: HttpRequest,
    *,
    title: str,
    blocks: Sequence[Any],
    lead: str = "",
    crumbs: Crumbs | None = None,
    tabs: Sequence[dict[str, Any]] = (),
    buttons: Sequence[Button] = (),
    state: Any = None,
) -> HttpResponse:
    """A page made of parts."""
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs or [],
        "tabs": tabs,
        "buttons": buttons,
        "state": state,
        "blocks": blocks,
    }
    return render(request, "development/page.html", context)


def sentra_page(
    request: HttpRequest, sentra: Sentra, current: str, blocks: Sequence[Any], buttons: Sequence[Button] = ()
) -> HttpResponse:
    """A page of one sentra with its tabs, and the way back to its record and assessment for whoever may see them."""
    actor = actor_of(request)
    back = []
    if may(actor, "registry.view").allowed:
        back.append(Button(_("Record of the sentra"), reverse("registry:sentra", args=[sentra.pk]), "factory"))
    if may(actor, "designation.view").allowed:
        back.append(
            Button(
                _("Assessment and proposals"), reverse("designation:assessment", args=[sentra.pk]), "clipboard-check"
            )
        )
    return page(
        request,
        title=sentra.name,
        lead=f"{sentra.get_tier_display()} · {sentra.product} · {sentra.regency.name}",
        crumbs=sentra_crumbs(sentra)[:1] + [{"label": sentra.name, "url": ""}],
        tabs=sentra_tabs(sentra, current),
        buttons=[*buttons, *back],
        blocks=blocks,
    )


def send(
    request: HttpRequest,
    form: Form,
    do: Callable[[dict[str, Any]], Any],
    *,
    title: str,
    submit: str,
    back: str | Callable[[Any], str],
    done: str,
    lead: str = "",
    crumbs: Crumbs | None = None,
    notes: Sequence[Note] = (),
) -> HttpResponse:
    """Show a form, or send it through a service; what the service finds wrong stands at its field."""
    if request.method == "POST" and form.is_valid():
        try:
            result = do(form.cleaned_data)
        except BadInput as problem:
            add_problem(form, problem)
        else:
            messages.success(request, done)
            return redirect(back(result) if callable(back) else back)
    context = {
        "title": title,
        "lead": lead,
        "crumbs": crumbs or [],
        "form": form,
        "submit": submit,
        "notes": notes,
    }
    return render(request, "development/form.html", context, status=422 if form.errors else 200)


def data_of(request: HttpRequest) -> Any:
    """What was sent, or None for an empty form."""
    return request.POST if request.method == "POST" else None


def findings_of(verdict: Verdict, title: str, id: str = "") -> Findings:
    """A verdict as a part of a page."""
    return Findings(title, lines(verdict, language()), verdict.verdict, id)


def history_block(record: models.Model) -> History:
    """What was decided about a record, newest first."""
    return History(events(history_of(record)[:30]), _("History"))
