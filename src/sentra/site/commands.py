"""The product's own commands: bringing spreadsheets in, templates, verifying the decision records."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from uuid import UUID

    from sentra.access.actors import Actor
    from sentra.funding.models import ProgrammeYear
    from sentra.registry.imports.sheets import Context
    from sentra.registry.models import ImportRow, ImportRun
    from sentra.territory.models import Region


#: What is asked of the decree behind a file of ceilings, with what it means.
DECREE = {
    "kind": "kind (Peraturan Presiden)",
    "number": "number",
    "date": "date (31/12/2020)",
    "title": "title",
}


#: What some files are about.
ABOUT = "for plan_lines the version of the plan, for payments the recipient"


class CommandError(Exception):
    """The command cannot be carried out; the message says why."""


def add_parsers(commands: Any) -> None:
    """Add `import`, `template` and `audit` to the command line."""
    bring = commands.add_parser("import", help="bring a spreadsheet in (XLSX or CSV)")
    bring.add_argument(
        "kind",
        help="enterprises, sentra, memberships, enterprise_figures, sentra_figures, allocations, plan_lines, payments",
    )
    bring.add_argument("file", type=Path)
    bring.add_argument(
        "--as", dest="email", metavar="EMAIL", help="the account that brings it; a preview of allocations needs none"
    )
    bring.add_argument("--regency", metavar="CODE", help="Kemendagri code; by default that of the account's office")
    bring.add_argument("--preview", action="store_true", help="check only, save nothing")
    bring.add_argument("--json", action="store_true", help="answer as JSON")
    bring.add_argument(
        "--mend", action="store_true", help="write the wrong rows' file with the errors beside the cells"
    )
    bring.add_argument("--leave-out-wrong", action="store_true", help="apply the right rows without the wrong ones")
    bring.add_argument("--doubts-seen", action="store_true", help="apply rows that resemble registered ones")
    bring.add_argument("--programme", choices=["pk2umk", "ikm"], help="for allocations: the fund")
    bring.add_argument("--year", type=int, help="for allocations: the budget year")
    bring.add_argument("--about", metavar="UUID", help=f"{ABOUT}; its id stands in the address of its page")
    for name, words in DECREE.items():
        bring.add_argument(f"--decree-{name}", metavar=name.upper(), help=f"for allocations: the decree's {words}")
    bring.set_defaults(run=_guarded(_import))

    template = commands.add_parser("template", help="write the template of a spreadsheet")
    template.add_argument("kind")
    template.add_argument("--out", type=Path, metavar="FILE", help="by default KIND.xlsx")
    template.add_argument("--regency", metavar="CODE", help="whose districts the drop-down lists")
    template.add_argument("--about", metavar="UUID", help=f"{ABOUT}, whose lists the drop-downs have")
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
        from django.db.utils import OperationalError, ProgrammingError

        from sentra.access.policy import Forbidden
        from sentra.pages.errors import Problem
        from sentra.territory.scope import OutsideTerritory

        try:
            return int(command(options))
        except (CommandError, Problem, Forbidden) as refusal:
            remedy = getattr(refusal, "remedy", "")
            return _refused(f"{refusal} {remedy}".strip())
        except OutsideTerritory:
            return _refused("That region or record lies outside the territory of this account.")
        except (OperationalError, ProgrammingError) as failure:
            return _refused(f"The database is not ready ({failure}). Bring it up to date with “sentra migrate”.")

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
    named, about = _named(options), _about(options)
    if named and options.preview:
        return _look(options, named)
    if not options.email:
        raise CommandError("It is not said who brings the file. Add --as EMAIL, the account of that person.")
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
            about=named.about_open() if named else about,
            details=_decree(options) if named else None,
        )
        check_run(run)
        run.refresh_from_db()
        return _finish(actor, run, options)


def _look(options: argparse.Namespace, named: _Named) -> int:
    """A preview that keeps nothing: for nobody in particular, or for the account that is named."""
    from django.utils.translation import override

    from sentra.access.actors import Actor
    from sentra.access.policy import ensure
    from sentra.registry.imports.looking import look
    from sentra.registry.imports.runs import doubts_of, errors_of
    from sentra.registry.imports.sheets import Context, sheet_of
    from sentra.territory.scope import scoped

    actor = _actor(options.email) if options.email else Actor.system("preview")
    ensure(actor, sheet_of(options.kind).action, named.record)
    content = _content(options.file)
    with scoped(actor.territory), override(actor.user.language if actor.user else "id"):
        context = Context(actor, None, actor.today, about=named.record)
        run, rows = look(options.kind, content, context)
        if options.mend and run.wrong:
            _write_corrections(run, options.file, context, rows)
        _tell(run, errors_of(run, rows), doubts_of(run, rows), applied=False, as_json=options.json)
    return 0 if run.state == "ready" and (not run.wrong or options.leave_out_wrong) else 1


@dataclass(frozen=True)
class _Named:
    """The year of a fund that the command names, open or not."""

    record: ProgrammeYear
    is_open: bool

    def about_open(self) -> UUID:
        """Its id; a year that is not open takes no file."""
        if not self.is_open:
            raise CommandError(
                f"The year {self.record.year} of {self.record.fund} has not been opened. Open it first: a ministry "
                "officer does so on the page of the funds’ years. A preview (--preview) needs no open year."
            )
        return self.record.pk


def _named(options: argparse.Namespace) -> _Named | None:
    """The year that the file is about; None for the kinds that are about a regency."""
    from sentra.funding.imports.allocations import ALLOCATIONS, year_named
    from sentra.funding.services.years import EARLIEST

    given = [name for name in ("programme", "year", *(f"decree_{one}" for one in DECREE)) if getattr(options, name)]
    if options.kind != ALLOCATIONS.kind:
        if given:
            raise CommandError(f"--{given[0].replace('_', '-')} goes with allocations only. Leave it out.")
        return None
    if not options.programme or not options.year:
        raise CommandError("It is not said which year the file is about. Add --programme pk2umk|ikm and --year YEAR.")
    if options.regency:
        raise CommandError("Allocations are those of the nation. Leave --regency out.")
    if not EARLIEST <= options.year <= dt.date.today().year + 1:
        raise CommandError(f"There is no fund in {options.year}. Give a year from {EARLIEST} on.")
    return _Named(*year_named(options.programme, options.year))


def _about(options: argparse.Namespace) -> UUID | None:
    """The record that the file is about; None for allocations, whose year has a name, and for files of a regency."""
    from sentra.funding.imports.allocations import ALLOCATIONS
    from sentra.registry.imports.sheets import sheet_of

    if options.kind == ALLOCATIONS.kind or sheet_of(options.kind).about is None:
        if options.about:
            raise CommandError("--about goes with plan_lines and payments only. Leave it out.")
        return None
    if options.regency:
        raise CommandError("The record says which region the file is of. Leave --regency out.")
    if not options.about:
        raise CommandError(f"It is not said what the file is about. Add --about UUID: {ABOUT}.")
    return _uuid(options.about)


def _uuid(text: str) -> UUID:
    import uuid

    try:
        return uuid.UUID(text)
    except ValueError:
        raise CommandError(f"--about: “{text}” is no id. Copy it from the address of the record's page.") from None


def _decree(options: argparse.Namespace) -> dict[str, Any]:
    """The decree that sets the ceilings; all of it is asked for before anything is read."""
    from sentra.indonesian.dates import parse_date
    from sentra.indonesian.problems import IndonesianValueError

    given = {name: (getattr(options, f"decree_{name}") or "").strip() for name in DECREE}
    if missing := [f"--decree-{name}" for name, words in given.items() if not words]:
        raise CommandError(
            f"The decree that sets the ceilings is not named in full. Add {', '.join(missing)}, or only look at the "
            "file with --preview."
        )
    try:
        return given | {"date": parse_date(given["date"])}
    except IndonesianValueError as error:
        raise CommandError(f"--decree-date: {error.message('en')} {error.remedy('en')}") from None


def _finish(actor: Actor, run: ImportRun, options: argparse.Namespace) -> int:
    from sentra.registry.imports.checking import context_of
    from sentra.registry.imports.runs import cancel_import, confirm_import, doubts_of, errors_of
    from sentra.registry.imports.sheets import sheet_of
    from sentra.registry.models import ImportRow

    errors, doubts = errors_of(run), doubts_of(run)
    if options.mend and run.wrong:
        rows = ImportRow.objects.filter(run=run).order_by("number").iterator(1_000)
        _write_corrections(run, options.file, context_of(run), rows)
    is_right = run.state == "ready" and (not run.wrong or options.leave_out_wrong)
    must_look = sheet_of(run.kind).doubts_wait and not options.doubts_seen
    is_unseen = bool(doubts) and must_look and not options.preview
    applied = is_right and not is_unseen and not options.preview
    if applied:
        confirm_import(actor=actor, run=run, leave_out_wrong=options.leave_out_wrong, doubts_seen=options.doubts_seen)
    elif run.state == "ready":
        cancel_import(actor=actor, run=run)
    _tell(run, errors, doubts, applied=applied, as_json=options.json)
    if is_right and is_unseen:
        raise CommandError("Some rows are doubtful. Look at the doubts; if the rows are right, add --doubts-seen.")
    return 0 if is_right else 1


def _tell(
    run: ImportRun,
    errors: list[dict[str, object]],
    doubts: list[dict[str, object]],
    *,
    applied: bool,
    as_json: bool,
) -> None:
    from sentra.registry.imports.sheets import sheet_of

    sums = {one.key: run.sums.get(one.key, 0) for one in sheet_of(run.kind).sums}
    counts = {name: getattr(run, name) for name in ("new", "changed", "unchanged", "wrong")}
    if as_json:
        answer = counts | {
            "doubtful": run.doubtful,
            "applied": applied,
            "run": None if run._state.adding else str(run.pk),  # a look is not kept
            **({"sums": sums} if sums else {}),
            "errors": errors,
            "doubts": doubts,
        }
        sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2, default=str) + "\n")
        return
    for one in [*errors, *doubts]:
        where = f"{one['row']} {one['column']}: " if one["row"] else ""
        value = f"“{one['value']}” " if one["value"] is not None else ""
        sys.stdout.write(f"{where}{value}{one['message']} {one['remedy']}\n".replace("  ", " "))
    if sums:
        sys.stdout.write(", ".join(f"{name} {total}" for name, total in sums.items()) + "\n")
    words = ", ".join(f"{name} {count}" for name, count in counts.items())
    sys.stdout.write(f"{words}; {'applied' if applied else 'nothing saved'}\n")


def _write_corrections(run: ImportRun, source: Path, context: Context, rows: Iterable[ImportRow]) -> None:
    from sentra.registry.imports.template import write_corrections

    target = source.with_name(f"{source.stem}.perbaikan.xlsx")
    target.write_bytes(write_corrections(run, context, rows))
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
    from sentra.territory.scope import scoped

    _known(options.kind)
    actor = Actor.system("template")
    # Without a regency there are no districts to choose from; the column then takes any text.
    place = _regency(options.regency) or Region(level="regency")
    sheet, record = sheet_of(options.kind), None
    with scoped(actor.territory), override(options.language):
        if sheet.about is not None and options.about:
            record = sheet.about.find(actor, _uuid(options.about))
        content = write_template(sheet, Context(actor, place, actor.today, about=record))
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
