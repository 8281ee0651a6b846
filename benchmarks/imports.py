"""Measures bringing in 50,000 enterprises with 12 columns: ``python -m benchmarks.imports [ROWS] [--repeats N]``.

Each way runs in its own process on its own SQLite file, one after the other: ours (check every row, stage, apply
in one transaction, record the decision), django-import-export row by row, and its bulk mode, each reading the
same workbook with the registry's own rules for a person and an enterprise. The peers only import; they keep
neither preview nor history. All have to leave the same records, or the run fails. Medians of seconds of wall and
processor time, the ratio to ours and the largest memory of a process are printed, and kept in
``docs/benchmarks.md`` when the whole number of rows was measured. Without django-import-export only ours is.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from benchmarks import report

ROOT = Path(__file__).resolve().parent.parent
HEADING = "## Enterprises from XLSX"
ROWS = 50_000
OURS = "Sentra"
WAYS = (OURS, "django-import-export, row by row", "django-import-export, bulk")
KEYS = (
    *("name", "owner", "nik", "legal_form", "nib", "kbli_code", "founded_year"),
    *("product", "address", "village", "district", "phone"),
)


def main(arguments: list[str] | None = None) -> int:
    """Measure every way, each in a process of its own, in turn; print the table and keep it on the page."""
    parser = argparse.ArgumentParser()
    parser.add_argument("rows", type=int, nargs="?", default=ROWS)
    parser.add_argument("--repeats", type=int, default=1)
    chosen = parser.parse_args(arguments)
    found = measure(chosen.rows, chosen.repeats)
    section = "\n".join(written(found, chosen.rows))
    print(section)
    if chosen.rows == ROWS and len(found) == len(WAYS):
        report.keep(HEADING, section)
    return 0


def measure(rows: int, repeats: int) -> dict[str, list[dict[str, Any]]]:
    """The figures of each way by run; every run has to leave the same records."""
    from tests.registry.files import HEADINGS, enterprise_row, workbook

    ways = WAYS if importlib.util.find_spec("import_export") else WAYS[:1]
    found: dict[str, list[dict[str, Any]]] = {way: [] for way in ways}
    width = len(KEYS)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "usaha.xlsx"
        file.write_bytes(workbook(HEADINGS[:width], (enterprise_row(n)[:width] for n in range(1, rows + 1))))
        for turn in range(repeats):
            for number, way in enumerate(ways):
                found[way].append(_in_own_process(way, file, Path(folder) / f"{turn}-{number}"))
    left = {run["records"] for runs in found.values() for run in runs}
    if len(left) != 1:
        raise SystemExit(f"The ways leave other records: { {way: runs[0]['records'] for way, runs in found.items()} }")
    return found


def written(found: dict[str, list[dict[str, Any]]], rows: int) -> Iterable[str]:
    """The table as it stands on the page."""
    yield f"{rows:,} rows, {len(KEYS)} columns, SQLite."
    yield ""
    yield "| way | seconds | processor seconds | takes of Sentra's | peak memory (MB) |"
    yield "| --- | ---: | ---: | ---: | ---: |"
    ours = statistics.median(run["cpu"] for run in found[OURS])
    for way, runs in found.items():
        wall, cpu = (statistics.median(run[name] for run in runs) for name in ("wall", "cpu"))
        peak, ratio = max(run["peak"] for run in runs), "" if way == OURS else f"{cpu / ours:.1f} ×"
        yield f"| {way} | {wall:.1f} | {cpu:.1f} | {ratio} | {peak:.0f} |"


def _in_own_process(way: str, file: Path, state: Path) -> dict[str, Any]:
    state.mkdir()
    environment = os.environ | {
        "SENTRA_STATE": str(state),
        "DATABASE_URL": f"sqlite:///{state / 'sentra.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sentra.site.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    command = [sys.executable, "-m", "benchmarks.imports", "--one", way, str(file)]
    answer = subprocess.run(command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    return dict(json.loads(answer.stdout.splitlines()[-1]))


def _one(way: str, file: Path) -> None:
    """Run one way in this process and print its figures."""
    import django

    django.setup()
    from django.core.management import call_command
    from tests.registry.factories import officer

    from sentra.territory.scope import scoped
    from sentra.territory.seed import seed_all

    call_command("migrate", verbosity=0, skip_checks=True)
    seed_all()
    actor = officer()
    bring_in = dict(zip(WAYS, (_ours, _peer(bulk=False), _peer(bulk=True)), strict=True))[way]
    with scoped(actor.territory):
        wall, cpu = time.perf_counter(), time.process_time()
        bring_in(actor, file.read_bytes())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps({"wall": wall, "cpu": cpu, "peak": peak, "records": _records()}))


def _records() -> str:
    """How many records there are, and a digest of all that the file said of them."""
    from sentra.registry.models import Enterprise

    names = ("nib", "name", "legal_form", "kbli_code", "founded_year", "product", "address", "village", "phone")
    rows = Enterprise.objects.order_by("nib").values_list(*names, "district__code", "owner__name", "owner__nik_mask")
    return f"{len(rows)} {hashlib.sha256(repr(list(rows)).encode()).hexdigest()[:12]}"


def _ours(actor: Any, content: bytes) -> None:
    from sentra.registry.imports.checking import check_run
    from sentra.registry.imports.runs import confirm_import, start_import

    run = start_import(actor=actor, kind="enterprises", file_name="usaha.xlsx", content=content)
    check_run(run)
    run.refresh_from_db()
    assert (run.state, run.wrong) == ("ready", 0)
    confirm_import(actor=actor, run=run, doubts_seen=True)


def _peer(*, bulk: bool) -> Any:
    def bring_in(actor: Any, content: bytes) -> None:
        import tablib
        from django.db.models import Q
        from import_export import resources

        from sentra.access.personal_data import encrypt, keyed_hash
        from sentra.indonesian.identifiers import mask_nik
        from sentra.registry.models import Enterprise, Person
        from sentra.registry.values import check_enterprise, check_person
        from sentra.territory.models import Region

        regency = actor.office.region
        districts = {one.name: one for one in Region.objects.filter(parent=regency)}

        class Enterprises(resources.ModelResource):
            class Meta:
                model = Enterprise
                import_id_fields = ("nib",)
                fields = ("nib", "name")
                use_bulk = bulk
                batch_size = 1_000
                use_transactions = True
                skip_diff = True

            def get_queryset(self) -> Any:
                # So that the look-up of each row uses the index of the numbers.
                return Enterprise.unscoped.filter(~Q(nib=""), merged_into__isnull=True)

            def import_instance(self, instance: Any, row: Any, **options: Any) -> None:
                raw = dict(zip(KEYS, row.values(), strict=True))
                raw["district_code"] = districts[raw["district"]].code
                raw["legal_form"] = "individual" if raw["legal_form"] == "Perorangan" else "limited_partnership"
                owner = check_person({"name": raw["owner"], "nik": raw["nik"]}, today=actor.today).accept()
                values = check_enterprise(raw, regency_code=regency.code, today=actor.today).accept()
                instance.owner = Person(
                    name=owner.name,
                    nik_encrypted=encrypt(owner.nik),
                    nik_hash=keyed_hash(owner.nik),
                    nik_mask=mask_nik(owner.nik),
                    regency=regency,
                )
                for name in ("nib", "name", "legal_form", "kbli_code", "founded_year", "product", "address"):
                    setattr(instance, name, getattr(values, name))
                instance.village, instance.phone = values.village, values.phone
                instance.district, instance.regency = districts[raw["district"]], regency

            def before_save_instance(self, instance: Any, row: Any, **options: Any) -> None:
                instance.owner.save()

        data = tablib.Dataset().load(content, "xlsx")
        data.headers[KEYS.index("nib")] = "nib"
        result = Enterprises().import_data(data, raise_errors=True)
        assert not result.has_errors()

    return bring_in


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(sys.argv[2], Path(sys.argv[3]))
    else:
        sys.exit(main())
