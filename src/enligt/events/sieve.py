"""Which of many pairs of claims may score at least ``FLOOR``: the rest, nearly all of them, need not be scored at all.

A claim is a row of numbers, with sets of bits in place of its words; thousands of pairs are compared at once. What the bits leave
open (two words may have one bit) counts for the pair, and so does every feature that is not known here. So none is put aside that
would be linked: a sieve changes no link.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import count
from typing import TYPE_CHECKING, Any, Final
from zlib import crc32

import numpy as np

from enligt.events.families import nearness
from enligt.events.likeness import MOST, MUTUAL, NAMES, ORDINALS, WIDE, WITHIN, implied, types
from enligt.events.linking import FLOOR, UNIT, weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.events.telling import Telling

_Array = np.ndarray[Any, np.dtype[Any]]
_Rows = Mapping[str, _Array]
_Weights = Mapping[str, float]

KNOWN: Final = frozenset(
    {
        *("always", "other-type", "mode-same", "mode-other", "verbal", "force", "consult"),
        *("actors-same", "actors-some", "actors-other", "recipients-same", "recipients-some", "recipients-other"),
        *("recipient-unsaid", "parties-same", "sides-swapped", "two-parties", "person-same", "person-other"),
        *("actors-other-unsure", "recipients-other-unsure", "recipient-unsaid-unsure", "parties-same-unsure"),
        *("time-same", "time-within", "time-near", "time-apart", "time-far", "time-fits", "time-misfits", "time-unsaid"),
        *("lent-same", "lent-near", "lent-far", "told-same-day", "told-apart", "told-unsaid-apart", "done-before-planned"),
        *("planned-then-done", "certainty-other", "certainty-possible", "denied-told", "place-same", "place-other"),
        *("number-same", "number-other", "figure-same", "words", "words-across", "trigger-same", "trigger-other"),
        *("names", "names-none", "names-many", "story", "meaning", "crowd", "crowd-unsaid", "source-same", "outlet-same"),
        *("same-who-when", "same-who-where", "same-story-who", "words-story"),
        *("nobody", "peers", "rare", "rare-none", "things-none", "ordinal-same", "ordinal-other"),
    }
)
"""The features that are worked out here. Any other is from 0 to 1, and is taken for 1 where that speaks for the pair."""
_LEAST: Final = math.log((FLOOR - 0.5) / (UNIT - FLOOR + 0.5)) - 1e-6  # the logit from which on a score is rounded to FLOOR
_SIDE: Final = 4  # participants on a side; a claim with more always passes
_MOST: Final = 50_000  # claims that are held, some 9 KB each; those used last are, when there are more
_AT_ONCE: Final = 8_192  # pairs that are compared in one go: what is worked out of so many stays in the processor's cache
_NONE: Final = -1
_BITS: Final = {
    **dict.fromkeys(("who", "place", "values", "units", "figures", "ordinals"), 1),
    **dict.fromkeys(("trigger", "things"), 2),
    **dict.fromkeys(("words", "names", "rare"), 4),
    "around": 8,
}
"""Sets of words that are kept as bits, 64 in each column."""
_SHARES: Final = ("words", "names", "around", "rare")  # of which it matters how much is in common
_NUMBERS: Final = (
    *("profile", "factuality", "language", "outlet", "source", "article", "published", "lo", "hi", "lent_lo", "lent_hi"),
    *("n_actors", "n_recipients", "n_ids", *(f"{what}_{name}" for name in _SHARES for what in "nx")),
)
_UNSURE: Final = ("unsure_actors", "unsure_recipients")
_FLAGS: Final = (
    "dated",
    "stated",
    "implied",
    "lent",
    "mutual",
    "done",
    "asserted",
    "denied",
    "planned",
    "possible",
    "big",
    "vector",
)
_ONES: Final = np.array([n.bit_count() for n in range(256)], dtype=np.int64)  # bits of a byte


class Sieve:
    """Claims in arrays, by their number here (`add`)."""

    def __init__(self) -> None:
        self.told: list[Telling] = []
        self._slots: dict[str, int] = {}
        self._used: list[int] = []  # when each was asked for last
        self._turn = 0
        self._numbers: dict[tuple[str, str], int] = {}
        self._next = count()
        self._profiles: dict[tuple[str, str | None], int] = {}
        self._examples: list[Telling] = []  # a claim of each profile
        self._alike = np.full((0, 0), np.nan)
        self._arrays = _arrays(1024)
        self._weights = weights()
        self._slack = sum(max(0.0, self._weights[name]) for name in NAMES if name not in KNOWN and name not in WITHIN)

    def add(self, several: Iterable[Telling]) -> list[int]:
        """Have claims at hand, in place of what they were; their numbers, which hold until claims are added again."""
        wanted = list(several)
        self._turn += 1
        for told in wanted:
            if (at := self._slots.get(told.claim_id)) is not None:
                self._used[at] = self._turn
        new = [told for told in wanted if not self._holds(told)]
        if len(self.told) + len(new) > _MOST:
            self._let_go()
        for told in new:
            at = self._slots.setdefault(told.claim_id, len(self.told))
            if at == len(self.told):
                self.told.append(told)
                self._used.append(self._turn)
            if at == len(self._arrays["profile"]):
                more = _arrays(at)
                self._arrays = {name: np.concatenate([had, more[name]]) for name, had in self._arrays.items()}
            self.told[at] = told
            for name, value in self._row(told).items():
                self._arrays[name][at] = value
        return [self._slots[told.claim_id] for told in wanted]

    def _let_go(self) -> None:
        """Keep of the claims those that were used last, half of the most that are held or as many as are wanted now."""
        most = max(_MOST // 2, self._used.count(self._turn))
        kept = sorted(sorted(range(len(self.told)), key=lambda at: -self._used[at])[:most])
        self.told = [self.told[at] for at in kept]
        self._used = [self._used[at] for at in kept]
        self._slots = {told.claim_id: at for at, told in enumerate(self.told)}
        self._arrays = {name: had[[*kept, *range(max(0, 1024 - len(kept)))]] for name, had in self._arrays.items()}
        articles = {told.article_id for told in self.told}
        self._numbers = {key: number for key, number in self._numbers.items() if key[0] != "article" or key[1] in articles}

    def _holds(self, told: Telling) -> bool:
        at = self._slots.get(told.claim_id)
        return at is not None and self.told[at] is told

    def rows(self, at: _Array, *, bits: bool = True) -> dict[str, _Array]:
        """What is held of claims, by their numbers; with the bits in place of their words, or without."""
        return {name: had[at] for name, had in self._arrays.items() if bits or name not in _BITS}

    def passed(self, one: _Array, other: _Array) -> _Array:
        """Which of these pairs may score at least ``FLOOR``, given the numbers of their claims: their places."""
        found = []
        for start in range(0, len(one), _AT_ONCE):
            mine, theirs = one[start : start + _AT_ONCE], other[start : start + _AT_ONCE]
            found.append(start + np.flatnonzero(self._may(self.rows(mine), self.rows(theirs))))
        return np.concatenate(found) if found else np.zeros(0, dtype=np.int64)

    def _may(self, row: _Rows, them: _Rows) -> _Array:
        most = _most(row, them, self._weights) + self.types(row["profile"], them["profile"])
        most += self._slack + abs(self._weights["meaning"]) * row["vector"]
        return np.asarray((most >= _LEAST) | them["big"] | row["big"] | (them["article"] == row["article"]))

    def _number(self, name: str, value: str) -> int:
        """A number for a value, the same each time; none for an empty one."""
        if not value:
            return _NONE
        if (name, value) not in self._numbers:
            self._numbers[name, value] = next(self._next)
        return self._numbers[name, value]

    def _row(self, told: Telling) -> dict[str, Any]:
        own = implied(told)
        lent = told.borrowed if told.start is None else own
        sides = {"actors": told.actors, "recipients": told.recipients, "ids": told.ids}
        named = {name: [self._number("id", one) for one in several] for name, several in sides.items()}
        sets = _sets(told)
        bits = {name: _bits(words, _BITS[name]) for name, words in sets.items()}
        return {
            "profile": self._profile(told),
            **{name: self._number(name, getattr(told, name)) for name in ("factuality", "language", "outlet", "source")},
            "article": self._number("article", told.article_id),
            "published": told.published or 0,
            **dict(zip(("lo", "hi"), own or (0, 0), strict=True)),
            **dict(zip(("lent_lo", "lent_hi"), lent or (0, 0), strict=True)),
            **{name: math.log(min(MOST, getattr(told, name))) for name in ("crowd", "peers")},
            **dict(zip(_UNSURE, told.unsure, strict=True)),
            "dated": told.published is not None,
            "stated": told.start is not None,
            "implied": own is not None,
            "lent": lent is not None,
            "mutual": told.kind in MUTUAL,
            **{name: told.factuality == name for name in ("asserted", "denied", "planned", "possible")},
            "done": told.factuality in {"asserted", "denied"},
            "vector": bool(told.length),
            "big": max(len(told.actors), len(told.recipients)) > _SIDE,
            **{name: _padded(numbers, _columns(name)) for name, numbers in named.items()},
            **{f"n_{name}": len(numbers) for name, numbers in named.items()},
            **bits,
            **{f"n_{name}": len(sets[name]) for name in _SHARES},
            **{f"x_{name}": len(sets[name]) - sum(map(int.bit_count, bits[name])) for name in _SHARES},
        }

    def _profile(self, told: Telling) -> int:
        """A number for its type and mode."""
        known = self._profiles.setdefault((told.kind, told.mode), len(self._examples))
        if known == len(self._examples):
            self._examples.append(told)
        return known

    def types(self, one: _Array, other: _Array) -> _Array:
        """What the types and modes of pairs say, given their profiles; less than any score where the two are never one act."""
        size, had = len(self._examples), len(self._alike)
        if size > had:
            grown = np.full((size, size), np.nan)
            grown[:had, :had] = self._alike
            self._alike = grown
        found = self._alike[one, other]
        if np.isnan(found).any():
            for a, b in {*zip(one[np.isnan(found)].tolist(), other[np.isnan(found)].tolist(), strict=True)}:
                self._alike[a, b] = self._shares(self._examples[a], self._examples[b])
            found = self._alike[one, other]
        return np.asarray(found)

    def _shares(self, one: Telling, other: Telling) -> float:
        shares = math.fsum(value * self._weights[name] for name, value in types(one, other))
        return shares if nearness(one.kind, other.kind) else -math.inf


def _columns(side: str) -> int:
    return 2 * _SIDE if side == "ids" else _SIDE


def _arrays(size: int) -> dict[str, _Array]:
    return {
        **{name: np.zeros(size, dtype=np.int64) for name in _NUMBERS},
        **{name: np.zeros(size, dtype=np.bool_) for name in _FLAGS},
        **{name: np.full((size, _columns(name)), _NONE, dtype=np.int64) for name in ("actors", "recipients", "ids")},
        **{name: np.zeros((size, columns), dtype=np.uint64) for name, columns in _BITS.items()},
        **{name: np.zeros(size) for name in ("crowd", "peers", *_UNSURE)},
    }


def _padded(values: Sequence[int], size: int) -> list[int]:
    return [*values[:size], *[_NONE] * (size - len(values))]


def _sets(told: Telling) -> dict[str, frozenset[str]]:
    return {
        **{name: getattr(told, name) for name in ("who", "place", "figures", "trigger", "words", "names", "around", "rare")},
        "things": told.things,
        "ordinals": told.cues & ORDINALS,
        "values": frozenset(repr(float(value)) for value, _, _ in told.numbers),
        "units": frozenset(f".{unit}" for _, _, unit in told.numbers),
    }


def _bits(words: Iterable[str], columns: int) -> list[int]:
    found = 0
    for word in words:
        found |= 1 << crc32(word.encode("utf-8", "surrogatepass")) % (64 * columns)
    return [found >> (64 * n) & ((1 << 64) - 1) for n in range(columns)]


# --- what the features of pairs come to, at most ---


def _most(row: _Rows, them: _Rows, w: _Weights) -> _Array:
    """The logit that each pair has at most, as far as its features are known here; those of one article aside."""
    same_who, total = parties(row, them, w)
    same_time, timed = times(row, them, w)
    crossed = (common(row["actors"], them["recipients"]) > 0) & (common(row["recipients"], them["actors"]) > 0)
    total += (crossed & ~(them["mutual"] | row["mutual"])) * max(0.0, w["sides-swapped"])
    total += _same_or_other("who", row, them, w["person-same"], w["person-other"])
    total += w["always"] + w["same-who-when"] * (same_who & same_time)
    total += timed + told(row, them, w) + _matter(row, them, w, same_who)
    return total


def common(mine: _Array, theirs: _Array) -> _Array:
    """How many of the participants of one claim are among those of the other, of each pair."""
    found = np.zeros(len(mine), dtype=np.int64)
    for column in range(mine.shape[1]):
        own = mine[:, column]
        held = np.flatnonzero(own != _NONE)  # few have more than one
        found[held] += (theirs[held] == own[held, None]).any(axis=1)
    return found


def parties(row: _Rows, them: _Rows, w: _Weights) -> tuple[_Array, _Array]:
    """Whether the participants are the same, and what they say."""
    total = np.zeros(len(them["profile"]))
    same: dict[str, _Array] = {}
    unsure = {side: np.maximum(row[f"unsure_{side}"], them[f"unsure_{side}"]) for side in ("actors", "recipients")}
    for side in ("actors", "recipients"):
        shared, mine, theirs = common(row[side], them[side]), row[f"n_{side}"], them[f"n_{side}"]
        both = (theirs > 0) & (mine > 0)
        same[side] = both & (shared == mine) & (theirs == mine)
        total += both * np.where(same[side], w[f"{side}-same"], np.where(shared > 0, w[f"{side}-some"], w[f"{side}-other"]))
        total += (both & (shared == 0)) * unsure[side] * w[f"{side}-other-unsure"]
    shared = common(row["ids"], them["ids"])
    whole = (row["n_ids"] > 0) & (them["n_ids"] == row["n_ids"]) & (shared == row["n_ids"])
    total += whole * w["parties-same"] + (shared > 1) * w["two-parties"]
    total += whole * np.maximum(*unsure.values()) * w["parties-same-unsure"]
    named = (them["n_ids"] > 0) & (row["n_ids"] > 0)
    total += np.where(named, 0.0, w["nobody"])
    unsaid = (them["n_recipients"] > 0) != (row["n_recipients"] > 0)
    total += unsaid * (w["recipient-unsaid"] + unsure["recipients"] * w["recipient-unsaid-unsure"])
    return whole | (same["actors"] & same["recipients"]), total


def times(row: _Rows, them: _Rows, w: _Weights) -> tuple[_Array, _Array]:
    """Whether both give the same time, and what the times say."""
    known, both, either = them["implied"] & row["implied"], them["stated"] & row["stated"], them["stated"] | row["stated"]
    first, last = np.maximum(them["lo"], row["lo"]), np.minimum(them["hi"], row["hi"])
    apart, meet = np.maximum(0, first - last), first <= last
    spans = them["hi"] - them["lo"], row["hi"] - row["lo"]
    long, short = np.maximum(*spans) + 1, np.minimum(*spans) + 1
    same = meet & ((long < WIDE) | (long == short))
    given = [w["time-same"], w["time-within"], w["time-near"], w["time-apart"]]
    said = np.select([same, meet, apart <= 2, apart <= 14], given, w["time-far"])
    lent_apart = np.maximum(them["lent_lo"], row["lent_lo"]) - np.minimum(them["lent_hi"], row["lent_hi"])
    lent = np.select([lent_apart <= 1, lent_apart <= 5], [w["lent-same"], w["lent-near"]], w["lent-far"])
    fits = np.where(apart <= 1, w["time-fits"], w["time-misfits"])
    unsaid = np.where(either, fits, w["time-unsaid"]) + lent * (them["lent"] & row["lent"])
    return known & both & same, known * np.where(both, said, unsaid)


def told(row: _Rows, them: _Rows, w: _Weights) -> _Array:
    """What factuality, publication, crowd, source and outlet say."""
    other = them["factuality"] != row["factuality"]
    total: _Array = (them["done"] != row["done"]) * w["certainty-other"]
    total = total + (other & (them["possible"] | row["possible"])) * w["certainty-possible"]
    total += (other & (them["denied"] | row["denied"])) * w["denied-told"]
    unsaid = ~(them["stated"] & row["stated"])
    later = them["published"] - row["published"]
    days = np.log1p(np.abs(later))
    dated = (np.abs(later) <= 1) * w["told-same-day"] + days * w["told-apart"]
    dated = dated + days * ~(them["stated"] | row["stated"]) * w["told-unsaid-apart"]
    for pair, ahead in ((row["asserted"] & them["planned"], later), (row["planned"] & them["asserted"], -later)):
        dated = dated + pair * ((ahead > 0) * w["done-before-planned"] + (ahead < 0) * w["planned-then-done"])
    total += (them["dated"] & row["dated"]) * dated
    total += np.maximum(them["crowd"], row["crowd"]) * (w["crowd"] + unsaid * w["crowd-unsaid"])
    total += np.maximum(them["peers"], row["peers"]) * w["peers"]
    for name in ("source", "outlet"):
        total += ((them[name] == row[name]) & (row[name] != _NONE)) * w[f"{name}-same"]
    return total


def _matter(row: _Rows, them: _Rows, w: _Weights, same_who: _Array) -> _Array:
    """What place, numbers, words and names can say at most."""
    total = _same_or_other("place", row, them, w["place-same"], w["place-other"])
    total = total + (same_who & _may_share("place", row, them)) * max(0.0, w["same-who-where"])
    other = max(0.0, w["number-other"]) * _may_share("units", row, them)
    same = max(0.0, w["number-same"], w["number-other"])
    total += np.where(_may_share("values", row, them), same, other)
    total += _may_share("figures", row, them) * max(0.0, w["figure-same"])
    near = them["language"] == row["language"]
    total += np.where(
        _may_share("trigger", row, them),
        np.where(near, max(w["trigger-same"], w["trigger-other"]), max(0.0, w["trigger-same"])),
        near * w["trigger-other"],
    )
    words, story = _share("words", row, them)[1], _share("around", row, them)[1]
    total += words * np.where(near, max(0.0, w["words"]), max(0.0, w["words-across"]))
    total += words * story * max(0.0, w["words-story"])
    total += story * np.maximum(0.0, w["story"] + w["same-story-who"] * same_who)
    total += _same_or_other("things", row, them, 0.0, w["things-none"])
    total += _same_or_other("ordinals", row, them, w["ordinal-same"], w["ordinal-other"])
    rare = (them["n_rare"] > 0) & (row["n_rare"] > 0)
    total += _share("rare", row, them)[1] * max(0.0, w["rare"])
    total += rare * np.where(_may_share("rare", row, them), max(0.0, w["rare-none"]), w["rare-none"])
    common, share = _share("names", row, them)
    both = (them["n_names"] > 0) & (row["n_names"] > 0)
    total += share * max(0.0, w["names"]) + (common > 2) * max(0.0, w["names-many"])
    total += both * np.where(_may_share("names", row, them), max(0.0, w["names-none"]), w["names-none"])
    return np.asarray(total)


def _may_share(name: str, row: _Rows, them: _Rows) -> _Array:
    """Whether two sets of words have a bit in common: if not, they have no word in common."""
    return np.asarray((them[name] & row[name]).any(axis=1))


def _same_or_other(name: str, row: _Rows, them: _Rows, same: float, other: float) -> _Array:
    """What two sets say at most, if neither is empty: of words in common, or of none."""
    both = them[name].any(axis=1) & row[name].any(axis=1)
    return both * np.where(_may_share(name, row, them), max(same, other), other)


def _share(name: str, row: _Rows, them: _Rows) -> tuple[_Array, _Array]:
    """How many words two sets can have in common at most, and as a share of the smaller; words of one set may share a bit."""
    bits = np.ascontiguousarray(them[name] & row[name]).view(np.uint8)
    smaller = np.minimum(them[f"n_{name}"], row[f"n_{name}"])
    common = np.minimum(smaller, _ONES[bits].sum(axis=1) + np.minimum(them[f"x_{name}"], row[f"x_{name}"]))
    return common, common / np.maximum(smaller, 1)
