"""Which of many claims may score at least ``FLOOR`` with one: the rest, nearly all of them, need not be scored at all.

A claim is a row of numbers, with sets of bits in place of its words; hundreds are compared at once. What the bits leave open
(two words may have one bit) counts for the pair, and so does every feature that is not known here. So none is put aside that
would be linked, and what passes is scored as ever (`linking.score`): a sieve changes no link.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
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
_Row = Mapping[str, Any]
_Rows = Mapping[str, _Array]
_Weights = Mapping[str, float]

KNOWN: Final = frozenset(
    {
        *("always", "other-type", "mode-same", "mode-other", "verbal", "force", "consult"),
        *("actors-same", "actors-some", "actors-other", "recipients-same", "recipients-some", "recipients-other"),
        *("recipient-unsaid", "parties-same", "sides-swapped", "two-parties", "person-same", "person-other"),
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
_MOST: Final = 200_000  # claims that are held
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
_FLAGS: Final = ("dated", "stated", "implied", "lent", "mutual", "done", "asserted", "denied", "planned", "possible", "big")
_ONES: Final = np.array([n.bit_count() for n in range(256)], dtype=np.int64)  # bits of a byte


class Sieve:
    """Claims in arrays."""

    def __init__(self) -> None:
        self._slots: dict[str, int] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._profiles: dict[tuple[str, str | None], int] = {}
        self._examples: list[Telling] = []  # a claim of each profile
        self._alike: dict[tuple[str, str | None], list[float]] = {}
        self._arrays = _arrays(1024)
        self._weights = weights()
        self._slack = sum(max(0.0, self._weights[name]) for name in NAMES if name not in KNOWN and name not in WITHIN)

    def add(self, several: Iterable[Telling]) -> None:
        """Have claims at hand, in place of what they were."""
        for told in several:
            if len(self._slots) >= _MOST:
                self._slots.clear()
                self._numbers.clear()  # what the rows hold of them is gone with the slots
            at = self._slots.setdefault(told.claim_id, len(self._slots))
            if at == len(self._arrays["profile"]):
                more = _arrays(at)
                self._arrays = {name: np.concatenate([had, more[name]]) for name, had in self._arrays.items()}
            for name, value in self._row(told).items():
                self._arrays[name][at] = value

    def passed(self, told: Telling, claims: Sequence[str]) -> Sequence[str]:
        """Those of these claims that may score at least ``FLOOR`` with one; what was not added passes."""
        row = self._row(told)
        held = [one for one in claims if one in self._slots]
        if row["big"] or not held:
            return claims
        at = np.fromiter((self._slots[one] for one in held), dtype=np.int64, count=len(held))
        them = {name: had[at] for name, had in self._arrays.items()}
        them["types"] = self._types(told)[them["profile"]]
        most = _most(row, them, self._weights) + self._slack + abs(self._weights["meaning"]) * bool(told.length)
        keeps = (most >= _LEAST) | them["big"] | (them["article"] == row["article"])
        kept = [held[n] for n in np.flatnonzero(keeps)]
        return kept if len(held) == len(claims) else [*kept, *(one for one in claims if one not in self._slots)]

    def _number(self, name: str, value: str) -> int:
        """A number for a value, the same each time; none for an empty one."""
        return self._numbers.setdefault((name, value), len(self._numbers)) if value else _NONE

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
            "dated": told.published is not None,
            "stated": told.start is not None,
            "implied": own is not None,
            "lent": lent is not None,
            "mutual": told.kind in MUTUAL,
            **{name: told.factuality == name for name in ("asserted", "denied", "planned", "possible")},
            "done": told.factuality in {"asserted", "denied"},
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

    def _types(self, told: Telling) -> _Array:
        """What its type and mode say beside those of each profile; less than any score where the two are never one act."""
        known = self._alike.setdefault((told.kind, told.mode), [])
        for other in self._examples[len(known) :]:
            shares = math.fsum(value * self._weights[name] for name, value in types(told, other))
            known.append(shares if nearness(told.kind, other.kind) else -math.inf)
        return np.array(known)


def _columns(side: str) -> int:
    return 2 * _SIDE if side == "ids" else _SIDE


def _arrays(size: int) -> dict[str, _Array]:
    return {
        **{name: np.zeros(size, dtype=np.int64) for name in _NUMBERS},
        **{name: np.zeros(size, dtype=np.bool_) for name in _FLAGS},
        **{name: np.full((size, _columns(name)), _NONE, dtype=np.int64) for name in ("actors", "recipients", "ids")},
        **{name: np.zeros((size, columns), dtype=np.uint64) for name, columns in _BITS.items()},
        **{name: np.zeros(size) for name in ("crowd", "peers")},
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


def _most(row: _Row, them: _Rows, w: _Weights) -> _Array:
    """The logit that each pair has at most, as far as its features are known here; those of one article aside."""
    same_who, parties = _parties(row, them, w)
    same_time, times = _times(row, them, w)
    total: _Array = w["same-who-when"] * (same_who & same_time)
    total += w["always"] + them["types"] + parties + times + _told(row, them, w) + _matter(row, them, w, same_who)
    return total


def _shared(mine: Sequence[int], theirs: _Array) -> _Array:
    """How many of my participants are among theirs."""
    own = np.array([one for one in mine if one != _NONE], dtype=np.int64)
    return np.asarray((theirs[:, :, None] == own).sum(axis=(1, 2)))


def _parties(row: _Row, them: _Rows, w: _Weights) -> tuple[_Array, _Array]:
    """Whether the participants are the same, and what they say."""
    total = np.zeros(len(them["profile"]))
    same: dict[str, _Array] = {}
    for side in ("actors", "recipients"):
        shared, mine, theirs = _shared(row[side], them[side]), row[f"n_{side}"], them[f"n_{side}"]
        both = (theirs > 0) & (mine > 0)
        same[side] = both & (shared == mine) & (theirs == mine)
        total += both * np.where(same[side], w[f"{side}-same"], np.where(shared > 0, w[f"{side}-some"], w[f"{side}-other"]))
    shared = _shared(row["ids"], them["ids"])
    whole = (row["n_ids"] > 0) & (them["n_ids"] == row["n_ids"]) & (shared == row["n_ids"])
    total += whole * w["parties-same"] + (shared > 1) * w["two-parties"]
    named = (them["n_ids"] > 0) & (row["n_ids"] > 0)
    total += np.where(named, 0.0, w["nobody"])
    total += ((them["n_recipients"] > 0) != (row["n_recipients"] > 0)) * w["recipient-unsaid"]
    crossed = (_shared(row["actors"], them["recipients"]) > 0) & (_shared(row["recipients"], them["actors"]) > 0)
    total += (crossed & ~(them["mutual"] | row["mutual"])) * max(0.0, w["sides-swapped"])
    total += _same_or_other("who", row, them, w["person-same"], w["person-other"])
    return whole | (same["actors"] & same["recipients"]), total


def _times(row: _Row, them: _Rows, w: _Weights) -> tuple[_Array, _Array]:
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


def _told(row: _Row, them: _Rows, w: _Weights) -> _Array:
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
    if row["asserted"] or row["planned"]:
        pair, ahead = (them["planned"], later) if row["asserted"] else (them["asserted"], -later)
        dated = dated + pair * ((ahead > 0) * w["done-before-planned"] + (ahead < 0) * w["planned-then-done"])
    total += (them["dated"] & row["dated"]) * dated
    total += np.maximum(them["crowd"], row["crowd"]) * (w["crowd"] + unsaid * w["crowd-unsaid"])
    total += np.maximum(them["peers"], row["peers"]) * w["peers"]
    for name in ("source", "outlet"):
        total += ((them[name] == row[name]) & (row[name] != _NONE)) * w[f"{name}-same"]
    return total


def _matter(row: _Row, them: _Rows, w: _Weights, same_who: _Array) -> _Array:
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


def _may_share(name: str, row: _Row, them: _Rows) -> _Array:
    """Whether two sets of words have a bit in common: if not, they have no word in common."""
    return np.asarray((them[name] & np.array(row[name], dtype=np.uint64)).any(axis=1))


def _same_or_other(name: str, row: _Row, them: _Rows, same: float, other: float) -> _Array:
    """What two sets say at most, if neither is empty: of words in common, or of none."""
    if not any(row[name]):
        return np.zeros(len(them[name]))
    return them[name].any(axis=1) * np.where(_may_share(name, row, them), max(same, other), other)


def _share(name: str, row: _Row, them: _Rows) -> tuple[_Array, _Array]:
    """How many words two sets can have in common at most, and as a share of the smaller; words of one set may share a bit."""
    bits = np.ascontiguousarray(them[name] & np.array(row[name], dtype=np.uint64)).view(np.uint8)
    smaller = np.minimum(them[f"n_{name}"], row[f"n_{name}"])
    common = np.minimum(smaller, _ONES[bits].sum(axis=1) + np.minimum(them[f"x_{name}"], row[f"x_{name}"]))
    return common, common / np.maximum(smaller, 1)
