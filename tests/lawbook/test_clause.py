"""The page of a provision: values with dates, what it reads, how it is traced, where it was last applied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from django.test import Client
from django.urls import reverse

import sentra.law
from sentra.access.roles import Role
from sentra.decisions.services import Grounds
from sentra.law import library, load_library
from sentra.law.coverage import recorded
from tests.decisions.factories import record
from tests.law.texts import toy
from tests.lawbook.reading import page
from tests.personas import BANTUL, PEKALONGAN, persona

pytestmark = pytest.mark.django_db
RULE = "kukm-23-2005/5.1.a.1"


def clause(name: str, language: str = "id", **query: str) -> str:
    status, text = page(reverse("portal:clause", args=[name]), language, **query)
    assert status == 200
    return text


def test_a_fact_shows_its_label_unit_and_basis() -> None:
    text = clause(RULE)
    for said in ("Jumlah anggota UKM", "Satuan: usaha", "dihitung dari register atau daftar hadir"):
        assert said in text


def test_values_of_single_years_stand_with_their_source() -> None:
    text = clause("kopukm-pk2umk-2022/4.6.deadline")
    assert "14" in text
    assert "18" in text
    assert "1 Januari 2022" in text
    assert "(pada hari lain)" in text


def test_the_check_and_the_chapter_are_a_step_away() -> None:
    text = clause(RULE)
    assert 'href="/hukum/uji/sentra.criteria/"' in text
    assert 'href="/hukum/kukm-23-2005/bagian/pasal-5/"' in text


def test_the_day_stays_in_every_link_of_the_law() -> None:
    text = clause(RULE, on="2010-01-01").partition("<main")[2].partition("</main>")[0]
    links = [part.partition('"')[0] for part in text.split('href="/hukum/')[1:]]
    assert links
    assert [one for one in links if "on=2010-01-01" not in one] == []


def test_a_day_that_is_none_is_named_and_today_is_shown() -> None:
    assert "“kemarin” bukan tanggal" in clause(RULE, on="kemarin")


def test_what_traces_a_provision_is_told() -> None:
    built = next(name for name, tests in recorded().items() if library().clause(name).kind == "workflow" and tests)
    assert "Diterapkan sebagai langkah dalam prosedur." in clause(built)
    assert recorded()[built][0] in clause(built)
    assert "kasus tercatat" in clause(RULE)


def test_what_nothing_applies_is_said_to_be_not_built() -> None:
    open_ones = [one for one in library().clauses if one.condition is None and one.id not in recorded()]
    assert "Belum dibangun" in clause(open_ones[0].id, on="2022-06-01")


def test_a_preference_and_a_permission_say_so() -> None:
    preference = next(one for one in library().clauses if one.severity == "should" and one.check)
    assert "Anjuran" in clause(preference.id, on="2022-06-01")


def test_money_is_measured_in_rupiah_as_people_write_it() -> None:
    text = Client().get(reverse("portal:clause", args=["kukm-23-2005/5.1.b"])).content.decode()
    assert "Satuan: Rp per bulan" in text
    assert "IDR" not in text


# ---------------------------------------------------------------- where it was applied


def applied(client: Client) -> str:
    text = client.get(reverse("portal:clause", args=[RULE])).content.decode()
    return text.partition('id="applied"')[2].partition("</section>")[0]


def test_a_stranger_sees_only_what_kind_of_act_and_when() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    record(
        actor,
        action="designation.assess",
        grounds=Grounds(clauses=[RULE]),
        at=dt.datetime(2026, 2, 5, 4, tzinfo=dt.UTC),
    )
    shown = applied(Client())
    assert "Menilai calon sentra" in shown
    assert "5 Februari 2026" in shown
    assert actor.office is not None
    for hidden in (actor.name, actor.office.name, actor.office.short_name, "Pekalongan"):
        assert hidden not in shown


@pytest.mark.parametrize(("place", "sees"), [(PEKALONGAN, True), (BANTUL, False)])
def test_the_office_is_shown_inside_its_territory_only(place: str, sees: bool) -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert actor.office is not None
    record(actor, action="designation.assess", grounds=Grounds(clauses=[RULE]))
    client = Client()
    reader = persona(Role.REGENCY_HEAD, place)
    assert reader.user is not None
    client.force_login(reader.user)
    shown = applied(client)
    assert (actor.office.name in shown, actor.name in shown) == (sees, False)


def test_what_was_never_applied_says_so() -> None:
    assert "Belum ada keputusan" in applied(Client())


# ---------------------------------------------------------------- dated values


@pytest.fixture
def dated(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A text whose threshold rises in 2027."""
    text = toy(parameters={"min_member_count": {dt.date(2005, 11, 9): 20, dt.date(2027, 1, 1): 25}})
    text["regulation"]["in_force_from"] = dt.date(2005, 11, 9)
    (tmp_path / "toy-1.yaml").write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    loaded = load_library(tmp_path)
    monkeypatch.setattr(sentra.law, "library", lambda: loaded)
    yield


@pytest.mark.parametrize(("day", "now", "other"), [("2026-12-31", "20", "25"), ("2027-01-01", "25", "20")])
def test_a_dated_value_is_that_of_the_day_and_the_others_stand_below(
    dated: None, day: str, now: str, other: str
) -> None:
    values = clause("toy-1/1", on=day).partition('id="values"')[2].partition("</table>")[0]
    first, _below, second = values.partition("(pada hari lain)")
    assert f"minimal {now}" in first
    assert f"minimal {other}" in second
