"""Pages of the imports: bringing a file, its preview, mending, confirming."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.actors import Actor
from sentra.access.doors import SentraRequest, door, fetch
from sentra.access.policy import Denied, ensure, may
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.pages.formatting import number, rupiah
from sentra.pages.forms import Form, add_problem
from sentra.pages.listing import ChoiceFilter, Column, Listing, render_list
from sentra.pages.states import State
from sentra.registry.imports import runs
from sentra.registry.imports.checking import check_run, context_of, record_of
from sentra.registry.imports.issues import from_json
from sentra.registry.imports.preview import STATES, Preview
from sentra.registry.imports.reading import MAX_BYTES
from sentra.registry.imports.sheets import About, Context, Sheet, Sum, sheet_of, sheets
from sentra.registry.imports.tasks import check_import
from sentra.registry.imports.template import XLSX, write_corrections, write_template
from sentra.registry.models import ImportRow, ImportRun, ImportState, RowStatus

ACTION = "imports.bring"
RELATED = ("regency", "by", "appointment__office__region__parent")
RUN_STATES = {
    ImportState.CHECKING: State(gettext_lazy("Being checked"), "info", "loader"),
    ImportState.READY: State(gettext_lazy("Waits for your confirmation"), "accent"),
    ImportState.APPLIED: State(gettext_lazy("Applied"), "good"),
    ImportState.CANCELLED: State(gettext_lazy("Cancelled"), "neutral"),
    ImportState.FAILED: State(gettext_lazy("Could not be read"), "bad"),
}


def _title_of(run: ImportRun) -> str:
    return str(sheet_of(run.kind).title)


def _counts_of(run: ImportRun) -> str:
    if run.state not in {ImportState.READY, ImportState.APPLIED}:
        return ""
    return _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(wrong)s wrong") % {
        name: getattr(run, name) for name in ("new", "changed", "unchanged", "wrong")
    }


MY_IMPORTS = Listing(
    name="imports",
    title=gettext_lazy("My imports"),
    columns=[
        Column("file_name", gettext_lazy("File"), link=lambda run: reverse("registry:import_run", args=[run.pk])),
        Column("kind", gettext_lazy("Content"), _title_of),
        Column("state", gettext_lazy("State"), lambda run: RUN_STATES[run.state]),
        Column("counts", gettext_lazy("Rows"), _counts_of),
        Column("created_at", gettext_lazy("Brought on"), sort=True),
    ],
    filters=[
        ChoiceFilter("state", gettext_lazy("State"), choices=[(key, one.label) for key, one in RUN_STATES.items()])
    ],
    default_sort="-created_at",
    empty_title=gettext_lazy("You have not brought a file in yet"),
    empty_text=gettext_lazy("Download a template above, fill it in, and send it here."),
)


def _actor(request: HttpRequest) -> Actor:
    return cast("SentraRequest", request).actor


@dataclass(frozen=True)
class Subject:
    """The record of another room that a file is about, as the pages name it."""

    sheet: Sheet
    about: About
    key: uuid.UUID
    record: Any

    @property
    def label(self) -> str:
        """What the record is called."""
        return str(self.about.label(self.record))

    @property
    def url(self) -> str:
        """The page of the record."""
        return self.about.return_to(self.record)

    @property
    def query(self) -> str:
        """The part of an address that says what the next file is about."""
        return urlencode({"about": self.key, "jenis": self.sheet.kind})


def _crumbs(subject: Subject | None, last: str) -> list[dict[str, str]]:
    first = {"label": _("Import from Excel"), "url": reverse("registry:import_list")}
    if subject is not None:
        first = {"label": subject.label, "url": subject.url}
    return [first, {"label": last, "url": ""}]


def _subject(request: HttpRequest, kind: str, about: str) -> Subject | None:
    """What the next file is about, where the address says so; 404 outside the territory, 403 without the right."""
    for sheet in sheets():
        if sheet.kind == kind and sheet.about and about:
            try:
                key = uuid.UUID(about)
            except ValueError:
                raise Http404 from None
            record = sheet.about.find(_actor(request), key)
            ensure(_actor(request), sheet.action, record)
            return Subject(sheet, sheet.about, key, record)
    return None


@door(ACTION)
def import_list(request: HttpRequest) -> HttpResponseBase:
    """The person's own imports, with templates and a place for the next file."""
    if request.method == "POST" and "kind" in request.POST:
        return _bring(request)
    actor = _actor(request)
    mine = ImportRun.objects.filter(by=actor.user)
    chosen = request.GET.get("jenis", "")
    subject = _subject(request, chosen, request.GET.get("about", ""))
    offered = [one for one in sheets() if one.about is None and not isinstance(may(actor, one.action), Denied)]
    context = {
        "title": _("Import from Excel"),
        "crumbs": _crumbs(subject, _("Import from Excel")) if subject else [],
        "sheets": [subject.sheet] if subject else offered,
        "subject": subject,
        "chosen": chosen,
        "client_id": uuid.uuid4(),
        "max_mb": MAX_BYTES // 1024 // 1024,
    }
    return render_list(request, MY_IMPORTS, mine, context, "registry/imports/list.html")


def _bring(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    kind = request.POST["kind"]
    if kind not in {one.kind for one in sheets()}:
        raise BadInput([InputProblem("kind", kind, _("Say what the file contains."), _("Choose one of the kinds."))])
    if file is None or file.size is None or file.size > MAX_BYTES:
        message = _("The file is missing or too large.")
        raise BadInput([InputProblem("file", getattr(file, "name", None), message, _("Choose the file again."))])
    run = runs.start_import(
        actor=_actor(request),
        kind=kind,
        file_name=file.name or "",
        content=file.read(),
        about=_uuid(request.POST.get("about", "")),
        id=_uuid(request.POST.get("id", "")),
    )
    if run.state == ImportState.CHECKING:
        _check(run)
    return HttpResponseRedirect(reverse("registry:import_run", args=[run.pk]))


def _check(run: ImportRun) -> None:
    """Small files are checked while the person waits, larger ones in the background."""
    if run.size <= runs.CHECKED_AT_ONCE:
        check_run(run)
    else:
        check_import.enqueue(str(run.pk))


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text) if text else None
    except ValueError:
        raise BadInput([InputProblem("id", text, _("This is not an identifier."), _("Load the page again."))]) from None


@door(ACTION)
def import_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The template of a kind, in the language of the page."""
    actor = _actor(request)
    if kind not in {one.kind for one in sheets()}:
        raise Http404
    sheet = sheet_of(kind)
    ensure(actor, sheet.action)
    subject = _subject(request, kind, request.GET.get("about", ""))
    place = actor.office.region if actor.office else None
    context = Context(actor, place, actor.today)
    if subject is not None:
        context = Context(actor, subject.about.region(subject.record), actor.today, about=subject.record)
    content = write_template(sheet, context)
    return _download(content, f"{_('template')}-{kind}-{get_language()}.xlsx")


def _download(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _run(request: HttpRequest, pk: uuid.UUID) -> ImportRun:
    run = fetch(request, ImportRun, pk, ACTION, *RELATED)
    runs.ensure_run(_actor(request), run)
    return run


def _subject_of(run: ImportRun, actor: Actor) -> Subject | None:
    sheet, record = sheet_of(run.kind), record_of(run, actor)
    if sheet.about is None or run.about_id is None:
        return None
    return Subject(sheet, sheet.about, run.about_id, record)


@door(ACTION)
def import_run(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """One import: its progress, its preview, or what it did."""
    return _run_page(request, _run(request, pk))


def _run_page(request: HttpRequest, run: ImportRun, form: Form | None = None) -> HttpResponse:
    preview = Preview(run, sheet_of(run.kind), context_of(run))
    page = preview.page(request)
    context = _described(run, _actor(request), form) | {
        "list": page,
        "rows": [preview.row(cast("ImportRow", one)) for one in page.records[: page.size]],
        "tabs": _tabs(run, page.values.get("status", "")),
        "chosen": page.values.get("status", ""),
    }
    return render(request, "registry/imports/run.html", context, status=422 if form and form.errors else 200)


def _described(run: ImportRun, actor: Actor, form: Form | None = None) -> dict[str, Any]:
    """What the page says about the run as a whole; `form` is what is asked beside the rows, as it was sent."""
    subject, sheet = _subject_of(run, actor), sheet_of(run.kind)
    return {
        "title": run.file_name,
        "crumbs": _crumbs(subject, run.file_name),
        "run": run,
        "sheet": sheet,
        "subject": subject,
        "place": subject.label if subject else run.regency.name if run.regency else "",
        "form": form or _details_form(run),
        "sums": [{"label": one.title, "figure": _summed(sheet, one, run.sums.get(one.key, 0))} for one in sheet.sums],
        "state": RUN_STATES[ImportState(run.state)],
        "notices": [one.message for one in from_json(run.notices)],
        "problems": from_json(run.problems),
        "percent": run.done * 100 // run.total if run.total else 0,
        "to_apply": run.new + run.changed,
        "closed": Denied(runs.why_closed(run)) if run.wrong else None,
        "apply_words": _apply_words(run.new + run.changed),
        "without_words": ngettext("Leave %(count)s wrong row out", "Leave %(count)s wrong rows out", run.wrong)
        % {"count": run.wrong},
    }


def _details_form(run: ImportRun, data: Any = None) -> Form | None:
    """What is asked beside the rows of a file, filled with what is known."""
    about = sheet_of(run.kind).about
    return about.form(data, initial=run.details) if about and about.form else None


def _summed(sheet: Sheet, one: Sum, total: int) -> str:
    column = sheet.column(one.column)
    is_money = one.in_rupiah or (column is not None and column.type.name == "rupiah")
    return rupiah(total) if is_money else number(total)


def _apply_words(count: int) -> str:
    return ngettext("Apply %(count)s row", "Apply %(count)s rows", count) % {"count": count}


def _tabs(run: ImportRun, chosen: str) -> list[dict[str, Any]]:
    tabs = [{"label": _("All"), "url": "?", "count": run.total, "is_current": not chosen}]
    counts = {status.value: getattr(run, status.value) for status in RowStatus} | {"doubtful": run.doubtful}
    for name, count in counts.items():
        if count or name == chosen:
            label = STATES[name].label if name in STATES else _("Doubtful")
            tabs.append({"label": label, "url": f"?status={name}", "count": count, "is_current": chosen == name})
    return tabs


@door(ACTION)
def import_progress(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The progress of a check, asked again and again; when it is done the page is loaded anew."""
    run = _run(request, pk)
    if run.state != ImportState.CHECKING:
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    return render(request, "registry/imports/progress.html", _described(run, _actor(request)))


@door(ACTION)
@require_POST
def import_mend(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Put another value into a cell; htmx gets the row and the counts, others the page."""
    run = _run(request, pk)
    place = request.POST.get("row", "")
    if not place.isascii() or not place.isdigit() or len(place) > 7:
        raise BadInput([InputProblem("row", place, _("There is no such row."), _("Load the page again."))])
    row = runs.mend_cell(
        actor=_actor(request),
        run=run,
        number=int(place),
        column=request.POST.get("column", ""),
        text=request.POST.get("value", ""),
    )
    if request.headers.get("HX-Request") != "true":
        address = reverse("registry:import_run", args=[run.pk])
        return HttpResponseRedirect(f"{address}?{urlencode({'status': request.POST.get('status', '')})}#row-{place}")
    preview = Preview(run, sheet_of(run.kind), context_of(run))
    described = _described(run, _actor(request))
    context = described | {"row": preview.row(row), "tabs": _tabs(run, request.POST.get("status", ""))}
    return render(request, "registry/imports/mended.html", context)


@door(ACTION)
def import_corrections(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The file back with its errors beside the cells; it holds numbers as typed, so only for whoever brought it."""
    run = _run(request, pk)
    if run.by_id != request.user.pk:
        raise Refused(
            _("Only %(name)s, who brought this file, may have it back.") % {"name": run.by.name},
            remedy=_("Mend the cells on the page, or ask for the file."),
        )
    if run.state != ImportState.READY:
        raise Refused(_("This file no longer waits for confirmation."))
    rows = ImportRow.objects.filter(run=run).order_by("number").iterator(1_000)
    return _download(write_corrections(run, context_of(run), rows), f"{_('corrections')}-{run.kind}.xlsx")


@door(ACTION)
@require_POST
def import_confirm(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Apply the file, with what its sheet asks beside the rows."""
    run = _run(request, pk)
    form = _details_form(run, request.POST)
    if form is not None and not form.is_valid():
        return _run_page(request, run, form)
    try:
        runs.confirm_import(
            actor=_actor(request),
            run=run,
            leave_out_wrong=request.POST.get("leave_out_wrong") == "1",
            doubts_seen=request.POST.get("doubts_seen") == "1",
            details=form.cleaned_data if form else None,
        )
    except BadInput as problem:
        if form is None:
            raise
        add_problem(form, problem)
        return _run_page(request, run, form)
    return HttpResponseRedirect(reverse("registry:import_run", args=[run.pk]))


@door(ACTION)
@require_POST
def import_cancel(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Throw the file away."""
    run = _run(request, pk)
    runs.cancel_import(actor=_actor(request), run=run)
    subject = _subject_of(run, _actor(request))
    return HttpResponseRedirect(subject.url if subject else reverse("registry:import_list"))


@door(ACTION)
@require_POST
def import_recheck(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """Start a check again that did not come to its end."""
    run = _run(request, pk)
    if run.state == ImportState.CHECKING:
        _check(run)
    return HttpResponseRedirect(reverse("registry:import_run", args=[run.pk]))
