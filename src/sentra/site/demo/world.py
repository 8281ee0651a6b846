"""What the parts of the demonstration share while it is made."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sentra.access.actors import Actor
from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.registry.models import Cluster, Enterprise, Partner, Sentra
from sentra.site.demo.chance import dice
from sentra.site.demo.clock import Calendar, Timeline
from sentra.site.demo.people import Inventor
from sentra.site.demo.places import REGENCIES, SMALL_REGENCIES
from sentra.site.demo.sites import SITES, Site
from sentra.territory.models import Office, Region

if TYPE_CHECKING:
    from sentra.site.demo.roster import Roster

SEED = 2305


@dataclass
class World:
    """The demonstration in the making: its random choices, its days, its people, its records by name."""

    today: dt.date
    is_small: bool
    rng: random.Random = field(default_factory=lambda: dice(SEED))
    cast: dict[tuple[str, str, int], Actor] = field(default_factory=dict)
    offices: dict[tuple[str, str], Office] = field(default_factory=dict)
    sentra: dict[str, Sentra] = field(default_factory=dict)
    rosters: dict[str, Roster] = field(default_factory=dict)
    partners: dict[tuple[str, str], Partner] = field(default_factory=dict)  # by regency and type or name
    clusters: dict[str, Cluster] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.calendar = Calendar(self.today)
        self.timeline = Timeline(self.calendar, dice(SEED, "days"))
        self.people = Inventor(dice(SEED, "people"))
        wanted = {*self.regencies, *{code[:2] for code in self.regencies}}
        found = Region.objects.select_related("parent").filter(code__in=wanted)
        self.regions = {one.code: one for one in found}

    @property
    def regencies(self) -> tuple[str, ...]:
        """The regencies and cities that take part."""
        return SMALL_REGENCIES if self.is_small else REGENCIES

    @property
    def provinces(self) -> tuple[str, ...]:
        return tuple(sorted({code[:2] for code in self.regencies}))

    @property
    def sites(self) -> list[Site]:
        """The sentra that take part."""
        return [site for site in SITES if site.small or not self.is_small]

    @property
    def first_year(self) -> int:
        """The first year with figures: the one that was complete when the demonstration begins."""
        return self.calendar.day(self.calendar.oldest).year - 1

    def actor(self, role: str, code: str = "", n: int = 1) -> Actor:
        """The n-th person in a role of a region, as they act now."""
        return self.cast[Role(role), code, n]

    def take(self, role: str, code: str, n: int, appointment: Appointment) -> Actor:
        """Note who holds a role from now on."""
        held = Appointment.objects.select_related("office__region__parent", "user", "acting_for").get(pk=appointment.pk)
        actor = Actor(held.user, held)
        self.cast[Role(role), code, n] = actor
        return actor

    def new_id(self) -> UUID:
        """A key as a client would make it, the same each time."""
        return UUID(int=self.rng.getrandbits(128), version=4)

    def member(self, site: str, n: int) -> Enterprise:
        """The n-th member of a sentra."""
        return self.rosters[site].workshops[n].record

    def district(self, site: Site) -> Region:
        """The district a sentra lies in."""
        return self.regions.setdefault(
            f"{site.code}/{site.district}", Region.objects.get(parent__code=site.code, name=site.district)
        )

    def about(self, site: Site) -> dict[str, Any]:
        """The words that texts about a sentra use."""
        from sentra.site.demo.crafts import CRAFTS

        craft = CRAFTS[site.craft]
        lower = craft.facilities[0].lower() + craft.facilities[1:]
        return {
            "village": site.village,
            "product": site.product.lower(),
            "material": craft.material.lower(),
            "origin": craft.origin[0].lower() + craft.origin[1:],
            "technology": craft.technology,
            "facilities": lower,
            "chain": craft.chain,
        }
