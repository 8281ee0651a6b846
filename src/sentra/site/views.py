"""The shell's own pages: my work, search, choosing office, language and theme, health."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from sentra.access.actors import appointments_of
from sentra.access.doors import actor_of, public, signed_in
from sentra.access.middleware import APPOINTMENT_KEY
from sentra.access.models import User
from sentra.site.demo.accounts import demo_accounts
from sentra.site.demo.places import PASSWORD
from sentra.site.pace import Pace, paces_for
from sentra.site.search import search_everything
from sentra.site.starts import starts_for
from sentra.site.work import MyWork, my_work

_YEAR = 365 * 24 * 3600


@public
def home(request: HttpRequest) -> HttpResponse:
    """My work for whoever is signed in; a word of welcome for everybody else."""
    actor = actor_of(request)
    if actor.user is None:
        accounts = demo_accounts() if settings.DEMO else []
        return render(request, "site/welcome.html", {"accounts": accounts, "password": PASSWORD})
    return _work_page(request, "site/work.html", my_work(actor), paces_for(actor))


@signed_in
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything that waits for me, without the figures."""
    return _work_page(request, "site/inbox.html", my_work(actor_of(request), limit=None))


def _work_page(request: HttpRequest, template: str, work: MyWork, paces: Sequence[Pace] = ()) -> HttpResponse:
    actor = actor_of(request)
    starts = [] if work.total else starts_for(actor)
    return render(request, template, {"work": work, "actor": actor, "starts": starts, "paces": paces})


@signed_in
def search(request: HttpRequest) -> HttpResponse:
    """Sentra, enterprises, proposals, papers and provisions that hold the words, inside the own territory."""
    text = request.GET.get("q", "").strip()[:80]
    actor = actor_of(request)
    results = search_everything(actor, text) if len(text) > 1 else []
    context = {"search_text": text, "groups": results, "too_short": len(text) == 1}
    return render(request, "site/search.html", context)


@signed_in
@require_POST
def switch_office(request: HttpRequest) -> HttpResponse:
    """Act under another of one's own appointments; one that is not held is ignored."""
    wanted = request.POST.get("appointment", "")
    if wanted in {str(a.pk) for a in appointments_of(cast("User", request.user))}:
        request.session[APPOINTMENT_KEY] = wanted
    return redirect("home")


@public
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Choose the language for this browser, and for the account when signed in."""
    response = redirect(_back(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=_YEAR, samesite="Lax", httponly=True)
        if request.user.is_authenticated:
            User.objects.filter(pk=request.user.pk).update(language=language)
    return response


@public
@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Choose light or dark for this browser; anything else follows the device."""
    response = redirect(_back(request))
    theme = request.POST.get("theme", "")
    if theme in ("light", "dark"):
        response.set_cookie("theme", theme, max_age=_YEAR, samesite="Lax")
    else:
        response.delete_cookie("theme")
    return response


def _back(request: HttpRequest) -> str:
    target = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if safe else "/"


@public
def health(request: HttpRequest) -> HttpResponse:
    """Whether the server reaches its database; for the machine that watches it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok", "database": connection.vendor})
