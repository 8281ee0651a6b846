"""One text made from another: amended for a "what if", or taken over by the regulation that comes after it.

Both work on a :class:`Source`, before anything of it is understood, so that the result is validated like any text.
"""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import takewhile
from typing import Any

from sentra.law.errors import TextError, UnknownName
from sentra.law.reading import Source, merge_words

Changes = Mapping[str, Mapping[str, Any] | None]
# Which words of a clause a change of its own text makes obsolete, by the key that changes.
_OBSOLETE = {
    "en": {"en": ("text",), "id": ("text",)},
    "en_label": {"en": ("label",)},
    "id_label": {"id": ("label",)},
    "reading": {"en": ("reading",), "id": ("reading",)},
    "accept": {"en": ("accept",), "id": ("accept",)},
}


def amended(source: Source, changes: Changes, file: str = "amendment") -> Source:
    """Return another source with the clauses changed, struck out (None) or added; ``source`` stays as it is.

    A key that is given replaces what stood there, ``parameters`` one by one. An added clause stands behind the last
    one of its article. Raises :class:`UnknownName` for a clause to strike out that does not exist.
    """
    changed = replace(source, head=copy.deepcopy(source.head), clauses=[])
    left = dict(changes)
    for own, raw in source.clauses:
        name = str(raw["id"])
        if name not in left:
            changed.clauses.append((own, raw))
            continue
        change = left.pop(name)
        if change is None:
            _strike(changed.head, name)
        else:
            changed.clauses.append((file, _merged(raw, change)))
    for name, change in left.items():
        if change is None:
            raise UnknownName(f"no clause {name} to strike out")
        whole = {**copy.deepcopy(dict(change)), "id": name}
        changed.clauses.insert(_place(changed.clauses, name), (file, whole))
        _enlist(changed.head, whole)
    return changed


def resolved(sources: Sequence[Source]) -> list[Source]:
    """Return the texts with what they say about each other worked in.

    A text ``based_on`` another takes over all that it does not say itself, and a text that ``supersedes`` another ends
    it on the day before its own first day, unless the older text names its own end. Raises :class:`TextError`.
    """
    by_id = {str(source.identity.get("id")): source for source in sources}
    whole: dict[str, Source] = {}

    def complete(name: str, below: tuple[str, ...]) -> Source:
        if name in below:
            raise _refused(by_id[name], f"based_on runs in a circle: {' → '.join([*below, name])}")
        if name not in whole:
            base = by_id[name].identity.get("based_on")
            if base is not None and base not in by_id:
                raise _refused(by_id[name], f"based_on names {base}, which is not among the loaded texts")
            own = by_id[name]
            whole[name] = own if base is None else _taken_over(complete(str(base), (*below, name)), own)
        return whole[name]

    found = [complete(str(source.identity.get("id")), ()) for source in sources]
    ends = {name: end for source in found for name, end in _ends(source)}
    return [_ending(source, ends.get(str(source.identity.get("id")))) for source in found]


def superseded_by(source: Source) -> tuple[str, ...]:
    """Return the ids of the regulations that a text takes the place of, as far as it names them."""
    named = source.identity.get("supersedes") or []
    return tuple(map(str, named if isinstance(named, list) else [named]))


def _ends(source: Source) -> list[tuple[str, date]]:
    start = _start(source)
    return [] if start is None else [(name, start - timedelta(days=1)) for name in superseded_by(source)]


def _start(source: Source) -> date | None:
    start = source.identity.get("in_force_from") or source.identity.get("in_force")
    return start if isinstance(start, date) else None


def _ending(source: Source, end: date | None) -> Source:
    if end is None or source.identity.get("in_force_until") is not None:
        return source
    head = {**source.head, "regulation": {**source.identity, "in_force_until": end}}
    return replace(source, head=head)


def _taken_over(base: Source, own: Source) -> Source:
    """The base under the name of the text that follows it, with that text's clauses, checks, cases and words."""
    old, new = str(base.identity["id"]), str(own.identity["id"])
    renamed = _renamed(base, old, new)
    renamed.clauses = [(file, _without_years_before(_start(own), raw)) for file, raw in renamed.clauses]
    changes: dict[str, Mapping[str, Any] | None] = {str(raw.get("id")): raw for _, raw in own.clauses}
    struck = own.head.get("strike") or {}
    changes |= {f"{new}/{path}": None for path in struck.get("clauses") or []}
    for section, entries in own.head.items():
        if section not in ("regulation", "strike", "checks"):
            renamed.head[section] = entries
    renamed.head["regulation"] = {"supersedes": old, **own.identity}
    _merge_checks(renamed.head, own.head.get("checks") or [])
    try:
        version = amended(renamed, changes, own.clauses[0][0] if own.clauses else "regulation.yaml")
    except UnknownName as error:
        raise _refused(own, f"strike: {error}") from None
    version.path = own.path
    version.cases = _cases(renamed.cases, own, set(struck.get("cases") or []))
    _forget_obsolete_words(version.languages, own)
    for lang, words in own.languages.items():
        merge_words(version.languages.setdefault(lang, {}), words)
    return version


def _renamed(base: Source, old: str, new: str) -> Source:
    def told(value: Any) -> Any:
        if isinstance(value, str):
            is_id = value.startswith(f"{old}/") and not any(letter.isspace() for letter in value)
            return new + value[len(old) :] if is_id else value
        if isinstance(value, dict):
            return {told(key): told(item) for key, item in value.items()}
        return [told(item) for item in value] if isinstance(value, list) else value

    folder = f"{base.path.name}/" if base.path.is_dir() else ""
    clauses = [(f"{folder}{file}", told(raw)) for file, raw in base.clauses]
    return replace(base, head=told(base.head), clauses=clauses, cases=told(base.cases), languages=told(base.languages))


def _without_years_before(start: date | None, raw: dict[str, Any]) -> dict[str, Any]:
    """A clause without the values of single years that end before the text begins: they judge old years only."""
    if start is None or not raw.get("yearly"):
        return raw
    return {**raw, "yearly": {year: values for year, values in raw["yearly"].items() if year >= start.year}}


def _merge_checks(head: dict[str, Any], checks: Sequence[Mapping[str, Any]]) -> None:
    own = {str(check.get("id")): check for check in checks}
    kept = [{**check, **own.pop(str(check["id"]), {})} for check in head.get("checks") or []]
    head["checks"] = [*kept, *own.values()]


def _cases(base: Sequence[dict[str, Any]], own: Source, struck: set[str]) -> list[dict[str, Any]]:
    """The cases of both; one of the later text replaces the one of the same check and name."""
    unknown = struck - {str(case.get("name")) for case in base}
    if unknown:
        raise _refused(own, f"strike: no case {', '.join(sorted(unknown))} to strike out")
    replaced = {(case.get("check"), case.get("name")) for case in own.cases}
    kept = [case for case in base if (case.get("check"), case.get("name")) not in replaced]
    return [*(case for case in kept if case.get("name") not in struck), *own.cases]


def _forget_obsolete_words(languages: Mapping[str, dict[str, Any]], own: Source) -> None:
    for _, raw in own.clauses:
        for key in raw.keys() & _OBSOLETE.keys():
            for lang, words in _OBSOLETE[key].items():
                told = languages.get(lang, {}).get("clauses", {}).get(raw.get("id")) or {}
                for word in words:
                    told.pop(word, None)


def _merged(raw: Mapping[str, Any], change: Mapping[str, Any]) -> dict[str, Any]:
    merged = {**copy.deepcopy(dict(raw)), **copy.deepcopy(dict(change))}
    if "parameters" in change:
        merged["parameters"] = {**(raw.get("parameters") or {}), **copy.deepcopy(dict(change["parameters"]))}
        replaced = set(change["parameters"])
        merged["yearly"] = {
            year: {name: value for name, value in values.items() if name not in replaced}
            for year, values in (merged.get("yearly") or {}).items()
        }
    return merged


def _place(clauses: Sequence[tuple[str, Mapping[str, Any]]], name: str) -> int:
    """Behind the last clause that shares most of the path, its article at least; else at the end."""
    parts = name.partition("/")[2].split(".")
    best, place = 0, len(clauses)
    for index, (_, raw) in enumerate(clauses):
        others = str(raw.get("id")).partition("/")[2].split(".")
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], zip(parts, others, strict=False))))
        if shared and shared >= best:
            best, place = shared, index + 1
    return place


def _strike(head: dict[str, Any], name: str) -> None:
    for check in head.get("checks") or []:
        check["clauses"] = [clause for clause in check.get("clauses") or [] if clause != name]
        for group, ids in (check.get("classes") or {}).items():
            check["classes"][group] = [clause for clause in ids if clause != name]


def _enlist(head: dict[str, Any], clause: Mapping[str, Any]) -> None:
    for check in head.get("checks") or []:
        if check["id"] == clause.get("check"):
            listed = check.get("clauses") or []
            check["clauses"] = listed if clause["id"] in listed else [*listed, clause["id"]]
            if clause.get("size_class") and clause["id"] not in check["classes"].get(clause["size_class"], []):
                check["classes"].setdefault(clause["size_class"], []).append(clause["id"])


def _refused(source: Source, message: str) -> TextError:
    return TextError(message, file=f"{source.path.name}/regulation.yaml" if source.path.is_dir() else source.path.name)
