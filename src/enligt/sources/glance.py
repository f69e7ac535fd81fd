"""A page's text as quickly as can be had: for a first look, never for an article.

Tags are cut out by patterns, without a tree. What an article could be made of is all in it, and much besides.
"""

from __future__ import annotations

import html
import json
import re
from typing import TYPE_CHECKING

from enligt.sources.tongue import tongue_of

if TYPE_CHECKING:
    from enligt.model import Language, Page

LARGEST = 2 * 1024 * 1024
"""Bytes. A larger page is not glanced at."""

_MARKUP = re.compile(rb"<(?:!doctype\s+html|html|head|body|article|div|p)\b", re.IGNORECASE)
_OPEN = re.compile(r"<(?:!--|(script|style|svg|nav|footer)\b[^<>]*>)", re.IGNORECASE)
_CLOSE = {
    "": re.compile(r"-->"),
    **{kind: re.compile(rf"</{kind}\s*>", re.IGNORECASE) for kind in ("script", "style", "svg", "nav", "footer")},
}
_BODY = re.compile(r'"articleBody"\s*:\s*("[^"\\]*+(?:\\.[^"\\]*+)*")')
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|data|del|dfn|em|font|i|ins|kbd|mark|q|s|samp|small|span|strike|strong|sub|sup"
    r"|time|tt|u|var|wbr)\b[^<>]*>",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[/!?a-zA-Z][^<>]*>")
_SPACE = re.compile(r"[^\S\n]+")
_STORY = re.compile(r"<(?:nav|footer|article|h1|main)\b", re.IGNORECASE)
_PROSE = 8  # words of a line that is no link or button
_SAMPLE = 2000  # characters of prose that tell a page's language


def quick_text(page: Page) -> str | None:
    """The text of an HTML page in UTF-8, a line for each block; None for any other page, or one that is not sure to be whole."""
    content = page.content
    kind = (page.media_type or "text/html").partition(";")[0].strip().lower()
    if len(content) > LARGEST or kind not in ("text/html", "application/xhtml+xml"):
        return None
    if _MARKUP.search(content, 0, 4096) is None:
        return None
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return None
    if "\x00" in text or "<pre" in text:
        return None  # its line breaks are paragraphs, which is for the article stage to sort out
    bodies = [_unquoted(one) for one in _BODY.findall(text)]
    text = _TAG.sub("\n", _INLINE.sub("", _shown(text).replace("\n", " ")))
    return html.unescape(_SPACE.sub(" ", "\n".join((text, *bodies))))


def _shown(text: str) -> str:
    """The text without comments, scripts and frames of links; in one walk, since a page may open thousands and close none."""
    pieces: list[str] = []
    never: set[str] = set()
    at = 0
    for opened in _OPEN.finditer(text):
        kind = (opened[1] or "").lower()
        if opened.start() < at or kind in never:
            continue
        closed = _CLOSE[kind].search(text, opened.end())
        if closed is None:
            never.add(kind)
            continue
        pieces += (text[at : opened.start()], _cut(text[opened.start() : closed.end()], kind))
        at = closed.end()
    return "".join((*pieces, text[at:]))


def _cut(piece: str, kind: str) -> str:
    """Nothing, unless a story could be in it: a frame of links that was never closed swallows what follows."""
    return piece[len(kind) + 1 :] if kind in ("nav", "footer") and _STORY.search(piece, 4) else "\n"


def _unquoted(quoted: str) -> str:
    """A string of JSON; a broken one as it stands."""
    try:
        return str(json.loads(quoted, strict=False))
    except ValueError:
        return quoted


def language_of(text: str) -> Language | None:
    """The language of a quick text's prose; None where there is little of it, or it is in none of ours."""
    lines = (line for line in text.split("\n") if line.count(" ") >= _PROSE)
    prose = ""
    for line in lines:
        prose += line + "\n"
        if len(prose) >= _SAMPLE:
            break
    return tongue_of(prose[:_SAMPLE]).language if len(prose) >= 200 else None
