"""Plans on their way: drafted, discussed, reviewed, handed in, agreed, changed."""

from __future__ import annotations

import datetime as dt
from functools import cache

from sentra.access.roles import Role
from sentra.funding.models import Fund, PlanLine, PlanVersion
from sentra.funding.services import plans_deciding as deciding
from sentra.funding.services import plans_drafting as drafting
from sentra.funding.services import plans_lines as content
from sentra.funding.services import plans_reviewing as reviewing
from sentra.site.demo.files import scan
from sentra.site.demo.money_story import DEMO, Story

#: Component, words, volume, frequency, unit, rupiah a unit.
_TRAINING = (
    ("consumption", "Konsumsi peserta selama pelatihan", 116, 5, "person_day", 85_000),
    ("accommodation", "Akomodasi peserta", 116, 4, "person_day", 150_000),
    ("honorarium_resource_person", "Honorarium narasumber", 4, 20, "person_hour", 850_000),
    ("transport_participant", "Transportasi peserta", 116, 1, "person_trip", 150_000),
    ("training_kit", "Perlengkapan peserta", 116, 1, "set", 125_000),
    ("practice_materials", "Bahan praktik membatik", 116, 1, "package", 250_000),
)
_MENTORING = (
    ("mentor_honorarium", "Honorarium pendamping", 2, 10, "person_month", 3_400_000),
    ("mentoring_transport", "Transportasi pendampingan", 2, 100, "person_trip", 100_000),
)
_LEGAL_AID = (
    ("legal_consultation", "Konsultasi hukum", 40, 2, "person_hour", 380_000),
    ("legal_document_drafting", "Penyusunan dokumen hukum", 30, 2, "document", 700_000),
)
_BUSINESS = (
    ("instructor_honorarium", "Honorarium instruktur", 3, 45, "person_lesson_hour", 300_000),
    ("meals", "Konsumsi peserta", 25, 10, "person_day", 85_000),
    ("venue_rental", "Sewa tempat", 1, 10, "day", 1_500_000),
)
_PRODUCTION = (
    ("instructor_honorarium", "Honorarium instruktur", 3, 45, "person_lesson_hour", 300_000),
    ("meals", "Konsumsi peserta", 25, 8, "person_day", 85_000),
    ("practice_material", "Bahan praktik pewarnaan", 25, 1, "package", 400_000),
)


def draft(story: Story) -> None:
    recipient, actor = story.found(), story.officer
    plan = drafting.open_plan(actor=actor, recipient=recipient)
    if story.fund == Fund.IKM:
        _activity(story, plan, "A1", "Pelatihan manajemen usaha sentra", (3, 6), 25, "orang", _BUSINESS)
        _activity(story, plan, "A2", "Pelatihan teknik pewarnaan", (7, 10), 25, "orang", _PRODUCTION)
        return
    times = 3 if len(story.code) == 2 else 1
    _activity(
        story, plan, "training", "Pelatihan kewirausahaan dan digitalisasi", (4, 9), 116 * times, "orang", _TRAINING
    )
    _activity(story, plan, "mentoring", "Pendampingan peserta pelatihan", (3, 12), 2 * times, "orang", _MENTORING)
    if len(story.code) == 2:
        _activity(story, plan, "legal_aid", "Layanan bantuan hukum", (4, 11), 70, "usaha", _LEGAL_AID)


def _activity(
    story: Story,
    plan: PlanVersion,
    activity: str,
    title: str,
    months: tuple[int, int],
    volume: int,
    unit: str,
    lines: tuple[tuple[str, str, int, int, str, int], ...],
) -> None:
    industry = story.fund == Fund.IKM
    training = activity == "training"
    made = content.save_activity(
        actor=story.officer,
        plan=plan,
        edition=story.version().edition,
        values=content.ActivityValues(
            activity=activity,
            title=title,
            first_month=months[0],
            last_month=months[1],
            location=f"Balai pelatihan {story.world.regions[story.code].name}",
            training_kind="entrepreneurship" if training else "",
            modality="offline" if training else "",
            output_volume=volume,
            output_unit=unit,
            directions=() if industry else ("formalisation", "digitalisation"),
            need="Perajin sentra belum menguasai pengelolaan usaha dan standar mutu." if industry else "",
            regional_affair="Urusan perindustrian: pembinaan industri kecil dan menengah." if industry else "",
            national_priority="Penguatan sentra IKM di lokasi prioritas." if industry else "",
            facts={"delivery_mode": "in_person", "committee_count": 2, "participant_count": 25} if industry else {},
        ),
    )
    facts = {} if industry else {"creates_asset": False, "recorded_in_balance_sheet": False}
    for component, words, count, frequency, counted, price in lines:
        content.save_line(
            actor=story.officer,
            activity=made,
            edition=story.version().edition,
            values=content.LineValues(
                component=component,
                description=words,
                volume=count * (3 if len(story.code) == 2 and counted != "document" else 1),
                frequency=frequency,
                unit=counted,
                unit_price=price,
                facts=facts,
            ),
        )


def discuss(story: Story) -> None:
    plan, actor = story.version(), story.officer
    day = actor.today
    drafting.describe_plan(
        actor=actor,
        plan=plan,
        edition=plan.edition,
        description=drafting.PlanDescription(
            directions=() if story.fund == Fund.IKM else ("formalisation", "digitalisation"),
            coordinated_on=day - dt.timedelta(days=1),
            coordination="B-050/41/Bappeda",
            discussed_on=day,
            discussion="Rapat dinas dengan Bappeda dan perwakilan sentra; jadwal dan sasaran disepakati.",
        ),
    )
    for attach, name in ((drafting.attach_kak, "KAK"), (drafting.attach_rab, "RAB")):
        attach(
            actor=actor,
            plan=plan,
            edition=story.version().edition,
            name=f"{name} {story.year}.pdf",
            content=_paper(name),
        )


@cache
def _paper(name: str) -> bytes:
    """A page that says what it stands for."""
    return scan([name, f"({DEMO})"], seed=7)


def to_auditor(story: Story) -> None:
    plan = story.version()
    drafting.send_to_review(actor=story.officer, plan=plan, edition=plan.edition)


def review(story: Story) -> None:
    plan = story.version()
    lines = PlanLine.objects.filter(activity__plan=plan)
    reviewing.review_plan(
        actor=story.world.actor(Role.AUDITOR, story.code),
        plan=plan,
        edition=plan.edition,
        lines={line.pk: reviewing.LineReview("accepted") for line in lines},
        passed=True,
        note="Harga sesuai standar biaya yang berlaku.",
    )


def submit(story: Story) -> None:
    plan = story.version()
    deciding.submit_plan(actor=story.head, plan=plan, edition=plan.edition)


def agree(story: Story) -> None:
    plan = story.version()
    deciding.decide_plan(
        actor=story.ministry,
        plan=plan,
        edition=plan.edition,
        outcome=deciding.AGREE,
        reason="Kegiatan dan rincian biaya sesuai petunjuk teknis.",
    )


def change(story: Story) -> None:
    """More mentoring out of what the accommodation did not need."""
    actor = story.officer
    plan = drafting.open_change(
        actor=actor,
        recipient=story.found(),
        reason="Pelatihan dua angkatan memakai balai sendiri; pendampingan ditambah.",
    )
    for component, volume in (("accommodation", 90), ("mentoring_transport", 3)):
        line = PlanLine.objects.select_related("activity").get(activity__plan=plan, component=component)
        values = content.LineValues(
            component=line.component,
            description=line.description,
            volume=volume,
            frequency=line.frequency,
            unit=line.unit,
            unit_price=line.unit_price,
            facts=line.facts,
        )
        content.save_line(
            actor=actor, activity=line.activity, edition=story.version().edition, values=values, line=line
        )
