"""The pages of insight, under /telaah/."""

from __future__ import annotations

from django.urls import URLPattern, path

from sentra.insight.views import scenarios, screening, snapshots, what_if

app_name = "insight"

urlpatterns: list[URLPattern] = [
    path("", screening.screening, name="screening"),
    path("gagal/<uuid:pk>/<str:check_id>/<str:day>/<path:clause_id>/", screening.failing, name="failing"),
    path("simulasi/", what_if.what_if, name="what_if"),
    path("skenario/", scenarios.scenario_list, name="scenario_list"),
    path("skenario/simpan/", scenarios.save, name="scenario_save"),
    path("skenario/<uuid:pk>/", scenarios.scenario, name="scenario"),
    path("skenario/<uuid:pk>/cetak/", scenarios.scenario_print, name="scenario_print"),
    path("skenario/<uuid:pk>/hapus/", scenarios.remove, name="scenario_remove"),
    path("skenario/<uuid:pk>/<str:side>/", scenarios.changed, name="changed"),
    path("potret/", snapshots.snapshot_list, name="snapshot_list"),
    path("potret/buat/", snapshots.start, name="snapshot_start"),
    path("potret/tabel/", snapshots.bring, name="table_bring"),
    path("potret/<uuid:pk>/", snapshots.snapshot, name="snapshot"),
    path("potret/<uuid:pk>/batal/", snapshots.cancel, name="snapshot_cancel"),
    path("potret/<uuid:pk>/hapus/", snapshots.remove, name="snapshot_remove"),
]
