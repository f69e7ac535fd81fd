"""Adding pages and reading them again: every page is accounted for, nothing is lost, nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from enligt.errors import InputError, UsageError
from enligt.ledger import ClaimQuery, ClaimRow, Entered, PageRow, View, Writer, open_view, open_writer
from enligt.model import Article, Issue, Page, Participant
from ledger_samples import READER, VERSION, article, claim, dump, met, reading, record, sent

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from enligt.ledger import Outcome


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


@pytest.fixture
def writer(path: Path) -> Iterator[Writer]:
    with open_writer(path) as opened:
        yield opened


@pytest.fixture
def view(writer: Writer, path: Path) -> Iterator[View]:
    assert writer
    with open_view(path) as opened:
        yield opened


def finished(writer: Writer, page: Page, *, version: str = VERSION, options: dict[str, str] | None = None) -> Outcome | None:
    return writer.finished(page, reader=READER, reader_version=version, options=options or {})


def test_what_was_recorded_is_found(writer: Writer, view: View) -> None:
    page, one = sent()
    assert record(writer, page, one) == "claims"
    assert list(view.claims()) == [ClaimRow(one.claims[0], one.article)]
    assert list(view.articles()) == [one.article]
    assert view.page_content(page.sha256) == page.content


def test_recording_twice_changes_nothing(writer: Writer) -> None:
    page, one = sent()
    issue = Issue(page.location, "article", "no-date", "no date", page.sha256, fatal=False)
    first = record(writer, page, one, issues=[issue])
    before = dump(writer)
    assert record(writer, page, one, issues=[issue]) == first
    assert finished(writer, page) == first
    assert dump(writer) == before


def test_what_a_page_added_is_counted_once(writer: Writer) -> None:
    page, one = sent()
    record(writer, page, one)
    assert writer.entered == Entered(articles=1, claims=1)
    record(writer, page, one)
    assert writer.entered == Entered()
    again = reading(one.article, *one.claims, version="2.0")
    record(writer, page, again)
    assert writer.entered == Entered(articles=0, claims=1)


def test_a_page_is_new_until_it_is_recorded(writer: Writer) -> None:
    page, one = sent()
    assert finished(writer, page) is None
    record(writer, page, one)
    assert finished(writer, page, version="2.0") is None
    assert finished(writer, page, options={"published": "2024-10-21"}) is None


def test_a_page_without_claims(writer: Writer, view: View) -> None:
    page, one = sent()
    assert record(writer, page, reading(one.article)) == "no-claims"
    assert list(view.articles()) == [one.article]
    assert list(view.claims()) == []


@pytest.mark.parametrize(
    ("code", "outcome"),
    [("binary", "unsupported"), ("unsupported-language", "unsupported"), ("empty", "failed"), ("too-large", "failed")],
)
def test_a_page_that_gave_only_an_issue(writer: Writer, view: View, code: str, outcome: str) -> None:
    page = Page("bad.bin", b"\x00\x01")
    issue = Issue(page.location, "article", code, "cannot be read", page.sha256)
    assert record(writer, page, issues=[issue]) == outcome
    assert list(view.issues()) == [issue]
    assert view.counts().outcomes == {outcome: 1}


def test_a_page_that_ended_in_nothing_is_accounted_for(writer: Writer, view: View) -> None:
    page = Page("odd.txt", b"odd")
    assert record(writer, page) == "failed"
    assert [(issue.location, issue.code) for issue in view.issues()] == [("odd.txt", "nothing-read")]


def test_a_copy_under_another_name_is_a_duplicate(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    copy = replace(page, location="copy.txt")
    assert finished(writer, copy) == "duplicate"
    assert finished(writer, copy) == "duplicate"
    assert finished(writer, page) == "claims"
    assert [(row.location, row.outcome) for row in view.pages()] == [("sent.txt", "claims"), ("copy.txt", "duplicate")]
    assert len(list(view.claims())) == 1


def test_a_copy_of_what_failed_failed_too_and_says_so(writer: Writer, view: View) -> None:
    page = Page("a.txt", b"")
    record(writer, page, issues=[Issue("a.txt", "source", "empty", "holds nothing", page.sha256)])
    assert finished(writer, replace(page, location="b.txt")) == "failed"
    assert finished(writer, replace(page, location="c.txt")) == "failed"
    assert [issue.location for issue in view.issues(code="empty")] == ["a.txt", "b.txt", "c.txt"]


def test_what_failed_may_be_tried_again(writer: Writer, view: View) -> None:
    page, one = sent()
    copy = replace(page, location="copy.txt")
    slow = Issue(page.location, "read", "too-slow", "took too long", page.sha256)
    assert record(writer, page, issues=[slow]) == "failed"
    assert finished(writer, copy) == "failed"
    before = dump(writer)
    assert record(writer, page, issues=[slow]) == "failed"
    assert dump(writer) == before
    assert record(writer, page, one) == "claims"
    assert list(view.issues(all_versions=True)) == []
    assert [(row.location, row.outcome) for row in view.pages()] == [("sent.txt", "claims"), ("copy.txt", "duplicate")]
    assert [row.claim for row in view.claims()] == list(one.claims)
    assert record(writer, page, issues=[slow]) == "claims"
    assert [row.claim for row in view.claims()] == list(one.claims)


def test_the_same_article_on_other_bytes_is_a_duplicate(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    other = Page("other.html", b"<p>" + page.content, "text/html")
    again = reading(replace(one.article, page=other.sha256, document="other.html"), *one.claims)
    assert record(writer, other, again) == "duplicate"
    assert [row.article for row in view.claims()] == [one.article]
    assert [row.articles for row in view.pages()] == [(one.article.article_id,)] * 2


def test_other_options_replace_what_is_shown_and_nothing_else(writer: Writer, view: View) -> None:
    page, undated = sent(published=None)
    _, dated = sent(published="2024-10-20")
    record(writer, page, undated)
    assert record(writer, page, dated, options={"published": "2024-10-20"}) == "claims"
    assert list(view.articles()) == [dated.article]
    assert [row.article for row in view.claims()] == [dated.article]
    assert {one.published for one in view.articles(all_versions=True)} == {None, "2024-10-20"}
    assert len(list(view.claims(ClaimQuery(all_versions=True)))) == 2

    assert finished(writer, page) == "claims"  # asked for without the option again
    assert list(view.articles()) == [undated.article]


def test_options_that_make_no_difference_make_no_duplicate(writer: Writer) -> None:
    page, one = sent()
    record(writer, page, one)
    assert record(writer, page, one, options={"published": "2020-01-01"}) == "claims"
    assert record(writer, replace(page, location="copy.txt"), one, options={"published": "2020-01-02"}) == "duplicate"


def test_one_text_at_two_places_with_two_dates_is_two_articles(writer: Writer, view: View) -> None:
    page, first = sent("a.txt", published="2018-09-30")
    _, second = sent("b.txt", published="2019-09-30")
    assert record(writer, page, first, options={"published": "2018-09-30"}) == "claims"
    assert record(writer, replace(page, location="b.txt"), second, options={"published": "2019-09-30"}) == "claims"
    assert list(view.articles()) == [first.article, second.article]


def test_several_stories_on_a_page_and_one_told_twice(writer: Writer, view: View) -> None:
    page = Page("two.txt", b"Sweden sent aid. Norway sent ships.")
    one, two = article(page, text="Sweden sent aid."), article(page, text="Norway sent ships.")
    made = [reading(one, claim(one, "sent")), reading(two, claim(two, "sent")), reading(one, claim(one, "sent"))]
    record(writer, page, *made)
    (row,) = view.pages()
    assert row.articles == (one.article_id, two.article_id)
    assert view.counts().claims == 2


def test_a_new_version_of_the_reader_is_shown_and_the_old_stays(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    old = one.claims[0]
    better = reading(one.article, replace(old, mode="military"), claim(one.article, "says", event_type="ACCUSE"), version="2.0")
    changes = writer.reread(better)
    assert [(a.mode, b.mode) for a, b in changes.changed] == [(None, "military")]
    assert [new.event_type for new in changes.added] == ["ACCUSE"]
    assert (changes.gone, changes.same) == ((), 0)
    assert [row.claim for row in view.claims()] == list(better.claims)
    assert view.versions(old.claim_id) == (old, better.claims[0])
    found = view.claim(old.claim_id)
    assert found is not None
    assert found.claim == better.claims[0]
    assert len(list(view.claims(ClaimQuery(all_versions=True)))) == 3

    fewer = writer.reread(reading(one.article, *better.claims[1:], version="3.0"))
    assert (fewer.gone, fewer.same) == (better.claims[:1], 1)
    gone = view.claim(old.claim_id)
    assert gone is not None
    assert gone.claim.reader_version == "2.0"


def test_confidence_alone_is_no_change(writer: Writer) -> None:
    page, one = sent()
    record(writer, page, one)
    surer = replace(
        one.claims[0],
        confidence=0.5,
        vector=b"\x01",
        slot_confidence={"actor": 0.4},
        actors=tuple(replace(a, confidence=0.1) for a in one.claims[0].actors),
    )
    assert writer.reread(reading(one.article, surer, version="1.1")).same == 1


def test_one_version_reads_an_article_once(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    other = replace(one.claims[0], mode="other")
    assert writer.reread(reading(one.article, other)).same == 1
    assert [row.claim for row in view.claims()] == list(one.claims)


def test_an_earlier_version_that_reads_again_is_shown_again(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    writer.reread(reading(one.article, replace(one.claims[0], mode="military"), version="2.0"))
    changes = writer.reread(one)
    assert [(a.mode, b.mode) for a, b in changes.changed] == [("military", None)]
    assert [row.claim for row in view.claims()] == list(one.claims)


def test_another_reader_stands_beside_the_first(writer: Writer, view: View, path: Path) -> None:
    page, one = sent()
    record(writer, page, one)
    other = reading(one.article, claim(one.article, "sent", event_type="MOBILIZE"), reader="second", version="9")
    record(writer, page, other)
    assert [row.claim.reader for row in view.claims()] == ["first"]
    assert [row.claim for row in view.claims(ClaimQuery(reader="second"))] == list(other.claims)
    assert {row.claim.reader for row in view.claims(ClaimQuery(all_versions=True))} == {"first", "second"}
    with open_view(path, reader="second") as theirs:
        assert [row.claim for row in theirs.claims()] == list(other.claims)
        assert theirs.counts().by_type == {"MOBILIZE": 1}


def test_only_articles_of_the_ledger_are_read_again(writer: Writer) -> None:
    _, one = sent()
    with pytest.raises(ValueError, match="not in"):
        writer.reread(one)


def test_readings_that_break_the_contract_are_refused_whole(writer: Writer, view: View) -> None:
    page, one = sent()
    twin = replace(one.claims[0], mode="military")
    other_page, other = met()
    for wrong in (
        replace(one, claims=(*one.claims, twin)),
        replace(one, claims=other.claims),
        replace(one, reader_version="0.9"),
        other,
    ):
        with pytest.raises(ValueError, match=r"claim|reading|page"):
            record(writer, page, one, wrong, reader=READER, reader_version=VERSION)
    assert view.counts().pages == 0
    assert record(writer, other_page, other) == "claims"


def test_a_lone_surrogate_is_refused_and_leaves_nothing(writer: Writer, view: View) -> None:
    page, one = sent()
    broken = replace(one, claims=(replace(one.claims[0], actors=(Participant("PRK", "\ud800"),)),))
    with pytest.raises(InputError, match=r"sent\.txt.*surrogate"):
        record(writer, page, broken)
    assert view.counts().pages == 0
    assert record(writer, page, one) == "claims"


def test_a_file_name_that_is_no_text_is_kept_readable(writer: Writer, view: View) -> None:
    page, one = sent("caf\udce9.txt")
    assert record(writer, page, one) == "claims"
    assert finished(writer, page) == "claims"
    writer.record_issue(Issue("\udcff", "source", "unreadable", "permission denied"))
    assert [row.location for row in view.pages()] == ["caf\\udce9.txt"]
    assert [issue.location for issue in view.issues(stage="source")] == ["\\udcff"]


def test_an_input_without_a_page_is_told_once(writer: Writer, view: View) -> None:
    issue = Issue("loop/", "source", "directory-loop", "leads back to itself")
    writer.record_issue(issue)
    writer.record_issue(issue)
    assert list(view.issues()) == [issue]
    assert view.counts().pages == 0


def test_issues_of_an_earlier_reading_are_not_shown(writer: Writer, view: View) -> None:
    page, one = sent(published=None)
    issue = Issue(page.location, "article", "no-date", "no date: give --published", page.sha256, fatal=False)
    record(writer, page, one, issues=[issue])
    assert list(view.issues()) == [issue]
    record(writer, page, sent()[1], options={"published": "2024-10-20"})
    assert list(view.issues()) == []
    assert list(view.issues(all_versions=True)) == [issue]


def test_counts(writer: Writer, view: View) -> None:
    for page, one in (sent(), met()):
        record(writer, page, one)
    finished(writer, replace(sent()[0], location="copy.txt"))
    record(writer, Page("x", b"x"), issues=[Issue("x", "source", "binary", "no text")])
    counts = view.counts()
    assert (counts.pages, counts.articles, counts.claims, counts.issues) == (4, 2, 2, 1)
    assert counts.outcomes == {"claims": 2, "duplicate": 1, "unsupported": 1}
    assert counts.by_type == {"AID": 1, "CONSULT": 1}
    assert counts.by_language == counts.articles_by_language == {"en": 1, "nb": 1}


def test_pages_tell_how_they_were_read(writer: Writer, view: View) -> None:
    page, one = met()
    page = replace(page, media_type="text/plain", fetched="2024-10-21T08:00:00Z")
    record(writer, page, one, options={"published": "2024-10"})
    expected = PageRow(
        page=page.sha256,
        location="met.txt",
        media_type="text/plain",
        fetched="2024-10-21T08:00:00Z",
        size=len(page.content),
        outcome="claims",
        options={"published": "2024-10"},
        reader=READER,
        reader_version=VERSION,
        articles=(one.article.article_id,),
    )
    assert list(view.pages()) == list(view.pages(outcome="claims")) == [expected]
    assert list(view.pages(outcome="failed")) == []
    assert view.find(page.sha256) == expected


def test_find_by_id_or_by_what_only_one_begins_with(writer: Writer, view: View) -> None:
    page, one = sent()
    record(writer, page, one)
    claim_id, article_id = one.claims[0].claim_id, one.article.article_id
    for sought in (article_id, article_id[:10], article_id[4:12], f" {article_id.upper()} "):
        assert isinstance(view.find(sought), Article)
    for sought in (claim_id, claim_id[:10], claim_id[4:12]):
        assert isinstance(view.find(sought), ClaimRow)
    assert isinstance(view.find(page.sha256[:8]), PageRow)
    for sought in ("art-000000", "", "%", "art-%", "nothing", "'; DROP TABLE claim; --"):
        assert view.find(sought) is None
    record(writer, *met())
    with pytest.raises(UsageError, match="several"):
        view.find("art-")


def test_what_is_not_there(view: View) -> None:
    assert (view.article("art-0"), view.claim("clm-0"), view.page_content("0")) == (None, None, None)
    assert [*view.claims(), *view.articles(), *view.pages(), *view.issues(), *view.forgotten()] == []
    assert view.versions("clm-0") == ()
