"""Files about a record of another room: here the visits to an office, a sheet made for these tests."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import Http404
from django.test import Client
from django.urls import reverse

from sentra.access.actors import Actor
from sentra.access.policy import BRINGERS_OF_FILES, RULES, Forbidden
from sentra.access.roles import Role
from sentra.decisions.models import Decision
from sentra.decisions.services import record_decision
from sentra.decisions.wording import sentence
from sentra.pages.errors import BadInput, Conflict, Refused
from sentra.pages.forms import DateField, Form
from sentra.registry.imports import sheets as declared
from sentra.registry.imports.checking import check_run
from sentra.registry.imports.columns import Column, rupiah, text
from sentra.registry.imports.looking import look
from sentra.registry.imports.runs import confirm_import, errors_of, mend_cell, start_import
from sentra.registry.imports.sheets import About, Context, Judged, Row, Sheet, Sum
from sentra.registry.models import ImportRow, ImportRun, ImportState
from sentra.registry.values.reading import Reading
from sentra.territory.models import Office, OfficeKind
from sentra.territory.scope import OutsideTerritory, scoped
from tests.personas import BANTUL, JAWA_TENGAH, PEKALONGAN, YOGYAKARTA, office, persona

pytestmark = pytest.mark.django_db

FILE = b'visitor,cost\nSiti,100000\nBudi,"250,5"\nRina,50000\n'
RIGHT = b"visitor,cost\nSiti,100000\nRina,50000\n"


class LetterForm(Form):
    letter = forms.CharField(label="Letter")
    day = DateField(label="Day")


class Visits:
    """The sheet, and what it was told and has written."""

    def __init__(self) -> None:
        self.written: list[tuple[Any, Context]] = []
        self.sheet = Sheet(
            kind="visits",
            title="Visits",
            columns=(
                Column("visitor", "Tamu", "Visitor", text(80), required=True),
                Column("cost", "Biaya", "Cost", rupiah(1), required=True, unit=("Rp", "Rp")),
            ),
            judge=self.judge,
            identities=lambda values: [values["visitor"]],
            compare=self.compare,
            apply=self.apply,
            key=("visitor",),
            repeated="visitor",
            action="development.equip",
            about=About(
                find=self.find,
                region=lambda place: place.region,
                prefixes=("development.equip", "development.place"),
                label=lambda place: place.name,
                return_to=lambda place: reverse("administration:office", args=[place.pk]),
                form=LetterForm,
            ),
            sums=(Sum("visits", "Visits made"), Sum("cost", "Cost of all", "cost")),
        )

    def find(self, actor: Actor, key: uuid.UUID) -> Office:
        found = Office.objects.filter(pk=key).first()
        if found is None:
            raise Http404
        if not actor.territory.holds(found.region):
            raise OutsideTerritory
        return found

    def judge(self, raw: Mapping[str, Any], context: Context) -> Judged:
        reading = Reading(raw)
        values = {"visitor": reading.text("visitor", 80, required=True), "cost": reading.rupiah("cost", lowest=1)}
        return Judged(values, [(one.field, str(one.message), str(one.remedy)) for one in reading.problems])

    def compare(self, rows: Sequence[Row], context: Context) -> None:
        assert isinstance(context.about, Office)

    def apply(self, rows: Sequence[Row], context: Context) -> None:
        if context.details.get("letter") == "X":
            raise BadInput([("letter", "X", "No such letter.", "Look again.")])
        for row in rows:
            row.target_id = uuid.uuid5(uuid.NAMESPACE_OID, row.values["visitor"])
            self.written.append((row.values, context))


@pytest.fixture
def visits(monkeypatch: pytest.MonkeyPatch) -> Visits:
    made = Visits()
    monkeypatch.setitem(declared._SHEETS, "visits", made.sheet)
    return made


@pytest.fixture
def dewi(db: None) -> Iterator[Actor]:
    """The officer of Central Java's office, at work in her territory."""
    actor = persona(Role.PROVINCE_OFFICER, JAWA_TENGAH)
    with scoped(actor.territory):
        yield actor


def provincial() -> Office:
    return office(OfficeKind.PROVINCE, JAWA_TENGAH)


def brought(actor: Actor, content: bytes = RIGHT, **given: Any) -> ImportRun:
    values = {"kind": "visits", "file_name": "kunjungan.csv", "content": content, "about": provincial().pk} | given
    run = start_import(actor=actor, **values)
    check_run(run)
    run.refresh_from_db()
    return run


def client_of(actor: Actor) -> Client:
    client = Client()
    assert actor.user is not None
    client.force_login(actor.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def changed_elsewhere(actor: Actor, action: str, place: Office) -> None:
    with transaction.atomic():
        record_decision(actor=actor, action=action, subject=place, regency=place.region)


LETTER = {"letter": "12/2026", "day": "05/01/2026"}


def test_a_file_is_about_the_record_and_lies_in_its_region(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi, details={"letter": "12/2026"})
    assert (run.regency, run.about_id, run.details) == (provincial().region, provincial().pk, {"letter": "12/2026"})
    assert (run.state, run.new, run.sums) == (ImportState.READY, 2, {"visits": 2, "cost": 150_000})
    assert [one.pk for one in ImportRun.objects.all()] == [run.pk]
    assert ImportRow.objects.count() == 2


def test_whoever_confirms_has_written_it(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi)
    colleague = persona(Role.PROVINCE_HEAD, JAWA_TENGAH)
    confirm_import(actor=colleague, run=run, details={"letter": "12/2026"})
    assert [values for values, _context in visits.written] == [
        {"visitor": "Siti", "cost": 100_000},
        {"visitor": "Rina", "cost": 50_000},
    ]
    (_values, context) = visits.written[0]
    assert (context.actor, context.about, context.details) == (colleague, provincial(), {"letter": "12/2026"})
    kept = ImportRow.objects.filter(run=run).values_list("number", "target_id")
    assert dict(kept) == {2: uuid.uuid5(uuid.NAMESPACE_OID, "Siti"), 3: uuid.uuid5(uuid.NAMESPACE_OID, "Rina")}
    decision = Decision.objects.get(action="imports.bring")
    assert (decision.actor, decision.regency, decision.subject_label) == (
        colleague.user,
        provincial().region,
        "kunjungan.csv",
    )
    assert "kunjungan.csv" in sentence(decision)


def test_it_must_be_said_what_the_file_is_about(visits: Visits, dewi: Actor) -> None:
    with pytest.raises(BadInput) as refused:
        brought(dewi, about=None)
    assert [one.field for one in refused.value.problems] == ["about"]
    with pytest.raises(Http404):
        brought(dewi, about=uuid.uuid4())
    with pytest.raises(OutsideTerritory):
        brought(dewi, about=office(OfficeKind.PROVINCE, YOGYAKARTA).pk)
    assert not ImportRun.unscoped.exists()


def test_the_sheet_s_own_action_decides(visits: Visits, db: None) -> None:
    group = persona(Role.PROVINCE_GROUP, JAWA_TENGAH)
    with scoped(group.territory), pytest.raises(Forbidden):
        brought(group)


@pytest.mark.parametrize(
    ("action", "code", "is_stale"),
    [
        ("development.equip", JAWA_TENGAH, True),
        ("development.place_map", JAWA_TENGAH, True),
        ("development.outreach", JAWA_TENGAH, False),
        ("development.equip", YOGYAKARTA, False),
    ],
)
def test_a_decision_of_the_sheet_s_kind_in_the_region_makes_a_preview_stale(
    visits: Visits, dewi: Actor, action: str, code: str, is_stale: bool
) -> None:
    run = brought(dewi)
    changed_elsewhere(dewi, action, office(OfficeKind.PROVINCE, code))
    if is_stale:
        with pytest.raises(Conflict):
            confirm_import(actor=dewi, run=run)
        run.refresh_from_db()
        assert (run.state, visits.written) == (ImportState.READY, [])
    confirm_import(actor=dewi, run=run)
    assert len(visits.written) == 2


def test_sums_are_those_of_the_right_rows_and_follow_a_mended_cell(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi, FILE)
    assert (run.wrong, run.sums) == (1, {"visits": 2, "cost": 150_000})
    mend_cell(actor=dewi, run=run, number=3, column="cost", text="250.000")
    assert (run.wrong, run.sums) == (0, {"visits": 3, "cost": 400_000})


def test_a_repeated_row_is_refused_at_its_cell_and_right_once_the_other_is_mended(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi, b"visitor,cost\nSiti,100000\nSiti,50000\n")
    assert [(one["row"], one["column"], one["value"]) for one in errors_of(run)] == [(3, "A · Tamu", "Siti")]
    mend_cell(actor=dewi, run=run, number=2, column="visitor", text="Budi")
    assert run.wrong == 0


def test_a_look_keeps_nothing(visits: Visits, dewi: Actor) -> None:
    context = Context(dewi, provincial().region, dewi.today, about=provincial())
    run, rows = look("visits", FILE, context)
    assert (run.new, run.wrong, run.sums) == (2, 1, {"visits": 2, "cost": 150_000})
    assert [(one["row"], one["value"]) for one in errors_of(run, rows)] == [(3, "250,5")]
    assert (look("visits", b"a,b\n1,2\n", context)[0].state, look("visits", b"visitor,x\nS,1\n", context)[0].state) == (
        ImportState.FAILED,
        ImportState.FAILED,
    )
    assert not ImportRun.unscoped.exists()


# ---------------------------------------------------------------- pages


def the_list(query: str = "") -> str:
    return reverse("registry:import_list") + query


def about(place: Office) -> str:
    return f"?jenis=visits&about={place.pk}"


def test_the_general_page_does_not_offer_it_but_the_record_s_address_does(visits: Visits, dewi: Actor) -> None:
    client = client_of(dewi)
    general = client.get(the_list())
    assert (general.status_code, general.context["sheets"]) == (200, [])
    assert 'name="file"' not in general.content.decode()
    shown = client.get(the_list(about(provincial())))
    assert shown.context["sheets"] == [visits.sheet]
    page = shown.content.decode()
    assert (provincial().name in page, f'value="{provincial().pk}"' in page) == (True, True)
    regency = client_of(persona(Role.REGENCY_OFFICER, PEKALONGAN)).get(the_list())
    assert "visits" not in {one.kind for one in regency.context["sheets"]}


def test_the_address_opens_only_to_whoever_may_take_the_action_there(visits: Visits, dewi: Actor) -> None:
    answers = {
        "another province": client_of(persona(Role.PROVINCE_OFFICER, YOGYAKARTA)),
        "a regency of it": client_of(persona(Role.REGENCY_OFFICER, PEKALONGAN)),
        "the ministry": client_of(persona(Role.MINISTRY_OFFICER)),
    }
    given = {name: client.get(the_list(about(provincial()))).status_code for name, client in answers.items()}
    assert given == {"another province": 404, "a regency of it": 404, "the ministry": 200}
    own = office(OfficeKind.REGENCY, PEKALONGAN)
    group = client_of(persona(Role.REGENCY_GROUP, PEKALONGAN))  # brings enterprises in, equips nobody
    assert group.get(the_list(about(own))).status_code == 403
    assert group.get(reverse("registry:import_template", args=["visits"])).status_code == 403
    assert client_of(dewi).get(the_list("?jenis=visits&about=x")).status_code == 404


def test_a_file_is_sent_mended_and_confirmed_with_the_letter_behind_it(visits: Visits, dewi: Actor) -> None:
    client = client_of(dewi)
    data = {"kind": "visits", "about": str(provincial().pk), "file": SimpleUploadedFile("kunjungan.csv", FILE)}
    assert client.post(the_list(), data).status_code == 302
    run = ImportRun.objects.get()
    here, confirm = (reverse(f"registry:{name}", args=[run.pk]) for name in ("import_run", "import_confirm"))
    page = client.get(here).content.decode()
    assert provincial().name in page
    assert "Rp150.000" in page
    assert 'name="letter"' in page

    without = client.post(confirm, {"leave_out_wrong": "1"})
    assert (without.status_code, 'id="id_letter_error"' in without.content.decode()) == (422, True)
    refused = client.post(confirm, LETTER | {"leave_out_wrong": "1", "letter": "X"})
    assert (refused.status_code, "No such letter." in refused.content.decode()) == (422, True)
    assert visits.written == []

    mended = client.post(
        reverse("registry:import_mend", args=[run.pk]),
        {"row": "3", "column": "cost", "value": "250000"},
        headers={"HX-Request": "true"},
    )
    assert "Rp400.000" in mended.content.decode()
    assert client.post(confirm, LETTER).status_code == 302
    run.refresh_from_db()
    assert (run.state, run.details) == (ImportState.APPLIED, {"letter": "12/2026", "day": "2026-01-05"})
    assert len(visits.written) == 3
    assert "kunjungan.csv" in client.get(the_list()).content.decode()


def test_a_cancelled_file_leads_back_to_the_record(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi)
    back = client_of(dewi).post(reverse("registry:import_cancel", args=[run.pk]))
    assert back["Location"] == reverse("administration:office", args=[provincial().pk])
    page = client_of(dewi).get(reverse("registry:import_run", args=[run.pk])).content.decode()
    assert f"?about={provincial().pk}" in page


def test_others_do_not_find_the_file(visits: Visits, dewi: Actor) -> None:
    run = brought(dewi)
    pages = ("import_run", "import_progress", "import_corrections")
    sent = ("import_mend", "import_confirm", "import_cancel", "import_recheck")
    for stranger in (
        persona(Role.PROVINCE_OFFICER, YOGYAKARTA),
        persona(Role.REGENCY_OFFICER, PEKALONGAN),
        persona(Role.REGENCY_OFFICER, BANTUL),
    ):
        client = client_of(stranger)
        for name in pages:
            assert client.get(reverse(f"registry:{name}", args=[run.pk])).status_code == 404
        for name in sent:
            assert client.post(reverse(f"registry:{name}", args=[run.pk]), {"row": "2"}).status_code == 404


def test_a_province_does_not_act_on_its_regencies_registry_files(dewi: Actor) -> None:
    rina = persona(Role.REGENCY_OFFICER, PEKALONGAN)
    with scoped(rina.territory):
        run = start_import(actor=rina, kind="sentra", file_name="sentra.csv", content=b"Nama sentra\nBatik\n")
        check_run(run)
    client = client_of(dewi)
    assert client.get(reverse("registry:import_run", args=[run.pk])).status_code == 403
    assert client.post(reverse("registry:import_cancel", args=[run.pk])).status_code == 403
    with pytest.raises(Refused):
        start_import(actor=dewi, kind="sentra", file_name="sentra.csv", content=b"Nama sentra\nBatik\n")


def test_the_doors_are_open_to_every_sheet_s_roles() -> None:
    for sheet in declared.sheets():
        assert RULES[sheet.action].roles <= BRINGERS_OF_FILES, sheet.kind
