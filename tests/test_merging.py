"""Ledgers joined: content as of one run over all pages, whoever forgot or judged what, however often and however broken off."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, select

from archive_samples import write_archive
from command_line import Run, reader, run
from enligt import open as open_ledger
from enligt.errors import LedgerError, LedgerMissing, LedgerTooNew, UsageError
from enligt.ledger import ClaimQuery, merge, open_view, open_writer, schema
from enligt.ledger.merging import JOINED, JOINED_APART, OWN
from enligt.model import Article, Issue, Page
from enligt.run import recording
from enligt.run.places import Places
from enligt.sources import placed
from ledger_samples import dump
from ledgers import content, differences
from test_ledger_safety import healthy
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures


def stories(page: Page) -> Iterator[Article | Issue]:
    """Stories are parted by ``##``; the part before ``@@`` is no part of any; nothing is a failure."""
    body = page.content.decode().split("@@")[-1]
    yield from (Article(page.location, page.sha256, story, "en", outlet=story[:3]) for story in body.split("##") if story)
    if "late" in body:
        yield Issue(page.location, "article", "no-date", "no date", page.sha256, fatal=False)


def page(name: str, text: str) -> Page:
    return Page(name, text.encode())


TEXT = "Sweden met Norway in Oslo. Russia attacked 12 soldiers."
PAGES: list[Page | Issue] = [
    page("a.txt", f"{TEXT} One."),
    page("b.txt", f"{TEXT} Two, late.##Nothing here."),
    page("c.txt", ""),
    page("d.txt", f"ad@@{TEXT} One."),  # the story of a.txt on another page
    page("copy-of-a.txt", f"{TEXT} One."),
    Issue("gone.txt", "source", "missing", "there is no such file"),
    page("e.txt", f"{TEXT} Three.##{TEXT} Four."),
    page("c.txt", ""),
    page("copy-of-c.txt", ""),
    page("f.txt", f"ad@@{TEXT} Four.##{TEXT} Five, late."),
    page("copy-of-b.txt", f"{TEXT} Two, late.##Nothing here."),
]


def fill(ledger: Path, pages: Iterable[Page | Issue], words: WordReader | None = None) -> Path:
    with open_writer(ledger) as writer:
        list(recording.add(pages, writer=writer, reader=words or WordReader(), articles=stories))
    return ledger


@pytest.mark.parametrize("cut", [0, 1, 3, 4, 6, 8, 10])
def test_merged_is_as_read_in_one_run(tmp_path: Path, cut: int) -> None:
    whole = fill(tmp_path / "whole.db", PAGES)
    ours, theirs = fill(tmp_path / "ours.db", PAGES[:cut]), fill(tmp_path / "theirs.db", PAGES[max(0, cut - 2) :])
    other_before = content(theirs)
    (merged,) = merge(ours, [theirs])
    assert differences(ours, whole, but=OWN) == []
    assert content(theirs) == other_before
    assert healthy(ours)
    with open_view(ours) as view, open_view(whole) as expected:
        for words in ('"met norway"', "soldiers"):
            asked = ClaimQuery(text=words)
            assert sorted(r.claim.claim_id for r in view.claims(asked)) == sorted(
                r.claim.claim_id for r in expected.claims(asked)
            )
            found, wanted = list(view.articles(text=words)), list(expected.articles(text=words))
            assert sorted(a.article_id for a in found) == sorted(a.article_id for a in wanted)
    with open_writer(ours) as writer:
        before = dump(writer)
        (again,) = merge(ours, [theirs])
        assert dump(writer) == before
    assert (again.pages, again.articles, again.claims) == (0, 0, 0)
    assert cut == 10 or merged.articles


def test_several_are_joined_into_a_new_one(tmp_path: Path) -> None:
    parts = [fill(tmp_path / f"{n}.db", PAGES[n : n + 4]) for n in (0, 4, 8)]
    assert len(list(merge(tmp_path / "all.db", parts))) == 3
    assert differences(tmp_path / "all.db", fill(tmp_path / "whole.db", PAGES), but=OWN) == []


def test_a_page_that_failed_in_one_is_as_read_in_the_other(tmp_path: Path) -> None:
    def trip(_article: Article) -> None:
        raise ZeroDivisionError

    good = fill(tmp_path / "good.db", PAGES[:5])
    for name, first, second in (("ours", trip, None), ("theirs", None, trip)):
        ours, theirs = (
            fill(tmp_path / f"{name}-{n}.db", PAGES[:5], WordReader(before=before) if before else WordReader())
            for n, before in enumerate((first, second))
        )
        list(merge(ours, [theirs]))
        assert differences(ours, good, but=OWN) == []


def test_versions_of_a_reader_stand_side_by_side_and_the_later_is_shown(tmp_path: Path) -> None:
    other = WordReader(version="2", change=lambda one: replace(one, factuality="denied"))
    ours, theirs = fill(tmp_path / "ours.db", PAGES[:1]), fill(tmp_path / "theirs.db", PAGES[:2], other)
    with closing(sqlite3.connect(theirs)) as connection:
        connection.execute("UPDATE reading SET added_at = '2999-01-01T00:00:00+00:00'")
        connection.commit()
    list(merge(ours, [theirs]))
    with open_view(ours) as view:
        assert {row.claim.factuality for row in view.claims()} == {"denied"}
        assert len(list(view.claims(ClaimQuery(all_versions=True)))) == 2 + 4
    list(merge(theirs, [ours]))
    with open_view(theirs) as view:
        assert {row.claim.reader_version for row in view.claims()} == {"2"}


def forget(ledger: Path, ending: str) -> str:
    with open_view(ledger) as view:
        (found,) = (one.article_id for one in view.articles() if one.text.endswith(ending))
    with open_writer(ledger) as writer:
        assert writer.forget(article=found, reason="withdrawn") == 1
    return found


@pytest.mark.parametrize("ending", ["One.", "Three.", "Nothing here."])
@pytest.mark.parametrize("who", ["ours", "theirs"])
def test_what_one_forgot_the_merged_one_forgot(tmp_path: Path, who: str, ending: str) -> None:
    ledgers = {name: fill(tmp_path / f"{name}.db", PAGES) for name in ("ours", "theirs")}
    gone = forget(ledgers[who], ending)
    expected = tmp_path / "expected.db"
    shutil.copy(ledgers[who], expected)
    fill(expected, PAGES)  # handed in again, it is not let in
    (merged,) = merge(ledgers["ours"], [ledgers["theirs"]])
    assert (merged.erased, merged.refused) == ((0, 1) if who == "ours" else (1, 0))
    with open_view(ledgers["ours"]) as view, open_view(expected) as wanted:
        assert view.article(gone) is None
        assert sorted(a.article_id for a in view.articles()) == sorted(a.article_id for a in wanted.articles())
        assert sorted((p.location, p.outcome) for p in view.pages()) == sorted((p.location, p.outcome) for p in wanted.pages())
        assert sorted(f.target for f in view.forgotten()) == sorted(f.target for f in wanted.forgotten())
    assert all(ending.encode() not in file.read_bytes() for file in tmp_path.glob("ours.db*"))
    assert healthy(ledgers["ours"])
    before = content(ledgers["ours"])
    list(merge(ledgers["ours"], [ledgers["theirs"]]))
    assert content(ledgers["ours"]) == before
    fill(ledgers["ours"], PAGES)
    with open_view(ledgers["ours"]) as view:
        assert view.article(gone) is None


def judge(ledger: Path, *rows: dict[str, Any]) -> None:
    with open_writer(ledger) as writer, writer._engine.begin() as connection:
        connection.execute(insert(schema.judgement), list(rows))


def test_judgements_keep_their_authors_and_are_never_doubled(tmp_path: Path) -> None:
    ours, theirs = fill(tmp_path / "ours.db", PAGES[:2]), fill(tmp_path / "theirs.db", PAGES[:2])
    word: dict[str, Any] = {
        "target": "clm-1",
        "decision": "accept",
        "detail": {},
        "author": "Ada",
        "reason": None,
        "made_at": "2026-02-06",
    }
    judge(ours, word, {**word, "author": "Bo"})
    judge(theirs, word, {**word, "author": "Cecilie", "detail": {"type": "AID"}}, {**word, "made_at": "2026-02-07"})
    (merged,) = merge(ours, [theirs])
    assert merged.judgements == 2
    list(merge(ours, [theirs]))
    with open_writer(ours) as writer, writer._engine.connect() as connection:
        authors = connection.scalars(select(schema.judgement.c.author)).all()
    assert sorted(authors) == ["Ada", "Ada", "Bo", "Cecilie"]


def test_the_farther_place_of_an_archive_counts(tmp_path: Path) -> None:
    path = write_archive(tmp_path / "a.warc.gz", 40)

    def read(ledger: Path, stop: int) -> None:
        with open_writer(ledger) as writer:
            kept = Places(writer, reader="words", reader_version="1", options={})
            results = recording.add(
                placed([str(path)], begin=kept.begin), writer=writer, reader=WordReader(), places=kept,
                articles=lambda one: [Article(one.location, one.sha256, repr(one.content), "en")],
            )  # fmt: skip
            for n, _ in enumerate(results):
                if n == stop:
                    break

    def place(ledger: Path) -> Any:
        with open_writer(ledger) as writer:
            return writer.progress(str(path), options={}, reader="words", reader_version="1")

    read(tmp_path / "ours.db", 24)
    read(tmp_path / "theirs.db", 10_000)
    shutil.copy(tmp_path / "ours.db", tmp_path / "copy.db")
    list(merge(tmp_path / "ours.db", [tmp_path / "theirs.db"]))
    assert place(tmp_path / "ours.db") == place(tmp_path / "theirs.db")
    assert place(tmp_path / "ours.db").done
    list(merge(tmp_path / "theirs.db", [tmp_path / "copy.db"]))
    assert place(tmp_path / "theirs.db").done


def test_a_merge_that_is_broken_off_leaves_a_whole_ledger_and_goes_on(tmp_path: Path) -> None:
    ours, first, second = (fill(tmp_path / f"{n}.db", PAGES[n : n + 5]) for n in (0, 3, 6))
    whole = fill(tmp_path / "whole.db", PAGES)
    before = content(ours)
    left = 40

    class Killed(BaseException):
        """As a kill: nothing of ours may catch it."""

    def count(*_: Any) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise Killed

    from sqlalchemy import Engine  # noqa: PLC0415 - for this test's fault alone

    event.listen(Engine, "before_cursor_execute", count)
    try:
        with pytest.raises(Killed):
            list(merge(ours, [first, second]))
    finally:
        event.remove(Engine, "before_cursor_execute", count)
    assert content(ours) == before
    next(merge(ours, [first, second]))  # stopped between the two
    assert healthy(ours)
    list(merge(ours, [first, second]))
    assert differences(ours, whole, but=OWN) == []


def test_what_cannot_be_merged_is_told_with_the_remedy(tmp_path: Path) -> None:
    ours, theirs = fill(tmp_path / "ours.db", PAGES[:1]), fill(tmp_path / "theirs.db", PAGES[:1])
    with pytest.raises(UsageError, match="the ledger itself"):
        list(merge(ours, [ours]))
    with pytest.raises(LedgerMissing, match=r"nobody\.db: no ledger there"):
        list(merge(ours, [tmp_path / "nobody.db"]))
    for revision, error, words in (("0001", LedgerError, "bring it up to date first"), ("9999", LedgerTooNew, "upgrade enligt")):
        with closing(sqlite3.connect(theirs)) as connection:
            connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
            connection.commit()
        with pytest.raises(error, match=words):
            list(merge(ours, [theirs]))
    assert not (tmp_path / "new.db").exists()


def test_every_table_is_joined() -> None:
    listed = [one.table for one in JOINED]
    assert {*listed, *JOINED_APART, *OWN} == set(schema.METADATA.tables.values())
    for n, one in enumerate(JOINED):
        names = {column.name for column in one.table.c}
        assert {*one.same, *one.points, *one.articles} <= names
        numbers = {c.name: key.column.table.name for c in one.table.c for key in c.foreign_keys if key.column.name == "id"}
        assert dict(one.points) == numbers
        assert set(one.points.values()) <= {before.table.name for before in JOINED[:n]}


def test_the_command_line_merges(run: Run, tmp_path: Path) -> None:
    fill(tmp_path / "one.db", PAGES[:3])
    fill(tmp_path / "two.db", PAGES[3:])
    told = run("merge", "one.db", "two.db", "--ledger", "all.db")
    assert told.code == 0
    assert told.out.splitlines() == [
        "one.db: 3 pages, 3 articles, 4 claims, 0 judgements added to all.db",
        "two.db: 6 pages, 3 articles, 6 claims, 0 judgements added to all.db",  # c.txt was there
    ]
    assert run("merge", "one.db", "--ledger", "one.db").code == 2
    assert run("merge", "three.db", "--ledger", "one.db").code == 4


def test_merged_claims_are_in_the_events_of_one_run(run: Run, tmp_path: Path) -> None:
    def events_of(ledger: str) -> dict[str, str | None]:
        lines = run("claims", "--ledger", ledger, "--format", "jsonl").out.splitlines()
        return {one["claim_id"]: one["event_id"] for one in map(json.loads, lines)}

    for name, pages in (("one", PAGES[:3]), ("two", PAGES[3:]), ("whole", PAGES)):
        fill(tmp_path / f"{name}.db", pages)
    assert run("merge", "one.db", "two.db", "--ledger", "all.db").code == 0
    merged = events_of("all.db")
    assert None not in merged.values()
    run("events", "--ledger", "whole.db")
    assert merged == events_of("whole.db")


def test_the_library_merges(tmp_path: Path) -> None:
    parts = [fill(tmp_path / "one.db", PAGES[:3]), fill(tmp_path / "two.db", PAGES[3:])]
    with open_ledger(tmp_path / "all.db") as ledger:
        assert [one.articles for one in ledger.merge(*parts)] == [3, 3]
        assert ledger.counts().articles == 6
        assert [one.articles for one in ledger.merge(parts[0])] == [0]
