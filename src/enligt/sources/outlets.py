"""Which outlet a page is from: what its markup says, a medium we know by name, or how the outlet speaks of itself."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.sources.phrases import phrases
from enligt.sources.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Language

_NAME = r"(?-i:[A-ZÅÄÖÆØ0-9][\w.’'&+]*(?:[ -][A-ZÅÄÖÆØ0-9&][\w.’'&+]*){0,4}?)"
_LONGEST_NAME = 40
_MOST_LINES = 500  # from each end of the page


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of a page may tell its outlet: lines that are no text of the story, those above and beside the headline, its start.

    ``first`` is the page's first line, where that is a short one above the headline: nearly always the outlet's name.
    """

    lines: Sequence[str]
    above: Sequence[str]
    body: Sequence[str]
    first: str | None = None
    url: str | None = None


def outlet_of(page: Surroundings, *, language: Language) -> str | None:
    """The outlet's name, or None.

    In this order: a medium we know above the headline, what the outlet says of itself, the agency that the dateline's
    initials stand for, the page's first line, the host.
    """
    for line in page.above:
        known = _medium(line, language) if 0 < len(line) <= _LONGEST_NAME else None
        if known is not None:
            return known
    return _said(page.lines) or _initials(page.body, page.lines) or _masthead(page.first) or host_of(page.url)


def _initials(body: Sequence[str], lines: Sequence[str]) -> str | None:
    """The agency whose initials the dateline bears ("LA PAZ, Bolivia (XYZ) --"), where a line spells it out."""
    for line in body:
        dateline = re.match(r"[A-ZÅÄÖÆØÉÁÍ][\w ,.’'-]{2,60}\(([A-Z]{2,5})\)\s*(?:--|–|—|-)\s", line)
        for other in lines if dateline is not None else ():
            words = other.split()
            if len(other) > _LONGEST_NAME or len(words) < 2 or dateline is None:
                continue
            if "".join(word[0] for word in words if word[0].isupper()) == dateline[1]:
                return other.strip()
    return None


def _masthead(first: str | None) -> str | None:
    """The outlet's name out of a page's first line, without what stands behind a dash; capitals made small."""
    name = re.split(r"\s+[|–—•·-]\s+", (first or "").strip())[0].strip(" .:")
    if (
        not name
        or len(name) > _LONGEST_NAME
        or len(name.split()) > 4
        or not name[0].isupper()
        or name.lower() in phrases("sections")
    ):
        return None
    return name.title() if name.isupper() and len(name) > 5 and name.replace(" ", "").isalpha() else name


def _medium(line: str, language: Language) -> str | None:
    """The line, where it is the name of a medium we know and nothing else."""
    if len(line.split()) > 5:
        return None
    from enligt.actors import gazetteer  # noqa: PLC0415 - its tables take time to load, and many pages name their outlet themselves

    medium = gazetteer().medium(line, language=language)
    if medium is None or medium.kind != "outlet":
        return None
    plain = re.sub(r"[\W_]+", "", line.lower())
    names = (medium.name, *medium.domains, medium.id)
    return (
        medium.name
        if any(plain == re.sub(r"[\W_]+", "", name.lower()) for name in names) or len(line) <= len(medium.name) + 8
        else None
    )


def _said(lines: Sequence[str]) -> str | None:
    """The name that most of the outlet's words about itself give; the first of those that are said as often."""
    found: dict[str, int] = {}
    for line in (*lines[:_MOST_LINES], *lines[_MOST_LINES:][-_MOST_LINES:]):
        small = line.casefold()
        for words, cue in _cues():
            match = _compiled(cue).search(line) if words in small else None
            if match is not None:
                name = match["outlet"].strip(" .,")
                if name.lower() not in phrases("sections") and not re.fullmatch(r"[\d.]+", name):
                    found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: found[name], default=None)


@functools.cache
def _cues() -> tuple[tuple[str, str], ...]:
    """The regular expressions of ``outlet_cues``, each with words that a line must have for it to match."""
    cues = []
    for cue in sorted(phrases("outlet_cues")):
        before, _, after = cue.partition("{outlet}")
        # At the start of the line or a sentence: "Följ X på" in running text is not the outlet's own.
        left = rf"(?:^|[.!?|•·]\s+|^\W+){before}" if before else r"(?:^|[.!?|•·]\s+|^\W+)"
        right = after or r"(?=\s*(?:[|.,–—-]|$))"
        cues.append((_words_in(cue), rf"{left}(?P<outlet>{_NAME}){right}"))
    return tuple(cues)


def _words_in(cue: str) -> str:
    """The longest stretch of a cue that stands for itself; empty where it has groups."""
    plain = cue.replace("{outlet}", "\0")
    stretches = [] if re.search(r"[(|]", plain) else re.split(r"\\.|\[[^]]*\]|.[?*]|.\{[^}]*\}|[\0.+^$]", plain)
    return max((one.strip().casefold() for one in stretches), key=len, default="")


@functools.cache
def _compiled(cue: str) -> re.Pattern[str]:
    return re.compile(cue, re.IGNORECASE)  # half a millisecond each: most are never met
