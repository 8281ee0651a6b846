from __future__ import annotations

from django.urls import URLPattern, path

from sentra.funding.views import plan_sheets
from sentra.funding.views.plans import deciding, difference, drafting, lines, plan, reviewing

patterns: list[URLPattern] = [
    path("rencana/baru/<uuid:pk>/", drafting.plan_new, name="plan_new"),
    path("rencana/ubah/<uuid:pk>/", drafting.plan_change, name="plan_change"),
    path("rencana/<uuid:pk>/", plan.plan, name="plan"),
    path("rencana/<uuid:pk>/contoh-1.pdf", plan.plan_pdf, name="plan_pdf"),
    path("rencana/<uuid:pk>/rab.xlsx", plan_sheets.plan_sheet, name="plan_sheet"),
    path("rencana/<uuid:pk>/perbedaan/", difference.plan_difference, name="plan_difference"),
    path("rencana/<uuid:pk>/pembahasan/", drafting.plan_describe, name="plan_describe"),
    path("rencana/<uuid:pk>/berkas/<str:kind>/", drafting.plan_file, name="plan_file"),
    path("rencana/<uuid:pk>/kirim-reviu/", drafting.plan_send, name="plan_send"),
    path("rencana/<uuid:pk>/tarik/", drafting.plan_take_back, name="plan_take_back"),
    path("rencana/<uuid:pk>/batal/", drafting.plan_drop, name="plan_drop"),
    path("rencana/<uuid:pk>/reviu/", reviewing.plan_review, name="plan_review"),
    path("rencana/<uuid:pk>/sampaikan/", deciding.plan_submit, name="plan_submit"),
    path("rencana/<uuid:pk>/putusan/", deciding.plan_decide, name="plan_decide"),
    path("rencana/<uuid:pk>/teruskan/", deciding.plan_forward, name="plan_forward"),
    path("rencana/<uuid:pk>/kegiatan/", lines.activity_new, name="plan_activity_new"),
    path("rencana/kegiatan/<uuid:pk>/", lines.activity, name="plan_activity"),
    path("rencana/kegiatan/<uuid:pk>/hapus/", lines.activity_remove, name="plan_activity_remove"),
    path("rencana/kegiatan/<uuid:pk>/baris/", lines.line_new, name="plan_line_new"),
    path("rencana/kegiatan/<uuid:pk>/nilai/", lines.line_judge, name="plan_line_judge"),
    path("rencana/baris/<uuid:pk>/", lines.line, name="plan_line"),
    path("rencana/baris/<uuid:pk>/hapus/", lines.line_remove, name="plan_line_remove"),
]
