"""Papers are numbered, printed and kept; evidence proves; nothing issued ever changes."""

from __future__ import annotations

import datetime as dt
import io
from uuid import uuid4

import pytest
from pypdf import PdfReader

from sentra.access.models import Capacity
from sentra.access.policy import Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.documents import services, store
from sentra.documents.models import Evidence, NumberEntry, Paper, PaperKind
from sentra.documents.numbers import next_number
from sentra.documents.rendering import content as c
from sentra.pages.errors import BadInput, Conflict
from sentra.territory.models import OfficeKind
from sentra.territory.scope import OutsideTerritory, scoped
from tests.personas import BATANG, PEKALONGAN, office, persona, region

pytestmark = pytest.mark.django_db
DAY = dt.date(2026, 7, 14)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"


@pytest.fixture(autouse=True)
def files_of_the_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def issue(**changes):
    head = persona(Role.REGENCY_HEAD, PEKALONGAN)
    agency = office(OfficeKind.REGENCY, PEKALONGAN)
    given = {
        "actor": head,
        "kind": PaperKind.REGENCY_LETTER,
        "title": "Surat pengantar",
        "content": c.Paper(
            kind="letter",
            letterhead=services.letterhead_of(agency),
            place="Pekalongan",
            subject="Usulan sentra",
            blocks=(c.Paragraph("Bersama ini kami sampaikan usulan."),),
            signature=services.signature_of(head.appointment),
        ),
        "subject": agency,
        "office": agency,
        "regency": region(PEKALONGAN),
        "issued_on": DAY,
        "signer": head.appointment,
        "classification": "500.2.3",
    }
    return services.issue_paper(**(given | changes))


def text_of(paper: Paper) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(store.read(paper.pdf))).pages)


def test_a_letter_is_numbered_dated_and_carries_its_verification() -> None:
    paper = issue()
    text = text_of(paper)
    assert paper.number == "500.2.3/001/DKUKM/VII/2026"
    assert paper.number in text
    assert "14 Juli 2026" in text
    assert paper.code in text
    assert services.papers_of(office(OfficeKind.REGENCY, PEKALONGAN)) == [paper]


def test_sent_twice_with_one_id_it_is_issued_once() -> None:
    key = uuid4()
    assert issue(id=key).pk == issue(id=key).pk
    assert Paper.unscoped.count() == 1
    assert NumberEntry.objects.count() == 1


def test_a_correction_names_the_paper_it_corrects_and_leaves_it_as_it_was() -> None:
    first = issue()
    before = (first.pdf_id, first.content_hash, first.number)
    second = issue(corrects=first)
    first.refresh_from_db()
    assert (first.pdf_id, first.content_hash, first.number) == before
    assert second.corrects == first
    assert second.number == "500.2.3/002/DKUKM/VII/2026"


def test_a_given_number_is_taken_once() -> None:
    issue(number="123/KEP/2026", classification="")
    with pytest.raises(BadInput):
        issue(number="123/KEP/2026", classification="")


def test_issuing_leaves_a_record_in_words() -> None:
    paper = issue()
    record = Decision.unscoped.get(action="documents.issue")
    assert (record.subject_id, record.details["number"]) == (str(paper.pk), paper.number)


def test_numbers_run_by_office_classification_and_year() -> None:
    agency = office(OfficeKind.REGENCY, PEKALONGAN)
    assert next_number(office=agency, classification="500", day=DAY) == "500/001/DKUKM/VII/2026"
    assert next_number(office=agency, classification="500", day=DAY) == "500/002/DKUKM/VII/2026"
    assert next_number(office=agency, classification="500", day=dt.date(2027, 1, 4)) == "500/001/DKUKM/I/2027"
    assert next_number(office=agency, classification="600", day=DAY) == "600/001/DKUKM/VII/2026"
    assert [entry.state for entry in NumberEntry.objects.all()] == ["used"] * 4


def test_an_acting_head_signs_with_plt_and_a_decree_names_no_titles() -> None:
    head = persona(Role.REGENCY_HEAD, PEKALONGAN).appointment
    head.user.titles_after, head.user.rank = "S.E.", "Pembina"
    head.user.civil_service_number = "197001012000031002"
    head.capacity = Capacity.PLT
    letter, decree = services.signature_of(head), services.signature_of(head, decides=True)
    assert (letter.prefix, letter.name, letter.rank) == ("Plt.", f"{head.user.name}, S.E.", "Pembina")
    assert letter.nip == "19700101 200003 1 002"
    assert (decree.name, decree.rank, decree.nip) == (head.user.name, "", "")


def add(actor, **changes) -> Evidence:
    agency = office(OfficeKind.REGENCY, PEKALONGAN)
    given = {
        "actor": actor,
        "subject": agency,
        "regency": region(PEKALONGAN),
        "name": "daftar hadir.pdf",
        "content": PDF,
        "kind": "list",
        "proves": "Kehadiran",
        "taken_on": DAY,
    }
    return services.add_evidence(**(given | changes))


def test_evidence_is_kept_and_superseded_once() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    first = add(officer)
    second = add(officer, content=PDF + b"baru", supersedes=first)
    assert list(Evidence.unscoped.filter(superseded_by__isnull=True)) == [second]
    with pytest.raises(Conflict):
        add(officer, content=PDF + b"lagi", supersedes=first)
    assert Evidence.unscoped.count() == 2


def test_evidence_of_a_day_to_come_is_refused() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    with pytest.raises(BadInput) as refusal:
        add(officer, taken_on=officer.today + dt.timedelta(days=1))
    assert [p.field for p in refusal.value.problems] == ["taken_on"]


def test_a_neighbour_cannot_add_evidence_and_an_observer_may_not() -> None:
    with pytest.raises(OutsideTerritory):
        add(persona(Role.REGENCY_OFFICER, BATANG))
    with pytest.raises(Forbidden):
        add(persona(Role.OBSERVER))
    assert Evidence.unscoped.count() == 0


def test_papers_and_evidence_of_a_neighbour_are_not_found() -> None:
    paper, evidence = issue(), add(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    with scoped(persona(Role.REGENCY_OFFICER, BATANG).territory):
        assert not Paper.objects.filter(pk=paper.pk).exists()
        assert not Evidence.objects.filter(pk=evidence.pk).exists()
    with scoped(persona(Role.REGENCY_OFFICER, PEKALONGAN).territory):
        assert Paper.objects.get().pk == paper.pk
