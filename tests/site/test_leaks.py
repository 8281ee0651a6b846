"""Nothing of Kota Pekalongan stands in a list, search hit, hint, export or part of a page of anybody else's."""

from __future__ import annotations

import functools
import html
import io
import re

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from tests.personas import BANTUL
from tests.site.addresses import addresses
from tests.site.world import MARK, NIB, NIK, SECRETS, Asker, World, askers

pytestmark = pytest.mark.django_db

#: A cluster is national and read by all (Pasal 1 angka 4 dan 5); so is whom a paper's code was issued for.
NATIONAL_PAGES = frozenset({"registry:cluster", "registry:cluster_list", "portal:verify", "administration:calendar"})
TYPED = (MARK, "Batik", "Usaha", NIB, NIK, "Sentra Batik", "5.000")
QUERIES = ("", "export=csv", "export=xlsx", "count=exact", f"q={MARK}")
#: What differs between two answers to the same question: tokens and keys of forms.
VARYING = re.compile(r'name="(?:csrfmiddlewaretoken|key|id)" value="[^"]*"|"X-CSRFToken": "[^"]*"')


@pytest.fixture(scope="module")
def strangers(world: World, posts_read_once: None) -> list[tuple[Asker, Client]]:
    """One of each kind of people from outside, signed in."""
    wanted = {"regency_officer next door", "regency_head next door", "province_officer elsewhere"}
    wanted |= {"regency_officer elsewhere", "sentra_manager of another sentra", "partner elsewhere"}
    found = []
    for asker in askers(world):
        if asker.name in wanted:
            client = Client(raise_request_exception=False)
            assert asker.actor.user is not None
            client.force_login(asker.actor.user)
            found.append((asker, client))
    assert len(found) == len(wanted)
    return found


def body_of(given: HttpResponse) -> bytes:
    return b"".join(given.streaming_content) if given.streaming else given.content  # type: ignore[arg-type, no-any-return]


def ask(client: Client, url: str, **headers: str) -> tuple[int, str]:
    """Status and text of an answer; a workbook is read cell by cell."""
    with transaction.atomic():
        given = client.get(url, headers=headers)
        content = body_of(given)
        transaction.set_rollback(True)
    if "spreadsheetml" in given.headers.get("Content-Type", ""):
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
        return given.status_code, "\n".join(str(cell) for row in rows for cell in row)
    return given.status_code, content.decode("utf-8", "replace")


def open_pages(world: World) -> list[tuple[str, str]]:
    """The addresses that lie in no territory: lists, forms, national records."""
    return [
        (name, reverse(name, kwargs=way.kwargs))
        for name, ways in addresses(world).items()
        for way in ways
        if way.subject is None and name not in NATIONAL_PAGES
    ]


def heeds(url: str, query: str, askers: list[tuple[Asker, Client]]) -> bool:
    """Whether a page gives somebody another answer with these parameters than without them."""

    with_it = ((client, ask(client, f"{url}?{query}")) for _asker, client in askers)
    return any(
        plainly(client, url) != (status, VARYING.sub("", text.replace(f"?{html.escape(query)}", "")))
        for client, (status, text) in with_it
    )


@functools.cache
def plainly(client: Client, url: str) -> tuple[int, str]:
    status, text = ask(client, url)
    return status, VARYING.sub("", text)


def found_in(text: str) -> list[str]:
    return [secret for secret in SECRETS if secret in text]


@pytest.mark.parametrize("query", QUERIES)
def test_no_page_of_the_others_holds_anything_of_ours(
    query: str, world: World, strangers: list[tuple[Asker, Client]]
) -> None:
    leaks = []
    for name, url in open_pages(world):
        if name == "search" or (query and not heeds(url, query, strangers[:2])):
            continue
        for asker, client in strangers:
            _status, text = ask(client, f"{url}?{query}")
            shown = text.replace(f'value="{MARK}"', "").replace(f"q={MARK}", "").replace(f"“{MARK}”", "")
            leaks += [f"{asker.name}: {url}?{query} shows {one}" for one in found_in(shown)]
    assert sorted(set(leaks)) == []


def test_the_same_lists_do_show_it_to_those_inside(world: World) -> None:
    client = Client()
    client.force_login(next(one.actor.user for one in askers(world) if one.name == "regency_officer"))  # type: ignore[arg-type]
    for name in ("registry:sentra_list", "registry:enterprise_list", "registry:partner_list"):
        for query in ("", "export=csv", "export=xlsx"):
            assert MARK in ask(client, f"{reverse(name)}?{query}")[1], (name, query)


def test_the_lists_are_asked_with_their_parameters(world: World, strangers: list[tuple[Asker, Client]]) -> None:
    """Otherwise the test above would ask nothing."""
    urls = [reverse(name) for name in ("registry:sentra_list", "registry:enterprise_list", "designation:proposal_list")]
    for query in QUERIES[1:]:
        assert [url for url in urls if not heeds(url, query, strangers[:2])] == [], query


@pytest.mark.parametrize("typed", TYPED)
def test_the_search_finds_nothing_outside(typed: str, world: World, strangers: list[tuple[Asker, Client]]) -> None:
    keys = [str(one.pk) for one in (world.sentra, world.enterprise, world.person, world.partner, world.proposal)]
    for asker, client in strangers:
        _status, text = ask(client, f"{reverse('search')}?q={typed}")
        assert [key for key in keys if key in text] == [], asker.name
        names = (world.sentra.name, world.enterprise.name, world.person.name, world.partner.name)
        assert [one for one in names if one in text] == [], asker.name


def test_hints_while_typing_name_nobody_of_another_regency(world: World, strangers: list[tuple[Asker, Client]]) -> None:
    queries = {
        "registry:enterprise_candidates": f"name={world.enterprise.name}&owner_name={world.person.name}&nib={NIB}",
        "registry:sentra_candidates": f"name={world.sentra.name}",
    }
    for name, query in queries.items():
        for asker, client in strangers:
            _status, text = ask(client, f"{reverse(name)}?{query}")
            assert (world.enterprise.name in text, world.person.name in text, NIK in text) == (False,) * 3, asker.name


@pytest.mark.parametrize("filters", ["regency={pk}", "region={pk}", "district={pk}", "sentra={sentra}"])
def test_a_filter_cannot_ask_for_another_territory(
    filters: str, world: World, strangers: list[tuple[Asker, Client]]
) -> None:
    query = filters.format(pk=world.sentra.regency_id, sentra=world.sentra.pk)
    for name in ("registry:sentra_list", "registry:enterprise_list", "designation:proposal_list"):
        for asker, client in strangers:
            assert found_in(ask(client, f"{reverse(name)}?{query}")[1]) == [], (name, asker.name)


def test_a_selection_across_pages_takes_only_what_is_seen(world: World, strangers: list[tuple[Asker, Client]]) -> None:
    for asker, client in strangers:
        with transaction.atomic():
            given = client.post(
                reverse("designation:bulk", kwargs={"step": "submit"}),
                {"rows": [str(world.proposal.pk)], "all_matching": "1", "confirmed_count": "1", "reason": "x"},
            )
            text = body_of(given).decode()
            transaction.set_rollback(True)
        world.proposal.refresh_from_db()
        assert (MARK in text, world.proposal.state) == (False, "submitted_to_province"), asker.name


def test_nobody_sees_a_whole_identity_number(world: World) -> None:
    """Not even inside: it is shown once after its reason was given, on a page of its own."""
    client = Client()
    client.force_login(next(one.actor.user for one in askers(world) if one.name == "regency_officer"))  # type: ignore[arg-type]
    seen = []
    for name, ways in addresses(world).items():
        for way in ways:
            url = reverse(name, kwargs=way.kwargs)
            for query in ("", "export=csv"):
                if NIK in ask(client, f"{url}?{query}")[1]:
                    seen.append(f"{url}?{query}")
    assert seen == []


def test_the_neighbours_have_lists_of_their_own(world: World, strangers: list[tuple[Asker, Client]]) -> None:
    client = next(client for asker, client in strangers if asker.name == "regency_officer elsewhere")
    assert world[f"sentra_{BANTUL}"].name in ask(client, reverse("registry:sentra_list"))[1]
