"""One enterprise of many is found by typing: by the script's search, and by sending the form where no script runs."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.registry.models import Enterprise, FormDraft, Membership, Person, Sentra
from tests.personas import BATANG, PEKALONGAN, persona, record_persona, region
from tests.registry.factories import join, make_enterprise, make_partner, make_sentra

pytestmark = pytest.mark.django_db
MANY = 620


def signed_in(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user)
    return client


@pytest.fixture
def page(rina: Actor) -> Client:
    return signed_in(rina)


@pytest.fixture
def many(db: None) -> list[Enterprise]:
    """More enterprises than any list of choices could hold, `Batik 000` to `Batik 619`."""
    place = region(PEKALONGAN)
    people = Person.unscoped.bulk_create(Person(name=f"Pemilik {n:03d}", regency=place) for n in range(MANY))
    return Enterprise.unscoped.bulk_create(
        Enterprise(name=f"Batik {n:03d}", owner=owner, product="Batik", village="Jenggot", regency=place)
        for n, owner in enumerate(people)
    )


def members_url(sentra: Sentra) -> str:
    return reverse("registry:sentra_members", args=[sentra.pk])


def search(client: Client, words: str, kind: str = "usaha", sentra: Sentra | None = None) -> list[str]:
    query = f"?sentra={sentra.pk}" if sentra else ""
    answer = client.post(reverse("registry:pick", args=[kind]) + query, {"q": words})
    assert answer.status_code == 200
    return [one["label"] for one in answer.json()["choices"]]


def offered(body: bytes) -> list[tuple[str, str]]:
    """The choices of a page without scripts: value and label."""
    radios = re.findall(r'<input type="radio" name="enterprise" value="([^"]+)"[^>]*><span>([^<]+)', body.decode())
    return [(value, html.unescape(label).strip()) for value, label in radios]


def test_the_search_finds_the_last_of_hundreds_by_any_of_its_words(page: Client, many: list[Enterprise]) -> None:
    wanted = [f"Batik {MANY - 1} (Pemilik {MANY - 1})"]
    assert search(page, str(MANY - 1)) == wanted
    assert search(page, f"pemilik {MANY - 1} batik") == wanted
    Enterprise.unscoped.filter(pk=many[-1].pk).update(nib="9120001234567")
    assert search(page, "91200012") == wanted
    assert search(page, "tidak ada") == []


def test_it_shows_twenty_and_says_that_there_are_more(page: Client, many: list[Enterprise]) -> None:
    answer = page.post(reverse("registry:pick", args=["usaha"]), {"q": "batik"}).json()
    assert (len(answer["choices"]), answer["has_more"]) == (20, True)
    assert answer["choices"][0] == {
        "value": str(many[0].pk), "label": "Batik 000 (Pemilik 000)", "note": "Batik · Jenggot",
    }  # fmt: skip


def test_members_of_the_sentra_retired_and_foreign_ones_are_not_found(page: Client, rina: Actor) -> None:
    sentra = make_sentra()
    join(sentra, make_enterprise(name="Batik Anggota"))
    make_enterprise(BATANG, name="Batik Rahasia")
    make_enterprise(name="Batik Bebas")
    Enterprise.unscoped.filter(pk=make_enterprise(name="Batik Tutup").pk).update(is_active=False)
    assert search(page, "batik", sentra=sentra) == ["Batik Bebas (Pemilik Batik Bebas)"]
    assert search(page, "batik") == ["Batik Anggota (Pemilik Batik Anggota)", "Batik Bebas (Pemilik Batik Bebas)"]


def test_a_manager_finds_the_own_members_only(rina: Actor) -> None:
    sentra = make_sentra()
    join(sentra, make_enterprise(name="Batik Anggota"))
    make_enterprise(name="Batik Lain")
    client = signed_in(record_persona(Role.SENTRA_MANAGER, PEKALONGAN, sentra.pk))
    assert search(client, "batik") == ["Batik Anggota (Pemilik Batik Anggota)"]


def test_a_sentra_or_a_kind_that_is_not_there_is_404(page: Client, rina: Actor) -> None:
    theirs = make_sentra(BATANG)
    pick = reverse("registry:pick", args=["usaha"])
    assert [page.post(f"{pick}?sentra={key}", {"q": "a"}).status_code for key in (theirs.pk, "x")] == [404, 404]
    assert page.post(reverse("registry:pick", args=["orang"]), {"q": "a"}).status_code == 404
    assert page.get(pick).status_code == 405


def test_partners_and_sentra_are_searched_alike(page: Client, rina: Actor) -> None:
    make_partner(name="KSP Kencana"), make_partner(name="Bank Jateng"), make_sentra()
    assert search(page, "kencana", "mitra") == ["KSP Kencana"]
    ministry = signed_in(persona(Role.MINISTRY_OFFICER))
    assert search(ministry, "jenggot pekalongan", "sentra") == ["Sentra Batik Jenggot"]


def test_without_a_script_words_bring_choices_and_nothing_is_saved(page: Client, many: list[Enterprise]) -> None:
    sentra = make_sentra()
    sent = {"enterprise": "", "enterprise_typed": "619", "joined_on": "01/03/2024", "inside_area": "yes"}
    answer = page.post(members_url(sentra), sent)
    assert answer.status_code == 422
    assert offered(answer.content) == [(str(many[-1].pk), f"Batik {MANY - 1} (Pemilik {MANY - 1})")]
    assert "Pilih salah satu yang ditemukan untuk “619”." in answer.content.decode()
    assert 'value="01/03/2024"' in answer.content.decode()
    assert not Membership.unscoped.exists()

    chosen = page.post(members_url(sentra), sent | {"enterprise": str(many[-1].pk), "enterprise_typed": ""})
    assert chosen.status_code == 302
    assert [one.enterprise_id for one in Membership.unscoped.all()] == [many[-1].pk]


def test_words_typed_after_a_choice_are_a_new_search(page: Client, many: list[Enterprise]) -> None:
    sent = {"enterprise": str(many[0].pk), "enterprise_typed": "001", "joined_on": "01/03/2024"}
    answer = page.post(members_url(make_sentra()), sent)
    assert [label for _value, label in offered(answer.content)] == ["Batik 001 (Pemilik 001)"]
    assert not Membership.unscoped.exists()


def test_words_that_find_nothing_say_so(page: Client, rina: Actor) -> None:
    answer = page.post(members_url(make_sentra()), {"enterprise_typed": "zzz", "joined_on": "01/03/2024"})
    assert "Tidak ada yang ditemukan untuk “zzz”." in answer.content.decode()
    assert answer.status_code == 422


def test_a_choice_stays_when_another_field_is_wrong(page: Client, rina: Actor) -> None:
    one = make_enterprise()
    answer = page.post(members_url(make_sentra()), {"enterprise": str(one.pk), "joined_on": "31/02/2024"})
    assert answer.status_code == 422
    assert re.search(rf'value="{one.pk}" checked', answer.content.decode())


def test_a_draft_keeps_the_choice_but_no_words_and_no_tax_number(page: Client, rina: Actor) -> None:
    one = make_enterprise()
    sent = {"changed": ["enterprise", "enterprise_typed", "npwp"], "enterprise": str(one.pk)}
    page.post(reverse("registry:draft", args=["sentra:x:member"]), sent | {"enterprise_typed": "3375", "npwp": "3375"})
    assert FormDraft.objects.get().values == {"enterprise": str(one.pk)}


def test_the_page_does_not_grow_with_the_enterprises_of_the_regency(page: Client, many: list[Enterprise]) -> None:
    body = page.get(members_url(make_sentra())).content.decode()
    assert "Batik 001" not in body
    assert len(body) < 40_000
