"""Which outlet a page is from: what its markup says, a medium we know by name, or how the outlet speaks of itself."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from enligt.sources.phrases import phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.model import Language

_NAME = r"(?-i:[A-ZÅÄÖÆØ0-9][\w.’'&+]*(?:[ -][A-ZÅÄÖÆØ0-9&][\w.’'&+]*){0,4}?)"
_LONGEST_NAME = 40


def outlet_of(
    lines: Sequence[str], *, above: Iterable[str], language: Language, first: str | None = None, url: str | None = None
) -> str | None:
    """The outlet's name from a page's lines, or None.

    Args:
        lines: all lines of the page, those too that are no part of a story.
        above: what stands above and beside the headline: an outlet's name may be one of these lines.
        language: of the page.
        first: the page's first line, where that is a short one above the headline: nearly always the outlet's name.
        url: where the page was fetched from; its host is the last resort.
    """
    heads = [line.strip() for line in above if 0 < len(line.strip()) <= _LONGEST_NAME]
    for line in heads:
        known = _medium(line, language)
        if known is not None:
            return known
    said = _said(lines)
    if said is not None:
        return said
    signed = _initials(lines)
    if signed is not None:
        return signed
    title = _masthead(first)
    return title if title is not None else host_of(url)


def _initials(lines: Sequence[str]) -> str | None:
    """The agency whose initials the dateline bears ("LA PAZ, Bolivia (XYZ) --"), where a line spells it out."""
    for line in lines:
        dateline = re.match(r"[A-ZÅÄÖÆØÉÁÍ][\w ,.’'-]{2,60}\(([A-Z]{2,5})\)\s*(?:--|–|—|-)\s", line)
        if dateline is None:
            continue
        for other in lines:
            if len(other) <= _LONGEST_NAME and "".join(word[:1] for word in other.split() if word[:1].isupper()) == dateline[1] and len(other.split()) > 1:
                return other.strip()
    return None


def _masthead(first: str | None) -> str | None:
    """The outlet's name out of a page's first line, without what stands behind a dash; capitals made small."""
    if first is None:
        return None
    name = re.split(r"\s+[|–—•·-]\s+", first.strip())[0].strip(" .:")
    if (
        not name
        or len(name) > _LONGEST_NAME
        or len(name.split()) > 4
        or not name[0].isupper()
        or name.lower() in phrases("sections")
    ):
        return None
    return name.title() if name.isupper() and len(name) > 5 and name.replace(" ", "").isalpha() else name


def host_of(url: str | None) -> str | None:
    """The host of a web address without its ``www.``, or None."""
    if not url or not re.match(r"https?://", url, re.IGNORECASE):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return re.sub(r"^(?:www|m|amp|mobil)\.", "", host) or None if host else None


def _medium(line: str, language: Language) -> str | None:
    """The line, where it is the name of a medium we know and nothing else."""
    if len(line.split()) > 5:
        return None
    from enligt.actors import gazetteer  # noqa: PLC0415 - its tables take time to load, and many pages name their outlet themselves

    medium = gazetteer().medium(line, language=language)
    if medium is None:
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
    for line in lines:
        for cue in _cues():
            match = cue.search(line)
            if match is not None:
                name = match["outlet"].strip(" .,")
                if name.lower() not in phrases("sections") and not re.fullmatch(r"[\d.]+", name):
                    found[name] = found.get(name, 0) + 1
    return max(found, key=lambda name: found[name], default=None)


@functools.cache
def _cues() -> tuple[re.Pattern[str], ...]:
    cues = []
    for cue in sorted(phrases("outlet_cues")):
        before, _, after = cue.partition("{outlet}")
        # At the start of the line or a sentence: "Följ X på" in running text is not the outlet's own.
        left = rf"(?:^|[.!?|•·]\s+|^\W+){before}" if before else r"(?:^|[.!?|•·]\s+|^\W+)"
        right = after if after else r"(?=\s*(?:[|.,–—-]|$))"
        cues.append(re.compile(rf"{left}(?P<outlet>{_NAME}){right}", re.IGNORECASE))
    return tuple(cues)
