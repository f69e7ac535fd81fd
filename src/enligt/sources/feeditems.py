"""What a feed or a sitemap lists, whatever it is written in: items with an address, dates, and the text where it is there."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.sources import markup
from enligt.sources.lines import clean_line, clean_lines
from enligt.sources.phrases import agencies, folded, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.model import Issue
    from enligt.sources.moments import Moment

MOST_ITEMS = 5000
"""Items of one feed that are read; real ones hold at most some hundreds."""

LEAST_TEXT = 150
"""Characters that an element meant for the whole text (``content:encoded``, Atom's ``content``, ``content_html``) must hold."""

LEAST_SUMMARY = 600
"""Characters, in more than one paragraph, from which an element meant for a summary (``description``) is the whole text."""

_LARGEST_TEXT = 2 * 1024 * 1024  # characters of one item's markup
_LONGEST_NAME = 200
_MOST_NAMES = 10
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,1000}>")
_CUT = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\s\]»”\"’')]*$")
_ADDRESS = re.compile(r"https?://|www\.|@|^[\w.-]+\.(?:com|net|org|se|no|dk|example)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a feed or sitemap lists.

    ``source`` is whose text it is where the item credits another (``<source>``, ``dc:source``, an agency); ``outlet`` is who
    publishes it where the item itself says so (a news sitemap's publication). ``text`` is the whole text, its paragraphs
    parted by a blank line, where the feed carries it.
    """

    address: str | None
    title: str | None = None
    published: Moment | None = None
    updated: Moment | None = None
    author: str | None = None
    source: str | None = None
    outlet: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """What was read of a feed: its own name and address (where it says them), its items in its order, and what went wrong."""

    items: tuple[Item, ...] = ()
    title: str | None = None
    address: str | None = None
    issues: tuple[Issue, ...] = ()


def line_of(told: str | None, *, longest: int = 1000) -> str | None:
    """A title or name as one clean line, its markup and entities resolved; None where nothing is left."""
    raw = (told or "")[: 4 * longest]
    if _TAG.search(raw):
        raw = _TAG.sub("", raw)
    raw = html.unescape(html.unescape(raw)) if "&" in raw else raw  # twice: many systems escape what was escaped
    line = clean_line(" ".join(raw.split()))
    return line.text[:longest].strip() or None if line is not None else None


def names_of(told: Iterable[str | None]) -> str | None:
    """The names among what is said of the authors, each once: neither mail addresses nor web addresses are names."""
    names = [name for one in told if (name := line_of(one, longest=_LONGEST_NAME)) and not _ADDRESS.search(name)]
    return ", ".join(list(dict.fromkeys(names))[:_MOST_NAMES]) or None


def is_agency(name: str | None) -> bool:
    """Whether a name is one of the agencies that sign stories, in any of the languages."""
    return name is not None and name.strip(" /()").lower() in {mark.lower() for mark in agencies("marks")}


def whole_text(told: str | None, *, title: str | None, marked_up: bool, meant: bool) -> str | None:
    """An item's text, its paragraphs parted by a blank line; None where it is a teaser.

    Args:
        told: what the element holds.
        title: the item's; a first line that repeats it is left off, and a last one that is about it (``The post … appeared``).
        marked_up: whether ``told`` is HTML.
        meant: whether the element is for the whole text, rather than for a summary.
    """
    if not told or len(told) > _LARGEST_TEXT:
        return None
    lines = _lines(told) if marked_up or _TAG.search(told) else [line.text for line in clean_lines(told)]
    if title is not None and lines and folded(lines[0]) == folded(title):
        lines = lines[1:]
    if title is not None and len(lines) > 1 and title in lines[-1] and len(lines[-1]) < len(title) + 120:
        lines = lines[:-1]
    if lines and _leads_on(lines[-1]):
        lines = lines[:-1]
    if not lines or _CUT.search(lines[-1]):
        return None
    length = sum(len(line) for line in lines)
    if length < LEAST_TEXT if meant else (length < LEAST_SUMMARY or len(lines) < 2):
        return None
    return "\n\n".join(lines)


def _lines(told: str) -> list[str]:
    parsed = markup.parse(f"<body>{told}</body>")
    return [line.text for line in markup.walked(parsed.tree)] if parsed is not None else []


def _leads_on(line: str) -> bool:
    """Whether a short last line only leads to the page: "Läs mer", "Les hele saken hos oss"."""
    bare = folded(line)
    return len(bare) < 80 and any(bare == one or bare.startswith(one + " ") for one in phrases("more"))
