"""Reads the YAML files of a regulation: a folder, one file a chapter, language files beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sentra.law.errors import TextError

LANGUAGE_SUFFIXES = {".id": "id", ".en": "en"}
WORD_SECTIONS = ("clauses", "checks", "classes", "facts", "activities", "forms", "open_points", "parameters", "values")

_MERGE = "tag:yaml.org,2002:merge"
_SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StrictLoader(_SafeLoader):  # type: ignore[misc]
    """Safe YAML that refuses a key given twice: a second value for the same date would silently win."""


def _mapping(loader: Any, node: yaml.MappingNode) -> dict[Any, Any]:
    own: set[Any] = set()
    for key_node, _ in node.value:
        if key_node.tag == _MERGE:
            continue
        key = loader.construct_object(key_node, deep=True)
        if key in own:
            message = f"{key} is given twice; values may not overlap"
            raise yaml.constructor.ConstructorError(None, None, message, key_node.start_mark)
        own.add(key)
    loader.flatten_mapping(node)
    return {
        loader.construct_object(key_node, deep=True): loader.construct_object(value_node, deep=True)
        for key_node, value_node in node.value
    }


_StrictLoader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)


@dataclass(slots=True)
class Source:
    """A regulation's files, read but not yet understood.

    ``clauses`` come with the file each stands in; ``languages`` maps a language to the sections of its language
    files (``WORD_SECTIONS`` and not_in_source), merged over the files.
    """

    path: Path
    head: dict[str, Any] = field(default_factory=dict)
    clauses: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    cases: list[dict[str, Any]] = field(default_factory=list)
    languages: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def identity(self) -> dict[str, Any]:
        """What the text says of the regulation itself: its ``regulation`` section."""
        identity: dict[str, Any] = self.head["regulation"]
        return identity


def read_yaml(path: Path) -> dict[str, Any]:
    """Return a YAML file's mapping; raises :class:`TextError` with line and column when it is none."""
    try:
        with path.open("rb") as stream:
            content = yaml.load(stream, Loader=_StrictLoader)  # noqa: S506 (a safe loader, made strict above)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise TextError(f"line {line}: {error.problem}", file=path.name, column=column) from None
    except ValueError as error:
        raise TextError(f"not a date or number: {error}", file=path.name) from None
    if not isinstance(content, dict):
        raise TextError("a text file must be a mapping", file=path.name)
    return content


def read_source(path: Path) -> Source:
    """Read a regulation from a folder, or from one register file with its language file at ``id/<name>``.

    In a folder ``regulation.yaml`` comes first and the others follow by name; ``*.id.yaml`` and ``*.en.yaml``
    are language files. Raises :class:`TextError`.
    """
    source = Source(path)
    if path.is_dir():
        _read_folder(source)
    else:
        _add_file(source, path)
        for lang in ("id", "en"):
            beside = path.parent / lang / path.name
            if beside.exists():
                _add_language(source, lang, beside)
    if not isinstance(source.head.get("regulation"), dict):
        raise TextError("no regulation: identity in the text", file=path.name)
    return source


def _read_folder(source: Source) -> None:
    files = sorted(source.path.glob("*.yaml"), key=lambda file: (file.name != "regulation.yaml", file.name))
    if not files or files[0].name != "regulation.yaml":
        raise TextError("a regulation's folder needs a regulation.yaml", file=source.path.name)
    for file in files:
        lang = LANGUAGE_SUFFIXES.get(Path(file.stem).suffix)
        if lang:
            _add_language(source, lang, file)
        else:
            _add_file(source, file)


def _add_file(source: Source, path: Path) -> None:
    content = read_yaml(path)
    for clause in _entries(content.pop("clauses", None), path.name):
        source.clauses.append((path.name, clause))
    source.cases.extend(_entries(content.pop("cases", None), path.name))
    for key, value in content.items():
        if key in source.head:
            raise TextError(f"{key} stands in two files", file=path.name)
        source.head[key] = value


def _entries(value: Any, file: str) -> Iterable[dict[str, Any]]:
    entries = value if value is not None else []
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise TextError("clauses and cases must be lists of mappings", file=file)
    return entries


def _add_language(source: Source, lang: str, path: Path) -> None:
    words = source.languages.setdefault(lang, {section: {} for section in WORD_SECTIONS})
    content = read_yaml(path)
    content.pop("regulation", None)  # a register's language file repeats its identity
    for section, entries in content.items():
        if section == "not_in_source" and isinstance(entries, list):
            words[section] = entries
        elif section in WORD_SECTIONS and isinstance(entries, dict):
            merge_words(words[section], entries)
        else:
            raise TextError(f"{section} is no section of a language file", file=path.name)


def merge_words(into: dict[Any, Any], entries: Mapping[Any, Any]) -> None:
    """Add the entries; where both hold a mapping, so that one file may add to what another says."""
    for key, value in entries.items():
        if isinstance(value, dict):
            merge_words(into.setdefault(key, {}), value)
        else:
            into[key] = value


def find_regulations(folder: Path) -> list[Path]:
    """Return the regulations below a folder of texts: subfolders with a regulation.yaml, and register files.

    A folder that is itself one regulation, or a single file, is returned alone.
    """
    if folder.is_file() or (folder / "regulation.yaml").exists():
        return [folder]
    if not folder.is_dir():
        raise TextError("no such folder of texts", file=str(folder))
    return sorted(path for path in folder.iterdir() if path.suffix == ".yaml" or (path / "regulation.yaml").exists())
