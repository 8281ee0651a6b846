"""Bringing enterprises in: staged, every error at once at its cell, confirmed once, all or nothing."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.personal_data import decrypt
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry import services
from sentra.registry.imports import runs
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.kinds import enterprise_records
from sentra.registry.imports.runs import cancel_import, confirm_import, errors_of, mend_cell, start_import
from sentra.registry.models import Enterprise, ImportRow, ImportRun, ImportState, Person
from sentra.territory.models import Region
from sentra.territory.scope import OutsideTerritory, scoped
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona, record_persona, region
from tests.registry.factories import join, make_enterprise, make_sentra, officer
from tests.registry.files import (
    HEADINGS,
    TWO_WRONG_CELLS,
    csv_file,
    enterprise_row,
    enterprises_workbook,
    nik,
    workbook,
)

pytestmark = pytest.mark.django_db


def checked(actor: Actor, content: bytes, kind: str = "enterprises", name: str = "usaha.xlsx") -> ImportRun:
    """A file brought in and checked."""
    run = start_import(actor=actor, kind=kind, file_name=name, content=content)
    check_run(run)
    run.refresh_from_db()
    return run


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    """New, changed, unchanged, wrong."""
    return run.new, run.changed, run.unchanged, run.wrong


def one_row(**cells: Any) -> bytes:
    """A workbook of one enterprise with some cells by heading, written as they are."""
    return workbook(list(cells), [list(cells.values())])


def problems(actor: Actor, content: bytes) -> list[tuple[Any, Any, Any]]:
    """Row, column and message of each error, in Indonesian."""
    run = checked(actor, content)
    return [(one["row"], one["column"], one["message"]) for one in errors_of(run)]


def test_thirty_enterprises_come_in_with_their_owners(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(30))
    assert (run.state, counts(run)) == (ImportState.READY, (30, 0, 0, 0))
    assert not Enterprise.objects.exists()  # nothing is saved before the confirmation

    confirm_import(actor=rina, run=run)

    assert (Enterprise.objects.count(), Person.objects.count()) == (30, 30)
    first = Enterprise.objects.select_related("owner", "district").get(nib="9120000000001")
    assert (first.name, first.legal_form, first.kbli_code, first.founded_year, first.phone) == (
        "Batik Melati 00001",
        "individual",
        "13134",
        1981,
        "+6281200000001",
    )
    assert first.district is not None
    assert (first.district.name, first.regency.code, first.version) == ("Pekalongan Timur", PEKALONGAN, 1)
    assert decrypt(first.owner.nik_encrypted) == nik(1)
    assert first.owner.nik_mask == f"3375********{nik(1)[-4:]}"


def test_csv_with_semicolons_means_the_same(rina: Actor) -> None:
    rows = [enterprise_row(number) for number in range(1, 4)]
    for content in (csv_file(HEADINGS, rows), csv_file(HEADINGS, rows, delimiter=",", encoding="utf-8-sig")):
        assert counts(checked(rina, content, name="usaha.csv")) == (3, 0, 0, 0)


def test_two_wrong_cells_are_named_with_value_reason_and_remedy(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    assert counts(run) == (28, 0, 0, 2)
    with override("en"):
        first, second = errors_of(run)
    assert first == {
        "row": 5,
        "column": "C · Owner's NIK",
        "value": "3375*******4000",
        "message": "NIK (KTP) has 15 digits.",
        "remedy": "Write 16 digits, for example 3302115508850001.",
    }
    assert second == {
        "row": 12,
        "column": "K · District",
        "value": "Banguntapan",
        "message": "“Banguntapan” is not one of the choices.",
        "remedy": "Choose one of these: Pekalongan Barat, Pekalongan Selatan, Pekalongan Timur, Pekalongan Utara.",
    }


def test_the_errors_change_language_after_the_check(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1, {(2, "NIK pemilik"): "123"}))
    with override("id"):
        assert [one["message"] for one in errors_of(run)] == ["NIK (KTP) terdiri dari 3 digit."]
    with override("en"):
        assert [one["message"] for one in errors_of(run)] == ["NIK (KTP) has 3 digits."]


def test_every_error_of_a_row_is_told_at_once(rina: Actor) -> None:
    wrong = {"NIB": "12", "Tahun berdiri": 2999, "Nomor HP/telepon": "telepon", "Produk utama": None}
    run = checked(rina, enterprises_workbook(1, {(2, heading): value for heading, value in wrong.items()}))
    assert sorted(str(one["column"])[4:] for one in errors_of(run)) == [
        "NIB",
        "Nomor HP/telepon",
        "Produk utama",
        "Tahun berdiri",
    ]


def test_a_nik_that_excel_made_a_number_names_the_remedy(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1, {(2, "NIK pemilik"): 3375012507850003.0}))
    with override("en"):
        (error,) = errors_of(run)
    assert error["column"] == "C · Owner's NIK"
    assert "3.38E+15" in str(error["message"])
    assert "Format the column as Text (format kolom sebagai Teks)" in str(error["remedy"])


def test_a_nib_that_excel_made_a_number_is_still_whole(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1, {(2, "NIB"): 9120000000001}))
    assert counts(run) == (1, 0, 0, 0)


def test_dates_come_as_dates_or_as_text(rina: Actor) -> None:
    headings = ["Nama usaha", "Nama pemilik", "Produk utama", "Tanggal lahir pemilik"]
    rows = [
        ["Tahu Barokah", "Sri Lestari", "Tahu", dt.datetime(1985, 8, 15)],
        ["Tempe Mulya", "Nur Hidayah", "Tempe", "15 Agustus 1985"],
    ]
    confirm_import(actor=rina, run=checked(rina, workbook(headings, rows)))
    assert set(Person.objects.values_list("birth_date", flat=True)) == {dt.date(1985, 8, 15)}


def test_the_same_file_again_changes_nothing(rina: Actor) -> None:
    rows = [*(enterprise_row(number) for number in range(1, 6)), *_without_numbers()]
    content = workbook(HEADINGS, rows)
    confirm_import(actor=rina, run=checked(rina, content))
    assert counts(checked(rina, content)) == (0, 0, 7, 0)


def _without_numbers() -> list[list[Any]]:
    """Two enterprises of which neither NIK nor NIB is known, one without a district."""
    first, second = enterprise_row(6), enterprise_row(7)
    for row in (first, second):
        row[2] = row[4] = None
    second[10] = None
    return [first, second]


def test_a_changed_cell_is_shown_with_before_and_after_and_then_written(rina: Actor) -> None:
    confirm_import(actor=rina, run=checked(rina, enterprises_workbook(3)))
    changed = enterprises_workbook(3, {(2, "Alamat"): "Jalan Baru 7", (3, "Nama pemilik"): "Ahmad Fauzi"})
    run = checked(rina, changed)
    assert counts(run) == (0, 2, 1, 0)
    shown = dict(ImportRow.objects.filter(run=run, status="changed").values_list("number", "changes"))
    assert shown == {
        2: {"address": ["Jalan Jenggot Raya 1", "Jalan Baru 7"]},
        3: {"owner": [enterprise_row(2)[1], "Ahmad Fauzi"]},
    }
    confirm_import(actor=rina, run=run)
    first = Enterprise.objects.get(nib="9120000000001")
    assert (first.address, first.version) == ("Jalan Baru 7", 2)
    assert Enterprise.objects.get(nib="9120000000002").owner.name == "Ahmad Fauzi"


def test_an_empty_cell_leaves_what_is_on_record(rina: Actor) -> None:
    confirm_import(actor=rina, run=checked(rina, enterprises_workbook(1)))
    again = enterprises_workbook(1, {(2, "Alamat"): None, (2, "Bentuk usaha"): None, (2, "Nomor HP/telepon"): None})
    assert counts(checked(rina, again)) == (0, 0, 1, 0)


def test_a_number_learnt_later_completes_the_record(rina: Actor) -> None:
    row = enterprise_row(1)
    without = [*row[:2], None, row[3], None, *row[5:]]
    confirm_import(actor=rina, run=checked(rina, workbook(HEADINGS, [without])))
    run = checked(rina, workbook(HEADINGS, [row]))
    assert counts(run) == (0, 1, 0, 0)
    confirm_import(actor=rina, run=run)
    found = Enterprise.objects.get()
    assert (found.nib, decrypt(found.owner.nik_encrypted)) == (row[4], row[2])


def test_a_row_that_repeats_another_is_wrong(rina: Actor) -> None:
    run = checked(rina, workbook(HEADINGS, [enterprise_row(1), enterprise_row(2), enterprise_row(1)]))
    with override("en"):
        assert [(one["row"], one["message"]) for one in errors_of(run)] == [
            (4, "Row 2 of the file already holds the same.")
        ]


def test_one_nik_under_two_names_is_wrong(rina: Actor) -> None:
    second = enterprise_row(2)
    second[2] = nik(1)
    with override("en"):
        assert problems(rina, workbook(HEADINGS, [enterprise_row(1), second])) == [
            (3, "C · Owner's NIK", "Row 2 gives this number to another name.")
        ]


def test_two_enterprises_of_one_owner_are_one_person(rina: Actor) -> None:
    second = enterprise_row(2)
    second[1:3] = enterprise_row(1)[1:3]
    confirm_import(actor=rina, run=checked(rina, workbook(HEADINGS, [enterprise_row(1), second])))
    assert (Enterprise.objects.count(), Person.objects.count()) == (2, 1)


def test_a_registered_owner_is_taken_not_doubled(rina: Actor) -> None:
    make_enterprise(name="Mebel Lama", owner={"name": enterprise_row(1)[1], "nik": nik(1)})
    confirm_import(actor=rina, run=checked(rina, enterprises_workbook(1)))
    assert (Enterprise.objects.count(), Person.objects.count()) == (2, 1)


def test_numbers_registered_elsewhere_are_refused_without_saying_whose(rina: Actor) -> None:
    neighbour = officer(BATANG)
    with scoped(neighbour.territory):
        make_enterprise(BATANG, name="Rahasia Batang", nib="9120000000001", owner={"name": "Orang Lain", "nik": nik(2)})
    run = checked(rina, enterprises_workbook(2))
    with override("en"):
        told = errors_of(run)
    assert [(one["row"], one["column"], one["message"]) for one in told] == [
        (2, "E · NIB", "This NIB is already registered in another regency."),
        (3, "C · Owner's NIK", "This number is already registered in another regency."),
    ]
    assert "Rahasia" not in str(told)
    assert "Orang Lain" not in str(told)


def test_a_similar_name_in_the_district_must_be_looked_at(rina: Actor) -> None:
    make_enterprise(name="Batik Melati 0001", product="Batik", district_code="337502")
    district = Region.objects.get(code="337502").name
    run = checked(rina, enterprises_workbook(1, {(2, "Kecamatan"): district}))
    assert (counts(run), run.doubtful) == ((1, 0, 0, 0), 1)
    with pytest.raises(Refused, match="1"):
        confirm_import(actor=rina, run=run)
    assert Enterprise.objects.count() == 1
    confirm_import(actor=rina, run=run, doubts_seen=True)
    assert Enterprise.objects.count() == 2


def test_a_row_of_another_regency_is_wrong(rina: Actor) -> None:
    rows = [[*enterprise_row(1), "Kota Pekalongan"], [*enterprise_row(2), "Kabupaten Batang"]]
    with override("en"):
        assert problems(rina, workbook([*HEADINGS, "Kabupaten/Kota"], rows)) == [
            (3, "O · Regency or city", "This row belongs to another regency; this import is for Kota Pekalongan.")
        ]


def test_wrong_rows_hold_the_confirmation_until_they_are_left_out_on_purpose(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    with pytest.raises(Refused):
        confirm_import(actor=rina, run=run)
    assert not Enterprise.objects.exists()
    confirm_import(actor=rina, run=run, leave_out_wrong=True)
    assert (Enterprise.objects.count(), run.left_out) == (28, 2)


def test_a_mended_cell_is_checked_again(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(30, TWO_WRONG_CELLS))
    row = mend_cell(actor=rina, run=run, number=5, column="nik", text="337501")
    assert (row.status, counts(run)) == ("wrong", (28, 0, 0, 2))
    row = mend_cell(actor=rina, run=run, number=5, column="nik", text=nik(4))
    assert (row.status, counts(run)) == ("new", (29, 0, 0, 1))
    mend_cell(actor=rina, run=run, number=12, column="district", text="Pekalongan Utara")
    confirm_import(actor=rina, run=run)
    assert Enterprise.objects.count() == 30


def test_mending_the_first_of_two_equal_rows_frees_the_second(rina: Actor) -> None:
    run = checked(rina, workbook(HEADINGS, [enterprise_row(1), enterprise_row(1)]))
    mend_cell(actor=rina, run=run, number=2, column="nib", text="9120000000099")
    mend_cell(actor=rina, run=run, number=2, column="name", text="Batik Lain")
    run.refresh_from_db()
    assert counts(run) == (2, 0, 0, 0)


def test_mending_what_is_not_there_is_refused(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1))
    for number, column in ((99, "nib"), (2, "secret")):
        with pytest.raises(BadInput):
            mend_cell(actor=rina, run=run, number=number, column=column, text="1")


def test_confirmed_twice_it_is_applied_once(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(3))
    confirm_import(actor=rina, run=run)
    confirm_import(actor=rina, run=ImportRun.objects.get(pk=run.pk))
    assert Enterprise.objects.count() == 3
    assert history_of(run).count() == 1


def test_an_error_on_the_way_leaves_nothing_and_the_import_can_be_repeated(
    rina: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = checked(rina, enterprises_workbook(5))

    def fail(*arguments: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(enterprise_records, "_change", fail)
        with pytest.raises(KeyboardInterrupt):
            confirm_import(actor=rina, run=run)
    assert (Enterprise.objects.count(), Person.objects.count()) == (0, 0)
    assert ImportRun.objects.get().state == ImportState.READY
    confirm_import(actor=rina, run=run)
    assert Enterprise.objects.count() == 5


def test_when_the_registry_changed_meanwhile_the_file_is_checked_again(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(2))
    make_enterprise(name="Batik Melati 00001", nib="9120000000001", owner={"name": enterprise_row(1)[1]})
    with pytest.raises(Conflict):
        confirm_import(actor=rina, run=run)
    run.refresh_from_db()
    assert (run.state, counts(run), Enterprise.objects.count()) == (ImportState.READY, (1, 1, 0, 0), 1)
    confirm_import(actor=rina, run=run)
    assert Enterprise.objects.count() == 2


def test_a_number_taken_at_the_last_moment_leaves_nothing(rina: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    run = checked(rina, enterprises_workbook(2))

    def taken(*arguments: Any) -> None:
        raise IntegrityError

    with monkeypatch.context() as late:
        late.setattr(enterprise_records, "_change", taken)
        with pytest.raises(Conflict):
            confirm_import(actor=rina, run=run)
    assert not Enterprise.objects.exists()


def test_one_decision_tells_of_the_import(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(3))
    confirm_import(actor=rina, run=run)
    (decision,) = history_of(run)
    assert (decision.action, decision.to_state, decision.regency) == ("registry.import", "applied", run.regency)
    assert decision.details == {
        "kind": "enterprises",
        "sha256": run.sha256,
        "new": 3,
        "changed": 0,
        "unchanged": 0,
        "left_out": 0,
    }
    assert "usaha.xlsx" in sentence(decision)


def test_a_record_knows_the_import_it_came_from(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(2))
    confirm_import(actor=rina, run=run)
    enterprise = Enterprise.objects.get(nib="9120000000001")
    assert list(runs.runs_that_brought(enterprise)) == [run]
    assert not runs.runs_that_brought(make_enterprise(name="Bukan dari berkas"))


def test_the_page_of_an_enterprise_names_the_import_and_links_where_it_opens(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(2))
    confirm_import(actor=rina, run=run)
    enterprise = Enterprise.objects.get(nib="9120000000001")
    sentra = make_sentra()
    join(sentra, enterprise)
    shown = {}
    for actor in (rina, record_persona(Role.SENTRA_MANAGER, PEKALONGAN, sentra.pk)):
        client = Client()
        client.force_login(actor.user)  # type: ignore[arg-type]
        page = client.get(reverse("registry:enterprise", args=[enterprise.pk])).content.decode()
        shown[actor.role] = ("usaha.xlsx" in page, reverse("registry:import_run", args=[run.pk]) in page)
    assert shown == {"regency_officer": (True, True), "sentra_manager": (True, False)}


def test_a_cancelled_import_leaves_no_rows_and_cannot_be_confirmed(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(2))
    cancel_import(actor=rina, run=run)
    assert (run.state, ImportRow.objects.count()) == (ImportState.CANCELLED, 0)
    with pytest.raises(Conflict):
        confirm_import(actor=rina, run=run)


def test_a_check_that_is_cancelled_meanwhile_stops(rina: Actor) -> None:
    run = start_import(actor=rina, kind="enterprises", file_name="usaha.xlsx", content=enterprises_workbook(2))
    cancel_import(actor=rina, run=ImportRun.objects.get(pk=run.pk))
    check_run(run)
    assert ImportRun.objects.get().state == ImportState.CANCELLED
    assert not ImportRow.objects.exists()


def test_an_applied_import_cannot_be_cancelled(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1))
    confirm_import(actor=rina, run=run)
    with pytest.raises(Conflict):
        cancel_import(actor=rina, run=run)


def test_sent_twice_with_one_id_it_is_one_import(rina: Actor) -> None:
    first = start_import(actor=rina, kind="enterprises", file_name="a.xlsx", content=b"x", id=(key := _key()))
    assert start_import(actor=rina, kind="enterprises", file_name="a.xlsx", content=b"x", id=key) == first
    with scoped(officer(BATANG).territory), pytest.raises(OutsideTerritory):
        start_import(actor=officer(BATANG), kind="enterprises", file_name="a.xlsx", content=b"x", id=key)


def _key() -> Any:
    import uuid

    return uuid.UUID("0b6f0c1e-9b0f-4a5c-8a43-0a4dd4f2c1aa")


def test_identity_numbers_are_sealed_wherever_they_wait(rina: Actor) -> None:
    checked(rina, enterprises_workbook(2, {(3, "NIK pemilik"): "337501130764000"}))
    for row in ImportRow.objects.all():
        kept = f"{row.cells}{row.values}{row.issues}{row.changes}"
        assert nik(1) not in kept
        assert "337501130764000" not in kept


def test_only_the_regencys_office_brings_files_in(rina: Actor) -> None:
    province = persona(Role.PROVINCE_OFFICER, JAWA_TENGAH)
    with scoped(province.territory), pytest.raises(Forbidden):
        start_import(actor=province, kind="enterprises", file_name="a.xlsx", content=b"x", regency=region(PEKALONGAN))
    with scoped(province.territory), pytest.raises(Refused):
        start_import(actor=province, kind="enterprises", file_name="a.xlsx", content=b"x")
    with pytest.raises(OutsideTerritory):
        start_import(actor=rina, kind="enterprises", file_name="a.xlsx", content=b"x", regency=region(BATANG))


def test_a_neighbour_cannot_touch_the_import(rina: Actor) -> None:
    run = checked(rina, enterprises_workbook(1))
    neighbour = officer(BATANG)
    with scoped(neighbour.territory):
        assert not ImportRun.objects.exists()
        assert not ImportRow.objects.exists()
        for act in (confirm_import, cancel_import):
            with pytest.raises(OutsideTerritory):
                act(actor=neighbour, run=run)
        with pytest.raises(OutsideTerritory):
            mend_cell(actor=neighbour, run=run, number=2, column="nib", text="")


def test_a_retired_record_named_in_a_file_stays_retired(rina: Actor) -> None:
    confirm_import(actor=rina, run=checked(rina, enterprises_workbook(1)))
    services.retire_enterprise(actor=rina, enterprise=Enterprise.objects.get(), reason="Tutup")
    assert counts(checked(rina, enterprises_workbook(1))) == (0, 0, 1, 0)
    assert Enterprise.objects.get().is_active is False


def test_ownership_comes_in_with_the_sheet_and_may_change_later(rina: Actor) -> None:
    row = enterprise_row(1)
    confirm_import(actor=rina, run=checked(rina, workbook(HEADINGS, [row])))
    with scoped(rina.territory):
        known = Enterprise.objects.get()
    assert (known.owned_by_indonesian_citizens, known.is_subsidiary) == (True, False)
    again = checked(rina, workbook(HEADINGS, [row]))
    assert (again.unchanged, again.changed) == (1, 0)
    row[-1] = "Ya"
    confirm_import(actor=rina, run=checked(rina, workbook(HEADINGS, [row])))
    known.refresh_from_db()
    assert (known.owned_by_indonesian_citizens, known.is_subsidiary) == (True, True)


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(";", "utf-8-sig"), (";", "cp1252"), (",", "utf-8"), ("\t", "utf-16")]
)
def test_the_csv_that_indonesian_excel_saves_becomes_the_same_records(
    rina: Actor, delimiter: str, encoding: str
) -> None:
    rows = [enterprise_row(number) for number in range(1, 4)]
    rows[0][HEADINGS.index("Nama usaha")] = "Café “Jati”; Kayu, Ukir"
    run = checked(rina, csv_file(HEADINGS, rows, delimiter=delimiter, encoding=encoding), name="usaha.csv")
    assert (run.total, run.new, run.wrong) == (3, 3, 0), [row.issues for row in run.rows.all()]
    confirm_import(actor=rina, run=run)
    first = Enterprise.objects.get(nib="9120000000001")
    assert (first.name, first.phone, first.owner.nik_mask[:4]) == ("Café “Jati”; Kayu, Ukir", "+6281200000001", "3375")
    again = checked(rina, csv_file(HEADINGS, rows, delimiter=delimiter, encoding=encoding), name="usaha-2.csv")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)


def test_yearly_figures_as_indonesian_excel_writes_them(rina: Actor) -> None:
    enterprise = make_enterprise(name="Batik Kencana", nib="9120001234567")
    content = csv_file(
        ["NIB", "Nama usaha", "Tahun", "Hasil penjualan", "Kekayaan bersih"],
        [["9120001234567", "Batik Kencana", "2025", "Rp1.250.000.000,00", " 85.500.000 "]],
        encoding="cp1252",
    )
    run = checked(rina, content, kind="enterprise_figures", name="angka.csv")
    assert (run.new, run.wrong) == (1, 0), (run.problems, [row.issues for row in run.rows.all()])
    confirm_import(actor=rina, run=run)
    row = enterprise.figures.get(year=2025)
    assert (row.annual_sales, row.net_worth) == (1_250_000_000, 85_500_000)
