"""The law for programmes: regulations, provisions, checks, and verdicts on records that are never stored."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from sentra.access.doors import opens
from sentra.access.limits import count
from sentra.law import Check, FactProblem, Law, LawError, NotInForce, Regulation
from sentra.law.remedy import advise
from sentra.lawbook import answers, schemas
from sentra.lawbook.held import language, library, regulation_or_404
from sentra.lawbook.searching import Filters, find, same_actors
from sentra.lawbook.state import with_activity
from sentra.pages.errors import BadInput, InputProblem, TooMany

router = Router(tags=["law"], auth=None)
#: Requests a minute from one address that is not signed in; a hundred records weigh as much as a request, and so do
#: this many bytes, whatever they hold.
ANONYMOUS_A_MINUTE, BYTES_A_REQUEST = 60, 100_000
MOST_PROBLEMS = 20


class Listed(Schema):
    """Which provisions: from `offset`, at most `limit` (200), as of a day."""

    q: str = Field("", max_length=200)
    regulation: str = Field("", max_length=80)
    article: str = Field("", max_length=40)
    kind: str = Field("", max_length=40)
    actor: str = Field("", max_length=80)
    check: str = Field("", max_length=80)
    on: dt.date | None = None
    limit: int = Field(50, ge=1, le=schemas.MOST_CLAUSES)
    offset: int = Field(0, ge=0, le=100_000)


@router.get(
    "/regulations",
    response=list[schemas.RegulationOut],
    summary="List the regulations that are held, with what of each is not",
    operation_id="list_regulations",
)
@opens("public")
def list_regulations(request: HttpRequest, on: dt.date | None = None) -> list[dict[str, Any]]:
    _allow(request)
    return [answers.regulation(one, _day(on)) for one in library().regulations.values()]


@router.get(
    "/clauses",
    response=schemas.ClausePage,
    summary="List provisions in force by words, regulation, article, kind, actor or check",
    operation_id="list_clauses",
)
@opens("public")
def list_clauses(request: HttpRequest, asked: Query[Listed]) -> dict[str, Any]:
    _allow(request)
    if asked.regulation:
        regulation_or_404(asked.regulation)
    actors = same_actors(library(), asked.actor) or frozenset({asked.actor}) if asked.actor else frozenset()
    filters = Filters(asked.regulation, asked.kind, actors, asked.check, asked.article)
    day = _day(asked.on)
    in_force = {one.id for one in library().regulations.values() if one.is_in_force(day)}
    found = [one for one in find(library(), asked.q, filters) if one.regulation in in_force]
    rows = found[asked.offset : asked.offset + asked.limit]
    return {"count": len(found), "items": [answers.clause_row(one) for one in rows]}


@router.get(
    "/clauses/{regulation}/{provision}",
    response=schemas.ClauseOut,
    summary="Read one provision with its values, condition and facts on a day",
    operation_id="get_clause",
)
@opens("public")
def get_clause(request: HttpRequest, regulation: str, provision: str, on: dt.date | None = None) -> dict[str, Any]:
    _allow(request)
    held = regulation_or_404(regulation)
    try:
        return answers.clause(_law(on).clause(f"{regulation}/{provision}"), held)
    except NotInForce:
        raise _not_in_force(held, _day(on)) from None
    except LawError:
        raise Http404 from None


@router.get("/checks", response=list[schemas.CheckRow], summary="List the checks in force", operation_id="list_checks")
@opens("public")
def list_checks(request: HttpRequest, on: dt.date | None = None, regulation: str = "") -> list[dict[str, Any]]:
    _allow(request)
    law = _law(on)
    checks = (law.check(name) for name in law.checks)
    return [answers.check_row(one) for one in checks if regulation in ("", one.text.regulation)]


@router.get(
    "/checks/{check}",
    response=schemas.CheckOut,
    summary="Read one check with the facts that it asks for",
    operation_id="get_check",
)
@opens("public")
def get_check(request: HttpRequest, check: str, on: dt.date | None = None) -> dict[str, Any]:
    _allow(request)
    return answers.check(_check(check, on))


@router.post(
    "/checks/{check}/verdict",
    response=schemas.VerdictOut,
    summary="Judge one record; nothing is stored",
    operation_id="judge_record",
)
@opens("public")
def judge_record(request: HttpRequest, check: str, body: schemas.JudgeIn) -> dict[str, Any]:
    _allow(request)
    found = _check(check, body.on)
    if problems := _problems(found, body):
        raise BadInput(problems)
    facts = with_activity(found, body.facts, body.activity_id)
    verdict = found.judge(facts, body.activity_id)
    advice = advise(found, facts, body.activity_id) if body.advise else None
    return answers.verdict(verdict, found, language(), advice)


@router.post(
    "/checks/{check}/verdicts",
    response=schemas.ManyOut,
    summary="Judge up to 1,000 records, each with its own problems; nothing is stored",
    operation_id="judge_records",
)
@opens("public")
def judge_records(request: HttpRequest, check: str, body: schemas.JudgeManyIn) -> dict[str, Any]:
    _allow(request, 1 + len(body.records) // 100)
    found = _check(check, body.on)
    results = [_record(found, index, record) for index, record in enumerate(body.records)]
    counts = Counter(_mark(one) for one in results)
    return {"check": found.id, "version": answers.version_of(found), "counts": counts, "results": results}


def _allow(request: HttpRequest, weight: int = 1) -> None:
    """Let a visitor ask so often a minute; who is signed in is not counted."""
    if request.user.is_authenticated:
        return
    weight = max(weight, len(request.body) // BYTES_A_REQUEST)
    if count(request, "law-api", weight) > ANONYMOUS_A_MINUTE:
        raise TooMany(
            _("This address asked more than %(most)s times within a minute.") % {"most": ANONYMOUS_A_MINUTE},
            remedy=_("Wait a minute, ask for many records in one request, or sign in."),
        )


def _day(on: dt.date | None) -> dt.date:
    return on or timezone.localdate()


def _law(on: dt.date | None) -> Law:
    return library().on(_day(on))


def _check(name: str, on: dt.date | None) -> Check:
    """The check on the day; raises Http404, or BadInput for a day on which it does not apply."""
    try:
        return _law(on).check(name)
    except NotInForce as early:
        raise _not_in_force(library().regulations[early.regulation], _day(on)) from None
    except LawError:
        raise Http404 from None


def _not_in_force(regulation: Regulation, day: dt.date) -> BadInput:
    since, until = regulation.since.isoformat(), regulation.until.isoformat() if regulation.until else None
    message = _("%(number)s does not apply on this day.") % {"number": regulation.number}
    remedy = (
        _("Choose a day from %(since)s to %(until)s.") % {"since": since, "until": until}
        if until
        else _("Choose a day from %(since)s on.") % {"since": since}
    )
    return BadInput([("on", day.isoformat(), message, remedy)])


def _problems(check: Check, record: schemas.RecordIn) -> list[InputProblem]:
    """What is wrong with a record's values, in the reader's language."""
    found = [_problem(check, one) for one in check.validate(record.facts, language())[:MOST_PROBLEMS]]
    known = answers.activities(check)
    if record.activity_id is not None and record.activity_id not in known:
        remedy = _("Choose one of: %(values)s.") % {"values": ", ".join(known) or "–"}
        found.append(InputProblem("activity_id", record.activity_id, _("The check knows no such activity."), remedy))
    return found


def _problem(check: Check, problem: FactProblem) -> InputProblem:
    labels: Iterable[str] = (fact.label(language()) for fact in check.facts if fact.name == problem.name)
    label = next(iter(labels), problem.name)
    if problem.code == "unknown":
        return InputProblem(problem.name, problem.value, _("There is no such fact."), problem.remedy)
    message = _("%(fact)s cannot have this value.") % {"fact": label}
    return InputProblem(problem.name, problem.value, message, problem.remedy)


def _record(check: Check, index: int, record: schemas.KeyedRecord) -> dict[str, Any]:
    head = {"index": index, "key": record.key}
    if problems := _problems(check, record):
        told = [
            {
                "field": one.field,
                "value": None if one.value is None else str(one.value)[:200],
                "message": str(one.message),
                "remedy": str(one.remedy),
            }
            for one in problems
        ]
        return {**head, "problems": told}
    facts = with_activity(check, record.facts, record.activity_id)
    return head | answers.short(check.judge(facts, record.activity_id), check)


def _mark(result: dict[str, Any]) -> str:
    if result.get("problems"):
        return "invalid"
    return str(result["verdict"]) if result["is_applicable"] else "not_applicable"
