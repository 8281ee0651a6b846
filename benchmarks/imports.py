"""Measures bringing in 50,000 enterprises with 12 columns: ``python benchmarks/imports.py [ROWS]``.

Each way runs in its own process on its own SQLite file, one after the other: ours (check every row, stage, apply
in one transaction, record the decision), django-import-export row by row, and its bulk mode, each reading the
same workbook with the registry's own rules for a person and an enterprise. The peers only import; they keep
neither preview nor history. Printed are seconds of wall and processor time, the ratio to ours, and the largest
memory of each process. Without django-import-export installed only ours is measured.
"""

from __future__ import annotations

import importlib.util
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ROWS = 50_000
WAYS = ("sentra", "row by row", "bulk")
KEYS = (
    *("name", "owner", "nik", "legal_form", "nib", "kbli_code", "founded_year"),
    *("product", "address", "village", "district", "phone"),
)


def main(arguments: list[str]) -> int:
    """Measure every way in a process of its own, or (called by itself) one of them."""
    if arguments[:1] == ["--one"]:
        _measure(arguments[1], Path(arguments[2]))
        return 0
    rows = int(arguments[0]) if arguments else ROWS
    sys.path[:0] = [str(ROOT), str(ROOT / "src")]
    from tests.registry.files import enterprises_workbook

    ways = WAYS if importlib.util.find_spec("import_export") else WAYS[:1]
    print(f"{rows:,} enterprises, {len(KEYS)} columns, SQLite")
    print(f"{'way':<12}{'wall s':>8}{'cpu s':>8}{'ratio':>8}{'MB':>7}")
    ours = 0.0
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "usaha.xlsx"
        file.write_bytes(enterprises_workbook(rows))
        for way in ways:
            wall, cpu, peak = _in_own_process(way, file, Path(folder) / way.replace(" ", "-"))
            ours = ours or cpu
            print(f"{way:<12}{wall:>8.1f}{cpu:>8.1f}{cpu / ours:>8.1f}{peak:>7.0f}")
    return 0


def _in_own_process(way: str, file: Path, state: Path) -> tuple[float, float, float]:
    state.mkdir()
    environment = os.environ | {
        "SENTRA_STATE": str(state),
        "DATABASE_URL": f"sqlite:///{state / 'sentra.sqlite3'}",
        "DJANGO_SETTINGS_MODULE": "sentra.site.settings",
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}",
    }
    command = [sys.executable, __file__, "--one", way, str(file)]
    answer = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    wall, cpu, peak = answer.stdout.split()[-3:]
    return float(wall), float(cpu), float(peak)


def _measure(way: str, file: Path) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from tests.registry.factories import officer

    from sentra.registry.models import Enterprise
    from sentra.territory.scope import scoped
    from sentra.territory.seed import seed_all

    call_command("migrate", verbosity=0, skip_checks=True)
    seed_all()
    actor = officer()
    bring_in = {"sentra": _ours, "row by row": _peer(bulk=False), "bulk": _peer(bulk=True)}[way]
    with scoped(actor.territory):
        wall, cpu = time.perf_counter(), time.process_time()
        bring_in(actor, file.read_bytes())
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        assert Enterprise.objects.exists()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(wall, cpu, peak)


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
    sys.exit(main(sys.argv[1:]))
