"""Pasal 9: stages derived and recorded; Pasal 1 angka 2: classification over a period."""

from __future__ import annotations

import datetime as dt

import pytest

from sentra.development import services
from sentra.development.entitlements import classification_instrument, law_today
from sentra.development.models import Classification, StageRecord
from sentra.development.services import Pioneering, RubricCriterion, ScaleStep
from sentra.development.stage_reading import read_stages
from sentra.pages.errors import BadInput, Refused
from sentra.registry.models import Sentra, SupportReceived
from sentra.territory.scope import OutsideTerritory
from tests.designation.factories import judged, make_sentra
from tests.development.factories import TODAY, administrator, group, members, promising, sentra_of_tier
from tests.personas import BATANG

pytestmark = pytest.mark.usefixtures("nation")

FULL = {"productivity": "Naik 20%.", "quality": "Cacat turun.", "collective_efficiency": "Beli kain bersama."}


def shown(sentra: Sentra) -> int:
    return read_stages(sentra, law_today(TODAY), TODAY).shown


def gaps(sentra: Sentra) -> list[int]:
    return [view.stage.number for view in read_stages(sentra, law_today(TODAY), TODAY).gaps]


def second(sentra: Sentra) -> StageRecord:
    return services.record_stage(
        actor=group(), sentra=sentra, stage=2, pioneers=[Pioneering(members(sentra)[0], "Cap tembaga presisi")]
    )


def third(sentra: Sentra, **evidence: str) -> StageRecord:
    return services.record_stage(
        actor=group(), sentra=sentra, stage=3, evidence=FULL | evidence, joint_activity="Ruang pamer bersama."
    )


@pytest.mark.clause("kukm-23-2005/9.a")
def test_stage_one_shows_when_the_definition_is_met_and_is_not_entered_by_hand_before() -> None:
    assert shown(promising(members=2)) == 1
    other = judged(make_sentra("Batik Beda", members=2), product_similarity="different")
    assert shown(other) == 0
    with pytest.raises(Refused) as refusal:
        services.record_stage(actor=group(), sentra=other, stage=1)
    assert refusal.value.clause_ids == ("kukm-23-2005/9.a", "kukm-23-2005/1.1.3")


@pytest.mark.clause("kukm-23-2005/9.b")
def test_stage_two_names_a_pioneering_member_and_its_technology() -> None:
    sentra, other = promising(members=2), sentra_of_tier(name="Batik Lain")
    with pytest.raises(BadInput):
        services.record_stage(actor=group(), sentra=sentra, stage=2)
    with pytest.raises(BadInput):
        services.record_stage(
            actor=group(), sentra=sentra, stage=2, pioneers=[Pioneering(members(other)[0], "Cap tembaga")]
        )
    with pytest.raises(BadInput):
        services.record_stage(actor=group(), sentra=sentra, stage=2, pioneers=[Pioneering(members(sentra)[0], " ")])
    assert shown(sentra) == 1
    record = second(sentra)
    assert shown(sentra) == 2
    assert [str(one) for one in record.pioneers.all()] == ["Usaha 00 Batik Jenggot: Cap tembaga presisi"]


@pytest.mark.clause("kukm-23-2005/9.c")
def test_a_stage_three_record_with_a_blank_dimension_is_incomplete_and_does_not_raise_the_stage() -> None:
    sentra = promising(members=2)
    second(sentra)
    assert third(sentra, quality="").is_complete is False
    view = read_stages(sentra, law_today(TODAY), TODAY).of(3)
    assert (view.is_incomplete, shown(sentra)) == (True, 2)
    without_joint = services.record_stage(actor=group(), sentra=sentra, stage=3, evidence=FULL)
    assert (without_joint.is_complete, shown(sentra)) == (False, 2)
    assert third(sentra).is_complete is True
    assert shown(sentra) == 3
    assert StageRecord.objects.filter(sentra=sentra, stage=3).count() == 3  # the history is kept


@pytest.mark.clause("kukm-23-2005/9.d")
def test_stage_four_follows_the_leading_check_once_the_earlier_ones_are_recorded() -> None:
    sentra = promising()
    with pytest.raises(Refused) as refusal:
        services.record_stage(actor=group(), sentra=sentra, stage=4)
    assert refusal.value.clause_ids[0] == "kukm-23-2005/9.d"
    leading(sentra)
    assert (shown(sentra), gaps(sentra)) == (1, [2, 3])
    second(sentra)
    third(sentra)
    assert (shown(sentra), gaps(sentra)) == (4, [])


def leading(sentra: Sentra) -> None:
    """What sentra.leading asks for besides the figures the sentra has."""
    from sentra.designation.services import record_assessed_fact

    SupportReceived.unscoped.create(sentra=sentra, kind="training", giver="Dinas", delivered_on=TODAY)
    for name in ("technology_developed",):
        record_assessed_fact(actor=group(), sentra=sentra, name=name, value=True, reason="Dilihat.", assessed_on=TODAY)


@pytest.mark.clause("kukm-23-2005/9.e")
def test_skipping_a_stage_is_refused_and_stage_five_needs_the_cluster_check() -> None:
    sentra = promising(members=2)
    with pytest.raises(Refused) as refusal:
        third(sentra)
    assert refusal.value.clause_ids == ("kukm-23-2005/9.c", "kukm-23-2005/9.b")
    with pytest.raises(Refused) as refusal:
        services.record_stage(actor=group(), sentra=sentra, stage=5)
    assert refusal.value.clause_ids[0] == "kukm-23-2005/9.e"
    with pytest.raises(BadInput):
        services.record_stage(actor=group(), sentra=sentra, stage=6)


def test_a_neighbour_records_no_stage() -> None:
    with pytest.raises(OutsideTerritory):
        services.record_stage(actor=group(BATANG), sentra=promising(members=2), stage=2)


# ---------------------------------------------------------------- classification

PERIOD = {"period_from": dt.date(TODAY.year - 1, 1, 1), "period_to": dt.date(TODAY.year - 1, 12, 31)}


@pytest.mark.clause("kukm-23-2005/1.2.1")
def test_a_classification_has_a_period_and_never_overwrites_an_older_one_or_changes_the_tier() -> None:
    sentra = sentra_of_tier("sentra")
    values = {"actor": group(), "sentra": sentra, "evidence": "Laporan tahunan."}
    with pytest.raises(BadInput) as refusal:
        services.classify(**values, period_from=None, period_to=PERIOD["period_to"], result="Baik")
    assert [one.field for one in refusal.value.problems] == ["period_from"]
    first = services.classify(**values, **PERIOD, result="Baik")
    second_one = services.classify(**values, **PERIOD, result="Cukup")
    assert set(Classification.objects.filter(sentra=sentra)) == {first, second_one}
    first.refresh_from_db()
    sentra.refresh_from_db()
    assert (first.result, sentra.tier) == ("Baik", "sentra")


@pytest.mark.clause("kukm-23-2005/1.2.2")
def test_criteria_come_from_the_cited_decree_and_nothing_is_scored_before_they_are_loaded() -> None:
    assert classification_instrument(law_today(TODAY)) == "33.1/Kep/M.KUKM/IV/2003"
    sentra = sentra_of_tier("sentra")
    values = {"actor": group(), "sentra": sentra, "evidence": "Laporan tahunan.", "result": "Baik"} | PERIOD
    with pytest.raises(BadInput):
        services.classify(**values, scores={"omzet": 3})
    assert services.classify(**values).total is None
    rubric = services.load_rubric(
        actor=administrator(),
        name="Kriteria 2026",
        source="33.1/Kep/M.KUKM/IV/2003",
        criteria=[RubricCriterion("omzet", "Omzet", 3), RubricCriterion("pasar", "Pasar", 2, minimum=2)],
        scale=[ScaleStep(1, "kurang"), ScaleStep(2, "cukup"), ScaleStep(3, "baik")],
        valid_from=TODAY,
    )
    scored = services.classify(**values, rubric=rubric, scores={"omzet": 3, "pasar": 2})
    assert (scored.total, scored.scores) == (3 * 3 + 2 * 2, {"omzet": 3, "pasar": 2})
    with pytest.raises(BadInput):
        services.classify(**values, rubric=rubric, scores={"omzet": 9, "pasar": 2})
    with pytest.raises(BadInput):
        services.classify(**values, rubric=rubric, scores={"omzet": 3})
