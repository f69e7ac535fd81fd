"""From pages to articles to claims. Each function takes an iterable and gives an iterator, in order, and holds little.

What a stage raises unexpectedly on one page becomes an Issue of that page (class and message; the traceback goes to
``logging.debug``) and the run goes on. Errors of the program's own tree that concern every page (a reader without weights,
a full disk) pass through.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

from enligt.config import NOTHING_SAID, SaidOfPages
from enligt.errors import EnligtError, InputError
from enligt.model import Article, Issue, Page, Reading
from enligt.run.verify import verified

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from enligt.model import Reader, Stage
    from enligt.run.looking import Look

    Splitter = Callable[[Page], Iterable[Article | Issue]]

T = TypeVar("T")

log = logging.getLogger(__name__)

BATCH_ARTICLES = 16
BATCH_CHARACTERS = 40_000
"""What a reader is given at a time: enough to fill its own batches, little enough that an interrupted run loses seconds."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a reader made of one article: its reading (None where it failed) and what went wrong."""

    article: Article
    reading: Reading | None
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True)
class PageRead:
    """One page, read through: its articles' readings and all issues of the page.

    ``aside`` are articles that were put aside unread: None where none was, empty where the whole page was before they were
    looked for. ``audited`` counts the claims of each page or article that was read although a first look put it aside.
    """

    page: Page
    readings: tuple[Reading, ...]
    issues: tuple[Issue, ...]
    aside: tuple[Article, ...] | None = None
    audited: tuple[int, ...] = ()


@dataclass(slots=True)
class _Waiting:
    """A page whose articles are with the reader."""

    page: Page
    articles: int
    issues: list[Issue]
    readings: list[Reading] = field(default_factory=list)
    aside: list[Article] | None = None
    audited: frozenset[str] = frozenset()  # ids of articles that a first look would have put aside
    audited_whole: bool = False

    def result(self) -> PageRead:
        aside = None if self.aside is None else tuple(self.aside)
        counts = [len(one.claims) for one in self.readings if one.article.article_id in self.audited]
        if self.audited_whole:
            counts = [sum(len(one.claims) for one in self.readings)]
        return PageRead(self.page, tuple(self.readings), tuple(self.issues), aside, tuple(counts))


def unexpected(error: Exception, *, location: str, stage: Stage, page: str | None = None) -> Issue:
    """An exception that nobody foresaw, as the issue of one page."""
    log.debug("%s: unexpected error at stage %s", location, stage, exc_info=error)
    what = " ".join(str(error).split())[:500]
    return Issue(location, stage, "unexpected", f"{type(error).__name__}: {what}" if what else type(error).__name__, page=page)


def split(page: Page, *, articles: Splitter) -> tuple[list[Article], list[Issue]]:
    """The articles of one page and its issues. A page without either gets an issue: no page ends in silence."""
    found: list[Article] = []
    issues: list[Issue] = []
    try:
        for one in articles(page):
            if isinstance(one, Issue):
                issues.append(one)
            else:
                found.append(one)
    except InputError as error:
        issues.append(Issue(page.location, "article", "unreadable", str(error), page=page.sha256))
    except EnligtError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad page must not stop the run
        return [], [*issues, unexpected(error, location=page.location, stage="article", page=page.sha256)]
    if not found and not any(one.fatal for one in issues):
        issues.append(Issue(page.location, "article", "no-article", "no article was found on this page", page=page.sha256))
    return found, issues


def read_articles(
    articles: Iterable[Article],
    *,
    reader: Reader,
    batch_articles: int = BATCH_ARTICLES,
    batch_characters: int = BATCH_CHARACTERS,
) -> Iterator[Answer]:
    """One verified answer for each article, in the order given.

    Args:
        articles: what to read.
        reader: who reads; it is given up to ``batch_articles`` articles at a time.
        batch_articles: articles a batch.
        batch_characters: characters after which a batch is closed.

    Raises:
        ReaderError: the reader cannot run at all.
    """
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) >= batch_articles or size >= batch_characters:
            yield from _read_batch(batch, reader)
            batch, size = [], 0
    if batch:
        yield from _read_batch(batch, reader)


def _read_batch(batch: list[Article], reader: Reader) -> Iterator[Answer]:
    """Answers as the reader gives them. Where it raises, the articles not yet answered are read one by one."""
    done = 0
    issues: list[Issue] = []
    try:
        for answer in reader.read(batch):
            if isinstance(answer, Issue):
                issues.append(answer)
                continue
            at = next((n for n in range(done, len(batch)) if _same(batch[n], answer.article)), None)
            if at is None:
                log.debug("reader %s answered for an article it was not asked about: %s", reader.name, answer.article.document)
                continue
            for passed in batch[done:at]:
                yield _unread(passed, issues, reader)
            yield _answered(batch[at], answer, issues, reader)
            done = at + 1
    except EnligtError:
        raise
    except Exception as error:
        rest = batch[done:]
        if len(rest) == 1:
            failed = unexpected(error, location=rest[0].document, stage="read", page=rest[0].page)
            yield Answer(rest[0], None, (*_of(rest[0], issues), failed))
        else:
            log.debug("reader %s raised on a batch of %d: one by one now", reader.name, len(batch), exc_info=error)
            for article in rest:
                yield from _read_batch([article], reader)
        return
    for passed in batch[done:]:
        yield _unread(passed, issues, reader)


def _same(asked: Article, answered: Article) -> bool:
    return asked is answered or (asked.page == answered.page and asked.article_id == answered.article_id)


def _of(article: Article, issues: list[Issue]) -> tuple[Issue, ...]:
    """The issues that speak of this article's page, taken out of ``issues``."""
    mine = [one for one in issues if article.page == one.page or (one.page is None and article.document == one.location)]
    issues[:] = [one for one in issues if one not in mine]
    return tuple(mine)


def _answered(article: Article, reading: Reading, issues: list[Issue], reader: Reader) -> Answer:
    # The article and the reader that we asked stand, so that nobody can slip another text or name under the claims.
    checked, dropped = verified(Reading(article, reading.claims, reader.name, reader.version, reading.vectors))
    return Answer(article, checked, (*_of(article, issues), *dropped))


def _unread(article: Article, issues: list[Issue], reader: Reader) -> Answer:
    mine = _of(article, issues)
    if not any(one.fatal for one in mine):
        why = f"reader {reader.name} gave no answer for this article"
        mine = (*mine, Issue(article.document, "read", "unread", why, page=article.page))
    return Answer(article, None, mine)


def read_pages(
    pages: Iterable[Page | Issue],
    *,
    reader: Reader,
    said: SaidOfPages = NOTHING_SAID,
    articles: Splitter | None = None,
    look: Look | None = None,
) -> Iterator[PageRead | Issue]:
    """Pages to articles to claims, in order; an Issue that takes the place of a page passes through.

    Args:
        pages: from ``enligt.sources.pages``.
        reader: from ``enligt.readers.load``.
        said: date and language that are said from outside.
        articles: another way from a page to its articles than ``enligt.sources.articles``.
        look: a first look, which puts aside what is not worth reading; None: everything is read.

    Raises:
        ReaderError: the reader cannot run at all.
    """
    splitter = articles or usual_splitter(said)
    waiting: deque[_Waiting | Issue] = deque()

    def feed() -> Iterator[Article]:
        for page in guarded(pages):
            if isinstance(page, Issue):
                waiting.append(page)
                continue
            found, one = _looked_at(page, splitter, look, said)
            waiting.append(one)
            yield from found

    for answer in read_articles(feed(), reader=reader):
        yield from _complete(waiting)
        first = waiting[0]
        if isinstance(first, _Waiting):  # always so: _complete has just given out what is not
            first.articles -= 1
            first.issues.extend(answer.issues)
            first.readings.extend([answer.reading] if answer.reading is not None else [])
        yield from _complete(waiting)
    yield from _complete(waiting)


def _looked_at(page: Page, splitter: Splitter, look: Look | None, said: SaidOfPages) -> tuple[list[Article], _Waiting]:
    """The articles of a page that are to be read, and the page as it waits for them."""
    why = None if look is None else look.page(page, said)
    audited = why is not None and look is not None and look.audits(page.content)
    if why is not None and not audited:
        return [], _Waiting(page, 0, [why], aside=[])
    found, issues = split(page, articles=splitter)
    if look is None or audited:
        return found, _Waiting(page, len(found), issues, audited_whole=audited)
    read: list[Article] = []
    aside: list[Article] = []
    audits: set[str] = set()
    for one in found:
        why = look.article(one)
        if why is not None and not look.audits(one.text.encode("utf-8", "surrogatepass")):
            aside.append(one)
            issues.append(why)
            continue
        read.append(one)
        if why is not None:
            audits.add(one.article_id)
    return read, _Waiting(page, len(read), issues, aside=aside or None, audited=frozenset(audits))


def _complete(waiting: deque[_Waiting | Issue]) -> Iterator[PageRead | Issue]:
    """Whatever stands first and waits for no more answers."""
    while waiting:
        first = waiting[0]
        if isinstance(first, Issue):
            yield first
        elif first.articles == 0:
            yield first.result()
        else:
            return
        waiting.popleft()


def guarded(pages: Iterable[T]) -> Iterator[T | Issue]:
    """The pages; where giving them fails, an issue about the rest, so that what was read already is kept."""
    try:
        yield from pages
    except (EnligtError, OSError) as error:
        if isinstance(error, EnligtError) and not isinstance(error, InputError):
            raise
        yield Issue("-", "source", "unreadable", f"the rest of the input was not read: {error}")
    except Exception as error:  # noqa: BLE001 - what was read already must still be kept
        yield unexpected(error, location="-", stage="source")


def usual_splitter(said: SaidOfPages) -> Splitter:
    """The way from a page to its articles: ``enligt.sources.articles`` with what is said of the pages from outside."""
    from enligt import sources  # noqa: PLC0415 - heavy, and not needed where the caller brings a splitter of his own

    def splitter(page: Page) -> Iterable[Article | Issue]:
        return sources.articles(
            page, published=said.published, language=said.language, boilerplate=said.boilerplate, limits=said.limits
        )

    return splitter
