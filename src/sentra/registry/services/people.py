"""People: registering, changing, and the logged reading of an identity number."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.models import MaskedRead
from sentra.access.once import create_once
from sentra.access.personal_data import decrypt, encrypt, keyed_hash
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision, subject_type
from sentra.indonesian.identifiers import mask_nik
from sentra.pages.errors import BadInput, InputProblem, Refused
from sentra.registry.models import Person
from sentra.registry.services.common import (
    differences,
    logged,
    require_reason,
    require_unmerged,
    today_of,
)
from sentra.registry.values import PersonValues, check_person
from sentra.territory.models import Region


def register_person(
    *,
    actor: Actor,
    regency: Region,
    values: PersonValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> Person:
    """Register a person in a regency; the NIK is stored encrypted, found by its keyed hash, shown masked.

    Raises BadInput for wrong values and for a NIK that is registered already (without saying whose, where that
    person lives in another regency), OutsideTerritory and Forbidden as `ensure` does.
    """
    ensure(actor, "registry.keep", regency)
    checked = person_values(actor, values)

    def create(key: uuid.UUID) -> Person:
        refuse_taken_nik(actor, checked.nik)
        person = Person(id=key, regency=regency, **_columns(checked))
        person.save(force_insert=True)
        record_decision(actor=actor, action="registry.register_person", subject=person, regency=regency)
        return person

    try:
        return create_once(Person, actor, id, create)
    except IntegrityError:
        refuse_taken_nik(actor, checked.nik)
        raise


def change_person(*, actor: Actor, person: Person, changes: Mapping[str, Any]) -> Person:
    """Change some values of a person; the others stay. An empty NIK leaves the number as it is.

    Raises BadInput, OutsideTerritory, Forbidden; Refused for a merged record.
    """
    ensure(actor, "registry.keep", person)
    require_unmerged(person)
    present = {name: getattr(person, name) for name in ("name", "sex", "birth_date", "education", "phone", "email")}
    checked = person_values(actor, {**present, "nik": "", **changes})
    columns = _columns(checked)
    if not checked.nik:
        for name in ("nik_encrypted", "nik_hash", "nik_mask"):
            del columns[name]
    with transaction.atomic():
        stored = Person.unscoped.select_for_update().get(pk=person.pk)
        changed = differences(stored, columns)
        if checked.nik and stored.nik_hash == columns["nik_hash"]:
            changed.pop("nik_encrypted", None)  # two encryptions of one number differ
        if changed:
            if "nik_hash" in changed:
                refuse_taken_nik(actor, checked.nik, besides=person)
            Person.unscoped.filter(pk=person.pk).update(**{name: pair[1] for name, pair in changed.items()})
            names = {"nik" if name.startswith("nik_") else name: pair for name, pair in changed.items()}
            details = logged(names)
            record_decision(
                actor=actor, action="registry.change_person", subject=person, regency=person.regency, details=details
            )
    person.refresh_from_db()
    return person


def person_values(actor: Actor, values: PersonValues | Mapping[str, Any]) -> PersonValues:
    """The values checked again, whatever hand they come from."""
    raw = asdict(values) if isinstance(values, PersonValues) else values
    return check_person(raw, today=today_of(actor)).accept()


def person_with_nik(nik: str) -> Person | None:
    """The unmerged person with this number, anywhere in the nation; callers check the territory before they show."""
    if not nik:
        return None
    # Unscoped: a number names one person in the whole nation.
    return Person.unscoped.filter(nik_hash=keyed_hash(nik), merged_into=None).select_related("regency").first()


def refuse_taken_nik(actor: Actor, nik: str, *, besides: Person | None = None) -> None:
    """Raise BadInput when another person holds the number; one outside the territory is not named."""
    found = person_with_nik(nik)
    if found is None or (besides is not None and found.pk == besides.pk):
        return
    if actor.territory.holds(found.regency):
        message = _("This number belongs to %(name)s, who is registered already.") % {"name": found.name}
        remedy = _("Choose this person as the owner instead of entering them again.")
    else:
        message = _("This number is already registered in another regency.")
        remedy = _("Leave the number empty for now and ask the province office to compare the two records.")
    raise BadInput([InputProblem("nik", None, message, remedy)])


def reveal_nik(*, actor: Actor, person: Person, reason: str) -> str:
    """Give the full identity number to one who may read it, and log who, whose, when and why.

    Raises Forbidden without the right, BadInput without a reason, Refused where no number is on record.
    Source: UU 27/2022; domain reference, masking of the NIK.
    """
    ensure(actor, "access.reveal", person)
    words = require_reason(reason)
    if actor.user is None:
        raise Refused(_("Only a person may read an identity number."))
    if not person.nik_encrypted:
        raise Refused(_("No identity number is on record for this person."), remedy=_("Enter it from the KTP."))
    with transaction.atomic():
        MaskedRead.objects.create(
            user=actor.user,
            appointment=actor.appointment,
            subject_type=subject_type(person),
            subject_id=person.pk,
            subject_label=person.name,
            field="nik",
            reason=words,
        )
        return decrypt(person.nik_encrypted)


def _columns(values: PersonValues) -> dict[str, Any]:
    columns = asdict(values)
    nik = columns.pop("nik")
    return columns | {
        "nik_encrypted": encrypt(nik) if nik else None,
        "nik_hash": keyed_hash(nik) if nik else "",
        "nik_mask": mask_nik(nik) if nik else "",
    }
