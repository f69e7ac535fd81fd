"""The text of a page that shows none before its program has run: out of the state that it brings along as JSON."""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING, Any

from enligt.sources.linked import values_in
from enligt.sources.several import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from enligt.sources.lines import Line
    from enligt.sources.metadata import Metadata

_ENOUGH = 200  # letters
_LARGEST = 4 * 1024 * 1024
_MOST_NODES = 50_000
_TITLES = ("headline", "title", "heading", "name")
_BODIES = (
    "articleBody",
    "bodyHtml",
    "bodyHTML",
    "body",
    "content",
    "html",
    "text",
    "paragraphs",
    "blocks",
    "components",
    "elements",
)
_BLOCK = ("text", "html", "content", "value", "children", "paragraph", "data", "items")
_SKIPPED = frozenset(
    {"image", "img", "picture", "figure", "caption", "video", "embed", "ad", "advert", "related", "teaser", "link", "button"}
)
_ASSIGNED = re.compile(r"^\s*(?:window\.|self\.|var\s+|let\s+|const\s+)?[\w.$\[\]\"']{2,60}\s*=\s*(?=[{\[])")


def stated_lines(tree: Any, meta: Metadata) -> list[Line]:
    """The lines of the story that a page's JSON holds: its ``articleBody``, else what stands beside its headline.

    Empty where none does, or less than a paragraph or two.
    """
    body = meta.linked.article.get("articleBody")
    found = list(lines_of(html.unescape(body) if "&lt;" in body else body)) if isinstance(body, str) else []
    if _letters(found) >= _ENOUGH or meta.headline is None:
        return found if _letters(found) >= _ENOUGH else []
    wanted = _folded(meta.headline)
    best: list[Line] = []
    for value in _states(tree):
        for one in _objects(value):
            if not any(isinstance(one.get(key), str) and _folded(one[key]) == wanted for key in _TITLES):
                continue
            lines = [line for key in _BODIES if key in one for text in _texts(one[key], 0) for line in lines_of(text)]
            if _letters(lines) > _letters(best):
                best = lines
    return best if _letters(best) >= _ENOUGH else []


def _letters(lines: list[Line]) -> int:
    return sum(len(line.text) for line in lines)


def _folded(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title).strip().lower()


def _states(tree: Any) -> Iterator[Any]:
    size = 0
    for node in tree.iter("script"):
        raw = node.text or ""
        kind = (node.get("type") or "").lower()
        size += len(raw)
        if size > _LARGEST or len(raw) < _ENOUGH or "ld+json" in kind:
            continue
        if "json" in kind:
            yield from values_in(raw)
            continue
        found = _ASSIGNED.match(raw)
        if found is not None:
            try:
                yield json.JSONDecoder(strict=False).raw_decode(raw, found.end())[0]
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[Mapping[str, Any]]:
    todo = [value]
    seen = 0
    while todo and seen < _MOST_NODES:
        one = todo.pop()
        seen += 1
        if isinstance(one, dict):
            yield one
            todo.extend(inner for inner in one.values() if isinstance(inner, dict | list))
        elif isinstance(one, list):
            todo.extend(inner for inner in one if isinstance(inner, dict | list))


def _texts(value: Any, depth: int) -> Iterator[str]:
    """The texts of a body: a string, a list of strings, or of blocks that hold their text under one name or another."""
    if depth > 8:
        return
    if isinstance(value, str):
        if len(value) >= 20 and " " in value.strip():
            yield value
    elif isinstance(value, list):
        for one in value[:2000]:
            yield from _texts(one, depth + 1)
    elif isinstance(value, dict):
        kind = str(value.get("type") or value.get("__typename") or value.get("component") or "").lower()
        if not any(word in kind for word in _SKIPPED):
            key = next((key for key in _BLOCK if value.get(key)), None)
            if key is not None:
                yield from _texts(value[key], depth + 1)
