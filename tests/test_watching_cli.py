"""``enligt watch`` as a user meets it: its file, its lines, its signals and exit codes."""

from __future__ import annotations

import datetime as dt
import signal
import time
from typing import TYPE_CHECKING

import pytest

from command_line import Run, reader, run
from enligt.cli import watching as cli
from enligt.errors import InputError, UsageError
from enligt.ledger import open_writer
from enligt.model import Issue
from enligt.run.recording import Tally
from enligt.run.watchfile import WatchedFeed, duration_of, read_watch_file
from enligt.run.watching import Round
from feed_samples import TableFetcher, feed, plain_story

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

HOST = "https://skargardsbladet.example"
FILE = f'[[feed]]\naddress = "{HOST}/rss"\n'


@pytest.fixture
def fetcher(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> TableFetcher:
    made = TableFetcher({f"{HOST}/rss": feed("a", "b"), f"{HOST}/a": plain_story("a"), f"{HOST}/b": plain_story("b")})
    monkeypatch.setattr(cli, "open_fetcher", lambda _contact: made)
    (tmp_path / "watch.toml").write_text(FILE, encoding="utf-8")
    return made


# --- the file


def test_the_sample_is_a_file_that_can_be_watched(root: Path) -> None:
    plan = read_watch_file(root / "docs" / "watch.toml")
    assert [feed.name for feed in plan.feeds] == ["Skärgårdsbladet", "Fjordposten"]
    assert plan.feeds[1] == WatchedFeed(
        "https://fjordposten.example/news-sitemap.xml", "Fjordposten", dt.timedelta(hours=1), None, 20
    )
    assert plan.ledger == root / "docs" / "news.db"
    assert plan.contact == "desk@institute.example"
    assert plan.again == (dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7))


def test_what_holds_where_the_file_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text("\ufeff" + FILE, encoding="utf-8")
    plan = read_watch_file(tmp_path / "w.toml")
    assert plan.feeds == (WatchedFeed(f"{HOST}/rss", None, dt.timedelta(minutes=15), None, 50),)
    assert (plan.ledger, plan.contact) == (None, None)
    assert plan.again == (dt.timedelta(hours=1), dt.timedelta(hours=24), dt.timedelta(days=7))


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("[[feed", ["no TOML"]),
        ("", ["no [[feed]]", "address"]),
        ('[feed]\naddress = "https://a.example/"', ["two brackets"]),
        ("feed = [3]", ["feed 1", "no table"]),
        ("[[feed]]\n", ["feed 1", "no address"]),
        ('[[feed]]\nname = "Bladet"\n', ["feed 1 (Bladet)", "no address"]),
        ('[[feed]]\naddress = "ftp://a.example/"', ["feed 1", "address", "https://"]),
        ('[[feed]]\naddress = "https://a:b@a.example/"', ["feed 1", "password"]),
        (FILE + 'every = "15"', ["feed 1", "every = '15'", '"15m"']),
        (FILE + "every = 15", ["every = 15"]),
        (FILE + 'every = "0m"', ["every", "1m"]),
        (FILE + 'every = "400d"', ["366d"]),
        (FILE + "limit = 0", ["limit = 0", "1 or more"]),
        (FILE + "limit = true", ["limit = True"]),
        (FILE + 'language = "fi"', ["language", "'fi'", "sv, nb"]),
        (FILE + 'nmae = "x"', ["feed 1", "'nmae'", "do you mean name?"]),
        (FILE + "name = 3", ["name = 3", "quotation marks"]),
        ('contakt = "x"\n' + FILE, ["'contakt'", "do you mean contact?"]),
        ('again = "1h"\n' + FILE, ["again", "list"]),
        ('again = ["1h", "x"]\n' + FILE, ["again", "list"]),
        ('again = ["24h", "1h"]\n' + FILE, ["again", "longer than the one before"]),
        (FILE + FILE, ["feed 2", "feed 1 too"]),
        ("ledger = ''\n" + FILE, ["ledger", "not empty"]),
    ],
)
def test_a_mistake_is_told_with_file_entry_key_and_remedy(tmp_path: Path, written: str, parts: list[str]) -> None:
    path = tmp_path / "w.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        read_watch_file(path)
    for part in (str(path), *parts):
        assert part in str(refused.value)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(InputError, match=r"docs/watching\.md"):
            read_watch_file(path)
    (tmp_path / "large.toml").write_bytes(b"#" * 2_000_000)
    with pytest.raises(InputError, match="larger"):
        read_watch_file(tmp_path / "large.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\xff")
    with pytest.raises(UsageError, match="no TOML"):
        read_watch_file(tmp_path / "bytes.toml")


def test_lengths_of_time() -> None:
    assert duration_of("90m") == dt.timedelta(hours=1.5)
    assert duration_of(" 2 d ") == dt.timedelta(days=2)
    assert [duration_of(one) for one in ("", "1", "h", "-1h", "1h30m", "1w", "9999999d", 1, None)] == [None] * 9


# --- the verb


def test_once(run: Run, fetcher: TableFetcher) -> None:
    first = run("watch", "watch.toml", "--once")
    assert (first.code, first.err) == (0, "")
    assert "round 1: 1 feed polled, 2 new pages, 0 looked at again (0 changed), 4 claims; next at " in first.out
    assert len(first.out.splitlines()) == 1
    fetcher.asked.clear()
    second = run("watch", "watch.toml", "--once")
    assert second.code == 0
    assert "0 feeds polled, 0 new pages" in second.out
    assert fetcher.asked == []
    assert f"{HOST}/a" in run("articles", "--format", "jsonl").out


def test_exit_codes_and_lines_of_what_could_not_be_done(run: Run, fetcher: TableFetcher, tmp_path: Path) -> None:
    fetcher.answers[f"{HOST}/b"] = Issue(f"{HOST}/b", "source", "refused-by-robots", "its robots.txt says \x1b[31mno")
    partly = run("watch", "watch.toml", "--once")
    assert partly.code == 6
    assert f"not read: {HOST}/b: its robots.txt says" in partly.err
    assert "\x1b" not in partly.err
    other = '[[feed]]\naddress = "https://nowhere.example/rss"\n'
    (tmp_path / "watch.toml").write_text(other, encoding="utf-8")
    nothing = run("watch", "watch.toml", "--once")
    assert nothing.code == 3
    assert "1 feed polled (1 failed)" in nothing.out


def test_the_files_ledger_and_the_options(run: Run, fetcher: TableFetcher, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    open_writer(tmp_path / "sub" / "own.db").close()
    (tmp_path / "sub" / "watch.toml").write_text('ledger = "own.db"\n' + FILE, encoding="utf-8")
    fetcher.answers[f"{HOST}/rss"] = feed()
    assert run("watch", "sub/watch.toml", "--once").code == 0
    assert not (tmp_path / "enligt.db").exists()
    assert run("watch", "sub/watch.toml", "--once", "--ledger", "other.db").code == 0
    assert (tmp_path / "other.db").exists()


def test_what_cannot_be_watched_is_one_line(run: Run, fetcher: TableFetcher, tmp_path: Path) -> None:
    assert run("watch", "none.toml").code == 3
    (tmp_path / "watch.toml").write_text(FILE + "every = 3", encoding="utf-8")
    refused = run("watch", "watch.toml")
    assert refused.code == 2
    assert len(refused.err.splitlines()) == 1
    assert fetcher.asked == []
    assert not (tmp_path / "enligt.db").exists()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_the_service_between_two_pages(run: Run, fetcher: TableFetcher, number: signal.Signals, code: int) -> None:
    before = [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)]

    def stop(address: str) -> None:
        if address.endswith("/a"):
            signal.raise_signal(number)

    fetcher.after = stop
    result = run("watch", "watch.toml")
    assert result.code == code
    assert "1 new page" in result.out
    assert "stopped: what was done is kept" in result.err
    assert fetcher.asked == [f"{HOST}/rss", f"{HOST}/a"]
    assert [signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)] == before


def test_a_second_signal_ends_it_at_once(run: Run, fetcher: TableFetcher) -> None:
    def stop(address: str) -> None:
        if address.endswith("/a"):
            signal.raise_signal(signal.SIGTERM)
            signal.raise_signal(signal.SIGTERM)

    fetcher.after = stop
    result = run("watch", "watch.toml")
    assert (result.code, result.out) == (130, "")
    assert "interrupted" in result.err


def test_a_sleep_ends_with_a_signal(monkeypatch: pytest.MonkeyPatch) -> None:
    naps: list[float] = []
    with cli.stopping() as stop:

        def nap(seconds: float) -> None:
            naps.append(seconds)
            if len(naps) == 3:
                signal.raise_signal(signal.SIGTERM)

        monkeypatch.setattr(time, "sleep", nap)
        stop.sleep(3600)
    assert naps == [cli.NAP] * 3
    assert stop.code() == 0


def test_the_line_of_a_round() -> None:
    done = Round(3, polled=2, unchanged=1, failed=1, fetched=5, looked=4, changed=1, tally=Tally(claims=7, lost=2))
    done.next_due = dt.datetime(2026, 2, 6, 8, 15, tzinfo=dt.UTC)
    line = cli.line_of_round(done, moment=dt.datetime(2026, 2, 6, 8, 0, tzinfo=dt.UTC))
    assert line == (
        "2026-02-06 08:00:00Z round 3: 3 feeds polled (1 unchanged, 1 failed), 5 new pages, 4 looked at again (1 changed), "
        "7 claims, 2 not read; next at 2026-02-06 08:15:00Z"
    )
