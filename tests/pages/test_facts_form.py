"""A form of a check's facts comes from their declarations; an empty field is a fact not known yet."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sentra.pages.facts_form import form_for_facts


@dataclass(frozen=True)
class Declared:
    name: str
    type: str
    items: str | None = None
    unit: str | None = None
    values: tuple[Any, ...] = ()
    may_be_negative: bool = False
    labels: dict[str, str] = field(default_factory=dict)

    def label(self, lang: str = "id") -> str:
        return f"{self.name} ({lang})"

    def help(self, lang: str = "id") -> str:
        return f"isi {self.name}"

    def value_label(self, value: object, lang: str = "id") -> str:
        return f"nilai {value}"


FACTS = [
    Declared("prospect", "boolean"),
    Declared("members", "integer", unit="enterprises"),
    Declared("turnover", "integer", unit="IDR/month"),
    Declared("share", "number", unit="percent"),
    Declared("founded", "date"),
    Declared("similarity", "enum", values=("same", "similar")),
    Declared("channels", "list", items="enum", values=("shop", "export")),
    Declared("sales", "map", items="integer", unit="IDR/year"),
]
FILLED = {
    "prospect": "false",
    "members": "1.250",
    "turnover": "200 juta",
    "share": "12,5",
    "founded": "31/12/2022",
    "similarity": "similar",
    "channels": ["shop", "export"],
    "sales__2024": "0",
    "sales__2025": "5.000",
}


def facts(data: dict[str, Any]) -> dict[str, Any]:
    form = form_for_facts(FACTS, data=data, years=(2024, 2025))
    assert form.is_valid(), form.errors
    return form.facts()


def test_every_kind_of_fact() -> None:
    assert facts(FILLED) == {
        "prospect": False,
        "members": 1250,
        "turnover": 200_000_000,
        "share": Decimal("12.5"),
        "founded": date(2022, 12, 31),
        "similarity": "similar",
        "channels": ["shop", "export"],
        "sales": {2024: 0, 2025: 5000},
    }


def test_an_empty_form_knows_nothing() -> None:
    assert facts({}) == {}


def test_none_of_these_is_an_answer_and_differs_from_not_known() -> None:
    assert facts({"channels": ["-"]}) == {"channels": []}


def test_nothing_ticked_is_drawn_as_nothing_ticked() -> None:
    assert "checked" not in str(form_for_facts(FACTS, data={"members": "3"})["channels"])
    assert str(form_for_facts(FACTS, data={"channels": "-"})["channels"]).count("checked") == 1


def test_none_of_these_beside_a_value_is_refused() -> None:
    assert list(form_for_facts(FACTS, data={"channels": ["-", "shop"]}).errors) == ["channels"]


def test_a_negative_count_and_a_strange_value_are_refused() -> None:
    assert list(form_for_facts(FACTS, data={"members": "-1", "similarity": "other"}).errors) == [
        "members",
        "similarity",
    ]


def test_labels_units_and_help_come_from_the_declaration() -> None:
    html = form_for_facts(FACTS)["members"].as_field_group()
    assert "members (id)" in html
    assert "isi members" in html
    assert '<span class="unit" aria-hidden="true">usaha</span>' in html


def test_known_facts_are_filled_in_and_read_back_the_same() -> None:
    known = facts(FILLED)
    form = form_for_facts(FACTS, known, years=(2024, 2025))
    again = {name: form[name].value() for name in form.fields}
    assert facts(again) == known
