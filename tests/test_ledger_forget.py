"""Forgetting: what is erased is gone from the file, and stays out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from enligt.ledger import Changes, ClaimQuery, View, Writer, open_view, open_writer
from enligt.model import Issue, Link, Page
from ledger_samples import READER, VERSION, article, claim, dump, met, reading, record, sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STORY = "North Korea sent Xyzzyplugh to Russia, Seoul says."


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[tuple[Writer, View]]:
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        yield writer, view


def on_disk(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir()).lower()


def test_nothing_of_it_is_left_in_the_file(tmp_path: Path) -> None:
    page, one = sent(text=STORY, headline="Xyzzyplugh", url="https://x.example/xyzzyplugh", byline="Xyzzyplugh")
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, *met())
        record(writer, page, one, issues=[Issue(page.location, "article", "odd", "Xyzzyplugh?", page.sha256, fatal=False)])
        writer.reread(reading(one.article, replace(one.claims[0], vector=b"xyzzyplugh"), version="2.0"))
        assert b"xyzzyplugh" in on_disk(tmp_path)
        assert writer.forget(article=one.article.article_id, reason="a court said so") == 1
        assert b"xyzzyplugh" not in on_disk(tmp_path)
        left = repr(dump(writer))
    assert "xyzzyplugh" not in left.lower()
    for kept in (page.sha256, one.article.article_id, one.claims[0].claim_id, "a court said so"):
        assert kept in left


def test_its_links_go_with_it(tmp_path: Path) -> None:
    page, one = sent(text=STORY)
    linked = replace(one.article, links=(Link(0, 11, "https://x.example/xyzzyplugh"),))
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, page, replace(one, article=linked))
        assert len(dump(writer)["link"]) == 1
        writer.forget(article=linked.article_id, reason="asked to")
        assert dump(writer)["link"] == []
        assert b"x.example" not in on_disk(tmp_path)


def test_it_is_found_nowhere_and_the_rest_still_is(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    page, one = sent(text=STORY)
    record(writer, *met())
    record(writer, page, one)
    writer.forget(article=one.article.article_id, reason="asked to")
    assert list(view.claims(ClaimQuery(text="xyzzyplugh", all_versions=True))) == []
    assert list(view.articles(text="xyzzyplugh", all_versions=True)) == []
    assert view.find(one.article.article_id) is None
    assert view.find(one.claims[0].claim_id) is None
    assert view.page_content(page.sha256) is None
    assert [row.article.outlet for row in view.claims(ClaimQuery(text="putin meet"))] == ["Kysten"]
    (row,) = view.pages(outcome="unsupported")
    assert (row.page, row.articles) == (page.sha256, ())
    assert [(f.kind, f.target, f.reason) for f in view.forgotten()] == [
        ("article", one.article.article_id, "asked to"),
        ("claim", one.claims[0].claim_id, "asked to"),
        ("page", page.sha256, "asked to"),
    ]
    assert [f.kind for f in view.forgotten(page.sha256)] == ["page"]


def test_handed_in_again_it_stays_out_and_an_issue_says_why(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    page, one = sent(text=STORY)
    record(writer, page, one)
    writer.forget(article=one.article.article_id, reason="asked to")
    copy = replace(page, location="copy.txt")
    for version, options, handed in ((VERSION, {}, page), ("2.0", {"published": "2020"}, page), (VERSION, {}, copy)):
        assert writer.finished(handed, reader=READER, reader_version=version, options=options) == "unsupported"
    assert record(writer, page, sent(text=STORY, published="2020")[1], options={"published": "2020"}) == "unsupported"
    assert writer.reread(replace(one, reader_version="3", claims=())) == Changes()
    assert list(view.articles(all_versions=True)) == []
    issues = list(view.issues(code="forgotten"))
    assert [(issue.location, "asked to" in issue.message) for issue in issues] == [("sent.txt", True), ("copy.txt", True)]
    assert view.counts().outcomes == {"unsupported": 2}


def test_on_other_bytes_it_stays_out_too(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    page, one = sent(text=STORY)
    record(writer, page, one)
    writer.forget(article=one.article.article_id, reason="asked to")
    other = Page("other.html", b"<p>" + page.content)
    again = reading(replace(one.article, page=other.sha256), *one.claims)
    assert record(writer, other, again) == "unsupported"
    assert [issue.location for issue in view.issues(code="forgotten")] == ["sent.txt", "other.html"]


def test_the_same_words_of_another_outlet_are_that_outlets(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    page, one = sent(text=STORY)
    record(writer, page, one)
    writer.forget(article=one.article.article_id, reason="asked to")
    other = Page("other.html", b"<p>" + page.content)
    theirs = article(other, text=STORY, outlet="Kysten")
    assert record(writer, other, reading(theirs, claim(theirs, "sent"))) == "claims"
    assert list(view.articles()) == [theirs]


def test_its_neighbours_on_the_page_stay(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    page = Page("two.txt", b"Sweden sent aid. Norway sent ships.")
    one, two = article(page, text="Sweden sent aid."), article(page, text="Norway sent ships.")
    both = [reading(one, claim(one, "sent")), reading(two, claim(two, "sent"))]
    record(writer, page, *both)
    writer.forget(article=one.article_id, reason="asked to")
    assert list(view.articles()) == [two]
    assert view.page_content(page.sha256) is None
    assert writer.finished(page, reader=READER, reader_version=VERSION, options={}) == "claims"

    dated = [replace(r, article=replace(r.article, published="2020")) for r in both]
    dated = [reading(r.article, replace(r.claims[0], article_id=r.article.article_id)) for r in dated]
    assert record(writer, page, *dated, options={"published": "2020"}) == "claims"
    assert list(view.articles()) == [dated[1].article]
    assert [(issue.code, issue.fatal) for issue in view.issues()] == [("forgotten", False)]
    assert view.page_content(page.sha256) is None


def test_an_outlet(ledger: tuple[Writer, View]) -> None:
    writer, view = ledger
    for n in range(3):
        record(writer, *sent(f"{n}.txt", f"North Korea sent {n} tanks to Russia, Seoul says."))
    record(writer, *met())
    assert writer.forget(outlet="the harbour POST", reason="licence ended") == 3
    assert writer.forget(outlet="the harbour POST", reason="licence ended") == 0
    assert [one.outlet for one in view.articles()] == ["Kysten"]


def test_what_cannot_be_asked(ledger: tuple[Writer, View]) -> None:
    writer, _ = ledger
    assert writer.forget(article="art-none", reason="asked to") == 0
    assert writer.forget(outlet="%", reason="asked to") == 0
    for wrong in ({}, {"article": "a", "outlet": "b"}):
        with pytest.raises(ValueError, match="one of them"):
            writer.forget(**wrong, reason="asked to")
    with pytest.raises(ValueError, match="reason"):
        writer.forget(article="a", reason=" ")
