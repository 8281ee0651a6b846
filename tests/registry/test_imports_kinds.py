"""Sentra, memberships and yearly figures brought in from spreadsheets."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.registry.imports.runs import confirm_import, errors_of
from sentra.registry.models import EnterpriseFigures, ImportRun, Membership, Sentra, SentraFigures
from tests.registry.factories import join, make_enterprise, make_sentra
from tests.registry.files import workbook
from tests.registry.test_imports import checked, counts

pytestmark = pytest.mark.django_db


def bring(actor: Actor, kind: str, headings: list[str], *rows: list[Any]) -> ImportRun:
    """A checked file of a kind."""
    return checked(actor, workbook(headings, rows), kind)


def told(run: ImportRun) -> list[tuple[Any, Any]]:
    """Row and English message of each error."""
    with override("en"):
        return [(one["row"], one["message"]) for one in errors_of(run)]


SENTRA = ["Nama sentra", "Produk utama", "Kawasan", "Lintang (derajat)", "Bujur (derajat)", "Kode sentra"]


@pytest.mark.clause("kukm-23-2005/15.a.1")
def test_a_new_sentra_gets_the_next_code_and_a_known_one_changes(rina: Actor) -> None:
    known = make_sentra(area="Kelurahan Jenggot")
    rows = (
        ["Sentra Tahu Kauman", "Tahu", "Kelurahan Kauman", "-6,8883", 109.6753, None],
        ["Sentra Batik Jenggot", "Batik", "Kelurahan Jenggot dan Buaran", None, None, known.code],
    )
    run = bring(rina, "sentra", SENTRA, *rows)
    assert counts(run) == (1, 1, 0, 0)
    confirm_import(actor=rina, run=run)
    new = Sentra.objects.exclude(pk=known.pk).get()
    assert (new.code, str(new.latitude), new.tier) == ("3375-002", "-6.888300", "candidate")
    known.refresh_from_db()
    assert (known.area, known.version) == ("Kelurahan Jenggot dan Buaran", 2)
    assert counts(bring(rina, "sentra", SENTRA, *rows)) == (0, 0, 2, 0)


def test_the_same_product_in_the_same_area_is_no_second_sentra(rina: Actor) -> None:
    make_sentra()
    run = bring(rina, "sentra", SENTRA, ["Sentra Batik Baru", "Batik", "Kelurahan Jenggot", None, None, None])
    (error,) = told(run)
    assert "is already registered for this product in this area" in error[1]


MEMBERS = ["Sentra", "NIB usaha", "Nama usaha", "Tanggal bergabung", "Tanggal keluar", "Di dalam kawasan"]


def test_members_are_named_by_nib_or_by_name(rina: Actor) -> None:
    sentra = make_sentra()
    first, second = make_enterprise(name="Batik Satu", nib="9120000000001"), make_enterprise(name="Batik Dua")
    rows = (
        [sentra.code, "9120000000001", None, dt.datetime(2024, 3, 1), None, "Ya"],
        ["sentra batik jenggot", None, "BATIK DUA", "2 Maret 2024", "31/12/2024", "tidak"],
    )
    run = bring(rina, "memberships", MEMBERS, *rows)
    assert counts(run) == (2, 0, 0, 0)
    confirm_import(actor=rina, run=run)
    assert set(Membership.objects.values_list("enterprise_id", "joined_on", "left_on", "inside_area")) == {
        (first.pk, dt.date(2024, 3, 1), None, True),
        (second.pk, dt.date(2024, 3, 2), dt.date(2024, 12, 31), False),
    }
    assert counts(bring(rina, "memberships", MEMBERS, *rows)) == (0, 0, 2, 0)


def test_a_membership_is_ended_by_the_day_it_ends(rina: Actor) -> None:
    sentra, enterprise = make_sentra(), make_enterprise()
    join(sentra, enterprise)
    run = bring(rina, "memberships", MEMBERS, [sentra.code, None, enterprise.name, "01/03/2024", "31/12/2025", None])
    assert counts(run) == (0, 1, 0, 0)
    confirm_import(actor=rina, run=run)
    assert Membership.objects.get().left_on == dt.date(2025, 12, 31)


def test_what_a_membership_cannot_be(rina: Actor) -> None:
    sentra = make_sentra()
    make_enterprise(name="Batik Kembar"), make_enterprise(name="Batik Kembar")
    joined = make_enterprise(name="Batik Lama")
    join(sentra, joined)
    run = bring(
        rina,
        "memberships",
        MEMBERS,
        ["Sentra Hantu", None, "Batik Lama", "01/03/2024", None, None],
        [sentra.code, None, "Batik Hantu", "01/03/2024", None, None],
        [sentra.code, None, "Batik Kembar", "01/03/2024", None, None],
        [sentra.code, None, "Batik Lama", "01/05/2024", None, None],
        [sentra.code, None, None, "01/05/2024", None, None],
        [sentra.code, None, "Batik Lama", "01/05/2024", "01/04/2024", None],
    )
    assert told(run) == [
        (2, "No active sentra of the regency has this name or code."),
        (3, "No active enterprise of the regency is registered like this."),
        (4, "2 enterprises of the regency have this name."),
        (5, "The enterprise is already a member of this sentra in this period."),
        (6, "The enterprise is missing."),
        (7, "The enterprise leaves before it joined."),
    ]


FIGURES = ["Nama usaha", "Tahun", "Hasil penjualan (Rp/tahun)", "Tenaga kerja dibayar perempuan (orang)", "Sumber"]


def test_figures_take_money_as_numbers_or_in_words_and_empty_is_not_zero(rina: Actor) -> None:
    first, second = make_enterprise(name="Batik Satu"), make_enterprise(name="Batik Dua")
    rows = (
        ["Batik Satu", 2024, 250_000_000, None, "Pendataan"],
        ["Batik Dua", "2024", "200 juta", 3, None],
    )
    confirm_import(actor=rina, run=bring(rina, "enterprise_figures", FIGURES, *rows))
    found = EnterpriseFigures.objects.values_list("enterprise_id", "annual_sales", "workers_paid_female", "source")
    assert set(found) == {(first.pk, 250_000_000, None, "Pendataan"), (second.pk, 200_000_000, 3, "")}
    assert counts(bring(rina, "enterprise_figures", FIGURES, *rows)) == (0, 0, 2, 0)


def test_a_corrected_figure_replaces_and_an_empty_cell_keeps(rina: Actor) -> None:
    make_enterprise(name="Batik Satu")
    confirm_import(actor=rina, run=bring(rina, "enterprise_figures", FIGURES, ["Batik Satu", 2024, 100, 4, "A"]))
    run = bring(rina, "enterprise_figures", FIGURES, ["Batik Satu", 2024, 200, None, None])
    assert counts(run) == (0, 1, 0, 0)
    confirm_import(actor=rina, run=run)
    figures = EnterpriseFigures.objects.get()
    assert (figures.annual_sales, figures.workers_paid_female, figures.source) == (200, 4, "A")


def test_what_figures_cannot_be(rina: Actor) -> None:
    make_enterprise(name="Batik Satu")
    run = bring(
        rina,
        "enterprise_figures",
        FIGURES,
        ["Batik Satu", 2024, None, None, "Tanpa angka"],
        ["Batik Satu", 2999, 5, None, None],
        ["Batik Satu", 2023, "5 M", None, None],
        ["Batik Satu", 2022, -5, 1, None],
        ["Batik Satu", 2021, 5, 1.5, None],
    )
    assert [row for row, _message in told(run)] == [2, 3, 4, 5, 6]


def test_figures_of_a_sentra(rina: Actor) -> None:
    sentra = make_sentra()
    headings = [
        "Sentra",
        "Tahun",
        "Omzet sentra (Rp/tahun)",
        "Jumlah anggota (usaha)",
        "Bahan baku dalam negeri (persen)",
    ]
    row = [sentra.code, 2024, "2,4 miliar", 24, 80]
    confirm_import(actor=rina, run=bring(rina, "sentra_figures", headings, row))
    figures = SentraFigures.objects.get()
    assert (figures.turnover, figures.member_count, figures.domestic_material_share) == (2_400_000_000, 24, 80)
    assert counts(bring(rina, "sentra_figures", headings, row)) == (0, 0, 1, 0)
    assert told(bring(rina, "sentra_figures", headings, [sentra.code, 2024, 1, 1, 0.8])) == [
        (2, "This must be a whole number.")
    ]
