"""Created under a key of the client: sent twice, the first one is given back; a key never opens somebody else's."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.registry.models import Cluster
from sentra.registry.services import open_cluster
from sentra.territory.scope import NATION, OutsideTerritory, scoped
from tests.administration.factories import appointed
from tests.at_once import at_once
from tests.designation.factories import make_sentra
from tests.personas import BATANG, office, persona


@pytest.mark.django_db
def test_a_key_of_another_office_is_refused_and_not_shown() -> None:
    key = uuid4()
    appointed(id=key)
    neighbour = persona(Role.REGENCY_HEAD, BATANG)
    with pytest.raises(OutsideTerritory):
        appointed(actor=neighbour, at=office("regency_agency", BATANG), id=key)
    assert Appointment.objects.filter(role=Role.REGENCY_OFFICER).count() == 1


@pytest.mark.usefixtures("regions")
@pytest.mark.django_db(transaction=True)
def test_what_is_sent_twice_at_one_moment_is_made_once() -> None:
    with scoped(NATION):
        sentra, ministry, head = (
            make_sentra(members=1),
            persona(Role.MINISTRY_OFFICER),
            persona(Role.REGENCY_HEAD, "3375"),
        )
    key = uuid4()

    def together() -> Cluster:
        return open_cluster(actor=ministry, name="Batik", product_chain="Kain", sentra=[sentra], id=key)

    def granting() -> Appointment:
        return appointed(actor=head, valid_from=dt.date(2026, 1, 1), id=key)

    clusters, granted = at_once(together, together), at_once(granting, granting)
    assert clusters == [Cluster.objects.get()] * 2
    assert granted == [Appointment.objects.get(pk=key)] * 2
    assert Decision.unscoped.filter(action="access.appoint").count() == 1
