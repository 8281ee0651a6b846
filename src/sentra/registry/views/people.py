"""A person: seen through the enterprises they own; the identity number only by a logged reading."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from sentra.access.doors import actor_of, door, fetch
from sentra.access.models import MaskedRead
from sentra.access.policy import may
from sentra.decisions.services import subject_type
from sentra.indonesian.education import BY_CODE
from sentra.pages.errors import BadInput
from sentra.pages.formatting import language, short_date
from sentra.registry import services
from sentra.registry.forms import PERSON
from sentra.registry.labels import label_of
from sentra.registry.models import Enterprise, Merge, Person
from sentra.registry.views.common import (
    answer,
    crumb,
    history,
    save,
    section_form,
)


@door("registry.view")
def person(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is on record about a person, masked, with who has read the full number."""
    return render(request, "registry/person.html", _context(request, _fetch(request, pk)))


def _fetch(request: HttpRequest, pk: UUID, action: str = "registry.view") -> Person:
    return fetch(request, Person, pk, action, "regency__parent", "merged_into")


def _context(request: HttpRequest, found: Person) -> dict[str, object]:
    actor = actor_of(request)
    level = BY_CODE.get(found.education)
    about = [
        {"label": label_of("nik"), "value": found.nik_mask},
        {"label": label_of("sex"), "value": found.get_sex_display() if found.sex else ""},
        {"label": label_of("birth_date"), "value": short_date(found.birth_date) if found.birth_date else ""},
        {"label": label_of("education"), "value": level.label(language()) if level else ""},
        {"label": label_of("phone"), "value": found.phone},
        {"label": label_of("email"), "value": found.email},
        {"label": label_of("regency"), "value": found.regency.name},
    ]
    # Read-only log, not territorial: the person was found in the territory, so the readings of their number are open.
    reads = MaskedRead.objects.filter(subject_type=subject_type(found), subject_id=found.pk)
    return {
        "person": found,
        "title": found.name,
        "about": about,
        "enterprises": Enterprise.objects.filter(owner=found, merged_into=None).select_related("regency"),
        "reads": reads.select_related("user")[:50],
        "events": history(found),
        "merges": Merge.objects.filter(kind="person", kept_id=found.pk),
        "crumbs": [crumb(_("Enterprises"), "enterprise_list"), crumb(found.name)],
        "can_keep": may(actor, "registry.keep", found),
        "can_reveal": may(actor, "access.reveal", found),
    }


@door("registry.keep")
def edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a person's values; an empty NIK leaves the number as it is."""
    found = _fetch(request, pk, "registry.keep")
    key = f"person:{pk}"
    present = {name: getattr(found, name) for name in PERSON.names if name != "nik"}
    form = section_form(request, PERSON, key, present)
    if request.method == "POST":
        done = save(
            request,
            form,
            lambda raw: services.change_person(actor=actor_of(request), person=found, changes=raw),
            done=_("The person's record is saved."),
            to=reverse("registry:person", args=[pk]),
            key=key,
        )
        if done is not None:
            return done
    context = {
        "title": found.name,
        "form": form,
        "crumbs": [crumb(_("Enterprises"), "enterprise_list"), crumb(found.name, "person", pk), crumb(_("Change"))],
        "submit": _("Save"),
        "lead": _("On record: %(mask)s") % {"mask": found.nik_mask} if found.nik_mask else "",
    }
    return answer(request, "registry/form.html", context, form=form)


@door("access.reveal")
@require_POST
@never_cache
def reveal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the full number once, to one person, for a stated reason; the reading is logged."""
    found = _fetch(request, pk, "access.reveal")
    try:
        number = services.reveal_nik(actor=actor_of(request), person=found, reason=request.POST.get("reason", ""))
    except BadInput as problem:
        messages.error(request, " ".join(f"{one.message} {one.remedy}" for one in problem.problems))
        return HttpResponseRedirect(reverse("registry:person", args=[pk]))
    return render(request, "registry/person.html", _context(request, found) | {"revealed": number})
