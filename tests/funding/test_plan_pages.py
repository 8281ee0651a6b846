"""The pages, the paper and the API of plans: what they say, who opens them, what is judged as typed."""

from __future__ import annotations

import datetime as dt
import gzip
import html
import io
import json
import re
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pypdf import PdfReader

from sentra.access.actors import Actor
from sentra.access.roles import Role
from sentra.funding.models import Fund, Judgement, PlanActivity, PlanLine, PlanState, PlanVersion
from tests.funding import plan_makers as make
from tests.funding.makers import deputy, head, ministry, officer
from tests.personas import BATANG, JAWA_TENGAH, PEKALONGAN, persona

pytestmark = pytest.mark.usefixtures("nation")

TODAY = dt.date.today()
API = "/api/v1/funding"


def as_(actor: Actor, language: str = "id") -> Client:
    client = Client()
    client.force_login(actor.user)
    client.cookies["django_language"] = language
    return client


def url(name: str, *args: object) -> str:
    return reverse(f"funding:{name}", args=args)


def read(actor: Actor, name: str, *args: object, status: int = 200, language: str = "id", **query: str) -> str:
    response = as_(actor, language).get(url(name, *args), query)
    assert response.status_code == status, response.content.decode()[:2000]
    return html.unescape(response.content.decode())


def post(actor: Actor, name: str, *args: object, status: int = 302, **data: Any) -> str:
    given = as_(actor).post(url(name, *args), {"client_id": str(uuid4())} | data)
    assert given.status_code == status, given.content.decode()[:3000]
    return html.unescape(given.content.decode())


def words(page: str) -> str:
    """The page without its marks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def edition(plan: PlanVersion) -> int:
    return make.fresh(plan).edition


TYPED = {
    "component": "consumption",
    "description": "Konsumsi peserta",
    "source": "fund",
    "volume": "60",
    "frequency": "2",
    "unit": "person_day",
    "unit_price": "50.000",
    "creates_asset": "false",
    "recorded_in_balance_sheet": "",
}


# ---------------------------------------------------------------- the plan


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_plan_shows_activities_lines_sums_and_findings_with_links(language: str) -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    good = make.a_line(activity)
    bad = make.a_line(activity, component="official_travel", description="Perjalanan ke Jakarta")
    page = read(officer(), "plan", plan.pk, language=language)
    text = words(page)
    total = {"id": ("Rp12.000.000", "Apr–Jun"), "en": ("Rp12,000,000", "Apr–Jun")}[language]
    for one in (*total, "Aula Dinas", "60 orang", good.description, bad.description, "Pasal 9 huruf a"):
        assert one in text, one
    assert f'href="#line-{bad.pk}"' in page and f'id="line-{bad.pk}"' in page
    assert f'href="#line-{good.pk}"' not in page
    for name, key in (("plan_line", bad.pk), ("plan_line_new", activity.pk), ("plan_send", plan.pk)):
        assert url(name, key) in page
    assert reverse("portal:clause", args=["kopukm-pk2umk-2022/9.a"]) in page
    assert page.count('fill-opacity=".15"') == 9  # of twelve months three are filled


def test_the_page_offers_each_step_to_whoever_takes_it() -> None:
    plan = make.ready()
    turns: list[tuple[str, set[str], Any]] = [
        ("plan_send", {officer().name, head().name}, make.sent),
        ("plan_review", {make.auditor().name}, make.pass_review),
        ("plan_submit", {head().name}, make.hand_in),
        ("plan_decide", {ministry().name, deputy().name}, make.agree),
    ]
    people = [officer(), head(), make.auditor(), ministry(), deputy(), persona(Role.OBSERVER), officer(JAWA_TENGAH)]
    for name, who, go_on in turns:
        button = f'href="{url(name, plan.pk)}"'
        assert {one.name for one in people if button in read(one, "plan", plan.pk)} == who, name
        go_on(plan)
    change = f'href="{url("plan_change", plan.recipient.pk)}"'
    assert change in read(officer(), "plan", plan.pk) and change not in read(ministry(), "plan", plan.pk)


def test_a_closed_button_says_why() -> None:
    plan = make.sent()
    drafter = officer().user
    assert drafter is not None
    auditing = make.auditor(2).appointment
    assert auditing is not None
    auditing.user = drafter  # the same person also holds a post with the auditor
    auditing.save(update_fields=["user"])
    client = as_(officer())
    session = client.session
    session["acting_under"] = str(auditing.pk)
    session.save()
    page = html.unescape(client.get(url("plan", plan.pk)).content.decode())
    assert 'aria-disabled="true"' in page and url("plan_review", plan.pk) not in page
    assert client.get(url("plan_review", plan.pk)).status_code == 403


def test_the_last_day_is_shown_with_its_source_and_what_is_left_of_it() -> None:
    def at(when: dt.date) -> Any:
        return time_machine.travel(dt.datetime(when.year, when.month, when.day, 3, tzinfo=dt.UTC))

    with at(dt.date(2026, 3, 2)):
        plan = make.a_plan()
        text = words(read(officer(), "plan", plan.pk, language="en"))
        assert "14 March 2026" in text and "Pasal 4 ayat (6)" in text
        assert "12 calendar days" in text and "working days left" in text
    with at(dt.date(2026, 3, 16)):
        assert "2 days late" in words(read(officer(), "plan", plan.pk, language="en"))


def test_neighbours_do_not_find_the_plan_or_its_parts_and_others_may_not_edit() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    line = make.a_line(activity)
    forms = (("plan_describe", plan.pk), ("plan_activity", activity.pk), ("plan_line", line.pk))
    for name, key in (("plan", plan.pk), *forms, ("plan_line_remove", line.pk), ("plan_pdf", plan.pk)):
        read(officer(BATANG), name, key, status=404)
    for actor in (officer(JAWA_TENGAH), ministry(), make.auditor(), persona(Role.REGENCY_GROUP, PEKALONGAN)):
        for name, key in forms:
            read(actor, name, key, status=403)
        assert url("plan_line", line.pk) not in read(actor, "plan", plan.pk)
    make.sent(make.with_files(plan))
    for name, key in forms:
        read(officer(), name, key, status=404)


# ---------------------------------------------------------------- entering


def test_a_person_draws_up_a_plan_from_beginning_to_review() -> None:
    recipient = make.a_fund_recipient()
    assert "14 Maret" in read(officer(), "plan_new", recipient.pk)
    post(officer(), "plan_new", recipient.pk)
    plan = PlanVersion.objects.get()
    choose = read(officer(), "plan_activity_new", plan.pk)
    assert f"{url('plan_activity_new', plan.pk)}?kegiatan=training" in choose
    form = read(officer(), "plan_activity_new", plan.pk, kegiatan="training")
    assert 'name="modality"' in form and 'name="directions"' in form
    assert 'name="modality"' not in read(officer(), "plan_activity_new", plan.pk, kegiatan="mentoring")
    read(officer(), "plan_activity_new", plan.pk, kegiatan="tourism", status=404)
    typed: dict[str, Any] = {"title": "Pelatihan ekspor", "first_month": "4", "last_month": "6", "edition": "1"}
    typed |= {"location": "Balai", "output_volume": "60", "output_unit": "orang", "modality": "offline"}
    typed |= {"training_kind": "entrepreneurship", "directions": ["digitalisation"]}
    address = url("plan_activity_new", plan.pk) + "?kegiatan=training"
    given = as_(officer()).post(address, typed | {"client_id": str(uuid4())})
    assert given.status_code == 302, given.content.decode()
    activity = PlanActivity.objects.get()
    assert (activity.modality, activity.directions) == ("offline", ["digitalisation"])
    post(officer(), "plan_line_new", activity.pk, edition=2, **TYPED)
    line = PlanLine.objects.get()
    assert (line.amount, line.facts) == (6_000_000, {"creates_asset": False})
    day = f"{TODAY:%d/%m/%Y}"
    told = {"coordinated_on": day, "coordination": "050/1", "discussed_on": day, "discussion": "Rapat."}
    post(officer(), "plan_describe", plan.pk, edition=3, directions=["digitalisation"], **told)
    for n, kind in enumerate(("kak", "rab")):
        file = SimpleUploadedFile(f"{kind}.pdf", make.PDF)
        post(officer(), "plan_file", plan.pk, kind, edition=4 + n, file=file)
    read(officer(), "plan_file", plan.pk, "foto", status=404)
    post(officer(), "plan_send", plan.pk, edition=6)
    assert make.fresh(plan).state == PlanState.IN_REVIEW


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays() -> None:
    activity = make.an_activity(make.a_plan())
    changes = ({"unit_price": "banyak"}, {"volume": "0"}, {"unit": ""}, {"description": ""})
    for change in changes:
        page = post(officer(), "plan_line_new", activity.pk, status=422, edition=2, **(TYPED | change))
        (field,) = change
        assert re.findall(r'id="id_(\w+)_error"', page) == [field]
        assert "Konsumsi peserta" in page or field == "description"
    assert not PlanLine.objects.exists()


def test_somebody_elses_edit_is_told_and_what_was_typed_can_be_sent_again() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    make.a_line(activity, by=head(), description="Milik kepala")
    page = post(officer(), "plan_line_new", activity.pk, status=409, edition=2, **TYPED)
    assert head().name in page and "Konsumsi peserta" in page
    (now,) = re.findall(r'name="edition" value="(\d+)"', page)
    post(officer(), "plan_line_new", activity.pk, edition=now, **TYPED)
    assert PlanLine.objects.count() == 2
    values = {"title": "Lain", "first_month": "1", "last_month": "2", "location": "Balai", "modality": "offline"}
    told = post(officer(), "plan_activity", activity.pk, status=409, edition=2, training_kind="managerial", **values)
    assert "Lain" in told and officer().name in told
    make.sent(make.with_files(plan))
    assert post(officer(), "plan_line_remove", PlanLine.objects.all()[0].pk, status=404, edition=now)


def test_a_line_and_an_activity_are_changed_and_taken_out() -> None:
    plan = make.a_plan()
    activity = make.an_activity(plan)
    line = make.a_line(activity)
    form = read(officer(), "plan_line", line.pk)
    assert 'value="50.000"' in form and "Rp6.000.000" in words(form)
    post(officer(), "plan_line", line.pk, edition=edition(plan), **(TYPED | {"volume": "80"}))
    assert PlanLine.objects.get().amount == 8_000_000
    given = as_(officer()).post(
        url("plan_line_new", activity.pk),
        {"client_id": str(uuid4()), "edition": edition(plan), "another": "1", **TYPED},
    )
    assert given["Location"] == url("plan_line_new", activity.pk)
    post(officer(), "plan_line_remove", line.pk, edition=edition(plan))
    post(officer(), "plan_activity_remove", activity.pk, edition=edition(plan))
    assert not PlanActivity.objects.exists()


# ---------------------------------------------------------------- judged as typed


def typed(activity: PlanActivity, actor: Actor | None = None, **change: Any) -> str:
    given = as_(actor or officer()).post(url("plan_line_judge", activity.pk), TYPED | change)
    assert given.status_code == 200, given.content.decode()
    return words(html.unescape(given.content.decode()))


def test_the_line_is_judged_while_it_is_typed_and_nothing_is_kept() -> None:
    activity = make.an_activity(make.a_plan())
    assert "Rp6.000.000" in typed(activity) and "Pasal 6 ayat (3)" in typed(activity)
    refused = typed(activity, component="official_travel")
    assert "Pasal 9 huruf a" in refused
    elsewhere = typed(activity, component="official_travel", source="apbd")
    assert "Pasal 9" not in elsewhere
    for change in ({"unit_price": "x"}, {"component": ""}, {"volume": "9" * 40}, {"unit": "<b>"}):
        assert typed(activity, **change)
    assert as_(officer()).post(url("plan_line_judge", activity.pk), {}).status_code == 200
    assert not PlanLine.objects.exists()
    over = typed(activity, volume="9000")
    assert "Rp900.000.000" in over
    assert as_(officer()).get(url("plan_line_judge", activity.pk)).status_code == 405
    assert as_(officer(BATANG)).post(url("plan_line_judge", activity.pk), TYPED).status_code == 404
    assert as_(ministry()).post(url("plan_line_judge", activity.pk), TYPED).status_code == 403


def test_the_running_total_of_a_cap_counts_the_line_as_typed_once() -> None:
    activity = make.an_activity(make.a_plan(make.a_fund_recipient(Fund.IKM, division={"A2": 100_000_000})))
    line = make.a_line(activity, component="practice_material", volume=1, frequency=1, unit_price=20_000_000)
    one = {"component": "practice_material", "volume": "1", "frequency": "1", "unit": "package"}
    assert "Rp40.000.000" in typed(activity, **one, unit_price="20.000.000")
    address = f"{url('plan_line_judge', activity.pk)}?baris={line.pk}"
    given = as_(officer()).post(address, TYPED | one | {"unit_price": "20.000.001"})
    assert "Rp20.000.001" in words(html.unescape(given.content.decode()))


def test_the_form_asks_only_what_some_component_of_the_activity_needs() -> None:
    plan = make.a_plan()
    offline = read(officer(), "plan_line_new", make.an_activity(plan).pk)
    blended = read(officer(), "plan_line_new", make.an_activity(plan, modality="blended", title="Campuran").pk)
    assert ('name="portion"' in offline, 'name="portion"' in blended) == (False, True)
    assert 'name="creates_asset"' in offline and 'name="ceiling_idr"' not in offline
    paid, _mark, other = offline.partition("</optgroup>")
    assert "consumption" in paid and "official_travel" not in paid and "official_travel" in other


# ---------------------------------------------------------------- review, hand in, answer


def test_the_auditor_judges_every_line_on_one_page() -> None:
    plan = make.sent()
    (line,) = PlanLine.objects.all()
    page = read(make.auditor(), "plan_review", plan.pk)
    assert f"judgement_{line.pk}" in page and line.description in page
    told = {"edition": plan.edition, "outcome": "passed", f"judgement_{line.pk}": Judgement.REFUSED}
    refused = post(make.auditor(), "plan_review", plan.pk, status=422, **told)
    assert f'id="id_note_{line.pk}_error"' in refused and 'id="id_outcome_error"' in refused
    told |= {f"judgement_{line.pk}": Judgement.ACCEPTED}
    post(make.auditor(), "plan_review", plan.pk, **told)
    assert make.fresh(plan).state == PlanState.REVIEWED
    assert as_(make.auditor()).get(url("plan_review", plan.pk)).status_code == 302


def test_the_head_sees_what_stands_in_the_way_or_hands_in() -> None:
    plan = make.reviewed(make.ready(component="official_travel"))
    page = read(head(), "plan_submit", plan.pk)
    assert "Pasal 9 huruf a" in words(page) and 'name="edition"' not in page
    refused = post(head(), "plan_submit", plan.pk, status=403, edition=plan.edition)
    assert "Pasal 9 huruf a" in words(refused)
    good = make.reviewed(make.ready(make.a_fund_recipient(code=BATANG)))
    assert 'name="edition"' in read(head(BATANG), "plan_submit", good.pk)
    post(head(BATANG), "plan_submit", good.pk, edition=good.edition)
    assert make.fresh(good).state == PlanState.SUBMITTED


@pytest.mark.parametrize("outcome", ["agree", "return", "reject"])
def test_the_ministry_answers_with_date_and_reason(outcome: str) -> None:
    plan = make.submitted()
    assert "Rp6.000.000" in words(read(deputy(), "plan_decide", plan.pk))
    told = {"edition": plan.edition, "outcome": outcome, "decided_on": f"{TODAY:%d/%m/%Y}", "reason": "Sesuai."}
    post(deputy(), "plan_decide", plan.pk, status=422, **(told | {"reason": ""}))
    post(deputy(), "plan_decide", plan.pk, **told)
    states = {"agree": PlanState.AGREED, "return": PlanState.DRAFT, "reject": PlanState.REJECTED}
    assert make.fresh(plan).state == states[outcome]
    post(ministry(), "plan_decide", plan.pk, status=409, **told)
    page = words(read(officer(), "plan", plan.pk))
    assert "Sesuai." in page


def test_a_change_is_shown_beside_the_version_it_changes() -> None:
    agreed = make.agreed()
    read(officer(), "plan_difference", agreed.pk, status=404)
    assert 'name="reason"' in read(officer(), "plan_change", agreed.recipient.pk)
    post(officer(), "plan_change", agreed.recipient.pk, reason="Peserta bertambah.")
    change = make.fresh(PlanVersion.objects.get(number=2))
    make.changed(PlanLine.objects.get(activity__plan=change), volume=80, description="Konsumsi 80 orang")
    text = words(read(deputy(), "plan_difference", change.pk))
    for one in ("Peserta bertambah.", "Rp6.000.000", "Rp8.000.000", "+Rp2.000.000", "Konsumsi peserta"):
        assert one in text
    assert url("plan_difference", change.pk) in read(officer(), "plan", change.pk)
    read(officer(BATANG), "plan_difference", change.pk, status=404)


def test_taking_back_giving_up_and_passing_on_have_their_pages() -> None:
    plan = make.sent()
    post(officer(), "plan_take_back", plan.pk, reason="Keliru.")
    post(officer(), "plan_take_back", plan.pk, reason="Keliru.", status=409)
    post(officer(), "plan_drop", plan.pk, reason="Salah tahun.")
    read(officer(), "plan_drop", plan.pk, status=404)
    other = make.agreed(make.ready(make.a_fund_recipient(code=BATANG)))
    read(ministry(), "plan_forward", other.pk)
    told = {"forwarded_on": f"{TODAY:%d/%m/%Y}", "letter": "S-1"}
    post(ministry(), "plan_forward", other.pk, status=403, **told)


# ---------------------------------------------------------------- the catalogue of the industry fund


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_catalogue_states_menus_with_their_purposes_and_the_form_quotes_them(language: str) -> None:
    plan = make.a_plan(make.a_fund_recipient(Fund.IKM))
    text = words(read(officer(), "plan_activity_new", plan.pk, language=language))
    for letter in "ABCD":
        assert f"Bab IV huruf {letter} butir pertama" in text
    assert {"id": "Tujuan menu A", "en": "Purpose of menu A"}[language] in text
    form = read(officer(), "plan_activity_new", plan.pk, language=language, kegiatan="A2")
    assert "Bab IV huruf A angka 2 huruf a" in form
    for name in ("need", "regional_affair", "national_priority", "committee_count", "duration_jpl"):
        assert f'name="{name}"' in form
    assert 'name="venue_supports_activity"' not in form  # an assessor says it when the activity is run


# ---------------------------------------------------------------- the paper


@pytest.mark.clause("kopukm-pk2umk-2022/4.4")
@pytest.mark.parametrize("fund", list(Fund))
def test_the_paper_holds_what_the_articles_ask_for_and_says_that_the_layout_is_ours(fund: str) -> None:
    plan = make.ready(make.a_fund_recipient(fund))
    given = as_(officer(), "en").get(url("plan_pdf", plan.pk))
    assert given["Content-Type"] == "application/pdf" and "no-store" in given["Cache-Control"]
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(given.content)).pages)
    text = re.sub(r"\s+", " ", text)
    wanted = ["6.000.000", "Konsumsi peserta", "April sampai dengan Juni", "60 orang", "050/12/Bappeda", "Susunan"]
    wanted += ["CONTOH 1"] if fund == Fund.PK2UMK else ["Nilai tambah industri"]
    for one in wanted:
        assert one in text, one
    assert "enam juta rupiah" in text and "KONSEP" in text.replace(" ", "")


# ---------------------------------------------------------------- how many queries


def test_the_pages_stay_within_their_queries_however_many_lines_there_are() -> None:
    plan = make.a_plan()
    for n in range(4):
        activity = make.an_activity(plan, title=f"Pelatihan {n}")
        for k in range(8):
            line = make.a_line(activity, description=f"Baris {n}.{k}", unit_price=1_000 + k)
    client = as_(officer())
    budgets = {
        url("plan", plan.pk): 14,
        url("plan_line", line.pk): 10,
        url("plan_activity", activity.pk): 6,
        url("plan_describe", plan.pk): 6,
    }
    for address, most in budgets.items():
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        assert len(asked) <= most, (address, len(asked), [one["sql"][:90] for one in asked])
    with CaptureQueriesContext(connection) as asked:
        client.post(url("plan_line_judge", activity.pk), TYPED)
    assert len(asked) <= 10, len(asked)


def test_the_page_of_a_large_plan_is_light() -> None:
    plan = make.a_plan()
    for n in range(5):
        activity = make.an_activity(plan, title=f"Pelatihan {n}")
        for k in range(8):
            make.a_line(activity, description=f"Baris {n}.{k}")
    assert len(gzip.compress(read(officer(), "plan", plan.pk).encode())) < 30_000


# ---------------------------------------------------------------- the API


def test_a_program_draws_up_a_plan_reads_its_findings_and_hands_it_in() -> None:
    recipient = make.a_fund_recipient()
    client = as_(officer())

    def send(method: str, path: str, body: dict[str, Any], status: int = 200, by: Client = client) -> Any:
        given = by.generic(method, f"{API}/{path}", json.dumps(body), content_type="application/json")
        assert given.status_code == status, given.content
        return given.json()

    made = send("POST", f"recipients/{recipient.pk}/plans", {"id": str(uuid4())}, 201)
    path = f"plans/{made['id']}"
    body: dict[str, Any] = {"edition": 1, "activity": "training", "title": "Pelatihan", "first_month": 4}
    body |= {"last_month": 6, "location": "Aula", "output_volume": 60, "output_unit": "orang"}
    body |= {"training_kind": "managerial", "modality": "offline", "id": str(uuid4())}
    told = send("POST", f"{path}/activities", body, 201)
    activity = told["activities"][0]["id"]
    assert activity == body["id"]
    send("PUT", f"{path}/activities", body | {"edition": 2, "title": "Pelatihan ekspor"})
    line: dict[str, Any] = {"edition": 3, "activity_id": activity, "component": "official_travel", "unit": "person"}
    line |= {"description": "Perjalanan", "volume": 2, "unit_price": 1_000_000, "id": str(uuid4())}
    told = send("POST", f"{path}/lines", line, 201)
    (shown,) = told["activities"][0]["lines"]
    assert (shown["state"], shown["amount"], told["planned"]) == ("refused", 2_000_000, 2_000_000)
    assert {one["citation"] for one in shown["findings"] if one["mark"] == "not_met"} == {
        "Pasal 6 ayat (3)",
        "Pasal 9 huruf a",
    }
    assert told["obstacles"] and told["verdict"]
    told = send("PUT", f"{path}/lines", line | {"edition": 4, "component": "banner", "facts": {"creates_asset": False}})
    assert told["activities"][0]["lines"][0]["state"] == "payable"
    send("PUT", f"{path}/lines", line | {"edition": 5, "id": str(uuid4())}, 404)
    send("POST", f"{path}/lines", line | {"edition": 4, "id": str(uuid4())}, 409)
    wrong = send("POST", f"{path}/lines", line | {"edition": 5, "id": None, "volume": 0, "unit": "x"}, 400)
    assert {one["field"] for one in wrong["problems"]} == {"volume", "unit"}
    day = TODAY.isoformat()
    about = {"coordinated_on": day, "coordination": "1", "discussed_on": day, "discussion": "Rapat."}
    send("PUT", f"{path}/description", {"edition": 5, "directions": ["digitalisation"], **about})
    plan = make.with_files(PlanVersion.objects.get())
    send("POST", f"{path}/review-request", {"edition": plan.edition})
    of_line = {"line_id": line["id"], "judgement": "accepted"}
    reviewing = {"edition": plan.edition, "passed": True, "lines": [of_line]}
    send("POST", f"{path}/review", reviewing, by=as_(make.auditor()))
    refused = send("POST", f"{path}/submission", {"edition": plan.edition}, 403)
    assert refused["detail"]
    told = send("POST", f"{path}/submission", {"edition": plan.edition}, by=as_(head()))
    assert (told["state"], told["submitted_on"]) == ("submitted", day)
    answer = {"edition": plan.edition, "outcome": "agree", "reason": "Sesuai."}
    send("POST", f"{path}/decision", answer, by=as_(deputy()))
    change = send("POST", f"recipients/{recipient.pk}/plans", {"change_reason": "Harga naik."}, 201)
    assert change["is_change"] and change["activities"][0]["lines"][0]["id"] != line["id"]
    send("POST", f"plans/{change['id']}/drop", {"reason": "Uji."})
    versions = client.get(f"{API}/recipients/{recipient.pk}/plans").json()
    assert [(one["number"], one["state"]) for one in versions] == [(2, "dropped"), (1, "agreed")]
    assert client.get(f"{API}/{path}").json()["obstacles"] == []
    assert as_(officer(BATANG)).get(f"{API}/{path}").status_code == 404
