"""The claims that were found beside those that are marked, sentence by sentence: CLAIMS.md section 5.

Claims are plain JSON objects here: a marked one as an annotated file has it, a found one as ``extract --format jsonl`` writes it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.marking.shape import Json

SLOTS = ("actor", "recipient", "factuality", "source", "when", "quantity")

FIRM, OPTIONAL, ALL_SLOTS, CORE = 1.0, 0.5, 0.2, 0.2
"""Points of a pair: for being one (with a firm claim, with an optional one), for all its slots right, for a right core."""

MANY_CHOICES = 60
"""Possible pairs in one sentence from which on pairings that would only draw level are no longer looked through."""


class Pair(NamedTuple):
    """A marked and a found claim of one sentence, and which of the slots asked for are right."""

    marked: Json
    found: Json
    slots: Mapping[str, bool]

    @property
    def core(self) -> bool:
        """Whether actors, recipients and factuality are right."""
        return self.slots["actor"] and self.slots["recipient"] and self.slots["factuality"]


def folded(text: str) -> str:
    """A name without case, accents and punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if not unicodedata.combining(c))
    return re.sub(r"[^\w]+", " ", plain).strip()


def word_counts(text: str) -> Counter[str]:
    """The words of a text, however often each stands there."""
    return Counter(re.findall(r"\w+", text.casefold()))


def sentence_of(evidence: str, sentences: Sequence[Counter[str]]) -> int | None:
    """The sentence that the evidence shares most words with, half of the shorter one's at least; None where there is none.

    Args:
        evidence: the words that a claim was read from.
        sentences: the words of each sentence, from :func:`word_counts`.
    """
    words = word_counts(evidence)
    best, most = None, 0
    for number, sentence in enumerate(sentences):
        shared = (words & sentence).total()
        share = shared / (min(words.total(), sentence.total()) or 1)
        if share >= 0.5 and shared >= most:
            best, most = number, shared
    return best


def ids(participants: Iterable[Json] | None) -> set[str]:
    """The ids of actors or recipients, in capitals."""
    return {one["id"].upper() for one in participants or () if one["id"]}


def evidence_of(claim: Json) -> str:
    """The words that a found claim was read from."""
    evidence = claim["evidence"]
    return str(evidence["text"] if isinstance(evidence, dict) else evidence)


def last_source(sources: Sequence[Any] | None) -> str:
    """The name of the last, that is the original, source; nothing where there is none."""
    if not sources:
        return ""
    last = sources[-1]
    return str(last["name"] if isinstance(last, dict) else last)


def _same_source(one: Sequence[Any] | None, other: Sequence[Any] | None) -> bool:
    a, b = folded(last_source(one)), folded(last_source(other))
    if not a or not b:
        return a == b
    return set(a.split()) <= set(b.split()) or set(b.split()) <= set(a.split())


def _days(when: Json) -> tuple[date, date] | None:
    if not when.get("start"):
        return None
    return date.fromisoformat(when["start"]), date.fromisoformat(when.get("end") or when["start"])


def _overlap(one: Json | None, other: Json | None) -> bool:
    """Whether two intervals share at least half of the longer one."""
    a, b = _days(one or {}), _days(other or {})
    if a is None or b is None:
        return False
    shared = (min(a[1], b[1]) - max(a[0], b[0])).days + 1
    return shared * 2 >= max((a[1] - a[0]).days, (b[1] - b[0]).days) + 1


def numbers(claim: Json) -> set[tuple[float, str]]:
    """The values of a claim's quantities with their comparators."""
    counted = (one for one in claim.get("quantities") or () if one.get("value") is not None)
    return {(float(one["value"]), one.get("comparator", "=")) for one in counted}


def _right(marked: Json, found: Json) -> dict[str, bool]:
    """Each slot that the marked claim asks for, right or wrong; any of its alternatives is right."""

    def allowed(name: str) -> list[Any]:
        return [marked.get(name), *(marked.get(f"alt_{name}") or ())]

    slots = {
        "actor": any(ids(one) == ids(found.get("actors")) for one in allowed("actors")),
        "recipient": any(ids(one) == ids(found.get("recipients")) for one in allowed("recipients")),
        "factuality": found.get("factuality") in allowed("factuality"),
        "source": any(_same_source(one, found.get("sources")) for one in allowed("sources")),
    }
    if marked.get("when"):
        slots["when"] = _overlap(marked["when"], found.get("when"))
    if marked.get("quantities"):
        slots["quantity"] = numbers(marked) <= numbers(found)
    return slots


class _Choice(NamedTuple):
    points: float
    marked: int
    found: int
    pair: Pair


def _choices(marked: Sequence[Json], found: Sequence[Json]) -> list[_Choice]:
    """All pairs that can be, those with the most points first."""
    choices = []
    for m, asked in enumerate(marked):
        types = {asked["event_type"], *(asked.get("alt_types") or ())}
        for f, answer in enumerate(found):
            if answer["event_type"] in types:
                pair = Pair(asked, answer, _right(asked, answer))
                points = (OPTIONAL if asked.get("optional") else FIRM) + ALL_SLOTS * sum(pair.slots.values()) / len(pair.slots)
                choices.append(_Choice(points + (CORE if pair.core else 0), m, f, pair))
    return sorted(choices, key=lambda one: -one.points)


def pairs(marked: Sequence[Json], found: Sequence[Json]) -> list[Pair]:
    """The one-to-one pairing of one sentence's claims that has the most points; the first of those that draw level.

    Branch and bound over the possible pairs, best first: small, since few claims share a sentence.
    """
    choices = _choices(marked, found)
    rest = [sum(one.points for one in choices[k:]) for k in range(len(choices))]
    margin = 1e-9 if len(choices) <= MANY_CHOICES else -1e-9
    most: float = 0.0
    best: list[Pair] = []

    def within_reach(k: int, points: float, marks: frozenset[int], finds: frozenset[int]) -> bool:
        """Whether the choices from ``k`` on can still bring more than the best: each marked claim takes its best one left."""
        if points + rest[k] <= most:
            return False
        open_: dict[int, float] = {}
        for one in choices[k:]:
            if one.marked not in marks and one.found not in finds:
                open_.setdefault(one.marked, one.points)
        return points + sum(open_.values()) >= most - margin

    def search(k: int, points: float, marks: frozenset[int], finds: frozenset[int], chosen: list[Pair]) -> None:
        nonlocal most, best
        if points > most:
            most, best = points, chosen
        for at in range(k, len(choices)):
            if not within_reach(at, points, marks, finds):
                return
            one = choices[at]
            if one.marked not in marks and one.found not in finds:
                search(at + 1, points + one.points, marks | {one.marked}, finds | {one.found}, [*chosen, one.pair])

    search(0, 0.0, frozenset(), frozenset(), [])
    return best
