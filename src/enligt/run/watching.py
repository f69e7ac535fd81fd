"""Feeds polled on a schedule, their articles recorded, and known articles looked at again: ``enligt watch``.

What is due is done one thing after the other; how far it came is kept in the ledger after each, so that a watch that is stopped,
or killed, goes on where it was. A feed's own state is kept only when all of its articles are: a poll cut short is done again.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING, Final

from enligt.config import SaidOfPages
from enligt.errors import EnligtError
from enligt.ledger.watches import Watch
from enligt.model import Issue, Page, Told
from enligt.run import recording
from enligt.run.places import Passed
from enligt.run.stages import unexpected
from enligt.sources.answers import Fetched, Remembered
from enligt.sources.records import RECORD
from enligt.sources.subscriptions import Taken, is_subscription, listed, no_subscription, taken, text_page
from enligt.sources.told import told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from enligt.ledger.watches import Watches
    from enligt.ledger.writer import Writer
    from enligt.model import Language, Reader
    from enligt.run.recording import Recorded
    from enligt.run.watchfile import WatchedFeed, WatchFile
    from enligt.sources.answers import Fetches, Unchanged
    from enligt.sources.feeditems import Item

LONGEST_BACKOFF: Final = dt.timedelta(days=1)
"""How long a feed that fails is left alone at most; each failure doubles the time between two polls."""

FIRST_RETRY: Final = dt.timedelta(minutes=10)
MOST_TRIES: Final = 5
"""An article that cannot be fetched is tried again after ten minutes, twenty, forty …, so many times in all."""

FOR_GOOD: Final = frozenset({"not-found", "gone", "refused-by-robots", "refused", "inner-address", "bad-address", "too-large"})
"""Codes of Issues about an address that another try will not better."""

SITEMAP_DAYS: Final = 7
"""Days back for which a sitemap's addresses are taken: it lists a site's whole past."""

GRACE: Final = dt.timedelta(minutes=1)
"""How much too early a feed may be polled by ``--once``: cron starts to the minute, and a poll takes a while."""

LONGEST_SLEEP: Final = 60.0
"""Seconds after which the clock is looked at again, since it may have been set, or the machine asleep."""


@dataclass(slots=True)
class Round:
    """What one round did. ``polled`` feeds answered (``unchanged`` of them with nothing new), ``failed`` ones did not.

    ``fetched`` articles are new, ``looked`` ones were looked at again, ``changed`` of them were not as before.
    """

    number: int
    polled: int = 0
    unchanged: int = 0
    failed: int = 0
    fetched: int = 0
    looked: int = 0
    changed: int = 0
    tally: recording.Tally = field(default_factory=recording.Tally)
    stopped: bool = False
    next_due: dt.datetime | None = None


@dataclass(slots=True)
class _Pending:
    """Pages that are with the reader: what is to be kept of each, by its location, once it is recorded."""

    watches: dict[str, Watch] = field(default_factory=dict)
    seen: int = 0  # items of the feed
    left: bool = False  # whether the limit, or a stop, left some of them
    fatal: Issue | None = None  # the feed could not be read


class Watcher:
    """Watches the feeds of a file.

    Args:
        plan: the file.
        watches: what is kept of feeds and articles.
        writer: the open ledger.
        reader: from ``enligt.readers.load``.
        fetcher: who fetches, politely.
        tell: is given each page's end, and each Issue, as it comes.
        now: the clock, UTC.
        is_stopped: asked between two pages; once it is True, what was fetched is recorded and the round ends.
    """

    def __init__(  # noqa: PLR0913 - all that a watch is made of, each replaceable by a test
        self,
        plan: WatchFile,
        *,
        watches: Watches,
        writer: Writer,
        reader: Reader,
        fetcher: Fetches,
        tell: Callable[[Recorded | Issue], None] = lambda _one: None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._plan = plan
        self._watches = watches
        self._writer = writer
        self._reader = reader
        self._fetcher = fetcher
        self._tell = tell
        self._now = now
        self._is_stopped = is_stopped
        self._feeds = {feed.address: feed for feed in plan.feeds}
        self._rounds = 0

    def rounds(self, *, sleep: Callable[[float], None]) -> Iterator[Round]:
        """Round after round until it is stopped, each when something is due; ``sleep`` is given seconds."""
        while not self._is_stopped():
            done = self.round()
            yield done
            while not self._is_stopped() and done.next_due is not None:
                wait = (done.next_due - self._now()).total_seconds()
                if wait <= 0:
                    break
                sleep(min(wait, LONGEST_SLEEP))

    def round(self, *, grace: dt.timedelta = dt.timedelta(0)) -> Round:
        """Do what is due, feeds in the file's order, then articles.

        Args:
            grace: how much too early a feed may be polled; never more than a tenth of the time between two polls.

        Raises:
            LedgerError: the ledger cannot be written; what was done is kept.
            ReaderError: the reader cannot run at all.
        """
        self._rounds += 1
        done = Round(self._rounds)
        for feed in self._plan.feeds:
            if self._is_stopped():
                break
            due = self._due(feed)
            if due is None or due <= self._now() + min(grace, feed.every / 10):
                self._poll(feed, done)
        if not self._is_stopped():
            self._look_again(done)
        done.stopped = self._is_stopped()
        done.next_due = self._next_due()
        return done

    def _due(self, feed: WatchedFeed) -> dt.datetime | None:
        kept = self._watches.get("feed", feed.address)
        return None if kept is None else _moment(kept.due_at)

    def _next_due(self) -> dt.datetime:
        dues = [self._due(feed) or self._now() for feed in self._plan.feeds]
        article = _moment(self._watches.next_due(feeds=self._feeds))
        return min([*dues, *([article] if article is not None else [])])

    # --- feeds

    def _poll(self, feed: WatchedFeed, done: Round) -> None:
        start = self._now()
        kept = self._watches.get("feed", feed.address) or Watch(feed.address, "feed")
        answer = self._asked(feed.address, kept)
        if isinstance(answer, Issue):
            self._fail(feed, kept, answer, start, done)
            return
        if not isinstance(answer, Fetched):
            done.polled += 1
            done.unchanged += 1
            self._watches.put(replace(kept, polled_at=_told(start), due_at=_told(start + feed.every), failures=0))
            return
        if not is_subscription(answer.page):
            self._fail(feed, kept, no_subscription(answer.page), start, done)
            return
        pending = _Pending()
        done.fetched += self._record(self._new_pages(feed, answer.page, pending), feed.language, pending, done)
        if pending.fatal is not None and not pending.seen:
            self._fail(feed, kept, None, start, done)
            return
        done.polled += 1
        if self._is_stopped():
            return  # what was fetched is kept; the feed is polled again, and finds it known
        remembered = None if pending.left else answer.remembered  # what was left is to be found the next time
        self._watches.put(
            Watch(
                feed.address,
                "feed",
                first_at=kept.first_at or _told(start),
                polled_at=_told(start),
                due_at=_told(start + feed.every),
                etag=getattr(remembered, "etag", None),
                modified=getattr(remembered, "modified", None),
            )
        )

    def _fail(self, feed: WatchedFeed, kept: Watch, issue: Issue | None, start: dt.datetime, done: Round) -> None:
        """Tell why a poll failed (None: told already), and leave the feed alone for longer each time."""
        done.failed += 1
        failures = kept.failures + 1
        wait = max(feed.every, min(feed.every * 2 ** min(failures, 16), LONGEST_BACKOFF))
        self._watches.put(replace(kept, polled_at=_told(start), due_at=_told(start + wait), failures=failures))
        if issue is not None:
            self._note(issue, done)

    def _note(self, issue: Issue, done: Round) -> None:
        self._writer.record_issue(issue)
        done.tally.count(issue)
        self._tell(issue)

    def _new_pages(self, feed: WatchedFeed, page: Page, pending: _Pending) -> Iterator[Page | Issue]:
        """The pages of a feed's items that are not known, fetched one by one, up to the limit."""
        since = (self._now() - dt.timedelta(days=SITEMAP_DAYS)).date().isoformat()
        count = 0
        pending.left = True  # until the last of them is passed
        for item in listed(page, fetcher=self._fetcher, since=since):
            if self._is_stopped():
                return
            if isinstance(item, Issue):
                pending.fatal = item if item.fatal else pending.fatal
                yield item
                continue
            pending.seen += 1
            named = replace(item, outlet=feed.name) if feed.name is not None else item
            if self._is_known(named, feed):
                self._take_up(feed, named)
                continue
            if count == feed.limit:
                return
            count += 1
            yield from self._new_page(feed, named, pending)
        pending.left = False

    def _is_known(self, item: Item, feed: WatchedFeed) -> bool:
        if item.address is not None:
            return self._watches.known(item.address)
        page = text_page(item, by=feed.address)
        return page is not None and self._watches.known(page.location)

    def _take_up(self, feed: WatchedFeed, item: Item) -> None:
        """See to it that an article which the ledger has, and no watch knows of, is looked at again too.

        `enligt add` has read it, or a watch that was killed between recording it and keeping that it did.
        """
        if item.address is None or self._watches.get("article", item.address) is not None:
            return
        start = self._now()
        told = _fields(told_of(item, by=feed.address))
        first = Watch(item.address, feed=feed.address, first_at=_told(start), polled_at=_told(start), told=told)
        self._watches.put(self._scheduled(first, start))

    def _new_page(self, feed: WatchedFeed, item: Item, pending: _Pending) -> Iterator[Page | Issue]:
        start = self._now()
        result = taken(item, by=feed.address, fetcher=self._fetcher)
        if isinstance(result, Issue):
            if item.address is not None:
                told = _fields(told_of(item, by=feed.address))
                self._put_off(Watch(item.address, feed=feed.address, told=told), result, start)
            yield result
            return
        yield from result.issues
        if item.address is not None:
            pending.watches[result.page.location] = self._first(item.address, feed.address, result, start)
        yield result.page

    def _put_off(self, watch: Watch, issue: Issue, start: dt.datetime) -> None:
        """An article that could not be fetched: later again, or not at all."""
        failures = watch.failures + 1
        is_over = issue.code in FOR_GOOD or failures >= MOST_TRIES
        due = None if is_over else _told(start + FIRST_RETRY * 2 ** (failures - 1))
        self._watches.put(replace(watch, polled_at=_told(start), due_at=due, failures=failures))

    def _first(self, address: str, feed: str, result: Taken, start: dt.datetime) -> Watch:
        """What is kept of an article fetched for the first time. One that was read in the feed is not looked at again."""
        watch = Watch(
            address,
            feed=feed,
            first_at=_told(start),
            polled_at=_told(start),
            etag=getattr(result.remembered, "etag", None),
            modified=getattr(result.remembered, "modified", None),
            told=_fields(result.page.told),
        )
        return watch if result.page.media_type == RECORD else self._scheduled(watch, start)

    # --- known articles

    def _look_again(self, done: Round) -> None:
        due = self._watches.due(feeds=self._feeds, at=_told(self._now()))
        languages = dict.fromkeys(self._language(watch) for watch in due)
        for language in languages:
            if self._is_stopped():
                return
            group = [watch for watch in due if self._language(watch) == language]
            pending = _Pending()
            self._record(self._looked_at(group, pending, done), language, pending, done)

    def _language(self, watch: Watch) -> Language | None:
        feed = self._feeds.get(watch.feed or "")
        return None if feed is None else feed.language

    def _looked_at(self, group: Sequence[Watch], pending: _Pending, done: Round) -> Iterator[Page | Issue]:
        for watch in group:
            if self._is_stopped():
                return
            start = self._now()
            is_new = watch.first_at is None
            answer = self._asked(watch.address, watch)
            done.looked += not is_new
            if isinstance(answer, Issue):
                if is_new:
                    self._put_off(watch, answer, start)
                else:  # it was read before: that it is gone now, or cannot be reached, is a note
                    answer = replace(answer, fatal=False)
                    self._watches.put(self._scheduled(replace(watch, polled_at=_told(start), failures=watch.failures + 1), start))
                yield answer
                continue
            now = replace(watch, first_at=watch.first_at or _told(start), polled_at=_told(start), failures=0)
            if not isinstance(answer, Fetched):
                self._watches.put(self._scheduled(now, start))
                continue
            done.fetched += is_new
            page = replace(answer.page, told=Told(**watch.told) if watch.told else None)
            kept = replace(now, etag=answer.remembered.etag, modified=answer.remembered.modified)
            pending.watches[page.location] = self._scheduled(kept, start)
            yield page

    def _scheduled(self, watch: Watch, start: dt.datetime) -> Watch:
        """The same with its next look: the first that is still to come, so that looks slept through are not made up."""
        first = _moment(watch.first_at) or start
        for place, length in enumerate(self._plan.again):
            if place >= watch.looks and first + length > start:
                return replace(watch, looks=place, due_at=_told(first + length))
        return replace(watch, looks=len(self._plan.again), due_at=None)

    # --- both

    def _asked(self, address: str, kept: Watch) -> Fetched | Unchanged | Issue:
        """One address, with what was kept of its last answer; a fetcher that fails altogether fails for this address alone."""
        remembered = Remembered(kept.etag, kept.modified) if kept.etag or kept.modified else None
        try:
            return self._fetcher.fetch(address, remembered=remembered)
        except EnligtError:
            raise
        except Exception as error:  # noqa: BLE001 - one address must not stop the others
            return unexpected(error, location=address, stage="source")

    def _record(self, pages: Iterable[Page | Issue], language: Language | None, pending: _Pending, done: Round) -> int:
        """Record pages, and keep what is to be kept of each as soon as it is recorded. The number of pages that are new."""
        said = SaidOfPages.of(language=language)
        fresh = 0
        for one in recording.add(pages, writer=self._writer, reader=self._reader, said=said):
            done.tally.count(one)
            if isinstance(one, Passed):  # of archives, which no feed is
                continue
            self._tell(one)
            if isinstance(one, Issue):
                continue
            fresh += one.fresh
            watch = pending.watches.pop(one.location, None)
            if watch is not None:
                before = self._watches.get("article", watch.address)
                done.changed += one.fresh and before is not None and before.first_at is not None
                self._watches.put(watch if one.read else replace(watch, due_at=None))
        return fresh


def _fields(told: Told | None) -> dict[str, str]:
    return {} if told is None else {name: value for name, value in asdict(told).items() if value}


def _told(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%SZ}"


def _moment(told: str | None) -> dt.datetime | None:
    return None if told is None else dt.datetime.strptime(told, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=dt.UTC)
