"""Several stories on one page of HTML: articles one below the other, a live report's posts, bulletins, a letter's items.

A part must show itself as a story of its own: by a date with a time of day, or a heading with a date, or a heading and enough
text in an ``article`` of its own. A subheading, a timeline and a list of teasers part nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from enligt.sources.dating import Told, told
from enligt.sources.lines import Line, clean_line, clean_lines
from enligt.sources.linked import name_in, posts_of, text_in
from enligt.sources.markup import is_aside, is_commentary, parse, walk_of, walked
from enligt.sources.metadata import Metadata, metadata_inside
from enligt.sources.stamps import read_stamp
from enligt.sources.teasers import ends_in_more, is_more, leads_elsewhere
from enligt.sources.urls import absolute

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.sources.markup import Markup

MOST: Final = 500
"""Stories of one page at most; a live report of some days has a few hundred posts."""
_PARTS = frozenset({"article", "section", "div", "li", "td", "tr"})
_ENOUGH = 20  # letters of a post
_LONG = 80  # letters of a paragraph
_GREETING = 2  # paragraphs before a letter's first item at most
_CLOCK = re.compile(r"\d\d\d\d-\d\d-\d\d[T ]\d\d:?\d\d")
_HEADINGS = ("h1", "h2", "h3", "h4")


@dataclass(frozen=True, slots=True)
class Part:
    """One story's lines, what its own markup says of it, and its heading, which may be none."""

    lines: tuple[Line, ...]
    heading: str | None
    meta: Metadata


def parts_of(markup: Markup, meta: Metadata) -> list[Part]:
    """The stories of a page that has several, in its order; empty where it has one, or none.

    What stands before the first post of a live report is a story too, the page's own.
    """
    if not markup.small:
        return []
    elements = _elements(markup.tree)
    if elements:
        found = [_part(one, meta) for one in elements[:MOST]]
        undated = not any(one.meta.published for one in found)  # then the page's date is that of all
        return [replace(one, meta=replace(one.meta, published=meta.published)) if undated else one for one in found]
    posts = _posts(markup.tree)
    if posts and _is_report(markup.tree, posts, meta):
        return [*_before(markup.tree, posts, meta), *(_part(one, meta) for one in posts[:MOST])]
    written = [part for one in posts_of(meta.linked.article) if (part := _written(one, meta)) is not None]
    if len(written) > 1:
        return [*_before(markup.tree, [], meta), *written]
    return _letter(markup.tree, meta)


# ---- articles one below the other


def _elements(tree: Any) -> list[Any]:
    """The ``article`` elements that hold one story each: none inside another, each with a heading and text.

    A teaser (a heading and a sentence, an excerpt that goes on elsewhere) is none, nor a comment, nor an entry of a live
    report, which has no heading of its own.
    """
    found: list[Any] = []
    if tree.find(".//article") is None:
        return found
    for node in tree.iter("article"):
        if any(parent.tag == "article" for parent in node.iterancestors()) or is_commentary(node):
            continue
        if node.find(".//article") is not None and len(node.findall(".//article")) > 1:
            return []  # a live report, or a list inside a frame
        heading = _heading(node)
        paragraphs = [len(" ".join(p.itertext()).strip()) for p in node.iter("p")]
        long = [length for length in paragraphs if length >= 40]
        if (
            heading is not None
            and (len(long) >= 2 or sum(long) >= 300)
            and not (leads_elsewhere(heading, url=None) and ends_in_more(node))
        ):
            found.append(node)
    return found if len(found) > 1 else []


def _heading(node: Any) -> Any:
    return next(node.iter(*_HEADINGS), None)


def _title(node: Any) -> str | None:
    return _title_of(_heading(node))


def _title_of(heading: Any) -> str | None:
    line = None if heading is None else clean_line(" ".join(" ".join(heading.itertext()).split()))
    return line.text if line is not None else None


def _part(node: Any, page: Metadata) -> Part:
    lines = tuple(walked(node))
    meta = metadata_inside(node, page=page)
    if not meta.published:
        stamp = next((one for line in lines[:6] if (one := _date_in(line)) is not None), None)
        meta = replace(meta, published=(stamp,)) if stamp is not None else meta
    return Part(lines, _title(node), replace(meta, updated=tuple(one for one in meta.updated if one not in meta.published)))


def _date_in(line: Line) -> Told | None:
    stamp = read_stamp(line.text)
    day = None if stamp is None or stamp[1] else stamp[0].value
    return Told("visible text", day) if day else None


# ---- posts of a live report, bulletins


def _posts(tree: Any) -> list[Any]:
    """Siblings of one shape that are dated each, with a time of day or a heading, and hold text: two or more."""
    parents: dict[Any, dict[tuple[str, str], list[Any]]] = {}
    for time in _dated(tree):
        for node in (time, *time.iterancestors()):
            if node.tag not in _PARTS or node.getparent() is None:
                continue
            shapes = parents.setdefault(node.getparent(), {})
            several = shapes.setdefault((str(node.tag), _shape(node)), [])
            if not several or several[-1] is not node:
                several.append(node)
    best: list[Any] = []
    for shapes in parents.values():
        for several in shapes.values():
            kept = [node for node in several if _is_post(node)] if len(several) > max(1, len(best)) else []
            if len(kept) > 1 and len(kept) > len(best) and not _is_talk(kept[0]):
                best = kept
    return best


def _is_report(tree: Any, posts: Sequence[Any], meta: Metadata) -> bool:
    """Whether posts are what the page is for: half of its text, and four fifths where none has a heading (readers' letters)."""
    held = sum(_own_letters(one) for one in posts)
    whole = sum(len(line.text) for line in walked(tree) if len(line.text) >= _ENOUGH)
    headed = bool(posts_of(meta.linked.article)) or any(_heading(one) is not None for one in posts)
    return held * 10 >= whole * (5 if headed else 8)


def _own_letters(node: Any) -> int:
    """Letters of paragraphs that are no links."""
    letters = 0
    for one in node.iter("p"):
        linked = sum(len(" ".join("".join(link.itertext()).split())) for link in one.iter("a"))
        own = len(" ".join("".join(one.itertext()).split()))
        letters += own if 2 * linked <= own and next(one.iterancestors("a"), None) is None else 0
    return letters


def _shape(node: Any) -> str:
    """The first word of an element's class: what follows differs between posts ("post pinned")."""
    return (node.get("class") or "").split(" ")[0]


def _dated(tree: Any) -> Iterator[Any]:
    """Elements that bear a whole date: ``time`` and its like."""
    marked = "descendant-or-self::*/@itemprop[.='datePublished']/.."
    yield from tree.xpath(f"(descendant-or-self::time[@datetime] | {marked})[position() <= 2000]")


def _is_post(node: Any) -> bool:
    heading = _heading(node)
    letters = _own_letters(node)
    times = [
        one for one in node.iter() if isinstance(one.tag, str) and (one.tag == "time" or one.get("itemprop") == "datePublished")
    ]
    said = [one.get("datetime") or one.get("content") or "" for one in times[:3]]
    if letters < _ENOUGH or (
        heading is not None and leads_elsewhere(heading, url=None) and (letters < 300 or ends_in_more(node))
    ):
        return False
    clocked = any(_CLOCK.match(one) for one in said)
    return clocked or (heading is not None and any(told(one, "metadata") is not None for one in said))


def _is_talk(node: Any) -> bool:
    """Whether it stands among comments, or in what is no text at all."""
    return any(
        isinstance(one.tag, str) and one.tag not in ("html", "body", "main", "article") and is_aside(one, one.tag)
        for one in (node, *node.iterancestors())
    )


def _before(tree: Any, posts: Sequence[Any], meta: Metadata) -> list[Part]:
    """What the page says itself, above its posts: a story where it has a paragraph of text."""
    lines = tuple(walked(tree, but=frozenset(posts)))
    at = next((n for n, line in enumerate(lines) if meta.headline is not None and line.text == meta.headline), None)
    if at is None:
        return []
    rest = [line for line in lines[at + 1 :] if len(line.text) >= _LONG]
    if not rest:
        return []
    published = tuple(one for one in meta.published if one.place != "visible text")  # what is to be seen is of some post
    updated = tuple(one for one in meta.updated if one.place != "visible text")
    return [Part(lines[at:], meta.headline, replace(meta, published=published, updated=updated))]


# ---- a letter's items


def _letter(tree: Any, meta: Metadata) -> list[Part]:
    """The items of a letter: headings of one level that lead to their stories, or end in "Read more", with text under each."""
    leading: dict[str, str] = {}
    headings = 0
    for current, link in _led(tree):
        headings += link is None
        address = absolute(link.get("href"), base=meta.url) if link is not None else None
        title = None if address is None else _title_of(current)
        if title is not None and address is not None:
            leading.setdefault(title, address)
    if len(leading) < 2 or len(leading) * 5 < headings * 4 or len(set(leading.values())) < len(leading):
        return []
    lines = list(walked(tree))
    starts = [at for at, line in enumerate(lines) if line.role == "heading" and line.text in leading]
    if not starts:
        return []
    before = lines[: starts[0]]
    greeting = sum(len(line.text) >= _LONG for line in before)
    if greeting > _GREETING:
        return []  # a story, with headings that lead elsewhere under it
    parts = [Part(tuple(before), meta.headline, meta)] if greeting else []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        body = [line.text for line in lines[start + 1 : end] if len(line.text) >= 40]
        if (len(body) >= 2 or sum(map(len, body)) >= 300) and not body[-1].endswith(("…", "...", "[…]", "[...]")):
            title = lines[start].text
            about = replace(meta, headline=None, byline=None, authors=(), updated=(), url=leading[title])
            parts.append(Part(tuple(lines[start:end]), title, about))
    items = len(parts) - bool(greeting)
    return parts if items > 1 and items * 5 >= len(starts) * 4 else []


def _led(tree: Any) -> Iterator[tuple[Any, Any]]:
    """Each heading outside ``article`` elements, alone; and with each link in it, and with "Read more" under it."""
    current: Any = None
    walk = walk_of(tree)
    for _, node in walk:
        tag = node.tag
        if not isinstance(tag, str) or tag == "article" or is_aside(node, tag):
            walk.skip_subtree()
        elif tag in _HEADINGS[1:]:
            current = node
            yield current, None
            for link in (*node.iter("a"), *node.iterancestors("a")):
                yield current, link
        elif tag == "a" and current is not None and is_more(node, alone=True):
            yield current, node


# ---- posts out of JSON-LD


def _written(post: dict[str, Any], page: Metadata) -> Part | None:
    """A post whose text stands in JSON-LD alone."""
    raw = post.get("articleBody")
    if not isinstance(raw, str) or len(raw) < _ENOUGH:
        return None
    lines = tuple(lines_of(raw[:200_000]))
    title = text_in(post.get("headline"))
    published = told(text_in(post.get("datePublished")), "JSON-LD")
    updated = told(text_in(post.get("dateModified")), "JSON-LD")
    author = post.get("author")
    meta = replace(
        page,
        headline=None,
        byline=name_in(author) or text_in(author) if author else None,
        authors=(),
        published=(published,) if published is not None else (),
        updated=(updated,) if updated is not None and updated != published else (),
        url=absolute(text_in(post.get("url")) or text_in(post.get("@id")), base=page.url) or page.url,
    )
    return (
        Part(((Line(title, role="heading"), *lines) if title else lines), title, meta)
        if lines and published is not None
        else None
    )


def lines_of(raw: str) -> Iterator[Line]:
    """The lines of a text that may be HTML."""
    if re.search(r"<(?:p|br|div|h\d|li)\b", raw, re.IGNORECASE):
        parsed = parse(raw)
        if parsed is not None:
            yield from walked(parsed.tree)
        return
    yield from clean_lines(raw)
