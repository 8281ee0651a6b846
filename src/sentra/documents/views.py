"""Files of papers and evidence, served only to whoever may see the record they belong to."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from sentra.access.doors import door, fetch, signed_in
from sentra.documents import store
from sentra.documents.models import Evidence, Paper, PreparedExport, StoredFile
from sentra.documents.rendering.qr import qr_svg
from sentra.documents.services import verification_url


@door("documents.view")
def paper(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is known about an issued paper, with its files and its verification address."""
    found = fetch(request, Paper, pk, "documents.view", "office", "pdf", "docx", "issued_by", "corrects")
    url = verification_url(found.code)
    context = {
        "paper": found,
        "url": url,
        "qr": qr_svg(url),
        "corrections": Paper.objects.filter(corrects=found),
        "title": found.title,
    }
    return render(request, "documents/paper.html", context)


@door("documents.view")
def paper_pdf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The PDF of a paper."""
    found = fetch(request, Paper, pk, "documents.view", "pdf")
    return serve(found.pdf, f"{slugify(found.title)}.pdf", inline=True)


@door("documents.view")
def paper_docx(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The editable file of a paper."""
    found = fetch(request, Paper, pk, "documents.view", "docx")
    if found.docx is None:
        raise Http404
    return serve(found.docx, f"{slugify(found.title)}.docx")


@door("documents.view")
def evidence(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file of a piece of evidence, as a download: what people upload is never shown as a page of ours."""
    found = fetch(request, Evidence, pk, "documents.view", "file")
    name = f"{slugify(found.name.rsplit('.', 1)[0]) or 'berkas'}{store.ALLOWED.get(found.file.media_type, '')}"
    return serve(found.file, name)


@signed_in
def exports(request: HttpRequest) -> HttpResponse:
    """The large exports that this person asked for; the page asks again while one is being prepared."""
    found = list(PreparedExport.objects.filter(user_id=_own(request)).select_related("file")[:50])
    waiting = any(one.state == PreparedExport.State.WAITING for one in found)
    return render(request, "documents/exports.html", {"exports": found, "waiting": waiting})


@signed_in
def export_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The file of an own export; anybody else's is not found, nor one of an appointment that is over."""
    found = PreparedExport.objects.filter(pk=pk, user_id=_own(request), file__isnull=False).first()
    if found is None or found.file is None or not _still_held(request, found):
        raise Http404
    return serve(found.file, found.file_name)


def _still_held(request: HttpRequest, export: PreparedExport) -> bool:
    """Whether the appointment under which the file was written still opens anything to the person."""
    held = getattr(request, "appointments", ())
    return export.appointment_id is None or any(one.pk == export.appointment_id for one in held)


def _own(request: HttpRequest) -> int:
    """The id of whoever is signed in; `signed_in` has seen to it that somebody is."""
    return int(request.user.pk or 0)


def serve(file: StoredFile, name: str, *, inline: bool = False) -> HttpResponse:
    """A stored file as an answer of its own kind, sandboxed, never sniffed."""
    response = HttpResponse(store.read(file), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(not inline, name) or "attachment"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
