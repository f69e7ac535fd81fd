"""What counts over the whole ledger: given as it was a moment ago while it is counted anew, and never older than it says."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.ledger import open_view, open_writer
from enligt.model import Page
from enligt.run import linking
from enligt.web import warming
from enligt.web.app import create_app
from enligt.web.lately import Answers
from enligt.web.pages import events, front
from ledger_samples import READER, VERSION
from page_samples import TODAY, fill, told

if TYPE_CHECKING:
    from pathlib import Path

SLOW = -1.0  # seconds up to which an answer is quick: none is


class Counted:
    """Something that is counted, and how often it was."""

    def __init__(self) -> None:
        self.value, self.times = 1, 0

    def mark(self) -> str:
        return str(self.value)

    def ask(self) -> int:
        self.times += 1
        return self.value


def counted(answers: Answers) -> None:
    """Wait until what is wanted is counted anew."""
    thread = answers._thread
    if thread is not None:
        thread.join()


def test_what_holds_is_not_asked_for_again() -> None:
    answers, of = Answers(quick=SLOW), Counted()
    assert [answers.get("n", of.mark, of.ask) for _ in range(3)] == [(1, None)] * 3
    assert of.times == 1


def test_what_is_slow_is_given_as_it_was_with_its_moment_and_counted_anew_behind() -> None:
    answers, of = Answers(quick=SLOW), Counted()
    answers.get("n", of.mark, of.ask)
    of.value = 2
    answer, as_of = answers.get("n", of.mark, of.ask)
    assert answer == 1
    assert as_of is not None
    counted(answers)
    assert answers.get("n", of.mark, of.ask) == (2, None)
    assert of.times == 2


def test_what_is_quick_is_always_of_now() -> None:
    answers, of = Answers(quick=60), Counted()
    answers.get("n", of.mark, of.ask)
    of.value = 2
    assert answers.get("n", of.mark, of.ask) == (2, None)


def test_many_who_ask_at_once_have_it_counted_once() -> None:
    answers, of = Answers(quick=SLOW), Counted()
    gate = threading.Event()

    def ask() -> int:
        gate.wait(10)
        return of.ask()

    threads = [threading.Thread(target=answers.get, args=("n", of.mark, ask)) for _ in range(5)]
    for one in threads:
        one.start()
    gate.set()
    for one in threads:
        one.join()
    assert of.times == 1


def test_what_fails_behind_is_told_to_whoever_asks_next() -> None:
    answers, of = Answers(quick=SLOW), Counted()
    answers.get("n", of.mark, of.ask)
    of.value = 2

    def fail() -> int:
        raise RuntimeError("no ledger")

    answers.get("n", of.mark, fail)
    counted(answers)
    with pytest.raises(RuntimeError, match="no ledger"):
        answers.get("n", of.mark, fail)


def test_nothing_is_counted_once_it_is_closed_and_nothing_kept_of_another_ledger() -> None:
    answers, of = Answers(quick=SLOW), Counted()
    answers.get("n", of.mark, of.ask)
    of.value = 2
    answers.forget()
    assert answers.get("n", of.mark, of.ask) == (2, None)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return fill(tmp_path / "l.db")


def add(path: Path, *, link: bool = True) -> None:
    """One more article, of an act that none of the others tells of."""
    one = told(
        "Sweden sent 200 tents to Moldova on 8 October.",
        document="tents.txt",
        outlet="Torghatten Post",
        published="2024-10-21",
        language="en",
        kind="AID",
        trigger="sent",
        actor="SWE",
        recipient="MDA",
        day=("2024-10-08", "8 October"),
    )
    with open_writer(path) as writer, open_view(path) as view:
        page = Page(one.article.document, one.article.text.encode())
        writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})
        run = linking.link if link else linking.compare
        list(run(writer, view))


@pytest.mark.parametrize("address", ["/", "/events", "/actors", "/actors/PRK", "/actors/PRK/RUS", "/sources", "/sources/Ukraine"])
def test_a_page_says_of_when_its_counts_are(path: Path, address: str) -> None:
    app = create_app(path, today=TODAY)
    app.state.ledger._lately = Answers(quick=SLOW)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        assert "being made anew" not in client.get(address).text
        add(path)
        then = client.get(address)
        assert then.status_code == 200
        assert "being made anew" in then.text
        counted(app.state.ledger._lately)
        now = client.get(address)
        assert "being made anew" not in now.text
    app.state.ledger.close()


def test_a_ledger_that_was_let_go_keeps_no_answer(path: Path) -> None:
    app = create_app(path, today=TODAY)
    app.state.ledger._lately = Answers(quick=SLOW)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        client.get("/actors")
        app.state.ledger.close()
        add(path)
        assert "being made anew" not in client.get("/actors").text
    app.state.ledger.close()


def test_a_small_ledger_s_pages_are_of_now(path: Path) -> None:
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        client.get("/events")
        add(path)
        assert "Torghatten Post" in client.get("/events").text
        assert "being made anew" not in client.get("/events").text


def test_where_many_events_wait_to_be_told_they_are_left_out_and_the_page_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_ANEW", 0)
    monkeypatch.setattr(front, "MOST_ANEW", 0)
    add(path, link=False)
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        for address in ("/", "/events"):
            answer = client.get(address).text
            assert "1 event is being told anew" in answer
        assert "Torghatten Post" not in client.get("/events").text


def test_what_the_first_pages_count_is_counted_ahead(path: Path) -> None:
    app = create_app(path, today=TODAY)
    ledger = app.state.ledger
    ledger._lately = Answers(quick=SLOW)
    warming.warm(ledger)
    kept = set(ledger._lately._kept)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for address in ("/", "/events", "/actors", "/sources"):
            assert client.get(address).status_code == 200
    assert set(ledger._lately._kept) == kept
    assert len(kept) == 6


def test_a_ledger_that_is_not_there_is_no_error_ahead(tmp_path: Path) -> None:
    warming.warm(create_app(tmp_path / "none.db", today=TODAY).state.ledger)
