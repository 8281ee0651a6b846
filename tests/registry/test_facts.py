from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from sentra.access.actors import Actor
from sentra.law import library
from sentra.registry import services
from sentra.registry.facts import enterprise_facts, partner_facts, sentra_fact_sources, sentra_facts, values_of
from sentra.registry.models import ClusterParty, Enterprise, Partner, Sentra
from tests.personas import persona
from tests.registry.factories import join, make_enterprise, make_members, make_partner, make_person, make_sentra

DAY = dt.date(2026, 6, 30)
LAST = 2025


def known(sentra: Sentra, *names: str) -> dict[str, Any]:
    facts = sentra_facts(sentra, DAY)
    return {name: facts[name] for name in names}


def figures(rina: Actor, sentra: Sentra, year: int, **values: int) -> None:
    services.record_sentra_figures(actor=rina, sentra=sentra, values={"year": year} | values)


@pytest.mark.clause("kukm-23-2005/5.1.a.1")
@pytest.mark.parametrize(("members", "verdict"), [(20, "met"), (19, "not_met")])
def test_the_members_are_counted_against_the_threshold(rina: Actor, members: int, verdict: str) -> None:
    sentra = make_sentra()
    make_members(sentra, members, year=LAST)
    assert known(sentra, "member_count") == {"member_count": members}
    check = library().on(DAY).check("sentra.criteria")
    finding = check.judge(known(sentra, "member_count")).findings[0]
    assert (finding.clause_id, finding.state) == ("kukm-23-2005/5.1.a.1", verdict)


@pytest.mark.clause("kukm-23-2005/5.1.a.1")
def test_one_owner_of_two_workshops_counts_once(rina: Actor) -> None:
    sentra, owner = make_sentra(), make_person()
    values = {"owned_by_indonesian_citizens": True, "is_subsidiary": False}
    for name in ("Batik A", "Batik B"):
        enterprise = make_enterprise(name=name, owner=owner, **values)
        services.record_enterprise_figures(
            actor=rina, enterprise=enterprise, values={"year": LAST, "annual_sales": 1, "net_worth": 1}
        )
        join(sentra, enterprise)
    assert known(sentra, "member_count") == {"member_count": 1}


@pytest.mark.clause("kukm-23-2005/5.1.a.1")
def test_who_works_outside_or_is_too_large_does_not_count(rina: Actor) -> None:
    sentra = make_sentra()
    inside, outside, large = make_members(sentra, 3, year=LAST)
    services.place_member(actor=rina, membership=outside.memberships.get(), inside_area=False)
    services.record_enterprise_figures(
        actor=rina, enterprise=large, values={"year": LAST, "annual_sales": 10_000_000_001, "net_worth": 1}
    )
    assert known(sentra, "member_count") == {"member_count": 1}
    assert inside.memberships.get().inside_area is True


@pytest.mark.clause("kukm-23-2005/5.1.a.1")
def test_the_count_is_left_missing_only_where_the_undecided_could_tip_it(rina: Actor) -> None:
    sentra = make_sentra()
    make_members(sentra, 19, year=LAST)
    join(sentra, make_enterprise(name="Batik Tanpa Angka"))
    source = sentra_fact_sources(sentra, DAY)["member_count"]
    assert (source.value, source.url.endswith("/anggota/?undecided=1")) == (None, True)
    smaller = library().on(DAY).amended({"kukm-23-2005/5.1.a.1": {"parameters": {"min_member_count": 19}}})
    larger = library().on(DAY).amended({"kukm-23-2005/5.1.a.1": {"parameters": {"min_member_count": 21}}})
    assert [sentra_facts(sentra, DAY, law)["member_count"] for law in (smaller, larger)] == [19, 19]


def test_without_a_recorded_area_nobody_counts_as_inside(rina: Actor) -> None:
    sentra = make_sentra(area="")
    make_members(sentra, 20, year=LAST)
    assert known(sentra, "member_count", "located_in_defined_area") == {
        "member_count": None,
        "located_in_defined_area": None,
    }


@pytest.mark.clause("kukm-23-2005/5.1.b")
@pytest.mark.parametrize(("annual", "monthly"), [(2_400_000_000, 200_000_000), (2_399_999_999, 199_999_999), (11, 0)])
def test_the_month_is_a_twelfth_rounded_down(rina: Actor, annual: int, monthly: int) -> None:
    sentra = make_sentra()
    figures(rina, sentra, LAST, turnover=annual)
    assert known(sentra, "avg_monthly_turnover_idr") == {"avg_monthly_turnover_idr": monthly}


@pytest.mark.clause("kukm-23-2005/5.1.b")
def test_sales_of_an_older_or_unfinished_year_do_not_stand_in(rina: Actor) -> None:
    sentra = make_sentra()
    figures(rina, sentra, LAST - 1, turnover=2_400_000_000)
    figures(rina, sentra, LAST + 1, turnover=2_400_000_000)
    assert known(sentra, "avg_monthly_turnover_idr") == {"avg_monthly_turnover_idr": None}


def test_the_sum_over_members_counts_only_when_every_one_is_known(rina: Actor) -> None:
    sentra = make_sentra()
    members = make_members(sentra, 2, year=LAST, annual_sales=120_000_000)
    assert known(sentra, "avg_monthly_turnover_idr") == {"avg_monthly_turnover_idr": 20_000_000}
    services.record_enterprise_figures(
        actor=rina, enterprise=members[0], values={"year": LAST, "annual_sales": "", "net_worth": 1}
    )
    assert known(sentra, "avg_monthly_turnover_idr") == {"avg_monthly_turnover_idr": None}


@pytest.mark.clause("kukm-23-2005/5.1.e")
def test_everyone_working_inside_counts_and_home_workers_do_not(rina: Actor) -> None:
    sentra = make_sentra()
    parts = {"workers_paid_male": 1, "workers_paid_female": 2, "workers_family_male": 1, "workers_family_female": 0}
    make_members(sentra, 3, year=LAST, home_workers_outside=9, **parts)
    assert known(sentra, "workforce_count") == {"workforce_count": 12}


@pytest.mark.clause("kukm-23-2005/1.3.2")
@pytest.mark.clause("kukm-23-2005/1.3.3")
def test_the_years_decide_growth(rina: Actor) -> None:
    sentra = make_sentra()
    figures(rina, sentra, 2024, turnover=3_000_000_000, member_count=30, worker_count=60)
    figures(rina, sentra, 2025, turnover=3_000_000_001, member_count=29, worker_count=61)
    facts = known(sentra, "turnover_idr_by_year", "member_count_by_year", "workforce_by_year")
    assert facts == {
        "turnover_idr_by_year": {2024: 3_000_000_000, 2025: 3_000_000_001},
        "member_count_by_year": {2024: 30, 2025: 29},
        "workforce_by_year": {2024: 60, 2025: 61},
    }
    verdict = library().on(DAY).check("sentra.leading").judge(facts)
    met = {one.clause_id for one in verdict.findings if one.state == "met"}
    assert {"kukm-23-2005/5.2.d", "kukm-23-2005/5.2.e", "kukm-23-2005/5.2.f"} <= met


@pytest.mark.clause("kukm-23-2005/5.2.h")
@pytest.mark.parametrize(
    ("values", "network", "cooperation"),
    [
        (None, None, None),
        ({}, True, False),
        ({"is_written": True, "document": "PKS 1/2024"}, True, True),
    ],
)
def test_a_network_needs_a_partner_and_a_cooperation_needs_paper(
    rina: Actor, values: dict[str, Any] | None, network: bool | None, cooperation: bool | None
) -> None:
    sentra = make_sentra()
    if values is not None:
        base = {"side": "supply", "party_name": "Koperasi Mori", "began_on": "01/02/2024"}
        services.start_partnership(actor=rina, sentra=sentra, values=base | values)
    assert known(sentra, "supply_partnership", "upstream_cooperation", "marketing_partnership") == {
        "supply_partnership": network,
        "upstream_cooperation": cooperation,
        "marketing_partnership": None,
    }


def test_an_ended_partnership_counts_no_more(rina: Actor) -> None:
    sentra = make_sentra()
    partnership = services.start_partnership(
        actor=rina, sentra=sentra, values={"side": "marketing", "party_name": "Toko", "began_on": "01/02/2024"}
    )
    services.end_partnership(actor=rina, partnership=partnership, ended_on="31/12/2025", reason="Toko tutup")
    assert known(sentra, "marketing_partnership") == {"marketing_partnership": False}
    assert sentra_facts(sentra, dt.date(2025, 12, 31))["marketing_partnership"] is True


@pytest.mark.clause("kukm-23-2005/5.2.a")
def test_support_counts_once_it_is_delivered(rina: Actor) -> None:
    sentra = make_sentra()
    assert known(sentra, "received_guidance_facility") == {"received_guidance_facility": None}
    services.record_support_received(
        actor=rina, sentra=sentra, values={"kind": "Pelatihan", "giver": "Dinas", "delivered_on": "01/07/2024"}
    )
    assert known(sentra, "received_guidance_facility") == {"received_guidance_facility": True}
    assert sentra_facts(sentra, dt.date(2024, 6, 30))["received_guidance_facility"] is None


@pytest.mark.clause("kukm-23-2005/1.3.1")
def test_the_flagship_relation_counts_only_with_its_document(rina: Actor) -> None:
    sentra = make_sentra()
    Sentra.unscoped.filter(pk=sentra.pk).update(flagship_relation="related")
    sentra.refresh_from_db()
    assert known(sentra, "flagship_product_relation") == {"flagship_product_relation": None}
    services.change_sentra(actor=rina, sentra=sentra, version=1, changes={"flagship_document": "Perwali 12/2024"})
    assert known(sentra, "flagship_product_relation") == {"flagship_product_relation": "related"}


@pytest.mark.clause("kukm-23-2005/5.3.a")
def test_the_roles_come_from_registered_clusters(rina: Actor) -> None:
    sentra = make_sentra()
    assert known(sentra, "cluster_roles") == {"cluster_roles": None}
    ministry = persona("ministry_officer")
    services.open_cluster(actor=ministry, name="Batik Pantura", product_chain="Batik", sentra=[sentra], kind="buyer")
    assert known(sentra, "cluster_roles") == {"cluster_roles": []}
    cluster = ClusterParty.objects.get().cluster
    services.add_cluster_party(actor=ministry, cluster=cluster, kind="core_industry", sentra=sentra)
    assert known(sentra, "cluster_roles") == {"cluster_roles": ["core_industry"]}


def test_every_missing_fact_says_where_it_is_entered(rina: Actor) -> None:
    sources = sentra_fact_sources(make_sentra(), DAY)
    missing = {name: source for name, source in sources.items() if source.value is None}
    assert {source.url.startswith("/") for source in missing.values()} == {True}
    assert {bool(source.source_text) for source in missing.values()} == {True}


def test_facts_of_a_sentra_need_few_queries(rina: Actor, django_assert_max_num_queries: Any) -> None:
    sentra = make_sentra()
    make_members(sentra, 10, year=LAST)
    with django_assert_max_num_queries(8):
        sentra_facts(sentra, DAY)


def test_size_is_judged_by_the_last_completed_year(rina: Actor) -> None:
    enterprise = make_enterprise(owned_by_indonesian_citizens=True, is_subsidiary=False)
    for year, sales in ((2024, 5), (2025, 7), (2026, 9)):
        services.record_enterprise_figures(
            actor=rina, enterprise=enterprise, values={"year": year, "annual_sales": sales, "net_worth": -1}
        )
    assert enterprise_facts(enterprise, DAY) == {
        "annual_sales_idr": 7,
        "net_worth_excl_land_buildings_idr": -1,
        "owned_by_indonesian_citizens": True,
        "is_subsidiary": False,
    }
    assert enterprise_facts(enterprise, dt.date(2028, 1, 1))["annual_sales_idr"] is None
    assert Enterprise.objects.count() == 1


@pytest.mark.clause("kukm-23-2005/1.6.2")
def test_a_judgement_without_assessor_and_reason_is_missing(rina: Actor) -> None:
    partner = make_partner()
    Partner.unscoped.filter(pk=partner.pk).update(core_business_is_services=True)
    partner.refresh_from_db()
    assert values_of(partner_facts(partner, DAY))["core_business_is_services"] is None
    services.assess_partner(actor=rina, partner=partner, reason="Akta pendirian", core_business_is_services=True)
    assert values_of(partner_facts(partner, DAY))["core_business_is_services"] is True
