"""Pasal 6 ayat (5), 7 ayat (2), 8 ayat (5): cost standards with their source, dated, the nearest region's first."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.funding.components import components
from sentra.funding.models import MOST, CostStandard
from sentra.funding.queries import standard_for, standards_on, versions_of
from sentra.funding.services import end_cost_standard, set_cost_standard
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import RegionVersion
from sentra.territory.scope import OutsideTerritory, TerritoryNotSet, scoped
from tests.funding.factories import FIRST, TODAY, ministry, officer, province, standard, values
from tests.personas import BANTUL, BATANG, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, persona, record_persona, region

pytestmark = pytest.mark.usefixtures("nation")

TEXT = "kopukm-pk2umk-2022"
DAY = dt.timedelta(days=1)


def found(component: str = "mentor_honorarium", code: str = PEKALONGAN, on: dt.date = TODAY) -> CostStandard | None:
    return standard_for(component, region(code) if code else None, "person_month", on)


# ---------------------------------------------------------------- components of the law


def test_every_component_that_the_articles_list_is_there_once_with_its_letters() -> None:
    law = library().on(TODAY)
    listed = {
        name
        for clause in ("6.2", "6.3", "6.4", "7.1", "8.2")
        for name in law.parameter(f"{TEXT}/{clause}", "components")
    }
    known = components(law)
    assert {one.name for one in known} == listed
    assert len(known) == len(listed)
    mentor = next(one for one in known if one.name == "mentor_selection")
    assert (mentor.activity, mentor.letters, mentor.amount_clause.id) == (
        "mentoring",
        (f"{TEXT}/7.1.c",),
        f"{TEXT}/7.2",
    )
    # what the law says must not be paid, or is for the regional budget, has no place here
    assert not {"official_travel", "coordinator_honorarium", "court_assistance"} & {one.name for one in known}


def test_no_component_is_listed_on_a_day_before_the_regulation() -> None:
    assert standards_on(region(PEKALONGAN), dt.date(2021, 12, 31)) == []


# ---------------------------------------------------------------- none on file, and the nearest


@pytest.mark.clause("kopukm-pk2umk-2022/7.2")
def test_a_mentoring_component_carries_its_standard_and_source_and_says_where_none_is_on_file() -> None:
    assert found() is None
    made = standard()
    assert found() == made
    assert made.source == f"Peraturan Wali Kota Pekalongan Nomor 61 Tahun {FIRST.year - 1} tentang Standar Harga Satuan"
    lines = {one.component.name: one.standard for one in standards_on(region(PEKALONGAN), TODAY)}
    assert lines["mentor_honorarium"] == made
    assert lines["mentoring_transport"] is None
    assert len(lines) == len(components(library().on(TODAY)))


@pytest.mark.clause("kopukm-pk2umk-2022/8.5")
def test_a_legal_aid_component_carries_the_standard_of_province_or_nation_and_says_where_none_is_on_file() -> None:
    given = {"component": "legal_consultation", "unit": "person_hour"}
    assert standard_for("legal_consultation", region(JAWA_TENGAH), "person_hour", TODAY) is None
    nation = standard(ministry(), **given, amount=500_000, instrument_kind="Peraturan Menteri Keuangan")
    assert standard_for("legal_consultation", region(JAWA_TENGAH), "person_hour", TODAY) == nation
    own = standard(province(), **given, amount=400_000)
    assert standard_for("legal_consultation", region(JAWA_TENGAH), "person_hour", TODAY) == own
    assert standard_for("legal_consultation", region(YOGYAKARTA), "person_hour", TODAY) == nation
    assert standard_for("legal_document_drafting", region(JAWA_TENGAH), "document", TODAY) is None


def test_the_nearest_region_counts_regency_then_province_then_nation() -> None:
    nation = standard(ministry(), amount=4_000_000)
    assert (found(), found(code=BANTUL), found(code="")) == (nation, nation, nation)
    of_province = standard(province(), amount=3_800_000)
    assert (found(), found(code=BATANG), found(code=BANTUL)) == (of_province, of_province, nation)
    own = standard()
    assert (found(), found(code=BATANG), found(code=JAWA_TENGAH)) == (own, of_province, of_province)


def test_the_next_level_counts_again_before_and_after_the_nearest_ones_time() -> None:
    of_province = standard(province(), amount=3_800_000)
    own = standard(valid_from=FIRST + 30 * DAY, valid_to=FIRST + 60 * DAY)
    assert found(on=FIRST - DAY) is None
    assert found(on=FIRST + 29 * DAY) == of_province
    assert [found(on=FIRST + n * DAY) for n in (30, 60)] == [own, own]
    assert found(on=FIRST + 61 * DAY) == of_province


def test_units_stand_beside_each_other_and_are_never_converted() -> None:
    month, hour = standard(), standard(unit="person_hour", amount=60_000)
    assert standard_for("mentor_honorarium", region(PEKALONGAN), "person_day", TODAY) is None
    lines = [one.standard for one in standards_on(region(PEKALONGAN), TODAY) if one.standard]
    assert sorted(lines, key=lambda one: one.amount) == [hour, month]


def test_a_regency_that_came_to_another_province_is_judged_by_the_one_of_the_day() -> None:
    moved = FIRST + 100 * DAY
    RegionVersion.objects.filter(region=region(BANTUL)).update(valid_from=moved)
    RegionVersion.objects.create(
        region=region(BANTUL), code=BANTUL, name="Bantul", parent=region(JAWA_TENGAH), valid_to=moved - DAY
    )
    then, now = standard(province()), standard(province(YOGYAKARTA))
    assert found(code=BANTUL, on=moved - DAY) == then
    assert found(code=BANTUL, on=moved) == now


# ---------------------------------------------------------------- history


def test_a_new_standard_ends_the_older_one_the_day_before_and_both_stay() -> None:
    old = standard()
    new = standard(amount=3_700_000, valid_from=TODAY, instrument_number="70")
    old.refresh_from_db()
    assert (old.amount, old.valid_to, old.replaced_by) == (3_500_000, TODAY - DAY, new)
    assert (found(on=TODAY - DAY), found()) == (old, new)
    assert list(versions_of(new)) == [new, old]
    assert [one.action for one in history_of(old)] == ["funding.replace_standard", "funding.set_standard"]
    decision = history_of(new).get()
    assert decision.reason == "" and decision.regency == region(PEKALONGAN)
    assert f"{TEXT}/7.2" in decision.clauses and decision.details["source"] == new.source


def test_the_standard_of_another_unit_component_or_region_is_not_touched() -> None:
    others = [standard(unit="person_hour"), standard(component="mentor_selection"), standard(officer(BATANG))]
    others += [standard(province()), standard(ministry())]
    standard()
    standard(valid_from=TODAY)
    assert set(CostStandard.objects.filter(pk__in=[one.pk for one in others]).values_list("valid_to", flat=True)) == {
        None
    }


@pytest.mark.parametrize("days", [0, -1, -40])
def test_one_that_would_overlap_a_later_one_is_refused_with_the_way_out(days: int) -> None:
    later = standard()
    with pytest.raises(BadInput) as problem:
        standard(valid_from=FIRST + days * DAY, amount=1)
    assert [one.field for one in problem.value.problems] == ["valid_from"]
    assert "3.500.000" in problem.value.problems[0].message and problem.value.problems[0].remedy
    later.refresh_from_db()
    assert later.valid_to is None and CostStandard.objects.count() == 1


def test_one_that_ends_before_a_later_one_begins_is_set_beside_it() -> None:
    later = standard()
    before = standard(valid_from=FIRST - 100 * DAY, valid_to=FIRST - DAY, instrument_date=FIRST - 200 * DAY)
    later.refresh_from_db()
    assert (later.valid_to, found(on=FIRST - DAY), found(on=FIRST)) == (None, before, later)


def test_an_ended_standard_leaves_the_level_above_and_its_days_stay() -> None:
    nation, own = standard(ministry(), amount=4_000_000), standard()
    end_cost_standard(actor=officer(), standard=own, last_day=TODAY, reason="Peraturan dicabut.")
    assert (found(), found(on=TODAY + DAY)) == (own, nation)
    decision = history_of(own).first()
    assert decision is not None and (decision.action, decision.reason) == ("funding.end_standard", "Peraturan dicabut.")


def test_one_entered_by_mistake_never_counted_and_makes_room_for_the_right_one() -> None:
    wrong = standard(amount=35_000_000)
    wrong = end_cost_standard(actor=officer(), standard=wrong, last_day=FIRST - DAY, reason="Salah ketik.")
    assert wrong.was_never_in_force and found() is None
    right = standard()
    wrong.refresh_from_db()
    assert (found(), wrong.replaced_by, wrong.amount) == (right, None, 35_000_000)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"last_day": None}, "last_day"),
        ({"last_day": FIRST - 2 * DAY}, "last_day"),
    ],
)
def test_ending_asks_for_a_reason_and_a_day_that_fits(given: dict[str, Any], field: str) -> None:
    made = standard()
    with pytest.raises(BadInput) as problem:
        end_cost_standard(actor=officer(), standard=made, **({"last_day": TODAY, "reason": "Dicabut."} | given))
    assert [one.field for one in problem.value.problems] == [field]


def test_an_end_may_be_brought_forward_but_not_put_off_or_changed_when_it_is_past() -> None:
    made = standard(valid_to=TODAY + 30 * DAY)
    with pytest.raises(BadInput):
        end_cost_standard(actor=officer(), standard=made, last_day=TODAY + 31 * DAY, reason="Diperpanjang.")
    made = end_cost_standard(actor=officer(), standard=made, last_day=TODAY - DAY, reason="Dicabut.")
    with pytest.raises(Conflict):
        end_cost_standard(actor=officer(), standard=made, last_day=TODAY - 2 * DAY, reason="Lagi.")


def test_of_two_who_end_the_same_standard_the_second_is_told() -> None:
    made = standard()
    end_cost_standard(actor=officer(), standard=made, last_day=TODAY, reason="Dicabut.")
    assert made.valid_to is None  # as the second one saw it
    with pytest.raises(Conflict):
        end_cost_standard(actor=officer(), standard=made, last_day=TODAY + DAY, reason="Dicabut.")


# ---------------------------------------------------------------- bad input


def test_the_same_key_sent_twice_makes_one() -> None:
    key = uuid4()
    first, second = standard(id=key), standard(id=key)
    assert first == second and CostStandard.objects.count() == 1
    assert history_of(first).count() == 1


def test_a_key_of_a_neighbour_is_refused() -> None:
    key = uuid4()
    standard(id=key)
    with pytest.raises(OutsideTerritory):
        standard(officer(BATANG), id=key)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"component": "official_travel"}, "component"),
        ({"component": "<script>"}, "component"),
        ({"unit": "org/bln"}, "unit"),
        ({"amount": 0}, "amount"),
        ({"amount": -5}, "amount"),
        ({"amount": None}, "amount"),
        ({"amount": MOST + 1}, "amount"),
        ({"instrument_kind": ""}, "instrument_kind"),
        ({"instrument_number": "  "}, "instrument_number"),
        ({"instrument_title": "x" * 301}, "instrument_title"),
        ({"instrument_date": None}, "instrument_date"),
        ({"instrument_date": TODAY + DAY}, "instrument_date"),
        ({"valid_from": None}, "valid_from"),
        ({"valid_to": FIRST - DAY}, "valid_to"),
    ],
)
def test_a_wrong_value_is_named_with_its_remedy(given: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput) as problem:
        standard(**given)
    (one,) = problem.value.problems
    assert one.field == field and one.message and one.remedy
    assert not CostStandard.objects.exists()


def test_everything_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadInput) as problem:
        standard(amount=0, unit="", instrument_number="", valid_from=None)
    assert {one.field for one in problem.value.problems} == {"amount", "unit", "instrument_number", "valid_from"}


def test_the_database_itself_keeps_one_open_standard_and_the_bounds() -> None:
    made = standard()
    nation = standard(ministry())
    for one, change in ((made, {}), (nation, {}), (made, {"amount": 0, "valid_to": TODAY})):
        fields = {field.attname: getattr(one, field.attname) for field in CostStandard._meta.concrete_fields}
        with pytest.raises(IntegrityError), transaction.atomic():
            CostStandard(**(fields | {"id": uuid4()} | change)).save(force_insert=True)


# ---------------------------------------------------------------- who and where


@pytest.mark.clause("kopukm-pk2umk-2022/6.5")
def test_training_amounts_are_the_ministers_and_regions_read_them() -> None:
    given = values(component="honorarium_resource_person", unit="person_hour", amount=900_000)
    for actor in (officer(), province()):
        with pytest.raises(Forbidden) as refusal:
            set_cost_standard(actor=actor, **given)
        assert refusal.value.clause_ids == (f"{TEXT}/6.5",)
    made = set_cost_standard(actor=ministry(), **given)
    assert standard_for("honorarium_resource_person", region(PEKALONGAN), "person_hour", TODAY) == made


@pytest.mark.clause("kopukm-pk2umk-2022/8.5")
def test_legal_aid_amounts_are_set_by_provinces_and_the_nation_not_by_regencies() -> None:
    with pytest.raises(Forbidden) as refusal:
        standard(component="legal_education", unit="activity")
    assert refusal.value.clause_ids == (f"{TEXT}/8.5",)
    assert standard(province(), component="legal_education", unit="activity").region == region(JAWA_TENGAH)


@pytest.mark.parametrize(
    "role",
    [Role.REGENCY_GROUP, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT, Role.MINISTRY_APPROVER, Role.AUDITOR, Role.OBSERVER],
)
def test_other_roles_set_none(role: Role) -> None:
    code = {"r": PEKALONGAN, "p": JAWA_TENGAH}.get(role[0], "")
    with pytest.raises(Forbidden):
        standard(persona(role, code))


def test_a_region_sees_its_own_its_provinces_and_the_nations_and_the_higher_see_those_below() -> None:
    nation, of_province, own = standard(ministry()), standard(province()), standard()
    next_door, far = standard(officer(BATANG)), standard(province(YOGYAKARTA))
    seen = {
        officer(): {nation, of_province, own},
        officer(BATANG): {nation, of_province, next_door},
        officer(BANTUL): {nation, far},
        province(): {nation, of_province, own, next_door},
        province(YOGYAKARTA): {nation, far},
        ministry(): {nation, of_province, own, next_door, far},
        record_persona(Role.SENTRA_MANAGER, PEKALONGAN, uuid4()): set(),
    }
    for actor, rows in seen.items():
        with scoped(actor.territory):
            assert set(CostStandard.objects.all()) == rows, actor.name
            assert CostStandard.objects.count() == len(rows), actor.name


def test_only_the_level_that_set_a_standard_ends_it() -> None:
    nation, of_province, own = standard(ministry()), standard(province()), standard()
    told = {"last_day": TODAY, "reason": "Dicabut."}
    for actor, made in ((officer(), nation), (officer(), of_province), (province(), own), (ministry(), of_province)):
        with pytest.raises(Forbidden):
            end_cost_standard(actor=actor, standard=made, **told)
    with pytest.raises(OutsideTerritory):
        end_cost_standard(actor=officer(BATANG), standard=own, **told)
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    assert end_cost_standard(actor=head, standard=own, **told).valid_to == TODAY


def test_standards_are_not_read_without_a_territory() -> None:
    from sentra.territory import scope

    token = scope._active.set(None)
    try:
        with pytest.raises(TerritoryNotSet):
            CostStandard.objects.count()
    finally:
        scope._active.reset(token)
