from __future__ import annotations

from django.urls import URLPattern, path

from sentra.funding.views import overview
from sentra.funding.views.treasury import money, payments, reports, stages, statements

KAS = "penerima/<uuid:pk>/kas/"
STAGE = f"{KAS}tahap/<int:number>/"

patterns: list[URLPattern] = [
    path("", overview.overview, name="overview"),
    path(KAS, money.treasury, name="treasury"),
    path(f"{KAS}pos/", money.treasury_lines, name="treasury_lines"),
    path(f"{KAS}laporan/", reports.treasury_reports, name="treasury_reports"),
    path(f"{STAGE}rekomendasi/", stages.recommend, name="recommend"),
    path(f"{STAGE}terima/", stages.disbursement_receive, name="disbursement_receive"),
    path(f"{STAGE}batal/", stages.disbursement_cancel, name="disbursement_cancel"),
    path(f"{STAGE}laporan/", stages.report_accept, name="report_accept"),
    path(f"{KAS}sp2d/", payments.payment_list, name="payment_list"),
    path(f"{KAS}sp2d/baru/", payments.payment_new, name="payment_new"),
    path(f"{KAS}sp2d/<uuid:order>/", payments.payment, name="payment"),
    path(f"{KAS}sp2d/<uuid:order>/koreksi/", payments.payment_correct, name="payment_correct"),
    path(f"{KAS}capaian/", statements.achievement_new, name="achievement_new"),
    path(f"{KAS}penyerapan/", statements.statement_new, name="statement_new"),
    path(f"{KAS}pengembalian/", statements.remit_new, name="remit"),
]
