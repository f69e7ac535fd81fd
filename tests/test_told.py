"""Events as rows: what is read from them is what telling the events anew gives, whatever happened before."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from enligt.ledger import ClaimQuery, EventQuery, View, backup, merge, open_view, open_writer
from enligt.ledger.told import mark
from enligt.ledger.told_tables import facet, history, party, told, untold
from enligt.model import Page, Relation
from enligt.run import linking, telling
from ledger_samples import READER, VERSION, reading
from test_ledger_events import READINGS, claim_of, enter, judged, link, made
from test_ledger_events import told as said

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.reports.records import Record

LATE, EARLY = "2024-11-20", "2024-10-19"
PLAN = said(
    "Norway will send 40 tents to Latvia, and is to do so by 8 October; they sent word of it.",
    outlet="Fjordposten",
    published="2024-09-20",
    actor="NOR",
    recipient="LVA",
    factuality="planned",
)
QUERIES = (
    EventQuery(),
    EventQuery(order="newest"),
    EventQuery(order="doubt"),
    EventQuery(order="origins"),
    EventQuery(order="newest", limit=1, offset=1),
    EventQuery(limit=2),
    EventQuery(disputed=True),
    EventQuery(status=("reported", "overdue")),
    EventQuery(status=("planned",)),
    EventQuery(status=("planned", "overdue")),
    EventQuery(min_origins=1),
    EventQuery(event_type="AID"),
    EventQuery(participant="RUS"),
    EventQuery(origin="Nordgrensen"),
    EventQuery(month="2024-10"),
    EventQuery(claims=ClaimQuery(language="en")),
    EventQuery(claims=ClaimQuery(event_type="aid")),
    EventQuery(claims=ClaimQuery(event_type="MOBILIZE", outlet="skerry brief")),
    EventQuery(claims=ClaimQuery(factuality="denied"), disputed=True),
    EventQuery(claims=ClaimQuery(text="tents")),
)


@pytest.fixture(scope="module")
def made_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made-once") / "l.db"
    with open_writer(path) as writer:
        enter(writer, "abcd")
        page = Page(PLAN.article.document, PLAN.article.text.encode())
        writer.record(page, readings=[PLAN], issues=[], reader=READER, reader_version=VERSION, options={})
    link(path)
    return path


@pytest.fixture
def path(made_once: Path, tmp_path: Path) -> Path:
    """A ledger of two acts told, one of them denied, and a plan."""
    backup(made_once, tmp_path / "l.db")
    return tmp_path / "l.db"


def anew(view: View, *, today: str) -> dict[str, Record]:
    """Every event told now, without a look at the rows."""
    found = {one: linking.event(view, one, today=today) for one in view.events()}
    return {one: linking.record_of(event, one) for one, event in found.items() if event is not None}


def holds(view: View, *, today: str) -> list[Record]:
    """The records, which must be those of telling anew."""
    records = list(telling.event_records(view, EventQuery(), today=today))
    assert {one["event_id"]: one for one in records} == anew(view, today=today)
    return records


def rows(view: View) -> list[Any]:
    with view._moment() as connection:
        return list(connection.execute(select(told).order_by(told.c.event_id)))


@pytest.mark.parametrize("today", [LATE, EARLY, "2024-09-25", "2024-10-09", "2020-01-01"])
def test_rows_say_what_telling_anew_says_on_any_day(path: Path, today: str) -> None:
    with open_view(path) as view:
        assert not view.untold(teller=linking.teller())
        assert len(rows(view)) == 3
        records = holds(view, today=today)
        for one in records:
            assert telling.event_record_of(view, one["event_id"], today=today) == one
    assert len(records) == {LATE: 3, EARLY: 2, "2024-09-25": 1, "2024-10-09": 1, "2020-01-01": 0}[today]


def test_what_is_planned_is_overdue_by_the_clock_alone(path: Path) -> None:
    asked = EventQuery(claims=ClaimQuery(actor="NOR"))
    with open_view(path) as view:
        by_day = {day: next(telling.event_records(view, asked, today=day))["status"] for day in ("2024-10-08", "2024-10-09")}
        assert by_day == {"2024-10-08": "planned", "2024-10-09": "overdue"}
        assert telling.event_facets(view, asked, today="2024-10-09", facets=["status"]) == {"status": [("overdue", 1)]}


@pytest.mark.parametrize("today", [LATE, EARLY, "2024-10-01"])
def test_sql_filters_orders_and_counts_as_python_does(path: Path, today: str) -> None:
    """The same questions with rows, and with every event told anew."""

    def answers() -> list[tuple[Any, ...]]:
        with open_view(path) as view:
            return [
                (
                    list(telling.event_records(view, query, today=today)),
                    telling.count_events(view, query, today=today),
                    telling.event_facets(view, query, today=today),
                )
                for query in QUERIES
            ]

    by_rows = answers()
    with open_writer(path) as writer, writer._transaction("test") as connection:
        connection.execute(told.delete())
        ids = connection.scalars(select(linking_events().c.event_id).distinct()).all()
        connection.execute(untold.insert(), [{"event_id": one, "marked_at": "2024"} for one in ids])
    assert answers() == by_rows
    for query, (records, number, facets) in zip(QUERIES, by_rows, strict=True):
        if query.limit is None:
            assert len(records) == number
            assert dict(facets["status"]) == Counter(one["status"] for one in records)


def linking_events() -> Any:
    from enligt.ledger import schema  # noqa: PLC0415 - one test asks for it

    return schema.event_claim


def test_what_was_not_told_before_a_kill_is_shown_right_and_told_by_the_next_run(path: Path) -> None:
    with open_writer(path) as writer, writer._transaction("test") as connection:
        connection.execute(told.update().values(record={"status": "wrong"}))  # whoever shows it is found out
    with open_writer(path) as writer, open_view(path) as view:
        for name in "abcd":
            writer.reread(reading(READINGS[name].article, *READINGS[name].claims, version="2.0"))
        assert len(list(linking.compare(writer, view))) == 4
        assert view.untold(teller=linking.teller())
        shown = list(telling.event_records(view, EventQuery(claims=ClaimQuery(actor="PRK")), today=LATE))
        assert [one["status"] for one in shown] == ["disputed"]
    assert link(path) == []
    with open_view(path) as view:
        assert not view.untold(teller=linking.teller())
        assert len([one for one in rows(view) if one.record != {"status": "wrong"}]) == 2  # the plan's row was not in question


def test_rows_of_another_version_are_told_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "teller", lambda: "tel-later")
    with open_writer(path) as writer, writer._transaction("test") as connection:
        connection.execute(told.update().values(record={"status": "wrong"}))
    with open_view(path) as view:
        assert view.untold(teller="tel-later")
        holds(view, today=LATE)
    link(path)
    with open_view(path) as view:
        assert {row.teller for row in rows(view)} == {"tel-later"}
        holds(view, today=LATE)


def test_a_judgement_shows_before_its_claims_are_grouped_anew(path: Path) -> None:
    with open_writer(path) as writer:
        writer.judge([("reject", claim_of("c"), None)], author="Kari")
    with open_view(path) as view:
        assert "disputed" not in {one["status"] for one in holds(view, today=LATE)}
    link(path)
    with open_view(path) as view:
        assert "disputed" not in {row.status for row in rows(view)}
        holds(view, today=LATE)


def test_events_that_become_one_leave_one_row_and_its_history(path: Path) -> None:
    with open_view(path) as view:
        of = view.events_of([claim_of("a"), claim_of("d")])
    judged(path, ("same", claim_of("d"), claim_of("a")))
    with open_view(path) as view:
        assert len(rows(view)) == 2
        holds(view, today=LATE)
        with view._moment() as connection:
            past = connection.execute(select(history.c.event_id, history.c.status).order_by(history.c.id)).all()
            left = set(connection.scalars(select(party.c.event))) | set(connection.scalars(select(facet.c.event)))
        assert left == {row.id for row in rows(view)}
    gone = (set(of.values()) - {row.event_id for row in rows_of(path)}).pop()
    assert [status for event_id, status in past if event_id == gone][-1] == "gone"


def rows_of(path: Path) -> list[Any]:
    with open_view(path) as view:
        return rows(view)


def test_what_is_forgotten_is_in_no_row(path: Path) -> None:
    with open_writer(path) as writer:
        writer.forget(outlet="Nordgrensen", reason="asked to")
    assert "Nordgrensen" not in repr(rows_of(path))  # at once: a row quotes what it tells of
    with open_view(path) as view:
        assert {one["event_type"] for one in holds(view, today=LATE)} == {"MOBILIZE", "AID"}
    link(path)
    assert "Nordgrensen" not in repr(rows_of(path))


def test_a_relation_found_later_counts(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "ab")
    with open_view(path) as view:
        assert [row.origins_max for row in rows(view)] == [2]
    one, other = (READINGS[name].article.article_id for name in "ba")
    from enligt.ledger import repeating  # noqa: PLC0415 - one test asks for it

    with open_writer(path) as writer, writer._transaction("test") as connection:
        repeating._enter_relation(connection, Relation(one, other, "near", 0.9, 0.9, "test"))
    with open_view(path) as view:
        assert [one["independent_origins_max"] for one in holds(view, today=LATE)] == [1]
    link(path)
    assert [row.origins_max for row in rows_of(path)] == [1]


def test_another_ledgers_reading_counts_once_it_is_joined(path: Path, tmp_path: Path) -> None:
    ours, theirs = path, tmp_path / "theirs.db"
    backup(ours, theirs)
    with open_writer(theirs) as writer:
        one = READINGS["c"]
        writer.reread(reading(one.article, replace(one.claims[0], factuality="asserted"), version="2.0"))
        with writer._transaction("test") as connection:  # a later moment than ours, whatever the clock's grain
            connection.exec_driver_sql("UPDATE reading SET added_at = '2999-01-01' WHERE reader_version = '2.0'")
    assert len(list(merge(ours, [theirs]))) == 1
    with open_view(ours) as view:
        assert "disputed" not in {one["status"] for one in holds(view, today=LATE)}
    link(ours)
    with open_view(ours) as view:
        holds(view, today=LATE)


def test_what_waits_is_told_anew_or_left_out_of_what_is_counted(path: Path) -> None:
    with open_view(path) as view:
        whole = telling.event_facets(view, EventQuery(), today=LATE)
        name = next(iter(telling.event_records(view, EventQuery(), today=LATE)))["event_id"]
    with open_writer(path) as writer, writer._transaction("test") as connection:
        mark(connection, [name])
    with open_view(path) as view:
        assert telling.event_facets(view, EventQuery(), today=LATE) == whole
        assert telling.waiting(view, EventQuery(), most_anew=0) == 1
        assert telling.waiting(view, EventQuery(), most_anew=1) == 0
        rest = [one for one in telling.event_records(view, EventQuery(), today=LATE) if one["event_id"] != name]
        assert list(telling.event_records(view, EventQuery(), today=LATE, most_anew=0)) == rest
        assert telling.count_events(view, EventQuery(), today=LATE, most_anew=0) == len(rest)
        assert telling.event_facets(view, EventQuery(), today=LATE, most_anew=0) == telling.facets_of(rest)


def test_an_event_marked_again_while_it_was_told_stays_to_be_told(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abc")
    with open_writer(path) as writer:
        writer.judge([("accept", claim_of("c"), None)], author="Kari")
        ((event_id, marked_at),) = writer.untold(teller=linking.teller(), limit=9)
        with open_view(path) as view:
            (late,) = linking._told(view, {event_id: marked_at}, linking.Prepared(view))
        writer.judge([("reject", claim_of("c"), None)], author="Kari")
        assert writer.tell([late], teller=linking.teller()) == 0
        assert len(writer.untold(teller=linking.teller(), limit=9)) == 1


def test_a_ledger_from_before_rows_is_told_when_it_is_linked_next(path: Path) -> None:
    from enligt.ledger.migrations.versions import v0010_told  # noqa: PLC0415 - one test asks for it

    with open_writer(path) as writer, writer._transaction("test") as connection:
        connection.execute(told.delete())
        v0010_told._carry_over(connection)
    with open_view(path) as view:
        assert view.untold(teller=linking.teller())
        holds(view, today=LATE)
    link(path)
    assert len(rows_of(path)) == 3
