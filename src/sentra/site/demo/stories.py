"""The way of each proposal: its steps planned backwards from where it stands now, and taken by different people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.designation import services
from sentra.designation.models import Decree, Proposal, State
from sentra.designation.services import papers
from sentra.documents.services import add_evidence
from sentra.site.demo.chance import dice
from sentra.site.demo.files import photo
from sentra.site.demo.sites import Path, Site
from sentra.site.demo.words import AGAINST, COMMENTS, PROVES, REASONS, said
from sentra.site.demo.world import World

#: How many working days ago each decree was signed; the third is still a draft.
DECREES: Mapping[int, int] = {1: 500, 2: 205, 3: 3}

#: Working days that a step usually takes after the one before it.
_TAKES: Mapping[str, tuple[int, int]] = {
    "visit": (2, 4),
    "assess": (2, 5),
    "reassess": (4, 8),
    "select": (2, 4),
    "hold_back": (3, 5),
    "complete": (1, 3),
    "submit": (1, 3),
    "return": (3, 7),
    "renew": (2, 4),
    "resubmit": (1, 3),
    "verify": (4, 8),
    "forward": (2, 4),
    "reverify": (6, 11),
    "choose": (3, 7),
    "not_choose": (3, 7),
    "reconsider": (2, 4),
    "withdraw": (2, 5),
}
_LINE = ("identify", "visit", "assess", "select", "complete", "submit", "verify", "forward", "reverify", "choose")
_LAST: Mapping[str, str] = {
    State.IDENTIFIED: "identify",
    State.ASSESSED: "assess",
    State.SELECTED: "select",
    State.SUBMITTED: "submit",
    State.VERIFIED: "verify",
    State.FORWARDED: "forward",
    State.REVERIFIED: "reverify",
    State.CHOSEN: "choose",
    State.DESIGNATED: "choose",
}
_BASIC = (
    "shared_raw_material",
    "shared_production_facility",
    "product_similarity",
    "cluster_prospect",
    "production_capacity_adequate",
    "market_prospect_good",
    "prioritises_domestic_raw_material",
    "uses_appropriate_technology",
    "support_facilities_available",
    "support_infrastructure_available",
)
_OF_TIER: Mapping[str, tuple[str, ...]] = {
    "sentra": _BASIC,
    "leading": ("technology_developed",),
    "cluster": ("technical_training_mode", "rnd_mode"),
}
#: The sentra whose papers are printed, in every state that has some.
PRINTED = (
    "Sentra Batik Jenggot",
    "Sentra Batik Laweyan",
    "Sentra Tenun ATBM Medono",
    "Sentra Konveksi Kuripan",
    "Sentra Batik Giriloyo",
    "Sentra Batik Rifaiyah",
)
_RANK = {"sentra": 0, "leading": 1, "cluster": 2}


def steps_of(path: Path) -> list[str]:
    """The steps of a path in their order, with its turn."""
    if path.end == State.RETURNED:
        return [*_LINE[: _LINE.index("submit") + 1], "return"]
    if path.end == State.NOT_CHOSEN:
        return [*_LINE[: _LINE.index("reverify") + 1], "not_choose"]
    if path.end == State.WITHDRAWN:
        return ["identify", "visit", "assess", "withdraw"]
    steps = list(_LINE[: _LINE.index(_LAST[path.end]) + 1])
    if path.turn == "returned":
        place = steps.index("submit") + 1
        steps[place:place] = ["return", "renew", "resubmit"]
    elif path.turn == "reassessed":
        steps.insert(steps.index("assess") + 1, "reassess")
    elif path.turn == "held_back":
        steps += ["select", "hold_back"]
    elif path.turn == "reconsidered":
        steps += ["choose", "reconsider"]
    return steps


def ages_of(site: Site, path: Path) -> list[int]:
    """The age of each step; proposals of one sentra for one decree walk together, as one submission wants."""
    rng = dice(site.name, path.decree or path.tier)
    age = path.age or DECREES[path.decree] + rng.randrange(7, 14)
    ages = [age]
    for step in reversed(steps_of(path)[1:]):
        age += rng.randrange(*_TAKES[step])
        ages.append(age)
    return ages[::-1]


def first_steps(world: World) -> dict[str, int]:
    """For each sentra with a proposal, the age of its first step."""
    return {site.name: max(ages_of(site, path)[0] for path in site.paths) for site in world.sites if site.paths}


@dataclass
class Story:
    """One proposal on its way."""

    world: World
    site: Site
    path: Path
    proposal: Proposal = field(init=False)
    decree: Decree | None = None

    def plan(self) -> None:
        """Plan every step for its day; lower tiers come first on a day that they share."""
        rng = dice("minutes", self.site.name, self.path.tier, self.path.age)
        for step, age in zip(steps_of(self.path), ages_of(self.site, self.path), strict=True):
            minute = 9 * 60 + 30 + _RANK[self.path.tier] * 90 + rng.randrange(80)
            self.world.timeline.plan(age, self._take, step, minute=minute)

    def _take(self, step: str) -> None:
        with nullcontext() if self.is_printed else unprinted():
            getattr(self, f"_{step}")()

    # ------------------------------------------------------------ who

    def _group(self, n: int = 1) -> Actor:
        return self.world.actor(Role.REGENCY_GROUP, self.site.code, n)

    def _officer(self, n: int = 1) -> Actor:
        return self.world.actor(Role.REGENCY_OFFICER, self.site.code, n)

    def _head(self) -> Actor:
        return self.world.actor(Role.REGENCY_HEAD, self.site.code)

    def _province(self, role: str, n: int = 1) -> Actor:
        return self.world.actor(role, self.site.code[:2], n)

    def _says(self, what: str) -> str:
        return said(self.world.rng, what, **self.world.about(self.site))

    @property
    def is_printed(self) -> bool:
        """Whether this proposal's papers are printed."""
        shown = ("Sentra Kulit Masin",) if self.world.is_small else PRINTED
        return self.site.name in shown and self.path.tier != "leading"

    # ------------------------------------------------------------ the steps

    def _identify(self) -> None:
        self.proposal = services.identify_candidate(
            actor=self._group() if self.world.rng.random() < 0.5 else self._officer(),
            sentra=self.world.sentra[self.site.name],
            tier=self.path.tier,
            funding_source=self.world.rng.choice(("apbn", "revolving_fund", "both", "apbn")),
            reason=self._says("identify"),
            id=self.world.new_id(),
        )

    def _visit(self) -> None:
        """The working group sees the place and records its judgements, with a photo here and there."""
        actor, sentra = self._group(), self.world.sentra[self.site.name]
        rng, about = self.world.rng, self.world.about(self.site)
        files = []
        if rng.random() < 0.6:
            seed = rng.randrange(12)
            proves = rng.choice(PROVES)
            files = [
                add_evidence(
                    actor=actor,
                    subject=sentra,
                    regency=self.world.regions[self.site.code],
                    name=f"{proves.lower().replace(' ', '-')}-{self.site.village.lower().replace(' ', '-')}.jpg",
                    content=photo(seed),
                    kind="photo",
                    proves=proves,
                    taken_on=actor.today,
                    place=f"{self.site.village}, {self.site.district}",
                    id=self.world.new_id(),
                )
            ]
        against = rng.choice(sorted(AGAINST)) if self.site.doing in ("small", "poor") else ""
        for name in _OF_TIER[self.path.tier]:
            reasons = AGAINST[name] if name == against else REASONS[name]
            services.record_assessed_fact(
                actor=actor,
                sentra=sentra,
                name=name,
                value=False if name == against else _value(name),
                reason=rng.choice(reasons).format(**about),
                assessed_on=actor.today - dt.timedelta(days=rng.randrange(2)),
                evidence=files,
                id=self.world.new_id(),
            )

    def _assess(self) -> None:
        services.assess(actor=self._group(), proposal=self.proposal, note=self._says("assess"))

    def _reassess(self) -> None:
        services.assess(actor=self._group(2), proposal=self.proposal, note=self._says("reassess"))

    def _select(self) -> None:
        services.select(actor=self._group(2), proposal=self.proposal, reason=self._says("select"))

    def _hold_back(self) -> None:
        services.hold_back(actor=self._head(), proposal=self.proposal, reason=self._says("hold_back"))

    def _complete(self) -> None:
        services.complete_file(actor=self._group(), proposal=self.proposal)

    def _submit(self) -> None:
        actor = self._head() if self.world.rng.random() < 0.4 else self._officer()
        services.submit(actor=actor, proposal=self.proposal, reason=self._says("submit"))

    def _return(self) -> None:
        self._talk(0)
        services.return_to_regency(
            actor=self._province(Role.PROVINCE_GROUP, 2),
            proposal=self.proposal,
            reason=self._says("return"),
            remarks={"L2": "Lengkapi alamat dan nomor telepon pengurus.", "L3": "Dua formulir tidak terbaca."},
        )

    def _renew(self) -> None:
        form = self.proposal.forms.get(form="L2", superseded_at__isnull=True)
        services.complete_form(actor=self._officer(2), proposal=self.proposal, form="L2", replaces=form)
        self._talk(1)

    def _resubmit(self) -> None:
        services.resubmit(actor=self._officer(), proposal=self.proposal, reason=self._says("resubmit"))

    def _verify(self) -> None:
        actor = self._province(Role.PROVINCE_GROUP)
        services.verify(actor=actor, proposal=self.proposal, note=self._says("verify"))

    def _forward(self) -> None:
        role = Role.PROVINCE_HEAD if self.world.rng.random() < 0.4 else Role.PROVINCE_OFFICER
        actor = self._province(role)
        services.forward(actor=actor, proposal=self.proposal, note=self._says("forward"))
        if self.world.rng.random() < 0.4:
            self._talk(3)

    def _reverify(self) -> None:
        if self.world.rng.random() < 0.4:
            self._talk(4)
        actor = self.world.actor(Role.MINISTRY_OFFICER)
        services.reverify(actor=actor, proposal=self.proposal, note=self._says("reverify"))

    def _choose(self) -> None:
        actor = self.world.actor(Role.MINISTRY_APPROVER)
        services.choose(actor=actor, proposal=self.proposal, reason=self._says("choose"))

    def _not_choose(self) -> None:
        actor = self.world.actor(Role.MINISTRY_APPROVER)
        services.not_choose(actor=actor, proposal=self.proposal, reason=self._says("not_choose"))

    def _reconsider(self) -> None:
        actor = self.world.actor(Role.MINISTRY_APPROVER)
        services.reconsider(actor=actor, proposal=self.proposal, reason=self._says("reconsider"))

    def _withdraw(self) -> None:
        services.withdraw(actor=self._head(), proposal=self.proposal, reason=self._says("withdraw"))

    def _talk(self, n: int) -> None:
        """Somebody remarks on the proposal."""
        who, text = COMMENTS[n]
        speakers = {
            "province": self._province(Role.PROVINCE_GROUP, 2),
            "regency": self._officer(),
            "ministry": self.world.actor(Role.MINISTRY_OFFICER, n=2),
        }
        services.add_comment(actor=speakers[who], proposal=self.proposal, text=text, id=self.world.new_id())


def _value(name: str) -> Any:
    return {"product_similarity": "same", "technical_training_mode": "joint", "rnd_mode": "joint"}.get(name, True)


@contextmanager
def unprinted() -> Iterator[None]:
    """Leave the papers of a step unprinted, as when the machine stopped after it; they can be printed later.

    Rendering takes longer than everything else together, so only the papers of some sentra are printed.
    """
    with mock.patch.object(papers, "issue_paper", lambda **_paper: None):
        yield


def plan_stories(world: World) -> list[Story]:
    """Plan the way of every proposal."""
    stories = [Story(world, site, path) for site in world.sites for path in site.paths]
    for story in stories:
        story.plan()
    return stories
