"""Drawing up a plan: beginning it or a change, discussion, files, sending it to the auditor, taking it back."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of, door, fetch
from sentra.development.blocks import Note
from sentra.development.forms import ConfirmForm, ReasonForm
from sentra.development.views.common import data_of, send
from sentra.funding.addresses import plan_url, recipient_url
from sentra.funding.forms.plans import DescribeForm, EditionForm, FileForm
from sentra.funding.guides import clause_of, clause_source, law_of
from sentra.funding.guides_plans import change_limit
from sentra.funding.models import Recipient
from sentra.funding.services import (
    attach_kak,
    attach_rab,
    describe_plan,
    drop_plan,
    open_change,
    open_plan,
    send_to_review,
    take_back,
)
from sentra.funding.views.plans.common import draft_of, plan_crumbs, plan_of, send_edit
from sentra.pages.errors import BadInput
from sentra.pages.formatting import long_date

_RECIPIENT = ("year", "region__parent", "allocation")


def _recipient_of(request: HttpRequest, pk: UUID) -> Recipient:
    return fetch(request, Recipient, pk, "funding.plan", *_RECIPIENT)


def _crumbs(recipient: Recipient, here: str) -> list[dict[str, str]]:
    return [{"label": str(recipient), "url": recipient_url(recipient)}, {"label": here, "url": ""}]


@door("funding.plan")
def plan_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the plan of a recipient's year."""
    actor, recipient = actor_of(request), _recipient_of(request, pk)
    year, notes = recipient.year, list[Note]()
    if year.plan_due is not None:
        text = _("It reaches the ministry by %(day)s (%(source)s).")
        notes.append(Note(text % {"day": long_date(year.plan_due), "source": year.plan_due_source}))
    return send(
        request,
        ConfirmForm(data_of(request)),
        lambda data: open_plan(actor=actor, recipient=recipient, id=data["client_id"]),
        title=_("Draw up the plan"),
        lead=str(recipient),
        crumbs=_crumbs(recipient, _("Draw up the plan")),
        submit=_("Begin the plan"),
        done=_("The draft is open: enter the activities and their lines."),
        back=plan_url,
        notes=notes,
    )


@door("funding.plan")
def plan_change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin a change of the agreed plan, with the reason."""
    actor, recipient = actor_of(request), _recipient_of(request, pk)
    text = _(
        "The change begins with everything the agreed plan holds; that one stays in force until the ministry agrees."
    )
    notes = [Note(text)]
    limit = change_limit(recipient.year)
    if limit is not None:
        clause = law_of(recipient.year).clause(clause_of(recipient.year, "V.B.2.limit"))
        last = _("The last day for changes is %(day)s (%(source)s).")
        tone = "bad" if actor.today > limit else "info"
        notes.append(Note(last % {"day": long_date(limit), "source": clause_source(clause)}, tone))
    return send(
        request,
        ReasonForm(data_of(request)),
        lambda data: open_change(actor=actor, recipient=recipient, reason=data["reason"], id=data["client_id"]),
        title=_("Change the plan"),
        lead=str(recipient),
        crumbs=_crumbs(recipient, _("Change the plan")),
        submit=_("Begin the change"),
        done=_("The draft of the change is open."),
        back=plan_url,
        notes=notes,
    )


@door("funding.plan")
def plan_describe(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record directions, coordination and discussion."""
    actor, plan = actor_of(request), draft_of(plan_of(request, pk, "funding.plan"))

    def do(form: Any) -> Any:
        edition = form.cleaned_data["edition"]
        return describe_plan(actor=actor, plan=plan, edition=edition, description=form.description())

    return send_edit(
        request,
        plan,
        lambda data: DescribeForm(data, plan),
        do,
        title=_("Directions, coordination and discussion"),
        lead=str(plan.recipient),
        submit=_("Save"),
        done=_("This is on record."),
    )


@door("funding.plan")
def plan_file(request: HttpRequest, pk: UUID, kind: str) -> HttpResponse:
    """Attach the KAK or the RAB."""
    attach = {"kak": attach_kak, "rab": attach_rab}.get(kind)
    if attach is None:
        raise Http404
    actor, plan = actor_of(request), draft_of(plan_of(request, pk, "funding.plan"))
    form = FileForm(data_of(request), plan, request.FILES if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Any:
        file = data["file"]
        _require_bounded(file)
        return attach(actor=actor, plan=plan, edition=data["edition"], name=file.name, content=file.read())

    names = {"kak": _("Attach the terms of reference (KAK)"), "rab": _("Attach the cost plan (RAB)")}
    held = getattr(plan, kind)
    return send(
        request,
        form,
        do,
        title=names[kind],
        lead=str(plan.recipient),
        crumbs=plan_crumbs(plan, names[kind]),
        submit=_("Attach"),
        done=_("The file is attached."),
        back=plan_url(plan),
        notes=[Note(_("%(file)s is attached; a new file takes its place.") % {"file": held.name})] if held else [],
    )


def _require_bounded(file: Any) -> None:
    """Refuse a file that is too large before it is read."""
    limit = settings.UPLOAD_MAX_BYTES
    if file.size > limit:
        message = _("The file is larger than %(limit)s MB.") % {"limit": limit // 1024 // 1024}
        raise BadInput(
            [("file", file.name, message, _("Make it smaller: scan in grey, or lower the photo's quality."))]
        )


@door("funding.plan")
def plan_send(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the draft to the internal auditor."""
    actor, plan = actor_of(request), draft_of(plan_of(request, pk, "funding.plan"))
    return send_edit(
        request,
        plan,
        lambda data: EditionForm(data, plan),
        lambda form: send_to_review(actor=actor, plan=plan, edition=form.cleaned_data["edition"]),
        title=_("Send it to the internal auditor"),
        lead=str(plan.recipient),
        submit=_("Send"),
        done=_("The plan is with the internal auditor."),
        notes=[Note(_("While it is with the auditor nothing is changed; it can be taken back."))],
    )


@door("funding.plan")
def plan_take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the version back to change it."""
    actor, plan = actor_of(request), plan_of(request, pk, "funding.plan")
    return send(
        request,
        ReasonForm(data_of(request)),
        lambda data: take_back(actor=actor, plan=plan, reason=data["reason"]),
        title=_("Take it back"),
        lead=str(plan.recipient),
        crumbs=plan_crumbs(plan, _("Take it back")),
        submit=_("Take it back"),
        done=_("The plan is a draft again."),
        back=plan_url(plan),
        notes=[Note(_("After an edit the auditor reviews it anew."))],
    )


@door("funding.plan")
def plan_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the draft up."""
    actor, plan = actor_of(request), draft_of(plan_of(request, pk, "funding.plan"))
    text = _("The version in force stays.") if plan.is_change else _("The draft stays on file; a new one can be begun.")
    return send(
        request,
        ReasonForm(data_of(request)),
        lambda data: drop_plan(actor=actor, plan=plan, reason=data["reason"]),
        title=_("Give the draft up"),
        lead=str(plan.recipient),
        crumbs=plan_crumbs(plan, _("Give the draft up")),
        submit=_("Give it up"),
        done=_("The draft was given up."),
        back=recipient_url(plan.recipient),
        notes=[Note(text)],
    )
