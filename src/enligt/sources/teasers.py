"""Pages that only lead to articles: front pages, sections, tags, search results, a live centre's list of what goes on."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.sources.markup import is_aside, same_title, walk_of
from enligt.sources.phrases import alternatives, phrases
from enligt.sources.urls import absolute, is_front, same_page

if TYPE_CHECKING:
    from enligt.sources.metadata import Metadata

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OUTSIDE = frozenset({"nav", "aside", "footer", "script", "style", "noscript", "template", "form", "dialog", "svg", "head"})
_NOWHERE = "https://page.invalid/"  # what relative addresses of a page without one are made whole against
_LONG = 80  # letters of a paragraph that may be text of an article
_SHORT_STORY = 500  # letters of text of its own that a page of teasers does not have
_LEAST = 200  # the same, of a page that says itself that it is an article
_TEASERS, _LINKS = 3, 5
_BOXES = frozenset({"div", "li", "article", "section", "a", "td", "header", "figure", "aside"})
_LARGEST_BOX = 400  # letters of a teaser
_MOST_HEADINGS = 500
_TWO_HEADINGS = "(.//h1 | .//h2 | .//h3 | .//h4 | .//h5)[position() <= 2]"
_LENGTH = "string-length(normalize-space(.))"
_SEVERAL = 8  # elements in one parent


@dataclass(slots=True)
class _Counted:
    """What stands on a page: headings and lines that lead elsewhere, and text that belongs to none of them."""

    teasers: int = 0
    links: int = 0
    own: int = 0
    paragraphs: int = 0
    led: bool = False  # whether the last heading leads to another page
    _under: int = 0  # letters under it
    _pending: int = 0  # paragraphs

    def heading(self, *, leads: bool) -> None:
        """A heading, or the end of the page."""
        if self.led and self._under > _SHORT_STORY:  # a headline that is its own permalink
            self.own, self.paragraphs, self.teasers = self.own + self._under, self.paragraphs + self._pending, self.teasers - 1
        self.led, self._under, self._pending = leads, 0, 0
        self.teasers += leads

    def paragraph(self, letters: int) -> None:
        """A paragraph of running text: it belongs to the last heading before it."""
        if self.led:
            self._under, self._pending = self._under + letters, self._pending + 1
        else:
            self.own, self.paragraphs = self.own + letters, self.paragraphs + 1


def is_index(tree: Any, meta: Metadata) -> bool:
    """Whether a page leads to articles and holds none: its text stands under headings that link to other pages.

    A page that describes an article of its own (JSON-LD, a date of publication) is one with less text than others.
    """
    counted = _count(tree, meta.url)
    leads = counted.teasers + counted.links // 2
    if (counted.teasers < _TEASERS and counted.links < _LINKS) or (counted.own >= _SHORT_STORY and counted.paragraphs > 2):
        return False
    front = meta.url is not None and is_front(meta.url)
    if not meta.linked.article and (meta.linked.index or front):
        return counted.own < _SHORT_STORY
    if meta.linked.article or (meta.published and meta.published[0].place != "visible text"):
        return counted.own == 0 and leads > 2 * _LINKS
    if counted.own < _LEAST:
        return True
    return meta.kind != "article" and counted.own < _SHORT_STORY and leads > 2 * counted.paragraphs + _TEASERS


def _count(tree: Any, url: str | None) -> _Counted:
    found = _Counted()
    walk = walk_of(tree)
    for _, node in walk:
        tag = node.tag
        if not isinstance(tag, str) or _is_outside(node, tag):
            walk.skip_subtree()
        elif tag in _HEADINGS:
            found.heading(leads=leads_elsewhere(node, url=url))
        elif (letters := _letters(node, tag)) >= _LONG:
            if not _is_link(node, letters):
                found.paragraph(letters)
        elif tag == "a" and not found.led:
            found.links += _is_line(node) and absolute(node.get("href"), base=url or _NOWHERE) is not None
    found.heading(leads=False)
    return found


def _is_outside(node: Any, tag: str) -> bool:
    if tag == "header":
        return not any(parent.tag in ("article", "main", "section") for parent in node.iterancestors())
    return tag in _OUTSIDE or is_aside(node, tag)


def _letters(node: Any, tag: str) -> int:
    """Letters of a paragraph, or of text that stands in a block without one."""
    if tag in ("p", "dd"):
        return len(" ".join("".join(node.itertext()).split()))
    if tag in ("div", "td", "section", "article", "main", "body", "center", "font", "blockquote", "li"):
        return len((node.text or "").strip()) + sum(len((child.tail or "").strip()) for child in node)
    return 0


def leads_elsewhere(heading: Any, *, url: str | None) -> bool:
    """Whether a heading is a link to another page than ``url``."""
    links = [*heading.iter("a"), *(one for one in heading.iterancestors("a"))]
    addresses = [absolute(link.get("href"), base=url or _NOWHERE) for link in links]
    return any(address is not None and not same_page(address, url) for address in addresses)


def _is_link(node: Any, letters: int) -> bool:
    """Whether a paragraph is a link for the most part, or stands in one."""
    if next(node.iterancestors("a"), None) is not None:
        return True
    linked = sum(len(" ".join("".join(link.itertext()).split())) for link in node.iter("a"))
    return linked * 2 > letters


def _is_line(link: Any) -> bool:
    """Whether a link of some words is a line of its own: little text beside it in its paragraph or item."""
    words = "".join(link.itertext()).split()
    parent = link.getparent()
    if len(words) < 3 or parent is None or parent.tag not in ("li", "p", "td", "dt", "span"):
        return len(words) >= 3 and parent is not None
    if len(parent) > _SEVERAL:
        return bool(parent.tag != "p")  # links one behind the other; running text with so many is rare
    return len(" ".join("".join(parent.itertext()).split())) <= 2 * len(" ".join(words)) + 20


def drop_teasers(tree: Any, meta: Metadata) -> bool:
    """Take other stories' teasers out of a page: boxes of a few words around one heading that leads to another page.

    Gives whether there were any.

    A heading without a box of its own stays, as does one with the page's own headline: its address may be the page's.
    """
    boxes = []
    for heading, _ in zip(tree.iter("h2", "h3", "h4", "h5"), range(_MOST_HEADINGS), strict=False):
        if leads_elsewhere(heading, url=meta.url) and not _is_title(heading, meta.headline):
            box = None
            for outer in heading.iterancestors():
                if outer.tag not in _BOXES or len(outer.xpath(_TWO_HEADINGS)) > 1 or outer.xpath(_LENGTH) > _LARGEST_BOX:
                    break
                box = outer
            if box is not None:
                boxes.append(box)
    for box in boxes:
        if box.getparent() is not None:
            box.drop_tree()
    return bool(boxes)


def _is_title(heading: Any, title: str | None) -> bool:
    return title is not None and same_title(" ".join("".join(heading.itertext()).split()) or " ", title)


def ends_in_more(element: Any) -> bool:
    """Whether an excerpt says that it goes on elsewhere: its last words that are a link are "Read more"."""
    return any(is_more(link) for link in element.xpath("(.//a[normalize-space()])[last()]"))


def is_more(link: Any, *, alone: bool = False) -> bool:
    """Whether a link says "Read more"; ``alone``: and nothing else, no other story's title behind it."""
    said = " ".join("".join(link.itertext()).split()).lower().strip(" .…→»›>")
    if alone:
        return said in phrases("more")
    return len(said) <= 60 and _more().match(said) is not None


@functools.cache
def _more() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(phrases('more'))})(?!\w)")
