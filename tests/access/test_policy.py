"""Who may do what: the table, its reasons, and that a closed appointment closes its doors at once."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from sentra.access.actors import Actor, actor_for, appointments_of
from sentra.access.models import Appointment, User
from sentra.access.policy import RULES, Denied, Forbidden, ensure, formed_office, may, not_after
from sentra.access.queries import appointments_within
from sentra.access.roles import GRANTS, OFFICE_OF_ROLE, SECOND_PERSON_ROLES, Role
from sentra.territory.models import Office
from sentra.territory.scope import NOWHERE, OutsideTerritory, Territory
from tests.personas import BANTUL, BATANG, PEKALONGAN, persona, region

pytestmark = pytest.mark.django_db


def user_of(actor: Actor) -> User:
    assert actor.user is not None
    return actor.user


def change(actor: Actor, **values: object) -> Actor:
    """The same person after their appointment was changed in the database."""
    assert actor.appointment is not None
    Appointment.objects.filter(pk=actor.appointment.pk).update(**values)
    return actor_for(user_of(actor))


@pytest.mark.clause("kukm-23-2005/10")
def test_without_a_place_in_the_organisation_nothing_is_open() -> None:
    stranger = actor_for(User.objects.create_user("tamu@contoh.test", "Tamu"))
    assert stranger.territory == NOWHERE
    assert [action for action in RULES if may(stranger, action).allowed] == []
    assert isinstance(may(stranger, "designation.identify"), Denied)


@pytest.mark.parametrize(
    "ended",
    [
        {"revoked_at": timezone.now()},
        {"valid_to": dt.date(2021, 1, 1)},
        {"valid_from": dt.date(2090, 1, 1)},
        {"needs_confirmation": True},
    ],
    ids=["revoked", "expired", "not begun", "not confirmed"],
)
def test_an_appointment_that_is_not_in_force_opens_nothing(ended: dict[str, object]) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert may(officer, "registry.keep").allowed
    after = change(officer, **ended)
    assert (after.appointment, after.territory, may(after, "registry.keep").allowed) == (None, NOWHERE, False)


def test_the_last_day_still_counts() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    day = dt.date(2026, 3, 31)
    change(officer, valid_to=day)
    assert [len(appointments_of(user_of(officer), day + dt.timedelta(days=n))) for n in (0, 1)] == [1, 0]


def test_an_action_that_is_not_in_the_table_is_an_error() -> None:
    with pytest.raises(KeyError):
        may(persona(Role.ADMINISTRATOR), "designation.everything")


def test_a_refusal_says_who_may() -> None:
    answer = may(persona(Role.REGENCY_OFFICER, PEKALONGAN), "designation.choose")
    assert isinstance(answer, Denied)
    assert answer.who == (str(Role.MINISTRY_APPROVER.label),)
    assert answer.clauses == ("kukm-23-2005/7.e.2", "kukm-23-2005/10.a")


def test_the_right_role_in_the_wrong_place_does_not_find_it() -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    ensure(officer, "registry.keep", region(PEKALONGAN))
    for code in (BATANG, BANTUL):
        with pytest.raises(OutsideTerritory):
            ensure(officer, "registry.keep", region(code))


def test_the_wrong_role_in_the_right_place_is_told_why() -> None:
    with pytest.raises(Forbidden):
        ensure(persona(Role.PROVINCE_OFFICER, "33"), "registry.keep", region(PEKALONGAN))


@pytest.mark.clause("kukm-23-2005/10.b.2")
@pytest.mark.clause("kukm-23-2005/10.c.2")
def test_a_working_group_has_its_own_role_and_its_steps_another_person() -> None:
    for group, step, submit in (
        (Role.REGENCY_GROUP, "designation.select", "designation.submit"),
        (Role.PROVINCE_GROUP, "designation.verify", "designation.forward"),
    ):
        assert group in RULES[step].roles
        assert group not in RULES[submit].roles
        actor = persona(Role.REGENCY_OFFICER, PEKALONGAN)
        done_before = type("Proposal", (), {"people_who": lambda self, action, actor=actor: {user_of(actor).pk}})()
        (condition,) = RULES[submit].conditions
        assert isinstance(condition(actor, done_before), Denied)


def test_whoever_did_not_take_the_earlier_step_passes() -> None:
    nobody = type("Proposal", (), {"people_who": lambda self, action: set()})()
    assert not_after("designation.verify")(persona(Role.PROVINCE_OFFICER, "33"), nobody) is None


@pytest.mark.clause("kukm-23-2005/1.15.1")
@pytest.mark.clause("kukm-23-2005/1.15.2")
def test_a_working_group_without_its_forming_document_may_not_work() -> None:
    for role, code, actions in (
        (Role.REGENCY_GROUP, PEKALONGAN, ("designation.assess", "designation.select")),
        (Role.PROVINCE_GROUP, "33", ("designation.verify",)),
    ):
        member = persona(role, code)
        assert [may(member, action).allowed for action in actions] == [True] * len(actions)
        assert member.office is not None
        Office.objects.filter(pk=member.office.pk).update(forming_number="")
        unformed = actor_for(user_of(member))
        assert [may(unformed, action).allowed for action in actions] == [False] * len(actions)
        assert formed_office(unformed, None) is not None


def test_nobody_grants_the_own_role_but_the_administrator() -> None:
    assert [role for role, granted in GRANTS.items() if role in granted] == [Role.ADMINISTRATOR]


def test_every_role_has_an_office_and_somebody_who_grants_it() -> None:
    granted = frozenset[str]().union(*GRANTS.values())
    assert set(Role) == set(OFFICE_OF_ROLE) == granted
    assert GRANTS[Role.ADMINISTRATOR] >= SECOND_PERSON_ROLES


def test_a_territory_shows_its_own_offices_people_only() -> None:
    here, neighbour, away = (persona(Role.REGENCY_OFFICER, code) for code in (PEKALONGAN, BATANG, BANTUL))
    province = persona(Role.PROVINCE_OFFICER, "33")
    found = set(appointments_within(here.territory))
    assert found == {here.appointment}
    assert set(appointments_within(province.territory)) == {
        here.appointment,
        neighbour.appointment,
        province.appointment,
    }
    assert away.appointment not in set(appointments_within(province.territory))
    assert not appointments_within(Territory("record", record_id=None)).exists()


def test_one_acts_under_the_chosen_appointment() -> None:
    first = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert first.appointment is not None
    second = Appointment.objects.create(
        user=user_of(first),
        role=Role.REGENCY_OFFICER,
        office=persona(Role.REGENCY_OFFICER, BATANG).office,
        instrument="SK/2",
        valid_from=dt.date(2021, 1, 1),
    )
    assert actor_for(user_of(first)).appointment == second
    assert actor_for(user_of(first), str(first.appointment.pk)).appointment == first.appointment
    other = persona(Role.REGENCY_OFFICER, BANTUL).appointment
    assert other is not None
    assert actor_for(user_of(first), str(other.pk)).appointment == second
