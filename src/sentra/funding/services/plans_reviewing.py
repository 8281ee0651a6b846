"""The internal auditor's review of a plan, line by line: accepted, refused or to be discussed, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from sentra.access.actors import Actor
from sentra.access.policy import ensure
from sentra.development.services.common import Checking, person
from sentra.funding.guides import clause_of
from sentra.funding.models import Fund, Judgement, PlanLine, PlanState, PlanVersion
from sentra.funding.offices import auditor_of
from sentra.funding.services.plans_common import lock_plan, record, to_office
from sentra.pages.errors import Refused


@dataclass(frozen=True)
class LineReview:
    """What the auditor says of a line; the note is mandatory unless it is accepted."""

    judgement: str
    note: str = ""


def review_plan(
    *,
    actor: Actor,
    plan: PlanVersion,
    edition: int,
    lines: Mapping[UUID, LineReview],
    passed: bool,
    note: str = "",
) -> PlanVersion:
    """Pass a plan as it is, or return it to the office with what is to be mended.

    Every line is judged; a plan passes only with all of them accepted. The review is one of this edition: a later edit
    asks for a new one (Permenperin 5/2022 Bab V huruf A angka 1). Raises OutsideTerritory, Forbidden, Refused for an
    auditor of another region, BadInput, Conflict.
    """
    ensure(actor, "funding.review", plan)
    _require_own_auditor(actor, plan)
    check = Checking()
    words = (note or "").strip()
    if words or not passed:
        words = check.words("note", note)
    with transaction.atomic():
        stored = lock_plan(plan, (PlanState.IN_REVIEW,), edition)
        # Unscoped: the lines of a version that was let through.
        held = list(PlanLine.unscoped.filter(activity__plan=stored))
        _check_lines(check, held, lines, passed)
        check.done()
        for one in held:
            one.judgement, one.judgement_note = lines[one.pk].judgement, lines[one.pk].note.strip()
        PlanLine.unscoped.bulk_update(held, ["judgement", "judgement_note"], batch_size=200)
        stored.reviewed_by, stored.reviewed_on, stored.review_note = person(actor), actor.today, words
        stored.reviewed_edition = stored.edition if passed else None
        stored.return_reason = "" if passed else words
        stored.state = PlanState.REVIEWED if passed else PlanState.DRAFT
        stored.save()
        counts = Counter(one.judgement for one in held)
        decision = record(
            actor,
            stored,
            "funding.review" if passed else "funding.review_return",
            before=PlanState.IN_REVIEW,
            reason=words,
            details={
                **{name: counts[name] for name in Judgement.values},
                "notes": {str(one.key): one.judgement_note for one in held if one.judgement_note},
            },
            clauses=["V.A.1.reviewed"] if stored.recipient.year.fund == Fund.IKM else [],
        )
        kind = "funding.submit" if passed else "funding.plan"
        to_office(stored, kind, decision, came_back=not passed, note=words if not passed else "")
    return stored


def _require_own_auditor(actor: Actor, plan: PlanVersion) -> None:
    """The auditor is the region's, or the province's, where one is on record; without one, any that sees the plan."""
    own = auditor_of(plan.recipient)
    if own is None or actor.office == own:
        return
    clauses = (clause_of(plan.recipient.year, "V.A.1.reviewed"),) if plan.recipient.year.fund == Fund.IKM else ()
    raise Refused(_("This plan is reviewed by the region's internal auditor: %(office)s.") % {"office": own}, clauses)


def _check_lines(check: Checking, held: list[PlanLine], given: Mapping[UUID, LineReview], passed: bool) -> None:
    for one in held:
        said = given.get(one.pk)
        if said is None or said.judgement not in Judgement.values:
            message = _("%(line)s was not judged.") % {"line": one.description}
            check.say(f"judgement_{one.pk}", None, message, _("Say what you think of every line."))
        elif said.judgement != Judgement.ACCEPTED:
            check.words(f"note_{one.pk}", said.note)
            if passed:
                message = _("%(line)s is not accepted, so the plan cannot pass.") % {"line": one.description}
                check.say("outcome", said.judgement, message, _("Return the plan, or accept the line."))
        elif len(said.note) > 2000:
            check.words(f"note_{one.pk}", said.note)
