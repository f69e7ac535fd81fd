"""When an act was: the time in the words that the network marks for it, else the one that its sentence has told before it.

A time is told once for several acts: "said no in Oslo on 12 June, and promised ...". Where the network marks none for an act
firmly enough, a date phrase that stands before the trigger is taken if the network gives it at least ``BESIDE`` for this
act, or ``JOINED`` where "and" joins the two. Of 63 acts of the held-out documents whose time is marked 56 got theirs so; of
7,062 acts whose time is not marked 102 got one, about every second of which fits.

A clause that begins with "when" right behind a date ("in Oslo on 12 June, when they promised ...") is of that date: there
``OPENED`` is enough. Of 20 acts of documents that no training had seen 17 were of it, and of 13 whose time is not marked seven.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from enligt.languages import numbers, table
from enligt.readers import when

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Language, When

BESIDE, JOINED, OPENED = 0.35, 0.25, 0.05
CLAUSE_END = re.compile(r"[;.!?»”\"]")


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of an article's text that the network takes for a time, with how likely it is."""

    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
class Act:
    """An act whose time is asked for: its sentence and the first character of its trigger, in the article's text."""

    start: int
    end: int
    trigger: int


def time(  # noqa: PLR0913  what a time is read from, and against
    text: str,
    act: Act,
    *,
    runs: Sequence[Marked],
    words: Sequence[Marked],
    language: Language,
    published: str | None,
    direction: when.Direction,
) -> tuple[When, Marked] | None:
    """The time of an act, and the words that told it.

    Args:
        text: the article's.
        act: whose time it is.
        runs: the words that the network marks, as runs.
        words: those of the sentence that may tell this act's time: all from ``OPENED`` on, with how likely they do.
        language: of the text.
        published: its day, as for ``when.find``.
        direction: of the act's tense.
    """
    for run in sorted(runs, key=lambda r: (-r.probability, r.start)):
        found = when.resolve(text, run.start, run.end, language=language, published=published, direction=direction)
        if found:
            return found, run
    beside = _beside(text, act, words, language, published)
    if beside is None:
        return None
    found = when.resolve(text, beside.start, beside.end, language=language, published=published, direction=direction)
    return (found, beside) if found and found.start else None


def _beside(text: str, act: Act, words: Sequence[Marked], language: Language, published: str | None) -> Marked | None:
    """The date phrase before the trigger that the network takes most for the act's, or whose "when" opens the act's clause."""
    if not words:
        return None
    told, opened = [], None
    for one in when.find(text[act.start : act.end], language=language, published=published):
        if one.span is not None:
            start, end = act.start + one.span.start, act.start + one.span.end
            likely = max((w.probability for w in words if w.start < end and w.end > start), default=0.0)
            told.append(Marked(start, end, likely))
            opens = _when(language).match(text, end, act.trigger)
            if opens and likely >= OPENED and not CLAUSE_END.search(text, opens.end(), act.trigger):
                opened = Marked(_bare(text, start, end, language), end, likely)
    best = max(told, key=lambda m: m.probability, default=None)
    if best is None or best.end > act.trigger:
        return opened
    joined = _joint(language).search(text, best.end, act.trigger) is not None
    return best if best.probability >= (JOINED if joined else BESIDE) and opened is None else opened


@cache
def _joint(language: Language) -> re.Pattern[str]:
    return re.compile(numbers.phrases(table(language, "dates")["words"]["and"]), re.IGNORECASE)


@cache
def _when(language: Language) -> re.Pattern[str]:
    return re.compile(rf",?\s+{numbers.phrases(table(language, 'dates')['words']['when'])}", re.IGNORECASE)


@cache
def _since(language: Language) -> re.Pattern[str]:
    return re.compile(rf"{numbers.phrases(table(language, 'dates')['words']['since'])}\s+", re.IGNORECASE)


def _bare(text: str, start: int, end: int, language: Language) -> int:
    """Where a date begins without the "since" before it: what was when it was is of that day, not of all since."""
    since = _since(language).match(text, start, end)
    return since.end() if since and since.end() < end else start
