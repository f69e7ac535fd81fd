"""What a document is taken apart into: text whose layout was undone, or a page that it encloses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.model import Article, Issue, Segment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.model import Page
    from enligt.sources.lines import Line
    from enligt.sources.metadata import Metadata

BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Written:
    """The lines of a document, and what it says of itself. ``around``: running heads and the like, which may name the outlet."""

    lines: tuple[Line, ...]
    meta: Metadata
    around: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A page inside the document. ``meta`` holds where it says nothing itself; ``name``: what messages call it, "" the body."""

    page: Page
    meta: Metadata
    name: str = ""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document, or a part of it, could not be read: the issue without its page."""

    code: str
    message: str
    fatal: bool = True

    def of(self, page: Page) -> Issue:
        """The issue of a page."""
        return Issue(page.location, "source", self.code, self.message, page=page.sha256, fatal=self.fatal)


def rehomed(found: Iterable[Article | Issue], inside: Enclosed, page: Page) -> Iterator[Article | Issue]:
    """Articles and issues of an enclosed page as those of the page around it, completed by what that one says."""
    everything = list(found)
    meta = inside.meta
    single = sum(isinstance(one, Article) for one in everything) == 1
    for one in everything:
        if isinstance(one, Issue):
            if one.code == "no-date" and meta.published:
                continue
            message = f"in {inside.name}: {one.message}" if inside.name else one.message
            yield replace(one, location=page.location, page=page.sha256, message=message)
            continue
        article = _headed(one, meta.headline) if single and one.headline is None and meta.headline is not None else one
        yield replace(
            article,
            document=page.location,
            page=page.sha256,
            outlet=article.outlet or meta.site,
            url=article.url or meta.url,
            byline=article.byline or meta.byline,
            published=article.published or next((one.day for one in meta.published), None),
            segments=tuple(Segment(part.start, part.end, None) for part in article.segments),
        )


def _headed(article: Article, headline: str) -> Article:
    """An article under a headline that stood outside its text."""
    by = len(headline) + len(BETWEEN)
    moved = (Segment(part.start + by, part.end + by, None) for part in article.segments)
    segments = (Segment(0, len(headline), None), *moved)
    links = tuple(replace(one, start=one.start + by, end=one.end + by) for one in article.links)
    return replace(article, headline=headline, text=f"{headline}{BETWEEN}{article.text}", segments=segments, links=links)
