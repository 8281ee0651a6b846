"""Pages that sentra and enterprises share: the sections of a record, each saved by itself, and the figures by year."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from sentra.access.doors import actor_of
from sentra.access.policy import ensure
from sentra.registry.drafts import drafts_of
from sentra.registry.forms import Section
from sentra.registry.views.common import answer, save, section_form, user_of, version_of


def edit_page(
    request: HttpRequest,
    record: Any,
    sections: Sequence[Section],
    *,
    key: str,
    here: str,
    present: Mapping[str, Any],
    choices: Mapping[str, Any],
    change: Callable[[int, dict[str, Any]], Any],
    context: dict[str, Any],
) -> HttpResponse:
    """The sections of a record; `change` takes the version that was read and the values of the one that was sent."""
    keys = {section.key: f"{key}:{section.key}" for section in sections}
    drafts = drafts_of(user_of(request), list(keys.values()))
    forms = [
        section_form(
            request,
            section,
            keys[section.key],
            present,
            draft=drafts.get(keys[section.key], {}),
            choices=choices,
            hidden={"version": record.version},
        )
        for section in sections
    ]
    sent = next((form for form in forms if form.is_bound), None)
    if sent is not None:
        section = cast("Section", sent.outline)
        done = save(
            request,
            sent,
            lambda raw: change(version_of(request), raw),
            done=_("“%(section)s” is saved.") % {"section": section.title},
            to=f"{here}#{section.key}",
            key=keys[section.key],
        )
        if done is not None:
            return done
    return answer(request, "registry/sections.html", context | {"forms": forms, "here": here}, form=sent)


def figures_page(
    request: HttpRequest,
    record: models.Model,
    section: Section,
    rows: Sequence[Any],
    *,
    key: str,
    here: str,
    keep: Callable[[dict[str, Any]], Any],
    template: str,
    context: dict[str, Any],
) -> HttpResponse:
    """The years of a record and the form for one of them (`?tahun=`); `keep` takes the values of the year sent."""
    wanted = request.GET.get("tahun", "")
    chosen = next((row for row in rows if str(row.year) == wanted), None)
    initial = {name: getattr(chosen, name) for name in section.names} if chosen else {"year": wanted}
    form = section_form(request, section, f"{key}:{section.key}", initial)
    if request.method == "POST":
        ensure(actor_of(request), "registry.keep", record)
        done = save(request, form, keep, done=_("The figures are saved."), to=here, key=f"{key}:{section.key}")
        if done is not None:
            return done
    return answer(request, template, context | {"rows": rows, "form": form}, form=form)
