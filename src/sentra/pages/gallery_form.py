"""A form with every kind of field, for the gallery."""

from __future__ import annotations

from django import forms as django_forms

from .forms import ClientIdField, DateField, Form, IdentifierField, NumberField, PickField, RupiahField, YearField
from .picking import Choice, Found, Pick

SEEN = [Choice("1", "Batik Kencana (Siti)", "Batik tulis · Jenggot"), Choice("2", "Batik Sekar (Budi)", "Batik cap")]


def seen(words: str) -> Found:
    """What the gallery finds: the samples whose name holds the words."""
    return Found([one for one in SEEN if words.casefold() in one.label.casefold()])


class GalleryForm(Form):
    """Every kind of field once."""

    client_id = ClientIdField()
    name = django_forms.CharField(label="Nama sentra", help_text="Seperti yang dikenal orang di sana.")
    turnover = RupiahField(label="Omzet", per="per bulan", help_text="Boleh ditulis 200 juta.")
    workers = NumberField(label="Tenaga kerja", unit="orang", required=False)
    established = DateField(label="Berdiri sejak")
    year = YearField(label="Tahun data")
    nib = IdentifierField("nib", check="/check", label="NIB", help_text="13 angka di atas dokumen NIB.")
    scheme = django_forms.ChoiceField(label="Skema", choices=[("ukm", "Sentra UKM"), ("ikm", "Sentra IKM")])
    member = PickField(
        pick=Pick("/pick", seen, lambda value: next((one for one in SEEN if one.value == value), None)),
        label="Usaha anggota",
        required=False,
    )
    export = django_forms.ChoiceField(
        label="Pernah mengekspor?",
        choices=[("yes", "Ya"), ("no", "Tidak"), ("", "Belum diketahui")],
        widget=django_forms.RadioSelect,
        required=False,
    )
    note = django_forms.CharField(label="Catatan", widget=django_forms.Textarea(attrs={"rows": 3}), required=False)
    sure = django_forms.BooleanField(label="Data sudah diperiksa di lapangan")
