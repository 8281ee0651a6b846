"""The command line: `sentra law …` alone, everything else on the product's database."""

from __future__ import annotations

import argparse
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments[:1] == ["law"]:
        from sentra.law.cli import main as law_main  # the law needs neither settings nor a database

        return law_main(arguments[1:])
    if arguments[:1] == ["manage"]:
        _django()
        from django.core.management import execute_from_command_line

        execute_from_command_line(["sentra manage", *arguments[1:]])
        return 0
    options = _parser().parse_args(arguments)
    if options.run is not _serve:  # the server's own processes load the product
        _django()
    return int(options.run(options))


def _django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sentra.site.settings")
    import django

    django.setup()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sentra", description="Run and look after Sentra.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    commands.add_parser("law", help="read, check and trace the regulations (sentra law --help)")
    commands.add_parser("manage", help="Django's own commands (sentra manage --help)")

    migrate = commands.add_parser("migrate", help="bring the database up to date, with regions and calendar")
    migrate.set_defaults(run=_migrate)

    serve = commands.add_parser("serve", help="serve the product")
    serve.add_argument("--host", default="127.0.0.1")
    serve.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    serve.add_argument("--workers", type=int, default=1)
    serve.add_argument("--with-worker", action="store_true", help="run the background worker beside it")
    serve.set_defaults(run=_serve)

    start = commands.add_parser("start", help="migrate, fill an empty demonstration, serve and work: for trying it")
    start.add_argument("--host", default="127.0.0.1")
    start.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
    start.set_defaults(run=_start)

    work = commands.add_parser("work", help="work off background tasks")
    work.set_defaults(run=_work)

    demo = commands.add_parser("demo", help="fill an empty database with the demonstration")
    demo.add_argument("--if-empty", action="store_true", help="do nothing where there already are offices")
    demo.set_defaults(run=_demo)

    from sentra.site import commands as product

    product.add_parsers(commands)
    return parser


def _migrate(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    from sentra.territory import seed

    with _without_collecting():
        call_command("migrate", verbosity=0, interactive=False)
        call_command("createcachetable", verbosity=0)  # where the shared cache is a table of the database
        print(seed.seed_all())
    return 0


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Work that makes many objects and keeps them: looking for garbage costs a fifth of it and finds none."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _start(options: argparse.Namespace) -> NoReturn:
    """All that `make run` does: what has to be loaded is loaded once, and let go before the server starts."""
    from django.conf import settings

    _migrate(options)
    if settings.DEMO:
        _demo(argparse.Namespace(if_empty=True))
    print(f"\nhttp://{options.host}:{options.port}", flush=True)
    address = ["--host", options.host, "--port", str(options.port)]
    os.execv(sys.executable, [sys.executable, "-m", "sentra.site.cli", "serve", *address, "--with-worker"])  # noqa: S606


def _serve(options: argparse.Namespace) -> int:
    server = [
        str(Path(sys.executable).with_name("granian")),
        "--interface",
        "wsgi",
        "--host",
        options.host,
        "--port",
        str(options.port),
        "--workers",
        str(options.workers),
        "--blocking-threads",
        "8",
        "--no-access-log",
        "sentra.site.wsgi:application",
    ]
    if not options.with_worker:
        os.execv(server[0], server)  # noqa: S606
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # ended from outside, both processes end as by Ctrl-C
    worker = subprocess.Popen([sys.executable, "-m", "sentra.site.cli", "work"])
    serving = subprocess.Popen(server)
    try:
        return serving.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        for process in (serving, worker):
            process.terminate()
        for process in (serving, worker):
            process.wait(timeout=10)


def _work(options: argparse.Namespace) -> int:
    from django.core.management import call_command

    call_command("db_worker", interval=0.5, verbosity=0)
    return 0


def _demo(options: argparse.Namespace) -> int:
    from sentra.site.demo import build, is_empty, print_accounts

    if is_empty():
        with _without_collecting():
            print(build())
    elif not options.if_empty:
        print("There already are offices in this database; the demonstration is only for an empty one.")
        return 1
    print_accounts()
    return 0


if __name__ == "__main__":
    sys.exit(main())
