"""Feeds and sitemaps followed to the pages that they list: fetched one by one, politely, and passing over what is known.

What a feed says of a page (published, updated, author, whose text it is) goes with the page as ``Page.told`` and counts
where the page itself says nothing. Where a page cannot be fetched and the feed carries the whole text, that is read instead.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from enligt.model import Issue, Page
from enligt.sources.addresses import web_address
from enligt.sources.answers import Fetched
from enligt.sources.feeditems import Item
from enligt.sources.feeds import is_feed, read_feed
from enligt.sources.records import RECORD
from enligt.sources.roots import HEAD
from enligt.sources.sitemaps import Child, is_sitemap, read_sitemap
from enligt.sources.told import told_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from enligt.sources.answers import Fetches, Remembered

DEEPEST_INDEX: Final = 3
"""Sitemaps one inside the other: the protocol knows an index and its sitemaps, some sites have an index of indexes."""

MOST_SITEMAPS: Final = 100
"""Sitemaps of one index that are fetched."""

_ALTERNATE = re.compile(
    rb"<link\b(?=[^<>]{0,400}\brel\s*=\s*[\"']?alternate)(?=[^<>]{0,400}(?:rss|atom|feed)\+(?:xml|json))"
    rb"[^<>]{0,400}?\bhref\s*=\s*[\"']([^\"'<>]{1,300})",
    re.IGNORECASE,
)


def is_subscription(page: Page) -> bool:
    """Whether an answer or a file is a feed or a sitemap."""
    head = page.content[:HEAD]
    return is_feed(head, page.media_type) or is_sitemap(head, page.media_type)


# ---- the items


def listed(page: Page, *, fetcher: Fetches | None = None, since: str | None = None) -> Iterator[Item | Issue]:
    """The items of a feed, or of a sitemap and those that it names, each address once.

    Args:
        page: the answer (or file) that is a feed or sitemap.
        fetcher: fetches the sitemaps that an index names; without one they are told as an Issue.
        since: ISO day; sitemaps and their addresses that are dated before it are left out.
    """
    seen: set[str] = set()
    items = _of_feed(page) if is_feed(page.content[:HEAD], page.media_type) else _of_sitemaps(page, fetcher, since)
    for one in items:
        if isinstance(one, Item) and one.address is not None:
            if one.address in seen:
                continue
            seen.add(one.address)
        yield one


def _of_feed(page: Page) -> Iterator[Item | Issue]:
    feed = read_feed(page)
    yield from feed.issues
    for item in feed.items:
        yield item if item.outlet or not feed.title else replace(item, outlet=feed.title)


def _of_sitemaps(page: Page, fetcher: Fetches | None, since: str | None) -> Iterator[Item | Issue]:
    """The items of a sitemap and of those that it names, depth first, in their order."""
    seen = {page.location}
    todo: list[tuple[Page | str, int]] = [(page, 0)]  # a page, or the address of one, and how deep it stands
    fetched = 0
    while todo:
        one, depth = todo.pop(0)
        if isinstance(one, str):
            if fetched == MOST_SITEMAPS:
                why = f"names more than {MOST_SITEMAPS} sitemaps: the rest is not fetched; a date (since) leaves out the old ones"
                yield Issue(page.location, "source", "too-many-items", why, fatal=False)
                return
            fetched += 1
            answer = _sitemap_at(one, fetcher, by=page.location)
            if isinstance(answer, Issue):
                yield answer
                continue
            one = answer
        children: list[tuple[Page | str, int]] = []
        for entry in read_sitemap(one, since=since):
            if not isinstance(entry, Child):
                yield entry
            elif entry.address not in seen:
                seen.add(entry.address)
                children.append((entry.address, depth + 1))
        if children and (fetcher is None or depth + 1 >= DEEPEST_INDEX):
            why = f"names sitemaps more than {DEEPEST_INDEX} deep, which are not followed: give their own addresses"
            if fetcher is None:
                why = "names other sitemaps: give its address instead of the file, and they are fetched"
            yield Issue(one.location, "source", "sitemap-index", f"{why} ({len(children)} of them)", fatal=fetcher is None)
            children = []
        todo[:0] = children


def _sitemap_at(address: str, fetcher: Fetches | None, *, by: str) -> Page | Issue:
    answer = fetcher.fetch(address) if fetcher is not None else None
    if isinstance(answer, Issue):
        return answer
    if isinstance(answer, Fetched) and is_sitemap(answer.page.content[:HEAD], answer.page.media_type):
        return answer.page
    return Issue(address, "source", "no-sitemap", f"named as a sitemap by {by}, but it is none")


def no_subscription(page: Page) -> Issue:
    """The Issue with an answer that was to be a feed and is none; it names the feed that a web page speaks of."""
    named = _ALTERNATE.search(page.content[: 1 << 18])
    found = web_address(named[1].decode("utf-8", "replace").replace("&amp;", "&"), base=page.location) if named else None
    remedy = f"give the address of its feed, {found}" if found else "give the address of the site's feed or sitemap"
    return Issue(page.location, "source", "no-feed", f"neither a feed nor a sitemap: {remedy}", page=page.sha256)


# ---- from items to pages


@dataclass(frozen=True, slots=True)
class Taken:
    """The page of an item, what to send back when it is asked for again, and what is to be told besides."""

    page: Page
    remembered: Remembered | None = None
    issues: tuple[Issue, ...] = ()


def taken(item: Item, *, by: str, fetcher: Fetches) -> Taken | Issue:
    """The page of an item: fetched, or made of the feed's own text where it cannot be.

    Args:
        item: from ``listed``.
        by: the feed's address.
        fetcher: who fetches.
    """
    if item.address is None:
        page = text_page(item, by=by)
        if page is None:
            return Issue(by, "source", "no-address", f"an item ({item.title or 'without title'}) has neither an address nor text")
        return Taken(page)
    answer = fetcher.fetch(item.address)
    if isinstance(answer, Fetched):
        return Taken(replace(answer.page, told=told_of(item, by=by)), answer.remembered)
    page = text_page(item, by=by)
    if not isinstance(answer, Issue):
        answer = Issue(item.address, "source", "http-status", "the site says that it is unchanged, though it was never fetched")
    if page is None:
        return answer
    message = f"not fetched ({answer.message}): the text that the feed carries was read instead"
    return Taken(page, issues=(Issue(item.address, "source", "feed-text", message, page=page.sha256, fatal=False),))


def text_page(item: Item, *, by: str) -> Page | None:
    """A page of the text that a feed carries, as a record (``sources.records``); None where it carries none."""
    if item.text is None:
        return None
    told = told_of(item, by=by)
    record = {
        "text": item.text,
        "title": item.title,
        "url": item.address,
        "published": told.published,
        "byline": told.byline,
        "outlet": told.outlet,
    }
    content = json.dumps({key: value for key, value in record.items() if value}, ensure_ascii=False, sort_keys=True)
    page = Page(item.address or by, content.encode("utf-8", "replace"), RECORD, told=told)
    return page if item.address is not None else replace(page, location=f"{by}#{page.sha256[:12]}")


def pages(
    page: Page,
    *,
    fetcher: Fetches,
    known: Callable[[str], bool] = lambda _address: False,
    since: str | None = None,
    most: int | None = None,
) -> Iterator[Page | Issue]:
    """The pages that a fetched feed or sitemap lists, in its order.

    Args:
        page: the answer of an address that turned out to be one (``is_subscription``).
        fetcher: who fetches them.
        known: whether an address was read before: it is passed over, and not fetched.
        since: ISO day; what a sitemap dates before it is left out.
        most: pages at most.
    """
    count = left = 0
    for one in listed(page, fetcher=fetcher, since=since):
        if isinstance(one, Issue):
            yield one
            continue
        if one.address is not None and known(one.address):
            continue
        if most is not None and count == most:
            left += 1
            continue
        count += 1
        result = taken(one, by=page.location, fetcher=fetcher)
        if isinstance(result, Issue):
            yield result
        else:
            yield from result.issues
            yield result.page
    if left:
        message = f"{left} more pages are listed: the same command again, or a higher limit, takes them"
        yield Issue(page.location, "source", "limit", message, fatal=False)


def unfolded(one: Page | Issue) -> Iterator[Page | Issue]:
    """What was read of a file, as it is; of a feed or sitemap, what ``pages_of_file`` makes of it."""
    if isinstance(one, Page) and is_subscription(one):
        yield from pages_of_file(one)
    else:
        yield one


def pages_of_file(page: Page) -> Iterator[Page | Issue]:
    """The articles that a file of a feed carries whole. Its other items, and a sitemap's addresses, are told as one Issue."""
    address: str | None = None
    if is_feed(page.content[:HEAD], page.media_type):
        feed = read_feed(page)
        address = feed.address
    whole = bare = 0
    for number, one in enumerate(listed(page), start=1):
        if isinstance(one, Issue):
            yield one
            continue
        made = text_page(one, by=page.location)
        if made is None:
            bare += 1
            continue
        whole += 1
        yield made if one.address is not None else replace(made, location=f"{page.location}#{number}")
    remedy = f"give the feed's address instead ({address or 'https://…'}), and their pages are fetched"
    if bare:
        message = f"{bare} of {bare + whole} items hold no whole text, only addresses and teasers: {remedy}"
        yield Issue(page.location, "source", "only-addresses", message, page=page.sha256, fatal=not whole)
    elif not whole:
        yield Issue(page.location, "source", "empty", "a feed or sitemap without items", page=page.sha256)
