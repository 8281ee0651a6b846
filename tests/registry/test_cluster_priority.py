"""Leading sentra come first where clusters are built; nobody ticks a priority (Pasal 1 angka 3)."""

from __future__ import annotations

import datetime as dt

import pytest

from sentra.law import library
from sentra.registry import picking
from sentra.registry.models import Sentra
from sentra.territory.scope import NATION, scoped
from tests.registry.factories import make_sentra

pytestmark = pytest.mark.django_db


@pytest.mark.clause("kukm-23-2005/1.3.4")
def test_designated_leading_sentra_stand_first_even_where_only_some_are_offered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(picking, "SHOWN", 3)
    tiers = {"Anyaman": "candidate", "Batik": "sentra", "Cor": "candidate", "Ukir": "leading", "Wayang": "leading"}
    for name, tier in tiers.items():
        Sentra.unscoped.filter(pk=make_sentra(name=name, product=name, area=name).pk).update(tier=tier)
    with scoped(NATION):
        found = picking.sentra("")
    assert ([one.label for one in found.choices], found.has_more) == (["Ukir", "Wayang", "Batik"], True)


@pytest.mark.clause("kukm-23-2005/1.3.4")
def test_the_leading_tier_asks_for_no_priority() -> None:
    law = library().on(dt.date(2026, 1, 1))
    asked = {fact.name for check in ("sentra.criteria", "sentra.leading") for fact in law.check(check).facts}
    assert [name for name in asked if "priorit" in name and name != "prioritises_domestic_raw_material"] == []
