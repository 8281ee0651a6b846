"""The catalogue check catches what a reader would meet untranslated."""

from __future__ import annotations

from pathlib import Path

import pytest

from sentra.pages import catalogue

SOURCE = """
from django.utils.translation import gettext as _, ngettext
_("Open %(what)s")
ngettext("%(n)s row", "%(n)s rows", 2)
"""
TEMPLATE = """{% load i18n %}
    {% translate "Close" %}
  <p>
{% blocktranslate with a=b %}Hello {{ a }}{% endblocktranslate %}</p>
"""
HEAD = (
    'msgid ""\nmsgstr ""\n"Language: id\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n\n'
)
COMPLETE = {
    "Open %(what)s": 'msgid "Open %(what)s"\nmsgstr "Buka %(what)s"\n',
    "row": 'msgid "%(n)s row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s baris"\n',
    "Close": 'msgid "Close"\nmsgstr "Tutup"\n',
    "Hello": 'msgid "Hello %(a)s"\nmsgstr "Halo %(a)s"\n',
}


@pytest.fixture
def room(tmp_path: Path) -> Path:
    room = tmp_path / "kamar"
    (room / "templates" / "kamar").mkdir(parents=True)
    (room / "__init__.py").write_text(SOURCE)
    (room / "templates" / "kamar" / "a.html").write_text(TEMPLATE)
    catalogue.po_path(room).parent.mkdir(parents=True)
    return room


def faults(room: Path, **changed: str) -> list[str]:
    entries = COMPLETE | changed
    catalogue.po_path(room).write_text(HEAD + "\n".join(entries.values()))
    return catalogue.check(room)


def test_a_complete_catalogue_has_no_faults(room: Path) -> None:
    assert faults(room) == []


def test_a_missing_message(room: Path) -> None:
    assert faults(room, Close="") == [
        "kamar/templates/kamar/a.html: “Close” is missing in the catalogue; run update and translate it."
    ]


def test_a_fuzzy_message(room: Path) -> None:
    assert faults(room, Close='#, fuzzy\nmsgid "Close"\nmsgstr "Tutup"\n') == [
        "kamar/templates/kamar/a.html: “Close” is fuzzy; look at it and take the mark away."
    ]


def test_an_untranslated_message(room: Path) -> None:
    assert faults(room, Close='msgid "Close"\nmsgstr ""\n') == [
        "kamar/templates/kamar/a.html: “Close” is not translated."
    ]


def test_other_placeholders(room: Path) -> None:
    assert faults(room, Hello='msgid "Hello %(a)s"\nmsgstr "Halo %(b)s"\n') == [
        "kamar/templates/kamar/a.html: “Hello %(a)s” and its translation “Halo %(b)s” have other placeholders."
    ]


def test_a_message_no_longer_used(room: Path) -> None:
    assert faults(room, Old='msgid "Old"\nmsgstr "Lama"\n') == ["kamar: “Old” is no longer used; run update."]


def test_update_keeps_translations_and_compile_writes_them(room: Path) -> None:
    faults(room, Close="")
    assert catalogue.update(room) == 1
    assert "Buka %(what)s" in catalogue.po_path(room).read_text()
    assert catalogue.compile_room(room)
    assert catalogue.po_path(room).with_suffix(".mo").read_bytes()[:4] == b"\xde\x12\x04\x95"


def test_two_rooms_must_not_say_it_differently(room: Path, tmp_path: Path) -> None:
    faults(room)
    other = tmp_path / "lain"
    catalogue.po_path(other).parent.mkdir(parents=True)
    catalogue.po_path(other).write_text(HEAD + 'msgid "Close"\nmsgstr "Kunci"\n')
    assert catalogue.contradictions([room, other]) == ["lain: “Close” is “Kunci” here but “Tutup” in kamar."]


def test_the_page_kits_own_catalogue_is_complete() -> None:
    assert catalogue.check(catalogue.SOURCE / "pages") == []
