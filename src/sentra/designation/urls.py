"""The addresses of designation, under /penetapan/."""

from __future__ import annotations

from django.urls import path

from sentra.designation.views import assessment, comparing, decrees, files, lists, proposals, steps, submissions

app_name = "designation"
urlpatterns = [
    path("usulan/", lists.proposal_list, name="proposal_list"),
    path("usulan/calon/", lists.pool, name="pool"),
    path("usulan/massal/<slug:step>/", lists.bulk, name="bulk"),
    path("usulan/baru/<uuid:sentra_pk>/", proposals.identify, name="identify"),
    path("usulan/<uuid:pk>/", proposals.proposal, name="proposal"),
    path("usulan/<uuid:pk>/langkah/<slug:name>/", steps.step, name="step"),
    path("usulan/<uuid:pk>/berkas/", files.file, name="file"),
    path("usulan/<uuid:pk>/berkas/lengkapi/", files.complete, name="complete"),
    path("usulan/<uuid:pk>/banding/", comparing.compare, name="compare"),
    path("usulan/<uuid:pk>/catatan/", proposals.comment, name="comment"),
    path("formulir/<uuid:pk>/pdf/", files.form_pdf, name="form_pdf"),
    path("sentra/<uuid:pk>/penilaian/", assessment.assessment, name="assessment"),
    path("sentra/<uuid:pk>/temuan/", assessment.findings, name="findings"),
    path("sentra/<uuid:pk>/evaluasi/", assessment.evaluate, name="evaluate"),
    path("pengajuan/", submissions.submission_list, name="submission_list"),
    path("pengajuan/<uuid:pk>/", submissions.submission, name="submission"),
    path("keputusan/", decrees.decree_list, name="decree_list"),
    path("keputusan/baru/", decrees.draft, name="draft_decree"),
    path("keputusan/<uuid:pk>/", decrees.decree, name="decree"),
    path("keputusan/<uuid:pk>/ubah/", decrees.edit, name="edit_decree"),
    path("keputusan/<uuid:pk>/batal/", decrees.discard, name="discard_decree"),
    path("keputusan/<uuid:pk>/terbit/", decrees.issue, name="issue_decree"),
    path("keputusan/<uuid:pk>/perubahan/", decrees.change, name="change_decree"),
    path("keputusan/<uuid:pk>/naskah/", decrees.text, name="decree_text"),
    path("keputusan/<uuid:pk>/konsep/", decrees.draft_pdf, name="decree_pdf"),
    path("ditetapkan/", lists.designated_list, name="designated_list"),
]
