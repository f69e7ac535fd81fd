"""A served ledger keeps answers until something is written; claims asked for at once are as asked for singly."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from starlette.testclient import TestClient

from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.model import Article, Claim, Page, Reading, Span
from enligt.web import state
from enligt.web.app import create_app
from enligt.web.lately import Answers
from enligt.web.state import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from enligt.ledger import View

TEXT = "The council met in the harbour.\n\nIt meets again in the old mill."


def _add(path: Path, name: str) -> None:
    page = Page(f"{name}.txt", f"{name}: {TEXT}".encode())
    of = Article(
        document=page.location, page=page.sha256, text=f"{name}: {TEXT}", language="en", headline=None, published="2024-02-03"
    )
    claims = []
    for word, sentence in (("met", "The council met in the harbour."), ("meets", "It meets again in the old mill.")):
        at, start = of.text.index(word), of.text.index(sentence)
        claims.append(
            Claim(
                article_id=of.article_id,
                event_type="CONSULT",
                mode=None,
                factuality="asserted",
                trigger=Span(at, at + len(word), word),
                evidence=Span(start, start + len(sentence), sentence),
                reader="marks",
                reader_version="1",
            )
        )
    with open_writer(path) as writer:
        reading = Reading(of, tuple(claims), "marks", "1")
        writer.record(page, readings=[reading], issues=[], reader="marks", reader_version="1", options={})


def test_an_answer_is_kept_until_something_is_written(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _add(path, "first")
    ledger, asked = Ledger(path), []

    def ask() -> int:
        asked.append(1)
        return view.counts().articles

    with ledger.view() as view:
        assert [ledger.kept(view, "articles", ask) for _ in range(3)] == [1, 1, 1]
        assert len(asked) == 1
        assert ledger.kept(view, "others", ask) == 1
        assert len(asked) == 2
        _add(path, "second")
        assert ledger.kept(view, "articles", ask) == 2
    ledger.close()


def test_few_answers_are_kept(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    _add(path, "first")
    ledger, asked = Ledger(path), []
    with ledger.view() as view:
        for n in (*range(200), 0):
            ledger.kept(view, n, lambda: asked.append(1))
    ledger.close()
    assert len(asked) == 201


def test_claims_asked_for_at_once_are_as_asked_for_singly(tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    for name in ("first", "second"):
        _add(path, name)
    with open_view(path) as view:
        ids = [row.claim.claim_id for row in view.claims(ClaimQuery())]
        assert len(ids) == 4
        found = view.claims_named([*ids, "clm-unknown"])
        assert found == {one: view.claim(one) for one in ids}


class Held:
    """Opens a ledger's view once it is let go."""

    def __init__(self) -> None:
        self.asked, self.go = threading.Event(), threading.Event()

    def __call__(self, path: Path, *, reader: str | None = None) -> View:
        self.asked.set()
        assert self.go.wait(60)
        return open_view(path, reader=reader)


def _seen(ledger: Ledger) -> tuple[View, int]:
    with ledger.view() as view:
        return view, ledger.kept(view, "n", lambda: view.counts().articles)


def test_while_another_file_is_opened_the_other_requests_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, other, held = tmp_path / "ledger.db", tmp_path / "other.db", Held()
    _add(path, "first")
    for name in ("first", "second"):
        _add(other, name)
    ledger = Ledger(path)
    seen: list[tuple[View, int]] = []
    ledger._lately = Answers(quick=-1.0)  # every answer is kept, however stale
    before, _ = _seen(ledger)
    assert ledger.lately(before, "n", lambda: "old") == ("old", None)
    old = before.mark()
    other.replace(path)
    monkeypatch.setattr(state, "open_view", held)
    opener = threading.Thread(target=lambda: seen.append(_seen(ledger)), daemon=True)
    opener.start()
    assert held.asked.wait(60)
    for _ in range(3):
        assert _seen(ledger)[0] is before
    was = before.mark()
    held.go.set()
    opener.join(60)
    ((after, number),) = seen
    assert _seen(ledger) == (after, 2)
    assert (number, after is before) == (2, False)
    assert len({old, was, after.mark()}) == 3  # what the old view said under the new file's name is nobody's answer any more
    assert ledger.lately(after, "n", lambda: "new") == ("new", None)
    assert ledger.lately(before, "n", lambda: "late") == ("late", None)  # a request that began before
    assert ledger.lately(after, "n", lambda: "newer") == ("new", None)
    ledger.close()


def test_a_first_opening_that_takes_long_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, held = tmp_path / "ledger.db", Held()
    _add(path, "first")
    monkeypatch.setattr(state, "open_view", held)
    monkeypatch.setattr(state, "_LONGEST_OPENING", 0.01)
    app = create_app(path)
    opener = threading.Thread(target=lambda: _seen(app.state.ledger), daemon=True)
    opener.start()
    assert held.asked.wait(60)
    with TestClient(app, base_url="http://127.0.0.1") as client:
        answer = client.get("/api/v1/stats")
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
        assert "still being opened" in answer.json()["detail"]
        held.go.set()
        opener.join(60)
        assert client.get("/api/v1/stats").status_code == 200
    app.state.ledger.close()
