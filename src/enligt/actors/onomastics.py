"""Of which state a person's name sounds like: trigrams of names, state by state.

"Statsminister Vardan Sahakjan" in an article on Azerbaijan and Armenia is Armenia's: naive Bayes over the name's character
trigrams (Cavnar and Trenkle, 1994, did so for languages) says how much likelier the name is among a state's than
among all. It weighs together with how much the article speaks of each state; alone it decides nothing.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from enligt.actors import tables
from enligt.actors.names import bare
from enligt.actors.salience import is_state

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

_WEIGHT = 0.07  # of what the name says, against the logarithm of the state's weight in the article
_KNOWN = 15.0  # names of a state at which its own names count as much as the world's
_LENGTH = 3
_WHOLE = 2  # times that a whole word counts as a trigram


class _Names(NamedTuple):
    """How many names have a trigram: of each state, of all; how many names there are of each."""

    of: Mapping[str, Counter[str]]
    among: Counter[str]
    names: Counter[str]


def likeliest(name: str, weights: Mapping[str, float]) -> str | None:
    """The state that a person is likeliest of.

    Args:
        name: the person's, whole where the article gives it so.
        weights: how much the article speaks of each state (:func:`enligt.actors.salience.weights`); positive.

    Returns:
        The state's code, or None where ``weights`` is empty.
    """
    told = _likeness(bare(name), weights)
    return max(sorted(weights), key=lambda state: math.log(weights[state]) + _WEIGHT * told[state], default=None)


def _likeness(name: str, states: Collection[str]) -> dict[str, float]:
    """The logarithm of how much likelier a name's trigrams are among a state's names than among all."""
    known = _known()
    every = known.names.total()
    found = dict.fromkeys(states, 0.0)
    for gram in _grams(name):
        if (share := known.among[gram] / every) == 0:
            continue
        for state in states:
            own = known.of[state][gram] if state in known.of else 0
            found[state] += math.log((own / share + _KNOWN) / (known.names[state] + _KNOWN))
    return found


def _grams(name: str) -> Iterator[str]:
    for word in name.split():
        if not word[0].isupper():
            continue
        whole = f"^{word.casefold()}$"
        yield from (whole[i : i + _LENGTH] for i in range(len(whole) - _LENGTH + 1))
        yield from [whole] * _WHOLE


@cache
def _known() -> _Names:
    """The names of the tables: of office-holders, of the corpus's invented persons, and words usual in names of each state."""
    pairs = {(row["name"], row["id"]) for row in tables.rows("leaders") if is_state(row["id"]) and " " in row["name"]}
    pairs |= {(name, row["id"]) for row in tables.rows("person-names") for name in row["names"].split(", ")}
    pairs |= {
        (name, row["id"]) for row in tables.rows("typical-names") for name in f"{row['given']}, {row['family']}".split(", ")
    }
    of: defaultdict[str, Counter[str]] = defaultdict(Counter)
    among: Counter[str] = Counter()
    for name, state in sorted(pairs):
        grams = set(_grams(name))
        of[state].update(grams)
        among.update(grams)
    return _Names(dict(of), among, Counter(state for _, state in pairs))
