"""Dates in running text: our own grammar of the five languages, to intervals with precision.

:func:`find` reads every date phrase of a text; :func:`resolve` the one in words that the network marked. What a phrase means
is resolved against the day of publication; the direction comes from the tense of the act: a plan never falls back into the
past, an asserted past act never into the future.
"""

from __future__ import annotations

import calendar as _calendar
import datetime as dt
import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.model import Span, When
from enligt.readers.when.calendar import ImpossibleError, Interval
from enligt.readers.when.grammar import Parse
from enligt.readers.when.lexicon import Token, lexicon, parted, tokens
from enligt.readers.when.meaning import Context, Direction, UnanchoredError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from enligt.model import Language
    from enligt.readers.when.meaning import Meaning

__all__ = ["Direction", "find", "resolve"]

_RUN = 400  # tokens of one run; a phrase has some twenty at most
_AROUND = 60  # characters beside marked words that may belong to the phrase
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[^\W\da-zåäöæø])|\n")
_BACK = 600  # characters before a phrase in which the day that it counts from is sought


def find(text: str, *, language: Language, published: str | None, direction: Direction = "none") -> list[When]:
    """Every date phrase of a text, in order.

    Args:
        text: running text, of any length.
        language: of the text.
        published: the day of the text, ``YYYY-MM-DD``, or less precisely ``YYYY-MM`` or ``YYYY``; None if it has none.
        direction: of the tense, where the words do not tell: a bare weekday is then the last one ("none" or "past") or the next.

    Returns:
        One When a phrase. Its ``start`` and ``end`` are None where the words count from a day that is not known.

    Raises:
        ValueError: ``published`` is no such date.
    """
    anchors = _anchors(published)
    found: list[When] = []
    last: list[Interval] = []

    def told() -> Interval | None:
        return last[-1] if last else None

    against = _Against(anchors, published, direction, told, told, told)
    for start, end, meaning in _phrases(text, language):
        when, interval = _resolved(text, (start, end), meaning, against)
        found.append(when)
        if interval is not None and meaning.grade not in ("duration", "range"):
            last[:] = [interval]
    return found


def resolve(  # noqa: PLR0913  the words, and what they are read against
    text: str, start: int, end: int, *, language: Language, published: str | None, direction: Direction
) -> When | None:
    """The date phrase in words that are marked as telling a time.

    Args:
        text: the article's text.
        start: first character of the marked words.
        end: the character after them.
        language: of the text.
        published: as for :func:`find`.
        direction: "past" for acts asserted or denied, "future" for planned and possible ones, else "none".

    Returns:
        The phrase that overlaps the marked words most, with its own span; None where they hold none that the grammar knows.

    Raises:
        ValueError: ``published`` is no such date.
    """
    start, end = max(0, start), min(len(text), end)
    if start >= end:
        return None
    anchors = _anchors(published)
    best = _marked(text, start, end, language)
    if best is None:
        return None

    before = text[max(0, best[0] - _BACK) : best[0]]
    here, rest = text[_begins(text, best[0], _BACK) : best[0]], _SENTENCE_END.split(text[best[1] : best[1] + _BACK])[0]
    read = functools.partial(find, language=language, published=published, direction=direction)

    def told() -> Interval | None:
        return _day(reversed(read(before)))

    def told_here() -> Interval | None:
        return _day(reversed(read(here))) or _day(read(rest))

    def told_loosely() -> Interval | None:
        return next((one for one in map(_interval, reversed(read(before))) if one is not None and one.precision != "range"), None)

    against = _Against(anchors, published, direction, told, told_here, told_loosely)
    return _resolved(text, best[:2], best[2], against)[0]


def _interval(one: When) -> Interval | None:
    if one.start is None or one.end is None or one.precision is None:
        return None
    return Interval(dt.date.fromisoformat(one.start), dt.date.fromisoformat(one.end), one.precision)


def _day(found: Iterable[When]) -> Interval | None:
    """The first of some times that is a day."""
    return next((one for one in map(_interval, found) if one is not None and one.precision == "day"), None)


def _begins(text: str, at: int, most: int) -> int:
    """Where the sentence that holds the character ``at`` begins, at most so many characters before it."""
    first = max(0, at - most)
    # the capital that shows that a sentence begins may stand at the place itself
    ends = [m.end() for m in _SENTENCE_END.finditer(text, first, at + 1) if m.end() <= at]
    return ends[-1] if ends else first


def _marked(text: str, start: int, end: int, language: Language) -> tuple[int, int, Meaning] | None:
    """The phrase within the marked words that is longest; or the one around them, of which they are a part."""
    first = _begins(text, start, _AROUND)
    last = end + len(_SENTENCE_END.split(text[end : end + _AROUND])[0])
    found = _most(text, start, end, (start, end), language)
    wider = _most(text, first, last, (start, end), language)
    if found is not None and wider is not None and wider[2].grade == "bound" and found[2].grade not in ("bound", "duration"):
        wider = _most(text, start, last, (start, end), language)  # "since [Monday], when ...": of Monday
    return wider if found is None or (wider is not None and _holds(wider, found)) else found


def _holds(wider: tuple[int, int, Meaning], found: tuple[int, int, Meaning]) -> bool:
    """Whether a phrase is a part of a wider one, and not merely beside it ("[Wednesday] and Thursday")."""
    return wider[0] <= found[0] and found[1] <= wider[1] and not wider[2].several


def _most(text: str, first: int, last: int, marked: tuple[int, int], language: Language) -> tuple[int, int, Meaning] | None:
    """Of the phrases in a stretch of text the one that overlaps the marked words most."""
    run: list[Token] = []
    for token in tokens(text, first, last):
        if run and parted(text, run[-1], token):
            if token.start >= marked[1]:
                break
            run = []
        run.append(token)
    parse = Parse(text, run, lexicon(language), marked=marked)
    best: tuple[int, int, int, Meaning] | None = None
    at = 0
    while at < len(run):
        found = parse.phrase(at)
        if found is None:
            at += 1
            continue
        begin, end = run[at].start, run[found[0] - 1].end
        overlap = min(end, marked[1]) - max(begin, marked[0])
        if overlap > 0 and (best is None or overlap > best[0]):
            best = overlap, begin, end, found[1]
        at = max(found[0], at + 1)
    return None if best is None else best[1:]


def _phrases(text: str, language: Language) -> Iterator[tuple[int, int, Meaning]]:
    words = lexicon(language)
    for run in _runs(text, language):
        if not words.tells(run):
            continue
        parse = Parse(text, run, words)
        at = 0
        while at < len(run):
            found = parse.phrase(at)
            if found is None or found[1].weak:
                at += 1
                continue
            yield run[at].start, run[found[0] - 1].end, found[1]
            at = max(found[0], at + 1)


def _runs(text: str, language: Language) -> Iterator[list[Token]]:
    """Stretches of tokens that date phrases could be made of; the words between them are passed over."""
    words = lexicon(language)
    run: list[Token] = []
    for token in tokens(text, 0, len(text)):
        known = words.knows(token.text)
        if run and (not known or len(run) >= _RUN or parted(text, run[-1], token)):
            yield run
            run = []
        if known:
            run.append(token)
    if run:
        yield run


def _anchors(published: str | None) -> tuple[dt.date, dt.date] | None:
    """The first and the last day that the date of publication may be."""
    if published is None:
        return None
    parts = [int(part) for part in published.split("-")]
    if len(parts) == 1:
        return dt.date(parts[0], 1, 1), dt.date(parts[0], 12, 31)
    if len(parts) == 2:
        last = _calendar.monthrange(parts[0], parts[1])[1]
        return dt.date(parts[0], parts[1], 1), dt.date(parts[0], parts[1], last)
    day = dt.date(parts[0], parts[1], parts[2])
    return day, day


@dataclass(frozen=True, slots=True)
class _Against:
    """What phrases are resolved against: the first and last day that the text may be of, its date as written, the tense."""

    days: tuple[dt.date, dt.date] | None
    published: str | None
    direction: Direction
    told: Callable[[], Interval | None]
    told_here: Callable[[], Interval | None]
    told_loosely: Callable[[], Interval | None]

    def at(self, day: dt.date | None) -> Context:
        return Context(day, self.direction, self.told, self.told_here, self.told_loosely)

    def interval(self, meaning: Meaning) -> Interval:
        """Against the day of publication; against a month or year of publication, all that it may be."""
        if self.days is None:
            return meaning.at(self.at(None))
        first, last = (meaning.at(self.at(day)) for day in self.days)
        return first if first == last else Interval(min(first.start, last.start), max(first.end, last.end), "range")


def _resolved(text: str, place: tuple[int, int], meaning: Meaning, against: _Against) -> tuple[When, Interval | None]:
    span = Span(place[0], place[1], text[place[0] : place[1]])
    try:
        interval = against.interval(meaning)
    except UnanchoredError:
        lacking = "the text has no date" if against.days is None else "no day told before it"
        return When(None, None, None, span.text, span, f"{meaning.basis}: {lacking} to count from"), None
    except ImpossibleError:
        return When(None, None, None, span.text, span, f"{meaning.basis}: no such day"), None
    date = "" if against.published is None else f" against publication {against.published}"
    tense = "" if against.direction == "none" else f", {against.direction} tense"
    basis = f"{meaning.basis}{date}{tense}"
    return When(interval.start.isoformat(), interval.end.isoformat(), interval.precision, span.text, span, basis), interval
