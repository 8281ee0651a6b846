"""A snapshot holds the facts of every record as the record itself gives them; an unchanged one is carried over."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import polars as pl
import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sentra.access.policy import Forbidden
from sentra.designation.facts import facts_of_sentra
from sentra.designation.models import AssessedFact
from sentra.insight import services
from sentra.insight.building import build
from sentra.insight.gathering import active, rows_of
from sentra.insight.models import Snapshot, SnapshotState
from sentra.insight.parts import path_of, stored
from sentra.insight.tables import Rows, rows_within, together, under
from sentra.law import library
from sentra.pages.errors import BadInput, Conflict
from sentra.registry import services as registry
from sentra.registry.facts import enterprise_facts
from sentra.registry.models import Enterprise, Membership, Sentra
from sentra.territory.models import Region
from sentra.territory.scope import NATION, NOWHERE, Territory, scoped
from tests.designation import factories as way
from tests.insight.factories import Country, ministry, province, snapshot_of
from tests.personas import JAWA_TENGAH, PEKALONGAN, persona, region

TODAY = dt.date.today()
pytestmark = pytest.mark.django_db


def rows_in(snapshot: Snapshot, territory: Territory = NATION) -> dict[str, dict[str, Any]]:
    """The rows by name, as the law of the snapshot's day reads them."""
    table = under(library().on(snapshot.as_of), together(rows_within(snapshot, Rows(territory))))
    return {row["name"]: row for row in table.collect().to_dicts()}


def facts_in(row: dict[str, Any], names: set[str]) -> dict[str, Any]:
    """The known facts of a row, a map put together from its years."""
    found: dict[str, Any] = {}
    for column, value in row.items():
        name, _, year = column.rpartition("_")
        if value is None:
            continue
        if column in names:
            found[column] = value
        elif name in names and year.isdigit():
            found.setdefault(name, {})[int(year)] = value
    return found


def test_every_sentra_has_the_facts_that_it_gives_by_itself(snapshot: Snapshot, country: Country) -> None:
    law = library().on(TODAY)
    names = {
        fact.name
        for check in ("sentra.criteria", "sentra.leading", "sentra.cluster", "sentra.definition")
        for fact in law.check(check).facts
        if fact.derived_from is None
    }
    rows = rows_in(snapshot)
    assert len(rows) == 6
    for sentra in Sentra.unscoped.all():
        own = {
            name: value for name, value in facts_of_sentra(sentra, TODAY, law).items() if name in names and value != {}
        }
        assert facts_in(rows[sentra.name], names) == own, sentra.name


def test_undecided_members_leave_the_count_unknown_only_where_they_decide(snapshot: Snapshot, country: Country) -> None:
    rows = rows_in(snapshot)
    assert rows["Batik Wijirejo"]["member_count"] is None
    assert (rows["Batik Wijirejo"]["member_count_sure"], rows["Batik Wijirejo"]["member_count_possible"]) == (18, 24)
    assert rows["Gerabah Kasongan"]["member_count"] == 18


def test_enterprises_are_rows_too(country: Country) -> None:
    snapshot = snapshot_of("enterprise", TODAY)
    rows = rows_in(snapshot)
    assert snapshot.rows == Enterprise.unscoped.count() == len(rows)
    one = Enterprise.unscoped.filter(memberships__sentra=country.large).select_related("regency").first()
    assert one is not None
    own = enterprise_facts(one, TODAY)
    assert {name: rows[one.name][name] for name in own} == own
    assert (rows[one.name]["regency_code"], rows[one.name]["province_code"]) == (PEKALONGAN, JAWA_TENGAH)


@pytest.mark.parametrize(("subject", "count"), [("sentra", 9), ("enterprise", 2)])
def test_a_batch_takes_the_same_queries_however_many_records_it_holds(
    country: Country, subject: str, count: int
) -> None:
    law = library().on(TODAY)
    for size in (1, 6):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            batch = list(active(subject).select_related("regency__parent").order_by("pk")[:size])
            rows_of(subject, batch, TODAY, law)
        assert len(asked) <= count, [one["sql"][:90] for one in asked]


def test_rows_are_read_within_the_territory_only(snapshot: Snapshot, country: Country) -> None:
    central_java = Territory("province", region(JAWA_TENGAH).pk)
    pekalongan = Territory("regency", region(PEKALONGAN).pk)
    assert sorted(rows_in(snapshot, central_java)) == [
        "Batik Jenggot",
        "Batik Kauman",
        "Batik Warungasem",
        "Emping Limpung",
    ]
    assert sorted(rows_in(snapshot, pekalongan)) == ["Batik Jenggot", "Batik Kauman"]
    for closed in (
        NOWHERE,
        Territory("record", record_id=country.large.pk),
        Territory("province"),
        Territory("regency"),
    ):
        assert rows_in(snapshot, closed) == {}


# ---------------------------------------------------------------- carrying over


def test_what_did_not_change_is_carried_over(snapshot: Snapshot, country: Country) -> None:
    again = snapshot_of("sentra", TODAY)
    assert (again.rows, again.fresh, again.sha256) == (6, 0, snapshot.sha256)
    assert again.parts == snapshot.parts


def changed_by(act: Any) -> tuple[int, dict[str, dict[str, Any]]]:
    """How many rows the next snapshot works out anew, and its rows; they equal those worked out from scratch."""
    with scoped(NATION):
        act()
    fresh = snapshot_of("sentra", TODAY)
    rows = rows_in(fresh)
    whole = snapshot_of("sentra", TODAY, whole=True)
    assert rows_in(whole) == rows
    return fresh.fresh, rows


def test_a_changed_record_is_worked_out_anew(snapshot: Snapshot, country: Country) -> None:
    leaving = Membership.unscoped.filter(sentra=country.middle).first()
    assert leaving is not None
    officer = way.officer()
    fresh, rows = changed_by(
        lambda: registry.leave_member(
            actor=officer, membership=leaving, left_on=TODAY - dt.timedelta(days=1), reason="Pindah."
        )
    )
    assert (fresh, rows["Batik Kauman"]["member_count"]) == (1, 16)


def test_a_changed_enterprise_changes_the_sentra_it_belongs_to(snapshot: Snapshot, country: Country) -> None:
    enterprise = Enterprise.unscoped.filter(memberships__sentra=country.large).first()
    assert enterprise is not None
    fresh, rows = changed_by(
        lambda: registry.change_enterprise(
            actor=way.officer(), enterprise=enterprise, version=enterprise.version, changes={"is_subsidiary": True}
        )
    )
    assert (fresh, rows["Batik Jenggot"]["member_count"]) == (1, 23)


def test_a_judgement_a_new_sentra_and_a_retired_one_are_seen(snapshot: Snapshot, country: Country) -> None:
    def act() -> None:
        way.judged(country.unjudged)
        registry.register_sentra(
            actor=way.officer(),
            values={"name": "Tahu Kuripan", "product": "Tahu", "area": "Kuripan"},
            regency=region(PEKALONGAN),
        )
        registry.retire_sentra(actor=way.officer("3325"), sentra=country.small, reason="Tidak ada lagi.")

    fresh, rows = changed_by(act)
    assert fresh == 2
    assert rows["Batik Warungasem"]["market_prospect_good"] is True
    assert "Tahu Kuripan" in rows
    assert "Emping Limpung" not in rows


def test_another_day_alone_changes_what_begins_or_ends_between(country: Country) -> None:
    leaving = Membership.unscoped.filter(sentra=country.large).values_list("pk", flat=True)[:2]
    Membership.unscoped.filter(pk__in=list(leaving)).update(left_on=TODAY - dt.timedelta(days=1))
    before = snapshot_of("sentra", TODAY - dt.timedelta(days=1))
    assert rows_in(before)["Batik Jenggot"]["member_count"] == 24
    after = snapshot_of("sentra", TODAY)
    if (TODAY - dt.timedelta(days=1)).year == TODAY.year:
        assert after.fresh == 5  # the judgements were made today; the one without any is carried over
    assert rows_in(after)["Batik Jenggot"]["member_count"] == 22


def test_an_earlier_day_is_worked_out_from_scratch(snapshot: Snapshot) -> None:
    earlier = snapshot_of("sentra", TODAY - dt.timedelta(days=2))
    assert earlier.fresh == earlier.rows == 6


# ---------------------------------------------------------------- asking, cancelling, keeping


def test_older_snapshots_go_when_newer_ones_are_ready(country: Country, settings: Any) -> None:
    settings.INSIGHT_SNAPSHOTS_KEPT = 2
    first = snapshot_of("sentra", TODAY)
    with scoped(NATION):
        registry.retire_sentra(actor=way.officer("3325"), sentra=country.small, reason="Tidak ada lagi.")
    kept = [snapshot_of("sentra", TODAY), snapshot_of("sentra", TODAY)]
    assert set(Snapshot.objects.values_list("pk", flat=True)) == {one.pk for one in kept}
    assert kept[0].sha256 == kept[1].sha256 != first.sha256
    assert path_of(kept[0].parts[0]["sha256"]).exists()


def test_parts_that_nobody_holds_leave_the_store(country: Country, django_capture_on_commit_callbacks: Any) -> None:
    snapshot = snapshot_of("sentra", TODAY)
    file = path_of(snapshot.parts[0]["sha256"])
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_snapshot(actor=ministry(), snapshot=snapshot)
    assert not file.exists()


def test_nothing_is_taken_from_the_store_while_a_snapshot_is_written(
    country: Country, django_capture_on_commit_callbacks: Any
) -> None:
    older = snapshot_of("sentra", TODAY)
    waiting = services.start_snapshot(actor=ministry(), subject="sentra")
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_snapshot(actor=ministry(), snapshot=older)
    assert stored() == {older.parts[0]["sha256"]}
    with django_capture_on_commit_callbacks(execute=True):
        build(waiting)
    waiting.refresh_from_db()
    assert stored() == {part["sha256"] for part in waiting.parts}


def test_only_one_of_a_kind_is_written_at_a_time_and_it_can_be_cancelled(country: Country) -> None:
    waiting = services.start_snapshot(actor=ministry(), subject="sentra")
    with pytest.raises(Conflict):
        services.start_snapshot(actor=ministry(), subject="sentra")
    services.cancel_snapshot(actor=ministry(), snapshot=waiting)
    build(waiting)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.rows) == (SnapshotState.CANCELLED, 0)
    with pytest.raises(Conflict):
        services.cancel_snapshot(actor=ministry(), snapshot=waiting)


def test_a_snapshot_cancelled_while_it_is_written_stops(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    older = snapshot_of("sentra", TODAY)
    waiting = services.start_snapshot(actor=ministry(), subject="sentra", whole=True)
    from sentra.insight import building

    def stopping(*given: Any) -> Any:
        for frame in rows_of_all(*given):
            services.cancel_snapshot(actor=ministry(), snapshot=waiting)
            yield frame

    rows_of_all = building.rows_of_all
    monkeypatch.setattr(building, "rows_of_all", stopping)
    build(waiting)
    waiting.refresh_from_db()
    older.refresh_from_db()
    assert (waiting.state, waiting.parts, older.state) == (SnapshotState.CANCELLED, [], SnapshotState.READY)


def test_what_goes_wrong_is_kept_and_the_older_one_stays(country: Country, monkeypatch: pytest.MonkeyPatch) -> None:
    older = snapshot_of("sentra", TODAY)
    from sentra.insight import building

    def failing(*given: Any) -> Any:
        raise OSError("no space left")

    monkeypatch.setattr(building, "rows_of_all", failing)
    waiting = services.start_snapshot(actor=ministry(), subject="sentra", whole=True)
    with pytest.raises(OSError, match="no space"):
        build(waiting)
    waiting.refresh_from_db()
    assert (waiting.state, older.is_ready) == (SnapshotState.FAILED, True)


def test_asked_twice_with_one_key_makes_one(country: Country) -> None:
    key = older = services.start_snapshot(actor=ministry(), subject="sentra").pk
    assert services.start_snapshot(actor=ministry(), subject="sentra", id=key).pk == older
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("subject", "day"),
    [("kapal", TODAY), ("sentra", TODAY + dt.timedelta(days=1)), ("sentra", dt.date(2001, 1, 1))],
)
def test_a_snapshot_that_cannot_be_is_refused(db: None, subject: str, day: dt.date) -> None:
    with pytest.raises(BadInput):
        services.start_snapshot(actor=ministry(), subject=subject, as_of=day)


def test_only_the_ministry_writes_snapshots(db: None) -> None:
    for actor in (province(JAWA_TENGAH), way.officer(), persona("auditor")):
        with pytest.raises(Forbidden):
            services.start_snapshot(actor=actor, subject="sentra")


def test_a_value_that_its_fact_cannot_have_is_unknown_and_hinders_nothing(country: Country) -> None:
    judged = AssessedFact.unscoped.filter(sentra=country.large, name="market_prospect_good")
    judged.update(value="ya")
    row = rows_in(snapshot_of("sentra", TODAY))["Batik Jenggot"]
    assert (row["market_prospect_good"], row["production_capacity_adequate"]) == (None, True)


def test_regions_stand_beside_each_row(snapshot: Snapshot, country: Country) -> None:
    row = rows_in(snapshot)["Gerabah Kasongan"]
    bantul = Region.objects.get(code="3402")
    assert (row["regency"], row["regency_code"], row["province"], row["province_code"]) == (
        bantul.pk,
        "3402",
        bantul.parent_id,
        "34",
    )
    assert (row["tier"], row["scheme"]) == ("candidate", "ukm")
    assert default_storage.exists(f"snapshots/{snapshot.parts[0]['sha256'][:2]}/{snapshot.parts[0]['sha256']}.parquet")
    assert pl.read_parquet(path_of(snapshot.parts[0]["sha256"])).height == 6


def test_the_timer_writes_one_of_each_kind(country: Country) -> None:
    said = io.StringIO()
    call_command("write_snapshots", stdout=said)
    kinds = Snapshot.objects.filter(state=SnapshotState.READY).values_list("subject", flat=True)
    assert sorted(kinds) == ["enterprise", "sentra"]
    assert "6 rows, 6 worked out anew" in said.getvalue()
    services.start_snapshot(actor=ministry(), subject="sentra")
    told = io.StringIO()
    call_command("write_snapshots", stdout=said, stderr=told)
    assert told.getvalue().startswith("sentra: ")
