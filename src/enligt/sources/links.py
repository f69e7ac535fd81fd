"""The hyperlinks of an article: those of the page's markup, found again in its text, and addresses that stand bare in it.

Main text is made by a parser that keeps no positions, so the text is laid beside the page's own letters: both without
white space and without what cleaning takes away. A paragraph that stands on the page letter by letter has the page's
links; in one that does not (a quotation mark put right, a caption cut off) a link is found by its words, where they
stand in it once only. A link that is found nowhere is left out: no range is guessed at.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from enligt.model import Link
from enligt.sources.lines import JUNK
from enligt.sources.markup import walk_of
from enligt.sources.urls import LONGEST, absolute, same_page

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST: Final = 500
"""Links of one article at most; what stands after them is left out."""
_MOST_OF_PAGE = 5_000
_LONGEST_PAGE = 2_000_000  # letters of a page looked at
_FEWEST = 12  # letters that a paragraph needs to be looked for
_GONE = re.compile(rf"[\s{JUNK}]+")
_SILENT = frozenset(
    {
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "head",
        "select",
        "textarea",
        "iframe",
        "object",
        "nav",
        "footer",
        "button",
    }
)
_BARE = re.compile(r"(?<![\w@/.-])(?:https?://|www\.)[^\s<>\"”“»«]{3,}", re.IGNORECASE)
_TRAILING = re.compile(r"[.,;:!?'’…–—*_]+$")


@dataclass(frozen=True, slots=True)
class Anchors:
    """A page's letters without white space, and its links as ranges of them, in order; ``letters`` is empty without links.

    ``addresses`` are as written, to be made whole against ``base``: of a page's hundreds of links, few stand in its text.
    """

    letters: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    addresses: tuple[str, ...]
    base: str | None = None


NONE: Final = Anchors("", (), (), ())


def anchors_of(tree: Any, *, base: str | None) -> Anchors:
    """The links of a page. ``base`` is the page's address; a ``base`` element of its own goes before it."""
    node = tree.find(".//base[@href]")
    base = absolute(node.get("href"), base=base) if node is not None and absolute(node.get("href"), base=base) else base
    return _laid_out(tree, base)


def _laid_out(tree: Any, base: str | None) -> Anchors:
    letters: list[str] = []
    length = 0
    opened: list[tuple[int, str]] = []
    found: list[tuple[int, int, str]] = []
    walk = walk_of(tree, ends=True)
    for event, node in walk:
        tag = node.tag
        if event == "start":
            if not isinstance(tag, str) or tag in _SILENT or length > _LONGEST_PAGE:
                walk.skip_subtree()
                continue
            raw = node.text
            if tag == "a":
                opened.append((length, node.get("href") or ""))
        else:
            raw = node.tail
            if tag == "a" and opened:
                start, address = opened.pop()
                if length > start and address.lstrip()[:1] not in ("", "#") and len(found) < _MOST_OF_PAGE:
                    found.append((start, length, address))
        if raw:
            bare = _bare(raw)
            letters.append(bare)
            length += len(bare)
    if not found:
        return NONE
    found = _apart(found)
    columns = (tuple(one[0] for one in found), tuple(one[1] for one in found), tuple(one[2] for one in found))
    return Anchors("".join(letters), *columns, base)


def _apart(found: Sequence[tuple[int, int, str]]) -> list[tuple[int, int, str]]:
    """In the order of the text, none over another: the first stands."""
    out: list[tuple[int, int, str]] = []
    for one in sorted(found):
        if not out or one[0] >= out[-1][1]:
            out.append(one)
    return out


def _bare(text: str) -> str:
    bare = _GONE.sub("", text)
    return bare if bare.isascii() else unicodedata.normalize("NFC", bare)


def links_of(text: str, anchors: Anchors = NONE, *, url: str | None = None) -> tuple[Link, ...]:
    """The links of an article's text: ``text[start:end]`` is the words of each.

    Args:
        text: the article's text, paragraphs parted by blank lines.
        anchors: those of its page.
        url: the article's own address: a link to itself (the headline's, mostly) is none.

    Returns:
        At most ``MOST``, in the order of the text, none over another.
    """
    found = _bare_addresses(text)
    if anchors.letters:
        found += _from_page(text, anchors)
    out: list[Link] = []
    for start, end, said in _apart(found):
        address = absolute(said, base=anchors.base)
        if address is not None and not same_page(address, url):
            out.append(Link(start, end, address))
    return tuple(out[:MOST])


def _bare_addresses(text: str) -> list[tuple[int, int, str]]:
    found = []
    for match in _BARE.finditer(text):
        said = match[0][: LONGEST + 1]
        said = _TRAILING.sub("", said)
        while said.endswith((")", "]")) and said.count(said[-1]) > said.count({")": "(", "]": "["}[said[-1]]):
            said = _TRAILING.sub("", said[:-1])
        address = absolute(said if "://" in said else f"https://{said}", base=None)
        if address is not None and "." in address.partition("://")[2]:
            found.append((match.start(), match.start() + len(said), address))
    return found


def _from_page(text: str, anchors: Anchors) -> list[tuple[int, int, str]]:
    """The page's links in the text, paragraph by paragraph; each paragraph is looked for behind the one before it first."""
    found: list[tuple[int, int, str]] = []
    paragraphs = [(match.start(), match[0]) for match in re.finditer(r"[^\n]+", text)]
    at = 0
    first = -1
    for start, paragraph in paragraphs[1:]:
        bare = _bare(paragraph)
        place = _place(bare, anchors.letters, at)
        if place >= 0:
            first = place if first < 0 else first
            found += _within(start, paragraph, place, anchors)
            at = place + len(bare)
        else:
            found += _by_words(start, paragraph, anchors, at)
    if paragraphs:
        start, headline = paragraphs[0]
        bare = _bare(headline)
        place = anchors.letters.rfind(bare, 0, first) if first > 0 else anchors.letters.find(bare)
        if len(bare) >= _FEWEST and place >= 0:
            found += _within(start, headline, place, anchors)
    return found


def _place(bare: str, letters: str, at: int) -> int:
    if len(bare) < _FEWEST:
        return letters.find(bare, at, at + 4 * _FEWEST + len(bare)) if bare else -1
    place = letters.find(bare, at)
    return place if place >= 0 else letters.find(bare)


def _within(start: int, paragraph: str, place: int, anchors: Anchors) -> list[tuple[int, int, str]]:
    """The links of the page's letters from ``place`` on, as ranges of the text; those cut by the paragraph's ends too."""
    positions = [at for at, letter in enumerate(paragraph) if not letter.isspace()]
    end = place + len(positions)
    out = []
    for number in range(bisect_left(anchors.ends, place + 1), len(anchors.starts)):
        if anchors.starts[number] >= end:
            break
        first, last = max(anchors.starts[number], place), min(anchors.ends[number], end)
        out.append((start + positions[first - place], start + positions[last - 1 - place] + 1, anchors.addresses[number]))
    return out


def _by_words(start: int, paragraph: str, anchors: Anchors, at: int) -> list[tuple[int, int, str]]:
    """The links after ``at`` whose words stand in a paragraph once: for one that is not on the page letter by letter."""
    positions = [where for where, letter in enumerate(paragraph) if not letter.isspace()]
    bare = "".join(paragraph[where] for where in positions)
    out = []
    first = bisect_left(anchors.starts, at)
    for number in range(first, min(first + 50, len(anchors.starts))):
        if anchors.starts[number] > at + 4 * len(bare) + 2_000:
            break
        words = anchors.letters[anchors.starts[number] : anchors.ends[number]]
        if len(words) >= 4 and bare.count(words) == 1:
            place = bare.index(words)
            out.append((start + positions[place], start + positions[place + len(words) - 1] + 1, anchors.addresses[number]))
    return out
