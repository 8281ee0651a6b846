from __future__ import annotations

from django.urls import URLPattern, path

from sentra.funding.views import adjustments, choosing, recipients, years

patterns: list[URLPattern] = [
    path("tahun/", years.year_list, name="year_list"),
    path("tahun/buka/", years.year_new, name="year_new"),
    path("tahun/<uuid:pk>/", years.year, name="year"),
    path("tahun/<uuid:pk>/tahap/<int:number>/", years.stage, name="stage"),
    path("tahun/<uuid:pk>/keputusan/", years.decree_new, name="decree_new"),
    path("tahun/<uuid:pk>/calon/", choosing.candidates, name="candidates"),
    path("tahun/<uuid:pk>/calon/<str:code>/", choosing.criteria, name="criteria"),
    path("tahun/<uuid:pk>/calon/<str:code>/kriteria/", choosing.criteria_edit, name="criteria_edit"),
    path("tahun/<uuid:pk>/calon/<str:code>/pilih/", choosing.choose, name="choose"),
    path("penerima/<uuid:pk>/", recipients.recipient, name="recipient"),
    path("penerima/<uuid:pk>/pagu/", recipients.allocation_new, name="allocate"),
    path("penerima/<uuid:pk>/tarik/", recipients.withdraw, name="withdraw"),
    path("penerima/<uuid:pk>/penyesuaian/", adjustments.adjustment_new, name="adjustment_new"),
    path("penyesuaian/<uuid:pk>/", adjustments.adjustment, name="adjustment"),
    path("penyesuaian/<uuid:pk>/jawab/", adjustments.adjustment_decide, name="adjustment_decide"),
    path("penyesuaian/<uuid:pk>/batal/", adjustments.adjustment_withdraw, name="adjustment_withdraw"),
]
