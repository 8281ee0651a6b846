"""Addresses of the page kit's own small project."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from sentra.pages.views import gallery, set_theme


def _elsewhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse("")


urlpatterns = [
    path("", gallery, name="home"),
    path("theme", set_theme, name="set_theme"),
    path("inbox", _elsewhere, name="inbox"),
    path("search", _elsewhere, name="search"),
    path("office", _elsewhere, name="switch_office"),
    path("me", _elsewhere, name="profile"),
    path("out", _elsewhere, name="account_logout"),
    path("", include("django.conf.urls.i18n")),
]
