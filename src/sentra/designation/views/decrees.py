"""Decrees: the register, drafting from chosen proposals, recording the signed paper."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import actor_of, door
from sentra.access.policy import MINISTRY, READERS, may
from sentra.designation import services
from sentra.designation.forms import ChangeDecreeForm, DraftDecreeForm, EditDecreeForm, ReasonForm, SigningForm
from sentra.designation.judging import law_of, rank
from sentra.designation.legal_basis import basis_of, left_out, printed_basis, usual_basis
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Proposal, SignerOffice, State
from sentra.designation.papers import decree_paper
from sentra.designation.queries import history_with_actors, last_signer, look_of_decree, look_of_tier
from sentra.designation.views.common import attempt, crumb, timeline
from sentra.documents.services import preview_pdf
from sentra.documents.views import serve
from sentra.pages.formatting import language
from sentra.pages.listing import ChoiceFilter, Column, Listing, SearchFilter, render_list
from sentra.registry.models import Tier
from sentra.territory.models import Office, OfficeKind

DECREES = Listing(
    name="decrees",
    title=_lazy("Decrees"),
    columns=[
        Column(
            "number",
            _lazy("Number"),
            value=str,
            sort="number",
            link=lambda one: reverse("designation:decree", args=[one.pk]),
        ),
        Column("title", _lazy("About"), sort=True),
        Column("state", _lazy("State"), value=look_of_decree, sort="state"),
        Column("signed_on", _lazy("Date"), sort=True),
        Column("count", _lazy("Entries"), numeric=True, annotation=Count("entries")),
        Column("created_at", _lazy("Drafted on"), sort=True, default_shown=False),
    ],
    filters=[
        SearchFilter("q", _lazy("Search"), fields=("number", "draft_number", "title")),
        ChoiceFilter("state", _lazy("State"), choices=Decree.State.choices),
    ],
    default_sort="-created_at",
    empty_title=_lazy("No decrees yet"),
    empty_text=_lazy("A decree is drafted by the ministry from chosen proposals and stands here once it is signed."),
)


def _visible(actor: Actor) -> QuerySet[Decree]:
    """Signed decrees are national and read by all; drafts and discarded ones stay with the ministry."""
    if actor.role in MINISTRY | READERS:
        return Decree.objects.all()
    return Decree.objects.filter(state=Decree.State.SIGNED)


def _decree(request: HttpRequest, pk: UUID) -> Decree:
    found = (
        _visible(actor_of(request)).select_related("amends", "scan", "paper__pdf", "drafted_by").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


@door("designation.view_decree")
def decree_list(request: HttpRequest) -> HttpResponseBase:
    """The register of decrees."""
    actor = actor_of(request)
    context = {"crumbs": [crumb(DECREES.title)], "may_draft": may(actor, "designation.draft_decree")}
    return render_list(request, DECREES, _visible(actor), context, "designation/decree_list.html")


@door("designation.view_decree")
def decree(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One decree: what it does to which sentra of the territory, its paper, its history."""
    actor, found = actor_of(request), _decree(request, pk)
    entries = list(DecreeEntry.objects.filter(decree=found).select_related("sentra__regency__parent", "proposal"))
    rows = [
        {"entry": one, "tier": look_of_tier(one.tier), "before": Tier(one.tier_before).label if one.tier_before else ""}
        for one in entries
    ]
    is_draft = found.state == Decree.State.DRAFT
    law = law_of(found.signed_on or actor.today)
    basis = basis_of(found, law)
    edit = may(actor, "designation.draft_decree")
    context = {
        "title": str(found),
        "crumbs": [crumb(DECREES.title, "decree_list"), crumb(found)],
        "decree": found,
        "state": look_of_decree(found),
        "rows": rows,
        "is_draft": is_draft,
        "edit": edit,
        "may_follow": may(actor, "designation.view").allowed,
        "issue": may(actor, "designation.issue_decree"),
        "edit_form": EditDecreeForm(initial={"version": found.version, "title": found.title, "legal_basis": basis}),
        "basis": basis,
        "left_out": left_out(basis, law),
        "printed": printed_basis(law, language()),
        "discard_form": ReasonForm(initial={"version": found.version}),
        "candidates": _candidates() if is_draft and edit.allowed else (),
        "history": timeline(history_with_actors(found)),
        "amended_by": list(found.amended_by.exclude(state=Decree.State.DISCARDED)) if not is_draft else (),
        "is_change": any(one.effect != DecreeEffect.DESIGNATE for one in entries),
    }
    return render(request, "designation/decree.html", context)


def _candidates() -> QuerySet[Proposal]:
    """The chosen proposals that stand in no open draft."""
    listed = DecreeEntry.objects.filter(decree__state=Decree.State.DRAFT, proposal__isnull=False).values("proposal_id")
    chosen = Proposal.objects.filter(state=State.CHOSEN).exclude(pk__in=listed)
    return chosen.select_related("sentra", "regency").order_by("regency__code", "sentra__name")


def _picked(request: HttpRequest) -> list[services.Entry]:
    picked = _candidates().filter(pk__in=[one for one in request.POST.getlist("proposals") if _is_uuid(one)])
    return [services.Entry(one) for one in picked.select_related("sentra__regency__parent", "regency__parent")]


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


@door("designation.draft_decree")
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a decree from the chosen proposals."""
    law = law_of(actor_of(request).today)
    initial = {"title": _usual_title(), "legal_basis": usual_basis(law)}
    form = DraftDecreeForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def act() -> Decree:
            return services.draft_decree(
                actor=actor_of(request),
                title=given["title"],
                entries=_picked(request),
                legal_basis=given["legal_basis"],
                id=given["client_id"],
            )

        if (made := attempt(form, act)) is not None:
            messages.success(request, _("The draft %(number)s is kept.") % {"number": made.draft_number})
            return redirect("designation:decree", made.pk)
    context = {
        "title": _("Draft a decree"),
        "crumbs": [crumb(DECREES.title, "decree_list"), crumb(_("Draft a decree"))],
        "form": form,
        "printed": printed_basis(law, language()),
        "candidates": _candidates(),
        "picked": set(request.POST.getlist("proposals")),
    }
    return render(request, "designation/draft.html", context)


def _usual_title() -> str:
    return "Penetapan Sentra Usaha Kecil dan Menengah"


@door("designation.draft_decree")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Draft a decree that revokes or amends designations of a signed one: our procedure, not the law's."""
    earlier = _decree(request, pk)
    if earlier.state != Decree.State.SIGNED:
        raise Http404
    entries = _held_by(earlier)
    law = law_of(actor_of(request).today)
    form = ChangeDecreeForm(
        request.POST if request.method == "POST" else None, initial={"legal_basis": usual_basis(law, earlier)}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data

        def act() -> Decree:
            return services.draft_decree(
                actor=actor_of(request),
                title=given["title"],
                entries=_changes(request, entries),
                amends=earlier,
                reason=given["reason"],
                legal_basis=given["legal_basis"],
                id=given["client_id"],
            )

        if (made := attempt(form, act)) is not None:
            messages.success(request, _("The draft %(number)s is kept.") % {"number": made.draft_number})
            return redirect("designation:decree", made.pk)
    context = {
        "title": _("Change designations of %(decree)s") % {"decree": earlier},
        "crumbs": [crumb(DECREES.title, "decree_list"), crumb(earlier, "decree", earlier.pk), crumb(_("Change"))],
        "form": form,
        "printed": printed_basis(law, language()),
        "decree": earlier,
        "rows": [(one, _lower_tiers(one)) for one in entries],
    }
    return render(request, "designation/change.html", context)


def _held_by(decree: Decree) -> list[DecreeEntry]:
    """The entries by which sentra hold a tier, one a sentra: several tiers of one decree are changed together."""
    found = DecreeEntry.objects.filter(decree=decree).exclude(sentra__tier=Tier.CANDIDATE)
    ordered = found.select_related("sentra__regency__parent").order_by("position")
    return list({entry.sentra_id: entry for entry in ordered}.values())


def _lower_tiers(entry: DecreeEntry) -> list[tuple[str, Any]]:
    """The tiers that an amendment may leave a sentra with; a higher one takes a proposal (Pasal 7)."""
    held = rank(entry.sentra.tier)
    return [(value, label) for value, label in Tier.choices if rank(Tier.CANDIDATE) < rank(value) < held]


def _changes(request: HttpRequest, entries: list[DecreeEntry]) -> list[services.Entry]:
    """What the page asks for each sentra: nothing, `candidate` to revoke, or the tier to hold from then on."""
    wanted = []
    for entry in entries:
        tier = request.POST.get(f"tier_{entry.pk}", "")
        if tier == Tier.CANDIDATE:
            wanted.append(services.Entry(sentra=entry.sentra, effect=DecreeEffect.REVOKE, tier=tier))
        elif tier in Tier.values:
            wanted.append(services.Entry(sentra=entry.sentra, effect=DecreeEffect.AMEND, tier=tier))
    return wanted


@door("designation.draft_decree")
@require_POST
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the title of a draft, take entries off, add chosen proposals."""
    found = _decree(request, pk)
    form = EditDecreeForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        services.edit_decree(
            actor=actor_of(request),
            decree=found,
            title=given["title"],
            legal_basis=given["legal_basis"],
            add=_picked(request),
            remove=[int(one) for one in request.POST.getlist("remove") if one.isascii() and one.isdigit()],
            version=given["version"],
        )
        messages.success(request, _("The draft is saved."))
    else:
        messages.error(request, _("Title and legal basis are needed."))
    return redirect("designation:decree", found.pk)


@door("designation.draft_decree")
@require_POST
def discard(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give a draft up with a reason."""
    found = _decree(request, pk)
    services.discard_decree(
        actor=actor_of(request), decree=found, reason=request.POST.get("reason", ""), version=found.version
    )
    messages.success(request, _("The draft is given up; its proposals stay chosen."))
    return redirect("designation:decree", found.pk)


@door("designation.issue_decree")
def issue(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Record the signed decree with number, date, signer and scan."""
    found = _decree(request, pk)
    name, title = last_signer()
    initial = {
        "version": found.version,
        "signer_office": SignerOffice.MINISTER,
        "signed_by": name,
        "signed_title": title,
    }
    sent = request.method == "POST"
    form = SigningForm(request.POST if sent else None, request.FILES if sent else None, initial=initial)
    recorded = attempt(form, partial(_issue, request, found, form)) if sent and form.is_valid() else None
    if recorded is not None:
        messages.success(request, _("The decree is recorded; the sentra hold their tiers from its date."))
        return redirect("designation:decree", found.pk)
    context: dict[str, Any] = {
        "title": _("Record the signed decree"),
        "crumbs": [crumb(DECREES.title, "decree_list"), crumb(found, "decree", found.pk), crumb(_("Signed decree"))],
        "decree": found,
        "state": look_of_decree(found),
        "form": form,
        "count": DecreeEntry.objects.filter(decree=found).count(),
    }
    return render(request, "designation/issue.html", context)


def _issue(request: HttpRequest, found: Decree, form: SigningForm) -> Decree:
    given = form.cleaned_data
    signing = services.Signing(
        number=given["number"],
        signed_on=given["signed_on"],
        signed_by=given["signed_by"],
        signed_title=given["signed_title"],
        signer_office=given["signer_office"],
        scan=given["scan"].read(),
        scan_name=given["scan"].name,
    )
    return services.issue_decree(actor=actor_of(request), decree=found, signing=signing, version=given["version"])


@door("designation.view_decree")
def text(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text of a signed decree with its annex, as issued: national like the decree, and read by all who see it."""
    found = _decree(request, pk)
    if found.paper is None:
        raise Http404
    return serve(found.paper.pdf, f"{slugify(found.paper.title)}.pdf", inline=True)


@door("designation.draft_decree")
def draft_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The text of a draft with its annex, with the draft's mark, to be brought to the minister."""
    found = _decree(request, pk)
    actor = actor_of(request)
    office = actor.office or Office.objects.filter(kind=OfficeKind.MINISTRY).get()
    entries = list(DecreeEntry.objects.filter(decree=found).select_related("sentra__regency__parent"))
    pdf = preview_pdf(decree_paper(found, entries, law_of(actor.today), office))
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{found.pk}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response
