"""What the pages of the registry share: saving a form, drafts, histories, crumbs."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, find
from sentra.access.models import User
from sentra.decisions.models import Decision
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.indonesian.dates import parse_date
from sentra.indonesian.problems import DateError
from sentra.law import NotInForce
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.pages.formatting import number, rupiah, short_date
from sentra.registry.drafts import draft_of, drop_draft, keep_draft, saved_time
from sentra.registry.forms import RecordForm, Section
from sentra.registry.labels import label_of
from sentra.territory.models import Region, RegionLevel

M = TypeVar("M", bound=models.Model)

HISTORY_SHOWN = 200
MONEY = frozenset({"annual_sales", "net_worth", "business_capital", "investment_value", "turnover", "amount"})


def user_of(request: HttpRequest) -> User:
    """The person of a request behind a door."""
    return cast("User", request.user)


def crumb(label: Any, name: str = "", *args: Any) -> dict[str, Any]:
    """A step of "you are here"; without a name the present page."""
    return {"label": label, "url": reverse(f"registry:{name}", args=args) if name else ""}


def section_form(
    request: HttpRequest,
    section: Section,
    key: str,
    initial: Mapping[str, Any],
    *,
    draft: Mapping[str, Any] | None = None,
    **options: Any,
) -> RecordForm:
    """The form of a section: sent (then bound), or fresh with the person's draft over the stored values."""
    sent = request.method == "POST" and request.POST.get("section", section.key) == section.key
    kept = draft if draft is not None else draft_of(user_of(request), key)
    hidden = {"section": section.key, **options.pop("hidden", {})}
    form = RecordForm(
        section.names,
        required=section.required,
        data=request.POST if sent else None,
        initial={**initial, **kept},
        hidden=hidden,
        prefix=f"id-{section.key}",
        outline=section,
        **options,
    )
    form.draft_url = reverse("registry:draft", args=[key])  # type: ignore[attr-defined]
    form.has_draft = bool(kept) and not sent  # type: ignore[attr-defined]
    return form


def districts_of(regency: Region | None) -> dict[str, list[tuple[str, str]]]:
    """The districts of a regency as the choices of a form."""
    found = Region.objects.filter(parent=regency, level=RegionLevel.DISTRICT).order_by("name")
    return {"district_code": list(found.values_list("code", "name")) if regency else []}


def save(
    request: HttpRequest,
    form: RecordForm,
    act: Callable[[dict[str, Any]], Any],
    *,
    done: Any,
    to: str | Callable[[Any], str],
    key: str = "",
    aliases: Mapping[str, str] | None = None,
) -> HttpResponse | None:
    """Let a service act on the form's values: a redirect when it did, None with the problems on the form."""
    if form.errors:
        return None
    try:
        record = act(form.raw())
    except BadInput as problem:
        form.tell(problem, aliases)
        return None
    except Refused as refusal:
        form.add_error(None, f"{refusal.reason} {refusal.remedy}".strip())
        return None
    if key:
        drop_draft(user_of(request), key)
    messages.success(request, str(done))
    return HttpResponseRedirect(to if isinstance(to, str) else to(record))


def answer(
    request: HttpRequest, template: str, context: dict[str, Any], *, form: RecordForm | None = None
) -> HttpResponse:
    """The page; with a refused form its status is 422, so that programmes can tell."""
    status = 422 if form is not None and form.is_bound and form.errors else 200
    return render(request, template, context, status=status)


@door("registry.view")
@require_POST
def save_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Keeps the changed fields of a form for the person who types; answers with the time."""
    if request.POST.get("discard"):
        drop_draft(user_of(request), key)
        return HttpResponseRedirect(_back(request))
    names = [name for name in request.POST.getlist("changed") if len(name) <= 60]
    keep_draft(user_of(request), key, {name: request.POST.get(name, "") for name in names[:100]})
    return JsonResponse({"saved_at": saved_time()})


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return target if safe else reverse("registry:sentra_list")


def events(decisions: Iterable[Decision]) -> list[dict[str, Any]]:
    """Decision records as lines of a timeline."""
    return [{"text": sentence(one), "at": one.at, "by": one.capacity, "remark": _remark(one)} for one in decisions]


def history(*subjects: models.Model) -> list[dict[str, Any]]:
    """The histories of one or more records together, newest first."""
    found = [one for subject in subjects for one in history_of(subject)[:HISTORY_SHOWN]]
    return events(sorted(found, key=lambda one: one.number, reverse=True)[:HISTORY_SHOWN])


def _remark(decision: Decision) -> str:
    parts = [decision.reason] if decision.reason else []
    before_after = decision.details.get("changes", {})
    for name in decision.details.get("fields", []):
        if name not in before_after:
            parts.append(str(label_of(name)))
            continue
        old, new = before_after[name]
        was = "" if old is None or old == "" else f"{_written(name, old)} → "
        parts.append(f"{label_of(name)}: {was}{_written(name, new)}")
    return "; ".join(parts)


def _written(name: str, value: Any) -> str:
    if value is None or value == "":
        return "–"
    if name in MONEY and isinstance(value, int):
        return rupiah(value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, int):
        return number(value)
    return str(value)


def day_asked(request: HttpRequest) -> dt.date:
    """The day the page is asked for (`?pada=2025-12-31` or day first), today where none is named."""
    today = actor_of(request).today
    text = request.GET.get("pada", "").strip()
    if not text:
        return today
    try:
        return min(parse_date(text), today)
    except DateError as error:
        language = get_language() or "id"
        raise BadInput([InputProblem("pada", text, error.message(language), error.remedy(language))]) from None


def too_early(request: HttpRequest, error: NotInForce) -> InputProblem:
    """Why no size class can be told on the day asked for."""
    return InputProblem(
        "pada",
        request.GET.get("pada", ""),
        _("On this day no size class of enterprises applied yet."),
        _("Choose a day from %(since)s.") % {"since": short_date(error.since)},
    )


def client_key(request: HttpRequest) -> uuid.UUID | None:
    """The UUID made with the form, or None where it is none."""
    try:
        return uuid.UUID(request.POST.get("client_id", ""))
    except ValueError:
        return None


def fresh_key() -> str:
    """A new UUID for a form, so that sending it twice makes one record."""
    return str(uuid.uuid4())


def version_of(request: HttpRequest) -> int:
    """The version the form was drawn from; 0 (which no record has) when it is missing."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def with_reason(request: HttpRequest, act: Any, done: str, to: str) -> HttpResponse:
    """A step that needs a reason: done, or back with what is missing."""
    try:
        act(request.POST.get("reason", ""))
    except BadInput as problem:
        messages.error(request, " ".join(f"{one.message} {one.remedy}" for one in problem.problems))
    else:
        messages.success(request, done)
    return HttpResponseRedirect(to)


def chosen(model: type[M], text: str, *related: str) -> M:
    """The record a form's choice names, inside the territory; 404 for anything else."""
    try:
        key = uuid.UUID(text)
    except ValueError:
        raise Http404 from None
    return find(model, key, *related)
