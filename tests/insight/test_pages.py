"""The pages: what each person sees of their territory, in how many queries, and what the buttons do."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import quote

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.insight.building import build
from sentra.insight.calculating import work_out
from sentra.insight.models import Calculation, Scenario, Snapshot, SnapshotState
from tests.insight.factories import Country, ministry, province, snapshot_of
from tests.insight.test_tables import brought, table
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, persona

MEMBERS = "kukm-23-2005/5.1.a.1"
FIFTEEN = f"value/{MEMBERS}/min_member_count=15"
BUDGET = 12
pytestmark = pytest.mark.django_db


def at(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def page(client: Client, path: str) -> str:
    given = client.get(path)
    assert given.status_code == 200, given.status_code
    return given.content.decode()


# ---------------------------------------------------------------- screening


def test_without_a_snapshot_the_pages_say_what_is_missing(db: None) -> None:
    client = at(province(JAWA_TENGAH))
    for name in ("insight:screening", "insight:what_if"):
        assert "Belum ada potret data" in page(client, reverse(name))


def test_the_ministry_sees_provinces_and_opens_one(snapshot: Snapshot, country: Country) -> None:
    client = at(ministry())
    text = page(client, reverse("insight:screening"))
    assert "Jawa Tengah" in text
    assert "Daerah Istimewa Yogyakarta" in text
    assert "Kota Pekalongan" not in text
    inside = page(client, f"{reverse('insight:screening')}?province={country.large.regency.parent_id}")
    assert "Kota Pekalongan" in inside
    assert "Bantul" not in inside


def test_a_province_sees_its_regencies_only(snapshot: Snapshot, country: Country) -> None:
    text = page(at(province(YOGYAKARTA)), reverse("insight:screening"))
    assert "Bantul" in text
    assert "Pekalongan" not in text
    assert (
        at(province(YOGYAKARTA))
        .get(f"{reverse('insight:screening')}?province={country.large.regency.parent_id}")
        .status_code
        == 404
    )


def test_the_figures_by_place_come_as_a_file(snapshot: Snapshot) -> None:
    given = at(province(JAWA_TENGAH)).get(f"{reverse('insight:screening')}?export=xlsx")
    rows = (
        CalamineWorkbook.from_filelike(io.BytesIO(b"".join(given.streaming_content))).get_sheet_by_index(0).to_python()
    )
    assert rows[0][:4] == ["Wilayah", "Kode", "Jumlah data", "Kriteria sentra UKM: terpenuhi"]
    assert [row[:4] for row in rows[1:3]] == [["Kabupaten Batang", "3325", 2, 0], ["Kota Pekalongan", "3375", 2, 1]]


def failing(snapshot: Snapshot, clause: str = MEMBERS) -> str:
    kwargs = {"pk": snapshot.pk, "check_id": "sentra.criteria", "day": snapshot.as_of.isoformat(), "clause_id": clause}
    return reverse("insight:failing", kwargs=kwargs)


def test_who_fails_one_provision_only_is_a_list_with_links(snapshot: Snapshot, country: Country) -> None:
    text = page(at(ministry()), failing(snapshot))
    for sentra in (country.middle, country.small, country.other):
        assert reverse("registry:sentra", args=[sentra.pk]) in text
    assert str(country.large.pk) not in text
    assert "17 usaha" in text
    own = page(at(province(YOGYAKARTA)), failing(snapshot))
    assert (str(country.other.pk) in own, str(country.middle.pk) in own) == (True, False)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=kauman", ["Batik Kauman"]),
        ("sort=-member_count", ["Gerabah Kasongan", "Batik Kauman", "Emping Limpung"]),
        ("q=zzz", []),
    ],
)
def test_the_list_is_searched_sorted_and_exported(
    snapshot: Snapshot, country: Country, query: str, names: list[str]
) -> None:
    given = at(ministry()).get(f"{failing(snapshot)}?{query}&export=csv")
    lines = b"".join(given.streaming_content).decode("utf-8-sig").strip().splitlines()
    assert [line.split(";")[0] for line in lines[1:-1]] == names
    assert lines[-1] == f"{len(names)} baris"


def test_the_list_is_narrowed_to_a_regency_of_the_own_territory(snapshot: Snapshot, country: Country) -> None:
    text = page(at(ministry()), f"{failing(snapshot)}?place={country.small.regency_id}")
    assert ("Emping Limpung" in text, "Batik Kauman" in text) == (True, False)
    elsewhere = at(province(YOGYAKARTA)).get(f"{failing(snapshot)}?place={country.small.regency_id}")
    assert elsewhere.status_code == 400 or "Emping Limpung" not in elsewhere.content.decode()


@pytest.mark.parametrize("clause", ["kukm-23-2005/9.x", "kukm-23-2005/1.1.1"])
def test_a_list_of_no_provision_is_not_found(snapshot: Snapshot, clause: str) -> None:
    assert at(ministry()).get(failing(snapshot, clause)).status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "insight:screening",
        "insight:what_if",
        f"insight:what_if?{FIFTEEN}",
        "insight:scenario_list",
        "insight:snapshot_list",
    ],
)
def test_a_page_takes_few_queries(snapshot: Snapshot, path: str) -> None:
    client = at(ministry())
    name, _, query = path.partition("?")
    page(client, f"{reverse(name)}?{query}")
    with CaptureQueriesContext(connection) as asked:
        page(client, f"{reverse(name)}?{query}")
    assert len(asked) <= BUDGET, [one["sql"][:80] for one in asked]


# ---------------------------------------------------------------- what if


def test_changes_go_into_the_address(snapshot: Snapshot) -> None:
    client = at(ministry())
    sent = client.post(
        reverse("insight:what_if"), {f"value/{MEMBERS}/min_member_count": "15", "check": "sentra.criteria"}
    )
    assert sent.status_code == 302
    assert quote(f"value/{MEMBERS}/min_member_count", safe="") + "=15" in sent["Location"]
    assert "test%2F" not in sent["Location"]
    text = page(client, sent["Location"].partition("#")[0])
    assert "Yang memenuhi menjadi" in text
    assert "Jumlah anggota UKM minimal 15 usaha." in text
    assert '<svg class="tiles"' in text


def test_a_province_sees_no_map_and_only_its_regencies(snapshot: Snapshot) -> None:
    text = page(at(province(JAWA_TENGAH)), f"{reverse('insight:what_if')}?{FIFTEEN}")
    assert "Kota Pekalongan" in text
    assert "Bantul" not in text
    assert '<svg class="tiles"' not in text


def test_a_wrong_condition_is_shown_at_its_field(snapshot: Snapshot) -> None:
    text = page(at(ministry()), f"{reverse('insight:what_if')}?test/{MEMBERS}={quote('member_count >= 1 or xyz')}")
    assert "Syarat tidak dapat dibaca pada kolom 22" in text
    assert 'id="finding"' not in text


def test_a_day_before_the_law_is_said(snapshot: Snapshot) -> None:
    for name in ("insight:screening", "insight:what_if"):
        text = page(at(ministry()), f"{reverse(name)}?on=01/01/2001&check=sentra.criteria")
        assert "Peraturan tidak berlaku pada 1 Januari 2001." in text
        assert "Permen KUKM 23/PER/M.KUKM/XI/2005 berlaku mulai 9 November 2005 (Pasal II ayat (3))." in text


def test_a_large_table_shows_its_progress_and_then_its_figures(snapshot: Snapshot, settings: Any) -> None:
    settings.INSIGHT_AT_ONCE_ROWS = 0
    client, path = at(ministry()), f"{reverse('insight:what_if')}?snapshot={snapshot.pk}&{FIFTEEN}"
    assert '<progress id="calculation-bar"' in page(client, path)
    poll = client.get(path, headers={"HX-Request": "true", "HX-Target": "calculation"})
    assert poll.content.decode().count("<progress") == 1
    assert "<main" not in poll.content.decode()
    work_out(Calculation.objects.get().key)
    done = client.get(path, headers={"HX-Request": "true", "HX-Target": "calculation"})
    assert done.headers["HX-Refresh"] == "true"
    assert "Yang memenuhi menjadi" in page(client, path)


def test_of_too_many_questions_at_once_the_next_is_told_to_wait(snapshot: Snapshot, settings: Any) -> None:
    settings.INSIGHT_AT_ONCE_ROWS, settings.INSIGHT_QUESTIONS_AT_ONCE = 0, 1
    client, first = at(ministry()), f"{reverse('insight:what_if')}?snapshot={snapshot.pk}&{FIFTEEN}"
    assert "<progress" in page(client, first)
    assert "Terlalu banyak pertanyaan" in page(client, first.replace("=15", "=16"))
    assert "<progress" in page(client, first)
    work_out(Calculation.objects.get().key)
    assert "<progress" in page(client, first.replace("=15", "=16"))


# ---------------------------------------------------------------- scenarios


def save(client: Client, **changes: Any) -> Any:
    given = {"query": FIFTEEN, "name": "Minimum 15 anggota", "note": "Usulan dinas."} | changes
    return client.post(reverse("insight:scenario_save"), given)


def test_a_scenario_is_saved_with_its_figures_and_opened_again(snapshot: Snapshot, country: Country) -> None:
    client = at(ministry())
    sent = save(client)
    scenario = Scenario.unscoped.get()
    assert (sent.status_code, sent["Location"]) == (302, reverse("insight:scenario", args=[scenario.pk]))
    assert scenario.changes == {MEMBERS: {"parameters": {"min_member_count": 15}}}
    assert (scenario.snapshot_sha256, scenario.law_on, scenario.regency) == (snapshot.sha256, snapshot.as_of, None)
    record = Decision.unscoped.get(action="insight.save")
    assert record.subject_id == str(scenario.pk)
    text = page(client, sent["Location"])
    assert "Minimum 15 anggota" in text
    assert "bertambah 3" in text
    again = text.partition('href="/telaah/simulasi/?')[2].partition('"')[0].replace("&amp;", "&")
    assert "bertambah 3" in page(client, f"{reverse('insight:what_if')}?{again}")
    listed = page(client, reverse("insight:changed", args=[scenario.pk, "bertambah"]))
    assert [name for name in ("Batik Kauman", "Gerabah Kasongan", "Batik Wijirejo") if name in listed] == [
        "Batik Kauman",
        "Gerabah Kasongan",
        "Batik Wijirejo",
    ]
    assert "Tidak ada" in page(client, reverse("insight:changed", args=[scenario.pk, "berkurang"]))


def test_a_scenario_keeps_its_figures_when_its_snapshot_is_gone(snapshot: Snapshot) -> None:
    client = at(ministry())
    path = save(client)["Location"]
    Snapshot.objects.all().delete()
    text = page(client, path)
    assert "bertambah 3" in text
    assert "Potret datanya sudah tidak ada" in text
    assert client.get(f"{path}bertambah/").status_code == 404
    assert "bertambah 3" in page(client, f"{path}cetak/")


@pytest.mark.parametrize(
    "gone", [{"check_id": "sentra.renamed"}, {"changes": {"kukm-23-2005/99.z": {"parameters": {"least": 15}}}}]
)
def test_a_scenario_keeps_its_figures_when_the_law_was_corrected(snapshot: Snapshot, gone: dict[str, Any]) -> None:
    client = at(ministry())
    path = save(client)["Location"]
    Scenario.unscoped.update(**gone)
    text = page(client, path)
    assert "bertambah 3" in text
    assert "Teks hukumnya sejak itu dibetulkan" in text
    assert "Lanjutkan simulasi" not in text
    assert client.get(f"{path}bertambah/").status_code == 404
    assert "bertambah 3" in page(client, f"{path}cetak/")
    assert "Minimum 15 anggota" in page(client, reverse("insight:scenario_list"))


def test_sent_twice_it_is_saved_once(snapshot: Snapshot) -> None:
    key = "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b11"
    client = at(ministry())
    assert save(client, client_id=key)["Location"] == save(client, client_id=key)["Location"]
    assert Scenario.unscoped.count() == 1
    assert Decision.unscoped.filter(action="insight.save").count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"name": " "},
        {"name": "x" * 151},
        {"client_id": "x"},
        {"query": ""},
        {"query": f"test/{MEMBERS}=xyz"},
    ],
)
def test_what_cannot_be_saved_is_refused(snapshot: Snapshot, changes: dict[str, str]) -> None:
    assert save(at(ministry()), **changes).status_code in (400, 403)
    assert Scenario.unscoped.count() == 0


def test_scenarios_stay_in_their_territory(snapshot: Snapshot) -> None:
    own = save(at(province(JAWA_TENGAH)), name="Jateng")["Location"]
    national = save(at(ministry()), name="Nasional")["Location"]
    for actor, seen in (
        (province(JAWA_TENGAH), (200, 404)),
        (province(YOGYAKARTA), (404, 404)),
        (persona(Role.REGENCY_OFFICER, PEKALONGAN), (404, 404)),
        (ministry(2), (200, 200)),
        (persona(Role.OBSERVER), (200, 200)),
    ):
        client = at(actor)
        assert (client.get(own).status_code, client.get(national).status_code) == seen, actor.role
    text = page(at(ministry(2)), own)
    assert "bertambah 1" in text
    assert "Bantul" not in text


def test_only_its_author_removes_a_scenario(snapshot: Snapshot) -> None:
    path = save(at(ministry()))["Location"]
    assert at(ministry(2)).post(f"{path}hapus/").status_code == 403
    assert Scenario.unscoped.count() == 1
    assert "hapus" in page(at(ministry()), path)
    assert at(ministry()).post(f"{path}hapus/").status_code == 302
    assert Scenario.unscoped.count() == 0
    assert Decision.unscoped.filter(action="insight.remove").count() == 1


def test_an_observer_tries_but_does_not_save(snapshot: Snapshot) -> None:
    client = at(persona(Role.OBSERVER))
    assert "Yang memenuhi menjadi" in page(client, f"{reverse('insight:what_if')}?{FIFTEEN}")
    assert save(client).status_code == 403


# ---------------------------------------------------------------- snapshots


def test_a_snapshot_is_asked_for_followed_and_cancelled(country: Country) -> None:
    client = at(ministry())
    sent = client.post(
        reverse("insight:snapshot_start"), {"subject": "sentra", "client_id": "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b12"}
    )
    snapshot = Snapshot.objects.get()
    assert sent["Location"] == reverse("insight:snapshot", args=[snapshot.pk])
    assert '<progress id="snapshot-progress-bar"' in page(client, sent["Location"])
    poll = {"HX-Request": "true", "HX-Target": "snapshot-progress"}
    assert "HX-Refresh" not in client.get(sent["Location"], headers=poll).headers
    assert client.post(f"{sent['Location']}batal/").status_code == 302
    assert client.get(sent["Location"], headers=poll).headers["HX-Refresh"] == "true"
    snapshot.refresh_from_db()
    assert snapshot.state == SnapshotState.CANCELLED
    assert "Dibatalkan" in page(client, sent["Location"])


def test_wrong_dates_and_a_second_one_are_said_on_the_form(country: Country) -> None:
    client, path = at(ministry()), reverse("insight:snapshot_start")
    key = {"subject": "sentra", "client_id": "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b13"}
    assert "Peraturan belum berlaku" in client.post(path, key | {"as_of": "01/01/2001"}).content.decode()
    client.post(path, key)
    again = client.post(path, key | {"client_id": "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b14"})
    assert "Potret data sejenis sedang dibuat" in again.content.decode()


def test_what_a_snapshot_holds_is_told(snapshot: Snapshot) -> None:
    text = page(at(ministry()), reverse("insight:snapshot", args=[snapshot.pk]))
    assert snapshot.sha256 in text
    assert "Jumlah anggota UKM" in text


def test_a_table_is_brought_in_and_screened(db: None) -> None:
    client = at(ministry())
    given = {
        "client_id": "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b15",
        "check": "enterprise.size_2005",
        "title": "Pendataan 2026",
        "region_column": "kode_wilayah",
    }
    file = SimpleUploadedFile("usaha.parquet", table().read())
    sent = client.post(reverse("insight:table_bring"), given | {"file": file})
    assert sent.status_code == 302, sent.content.decode()[:2000]
    from sentra.insight.bringing import read

    snapshot = Snapshot.objects.get()
    read(snapshot)
    text = page(client, f"{reverse('insight:screening')}?snapshot={snapshot.pk}")
    assert "Pendataan 2026" in text
    assert "5 dari 5 data yang sudah dapat ditentukan (100%)" in text
    assert "1 belum dapat ditentukan" in text
    assert "Pendataan 2026" not in page(at(province(JAWA_TENGAH)), reverse("insight:screening"))


def test_wrong_columns_are_said_on_the_form_and_on_the_page(db: None) -> None:
    client = at(ministry())
    given = {
        "client_id": "3f0f3a3e-6d5c-4a39-8f0e-5a2c9d0d1b16",
        "check": "enterprise.size_2005",
        "title": "Salah",
        "region_column": "kode_wilayah",
    }
    file = SimpleUploadedFile("usaha.parquet", table(is_subsidiary=["ya"] * 6).read())
    sent = client.post(reverse("insight:table_bring"), given | {"file": file})
    assert "Kolom is_subsidiary berisi String" in sent.content.decode()
    assert Snapshot.objects.count() == 0


def test_removing_a_snapshot_is_for_the_ministry(snapshot: Snapshot) -> None:
    path = f"{reverse('insight:snapshot', args=[snapshot.pk])}hapus/"
    assert at(persona(Role.AUDITOR)).post(path).status_code == 403
    assert at(ministry()).post(path).status_code == 302
    assert Snapshot.objects.count() == 0


def test_regency_offices_see_their_own_place(snapshot: Snapshot, country: Country) -> None:
    text = page(at(persona(Role.REGENCY_OFFICER, BATANG)), reverse("insight:screening"))
    assert "Kabupaten Batang" in text
    assert "Pekalongan" not in text.partition('id="places"')[2]


def test_enterprises_are_judged_by_class(country: Country) -> None:
    snapshot = snapshot_of("enterprise")
    text = page(at(ministry()), f"{reverse('insight:screening')}?snapshot={snapshot.pk}")
    assert "Skala usaha menurut nilai tahun 2005" in text
    assert "Hanya tidak memenuhi ini" not in text


def test_parquet_of_a_snapshot_is_written_once_more_only_when_it_changed(snapshot: Snapshot, country: Country) -> None:
    assert pl.Series([part["rows"] for part in snapshot.parts]).sum() == snapshot.rows == 6
    build(snapshot)  # one that is ready is left alone
    snapshot.refresh_from_db()
    assert snapshot.is_ready


def test_an_auditor_of_a_region_does_not_learn_of_tables_brought_in(snapshot: Snapshot) -> None:
    kept = brought(title="Pendataan rahasia")
    path = reverse("insight:snapshot", args=[kept.pk])
    nation, region = at(persona(Role.AUDITOR)), at(persona(Role.AUDITOR, JAWA_TENGAH))
    assert "Pendataan rahasia" in page(nation, reverse("insight:snapshot_list"))
    assert nation.get(path).status_code == 200
    assert "Pendataan rahasia" not in page(region, reverse("insight:snapshot_list"))
    assert region.get(path).status_code == 404
    assert region.get(reverse("insight:snapshot", args=[snapshot.pk])).status_code == 200
