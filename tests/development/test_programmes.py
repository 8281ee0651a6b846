"""Pasal 4, 12 huruf b, 13 huruf b dan c, 14 huruf a: programmes of the regions and advice on them."""

from __future__ import annotations

import pytest

from sentra.access.policy import Forbidden
from sentra.development import services
from sentra.development.entitlements import law_today, optional_components
from sentra.development.facts import judge_programme
from sentra.development.models import Advice, Fold, Programme
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.territory.scope import OutsideTerritory, scoped
from tests.development.factories import (
    TODAY,
    bds,
    group,
    manager,
    officer,
    programme,
    province,
    province_group,
    sentra_of_tier,
)
from tests.personas import BANTUL, BATANG, YOGYAKARTA

pytestmark = pytest.mark.usefixtures("nation")

NEXT = TODAY.year + 1
OPTIONAL = list(optional_components(law_today(TODAY)))


@pytest.mark.clause("kukm-23-2005/12.b")
def test_the_province_writes_a_programme_for_a_future_year_and_none_for_a_past_one() -> None:
    sentra = sentra_of_tier("sentra")
    made = programme(province(), components=["map", "bds_service"], sentra=[sentra])
    line = services.add_line(
        actor=province(), programme=made, component="map", activity="MAP", amount=500_000_000, sentra=sentra
    )
    assert (made.year, list(made.sentra.all()), list(made.lines.all())) == (NEXT, [sentra], [line])
    assert judge_programme(made, law_today(TODAY)).verdict == "met"
    with pytest.raises(Refused) as refusal:
        services.write_programme(actor=province(), year=TODAY.year - 1, title="Terlambat")
    assert refusal.value.clause_ids == ("kukm-23-2005/12.b",)


@pytest.mark.clause("kukm-23-2005/12.b")
def test_a_closed_programme_and_one_of_a_year_that_is_over_stay_as_they_are() -> None:
    made = programme(components=["map", "bds_service"])
    services.close_programme(actor=officer(), programme=made)
    content = {"title": "Lain", "aim": "", "components": [], "sentra": []}
    with pytest.raises(Refused):
        services.change_programme(actor=officer(), programme=made, version=made.version, **content)
    old = programme(year=TODAY.year)
    Programme.unscoped.filter(pk=old.pk).update(year=TODAY.year - 1)
    old.refresh_from_db()
    with pytest.raises(Refused):
        services.change_programme(actor=officer(), programme=old, version=old.version, **content)


def test_the_links_of_pasal_4_are_found_missing_and_unknown_while_nothing_is_recorded() -> None:
    law = law_today(TODAY)
    draft = programme()
    assert judge_programme(draft, law).verdict == "unknown"
    with pytest.raises(Refused):
        services.close_programme(actor=officer(), programme=draft)
    only_training = services.change_programme(
        actor=officer(),
        programme=draft,
        version=draft.version,
        title="Pelatihan",
        aim="",
        components=["training"],
        sentra=[],
    )
    assert judge_programme(only_training, law).failing == ("kukm-23-2005/4.1", "kukm-23-2005/4.2")


@pytest.mark.clause("kukm-23-2005/4.3")
@pytest.mark.clause("kukm-23-2005/4.4")
@pytest.mark.clause("kukm-23-2005/4.5")
@pytest.mark.clause("kukm-23-2005/4.6")
@pytest.mark.clause("kukm-23-2005/4.7")
@pytest.mark.clause("kukm-23-2005/4.8")
@pytest.mark.parametrize("component", OPTIONAL)
def test_an_optional_link_can_be_made_and_its_absence_never_counts_against_the_programme(component: str) -> None:
    law = law_today(TODAY)
    obligatory = Programme(components=["map", "bds_service"])
    linked = programme(components=["map", "bds_service", component])
    assert component in linked.components
    assert (judge_programme(obligatory, law).verdict, judge_programme(linked, law).verdict) == ("met", "met")


def test_one_programme_per_office_and_year_and_two_writers_do_not_overwrite_each_other() -> None:
    made = programme()
    with pytest.raises(Conflict):
        programme()
    content = {"title": "Satu", "aim": "", "components": [], "sentra": []}
    services.change_programme(actor=officer(), programme=made, version=1, **content)
    with pytest.raises(Conflict):
        services.change_programme(actor=officer(), programme=made, version=1, **(content | {"title": "Dua"}))


def test_lines_need_a_component_and_a_sentra_of_the_programme() -> None:
    made, sentra = programme(components=["map"]), sentra_of_tier("sentra")
    for values in ({"component": "training"}, {"component": "map", "sentra": sentra}):
        with pytest.raises(BadInput):
            services.add_line(actor=officer(), programme=made, activity="MAP", amount=1, **values)
    line = services.add_line(actor=officer(), programme=made, component="map", activity="MAP", amount=5)
    with pytest.raises(BadInput):  # the component still carries a line
        services.change_programme(
            actor=officer(), programme=made, version=made.version, title="X", aim="", components=[], sentra=[]
        )
    services.remove_line(actor=officer(), line=line)
    assert list(made.lines.all()) == []


def test_a_programme_holds_sentra_of_the_own_territory_only() -> None:
    made, foreign = programme(), sentra_of_tier("sentra", code=BATANG)
    with pytest.raises(BadInput):
        services.change_programme(
            actor=officer(), programme=made, version=1, title="X", aim="", components=[], sentra=[foreign]
        )


@pytest.mark.clause("kukm-23-2005/14.a")
def test_the_province_sees_a_regency_programme_and_folds_it_in_without_touching_it() -> None:
    regional, provincial = programme(officer()), programme(province())
    with scoped(province().territory):
        assert set(Programme.objects.all()) == {regional, provincial}
    before = Programme.objects.filter(pk=regional.pk).values().get()
    services.fold_programme(actor=province(), provincial=provincial, regional=regional)
    services.fold_programme(actor=province(), provincial=provincial, regional=regional)
    assert [one.regional for one in Fold.objects.filter(provincial=provincial)] == [regional]
    assert Programme.objects.filter(pk=regional.pk).values().get() == before
    elsewhere = programme(officer(BANTUL))
    with pytest.raises(OutsideTerritory):
        services.fold_programme(actor=province(), provincial=provincial, regional=elsewhere)


@pytest.mark.clause("kukm-23-2005/14.a")
def test_nobody_writes_into_another_areas_programme() -> None:
    made = programme(officer())
    content = {"version": made.version, "title": "X", "aim": "", "components": [], "sentra": []}
    with pytest.raises(OutsideTerritory):
        services.change_programme(actor=officer(BATANG), programme=made, **content)
    with pytest.raises(Forbidden):
        services.change_programme(actor=province(), programme=made, **content)
    with scoped(officer(BATANG).territory):
        assert list(Programme.objects.all()) == []
    with scoped(province(YOGYAKARTA).territory):
        assert list(Programme.objects.all()) == []


@pytest.mark.clause("kukm-23-2005/13.b")
def test_advice_on_the_draft_leaves_it_unchanged_and_must_be_answered_or_noted_before_it_is_closed() -> None:
    made = programme(province(), components=["map", "bds_service"])
    before = Programme.objects.filter(pk=made.pk).values().get()
    first, second = (
        services.advise_on_programme(actor=province_group(), programme=made, text=text)
        for text in ("Tambah anggaran BDS-P.", "Dahulukan sentra unggulan.")
    )
    assert Programme.objects.filter(pk=made.pk).values().get() == before
    with pytest.raises(Forbidden):
        services.change_programme(
            actor=province_group(), programme=made, version=1, title="X", aim="", components=[], sentra=[]
        )
    services.answer_advice(actor=province(), advice=first, kind="answered", answer="Ditambah Rp100 juta.")
    with pytest.raises(Refused) as refusal:
        services.close_programme(actor=province(), programme=made)
    assert refusal.value.clause_ids == ("kukm-23-2005/13.b",)
    with pytest.raises(BadInput):
        services.answer_advice(actor=province(), advice=second, kind="answered", answer="")
    services.answer_advice(actor=province(), advice=second, kind="noted")
    with pytest.raises(Conflict):
        services.answer_advice(actor=province(), advice=second, kind="noted")
    assert services.close_programme(actor=province(), programme=made).state == "closed"
    with pytest.raises(Refused):
        services.advise_on_programme(actor=province_group(), programme=made, text="Terlambat.")


@pytest.mark.clause("kukm-23-2005/13.c")
def test_dated_advice_on_each_topic_is_found_from_the_record_it_concerns() -> None:
    sentra, provider = sentra_of_tier("sentra"), bds()
    on_sentra = services.advise_on_topic(actor=province_group(), topic="sentra", text="Perkuat merek.", sentra=sentra)
    on_network = services.advise_on_topic(
        actor=province_group(), topic="business_network", text="Gandeng pemasok kain.", sentra=sentra
    )
    on_provider = services.advise_on_topic(
        actor=province_group(), topic="bds_provider", text="Tambah konsultan desain.", partner=provider
    )
    assert list(Advice.objects.filter(sentra=sentra)) == [on_network, on_sentra]
    assert list(Advice.objects.filter(partner=provider)) == [on_provider]
    assert on_sentra.given_on == TODAY
    with pytest.raises(BadInput):
        services.advise_on_topic(actor=province_group(), topic="bds_provider", text="Salah.", sentra=sentra)


def test_advice_belongs_to_the_working_groups_and_stays_with_the_offices() -> None:
    sentra = sentra_of_tier("sentra")
    for actor in (group(), officer(), province()):
        with pytest.raises(Forbidden):
            services.advise_on_topic(actor=actor, topic="sentra", text="Saran.", sentra=sentra)
    made = services.advise_on_topic(actor=province_group(), topic="sentra", text="Saran.", sentra=sentra)
    with scoped(manager(sentra).territory):
        assert list(Advice.objects.all()) == []
    with scoped(officer().territory):
        assert list(Advice.objects.all()) == [made]
    with scoped(officer(BATANG).territory):
        assert list(Advice.objects.all()) == []
