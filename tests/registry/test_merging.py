from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.core import serializers

from sentra.access.actors import Actor
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.queries import history_of
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.registry import services
from sentra.registry.models import (
    Enterprise,
    EnterpriseFigures,
    LegalityDocument,
    Membership,
    Person,
    SupportReceived,
)
from sentra.territory.scope import OutsideTerritory
from tests.personas import BATANG, persona
from tests.registry.factories import join, make_enterprise, make_person, make_sentra

NIB = "9120001234567"
NIK = "3375014508850001"
VERSION = "version"


def everything() -> dict[str, dict[str, Any]]:
    """The whole state of the registry but the version counters, which only ever rise."""
    state = {}
    for model in (Person, Enterprise, Membership, EnterpriseFigures, LegalityDocument, SupportReceived):
        for row in serializers.serialize("python", model.unscoped.order_by("pk")):
            fields = {name: value for name, value in row["fields"].items() if name != VERSION}
            state[f"{row['model']}:{row['pk']}"] = fields
    return state


@pytest.fixture
def pair(rina: Actor) -> tuple[Enterprise, Enterprise]:
    """Two records of one workshop, with overlapping memberships and the figures of one year in both."""
    first, second = make_sentra(), make_sentra(name="Sentra Tenun", product="Tenun")
    kept = make_enterprise(name="Batik Kencana", phone="081234567890")
    merged = make_enterprise(name="Batik Kencana 2", nib=NIB, village="Jenggot")
    join(first, kept, joined_on="01/01/2023", inside_area=None)
    join(first, merged, joined_on="01/01/2022", left_on="31/12/2023", left_reason="Keluar")
    join(second, merged)
    for enterprise, year, values in (
        (kept, 2025, {"annual_sales": 100}),
        (merged, 2025, {"annual_sales": 999, "net_worth": 5}),
        (merged, 2024, {"annual_sales": 50}),
    ):
        services.record_enterprise_figures(actor=rina, enterprise=enterprise, values={"year": year} | values)
    services.add_legality_document(actor=rina, enterprise=merged, values={"kind": "PIRT", "number": "12"})
    services.record_support_received(
        actor=rina,
        sentra=second,
        enterprise=merged,
        values={"kind": "Pelatihan", "giver": "Dinas", "delivered_on": "01/02/2024"},
    )
    return Enterprise.objects.get(pk=kept.pk), Enterprise.objects.get(pk=merged.pk)


def test_the_differences_are_shown_with_a_suggestion(pair: tuple[Enterprise, Enterprise]) -> None:
    shown = {one.field: (one.kept, one.merged, one.suggestion) for one in services.compare(*pair)}
    assert shown == {
        "name": ("Batik Kencana", "Batik Kencana 2", "kept"),
        "owner": ("Pemilik Batik Kencana", "Pemilik Batik Kencana 2", "kept"),
        "nib": ("", NIB, "merged"),
        "village": ("", "Jenggot", "merged"),
        "phone": ("+6281234567890", "", "kept"),
    }


def test_a_merge_moves_what_belongs_to_the_second_record(rina: Actor, pair: tuple[Enterprise, Enterprise]) -> None:
    kept, merged = pair
    merge = services.merge_enterprises(
        actor=rina, kept=kept, merged=merged, reason="Usaha yang sama", take=["nib", "village"]
    )
    assert (kept.nib, kept.village, kept.name, merged.merged_into) == (NIB, "Jenggot", "Batik Kencana", kept)
    rows = Membership.objects.filter(enterprise=kept).order_by("joined_on")
    assert list(rows.values_list("joined_on", "left_on", "inside_area")) == [
        (dt.date(2022, 1, 1), None, True),
        (dt.date(2024, 3, 1), None, True),
    ]
    figures = EnterpriseFigures.objects.filter(enterprise=kept).values_list("year", "annual_sales", "net_worth")
    assert list(figures) == [(2025, 100, 5), (2024, 50, None)]
    assert {row.enterprise for row in (LegalityDocument.objects.get(), SupportReceived.objects.get())} == {kept}
    assert merged.memberships.count() == merged.figures.count() == 0
    last = history_of(kept).first()
    assert last is not None
    assert (last.action, last.reason, merge.kept_label) == ("registry.merge", "Usaha yang sama", "Batik Kencana")


def test_undoing_restores_everything_exactly(rina: Actor, pair: tuple[Enterprise, Enterprise]) -> None:
    before = everything()
    kept, merged = pair
    merge = services.merge_enterprises(
        actor=rina, kept=kept, merged=merged, reason="Sama", take=["nib", "village", "owner"]
    )
    assert everything() != before
    services.undo_merge(actor=rina, merge=merge, reason="Ternyata berbeda")
    assert everything() == before
    with pytest.raises(Conflict):
        services.undo_merge(actor=rina, merge=merge, reason="Lagi")
    assert {one.action for one in history_of(kept)} >= {"registry.merge", "registry.undo_merge"}


def test_a_change_since_the_merge_closes_the_way_back_and_is_named(
    rina: Actor, pair: tuple[Enterprise, Enterprise]
) -> None:
    kept, merged = pair
    merge = services.merge_enterprises(actor=rina, kept=kept, merged=merged, reason="Sama", take=["village"])
    services.change_enterprise(actor=rina, enterprise=kept, version=kept.version, changes={"village": "Kauman"})
    state = everything()
    with pytest.raises(Refused) as refused:
        services.undo_merge(actor=rina, merge=merge, reason="Berbeda")
    assert "Desa/kelurahan pada “Batik Kencana” sudah berubah" in str(refused.value.reason)
    assert everything() == state


def test_a_change_that_the_merge_did_not_touch_survives_the_undoing(
    rina: Actor, pair: tuple[Enterprise, Enterprise]
) -> None:
    kept, merged = pair
    merge = services.merge_enterprises(actor=rina, kept=kept, merged=merged, reason="Sama")
    services.change_enterprise(actor=rina, enterprise=kept, version=kept.version, changes={"product": "Batik cap"})
    services.undo_merge(actor=rina, merge=merge, reason="Berbeda")
    assert Enterprise.objects.get(pk=kept.pk).product == "Batik cap"


def test_the_way_back_is_closed_when_the_number_was_registered_anew(
    rina: Actor, pair: tuple[Enterprise, Enterprise]
) -> None:
    kept, merged = pair
    merge = services.merge_enterprises(actor=rina, kept=kept, merged=merged, reason="Sama")
    make_enterprise(name="Pendatang", nib=NIB)
    with pytest.raises(Refused):
        services.undo_merge(actor=rina, merge=merge, reason="Berbeda")


def test_two_persons_become_one_owner_and_two_again(rina: Actor) -> None:
    kept, merged = make_person(), make_person(name="Siti Aminah binti Umar", nik=NIK)
    enterprise = make_enterprise(owner=merged)
    before = everything()
    merge = services.merge_persons(actor=rina, kept=kept, merged=merged, reason="Orang yang sama", take=["nik"])
    assert (kept.nik_mask, Enterprise.objects.get(pk=enterprise.pk).owner) == ("3375********0001", kept)
    assert services.reveal_nik(actor=rina, person=kept, reason="Periksa") == NIK
    services.undo_merge(actor=rina, merge=merge, reason="Dua orang")
    assert everything() == before


def test_a_merged_record_is_not_worked_on_any_more(rina: Actor, pair: tuple[Enterprise, Enterprise]) -> None:
    kept, merged = pair
    services.merge_enterprises(actor=rina, kept=kept, merged=merged, reason="Sama")
    with pytest.raises(Refused):
        services.change_enterprise(actor=rina, enterprise=merged, version=merged.version, changes={"product": "x"})
    with pytest.raises(Refused):
        services.merge_enterprises(actor=rina, kept=make_enterprise(name="Lain"), merged=merged, reason="Sama")


def test_a_merge_needs_a_reason_two_records_and_one_territory(rina: Actor) -> None:
    ours, theirs = make_enterprise(), make_enterprise(BATANG)
    with pytest.raises(BadInput):
        services.merge_enterprises(actor=rina, kept=ours, merged=make_enterprise(name="B"), reason=" ")
    with pytest.raises(BadInput):
        services.merge_enterprises(actor=rina, kept=ours, merged=ours, reason="Sama")
    with pytest.raises(OutsideTerritory):
        services.merge_enterprises(actor=rina, kept=ours, merged=theirs, reason="Sama")
    with pytest.raises(Forbidden):
        services.merge_enterprises(actor=persona(Role.PROVINCE_OFFICER, "33"), kept=ours, merged=theirs, reason="Sama")
