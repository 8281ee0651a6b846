"""Every clause is closed by its condition or by a marked test, or stands openly as not built yet."""

from __future__ import annotations

from pathlib import Path

import pytest

from sentra.law import library
from sentra.law.cli import main
from sentra.law.coverage import (
    RECORDED,
    UnknownMarker,
    as_json,
    as_markdown,
    is_under,
    open_under,
    recorded,
    totals,
    trace,
)

ROOT = Path(__file__).parents[1]


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    folder = tmp_path / "tests"
    folder.mkdir()
    (folder / "test_steps.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.clause('kukm-23-2005/9.a')]\n"
        "@pytest.mark.clause('kukm-23-2005/7.b', 'kukm-23-2005/7.c')\n"
        "def test_forwarding(): ...\n"
        "@pytest.mark.clause('kukm-23-2005/8.1.a')\n"
        "class TestSupport:\n"
        "    @pytest.mark.clause('kukm-23-2005/8.1.b')\n"
        "    def test_given(self): ...\n",
        encoding="utf-8",
    )
    return folder


def test_conditions_and_marked_tests_close_clauses(tests: Path) -> None:
    evidence = {entry.clause.id.partition("/")[2]: entry.evidence for entry in trace(library(), tests)}

    assert {name: evidence[name] for name in ("5.1.a.1", "7.b", "8.1.a", "8.1.b", "9.a", "9.b")} == {
        "5.1.a.1": ("condition and cases",),
        "7.b": ("tests/test_steps.py::test_forwarding",),
        "8.1.a": ("tests/test_steps.py::TestSupport",),
        "8.1.b": ("tests/test_steps.py::TestSupport::test_given",),
        "9.a": ("tests/test_steps.py",),
        "9.b": (),
    }


def test_a_marker_of_no_clause_is_an_error(tests: Path) -> None:
    (tests / "test_wrong.py").write_text(
        "import pytest\n@pytest.mark.clause('kukm-23-2005/99')\ndef test_x(): ...\n", encoding="utf-8"
    )

    with pytest.raises(UnknownMarker, match=r"test_x .line 2. is marked with kukm-23-2005/99"):
        trace(library(), tests)


@pytest.mark.parametrize(
    ("clause", "prefix", "under"),
    [
        ("kukm-23-2005/1.1.1", "kukm-23-2005/1", True),
        ("kukm-23-2005/10.a", "kukm-23-2005/1", False),
        ("kukm-23-2005/12.a", "kukm-23-2005/1", False),
        ("kukm-23-2005/1.10.1", "kukm-23-2005/1.1", False),
        ("kukm-23-2005/1.1.1", "kukm-23-2005", True),
        ("antara-2006/1.1.1", "kukm-23-2005/1", False),
        ("kukm-23-2005/5.2", "kukm-23-2005/5.2", True),
        ("kukm-23-2005/5", "kukm-23-2005/5.2", False),
    ],
)
def test_a_prefix_covers_whole_parts_of_an_id(clause: str, prefix: str, under: bool) -> None:
    assert is_under(clause, prefix) is under


def test_required_articles_are_named_where_open(tests: Path) -> None:
    traced = trace(library(), tests)

    assert open_under(traced, ["kukm-23-2005/5"]) == []
    assert [entry.clause.id for entry in open_under(traced, ["kukm-23-2005/9"])] == [
        f"kukm-23-2005/9.{letter}" for letter in "bcde"
    ]


def test_totals_add_up(tests: Path) -> None:
    traced = trace(library(), tests)
    articles = totals(traced)["kukm-23-2005"]

    assert articles["9"] == (1, 5)
    assert articles[""] == (57 + 5, 162)
    assert sum(count for article, (_, count) in articles.items() if article) == 162


def test_the_command_fails_on_a_required_clause_that_is_open(
    tests: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "coverage.md"
    ask = ["coverage", "--tests", str(tests), "--lang", "en"]

    assert main([*ask, "--require", "kukm-23-2005/5", "--write", str(page)]) == 0
    out = capsys.readouterr().out
    assert "not built yet:" in out
    assert "kukm-23-2005: 62 closed, 100 open" in out
    not_built, _, closed = page.read_text(encoding="utf-8").partition("## antara-2006")
    assert "| `kukm-23-2005/9.b` | Pasal 9 huruf b | stage | " in not_built
    assert "| `kukm-23-2005/9.a` | Pasal 9 huruf a | stage | tests/test_steps.py |" in closed

    assert main([*ask, "--require", "kukm-23-2005/5", "kukm-23-2005/9"]) == 1
    assert "Required, yet open: kukm-23-2005/9.b" in capsys.readouterr().err
    assert main([*ask, "--require", "kukm-23-2005/99"]) == 2


def test_the_page_lists_every_clause_once(tests: Path) -> None:
    page = as_markdown(trace(library(), tests), dict.fromkeys(library().regulations, "A text"))

    listed = [line.split("`")[1] for line in page.splitlines() if line.startswith("| `")]
    assert sorted(listed) == sorted(clause.id for clause in library().clauses)


@pytest.mark.parametrize("kind", ["rule", "deadline", "cost"])
def test_every_rule_deadline_and_cost_is_closed(kind: str) -> None:
    traced = trace(library(), ROOT)

    assert [entry.clause.id for entry in traced if entry.clause.kind == kind and not entry.closed] == []


def test_the_published_page_is_current() -> None:
    titles = {text.id: text.titles["en"] for text in library().regulations.values()}
    page = ROOT.parent / "docs" / "law-coverage.md"

    written = as_markdown(trace(library(), ROOT), titles)

    assert page.read_text(encoding="utf-8") == written, "run: sentra law coverage --write docs/law-coverage.md"


def test_the_recorded_tests_are_those_that_stand_there() -> None:
    written = as_json(trace(library(), ROOT))
    assert written == RECORDED.read_text(encoding="utf-8"), (
        "run: sentra law coverage --write src/sentra/law/coverage.json"
    )


def test_what_is_recorded_is_read_back() -> None:
    found = recorded()
    assert found["kukm-23-2005/7.b"]
    assert {clause for clause, tests in found.items() if not tests} == set()
    assert found.keys() <= {clause.id for clause in library().clauses}
