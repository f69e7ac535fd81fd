"""What a run fetches from the web, what the ledger remembers of it, and the articles that it cites."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

from enligt import sources
from enligt.config import NOTHING_SAID, Fetching, SaidOfPages
from enligt.errors import UsageError
from enligt.model import Article, Issue
from enligt.run import recording, stages
from enligt.run.workers import Crew
from enligt.sources.answers import Limits, Remembered
from enligt.sources.fetching import Fetcher
from enligt.sources.web import Recalled, Web, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path
    from types import TracebackType

    from enligt.ledger import View, Writer
    from enligt.model import Bookmark, Page, Reader
    from enligt.run.looking import Look
    from enligt.run.places import Passed, Places
    from enligt.run.stages import Splitter

    Stream = Iterator[Page | Issue | Bookmark]
    Watching = Callable[[Stream], Stream]

MOST_STEPS = 3
"""Steps that cited articles are followed at most: what is cited by what is cited by what is cited."""


@dataclass(frozen=True, slots=True)
class Following:
    """How far the articles that a text cites by link are fetched: ``steps`` deep, ``most`` addresses a run."""

    steps: int = 0
    most: int = 100

    def __post_init__(self) -> None:
        if not 0 <= self.steps <= MOST_STEPS or self.most < 0:
            raise UsageError(f"sources are followed 0 to {MOST_STEPS} steps deep, and 0 or more of them: not {self.steps}")


NOWHERE = Following()


def limits(settings: Fetching) -> Limits:
    """The fetcher's limits, those that the settings say in place of the usual ones."""
    usual = Limits()
    return replace(
        usual,
        largest=int(settings.largest * 1024 * 1024),
        seconds=settings.seconds,
        pause=settings.pause,
        longest_pause=max(settings.pause, usual.longest_pause),
    )


def while_one_waits(usual: Limits) -> Limits:
    """The limits where somebody waits for the page: one try, no long pauses, a quarter of a minute for an answer."""
    return replace(
        usual,
        seconds=min(usual.seconds, 15.0),
        silence=min(usual.silence, 10.0),
        redirects=5,
        tries=1,
        pause=min(usual.pause, 5.0),
        longest_pause=5.0,
        longest_wait=5.0,
    )


class Memory:
    """What the ledger at ``path`` remembers of addresses; it is opened when it is first asked.

    Args:
        path: the ledger's file.
        again: hours within which an address that was fetched is not asked for again.
    """

    def __init__(self, path: str | Path, *, again: float = 0.0) -> None:
        self._path, self._again = path, timedelta(hours=again)
        self._view: View | None = None

    def close(self) -> None:
        """Let the file go."""
        if self._view is not None:
            self._view.close()
            self._view = None

    def _opened(self) -> View:
        from enligt.ledger import open_view  # noqa: PLC0415 - heavy: only where a ledger is used

        if self._view is None:
            self._view = open_view(self._path)
        return self._view

    def recall(self, address: str) -> Recalled | None:
        """What is kept of an address that was fetched before; None where its page is not there any more."""
        view = self._opened()
        row = view.fetched(address)
        page = None if row is None else view.page(address, row.page)
        if row is None or page is None:
            return None
        age = datetime.now(UTC) - datetime.fromisoformat(row.asked_at)
        fresh = timedelta(0) <= age < self._again  # a clock that was put back makes nothing fresh
        return Recalled(page, Remembered(row.etag, row.modified), fresh=fresh)

    def cited(self, location: str) -> list[str] | None:
        """The addresses that the articles read at a location link to; None where no page was met there."""
        articles = self._opened().articles_at(location)
        return None if articles is None else [one for article in articles for one in cited(article)]


class Connected:
    """A run's way to the web, and the ledger's memory of it; a context manager. Nothing is opened before it is needed.

    With a ledger, it is entered inside of the writer's block: the ledger must be there when the first address is asked for, and
    whoever writes lets go of it last.

    Args:
        settings: whom to name as contact, how long to pause, what is allowed.
        ledger: the file of the ledger that remembers what was fetched; None where none does.
        again: hours within which an address that it fetched is not asked for again.
        attended: whether somebody waits for what is fetched (``while_one_waits``).

    Raises:
        UsageError: a setting that cannot be.
    """

    def __init__(
        self, settings: Fetching, *, ledger: str | Path | None = None, again: float = 0.0, attended: bool = False
    ) -> None:
        self.memory = None if ledger is None else Memory(ledger, again=again)
        bounds = while_one_waits(limits(settings)) if attended else limits(settings)
        self._fetcher = Fetcher(bounds, allow_addresses=settings.allow_addresses, contact=settings.contact)
        self.web = Web(self._fetcher) if self.memory is None else Web(self._fetcher, recall=self.memory.recall)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._fetcher.close()
        if self.memory is not None:
            self.memory.close()


def add(  # noqa: PLR0913 - as recording.add, and what is followed
    paths: Iterable[str],
    *,
    line: Connected,
    writer: Writer,
    reader: Reader | Crew,
    said: SaidOfPages = NOTHING_SAID,
    fields: Mapping[str, str] | None = None,
    follow: Following = NOWHERE,
    places: Places | None = None,
    watching: Watching | None = None,
    look: Look | None = None,
) -> Iterator[recording.Recorded | Issue | Passed]:
    """``recording.add`` over paths and addresses, and then over what their articles cite.

    An answer is remembered after its page is recorded: a run that is cut off between the two fetches it again. What is cited
    and in the ledger already is not fetched, but what it cites is followed all the same, so that a run that was cut off goes on.

    Args:
        paths: as ``sources.pages``.
        line: the web, with the memory of the ledger that is written to.
        writer: the open ledger.
        reader: from ``enligt.readers.load``.
        said: date and language that are said from outside; not of what is cited.
        fields: what JSON Lines call our fields.
        follow: how far what is cited is fetched.
        places: what keeps how far files of many pages are recorded, so that they are gone on with.
        watching: what is to see the pages pass.
        look: a first look, which puts aside what is not worth reading; None: everything is read.

    Yields:
        As ``recording.add``; an Issue, not fatal, ``follow-limit`` where more is cited than may be followed.

    Raises:
        LedgerError: the ledger could not be written; what came out before is in it.
        ReaderError: the reader cannot run at all.
    """
    met: dict[str, list[str]] = {}
    asked: set[str] = set()
    left = follow.most
    found: dict[str, None] = {}
    for step in range(follow.steps + 1):
        about = replace(said, published=None, language=None) if step else said
        begin = places.begin if places is not None else sources.from_the_start
        pages = sources.placed(paths, fields=fields or {}, web=line.web, limits=said.limits, begin=begin)
        pages = watching(pages) if watching is not None else pages
        # A crew's processes part pages themselves: what these cite is asked of the ledger.
        splitter = _noting(about, met) if step < follow.steps and not isinstance(reader, Crew) else None
        results = recording.add(pages, writer=writer, reader=reader, said=about, articles=splitter, places=places, look=look)
        for one in results:
            if isinstance(one, recording.Recorded):
                _remember(one.location, line.web, writer)
                if step < follow.steps:
                    found.update(dict.fromkeys(_cited(one.location, met, line.memory)))
            yield one
        if step == follow.steps:
            return
        new, known = _sorted_out(found, asked, line.memory)
        if len(new) > left:
            message = f"{len(new) - left} more addresses are cited and not fetched: --follow-limit N allows more a run"
            beyond = Issue(new[left], "source", "follow-limit", message, fatal=False)
            writer.record_issue(beyond)
            yield beyond
        paths, left = new[:left], max(0, left - len(new))
        found = dict.fromkeys(known)


def _noting(said: SaidOfPages, met: dict[str, list[str]]) -> Splitter:
    """The usual way from a page to its articles, which notes what they cite under the page's location."""

    def splitter(page: Page) -> Iterator[Article | Issue]:
        for one in stages.usual_splitter(said)(page):
            if isinstance(one, Article):
                met.setdefault(page.location, []).extend(cited(one))
            yield one

    return splitter


def _remember(location: str, web: Web, writer: Writer) -> None:
    """Enter the answer whose page was just recorded, where one was fetched."""
    from enligt.ledger import FetchedRow  # noqa: PLC0415 - heavy: only where a ledger is used

    if (answer := web.answered(location)) is not None:
        kept, moment = answer.remembered, datetime.now(UTC).isoformat(timespec="seconds")
        writer.remember(FetchedRow(answer.address, kept.etag, kept.modified, answer.status, answer.page, moment))


def _cited(location: str, met: dict[str, list[str]], memory: Memory | None) -> list[str]:
    """What the articles at a location cite: as it was just read, else as the ledger has it."""
    noted = met.pop(location, None)
    if noted is not None:
        return noted
    return (memory.cited(location) if memory is not None else None) or []


def _sorted_out(found: Iterable[str], asked: set[str], memory: Memory | None) -> tuple[list[str], list[str]]:
    """Of the addresses found: those that are new, and what those cite that the ledger has already."""
    new: list[str] = []
    behind: list[str] = []
    for address in found:
        if address in asked:
            continue
        asked.add(address)
        known = memory.cited(address) if memory is not None else None
        if known is None:
            new.append(address)
        else:
            behind.extend(known)
    return new, behind
