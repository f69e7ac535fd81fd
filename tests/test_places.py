"""Going on with an archive or JSON Lines behind what an earlier run recorded: nothing lost, nothing twice, nothing read again."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from archive_samples import PACKED, crawled, story, write_archive, write_lines, zstd
from command_line import Run, reader, run
from enligt.cli import bars
from enligt.ledger import open_view, open_writer
from enligt.model import Article, Bookmark, Issue, Page
from enligt.run import recording
from enligt.run.places import OFTEN, Passed, Places
from enligt.run.recording import Recorded, Tally
from enligt.sources import archives, placed, records
from ledgers import content
from test_sources_archives import http, record
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

Many = "Callable[..., Iterator[Page | Issue | Bookmark]]"


def stories(page: Page) -> Iterator[Article | Issue]:
    """A quick way from page to article for tests; the day of month two pages share makes no story of two."""
    if b"\x00" in page.content:
        yield Issue(page.location, "source", "binary", "not text", page.sha256)
        return
    yield Article(page.location, page.sha256, page.content.decode(), "en")


def write(path: Path, count: int = 30) -> Path:
    return write_lines(path, count) if path.suffix == ".jsonl" else write_archive(path, count)


def reading_of(path: Path) -> Callable[..., Iterator[Page | Issue | Bookmark]]:
    if path.suffix == ".jsonl":
        return lambda start=None: records.placed(str(path), largest=1 << 20, start=start)
    return lambda start=None: archives.placed(str(path), largest=1 << 20, start=start)


def given(stream: Iterable[Page | Issue | Bookmark]) -> list[Page | Issue]:
    return [one for one in stream if not isinstance(one, Bookmark)]


NAMES = [*PACKED, "a.jsonl"]


@pytest.mark.parametrize("name", NAMES)
def test_from_every_place_on_what_follows_is_the_rest(tmp_path: Path, name: str) -> None:
    read = reading_of(write(tmp_path / name, 12))
    whole = list(read())
    places = [n for n, one in enumerate(whole) if isinstance(one, Bookmark)]
    assert len(places) >= 10
    assert [whole[n].offset for n in places] == sorted({whole[n].offset for n in places})  # type: ignore[union-attr]  # places
    for n in places:
        assert given(read(start=whole[n])) == given(whole[n:])


@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_records_that_share_a_compressed_member_are_never_begun_between(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    all_ = crawled(8)
    big = record(http(story(99) + bytes(range(256)) * 800), uri="http://paper.example/big")  # more than is unpacked at once
    members = [all_[:3], all_[3:4], [big, big], all_[4:9], *([one] for one in all_[9:12]), all_[12:14], all_[14:]]
    path = tmp_path / "a.warc.gz"
    path.write_bytes(b"".join(pack(b"".join(several)) for several in members))
    whole = list(archives.placed(str(path), largest=1 << 20))
    places = [n for n, one in enumerate(whole) if isinstance(one, Bookmark)]
    assert len(places) >= 3
    for n in places:
        assert given(archives.placed(str(path), largest=1 << 20, start=whole[n])) == given(whole[n:])  # type: ignore[arg-type]  # places
    path.write_bytes(pack(b"".join(all_)))  # one member: it can only be read from its start
    found = [one.offset for one in archives.placed(str(path), largest=1 << 20) if isinstance(one, Bookmark)]
    assert found in ([], [0])


@pytest.mark.parametrize("name", PACKED)
def test_places_around_a_broken_one_lose_and_tell_the_same(tmp_path: Path, name: str) -> None:
    parts = [PACKED[name]([one]) for one in crawled(10)]
    parts[8] = parts[8][: len(parts[8]) // 2]
    path = tmp_path / name
    path.write_bytes(b"".join(parts))
    read = reading_of(path)
    whole = list(read())
    assert "damaged" in [one.code for one in whole if isinstance(one, Issue)]
    for n, one in enumerate(whole):
        if isinstance(one, Bookmark):
            assert given(read(start=one)) == given(whole[n:])


class Cut(KeyboardInterrupt):
    """Ctrl-C."""


def add(ledger: Path, path: Path, *, stop_at: int | None = None, **other: Any) -> tuple[list[Any], int]:
    """Add a file; what came of it, and how many bytes of it were asked for."""
    begun: list[int] = []
    with open_writer(ledger) as writer:
        words = other.pop("reader", None) or WordReader()
        kept = Places(writer, reader=words.name, reader_version=words.version, options={}, **other)

        def begin(asked: str) -> Bookmark | None:
            start = kept.begin(asked)
            begun.append(start.offset if start is not None else 0)
            return start

        results: list[Any] = []
        for one in recording.add(
            placed([str(path)], begin=begin), writer=writer, reader=words, articles=stories if path.suffix != ".jsonl" else None,
            places=kept,
        ):  # fmt: skip
            results.append(one)
            if stop_at is not None and len(results) >= stop_at:
                break
    return results, begun[0]


def summed(results: Iterable[Any]) -> Tally:
    tally = Tally()
    for one in results:
        tally.count(one)
    return tally


@pytest.mark.parametrize("name", ["a.warc", "a.warc.gz", "a.jsonl"])
def test_a_run_that_was_cut_off_goes_on_behind_what_it_did(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, 60)
    whole, _ = add(tmp_path / "whole.db", path)
    begins = []
    for stop in (20, 25, 1):
        add(tmp_path / "cut.db", path, stop_at=stop)
        begins.append(add(tmp_path / "cut.db", path, stop_at=1)[1])
    assert 0 < begins[0] < begins[1] < path.stat().st_size
    rest, begun = add(tmp_path / "cut.db", path)
    assert begun >= begins[-1]
    assert isinstance(rest[0], Passed)
    assert sum(isinstance(one, Recorded) for one in rest) <= 60 - OFTEN
    assert content(tmp_path / "cut.db") == content(tmp_path / "whole.db")
    of_all, of_rest = summed(whole), summed(rest)
    assert (of_rest.outcomes, of_rest.lost, of_rest.failed) == (of_all.outcomes, of_all.lost, of_all.failed)
    assert of_rest.failed


def test_a_file_that_is_done_is_passed_over_and_its_counts_are_told(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc.gz")
    whole, _ = add(tmp_path / "l.db", path)
    before = content(tmp_path / "l.db")
    words = WordReader()
    again, begun = add(tmp_path / "l.db", path, reader=words)
    assert begun == path.stat().st_size
    assert [type(one) for one in again] == [Passed]
    assert words.read_articles == []
    assert (summed(again).outcomes, summed(again).known) == (summed(whole).outcomes, summed(whole).pages)
    anew, begun = add(tmp_path / "l.db", path, from_start=True)
    assert begun == 0
    assert len([one for one in anew if isinstance(one, Recorded)]) == summed(whole).pages
    assert content(tmp_path / "l.db") == before


def test_another_file_or_other_work_is_begun_at_its_start(tmp_path: Path) -> None:
    path = write(tmp_path / "a.warc")
    add(tmp_path / "l.db", path)
    assert add(tmp_path / "l.db", path, reader=WordReader(version="2"))[1] == 0
    assert add(tmp_path / "l.db", path, fields={"text": "body"})[1] == 0
    assert add(tmp_path / "l.db", path)[1] > 0
    path.write_bytes(path.read_bytes() + crawled(40)[-1])  # it grew
    grown, begun = add(tmp_path / "l.db", path)
    assert begun == 0
    assert [one.location for one in grown if isinstance(one, Recorded) and one.fresh and one.read] == ["http://mirror.example/39"]


def test_the_command_line_tells_of_the_whole_file(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", 24)
    first = run("add", path)
    again = run("add", path)
    assert (first.code, again.code) == (6, 6)  # lines that were no page count the second time too
    assert "all of it was read before (20 pages); --from-start reads it again" in again.err
    assert "20 pages (20 claims)" in again.out
    assert "20 pages there already; 4 inputs gave no page" in again.out
    assert "read before" not in run("add", path, "--from-start").err
    with open_view(tmp_path / "enligt.db") as view:
        assert len(list(view.issues())) == 4


def test_progress_goes_by_bytes_and_is_quiet_elsewhere(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", 24)
    (tmp_path / "b.txt").write_text("Sweden met Norway.", encoding="utf-8")
    seen: list[tuple[int, str]] = []

    class Bars:
        def add_task(self, _what: str, *, total: int) -> int:
            assert total == path.stat().st_size + 18
            return 0

        def update(self, _task: int, *, completed: int, description: str) -> None:
            seen.append((completed, description))

    bar = bars._OnTerminal(Bars(), "reading", bars.bytes_under([str(tmp_path)]))
    for one in bar.pages(placed([str(path), str(tmp_path / "b.txt")])):
        if isinstance(one, Page):
            bar.page(one.location, claims=3)
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == path.stat().st_size + 18
    assert "21 pages, 3 claims" in seen[-1][1]


def test_elsewhere_a_line_of_the_log_tells_now_and_then(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path / "a.jsonl", 12)
    for seconds, lines in ((3600.0, 0), (0.0, 10)):
        monkeypatch.setattr(bars, "LOG_SECONDS", seconds)
        caplog.clear()
        with caplog.at_level("INFO", logger="enligt"), bars.over([str(path)], "reading") as bar:
            for one in bar.pages(placed([str(path)])):
                if isinstance(one, Page):
                    bar.page(one.location, claims=7)
        assert len(caplog.messages) == lines
    assert "a.jsonl 10%, 2 pages, 7 claims, " in caplog.messages[1]
    assert capsys.readouterr() == ("", "")
