"""A regulation as data: its identity, clauses, checks and cases, validated as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sentra.law.amending import superseded_by
from sentra.law.clauses import (
    BASES,
    CHECK_KEYS,
    CLAUSE_KEYS,
    CLAUSE_KINDS,
    FACT_KEYS,
    LANGUAGES,
    SEVERITIES,
    CheckText,
    Clause,
    FactDeclaration,
)
from sentra.law.errors import ConditionError, NotInForce, TextError, UnknownName
from sentra.law.examples import verify
from sentra.law.language import Call, Fact, Node, parse
from sentra.law.parameters import read_parameters
from sentra.law.reading import Source
from sentra.law.types import Type, fact_type, united
from sentra.law.words import check_titles, class_labels, clause_words, fact_words, head_words, not_held

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Regulation:
    """One regulation's text. ``until`` is the last day in force, None while it is open.

    ``citation`` names the clause (or the instrument) that brings it into force. ``head`` holds the text's other
    sections as written. ``non_working`` are the days of its own calendar.
    """

    id: str
    titles: Mapping[str, str]
    number: str
    since: date
    until: date | None
    citation: str
    clauses: Mapping[str, Clause]
    checks: Mapping[str, CheckText]
    cases: tuple[Mapping[str, Any], ...]
    head: Mapping[str, Any]
    non_working: frozenset[date]
    source: Source

    @property
    def supersedes(self) -> tuple[str, ...]:
        """The ids of the regulations that this one takes the place of, as far as its text names them."""
        return superseded_by(self.source)

    @property
    def is_advisory(self) -> bool:
        """Whether the text has no legal force, so that its checks only advise."""
        return self.source.identity.get("legal_force") == "none"

    def is_in_force(self, day: date) -> bool:
        """Whether the regulation applies on the day; its first and its last day count."""
        return self.since <= day and (self.until is None or day <= self.until)

    def overlaps(self, other: Regulation) -> bool:
        """Whether there is a day on which both regulations apply."""
        first, last = sorted((self, other), key=lambda text: text.since)
        return first.until is None or last.since <= first.until

    def require_in_force(self, day: date) -> None:
        """Raise :class:`NotInForce` when the regulation does not apply on the day; its first day counts."""
        if not self.is_in_force(day):
            raise NotInForce(
                regulation=self.id,
                title=self.number,
                asked=day,
                since=self.since,
                until=self.until,
                citation=self.citation,
            )

    def words(self, section: str, key: str | int, lang: str = "id") -> str:
        """Return the words of one entry of ``activities``, ``forms`` or ``open_points``.

        ``regulation.words("forms", 9, "en")``. Where the language has none, those of the other are returned; raises
        :class:`sentra.law.UnknownName` where there are none at all.
        """
        return head_words(self.source, section, key, lang)

    def actor(self, name: str, lang: str = "id") -> str:
        """Return what an actor that the clauses name is called; raises :class:`sentra.law.UnknownName`."""
        words = (self.head.get("actors") or {}).get(name)
        if not words:
            raise UnknownName(f"no words for the actor {name} in {self.id}")
        return str(words[lang])

    def not_held(self, lang: str = "id") -> tuple[str, ...]:
        """Return what of the regulation is not in the text, a sentence each."""
        return not_held(self.source, lang)


def build_regulation(source: Source, *, verify_examples: bool = True) -> Regulation:
    """Build and validate a regulation; ``verify_examples`` also runs each clause's ``pass`` and ``fail``.

    Raises :class:`TextError` naming file, clause and, within a condition, the column.
    """
    return _Builder(source).build(verify_examples)


class _Builder:
    """Builds one regulation; keeps what several steps need."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.head_file = "regulation.yaml" if source.path.is_dir() else source.path.name
        identity = source.head["regulation"]
        self.identity: dict[str, Any] = identity
        self.id = str(identity.get("id"))
        self.since = self._since()
        self.until = self._until()
        self.check_raws = self._read_checks()
        self.types: dict[tuple[str, str], Type] = {}

    def build(self, verify_examples: bool) -> Regulation:
        """Read facts, then clauses, then checks, each relying on the one before."""
        self._require_known_ids()
        self._unite_facts()
        clauses = {str(raw["id"]): self._clause(file, raw) for file, raw in self.source.clauses}
        checks = {check_id: self._check(check_id, raw, clauses) for check_id, raw in self.check_raws.items()}
        self._require_acyclic()
        regulation = Regulation(
            id=self.id,
            titles={lang: str(self.identity.get(f"title_{lang}") or self.id) for lang in LANGUAGES},
            number=str(self.identity.get("number") or self.id),
            since=self.since,
            until=self.until,
            citation=str(self.identity.get("commencement") or self.identity.get("number") or self.id),
            clauses=clauses,
            checks=checks,
            cases=tuple(self.source.cases),
            head=self.source.head,
            non_working=_non_working(self.source.head),
            source=self.source,
        )
        if verify_examples:
            for clause in clauses.values():
                verify(clause, regulation.non_working)
        return regulation

    def _since(self) -> date:
        start = self.identity.get("in_force_from") or self.identity.get("in_force") or self.identity.get("issued")
        if isinstance(start, int):
            return date(start, 1, 1)
        if not isinstance(start, date):
            raise TextError("the regulation needs in_force_from, a date", file=self.head_file)
        return start

    def _until(self) -> date | None:
        end = self.identity.get("in_force_until")
        if end is not None and not isinstance(end, date):
            raise TextError(f"in_force_until: {end!r} is not a date", file=self.head_file)
        if end is not None and end < self.since:
            message = f"in_force_until, {end.isoformat()}, lies before the first day, {self.since.isoformat()}"
            raise TextError(message, file=self.head_file)
        return end

    def _read_checks(self) -> dict[str, dict[str, Any]]:
        raws: dict[str, dict[str, Any]] = {}
        for raw in self.source.head.get("checks") or []:
            if not isinstance(raw, dict) or not isinstance(raw.get("id"), str):
                raise TextError("a check must be a mapping with its id", file=self.head_file)
            if raw["id"] in raws:
                raise TextError("the check is given twice", file=self.head_file, clause=raw["id"])
            unknown = set(raw) - CHECK_KEYS
            if unknown:
                raise TextError(f"unknown key {', '.join(sorted(unknown))}", file=self.head_file, clause=raw["id"])
            raws[raw["id"]] = raw
        return raws

    def _require_known_ids(self) -> None:
        seen: set[str] = set()
        for file, raw in self.source.clauses:
            name = str(raw.get("id") or "(no id)")
            if not name.startswith(f"{self.id}/"):
                raise TextError(f"an id must begin with {self.id}/", file=file, clause=name)
            if name in seen:
                raise TextError("the id is given twice", file=file, clause=name)
            seen.add(name)
            unknown = set(raw) - CLAUSE_KEYS
            if unknown:
                raise TextError(f"unknown key {', '.join(sorted(unknown))}", file=file, clause=name)
            if not isinstance(raw.get("facts") or {}, dict):
                raise TextError("facts must be a mapping", file=file, clause=name)
            if raw.get("check") is not None and raw["check"] not in self.check_raws:
                raise TextError(f"unknown check {raw['check']}", file=file, clause=name)

    def _unite_facts(self) -> None:
        for file, raw in self.source.clauses:
            for name, spec in (raw.get("facts") or {}).items():
                place = (file, str(raw["id"]))
                if raw.get("check") is None:
                    raise TextError(f"fact {name} without a check", file=file, clause=place[1])
                self._add_fact(place, str(raw["check"]), str(name), spec)
        for check_id, raw in self.check_raws.items():
            for name, spec in (raw.get("facts") or {}).items():
                self._add_fact((self.head_file, check_id), check_id, str(name), spec)

    def _add_fact(self, place: tuple[str, str], check: str, name: str, spec: Any) -> None:
        def read() -> Type:
            if not isinstance(spec, Mapping):
                raise ValueError("a declaration must be a mapping")
            unknown = set(spec) - FACT_KEYS
            if unknown:
                raise ValueError(f"unknown key {', '.join(sorted(unknown))}")
            if spec.get("basis") not in BASES:
                raise ValueError(f"basis {spec.get('basis')!r} is not one of {', '.join(BASES)}")
            kind, known = fact_type(spec), self.types.get((check, name))
            return kind if known is None else united(known, kind)

        self.types[check, name] = _placed(place, f"fact {name}: ", read)

    def _clause(self, file: str, raw: Mapping[str, Any]) -> Clause:
        place = (file, str(raw["id"]))
        kind, severity = raw.get("kind"), raw.get("severity") or "must"
        if kind not in CLAUSE_KINDS or severity not in SEVERITIES:
            raise TextError(f"unknown kind {kind!r} or severity {severity!r}", file=file, clause=place[1])
        facts = tuple(
            self._declaration(str(raw["check"]), str(name), spec) for name, spec in (raw.get("facts") or {}).items()
        )
        parameters = _placed(place, "", lambda: read_parameters(raw, (self.since, self.until)))
        hidden = {fact.name for fact in facts} & set(parameters)
        if hidden:
            raise TextError(f"{', '.join(hidden)} is both fact and parameter", file=file, clause=place[1])
        names = {fact.name: fact.kind for fact in facts}, {n: p.type for n, p in parameters.items()}
        conditions = {key: _condition(place, raw, key, *names) for key in ("applies_when", "test", "rank_when")}
        self._require_lower_check(place, raw, facts, conditions["test"])
        actors = raw.get("actors") or ([raw["actor"]] if raw.get("actor") else [])
        return Clause(
            id=place[1],
            regulation=self.id,
            cite=str(raw.get("cite") or ""),
            kind=str(kind),
            subject=raw.get("subject"),
            actors=tuple(actors) if isinstance(actors, list) else (str(actors),),
            check=raw.get("check"),
            applies_to=tuple(raw.get("applies_to") or ()),
            severity=str(severity),
            facts=facts,
            parameters=parameters,
            size_class=raw.get("size_class"),
            texts=clause_words(self.source, raw),
            source=raw,
            file=file,
            on=self.since,
            **conditions,
        )

    def _declaration(self, check: str, name: str, spec: Mapping[str, Any]) -> FactDeclaration:
        in_check = (self.check_raws[check].get("facts") or {}).get(name) or {}
        words = fact_words(self.source, check, name, in_check)
        return FactDeclaration(
            name=name,
            check=check,
            kind=self.types[check, name],
            basis=str(spec["basis"]),
            derived_from=spec.get("derived_from"),
            may_be_negative=spec.get("negative") is True,
            labels={lang: str(w["label"]) for lang, w in words.items() if w.get("label")},
            helps={lang: str(w["help"]) for lang, w in words.items() if w.get("help")},
            value_labels={
                lang: {str(k): str(v) for k, v in w["values"].items()} for lang, w in words.items() if w.get("values")
            },
        )

    def _require_lower_check(
        self, place: tuple[str, str], raw: Mapping[str, Any], facts: tuple[FactDeclaration, ...], test: Node | None
    ) -> None:
        lower = self.check_raws[raw["check"]].get("requires") if raw.get("check") else None
        for call in test.walk() if test else ():
            if isinstance(call, Call) and call.function == "verdict":
                (argument,) = call.arguments
                source = next(
                    (f.derived_from for f in facts if isinstance(argument, Fact) and f.name == argument.name), None
                )
                if source is None or source != lower:
                    message = "verdict() needs a fact derived_from the check that this check requires"
                    raise TextError(message, file=place[0], clause=place[1], column=call.column)

    def _check(self, check_id: str, raw: Mapping[str, Any], clauses: Mapping[str, Clause]) -> CheckText:
        def refuse(message: str) -> TextError:
            return TextError(message, file=self.head_file, clause=check_id)

        members = tuple(clause for clause in clauses.values() if clause.check == check_id)
        listed = [str(name) for name in raw.get("clauses") or []]
        own = {clause.id for clause in members}
        if not set(listed) <= own:
            raise refuse(f"clauses that are not of this check: {', '.join(sorted(set(listed) - own))}")
        forgotten = [c.id for c in members if c.test is not None and c.id not in listed]
        if forgotten:
            raise refuse(f"clauses of this check that it does not list: {', '.join(forgotten)}")
        mode = raw.get("mode")
        if mode not in ("all", "any_class") or (mode == "any_class") != bool(raw.get("classes")):
            raise refuse("mode must be all, or any_class with its classes")
        classes = {str(name): tuple(ids) for name, ids in (raw.get("classes") or {}).items()}
        if not {name for ids in classes.values() for name in ids} <= own:
            raise refuse("a class names a clause that is not of this check")
        requires = raw.get("requires")
        if requires is not None and requires not in self.check_raws:
            raise refuse(f"requires the unknown check {requires}")
        return CheckText(
            id=check_id,
            regulation=self.id,
            mode=str(mode),
            subject=raw.get("subject"),
            cite=raw.get("cite"),
            requires=requires,
            titles=check_titles(self.source, check_id, raw),
            classes=classes,
            class_labels=class_labels(self.source, check_id),
            output=raw.get("outputs") or ("size_class" if classes else None),
            family=raw.get("family"),
            advisory=raw.get("advisory") is True,
            clauses=members,
            facts=self._check_facts(check_id, raw, members),
        )

    def _check_facts(
        self, check_id: str, raw: Mapping[str, Any], members: tuple[Clause, ...]
    ) -> tuple[FactDeclaration, ...]:
        facts = {fact.name: fact for clause in reversed(members) for fact in reversed(clause.facts)}
        ordered = dict.fromkeys(fact.name for clause in members for fact in clause.facts)
        extra = {
            str(name): self._declaration(check_id, str(name), spec)
            for name, spec in (raw.get("facts") or {}).items()
            if name not in facts
        }
        return (*(facts[name] for name in ordered), *extra.values())

    def _require_acyclic(self) -> None:
        for start in self.check_raws:
            path, current = [start], self.check_raws[start].get("requires")
            while current is not None:
                if current in path:
                    message = f"requires runs in a circle: {' → '.join([*path, current])}"
                    raise TextError(message, file=self.head_file, clause=start)
                path.append(current)
                current = self.check_raws[current].get("requires")


def _condition(
    place: tuple[str, str],
    raw: Mapping[str, Any],
    key: str,
    facts: Mapping[str, Type],
    parameters: Mapping[str, Type],
) -> Node | None:
    text = raw.get(key)
    if text is None:
        return None
    try:
        return parse(str(text), facts=facts, parameters=parameters)
    except ConditionError as error:
        message = f"{key}: {error.message}"
        raise TextError(message, file=place[0], clause=place[1], column=error.column) from None


def _placed(place: tuple[str, str], prefix: str, read: Callable[[], _Read]) -> _Read:
    try:
        return read()
    except ValueError as error:
        raise TextError(f"{prefix}{error}", file=place[0], clause=place[1]) from None


def _non_working(head: Mapping[str, Any]) -> frozenset[date]:
    """Public holidays and joint leave, on which no office works, unless the text counts joint leave as worked."""
    calendar = head.get("working_day_calendar") or {}
    kinds = ["national_public_holidays"]
    if calendar.get("count_joint_leave_as_working_day") is not True:
        kinds.append("collective_leave_days")
    return frozenset(day for kind in kinds for days in (calendar.get(kind) or {}).values() for day in days)
