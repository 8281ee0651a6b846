"""The plan of use as a paper (contoh 1): what the articles ask for, in a layout of our own. Always in Indonesian."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import override

from sentra.access.models import Appointment
from sentra.documents.rendering import content as c
from sentra.documents.services import letterhead_of, signature_of
from sentra.funding.facts_plans import Sheet, directions_of, is_charged, is_reviewed
from sentra.funding.guides import activity_label, component_label, text_of
from sentra.funding.guides_plans import direction_choices, modalities, training_kinds
from sentra.funding.models import Fund, FundingSource, PlanActivity, PlanLine, PlanVersion, Unit
from sentra.indonesian.dates import long_date, month_name
from sentra.indonesian.words import number, rupiah_formal, rupiah_in_table
from sentra.territory.models import Office

LAYOUT_NOTE = (
    "Susunan formulir ini dibuat untuk sistem Sentra, karena isi lampiran peraturan tidak tersedia; "
    "isinya mengikuti pasal-pasalnya."
)
NOT_YET = "belum dicatat"


def paper_title(plan: PlanVersion) -> str:
    """`Rencana penggunaan dana (contoh 1): Kota Pekalongan 2026, versi 1`."""
    recipient = plan.recipient
    return f"{_name(plan)}: {recipient.region.name} {recipient.year.year}, versi {plan.number}"


def _name(plan: PlanVersion) -> str:
    if plan.recipient.year.fund == Fund.PK2UMK:
        return "Rencana penggunaan dana (contoh 1)"
    return "Rencana kegiatan dan anggaran biaya"


def plan_paper(sheet: Sheet, office: Office, signer: Appointment | None = None) -> c.Paper:
    """The paper of a version as it stands; the signature is that of whoever hands it in."""
    plan, year = sheet.plan, sheet.year
    with override("id"):
        fund = str(year.get_fund_display())
        blocks = tuple(_blocks(sheet))
        note = f"{LAYOUT_NOTE} {text_of(year).number}. Versi {plan.number}, suntingan {plan.edition}."
        return c.Paper(
            kind="form",
            title=f"{_name(plan).upper()}\n{fund.upper()} TAHUN ANGGARAN {year.year}",
            letterhead=letterhead_of(office),
            place=office.city,
            date_text=long_date(plan.submitted_on) if plan.submitted_on else "",
            blocks=blocks,
            signature=signature_of(signer) if signer else None,
            note=note,
        )


def _blocks(sheet: Sheet) -> Iterable[c.Block]:
    yield c.KeyValues(tuple(_head(sheet)))
    for place, activity in enumerate(sheet.activities, start=1):
        yield c.Heading(f"{place}. {activity.title}")
        yield c.KeyValues(tuple(_of_activity(sheet, activity)))
        yield _lines(sheet, sheet.lines_of(activity))
    yield c.Heading("Rekapitulasi")
    yield _summary(sheet)
    yield c.Heading("Koordinasi, pembahasan, dan reviu")
    yield c.KeyValues(tuple(_way(sheet)))


def _head(sheet: Sheet) -> list[tuple[str, str]]:
    plan, recipient = sheet.plan, sheet.recipient
    allocation = recipient.allocation
    rows = [
        ("Daerah", recipient.region.name),
        ("Pengelola dana", str(recipient.get_holder_display())),
        ("Tahun anggaran", str(sheet.year.year)),
        ("Pagu", rupiah_formal(allocation.ceiling) if allocation else NOT_YET),
        ("Rencana dari dana ini", rupiah_formal(sheet.planned())),
    ]
    if sheet.year.fund == Fund.PK2UMK:
        labels = dict(direction_choices(sheet.year))
        rows.append(("Arah penggunaan", "; ".join(labels[one] for one in directions_of(sheet)) or NOT_YET))
    if plan.is_change:
        rows.append(("Alasan perubahan", plan.change_reason))
    return rows


def _of_activity(sheet: Sheet, activity: PlanActivity) -> list[tuple[str, str]]:
    rows = [("Kegiatan", activity_label(sheet.year, activity.activity))]
    if activity.modality:
        rows.append(("Moda", dict(modalities(sheet.year)).get(activity.modality, activity.modality)))
    if activity.training_kind:
        rows.append(("Jenis pelatihan", dict(training_kinds(sheet.year)).get(activity.training_kind, "")))
    months = month_name(activity.first_month)
    if activity.last_month != activity.first_month:
        months = f"{months} sampai dengan {month_name(activity.last_month)}"
    output = f"{number(activity.output_volume)} {activity.output_unit}" if activity.output_volume else NOT_YET
    rows += [("Waktu pelaksanaan", months), ("Tempat", activity.location), ("Target keluaran", output)]
    said = (
        ("Kebutuhan dan manfaat", activity.need),
        ("Urusan daerah", activity.regional_affair),
        ("Prioritas nasional", activity.national_priority),
    )
    return rows + [(label, value) for label, value in said if value]


def _lines(sheet: Sheet, lines: list[PlanLine]) -> c.Table:
    columns = (
        c.Column("No.", 0.5, "center"),
        c.Column("Kode rekening", 1.2),
        c.Column("Komponen dan uraian", 3),
        c.Column("Volume", 0.8, numeric=True),
        c.Column("Kali", 0.6, numeric=True),
        c.Column("Satuan", 1.3),
        c.Column("Harga satuan (Rp)", 1.4, numeric=True),
        c.Column("Jumlah (Rp)", 1.5, numeric=True),
    )
    rows = tuple(
        (
            str(place),
            one.account_code or "–",
            _described(sheet, one),
            number(one.volume),
            number(one.frequency),
            str(Unit(one.unit).label),
            rupiah_in_table(one.unit_price),
            rupiah_in_table(one.amount),
        )
        for place, one in enumerate(lines, start=1)
    )
    total = rupiah_in_table(sum(one.amount for one in lines if is_charged(one)))
    return c.Table(
        columns,
        rows,
        total=("", "", "Jumlah dari dana ini", "", "", "", "", total) if rows else (),
        empty="Belum ada rincian pendanaan.",
    )


def _described(sheet: Sheet, line: PlanLine) -> str:
    source = "" if is_charged(line) else f" ({FundingSource.APBD.label})"
    return f"{component_label(sheet.year, line.component)}: {line.description}{source}"


def _summary(sheet: Sheet) -> c.Table:
    columns = (
        c.Column("Kegiatan", 3),
        c.Column("Dana ini (Rp)", 1.5, numeric=True),
        c.Column("APBD (Rp)", 1.5, numeric=True),
    )
    rows, sums = [], [0, 0]
    for activity in sheet.activities:
        lines = sheet.lines_of(activity)
        own = sum(one.amount for one in lines if is_charged(one))
        other = sum(one.amount for one in lines) - own
        sums = [sums[0] + own, sums[1] + other]
        rows.append((activity.title, rupiah_in_table(own), rupiah_in_table(other)))
    total = ("Jumlah", *(rupiah_in_table(one) for one in sums))
    return c.Table(columns, tuple(rows), total=total if rows else (), empty="Belum ada kegiatan.")


def _way(sheet: Sheet) -> list[tuple[str, str]]:
    plan = sheet.plan
    coordination = NOT_YET
    if plan.coordinated_on:
        coordination = f"Bappeda {sheet.recipient.region.name}, {long_date(plan.coordinated_on)}, {plan.coordination}"
    discussion = f"{long_date(plan.discussed_on)}. {plan.discussion}" if plan.discussed_on else NOT_YET
    review = NOT_YET
    if is_reviewed(plan) and plan.reviewed_on and plan.reviewed_by:
        review = f"{long_date(plan.reviewed_on)}, {plan.reviewed_by.name}"
    return [
        ("Koordinasi", coordination),
        ("Pembahasan", discussion),
        ("Reviu APIP", review),
    ]
