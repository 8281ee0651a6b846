"""Addresses of this room, under `kelola/`."""

from __future__ import annotations

from django.urls import path

from sentra.administration.views import appointments, audit, calendar, notifications, offices, profile, regions

app_name = "administration"

urlpatterns = [
    path("wilayah/", regions.region_list, name="region_list"),
    path("wilayah/<int:pk>/", regions.region, name="region"),
    path("wilayah/<int:pk>/golongan/", regions.class_new, name="class_new"),
    path("wilayah/golongan/<int:pk>/akhiri/", regions.class_end, name="class_end"),
    path("kantor/", offices.office_list, name="office_list"),
    path("kantor/baru/", offices.office_new, name="office_new"),
    path("kantor/<uuid:pk>/", offices.office, name="office"),
    path("kantor/<uuid:pk>/ubah/", offices.office_change, name="office_change"),
    path("kantor/<uuid:pk>/tutup/", offices.office_close, name="office_close"),
    path("kantor/<uuid:office_pk>/angkat/", appointments.appointment_new, name="appointment_new"),
    path("kalender/", calendar.calendar, name="calendar"),
    path("kalender/baru/", calendar.day_new, name="day_new"),
    path("kalender/tenggat/", calendar.deadlines, name="deadlines"),
    path("kalender/<int:pk>/", calendar.day, name="day"),
    path("kalender/<int:pk>/hapus/", calendar.day_remove, name="day_remove"),
    path("petugas/", appointments.appointment_list, name="appointment_list"),
    path("petugas/<uuid:pk>/", appointments.appointment, name="appointment"),
    path("petugas/<uuid:pk>/sahkan/", appointments.appointment_confirm, name="appointment_confirm"),
    path("petugas/<uuid:pk>/perpanjang/", appointments.appointment_extend, name="appointment_extend"),
    path("petugas/<uuid:pk>/akhiri/", appointments.appointment_revoke, name="appointment_revoke"),
    path("petugas/<uuid:pk>/tautan/", appointments.link_renew, name="link_renew"),
    path("tinjauan-akses/", appointments.review, name="access_review"),
    path("kebijakan/", appointments.policy, name="policy"),
    path("catatan/", audit.decision_list, name="decision_list"),
    path("catatan/<int:pk>/", audit.decision, name="decision"),
    path("catatan/periksa/", audit.chain_verify, name="chain_verify"),
    path("catatan/pemeriksaan/<uuid:pk>/", audit.chain_check, name="chain_check"),
    path("pembukaan-nomor/", audit.masked_reads, name="masked_reads"),
    path("ekspor/", audit.export_list, name="export_list"),
    path("notifikasi/", notifications.notification_list, name="notification_list"),
    path("notifikasi/<uuid:pk>/buka/", notifications.notification_open, name="notification_open"),
    path("notifikasi/semua-dibaca/", notifications.notification_read_all, name="notification_read_all"),
    path("notifikasi/surel/", notifications.notification_preferences, name="notification_preferences"),
    path("akun-saya/", profile.profile, name="profile"),
]
