"""The pages of the registry, under /daftar/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from sentra.registry.views import clusters, enterprises, members, merging, partners, people, sentra
from sentra.registry.views.as_typed import check, pick
from sentra.registry.views.common import save_draft

app_name = "registry"

urlpatterns: list[URLPattern | URLResolver] = [
    path("sentra/", sentra.sentra_list, name="sentra_list"),
    path("sentra/baru/", sentra.new, name="sentra_new"),
    path("sentra/mirip/", sentra.candidates, name="sentra_candidates"),
    path("sentra/<uuid:pk>/", sentra.overview, name="sentra"),
    path("sentra/<uuid:pk>/ubah/", sentra.edit, name="sentra_edit"),
    path("sentra/<uuid:pk>/anggota/", members.members, name="sentra_members"),
    path("sentra/<uuid:pk>/data/", sentra.figures, name="sentra_figures"),
    path("sentra/<uuid:pk>/mitra/", sentra.partners, name="sentra_partners"),
    path("sentra/<uuid:pk>/bantuan/", sentra.support, name="sentra_support"),
    path("sentra/<uuid:pk>/riwayat/", sentra.history, name="sentra_history"),
    path("sentra/<uuid:pk>/nonaktif/", sentra.retire, name="sentra_retire"),
    path("sentra/<uuid:pk>/aktif/", sentra.reactivate, name="sentra_reactivate"),
    path("keanggotaan/<uuid:pk>/", members.member, name="member"),
    path("kemitraan/<uuid:pk>/akhiri/", partners.end, name="partnership_end"),
    path("usaha/", enterprises.enterprise_list, name="enterprise_list"),
    path("usaha/baru/", enterprises.new, name="enterprise_new"),
    path("usaha/mirip/", enterprises.candidates, name="enterprise_candidates"),
    path("usaha/<uuid:pk>/", enterprises.enterprise, name="enterprise"),
    path("usaha/<uuid:pk>/ubah/", enterprises.edit, name="enterprise_edit"),
    path("usaha/<uuid:pk>/data/", enterprises.figures, name="enterprise_figures"),
    path("usaha/<uuid:pk>/legalitas/", enterprises.legality, name="enterprise_legality"),
    path("usaha/<uuid:pk>/riwayat/", enterprises.history, name="enterprise_history"),
    path("usaha/<uuid:pk>/nonaktif/", enterprises.retire, name="enterprise_retire"),
    path("usaha/<uuid:pk>/aktif/", enterprises.reactivate, name="enterprise_reactivate"),
    path("usaha/<uuid:pk>/gabung/", merging.merge_enterprise, name="enterprise_merge"),
    path("orang/<uuid:pk>/", people.person, name="person"),
    path("orang/<uuid:pk>/ubah/", people.edit, name="person_edit"),
    path("orang/<uuid:pk>/nik/", people.reveal, name="person_reveal"),
    path("orang/<uuid:pk>/gabung/", merging.merge_person, name="person_merge"),
    path("penggabungan/<uuid:pk>/", merging.merge, name="merge"),
    path("mitra/", partners.partner_list, name="partner_list"),
    path("mitra/baru/", partners.new, name="partner_new"),
    path("mitra/<uuid:pk>/", partners.partner, name="partner"),
    path("mitra/<uuid:pk>/ubah/", partners.edit, name="partner_edit"),
    path("mitra/<uuid:pk>/nonaktif/", partners.retire, name="partner_retire"),
    path("klaster/", clusters.cluster_list, name="cluster_list"),
    path("klaster/baru/", clusters.new, name="cluster_new"),
    path("klaster/<uuid:pk>/", clusters.cluster, name="cluster"),
    path("klaster/pihak/<uuid:pk>/hapus/", clusters.remove_party, name="cluster_party_remove"),
    path("klaster/hubungan/<uuid:pk>/hapus/", clusters.remove_link, name="cluster_link_remove"),
    path("pilih/<str:kind>/", pick, name="pick"),
    path("periksa/<str:name>/", check, name="check"),
    path("draf/<str:key>/", save_draft, name="draft"),
    path("impor/", include("sentra.registry.imports.urls")),
]
