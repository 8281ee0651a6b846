"""Activities of other programmes, linked to a sentra and counted once (Pasal 14 huruf d)."""

from __future__ import annotations

import re
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.once import create_once
from sentra.decisions.services import record_decision
from sentra.development.entitlements import clause_id
from sentra.development.models import LinkedActivity
from sentra.development.services.common import Checking, ensure_here, grounds, law_for, person
from sentra.pages.errors import Conflict
from sentra.pages.formatting import rupiah
from sentra.registry.models import Sentra


def reference_key(source: str, reference: str) -> str:
    """A source and its reference without case, blanks and signs, so that one activity is found however written."""
    return "|".join(re.sub(r"[\W_]+", "", part.casefold()) for part in (source, reference))


def link_activity(
    *,
    actor: Actor,
    sentra: Sentra,
    programme: str,
    source: str,
    activity: str,
    year: int,
    amount: int,
    reference: str,
    id: UUID | None = None,
) -> LinkedActivity:
    """Link an activity of another programme to a sentra with its source and amount (whole rupiah), once (14.d).

    Raises Conflict when the same source and reference is linked already, wherever; it names the sentra only
    where the actor may see it.
    """
    ensure_here(actor, "development.link_activity", sentra)
    check = Checking()
    name = check.words("programme", programme, 200)
    origin = check.words("source", source, 200)
    what = check.words("activity", activity, 200)
    number = check.words("reference", reference, 120)
    check.amount("amount", amount, 0)
    key_text = reference_key(source, reference)
    if number and key_text.endswith("|"):
        check.say("reference", reference, _("This is no reference."), _("Give the number of the paper or line."))
    check.done()

    def create(key: UUID) -> LinkedActivity:
        _refuse_twice(actor, key_text)
        linked = LinkedActivity(
            id=key,
            sentra=sentra,
            programme=name,
            source=origin,
            activity=what,
            year=year,
            amount=amount,
            reference=number,
            reference_key=key_text,
            linked_on=actor.today,
            linked_by=person(actor),
        )
        linked.save(force_insert=True)
        record_decision(
            actor=actor,
            action="development.link_activity",
            subject=linked,
            regency=sentra.regency,
            details={"sentra": sentra.name, "source": origin, "amount": rupiah(amount)},
            grounds=grounds(law_for(actor), [clause_id("14.d")]),
        )
        return linked

    try:
        return create_once(LinkedActivity, actor, id, create)
    except IntegrityError:
        _refuse_twice(actor, key_text)
        raise


def _refuse_twice(actor: Actor, key_text: str) -> None:
    # Unscoped: the same activity counts once in the nation; the sentra is named only inside the territory.
    there = (
        LinkedActivity.unscoped.filter(reference_key=key_text, withdrawn_on=None)
        .select_related("sentra__regency")
        .first()
    )
    if there is None:
        return
    if actor.territory.holds(there.sentra.regency):
        message = _("This activity is linked to “%(sentra)s” already.") % {"sentra": there.sentra.name}
    else:
        message = _("This activity is linked already, outside your territory.")
    raise Conflict(message, remedy=_("Check source and reference; the same activity is counted once."))


def withdraw_activity(*, actor: Actor, activity: LinkedActivity, reason: str) -> LinkedActivity:
    """Take a linked activity out of the count with a reason; the row stays."""
    ensure_here(actor, "development.link_activity", activity)
    check = Checking()
    words = check.words("reason", reason, 300)
    check.done()
    with transaction.atomic():
        changed = LinkedActivity.unscoped.filter(pk=activity.pk, withdrawn_on=None).update(
            withdrawn_on=actor.today, withdrawn_reason=words
        )
        if not changed:
            raise Conflict(_("This activity is withdrawn already."), remedy=_("Load the page again."))
        activity.refresh_from_db()
        record_decision(
            actor=actor,
            action="development.withdraw_activity",
            subject=activity,
            regency=activity.regency,
            reason=words,
        )
    return activity
