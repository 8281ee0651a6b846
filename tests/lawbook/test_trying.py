"""Trying a check: facts in the address, findings and what would make it met on the page, nothing stored."""

from __future__ import annotations

import datetime as dt
import html
import re
from fractions import Fraction
from typing import Any

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sentra.law import Verdict, library
from sentra.law.remedy import advise
from sentra.lawbook.state import asked_facts, facts_of, with_activity, written, years_of
from sentra.pages.facts_form import form_for_facts
from tests.lawbook.reading import page

pytestmark = pytest.mark.django_db
CRITERIA = "/hukum/uji/sentra.criteria/"
CHECKS = [
    (name, activity)
    for text in library().regulations.values()
    for name, check in text.checks.items()
    for activity in sorted({one for clause in check.clauses for one in clause.applies_to})[:2] or [""]
]


def since(check: str) -> str:
    """A day on which the check's regulation is in force."""
    text = next(one for one in library().regulations.values() if check in one.checks)
    return (text.until or text.since).isoformat()


def verdict_in(text: str) -> str:
    """The verdict as it is announced."""
    found = re.search(r"data-announce>([^<]+)<", text)
    return found.group(1) if found else ""


def test_every_check_is_offered() -> None:
    _status, text = page(reverse("portal:checks"))
    law = library().on(dt.date.today())
    assert [name for name in law.checks if reverse("portal:check", args=[name]) not in text] == []


def test_the_form_asks_for_every_fact_in_its_own_words() -> None:
    _status, text = page(CRITERIA)
    for fact in library().regulations["kukm-23-2005"].checks["sentra.criteria"].facts:
        assert f'name="{fact.name}"' in text
        assert fact.label("id") in text
    assert verdict_in(text) == "Belum diketahui"


def test_findings_follow_what_the_address_says() -> None:
    _status, text = page(CRITERIA, member_count="19")
    assert verdict_in(text) == "Tidak terpenuhi"
    assert "Terukur <b>19</b>" in text
    assert "Syarat <b>minimal 20 usaha</b>" in text
    assert "Agar terpenuhi: Jumlah anggota UKM: 20 usaha (kini 19 usaha)." in text
    assert 'href="/hukum/pasal/kukm-23-2005/5.1.a.1/"' in text


def test_the_same_in_english() -> None:
    _status, text = page(CRITERIA, "en", member_count="19")
    assert verdict_in(text) == "Not met"
    assert "To meet it: Number of member enterprises: 20 enterprises (now 19 enterprises)." in text
    assert "Agar terpenuhi" not in text


def test_a_missing_fact_leads_to_its_field() -> None:
    _status, text = page(CRITERIA)
    (target,) = set(re.findall(r'href="#(id_member_count)"', text))
    assert f'id="{target}"' in text
    assert re.search(r'href="#(id_good_market_prospect_0)"', text) or 'href="#id_' in text


@pytest.mark.parametrize(("name", "activity"), CHECKS)
def test_the_values_that_would_do_lead_to_an_address_on_which_it_is_met(name: str, activity: str) -> None:
    """From nothing known: the page's own link, opened by somebody else, says that the check is met."""
    query = {"on": since(name)} | ({"activity_id": activity} if activity else {})
    _status, text = page(reverse("portal:check", args=[name]), **query)
    if verdict_in(text) in ("Terpenuhi", "Tidak berlaku"):
        return
    link = re.search(r'class="button button-small" href="([^"]+)"', text)
    assert link is not None
    status, text = page(link.group(1))
    assert (status, verdict_in(text)) == (200, "Terpenuhi")


@pytest.mark.parametrize(("name", "activity"), CHECKS)
def test_facts_survive_the_address(name: str, activity: str) -> None:
    law = library().on(dt.date.fromisoformat(since(name)))
    check = law.check(name)
    facts = dict(advise(check, {}, activity or None).together or {})
    asked = asked_facts(check, activity or None)
    query = QueryDict(written(facts, asked).urlencode())
    form = form_for_facts(asked, data=query, years=years_of(query, law.date))
    form.full_clean()
    assert form.errors == {}
    verdict = check.judge(with_activity(check, facts_of(form), activity), activity or None)
    assert (verdict.verdict, verdict.failing, verdict.missing) == _said(check.judge(facts, activity or None))


def _said(verdict: Verdict) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    return verdict.verdict, verdict.failing, verdict.missing


def test_an_empty_list_and_a_fraction_survive_the_address() -> None:
    check = library().on(dt.date(2022, 6, 1)).check("pk2umk.curriculum")
    facts: dict[str, Any] = {}
    for fact in check.facts:
        if fact.type == "list":
            facts[fact.name] = []
        if fact.type == "number":
            facts[fact.name] = Fraction(25, 2)
    query = written(facts, check.facts)
    form = form_for_facts(check.facts, data=QueryDict(query.urlencode()))
    form.full_clean()
    assert (form.errors, facts_of(form)) == ({}, facts)


def test_a_mistake_is_named_and_the_rest_is_judged() -> None:
    _status, text = page(CRITERIA, member_count="banyak", workforce_count="40")
    assert "Isian ini tidak dihitung sampai diperbaiki" in text
    assert 'href="#id_member_count"' in text
    assert 'value="banyak"' in text
    assert "1 terpenuhi" in text


def test_a_figure_that_no_record_can_hold_is_a_mistake() -> None:
    _status, text = page(CRITERIA, member_count="9" * 30)
    assert "Isian ini tidak dihitung sampai diperbaiki" in text


def test_while_one_types_only_the_findings_come_back_with_a_clean_address() -> None:
    given = Client().get(
        CRITERIA,
        {"member_count": "19", "workforce_count": "", "unheard_of": "x"},
        headers={"HX-Request": "true", "HX-Target": "result"},
    )
    text = given.content.decode()
    assert given.headers["HX-Replace-Url"] == f"{CRITERIA}?member_count=19"
    assert text.startswith('<div id="result"')
    assert "<form" not in text
    assert "sentra.criteria/?member_count=19" in html.unescape(text)


def test_without_a_script_a_button_does_it() -> None:
    _status, text = page(CRITERIA)
    assert re.search(r'<form class="form compact" method="get" action="/hukum/uji/sentra.criteria/#result"', text)
    assert re.search(r"<button[^>]*button-primary", text)


def test_a_lower_check_is_shown_below() -> None:
    _status, text = page("/hukum/uji/sentra.leading/", member_count="19")
    assert "Kriteria sentra UKM unggulan" in text
    assert text.count('class="findings"') == 2
    assert 'name="sentra_criteria_verdict"' not in text


def test_an_activity_is_asked_where_provisions_count_for_one() -> None:
    url = "/hukum/uji/ikm.certification/"
    _status, without = page(url)
    assert verdict_in(without) == "Tidak berlaku"
    assert "Pilih dahulu kegiatannya" in without
    activity = re.search(r'<option value="(\w+)">', without.partition('id="activity_id"')[2])
    assert activity is not None
    _status, chosen = page(url, activity_id=activity.group(1))
    assert verdict_in(chosen) == "Belum diketahui"
    assert page(url, activity_id="Z9")[0] == 200


def test_the_day_of_the_law_is_chosen() -> None:
    assert page(CRITERIA, on="2010-01-01")[0] == 200
    status, text = page(CRITERIA, on="1999-01-01", member_count="19")
    assert status == 404
    assert CRITERIA in text
    assert page("/hukum/uji/tidak.ada/")[0] == 404


def test_the_day_and_the_facts_are_sent_together() -> None:
    _status, text = page(CRITERIA, member_count="19", on="2010-01-01")
    form = text.partition('<form class="form compact"')[2].partition("</form>")[0]
    assert 'name="on" value="01/01/2010"' in form
    assert re.search(r'name="member_count" value="19"', form)
    assert "per 1 Januari 2010" in text


def test_a_long_address_works() -> None:
    check = library().regulations["perin-5-2022"].checks["ikm.curriculum"]
    (topics,) = (fact for fact in check.facts if fact.type == "list")
    query = QueryDict(mutable=True)
    query["activity_id"] = "A1"
    query.setlist(topics.name, [str(one) for one in topics.values])
    assert len(query.urlencode()) > 2000
    _status, text = page(f"/hukum/uji/ikm.curriculum/?{query.urlencode()}")
    assert verdict_in(text) == "Terpenuhi"


def test_nothing_is_stored() -> None:
    with CaptureQueriesContext(connection) as asked:
        page(CRITERIA, member_count="19")
    assert len(asked) == 0


def test_an_advising_check_says_so() -> None:
    assert "Pemeriksaan ini hanya memberi saran" in page("/hukum/uji/region.invitation/")[1]
    assert "Pemeriksaan ini hanya memberi saran" not in page(CRITERIA)[1]


def test_an_address_adds_a_bounded_number_of_years() -> None:
    asked = "&".join(f"x__{year}=" for year in range(1900, 2201))
    page = Client().get(f"/hukum/uji/sentra.cluster/?{asked}").content.decode()
    years = {int(one) for one in re.findall(r'name="[a-z_]+__(\d{4})"', page)}
    assert 2200 in years
    assert len(years) <= 23
