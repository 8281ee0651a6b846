"""Many people deciding at the same moment: the chain stays whole."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from django.db import connection

from sentra.access.roles import Role
from sentra.decisions.chain import verify
from sentra.decisions.models import Decision
from tests.decisions.factories import record
from tests.personas import PEKALONGAN, persona

EACH = 10

WRITER = f"""
import django
django.setup()
from tests.decisions.factories import record
for _ in range({EACH}):
    record()
"""


@pytest.mark.usefixtures("regions")
@pytest.mark.skipif(connection.vendor != "postgresql", reason="threads share one connection to SQLite in memory")
def test_two_threads_on_postgresql() -> None:
    actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)

    def write() -> None:
        for _ in range(EACH):
            record(actor)
        connection.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [one.number for one in Decision.unscoped.order_by("number")] == list(range(1, 3 * EACH + 1))
    assert list(verify()) == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="the same on a file of SQLite")
def test_two_processes_on_sqlite(tmp_path: Path) -> None:
    persona(Role.REGENCY_OFFICER, PEKALONGAN)
    copy = tmp_path / "copy.sqlite3"
    copy.write_bytes(_image())
    environment = os.environ | {"DATABASE_URL": f"sqlite:///{copy}", "DJANGO_SETTINGS_MODULE": "sentra.site.settings"}
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER], env=environment, cwd=Path(__file__).parents[2])
        for _ in range(2)
    ]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    with sqlite3.connect(copy) as database:
        rows = database.execute("SELECT number, previous_hash, hash FROM decisions_decision ORDER BY number").fetchall()
    assert [number for number, _previous, _hash in rows] == list(range(1, 2 * EACH + 1))
    assert [previous for _number, previous, _hash in rows[1:]] == [own for _number, _previous, own in rows[:-1]]


def _image() -> bytes:
    """The test's database as the bytes of a file, with what its open transaction holds."""
    connection.ensure_connection()
    assert connection.connection is not None
    image: bytes = connection.connection.serialize()
    return image
