"""Lists as Atom feeds (RFC 4287): an entry for each event, claim or article, whose id stays while what is said of it changes."""

from __future__ import annotations

import re
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from enligt.reports.brief import claim_headline, claim_summary, headline, summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.reports.records import Record

ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMES: Final = uuid.UUID("5b0f1c1e-7d3c-5b64-9c8e-3c1e2a7f9d10")  # under which ids of events become ids of entries
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""
_NEVER: Final = "1970-01-01"
_LONGEST_TITLE: Final = 120
_LONGEST_SUMMARY: Final = 400


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells of one event, claim or article. ``path`` leads to its page, ``updated`` is a moment (UTC, ISO) or day."""

    key: str
    title: str
    updated: str | None
    published: str | None
    path: str
    categories: tuple[str, ...]
    summary: str


def of_event(record: Record, moment: str | None) -> Entry:
    """An event; ``moment``: when what is told of it last changed, else the day of its last article counts."""
    return Entry(
        key=record["event_id"],
        title=headline(record),
        updated=moment or record["last_published"] or record["first_published"],
        published=record["first_published"],
        path=f"events/{record['event_id']}",
        categories=(record["event_type"], record["status"]),
        summary=summary(record),
    )


def of_claim(record: Record, moment: str | None) -> Entry:
    """A claim; ``moment``: when it was read last."""
    return Entry(
        key=record["claim_id"],
        title=claim_headline(record),
        updated=moment or record["published"],
        published=record["published"],
        path=f"claims/{record['claim_id']}",
        categories=(record["event_type"], record["factuality"]),
        summary=claim_summary(record),
    )


def of_article(record: Record, moment: str | None) -> Entry:
    """An article, with the beginning of its text; ``moment``: when it was added."""
    text = " ".join(record["text"].split())
    return Entry(
        key=record["article_id"],
        title=record["headline"] or text[:_LONGEST_TITLE] or record["article_id"],
        updated=moment or record["published"],
        published=record["published"],
        path=f"articles/{record['article_id']}",
        categories=(record["language"],),
        summary=": ".join(one for one in (record["outlet"], text[:_LONGEST_SUMMARY]) if one),
    )


def feed(entries: Sequence[Entry], *, title: str, key: str, address: str, base: str) -> bytes:
    """The feed as XML.

    Args:
        entries: what it tells; of several with one key the first.
        title: of the feed.
        key: what makes this feed another one than the ledger's others: its list and filters.
        address: of the feed itself.
        base: the address of the server's front page, with a slash at its end.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(_name("feed"))
    _add(root, "id", identity(f"feed {key}"))
    _add(root, "title", title)
    _add(root, "updated", max((_moment(one.updated) for one in entries), default=_moment(None)))
    ET.SubElement(root, _name("link"), {"rel": "self", "type": "application/atom+xml", "href": _fit(address)})
    ET.SubElement(root, _name("link"), {"rel": "alternate", "type": "text/html", "href": _fit(base)})
    _add(ET.SubElement(root, _name("author")), "name", "Enligt")
    _add(root, "generator", "enligt")
    told: dict[str, Entry] = {}
    for one in entries:
        told.setdefault(one.key, one)
    for one in told.values():
        entry = ET.SubElement(root, _name("entry"))
        _add(entry, "id", identity(one.key))
        _add(entry, "title", one.title)
        _add(entry, "updated", _moment(one.updated))
        if one.published:
            _add(entry, "published", _moment(one.published))
        ET.SubElement(entry, _name("link"), {"rel": "alternate", "href": f"{base}{one.path}"})
        for term in one.categories:
            ET.SubElement(entry, _name("category"), {"term": term})
        _add(entry, "summary", one.summary)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def identity(of: str) -> str:
    """An id for ever: the same for the same words, on every machine."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, of)}"


def _moment(said: str | None) -> str:
    """A moment as feeds write it; of a day, month or year the first moment, of none the first of all."""
    if said is not None and said.endswith(("+00:00", "Z")):
        return said.replace("+00:00", "Z")
    return f"{((said or _NEVER) + '-01-01')[:10]}T00:00:00Z"


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
