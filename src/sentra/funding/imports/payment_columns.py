"""The columns of a file of payment orders (SP2D); a budget line is named by its activity and its description."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.funding.guides import component_label
from sentra.funding.imports.allocation_columns import whole_rupiah
from sentra.funding.imports.cells import same, unquoted, words
from sentra.funding.models import LARGEST, Recipient
from sentra.funding.queries.sums import ActivitySum, LineSum, activities_of
from sentra.registry.imports.columns import CHOICE, DAY, Choice, Column, rupiah
from sentra.registry.imports.issues import LANGUAGES
from sentra.registry.imports.sheets import Context, Judged
from sentra.registry.imports.template import neutral
from sentra.registry.values.reading import Reading

#: What rows of one order say alike.
OF_ORDER = ("paid_on", "payee", "purpose")
_LONGEST = {"number": 80, "payee": 200, "purpose": 300}


# ---------------------------------------------------------------- budget lines by name


@dataclass(frozen=True)
class LineNames:
    """The budget lines of a plan by the names that tell them apart, and the names that mean several."""

    choices: tuple[Choice, ...] = ()
    several: Mapping[str, tuple[str, ...]] | None = None

    def meant_by(self, cell: Any) -> tuple[str, ...]:
        """The full names of the lines that a cell may mean, where it means several."""
        return (self.several or {}).get(same(unquoted(cell)), ())


def names_in(context: Context) -> LineNames:
    """The lines of the recipient that a file is about; read once a file."""
    if context.about is None:
        return LineNames()
    if "lines" not in context.memory:
        context.memory["lines"] = _named(context.about)
    kept: LineNames = context.memory["lines"]
    return kept


def _named(recipient: Recipient) -> LineNames:
    held = [(one, line) for one in activities_of(recipient) for line in one.lines]
    titles = dict(zip(LANGUAGES, (_titles(recipient, held, name) for name in LANGUAGES), strict=True))
    short: dict[str, list[int]] = {}
    for place, (one, line) in enumerate(held):
        for text in {same(line.description), same(_joined(one, line))}:
            short.setdefault(text, []).append(place)
    choices = [
        Choice(
            str(line.key),
            titles["id"][place],
            titles["en"][place],
            (
                *(unquoted(titles[name][place]) for name in LANGUAGES),
                *(text for text in (line.description, _joined(one, line)) if short[same(text)][0] == place),
            ),
        )
        for place, (one, line) in enumerate(held)
    ]
    several = {
        text: tuple(choices[place].title_id for place in places) for text, places in short.items() if len(places) > 1
    }
    return LineNames(tuple(choices), several)


def _joined(one: ActivitySum, line: LineSum) -> str:
    return f"{one.title} – {line.description}"


def _titles(recipient: Recipient, held: Sequence[tuple[ActivitySum, LineSum]], language: str) -> list[str]:
    """The full name of each line: activity and description; where several have the same, what tells them apart."""
    titles = [_joined(one, line) for one, line in held]
    alike: dict[str, list[int]] = {}
    for place, title in enumerate(titles):
        alike.setdefault(same(title), []).append(place)
    with override(language):
        for places in alike.values():
            for place, mark in zip(places, _marks(recipient, [held[one][1] for one in places]), strict=True):
                titles[place] += mark
    return [str(neutral(one)) for one in titles]


def _marks(recipient: Recipient, lines: Sequence[LineSum]) -> list[str]:
    """What tells lines of one name apart: account code or component, else their place in the plan."""
    if len(lines) == 1:
        return [""]
    codes = [line.account_code for line in lines]
    components = [component_label(recipient.year, line.component) for line in lines]
    for told in (codes, components):
        if all(told) and len({same(one) for one in told}) == len(lines):
            return [f" · {one}" for one in told]
    return [f" ({number})" for number in range(1, len(lines) + 1)]


# ---------------------------------------------------------------- the columns


COLUMNS = (
    Column(
        "number",
        "Nomor SP2D",
        "Number of the payment order",
        words(80, "text", digits=True),
        required=True,
        help_id="Baris dengan nomor yang sama menjadi satu SP2D.",
        help_en="Rows of the same number make one payment order.",
        example="00123/SP2D/LS/2026",
        width=24,
    ),
    Column(
        "paid_on",
        "Tanggal",
        "Date",
        DAY,
        required=True,
        help_id="Sama di semua baris SP2D yang sama; cukup diisi sekali.",
        help_en="The same in all rows of an order; once is enough.",
        example="15/03/2026",
        width=14,
    ),
    Column(
        "payee",
        "Dibayarkan kepada",
        "Paid to",
        words(200, "text"),
        required=True,
        example="CV Cahaya Boga",
        width=28,
    ),
    Column("purpose", "Untuk", "For", words(300), required=True, example="Konsumsi pelatihan", width=36),
    Column(
        "line",
        "Baris anggaran",
        "Budget line",
        CHOICE,
        required=True,
        choices=lambda context: names_in(context).choices,
        help_id="Kegiatan dan uraian dalam rencana yang disepakati.",
        help_en="Activity and description in the agreed plan.",
        width=50,
    ),
    Column(
        "amount",
        "Jumlah",
        "Amount",
        rupiah(1, LARGEST),
        required=True,
        unit=("Rp", "Rp"),
        help_id="Bagian yang dibebankan pada baris anggaran ini, rupiah bulat.",
        help_en="The part charged to this budget line, in whole rupiah.",
        example=6_000_000,
        width=18,
    ),
)


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """The cells of a row that are not plain; what an order as a whole lacks, `compare` says."""
    reading = Reading({key: unquoted(value) for key, value in raw.items()})
    values: dict[str, Any] = {}
    for key in (one.key for one in COLUMNS if not reading.is_empty(one.key)):
        if key in _LONGEST:
            values[key] = reading.text(key, _LONGEST[key])
        elif key == "paid_on":
            values[key] = reading.day(key, latest=context.today)
        elif key == "amount":
            values[key] = whole_rupiah(reading, key, 1)
        elif names_in(context).choices:
            values[key] = raw[key]
        else:
            reading.wrong(key, _("There is no agreed plan yet."), _("Payments are recorded once it is agreed."))
    return Judged(values, [(one.field, str(one.message), str(one.remedy)) for one in reading.problems])
