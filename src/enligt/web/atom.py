"""Events as an Atom feed (RFC 4287): an entry for each event, whose id stays while what is said of it changes."""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Final
from xml.etree import ElementTree as ET

from enligt.reports.brief import headline, summary

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.reports.records import Record

ATOM: Final = "http://www.w3.org/2005/Atom"
_NAMES: Final = uuid.UUID("5b0f1c1e-7d3c-5b64-9c8e-3c1e2a7f9d10")  # under which ids of events become ids of entries
_UNFIT: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold, not even as a reference."""
_NEVER: Final = "1970-01-01"


def feed(  # noqa: PLR0913 - what a feed says of itself, and its entries
    records: Sequence[Record], *, title: str, key: str, address: str, base: str, moments: Mapping[str, str] | None = None
) -> bytes:
    """The feed as XML.

    Args:
        records: events, as ``event_record`` writes them.
        title: of the feed.
        key: what makes this feed another one than the ledger's others: its filters.
        address: of the feed itself.
        base: the address of the server's front page, with a slash at its end.
        moments: of events, when (UTC, ISO) what is told of each last changed; else the day of the last article counts.
    """
    ET.register_namespace("", ATOM)
    root = ET.Element(_name("feed"))
    updated = [_moment(record, moments or {}) for record in records]
    _add(root, "id", identity(f"feed {key}"))
    _add(root, "title", title)
    _add(root, "updated", max(updated, default=f"{_NEVER}T00:00:00Z"))
    ET.SubElement(root, _name("link"), {"rel": "self", "type": "application/atom+xml", "href": _fit(address)})
    ET.SubElement(root, _name("link"), {"rel": "alternate", "type": "text/html", "href": _fit(base)})
    _add(ET.SubElement(root, _name("author")), "name", "Enligt")
    _add(root, "generator", "enligt")
    for record, moment in zip(records, updated, strict=True):
        entry = ET.SubElement(root, _name("entry"))
        _add(entry, "id", identity(record["event_id"]))
        _add(entry, "title", headline(record))
        _add(entry, "updated", moment)
        if record["first_published"]:
            _add(entry, "published", f"{_whole(record['first_published'])}T00:00:00Z")
        ET.SubElement(entry, _name("link"), {"rel": "alternate", "href": f"{base}events/{record['event_id']}"})
        ET.SubElement(entry, _name("category"), {"term": record["event_type"]})
        ET.SubElement(entry, _name("category"), {"term": record["status"]})
        _add(entry, "summary", summary(record))
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


def identity(of: str) -> str:
    """An id for ever: the same for the same words, on every machine."""
    return f"urn:uuid:{uuid.uuid5(_NAMES, of)}"


def _moment(record: Record, moments: Mapping[str, str]) -> str:
    told = moments.get(record["event_id"])
    if told:
        return told.replace("+00:00", "Z")
    return f"{_whole(record['last_published'] or record['first_published'] or _NEVER)}T00:00:00Z"


def _whole(date: str) -> str:
    """A day, month or year as its first day."""
    return (date + "-01-01")[:10]


def _name(tag: str) -> str:
    return f"{{{ATOM}}}{tag}"


def _add(parent: ET.Element, tag: str, text: str) -> None:
    ET.SubElement(parent, _name(tag)).text = _fit(text)


def _fit(text: str) -> str:
    return _UNFIT.sub("\N{REPLACEMENT CHARACTER}", text)
