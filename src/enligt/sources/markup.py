"""From HTML to lines: the main text by trafilatura, and a plain walk of our own where that gives nothing.

Every step is bounded: a page larger or with more elements than any article has gets the plain walk, which is linear and
does not recurse; trafilatura gets a time limit besides.
"""

from __future__ import annotations

import copy
import re
import threading
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from enligt.sources.lines import Line, Role, clean_line, clean_lines
from enligt.sources.phrases import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

LARGEST_TREE = 25_000  # elements; a news page has some thousands
LARGEST_MARKUP = 4 * 1024 * 1024  # characters

_CONTROLS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0E, 0x20)])
_FOLDED = 400  # letters; a shorter line is not looked at for paragraphs that were run together
_BEHIND = re.compile(r"\s+[|–—»:-]\s+\S")
_SITE_NAME = 120  # letters that a site's name behind a title has at most
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SKIPPED = frozenset({
    "script", "style", "noscript", "template", "svg", "math", "canvas", "iframe", "object", "embed", "button", "select",
    "option", "textarea", "input", "label", "nav", "aside", "footer", "audio", "video", "head", "title", "dialog", "menu",
    "datalist", "map", "figure", "figcaption", "amp-sidebar", "amp-consent", "amp-ad", "amp-social-share", "amp-iframe",
    "amp-analytics", "amp-user-notification",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "img",
    "picture", "source",
})  # fmt: skip
_ASIDE = re.compile(
    r"(?:^|[-_\s])(?:comments?|kommentar(?:er|ar|felt|fält|spor)?|disqus|cookie\w*|consent|samtykke|newsletter|nyhetsbrev|nyheitsbrev"
    r"|nyhedsbrev)(?:$|[-_\s])",
    re.IGNORECASE,
)
_ASIDE_ROLES = frozenset({"navigation", "complementary", "contentinfo", "dialog", "search", "menu", "banner", "alertdialog"})


@dataclass(frozen=True, slots=True)
class Markup:
    """A parsed page: its tree, whether it is small enough for more than the plain walk, and whether its depths were left out."""

    tree: Any
    small: bool
    deep: bool = False


def parse(text: str) -> Markup | None:
    """The tree of a page's HTML, or None where there is none. libxml2's HTML parser knows no external or own entities."""
    from lxml import etree, html  # type: ignore[import-untyped]  # no stubs  # noqa: PLC0415 - heavy, and needed for HTML only

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    cleaned = text.encode("utf-8", "ignore").translate(None, _CONTROLS)  # what is ignored: halves of surrogate pairs
    try:
        tree = html.document_fromstring(cleaned, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None
    size = tree.xpath("count(descendant-or-self::*)")
    deep = any("Excessive depth" in fault.message for fault in parser.error_log)
    return Markup(tree, size <= LARGEST_TREE and len(text) <= LARGEST_MARKUP, deep)


def walk_of(element: Any, *, ends: bool = False) -> Any:
    """An element and all in it, as lxml's ``iterwalk`` gives them; ``ends``: also where each ends."""
    from lxml import etree  # noqa: PLC0415 - as above

    return etree.iterwalk(element, events=("start", "end") if ends else ("start",))


def walked(element: Any, *, but: Collection[Any] = ()) -> Iterator[Line]:
    """The lines of an element's text, without what markup itself calls navigation, asides, comments, captions, buttons.

    ``but`` are elements that are passed over.
    """
    buffer: list[str] = []
    role: Role = ""
    preformatted = 0

    def flush() -> Iterator[Line]:
        raw = "".join(buffer)
        buffer.clear()
        if preformatted:
            yield from (replace(line, pieces=(), role=role) for line in clean_lines(raw))
            return
        line = clean_line(re.sub(r"\s+", " ", raw), role=role)
        if line is not None:
            yield line

    walk = walk_of(element, ends=True)
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        block = tag not in _INLINE
        if event == "start" and node is not element and (not tag or is_aside(node, tag) or node in but):
            walk.skip_subtree()
        elif event == "start":
            if block:
                yield from flush()
                role = _role_of(tag, role)
            preformatted += tag == "pre"
            buffer.append(node.text or "")
        else:
            if block:
                yield from flush()
                preformatted -= tag == "pre"
                role = "" if tag in _HEADINGS or tag == "li" else role
            buffer.append((node.tail or "") if node is not element else "")
    yield from flush()


def _role_of(tag: str, outer: Role) -> Role:
    """What an element makes of the lines in it."""
    if tag in _HEADINGS:
        return "heading"
    if tag == "li":
        return "item"
    return outer if tag in ("div", "br") else ""


def is_aside(node: Any, tag: str) -> bool:
    """Whether markup itself says that an element is no text: navigation, asides, captions, buttons, comments, what is hidden."""
    if tag in _SKIPPED or node.get("hidden") is not None or node.get("aria-hidden") == "true":
        return True
    if node.get("role") in _ASIDE_ROLES or re.search(r"display\s*:\s*none", node.get("style") or ""):
        return True
    if tag in ("html", "body", "main", "article", "h1", "p", "time"):
        return False
    return _ASIDE.search(f"{node.get('class') or ''} {node.get('id') or ''}") is not None


def main_lines(markup: Markup, *, plain: list[Line], seconds: float) -> tuple[list[Line], bool]:
    """The lines of a page's main text, and whether the time limit cut the work short.

    Args:
        markup: the page.
        plain: all of its lines.
        seconds: the time limit.
    """
    formatted = sum(len("".join(node.itertext())) for node in markup.tree.iter("pre"))
    if not markup.small or formatted * 2 > sum(len(line.text) for line in plain):
        return plain, False  # preformatted text has its paragraphs in its line breaks, which trafilatura folds
    body, in_time = _limited(lambda: _main_body(copy.deepcopy(markup.tree)), seconds)
    lines = list(_unfolded(_body_lines(body), plain)) if body is not None else []
    if _letters(lines) < 200 and _letters(plain) > 1.3 * _letters(lines):
        return plain, not in_time
    return _with_headings(lines, plain), not in_time


def _unfolded(lines: Iterable[Line], plain: Sequence[Line]) -> Iterator[Line]:
    """The main text with its paragraphs apart again where trafilatura ran them together (line breaks in a table's cell)."""
    texts = {line.text for line in plain}
    for line in lines:
        if len(line.text) < _FOLDED or line.text in texts:
            yield line
            continue
        parts: list[Line] = []
        at = 0
        for one in plain:
            place = line.text.find(one.text, at, at + len(one.text) + 40)
            if place >= 0:
                parts.append(one)
                at = place + len(one.text)
        if len(parts) > 1 and sum(len(one.text) for one in parts) * 10 >= len(line.text) * 8:
            yield from parts
        else:
            yield line


def _with_headings(lines: Sequence[Line], plain: Sequence[Line]) -> list[Line]:
    """The main text with the subheadings that trafilatura leaves out: those right above one of its paragraphs, below another."""
    texts = {line.text for line in lines}
    missing: dict[str, list[Line]] = {}
    waiting: list[Line] = []
    begun = False
    for line in plain:
        if line.role == "heading" and line.text not in texts:
            waiting.append(line)
            continue
        if line.text in texts:
            if begun and waiting:
                missing.setdefault(line.text, waiting)
            begun = True
        waiting = []
    return [one for line in lines for one in (*missing.pop(line.text, ()), line)]


def _letters(lines: Sequence[Line]) -> int:
    return sum(len(line.text) for line in lines if len(line.text) >= 40)


def _main_body(tree: Any) -> Any:
    from trafilatura import bare_extraction  # noqa: PLC0415 - a second to import

    document: Any = bare_extraction(tree, include_comments=False, include_tables=False, deduplicate=False, with_metadata=False)
    return None if document is None else document.body


def _limited(work: Callable[[], Any], seconds: float) -> tuple[Any, bool]:
    """What ``work`` returns, and True; None and False where it takes longer. None and True where it fails.

    A thread, since Windows has no alarm signal: one that overruns goes on in the background, and dies with the process.
    """
    result: list[Any] = []

    def run() -> None:
        try:
            result.append(work())
        except Exception:  # noqa: BLE001 - a parser's failure on a strange page is no reason to lose the page: the plain walk reads it
            result.append(None)

    thread = threading.Thread(target=run, daemon=True, name="main text of one page")
    thread.start()
    thread.join(seconds)
    return (result[0], True) if result else (None, False)


def _body_lines(body: Any) -> Iterator[Line]:
    """Lines of trafilatura's tree: ``head`` is a heading, ``item`` an item of a list, ``lb`` a break."""
    for node in body.iter("head", "p", "item", "quote", "ab", "code"):
        if node.tag == "quote" and node.find(".//p") is not None:
            continue
        if node.tag in ("item", "p") and any(parent.tag in ("p", "item", "head") for parent in node.iterancestors()):
            continue
        role: Role = "heading" if node.tag == "head" else "item" if node.tag == "item" else ""
        for part in "".join(_text_of(node)).split("\n"):
            line = clean_line(re.sub(r"\s+", " ", part), role=role)
            if line is not None:
                yield line


def _text_of(node: Any) -> Iterator[str]:
    yield re.sub(r"\s+", " ", node.text or "")
    for child in node.iterdescendants():
        if child.tag in ("lb", "p", "item"):
            yield "\n"
        yield re.sub(r"\s+", " ", child.text or "")
        yield re.sub(r"\s+", " ", child.tail or "")


def is_commentary(node: Any) -> bool:
    """Whether an element's class says that it is a comment, or a box about cookies or a newsletter."""
    return _ASIDE.search(node.get("class") or "") is not None


def same_title(one: str, other: str) -> bool:
    """Whether two titles are the same but for case, punctuation at the ends, and the site's name behind one."""
    if not -_SITE_NAME <= len(one) - len(other) <= _SITE_NAME:
        return False
    first, second = sorted((folded(one), folded(other)), key=len)
    return first == second or (len(first) >= 15 and second.startswith(first) and _BEHIND.match(second, len(first)) is not None)
