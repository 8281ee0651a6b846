"""Message catalogues of the rooms: extract, check and compile without GNU gettext.

    python -m sentra.pages.catalogue check|update|compile [ROOM…]

`check` prints each message that is missing, fuzzy, left over, untranslated, has other placeholders, or is
translated differently in two rooms, and exits 1 when there is one. `update` brings the catalogues in step with
the source; `compile` writes the .mo files.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent
LANGUAGE = "id"
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "_lazy": None,
    "_n": (1, 2),
}
TEMPLATES = ("*.html", "*.txt")
_PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}")

Ids = tuple[str, ...]


def rooms(source: Path = SOURCE) -> list[Path]:
    """The rooms that have a catalogue or messages of their own, by name."""
    return sorted(path for path in source.iterdir() if (path / "__init__.py").exists())


def po_path(room: Path) -> Path:
    """The room's Indonesian catalogue."""
    return room / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"


def extracted(room: Path) -> Catalog:
    """All messages of a room's Python modules and Django templates, with where each one stands."""
    catalogue = Catalog(locale=LANGUAGE, project="Sentra", charset="utf-8", fuzzy=False)
    # Indonesian has one form for any number; Babel knows no rule for it and would assume the English two.
    catalogue.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for path in _sources(room):
        text = path.read_text(encoding="utf-8")
        # The parentheses keep the blanked-out template text from being read as wrongly indented code.
        code = text if path.suffix == ".py" else f"({templatize(text, origin=str(path))}\n)"
        place = path.relative_to(room.parent).as_posix()
        for _line, message, _comments, context in extract(
            "python", BytesIO(code.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            if message and (message[0] if isinstance(message, tuple) else message):
                # Without line numbers a catalogue changes only when a message does.
                catalogue.add(message, locations=[(place, 0)], context=context)
    return catalogue


def _sources(room: Path) -> Iterator[Path]:
    yield from (path for path in sorted(room.rglob("*.py")) if "migrations" not in path.parts)
    for templates in sorted(path for path in room.rglob("templates") if path.is_dir()):
        for pattern in TEMPLATES:
            yield from sorted(templates.rglob(pattern))


def stored(room: Path) -> Catalog:
    """The room's catalogue as it stands, empty where there is none."""
    path = po_path(room)
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def check(room: Path) -> list[str]:
    """What is wrong with a room's catalogue, one sentence each; empty when it is complete."""
    wanted, present = extracted(room), stored(room)
    faults: list[str] = []
    for message in wanted:
        if message.id:
            found = present.get(message.id, message.context)
            faults.extend(_faults(room, message, found))
    for message in present:
        if message.id and wanted.get(message.id, message.context) is None:
            faults.append(f"{room.name}: “{_first(message)}” is no longer used; run update.")
    return faults


def _faults(room: Path, wanted: Message, found: Message | None) -> Iterator[str]:
    place = wanted.locations[0][0] if wanted.locations else room.name
    if found is None:
        yield f"{place}: “{_first(wanted)}” is missing in the catalogue; run update and translate it."
        return
    if found.fuzzy:
        yield f"{place}: “{_first(wanted)}” is fuzzy; look at it and take the mark away."
    texts = _texts(found.string)
    if not texts or not all(text.strip() for text in texts):
        yield f"{place}: “{_first(wanted)}” is not translated."
        return
    # Languages without plural forms have one text; it must carry what the plural carries.
    expected = set(_PLACEHOLDER.findall(_texts(wanted.id)[-1]))
    for text in texts:
        if set(_PLACEHOLDER.findall(text)) != expected:
            yield f"{place}: “{_first(wanted)}” and its translation “{text}” have other placeholders."


def contradictions(chosen: list[Path]) -> list[str]:
    """Messages that two rooms translate differently; Django would show the first room's words in both."""
    first: dict[tuple[Ids, str], tuple[str, Ids]] = {}
    faults = []
    for room in chosen:
        for message in stored(room):
            if not message.id:
                continue
            key, texts = (_texts(message.id), message.context or ""), _texts(message.string)
            other, known = first.setdefault(key, (room.name, texts))
            if known != texts:
                faults.append(f"{room.name}: “{_first(message)}” is “{texts[0]}” here but “{known[0]}” in {other}.")
    return faults


def update(room: Path) -> int:
    """Writes the catalogue anew from the source, keeping translations; returns how many are still empty."""
    wanted, present = extracted(room), stored(room)
    for message in wanted:
        if message.id and (found := present.get(message.id, message.context)):
            message.string = found.string
            if found.fuzzy:
                message.flags.add("fuzzy")
    messages = [message for message in wanted if message.id]
    path = po_path(room)
    if messages or path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, wanted, width=100, sort_output=True, omit_header=False, include_lineno=False)
        _without_dates(path)
    return sum(not all(text.strip() for text in _texts(message.string)) for message in messages)


def _without_dates(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    head = lines.index("\n")
    kept = [
        line
        for line in lines[:head]
        if line.startswith(("msgid", "msgstr", '"Language:', '"Plural', '"MIME', '"Content'))
    ]
    path.write_text("".join(kept + lines[head:]), encoding="utf-8")


def compile_room(room: Path) -> bool:
    """Writes the .mo file beside the catalogue; False where there is no catalogue."""
    path = po_path(room)
    if not path.exists():
        return False
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, stored(room))
    return True


def _texts(value: str | Iterable[str | None] | None) -> Ids:
    several = (value,) if value is None or isinstance(value, str) else tuple(value)
    return tuple(one or "" for one in several)


def _first(message: Message) -> str:
    return _texts(message.id)[0]


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m sentra.pages.catalogue", description=__doc__)
    parser.add_argument("verb", choices=("check", "update", "compile"))
    parser.add_argument("room", nargs="*", help="rooms by name; all when none is named")
    options = parser.parse_args(arguments)
    chosen = [room for room in rooms() if not options.room or room.name in options.room]
    _configure()
    if options.verb == "compile":
        written = sum(compile_room(room) for room in chosen)
        sys.stdout.write(f"{written} catalogues compiled\n")
        return 0
    if options.verb == "update":
        for room in chosen:
            if empty := update(room):
                sys.stdout.write(f"{room.name}: {empty} messages to translate\n")
        return 0
    faults = [fault for room in chosen for fault in check(room)] + contradictions(chosen)
    sys.stdout.writelines(f"{fault}\n" for fault in faults)
    sys.stdout.write(f"{len(faults)} faults in {len(chosen)} rooms\n")
    return 1 if faults else 0


def _configure() -> None:
    from django.conf import settings

    # Taking templates apart needs Django's settings object, but none of its values.
    if not settings.configured:
        settings.configure()


if __name__ == "__main__":
    sys.exit(main())
