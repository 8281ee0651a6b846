"""Two confirmations at once, and an import whose process is killed on the way, on a database file."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PREPARE = """
    import django; django.setup()
    from django.core.management import call_command
    from sentra.registry.imports.checking import check_run
    from sentra.registry.imports.runs import confirm_import, start_import
    from sentra.registry.models import Enterprise, ImportRun, Person
    from sentra.territory.models import Region
    from sentra.territory.scope import everywhere, scoped
    from tests.registry.factories import officer
    from tests.registry.files import enterprises_workbook
"""
FILL = """
    call_command("migrate", verbosity=0, skip_checks=True)
    province = Region.objects.create(level="province", code="33", name="Jawa Tengah")
    city = Region.objects.create(level="regency", kind="kota", code="3375", name="Kota Pekalongan", parent=province)
    for number, name in enumerate(("Barat", "Timur", "Selatan", "Utara"), start=1):
        Region.objects.create(level="district", code=f"33750{number}", name=f"Pekalongan {name}", parent=city)
    actor = officer()
    with scoped(actor.territory):
        run = start_import(actor=actor, kind="enterprises", file_name="a.xlsx", content=enterprises_workbook(40))
        check_run(run)
"""
KILL = """
    import os, signal
    from sentra.registry.imports.kinds import enterprise_records
    enterprise_records._change = lambda *arguments: os.kill(os.getpid(), signal.SIGKILL)
    actor = officer()
    with scoped(actor.territory):
        confirm_import(actor=actor, run=ImportRun.objects.get())
"""
AT_ONCE = """
    from threading import Barrier, Thread
    from django.db import connection
    start, results = Barrier(2), []
    actor = officer()
    def confirm():
        with scoped(actor.territory):
            run = ImportRun.objects.get()
            start.wait()
            results.append(confirm_import(actor=actor, run=run).state)
        connection.close()
    threads = [Thread(target=confirm) for _ in range(2)]
    for one in threads: one.start()
    for one in threads: one.join()
    print(results)
"""
COUNT = """
    from sentra.decisions.models import Decision
    with everywhere("counting what is there"):
        run = ImportRun.objects.get()
        decisions = Decision.objects.filter(action="registry.import").count()
        print(run.state, Enterprise.objects.count(), Person.objects.count(), decisions)
"""


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """A database file in which a checked import of forty enterprises waits."""
    assert run(tmp_path, FILL + COUNT).stdout.split() == ["ready", "0", "0", "0"]
    return tmp_path


def run(state: Path, *steps: str) -> subprocess.CompletedProcess[str]:
    """The steps in a process of their own."""
    environment = os.environ | {
        "SENTRA_STATE": str(state),
        "DATABASE_URL": f"sqlite:///{state / 'sentra.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sentra.site.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    code = "\n".join(textwrap.dedent(step) for step in (PREPARE, *steps))
    return subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)


def test_a_killed_import_leaves_nothing_and_can_be_repeated(state: Path) -> None:
    assert run(state, KILL).returncode == -signal.SIGKILL
    assert run(state, COUNT).stdout.split() == ["ready", "0", "0", "0"]
    again = (
        "actor = officer()\nwith scoped(actor.territory):\n    confirm_import(actor=actor, run=ImportRun.objects.get())"
    )
    assert run(state, again, COUNT).stdout.split() == ["applied", "40", "40", "1"]


def test_confirmed_twice_at_once_it_is_applied_once(state: Path) -> None:
    answer = run(state, AT_ONCE, COUNT)
    assert answer.stdout.splitlines() == ["['applied', 'applied']", "applied 40 40 1"], answer.stderr
