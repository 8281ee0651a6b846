"""Sentra: registering under a running code, changing, retiring, yearly figures."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from django.db import transaction
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.access.policy import ensure
from sentra.decisions.services import record_decision
from sentra.pages.errors import Refused
from sentra.registry.models import Sentra, SentraFigures
from sentra.registry.services.common import (
    change_under_version,
    differences,
    district_in,
    logged,
    named_values,
    overtaken,
    require_reason,
    today_of,
)
from sentra.registry.values import (
    SentraFiguresValues,
    SentraValues,
    check_sentra,
    check_sentra_figures,
    same_words,
)
from sentra.territory.models import Region

CHANGE = "registry.change_sentra"
IDENTIFYING = "kukm-23-2005/7.a.s1"


def register_sentra(
    *,
    actor: Actor,
    regency: Region,
    values: SentraValues | Mapping[str, Any],
    id: uuid.UUID | None = None,
) -> Sentra:
    """Put a sentra into the inventory of a regency, as a candidate, under the regency's next running code.

    An active sentra with the same product in the same area is refused: one record results
    (Permen KUKM 23/2005 Pasal 7 huruf a, Pasal 15 huruf a). Raises BadInput, Refused, OutsideTerritory, Forbidden.
    """
    ensure(actor, "registry.keep", regency)
    checked = sentra_values(actor, regency, values)
    columns = _columns(checked, regency)

    def create(key: uuid.UUID) -> Sentra:
        # The regency's row is locked, so that two at once get two codes and never two records of one place.
        Region.objects.select_for_update().get(pk=regency.pk)
        _refuse_same_place(regency, checked)
        sentra = Sentra(id=key, regency=regency, code=_next_code(regency), **columns)
        sentra.save(force_insert=True)
        record_decision(
            actor=actor,
            action="registry.register_sentra",
            subject=sentra,
            regency=regency,
            to_state=sentra.tier,
            details={"code": sentra.code},
        )
        return sentra

    return create_once(Sentra, actor, id, create)


def change_sentra(*, actor: Actor, sentra: Sentra, version: int, changes: Mapping[str, Any]) -> Sentra:
    """Change some values of a sentra that is still at `version`; the others stay. The tier is not among them:
    only a decree changes it.

    `changes` may hold any field of SentraValues, raw or typed. Raises BadInput, Conflict (naming who changed what
    meanwhile), Refused, OutsideTerritory, Forbidden.
    """
    ensure(actor, "registry.keep", sentra)
    checked = sentra_values(actor, sentra.regency, {**present_values(sentra), **changes})
    changed = differences(sentra, _columns(checked, sentra.regency))
    with transaction.atomic():
        if changed.keys() & {"product", "area", "village", "name"} and sentra.is_active:
            Region.objects.select_for_update().get(pk=sentra.regency_id)
            _refuse_same_place(sentra.regency, checked, besides=sentra)
        if not changed:
            if Sentra.unscoped.filter(pk=sentra.pk, version=version).exists():
                return sentra
            raise overtaken(sentra, CHANGE)
        change_under_version(sentra, version, changed, CHANGE)
        record_decision(actor=actor, action=CHANGE, subject=sentra, regency=sentra.regency, details=logged(changed))
    return sentra


def retire_sentra(*, actor: Actor, sentra: Sentra, reason: str, version: int | None = None) -> Sentra:
    """Take a sentra out of the inventory with a reason; the record, its members and history stay
    (Permen KUKM 23/2005 Pasal 15 huruf a: retired with a reason, never erased)."""
    ensure(actor, "registry.keep", sentra)
    words = require_reason(reason)
    with transaction.atomic():
        _switch(actor, sentra, version, is_active=False, reason=words)
    return sentra


def reactivate_sentra(*, actor: Actor, sentra: Sentra, reason: str, version: int | None = None) -> Sentra:
    """Bring a retired sentra back, with a reason; refused when another one took its place meanwhile."""
    ensure(actor, "registry.keep", sentra)
    words = require_reason(reason)
    with transaction.atomic():
        Region.objects.select_for_update().get(pk=sentra.regency_id)
        _refuse_same_place(sentra.regency, SentraValues(**present_values(sentra)), besides=sentra)
        _switch(actor, sentra, version, is_active=True, reason=words)
    return sentra


def record_sentra_figures(
    *, actor: Actor, sentra: Sentra, values: SentraFiguresValues | Mapping[str, Any]
) -> SentraFigures:
    """Record or correct the figures of one year, all members together.

    Fields that the mapping does not name keep what is on record, an empty one is emptied; of SentraFiguresValues
    only what is given is written. The decision keeps what stood there before (Permen KUKM 23/2005 Pasal 1
    angka 3: years, not a snapshot).
    """
    ensure(actor, "registry.keep", sentra)
    raw = named_values(values)
    checked = check_sentra_figures(raw, today=today_of(actor)).accept()
    given = {name: value for name, value in asdict(checked).items() if name in raw}
    with transaction.atomic():
        Sentra.unscoped.select_for_update().get(pk=sentra.pk)
        row, created = SentraFigures.unscoped.get_or_create(sentra=sentra, year=checked.year)
        changed = differences(row, given)
        if changed or created:
            for name, pair in changed.items():
                setattr(row, name, pair[1])
            row.save()
            record_decision(
                actor=actor,
                action="registry.record_sentra_figures",
                subject=sentra,
                regency=sentra.regency,
                details=logged(changed) | {"year": checked.year},
            )
    return row


def sentra_values(actor: Actor, regency: Region, values: SentraValues | Mapping[str, Any]) -> SentraValues:
    """The values checked again, whatever hand they come from."""
    raw = asdict(values) if isinstance(values, SentraValues) else values
    return check_sentra(raw, regency_code=regency.code, today=today_of(actor)).accept()


def present_values(sentra: Sentra) -> dict[str, Any]:
    """The sentra's values as `check_sentra` reads them."""
    names = [one.name for one in fields(SentraValues) if one.name != "district_code"]
    return {name: getattr(sentra, name) for name in names} | {
        "district_code": sentra.district.code if sentra.district else ""
    }


def same_place(regency: Region, values: SentraValues, besides: Sentra | None = None) -> Sentra | None:
    """The active sentra of the regency with the same product in the same area (or, where no area is recorded, in
    the same village, or of the same name)."""
    others = Sentra.unscoped.filter(regency=regency, is_active=True)  # the regency itself is the scope here
    product, name = same_words(values.product), same_words(values.name)
    place = same_words(values.area) or same_words(values.village)
    for other in others.exclude(pk=besides.pk) if besides else others:
        if same_words(other.product) != product:
            continue
        if same_words(other.name) == name:
            return other
        if place and place == (same_words(other.area) or same_words(other.village)):
            return other
    return None


def _refuse_same_place(regency: Region, values: SentraValues, besides: Sentra | None = None) -> None:
    found = same_place(regency, values, besides)
    if found is not None:
        raise Refused(
            _("“%(name)s” (%(code)s) is already registered for this product in this area.")
            % {"name": found.name, "code": found.code},
            (IDENTIFYING,),
            remedy=_("Open that record and complete it; for another area, write its boundary or villages."),
        )


def _next_code(regency: Region) -> str:
    prefix = f"{regency.code}-"
    # Unscoped: the running number counts every sentra ever registered, whoever looks.
    last = (
        Sentra.unscoped.filter(code__startswith=prefix).order_by(Length("code").desc(), "-code").values("code").first()
    )
    return f"{prefix}{(int(last['code'].removeprefix(prefix)) if last else 0) + 1:03d}"


def _switch(actor: Actor, sentra: Sentra, version: int | None, *, is_active: bool, reason: str) -> None:
    stored = Sentra.unscoped.select_for_update().get(pk=sentra.pk)
    if stored.is_active == is_active or (version is not None and stored.version != version):
        raise overtaken(sentra, "registry.reactivate_sentra" if is_active else "registry.retire_sentra")
    changed = differences(stored, {"is_active": is_active, "retired_reason": "" if is_active else reason})
    change_under_version(stored, stored.version, changed, CHANGE)
    sentra.is_active, sentra.retired_reason = stored.is_active, stored.retired_reason
    sentra.version = stored.version
    record_decision(
        actor=actor,
        action="registry.reactivate_sentra" if is_active else "registry.retire_sentra",
        subject=sentra,
        regency=sentra.regency,
        from_state="retired" if is_active else "active",
        to_state="active" if is_active else "retired",
        reason=reason,
    )


def _columns(values: SentraValues, regency: Region) -> dict[str, Any]:
    columns = asdict(values)
    code = columns.pop("district_code")
    return columns | {"district": district_in(regency, code)}
