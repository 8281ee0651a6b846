"""Measures the what-if page: on the demonstration, and on a table of five million rows that was brought in.

``python -m benchmarks.what_if [ROWS]``. The page is asked as the browser asks it (sign-in, address, HTML) on an
SQLite file of its own. The large table is asked twice: worked out within the request, and as the product does it
(a progress bar at once, the figures by the worker part by part, then the page with them). Both have to show the
same figures, or the run fails. The figures are kept in ``docs/benchmarks.md`` when the whole number of rows was
measured.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import report

ROWS = 5_000_000
HEADING = "## The what-if page"
CHECK = "sentra.criteria"
CHANGES = "value/kukm-23-2005/5.1.a.1/min_member_count=15&off/kukm-23-2005/5.1.e=1"


def main(arguments: list[str] | None = None) -> int:
    """Measure, print, and keep the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    rows = parser.parse_args(arguments).rows
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "SENTRA_STATE": folder,
            "SENTRA_DEMO": "1",
            "DATABASE_URL": f"sqlite:///{folder}/sentra.sqlite3",
            "DJANGO_SETTINGS_MODULE": "sentra.site.settings",
        }
        import django

        django.setup()
        lines = [f"| {name} | {count:,} | {seconds:.2f} |" for name, count, seconds in _measured(rows, Path(folder))]
    head = ["A check of the law with one value changed and one provision switched off, nation-wide.", ""]
    table = ["| page | records | seconds |", "| --- | ---: | ---: |", *lines]
    text = "\n".join([*head, *table])
    print(text)
    if rows == ROWS:
        report.keep(HEADING, text)
    return 0


def _measured(rows: int, folder: Path) -> list[tuple[str, int, float]]:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client

    from sentra.access.models import User
    from sentra.access.roles import Role
    from sentra.insight.calculating import work_out
    from sentra.insight.models import Calculation, Snapshot
    from sentra.site.demo import account, build
    from sentra.territory.seed import seed_all

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0, skip_checks=True)
    seed_all()
    build()
    officer = User.objects.get(email=account(Role.MINISTRY_OFFICER, ""))
    client = Client()
    client.force_login(officer)
    small = Snapshot.objects.filter(subject="sentra", state="ready").latest("as_of")
    address = f"/telaah/simulasi/?check={CHECK}&snapshot={small.pk}&{CHANGES}"
    _page(client, address)  # the law is read once a process
    _html, seconds = _page(client, address)
    found = [("demonstration", small.rows, seconds)]

    large = _brought_in(officer, rows, folder)
    address = address.replace(str(small.pk), str(large.pk))
    settings.INSIGHT_AT_ONCE_ROWS = rows
    whole, seconds = _page(client, address)
    found.append(("large table, within the request", rows, seconds))

    settings.INSIGHT_AT_ONCE_ROWS = 0
    first, seconds = _page(client, address)
    if "<progress" not in first:
        raise SystemExit("The page shows no progress.")
    found.append(("large table, until the progress bar", rows, seconds))
    started = time.perf_counter()
    work_out(Calculation.objects.get(snapshot=large).key)
    worked = time.perf_counter() - started
    last, seconds = _page(client, address)
    found.append(("large table, worked out by the worker", rows, worked))
    found.append(("large table, the page with the figures", rows, seconds))
    if _figures(whole) != _figures(last):
        raise SystemExit(f"The figures differ: {_figures(whole)} and {_figures(last)}")
    return found


def _page(client: Any, address: str) -> tuple[str, float]:
    started = time.perf_counter()
    answer = client.get(address)
    seconds = time.perf_counter() - started
    if answer.status_code != 200:
        raise SystemExit(f"{address} answered {answer.status_code}")
    return answer.content.decode(), seconds


def _figures(html: str) -> str:
    found = re.search(r'id="finding">(.*?)</p>', html, re.DOTALL)
    if found is None:
        raise SystemExit("The page shows no finding.")
    return found[1]


def _brought_in(officer: Any, rows: int, folder: Path) -> Any:
    """A table with the facts of the check, brought in as a ministry brings one in."""
    from sentra.access.actors import actor_for
    from sentra.insight.bringing import read
    from sentra.insight.services import bring_table

    file = folder / "table.parquet"
    _write(file, rows)
    with file.open("rb") as content:
        snapshot = bring_table(
            actor=actor_for(officer), content=content, title="Benchmark", check=CHECK, region_column="region"
        )
    read(snapshot)
    snapshot.refresh_from_db()
    if snapshot.rows != rows:
        raise SystemExit(f"{snapshot.rows} rows of {rows} were read: {snapshot.problem}")
    return snapshot


def _write(file: Path, rows: int) -> None:
    """Generated rows, 5 % of the values unknown in every column but the region."""
    import datetime as dt

    import numpy as np
    import polars as pl

    from sentra.law import library
    from sentra.territory.models import Region

    draw = np.random.default_rng(0)
    codes = np.array(sorted(Region.objects.filter(level="regency").values_list("code", flat=True)))
    made: dict[str, Callable[[Any], Any]] = {
        "boolean": lambda fact: draw.random(rows) < 0.7,
        "integer": lambda fact: draw.geometric(0.03, rows),
        "number": lambda fact: draw.random(rows) * 100,
        "enum": lambda fact: draw.choice([str(one) for one in fact.values], rows),
    }
    columns = {"region": pl.Series(draw.choice(codes, rows))}
    for fact in library().on(dt.date.today()).check(CHECK).facts:
        if fact.type in made:
            unknown = draw.random(rows) < 0.05
            columns[fact.name] = pl.Series(made[fact.type](fact)).set(pl.Series(unknown), None)
    pl.DataFrame(columns).write_parquet(file)


if __name__ == "__main__":
    sys.exit(main())
