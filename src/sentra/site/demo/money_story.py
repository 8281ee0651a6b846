"""An office with its fund in one year, as the demonstration tells it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Holder, PlanVersion, Recipient
from sentra.site.demo.places import JEPARA, PEKALONGAN
from sentra.site.demo.world import World

DEMO = "contoh demonstrasi"
INDUSTRY = (PEKALONGAN, JEPARA)  # who receives the industry fund
WHOLE = 10_000


@dataclass
class Story:
    """One office with its fund in one year."""

    world: World
    fund: str
    code: str
    year: int
    first: int  # age of the year's first working day
    until: int = WHOLE
    pace: int = 100

    @property
    def officer(self) -> Actor:
        return self.world.actor(Role.REGENCY_OFFICER if len(self.code) == 4 else Role.PROVINCE_OFFICER, self.code)

    @property
    def head(self) -> Actor:
        return self.world.actor(Role.REGENCY_HEAD if len(self.code) == 4 else Role.PROVINCE_HEAD, self.code)

    @property
    def ministry(self) -> Actor:
        return self.world.actor(Role.MINISTRY_OFFICER)

    def on(self, offset: int, act: Callable[[Story], None], minute: int) -> None:
        """Plan an act for the n-th working day of the year, unless it lies ahead or after the office's last step."""
        if self.first - offset >= 1 and offset <= self.until:
            self.world.timeline.plan(self.first - offset, act, self, minute=minute)

    def found(self) -> Recipient:
        """The recipient as it stands now."""
        return Recipient.objects.select_related("year", "region__parent", "allocation__decree").get(
            year__fund=self.fund, year__year=self.year, region__code=self.code, holder=self.holder
        )

    def version(self) -> PlanVersion:
        """The newest version of the plan as it stands now."""
        rows = PlanVersion.objects.select_related(
            "recipient__year", "recipient__region__parent", "recipient__allocation"
        )
        return rows.filter(recipient=self.found()).order_by("-number")[0]

    @property
    def holder(self) -> str:
        return Holder.REGENCY if len(self.code) == 4 else Holder.PROVINCE
