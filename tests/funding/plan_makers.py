"""Plans made through the services, up to each of their states, for both funds."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding import services
from sentra.funding.facts_plans import Sheet
from sentra.funding.models import Fund, Judgement, PlanActivity, PlanLine, PlanVersion, Recipient
from sentra.funding.queries.plans import RELATED, sheet_of
from sentra.funding.services import ActivityValues, LineReview, LineValues, PlanDescription
from tests.funding.makers import a_year, deputy, head, officer, with_ceiling
from tests.personas import PEKALONGAN, persona

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
DIVISION = {"training": 300_000_000, "mentoring": 100_000_000}


def auditor(n: int = 1) -> Actor:
    return persona(Role.AUDITOR, n=n)


def fresh(plan: PlanVersion) -> PlanVersion:
    """The version as it stands now, read as pages read it."""
    return PlanVersion.objects.select_related(*RELATED).get(pk=plan.pk)


def sheet(plan: PlanVersion) -> Sheet:
    return sheet_of(fresh(plan), dt.date.today())


def a_fund_recipient(fund: str = Fund.PK2UMK, code: str = PEKALONGAN, **given: Any) -> Recipient:
    """A recipient whose ceiling is divided over the activities."""
    divided = {"division": DIVISION} if fund == Fund.PK2UMK else {}
    return with_ceiling(a_year(fund), code, **(divided | given))


def a_plan(recipient: Recipient | None = None, by: Actor | None = None) -> PlanVersion:
    """A draft without content."""
    recipient = recipient or a_fund_recipient()
    return fresh(services.open_plan(actor=by or officer(recipient.region.code), recipient=recipient))


def activity_values(plan: PlanVersion, **given: Any) -> ActivityValues:
    """An activity that its fund carries: a training held offline, or the first training of the catalogue."""
    values: dict[str, Any] = {"title": "Pelatihan kewirausahaan", "first_month": 4, "last_month": 6}
    values |= {"location": "Aula Dinas", "output_volume": 60, "output_unit": "orang"}
    if plan.recipient.year.fund == Fund.PK2UMK:
        values |= {"activity": "training", "modality": "offline", "training_kind": "entrepreneurship"}
        values |= {"directions": ["startup_entrepreneurship"]}
        if given.get("activity", "training") != "training":
            values |= {"modality": "", "training_kind": ""}
    else:
        values |= {"activity": "A2", "need": "Perajin belum memahami SNI.", "regional_affair": "Perindustrian"}
        values |= {"national_priority": "Nilai tambah industri"}
    return ActivityValues(**(values | given))


def an_activity(plan: PlanVersion, by: Actor | None = None, **given: Any) -> PlanActivity:
    now = fresh(plan)
    made = services.save_activity(
        actor=by or officer(now.recipient.region.code),
        plan=now,
        edition=now.edition,
        values=activity_values(now, **given),
    )
    return activity_of(made)


def activity_of(activity: PlanActivity) -> PlanActivity:
    """An activity with its plan, read as pages read it."""
    related = [f"plan__{one}" for one in RELATED if one.startswith("recipient")]
    return PlanActivity.objects.select_related("plan", *related).get(pk=activity.pk)


def line_values(plan: PlanVersion, **given: Any) -> LineValues:
    """A line that the fund may pay, with what is asked of it said."""
    values: dict[str, Any] = {"description": "Konsumsi peserta", "volume": 60, "frequency": 2, "unit": "person_day"}
    values |= {"unit_price": 50_000}
    if plan.recipient.year.fund == Fund.PK2UMK:
        values |= {"component": "consumption", "facts": {"creates_asset": False}}
    else:
        values |= {"component": "meals"}
    return LineValues(**(values | given))


def a_line(activity: PlanActivity, by: Actor | None = None, **given: Any) -> PlanLine:
    plan = fresh(activity.plan)
    return services.save_line(
        actor=by or officer(plan.recipient.region.code),
        activity=activity_of(activity),
        edition=plan.edition,
        values=line_values(plan, **given),
    )


def changed(line: PlanLine, **given: Any) -> PlanLine:
    """The line with other values."""
    activity = activity_of(line.activity)
    plan = fresh(activity.plan)
    names = ("component", "description", "volume", "frequency", "unit", "unit_price", "source", "account_code", "facts")
    values = {name: getattr(line, name) for name in names}
    return services.save_line(
        actor=officer(plan.recipient.region.code),
        activity=activity,
        edition=plan.edition,
        values=LineValues(**(values | given)),
        line=line,
    )


def with_files(plan: PlanVersion) -> PlanVersion:
    for attach, name in ((services.attach_kak, "kak.pdf"), (services.attach_rab, "rab.pdf")):
        now = fresh(plan)
        by = officer(now.recipient.region.code)
        attach(actor=by, plan=now, edition=now.edition, name=name, content=PDF)
    return fresh(plan)


def described(plan: PlanVersion, **given: Any) -> PlanVersion:
    """Coordinated with the planning agency and discussed."""
    now = fresh(plan)
    today = dt.date.today()
    values: dict[str, Any] = {"coordinated_on": today, "coordination": "050/12/Bappeda", "discussed_on": today}
    values |= {"discussion": "Dinas, Bappeda: rincian disetujui."}
    services.describe_plan(
        actor=officer(now.recipient.region.code),
        plan=now,
        edition=now.edition,
        description=PlanDescription(**(values | given)),
    )
    return fresh(plan)


def ready(recipient: Recipient | None = None, **line: Any) -> PlanVersion:
    """A draft with an activity, a line, files and discussion: nothing is wanting but the review."""
    plan = a_plan(recipient)
    a_line(an_activity(plan), **line)
    return described(with_files(plan))


def sent(plan: PlanVersion | None = None) -> PlanVersion:
    """With the auditor."""
    now = fresh(plan or ready())
    by = officer(now.recipient.region.code)
    services.send_to_review(actor=by, plan=now, edition=now.edition)
    return fresh(now)


def reviews(plan: PlanVersion, judgement: str = Judgement.ACCEPTED, note: str = "") -> dict[Any, LineReview]:
    """The same word for every line."""
    lines = PlanLine.objects.filter(activity__plan=plan)
    return {one.pk: LineReview(judgement, note) for one in lines}


def pass_review(plan: PlanVersion) -> PlanVersion:
    """The auditor lets a plan pass that was sent."""
    now = fresh(plan)
    services.review_plan(actor=auditor(), plan=now, edition=now.edition, lines=reviews(now), passed=True)
    return fresh(now)


def hand_in(plan: PlanVersion) -> PlanVersion:
    """The head hands a plan in that was reviewed."""
    now = fresh(plan)
    services.submit_plan(actor=head(now.recipient.region.code), plan=now, edition=now.edition)
    return fresh(now)


def agree(plan: PlanVersion) -> PlanVersion:
    """The ministry agrees to a plan that was handed in."""
    now = fresh(plan)
    services.decide_plan(actor=deputy(), plan=now, edition=now.edition, outcome="agree", reason="Sesuai.")
    return fresh(now)


def reviewed(plan: PlanVersion | None = None) -> PlanVersion:
    """Passed by the auditor."""
    return pass_review(sent(plan))


def submitted(plan: PlanVersion | None = None) -> PlanVersion:
    """With the ministry."""
    return hand_in(reviewed(plan))


def agreed(plan: PlanVersion | None = None) -> PlanVersion:
    """In force."""
    return agree(submitted(plan))


def a_change(plan: PlanVersion | None = None, reason: str = "Volume konsumsi berubah.") -> PlanVersion:
    """A change of an agreed plan, as a draft."""
    recipient = (plan or agreed()).recipient
    by = officer(recipient.region.code)
    return fresh(services.open_change(actor=by, recipient=recipient, reason=reason))
