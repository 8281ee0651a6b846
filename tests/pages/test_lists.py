"""A list page shows, sorts, filters and exports exactly what its address says."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from datetime import date

import openpyxl
import pytest
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import Client, override_settings
from django.utils import translation

from sentra.pages.errors import BadInput
from sentra.pages.listing import ChoiceFilter, Column, DateRangeFilter, DayFilter, Listing, ListState, neutralised
from tests.pages.urls import PERMISSIONS

Rows = list[Permission]


def state(query: str = "") -> ListState:
    return ListState(PERMISSIONS, Permission.objects.select_related("content_type"), QueryDict(query))


def names(of: ListState) -> list[str]:
    return [row.record.name for row in of.rows]


def file_lines(page: Client, query: str) -> list[list[str]]:
    answer = page.get(f"/list?{query}")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_a_list_opens_with_its_default_sort_and_25_rows(rows: Rows) -> None:
    assert names(state()) == [f"Hak {n:02}" for n in range(25)]


def test_the_next_page_holds_the_rest(rows: Rows) -> None:
    assert names(state("page=2")) == [f"Hak {n:02}" for n in range(25, 30)]


def test_a_descending_sort_by_an_annotation(rows: Rows) -> None:
    assert names(state("sort=-length"))[:3] == ["Hak 29", "Hak 28", "Hak 27"]


def test_search_and_choice_narrow_together(rows: Rows) -> None:
    logam = ContentType.objects.get(model="logam")
    assert names(state(f"q=hak+2&kind={logam.pk}")) == ["Hak 12", "Hak 21", "Hak 24", "Hak 27"]


def test_links_keep_filters_and_sort(rows: Rows) -> None:
    assert state("q=hak&sort=-codename&size=50&page=1").query(page=3) == "?q=hak&sort=-codename&size=50&page=3"


@pytest.mark.parametrize("query", ["sort=password", "sort=name;drop", "size=1000000", "page=-1", "page=9e9", "x=1"])
def test_an_unheard_of_sort_size_or_page_falls_back(rows: Rows, query: str) -> None:
    assert names(state(query)) == names(state())


def test_a_filter_value_that_is_no_choice_is_refused_and_never_widens_the_list(page: Client, rows: Rows) -> None:
    answer = page.get("/list?kind=1+OR+1%3D1")
    assert answer.status_code == 400
    assert "Nilai ini bukan salah satu pilihan." in answer.content.decode()


def test_a_filter_with_a_default_holds_until_the_address_says_otherwise(rows: Rows) -> None:
    kinds = [("even", "Genap"), ("all", "Semua")]
    halves = ChoiceFilter("half", "Tampilkan", choices=kinds, apply=_half, default="even")
    listing = replace(PERMISSIONS, filters=[halves, *PERMISSIONS.filters])

    def opened(query: str) -> ListState:
        return ListState(listing, Permission.objects.all(), QueryDict(query))

    assert (opened("").exact_count, opened("half=all").exact_count) == (15, 30)
    assert (opened("").is_filtered, opened("").query_string) == (False, "")
    drawn = opened("").drawn_filters[0]
    assert [(one["value"], one["chosen"]) for one in drawn["options"]] == [("even", True), ("all", False)]
    assert opened("").filters_in_words() == [("Tampilkan", "Genap")]


def _half(rows: QuerySet[Permission], wanted: str) -> QuerySet[Permission]:
    return rows.filter(name__regex="[02468]$") if wanted == "even" else rows


def test_a_search_with_a_zero_byte_is_refused(rows: Rows) -> None:
    with pytest.raises(BadInput):
        state("q=%00")


def test_a_date_that_does_not_exist_is_refused() -> None:
    listing = Listing("s", "S", [Column("pk", "Nomor")], [DateRangeFilter("made", "Dibuat", lookup="id")])
    with pytest.raises(BadInput) as refusal:
        ListState(listing, Permission.objects.all(), QueryDict("made_from=31/02/2022"))
    assert refusal.value.problems[0].value == "31/02/2022"


def test_a_date_range_includes_both_days(db: None) -> None:
    from django.contrib.sessions.models import Session
    from django.utils.timezone import datetime, get_current_timezone

    for day in (1, 2, 3, 4):
        moment = datetime(2022, 3, day, 23, 30, tzinfo=get_current_timezone())
        Session.objects.create(session_key=f"s{day}", expire_date=moment)
    listing = Listing(
        "s", "S", [Column("session_key", "Nomor")], [DateRangeFilter("made", "Dibuat", lookup="expire_date")]
    )
    found = ListState(listing, Session.objects.all(), QueryDict("made_from=02/03/2022&made_to=3 Maret 2022"))
    assert [row.record.pk for row in found.rows] == ["s2", "s3"]


def test_a_day_holds_until_the_address_names_another_and_one_that_does_not_exist_is_refused() -> None:
    asked: list[str] = []

    def of_day(rows: QuerySet[Permission], day: date) -> QuerySet[Permission]:
        asked.append(day.isoformat())
        return rows

    listing = Listing("s", "S", [Column("pk", "Nomor")], [DayFilter("on", "Hari", apply=of_day, default="02/03/2022")])
    first, other = (ListState(listing, Permission.objects.all(), QueryDict(one)) for one in ("", "on=3 Maret 2022"))
    assert asked == ["2022-03-02", "2022-03-03"]
    assert (first.drawn_filters[0]["value"], first.query_string, other.is_filtered) == ("02/03/2022", "", True)
    with pytest.raises(BadInput):
        ListState(listing, Permission.objects.all(), QueryDict("on=31/02/2022"))


def test_a_list_that_is_short_by_nature_is_shown_whole(rows: Rows) -> None:
    whole = replace(PERMISSIONS, size=100)
    opened, fewer = (ListState(whole, Permission.objects.all(), QueryDict(one)) for one in ("", "size=25"))
    assert (len(opened.rows), opened.query_string) == (30, "")
    assert (len(fewer.rows), fewer.query_string) == (25, "size=25")


def test_counting_stops_at_the_cap_and_the_exact_count_follows(rows: Rows, page: Client) -> None:
    listing = Listing("p", "Hak", PERMISSIONS.columns, count_cap=10, default_sort="name")
    capped = ListState(listing, Permission.objects.all(), QueryDict())
    assert (capped.total_text, capped.is_capped, capped.exact_count) == ("10+", True, 30)
    assert page.get("/list?count=exact").content == b"30"


def test_a_page_of_the_list_costs_few_queries(rows: Rows, page: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    page.get("/list")
    with django_assert_max_num_queries(4):
        page.get("/list")


def test_htmx_gets_only_the_results(rows: Rows, page: Client) -> None:
    part = page.get("/list", headers={"HX-Request": "true", "HX-Target": "results"}).content.decode()
    assert part.strip().startswith('<div class="card" id="results"')
    assert "<html" not in part


def test_a_column_choice_is_kept_and_can_be_taken_back(rows: Rows, page: Client) -> None:
    page.post("/list?q=hak", {"list_columns": "save", "column": ["model", "password"]})
    shown = re.findall(r'role="columnheader" scope="col"[^>]*>(?:<a[^>]*>)?(\w+)', page.get("/list").content.decode())
    assert shown == ["Nama", "Jenis"]
    page.post("/list", {"list_columns": "reset"})
    assert "Panjang" in page.get("/list").content.decode()


def test_csv_holds_exactly_the_filtered_rows_and_their_count(rows: Rows, page: Client) -> None:
    lines = file_lines(page, "q=hak+1&export=csv&page=2&sort=-name")
    found = Permission.objects.filter(name__icontains="hak").filter(name__icontains="1").order_by("-name")
    assert lines[0] == ["Nama", "Kode", "Panjang", "Keadaan", "Nomor"]
    assert [line[0] for line in lines[1:-1]] == [row.name for row in found]
    assert lines[-1] == [f"{len(found)} baris"]


def test_xlsx_holds_the_same_rows_and_says_how_many(rows: Rows, page: Client) -> None:
    answer = page.get("/list?q=hak+1&export=xlsx")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet, note = book.worksheets
    lines = list(sheet.iter_rows(values_only=True))
    assert lines[1] == ("Hak 01", "kk", 2, "Aktif", Permission.objects.get(name="Hak 01").pk)
    assert [line[0] for line in lines[1:]] == [line[0] for line in file_lines(page, "q=hak+1&export=csv")[1:-1]]
    assert ("Baris", f"{len(lines) - 1} baris") in list(note.iter_rows(values_only=True))
    assert ("Cari", "hak 1") in list(note.iter_rows(values_only=True))


@pytest.mark.parametrize("text", ["=1+1", "+62811", "-5", "@SUM(A1)", "\tx", "\rx"])
def test_a_text_that_looks_like_a_formula_gets_a_quote(text: str) -> None:
    assert neutralised(text) == f"'{text}"


def test_numbers_and_plain_texts_are_left_alone() -> None:
    assert [neutralised(value) for value in (-5, "Batik", "", None)] == [-5, "Batik", "", None]


def test_a_formula_in_a_name_is_harmless_in_both_files(rows: Rows, page: Client) -> None:
    Permission.objects.filter(name="Hak 00").update(name='=HYPERLINK("http://x","y")')
    assert file_lines(page, "q=hyperlink&export=csv")[1][0] == '\'=HYPERLINK("http://x","y")'
    answer = page.get("/list?q=hyperlink&export=xlsx")
    cell = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]["A2"]
    assert (cell.data_type, cell.value) == ("s", '=HYPERLINK("http://x","y")')


def test_an_unheard_of_file_format_is_refused(rows: Rows, page: Client) -> None:
    assert page.get("/list?export=exe").status_code == 400


def later(request: HttpRequest, of: ListState, kind: str) -> HttpResponse:
    return HttpResponse(f"later: {of.exact_count} as {kind}")


def test_a_large_export_goes_to_the_background(rows: Rows, page: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    with override_settings(SENTRA_BACKGROUND_EXPORT="tests.pages.test_lists.later"):
        object.__setattr__(PERMISSIONS, "export_limit", 29)
        try:
            answer = page.get("/list?export=xlsx")
        finally:
            object.__setattr__(PERMISSIONS, "export_limit", 5_000)
    assert answer.content == b"later: 30 as xlsx"


def test_an_english_file_separates_by_commas(rows: Rows) -> None:
    with translation.override("en"):
        answer = Client(headers={"accept-language": "en"}).get("/list?export=csv&q=hak+07")
        text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[1:] == [f"Hak 07,kkkkkkkk,8,Aktif,{Permission.objects.get(name='Hak 07').pk}", "1 row"]


def test_an_empty_list_explains_itself(rows: Rows, page: Client) -> None:
    assert "Tidak ada yang cocok dengan saringan ini" in page.get("/list?q=zzz").content.decode()
