"""One view for every declared list: page, part of a page, exact count, saved columns, export."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from .. import formatting
from ..errors import BadInput, InputProblem
from .export import write_csv, write_xlsx
from .page import Listing, ListState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BackgroundExport = Callable[[HttpRequest, ListState, str], HttpResponseBase]


def background_export() -> BackgroundExport | None:
    """The site's hook for large exports (setting `SENTRA_BACKGROUND_EXPORT`, a dotted path), or None."""
    path = getattr(settings, "SENTRA_BACKGROUND_EXPORT", "")
    return import_string(path) if path else None


def render_list(
    request: HttpRequest,
    listing: Listing,
    queryset: QuerySet[Any],
    context: dict[str, Any] | None = None,
    template: str = "pages/list.html",
) -> HttpResponseBase:
    """Answers everything a list page is asked: the queryset must already hold only what the person may see.

    GET draws the page, or only `#results` for htmx; `?export=xlsx|csv` gives the file; `?count=exact` the
    exact count. POST with `list_columns` saves the column choice. Raises BadInput for a filter value that is
    none of the filter's.
    """
    if request.method == "POST" and "list_columns" in request.POST:
        return _save_columns(request, listing)
    state = state_of(request, listing, queryset)
    if export := request.GET.get("export"):
        return export_response(request, state, export)
    if request.GET.get("count") == "exact":
        return HttpResponse(formatting.number(state.exact_count))
    is_part = request.headers.get("HX-Request") == "true" and request.headers.get("HX-Target") == "results"
    chosen = "pages/list_results.html" if is_part else template
    values = {"title": listing.title, "listing": listing, "list": state} | (context or {})
    response = render(request, chosen, values)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def state_of(request: HttpRequest, listing: Listing, queryset: QuerySet[Any]) -> ListState:
    """The state of a list for this request, with the columns this person has chosen."""
    session = getattr(request, "session", {})
    chosen = session.get(_session_key(listing))
    return ListState(listing, queryset, request.GET, chosen_columns=chosen, request=request)


def export_response(request: HttpRequest, state: ListState, kind: str) -> HttpResponseBase:
    """The file of all matching rows; above the list's limit the site's background hook answers instead."""
    if kind not in ("xlsx", "csv"):
        raise BadInput([InputProblem(_("Export"), kind, _("There is no such file format."), _("Choose XLSX or CSV."))])
    hook = None if getattr(request, "in_background", False) else background_export()
    if hook and state.rows_queryset.order_by()[: state.listing.export_limit + 1].count() > (state.listing.export_limit):
        return hook(request, state, kind)
    if logged := getattr(settings, "SENTRA_ON_EXPORT", ""):
        import_string(logged)(request, state, kind)
    name = f"{state.listing.name}-{timezone.localdate():%Y%m%d}.{kind}"
    if kind == "csv":
        response = StreamingHttpResponse(write_csv(state), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
    # The response closes the file, and closing removes it.
    file = tempfile.NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115
    write_xlsx(state, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _session_key(listing: Listing) -> str:
    return f"columns:{listing.name}"


def _save_columns(request: HttpRequest, listing: Listing) -> HttpResponse:
    known = [one.key for one in listing.columns if not one.export_only]
    chosen = [key for key in request.POST.getlist("column") if key in known]
    if request.POST["list_columns"] == "reset":
        request.session.pop(_session_key(listing), None)
    else:
        request.session[_session_key(listing)] = [known[0], *chosen]
    return HttpResponseRedirect(request.get_full_path())
