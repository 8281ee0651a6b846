"""The decrees: two that were signed, and one that is being drafted."""

from __future__ import annotations

from collections.abc import Sequence

from sentra.access.roles import Role
from sentra.designation.models import State
from sentra.designation.services import Entry, Signing, add_comment, draft_decree, issue_decree
from sentra.indonesian.dates import long_date
from sentra.site.demo.files import scan
from sentra.site.demo.stories import DECREES, Story
from sentra.site.demo.world import World

MINISTER = "Ratna Kusumawardhani"  # nobody's name
TITLE = "Menteri Koperasi dan Usaha Kecil dan Menengah"


def plan_decrees(world: World, stories: Sequence[Story]) -> None:
    """Plan drafting and signing; the last decree stays a draft."""
    for number, age in DECREES.items():
        listed = [story for story in stories if story.path.decree == number]
        if not listed:
            continue
        if number == max(DECREES):
            world.timeline.plan(age, _draft, world, tuple(listed), "Penetapan Sentra UKM Tahap III")
            continue
        name = f"Penetapan Sentra UKM Tahap {'I' * number}"
        world.timeline.plan(age + 5, _draft, world, tuple(listed), name)
        world.timeline.plan(age - 1, _sign, world, tuple(listed), number, age)


def _draft(world: World, stories: Sequence[Story], title: str) -> None:
    year = world.actor(Role.DECREE_OFFICER).today.year
    decree = draft_decree(
        actor=world.actor(Role.DECREE_OFFICER),
        title=f"{title} Tahun {year}",
        entries=[Entry(proposal=story.proposal) for story in stories],
        id=world.new_id(),
    )
    for story in stories:
        story.decree = decree


def _sign(world: World, stories: Sequence[Story], number: int, age: int) -> None:
    """The decree was signed the working day before; its scan and number are recorded now, and its text is printed."""
    actor = world.actor(Role.DECREE_OFFICER)
    decree = stories[0].decree
    assert decree is not None
    day = world.calendar.day(age)
    printed = f"{40 + number * 7}/KEP/M.KUKM/{_ROMAN[day.month - 1]}/{day.year}"
    lines = [
        "MENTERI KOPERASI DAN USAHA KECIL DAN MENENGAH",
        "REPUBLIK INDONESIA",
        "",
        f"KEPUTUSAN NOMOR {printed}",
        "TENTANG",
        decree.title.upper(),
        "",
        "Menetapkan sentra sebagaimana tercantum dalam Lampiran:",
        *[f"{n}. {story.site.name}" for n, story in enumerate(stories, start=1)],
        "",
        f"Ditetapkan di Jakarta pada tanggal {long_date(day)}",
        TITLE.upper() + ",",
        MINISTER.upper(),
        "",
        "(salinan contoh untuk peragaan)",
    ]
    issue_decree(
        actor=actor,
        decree=decree,
        signing=Signing(
            number=printed,
            signed_on=day,
            signed_by=MINISTER,
            signed_title=TITLE,
            signer_office="minister",
            scan=scan(lines, number),
            scan_name=f"keputusan-{number}.pdf",
        ),
    )
    for story in stories:
        story.proposal.refresh_from_db()
        world.sentra[story.site.name].refresh_from_db()
        if story.proposal.state != State.DESIGNATED:
            raise RuntimeError(f"{story.site.name} was not designated")
    add_comment(
        actor=world.actor(Role.REGENCY_OFFICER, stories[0].site.code),
        proposal=stories[0].proposal,
        text="Keputusan sudah kami terima dan disampaikan kepada paguyuban. Terima kasih.",
        id=world.new_id(),
    )


_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
