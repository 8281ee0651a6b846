"""The law's fields: only what differs is a change; what the law cannot read is said at its field."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.http import QueryDict
from django.utils import translation

from sentra.insight.amendments import AmendForm, address_of, told_changes
from sentra.insight.asking import amended_law, canonical
from sentra.law import library

TODAY = dt.date.today()
MEMBERS = "kukm-23-2005/5.1.a.1"


def form(check: str = "sentra.criteria", /, **given: Any) -> AmendForm:
    data = QueryDict(mutable=True)
    for name, value in given.items():
        data.setlist(name, value if isinstance(value, list) else [value])
    return AmendForm(library().on(TODAY).check(check), data)


def changes(check: str = "sentra.criteria", /, **given: Any) -> Any:
    asked = form(check, **given)
    assert asked.is_valid(), asked.errors
    return asked.changes


def test_nothing_given_changes_nothing() -> None:
    for check in ("sentra.criteria", "sentra.cluster", "enterprise.size_2005", "pk2umk.mentor"):
        assert changes(check) == {}


def test_the_present_values_are_no_change() -> None:
    given = {f"value/{MEMBERS}/min_member_count": "20", f"test/{MEMBERS}": "member_count  >= min_member_count"}
    assert changes(**given) == {}


def test_a_value_a_condition_and_a_switch() -> None:
    given = {
        f"value/{MEMBERS}/min_member_count": "15",
        "value/kukm-23-2005/5.1.b/min_avg_monthly_turnover_idr": "Rp 150.000.000",
        "test/kukm-23-2005/5.1.e": "workforce_count > min_workforce_count",
        "off/kukm-23-2005/5.1.c": "1",
    }
    assert changes(**given) == {
        MEMBERS: {"parameters": {"min_member_count": 15}},
        "kukm-23-2005/5.1.b": {"parameters": {"min_avg_monthly_turnover_idr": 150_000_000}},
        "kukm-23-2005/5.1.e": {"test": "workforce_count > min_workforce_count"},
        "kukm-23-2005/5.1.c": None,
    }


def test_a_higher_check_shows_the_provisions_of_those_below() -> None:
    given = {
        f"value/{MEMBERS}/min_member_count": "15",
        "value/kukm-23-2005/5.2.c/accepted_reach": ["inter_province", "national", "export"],
    }
    assert changes("sentra.cluster", **given) == {
        MEMBERS: {"parameters": {"min_member_count": 15}},
        "kukm-23-2005/5.2.c": {"parameters": {"accepted_reach": ["inter_province", "national", "export"]}},
    }


def test_a_condition_may_take_facts_from_other_provisions_of_the_check() -> None:
    written = "member_count >= min_member_count or workforce_count >= 40"
    found = changes(**{f"test/{MEMBERS}": written})[MEMBERS]
    assert (found["test"], sorted(found["facts"])) == (written, ["member_count", "workforce_count"])
    law = amended_law(TODAY, canonical({MEMBERS: found}))
    facts = dict.fromkeys(("member_count", "workforce_count"), 19)
    for workers, fails in ((40, False), (39, True)):
        verdict = law.check("sentra.criteria").judge(facts | {"workforce_count": workers})
        assert (MEMBERS in verdict.failing) is fails


def test_the_address_brings_the_same_changes_again() -> None:
    asked = form(
        "sentra.leading",
        **{
            f"value/{MEMBERS}/min_member_count": "1.500",
            "value/kukm-23-2005/5.2.c/accepted_reach": ["national", "export"],
            "test/kukm-23-2005/5.2.d": "latest(turnover_idr_by_year) >= previous(turnover_idr_by_year)",
            "off/kukm-23-2005/5.2.a": "on",
        },
    )
    assert asked.is_valid()
    again = AmendForm(asked.check, QueryDict(address_of(asked)))
    assert again.is_valid()
    assert again.changes == asked.changes
    assert asked.changes[MEMBERS] == {"parameters": {"min_member_count": 1500}}


@pytest.mark.parametrize(
    ("written", "column", "near"),
    [
        ("member_count >> 3", 1, "member_count"),
        ("member_count >= min_member_cuont", 17, "min_member_cuont"),
        ("member_count >= workforce_count", None, ""),
        ("__import__('os')", 1, "__import__"),
    ],
)
def test_a_condition_that_cannot_be_read_is_refused_at_its_column(written: str, column: int | None, near: str) -> None:
    with translation.override("id"):
        asked = form(**{f"test/{MEMBERS}": written})
        assert not asked.is_valid()
        problem = str(asked.errors[f"test/{MEMBERS}"][0])
    assert "Syarat tidak dapat dibaca pada kolom" in problem
    if column is not None:
        assert f"kolom {column} (“{near}" in problem
    assert problem.endswith(
        "Pakai nama dari daftar di bawahnya, seperti syarat sekarang: member_count >= min_member_count"
    )
    assert "not a condition" not in problem


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (f"value/{MEMBERS}/min_member_count", "banyak"),
        (f"value/{MEMBERS}/min_member_count", "-3"),
        (f"value/{MEMBERS}/min_member_count", "12,5"),
        ("value/kukm-23-2005/5.1.b/min_avg_monthly_turnover_idr", "x"),
        (f"test/{MEMBERS}", "member_count >= 1 and " * 40),
    ],
)
def test_a_value_that_is_none_is_refused_at_its_field(name: str, value: str) -> None:
    asked = form(**{name: value})
    assert not asked.is_valid()
    assert set(asked.errors) == {name}
    with translation.override("id"):
        assert "Belum dihitung" in asked.error_summary()


def test_the_values_that_a_condition_may_name_have_their_words() -> None:
    with translation.override("id"):
        [row] = [one for group in form().rows() for one in group["provisions"] if one["clause"].id == MEMBERS]
    assert "member_count: Jumlah anggota UKM" in row["words"]
    assert "min_member_count: Jumlah anggota UKM, minimal 20 usaha" in row["words"]


def test_a_value_outside_the_declared_ones_is_refused() -> None:
    name = "value/kukm-23-2005/5.2.c/accepted_reach"
    asked = form("sentra.leading", **{name: ["mars"]})
    assert not asked.is_valid()
    assert set(asked.errors) == {name}


def test_changes_are_told_before_and_after() -> None:
    check = library().on(TODAY).check("sentra.criteria")
    told = told_changes(check, {MEMBERS: {"parameters": {"min_member_count": 15}}, "kukm-23-2005/5.1.c": None})
    assert [(one["cite"], one["before"], one["after"]) for one in told] == [
        ("Pasal 5 ayat (1) huruf a", "Jumlah anggota UKM minimal 20 usaha.", "Jumlah anggota UKM minimal 15 usaha."),
        ("Pasal 5 ayat (1) huruf c", "Prospek pasar baik: ya.", "Dinonaktifkan"),
    ]


def test_every_check_has_its_form() -> None:
    """Each value of each check can be drawn, and is no change while it stays."""
    law = library().on(TODAY)
    for name in law.checks:
        asked = AmendForm(law.check(name), QueryDict())
        assert asked.is_valid(), (name, asked.errors)
        assert asked.changes == {}, name
        assert asked.rows()
