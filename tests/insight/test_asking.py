"""A screening and a what-if count what judging each record by itself gives; nothing of the registry is touched."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from sentra.designation.facts import facts_of_sentra
from sentra.insight import services
from sentra.insight.asking import Place, Question, amended_law, answer, canonical
from sentra.insight.calculating import Waiting, figures, forget_old, work_out
from sentra.insight.models import Calculation, Scenario, Snapshot
from sentra.insight.records import alone_in, changed_in
from sentra.insight.tables import Rows
from sentra.insight.telling import by_province, by_regency, regions_of, total_of
from sentra.law import Law, library
from sentra.registry.models import Sentra, Tier
from sentra.territory.scope import NATION, Territory, scoped
from tests.insight.factories import Country, ministry, snapshot_of
from tests.personas import BANTUL, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, region

TODAY = dt.date.today()
MEMBERS = "kukm-23-2005/5.1.a.1"
pytestmark = pytest.mark.django_db


def changed(**parameters: Any) -> dict[str, Any]:
    return {MEMBERS: {"parameters": parameters}}


CHANGES: list[dict[str, Any]] = [
    *(changed(min_member_count=number) for number in (1, 9, 10, 15, 17, 18, 19, 21, 24, 25)),
    {MEMBERS: {"test": "member_count > min_member_count"}},
    {MEMBERS: None},
    {MEMBERS: None, "kukm-23-2005/5.1.c": None},
    {"kukm-23-2005/5.1.b": {"parameters": {"min_avg_monthly_turnover_idr": 500_000_000}}},
]


def verdicts(check: str, law: Law) -> dict[str, str]:
    """Each sentra judged by itself under a law; where that sets no number of members, the facts are as they are now."""
    counted = law if MEMBERS in law.regulations["kukm-23-2005"].clauses else library().on(TODAY)
    return {
        one.name: law.check(check).judge(facts_of_sentra(one, TODAY, counted)).verdict
        for one in Sentra.unscoped.filter(is_active=True)
    }


def asked(snapshot: Snapshot, check: str = "sentra.criteria", **options: Any) -> Question:
    rows = Rows(options.pop("territory", NATION), **options.pop("rows", {}))
    return Question(snapshot, check, TODAY, rows, **options)


@pytest.mark.parametrize("check", ["sentra.criteria", "sentra.leading", "sentra.cluster", "sentra.definition"])
def test_a_screening_counts_what_each_record_gives(snapshot: Snapshot, country: Country, check: str) -> None:
    own = Counter(verdicts(check, library().on(TODAY)).values())
    count = total_of(answer(asked(snapshot, check))).verdict
    assert (count.met, count.not_met, count.unknown) == (own["met"], own["not_met"], own["unknown"])
    assert count.records == 6


@pytest.mark.parametrize("changes", CHANGES, ids=canonical)
@pytest.mark.parametrize("check", ["sentra.criteria", "sentra.leading"])
def test_a_what_if_counts_what_each_record_gives_under_the_other_law(
    snapshot: Snapshot, country: Country, check: str, changes: dict[str, Any]
) -> None:
    before = verdicts(check, library().on(TODAY))
    after = verdicts(check, amended_law(TODAY, canonical(changes)))
    found = total_of(answer(asked(snapshot, check, changes=changes, is_comparison=True)))
    assert found.verdict.met == sum(one == "met" for one in before.values())
    assert found.after.met == sum(one == "met" for one in after.values())
    assert found.after.unknown == sum(one == "unknown" for one in after.values())
    assert found.gained == sum(after[name] == "met" != before[name] for name in before)
    assert found.lost == sum(before[name] == "met" != after[name] for name in before)


def test_undecided_members_count_as_the_asked_threshold_wants(snapshot: Snapshot, country: Country) -> None:
    """Eighteen members are sure, six more possible: with 18 it is decided, with 19 it is not."""
    names = {}
    for number in (18, 19):
        question = asked(snapshot, changes=changed(min_member_count=number), is_comparison=True)
        names[number] = [row.name for row in changed_in(question, "gained")]
    assert "Batik Wijirejo" in names[18]
    assert "Batik Wijirejo" not in names[19]


def test_by_part_is_the_same_as_at_once(snapshot: Snapshot) -> None:
    told: list[int] = []
    for options in ({}, {"changes": changed(min_member_count=15), "is_comparison": True}):
        question = asked(snapshot, **options)
        whole, parted = answer(question), answer(question, by_part=True, tell=told.append)
        assert sorted(map(str, whole)) == sorted(map(str, parted))
    assert told == [6, 6]


def test_regencies_sum_to_their_province_and_provinces_to_the_nation(snapshot: Snapshot, country: Country) -> None:
    places = answer(asked(snapshot, changes=changed(min_member_count=15), is_comparison=True))
    regions = regions_of(places)
    provinces, regencies = by_province(places, regions), by_regency(places, regions)
    assert provinces.total == regencies.total == total_of(places)
    for line in provinces.lines:
        assert line.region is not None
        own = answer(
            asked(
                snapshot,
                territory=Territory("province", line.region.pk),
                changes=changed(min_member_count=15),
                is_comparison=True,
            )
        )
        assert figures_of(total_of(own)) == figures_of(line.figures)
        assert figures_of(by_regency(places, regions, line.region.pk).total) == figures_of(line.figures)


def figures_of(place: Place) -> tuple[Any, ...]:
    return place.records, place.verdict, place.after, place.gained, place.lost


def test_nobody_is_counted_outside_the_territory(snapshot: Snapshot, country: Country) -> None:
    bantul, yogyakarta = region(BANTUL), region(YOGYAKARTA)
    for territory in (Territory("regency", bantul.pk), Territory("province", yogyakarta.pk)):
        places = answer(asked(snapshot, territory=territory))
        assert {one.place for one in places} == {bantul.pk}
    assert answer(asked(snapshot, territory=Territory("nowhere"))) == []
    central_java = Territory("province", region(JAWA_TENGAH).pk)
    question = asked(snapshot, territory=central_java, changes=changed(min_member_count=15), is_comparison=True)
    assert [row.name for row in changed_in(question, "gained")] == ["Batik Kauman"]


def test_who_fails_one_provision_only(snapshot: Snapshot, country: Country) -> None:
    check = library().on(TODAY).check("sentra.criteria")
    rows = alone_in(snapshot, Rows(NATION), check, MEMBERS)
    assert [row.name for row in rows] == ["Batik Kauman", "Emping Limpung", "Gerabah Kasongan"]
    assert [row.member_count for row in rows] == [17, 9, 18]
    pekalongan = Rows(Territory("regency", region(PEKALONGAN).pk))
    assert [row.pk for row in alone_in(snapshot, pekalongan, check, MEMBERS)] == [str(country.middle.pk)]
    assert total_of(answer(asked(snapshot))).alone[MEMBERS] == 3


def test_scheme_and_tier_narrow_the_rows(country: Country) -> None:
    Sentra.unscoped.filter(pk=country.large.pk).update(tier=Tier.SENTRA)
    snapshot = snapshot_of("sentra", TODAY)
    assert total_of(answer(asked(snapshot, rows={"tier": "sentra"}))).records == 1
    assert total_of(answer(asked(snapshot, rows={"scheme": "ikm"}))).records == 0


# ---------------------------------------------------------------- nothing is touched


def registry_as_it_is() -> dict[str, str]:
    """Every row of every table of the registry and of designation, as text."""
    models = [one for room in ("registry", "designation") for one in apps.get_app_config(room).get_models()]
    return {
        one._meta.label: serializers.serialize(
            "json", (one.unscoped if hasattr(one, "unscoped") else one.objects).order_by("pk")
        )
        for one in models
    }


def test_no_record_of_the_registry_is_touched(snapshot: Snapshot, country: Country) -> None:
    with scoped(NATION):
        before = registry_as_it_is()
    text = library().clause(MEMBERS).parameters["min_member_count"].steps[0].value
    question = asked(snapshot, changes=changed(min_member_count=15), is_comparison=True)
    with scoped(NATION):
        services.save_scenario(actor=ministry(), name="Minimum 15", question=question, places=answer(question))
    snapshot_of("sentra", TODAY)
    with scoped(NATION):
        assert registry_as_it_is() == before
    assert library().on(TODAY).parameter(MEMBERS, "min_member_count") == text == 20
    assert Scenario.unscoped.count() == 1


# ---------------------------------------------------------------- large tables


def test_a_large_table_is_answered_in_the_background_once(snapshot: Snapshot, settings: Any) -> None:
    settings.INSIGHT_AT_ONCE_ROWS = 0
    question = asked(snapshot, changes=changed(min_member_count=15), is_comparison=True)
    waiting = figures(question)
    assert isinstance(waiting, Waiting)
    assert (waiting.key, waiting.done, waiting.total) == (question.key, 0, 6)
    assert isinstance(figures(question), Waiting)
    assert Calculation.objects.count() == 1
    work_out(question.key)
    kept = figures(question)
    assert isinstance(kept, list)
    assert sorted(map(str, kept)) == sorted(map(str, answer(question)))
    kept_row = Calculation.objects.get()
    assert (kept_row.done, kept_row.failed) == (6, False)


def test_old_answers_are_forgotten(snapshot: Snapshot, settings: Any) -> None:
    settings.INSIGHT_AT_ONCE_ROWS = 0
    figures(asked(snapshot))
    figures(asked(snapshot, changes=changed(min_member_count=15), is_comparison=True))
    old = Calculation.objects.first()
    assert old is not None
    Calculation.objects.filter(pk=old.pk).update(asked_at=timezone.now() - dt.timedelta(days=31))
    assert forget_old() == 1
    assert not Calculation.objects.filter(pk=old.pk).exists()
    assert Calculation.objects.count() == 1


def test_an_answer_that_goes_on_is_not_asked_for_again(
    snapshot: Snapshot, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentra.insight import calculating, tasks

    settings.INSIGHT_AT_ONCE_ROWS = 0
    question = asked(snapshot)
    figures(question)
    Calculation.objects.update(asked_at=timezone.now() - dt.timedelta(hours=1))
    queued: list[str] = []
    monkeypatch.setattr(tasks, "calculate", SimpleNamespace(enqueue=queued.append))

    def long(*given: Any, tell: Any, **named: Any) -> Any:
        tell(3)
        assert isinstance(figures(question), Waiting)
        assert (queued, calculating.under_way()) == ([], 1)
        return answer(question)

    monkeypatch.setattr(calculating, "answer", long)
    work_out(question.key)
    assert isinstance(figures(question), list)


def test_what_goes_wrong_in_the_background_is_said(
    snapshot: Snapshot, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from sentra.insight import calculating

    settings.INSIGHT_AT_ONCE_ROWS = 0
    question = asked(snapshot)
    figures(question)

    def failing(*given: Any, **named: Any) -> Any:
        raise OSError("the part is gone")

    monkeypatch.setattr(calculating, "answer", failing)
    with pytest.raises(OSError, match="part is gone"):
        work_out(question.key)
    again = figures(question)
    assert isinstance(again, Waiting)
    assert again.failed

    monkeypatch.undo()
    Calculation.objects.update(asked_at=timezone.now() - dt.timedelta(minutes=16))
    later = figures(question)
    assert isinstance(later, Waiting)
    assert not later.failed
    work_out(question.key)
    assert isinstance(figures(question), list)


def test_the_same_question_has_the_same_key_and_every_other_another(snapshot: Snapshot) -> None:
    twice = [asked(snapshot, changes=changed(min_member_count=15), is_comparison=True).key for _ in range(2)]
    others = [
        asked(snapshot),
        asked(snapshot, "sentra.leading"),
        asked(snapshot, changes=changed(min_member_count=16), is_comparison=True),
        asked(snapshot, territory=Territory("province", 1)),
        asked(snapshot, rows={"tier": "sentra"}),
        Question(snapshot, "sentra.criteria", TODAY - dt.timedelta(days=1), Rows(NATION)),
    ]
    assert len({*twice, *(one.key for one in others)}) == 1 + len(others)
