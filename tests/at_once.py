"""Doing things at the same moment, in threads of their own."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from threading import Barrier, Thread
from typing import Any

from django.db import OperationalError, connection

from sentra.territory.scope import NATION, Territory, scoped

SECONDS = 60


def at_once(*acts: Callable[[], Any], territory: Territory = NATION) -> list[Any]:
    """Do each in its own thread from the same moment on; gives what each returned or raised, in no order."""
    barrier, got = Barrier(len(acts)), list[Any]()

    def run(act: Callable[[], Any]) -> None:
        try:
            with scoped(territory):
                barrier.wait(timeout=20)
                got.append(until_free(act))
        except Exception as error:
            got.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return got


def until_free(act: Callable[[], Any]) -> Any:
    """Do it, again if the table is busy: SQLite in memory turns a second writer away where a file lets it wait.

    The pauses differ at random, or two writers could turn each other away for ever.
    """
    end = time.monotonic() + SECONDS
    while True:
        try:
            return act()
        except OperationalError as error:
            if "locked" not in str(error) or time.monotonic() > end:
                raise
        time.sleep(random.uniform(0.001, 0.03))
