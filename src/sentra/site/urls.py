"""Every address of the product."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from sentra.site import views
from sentra.site.api import api

handler400 = "sentra.pages.errors.bad_request"
handler403 = "sentra.pages.errors.permission_denied"
handler404 = "sentra.pages.errors.not_found"
handler500 = "sentra.pages.errors.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.home, name="home"),
    path("pekerjaan/", views.inbox, name="inbox"),
    path("cari/", views.search, name="search"),
    path("peran/", views.switch_office, name="switch_office"),
    path("bahasa/", views.set_language, name="set_language"),
    path("tema/", views.set_theme, name="set_theme"),
    path("sehat/", views.health, name="health"),
    path("api/v1/", api.urls),
    path("akun/", include("allauth.urls")),
    path("daftar/", include("sentra.registry.urls")),
    path("penetapan/", include("sentra.designation.urls")),
    path("pembinaan/", include("sentra.development.urls")),
    path("dana/", include("sentra.funding.urls")),
    path("telaah/", include("sentra.insight.urls")),
    path("kelola/", include("sentra.administration.urls")),
    path("dokumen/", include("sentra.documents.urls")),
    path("", include("sentra.portal.urls")),
]

if settings.DEBUG:
    from sentra.pages.views import gallery

    urlpatterns.append(path("galeri/", gallery, name="gallery"))
