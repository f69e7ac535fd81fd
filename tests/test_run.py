"""The run: every page ends somewhere, every claim is held against its article, and one bad page stops nothing."""

from __future__ import annotations

import pickle
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from enligt.config import NOTHING_SAID, SaidOfPages, Settings
from enligt.errors import UsageError, WeightsError
from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.model import Article, Claim, Cue, Issue, Page, Participant, Quantity, Reading, Source, Span, Step, When
from enligt.run import recording, rereading, stages
from enligt.run.places import Passed
from enligt.run.querying import claim_query
from enligt.run.recording import Recorded, Tally
from enligt.run.verify import fault, verified
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

TEXT = "Sweden met Norway in Oslo. Russia attacked 12 soldiers."


def stories(page: Page) -> Iterator[Article | Issue]:
    """A way from page to articles for tests: stories are parted by ``##``; ``!`` raises, and nothing gives nothing."""
    text = page.content.decode()
    if text.startswith("!"):
        raise ZeroDivisionError("division\nby zero")
    for story in text.split("##"):
        if story:
            yield Article(page.location, page.sha256, story, "en")


def page(name: str, text: str) -> Page:
    return Page(name, text.encode())


def read(pages: Iterable[Page | Issue], reader: WordReader | None = None) -> list[stages.PageRead | Issue]:
    return list(stages.read_pages(pages, reader=reader or WordReader(), articles=stories))


def claims_of(one: stages.PageRead | Issue) -> list[str]:
    assert isinstance(one, stages.PageRead)
    return [claim.event_type for reading in one.readings for claim in reading.claims]


def test_pages_come_out_in_order_with_their_claims() -> None:
    pages = [page(f"{n}.txt", f"{TEXT} Nr {n}.") for n in range(40)]
    out = read(pages)
    assert [one.page.location for one in out if isinstance(one, stages.PageRead)] == [one.location for one in pages]
    assert all(claims_of(one) == ["CONSULT", "ASSAULT"] for one in out)


def test_several_stories_on_a_page_stay_together() -> None:
    (one, two) = read([page("a", "Sweden met Norway.##Nothing here.##Russia attacked China."), page("b", TEXT)])
    assert claims_of(one) == ["CONSULT", "ASSAULT"]
    assert isinstance(one, stages.PageRead)
    assert len(one.readings) == 3
    assert claims_of(two) == ["CONSULT", "ASSAULT"]


def test_an_issue_in_the_place_of_a_page_passes_through() -> None:
    missing = Issue("gone.txt", "source", "missing", "there is no such file")
    out = read([page("a", TEXT), missing, page("b", TEXT)])
    assert out[1] is missing
    assert [type(one).__name__ for one in out] == ["PageRead", "Issue", "PageRead"]


def test_a_page_that_makes_a_stage_raise_is_an_issue_and_the_run_goes_on() -> None:
    bad, good = read([page("bad", "!"), page("good", TEXT)])
    assert isinstance(bad, stages.PageRead)
    (issue,) = bad.issues
    assert (issue.code, issue.stage, issue.location, issue.fatal) == ("unexpected", "article", "bad", True)
    assert issue.message == "ZeroDivisionError: division by zero"
    assert issue.page == bad.page.sha256
    assert claims_of(good) == ["CONSULT", "ASSAULT"]


def test_a_page_without_articles_or_issues_gets_an_issue() -> None:
    (one,) = read([page("empty", "")])
    assert isinstance(one, stages.PageRead)
    assert [issue.code for issue in one.issues] == ["no-article"]


def test_a_reader_that_raises_on_one_article_costs_that_article_alone() -> None:
    def trip(article: Article) -> None:
        if article.document == "b":
            raise KeyError("boom")

    out = read([page(name, f"{TEXT} {name}.") for name in "abc"], WordReader(before=trip))
    assert [len(one.readings) for one in out if isinstance(one, stages.PageRead)] == [1, 0, 1]
    assert isinstance(out[1], stages.PageRead)
    (issue,) = out[1].issues
    assert (issue.stage, issue.code, issue.message) == ("read", "unexpected", "KeyError: 'boom'")


def test_a_reader_without_weights_ends_the_run() -> None:
    def refuse(_article: Article) -> None:
        raise WeightsError("the weights are missing: install the package again")

    with pytest.raises(WeightsError):
        read([page("a", TEXT)], WordReader(before=refuse))


class Silent(WordReader):
    """Leaves out every article that it finds no claim in, and answers for one nobody asked about."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        yield Reading(Article("other", "0" * 64, "Other.", "en"), (), self.name, self.version)
        yield from (one for one in super().read(articles) if isinstance(one, Issue) or one.claims)


def test_an_article_that_the_reader_passes_over_is_accounted_for() -> None:
    out = read([page("a", "Nothing."), page("b", TEXT), page("c", "Nothing either.")], Silent())
    assert all(isinstance(one, stages.PageRead) for one in out)
    assert [[issue.code for issue in one.issues] for one in out if isinstance(one, stages.PageRead)] == [
        ["unread"],
        [],
        ["unread"],
    ]


def test_input_that_breaks_off_keeps_what_was_read() -> None:
    def breaking() -> Iterator[Page | Issue]:
        yield page("a", TEXT)
        raise PermissionError(13, "Permission denied")

    first, last = read(breaking())
    assert claims_of(first) == ["CONSULT", "ASSAULT"]
    assert isinstance(last, Issue)
    assert "rest of the input was not read" in last.message


def test_batches_change_nothing() -> None:
    articles = [Article(str(n), "0" * 64, f"{TEXT} Nr {n}.", "en") for n in range(23)]
    alone = list(stages.read_articles(articles, reader=WordReader(), batch_articles=1))
    assert list(stages.read_articles(articles, reader=WordReader())) == alone
    assert list(stages.read_articles(articles, reader=WordReader(), batch_articles=7, batch_characters=100)) == alone


def test_stages_and_records_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(stages.read_pages)) is stages.read_pages  # noqa: S301 - our own bytes
    (one,) = read([page("a", TEXT)])
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


# --- verifying

ARTICLE = Article("a", "0" * 64, TEXT, "en")


def claim(**changes: Any) -> Claim:
    (reading,) = WordReader().read([ARTICLE])
    assert isinstance(reading, Reading)
    return replace(reading.claims[0], **changes)


def test_a_true_claim_has_no_fault() -> None:
    assert fault(claim(), ARTICLE, reader="words", reader_version="1") is None


FALSE = Span(0, 5, "Norge")
FAR = Span(500, 505, "Sweden")


@pytest.mark.parametrize(
    "changes",
    [
        {"evidence": FALSE},
        {"evidence": FAR},
        {"evidence": Span(-3, 26, TEXT[-3:26])},
        {"trigger": Span(7, 7, "")},
        {"trigger": Span(34, 42, "attacked")},  # outside the evidence
        {"actors": (Participant("SWE", span=FALSE),)},
        {"recipients": (Participant("SWE", span=FAR),)},
        {"sources": (Source("X", "agency", 1, FALSE),)},
        {"when": When(None, None, None, "x", FALSE, "")},
        {"quantities": (Quantity(1, "=", None, "x", FALSE),)},
        {"cues": (Cue("denied", FALSE),)},
        {"steps": (Step("actor", "SWE", "table", FALSE),)},
    ],
)
def test_a_false_span_is_found(changes: dict[str, Any]) -> None:
    wrong = fault(claim(**changes), ARTICLE, reader="words", reader_version="1")
    assert wrong is not None
    assert wrong[0] == "false-span"


HERE = Span(0, 6, "Sweden")


@pytest.mark.parametrize(
    "changes",
    [
        {"article_id": "art-1"},
        {"event_type": ""},
        {"factuality": "maybe"},
        {"reader": "other"},
        {"reader_version": "2"},
        {"actors": (Participant(""),)},
        {"actors": (Participant("SWE", confidence=1.5),)},
        {"confidence": float("nan")},
        {"slot_confidence": {"actor": -0.1}},
        {"sources": (Source("X", "newspaper", 1),)},  # type: ignore[arg-type]  # what another reader may give
        {"sources": (Source("X", "agency", 0),)},
        {"quantities": (Quantity(float("inf"), "=", None, "x", HERE),)},
        {"quantities": (Quantity(1, "!", None, "x", HERE),)},  # type: ignore[arg-type]  # as above
        {"cues": (Cue("maybe", HERE),)},  # type: ignore[arg-type]  # as above
        {"when": When("2026-02-30", "2026-03-01", "day", "x", HERE, "")},
        {"when": When("2026-03-02", "2026-03-01", "day", "x", HERE, "")},
        {"when": When("2026-03-02", None, "day", "x", HERE, "")},
        {"when": When("2026-03-02", "2026-03-02", "hour", "x", HERE, "")},  # type: ignore[arg-type]  # as above
    ],
)
def test_a_value_that_cannot_be_is_found(changes: dict[str, Any]) -> None:
    wrong = fault(claim(**changes), ARTICLE, reader="words", reader_version="1")
    assert wrong is not None
    assert wrong[0] == "false-field"


def test_false_and_repeated_claims_are_dropped_and_told_the_rest_is_kept() -> None:
    good, false = claim(), claim(event_type="AID", evidence=FALSE)
    kept, issues = verified(Reading(ARTICLE, (false, good, good), "words", "1"))
    assert kept.claims == (good,)
    assert [(issue.code, issue.fatal) for issue in issues] == [("false-span", False), ("told-twice", False)]
    assert "'Norge'" in issues[0].message


def test_no_reader_gets_a_false_span_past_the_run() -> None:
    liar = WordReader(change=lambda one: replace(one, actors=(Participant("SWE", span=Span(0, 3, "Nor")),)))
    (one,) = read([page("a", TEXT)], liar)
    assert claims_of(one) == []
    assert isinstance(one, stages.PageRead)
    assert [issue.code for issue in one.issues] == ["false-span", "false-span"]


# --- recording

PAGES = [page("a.txt", TEXT), page("b.txt", "Nothing here."), page("c.txt", "!"), page("d.txt", f"{TEXT} Later.")]


def add(ledger: Path, pages: Iterable[Page | Issue], reader: WordReader | None = None) -> list[Recorded | Issue]:
    with open_writer(ledger) as writer:
        results = recording.add(pages, writer=writer, reader=reader or WordReader(), articles=stories)
        return [one for one in results if not isinstance(one, Passed)]


def outcomes(results: Iterable[Recorded | Issue]) -> dict[str, str]:
    return {one.location: one.outcome for one in results if isinstance(one, Recorded)}


def content(ledger: Path) -> tuple[Any, ...]:
    with open_view(ledger) as view:
        return (
            sorted(row.claim.claim_id for row in view.claims()),
            sorted(one.article_id for one in view.articles()),
            sorted((one.location, one.outcome) for one in view.pages()),
            sorted(view.issues(), key=str),
        )


def test_every_page_is_accounted_for(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    missing = Issue("gone.txt", "source", "missing", "there is no such file")
    results = add(ledger, [*PAGES, missing])
    assert outcomes(results) == {"a.txt": "claims", "b.txt": "no-claims", "c.txt": "failed", "d.txt": "claims"}
    with open_view(ledger) as view:
        assert {one.location: one.outcome for one in view.pages()} == outcomes(results)
        assert {one.location for one in view.issues()} == {"c.txt", "gone.txt"}
        assert len(list(view.claims())) == 4
    tally = Tally()
    for one in results:
        tally.count(one)
    assert (tally.pages, tally.claims, tally.articles, tally.failed, tally.done, tally.lost) == (4, 4, 3, 2, 3, 1)


def test_adding_twice_changes_nothing_and_reads_nothing_again(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    add(ledger, PAGES)
    before = content(ledger)
    again = WordReader()
    results = add(ledger, PAGES, again)
    assert content(ledger) == before
    assert again.read_articles == []
    assert outcomes(results) == {"a.txt": "claims", "b.txt": "no-claims", "c.txt": "failed", "d.txt": "claims"}
    assert {one.location for one in results if isinstance(one, Recorded) and one.fresh} == {"c.txt"}


def test_a_page_that_failed_is_tried_again(tmp_path: Path) -> None:
    def trip(_article: Article) -> None:
        raise ZeroDivisionError

    ledger = tmp_path / "l.db"
    assert outcomes(add(ledger, PAGES[:1], WordReader(before=trip))) == {"a.txt": "failed"}
    assert outcomes(add(ledger, PAGES[:1])) == {"a.txt": "claims"}
    add(tmp_path / "clean.db", PAGES[:1])
    assert content(ledger) == content(tmp_path / "clean.db")


def test_the_same_bytes_under_two_names_are_read_once(tmp_path: Path) -> None:
    reader = WordReader()
    results = add(tmp_path / "l.db", [page("a.txt", TEXT), page("copy.txt", TEXT)], reader)
    assert outcomes(results) == {"a.txt": "claims", "copy.txt": "duplicate"}
    assert reader.read_articles == ["a.txt"]


def test_a_run_that_is_cut_off_leaves_whole_pages_and_ends_later_as_if_unbroken(tmp_path: Path) -> None:
    pages = [page(f"{n:02}.txt", f"{TEXT} Nr {n}.") for n in range(40)]

    def interrupt(article: Article) -> None:
        if article.document == "20.txt":
            raise KeyboardInterrupt

    cut, whole = tmp_path / "cut.db", tmp_path / "whole.db"
    with pytest.raises(KeyboardInterrupt):
        add(cut, pages, WordReader(before=interrupt))
    with open_view(cut) as view:
        done = list(view.pages())
        assert 0 < len(done) <= 20
        assert all(one.outcome == "claims" for one in done)
        assert len(list(view.claims())) == 2 * len(done)
    add(cut, pages)
    add(whole, pages)
    assert content(cut) == content(whole)


def test_what_is_said_about_pages_makes_another_reading(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    friday = SaidOfPages.of(published="2026-02-06")
    with open_writer(ledger) as writer:
        for said in (NOTHING_SAID, friday, friday):
            results = list(recording.add(PAGES[:1], writer=writer, reader=WordReader(), said=said, articles=stories))
    assert [one.fresh for one in results if isinstance(one, Recorded)] == [False]


def test_a_text_that_the_ledger_cannot_keep_is_an_issue(tmp_path: Path) -> None:
    def half_letters(given: Page) -> Iterator[Article]:
        yield Article(given.location, given.sha256, "Sweden met \ud800 Norway.", "en")

    with open_writer(tmp_path / "l.db") as writer:
        (one,) = recording.add([page("a", TEXT)], writer=writer, reader=WordReader(), articles=half_letters)
    assert isinstance(one, Recorded)
    assert one.outcome == "failed"
    assert one.issues[0].stage == "ledger"


def test_what_was_forgotten_stays_so_and_says_so(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    add(ledger, PAGES[:1])
    with open_view(ledger) as view:
        (article,) = view.articles()
    with open_writer(ledger) as writer:
        assert writer.forget(article=article.article_id, reason="withdrawn") == 1
    (one,) = add(ledger, PAGES[:1])
    assert isinstance(one, Recorded)
    assert (one.outcome, [issue.code for issue in one.issues]) == ("unsupported", ["forgotten"])


def test_reread_tells_what_changed(tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    add(ledger, PAGES)

    def new_view(one: Claim) -> Claim:
        return replace(one, factuality="denied") if one.event_type == "ASSAULT" else one

    with open_view(ledger) as view, open_writer(ledger) as writer:
        wanted = rereading.article_ids(view, ClaimQuery(event_type="ASSAULT"))
        assert len(wanted) == 2
        assert len(rereading.article_ids(view, ClaimQuery())) == 3
        results = list(
            recording.reread(rereading.articles(view, wanted), writer=writer, reader=WordReader(version="2", change=new_view))
        )
    assert [(len(one.changes.changed), one.changes.same) for one in results if isinstance(one, recording.Reread)] == [
        (1, 1),
        (1, 1),
    ]
    with open_view(ledger) as view:
        assert {row.claim.factuality for row in view.claims(ClaimQuery(event_type="ASSAULT"))} == {"denied"}


# --- what is asked


def test_filters_are_checked() -> None:
    query = claim_query(type="sanction", pair="PRK, USA", since="2026-02", language="no", factuality="DENIED", actor=None)
    assert (query.event_type, query.pair, query.since, query.language, query.factuality) == (
        "SANCTION", ("PRK", "USA"), "2026-02", "nb", "denied",
    )  # fmt: skip
    assert query.actor is None


@pytest.mark.parametrize(
    "filters",
    [
        {"typ": "AID"},
        {"type": "MEET"},
        {"pair": "PRK"},
        {"pair": "A,B,C"},
        {"since": "6/2-2026"},
        {"until": "2026-02-30"},
        {"language": "no tag"},
        {"factuality": "true"},
        {"limit": -1},
    ],
)
def test_a_filter_that_cannot_be_is_refused(filters: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        claim_query(**filters)


@pytest.mark.parametrize("date", ["2026", "2026-02", "2026-02-06", " 2026-02-06 "])
def test_dates_that_can_be(date: str) -> None:
    assert SaidOfPages.of(published=date).published == date.strip()


@pytest.mark.parametrize("date", ["", "26", "2026-13", "2026-02-30", "2026-2-6", "20260206", "yesterday", "٢٠٢٦"])
def test_dates_that_cannot(date: str) -> None:
    with pytest.raises(UsageError, match="is no date"):
        SaidOfPages.of(published=date)


def test_settings_take_the_nearest_word() -> None:
    assert Settings.of({}).ledger == "enligt.db"
    assert Settings.of({"ENLIGT_LEDGER": "env.db"}).ledger == "env.db"
    assert Settings.of({"ENLIGT_LEDGER": "env.db"}, ledger="mine.db").ledger == "mine.db"
