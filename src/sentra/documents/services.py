"""Issuing official papers and keeping evidence. What is issued never changes; a correction names what it corrects."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.models import Appointment, Capacity
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision, subject_type
from sentra.documents import store
from sentra.documents.models import Evidence, Paper
from sentra.documents.numbers import next_number
from sentra.documents.rendering import content as c
from sentra.documents.rendering.docx import render_docx
from sentra.documents.rendering.typst import render_pdf
from sentra.indonesian.dates import long_date
from sentra.indonesian.identifiers import parse_nip
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import Office, Region
from sentra.territory.scope import OutsideTerritory

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Codes are read aloud and typed: no letters or digits that look alike.
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"


# ---------------------------------------------------------------- parts of a paper


def letterhead_of(office: Office) -> c.Letterhead:
    """The kop of an office as it is registered."""
    return c.Letterhead(
        government=office.government,
        office=office.name,
        address=office.address,
        phone=office.phone,
        email=office.email,
        website=office.website,
    )


def signature_of(appointment: Appointment, *, decides: bool = False) -> c.Signature:
    """The signature block of an official (Permendagri 1/2023 Pasal 44).

    Papers that regulate or decide name the signer without titles; letters add titles, rank and NIP.
    Whoever acts for another signs with Plt., Plh. or Pj. before the title.
    """
    user = appointment.user
    with override("id"):  # papers speak the official language, whoever prints them
        title = appointment.position or str(appointment.get_role_display())
    if decides:
        return c.Signature(prefix=appointment.signature_prefix, title=(title,), name=user.name)
    caretaker = appointment.capacity == Capacity.PJ
    return c.Signature(
        prefix=appointment.signature_prefix,
        title=(title,),
        name=user.formal_name,
        rank="" if caretaker else user.rank,
        nip="" if caretaker or not user.civil_service_number else parse_nip(user.civil_service_number).display,
    )


# ---------------------------------------------------------------- papers


def preview_pdf(content: c.Paper) -> bytes:
    """The paper as it would be printed, with the watermark of a draft; nothing is kept."""
    return render_pdf(dataclasses.replace(content, draft=True, verification=None))


def issue_paper(
    *,
    actor: Actor,
    kind: str,
    title: str,
    content: c.Paper,
    subject: models.Model,
    office: Office,
    regency: Region | None,
    issued_on: dt.date,
    signer: Appointment | None = None,
    classification: str = "",
    number: str = "",
    corrects: Paper | None = None,
    id: UUID | None = None,
) -> Paper:
    """Number, print and keep a paper: PDF and DOCX from the same content, with a code anybody can check.

    A classification takes the office's next number; a number given (of a signed decree) is printed as it is.
    Neither means a paper without a number (a form). Called by the service of the act that the paper documents,
    which has asked the policy; sent twice with one id it is issued once. Raises `BadInput` for a number taken.
    """
    key = id or uuid4()
    with transaction.atomic():
        # Unscoped here and below: ids, numbers of an office and codes are taken once in the whole nation.
        existing = Paper.unscoped.filter(pk=key).first()
        if existing is not None:
            return existing
        printed_number = number or (
            next_number(office=office, classification=classification, day=issued_on) if classification else ""
        )
        if number and Paper.unscoped.filter(office=office, number=number).exists():
            raise BadInput([("number", number, _("This number is taken."), _("Check the number on the signed paper."))])
        code = _fresh_code()
        final = dataclasses.replace(
            content,
            number=printed_number or content.number,
            date_text=content.date_text or long_date(issued_on),
            dated=issued_on,
            draft=False,
            verification=c.Verification(url=verification_url(code), code=code),
        )
        plain = _as_data(final)
        paper = Paper.unscoped.create(
            id=key,
            kind=kind,
            title=title,
            office=office,
            regency=regency,
            subject_type=subject_type(subject),
            subject_id=str(subject.pk),
            number=printed_number,
            issued_on=issued_on,
            issued_by=actor.user,
            signed_under=signer,
            signer_name=final.signature.name if final.signature else "",
            signer_title=final.signature.full_title if final.signature else "",
            content=plain,
            content_hash=hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest(),
            pdf=store.keep(render_pdf(final), "application/pdf"),
            docx=store.keep(render_docx(final), DOCX),
            code=code,
            corrects=corrects,
        )
        record_decision(
            actor=actor,
            action="documents.issue",
            subject=paper,
            regency=regency,
            details={"number": printed_number, "corrects": corrects.number or corrects.title if corrects else ""},
        )
    return paper


def verification_url(code: str) -> str:
    """The public address behind the QR code of a paper."""
    return settings.BASE_URL.rstrip("/") + reverse("portal:verify", args=[code])


def _fresh_code() -> str:
    letters = "".join(secrets.choice(_CODE_LETTERS) for _i in range(12))
    return "-".join((letters[:4], letters[4:8], letters[8:]))


def _as_data(paper: c.Paper) -> Any:
    """The content as JSON; the emblem's bytes are in the rendered file and are left out."""

    def plain(value: Any) -> Any:
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return {"_": type(value).__name__} | {
                f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value) if f.name != "emblem"
            }
        if isinstance(value, tuple | list):
            return [plain(item) for item in value]
        return value.isoformat() if isinstance(value, dt.date) else value

    return plain(paper)


# ---------------------------------------------------------------- evidence


def add_evidence(
    *,
    actor: Actor,
    subject: models.Model,
    regency: Region | None,
    name: str,
    content: bytes,
    kind: str,
    proves: str = "",
    taken_on: dt.date | None = None,
    place: str = "",
    supersedes: Evidence | None = None,
    id: UUID | None = None,
) -> Evidence:
    """Keep a file that proves something about a record; checked by content, never replaced, only superseded.

    Raises `BadInput` for a file that is empty, too large or of a kind that is not taken, and for a date to come.
    """
    ensure(actor, "documents.add_evidence", regency)
    if actor.user is None:
        raise ValueError("evidence is brought by a person")
    key = id or uuid4()
    # Unscoped: an id is taken once in the whole nation; one of another record is refused below.
    existing = Evidence.unscoped.filter(pk=key).first()
    if existing is not None:
        if (existing.subject_type, existing.subject_id) != (subject_type(subject), str(subject.pk)):
            raise OutsideTerritory
        return existing
    if taken_on and taken_on > actor.today:
        raise BadInput([("taken_on", taken_on, _("This day is still to come."), _("Give the day it was taken."))])
    media_type = store.recognise(content, name)
    with transaction.atomic():
        evidence = Evidence.unscoped.create(
            id=key,
            file=store.keep(content, media_type),
            name=name[:200],
            kind=kind,
            proves=proves,
            taken_on=taken_on,
            place=place,
            subject_type=subject_type(subject),
            subject_id=str(subject.pk),
            regency=regency,
            uploaded_by=actor.user,
        )
        if supersedes is not None:
            changed = Evidence.unscoped.filter(pk=supersedes.pk, superseded_by__isnull=True).update(
                superseded_by=evidence
            )
            if not changed:
                raise Conflict(_("This file has already been superseded by another one."))
        record_decision(
            actor=actor, action="documents.add_evidence", subject=evidence, regency=regency, details={"proves": proves}
        )
    return evidence


def papers_of(subject: models.Model) -> Sequence[Paper]:
    """The papers issued about a record, newest first. The caller has fetched the record inside the territory."""
    found = Paper.unscoped.filter(subject_type=subject_type(subject), subject_id=str(subject.pk))
    return list(found.select_related("office", "pdf", "docx"))
