"""A served ledger keeps answers until something is written; claims asked for at once are as asked for singly."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.model import Article, Claim, Page, Reading, Span
from enligt.web.state import Ledger

if TYPE_CHECKING:
    from pathlib import Path

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
