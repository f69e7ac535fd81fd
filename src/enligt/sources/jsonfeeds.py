"""JSON Feed, versions 1 and 1.1 (https://www.jsonfeed.org/version/1.1/), as far as a broken one can be read."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from enligt.model import Issue
from enligt.sources.addresses import web_address
from enligt.sources.feeditems import MOST_ITEMS, Feed, Item, is_agency, line_of, names_of, whole_text
from enligt.sources.moments import moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/1')
_ITEMS = re.compile(r'"items"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


def is_json_feed(head: bytes, media_type: str | None = None) -> bool:
    """Whether a file with these first bytes is a JSON Feed."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and (_VERSION.search(start) is not None or "feed+json" in (media_type or "").lower())


def read_json_feed(text: str, *, location: str) -> Feed:
    """The feed that a text holds; of a broken one the items before the broken place. ``location`` is its address."""
    issues: list[Issue] = []
    whole: Any = None
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        whole = {"items": _items_before(text)}
        fatal = not whole["items"]
        why = "is nested too deeply" if isinstance(error, RecursionError) else f"breaks off or is broken ({error})"
        message = f"the JSON feed {why}: {'nothing' if fatal else 'only what stands before that'} was read"
        issues.append(Issue(location, "source", "damaged", message, fatal=fatal))
    about: Mapping[str, Any] = whole if isinstance(whole, dict) else {}
    told = about.get("items")
    items = [one for one in told if isinstance(one, dict)] if isinstance(told, list) else []
    if len(items) > MOST_ITEMS:
        message = f"the feed holds {len(items)} items: the first {MOST_ITEMS} were read"
        issues.append(Issue(location, "source", "too-many-items", message, fatal=False))
    base = location if web_address(location) else _string(about, "feed_url") or ""
    return Feed(
        items=tuple(_item(one, base=base, feed=about) for one in items[:MOST_ITEMS]),
        title=line_of(_string(about, "title")),
        address=web_address(_string(about, "feed_url"), base=base),
        issues=tuple(issues),
    )


def _items_before(text: str) -> list[Any]:
    """The items of a broken feed that stand whole before the broken place."""
    found = _ITEMS.search(text)
    items: list[Any] = []
    decoder = json.JSONDecoder()
    at = found.end() if found is not None else len(text)
    while at < len(text) and len(items) <= MOST_ITEMS:
        between = _BETWEEN.match(text, at)
        at = between.end() if between is not None else at
        try:
            one, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            break
        items.append(one)
    return items


def _string(one: Mapping[str, Any], *names: str) -> str | None:
    return next((value for name in names if isinstance(value := one.get(name), str) and value.strip()), None)


def _authors(one: Mapping[str, Any]) -> str | None:
    several = one.get("authors")
    authors = several if isinstance(several, list) else [one.get("author")]
    return names_of(_string(author, "name") for author in authors if isinstance(author, dict))


def _item(one: Mapping[str, Any], *, base: str, feed: Mapping[str, Any]) -> Item:
    title = line_of(_string(one, "title"))
    author = _authors(one) or _authors(feed)
    marked_up = _string(one, "content_html")
    text = whole_text(marked_up, title=title, marked_up=True, meant=True)
    text = text or whole_text(_string(one, "content_text"), title=title, marked_up=False, meant=True)
    return Item(
        address=web_address(_string(one, "url", "external_url"), base=base) or web_address(_string(one, "id")),
        title=title,
        published=moment_of(_string(one, "date_published")),
        updated=moment_of(_string(one, "date_modified")),
        author=None if is_agency(author) else author,
        source=author if is_agency(author) else None,
        text=text,
    )
