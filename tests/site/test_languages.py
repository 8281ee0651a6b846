"""Every string of every room has its Indonesian."""

from __future__ import annotations

import io
from contextlib import redirect_stdout

from sentra.pages.catalogue import main


def test_no_message_is_missing_or_fuzzy() -> None:
    said = io.StringIO()
    with redirect_stdout(said):
        status = main(["check"])
    assert (status, said.getvalue()) == (0, said.getvalue())
