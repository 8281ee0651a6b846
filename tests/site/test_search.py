"""One search over everything a person may see."""

from __future__ import annotations

import html

import pytest
from django.test import Client

from sentra.access.actors import Actor
from sentra.access.roles import Role
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona
from tests.site.world import MARK, NIB, World

pytestmark = pytest.mark.django_db


def search(actor: Actor, text: str, **headers: str) -> str:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return html.unescape(client.get("/cari/", {"q": text}, headers=headers).content.decode())


def rina() -> Actor:
    return persona(Role.REGENCY_OFFICER, PEKALONGAN)


def test_it_finds_every_kind_of_record_and_links_to_it(world: World) -> None:
    page = search(rina(), MARK)
    assert f"/daftar/sentra/{world.sentra.pk}/" in page
    assert "/daftar/usaha/" in page
    assert "/daftar/mitra/" in page


@pytest.mark.parametrize("spelled", [NIB, f"{NIB[:4]} {NIB[4:8]} {NIB[8:]}", f"{NIB[:7]}-{NIB[7:]}"])
def test_a_nib_is_found_however_it_is_spaced(world: World, spelled: str) -> None:
    assert f"/daftar/usaha/{world.enterprise.pk}/" in search(rina(), spelled)


def test_part_of_a_nib_finds_nothing(world: World) -> None:
    assert f"/daftar/usaha/{world.enterprise.pk}/" not in search(rina(), NIB[:9])


def test_a_decree_is_found_by_its_number_everywhere(world: World) -> None:
    for actor in (rina(), persona(Role.REGENCY_OFFICER, BATANG), persona(Role.OBSERVER)):
        assert f"/penetapan/keputusan/{world.decree.pk}/" in search(actor, world.decree.number)


def test_a_draft_is_not_found(world: World) -> None:
    page = search(persona(Role.DECREE_OFFICER), "Penetapan sentra")
    assert f"/penetapan/keputusan/{world.draft_decree.pk}/" not in page


def test_a_provision_is_found_by_article_and_by_words() -> None:
    for text in ("Pasal 5 ayat (1) huruf a", "Minimal 20 UKM"):
        assert "/hukum/pasal/kukm-23-2005/5.1.a.1/" in search(rina(), text)


def test_a_partner_is_not_offered_records_that_the_table_closes(world: World) -> None:
    page = search(persona(Role.PARTNER, PEKALONGAN), MARK)
    assert "/daftar/" not in page.split("<main", 1)[1]


def test_one_letter_is_too_short_and_nothing_is_said_kindly(world: World) -> None:
    assert "dua" in search(rina(), "b").split("<main", 1)[1]
    assert "zzqq" in search(rina(), "zzqq")


def test_what_is_typed_comes_back_as_text(world: World) -> None:
    client = Client()
    client.force_login(rina().user)  # type: ignore[arg-type]
    page = client.get("/cari/", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page


def test_a_province_finds_its_regencies(world: World) -> None:
    assert str(world.sentra.pk) in search(persona(Role.PROVINCE_OFFICER, JAWA_TENGAH), MARK)
