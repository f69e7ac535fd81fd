"""Feeds to items: RSS 0.9x to 2.0, RDF and Atom by feedparser, JSON Feed by our own code.

A feed is read without what stands before its first element: so there are no entities of its own to blow up, and nothing to
fetch. It is bounded in bytes, items and time, and a broken one is read as far as it goes.
"""

from __future__ import annotations

import codecs
import io
import re
import threading
import warnings
from typing import TYPE_CHECKING, Any, cast

from enligt.model import Issue
from enligt.sources.addresses import web_address
from enligt.sources.feeditems import MOST_ITEMS, Feed, Item, is_agency, line_of, names_of, whole_text
from enligt.sources.jsonfeeds import is_json_feed, read_json_feed
from enligt.sources.mending import mended
from enligt.sources.moments import moment_of
from enligt.sources.roots import root_of
from enligt.sources.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from enligt.model import Page

LARGEST_FEED = 16 * 1024 * 1024
"""Bytes of a feed that are read; what stands behind them is left."""

TIME_LIMIT = 30.0
"""Seconds for one feed; real ones take well under one."""

_ATOM = re.compile(rb"w3\.org/2005/atom|purl\.org/atom", re.IGNORECASE)
_RDF = re.compile(rb"purl\.org/rss/|netscape\.com/rdf/|channel\.netscape", re.IGNORECASE)
_ITEM = re.compile(rb"<(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_CLOSE = re.compile(rb"</(?:\w+:)?(?:item|entry)[\s>]", re.IGNORECASE)
_MAIL = re.compile(r"[^\s<>()@]{1,100}@[^\s<>()@]{1,100}")
_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_ENCODING = re.compile(rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([\w.:-]+)", re.IGNORECASE)


def is_feed(head: bytes, media_type: str | None = None) -> bool:
    """Whether an answer or file with these first bytes is a feed: told by its first element, whatever it is served as.

    Args:
        head: the first bytes, ``roots.HEAD`` of them or fewer.
        media_type: as served. It decides only where words stand before the first element, or an element has no namespace.
    """
    if is_json_feed(head, media_type):
        return True
    said = re.search(r"\b(?:rss|rdf|atom)\+xml\b|/xml\b", (media_type or "").lower()) is not None
    root = root_of(head)
    if root is None or not (said or head[:64].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<")):
        return False
    if root.name == "feed":
        return said or _ATOM.search(root.tag) is not None
    if root.name == "rdf":
        return _RDF.search(root.tag) is not None
    return root.name == "rss"


def read_feed(page: Page) -> Feed:
    """The items of a feed, in its order. Never raises for what it holds.

    Args:
        page: the bytes as they came; relative addresses are joined to its location where that is an address.

    Returns:
        The feed. Its issues: ``too-large`` and ``too-many-items`` (the rest was read), ``invalid-bytes``, ``damaged`` (not
        well-formed; fatal where no item could be read), ``too-slow`` (fatal).
    """
    content = page.content[:LARGEST_FEED]
    issues: list[Issue] = []
    if len(page.content) > LARGEST_FEED:
        message = f"a feed of more than {LARGEST_FEED // (1024 * 1024)} MiB: what stands behind them was left"
        issues.append(Issue(page.location, "source", "too-large", message, page=page.sha256, fatal=False))
    text = _decoded(content, page.media_type)
    if "\ufffd" in text:
        message = "some letters of the feed belong to no encoding that it could be in, and stand as U+FFFD"
        issues.append(Issue(page.location, "source", "invalid-bytes", message, page=page.sha256, fatal=False))
    if is_json_feed(content, page.media_type):
        feed = read_json_feed(text, location=page.location)
    else:
        feed = _read_xml(text.encode("utf-8", "replace"), page.location)
    return Feed(feed.items, feed.title, feed.address, (*issues, *feed.issues))


def _decoded(content: bytes, media_type: str | None) -> str:
    """The feed's text. UTF-8 is recognised whatever is declared: feeds that say Latin-1 and are UTF-8 are common."""
    for mark, name in _BOMS:
        if content.startswith(mark):
            return content[len(mark) :].decode(name, "replace")
    if content[:2] in (b"<\x00", b"\x00<"):
        return content.decode("utf-16-le" if content[:1] == b"<" else "utf-16-be", "replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        if error.end >= len(content) - 3 and len(content) >= LARGEST_FEED:  # a letter that our own limit cut
            return content.decode("utf-8", "ignore")
    served, declared = _CHARSET.search(media_type or ""), _ENCODING.search(content[:1000])
    name = served[1] if served else declared[1].decode("ascii") if declared else "cp1252"
    try:
        codec = codecs.lookup(name).name
        codec = {"iso8859-1": "cp1252", "ascii": "cp1252"}.get(codec, codec)
        text = str(codecs.decode(content, codec, "replace")) if codec.startswith(("cp", "iso", "mac", "koi")) else None
    except (LookupError, ValueError, TypeError):
        text = None
    return text if text is not None else content.decode("utf-8" if _mostly_utf8(content) else "cp1252", "replace")


def _mostly_utf8(content: bytes) -> bool:
    text = content.decode("utf-8", "replace")
    return sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd") > 3 * text.count("\ufffd")


# ---- RSS, RDF, Atom


def _read_xml(content: bytes, location: str) -> Feed:
    root = root_of(content)
    if root is None:
        return Feed(issues=(Issue(location, "source", "damaged", "no element of a feed was found: is it one?"),))
    body = content[root.at :]
    issues: list[Issue] = []
    starts = [found.start() for found in _first(body, MOST_ITEMS + 1)]
    if len(starts) > MOST_ITEMS:
        body = body[: starts[MOST_ITEMS]]
        message = f"the feed holds more than {MOST_ITEMS} items: the first were read"
        issues.append(Issue(location, "source", "too-many-items", message, fatal=False))
    body, flaw = mended(body)
    is_cut = flaw is not None and bool(starts) and _CLOSE.search(content, root.at + starts[-1]) is None
    parsed, why = _parsed(body, location)
    if parsed is None:
        code = "too-slow" if why is None else "damaged"
        message = f"not read within {TIME_LIMIT:.0f} seconds: given up" if why is None else f"the feed could not be read: {why}"
        return Feed(issues=(*issues, Issue(location, "source", code, message)))
    feed: dict[str, Any] = parsed["feed"]
    is_rss = str(parsed.get("version") or "rss").startswith("rss")
    items = tuple(_item(one, location=location, is_rss=is_rss) for one in parsed["entries"][:MOST_ITEMS])
    if is_cut and not issues:  # in the middle of its last item, whose address may be half of one
        items = items[:-1]
    if flaw is not None and not issues:
        message = f"the feed is not well-formed ({flaw}): it was read as far as it goes, {len(items)} items"
        issues.append(Issue(location, "source", "damaged", message, fatal=not items))
    own = next((link.get("href") for link in dict.get(feed, "links", []) if link.get("rel") == "self"), None)
    return Feed(items, line_of(dict.get(feed, "title")), web_address(own, base=_base(location)), tuple(issues))


def _first(body: bytes, most: int) -> Iterator[re.Match[bytes]]:
    for number, found in enumerate(_ITEM.finditer(body), start=1):
        yield found
        if number == most:
            return


def _base(location: str) -> str:
    return web_address(location) or ""


def _parsed(body: bytes, location: str) -> tuple[Any, str | None]:
    """What feedparser makes of it; None with the reason where it fails, None and None where it takes too long.

    A thread, since Windows has no alarm signal: one that overruns goes on in the background, and dies with the process.
    """
    import feedparser  # noqa: PLC0415 - only where a feed is read

    headers = {"content-type": "application/xml; charset=utf-8"}
    if base := _base(location):
        headers["content-location"] = base
    result: list[tuple[Any, str | None]] = []

    def work() -> None:
        try:
            # As a stream: bytes would be tried as a file's name first.
            done = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
        except Exception as error:  # noqa: BLE001 - a parser's failure on a strange feed is that feed's issue
            result.append((None, f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"))
        else:
            result.append((done, None))

    thread = threading.Thread(target=work, daemon=True, name="one feed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of feedparser's own use of the standard library
        thread.start()
        thread.join(TIME_LIMIT)
    return result[0] if result else (None, None)


def _said(entry: Mapping[str, Any], name: str) -> Any:
    """What an entry says by that name; ``FeedParserDict.get`` warns of, and guesses, what is not there."""
    return dict.get(cast("dict[str, Any]", entry), name)


def _item(entry: Mapping[str, Any], *, location: str, is_rss: bool) -> Item:
    def said(name: str) -> Any:
        return _said(entry, name)

    title = line_of(said("title"))
    published, updated = moment_of(said("published") or said("created")), moment_of(said("updated"))
    if is_rss and published is None:  # dc:date, which feedparser takes for an update
        published, updated = updated, None
    author = _author(said("authors") or [], said("author"))
    credited = [line_of(one.get("content")) for one in said("media_credit") or [] if isinstance(one, dict)]
    agency = next((one for one in (author, *credited) if is_agency(one)), None)
    return Item(
        address=_address(entry, location),
        title=title,
        published=published,
        updated=None if updated == published else updated,
        author=None if is_agency(author) else author,
        source=_source(said("source"), said("dc_source"), said("dcterms_source")) or agency,
        text=_text(entry, title),
    )


def _author(authors: Sequence[Any], told: Any) -> str | None:
    """The names of the authors. RSS writes ``mail@address (Name)``, which feedparser may cut wrongly."""
    if isinstance(told, str) and "@" in told:
        return names_of([_MAIL.sub("", told).strip(" ()<>,;:")])
    return names_of([one.get("name") for one in authors if isinstance(one, dict)] or [told])


def _address(entry: Mapping[str, Any], location: str) -> str | None:
    base = _base(location)
    links = [one for one in (_said(entry, "links") or []) if isinstance(one, dict)]
    candidates = [_said(entry, "feedburner_origlink"), _said(entry, "link")]
    candidates += [one.get("href") for one in links if one.get("rel") == "alternate"]
    candidates.append(_said(entry, "id"))
    whole = [(one, base) for one in candidates[:-1]] + [(candidates[-1], "")]
    return next((address for told, joined in whole if (address := web_address(told, base=joined))), None)


def _source(source: Any, *named: Any) -> str | None:
    """Whose text an item says that it is: a name, or the host of an address."""
    titled = [source.get("title"), source.get("href"), source.get("link")] if isinstance(source, dict) else []
    for told in (*titled, *named):
        one = line_of(told, longest=200) if isinstance(told, str) else None
        if one is None:
            continue
        if not re.match(r"https?://", one, re.IGNORECASE):
            return one
        if (host := host_of(one)) is not None:
            return host
    return None


def _text(entry: Mapping[str, Any], title: str | None) -> str | None:
    for one in _said(entry, "content") or []:
        marked_up = "html" in (one.get("type") or "html")
        if (text := whole_text(one.get("value"), title=title, marked_up=marked_up, meant=True)) is not None:
            return text
    return whole_text(_said(entry, "summary"), title=title, marked_up=True, meant=False)
