"""What a check answers: a verdict with one finding per provision, never a bare yes or no."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Any, NamedTuple, Protocol

_NONE: Mapping[str, Any] = MappingProxyType({})


class FactRead(NamedTuple):
    """A fact as it was read: its value at the time, its kind and unit."""

    name: str
    value: Any
    kind: str
    unit: str | None = None


class ParameterUsed(NamedTuple):
    """A value of the law that was used, and since when it holds."""

    name: str
    value: Any
    since: date
    source: str | None = None


class Measurement(NamedTuple):
    """A measured value against its threshold, where a provision's test is one comparison.

    ``operator`` is ``>= > <= < == !=``, ``in`` or ``not in``; ``kind`` is number, date, enum, text or boolean.
    ``labels`` maps a language to the labels of the enum values named.
    """

    measured: Any
    operator: str
    threshold: Any
    kind: str
    unit: str | None = None
    labels: Mapping[str, Mapping[str, str]] = _NONE

    def text(self, lang: str = "id") -> str:
        """Return the pair for a page: ``19 / minimal 20 usaha``."""
        from sentra.law.sentences import measurement_text

        return measurement_text(self, lang)


class Head(NamedTuple):
    """What a finding has from its provision alone."""

    clause_id: str
    cite: str
    labels: Mapping[str, str]
    severity: str


class Details(NamedTuple):
    """What a finding has from the record's facts."""

    facts: tuple[FactRead, ...] = ()
    parameters: tuple[ParameterUsed, ...] = ()
    missing: tuple[str, ...] = ()
    decisive: tuple[str, ...] = ()
    measurement: Measurement | None = None


class Teller(Protocol):
    """Who can tell the details of a finding: a compiled provision, or a record of what one told."""

    @property
    def head(self) -> Head:
        """The provision's part."""

    def details(self, outcome: bool | None, facts: Mapping[str, Any]) -> Details:
        """The record's part."""


class Told(NamedTuple):
    """A teller of what is known already."""

    head: Head
    known: Details

    def details(self, outcome: bool | None, facts: Mapping[str, Any]) -> Details:
        """Return what was told."""
        return self.known


class Finding:
    """What one provision says of the facts.

    ``outcome`` is True, False or None (unknown). ``missing`` are the facts it reads that are absent;
    ``decisive`` those of them that can still change its outcome, none once it is decided. Immutable; its details
    are worked out when one of them is first looked at, as most findings of a nation never are.
    """

    __slots__ = ("_details", "_facts", "_teller", "outcome")

    outcome: bool | None

    def __init__(self, teller: Teller, outcome: bool | None, facts: Mapping[str, Any] = _NONE) -> None:
        self._teller = teller
        self.outcome = outcome
        self._facts = facts

    def _told(self) -> Details:
        try:
            return self._details
        except AttributeError:
            self._details: Details = self._teller.details(self.outcome, self._facts)
            return self._details

    @property
    def clause_id(self) -> str:
        """The provision's id."""
        return self._teller.head.clause_id

    @property
    def cite(self) -> str:
        """Where the provision stands."""
        return self._teller.head.cite

    @property
    def labels(self) -> Mapping[str, str]:
        """The provision's short name by language."""
        return self._teller.head.labels

    @property
    def severity(self) -> str:
        """``must``, or ``should`` for a preference."""
        return self._teller.head.severity

    @property
    def facts(self) -> tuple[FactRead, ...]:
        """The facts that were read and are known."""
        return self._told().facts

    @property
    def parameters(self) -> tuple[ParameterUsed, ...]:
        """The values of the law that were used."""
        return self._told().parameters

    @property
    def missing(self) -> tuple[str, ...]:
        """The facts it reads that are absent."""
        return self._told().missing

    @property
    def decisive(self) -> tuple[str, ...]:
        """The missing facts that can still change its outcome."""
        return self._told().decisive

    @property
    def measurement(self) -> Measurement | None:
        """The measured value against its threshold, where the test is one comparison of known values."""
        return self._told().measurement

    def label(self, lang: str = "id") -> str:
        """Return the provision's short name."""
        return self.labels.get(lang) or self.labels["id"]

    @property
    def state(self) -> str:
        """``met``, ``not_met``, ``unknown``, or ``advice`` for a preference that is not followed."""
        if self.outcome is None:
            return "unknown"
        if self.outcome:
            return "met"
        return "not_met" if self.severity == "must" else "advice"

    def __eq__(self, other: object) -> bool:
        """Two findings are equal when they say the same."""
        return isinstance(other, Finding) and self._all() == other._all()

    def __hash__(self) -> int:
        return hash((self.clause_id, self.outcome, self.missing))

    def __repr__(self) -> str:
        return f"Finding({self.clause_id}, {self.outcome}, {self._told()})"

    def _all(self) -> tuple[object, ...]:
        return (self.outcome, *self._teller.head, *self._told())


class Verdict(NamedTuple):
    """A check's answer on one record.

    ``verdict`` is met, not_met or unknown. ``failing``, ``missing`` and ``warnings`` name clauses in the order
    of the text. ``derived`` holds what the check computes (``size_class``). ``applicable`` is False where no
    clause applied: then nothing was asked, and the answer is "not applicable", never a pass. ``lower`` is the
    verdict of the required check where it was judged on the same facts. ``regulation`` and ``on`` are the
    version of the law. ``recall`` makes the findings when they are asked for.

    A named tuple, as are its parts: one is made for every record, and nothing immutable is cheaper to make.
    """

    check: str
    regulation: str
    on: date
    verdict: str
    failing: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    rank: int | None = None
    derived: Mapping[str, str] = _NONE
    applicable: bool = True
    lower: Verdict | None = None
    activity_id: str | None = None
    recall: Callable[[], tuple[Finding, ...]] = tuple

    @property
    def findings(self) -> tuple[Finding, ...]:
        """One finding for each clause that applied or could not be decided to apply, in the order of the text."""
        return self.recall()

    @property
    def met(self) -> bool:
        """Whether the check is met and something was asked."""
        return self.verdict == "met" and self.applicable

    @property
    def decisive(self) -> tuple[str, ...]:
        """The missing facts that could still change this verdict, those of the lower check included."""
        if self.verdict != "unknown":
            return ()
        own = [name for finding in self.findings if finding.severity == "must" for name in finding.decisive]
        lower = self.lower.decisive if self.lower is not None else ()
        return tuple(dict.fromkeys([*own, *lower]))

    def to_json(self) -> dict[str, Any]:
        """Return the verdict with its findings as JSON values, in a form that stays the same for records."""
        return {
            "check": self.check,
            "regulation": self.regulation,
            "on": self.on.isoformat(),
            "verdict": self.verdict,
            "applicable": self.applicable,
            "failing": list(self.failing),
            "missing": list(self.missing),
            "warnings": list(self.warnings),
            "decisive": list(self.decisive),
            "rank": self.rank,
            "derived": dict(self.derived),
            "activity_id": self.activity_id,
            "findings": [_finding_to_json(finding) for finding in self.findings],
            "lower": self.lower.to_json() if self.lower is not None else None,
        }

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Verdict:
        """Return the verdict that :meth:`to_json` wrote, without asking the law again."""
        findings = tuple(_finding_from_json(entry) for entry in record["findings"])
        return cls(
            check=record["check"],
            regulation=record["regulation"],
            on=date.fromisoformat(record["on"]),
            verdict=record["verdict"],
            failing=tuple(record["failing"]),
            missing=tuple(record["missing"]),
            warnings=tuple(record["warnings"]),
            rank=record["rank"],
            derived=dict(record["derived"]),
            applicable=record["applicable"],
            lower=cls.from_json(record["lower"]) if record["lower"] else None,
            activity_id=record["activity_id"],
            recall=lambda: findings,
        )

    def __eq__(self, other: object) -> bool:
        """Two verdicts are equal when they say the same, findings included."""
        return isinstance(other, Verdict) and self.to_json() == other.to_json()

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((self.check, self.on, self.verdict, self.failing, self.missing, self.warnings))


def _finding_to_json(finding: Finding) -> dict[str, Any]:
    pair = finding.measurement
    return {
        "clause": finding.clause_id,
        "cite": finding.cite,
        "label": dict(finding.labels),
        "severity": finding.severity,
        "outcome": finding.outcome,
        "facts": [
            {"name": fact.name, "value": encode(fact.value), "kind": fact.kind, "unit": fact.unit}
            for fact in finding.facts
        ],
        "parameters": [
            {
                "name": used.name,
                "value": encode(used.value),
                "since": used.since.isoformat(),
                "source": used.source,
            }
            for used in finding.parameters
        ],
        "missing": list(finding.missing),
        "decisive": list(finding.decisive),
        "measurement": None
        if pair is None
        else {
            "measured": encode(pair.measured),
            "operator": pair.operator,
            "threshold": encode(pair.threshold),
            "kind": pair.kind,
            "unit": pair.unit,
            "labels": {lang: dict(words) for lang, words in pair.labels.items()},
        },
    }


def _finding_from_json(entry: Mapping[str, Any]) -> Finding:
    pair = entry["measurement"]
    head = Head(entry["clause"], entry["cite"], dict(entry["label"]), entry["severity"])
    details = Details(
        facts=tuple(
            FactRead(fact["name"], decode(fact["value"], fact["kind"]), fact["kind"], fact["unit"])
            for fact in entry["facts"]
        ),
        parameters=tuple(
            ParameterUsed(used["name"], decode(used["value"]), date.fromisoformat(used["since"]), used["source"])
            for used in entry["parameters"]
        ),
        missing=tuple(entry["missing"]),
        decisive=tuple(entry["decisive"]),
        measurement=None
        if pair is None
        else Measurement(
            decode(pair["measured"], pair["kind"]),
            pair["operator"],
            decode(pair["threshold"], pair["kind"]),
            pair["kind"],
            pair["unit"],
            pair["labels"],
        ),
    )
    return Finding(Told(head, details), entry["outcome"])


def encode(value: Any) -> Any:
    """Return a value as JSON: dates as ISO text, fractions as ``n/d``, a map's years as text."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in sorted(value.items(), key=lambda pair: str(pair[0]))}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [encode(item) for item in value]
    return value


def decode(value: Any, kind: str | None = None) -> Any:
    """Return the value that :func:`encode` wrote for a fact or measurement of this kind."""
    if kind == "date" and isinstance(value, str):
        return date.fromisoformat(value)
    if kind == "number" and isinstance(value, str):
        return Fraction(value)
    if kind == "map" and isinstance(value, Mapping):
        return {int(key): decode(item, "number" if "/" in str(item) else None) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(decode(item, kind) for item in value)
    return value
