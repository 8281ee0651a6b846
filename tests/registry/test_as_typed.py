"""Numbers are checked while they are typed, by the check that saving makes; districts are offered, not typed."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.pages.errors import BadInput
from sentra.registry import services
from sentra.registry.models import Enterprise
from sentra.territory.models import Region
from tests.personas import PEKALONGAN, persona
from tests.registry.factories import make_enterprise, make_sentra, place_of

pytestmark = pytest.mark.django_db
NIK = "3375014508850001"


@pytest.fixture
def page(rina: Actor) -> Client:
    client = Client()
    assert rina.user is not None
    client.force_login(rina.user)
    return client


def typed(client: Client, name: str, value: str, **others: str) -> dict[str, str]:
    answer = client.post(reverse("registry:check", args=[name]), {name: value, **others})
    assert answer.status_code == 200
    return answer.json()  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("nib", "912000", "9120001234567"),
        ("nik", "33750145", NIK),
        ("owner_nik", "33750145", NIK),
        ("npwp", "1234", "01.000.013.1-093.000"),
        ("phone", "12", "0812 3456 7890"),
        ("owner_phone", "12", "0812 3456 7890"),
        ("manager_phone", "12", "0812 3456 7890"),
        ("kbli_code", "1", "13134"),
        ("email", "nama@", "nama@contoh.id"),
    ],
)
def test_a_wrong_number_is_told_with_its_reason_and_a_right_one_is_not(
    page: Client, name: str, wrong: str, right: str
) -> None:
    assert len(typed(page, name, wrong)["problem"]) > 20
    assert typed(page, name, right)["problem"] == ""
    assert typed(page, name, "") == {"problem": "", "doubt": ""}


def test_the_reason_is_the_one_that_saving_gives(page: Client, rina: Actor) -> None:
    told = typed(page, "nib", "912000")["problem"]
    with pytest.raises(BadInput) as refused:
        services.register_enterprise(
            actor=rina,
            regency=place_of(rina),
            values={"name": "Batik", "product": "Batik", "nib": "912000"},
            owner={"name": "Siti"},
        )
    assert [f"{one.message} {one.remedy}" for one in refused.value.problems] == [told]


def test_a_nik_is_compared_with_the_rest_of_the_form_and_never_sent_back(page: Client) -> None:
    told = typed(page, "nik", NIK, birth_date="01/01/1990", sex="male")
    assert told["problem"] == ""
    assert told["doubt"] != ""
    assert NIK not in str(told)
    assert NIK not in str(typed(page, "nik", NIK + "9"))


def test_other_fields_are_not_answered_and_the_door_is_that_of_the_registry(page: Client) -> None:
    assert page.post(reverse("registry:check", args=["name"]), {"name": "x"}).status_code == 404
    assert page.get(reverse("registry:check", args=["nib"])).status_code == 405
    stranger = Client()
    stranger.force_login(persona(Role.ADMINISTRATOR).user)  # type: ignore[arg-type]
    assert stranger.post(reverse("registry:check", args=["nib"]), {"nib": "1"}).status_code == 403


def test_the_forms_name_where_a_number_is_checked(page: Client) -> None:
    body = page.get(reverse("registry:enterprise_new")).content.decode()
    for name in ("nib", "owner_nik", "phone", "owner_phone"):
        assert f'data-check="{reverse("registry:check", args=[name])}"' in body


def test_the_form_of_an_enterprise_has_its_parts(page: Client) -> None:
    body = page.get(reverse("registry:enterprise_new")).content.decode()
    assert [body.index(f">{title}</h2>") for title in ("Usaha", "Alamat", "Pemilik")] == sorted(
        body.index(f">{title}</h2>") for title in ("Usaha", "Alamat", "Pemilik")
    )


def test_the_districts_of_the_regency_are_offered_and_kept(page: Client, rina: Actor) -> None:
    district = Region.objects.filter(level="district", parent__code=PEKALONGAN).order_by("name")[0]
    stranger = Region.objects.filter(level="district").exclude(parent__code=PEKALONGAN)[0]
    for name, record in (("enterprise", make_enterprise()), ("sentra", make_sentra())):
        edit = reverse(f"registry:{name}_edit", args=[record.pk])
        body = page.get(edit).content.decode()
        assert f'<option value="{district.code}">{district.name}</option>' in body
        assert stranger.code not in body
        sent = {"section": "place", "version": "1", "village": "Jenggot", "area": "Jenggot"}
        assert page.post(edit, sent | {"district_code": stranger.code}).status_code == 422
        assert page.post(edit, sent | {"district_code": district.code}).status_code == 302
        record.refresh_from_db()
        assert record.district == district
        assert district.name in page.get(reverse(f"registry:{name}", args=[record.pk])).content.decode()


def test_a_new_enterprise_is_registered_with_its_district(page: Client) -> None:
    district = Region.objects.filter(level="district", parent__code=PEKALONGAN)[0]
    sent = {"name": "Batik", "product": "Batik", "legal_form": "individual", "owner_name": "Siti"}
    answer = page.post(reverse("registry:enterprise_new"), sent | {"district_code": district.code})
    assert answer.status_code == 302
    assert Enterprise.objects.get().district == district
