"""Decrees: what they may list, who signs, when a tier takes effect (Pasal 7 huruf f, Pasal 10 huruf a)."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from sentra.access.policy import Forbidden
from sentra.decisions.models import Decision
from sentra.designation import services
from sentra.designation.models import Decree, DecreeEffect, DecreeEntry, Proposal, State
from sentra.pages.errors import BadInput, Refused
from sentra.registry.models import Sentra
from tests.designation import factories as make
from tests.designation.test_candidates import refused_clauses
from tests.designation.test_file import leading_sentra

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]


@pytest.mark.clause("kukm-23-2005/7.f")
def test_one_decree_designates_many_from_its_date() -> None:
    proposals = [make.chosen(), make.chosen(make.judged(make.make_sentra("Tenun")))]
    decree, day = make.drafted(*proposals), timezone.localdate() - dt.timedelta(days=3)
    Proposal.unscoped.update(state_since=timezone.now() - dt.timedelta(days=4))
    assert decree.draft_number == f"RK-001/{timezone.localdate().year}"
    services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing(signed_on=day))
    held = Sentra.unscoped.order_by("name").values_list("name", "tier", "tier_since")
    assert list(held) == [("Batik Jenggot", "sentra", day), ("Tenun", "sentra", day)]
    for proposal in proposals:
        proposal.refresh_from_db()
    assert {one.state for one in proposals} == {State.DESIGNATED}


@pytest.mark.clause("kukm-23-2005/7.f")
def test_nobody_is_designated_before_the_decree_is_signed() -> None:
    proposal = make.chosen()
    make.drafted(proposal)
    proposal.sentra.refresh_from_db()
    assert (proposal.sentra.tier, proposal.sentra.tier_since) == ("candidate", None)


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", " "),
        ("signed_on", None),
        ("scan", b""),
        ("signed_by", ""),
        ("signed_on", timezone.localdate() + dt.timedelta(days=2)),
    ],
)
def test_a_decree_without_number_date_or_scan_designates_nobody(field: str, value: Any) -> None:
    decree = make.drafted(make.chosen())
    with pytest.raises(BadInput) as wrong:
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing(**{field: value}))
    assert field in {one.field for one in wrong.value.problems}
    decree.refresh_from_db()
    assert decree.state == Decree.State.DRAFT


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.clause("kukm-23-2005/10.a")
@pytest.mark.parametrize(
    "changes",
    [
        {"signer_office": "deputy", "signed_title": "Deputi Bidang Restrukturisasi Usaha"},
        {"signer_office": "minister", "signed_title": "a.n. Menteri, Deputi Bidang Restrukturisasi Usaha"},
        {"signer_office": "other"},
        {"signed_by": "Ministry Approver 1"},
    ],
)
def test_nobody_signs_in_the_ministers_place(changes: dict[str, Any]) -> None:
    make.deputy()
    decree = make.drafted(make.chosen())
    with pytest.raises(Refused) as refusal:
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing(**changes))
    assert refused_clauses(refusal) == {"7.f", "10.a"}


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.parametrize(
    "title",
    [
        "Menteri Koperasi dan UKM u.b. Sekretaris Kementerian",
        "Menteri Koperasi dan UKM, atas nama beliau Deputi",
        "Menteri a.n. Deputi",
        "Menteri Koperasi dan UKM, Pelaksana Harian",
        "Menteri Koperasi dan UKM (pelaksana tugas)",
        "Menteri Koperasi dan UKM, Pjs.",
        "Menteri Koordinator Bidang Koperasi dan UKM",
        "Plt. Menteri Koperasi dan UKM",
    ],
)
def test_no_title_hides_that_somebody_else_signed(title: str) -> None:
    decree = make.drafted(make.chosen())
    with pytest.raises(Refused) as refusal:
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing(signed_title=title))
    assert refused_clauses(refusal) == {"7.f", "10.a"}


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.parametrize("signed_on", [timezone.localdate() - dt.timedelta(days=1), dt.date(2004, 1, 1)])
def test_a_decree_older_than_the_choice_designates_nobody(signed_on: dt.date) -> None:
    decree = make.drafted(make.chosen())
    with pytest.raises(Refused) as refusal:
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing(signed_on=signed_on))
    assert refused_clauses(refusal) == {"7.f", "7.e.2"}
    assert list(Sentra.unscoped.values_list("tier", flat=True)) == ["candidate"]


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.parametrize("effect", [DecreeEffect.AMEND, DecreeEffect.REVOKE])
def test_an_amendment_raises_no_tier_past_the_proposal(effect: DecreeEffect) -> None:
    sentra = make.designated().sentra
    sentra.refresh_from_db()
    entry = services.Entry(sentra=sentra, effect=effect, tier="cluster")
    with pytest.raises(Refused) as refusal:
        services.draft_decree(
            actor=make.decree_officer(), title="Perubahan", entries=[entry], amends=Decree.objects.get(), reason="Naik"
        )
    assert refused_clauses(refusal) == {"7.f", "7.e.2"}


@pytest.mark.clause("kukm-23-2005/7.f")
def test_a_sentra_that_was_not_chosen_is_not_listed() -> None:
    with pytest.raises(Refused) as refusal:
        make.drafted(make.reverified())
    assert refused_clauses(refusal) == {"7.f", "7.e.2"}
    assert not Decree.objects.exists()


@pytest.mark.clause("kukm-23-2005/7.f")
def test_each_tier_has_its_own_entry_in_one_decree() -> None:
    sentra = leading_sentra()
    basic, leading = make.complete(sentra), make.complete(sentra, tier="leading")
    services.submit_many(actor=make.officer(), proposals=[basic, leading])
    for proposal in (basic, leading):
        services.verify(actor=make.verifier(), proposal=proposal)
        services.forward(actor=make.province(), proposal=proposal)
        services.reverify(actor=make.ministry(), proposal=proposal)
        services.choose(actor=make.deputy(), proposal=proposal)
    with pytest.raises(Refused):
        make.drafted(leading)
    decree = make.drafted(leading, basic)
    services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing())
    entries = DecreeEntry.unscoped.filter(decree=decree).order_by("position")
    assert [(one.tier_before, one.tier) for one in entries] == [("candidate", "sentra"), ("sentra", "leading")]
    sentra.refresh_from_db()
    assert sentra.tier == "leading"


def test_a_draft_is_edited_and_a_signed_decree_is_not() -> None:
    first, second = make.chosen(), make.chosen(make.judged(make.make_sentra("Tenun")))
    decree, officer = make.drafted(first), make.decree_officer()
    with pytest.raises(Refused):
        make.drafted(first)
    entry = DecreeEntry.unscoped.get(decree=decree)
    services.edit_decree(actor=officer, decree=decree, add=[services.Entry(second)], remove=[entry.pk])
    assert [one.sentra.name for one in DecreeEntry.unscoped.filter(decree=decree)] == ["Tenun"]
    services.issue_decree(actor=officer, decree=decree, signing=make.signing())
    with pytest.raises(Refused):
        services.edit_decree(actor=officer, decree=decree, title="Lain")
    with pytest.raises(Refused):
        services.discard_decree(actor=officer, decree=decree, reason="Lain")


def test_a_discarded_draft_leaves_its_proposals_chosen() -> None:
    proposal = make.chosen()
    services.discard_decree(actor=make.decree_officer(), decree=make.drafted(proposal), reason="Salah tahun")
    proposal.refresh_from_db()
    assert proposal.state == State.CHOSEN
    assert make.drafted(proposal).draft_number.startswith("RK-002/")


def test_a_number_is_given_once() -> None:
    make.designated()
    decree = make.drafted(make.chosen(make.judged(make.make_sentra("Tenun"))))
    with pytest.raises(BadInput):
        services.issue_decree(actor=make.decree_officer(), decree=decree, signing=make.signing())


def test_a_draft_posted_twice_is_one() -> None:
    proposal, key = make.chosen(), uuid4()
    for _time in range(2):
        services.draft_decree(
            actor=make.decree_officer(), title="Penetapan", entries=[services.Entry(proposal)], id=key
        )
    assert Decree.objects.count() == 1


@pytest.mark.parametrize(("effect", "tier", "held"), [("revoke", "", "candidate"), ("amend", "sentra", "sentra")])
def test_a_designation_changes_only_by_a_decree_that_names_the_earlier_one(effect: str, tier: str, held: str) -> None:
    proposal = make.designated()
    sentra, officer = proposal.sentra, make.decree_officer()
    if effect == "amend":
        Sentra.unscoped.filter(pk=sentra.pk).update(tier="leading")
    sentra.refresh_from_db()
    entry = services.Entry(sentra=sentra, effect=DecreeEffect(effect), tier=tier)
    with pytest.raises(BadInput):
        services.draft_decree(actor=officer, title="Pencabutan", entries=[entry], reason="Bubar")
    earlier = Decree.objects.get()
    decree = services.draft_decree(
        actor=officer, title="Pencabutan", entries=[entry], amends=earlier, reason="Sentra bubar"
    )
    services.issue_decree(actor=officer, decree=decree, signing=make.signing(number="18/KEP/M.KUKM/2026"))
    sentra.refresh_from_db()
    assert sentra.tier == held
    assert Decision.unscoped.filter(action="designation.change_designation").count() == 1


@pytest.mark.clause("kukm-23-2005/10.a")
def test_the_deputy_neither_drafts_nor_records_a_decree() -> None:
    proposal = make.chosen()
    with pytest.raises(Forbidden):
        services.draft_decree(actor=make.deputy(), title="Penetapan", entries=[services.Entry(proposal)])
    with pytest.raises(Forbidden):
        services.issue_decree(actor=make.deputy(), decree=make.drafted(proposal), signing=make.signing())
