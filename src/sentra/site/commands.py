"""The product's own commands: bringing spreadsheets in, templates, verifying the decision records."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sentra.access.actors import Actor
    from sentra.registry.models import ImportRun
    from sentra.territory.models import Region


class CommandError(Exception):
    """The command cannot be carried out; the message says why."""


def add_parsers(commands: Any) -> None:
    """Add `import`, `template` and `audit` to the command line."""
    bring = commands.add_parser("import", help="bring a spreadsheet in (XLSX or CSV)")
    bring.add_argument("kind", help="enterprises, sentra, memberships, enterprise_figures, sentra_figures")
    bring.add_argument("file", type=Path)
    bring.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="the account that brings it")
    bring.add_argument("--regency", metavar="CODE", help="Kemendagri code; by default that of the account's office")
    bring.add_argument("--preview", action="store_true", help="check only, save nothing")
    bring.add_argument("--json", action="store_true", help="answer as JSON")
    bring.add_argument(
        "--mend", action="store_true", help="write the wrong rows' file with the errors beside the cells"
    )
    bring.add_argument("--leave-out-wrong", action="store_true", help="apply the right rows without the wrong ones")
    bring.add_argument("--doubts-seen", action="store_true", help="apply rows that resemble registered ones")
    bring.set_defaults(run=_guarded(_import))

    template = commands.add_parser("template", help="write the template of a spreadsheet")
    template.add_argument("kind")
    template.add_argument("--out", type=Path, metavar="FILE", help="by default KIND.xlsx")
    template.add_argument("--regency", metavar="CODE", help="whose districts the drop-down lists")
    template.add_argument("--language", choices=["id", "en"], default="id")
    template.set_defaults(run=_guarded(_template))

    audit = commands.add_parser("audit", help="verify the decision records")
    steps = audit.add_subparsers(required=True, metavar="verify")
    verify = steps.add_parser("verify", help="walk the hash chain and print each break")
    verify.add_argument("--json", action="store_true", help="answer as JSON")
    verify.set_defaults(run=_verify)


def _guarded(command: Any) -> Any:
    """A command whose refusals are a sentence on standard error and exit status 2."""

    def run(options: argparse.Namespace) -> int:
        from sentra.access.policy import Forbidden
        from sentra.pages.errors import Problem
        from sentra.territory.scope import OutsideTerritory

        try:
            return int(command(options))
        except (CommandError, Problem, Forbidden) as refusal:
            remedy = getattr(refusal, "remedy", "")
            return _refused(f"{refusal} {remedy}".strip())
        except OutsideTerritory:
            return _refused("That regency lies outside the territory of this account.")

    return run


def _refused(reason: str) -> int:
    sys.stderr.write(f"sentra: {reason}\n")
    return 2


# ---------------------------------------------------------------- import


def _import(options: argparse.Namespace) -> int:
    from django.utils.translation import override

    from sentra.registry.imports.checking import check_run
    from sentra.registry.imports.runs import start_import
    from sentra.territory.scope import scoped

    _known(options.kind)
    actor = _actor(options.email)
    content = _content(options.file)
    language = actor.user.language if actor.user else "id"
    with scoped(actor.territory), override(language):
        run = start_import(
            actor=actor,
            kind=options.kind,
            file_name=options.file.name,
            content=content,
            regency=_regency(options.regency),
        )
        check_run(run)
        run.refresh_from_db()
        return _finish(actor, run, options)


def _finish(actor: Actor, run: ImportRun, options: argparse.Namespace) -> int:
    from sentra.registry.imports.runs import cancel_import, confirm_import, errors_of

    errors = errors_of(run)
    if options.mend and run.wrong:
        _write_corrections(run, options.file)
    is_right = run.state == "ready" and (not run.wrong or options.leave_out_wrong)
    applied = is_right and not options.preview
    if applied:
        confirm_import(actor=actor, run=run, leave_out_wrong=options.leave_out_wrong, doubts_seen=options.doubts_seen)
    elif run.state == "ready":
        cancel_import(actor=actor, run=run)
    _tell(run, errors, applied=applied, as_json=options.json)
    return 0 if is_right else 1


def _tell(run: ImportRun, errors: list[dict[str, object]], *, applied: bool, as_json: bool) -> None:
    counts = {name: getattr(run, name) for name in ("new", "changed", "unchanged", "wrong")}
    if as_json:
        answer = counts | {"doubtful": run.doubtful, "applied": applied, "run": str(run.pk), "errors": errors}
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    for one in errors:
        where = f"{one['row']} {one['column']}: " if one["row"] else ""
        value = f"“{one['value']}” " if one["value"] is not None else ""
        sys.stdout.write(f"{where}{value}{one['message']} {one['remedy']}\n".replace("  ", " "))
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    sys.stdout.write(f"{words}; {'applied' if applied else 'nothing saved'}\n")


def _write_corrections(run: ImportRun, source: Path) -> None:
    from sentra.registry.imports.checking import context_of
    from sentra.registry.imports.template import write_corrections
    from sentra.registry.models import ImportRow

    target = source.with_name(f"{source.stem}.perbaikan.xlsx")
    rows = ImportRow.objects.filter(run=run).order_by("number").iterator(1_000)
    target.write_bytes(write_corrections(run, context_of(run), rows))
    sys.stderr.write(f"{target}\n")


def _known(kind: str) -> None:
    from sentra.registry.imports.sheets import sheets

    kinds = [one.kind for one in sheets()]
    if kind not in kinds:
        raise CommandError(f"There is no spreadsheet “{kind}”. Choose one of {', '.join(kinds)}.")


def _actor(email: str) -> Actor:
    from sentra.access.actors import actor_for
    from sentra.access.models import User

    user = User.objects.filter(email__iexact=email, is_active=True).first()
    if user is None:
        raise CommandError(f"There is no active account {email}.")
    return actor_for(user)


def _content(file: Path) -> bytes:
    from sentra.registry.imports.reading import MAX_BYTES

    try:
        if file.stat().st_size > MAX_BYTES:
            raise CommandError(f"{file} is larger than {MAX_BYTES // 1024 // 1024} MB.")
        return file.read_bytes()
    except OSError as error:
        raise CommandError(f"{file}: {error.strerror}") from None


def _regency(code: str | None) -> Region | None:
    from sentra.territory.models import Region, RegionLevel

    if not code:
        return None
    found = (
        Region.objects.filter(code=code.replace(".", ""), level=RegionLevel.REGENCY).select_related("parent").first()
    )
    if found is None:
        raise CommandError(f"There is no regency or city with the code {code}.")
    return found


# ---------------------------------------------------------------- template and audit


def _template(options: argparse.Namespace) -> int:
    from django.utils.translation import override

    from sentra.access.actors import Actor
    from sentra.registry.imports.sheets import Context, sheet_of
    from sentra.registry.imports.template import write_template
    from sentra.territory.models import Region

    _known(options.kind)
    actor = Actor.system("template")
    # Without a regency there are no districts to choose from; the column then takes any text.
    place = _regency(options.regency) or Region(level="regency")
    with override(options.language):
        content = write_template(sheet_of(options.kind), Context(actor, place, actor.today))
    target = options.out or Path(f"{options.kind}.xlsx")
    target.write_bytes(content)
    sys.stdout.write(f"{target}\n")
    return 0


def _verify(options: argparse.Namespace) -> int:
    from sentra.decisions.chain import verify

    breaks = list(verify())
    if options.json:
        answer = {
            "whole": not breaks,
            "breaks": [{"number": one.number, "problem": str(one.problem)} for one in breaks],
        }
        sys.stdout.write(json.dumps(answer, indent=2, default=str) + "\n")
    else:
        for one in breaks:
            sys.stdout.write(f"{one.number}: {one.problem}\n")
        sys.stdout.write("The chain is broken.\n" if breaks else "The chain is whole.\n")
    return 1 if breaks else 0
