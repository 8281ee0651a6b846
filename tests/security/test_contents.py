"""What people type never becomes a part of a page, a formula, a header, or a readable identity number."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.http import content_disposition_header
from PIL import Image

from sentra.access.models import Appointment
from sentra.access.roles import Role
from sentra.documents import store
from sentra.documents.models import PreparedExport
from sentra.documents.services import add_evidence
from sentra.pages.errors import BadInput
from sentra.pages.listing.export import neutralised
from sentra.registry.models import FormDraft
from sentra.territory.scope import NATION, OutsideTerritory, scoped
from tests.personas import PEKALONGAN, persona
from tests.registry.factories import make_enterprise, make_sentra
from tests.registry.files import nik
from tests.security.conftest import SignIn
from tests.site.addresses import addresses
from tests.site.world import NIK, World

pytestmark = pytest.mark.django_db
RAW = "<xss-"
PAYLOAD = "\"'--></script><xss-b onload=alert(1)>{{7*7}}"
ROOMS = ("registry", "designation", "development", "documents", "territory", "access")
#: Texts that are keys of something, not what people type.
KEYS = frozenset(
    {
        "code", "kind", "state", "status", "tier", "role", "side", "scheme", "legal_form", "nib",
        "kbli_code", "kbli_version", "language", "sha256", "media_type", "path", "subject_type",
        "subject_id", "form", "step", "check_id", "content_hash", "email", "password", "query",
        "file_name", "title_key", "support", "clause", "legal_basis", "component", "topic", "strand",
        "level", "capacity", "education", "sex", "fund_origin", "recipient_type", "timezone", "bps_code",
        "nik_hash", "nik_mask", "effect", "funding_source", "field", "draft_number", "signer_office",
        "capital_source", "market_reach", "flagship_relation", "law_version", "stamp", "printed",
        "classification", "pattern", "phone", "manager_phone", "npwp", "type", "zone", "url", "unit_code",
        "civil_service_number", "number", "aim", "supply", "flow",
    }
)  # fmt: skip


def typed_fields(model: type[models.Model]) -> list[str]:
    return [
        one.name
        for one in model._meta.concrete_fields
        if type(one) in (models.CharField, models.TextField)
        and not one.choices
        and not one.unique
        and one.name not in KEYS
        and not one.name.startswith("nik")
    ]


@pytest.fixture
def poisoned(world: World) -> Iterator[World]:
    """The world with a piece of HTML in every text that somebody typed."""
    with transaction.atomic(), scoped(NATION):
        for room in ROOMS:
            for model in apps.get_app_config(room).get_models():
                if model.__name__ in {"Region", "RegionVersion", "MaskedRead"} or not (names := typed_fields(model)):
                    continue
                rows = getattr(model, "unscoped", model._default_manager)
                try:
                    with transaction.atomic():
                        rows.exclude(**dict.fromkeys(names[:1], "")).update(**dict.fromkeys(names, PAYLOAD))
                except Exception:
                    for name in names:
                        try:
                            with transaction.atomic():
                                rows.exclude(**{name: ""}).update(**{name: PAYLOAD})
                        except Exception:  # a table that takes no changes keeps its texts
                            continue
        yield world
        transaction.set_rollback(True)


@pytest.mark.parametrize("role", [Role.REGENCY_OFFICER, Role.MINISTRY_OFFICER])
def test_no_page_draws_what_was_typed_as_html(role: str, poisoned: World, sign_in: SignIn) -> None:
    place = PEKALONGAN if role == Role.REGENCY_OFFICER else ""
    client, shown, seen = sign_in(persona(role, place)), [], 0
    for name, ways in addresses(poisoned).items():
        for way in ways:
            url = f"{reverse(name, kwargs=way.kwargs)}?{way.query}"
            with transaction.atomic():
                given = client.get(url)
                transaction.set_rollback(True)
            if given.streaming or not given.headers.get("Content-Type", "").startswith("text/html"):
                continue
            text = given.content.decode()
            seen += "xss-b" in text
            shown += [url] if RAW in text or given.status_code >= 500 else []
    assert shown == []
    assert seen > 20


def test_search_and_refusals_draw_no_html(sign_in: SignIn) -> None:
    client = sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    for url in (
        f"{reverse('search')}?q={PAYLOAD}",
        f"{reverse('registry:sentra_list')}?q={PAYLOAD}&sort={PAYLOAD}",
        f"{reverse('portal:regulation', args=['kukm-23-2005'])}?q={PAYLOAD}",
        f"/periksa/{PAYLOAD}/",
        f"/{PAYLOAD}/",
    ):
        assert RAW not in client.get(url).content.decode(), url


# ---------------------------------------------------------------- spreadsheets


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x")'])
def test_a_text_never_becomes_a_formula(text: str) -> None:
    assert neutralised(text).startswith("'")


def test_an_export_holds_a_name_as_text(sign_in: SignIn) -> None:
    make_sentra(name="=CMD|' /C calc'!A0")
    given = sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN)).get(f"{reverse('registry:sentra_list')}?export=csv")
    text = b"".join(given.streaming_content).decode()  # type: ignore[arg-type]
    assert ("'=CMD" in text, ";=CMD" in text, "\n=CMD" in text) == (True, False, False)


# ---------------------------------------------------------------- identity numbers


def stored_texts() -> Iterator[tuple[str, str]]:
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                yield table, " ".join(str(value) for value in row)


def test_no_table_holds_an_identity_number_that_can_be_read(world: World) -> None:
    numbers = {NIK, "337501130764000", *(nik(n) for n in range(1, 8))}
    assert sorted({table for table, text in stored_texts() if any(number in text for number in numbers)}) == []


def test_a_draft_keeps_no_identity_number(sign_in: SignIn) -> None:
    client = sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN))
    sent = {"changed": ["owner_nik", "nik", "name"], "owner_nik": NIK, "nik": NIK, "name": "Batik"}
    client.post(reverse("registry:draft", args=["enterprise:new"]), sent)
    assert [one.values for one in FormDraft.objects.all()] == [{"name": "Batik"}]


def test_a_wrong_identity_number_is_not_repeated(sign_in: SignIn) -> None:
    client, wrong = sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN)), "3375014508859999"
    body: dict[str, Any] = {"values": {"name": "B", "product": "B"}, "owner": {"name": "S", "nik": wrong[:15]}}
    answer = client.post("/api/v1/registry/enterprises", body, content_type="application/json")
    assert (answer.status_code, wrong[:15] in answer.content.decode()) == (400, False)


def test_only_who_may_reveals_and_each_time_with_a_reason(sign_in: SignIn) -> None:
    person = make_enterprise().owner
    for role, place in ((Role.MINISTRY_OFFICER, ""), (Role.OBSERVER, ""), (Role.PROVINCE_OFFICER, "33")):
        url = reverse("registry:person_reveal", args=[person.pk])
        assert sign_in(persona(role, place)).post(url, {"reason": "ingin tahu"}).status_code == 403


# ---------------------------------------------------------------- files


def archive(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, content in parts.items():
            bundle.writestr(name, content)
    return out.getvalue()


def vast_png() -> bytes:
    """A few bytes that claim a picture of 40,000 by 40,000 points."""
    out = io.BytesIO()
    Image.new("1", (1, 1)).save(out, "PNG")
    raw = bytearray(out.getvalue())
    raw[16:24] = (40_000).to_bytes(4, "big") * 2
    return bytes(raw)


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"MZ\x90\x00",
        b"#!/bin/sh\nrm -rf /",
        b"\x89PNG\r\n\x1a\n<script>",
        b"\xff\xd8\xff\xe0<?php ?>",
        archive(**{"a.txt": b"x" * 100_000_000}),
        vast_png(),
        b"PK\x03\x04" + b"\x00" * 40,
    ],
    ids=["svg", "html", "gif", "exe", "script", "false png", "false jpeg", "bomb", "vast", "broken zip"],
)
def test_a_file_is_taken_for_what_it_is(content: bytes) -> None:
    with pytest.raises(BadInput):
        store.recognise(content, "foto.png")


def test_a_file_name_writes_no_header() -> None:
    header = content_disposition_header(True, 'a"\r\nSet-Cookie: x=1; .pdf')
    assert header is None or ("\r" not in header and "\n" not in header)


def test_evidence_is_a_download_that_no_browser_runs(world: World, sign_in: SignIn) -> None:
    given = sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN)).get(
        reverse("documents:evidence", args=[world.evidence.pk])
    )
    assert given.headers["Content-Disposition"].startswith("attachment")
    assert (given.headers["X-Content-Type-Options"], given.headers["Cache-Control"]) == ("nosniff", "private, no-store")


def test_a_key_of_other_evidence_gives_nothing_away(world: World) -> None:
    officer, other = persona(Role.REGENCY_OFFICER, PEKALONGAN), world["other_sentra"]
    with scoped(officer.territory), pytest.raises(OutsideTerritory):
        add_evidence(
            actor=officer,
            subject=other,
            regency=other.regency,
            name="a.pdf",
            content=b"%PDF-1.7",
            kind="photo",
            id=world.evidence.pk,
        )


def test_a_prepared_file_closes_with_the_appointment_it_was_asked_under(world: World, sign_in: SignIn) -> None:
    officer = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    assert officer.appointment is not None
    PreparedExport.objects.filter(pk=world["export"].pk).update(appointment=officer.appointment)
    client, url = sign_in(officer), reverse("documents:export_file", args=[world["export"].pk])
    assert client.get(url).status_code == 200
    with transaction.atomic():
        Appointment.objects.filter(pk=officer.appointment.pk).update(valid_to=officer.appointment.valid_from)
        assert client.get(url).status_code == 404
        transaction.set_rollback(True)


def test_a_stranger_opens_nobody_elses_prepared_file(world: World, sign_in: SignIn) -> None:
    url = reverse("documents:export_file", args=[world["export"].pk])
    assert sign_in(persona(Role.REGENCY_OFFICER, PEKALONGAN, n=2)).get(url).status_code == 404
    assert Client().get(url).status_code == 302
