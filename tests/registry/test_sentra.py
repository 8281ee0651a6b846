from __future__ import annotations

import datetime as dt
import html
import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry import services
from sentra.registry.facts import sentra_fact_sources
from sentra.registry.models import Membership, Sentra, SentraFigures
from sentra.territory.scope import OutsideTerritory
from tests.personas import BATANG, PEKALONGAN, persona, region
from tests.registry.factories import JOINED, join, make_enterprise, make_members, make_sentra


def test_codes_run_on_within_the_regency_even_past_retired_ones(rina: Actor) -> None:
    first = make_sentra()
    services.retire_sentra(actor=rina, sentra=first, reason="Lebur")
    second = make_sentra(name="Sentra Tenun", product="Tenun")
    assert (first.code, second.code) == ("3375-001", "3375-002")
    assert make_sentra(BATANG).code == "3325-001"


@pytest.mark.clause("kukm-23-2005/7.a.s1")
@pytest.mark.parametrize(
    "values",
    [
        {"name": "Batik Jenggot Baru", "area": "kelurahan  JENGGOT"},
        {"name": "Sentra Batik Jenggot", "area": ""},
    ],
)
def test_the_same_product_in_the_same_area_is_one_record(rina: Actor, values: dict[str, str]) -> None:
    make_sentra()
    with pytest.raises(Refused) as refused:
        make_sentra(**values)
    assert refused.value.clause_ids == ("kukm-23-2005/7.a.s1",)
    assert Sentra.objects.count() == 1


def test_another_product_or_area_is_another_sentra(rina: Actor) -> None:
    make_sentra()
    make_sentra(name="Sentra Kerupuk Jenggot", product="Kerupuk")
    make_sentra(name="Sentra Batik Kauman", area="Kelurahan Kauman")
    assert Sentra.objects.count() == 3


@pytest.mark.clause("kukm-23-2005/15.a.1")
def test_a_sentra_is_retired_with_a_reason_and_never_erased(rina: Actor) -> None:
    sentra = make_sentra()
    services.retire_sentra(actor=rina, sentra=sentra, reason="Pengusaha pindah")
    stored = Sentra.objects.get(pk=sentra.pk)
    assert (stored.is_active, stored.retired_reason) == (False, "Pengusaha pindah")
    assert [one.action for one in history_of(stored)] == ["registry.retire_sentra", "registry.register_sentra"]
    with pytest.raises(Conflict):
        services.retire_sentra(actor=rina, sentra=stored, reason="Lagi")
    services.reactivate_sentra(actor=rina, sentra=stored, reason="Kembali")
    assert Sentra.objects.get(pk=sentra.pk).is_active


@pytest.mark.clause("kukm-23-2005/15.a.1")
def test_the_working_group_keeps_the_inventory_of_its_own_area(rina: Actor) -> None:
    pokja = persona(Role.REGENCY_GROUP, PEKALONGAN)
    values = {"name": "Sentra Tenun", "product": "Tenun", "village": "Medono"}
    made = services.register_sentra(actor=pokja, regency=region(PEKALONGAN), values=values)
    assert (made.tier, made.village) == ("candidate", "Medono")
    with pytest.raises(OutsideTerritory):
        services.register_sentra(actor=pokja, regency=region(BATANG), values=values)
    with pytest.raises(Forbidden):
        services.register_sentra(actor=persona(Role.PROVINCE_GROUP, "33"), regency=region(PEKALONGAN), values=values)


@pytest.mark.clause("kukm-23-2005/1.3.1")
def test_the_flagship_relation_needs_the_regional_document(rina: Actor) -> None:
    sentra = make_sentra()
    with pytest.raises(BadInput) as error:
        services.change_sentra(actor=rina, sentra=sentra, version=1, changes={"flagship_relation": "is_flagship"})
    assert [one.field for one in error.value.problems] == ["flagship_document"]
    changed = services.change_sentra(
        actor=rina,
        sentra=sentra,
        version=1,
        changes={"flagship_relation": "is_flagship", "flagship_document": "Perwali 12/2024"},
    )
    assert (changed.flagship_relation, changed.flagship_document) == ("is_flagship", "Perwali 12/2024")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"latitude": "51.5", "longitude": "109.6"}, "latitude"),
        ({"latitude": "-6.9"}, "longitude"),
        ({"latitude": "enam", "longitude": "109"}, "latitude"),
        ({"founded_year": 3000}, "founded_year"),
        ({"name": ""}, "name"),
        ({"manager_phone": "1"}, "manager_phone"),
    ],
)
def test_values_that_cannot_be_are_refused(rina: Actor, changes: dict[str, object], field: str) -> None:
    sentra = make_sentra()
    with pytest.raises(BadInput) as error:
        services.change_sentra(actor=rina, sentra=sentra, version=1, changes=changes)
    assert [one.field for one in error.value.problems] == [field]


def test_a_position_may_be_written_with_a_comma(rina: Actor) -> None:
    sentra = make_sentra()
    services.change_sentra(
        actor=rina, sentra=sentra, version=1, changes={"latitude": "-6,912345", "longitude": "109,672"}
    )
    stored = Sentra.objects.get(pk=sentra.pk)
    assert (str(stored.latitude), str(stored.longitude)) == ("-6.912345", "109.672000")


def test_a_stale_change_is_refused_and_the_tier_is_out_of_reach(rina: Actor) -> None:
    sentra = make_sentra()
    services.change_sentra(actor=rina, sentra=sentra, version=1, changes={"village": "Jenggot", "tier": "leading"})
    assert Sentra.objects.get(pk=sentra.pk).tier == "candidate"
    with pytest.raises(Conflict):
        services.change_sentra(actor=rina, sentra=sentra, version=1, changes={"village": "Kauman"})


@pytest.mark.clause("kukm-23-2005/1.3.2")
@pytest.mark.clause("kukm-23-2005/1.3.3")
def test_each_year_keeps_its_own_turnover_members_and_workers(rina: Actor) -> None:
    sentra = make_sentra()
    for year, turnover in ((2024, 3_000_000_000), (2025, 3_300_000_000)):
        services.record_sentra_figures(
            actor=rina,
            sentra=sentra,
            values={"year": year, "turnover": turnover, "member_count": 30, "worker_count": year - 1960},
        )
    rows = SentraFigures.objects.filter(sentra=sentra).values_list("year", "turnover", "member_count", "worker_count")
    assert list(rows) == [(2025, 3_300_000_000, 30, 65), (2024, 3_000_000_000, 30, 64)]


def test_a_membership_ends_on_its_last_day_and_stays_on_record(rina: Actor) -> None:
    sentra, enterprise = make_sentra(), make_enterprise()
    membership = join(sentra, enterprise)
    services.leave_member(actor=rina, membership=membership, left_on=dt.date(2025, 6, 30), reason="Pindah usaha")
    stored = Membership.objects.get()
    assert (stored.joined_on, stored.left_on, stored.left_reason) == (JOINED, dt.date(2025, 6, 30), "Pindah usaha")
    with pytest.raises(Conflict):
        services.leave_member(actor=rina, membership=stored, left_on=dt.date(2025, 7, 1))
    join(sentra, enterprise, joined_on=dt.date(2025, 7, 1))
    assert Membership.objects.count() == 2


@pytest.mark.parametrize(
    "values",
    [
        {"joined_on": dt.date(2025, 1, 1)},
        {"joined_on": dt.date(2023, 1, 1)},
        {"joined_on": dt.date(2023, 1, 1), "left_on": dt.date(2024, 3, 1)},
        {"joined_on": dt.date(2999, 1, 1)},
        {"joined_on": ""},
    ],
)
def test_periods_that_overlap_or_lie_ahead_are_refused(rina: Actor, values: dict[str, object]) -> None:
    sentra, enterprise = make_sentra(), make_enterprise()
    join(sentra, enterprise)
    with pytest.raises(BadInput) as error:
        join(sentra, enterprise, **values)
    assert [one.field for one in error.value.problems] == ["joined_on"]


def test_an_earlier_period_that_ended_before_is_taken(rina: Actor) -> None:
    sentra, enterprise = make_sentra(), make_enterprise()
    join(sentra, enterprise)
    join(sentra, enterprise, joined_on=dt.date(2022, 1, 1), left_on=dt.date(2024, 2, 29))
    assert Membership.objects.count() == 2


def test_an_enterprise_of_the_neighbour_is_not_made_a_member(rina: Actor) -> None:
    theirs, ours = make_enterprise(BATANG), make_sentra()
    with pytest.raises(OutsideTerritory):
        join(ours, theirs)


def test_a_membership_sent_twice_is_one(rina: Actor) -> None:
    sentra, enterprise, key = make_sentra(), make_enterprise(), uuid.uuid4()
    for _ in range(2):
        services.join_member(actor=rina, sentra=sentra, enterprise=enterprise, values={"joined_on": JOINED}, id=key)
    assert Membership.objects.count() == 1


def test_the_overview_shows_a_row_a_year_with_units_and_where_the_figures_come_from(rina: Actor) -> None:
    sentra = make_sentra()
    make_members(sentra, 2, year=2024, annual_sales=100_000_000)
    services.record_sentra_figures(
        actor=rina,
        sentra=sentra,
        values={"year": 2023, "turnover": 150_000_000, "member_count": 2, "worker_count": 10},
    )
    client = Client()
    client.force_login(rina.user)  # type: ignore[arg-type]
    page = html.unescape(client.get(reverse("registry:sentra", args=[sentra.pk])).content.decode())
    years = re.findall(r'scope="row">(\d{4})</th>(.*?)</tr>', page, re.DOTALL)
    rows = [[year, *re.findall(r"<span>(.*?)</span>", cells)] for year, cells in years]
    assert rows == [
        ["2024", "Rp200.000.000", "2 usaha", "–"],
        ["2023", "Rp150.000.000", "2 usaha", "10 orang"],
    ]
    assert "Omzet naik 33,3% dari 2023 ke 2024." in page
    series = sentra_fact_sources(sentra, rina.today)["turnover_idr_by_year"]
    with override("en"):
        assert sentra_fact_sources(sentra, rina.today)["turnover_idr_by_year"].source_text == (
            "Counted together: 2023. From the members: 2024"
        )
    assert series.value == {2023: 150_000_000, 2024: 200_000_000}
