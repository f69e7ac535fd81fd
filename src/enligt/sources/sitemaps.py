"""Sitemaps to items: XML, index files, Google's news sitemaps, any of them packed by gzip, and plain lists of addresses.

The format: https://www.sitemaps.org/protocol.html.
Read as a stream by lxml, with entities and the network off; bounded in bytes, addresses and depth.
"""

from __future__ import annotations

import io
import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.model import Issue
from enligt.sources.addresses import web_address
from enligt.sources.feeditems import Item, line_of
from enligt.sources.moments import Moment, moment_of
from enligt.sources.roots import HEAD, root_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Page

LARGEST_SITEMAP = 50 * 1024 * 1024
"""Bytes, when unpacked: as the protocol says."""

MOST_ADDRESSES = 50_000
"""Addresses of one sitemap: as the protocol says."""

_GZIP = b"\x1f\x8b"
_ENDS = re.compile(r"Premature end|Couldn't find end of Start Tag")  # as libxml2 tells that a file is cut off
_DEEPEST = 20  # a news sitemap needs five
_MOST_INSIDE = 10_000  # elements of an entry: a thousand pictures, each with all that is said of it
_LONGEST_VALUE = 4096


@dataclass(frozen=True, slots=True)
class Child:
    """A sitemap that an index names, and when it was last changed."""

    address: str
    updated: Moment | None = None


def is_sitemap(head: bytes, media_type: str | None = None) -> bool:
    """Whether an answer or file with these first bytes is a sitemap.

    Args:
        head: the first bytes, ``roots.HEAD`` of them or fewer, packed by gzip or not.
        media_type: as served; a list of addresses that is served as HTML is none.
    """
    start = _unpacked_head(head)
    root = root_of(start) if start.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00").startswith(b"<") else None
    if root is not None:
        return root.name in ("urlset", "sitemapindex")
    return "html" not in (media_type or "").lower() and _is_list(start)


def read_sitemap(page: Page, *, since: str | None = None) -> Iterator[Item | Child | Issue]:
    """What a sitemap lists, in its order. Never raises for what it holds.

    Args:
        page: the bytes as they came, packed by gzip or not.
        since: ISO day; what says that it was published and last changed before it is left out. What bears no date is kept.

    Yields:
        Items (an address, and of a news sitemap title, publication and date), children of an index; Issues: ``too-large``,
        ``too-many-items`` (the first were read), ``damaged`` (the rest is lost; fatal where nothing was read).
    """
    content, cut = _unpacked(page.content)
    if cut:
        yield Issue(page.location, "source", "too-large" if len(content) >= LARGEST_SITEMAP else "damaged", cut, fatal=False)
    entries = _from_list(content, page) if _is_list(content[:HEAD]) else _from_xml(content, page)
    count = 0
    for one in entries:
        if isinstance(one, Issue):
            yield one
            continue
        count += 1
        if count > MOST_ADDRESSES:
            message = f"more than {MOST_ADDRESSES} addresses: the first were read"
            yield Issue(page.location, "source", "too-many-items", message, fatal=False)
            return
        if not _is_older(one, since):
            yield one


def _is_older(one: Item | Child, since: str | None) -> bool:
    dates = [one.updated] if isinstance(one, Child) else [one.updated, one.published]
    told = [date.day for date in dates if date is not None]
    return since is not None and bool(told) and all(day < since[: len(day)] for day in told)


def _unpacked_head(head: bytes) -> bytes:
    if not head.startswith(_GZIP):
        return head
    try:
        return zlib.decompressobj(wbits=31).decompress(head, HEAD)
    except zlib.error:
        return b""


def _unpacked(content: bytes) -> tuple[bytes, str | None]:
    """The bytes, unpacked where they are packed, and what was left of them where that is not all."""
    if content.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=31)
        parts: list[bytes] = []
        size = 0
        try:
            for start in range(0, len(content), HEAD):
                parts.append(unpacker.decompress(content[start : start + HEAD], LARGEST_SITEMAP + 1 - size))
                size += len(parts[-1])
                if size > LARGEST_SITEMAP:
                    break
        except zlib.error as error:
            return b"".join(parts), f"the packed sitemap is broken ({error}): what stands before that was read"
        content = b"".join(parts)
        if size <= LARGEST_SITEMAP and not unpacker.eof:
            return content, "the packed sitemap is cut off: what there is was read"
    if len(content) > LARGEST_SITEMAP:
        return content[:LARGEST_SITEMAP], f"larger than {LARGEST_SITEMAP // (1024 * 1024)} MiB when unpacked: the rest was left"
    return content, None


# ---- lists of addresses


def _is_list(head: bytes) -> bool:
    """Whether every whole line is an address."""
    lines = head.lstrip(b"\xef\xbb\xbf").splitlines()
    if len(head) >= HEAD and lines:
        lines = lines[:-1]
    told = [line.strip() for line in lines if line.strip()]
    return bool(told) and all(re.match(rb"https?://[^\s<>\"]+$", line, re.IGNORECASE) for line in told)


def _from_list(content: bytes, page: Page) -> Iterator[Item | Issue]:
    for raw in io.BytesIO(content.lstrip(b"\xef\xbb\xbf")):
        line = raw.strip()
        if not line:
            continue
        address = web_address(line.decode("utf-8", "replace"))
        if address is None:
            message = f"no address: {line[:80].decode('utf-8', 'replace')!r}"
            yield Issue(page.location, "source", "no-address", message, fatal=False)
        else:
            yield Item(address)


# ---- XML


def _from_xml(content: bytes, page: Page) -> Iterator[Item | Child | Issue]:
    base = page.location if web_address(page.location) else ""
    read = odd = 0
    flaw = _Flaw()
    last: Item | Child | None = None  # held back until the next: where the file is cut off, it is cut in the middle of one
    begun = False
    for node in _nodes(content, flaw):
        if begun and last is None:
            odd += 1
        elif last is not None:
            read += 1
            yield last
        begun, last = True, _entry(node, base=base)
    if begun and not flaw.is_cut:
        read, odd = (read, odd + 1) if last is None else (read + 1, odd)
        if last is not None:
            yield last
    if flaw.why is not None:
        message = f"the sitemap is not well-formed ({flaw.why}): {read} addresses were read as far as it goes"
        yield Issue(page.location, "source", "damaged", message, page=page.sha256, fatal=not read)
    if odd:
        message = f"{odd} entries name no web address, and were passed over"
        yield Issue(page.location, "source", "no-address", message, page=page.sha256, fatal=False)


@dataclass(slots=True)
class _Flaw:
    """What is wrong with a sitemap, and whether it breaks off."""

    why: str | None = None
    is_cut: bool = False


def _nodes(content: bytes, flaw: _Flaw) -> Iterator[Any]:
    """The ``url`` and ``sitemap`` elements, each as soon as it is read; all is let go before the next."""
    from lxml import etree  # type: ignore[import-untyped]  # no stubs  # noqa: PLC0415 - heavy, and only where a sitemap is read

    events = etree.iterparse(
        io.BytesIO(_without_doctype(content)),
        events=("start", "end"),
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = inside = 0
    try:
        for event, node in events:
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                flaw.why = "elements stand too deep, one inside the other"
                return
            inside += event == "start"
            if inside > _MOST_INSIDE:
                flaw.why = "an entry of more elements than any has"
                return
            if event == "end" and depth == 1:
                inside = 0
                if _local(node) in ("url", "sitemap"):
                    yield node
                node.clear()
                while node.getprevious() is not None:  # memory does not grow with the file
                    del node.getparent()[0]
    except (etree.XMLSyntaxError, ValueError) as error:
        flaw.why = " ".join(str(error).split())[:200]
    told = [" ".join(str(one.message).split())[:200] for one in events.error_log.filter_from_errors()]
    flaw.why = flaw.why or next(iter(told), None)
    flaw.is_cut = any(_ENDS.match(one) for one in told)


def _local(node: Any) -> str:
    """An element's name without its namespace."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def _without_doctype(content: bytes) -> bytes:
    """The file without a document type, and so without entities of its own."""
    root = root_of(content)
    if root is None or b"<!DOCTYPE" not in content[: root.at].upper():
        return content
    declaration = content[: content.find(b"?>") + 2] if content.lstrip(b"\xef\xbb\xbf").startswith(b"<?xml") else b""
    return declaration + content[root.at :]


def _entry(node: Any, *, base: str) -> Item | Child | None:
    """What one ``url`` or ``sitemap`` element says."""
    told: dict[str, str] = {}
    for one in node.iterdescendants():
        if not isinstance(one.tag, str):
            continue
        outer = one.getparent()
        key = _local(one)
        if outer is not node:  # a picture's title is not the page's
            key = f"{_local(outer)}/{key}"
        if one.text and one.text.strip() and not len(one):  # an entity nobody declared stands inside as a node
            told.setdefault(key, one.text.strip()[:_LONGEST_VALUE])
    address = web_address(told.get("loc"), base=base)
    if address is None:
        return None
    updated = moment_of(told.get("lastmod"))
    if _local(node) == "sitemap":
        return Child(address, updated)
    published = moment_of(told.get("news/publication_date"))
    return Item(
        address,
        title=line_of(told.get("news/title")),
        published=published,
        updated=updated,
        outlet=line_of(told.get("publication/name"), longest=200),
    )
