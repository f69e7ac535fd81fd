"""What a feed says of a page, put in where the page itself says nothing: its own word always stands."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from enligt.model import Article, Issue, Told
from enligt.sources.feeditems import is_agency
from enligt.sources.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.sources.feeditems import Item

DISAGREE_DAYS: Final = 1
"""Days that the dates of a page and its feed may lie apart without a word: they may be told in two time zones."""


def told_of(item: Item, *, by: str) -> Told:
    """What an item says of its page, ``by`` being the feed's address.

    An agency that it credits is the byline where nobody is named; another source is the outlet.
    """
    agency = item.source if is_agency(item.source) else None
    return Told(
        by=by,
        published=item.published.day if item.published is not None else None,
        updated=item.updated.day if item.updated is not None else None,
        byline=item.author or agency,
        outlet=item.outlet if agency is not None else item.source or item.outlet,
    )


def with_told(told: Told, results: Iterable[Article | Issue]) -> Iterator[Article | Issue]:
    """The articles of a page, what they lack put in from what the feed says; the page's own word stands where it says anything.

    A page of several stories gets nothing: the feed speaks of one. Dates that disagree give an Issue, ``feed-disagrees``.
    """
    both = list(results)
    articles = [one for one in both if isinstance(one, Article)]
    for one in both:
        if len(articles) != 1:
            yield one
        elif isinstance(one, Article):
            yield replace(
                one,
                published=one.published or told.published,
                updated=one.updated or told.updated,
                byline=one.byline or told.byline,
                outlet=told.outlet if told.outlet is not None and _is_unnamed(one) else one.outlet,
            )
            if _apart(one.published, told.published):
                message = f"published {one.published} by its own word, {told.published} by that of {told.by}: its own word stands"
                yield Issue(one.document, "article", "feed-disagrees", message, page=one.page, fatal=False)
        elif one.code != "no-date" or told.published is None:
            yield one


def _is_unnamed(article: Article) -> bool:
    """Whether the page does not say whose it is: it has no outlet, or one that was taken from its address."""
    return article.outlet is None or article.outlet == host_of(article.url or article.document)


def _apart(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return False
    if len(one) < 10 or len(other) < 10:
        return one[: len(other)] != other[: len(one)]
    return abs((dt.date.fromisoformat(one) - dt.date.fromisoformat(other)).days) > DISAGREE_DAYS
