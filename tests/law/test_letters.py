"""The letters of a closed list: what the list lets pass, and which letter to cite for it."""

from __future__ import annotations

from datetime import date

import pytest

from sentra.law import Law, library

LINE = {"funding_source": "dak_nonfisik_pk2umk", "portion": "online_part"}
#: The provision that closes the list, and the budget lines it speaks of.
LISTS = {
    "6.2": {"activity": "training", "modality": "online"},
    "6.3": {"activity": "training", "modality": "offline"},
    "6.4": {"activity": "training", "modality": "blended"},
    "7.1": {"activity": "mentoring"},
    "8.2": {"activity": "legal_aid"},
}


@pytest.fixture
def law() -> Law:
    return library().on(date(2022, 6, 30))


def components(law: Law, path: str) -> tuple[str, ...]:
    found: tuple[str, ...] = law.parameter(f"kopukm-pk2umk-2022/{path}", "components")
    return found


def failing(law: Law, path: str, component: str) -> tuple[str, ...]:
    return law.check("pk2umk.budget_line").judge({**LINE, **LISTS[path], "component": component}).failing


@pytest.mark.clause(
    "kopukm-pk2umk-2022/6.2.a",
    "kopukm-pk2umk-2022/6.2.b",
    "kopukm-pk2umk-2022/6.2.c",
    "kopukm-pk2umk-2022/6.2.d",
    "kopukm-pk2umk-2022/6.2.e",
    "kopukm-pk2umk-2022/6.2.f",
    "kopukm-pk2umk-2022/6.3.a",
    "kopukm-pk2umk-2022/6.3.b",
    "kopukm-pk2umk-2022/6.3.c",
    "kopukm-pk2umk-2022/6.3.d",
    "kopukm-pk2umk-2022/6.3.e",
    "kopukm-pk2umk-2022/6.3.f",
    "kopukm-pk2umk-2022/6.3.g",
    "kopukm-pk2umk-2022/6.4.e",
    "kopukm-pk2umk-2022/6.4.f",
    "kopukm-pk2umk-2022/6.4.g",
    "kopukm-pk2umk-2022/6.4.h",
    "kopukm-pk2umk-2022/6.4.i",
    "kopukm-pk2umk-2022/6.4.j",
    "kopukm-pk2umk-2022/7.1.a",
    "kopukm-pk2umk-2022/7.1.b",
    "kopukm-pk2umk-2022/7.1.c",
    "kopukm-pk2umk-2022/8.2.a",
    "kopukm-pk2umk-2022/8.2.b",
    "kopukm-pk2umk-2022/8.2.c",
)
@pytest.mark.parametrize("path", LISTS)
def test_each_component_of_a_letter_may_be_charged_and_cites_its_letter(law: Law, path: str) -> None:
    parent = f"kopukm-pk2umk-2022/{path}"

    cited = {component: law.letters(parent, component) for component in components(law, path)}

    assert [component for component in cited if parent in failing(law, path, component)] == []
    assert {component: len(letters) for component, letters in cited.items() if len(letters) != 1} == {}
    below = {clause.id for clause in law.clauses(regulation="kopukm-pk2umk-2022") if clause.id.startswith(f"{parent}.")}
    assert {letter.id for (letter,) in cited.values()} == below


@pytest.mark.parametrize(
    ("path", "component", "letter"),
    [
        ("6.2", "server_rental", "Pasal 6 ayat (2) huruf a"),
        ("6.3", "training_kit", "Pasal 6 ayat (3) huruf e"),
        ("6.4", "participant_phone_credit", "Pasal 6 ayat (4) huruf d"),
        ("7.1", "mentor_selection", "Pasal 7 ayat (1) huruf c"),
        ("8.2", "legal_consultation", "Pasal 8 ayat (2) huruf b"),
    ],
)
def test_the_letter_of_a_component(law: Law, path: str, component: str, letter: str) -> None:
    assert [clause.cite for clause in law.letters(f"kopukm-pk2umk-2022/{path}", component)] == [letter]


@pytest.mark.parametrize("path", LISTS)
def test_what_no_letter_names_is_refused(law: Law, path: str) -> None:
    parent = f"kopukm-pk2umk-2022/{path}"
    (fact,) = (one for one in law.clause(parent).facts if one.name == "component")
    others = sorted(set(fact.values) - set(components(law, path)))

    assert others
    assert [component for component in others if parent not in failing(law, path, component)] == []
    assert [component for component in others if law.letters(parent, component)] == []
