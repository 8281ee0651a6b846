"""The demonstration: alive, complete, consistent, and the same each time."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.db.models import Sum
from django.test import override_settings
from django.utils import timezone

from sentra.access.actors import actor_for, appointments_of
from sentra.access.models import Appointment, User
from sentra.access.roles import Role
from sentra.decisions.chain import verify
from sentra.decisions.models import Decision, Notification, WorkItem
from sentra.decisions.queries import inbox_of
from sentra.designation.models import Comment, Decree, DecreeEntry, Proposal, State
from sentra.development import models as development
from sentra.documents.models import Evidence, Paper, PaperKind
from sentra.funding.models import CostStandard
from sentra.funding.queries import standards_on
from sentra.pages.errors import Refused
from sentra.registry.models import (
    ClusterLink,
    EnterpriseFigures,
    ImportRun,
    ImportState,
    Membership,
    Person,
    Sentra,
    SentraFigures,
    SupportReceived,
    Tier,
)
from sentra.site.demo import account, build, is_empty, print_accounts
from sentra.site.demo.places import BATANG, CENTRAL_JAVA, PASSWORD, PEKALONGAN
from sentra.territory.models import Region
from sentra.territory.scope import everywhere, scoped

NATIONAL = {
    Role.MINISTRY_OFFICER,
    Role.MINISTRY_APPROVER,
    Role.DECREE_OFFICER,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.OBSERVER,
}
PROVINCIAL = {Role.PROVINCE_OFFICER, Role.PROVINCE_HEAD, Role.PROVINCE_GROUP, Role.TECHNICAL_UNIT}
#: They read, keep accounts, or act for one record: nothing is put into their inbox.
NOTHING_WAITS = {
    Role.TECHNICAL_UNIT,
    Role.ADMINISTRATOR,
    Role.AUDITOR,
    Role.OBSERVER,
    Role.SENTRA_MANAGER,
    Role.PARTNER,
}


#: Before the tests with real transactions, which empty the tables.
pytestmark = pytest.mark.django_db


def email_of(role: Role) -> str:
    place = "" if role in NATIONAL else CENTRAL_JAVA if role in PROVINCIAL else PEKALONGAN
    return account(role, place)


def digest() -> str:
    """What was decided, by whom, when and why; keys and verification codes are random and left out."""
    rows = Decision.unscoped.order_by("number").values_list(
        "number", "at", "actor_name", "capacity", "action", "subject_label", "from_state", "to_state", "reason"
    )
    return hashlib.sha256("\n".join(map(repr, rows)).encode()).hexdigest()


def made() -> str:
    """Build the small world; gives its digest."""
    build(scale="small")
    with everywhere("the tests look at all of it"):
        return digest()


@pytest.fixture(scope="module")
def demo(
    django_db_setup: None, django_db_blocker: object, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, str]]:
    """A small demonstration for all tests of this module, made twice and undone after them; gives both digests."""
    files = tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), override_settings(DEMO=True, MEDIA_ROOT=files), transaction.atomic():  # type: ignore[attr-defined]
        before = transaction.savepoint()
        first = made()
        transaction.savepoint_rollback(before)
        yield first, made()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def nation(demo: tuple[str, str]) -> Iterator[None]:
    with everywhere("the tests look at all of it"):
        yield


def test_every_state_of_a_proposal_and_every_tier_is_there() -> None:
    assert set(Proposal.objects.values_list("state", flat=True)) == set(State.values)
    assert set(Sentra.objects.values_list("tier", flat=True)) == set(Tier.values)
    assert Sentra.objects.filter(is_active=False).exists()
    assert Sentra.objects.filter(is_active=True, proposals=None).exists()


def test_every_role_has_an_account_that_opens_and_work_where_work_is_given() -> None:
    waiting = {}
    for role in Role:
        user = User.objects.get(email=email_of(role))
        assert user.check_password(PASSWORD)
        actor = actor_for(user)
        assert actor.role == role
        with scoped(actor.territory):
            waiting[role] = inbox_of(actor).exists()
    assert {role for role, has_work in waiting.items() if not has_work} == NOTHING_WAITS


def test_inboxes_hold_late_due_and_returned_work_and_messages_are_unread() -> None:
    today = timezone.localdate()
    lines = WorkItem.objects.filter(closed_at=None)
    assert lines.filter(due_on__lt=today).exists()
    assert lines.filter(due_on__gte=today).exists()
    assert lines.filter(came_back=True).exclude(note="").exists()
    assert Notification.objects.filter(read_at=None, needs_you=True).exists()


def test_years_of_figures_add_up_to_the_sentra() -> None:
    last = timezone.localdate().year - 1
    wanted = {last - 2, last - 1, last}
    assert wanted <= set(EnterpriseFigures.objects.values_list("year", flat=True))
    assert wanted <= set(SentraFigures.objects.values_list("year", flat=True))
    for figures in SentraFigures.objects.filter(year=last).select_related("sentra"):
        members = Membership.objects.filter(sentra=figures.sentra, left_on=None).values("enterprise")
        sales = EnterpriseFigures.objects.filter(enterprise__in=members, year=last)
        assert sales.aggregate(sum=Sum("annual_sales"))["sum"] == figures.turnover


def test_cost_standards_of_every_level_are_there_with_a_past_and_components_without_one() -> None:
    day = timezone.localdate()
    lines = standards_on(Region.objects.get(code=PEKALONGAN), day)
    levels = {one.standard.region and one.standard.region.level for one in lines if one.standard}
    assert levels == {None, "province", "regency"}
    assert any(one.standard is None for one in lines)
    assert CostStandard.objects.filter(replaced_by__isnull=False).exists()
    assert CostStandard.objects.exclude(end_reason="").exists()
    assert not CostStandard.objects.exclude(instrument_title__contains="contoh demonstrasi").exists()


def test_history_reaches_back_three_years_in_order_and_the_chain_is_whole() -> None:
    moments = list(Decision.objects.order_by("number").values_list("at", flat=True))
    assert moments == sorted(moments)
    assert (moments[-1] - moments[0]).days >= 3 * 365
    assert moments[-1] <= timezone.now()
    assert list(verify()) == []


def test_the_steps_of_a_proposal_are_in_different_hands() -> None:
    steps = ("select", "submit", "verify", "forward", "reverify", "choose")
    for proposal in Proposal.objects.filter(state=State.DESIGNATED):
        people = [proposal.people_who(f"designation.{step}") for step in steps]
        assert len(set().union(*people)) == sum(map(len, people)) == len(steps)


def test_two_decrees_are_signed_with_their_scans_and_one_waits_with_chosen_sentra() -> None:
    states = sorted(Decree.objects.values_list("state", flat=True))
    assert states == [Decree.State.DRAFT, Decree.State.SIGNED, Decree.State.SIGNED]
    assert not Decree.objects.filter(state=Decree.State.SIGNED, scan=None).exists()
    assert not Decree.objects.filter(state=Decree.State.SIGNED, paper=None).exists()
    listed = DecreeEntry.objects.filter(decree__state=Decree.State.DRAFT).values_list("proposal__state", flat=True)
    assert set(listed) == {State.CHOSEN}
    assert Proposal.objects.filter(state=State.CHOSEN, decree_entries=None).exists()


def test_papers_evidence_remarks_clusters_and_support_are_there() -> None:
    kinds = set(Paper.objects.values_list("kind", flat=True))
    assert {
        PaperKind.CRITERIA_FORM,
        PaperKind.SENTRA_FORM,
        PaperKind.REGENCY_LETTER,
        PaperKind.PROVINCE_LETTER,
        PaperKind.VERIFICATION_MINUTES,
        PaperKind.DECREE,
    } <= kinds
    found = {
        "evidence": Evidence.objects.filter(kind="photo").exists(),
        "comments": Comment.objects.exists(),
        "links": ClusterLink.objects.exists(),
        "support": SupportReceived.objects.exists(),
        "applications": development.SupportApplication.objects.exists(),
        "stages": development.StageRecord.objects.exists(),
        "classifications": development.Classification.objects.exists(),
        "programmes": development.Programme.objects.exists(),
        "advice": development.Advice.objects.exists(),
        "capital": development.MapLoan.objects.exists(),
    }
    assert [name for name, is_there in found.items() if not is_there] == []


def test_one_spreadsheet_waits_for_its_wrong_cells() -> None:
    run = ImportRun.objects.get(state=ImportState.READY)
    assert (run.wrong, run.regency.code) == (3, PEKALONGAN)


def test_an_acting_head_signs_and_a_person_has_two_posts() -> None:
    acting = Appointment.objects.get(user__email=account(Role.REGENCY_HEAD, BATANG), role=Role.REGENCY_HEAD)
    assert (acting.signature_prefix, acting.acting_for is not None) == ("Plt.", True)
    holder = User.objects.get(email=account(Role.TECHNICAL_UNIT, CENTRAL_JAVA))
    assert {one.role for one in appointments_of(holder)} == {Role.TECHNICAL_UNIT, Role.PROVINCE_OFFICER}


def test_identity_numbers_are_well_formed_and_nobodys() -> None:
    masks = Person.objects.exclude(nik_mask="").values_list("nik_mask", flat=True)
    assert masks
    assert {mask[-4] for mask in masks} == {"9"}


def test_the_accounts_are_printed_as_a_table(capsys: pytest.CaptureFixture[str]) -> None:
    print_accounts()
    printed = capsys.readouterr().out
    assert PASSWORD in printed
    assert all(email_of(role) in printed for role in Role)


def test_it_is_refused_where_there_are_offices() -> None:
    assert not is_empty()
    with pytest.raises(Refused, match="only for an empty one"):
        build(scale="small")


def test_it_is_refused_outside_a_demonstration() -> None:
    with override_settings(DEMO=False), pytest.raises(Refused, match="SENTRA_DEMO=1"):
        build(scale="small")


def test_made_twice_it_is_the_same(demo: tuple[str, str]) -> None:
    first, second = demo
    assert first == second
