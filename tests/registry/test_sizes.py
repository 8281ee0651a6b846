"""The size of an enterprise by every instrument, as its page tells it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.registry import services
from sentra.registry.models import Enterprise
from sentra.registry.sizes import sizes_by_basis
from tests.registry.factories import make_enterprise

pytestmark = pytest.mark.django_db

DAY = dt.date(2026, 6, 30)
FIGURES = {
    "annual_sales": 1_800_000_000,
    "net_worth": 180_000_000,
    "business_capital": 900_000_000,
    "investment_value": 700_000_000,
    "workers_paid_male": 10,
    "workers_paid_female": 10,
    "workers_family_male": 1,
    "workers_family_female": 1,
}


@pytest.fixture
def workshop(rina: Actor) -> Enterprise:
    made = make_enterprise(kbli_code="13134", founded_year=1998, owned_by_indonesian_citizens=True, is_subsidiary=False)
    services.record_enterprise_figures(actor=rina, enterprise=made, values={"year": 2025} | FIGURES)
    return made


def told(enterprise: Enterprise, day: dt.date = DAY) -> dict[str, str]:
    return {one.basis.id: str(one.label) for one in sizes_by_basis(enterprise, day)}


def test_each_instrument_classes_by_its_own_figures(workshop: Enterprise) -> None:
    assert told(workshop) == {
        "kukm-23-2005": "Usaha menengah",
        "uu-20-2008": "Tidak berlaku pada hari ini",
        "perin-64-2016": "Industri menengah",
        "pp-7-2021": "Usaha mikro",
        "perin-5-2022": "Industri kecil dan menengah (IKM)",
    }


def test_on_an_earlier_day_the_instruments_of_that_day_class(rina: Actor, workshop: Enterprise) -> None:
    services.record_enterprise_figures(actor=rina, enterprise=workshop, values={"year": 2019} | FIGURES)

    found = told(workshop, dt.date(2020, 6, 30))

    assert (found["uu-20-2008"], found["pp-7-2021"]) == ("Usaha kecil", "Tidak berlaku pada hari ini")


def test_the_year_the_regulation_began_leaves_the_measure_open(workshop: Enterprise) -> None:
    workshop.founded_year = 2021

    (found,) = (one for one in sizes_by_basis(workshop, DAY) if one.basis.id == "pp-7-2021")

    assert (found.label, [fact.label for fact in found.missing]) == (
        "Skala usaha belum diketahui",
        ["Didirikan sejak 2 Februari 2021"],
    )
    assert found.missing[0].url == reverse("registry:enterprise_edit", args=[workshop.pk])


@pytest.mark.parametrize(
    ("kbli", "label"), [("47111", "Bukan industri kecil atau menengah"), ("", "Kelas industri belum diketahui")]
)
def test_only_manufacturing_is_industry(workshop: Enterprise, kbli: str, label: str) -> None:
    workshop.kbli_code = kbli

    assert told(workshop)["perin-64-2016"] == label


def test_an_enterprise_without_figures_says_what_is_needed(rina: Actor) -> None:
    bare = make_enterprise()

    found = {one.basis.id: {str(fact.label) for fact in one.missing} for one in sizes_by_basis(bare, DAY)}

    assert "Penjualan setahun (Rp)" in found["kukm-23-2005"]
    assert "Jumlah tenaga kerja" in found["perin-64-2016"]


def test_the_page_shows_the_classes_with_their_instruments(rina: Actor, workshop: Enterprise, client: Client) -> None:
    assert rina.user is not None
    client.force_login(rina.user)

    page = client.get(reverse("registry:enterprise", args=[workshop.pk]) + "?pada=30-06-2026").content.decode()

    table = page.partition('id="sizes"')[2].partition("</table>")[0]
    assert "PP 7 Tahun 2021" in table
    assert "Usaha mikro" in table
    assert reverse("portal:regulation", args=["perin-64-2016"]) in table


def test_a_day_before_every_instrument_is_refused_with_the_remedy(
    rina: Actor, workshop: Enterprise, client: Client
) -> None:
    assert rina.user is not None
    client.force_login(rina.user)

    answer = client.get(reverse("registry:enterprise", args=[workshop.pk]) + "?pada=01/01/1990")

    assert answer.status_code == 400
    assert "9 Nov 2005" in answer.content.decode()
