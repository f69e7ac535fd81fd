"""What a page says of its text as a whole: that it is cut off, and which news agency's it is.

``languages/<lang>/cuts.toml`` has the words of walls, ``agencies.toml`` the agencies. A page mixes languages, so those of all
five are looked for. The lines that say so stay out of the text where they were left out of it; what they say is kept.
"""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from enligt.languages import table
from enligt.model import LANGUAGES
from enligt.sources.phrases import agencies, alternatives, folded, phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_TAIL: Final = 8  # lines under the text among which a wall stands
_HEAD: Final = 12  # lines above it among which a mark of an agency stands
_LONGEST: Final = 120  # characters of a line that is a wall or a mark
_NAMED: Final = 3  # agencies, at most
_CUT = re.compile(r"(?:…|\.\.\.|[\[(](?:…|\.\.\.)[\])])\W*$")
_WHOLE = re.compile(r"[.!?:;][\"'”“»’)\]]*$|[\"”“»’]$|[/)\]]$")
_CLOSED = re.compile(r"[\"”»’]\s*$")  # words that trail off within a quotation are the speaker's


@functools.cache
def _cuts(key: str) -> frozenset[str]:
    return frozenset(phrase for language in LANGUAGES for phrase in table(language, "cuts")[key])


# ---- cut off


def is_truncated(text: str, around: Sequence[str] = (), *, free: bool | None = None) -> bool:
    """Whether an article's text is not the whole story.

    Args:
        text: the article's text.
        around: the page's lines in order, the text's own among them, as they were before anything was left out.
        free: what the page's metadata says (``isAccessibleForFree`` of schema.org); None where it says nothing.
    """
    if free is False:
        return True
    blocks = [one for one in text.split("\n\n") if one.strip()]
    if not blocks:
        return False
    kept = _without_walls(blocks)
    last = kept[-1] if kept else ""
    broken = _breaks_off(last)
    under = [*blocks[len(kept) :], *_tail(last, around)]
    return broken or any(_is_wall(line) for line in under)


def _without_walls(blocks: Sequence[str]) -> Sequence[str]:
    """The paragraphs less those at the end that are themselves walls."""
    end = len(blocks)
    while end > 1 and end > len(blocks) - 3 and (_is_wall(blocks[end - 1]) or folded(blocks[end - 1]) in _cuts("broken")):
        end -= 1
    return blocks[:end]


def _breaks_off(paragraph: str) -> bool:
    """Whether the last paragraph ends in an ellipsis, or with a link to the rest in the middle of a sentence."""
    bare = _more().sub("", paragraph).rstrip()
    if _CLOSED.search(paragraph):
        return False
    return _CUT.search(bare) is not None or (bare != paragraph.rstrip() and bool(bare) and _WHOLE.search(bare) is None)


@functools.cache
def _more() -> re.Pattern[str]:
    return re.compile(rf"\W*(?<!\w)(?:{alternatives(_cuts('broken'))})\W*$", re.IGNORECASE)


@functools.cache
def _wall() -> re.Pattern[str]:
    telling = frozenset(phrase for phrase in _cuts("walls") if len(phrase.split()) > 2)  # "for subscribers" may go on anyhow
    return re.compile(rf"(?:{alternatives(telling)})(?!\w)", re.IGNORECASE)


def _is_wall(line: str) -> bool:
    """Whether a line says that the rest costs: one of the phrases alone, or a short line that begins with a longer one."""
    bare = folded(line)
    if bare in _cuts("walls"):
        return True
    # Between quotation marks the words are somebody's
    return len(line) <= _LONGEST and line.lstrip()[:1].isalpha() and _wall().match(bare) is not None


def _tail(last: str, around: Sequence[str]) -> list[str]:
    """The lines right under the text, up to a list of other stories; the last paragraph may be cut short there."""
    at = next((k for k in range(len(around) - 1, -1, -1) if around[k].strip() and last.startswith(around[k].strip()[:200])), None)
    if not last or at is None:
        return []
    out: list[str] = []
    for line in around[at + 1 : at + 1 + _TAIL]:
        if folded(line) in phrases("lists"):
            break
        out.append(line)
    return out


# ---- agencies


def agency_of(text: str, around: Iterable[str] = (), *, byline: str | None = None) -> str | None:
    """The news agencies whose text an article says it carries, as the tables write them, joined by ``/``.

    That says a line of nothing else ("/TT/", "©NTB", "(NTB-AFP)"), the beginning of the text ("(AP)", "WASHINGTON (Reuters) –",
    "AFP/The Outlet"), its end ("… /ritzau/"), or the byline. What is said of an agency in the text ("skriver TT") is a
    source, not a mark; "(Ap)" behind a politician's name is a party.

    Args:
        text: the article's text.
        around: lines that stood above and under it and were left out.
        byline: who wrote it.
    """
    blocks = [one for one in text.split("\n\n") if one.strip()]
    found: dict[str, None] = {}
    unlabelled = (_label().sub("", line.strip()) for line in around)
    for line in (*blocks[:3], *blocks[-2:], *unlabelled):
        if len(line) <= _LONGEST and (alone := _alone().fullmatch(line.strip())):
            found.update(dict.fromkeys(_names(alone[0])))
    for block in blocks[:3]:
        if opened := (_opening().match(block) or _slashed().match(block)):
            found.update(dict.fromkeys(_names(opened["who"] or opened[0])))
    for block in blocks[-2:]:
        if closed := _closing().search(block):
            found.update(dict.fromkeys(_names(closed[0])))
    for part in re.split(r"\s*[,/&|]\s*|\s+(?:og|och|and|for)\s+", byline or ""):
        if _alone().fullmatch(part.strip()):
            found.update(dict.fromkeys(_names(part)))
    return "/".join(list(found)[:_NAMED]) or None


@functools.cache
def _label() -> re.Pattern[str]:
    """What stands before a signature: "Text:", "Av"; a photographer's is none."""
    return re.compile(rf"(?:{alternatives(phrases('closers') | phrases('byline'))})(?:\s*:\s*|\s+)", re.IGNORECASE)


@functools.cache
def _canonical() -> dict[str, str]:
    """The agencies by their folded names; longer forms of one name stand for themselves."""
    return {name.casefold(): name for name in sorted(agencies("marks"))}


def _names(mark: str) -> list[str]:
    found = re.finditer(rf"(?<!\w)(?:{_marks()})(?!\w)", mark)
    return [_canonical()[re.sub(r"\s+", " ", one[0]).casefold()] for one in found]


@functools.cache
def _marks() -> str:
    """Names as agencies write them: the case counts ("Ap" is a party, "AP" an agency), but "ritzau" is small between strokes."""
    names = agencies("marks")
    return alternatives(names | {name.lower() for name in names if name.lower() != name and len(name) > 3})


@functools.cache
def _several() -> str:
    return rf"(?:{_marks()})(?:\s*[/,–-]\s*(?:{_marks()}))*"


@functools.cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"[(\[/©\s]*{_several()}[)\]/\s.]*")


@functools.cache
def _opening() -> re.Pattern[str]:
    """A dateline: a mark in brackets or strokes, alone or behind a place (in capitals, or before a dash)."""
    mark = rf"[(\[/]\s*©?\s*{_several()}\s*[)\]/]"
    capitals = r"[A-ZÅÄÖÆØ]{2}[A-ZÅÄÖÆØ ./-]{0,40}(?:,\s*[^()]{1,24})?\s*"
    small = rf"[A-ZÅÄÖÆØ][^().!?]{{1,40}}(?={mark}\s*[–—:-])"
    return re.compile(rf"(?:{capitals}|{small})?(?P<who>{mark})")


@functools.cache
def _slashed() -> re.Pattern[str]:
    """An agency beside the outlet ("AFP/The Outlet") alone, and "©NTB" at the head of a text."""
    return re.compile(rf"(?P<who>{_several()})/[A-ZÅÄÖÆØ][^.!?]{{1,40}}$|(?=©)(?P<own>©\s*{_several()})(?!\w)")


@functools.cache
def _closing() -> re.Pattern[str]:
    mark = _several()
    marks = rf"/\s*{mark}\s*/|\(\s*©?\s*{mark}\s*\)|©\s*{mark}|\[\s*{mark}\s*\]"
    return re.compile(rf"(?:(?<=\s)|(?<=[.!?\"”»]))(?:{marks})\W*$")
