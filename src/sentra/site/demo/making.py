"""Making the demonstration in one go."""

from __future__ import annotations

import time

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.test import override_settings
from django.utils import timezone, translation

from sentra.access.models import User
from sentra.designation.models import Proposal
from sentra.pages.errors import Refused
from sentra.registry.models import Enterprise, Sentra
from sentra.site.demo.accounts import is_empty
from sentra.site.demo.cast import plan_cast
from sentra.site.demo.clock import ZONE
from sentra.site.demo.decrees import plan_decrees
from sentra.site.demo.development import plan_development
from sentra.site.demo.funding import plan_funding
from sentra.site.demo.insight import plan_insight
from sentra.site.demo.inventory import plan_inventory
from sentra.site.demo.money import plan_money
from sentra.site.demo.places import DOMAIN, PASSWORD
from sentra.site.demo.programmes import plan_programmes
from sentra.site.demo.stories import first_steps, plan_stories
from sentra.site.demo.world import World
from sentra.territory.scope import everywhere


def make(scale: str) -> str:
    """What `sentra.site.demo.build` does; apart from it, so that asking for the accounts loads none of this."""
    if not settings.DEMO:
        raise Refused(
            "Demonstration accounts have a public password; they are made only where SENTRA_DEMO=1 is set.",
            remedy="Set SENTRA_DEMO=1 on a machine that holds no real data.",
        )
    if not is_empty():
        raise Refused("There already are offices in this database; the demonstration is only for an empty one.")
    began = time.monotonic()
    quiet = override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend")
    with quiet, translation.override("id"), transaction.atomic(), everywhere("the demonstration plays everybody"):
        world = World(timezone.localdate(timezone=ZONE), is_small=scale == "small")
        _plan(world)
        acts = world.timeline.run()
        _open_accounts()
        counts = (Sentra.objects.count(), Enterprise.objects.count(), Proposal.objects.count())
    seconds = time.monotonic() - began
    return "Demonstration: {} sentra, {} enterprises, {} proposals, {} acts in {:.0f} s.".format(*counts, acts, seconds)


def _plan(world: World) -> None:
    plan_cast(world)
    plan_inventory(world, first_steps(world))
    plan_decrees(world, plan_stories(world))
    plan_development(world)
    plan_programmes(world)
    plan_insight(world)
    plan_funding(world)
    plan_money(world)


def _open_accounts() -> None:
    """One public password for all; people of real offices set their own through the link that services send."""
    User.objects.filter(email__endswith=f"@{DOMAIN}").update(password=make_password(PASSWORD))
