"""Addresses of the imports, included by the registry under `daftar/impor/`."""

from __future__ import annotations

from django.urls import path

from sentra.registry.imports import views

urlpatterns = [
    path("", views.import_list, name="import_list"),
    path("templat/<str:kind>/", views.import_template, name="import_template"),
    path("<uuid:pk>/", views.import_run, name="import_run"),
    path("<uuid:pk>/kemajuan/", views.import_progress, name="import_progress"),
    path("<uuid:pk>/sel/", views.import_mend, name="import_mend"),
    path("<uuid:pk>/perbaikan/", views.import_corrections, name="import_corrections"),
    path("<uuid:pk>/terapkan/", views.import_confirm, name="import_confirm"),
    path("<uuid:pk>/batal/", views.import_cancel, name="import_cancel"),
    path("<uuid:pk>/periksa/", views.import_recheck, name="import_recheck"),
]
