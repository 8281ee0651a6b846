"""To the manager of a sentra an enterprise is open while it is a member; afterwards its name and its dates remain."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.roles import Role
from sentra.registry import services
from sentra.registry.models import Enterprise, EnterpriseFigures, LegalityDocument, Membership, Person, Sentra
from sentra.territory.scope import scoped
from tests.personas import PEKALONGAN, record_persona
from tests.registry.factories import join, make_enterprise, make_sentra, officer
from tests.registry.files import nik

pytestmark = pytest.mark.django_db
TODAY = dt.date.today()
DAY = dt.timedelta(days=1)


@pytest.fixture
def sentra(db: None) -> Sentra:
    """A sentra with one member that stays and one that leaves."""
    sentra = make_sentra()
    for name, number in (("Batik Tinggal", 1), ("Batik Pergi", 2)):
        enterprise = services.register_enterprise(
            actor=officer(),
            regency=sentra.regency,
            values={"name": name, "product": "Batik", "nib": f"912000123456{number}"},
            owner={"name": f"Pemilik {name}", "nik": nik(number)},
        )
        join(sentra, enterprise)
        services.record_enterprise_figures(
            actor=officer(), enterprise=enterprise, values={"year": TODAY.year - 1, "annual_sales": 250_000_000}
        )
        services.add_legality_document(
            actor=officer(), enterprise=enterprise, values={"kind": "PIRT", "number": f"P-{number}"}
        )
    return sentra


def end(sentra: Sentra, name: str, last_day: dt.date) -> Enterprise:
    membership = Membership.unscoped.get(sentra=sentra, enterprise__name=name, left_on=None)
    services.leave_member(actor=officer(), membership=membership, left_on=last_day, reason="Pindah usaha")
    return membership.enterprise


def manager(sentra: Sentra) -> Client:
    client = Client()
    actor = record_persona(Role.SENTRA_MANAGER, PEKALONGAN, sentra.pk)
    assert actor.user is not None
    client.force_login(actor.user)
    return client


def open_to_the_manager(sentra: Sentra) -> dict[str, list[str]]:
    """The names that each model's scope opens to the manager."""
    with scoped(record_persona(Role.SENTRA_MANAGER, PEKALONGAN, sentra.pk).territory):
        return {
            "enterprises": [one.name for one in Enterprise.objects.order_by("name")],
            "people": [one.name for one in Person.objects.order_by("name")],
            "figures": [one.enterprise.name for one in EnterpriseFigures.objects.select_related("enterprise")],
            "permits": [one.enterprise.name for one in LegalityDocument.objects.select_related("enterprise")],
        }


def only(*names: str) -> dict[str, list[str]]:
    kinds = ("enterprises", "figures", "permits")
    return {kind: list(names) for kind in kinds} | {"people": [f"Pemilik {name}" for name in names]}


def test_the_scope_follows_the_memberships_in_force_today(sentra: Sentra) -> None:
    assert open_to_the_manager(sentra)["enterprises"] == ["Batik Pergi", "Batik Tinggal"]
    end(sentra, "Batik Pergi", TODAY - DAY)
    assert open_to_the_manager(sentra) == only("Batik Tinggal")


def test_the_last_day_still_counts(sentra: Sentra) -> None:
    end(sentra, "Batik Pergi", TODAY)
    assert open_to_the_manager(sentra)["enterprises"] == ["Batik Pergi", "Batik Tinggal"]


def test_a_membership_elsewhere_does_not_open_the_record_to_the_former_sentra(sentra: Sentra) -> None:
    gone = end(sentra, "Batik Pergi", TODAY - DAY)
    other = make_sentra(name="Sentra Batik Medono", area="Kelurahan Medono")
    join(other, gone, joined_on=TODAY)
    assert open_to_the_manager(sentra) == only("Batik Tinggal")
    assert open_to_the_manager(other) == only("Batik Pergi")


def test_who_comes_back_is_open_again(sentra: Sentra) -> None:
    gone = end(sentra, "Batik Pergi", TODAY - 30 * DAY)
    join(sentra, gone, joined_on=TODAY)
    assert open_to_the_manager(sentra)["enterprises"] == ["Batik Pergi", "Batik Tinggal"]


def test_the_manager_is_answered_404_on_the_record_of_a_former_member(sentra: Sentra) -> None:
    gone, client = end(sentra, "Batik Pergi", TODAY - DAY), manager(sentra)
    stays = Enterprise.unscoped.get(name="Batik Tinggal")
    for name in ("enterprise", "enterprise_figures", "enterprise_legality", "enterprise_history"):
        assert client.get(reverse(f"registry:{name}", args=[gone.pk])).status_code == 404, name
        assert client.get(reverse(f"registry:{name}", args=[stays.pk])).status_code == 200, name
    assert client.get(reverse("registry:person", args=[gone.owner_id])).status_code == 404
    assert client.get(reverse("registry:person", args=[stays.owner_id])).status_code == 200


def test_so_it_is_in_the_api(sentra: Sentra) -> None:
    gone, client = end(sentra, "Batik Pergi", TODAY - DAY), manager(sentra)
    for part in ("", "/size", "/figures"):
        assert client.get(f"/api/v1/registry/enterprises/{gone.pk}{part}").status_code == 404, part
    listed = client.get("/api/v1/registry/enterprises").json()
    assert [one["name"] for one in listed["items"]] == ["Batik Tinggal"]


def test_search_and_lists_do_not_name_a_former_member_and_exports_are_closed(sentra: Sentra) -> None:
    gone, client = end(sentra, "Batik Pergi", TODAY - DAY), manager(sentra)
    for typed in ("Batik", "Pemilik", gone.nib):
        assert str(gone.pk) not in client.get("/cari/", {"q": typed}).content.decode()
    shown = client.get(reverse("registry:enterprise_list")).content.decode()
    assert ("Batik Tinggal" in shown, "Batik Pergi" in shown) == (True, False)
    for kind in ("csv", "xlsx"):
        assert client.get(reverse("registry:enterprise_list"), {"export": kind}).status_code == 403


def test_the_list_of_members_keeps_name_and_dates_without_a_link(sentra: Sentra) -> None:
    gone, client = end(sentra, "Batik Pergi", TODAY - DAY), manager(sentra)
    here = reverse("registry:sentra_members", args=[sentra.pk])
    for asked in ({}, {"pada": (TODAY - 5 * DAY).isoformat()}):
        shown = client.get(here, asked).content.decode()
        assert "Batik Pergi" in shown
        assert (str(gone.pk) in shown, "Pemilik Batik Pergi" in shown) == (False, False), asked
    officers = Client()
    officers.force_login(officer().user)  # type: ignore[arg-type]
    assert str(gone.pk) in officers.get(here).content.decode()


def test_the_manager_of_a_sentra_without_members_sees_none(sentra: Sentra) -> None:
    make_enterprise(name="Batik Lain")
    assert open_to_the_manager(make_sentra(name="Sentra Baru", area="Kelurahan Baru")) == only()
