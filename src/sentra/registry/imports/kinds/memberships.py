"""Memberships: which enterprise belongs to which sentra from when."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from sentra.indonesian.identifiers import parse_nib
from sentra.registry.imports import bulk
from sentra.registry.imports.columns import CHOICE, DAY, YES_NO, Column, identifier, text
from sentra.registry.imports.issues import issue
from sentra.registry.imports.kinds.known import alike, find_enterprise, find_sentra, of
from sentra.registry.imports.sheets import Context, Judged, Row, Sheet, Stale
from sentra.registry.models import ImportKind, Membership
from sentra.registry.values import check_membership
from sentra.registry.values.reading import Reading

_TIMES = ("joined_on", "left_on", "left_reason", "inside_area")

ENTERPRISE_COLUMNS = (
    Column(
        "nib",
        "NIB usaha",
        "NIB of the enterprise",
        identifier(parse_nib),
        help_id="Bila usaha memiliki NIB, cukup NIB-nya.",
        help_en="Where the enterprise has a NIB, the NIB is enough.",
        example="9120001234567",
        width=16,
    ),
    Column(
        "enterprise",
        "Nama usaha",
        "Business name",
        text(200),
        help_id="Seperti yang terdaftar. Wajib bila NIB kosong.",
        help_en="As it is registered. Needed where the NIB is empty.",
        example="Batik Sekar Jati",
        width=28,
    ),
    Column(
        "owner",
        "Nama pemilik",
        "Owner's name",
        text(150),
        help_id="Hanya perlu bila beberapa usaha bernama sama.",
        help_en="Only needed where several enterprises have the same name.",
        width=24,
    ),
)


def enterprise_named(raw: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    """The problem of a row that names no enterprise."""
    if raw.get("nib") or raw.get("enterprise"):
        return []
    return [("enterprise", _t("The enterprise is missing."), _t("Fill in the NIB or the business name."))]


def read_names(raw: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """NIB, names and sentra of a row, with what is wrong about them."""
    reading = Reading(raw)
    nib = None if reading.is_empty("nib") else reading.parsed("nib", parse_nib)
    values = {
        "nib": nib.digits if nib else "",
        "enterprise": reading.text("enterprise", 200),
        "owner": reading.text("owner", 150),
    }
    return values, [(one.field, str(one.message), str(one.remedy)) for one in reading.problems]


def judge(raw: Mapping[str, Any], context: Context) -> Judged:
    """A row read as the form reads it."""
    names, problems = read_names(raw)
    reading = Reading(raw)
    sentra = reading.text("sentra", 150, required=True)
    checked = check_membership({name: raw.get(name) for name in _TIMES}, today=context.today)
    told = [*reading.problems, *checked.problems]
    problems += [(one.field, str(one.message), str(one.remedy)) for one in told]
    values = {name: getattr(checked.values, name) for name in _TIMES}
    if values["inside_area"] is not None:
        values["inside_area"] = "yes" if values["inside_area"] else "no"
    return Judged(values | names | {"sentra": sentra}, problems + enterprise_named(raw))


def is_plain(values: Mapping[str, Any]) -> bool:
    """Whether the row names an enterprise and does not end before it begins."""
    left = values.get("left_on")
    return bool(values.get("nib") or values.get("enterprise")) and (left is None or left >= values["joined_on"])


def identities(values: Mapping[str, Any]) -> Iterator[Hashable]:
    """An enterprise enters a sentra once on a day."""
    yield (
        values.get("pair") or (values["sentra"], values.get("nib") or alike(values["enterprise"])),
        values["joined_on"],
    )


def compare(rows: Sequence[Row], context: Context) -> None:
    """Find sentra and enterprise of each row, and the membership that is open or began on the same day."""
    for row in rows:
        if row.issues:
            continue
        sentra, enterprise = find_sentra(row, context), find_enterprise(row, context)
        if sentra is None or enterprise is None:
            continue
        row.values["sentra_id"], row.values["enterprise_id"] = str(sentra.pk), str(of(enterprise, "id"))
        row.values["pair"] = f"{sentra.pk}/{of(enterprise, 'id')}"
        _compare_times(row, _memberships(context).get((sentra.pk, of(enterprise, "id")), []))


def _compare_times(row: Row, present: list[Membership]) -> None:
    joined, left = row.values["joined_on"], row.values.get("left_on")
    same = next((one for one in present if one.joined_on == joined), None)
    if same is not None:
        row.target_id, row.version = same.pk, 0
        before = {"left_on": same.left_on, "left_reason": same.left_reason, "inside_area": _word(same.inside_area)}
        for key, value in before.items():
            given = row.values.get(key)
            if given is not None and given != value:
                row.changes[key] = [value, given]
    others = [one for one in present if one is not same]
    for one in others:
        ends = one.left_on or dt.date.max
        if one.joined_on <= (left or dt.date.max) and joined <= ends:
            row.issues.append(
                issue(
                    "joined_on",
                    _("The enterprise is already a member of this sentra in this period."),
                    _("Correct the day of joining, or fill in the day the earlier membership ended."),
                )
            )
            return


def _word(inside: bool | None) -> str:
    return "" if inside is None else "yes" if inside else "no"


def _memberships(context: Context) -> dict[tuple[Any, Any], list[Membership]]:
    if "memberships" not in context.memory:
        found: dict[tuple[Any, Any], list[Membership]] = {}
        for one in Membership.objects.filter(sentra__regency=context.regency).order_by("joined_on"):
            found.setdefault((one.sentra_id, one.enterprise_id), []).append(one)
        context.memory["memberships"] = found
    kept: dict[tuple[Any, Any], list[Membership]] = context.memory["memberships"]
    return kept


def apply(rows: Sequence[Row], context: Context) -> None:
    """Write new memberships in bulk; change the end and the place of those on record."""
    names = ("id", "sentra", "enterprise", "joined_on", "left_on", "left_reason", "inside_area")
    new = [row for row in rows if row.version is None]
    bulk.insert(Membership, names, [_columns(row) for row in new])
    for row in rows:
        if row.version is not None:
            wanted = {key: _meant(key, pair[1]) for key, pair in row.changes.items()}
            if not Membership.objects.filter(pk=row.record_id).update(**wanted):
                raise Stale


def _columns(row: Row) -> tuple[Any, ...]:
    given = row.values.get
    return (
        row.target_id,
        uuid.UUID(given("sentra_id")),
        uuid.UUID(given("enterprise_id")),
        given("joined_on"),
        given("left_on"),
        given("left_reason", ""),
        _meant("inside_area", given("inside_area")),
    )


def _meant(key: str, value: Any) -> Any:
    if key == "inside_area":
        return None if value is None else value == "yes"
    if key == "left_on" and isinstance(value, str):
        return dt.date.fromisoformat(value)
    return value


MEMBERSHIPS = Sheet(
    kind=ImportKind.MEMBERSHIPS.value,
    title=ImportKind.MEMBERSHIPS.label,
    columns=(
        Column(
            "sentra",
            "Sentra",
            "Sentra",
            text(150),
            required=True,
            help_id="Kode atau nama sentra yang terdaftar.",
            help_en="The code or the name of a registered sentra.",
            example="Sentra Batik Jenggot",
            width=28,
        ),
        *ENTERPRISE_COLUMNS,
        Column("joined_on", "Tanggal bergabung", "Joined on", DAY, required=True, example="01/03/2024", width=16),
        Column("left_on", "Tanggal keluar", "Left on", DAY, width=16),
        Column("left_reason", "Alasan keluar", "Reason for leaving", text(200), width=24),
        Column(
            "inside_area",
            "Di dalam kawasan",
            "Inside the area",
            CHOICE,
            choices=YES_NO,
            help_id="Apakah usaha bekerja di dalam kawasan sentra. Kosongkan bila belum diketahui.",
            help_en="Whether it works inside the area of the sentra. Leave empty while not known.",
            example="yes",
            width=16,
        ),
    ),
    judge=judge,
    identities=identities,
    compare=compare,
    apply=apply,
    is_plain=is_plain,
    key=("sentra", "nib", "enterprise", "joined_on"),
)
