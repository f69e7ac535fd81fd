"""The groups of a part again and again, as its claims come in: those that `linking.groups` makes, worked out in arrays.

Average-link agglomeration joins the two groups of the highest average first. But two groups each of which is the other's nearest
are joined in any case, whatever is joined before: no join of two others comes nearer to either of them than the nearer of these
did. So all such pairs are joined at once, and a group that is near enough to none is done. Equal averages go by the smallest
members, as there.

The scores of a part are kept as a table from one time to the next, and only those of claims that are new to it are filled in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from enligt.events import linking
from enligt.events.linking import Link, Tie, groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, MutableMapping

_Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """The scores of some claims with each other, in the order of their ids; 0 where there is no link."""

    claims: tuple[str, ...]
    scores: _Array


def groups_of(
    claims: Iterable[str],
    near: Mapping[str, Mapping[str, int]],
    ties: Iterable[tuple[str, str, bool]] = (),
    kept: MutableMapping[str, Table] | None = None,
) -> list[tuple[str, ...]]:
    """The claims of a part in groups, as `linking.groups` makes them.

    Args:
        claims: ids.
        near: each one's links, to others of these and elsewhere, with their scores.
        ties: judgements.
        kept: for each claim the table in which it was last; to be emptied when a link between two of its claims changes.
    """
    members = tuple(sorted(claims))
    judged = [Tie(*tie) for tie in ties]
    if len(members) == 1:
        return [members]
    if judged or len(members) > linking.MOST:
        inside = set(members)
        found = [Link(one, two, score) for one in members for two, score in near[one].items() if one < two and two in inside]
        return groups(members, found, judged)
    table = _table(members, near, kept if kept is not None else {})
    if kept is not None:
        kept.update(dict.fromkeys(members, table))
    found_in: dict[int, list[str]] = {}
    for one, group in zip(members, _joined(table.scores), strict=True):
        found_in.setdefault(group, []).append(one)
    return [tuple(group) for group in found_in.values()]


def _table(members: tuple[str, ...], near: Mapping[str, Mapping[str, int]], kept: Mapping[str, Table]) -> Table:
    place = {one: at for at, one in enumerate(members)}
    scores = np.zeros((len(members), len(members)), dtype=np.int32)
    tables = {id(table): table for one in members if (table := kept.get(one)) is not None}
    rest = set(members)
    if tables:
        number = Counter(id(kept[one]) for one in members if one in kept).most_common(1)[0][0]
        held = [(at, place[one], one) for at, one in enumerate(tables[number].claims) if one in place]
        there, here = np.array([at for at, _, _ in held]), np.array([at for _, at, _ in held])
        scores[here[:, None], here] = tables[number].scores[there[:, None], there]
        rest.difference_update(one for _, _, one in held)
    for one in rest:
        met = [(at, score) for other, score in near[one].items() if (at := place.get(other)) is not None]
        if met:
            others, values = np.array(met).T
            scores[place[one], others] = scores[others, place[one]] = values
    return Table(members, scores)


def _joined(scores: _Array) -> list[int]:
    """For each row the first row of its group."""
    above = list(range(len(scores)))
    rows = np.arange(len(scores))  # the first row of each group that may still be joined
    size = np.ones(len(scores))
    total = scores.astype(np.float64)
    while len(rows) > 1:
        average = total / (size[:, None] * size)
        nearest = average.argmax(axis=1)
        here = np.arange(len(rows))
        able = average[here, nearest] >= linking.THRESHOLD
        pairs = here[able & (nearest[nearest] == here) & (here < nearest)]
        if not len(pairs):
            break
        others = nearest[pairs]
        for low, high in zip(rows[pairs].tolist(), rows[others].tolist(), strict=True):
            above[high] = low
        total[pairs] += total[others]
        total[:, pairs] += total[:, others]
        total[pairs, pairs] = 0.0
        size[pairs] += size[others]
        able[others] = False
        left = np.flatnonzero(able)
        rows, size, total = rows[left], size[left], total[left[:, None], left]
    for at, up in enumerate(above):  # those above come first
        above[at] = above[up]
    return above
