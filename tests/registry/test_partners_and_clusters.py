from __future__ import annotations

import datetime as dt

import pytest
from django.utils.translation import override

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry import services
from sentra.registry.clusters import Picture, picture
from sentra.registry.models import Cluster, ClusterParty, Partner, Sentra
from sentra.registry.models.partners import support_name
from sentra.territory.scope import OutsideTerritory
from tests.personas import BATANG, PEKALONGAN, persona, region
from tests.registry.factories import make_partner, make_sentra


def ministry() -> Actor:
    return persona(Role.MINISTRY_OFFICER)


def make_cluster(*sentra: Sentra, kind: str = "core_industry") -> Cluster:
    return services.open_cluster(
        actor=ministry(), name="Batik Pantura", product_chain="Batik", sentra=sentra or [make_sentra()], kind=kind
    )


def shown(cluster: Cluster, actor: Actor) -> Picture:
    return picture(cluster, library().on(actor.today))


def missing(cluster: Cluster, actor: Actor) -> set[str]:
    return {gap.clause_id.removeprefix("kukm-23-2005/") for gap in shown(cluster, actor).gaps if not gap.is_advice}


@pytest.mark.clause("kukm-23-2005/1.6.3")
def test_a_unit_names_its_parent_and_two_units_of_one_parent_stay_apart(rina: Actor) -> None:
    with pytest.raises(BadInput) as error:
        make_partner(is_unit=True)
    assert [one.field for one in error.value.problems] == ["parent_name"]
    make_partner(name="Inkubator Bisnis", is_unit=True, parent_name="Universitas Pekalongan")
    make_partner(name="Klinik Usaha", is_unit=True, parent_name="Universitas Pekalongan")
    make_partner(name="Inkubator Bisnis", is_unit=True, parent_name="Politeknik Batik")
    assert Partner.objects.count() == 3
    with pytest.raises(BadInput):
        make_partner(name="inkubator bisnis", is_unit=True, parent_name="universitas pekalongan")


def test_partners_are_kept_by_regency_and_province_and_nobody_else(rina: Actor) -> None:
    values = {"type": "bank", "name": "Bank"}
    with pytest.raises(BadInput):
        make_partner(**values)
    services.register_partner(
        actor=persona(Role.PROVINCE_OFFICER, "33"),
        regency=region(PEKALONGAN),
        values={"type": "executing_bank", "name": "Bank Jateng"},
    )
    for role, code, error in ((Role.AUDITOR, "", Forbidden), (Role.REGENCY_OFFICER, BATANG, OutsideTerritory)):
        with pytest.raises(error):
            services.register_partner(
                actor=persona(role, code),
                regency=region(PEKALONGAN),
                values={"type": "executing_bank", "name": "Bank Lain"},
            )


def test_a_judgement_keeps_who_when_and_why(rina: Actor) -> None:
    partner = make_partner()
    with pytest.raises(BadInput):
        services.assess_partner(actor=rina, partner=partner, reason="Akta")
    services.assess_partner(actor=rina, partner=partner, reason="Akta pendirian", core_business_is_services=True)
    stored = Partner.objects.get()
    assert (stored.assessed_by, stored.assessed_on, stored.assessed_reason) == (rina.name, rina.today, "Akta pendirian")


def test_a_written_partnership_names_its_paper_and_its_party(rina: Actor) -> None:
    sentra = make_sentra()
    with pytest.raises(BadInput) as error:
        services.start_partnership(
            actor=rina, sentra=sentra, values={"side": "supply", "is_written": True, "began_on": "01/02/2024"}
        )
    assert {one.field for one in error.value.problems} == {"party_name", "document"}


def test_a_partner_of_the_neighbour_is_not_joined(rina: Actor) -> None:
    with pytest.raises(OutsideTerritory):
        services.start_partnership(
            actor=rina,
            sentra=make_sentra(),
            partner=make_partner(BATANG),
            values={"side": "supply", "began_on": "01/02/2024"},
        )


def test_a_partnership_does_not_end_before_it_began(rina: Actor) -> None:
    partnership = services.start_partnership(
        actor=rina, sentra=make_sentra(), values={"side": "supply", "party_name": "X", "began_on": "01/02/2024"}
    )
    with pytest.raises(BadInput):
        services.end_partnership(actor=rina, partnership=partnership, ended_on="31/01/2024", reason="Salah")


@pytest.mark.parametrize("day", ["31/12/2999", ""])
def test_support_that_was_not_delivered_is_not_recorded(rina: Actor, day: str) -> None:
    with pytest.raises(BadInput) as error:
        services.record_support_received(
            actor=rina, sentra=make_sentra(), values={"kind": "Pelatihan", "giver": "Dinas", "delivered_on": day}
        )
    assert [one.field for one in error.value.problems] == ["delivered_on"]


@pytest.mark.clause("kukm-23-2005/1.1.5")
def test_the_ministry_opens_a_cluster_from_a_sentra_and_never_without_one(rina: Actor) -> None:
    with pytest.raises(Refused) as refused:
        services.open_cluster(actor=ministry(), name="Kosong", product_chain="Batik", sentra=[])
    assert refused.value.clause_ids == ("kukm-23-2005/1.1.5",)
    cluster = make_cluster()
    assert [party.kind for party in cluster.parties.all()] == ["core_industry"]
    assert [one.action for one in history_of(cluster)] == ["registry.open_cluster"]
    with pytest.raises(Refused):
        services.remove_cluster_party(actor=ministry(), party=cluster.parties.get())


def test_only_the_ministry_keeps_clusters(rina: Actor) -> None:
    with pytest.raises(Forbidden):
        services.open_cluster(actor=rina, name="Batik", product_chain="Batik", sentra=[make_sentra()])


@pytest.mark.clause("kukm-23-2005/1.4.1")
@pytest.mark.clause("kukm-23-2005/1.4.6")
def test_a_cluster_without_core_industry_or_buyer_is_incomplete(rina: Actor) -> None:
    cluster = make_cluster(kind="related_industry")
    assert {"1.4.1", "1.4.6"} <= missing(cluster, rina)
    for kind in ("core_industry", "buyer"):
        services.add_cluster_party(actor=ministry(), cluster=cluster, kind=kind, name=kind)
    assert {"1.4.1", "1.4.6"} & missing(cluster, rina) == set()


@pytest.mark.clause("kukm-23-2005/1.4.2")
@pytest.mark.parametrize("supplies", ["", "electricity"])
def test_a_supplier_supplies_one_of_three_kinds(rina: Actor, supplies: str) -> None:
    cluster = make_cluster()
    with pytest.raises(BadInput) as error:
        services.add_cluster_party(
            actor=ministry(), cluster=cluster, kind="supplier_industry", name="Mori", supplies=supplies
        )
    assert [one.field for one in error.value.problems] == ["supplies"]
    services.add_cluster_party(
        actor=ministry(), cluster=cluster, kind="supplier_industry", name="Mori", supplies="raw_material"
    )


@pytest.mark.clause("kukm-23-2005/1.4.3")
def test_a_related_party_names_the_shared_resource(rina: Actor) -> None:
    cluster = make_cluster()
    services.add_cluster_party(actor=ministry(), cluster=cluster, kind="related_industry", name="Konveksi")
    assert "1.4.3" in missing(cluster, rina)
    cluster = make_cluster(make_sentra(name="Sentra Tenun", product="Tenun"))
    services.add_cluster_party(
        actor=ministry(), cluster=cluster, kind="related_industry", name="Konveksi", shared_resource="Air bersih"
    )
    assert "1.4.3" not in missing(cluster, rina)


@pytest.mark.clause("kukm-23-2005/1.4.4")
@pytest.mark.clause("kukm-23-2005/1.4.5")
def test_technology_producers_and_bridging_institutions_are_parties(rina: Actor) -> None:
    cluster, provider = make_cluster(), make_partner()
    services.add_cluster_party(actor=ministry(), cluster=cluster, kind="technology_producer", name="Politeknik")
    services.add_cluster_party(actor=ministry(), cluster=cluster, kind="bridging_institution", partner=provider)
    kinds = set(ClusterParty.objects.filter(cluster=cluster).values_list("kind", flat=True))
    assert kinds == {"core_industry", "technology_producer", "bridging_institution"}


@pytest.mark.clause("kukm-23-2005/1.4.7")
def test_a_party_without_any_link_is_not_yet_part(rina: Actor) -> None:
    cluster = make_cluster()
    core = cluster.parties.get()
    buyer = services.add_cluster_party(actor=ministry(), cluster=cluster, kind="buyer", name="Toko")
    assert shown(cluster, rina).unlinked == {core.pk, buyer.pk}
    link = services.link_parties(actor=ministry(), from_party=core, to_party=buyer, flow="Kain batik")
    assert shown(cluster, rina).unlinked == frozenset()
    assert shown(cluster, rina).is_complete
    services.remove_cluster_link(actor=ministry(), link=link)
    assert not shown(cluster, rina).is_complete


def test_a_link_joins_two_of_the_same_cluster_and_a_role_is_held_once(rina: Actor) -> None:
    sentra = make_sentra()
    cluster = make_cluster(sentra)
    core = cluster.parties.get()
    other = make_cluster(make_sentra(name="Sentra Tenun", product="Tenun")).parties.get()
    for target in (core, other):
        with pytest.raises(BadInput):
            services.link_parties(actor=ministry(), from_party=core, to_party=target, flow="Kain")
    with pytest.raises(Conflict):
        services.add_cluster_party(actor=ministry(), cluster=cluster, kind="core_industry", sentra=sentra)


@pytest.mark.clause("kukm-23-2005/1.5")
def test_a_leading_sentra_in_an_industry_role_makes_a_business_cluster(rina: Actor) -> None:
    sentra, law = make_sentra(), library().on(rina.today)
    cluster, buyers = make_cluster(sentra), make_cluster(sentra, kind="buyer")
    answers = {meets: picture(cluster, law, lambda _sentra, _law, meets=meets: meets) for meets in (True, False)}
    assert [(one.leading, one.is_business_cluster) for one in answers.values()] == [([sentra], True), ([], False)]
    assert not picture(buyers, law, lambda _sentra, _law: True).is_business_cluster


def test_support_bears_the_name_the_law_gives_it_else_the_givers_own() -> None:
    day = dt.date(2026, 6, 1)

    with override("id"):
        names = [support_name(kind, day) for kind in ("map_capital", "Pendampingan")]

    assert names == ["Perkuatan modal MAP melalui KSP/USP", "Pendampingan"]
