"""Two years of the funds: ceilings by decree, plans on every stage of their way, stages of the money, payments.

Last year is over and closed; this year every office stands elsewhere, and what lies ahead of today has not happened.
"""

from __future__ import annotations

from functools import partial

from sentra.funding.models import Fund
from sentra.site.demo.money_plans import agree, change, discuss, draft, review, submit, to_auditor
from sentra.site.demo.money_spending import (
    accept,
    correct,
    pay,
    receive_first,
    receive_second,
    recommend_first,
    recommend_second,
    remit,
    state,
)
from sentra.site.demo.money_story import INDUSTRY, WHOLE, Story
from sentra.site.demo.money_year import open_years
from sentra.site.demo.places import (
    BANTUL,
    BATANG,
    KLATEN,
    KUDUS,
    PEKALONGAN,
    PEKALONGAN_REGENCY,
    SURAKARTA,
    YOGYAKARTA_CITY,
)
from sentra.site.demo.world import World

#: How far an office comes this year: the step after which nothing follows, by working days of the year.
_UNTIL = {
    KUDUS: 15,  # has not begun its plan
    KLATEN: 31,  # with the auditor
    SURAKARTA: 41,  # with the ministry
    YOGYAKARTA_CITY: 48,  # agreed, nothing received
}
#: Those whose story begins this year, so that some have no performance to weigh.
_NEW_THIS_YEAR = (KUDUS, KLATEN, SURAKARTA, YOGYAKARTA_CITY)
#: The pace of those who are slower or faster, in percent of the usual one.
_PACE = {BATANG: 35, PEKALONGAN_REGENCY: 80, BANTUL: 105}


def plan_money(world: World) -> None:
    """Plan the two years of both funds."""
    *_earlier, before, last = world.calendar.first_days_of_years()
    for first, is_over in ((before, True), (last, False)):
        year = world.calendar.day(first).year
        world.timeline.plan(first, open_years, world, year, minute=9 * 60)
        for code in (*world.provinces, *world.regencies):
            if (is_over and code in _NEW_THIS_YEAR) or (world.is_small and code != PEKALONGAN):
                continue
            _tell(Story(world, Fund.PK2UMK, code, year, first), is_over)
        for code in INDUSTRY:
            if code in world.regencies:
                _tell(Story(world, Fund.IKM, code, year, first), is_over)


def _tell(story: Story, is_over: bool) -> None:
    """The steps of one office through the year."""
    if not is_over and story.fund == Fund.PK2UMK:
        story.until, story.pace = _UNTIL.get(story.code, WHOLE), _PACE.get(story.code, 100)
    story.on(22, draft, 10 * 60)
    story.on(24, discuss, 10 * 60)
    story.on(28, to_auditor, 11 * 60)
    story.on(33, review, 10 * 60)
    story.on(38, submit, 13 * 60)
    story.on(45, agree, 14 * 60)
    story.on(50, recommend_first, 10 * 60)
    story.on(55, receive_first, 11 * 60)
    for n, offset in enumerate((70, 85, 100, 115, 128), 1):
        story.on(offset, partial(pay, n=n), 10 * 60 + n)
    if story.code == PEKALONGAN and story.fund == Fund.PK2UMK:
        story.on(118, correct, 14 * 60)
        story.on(120, change, 9 * 60)
        story.on(122, discuss, 9 * 60)
        story.on(124, to_auditor, 9 * 60)
        story.on(127, review, 9 * 60)
        story.on(130, submit, 9 * 60)
        story.on(134, agree, 9 * 60)
    story.on(136, state, 11 * 60)
    story.on(140, accept, 10 * 60)
    story.on(142, recommend_second, 10 * 60)
    story.on(147, receive_second, 11 * 60)
    for n, offset in enumerate((160, 175, 190, 205, 220), 6):
        story.on(offset, partial(pay, n=n), 10 * 60 + n)
    if is_over:
        story.on(232, remit, 14 * 60)
