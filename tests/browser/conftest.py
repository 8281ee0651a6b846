"""A real server with the demonstration, and a real browser before it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError

import pytest
from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests.browser.people import Server

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
ROOT = Path(__file__).resolve().parents[2]
_BUILD = """
import django; django.setup()
from sentra.site.demo import build, is_empty
if is_empty(): build(scale="small")
"""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """`sentra serve --with-worker` on a database with the small demonstration."""
    kept = os.environ.get("SENTRA_BROWSER_STATE")  # a state kept between runs, while these tests are being written
    state = Path(kept) if kept else tmp_path_factory.mktemp("state")
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | {
        "SENTRA_STATE": str(state),
        "SENTRA_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "sentra.site.settings",
        "PYTHONPATH": str(ROOT / "src"),
        "SENTRA_BASE_URL": "",
    }
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    environment["SENTRA_BASE_URL"] = address
    sentra = [sys.executable, "-m", "sentra.site.cli"]
    subprocess.run([*sentra, "migrate"], env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    subprocess.run([sys.executable, "-c", _BUILD], env=environment, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    with (state / "server.log").open("w") as log:
        process = subprocess.Popen(
            [*sentra, "serve", "--with-worker", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            _wait_for(f"{address}/sehat/", process)
            yield Server(address)
        finally:
            process.terminate()  # the first process alone: it ends the others with itself
            process.wait(timeout=30)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
                raise RuntimeError("a process of the server stayed behind")


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    opened = browser.new_context(locale="id-ID", viewport={"width": 1440, "height": 900})
    yield opened
    opened.close()
