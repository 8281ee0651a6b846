"""The few views of the page kit: the theme cookie and the gallery of components."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from .gallery import gallery_context
from .templatetags.sentra import THEMES

A_YEAR = 365 * 24 * 3600


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """Keeps `light` or `dark` in a cookie, or forgets it for `system`; goes back to where the person was."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie("theme", chosen, max_age=A_YEAR, samesite="Lax", secure=request.is_secure())
    else:
        response.delete_cookie("theme", samesite="Lax")
    return response


def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state, for looking at; only while DEBUG is on."""
    if not settings.DEBUG:
        raise Http404
    return render(request, "pages/gallery.html", gallery_context(request))
