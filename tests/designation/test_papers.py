"""What the papers say: the legal basis of a decree, the provisions of the minutes, who signs as what."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from sentra.access.models import Appointment, Capacity
from sentra.access.roles import Role
from sentra.administration.services import Person, appoint
from sentra.decisions.models import Decision
from sentra.designation import services
from sentra.designation.legal_basis import left_out, printed_basis
from sentra.designation.models import Decree, DecreeEntry
from sentra.designation.papers import decree_paper
from sentra.designation.transitions import law_on
from sentra.documents.models import Paper
from sentra.documents.rendering import content as c
from sentra.documents.services import signature_of
from sentra.pages.errors import BadInput, Refused
from sentra.pages.formatting import short_date
from sentra.territory.scope import NATION, scoped
from tests.designation import factories as make
from tests.designation.test_pages import as_
from tests.personas import PEKALONGAN, office, persona

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nation")]
LAW = law_on(timezone.localdate())
PRINTED = (
    "UU 25/1992",
    "UU 9/1995",
    "UU 22/2003",
    "UU 25/2004",
    "PP 32/1998",
    "Perpres 7/2005",
    "Perpres 9/2005",
    "Inpres 10/1999",
    "33.1/Kep/M.KUKM/IV/2003",
    "70/KEP/MENEG/XII/2001",
    "Permen KUKM 23/PER/M.KUKM/XI/2005",
)
DOUBTFUL = ("UU 22/2003", "UU 25/2004", "33.1/Kep/M.KUKM/IV/2003", "70/KEP/MENEG/XII/2001")


def text_of(decree: Decree) -> tuple[c.Paper, c.Dictum]:
    office_ = make.decree_officer().office
    assert office_ is not None
    entries = list(DecreeEntry.unscoped.filter(decree=decree).select_related("sentra__regency__parent"))
    paper = decree_paper(decree, entries, LAW, office_)
    dictum = paper.blocks[0]
    assert isinstance(dictum, c.Dictum)
    return paper, dictum


def words_of(paper: Paper) -> str:
    return " ".join(block["text"] for block in paper.content["blocks"] if block["_"] == "Paragraph")


# ---------------------------------------------------------------- legal basis


@pytest.mark.clause("kukm-23-2005/mengingat")
def test_a_draft_begins_with_the_whole_legal_basis_as_printed() -> None:
    decree = make.drafted(make.chosen())
    assert (tuple(decree.legal_basis), printed_basis(LAW).doubtful) == (PRINTED, DOUBTFUL)
    paper, dictum = text_of(decree)
    assert dictum.recalling == (*(f"{one};" for one in PRINTED[:-1]), f"{PRINTED[-1]}.")
    assert all(one in paper.note for one in DOUBTFUL)


@pytest.mark.clause("kukm-23-2005/mengingat")
def test_what_is_changed_in_the_legal_basis_is_printed_and_kept_in_the_history() -> None:
    decree, officer = make.drafted(make.chosen()), make.decree_officer()
    lines = [one for one in PRINTED if one != "UU 22/2003"]
    lines[lines.index("UU 25/2004")] = "UU 25/2004 (tercetak; maksudnya UU 25/2000)"
    services.edit_decree(actor=officer, decree=decree, legal_basis=[*lines, " ", "UU 20/2008;"])
    decree.refresh_from_db()
    assert decree.legal_basis == [*lines, "UU 20/2008"]
    assert left_out(decree.legal_basis, LAW) == ("UU 22/2003",)
    assert left_out([*decree.legal_basis, "PUU 22/2003", "UU 22/20031"], LAW) == ("UU 22/2003",)
    record = Decision.unscoped.get(action="designation.edit_decree")
    assert record.details["legal_basis_before"] == list(PRINTED)
    assert record.details["legal_basis"] == decree.legal_basis
    paper, dictum = text_of(decree)
    assert dictum.recalling[-1] == "UU 20/2008."
    assert "UU 25/2004" not in paper.note


def test_a_draft_without_legal_basis_is_refused_by_field() -> None:
    decree = make.drafted(make.chosen())
    with pytest.raises(BadInput) as wrong:
        services.edit_decree(actor=make.decree_officer(), decree=decree, legal_basis=[" ", ";"])
    assert [(one.field, bool(one.remedy)) for one in wrong.value.problems] == [("legal_basis", True)]


def test_a_decree_that_changes_another_one_recalls_it() -> None:
    sentra = make.designated().sentra
    sentra.refresh_from_db()
    earlier = Decree.objects.get()
    decree = services.draft_decree(
        actor=make.decree_officer(),
        title="Pencabutan",
        entries=[services.Entry(sentra=sentra, effect="revoke")],
        amends=earlier,
        reason="Bubar",
    )
    assert decree.legal_basis == [*PRINTED, f"Keputusan Menteri Nomor {earlier.number}"]


def test_the_page_of_a_draft_shows_the_doubt_beside_the_list() -> None:
    decree = make.drafted(make.chosen())
    services.edit_decree(actor=make.decree_officer(), decree=decree, legal_basis=PRINTED[1:])
    client: Client = as_(make.decree_officer())
    page = client.get(reverse("designation:decree", args=[decree.pk])).content.decode()
    assert "UU 22/2003; UU 25/2004; 33.1/Kep/M.KUKM/IV/2003; 70/KEP/MENEG/XII/2001" in page
    assert reverse("portal:clause", args=["kukm-23-2005/mengingat"]) in page
    assert "Tercetak dalam peraturan, tetapi tidak ada dalam daftar ini: UU 25/1992" in page
    begun = client.get(reverse("designation:draft_decree")).content.decode()
    assert all(one in begun for one in PRINTED)


# ---------------------------------------------------------------- minutes


@pytest.mark.clause("kukm-23-2005/7.c")
@pytest.mark.clause("kukm-23-2005/7.e.1")
def test_the_minutes_cite_the_provision_they_are_kept_under() -> None:
    make.reverified()
    first, second = Paper.unscoped.filter(kind="verification_minutes").order_by("issued_at", "pk")
    by_clause = {words_of(paper) for paper in (first, second)}
    assert any(
        "kelengkapan berkas" in words and "sesuai Pasal 7 huruf c Permen KUKM 23/PER" in words for words in by_clause
    )
    assert any(
        "pemenuhan kriteria" in words and "sesuai Pasal 7 huruf e Permen KUKM 23/PER" in words for words in by_clause
    )


def test_who_stands_in_for_another_signs_as_plt_wherever_the_title_is_printed() -> None:
    verifier = make.verifier()
    assert verifier.appointment is not None
    Appointment.objects.filter(pk=verifier.appointment.pk).update(
        position="Ketua Kelompok Kerja Keuangan Provinsi",
        capacity=Capacity.PLT,
        acting_for=make.province().user,
    )
    make.verified()
    paper = Paper.unscoped.get(kind="verification_minutes")
    title = "Plt. Ketua Kelompok Kerja Keuangan Provinsi"
    assert paper.signer_title == title
    assert ["Jabatan", title] in next(b["rows"] for b in paper.content["blocks"] if b["_"] == "KeyValues")
    assert (paper.content["signature"]["prefix"], paper.content["signature"]["title"]) == (
        "Plt.",
        ["Ketua Kelompok Kerja Keuangan Provinsi"],
    )


def test_the_ministrys_minutes_carry_the_title_of_the_appointment() -> None:
    officer = make.ministry()
    assert officer.appointment is not None
    Appointment.objects.filter(pk=officer.appointment.pk).update(position="Asisten Deputi Pengembangan Kawasan")
    make.reverified()
    titles = set(Paper.unscoped.filter(kind="verification_minutes").values_list("signer_title", flat=True))
    assert "Asisten Deputi Pengembangan Kawasan" in titles


def test_a_title_that_nobody_entered_is_printed_in_indonesian() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    with override("en"), scoped(NATION):
        made = appoint(
            actor=head,
            office=office("regency_agency", PEKALONGAN),
            role=Role.REGENCY_OFFICER,
            person=Person("baru@contoh.test", "Orang Baru"),
            instrument="800/1",
            valid_from=dt.date(2026, 1, 1),
        )
        Appointment.objects.filter(pk=made.pk).update(position="")
        unnamed = Appointment.objects.select_related("user").get(pk=made.pk)
        printed = signature_of(unnamed).title
    with override("id"):
        assert made.position == str(Role.REGENCY_OFFICER.label)
        assert printed == (str(Role.REGENCY_OFFICER.label),)


def test_a_draft_carries_the_title_under_which_the_minister_signs_now() -> None:
    first = make.drafted(make.chosen())
    office_name = "MENTERI NEGARA KOPERASI DAN USAHA KECIL DAN MENENGAH"
    assert title_of(first) == (f"KEPUTUSAN {office_name}", (f"{office_name},",))
    signing = make.signing(signed_title="Menteri Usaha Mikro, Kecil, dan Menengah")
    services.issue_decree(actor=make.decree_officer(), decree=first, signing=signing)
    second = make.drafted(make.chosen(make.judged(make.make_sentra("Tenun"))))
    title = signing.signed_title.upper()
    assert title_of(second) == (f"KEPUTUSAN {title}", (f"{title},",))


def title_of(decree: Decree) -> tuple[str, tuple[str, ...]]:
    paper, dictum = text_of(decree)
    assert paper.signature is not None
    assert dictum.authority == paper.signature.title[0]
    return paper.title, paper.signature.title


# ---------------------------------------------------------------- dates


@pytest.mark.clause("kukm-23-2005/7.f")
@pytest.mark.parametrize(("days", "is_wrong"), [(3, True), (1, True), (0, False), (-1, False)])
def test_a_decree_is_not_dated_before_the_one_it_changes(days: int, is_wrong: bool) -> None:
    sentra = make.designated().sentra
    sentra.refresh_from_db()
    day = timezone.localdate() - dt.timedelta(days=2)
    Decree.objects.update(signed_on=day)
    earlier = Decree.objects.get()
    type(sentra).unscoped.filter(pk=sentra.pk).update(tier_since=day)
    officer = make.decree_officer()
    decree = services.draft_decree(
        actor=officer,
        title="Pencabutan",
        entries=[services.Entry(sentra=sentra, effect="revoke")],
        amends=earlier,
        reason="Bubar",
    )
    signing = make.signing(number="18/KEP/M.KUKM/2026", signed_on=day - dt.timedelta(days=days))
    if not is_wrong:
        services.issue_decree(actor=officer, decree=decree, signing=signing)
        sentra.refresh_from_db()
        assert (sentra.tier, sentra.tier_since) == ("candidate", signing.signed_on)
        return
    with pytest.raises(BadInput) as wrong:
        services.issue_decree(actor=officer, decree=decree, signing=signing)
    told = wrong.value.problems[0]
    assert (told.field, told.value) == ("signed_on", signing.signed_on)
    assert short_date(day) in str(told.remedy)


@pytest.mark.clause("kukm-23-2005/7.f")
def test_a_decree_does_not_take_effect_before_the_tier_it_changes_began() -> None:
    sentra = make.designated().sentra
    today = timezone.localdate()
    Decree.objects.update(signed_on=today - dt.timedelta(days=30))
    type(sentra).unscoped.filter(pk=sentra.pk).update(tier="leading", tier_since=today - dt.timedelta(days=2))
    sentra.refresh_from_db()
    officer = make.decree_officer()
    decree = services.draft_decree(
        actor=officer,
        title="Perubahan",
        entries=[services.Entry(sentra=sentra, effect="amend", tier="sentra")],
        amends=Decree.objects.get(),
        reason="Turun",
    )
    signing = make.signing(number="18/KEP/M.KUKM/2026", signed_on=today - dt.timedelta(days=9))
    with pytest.raises(BadInput) as wrong:
        services.issue_decree(actor=officer, decree=decree, signing=signing)
    assert [one.field for one in wrong.value.problems] == ["signed_on"]
    assert sentra.name in str(wrong.value.problems[0].message)
    assert not isinstance(wrong.value, Refused)
