"""The ministry's file of ceilings and targets: read, refused at the cell, compared, written by its decree."""

from __future__ import annotations

from typing import Any

import pytest

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.decisions.models import Decision
from sentra.funding.imports.allocations import ALLOCATIONS
from sentra.funding.imports.places import Places, Written, bare
from sentra.funding.models import AllocationDecree, AllocationKind, Fund, ProgrammeYear, Recipient
from sentra.funding.services import choose_recipient, withdraw_recipient
from sentra.pages.errors import BadInput, Conflict
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.issues import Issue
from sentra.registry.imports.runs import confirm_import, doubts_of, errors_of, runs_that_brought, start_import
from sentra.registry.models import ImportRow, ImportRun, ImportState
from tests.funding.ceilings import DECREE, HEADINGS, ROWS, SUMS, as_csv, spoilt
from tests.funding.makers import TODAY, a_recipient, a_year, ministry, officer
from tests.personas import PEKALONGAN, persona, region
from tests.registry.files import workbook

pytestmark = pytest.mark.django_db


def checked(content: bytes | None = None, year: ProgrammeYear | None = None, by: Actor | None = None) -> ImportRun:
    """A file of the year as it was checked."""
    run = start_import(
        actor=by or ministry(),
        kind="allocations",
        file_name="pagu.csv",
        content=as_csv() if content is None else content,
        about=(year or a_year()).pk,
    )
    check_run(run)
    run.refresh_from_db()
    return run


def applied(content: bytes | None = None, year: ProgrammeYear | None = None, **details: Any) -> ImportRun:
    return confirm_import(actor=ministry(), run=checked(content, year), details=DECREE | details)


def in_force(code: str, holder: str = "") -> tuple[Any, ...]:
    """Ceiling, targets and division of a region's recipient."""
    found = Recipient.objects.select_related("allocation").get(
        region__code=code, **({"holder": holder} if holder else {})
    )
    one = found.allocation
    assert one is not None
    return one.ceiling, one.target_participants, one.target_mentors, one.target_legal_aid, one.division


def told(run: ImportRun) -> list[tuple[Any, ...]]:
    return [(one["row"], str(one["column"])[:1], one["value"]) for one in errors_of(run)]


@pytest.fixture(autouse=True)
def at_the_ministry(nation: None) -> None:
    """The services are called as the ministry."""


# ---------------------------------------------------------------- reading


def test_the_file_is_read_as_it_was_published() -> None:
    run = checked()
    assert (run.state, run.new, run.wrong, run.doubtful, run.sums) == (ImportState.READY, 8, 0, 0, SUMS)
    assert (run.regency, run.about_id) == (None, a_year().pk)


def test_a_workbook_with_the_titles_of_the_template_says_the_same() -> None:
    for language in ("id", "en"):
        headings = [ALLOCATIONS.columns[ALLOCATIONS.place(key)].heading(language) for key in HEADINGS]
        rows = [[*row[:5], *(int(cell) for cell in row[5:])] for row in ROWS]
        run = checked(workbook(headings, rows))
        assert (run.new, run.wrong, run.sums) == (8, 0, SUMS)


def test_a_bps_code_in_the_kemendagri_column_is_refused_at_the_cell() -> None:
    run = checked(as_csv(spoilt(5, kemendagri_code="1173")))
    assert (run.new, run.wrong, told(run)) == (7, 1, [(5, "D", "1173")])
    (only,) = errors_of(run)
    assert "1174" in str(only["remedy"])
    papua = checked(as_csv(spoilt(9, kemendagri_code="94")))
    assert told(papua) == [(9, "D", "94")]


def test_a_repeated_recipient_is_refused_at_the_cell() -> None:
    run = checked(as_csv([*ROWS, ROWS[2]]))
    assert (run.new, run.wrong, told(run)) == (8, 1, [(10, "D", "3375")])


@pytest.mark.parametrize("cell", ["390304000.50", "390304000.00", "390304000,5", "390,304,000.5", "0", "-1", "", "1e9"])
def test_a_ceiling_that_is_not_whole_rupiah_is_refused_at_the_cell(cell: str) -> None:
    run = checked(as_csv(spoilt(4, ceiling_idr=cell)))
    assert (run.new, run.wrong, told(run)) == (7, 1, [(4, "F", cell or None)])


def test_a_ceiling_with_decimals_in_a_workbook_is_refused_at_the_cell() -> None:
    rows = [[*row[:5], float(row[5]) + (0.5 if row[3] == "3375" else 0), *map(int, row[6:])] for row in ROWS]
    run = checked(workbook(HEADINGS, rows))
    assert (run.new, run.wrong, told(run)) == (7, 1, [(4, "F", 400_000_000.5)])


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"name_as_published": "Kota Tegal"}, "D"),
        ({"name_as_published": "Kab. Pekalongan"}, "D"),
        ({"name_as_published": "Pekalongan", "bps_regency_code": ""}, "E"),
        ({"name_as_published": "Kota Antah Berantah"}, "E"),
        ({"name_as_published": ""}, "E"),
        ({"kemendagri_code": "3399"}, "D"),
        ({"kemendagri_code": "337"}, "D"),
        ({"kemendagri_code": ""}, "D"),
        ({"level": "province"}, "A"),
        ({"level": "desa"}, "A"),
        ({"target_participants": "116.5"}, "G"),
        ({"target_mentors": "-2"}, "H"),
    ],
)
def test_a_cell_that_cannot_be_right_is_refused(cells: dict[str, str], column: str) -> None:
    run = checked(as_csv(spoilt(4, **cells)))
    assert (run.wrong, [one[:2] for one in told(run)]) == (1, [(4, column)])


def test_where_the_bps_code_bears_witness_for_the_code_the_name_is_wrong() -> None:
    run = checked(as_csv(spoilt(5, name_as_published="Kota Banda Aceh")))
    assert told(run) == [(5, "E", "Kota Banda Aceh")]


def test_a_bps_code_of_another_region_is_a_doubt_and_no_error() -> None:
    run = checked(as_csv(spoilt(4, bps_regency_code="3376")))
    assert (run.new, run.wrong, run.doubtful) == (8, 0, 1)
    assert [(one["row"], str(one["column"])[:1], one["value"]) for one in doubts_of(run)] == [(4, "C", "3376")]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Kab. Gunung Kidul", ("kabupaten", "gunungkidul")),
        ("KABUPATEN GUNUNGKIDUL", ("kabupaten", "gunungkidul")),
        ("Kota Kotamobagu", ("kota", "kotamobagu")),
        ("Kotawaringin Barat", ("", "kotawaringinbarat")),
        ("Kota Adm. Jakarta Pusat", ("kota", "jakartapusat")),
        ("Prov. D.I. Yogyakarta", ("provinsi", "yogyakarta")),
        ("Daerah Khusus Ibukota Jakarta", ("", "jakarta")),
        ("Kab. Penukal Abab Lematang Ilir (PALI)", ("kabupaten", "penukalabablematangilir")),
        ("Kabupaten Pangkajene dan Kepulauan", ("kabupaten", "pangkajenekepulauan")),
        ("Kota Bau-Bau", ("kota", "baubau")),
    ],
)
def test_a_name_is_the_same_in_every_writing(written: str, said: tuple[str, str]) -> None:
    assert bare(written) == said


@pytest.mark.parametrize(
    ("code", "name", "meant"),
    [
        ("9101", "Kab. Merauke", "9301"),  # its code until 2022
        ("1212", "Kab. Toba Samosir", "1212"),  # its name until 2020
        ("7310", "Kab. Pangkajene Kepulauan", "7310"),
        ("7501", "Kab. Gorontalo", "7501"),
        ("75", "Gorontalo", "75"),
        ("31", "DKI Jakarta", "31"),
        ("1771", "Bengkulu", "1771"),
    ],
)
def test_code_and_name_find_the_region_together(code: str, name: str, meant: str) -> None:
    found = Places().find(Written(code, name))
    assert not isinstance(found, Issue)
    assert found.region.code == meant


def test_every_region_is_found_by_its_own_code_and_name_and_by_no_other_system_s() -> None:
    places = Places()
    known = [one for places_of in places.by_name.values() for one in places_of]
    for one in known:
        found = places.find(Written(one.region.code, one.region.name))
        assert not isinstance(found, Issue), one.region.name
        assert found.region == one.region
        for code in one.bps_codes - {one.region.code}:
            other = places.find(Written(code, one.region.name))
            # A code of the other system is refused, unless the region itself had that number before.
            assert isinstance(other, Issue) or one in places.by_code[code]


# ---------------------------------------------------------------- writing


def test_the_file_makes_recipients_with_their_ceilings_by_the_decree() -> None:
    run = applied()
    assert (run.state, Recipient.objects.count(), AllocationDecree.objects.get().number) == (
        ImportState.APPLIED,
        8,
        "113",
    )
    assert in_force("9301") == (430_000_000, 90, 2, None, {})
    assert sum(one.ceiling or 0 for one in Recipient.objects.select_related("allocation")) == SUMS["ceiling_idr"]
    decisions = Decision.objects.filter(actor=ministry().user)
    assert [decisions.filter(action=f"funding.{name}").count() for name in ("choose", "allocate", "record_decree")] == [
        8,
        8,
        1,
    ]
    assert decisions.get(action="imports.bring").details["new"] == 8
    recipient = Recipient.objects.get(region__code="3375")
    assert [one.pk for one in runs_that_brought(recipient)] == [run.pk]


def test_the_same_file_again_changes_nothing() -> None:
    applied()
    before = Decision.objects.exclude(action="imports.bring").count()
    again = applied()
    assert (again.new, again.changed, again.unchanged, again.wrong, again.sums) == (0, 0, 8, 0, SUMS)
    assert (again.state, Decision.objects.exclude(action="imports.bring").count()) == (ImportState.APPLIED, before)


def test_a_later_decree_revises_what_it_names_and_an_empty_cell_leaves_what_is_in_force() -> None:
    applied()
    rows = spoilt(4, ceiling_idr="350000000", target_mentors="")
    run = checked(as_csv(rows))
    assert (run.changed, run.unchanged) == (1, 7)
    assert ImportRow.objects.get(run=run, status="changed").changes == {"ceiling_idr": [400_000_000, 350_000_000]}
    confirm_import(actor=ministry(), run=run, details=DECREE | {"number": "98"})
    assert in_force("3375") == (350_000_000, 116, 2, None, {})
    recipient = Recipient.objects.get(region__code="3375")
    assert [(one.number, one.kind, one.decree.number) for one in recipient.allocations.select_related("decree")] == [
        (1, AllocationKind.FIRST, "113"),
        (2, AllocationKind.REVISION, "98"),
    ]


MORE = (*HEADINGS, "holder", "target_legal_aid", "training", "mentoring", "legal_aid")


def with_more(number: int, *cells: str) -> list[tuple[str, ...]]:
    return [(*row, *(cells if at == number - 2 else ("",) * 5)) for at, row in enumerate(ROWS)]


def test_the_division_and_both_offices_of_a_province() -> None:
    rows = with_more(2, "agency", "12", "1000000000", "300000000", "200000000")
    rows.append((*ROWS[0][:5], "600000000", "80", "", "UPTD", "", "600000000", "", ""))
    run = applied(as_csv(rows, MORE))
    assert (run.new, run.sums["recipients"]) == (9, 9)
    parts = {"training": 1_000_000_000, "mentoring": 300_000_000, "legal_aid": 200_000_000}
    assert in_force("34", "province_agency") == (1_500_000_000, 420, 6, 12, parts)
    assert in_force("34", "province_technical_unit") == (600_000_000, 80, None, None, {"training": 600_000_000})
    assert checked(as_csv(rows, MORE)).unchanged == 9


def test_a_division_falls_with_the_ceiling_that_it_divided() -> None:
    applied(as_csv(with_more(4, "", "", "300000000", "100000000", ""), MORE))
    assert checked().unchanged == 8
    run = checked(as_csv(spoilt(4, target_participants="118")))
    assert ImportRow.objects.get(run=run, status="changed").changes == {"target_participants": [116, 118]}
    run = checked(as_csv(spoilt(4, ceiling_idr="390000000")))
    assert ImportRow.objects.get(run=run, status="changed").changes == {
        "ceiling_idr": [400_000_000, 390_000_000],
        "training": [300_000_000, None],
        "mentoring": [100_000_000, None],
    }
    confirm_import(actor=ministry(), run=run, details=DECREE)
    assert in_force("3375") == (390_000_000, 116, 2, None, {})


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        (("UPTD", "", "", "", ""), "I"),  # a regency has no technical unit of the province
        (("", "", "", "", "1000000"), "M"),  # nor does it give legal aid from this fund
        (("", "", "300000000", "100000001", ""), "F"),  # the parts exceed the whole
        (("", "", "300000000.5", "", ""), "K"),
        (("", "2,5", "", "", ""), "J"),
    ],
)
def test_what_a_regency_cannot_have_is_refused(cells: tuple[str, ...], column: str) -> None:
    run = checked(as_csv(with_more(4, *cells), MORE))
    assert (run.wrong, [one[:2] for one in told(run)]) == (1, [(4, column)])


def test_the_industry_fund_is_not_divided_over_the_other_fund_s_activities() -> None:
    run = checked(as_csv(with_more(4, "", "", "1000", "", ""), MORE), a_year(Fund.IKM))
    assert [one[:2] for one in told(run)] == [(4, "K")]


def test_a_chosen_recipient_gets_its_first_ceiling() -> None:
    a_recipient()
    run = applied()
    assert (run.new, run.changed) == (7, 1)
    assert in_force("3375")[0] == 400_000_000


def test_a_withdrawn_recipient_and_money_received_stand_in_the_way() -> None:
    withdraw_recipient(actor=ministry(), recipient=a_recipient(), reason="Mengundurkan diri")
    assert told(checked()) == [(4, "D", "3375")]
    applied(as_csv([row for row in ROWS if row[3] != "3375"]))
    Recipient.objects.filter(region__code="9301").update(received=430_000_000)
    rows = [row for row in spoilt(7, ceiling_idr="429999999") if row[3] != "3375"]
    assert told(checked(as_csv(rows))) == [(6, "F", "429999999")]


def test_without_its_decree_a_file_is_not_applied() -> None:
    run = checked()
    with pytest.raises(BadInput) as refused:
        confirm_import(actor=ministry(), run=run, details={"kind": "Peraturan Presiden"})
    assert [one.field for one in refused.value.problems] == ["number", "title", "date"]
    run.refresh_from_db()
    assert (run.state, Recipient.objects.exists()) == (ImportState.READY, False)


def test_a_recipient_chosen_meanwhile_sends_the_file_back_to_be_looked_at() -> None:
    run = checked()
    a_recipient(instrument="Keputusan Menteri 9")
    with pytest.raises(Conflict):
        confirm_import(actor=ministry(), run=run, details=DECREE)
    run.refresh_from_db()
    assert (run.state, run.new, run.changed, Recipient.objects.count()) == (ImportState.READY, 7, 1, 1)
    confirm_import(actor=ministry(), run=run, details=DECREE)
    assert Recipient.objects.count() == 8


def test_only_the_ministry_brings_it_in() -> None:
    year = a_year()
    for other in (officer(), officer("33")):
        with pytest.raises(Forbidden):
            checked(year=year, by=other)


def test_an_appointment_for_the_other_fund_brings_nothing_in() -> None:
    year, other = a_year(), persona("ministry_officer", n=2)
    assert other.appointment is not None
    other.appointment.programme = Fund.IKM
    with pytest.raises(Forbidden):
        checked(year=year, by=other)


def test_last_year_s_recipients_are_not_this_year_s() -> None:
    last = a_year(number=TODAY.year - 1)
    choose_recipient(actor=ministry(), year=last, region=region(PEKALONGAN), holder="regency_agency", instrument="KM 1")
    assert checked().new == 8
