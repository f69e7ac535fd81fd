"""Which claims tell of one act: whom a claim is compared with, what the scorer says of a pair, and the groups made of pairs.

Nothing here depends on the order in which claims come. Whom a claim is compared with depends on the claim alone (:func:`keys`);
a pair's score on the two claims alone; the groups on the set of scores: they are made anew within each connected part, joining
the two groups of the highest average probability until none reaches :data:`THRESHOLD` (average-link agglomeration, Sokal and
Michener 1958), in whole numbers, so that no rounding depends on the order of a sum. So one more article changes only the groups
that its claims are linked to.

On a story that goes on for months everything hangs together through time. So a part of more than :data:`MOST` claims is parted at
the next of :data:`RUNGS`, a higher score, and so on: a claim's part is that of the lowest rung at which no more than so many hang
together. That too depends on the scores alone, and whoever looks for a claim's part need never look at more than a few times
:data:`MOST` claims.
"""

from __future__ import annotations

import heapq
import json
import math
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from importlib import resources
from operator import truediv
from typing import TYPE_CHECKING, NamedTuple

from enligt.events.families import nearness, neighbours
from enligt.events.likeness import MEANINGS, NAMES, features
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

    from enligt.events.telling import Telling

WEIGHTS = "weights.json"
BUCKET = 16  # days: claims are compared whose days fall in the same or neighbouring buckets
TABLES = ("cues.toml", "families.toml", "units.toml")  # in data/: what features rest on besides the weights
MOST_BUCKETS = 24  # a longer period is kept by its ends
UNIT = 10_000  # probabilities are kept in ten-thousandths
FLOOR = 500  # a link below it (0.05) is as good as none, and is not kept
THRESHOLD = 3_000  # lower than half: what a reader finds scores lower than what people mark (docs/events.md)

RUNGS = (THRESHOLD, 5_000, 6_500, 8_000, 9_000, 9_700)  # scores from which on a link holds two claims in one part
MOST = 300  # claims of a part, save on the last rung, where the links are as good as certain

_FEW = (
    1_500  # claims: averages over at most (1,500 / 2)² pairs lie 1 / 562,500² apart or more, and a float's digits at 10,000 less
)


class Weight(NamedTuple):
    """One reason for or against a link: what the feature says, its value times its weight, in units of the logit."""

    feature: str
    meaning: str
    value: float
    weight: float

    @property
    def share(self) -> float:
        """What it adds to the score."""
        return self.value * self.weight


class Link(NamedTuple):
    """Two claims that may tell of one act; ``one`` < ``other``. ``score`` is the probability in ten-thousandths."""

    one: str
    other: str
    score: int

    @property
    def probability(self) -> float:
        """From 0 to 1."""
        return self.score / UNIT


@dataclass(frozen=True, slots=True)
class Tie:
    """What a person has decided of two claims: that they tell of the ``same`` act, or of two."""

    one: str
    other: str
    same: bool


@cache
def weights() -> Mapping[str, float]:
    """The scorer's weight of each feature, as ``python -m enligt.training events`` fitted them."""
    text = resources.files(__package__).joinpath("data", WEIGHTS).read_text(encoding="utf-8")
    read = json.loads(text)["weights"]
    return {name: float(read.get(name, 0.0)) for name in NAMES}


def version() -> str:
    """Changes whenever the scorer could give other scores: links stored under another are to be made anew."""
    rules = {"weights": dict(weights()), "floor": FLOOR, "bucket": BUCKET, "rungs": [THRESHOLD, *RUNGS], "most": MOST}
    return content_id("lnk", rules | {name: _table(name) for name in TABLES})


@cache
def _table(name: str) -> str:
    return resources.files(__package__).joinpath("data", name).read_text(encoding="utf-8")


def _buckets(told: Telling) -> set[int]:
    days: set[int] = set()
    if told.published is not None:
        days.add(told.published // BUCKET)
    for first, last in ((told.start, told.end), told.borrowed or (None, None)):
        if first is None:
            continue
        a, b = first // BUCKET, (last if last is not None else first) // BUCKET
        days |= set(range(a, b + 1)) if b - a < MOST_BUCKETS else {a, b}
    return days or {0}


def _subjects(told: Telling) -> list[str]:
    found = [*sorted(told.ids or told.supposed), *(f"@{place}" for place in sorted(told.place))]
    return found or ["?"]


def keys(told: Telling) -> frozenset[str]:
    """Where a claim is to be found: participant or place, type, and 16 days of act or publication: ``DNK|ASSAULT|45903``."""
    return frozenset(f"{who}|{told.kind}|{bucket}" for who in _subjects(told) for bucket in _buckets(told))


def sought(told: Telling) -> frozenset[str]:
    """The keys of the claims that a claim is compared with: of neighbouring types and days.

    Of two claims, either each is found under a key that the other seeks, or neither is.
    """
    near = {bucket + step for bucket in _buckets(told) for step in (-1, 0, 1)}
    return frozenset(f"{who}|{kind}|{bucket}" for who in _subjects(told) for kind in neighbours(told.kind) for bucket in near)


def score(one: Telling, other: Telling) -> int:
    """The probability that two claims tell of one act, in ten-thousandths.

    What two readers made of the same words of an article is one act, if their types may be one.
    """
    if not nearness(one.kind, other.kind):
        return 0
    if _same_words(one, other):
        return UNIT
    w = weights()
    logit = math.fsum(value * w[name] for name, value in features(one, other).items())
    return round(UNIT / (1.0 + math.exp(-max(-30.0, min(30.0, logit)))))


def _same_words(one: Telling, other: Telling) -> bool:
    """Whether two readers of one article found the two at the same trigger."""
    return (
        one.reader != other.reader
        and one.article_id == other.article_id
        and one.spot[0] < other.spot[1]
        and other.spot[0] < one.spot[1]
    )


def explain(one: Telling, other: Telling) -> list[Weight]:
    """Why two claims are linked or not: every feature that says something, the weightiest first. The shares sum to the logit."""
    w = weights()
    found = [Weight(name, MEANINGS[name], value, w[name]) for name, value in features(one, other).items()]
    return sorted(found, key=lambda x: (-abs(x.share), x.feature))


def links(new: Sequence[Telling], known: Iterable[Telling] = ()) -> Iterator[Link]:
    """The links of ``new`` claims among themselves and with ``known`` ones, each pair once; those below ``FLOOR`` are left out.

    ``known`` need only hold the claims under a key that some new claim seeks (:func:`sought`); others cost little and change
    nothing. A claim that stands in both is taken as new.
    """
    fresh = {told.claim_id: told for told in new}
    wanted = frozenset(kind for told in new for kind in neighbours(told.kind))
    by_id = {told.claim_id: told for told in known if told.kind in wanted and told.claim_id not in fresh} | fresh
    index: defaultdict[str, list[str]] = defaultdict(list)
    for told in by_id.values():
        if told.claim_id not in fresh:  # of those that nobody seeks nothing is asked
            for key in keys(told):
                index[key].append(told.claim_id)
    for told in fresh.values():
        for other in {one for key in sought(told) for one in index.get(key, ())}:
            found = score(told, by_id[other])
            if found >= FLOOR:
                yield linked(told.claim_id, other, found)
        for key in keys(told):
            index[key].append(told.claim_id)
    yield from read_twice(list(fresh.values()))


def linked(one: str, other: str, found: int) -> Link:
    """The link of two claims, by their ids."""
    return Link(min(one, other), max(one, other), found)


def read_twice(fresh: Sequence[Telling]) -> Iterator[Link]:
    """The links between two readers' claims on the same words that share no key: they name other participants."""
    if len({one.reader for one in fresh}) < 2:
        return
    for at, one in enumerate(fresh):
        for other in fresh[at + 1 :]:
            if _same_words(one, other) and nearness(one.kind, other.kind) and not keys(other) & sought(one):
                yield linked(one.claim_id, other.claim_id, UNIT)


def groups(claims: Iterable[str], linked: Iterable[tuple[str, str, int]], ties: Iterable[Tie] = ()) -> list[tuple[str, ...]]:
    """The claims in groups, each of which tells of one act; both in the order of their ids.

    Args:
        claims: ids; each ends in exactly one group.
        linked: links among them (`Link`); a pair without one counts as 0. Links to other claims are passed over.
        ties: judgements. A chain of ``same`` ones holds whatever the scores; two claims said to differ are kept apart, save
            where such a chain joins them.
    """
    nodes = set(claims)
    judged = sorted(
        {(min(tie.one, tie.other), max(tie.one, tie.other), tie.same) for tie in ties if tie.one in nodes and tie.other in nodes}
    )
    bound = _Union(nodes)
    for one, other, same in judged:
        if same:
            bound.join(one, other)
    scores = {(one, other): score for one, other, score in linked if one in nodes and other in nodes}
    apart = [(bound.root(one), bound.root(other)) for one, other, same in judged if not same]
    # So few are never parted; and groups that hang together by no link of the lowest rung are never joined.
    several = [(sorted(nodes), scores)] if len(nodes) <= MOST else _parts(nodes, scores, bound)
    found = [
        group
        for members, inside in several
        for group in ([tuple(members)] if len(members) == 1 else _agglomerated(members, inside, bound, apart))
    ]
    return sorted(found)


_Scores = dict[tuple[str, str], int]


def _parts(nodes: Collection[str], scores: _Scores, bound: _Union) -> Iterator[tuple[list[str], _Scores]]:
    """The claims in parts that are grouped each on its own, with the scores inside each; see the head of this file."""
    todo: list[tuple[list[str], _Scores, int]] = [(sorted(nodes), scores, 0)]
    while todo:
        several, among, rung = todo.pop()
        whole = _Union(several)
        for (one, other), value in among.items():
            if value >= RUNGS[rung]:
                whole.join(one, other)
        for node in several:
            whole.join(node, bound.root(node))
        parts: defaultdict[str, list[str]] = defaultdict(list)
        for node in several:
            parts[whole.root(node)].append(node)
        inside: defaultdict[str, _Scores] = defaultdict(dict)
        for (one, other), value in among.items():
            if (root := whole.root(one)) == whole.root(other):
                inside[root][one, other] = value
        for root, members in parts.items():
            if len(members) > MOST and rung + 1 < len(RUNGS):
                todo.append((members, inside[root], rung + 1))
            else:
                yield members, inside[root]


class _Union:
    """Disjoint sets; the root of one is its smallest member, whatever was joined first."""

    def __init__(self, nodes: Iterable[str]) -> None:
        self.above = {node: node for node in nodes}

    def root(self, node: str) -> str:
        while self.above[node] != node:
            self.above[node] = self.above[self.above[node]]
            node = self.above[node]
        return node

    def join(self, one: str, other: str) -> None:
        a, b = self.root(one), self.root(other)
        low, high = (a, b) if a < b else (b, a)
        self.above[high] = low


class _Part:
    """One connected part, while its groups are being joined. A group goes by its smallest member."""

    def __init__(self, members: Sequence[str], bound: _Union) -> None:
        self.sets: dict[str, list[str]] = defaultdict(list)
        for member in members:
            self.sets[bound.root(member)].append(member)
        self.near: dict[str, dict[str, int]] = {name: {} for name in self.sets}
        self.never: dict[str, set[str]] = {name: set() for name in self.sets}
        self.heap: list[_Entry] = []
        # Two averages over so few pairs differ by more than a float's last digit: it is as exact there, and quicker.
        self.average: Callable[[int, int], float | Fraction] = truediv if len(members) <= _FEW else Fraction

    def link(self, scores: Mapping[tuple[str, str], int], above: Mapping[str, str]) -> None:
        """Add the scores of pairs to those of their groups."""
        whole = len(self.sets) == len(above)
        for (one, other), score in scores.items():
            a, b = (one, other) if whole else (above[one], above[other])
            if a != b:
                mine = self.near[a]
                mine[b] = self.near[b][a] = mine.get(b, 0) + score

    def offer_all(self) -> None:
        """Consider joining any two groups."""
        for a, near in self.near.items():
            self.offer(a, [b for b, total in near.items() if a < b and total >= THRESHOLD])

    def part(self, a: str, b: str) -> None:
        """Keep two groups apart for good."""
        if a != b and a in self.sets and b in self.sets:
            self.never[a].add(b)
            self.never[b].add(a)

    def offer(self, a: str, others: Iterable[str]) -> None:
        """Consider joining a group with others, where their average reaches the threshold: else it is never done."""
        mine, never, size = self.near[a], self.never[a], len(self.sets[a])
        for b in others:
            total, pairs = mine[b], size * len(self.sets[b])
            if total >= THRESHOLD * pairs and b not in never:
                low, high = (a, b) if a < b else (b, a)
                sizes = len(self.sets[low]), len(self.sets[high])
                heapq.heappush(self.heap, (-self.average(total, pairs), low, high, sizes))

    def join(self, a: str, b: str) -> None:
        """Join the second group to the first."""
        self.sets[a] += self.sets.pop(b)
        mine = self.near[a]
        for other, total in self.near.pop(b).items():
            theirs = self.near[other]
            del theirs[b]
            if other != a:
                mine[other] = theirs[a] = mine.get(other, 0) + total
        for other in self.never.pop(b):
            self.never[other].discard(b)
            self.part(a, other)
        self.offer(a, self.near[a])

    def is_current(self, entry: _Entry) -> bool:
        """Whether neither of the two has been joined to another since they were offered."""
        _, a, b, sizes = entry
        return a in self.sets and b in self.sets and sizes == (len(self.sets[a]), len(self.sets[b]))


_Entry = tuple[float | Fraction, str, str, tuple[int, int]]


def _agglomerated(
    members: Sequence[str], scores: Mapping[tuple[str, str], int], bound: _Union, apart: Collection[tuple[str, str]]
) -> list[tuple[str, ...]]:
    """One connected part in groups."""
    part = _Part(members, bound)
    part.link(scores, {one: bound.root(one) for one in members})
    for a, b in apart:
        part.part(a, b)
    part.offer_all()
    while part.heap:
        entry = heapq.heappop(part.heap)
        if part.is_current(entry):
            part.join(entry[1], entry[2])
    return [tuple(sorted(group)) for group in part.sets.values()]
