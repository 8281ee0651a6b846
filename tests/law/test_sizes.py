"""The size of an enterprise by basis, date and facts."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sentra.law import NotInForce, UnknownName, library
from sentra.law.clauses import LANGUAGES
from sentra.law.sizes import size_bases, size_bases_on, size_class

#: A workshop that sells for Rp 1.8 billion a year, with 22 workers; its figures for every basis.
WORKSHOP: dict[str, Any] = {
    "annual_sales_idr": 1_800_000_000,
    "net_worth_excl_land_buildings_idr": 180_000_000,
    "owned_by_indonesian_citizens": True,
    "is_subsidiary": False,
    "founded_since_regulation": False,
    "is_industrial_enterprise": True,
    "worker_count": 22,
    "investment_excl_land_buildings_idr": 700_000_000,
    "total_capital_idr": 900_000_000,
}


def classed(basis: str, on: date, **changes: Any) -> str:
    return size_class(library(), basis, on, {**WORKSHOP, **changes}).derived["size_class"]


def test_one_enterprise_is_of_several_sizes_on_the_same_day() -> None:
    day = date(2022, 6, 1)

    found = {basis.id: classed(basis.id, day) for basis in size_bases_on(library(), day)}

    assert found == {
        "kukm-23-2005": "medium",
        "perin-64-2016": "medium",
        "pp-7-2021": "micro",
        "perin-5-2022": "ikm",
    }


@pytest.mark.parametrize(
    ("basis", "day", "size"),
    [
        ("kukm-23-2005", date(2005, 11, 9), "medium"),
        ("kukm-23-2005", date(2026, 1, 1), "medium"),
        ("uu-20-2008", date(2008, 7, 4), "small"),
        ("uu-20-2008", date(2021, 2, 1), "small"),
        ("perin-64-2016", date(2016, 7, 31), "medium"),
        ("pp-7-2021", date(2021, 2, 2), "micro"),
        ("perin-5-2022", date(2022, 3, 8), "ikm"),
    ],
)
def test_a_basis_applies_from_its_first_to_its_last_day(basis: str, day: date, size: str) -> None:
    assert classed(basis, day) == size


@pytest.mark.parametrize(
    ("basis", "day", "reason"),
    [
        (
            "kukm-23-2005",
            date(2005, 11, 8),
            "in force from 2005-11-09 by kukm-23-2005/II.3; it does not apply on 2005-11-08",
        ),
        ("uu-20-2008", date(2008, 7, 3), "UU 20 Tahun 2008 .uu-20-2008. is in force from 2008-07-04 until 2021-02-01"),
        ("uu-20-2008", date(2021, 2, 2), "until 2021-02-01 by UU 20 Tahun 2008; it does not apply on 2021-02-02"),
        ("pp-7-2021", date(2021, 2, 1), "in force from 2021-02-02"),
        ("perin-64-2016", date(2016, 7, 30), "in force from 2016-07-31"),
        ("perin-5-2022", date(2022, 3, 7), "in force from 2022-03-08"),
    ],
)
def test_a_basis_that_is_not_in_force_is_refused_with_the_reason(basis: str, day: date, reason: str) -> None:
    with pytest.raises(NotInForce, match=reason):
        size_class(library(), basis, day, WORKSHOP)


def test_an_unknown_basis_is_refused_with_those_that_are_known() -> None:
    with pytest.raises(
        UnknownName, match="uu-9-1995 is no basis of size; known are kukm-23-2005, uu-20-2008, perin-64-2016"
    ):
        size_class(library(), "uu-9-1995", date(2026, 1, 1), WORKSHOP)


def test_the_class_carries_its_findings_and_its_date() -> None:
    verdict = size_class(library(), "pp-7-2021", date(2026, 1, 1), {**WORKSHOP, "annual_sales_idr": 2_000_000_001})

    assert (verdict.regulation, verdict.on, verdict.verdict) == ("pp-7-2021", date(2026, 1, 1), "met")
    told = {finding.clause_id: finding for finding in verdict.findings}
    assert "pp-7-2021/35.3.a" not in told  # capital does not measure an enterprise older than the regulation
    micro = told["pp-7-2021/35.5.a"]
    assert (micro.outcome, micro.cite, micro.parameters[0].value) == (False, "Pasal 35 ayat (5) huruf a", 2_000_000_000)
    assert verdict.derived == {"size_class": "small"}


def test_a_figure_that_is_not_known_leaves_the_class_open() -> None:
    verdict = size_class(
        library(), "uu-20-2008", date(2020, 1, 1), {**WORKSHOP, "net_worth_excl_land_buildings_idr": None}
    )

    assert (verdict.derived["size_class"], verdict.decisive) == ("unknown", ("net_worth_excl_land_buildings_idr",))


def test_every_basis_tells_its_sources_and_titles() -> None:
    for basis in size_bases(library()):
        assert basis.check.cite or basis.regulation.number
        assert basis.check.titles["id"] != basis.check.titles["en"] != basis.check.id
        for lang in LANGUAGES:
            labels = basis.check.class_labels[lang]
            assert set(labels) == {*basis.classes, "none", "unknown"}
            assert basis.check.class_label("none", lang) == labels["none"]


MONEY = st.integers(0, 70_000_000_000) | st.sampled_from([0, 50_000_000, 300_000_001, 2_000_000_000, 15_000_000_001])


@given(net_worth=MONEY, sales=MONEY)
def test_classes_of_2008_are_those_of_the_wording_the_lower_one_first(net_worth: int, sales: int) -> None:
    bounds = {
        "micro": (-1, 50_000_000, -1, 300_000_000),
        "small": (50_000_000, 500_000_000, 300_000_000, 2_500_000_000),
        "medium": (500_000_000, 10_000_000_000, 2_500_000_000, 50_000_000_000),
    }

    worded = [name for name, (w0, w1, s0, s1) in bounds.items() if w0 < net_worth <= w1 or s0 < sales <= s1]

    found = classed("uu-20-2008", date(2020, 1, 1), net_worth_excl_land_buildings_idr=net_worth, annual_sales_idr=sales)
    assert found == (worded[0] if worded else "none")


@given(workers=st.integers(0, 60), investment=st.integers(0, 20_000_000_000) | st.just(1_000_000_000))
def test_classes_of_industry_are_those_of_the_wording(workers: int, investment: int) -> None:
    few = workers <= 19
    worded = (
        "small" if few and investment < 1_000_000_000 else "medium" if few or investment <= 15_000_000_000 else "none"
    )

    found = classed(
        "perin-64-2016", date(2020, 1, 1), worker_count=workers, investment_excl_land_buildings_idr=investment
    )

    assert found == worded
