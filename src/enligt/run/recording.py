"""Pages into a ledger, page by page: a run that is cut off leaves whole pages only, and the next one goes on from there."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypedDict

from enligt.config import NOTHING_SAID, SaidOfPages
from enligt.errors import InputError
from enligt.model import Article, Bookmark, Issue, Page
from enligt.run import repeating, who
from enligt.run.looking import Audit
from enligt.run.places import Passed, Places
from enligt.run.stages import PageRead, guarded, read_articles, read_pages, unexpected
from enligt.run.workers import Crew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from enligt.ledger import Changes, Outcome, Writer
    from enligt.model import Reader
    from enligt.run.looking import Look
    from enligt.run.stages import Splitter

GROUP_PAGES = 16
GROUP_BYTES = 400_000
"""Pages that are read together: enough for one batch of the reader, little enough that an interrupted run loses seconds."""

NOT_READ = ("failed", "unsupported")
"""Outcomes of pages that nothing could be read from."""


class _MadeBy(TypedDict):
    """By whom, and with which options, a page is read: with other ones it is another reading."""

    reader: str
    reader_version: str
    options: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of one page. ``fresh`` is False where the ledger had it already, as it was.

    ``aside`` counts what was put aside unread, articles or the whole page; ``audited`` is as in `PageRead`.
    """

    location: str
    outcome: Outcome
    articles: int = 0
    claims: int = 0
    issues: tuple[Issue, ...] = ()
    fresh: bool = True
    aside: int = 0
    audited: tuple[int, ...] = ()

    @property
    def read(self) -> bool:
        """Whether something could be made of the page, were it only that it holds no claims."""
        return self.outcome not in NOT_READ


@dataclass(slots=True)
class Tally:
    """The sum of a run: pages by outcome, and what they gave. ``lost`` counts inputs that never became a page."""

    outcomes: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    claims: int = 0
    known: int = 0
    lost: int = 0
    audit: Audit = field(default_factory=Audit)

    def count(self, one: Recorded | Issue | Passed) -> None:
        """Take in one result."""
        if isinstance(one, Issue):
            self.lost += one.fatal
            return
        if isinstance(one, Passed):
            self.outcomes.update(one.outcomes)
            self.known += sum(one.outcomes.values())
            self.lost += one.lost
            return
        self.outcomes[one.outcome] += 1
        self.articles += one.articles
        self.claims += one.claims
        self.known += not one.fresh
        self.audit.aside += one.aside
        self.audit.claims += one.audited

    @property
    def pages(self) -> int:
        """Pages handed in, whatever became of them."""
        return self.outcomes.total()

    @property
    def failed(self) -> int:
        """Inputs that nothing could be read from."""
        return self.lost + sum(self.outcomes[outcome] for outcome in NOT_READ)

    @property
    def done(self) -> int:
        """Pages that were read, or were there already."""
        return self.pages - sum(self.outcomes[outcome] for outcome in NOT_READ)


def add(  # noqa: PLR0913 - what is read, by whom, with what said, into what, and how
    pages: Iterable[Page | Issue | Bookmark],
    *,
    writer: Writer,
    reader: Reader | Crew,
    said: SaidOfPages = NOTHING_SAID,
    articles: Splitter | None = None,
    places: Places | None = None,
    look: Look | None = None,
) -> Iterator[Recorded | Issue | Passed]:
    """Read pages and record each as soon as it is read through; adding the same page twice changes nothing.

    Args:
        pages: from ``enligt.sources.pages``, or with places from ``enligt.sources.placed``.
        writer: the open ledger.
        reader: from ``enligt.readers.load``, or a crew of processes that read side by side; the ledger is the same.
        said: date and language that are said from outside.
        articles: another way from a page to its articles than ``enligt.sources.articles``; not with a crew.
        places: what keeps how far files of many pages are recorded, if its ``begin`` was given to ``enligt.sources.placed``.
        look: a first look, which puts aside what is not worth reading (a crew has its own, the same); None: everything is read,
            and what was put aside in an earlier run too.

    Yields:
        What became of each page, in about the order given: what the ledger holds already, by the same reader and options,
        comes out at once, before the pages that are being read. An Issue for an input that never became a page; with
        ``places``, what an earlier run made of the part of a file that is not read again.

    Raises:
        LedgerError: the ledger could not be written; what came out before is in it.
        ReaderError: the reader cannot run at all.
    """
    whole = look is None or look.audit > 0  # an audit concerns what earlier runs put aside as well
    made_by = _MadeBy(reader=reader.name, reader_version=reader.version, options=said.options())
    repeating.watch(writer)
    who.watch(writer)

    if isinstance(reader, Crew):
        reader.said = said
        results = _with_crew(pages, writer=writer, crew=reader, made_by=made_by, whole=whole)
    else:

        def read(group: list[Page]) -> Iterator[Recorded | Issue]:
            for one in read_pages(group, reader=reader, said=said, articles=articles, look=look):
                yield one if isinstance(one, Issue) else _record(one, writer=writer, made_by=made_by)

        results = _alone(pages, writer=writer, read=read, made_by=made_by, whole=whole)
    yield from places.follow(results) if places is not None else (one for one in results if not isinstance(one, Bookmark))


def _alone(
    pages: Iterable[Page | Issue | Bookmark],
    *,
    writer: Writer,
    read: Callable[[list[Page]], Iterator[Recorded | Issue]],
    made_by: _MadeBy,
    whole: bool,
) -> Iterator[Recorded | Issue | Bookmark]:
    """In this process. A place comes out where all pages before it are recorded."""
    group: dict[str, Page] = {}
    size = 0
    for one in guarded(pages):
        if isinstance(one, Issue):
            writer.record_issue(one)
            yield one
            continue
        if isinstance(one, Bookmark):
            if one.edge is not None:
                yield from read(list(group.values()))
                group, size = {}, 0
            if not group:
                yield one
            continue
        if one.sha256 in group:  # the same bytes again: the first must be in the ledger before it is asked
            yield from read(list(group.values()))
            group, size = {}, 0
        if (known := _known(one, writer=writer, made_by=made_by, whole=whole)) is not None:
            yield known
            continue
        group[one.sha256] = one
        size += len(one.content)
        if len(group) >= GROUP_PAGES or size >= GROUP_BYTES:
            yield from read(list(group.values()))
            group, size = {}, 0
    yield from read(list(group.values()))


@dataclass(frozen=True, slots=True)
class _Again:
    """A page whose like is being read: what became of that must be in the ledger before it is asked about this one."""

    page: Page


def _with_crew(
    pages: Iterable[Page | Issue | Bookmark], *, writer: Writer, crew: Crew, made_by: _MadeBy, whole: bool
) -> Iterator[Recorded | Issue | Bookmark]:
    """By a crew's processes; recorded here, in the order given, so that the ledger is that of one process."""
    under_way: set[str] = set()

    def asked() -> Iterator[Page | _Again | Recorded | Issue | Bookmark]:
        for one in guarded(pages):
            if not isinstance(one, Page):
                yield one
            elif one.sha256 in under_way:
                yield _Again(one)
            elif (known := _known(one, writer=writer, made_by=made_by, whole=whole)) is not None:
                yield known
            else:
                under_way.add(one.sha256)
                yield one

    results: Iterator[PageRead | _Again | Recorded | Issue | Bookmark] = crew.results(asked())
    for one in results:
        if isinstance(one, PageRead):
            under_way.discard(one.page.sha256)
            yield _record(one, writer=writer, made_by=made_by)
        elif isinstance(one, _Again):
            known = _known(one.page, writer=writer, made_by=made_by, whole=whole)
            yield known if known is not None else _record(crew.now(one.page), writer=writer, made_by=made_by)
        else:
            if isinstance(one, Issue):
                writer.record_issue(one)
            yield one


def _known(page: Page, *, writer: Writer, made_by: _MadeBy, whole: bool) -> Recorded | None:
    """What became of a page that the ledger holds already; None where it is to be read.

    A page that could not be read is tried again: what was in its way may be gone, else it is told again why. ``whole``: so is
    one of which something was put aside.
    """
    outcome = writer.finished(page, **made_by, whole=whole)
    return None if outcome is None or outcome in NOT_READ else Recorded(page.location, outcome, fresh=False)


def _record(one: PageRead, *, writer: Writer, made_by: _MadeBy) -> Recorded:
    page, readings, issues = one.page, one.readings, one.issues
    aside = one.aside
    try:
        outcome = writer.record(page, readings=readings, issues=issues, **made_by, aside=aside)
    except (InputError, ValueError) as error:  # the ledger cannot keep what was read: the page is accounted for all the same
        refused = unexpected(error, location=page.location, stage="ledger", page=page.sha256)
        readings, issues, aside = (), (*issues, refused), None
        outcome = writer.record(page, readings=readings, issues=issues, **made_by)
    if outcome in NOT_READ and not any(issue.fatal for issue in issues):
        why = "the ledger has forgotten it, and does not take it in again (`enligt issues` tells why)"
        issues = (*issues, Issue(page.location, "ledger", "forgotten", why, page=page.sha256))
    entered = writer.entered  # what was there already, or is forgotten, is not added
    return Recorded(
        page.location,
        outcome,
        entered.articles,
        entered.claims,
        issues,
        aside=_put_aside(aside),
        audited=one.audited if readings else (),
    )


def _put_aside(aside: tuple[Article, ...] | None) -> int:
    """How much was put aside: articles, or the one page."""
    return 0 if aside is None else max(len(aside), 1)


def unrecorded(one: PageRead) -> Recorded:
    """The same without a ledger: how a page ended."""
    claims = sum(len(reading.claims) for reading in one.readings)
    outcome: Outcome = "claims" if claims else "no-claims" if one.readings else "aside" if one.aside is not None else "failed"
    left = _put_aside(one.aside)
    return Recorded(one.page.location, outcome, len(one.readings), claims, one.issues, aside=left, audited=one.audited)


@dataclass(frozen=True, slots=True)
class Reread:
    """One stored article, read anew."""

    article: Article
    changes: Changes


def reread(articles: Iterable[Article], *, writer: Writer, reader: Reader) -> Iterator[Reread | Issue]:
    """Read stored articles with another reader, or another version; older claims stay in the ledger.

    Yields:
        For each article what changed against the newest reading before; an Issue where it could not be read.

    Raises:
        LedgerError: the ledger could not be written.
        ReaderError: the reader cannot run at all.
    """
    repeating.watch(writer)
    who.watch(writer)
    for answer in read_articles(articles, reader=reader):
        yield from (one for one in answer.issues if one.fatal or answer.reading is not None)
        if answer.reading is not None:
            yield Reread(answer.article, writer.reread(answer.reading))
