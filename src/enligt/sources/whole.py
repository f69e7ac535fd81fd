"""All lines of a page beside an article of it: which stand in the article, and which were left out, for a reader to see."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal

from enligt.model import Issue
from enligt.sources import documents, records
from enligt.sources import markup as html
from enligt.sources.decoding import decode
from enligt.sources.limits import USUAL
from enligt.sources.lines import clean_line, clean_lines
from enligt.sources.phrases import folded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.model import Article, Page

Place = Literal["article", "other", "markup", "judged"]
"""In the article; in another article of the page; left out because the page's markup calls it navigation, a box, a caption or
the like; left out because it was taken for none of the text."""

MOST_LINES: Final = 2_000
LONGEST_LINE: Final = 1_000
"""Letters of a line that are told."""
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a page that is looked through."""

_SURE: Final = 12  # letters and digits; a shorter line is the article's where it is a whole paragraph of it
_DEPTH: Final = 2  # documents within documents
_NO_TEXT: Final = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "head", "audio", "video",
    "select", "textarea", "datalist",
})  # fmt: skip
_INLINE: Final = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark", "q",
    "s", "samp", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr", "img",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page, cleaned and cut to `LONGEST_LINE`, and where it went."""

    text: str
    place: Place


def lines_of(page: Page, article: Article, others: Sequence[Article] = ()) -> list[PageLine] | None:
    """The lines of a page in its order, at most `MOST_LINES`; plain text, whatever the page is written in.

    Args:
        page: as it was handed in.
        article: the article that is looked at.
        others: the other articles of the page.

    Returns:
        The lines; None where there are none to tell: a record of a file of many, a page larger than `LARGEST`, or one of which
        no text can be had.
    """
    if page.media_type == records.RECORD or len(page.content) > LARGEST:
        return None
    own, further = _Text(article), [_Text(one) for one in others if one.article_id != article.article_id]
    found: list[PageLine] = []
    for text, aside in _raw(page, _DEPTH):
        if len(found) == MOST_LINES:
            break
        place: Place = "markup" if aside else "judged"
        if own.holds(text):
            place = "article"
        elif any(one.holds(text) for one in further):
            place = "other"
        found.append(PageLine(text[:LONGEST_LINE], place))
    return found or None


class _Text:
    """An article's letters and digits, to find lines in whatever broke or spaced them."""

    def __init__(self, article: Article) -> None:
        paragraphs = [_bare(one) for one in article.text.split("\n\n")]
        self._paragraphs, self._all = frozenset(paragraphs), "".join(paragraphs)

    def holds(self, line: str) -> bool:
        bare = _bare(line)
        return bare in self._paragraphs or (len(bare) >= _SURE and bare in self._all)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", folded(text))


def _raw(page: Page, depth: int) -> Iterator[tuple[str, bool]]:
    """Each line's text, and whether markup itself calls it none of the text."""
    kind = documents.kind_of(page)
    if kind is not None:
        for part in documents.parts_of(page, kind, USUAL):
            if isinstance(part, documents.Written):
                yield from ((line.text, False) for line in part.lines)
                yield from ((line, True) for line in part.around)
            elif isinstance(part, documents.Enclosed) and depth:
                yield from _raw(part.page, depth - 1)
        return
    decoded = decode(page)
    if isinstance(decoded, Issue):
        return
    if decoded.kind != "html":
        yield from ((line.text, False) for line in clean_lines(decoded.text))
        return
    parsed = html.parse(decoded.text)
    if parsed is not None:
        yield from _walked(parsed.tree)


def _walked(tree: Any) -> Iterator[tuple[str, bool]]:
    buffer: list[str] = []
    asides = 0

    def flush() -> Iterator[tuple[str, bool]]:
        line = clean_line(re.sub(r"\s+", " ", "".join(buffer)))
        buffer.clear()
        if line is not None:
            yield line.text, asides > 0

    walk = html.walk_of(tree, ends=True)
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        if event == "start" and node is not tree and (not tag or tag in _NO_TEXT):
            walk.skip_subtree()  # its end comes all the same, with what stands behind it
            continue
        aside = bool(tag) and tag not in _NO_TEXT and node is not tree and html.is_aside(node, tag)
        if tag not in _INLINE or aside:
            yield from flush()
        asides += (aside and event == "start") - (aside and event == "end")
        buffer.append((node.text or "") if event == "start" else (node.tail or "") if node is not tree else "")
    yield from flush()
