"""Addresses of the page kit's own small project: the gallery, a list, a form and the problems."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models.functions import Length
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import include, path

from sentra.pages import errors
from sentra.pages.findings import Finding
from sentra.pages.gallery import gallery_context
from sentra.pages.gallery_form import GalleryForm
from sentra.pages.listing import BulkAction, ChoiceFilter, Column, Listing, SearchFilter, render_list
from sentra.pages.selection import selected
from sentra.pages.states import State
from sentra.pages.views import gallery, set_theme


def kind_choices() -> list[tuple[str, str]]:
    """The content types as choices."""
    return [(str(pk), model) for pk, model in ContentType.objects.values_list("pk", "model")]


PERMISSIONS = Listing(
    name="permissions",
    title="Hak",
    columns=[
        Column("name", "Nama", sort=True, link=lambda row: f"/hak/{row.pk}"),
        Column("codename", "Kode", sort=True),
        Column("length", "Panjang", annotation=Length("codename"), sort=True, numeric=True),
        Column("state", "Keadaan", value=lambda row: State("Aktif", "good")),
        Column("model", "Jenis", value="content_type.model", sort="content_type__model", default_shown=False),
        Column("id", "Nomor", export_only=True),
    ],
    filters=[
        SearchFilter("q", "Cari", fields=("name", "codename"), placeholder="Nama atau kode"),
        ChoiceFilter("kind", "Jenis", lookup="content_type_id", choices=kind_choices),
    ],
    default_sort="name",
    count_cap=1_000,
    bulk=[BulkAction("/choose", "Tutup", icon="lock")],
)


def permissions(request: HttpRequest) -> HttpResponseBase:
    """A list of some thousand rows."""
    rows = Permission.objects.select_related("content_type")
    return render_list(request, PERMISSIONS, rows, gallery_context(request) | {"title": "Hak"})


def choose(request: HttpRequest) -> HttpResponse:
    """A bulk action that only counts."""
    chosen = selected(request, PERMISSIONS, Permission.objects.all())
    if chosen.confirm(request):
        return HttpResponse(f"done {chosen.count}")
    context = {"selection": chosen, "title": "Tutup", "confirm_label": "Tutup", "back_url": "/list"}
    return render(request, "pages/confirm_selection.html", gallery_context(request) | context)


def form(request: HttpRequest) -> HttpResponse:
    """A form with every kind of field."""
    bound = GalleryForm(request.POST or None)
    return render(request, "pages/gallery.html", gallery_context(request) | {"form": bound, "wrong": bound})


def refuse(request: HttpRequest, kind: str) -> HttpResponse:
    """Raises one of the problems."""
    finding = Finding("not_met", "Minimal 20 UKM", "19 UKM", "≥ 20 UKM", "Pasal 5 ayat (1) huruf a")
    problems: dict[str, Exception] = {
        "refused": errors.Refused(
            "Usulan ini belum memenuhi kriteria.",
            ["kukm-23-2005/5.1.a.1"],
            [finding],
            "Lengkapi anggota sentra, lalu usulkan kembali.",
        ),
        "conflict": errors.Conflict(
            "Budi Santoso sudah meneruskan usulan ini pada 10.32.", state="Diteruskan", url="/list"
        ),
        "bad": errors.BadInput([("NIB", "12", "NIB terdiri dari 13 angka.", "Salin dari dokumen NIB.")]),
        "missing": Http404(),
    }
    raise problems[kind]


urlpatterns = [
    path("", gallery, name="home"),
    path("list", permissions, name="list"),
    path("choose", choose, name="choose"),
    path("form", form, name="form"),
    path("problem/<str:kind>", refuse, name="problem"),
    path("api/problem/<str:kind>", refuse, name="api_problem"),
    path("theme", set_theme, name="set_theme"),
    path("inbox", gallery, name="inbox"),
    path("search", gallery, name="search"),
    path("office", gallery, name="switch_office"),
    path("me", gallery, name="profile"),
    path("out", gallery, name="account_logout"),
    path("", include("django.conf.urls.i18n")),
]
handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.not_found
handler500 = errors.server_error
