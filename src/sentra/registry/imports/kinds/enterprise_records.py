"""Enterprises of a file against the registry: found again, compared cell by cell, written in bulk."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from sentra.access.personal_data import keyed_hash
from sentra.indonesian.identifiers import mask_nik
from sentra.registry.imports import bulk
from sentra.registry.imports.issues import issue
from sentra.registry.imports.kinds.known import UNMERGED, alike, district_ids, in_chunks, known_enterprises, of
from sentra.registry.imports.kinds.similar import similar_names
from sentra.registry.imports.sheets import Context, Row, Stale
from sentra.registry.imports.staging import sealed_bytes
from sentra.registry.models import Enterprise, LegalForm, Person
from sentra.registry.values.people import DEFAULT_KBLI_VERSION

NIK = 2  # its place among the columns
#: Column of the sheet → field of a known record.
COMPARED = {
    "name": "name",
    "owner": "owner__name",
    "sex": "owner__sex",
    "birth_date": "owner__birth_date",
    "education": "owner__education",
    "legal_form": "legal_form",
    "nib": "nib",
    "npwp": "npwp",
    "kbli_code": "kbli_code",
    "founded_year": "founded_year",
    "product": "product",
    "raw_material": "raw_material",
    "address": "address",
    "village": "village",
    "district": "district__code",
    "phone": "phone",
    "email": "email",
    "citizens": "owned_by_indonesian_citizens",
    "subsidiary": "is_subsidiary",
}
#: What a yes-or-no cell means for the record.
MEANT = {"yes": True, "no": False}
YES_OR_NO = ("citizens", "subsidiary")
OF_OWNER = {"owner": "name", "sex": "sex", "birth_date": "birth_date", "education": "education"}

# ---------------------------------------------------------------- comparing


def compare(rows: Sequence[Row], context: Context) -> None:
    """Find the enterprise that each row means, note what would change, and what speaks against it."""
    sound = [row for row in rows if not row.issues]
    for row in sound:
        if nik := row.values.get("nik"):
            row.values["nik_hash"] = keyed_hash(nik)
    known = known_enterprises(context)
    same = [_same(row, context) for row in sound]
    owners = _owners(sound, same)
    taken = _taken_nibs(sound, context)
    for row, found in zip(sound, same, strict=True):
        _check_nik(row, found, owners, context)
        if row.values.get("nib") in taken and (found is None or not of(found, "nib")):
            row.issues.append(
                issue(
                    "nib",
                    _("This NIB is already registered in another regency."),
                    _("Compare the number with the NIB document; ask the province office if it is right."),
                )
            )
        if found is not None:
            row.target_id, row.version = of(found, "id"), of(found, "version")
            row.changes |= dict(_changes(row, found))
    similar_names([row for row in sound if row.target_id is None and not row.issues], known, context)


def _same(row: Row, context: Context) -> tuple[Any, ...] | None:
    """The registered enterprise a row means: same NIB; same owner's NIK and name; same names in the district."""
    known, values = known_enterprises(context), row.values
    nib, nik, name = values.get("nib"), values.get("nik_hash"), alike(values["name"])
    if nib in known.by_nib:
        return known.by_nib[nib]
    found = known.by_nik.get((nik, name)) if nik else None
    if found is not None and not (nib and of(found, "nib")):
        return found
    for one in known.by_names.get((name, alike(values["owner"])), ()):
        other_nik = nik and of(one, "owner__nik_hash") not in ("", nik)
        other_nib = nib and of(one, "nib")
        other_place = values.get("district") and of(one, "district__code") not in (None, values["district"])
        if not (other_nik or other_nib or other_place):
            return one
    return None


def _changes(row: Row, found: tuple[Any, ...]) -> Iterator[tuple[str, list[Any]]]:
    for key, field in COMPARED.items():
        value, held = row.values.get(key), of(found, field)
        if key in YES_OR_NO and held is not None:
            held = "yes" if held else "no"
        if value is not None and value != held:
            yield key, [held, value]
    if row.values.get("nik_hash") and not of(found, "owner__nik_hash"):
        yield "nik", ["", mask_nik(row.values["nik"])]


def _check_nik(row: Row, found: tuple[Any, ...] | None, owners: dict[str, Any], context: Context) -> None:
    nik = row.values.get("nik_hash")
    if not nik:
        return
    registered = of(found, "owner__nik_hash") if found else ""
    if registered == nik:
        return
    if registered:
        row.issues.append(
            issue(
                "nik",
                _("The owner of this enterprise is registered with another NIK."),
                _("Compare the number with the KTP; a change of owner is entered on the enterprise's page."),
            )
        )
    elif nik in owners:
        _take_owner(row, found, owners[nik], context)
    else:
        _one_name_in_file(row, context)


def _take_owner(row: Row, found: tuple[Any, ...] | None, owner: tuple[Any, ...], context: Context) -> None:
    _hash, key, regency_id, name = owner
    if regency_id != context.regency.pk:
        row.issues.append(
            issue(
                "nik",
                _("This number is already registered in another regency."),
                _("Leave the number empty for now and ask the province office to compare the two records."),
            )
        )
    elif found is not None or alike(name) != alike(row.values["owner"]):
        row.issues.append(
            issue(
                "nik",
                _("This number belongs to %(name)s, who is registered already."),
                _("Correct the name or the number; two records of one person are merged on their page."),
                name=name,
            )
        )
    else:
        row.values["owner_id"] = key


def _one_name_in_file(row: Row, context: Context) -> None:
    """One number is one person: two names for it in one file are an error of the later row."""
    named = context.memory.setdefault("niks", {})
    first, name = named.setdefault(row.values["nik_hash"], (row.number, alike(row.values["owner"])))
    if name != alike(row.values["owner"]):
        row.issues.append(
            issue(
                "nik",
                _("Row %(row)s gives this number to another name."),
                _("Correct the name or the number in one of the two rows."),
                row=first,
            )
        )


def _owners(rows: Sequence[Row], same: Sequence[tuple[Any, ...] | None]) -> dict[str, tuple[Any, ...]]:
    """The registered people, anywhere in the nation, whose numbers the rows newly bring."""
    wanted = {
        row.values["nik_hash"]
        for row, found in zip(rows, same, strict=True)
        if "nik_hash" in row.values and (found is None or not of(found, "owner__nik_hash"))
    }
    found: dict[str, tuple[Any, ...]] = {}
    for hashes in in_chunks(sorted(wanted)):
        # Unscoped: a number names one person in the whole nation; one from elsewhere is refused, not shown.
        people = Person.unscoped.filter(UNMERGED, ~Q(nik_hash=""), nik_hash__in=hashes)
        for one in people.values_list("nik_hash", "pk", "regency_id", "name"):
            found[one[0]] = one
    return found


def _taken_nibs(rows: Iterable[Row], context: Context) -> set[str]:
    """The NIBs of the rows that are registered outside the regency."""
    known = known_enterprises(context).by_nib
    wanted = {row.values["nib"] for row in rows if "nib" in row.values} - known.keys()
    found: set[str] = set()
    for numbers in in_chunks(sorted(wanted)):
        # Unscoped: a NIB names one business actor in the whole nation; only that it is taken is told.
        held = Enterprise.unscoped.filter(UNMERGED, ~Q(nib=""), nib__in=numbers)
        found.update(held.values_list("nib", flat=True))
    return found


# ---------------------------------------------------------------- writing

_PERSON = (
    "id",
    "name",
    "nik_encrypted",
    "nik_hash",
    "nik_mask",
    "sex",
    "birth_date",
    "education",
    "phone",
    "email",
    "regency",
    "created_at",
)
_GIVEN = ("legal_form", "nib", "npwp", "kbli_code", "product", "raw_material", "address", "village", "phone", "email")
_ENTERPRISE = (
    "id",
    "name",
    "owner",
    *_GIVEN,
    "founded_year",
    *(COMPARED[key] for key in YES_OR_NO),
    "district",
    "regency",
    "nib_check",
    "kbli_version",
    "is_active",
    "retired_reason",
    "created_at",
    "updated_at",
    "version",
)
_PLAIN = ("name", *_GIVEN, "founded_year")
_CHANGEABLE = (*_PLAIN, *(COMPARED[key] for key in YES_OR_NO), "district", "updated_at")


def apply(rows: Sequence[Row], context: Context) -> None:
    """Write new owners and enterprises, and change those that differ; raises `Stale` when one changed meanwhile."""
    now = timezone.now()
    people, enterprises = [], []
    for row in rows:
        if row.version is None:
            owner, is_new = _owner_of(row, context)
            if is_new:
                people.append(_person(row, owner, context, now))
            enterprises.append(_enterprise(row, owner, context, now))
    bulk.insert(Person, _PERSON, people)
    bulk.insert(Enterprise, _ENTERPRISE, enterprises)
    _change([row for row in rows if row.version is not None], context, now)


def _owner_of(row: Row, context: Context) -> tuple[uuid.UUID, bool]:
    """The owner's key, and whether the person has yet to be written: one number is one person in the whole file."""
    if registered := row.values.get("owner_id"):
        return uuid.UUID(registered), False
    people: dict[str, uuid.UUID] = context.memory.setdefault("people", {})
    nik, fresh = row.values.get("nik_hash"), uuid.uuid4()
    if not nik:
        return fresh, True
    owner = people.setdefault(nik, fresh)
    return owner, owner is fresh


def _nik_fields(row: Row) -> tuple[bytes | None, str, str]:
    nik = row.values.get("nik_hash")
    return (sealed_bytes(row.cells[NIK]), nik, row.values["nik"]) if nik else (None, "", "")


def _person(row: Row, key: uuid.UUID, context: Context, now: dt.datetime) -> tuple[Any, ...]:
    given = row.values.get
    return (
        key,
        given("owner"),
        *_nik_fields(row),
        given("sex", ""),
        given("birth_date"),
        given("education", ""),
        "",
        "",
        context.regency.pk,
        now,
    )


def _enterprise(row: Row, owner: uuid.UUID, context: Context, now: dt.datetime) -> tuple[Any, ...]:
    given = row.values.get
    return (
        row.target_id,
        given("name"),
        owner,
        given("legal_form", LegalForm.INDIVIDUAL.value),
        *(given(name, "") for name in _GIVEN[1:]),
        given("founded_year"),
        *(MEANT.get(given(key, "")) for key in YES_OR_NO),
        _district_id(given("district"), context),
        context.regency.pk,
        "",
        DEFAULT_KBLI_VERSION,
        True,
        "",
        now,
        now,
        1,
    )


def _district_id(code: str | None, context: Context) -> int | None:
    return district_ids(context)[code][0] if code else None


def _change(rows: Sequence[Row], context: Context, now: dt.datetime) -> None:
    """Write what differs, raising each record's version; the owner's own fields go to the person."""
    found = bulk.update(
        Enterprise,
        _CHANGEABLE,
        [
            (
                row.target_id,
                row.version,
                *(row.changes[name][1] if name in row.changes else None for name in _PLAIN),
                *(MEANT[row.changes[key][1]] if key in row.changes else None for key in YES_OR_NO),
                _district_id(row.changes["district"][1], context) if "district" in row.changes else None,
                now,
            )
            for row in rows
        ],
    )
    if found != len(rows):
        raise Stale
    of_owner = [row for row in rows if row.changes.keys() & {*OF_OWNER, "nik"}]
    owners = dict(
        pair
        for keys in in_chunks(row.record_id for row in of_owner)
        for pair in Enterprise.objects.filter(pk__in=keys).values_list("pk", "owner_id")
    )
    for row in of_owner:
        wanted = {OF_OWNER[key]: row.values[key] for key in row.changes if key in OF_OWNER}
        if "nik" in row.changes:
            wanted |= dict(zip(("nik_encrypted", "nik_hash", "nik_mask"), _nik_fields(row), strict=True))
        Person.objects.filter(pk=owners[row.record_id]).update(**wanted)
