"""Printing what a step documents. Rendering takes long, so it follows the step's transaction and may be repeated:
each paper has an identity of its own, so that it is issued once however often this is called."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID, uuid5

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.policy import ensure
from sentra.access.roles import Role
from sentra.designation import papers
from sentra.designation.judging import law_of
from sentra.designation.models import (
    Assessment,
    Decree,
    DecreeEntry,
    Proposal,
    ProposalForm,
    Submission,
)
from sentra.designation.offices import office_of
from sentra.designation.services.steps import require_territory
from sentra.documents.models import Paper, PaperKind
from sentra.documents.services import issue_paper
from sentra.law import Verdict
from sentra.territory.models import Office, OfficeKind

#: The file classification of these papers; offices set their own patterns in their number series.
CLASSIFICATION = "500.2.3"
_HEADS = {OfficeKind.REGENCY: Role.REGENCY_HEAD, OfficeKind.PROVINCE: Role.PROVINCE_HEAD}


def signer_of(office: Office, actor: Actor) -> Appointment:
    """Who signs for an office: its head in force today, whoever acts for them included; else the actor."""
    role = _HEADS.get(OfficeKind(office.kind))
    found = (
        Appointment.objects.in_force(actor.today)
        .filter(office=office, role=role)
        .select_related("user", "acting_for", "office")
        .order_by("-valid_from")
        .first()
    )
    signer = found or actor.appointment
    if signer is None:
        raise ValueError("a paper is signed under an appointment")
    return signer


def team_of(office: Office, day: dt.date) -> list[Appointment]:
    """The members of a working group who sign its forms."""
    found = Appointment.objects.in_force(day).filter(office=office, role__in=[Role.REGENCY_GROUP, Role.PROVINCE_GROUP])
    return list(found.select_related("user").order_by("valid_from", "id"))


def print_forms(actor: Actor, proposal: Proposal) -> list[Paper]:
    """Issue the file's forms as papers: those of the sentra one by one; the enterprises' stay in the fixed file and
    are printed from it when asked for."""
    law = law_of(proposal.law_date)
    office = office_of(OfficeKind.REGENCY_GROUP, proposal.regency, actor.today) or _office(actor)
    issued = []
    forms = proposal.forms.filter(superseded_at__isnull=True, enterprise__isnull=True, paper__isnull=True)
    for form in forms.order_by("form"):
        paper = issue_paper(
            actor=actor,
            kind=papers.KIND_OF_FORM[form.form],
            title=f"{papers.form_title(form.form, law)}: {proposal.sentra.name}",
            content=papers.form_paper(form, law, office, team_of(office, actor.today)),
            subject=proposal,
            office=office,
            regency=proposal.regency,
            issued_on=actor.today,
            corrects=_earlier(form),
            id=uuid5(form.pk, "form"),
        )
        ProposalForm.unscoped.filter(pk=form.pk, paper__isnull=True).update(paper=paper)
        issued.append(paper)
    return issued


def _earlier(form: ProposalForm) -> Paper | None:
    before = (
        ProposalForm.unscoped.filter(proposal=form.proposal_id, form=form.form, paper__isnull=False)
        .select_related("paper")
        .order_by("-version")
        .first()
    )
    return before.paper if before else None


def _office(actor: Actor) -> Office:
    if actor.office is None:
        raise ValueError("a paper is issued by an office")
    return actor.office


def print_regency_letter(actor: Actor, submission: Submission, proposals: Sequence[Proposal]) -> Paper:
    """Issue the cover letter for the proposals that went to the province together."""
    office = _office(actor)
    signer = signer_of(office, actor)
    to = office_of(OfficeKind.PROVINCE, submission.regency, actor.today)
    return issue_paper(
        actor=actor,
        kind=PaperKind.REGENCY_LETTER,
        title=f"Surat pengantar usulan {submission}",
        content=papers.regency_letter(submission, proposals, office, signer, to, law_of(proposals[0].law_date)),
        subject=submission,
        office=office,
        regency=submission.regency,
        issued_on=actor.today,
        signer=signer,
        classification=CLASSIFICATION,
        id=_once(submission.pk, "letter", proposals),
    )


def print_province_letter(actor: Actor, proposals: Sequence[Proposal]) -> list[Paper]:
    """Issue the cover letter to the ministry: one for each regency, so that each reads its own only."""
    office = _office(actor)
    signer = signer_of(office, actor)
    issued = []
    for regency in sorted({one.regency for one in proposals}, key=lambda region: region.code):
        mine = [one for one in proposals if one.regency_id == regency.pk]
        to = office_of(OfficeKind.MINISTRY, regency, actor.today)
        issued.append(
            issue_paper(
                actor=actor,
                kind=PaperKind.PROVINCE_LETTER,
                title=f"Surat pengantar provinsi: {regency.name}",
                content=papers.province_letter(mine, office, signer, to, law_of(mine[0].law_date)),
                subject=mine[0],
                office=office,
                regency=regency,
                issued_on=actor.today,
                signer=signer,
                classification=CLASSIFICATION,
                id=_once(mine[0].pk, "province", mine),
            )
        )
    return issued


def print_minutes(actor: Actor, proposal: Proposal, step: str) -> Paper:
    """Issue the minutes of the newest verification of a step."""
    # The proposal was fetched inside the territory; its own assessments are open with it.
    newest = Assessment.unscoped.filter(proposal=proposal, step=step).order_by("-at").first()
    if newest is None:
        raise ValueError("nothing was verified")
    found = Assessment.unscoped.filter(proposal=proposal, step=step, at=newest.at).order_by("pk")
    verdicts = [Verdict.from_json(one.findings) for one in found]
    office, signer = _office(actor), actor.appointment
    if signer is None:
        raise ValueError("minutes are signed under an appointment")
    return issue_paper(
        actor=actor,
        kind=PaperKind.VERIFICATION_MINUTES,
        title=f"Berita acara verifikasi: {proposal.sentra.name}",
        content=papers.minutes(
            proposal,
            verdicts,
            step=step,
            law=law_of(proposal.law_date),
            day=actor.today,
            office=office,
            signer=signer,
            note=newest.note,
        ),
        subject=proposal,
        office=office,
        regency=proposal.regency,
        issued_on=actor.today,
        signer=signer,
        classification=CLASSIFICATION,
        id=uuid5(newest.pk, "minutes"),
    )


def print_decree(actor: Actor, decree: Decree) -> Paper:
    """Issue the text of a signed decree; the signed scan is the original."""
    office = _office(actor)
    entries = list(
        DecreeEntry.unscoped.filter(decree=decree).select_related("sentra__regency__parent").order_by("position")
    )
    day = decree.signed_on or actor.today
    paper = issue_paper(
        actor=actor,
        kind=PaperKind.DECREE,
        title=f"Keputusan Menteri Nomor {decree.number}",
        content=papers.decree_paper(decree, entries, law_of(day), office),
        subject=decree,
        office=office,
        regency=None,
        issued_on=day,
        number=decree.number,
        id=uuid5(decree.pk, "decree"),
    )
    Decree.objects.filter(pk=decree.pk, paper__isnull=True).update(paper=paper)
    decree.paper = paper
    return paper


def _once(base: UUID, name: str, proposals: Sequence[Proposal]) -> UUID:
    return uuid5(base, f"{name}:" + ",".join(sorted(f"{one.pk}@{one.version}" for one in proposals)))


def print_missing(*, actor: Actor, proposal: Proposal) -> list[Paper]:
    """Print the forms of a proposed file that were not printed, as when the machine stopped in between."""
    require_territory(actor, proposal)
    ensure(actor, "designation.prepare", proposal)
    return print_forms(actor, proposal)
