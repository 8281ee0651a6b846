"""What a regulation's text is made of: clauses, the facts they ask for, the values they set, its checks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sentra.law.language import Node
from sentra.law.types import Type, write_unit

LANGUAGES = ("id", "en")
CLAUSE_KINDS = (
    "definition",
    "parameter",
    "rule",
    "workflow",
    "role",
    "document",
    "deadline",
    "cost",
    "entitlement",
    "stage",
    "indicator",
    "report",
    "context",
)
SEVERITIES = ("must", "should", "may")
BASES = ("counted", "declared", "recorded", "derived", "assessed")
#: What a clause, and a fact of a clause, may say in a text.
CLAUSE_KEYS = frozenset(
    [
        "id",
        "cite",
        "kind",
        "subject",
        "actor",
        "actors",
        "check",
        "applies_to",
        "en",
        "en_label",
        "id_label",
        "facts",
        "parameters",
        "yearly",
        "applies_when",
        "test",
        "rank_when",
        "pass",
        "fail",
        "severity",
        "unknown",
        "reading",
        "accept",
        "size_class",
        "formula",
        "inputs",
        "examples",
    ]
)
FACT_KEYS = frozenset(
    [
        "type",
        "unit",
        "basis",
        "values",
        "ordered",
        "items",
        "key",
        "value",
        "derived_from",
        "format",
        "negative",
        "label_id",
        "label_en",
        "help",
        "en",
    ]
)
#: What a check may say in a text.
CHECK_KEYS = frozenset(
    [
        "id",
        "family",
        "main",
        "mode",
        "subject",
        "requires",
        "title_en",
        "title_id",
        "cite",
        "evaluates",
        "facts",
        "classes",
        "outputs",
        "clauses",
        "advisory",
        "note",
    ]
)


@dataclass(frozen=True, slots=True)
class FactDeclaration:
    """A fact that a check asks for.

    ``type`` is boolean, integer, number, date, enum, list or map; ``unit`` as written in the text
    (``IDR/month``); ``items`` the type of a list's items or a map's values; a map's keys are calendar years.
    ``basis`` tells where the fact comes from: counted, declared, recorded, derived, assessed.
    """

    name: str
    check: str
    kind: Type
    basis: str
    derived_from: str | None = None
    may_be_negative: bool = False
    labels: Mapping[str, str] = field(default_factory=dict)
    helps: Mapping[str, str] = field(default_factory=dict)
    value_labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The type's name as written in the text."""
        return "integer" if self.kind.kind == "number" and self.kind.integer else self.kind.kind

    @property
    def items(self) -> str | None:
        """The type of a list's items or a map's values, None for other facts."""
        inner = self.kind.item
        if inner is None:
            return None
        return "integer" if inner.kind == "number" and inner.integer else inner.kind

    @property
    def unit(self) -> str | None:
        """The unit as written in the text, such as ``IDR/month``."""
        return write_unit((self.kind.item or self.kind).unit)

    @property
    def values(self) -> tuple[Any, ...]:
        """The values of an enum, or of the enum in a list or map; in their declared order."""
        return (self.kind.item or self.kind).values or ()

    @property
    def ordered(self) -> bool:
        """Whether the declared order of the values is a ranking."""
        return (self.kind.item or self.kind).ordered

    def label(self, lang: str = "id") -> str:
        """Return the fact's label; its name where the text gives none."""
        return self.labels.get(lang) or self.labels.get("id") or self.name.replace("_", " ")

    def help(self, lang: str = "id") -> str:
        """Return the sentence that helps to fill the fact in, empty where the text gives none."""
        return self.helps.get(lang) or self.helps.get("id") or ""

    def value_label(self, value: object, lang: str = "id") -> str:
        """Return the label of an enum's value."""
        labels = self.value_labels.get(lang) or self.value_labels.get("id") or {}
        return labels.get(str(value), str(value).replace("_", " "))


@dataclass(frozen=True, slots=True)
class ParameterValue:
    """A value of a parameter and since when it holds, with the instrument that set it where one is named."""

    name: str
    value: Any
    since: date
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a clause sets: dated steps, and years for which another value holds."""

    name: str
    type: Type
    steps: tuple[ParameterValue, ...]
    yearly: Mapping[int, ParameterValue] = field(default_factory=dict)

    def on(self, day: date) -> ParameterValue:
        """Return the value on a day; the first one before any date is reached."""
        if day.year in self.yearly:
            return self.yearly[day.year]
        return next((step for step in reversed(self.steps) if step.since <= day), self.steps[0])


@dataclass(frozen=True, slots=True)
class Clause:
    """One provision of a regulation: where it stands, what it says, what it tests.

    ``source`` is the clause as written in the text. ``on`` is the day for which its values are picked.
    """

    id: str
    regulation: str
    cite: str
    kind: str
    subject: str | None
    actors: tuple[str, ...]
    check: str | None
    applies_to: tuple[str, ...]
    severity: str
    facts: tuple[FactDeclaration, ...]
    parameters: Mapping[str, Parameter]
    applies_when: Node | None
    test: Node | None
    rank_when: Node | None
    size_class: str | None
    texts: Mapping[str, Mapping[str, str]]
    source: Mapping[str, Any]
    file: str
    on: date

    @property
    def article(self) -> str:
        """The article the clause belongs to: ``5`` of ``kukm-23-2005/5.1.a.1``."""
        return self.id.partition("/")[2].split(".")[0]

    @property
    def actor(self) -> str | None:
        """The first actor the clause binds or empowers."""
        return self.actors[0] if self.actors else None

    @property
    def condition(self) -> Node | None:
        """The tree of the clause's test (of ``rank_when`` for a priority letter)."""
        return self.test if self.test is not None else self.rank_when

    @property
    def examples(self) -> tuple[Mapping[str, Any] | None, Mapping[str, Any] | None]:
        """The facts with which the clause alone passes, and those with which it fails."""
        return self.source.get("pass"), self.source.get("fail")

    @property
    def values(self) -> dict[str, ParameterValue]:
        """The parameter values on the clause's day."""
        return {name: parameter.on(self.on) for name, parameter in self.parameters.items()}

    def text(self, lang: str = "id") -> str:
        """Return what the provision says, paraphrased."""
        return self._words("text", lang) or ""

    def label(self, lang: str = "id") -> str:
        """Return a short name of the provision; in English, where it has none, its sentence."""
        return self._words("label", lang) or self.text(lang).rstrip(".")

    def reading(self, lang: str = "id") -> str | None:
        """Return how the provision is read where its wording leaves room, or None."""
        return self._words("reading", lang)

    def accept(self, lang: str = "id") -> str | None:
        """Return what the product must allow and refuse by this provision, or None where a test decides."""
        return self._words("accept", lang)

    def sentence(self, lang: str = "id") -> str | None:
        """Return the condition as a sentence with its values and units, or None without a condition."""
        from sentra.law.sentences import clause_sentence

        return clause_sentence(self, lang)

    def fact(self, name: str) -> FactDeclaration:
        """Return one of the clause's facts; KeyError when it has none of that name."""
        return next(fact for fact in self.facts if fact.name == name)

    def _words(self, key: str, lang: str) -> str | None:
        own = self.texts.get(lang, {}).get(key)
        if own or key == "label":
            return own
        other = "en" if lang == "id" else "id"
        return self.texts.get(other, {}).get(key)


@dataclass(frozen=True, slots=True)
class CheckText:
    """A check as the text declares it: which clauses decide together, and how.

    ``family`` joins checks of several texts that answer one question, each for its own time (:mod:`sentra.law.sizes`).
    """

    id: str
    regulation: str
    mode: str
    subject: str | None
    cite: str | None
    requires: str | None
    titles: Mapping[str, str]
    classes: Mapping[str, tuple[str, ...]]
    class_labels: Mapping[str, Mapping[str, str]]
    output: str | None
    family: str | None
    advisory: bool
    clauses: tuple[Clause, ...]
    facts: tuple[FactDeclaration, ...]

    def class_label(self, name: str, lang: str = "id") -> str:
        """Return the words of a class, of ``none`` (outside all of them) or ``unknown``; the name where it has none."""
        own, other = (self.class_labels.get(one, {}) for one in (lang, "en" if lang == "id" else "id"))
        return own.get(name) or other.get(name) or name.replace("_", " ")
