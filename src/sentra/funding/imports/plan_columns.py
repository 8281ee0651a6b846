"""The columns of a file of budget lines (RAB): what the law of the plan's year lists, and how a record fills them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, cast

from babel.dates import get_month_names
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import override

from sentra.funding.facts_plans import said
from sentra.funding.guides import GUIDES, activities, component_choices
from sentra.funding.guides_plans import asked_of_activity, asked_of_line, modalities, needs_modality, training_kinds
from sentra.funding.imports.allocation_columns import whole_rupiah
from sentra.funding.imports.cells import unquoted, words
from sentra.funding.models import (
    LARGEST,
    FundingSource,
    PlanActivity,
    PlanLine,
    ProgrammeYear,
    Unit,
)
from sentra.funding.services.plans_lines import MOST_COUNTED, MOST_OUTPUT, ActivityValues, LineValues
from sentra.law import FactDeclaration, library
from sentra.pages.formatting import language
from sentra.registry.imports.columns import CHOICE, YES_NO, Choice, Column, choices_of, rupiah, whole
from sentra.registry.imports.sheets import Context, Judged
from sentra.registry.values.reading import Reading

#: What tells an activity and a line apart, what else is said of them; further facts of a line are named by the law.
KEYS = ("activity", "title", "description", "component")
HELD = ("training_kind", "modality")
OF_ACTIVITY = (*HELD, "first_month", "last_month", "location", "output_volume", "output_unit")
OF_LINE = ("component", "description", "source", "volume", "frequency", "unit", "unit_price", "account_code")
_LONGEST = {"title": 200, "location": 200, "output_unit": 60, "description": 200, "account_code": 40}
_MOST = {"output_volume": MOST_OUTPUT, "volume": MOST_COUNTED, "frequency": MOST_COUNTED}
_NOTHING = "-"  # an example that is no choice: the cell stays empty


# ---------------------------------------------------------------- what the law of the year lists


def year_of(context: Context) -> ProgrammeYear | None:
    """The year of the plan; None for a template that is about no plan."""
    return context.about.recipient.year if context.about is not None else None


def _of_the_year(
    name: str, listed: Callable[[ProgrammeYear], list[tuple[str, str]]]
) -> Callable[[Context], Sequence[Choice]]:
    """What the law of the plan's year lists, in both languages; read once a file."""

    def choices(context: Context) -> Sequence[Choice]:
        year = year_of(context)
        if year is None:
            return ()
        kept: dict[str, Sequence[Choice]] = context.memory.setdefault("choices", {})
        if name not in kept:
            kept[name] = _both(lambda: listed(year))
        return kept[name]

    return choices


def _both(listed: Callable[[], list[tuple[str, str]]]) -> tuple[Choice, ...]:
    with override("id"):
        indonesian = listed()
    with override("en"):
        english = dict(listed())
    return tuple(Choice(value, label, english[value]) for value, label in indonesian)


def _holds_trainings(context: Context) -> bool:
    year = year_of(context)
    return year is None or any(needs_modality(year, name) for name, _label in activities(year))


def _trainings_only(
    listed: Callable[[ProgrammeYear], list[tuple[str, str]]],
) -> Callable[[ProgrammeYear], list[tuple[str, str]]]:
    return lambda year: listed(year) if any(needs_modality(year, one) for one, _label in activities(year)) else []


@cache
def _months() -> tuple[Choice, ...]:
    names = {width: [get_month_names(width, locale=one) for one in ("id", "en")] for width in ("wide", "abbreviated")}
    return tuple(
        Choice(
            str(month),
            names["wide"][0][month],
            names["wide"][1][month],
            (f"{month:02}", *(one[month] for one in names["abbreviated"])),
        )
        for month in range(1, 13)
    )


# ---------------------------------------------------------------- further facts of a line


def facts_asked(year: ProgrammeYear) -> dict[str, FactDeclaration]:
    """The facts of a line that a column can hold: yes or no, and one of several."""
    return {one.name: one for one in asked_of_line(year) if one.type in ("boolean", "enum")}


def _fact_columns() -> list[Column]:
    """A column for every fact that one of the held texts asks of a line; files have those of their plan's year."""
    found: dict[str, Column] = {}
    for guide in GUIDES.values():
        for text in library().versions(guide.regulation):
            year = ProgrammeYear(fund=guide.fund, regulation=text.id, law_day=text.since, year=text.since.year)
            found |= {name: _fact_column(fact) for name, fact in facts_asked(year).items()}
    return list(found.values())


def _fact_column(fact: FactDeclaration) -> Column:
    name = fact.name

    def is_asked(context: Context) -> bool:
        year = year_of(context)
        return year is None or name in facts_asked(year)

    def values(year: ProgrammeYear) -> list[tuple[str, str]]:
        asked = facts_asked(year).get(name)
        return [(str(one), asked.value_label(one, language())) for one in asked.values] if asked else []

    is_yes_no = fact.type == "boolean"
    return Column(
        name,
        fact.label("id"),
        fact.label("en"),
        CHOICE,
        choices=(lambda context: YES_NO if is_asked(context) else ()) if is_yes_no else _of_the_year(name, values),
        help_id=fact.help("id"),
        help_en=fact.help("en"),
        example="no" if is_yes_no else _NOTHING,
        width=16,
        asked=is_asked,
    )


# ---------------------------------------------------------------- the columns


def _of_its_activity(key: str, title_id: str, title_en: str, *arguments: Any, **more: Any) -> Column:
    """A column that rows of one activity share; an empty cell says what another row of it says."""
    helped = {
        "help_id": "Sama di semua baris kegiatan yang sama; cukup diisi sekali.",
        "help_en": "The same in all rows of an activity; once is enough.",
    }
    return Column(key, title_id, title_en, *arguments, **(helped | more))


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            "activity",
            "Jenis kegiatan",
            "Activity",
            CHOICE,
            required=True,
            choices=_of_the_year("activity", activities),
            width=26,
        ),
        Column(
            "title",
            "Nama kegiatan",
            "Name of the activity",
            words(200, "text"),
            required=True,
            help_id="Baris dengan jenis dan nama yang sama menjadi satu kegiatan.",
            help_en="Rows of the same activity and name make one.",
            example="Pelatihan kewirausahaan angkatan I",
            width=34,
        ),
        _of_its_activity(
            "training_kind",
            "Jenis pelatihan",
            "Kind of training",
            CHOICE,
            choices=_of_the_year("training_kind", _trainings_only(training_kinds)),
            asked=_holds_trainings,
        ),
        _of_its_activity(
            "modality",
            "Moda pelatihan",
            "Mode of the training",
            CHOICE,
            choices=_of_the_year("modality", _trainings_only(modalities)),
            asked=_holds_trainings,
            width=14,
        ),
        _of_its_activity(
            "first_month",
            "Bulan mulai",
            "First month",
            CHOICE,
            required=True,
            choices=lambda context: _months(),
            example="4",
            width=13,
        ),
        _of_its_activity(
            "last_month",
            "Bulan selesai",
            "Last month",
            CHOICE,
            required=True,
            choices=lambda context: _months(),
            example="6",
            width=13,
        ),
        _of_its_activity("location", "Tempat", "Place", words(200), required=True, example="Aula Dinas", width=22),
        _of_its_activity("output_volume", "Volume keluaran", "Output", whole(1, MOST_OUTPUT), example=60, width=12),
        _of_its_activity("output_unit", "Satuan keluaran", "Unit of the output", words(60), example="orang", width=14),
        Column(
            "component",
            "Komponen",
            "Component",
            CHOICE,
            required=True,
            choices=_of_the_year("component", component_choices),
            help_id="Apa yang dibayar; yang tidak boleh dibayar dana ini tetap dicatat dan ditandai.",
            help_en="What is paid; what the fund does not pay is entered all the same, and marked.",
            width=30,
        ),
        Column(
            "description",
            "Uraian",
            "What it pays",
            words(200, "text"),
            required=True,
            help_id="Kegiatan, uraian, dan komponen yang sama berarti baris anggaran yang sama.",
            help_en="The same activity, description and component mean the same budget line.",
            example="Konsumsi peserta",
            width=34,
        ),
        Column(
            "source",
            "Sumber dana",
            "Paid from",
            CHOICE,
            choices=choices_of(FundingSource, fund="dak|dana dak", apbd="apbd"),
            help_id="Kosong berarti dana ini.",
            help_en="Empty means this fund.",
            example="fund",
            width=16,
        ),
        Column("volume", "Volume", "Volume", whole(1, MOST_COUNTED), required=True, example=60, width=10),
        Column(
            "frequency",
            "Frekuensi",
            "Times",
            whole(1, MOST_COUNTED),
            help_id="Kosong berarti sekali.",
            help_en="Empty means once.",
            example=2,
            width=10,
        ),
        Column(
            "unit",
            "Satuan",
            "Unit",
            CHOICE,
            required=True,
            choices=choices_of(
                Unit,
                person_hour="OJ",
                person_lesson_hour="OJP",
                person_day="OH",
                person_month="OB",
                person_activity="OK",
                person_trip="OP",
            ),
            example="person_day",
            width=18,
        ),
        Column(
            "unit_price",
            "Harga satuan",
            "Price of one unit",
            rupiah(1, LARGEST),
            required=True,
            unit=("Rp", "Rp"),
            help_id="Rupiah bulat. Jumlah dihitung: volume × frekuensi × harga satuan.",
            help_en="Whole rupiah. The amount is worked out: volume × times × price.",
            example=50_000,
            width=16,
        ),
        Column(
            "account_code",
            "Kode rekening",
            "Account code",
            words(40, digits=True),
            example="5.1.02.01.01.0052",
            width=20,
        ),
        *_fact_columns(),
    )


#: Read when they are first asked for: the texts of the law take a second.
COLUMNS = cast("tuple[Column, ...]", SimpleLazyObject(_columns))


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """The cells of a row that are not plain; what its activity and its line as a whole lack, `compare` says."""
    reading = Reading({key: unquoted(value) for key, value in raw.items()})
    values: dict[str, Any] = {}
    for column in COLUMNS:
        key = column.key
        if reading.is_empty(key):
            continue
        if not column.asked(context):
            reading.wrong(key, _("This is not asked in this fund."), _("Leave the cell empty."))
        elif column.type is CHOICE:
            values[key] = raw[key]
        elif key in _LONGEST:
            values[key] = reading.text(key, _LONGEST[key])
        elif key in _MOST:
            values[key] = reading.whole(key, 1, _MOST[key])
        else:
            values[key] = whole_rupiah(reading, key, 1)
    return Judged(values, [(one.field, str(one.message), str(one.remedy)) for one in reading.problems])


# ---------------------------------------------------------------- records and cells


def cells_of_activity(one: PlanActivity) -> dict[str, Any]:
    """What the columns say of an activity on record; what is not known is absent."""
    cells = {name: getattr(one, name) for name in ("activity", "title", *OF_ACTIVITY)}
    cells |= {"first_month": str(one.first_month), "last_month": str(one.last_month)}
    return {key: value for key, value in cells.items() if value not in (None, "")}


def cells_of_line(one: PlanLine, year: ProgrammeYear) -> dict[str, Any]:
    """What the columns say of a budget line on record; what is not known is absent."""
    cells = {name: getattr(one, name) for name in OF_LINE}
    for name in facts_asked(year):
        value = one.facts.get(name)
        cells[name] = ("yes" if value else "no") if isinstance(value, bool) else value
    return {key: value for key, value in cells.items() if value not in (None, "")}


def activity_values(cells: Mapping[str, Any], kept: PlanActivity | None, year: ProgrammeYear) -> ActivityValues:
    """An activity as its cells say; what no column holds stays as it is on record."""
    beyond: dict[str, Any] = {}
    if kept is not None:
        beyond = {name: getattr(kept, name) for name in ("directions", "need", "regional_affair", "national_priority")}
        beyond["facts"] = said(asked_of_activity(year, kept.activity), kept.facts)
    return ActivityValues(
        activity=cells["activity"],
        title=cells["title"],
        training_kind=cells.get("training_kind", ""),
        modality=cells.get("modality", ""),
        first_month=int(cells["first_month"]),
        last_month=int(cells["last_month"]),
        location=cells["location"],
        output_volume=cells.get("output_volume"),
        output_unit=cells.get("output_unit", ""),
        **beyond,
    )


def line_values(cells: Mapping[str, Any], kept: PlanLine | None, year: ProgrammeYear) -> LineValues:
    """A budget line as its cells say; facts that no column holds stay as they are on record."""
    facts = said(asked_of_line(year), kept.facts) if kept is not None else {}
    for name, fact in facts_asked(year).items():
        if name in cells:
            facts[name] = cells[name] == "yes" if fact.type == "boolean" else cells[name]
    return LineValues(
        component=cells["component"],
        description=cells["description"],
        source=cells["source"],
        volume=cells["volume"],
        frequency=cells["frequency"],
        unit=cells["unit"],
        unit_price=cells["unit_price"],
        account_code=cells.get("account_code", ""),
        facts=facts,
    )
