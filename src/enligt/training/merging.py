"""Two readings of one document made one, as annotated pages are (docs/claims.md, section 4).

What both readings hold is firm, what one alone holds, or calls optional, is optional; where they differ in a slot, either is
right.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.training.documents import Document

SLOTS = ("actors", "recipients", "factuality")
TYPE, OVERLAP = 2, 1  # how much it weighs that two claims of a sentence have one type, and that their triggers share letters

Claim = dict[str, Any]


def _ids(participants: Sequence[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(p["id"] for p in participants)


def _likeness(a: Claim, b: Claim) -> int:
    if a["sent"] != b["sent"]:
        return 0
    overlap = any(x[0] < y[1] and y[0] < x[1] for x in a["trigger"] for y in b["trigger"])
    return TYPE * (a["event_type"] == b["event_type"]) + OVERLAP * overlap


def _both(a: Claim, b: Claim) -> Claim:
    out = a | {"optional": a["optional"] or b["optional"]}
    if a["event_type"] != b["event_type"]:
        out["alt_types"] = [b["event_type"]]
    for slot in SLOTS:
        same = a[slot] == b[slot] if slot == "factuality" else _ids(a[slot]) == _ids(b[slot])
        if not same:
            out[f"alt_{slot}"] = [b[slot]]
    return out


def merged(first: Document, second: Document) -> Document:
    """One document of two readings; of a claim that both hold, the first reading's spans.

    Args:
        first: a marked document.
        second: the same sentences, marked by somebody who had not seen the first marks.

    Raises:
        ValueError: their sentences differ.
    """
    if first.sentences != second.sentences:
        raise ValueError(f"{first.id}: the two readings are not of the same sentences")
    likely = [(_likeness(a, b), i, j) for i, a in enumerate(first.claims) for j, b in enumerate(second.claims)]
    other: dict[int, int] = {}
    for like, i, j in sorted(likely, key=lambda x: (-x[0], x[1], x[2])):
        if like and i not in other and j not in other.values():
            other[i] = j
    claims = [_both(a, second.claims[other[i]]) if i in other else a | {"optional": True} for i, a in enumerate(first.claims)]
    taken = set(other.values())
    claims += [b | {"optional": True} for j, b in enumerate(second.claims) if j not in taken]
    claims.sort(key=lambda c: (c["sent"], c["trigger"][0][0]))
    return replace(first, claims=tuple(claims))


def read_twice(held: Iterable[Document], again: Iterable[Document]) -> list[Document]:
    """Documents, merged with their second reading where there is one (by id; one of other sentences is passed over)."""
    second = {d.id: d for d in again}
    return [merged(d, second[d.id]) if d.id in second and second[d.id].sentences == d.sentences else d for d in held]


def types(marked: Claim) -> frozenset[str]:
    """The types that are right for a claim."""
    return frozenset({marked["event_type"], *marked.get("alt_types", ())})


def sides(marked: Claim, key: str) -> list[frozenset[str]]:
    """The sets of ids that are right for a side of a claim: ``key`` is "actors" or "recipients"."""
    return [_ids(x) for x in (marked[key], *marked.get(f"alt_{key}", ()))]


def factualities(marked: Claim) -> frozenset[str]:
    """Those that are right for a claim."""
    return frozenset({marked["factuality"], *marked.get("alt_factuality", ())})
