"""The scores of many pairs of claims at once: those that `linking.score` gives, worked out in arrays.

What most pairs come to at most, the sieve tells (`sieve.py`); of those that it lets through, the words that they have in common
are counted, and the rest is arithmetic over all of them. Sums of floats may differ from the scorer's in their last digits; where
that could round a score otherwise, and within one article, where other features speak, the pair goes to the scorer itself.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from enligt.events import sieve
from enligt.events.likeness import ORDINALS, SPREAD, USUAL_COSINE
from enligt.events.linking import FLOOR, UNIT, keys, linked, read_twice, score, sought, weights
from enligt.events.telling import cosine

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from enligt.events.linking import Link
    from enligt.events.telling import Telling

_Array = np.ndarray[Any, np.dtype[Any]]
_DOUBT: Final = 1e-6  # how near to a half a score is rounded by the scorer itself: sums differ by 1e-9 at most
_EXACT: Final = 1_000  # numbers of a vector: the products of so many bytes are summed without rounding in a float of 32 bits


class Scorer:
    """Scores pairs of claims; what it has worked out of a claim it keeps."""

    def __init__(self) -> None:
        self._sieve = sieve.Sieve()
        self._weights = weights()

    def links(
        self, articles: Sequence[Sequence[Telling]], under: Mapping[str, Collection[str]], known: Mapping[str, Telling]
    ) -> list[list[Link]]:
        """The links of the claims of several articles, each with itself, those before it and known ones.

        Args:
            articles: the claims of each, in the order in which the articles are entered.
            under: for each key that a claim seeks the ids of claims; those of one of the articles count until it is entered.
            known: claims by id; one that stands under a key and not here is passed over.
        """
        entered = {told.claim_id: at for at, several in enumerate(articles) for told in several}
        index: defaultdict[str, list[Telling]] = defaultdict(list)
        met: list[tuple[Telling, list[Telling]]] = []
        for at, several in enumerate(articles):
            for told in several:
                looked_for = sought(told)
                there = set[str]().union(*(under.get(key, ()) for key in looked_for))
                others = [known[one] for one in there if one in known and entered.get(one, at + 1) > at]
                mine = {one.claim_id: one for key in looked_for for one in index.get(key, ())}
                met.append((told, [*others, *mine.values()]))
                for key in keys(told):
                    index[key].append(told)
        scores = iter(self.scores(met))
        return [
            [
                *(linked(told.claim_id, other, found) for told in several for other, found in next(scores).items()),
                *read_twice(several),
            ]
            for several in articles
        ]

    def scores(self, met: Sequence[tuple[Telling, Sequence[Telling]]]) -> list[dict[str, int]]:
        """For each claim the scores of those that it is compared with, by their ids; those below ``FLOOR`` are left out."""
        distinct = {told.claim_id: told for one, others in met for told in (one, *others)}
        numbers = dict(zip(distinct, self._sieve.add(distinct.values()), strict=True))
        one = np.repeat(np.array([numbers[a.claim_id] for a, _ in met], dtype=np.int64), [len(others) for _, others in met])
        other = np.array([numbers[b.claim_id] for _, others in met for b in others], dtype=np.int64)
        whose = np.repeat(np.arange(len(met)), [len(others) for _, others in met])
        passed = self._sieve.passed(one, other)
        found: list[dict[str, int]] = [{} for _ in met]
        told = self._sieve.told
        scored = self._scored(one[passed], other[passed])
        kept = np.flatnonzero(scored >= FLOOR)
        for at, b, value in zip(whose[passed][kept].tolist(), other[passed][kept].tolist(), scored[kept].tolist(), strict=True):
            found[at][told[b].claim_id] = value
        return found

    def _scored(self, one: _Array, other: _Array) -> _Array:
        told = self._sieve.told
        several = [(told[a], told[b]) for a, b in zip(one.tolist(), other.tolist(), strict=True)]
        row, them = self._sieve.rows(one, bits=False), self._sieve.rows(other, bits=False)
        with np.errstate(over="ignore"):
            raw = UNIT / (1.0 + np.exp(-np.clip(self._logit(row, them, several), -30.0, 30.0)))
        found = np.rint(raw).astype(np.int64)
        aside = (np.abs(raw - np.floor(raw) - 0.5) < _DOUBT) | row["big"] | them["big"] | (row["article"] == them["article"])
        for at in np.flatnonzero(aside).tolist():
            found[at] = score(*several[at])
        return np.asarray(found)

    def _logit(self, row: Mapping[str, _Array], them: Mapping[str, _Array], pairs: Sequence[tuple[Telling, Telling]]) -> _Array:
        """The logit of pairs of claims of different articles."""
        w = self._weights
        met = _Met(pairs)
        same_who, total = sieve.parties(row, them, w)
        same_time, times = sieve.times(row, them, w)
        total += self._sieve.types(row["profile"], them["profile"]) + times + sieve.told(row, them, w)
        total += w["always"] + w["same-who-when"] * (same_who & same_time)
        total += _crossed(row, them, pairs) * w["sides-swapped"]
        full = [rows[f"n_{side}"] > 0 for rows in (row, them) for side in ("actors", "recipients")]
        total += (np.logical_and.reduce(full) & (sieve.common(row["ids"], them["ids"]) == 0)) * w["parties-other"]
        total += np.select([met.who > 0, met.who == 0], [w["person-same"], w["person-other"]], 0.0)
        total += np.select([met.place > 0, met.place == 0], [w["place-same"], w["place-other"]], 0.0)
        total += (same_who & (met.place > 0)) * w["same-who-where"]
        near = row["language"] == them["language"]
        words, story = met.words / _smaller("words", row, them), met.around / _smaller("around", row, them)
        total += words * np.where(near, w["words"], w["words-across"]) + story * w["story"]
        total += words * story * w["words-story"] + story * same_who * w["same-story-who"]
        total += np.where(met.trigger > 0, w["trigger-same"], near * w["trigger-other"])
        total += _named(met.names, row, them, w) + _rare(met.rare, row, them, w)
        total += (met.figures > 0) * w["figure-same"] + (met.things == 0) * w["things-none"]
        total += np.array(
            [_by_hand(a, b, w) if (a.numbers and b.numbers) or (a.cues and b.cues) else 0.0 for a, b in pairs], dtype=np.float64
        )
        return total + _meaning(pairs) * w["meaning"]


class _Met:
    """What the words of pairs have in common: of some sets how many, of others whether any (1 or 0; -1 where one is empty)."""

    def __init__(self, pairs: Sequence[tuple[Telling, Telling]]) -> None:
        stories: dict[tuple[int, int], int] = {}  # of two articles counted once for all their claims
        found: list[tuple[int, ...]] = []
        for a, b in pairs:
            story = id(a.around), id(b.around)
            if story not in stories:
                stories[story] = len(a.around & b.around)
            found.append(
                (
                    len(a.words & b.words),
                    len(a.names & b.names),
                    len(a.rare & b.rare),
                    stories[story],
                    not a.trigger.isdisjoint(b.trigger),
                    not a.figures.isdisjoint(b.figures),
                    -1 if not a.who or not b.who else not a.who.isdisjoint(b.who),
                    -1 if not a.place or not b.place else not a.place.isdisjoint(b.place),
                    -1 if not a.things or not b.things else not a.things.isdisjoint(b.things),
                )
            )
        columns = np.array(found, dtype=np.int64).reshape(-1, 9).T
        self.words, self.names, self.rare, self.around = columns[:4]
        self.trigger, self.figures, self.who, self.place, self.things = columns[4:]


def _smaller(name: str, row: Mapping[str, _Array], them: Mapping[str, _Array]) -> _Array:
    return np.maximum(1, np.minimum(row[f"n_{name}"], them[f"n_{name}"]))


def _crossed(row: Mapping[str, _Array], them: Mapping[str, _Array], pairs: Sequence[tuple[Telling, Telling]]) -> _Array:
    """Whether the actor of the one is the recipient of the other, both ways, and the acts are not mutual."""
    may = sieve.common(row["actors"], them["recipients"]).astype(np.bool_) & ~(row["mutual"] | them["mutual"])
    for at in np.flatnonzero(may).tolist():
        a, b = pairs[at]
        may[at] = bool((a.actors & b.recipients) - b.actors and (b.actors & a.recipients) - a.actors)
    return may


def _named(common: _Array, row: Mapping[str, _Array], them: Mapping[str, _Array], w: Mapping[str, float]) -> _Array:
    both = (row["n_names"] > 0) & (them["n_names"] > 0)
    share = common / _smaller("names", row, them)
    return np.asarray(share * w["names"] + (both & (common == 0)) * w["names-none"] + (common > 2) * w["names-many"])


def _rare(common: _Array, row: Mapping[str, _Array], them: Mapping[str, _Array], w: Mapping[str, float]) -> _Array:
    both = (row["n_rare"] > 0) & (them["n_rare"] > 0)
    return np.asarray(common / _smaller("rare", row, them) * w["rare"] + (both & (common == 0)) * w["rare-none"])


def _by_hand(a: Telling, b: Telling, w: Mapping[str, float]) -> float:
    """What numbers and ordinals say: few claims have any."""
    total = 0.0
    if len(a.numbers) == len(b.numbers) == 1:
        ((one, _, mine),), ((other, _, theirs),) = a.numbers, b.numbers
        total += w["number-same"] if one == other else w["number-other"] if mine == theirs else 0.0
    elif a.numbers and b.numbers:
        if {value for value, _, _ in a.numbers} & {value for value, _, _ in b.numbers}:
            total += w["number-same"]
        elif {unit for _, _, unit in a.numbers} & {unit for _, _, unit in b.numbers}:
            total += w["number-other"]
    if a.cues and b.cues:
        x, y = a.cues & ORDINALS, b.cues & ORDINALS
        if x and y:
            total += w["ordinal-same"] if x & y else w["ordinal-other"]
    return total


def _meaning(pairs: Sequence[tuple[Telling, Telling]]) -> _Array:
    """The feature of the same name."""
    found = np.zeros(len(pairs))
    have = [at for at, (a, b) in enumerate(pairs) if a.length and b.length and len(a.vector) == len(b.vector)]
    sizes = {len(pairs[at][0].vector) for at in have}
    if len(sizes) == 1 and max(sizes) <= _EXACT:
        one, other = (
            np.frombuffer(b"".join(pairs[at][side].vector for at in have), dtype=np.int8).reshape(len(have), -1)
            for side in (0, 1)
        )
        dots = np.einsum("ij,ij->i", one.astype(np.float32), other.astype(np.float32)).astype(np.float64)
        found[have] = dots / np.array([pairs[at][0].length * pairs[at][1].length for at in have])
    else:
        found[have] = [cosine(*pairs[at]) or 0.0 for at in have]
    found[have] = np.clip((found[have] - USUAL_COSINE) / SPREAD, -1.0, 1.0)
    return found
