"""The watch: what is polled when, what is looked at again, and how it ends and goes on; with a fetcher and a clock for tests."""

from __future__ import annotations

import datetime as dt
import shutil
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal

import pytest

from enligt.ledger import ClaimQuery, open_view, open_watches, open_writer
from enligt.model import Issue
from enligt.run import recording
from enligt.run.watchfile import WatchedFeed, WatchFile
from enligt.run.watching import GRACE, MOST_TRIES, Round, Watcher
from feed_samples import STORY, Clock, TableFetcher, feed, plain_story
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from enligt.config import SaidOfPages

HOST = "https://skargardsbladet.example"
RSS = f"{HOST}/rss"
OTHER = "https://fjordposten.example/rss"
MINUTE, HOUR, DAY = 60, 3600, 86400


class Desk:
    """A watch over a ledger, which can be taken up anew as after a restart."""

    def __init__(self, path: Path, *feeds: WatchedFeed) -> None:
        self.path = path
        self.clock = Clock()
        self.fetcher = TableFetcher()
        self.told: list[Any] = []
        self.stopped = False
        self.reader = WordReader()
        self.plan = WatchFile(feeds or (WatchedFeed(RSS),))

    def round(self, grace: dt.timedelta = dt.timedelta(0)) -> Round:
        done: Round = self.within(lambda watcher: watcher.round(grace=grace))
        return done

    def within(self, work: Callable[[Watcher], Any]) -> Any:
        with open_writer(self.path) as writer, open_watches(self.path) as watches:
            return work(
                Watcher(
                    self.plan,
                    watches=watches,
                    writer=writer,
                    reader=self.reader,
                    fetcher=self.fetcher,
                    tell=self.told.append,
                    now=self.clock,
                    is_stopped=lambda: self.stopped,
                )
            )

    def wait_for(self, kind: Literal["feed", "article"], address: str) -> Any:
        """How long it is until this one is due; None: it never is."""
        with open_watches(self.path) as watches:
            kept = watches.get(kind, address)
        if kept is None or kept.due_at is None:
            return None
        return dt.datetime.fromisoformat(kept.due_at) - self.clock()

    def asked(self) -> list[str]:
        asked, self.fetcher.asked[:] = list(self.fetcher.asked), []
        return [one.removeprefix(HOST) for one in asked]

    def articles(self) -> list[str]:
        with open_view(self.path) as view:
            return sorted(one.document.removeprefix(HOST) for one in view.articles(all_versions=True))

    def issues(self) -> list[str]:
        with open_view(self.path) as view:
            return sorted(one.code for one in view.issues(all_versions=True))


@pytest.fixture(scope="module")
def empty_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made once: migrations take their time."""
    path = tmp_path_factory.mktemp("made-once") / "l.db"
    open_writer(path).close()
    return path


@pytest.fixture
def desk(tmp_path: Path, empty_ledger: Path) -> Desk:
    made = Desk(tmp_path / "l.db")
    shutil.copy(empty_ledger, made.path)
    made.fetcher.answers = {RSS: feed("a", "b"), **{f"{HOST}/{name}": plain_story(name) for name in "abcdef"}}
    return made


def test_new_articles_are_fetched_once_and_kept_with_what_the_feed_says(desk: Desk) -> None:
    done = desk.round()
    assert (done.polled, done.fetched, done.looked, done.failed, done.stopped) == (1, 2, 0, 0, False)
    assert done.tally.claims == 4
    assert desk.asked() == ["/rss", "/a", "/b"]
    with open_view(desk.path) as view:
        articles = list(view.articles())
        assert [(one.published, one.outlet) for one in articles] == [("2026-02-06", "Bladet")] * 2
        assert {row.article.document for row in view.claims(ClaimQuery())} == {f"{HOST}/a", f"{HOST}/b"}


def test_a_feed_is_polled_when_it_is_due_and_only_what_is_new_is_fetched(desk: Desk) -> None:
    done = desk.round()
    assert done.next_due == desk.clock() + dt.timedelta(minutes=15)
    desk.asked()
    desk.clock.move(14 * MINUTE)
    assert desk.round().polled == 0
    assert desk.asked() == []
    desk.clock.move(MINUTE)
    assert desk.round().unchanged == 1  # the feed's ETag was sent back
    assert desk.asked() == ["/rss"]
    desk.clock.move(15 * MINUTE)
    desk.fetcher.answers[RSS] = feed("c", "a", "b")
    assert desk.round().fetched == 1
    assert desk.asked() == ["/rss", "/c"]


def test_once_forgives_a_cron_that_starts_a_little_early(desk: Desk) -> None:
    desk.round()
    desk.clock.move(15 * MINUTE - 59)
    assert desk.round().polled == 0
    assert desk.round(GRACE).polled == 1
    desk.clock.move(13 * MINUTE)
    assert desk.round(GRACE).polled == 0


def test_a_restart_goes_on_without_fetching_again(desk: Desk) -> None:
    desk.round()
    desk.asked()
    desk.round()
    assert desk.asked() == []


def test_a_page_that_is_in_the_ledger_is_not_fetched(desk: Desk, tmp_path: Path) -> None:
    desk.fetcher.answers["https://kystavisen.example/rss"] = feed("a", "c")
    desk.round()
    desk.asked()
    desk.plan = WatchFile((WatchedFeed("https://kystavisen.example/rss"),))
    desk.round()
    assert desk.asked() == ["https://kystavisen.example/rss", "/c"]
    assert tmp_path.exists()


def test_a_page_that_the_ledger_has_from_elsewhere_is_looked_at_again_too(desk: Desk) -> None:
    """Read by `enligt add`, or by a watch that was killed before it could note that it did."""
    desk.round()
    with open_watches(desk.path) as watches:
        engine = watches._engine
        with engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM watched")
    desk.asked()
    desk.round()
    assert desk.asked() == ["/rss"]
    assert desk.wait_for("article", f"{HOST}/a") == dt.timedelta(hours=1)
    desk.fetcher.answers[f"{HOST}/a"] = plain_story("e")
    desk.clock.move(HOUR)
    assert desk.round().changed == 1
    assert set(desk.asked()) >= {"/a", "/b"}


def test_known_articles_are_looked_at_again_after_an_hour_a_day_and_a_week(desk: Desk) -> None:
    desk.plan = replace(desk.plan, feeds=(WatchedFeed(RSS, every=dt.timedelta(days=300)),))
    desk.round()
    desk.asked()
    looks = []
    for wait in (HOUR - 1, 1, 23 * HOUR - 1, 1, 6 * DAY - 1, 1, 30 * DAY):
        desk.clock.move(wait)
        done = desk.round()
        looks.append((done.looked, done.changed, desk.asked()))
    nothing: tuple[int, int, list[str]] = (0, 0, [])
    both = (2, 0, ["/a", "/b"])
    assert looks == [nothing, both, nothing, both, nothing, both, nothing]


def test_looks_that_were_slept_through_are_not_made_up(desk: Desk) -> None:
    desk.plan = replace(desk.plan, feeds=(WatchedFeed(RSS, every=dt.timedelta(days=300)),))
    desk.round()
    desk.clock.move(2 * DAY)
    assert desk.round().looked == 2
    assert desk.round().looked == 0
    desk.clock.move(5 * DAY)
    assert desk.round().looked == 2
    desk.clock.move(300 * DAY)
    assert desk.round().looked == 0


def test_a_changed_page_gives_a_new_version(desk: Desk) -> None:
    desk.round()
    before = desk.articles()
    desk.clock.move(HOUR)
    desk.fetcher.answers[f"{HOST}/a"] = plain_story("a", text=STORY.replace("several years", "many years"))
    done = desk.round()
    assert (done.looked, done.changed) == (2, 1)
    assert desk.articles() == sorted([*before, "/a"])
    with open_view(desk.path) as view:
        assert {one.published for one in view.articles(all_versions=True)} == {"2026-02-06"}  # what the feed said holds for both


def test_an_article_that_is_gone_is_a_note(desk: Desk) -> None:
    desk.round()
    desk.clock.move(HOUR)
    del desk.fetcher.answers[f"{HOST}/a"]
    done = desk.round()
    assert (done.looked, done.changed, done.tally.failed) == (2, 0, 0)
    assert desk.issues() == ["not-found"]


def test_never_again(desk: Desk) -> None:
    desk.plan = replace(desk.plan, again=())
    desk.round()
    desk.clock.move(30 * DAY)
    assert desk.round().looked == 0


def test_a_failing_feed_is_left_alone_for_longer_each_time_and_stops_no_other(desk: Desk) -> None:
    desk.plan = WatchFile((WatchedFeed(OTHER), WatchedFeed(RSS)))
    desk.fetcher.answers[OTHER] = Issue(OTHER, "source", "unreachable", "nobody answers")
    done = desk.round()
    assert (done.polled, done.failed, done.fetched, done.tally.lost) == (1, 1, 2, 1)
    waits = []
    for _ in range(9):
        waits.append(desk.wait_for("feed", OTHER) / dt.timedelta(minutes=15))
        desk.clock.move(waits[-1] * 15 * MINUTE - 1)
        desk.asked()
        desk.round()
        assert OTHER not in desk.asked()
        desk.clock.move(1)
        desk.round()
        assert OTHER in desk.asked()
    assert waits == [2, 4, 8, 16, 32, 64, 96, 96, 96]
    desk.fetcher.answers[OTHER] = feed("x", host="https://fjordposten.example")
    desk.clock.move(DAY)
    desk.round()
    assert OTHER in desk.asked()
    desk.clock.move(15 * MINUTE)
    desk.round()
    assert OTHER in desk.asked()  # all is forgiven


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ("<html><body>a page</body></html>", "no-feed"),
        ("<rss", "damaged"),
        ("<urlset><url><lo", "damaged"),
        (RuntimeError("the fetcher fails"), "unexpected"),
    ],
)
def test_what_is_no_feed_or_breaks_fails_alone(desk: Desk, answer: str | Exception, code: str) -> None:
    desk.plan = WatchFile((WatchedFeed(OTHER), WatchedFeed(RSS)))
    desk.fetcher.answers[OTHER] = answer
    done = desk.round()
    assert (done.polled, done.failed, done.fetched) == (1, 1, 2)
    assert desk.issues() == [code]
    assert [one.code for one in desk.told if isinstance(one, Issue)] == [code]


def test_an_article_that_cannot_be_fetched_is_tried_again_and_then_given_up(desk: Desk) -> None:
    desk.plan = replace(desk.plan, feeds=(WatchedFeed(RSS, every=dt.timedelta(days=300)),))
    desk.fetcher.answers[f"{HOST}/a"] = Issue(f"{HOST}/a", "source", "unreachable", "nobody answers")
    desk.round()
    desk.asked()
    waits = []
    while (wait := desk.wait_for("article", f"{HOST}/a")) is not None:
        waits.append(wait / dt.timedelta(minutes=1))
        desk.clock.move(wait.total_seconds())
        desk.round()
        assert "/a" in desk.asked()
    assert waits == [10, 20, 40, 80]
    assert len(waits) + 1 == MOST_TRIES
    assert desk.articles() == ["/b"]


def test_an_article_that_is_fetched_at_the_second_try_has_its_looks_from_then(desk: Desk) -> None:
    desk.fetcher.answers[f"{HOST}/a"] = Issue(f"{HOST}/a", "source", "unreachable", "nobody answers")
    desk.round()
    desk.clock.move(10 * MINUTE)
    desk.fetcher.answers[f"{HOST}/a"] = plain_story("a")
    done = desk.round()
    assert (done.fetched, done.looked, done.changed) == (1, 0, 0)
    with open_view(desk.path) as view:
        assert {(one.published, one.outlet) for one in view.articles()} == {("2026-02-06", "Bladet")}
    desk.clock.move(50 * MINUTE)
    desk.asked()
    desk.round()
    assert desk.asked() == ["/rss", "/b"]
    desk.clock.move(10 * MINUTE)
    desk.round()
    assert desk.asked() == ["/a"]


def test_an_article_that_robots_may_not_read_is_asked_for_once(desk: Desk) -> None:
    desk.fetcher.answers[f"{HOST}/a"] = Issue(f"{HOST}/a", "source", "refused-by-robots", "its robots.txt says so")
    desk.round()
    desk.asked()
    desk.fetcher.answers[RSS] = feed("a", "b", "c")
    for _ in range(4):
        desk.clock.move(15 * MINUTE)
        desk.round()
    assert "/a" not in desk.asked()


def test_the_feeds_own_text_is_read_where_the_page_is_refused_and_not_looked_at_again(desk: Desk) -> None:
    desk.fetcher.answers[f"{HOST}/a"] = Issue(f"{HOST}/a", "source", "refused-by-robots", "its robots.txt says so")
    desk.fetcher.answers[RSS] = feed("a", text=f"<p>{STORY}</p>")
    done = desk.round()
    assert (done.fetched, done.tally.failed) == (1, 0)
    assert desk.articles() == ["/a"]
    assert desk.issues() == ["feed-text"]
    desk.clock.move(HOUR)
    desk.asked()
    desk.round()
    assert desk.asked() == ["/rss"]


def test_the_limit_leaves_the_rest_for_the_next_time(desk: Desk) -> None:
    desk.plan = WatchFile((WatchedFeed(RSS, limit=2),))
    desk.fetcher.answers[RSS] = feed(*"abcde")
    fetched = []
    for _ in range(4):
        fetched.append((desk.round().fetched, desk.asked()))
        desk.clock.move(15 * MINUTE)
    assert fetched == [(2, ["/rss", "/a", "/b"]), (2, ["/rss", "/c", "/d"]), (1, ["/rss", "/e"]), (0, ["/rss"])]


def test_texts_without_addresses_do_not_use_the_limit_up(desk: Desk) -> None:
    desk.plan = WatchFile((WatchedFeed(RSS, limit=1),))
    items = "".join(
        f"<item><title>About {name}</title><content:encoded><![CDATA[<p>{STORY} About {name}.</p>]]></content:encoded></item>"
        for name in "abc"
    )
    desk.fetcher.answers[RSS] = feed().replace("</channel>", f"{items}</channel>")
    for count in (1, 2, 3, 3):
        desk.round()
        assert len(desk.articles()) == count
        desk.clock.move(15 * MINUTE)
    assert set(desk.asked()) == {"/rss"}


def test_name_and_language_of_the_file_hold(desk: Desk) -> None:
    desk.plan = WatchFile((WatchedFeed(RSS, name="Skärgårdsbladet", language="da"),))
    desk.round()
    desk.clock.move(HOUR)
    desk.fetcher.answers[f"{HOST}/a"] = plain_story("a", text=STORY.replace("several years", "many years"))
    desk.round()
    with open_view(desk.path) as view:
        assert [(one.outlet, one.language) for one in view.articles(all_versions=True)] == [("Skärgårdsbladet", "da")] * 3


def test_the_limits_of_the_environment_hold(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[SaidOfPages] = []
    add = recording.add

    def noting(*pages: Any, said: SaidOfPages, **more: Any) -> Any:
        taken.append(said)
        return add(*pages, said=said, **more)

    monkeypatch.setattr(recording, "add", noting)
    monkeypatch.setenv("ENLIGT_PAGE_SECONDS", "7")
    desk.round()
    assert taken
    assert all(said.limits is not None and said.limits.page_seconds == 7 for said in taken)


def test_a_stop_in_the_middle_keeps_what_was_fetched_and_the_next_watch_fetches_the_rest(desk: Desk) -> None:
    desk.fetcher.answers[RSS] = feed(*"abcd")

    def stop_at_b(address: str) -> None:
        desk.stopped = desk.stopped or address.endswith("/b")

    desk.fetcher.after = stop_at_b
    done = desk.round()
    assert done.stopped
    assert desk.asked() == ["/rss", "/a", "/b"]
    assert desk.articles() == ["/a", "/b"]
    desk.stopped, desk.fetcher.after = False, None
    done = desk.round()  # at once: the poll was not done
    assert desk.asked() == ["/rss", "/c", "/d"]
    assert desk.articles() == ["/a", "/b", "/c", "/d"]
    assert done.fetched == 2


def test_a_kill_in_the_middle_loses_nothing(desk: Desk) -> None:
    class Killed(BaseException):
        pass

    def kill_at_b(address: str) -> None:
        if address.endswith("/b"):
            raise Killed

    desk.fetcher.after = kill_at_b
    with pytest.raises(Killed):
        desk.round()
    desk.fetcher.after = None
    desk.asked()
    desk.round()
    assert desk.asked() == ["/rss", "/a", "/b"]
    assert desk.articles() == ["/a", "/b"]


def test_a_feed_that_is_taken_out_of_the_file_is_left_alone(desk: Desk) -> None:
    desk.round()
    desk.asked()
    desk.fetcher.answers[OTHER] = feed()
    desk.plan = WatchFile((WatchedFeed(OTHER),))
    desk.clock.move(DAY)
    assert desk.round().looked == 0
    assert desk.asked() == [OTHER]


def test_a_sitemap_is_watched_for_what_is_new(desk: Desk) -> None:
    entries = "".join(
        f"<url><loc>{HOST}/{n}</loc><lastmod>{day}</lastmod></url>" for n, day in (("a", "2026-02-05"), ("b", "2025-12-01"))
    )
    desk.fetcher.answers[RSS] = f"<urlset>{entries}</urlset>"
    desk.round()
    assert desk.asked() == ["/rss", "/a"]


def test_rounds_follow_the_clock_until_the_stop(desk: Desk) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        desk.clock.move(seconds)
        desk.stopped = len(slept) == 40

    done = desk.within(lambda watcher: [(one.number, one.polled) for one in watcher.rounds(sleep=sleep)])
    assert done == [(1, 1), (2, 1), (3, 1)]  # at once, after 15 minutes, after 30
    assert set(slept) == {60.0}  # never longer, since the clock may be set


def test_the_clock_set_back_does_not_stop_the_watch(desk: Desk) -> None:
    desk.round()
    desk.clock.move(-DAY)
    assert desk.round().polled == 0
    desk.clock.move(DAY + 15 * MINUTE)
    assert desk.round().polled == 1
