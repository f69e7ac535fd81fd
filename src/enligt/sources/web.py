"""The addresses of a run: fetched through one fetcher, with what is remembered of them, and what each turned out to be."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.model import Issue, Page
from enligt.sources import subscriptions
from enligt.sources.addresses import is_address, parsed, shown, spelt
from enligt.sources.answers import Fetched, Unchanged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from enligt.model import Article
    from enligt.sources.answers import Fetches, Remembered

MOST_LISTED = 1000
"""Pages of one feed or sitemap that one run fetches; the next goes on behind them."""

_NO_PAGE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|avif|svg|ico|bmp|tiff?|mp[34]|m4[av]|ogg|oga|ogv|webm|wav|mov|avi|zip|gz|7z|rar|exe|dmg|css|js|json|xml)$",
    re.IGNORECASE,
)
"""Ends of addresses that lead to no article."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """What is kept of an address: its page as it was, what the answer said of itself, and whether that was a short while ago."""

    page: Page
    remembered: Remembered
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What is to be kept of an answer once its page is kept. ``page`` is the page's SHA-256."""

    address: str
    status: int
    page: str
    remembered: Remembered


def _nothing(_address: str) -> None:
    """Nothing is remembered of any address."""


class Web:
    """The addresses of one run; each is fetched once.

    Args:
        fetcher: who fetches.
        recall: what is kept of an address; by default nothing is.
    """

    def __init__(self, fetcher: Fetches, *, recall: Callable[[str], Recalled | None] = _nothing) -> None:
        self._fetcher, self._recall = fetcher, recall
        self._asked: set[str] = set()
        self._answers: dict[str, Answered] = {}

    def pages(self, address: str) -> Iterator[Page | Issue]:
        """The pages that an address leads to, in most cases one.

        A page that has not changed is given as it is kept, so that whoever takes pages finds it known, or reads it anew where
        another reader or other options ask for that.

        Yields:
            Pages; an Issue where the address could not be fetched (``Fetcher.fetch`` lists the codes), or, not fatal,
            ``repeated-address`` where this run has asked for it before.
        """
        try:
            usual = str(parsed(address))
        except ValueError as error:
            yield Issue(shown(address), "source", "bad-address", str(error))
            return
        if usual in self._asked:
            yield Issue(usual, "source", "repeated-address", "named more than once; fetched once", fatal=False)
            return
        self._asked.add(usual)
        kept = self._recall(usual)
        if kept is not None and kept.fresh:
            yield kept.page
            return
        answer = self._fetcher.fetch(usual, remembered=kept.remembered if kept is not None else None)
        if isinstance(answer, Issue):
            yield answer
        elif isinstance(answer, Unchanged):
            if kept is None:  # nothing was sent that it could be unchanged against
                yield Issue(usual, "source", "http-status", "the server says that nothing changed, though it was not asked that")
                return
            self._answers[kept.page.location] = Answered(usual, 304, kept.page.sha256, kept.remembered)
            yield kept.page
        else:
            yield from self._pages_of(answer, usual)

    def _pages_of(self, answer: Fetched, usual: str) -> Iterator[Page | Issue]:
        """What an answer turned out to be: the one place where its media type, or its first bytes, decide.

        Of a feed or a sitemap the pages that it lists, each fetched in its turn, save those that are known already.
        """
        page = answer.page
        if subscriptions.is_subscription(page):
            yield from subscriptions.pages(page, fetcher=self, known=self._is_known, most=MOST_LISTED)
            return
        self._answers[page.location] = Answered(usual, 200, page.sha256, answer.remembered)
        yield page

    def _is_known(self, address: str) -> bool:
        """Whether a listed address was asked for in this run, or its page is kept: no need to ask for it again."""
        usual = spelt(address)
        return usual in self._asked or self._recall(usual) is not None

    def fetch(self, address: str, *, remembered: Remembered | None = None) -> Fetched | Unchanged | Issue:
        """One address that a feed or sitemap lists; as ``Fetcher.fetch``, and noted as `pages` notes it."""
        usual = spelt(address)
        self._asked.add(usual)
        answer = self._fetcher.fetch(usual, remembered=remembered)
        if isinstance(answer, Fetched):
            page = answer.page
            self._answers[page.location] = Answered(usual, 200, page.sha256, answer.remembered)
        return answer

    def answered(self, location: str) -> Answered | None:
        """What is to be kept of the answer whose page has this location, told once; None where none was fetched."""
        return self._answers.pop(location, None)


def cited(article: Article) -> Iterator[str]:
    """The addresses that an article's text links to, in its order, each once, in their usual spelling.

    Not: the article itself, the front page of a site (names link to it, nothing is cited by it), pictures, films and programs.
    """
    own = {spelt(one) for one in (article.url, article.document) if one is not None and is_address(one)}
    seen = set(own)
    for link in article.links:
        if not is_address(link.address):
            continue
        try:
            url = parsed(link.address)
        except ValueError:
            continue
        address = str(url)
        if address in seen or url.path.strip("/") == "" or _NO_PAGE.search(url.path):
            continue
        seen.add(address)
        yield address
