"""A form with every kind of field, for the gallery."""

from __future__ import annotations

from django import forms as django_forms

from .forms import ClientIdField, DateField, Form, IdentifierField, NumberField, RupiahField, YearField


class GalleryForm(Form):
    """Every kind of field once."""

    client_id = ClientIdField()
    name = django_forms.CharField(label="Nama sentra", help_text="Seperti yang dikenal orang di sana.")
    turnover = RupiahField(label="Omzet", per="per bulan", help_text="Boleh ditulis 200 juta.")
    workers = NumberField(label="Tenaga kerja", unit="orang", required=False)
    established = DateField(label="Berdiri sejak")
    year = YearField(label="Tahun data")
    nib = IdentifierField("nib", label="NIB", help_text="13 angka di atas dokumen NIB.")
    scheme = django_forms.ChoiceField(label="Skema", choices=[("ukm", "Sentra UKM"), ("ikm", "Sentra IKM")])
    export = django_forms.ChoiceField(
        label="Pernah mengekspor?",
        choices=[("yes", "Ya"), ("no", "Tidak"), ("", "Belum diketahui")],
        widget=django_forms.RadioSelect,
        required=False,
    )
    note = django_forms.CharField(label="Catatan", widget=django_forms.Textarea(attrs={"rows": 3}), required=False)
    sure = django_forms.BooleanField(label="Data sudah diperiksa di lapangan")
