"""What a claim must look like to be scored: its faults in plain words. Nothing is repaired."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from enligt.model import FACTUALITIES
from enligt.readers.ontology import MODES

if TYPE_CHECKING:
    from collections.abc import Iterator

Json = dict[str, Any]

LARGEST = 10**300
"""A whole number beyond it has no place among floating-point numbers."""


def faults_of_found(claim: object) -> Iterator[str]:
    """What keeps a claim that a reader found from being compared; nothing where it can be."""
    if not isinstance(claim, dict):
        yield "is no JSON object"
        return
    for name in ("document", "event_type"):
        if not isinstance(claim.get(name), str):
            yield f"has no {name!r}"
    evidence = claim.get("evidence")
    if not isinstance(evidence.get("text") if isinstance(evidence, dict) else evidence, str):
        yield "has no 'evidence'"
    yield from _faults_of_slots(claim)


def faults_of_marked(claim: object, *, sentences: int) -> Iterator[str]:
    """What keeps a marked claim of a document of so many sentences from being scored; nothing where it can be."""
    if not isinstance(claim, dict):
        yield "is no JSON object"
        return
    sent = claim.get("sent")
    if not isinstance(sent, int) or isinstance(sent, bool) or not 0 <= sent < sentences:
        yield f"'sent' is {sent!r}: want a number from 0 to {sentences - 1}, that of its sentence"
    kinds = [claim.get("event_type"), *_list(claim, "alt_types")]
    yield from (f"{kind!r} is no event type" for kind in kinds if not isinstance(kind, str) or kind not in MODES)
    certain = [claim.get("factuality"), *_list(claim, "alt_factuality")]
    yield from (f"{one!r} is no factuality: want one of {', '.join(FACTUALITIES)}" for one in certain if one not in FACTUALITIES)
    if not isinstance(claim.get("actors"), list):
        yield "'actors' is no list"
    yield from _faults_of_slots(claim)
    for name in ("actors", "recipients", "sources"):
        alternatives = claim.get(f"alt_{name}") or []
        if not isinstance(alternatives, list) or not all(isinstance(one, list) for one in alternatives):
            yield f"'alt_{name}' is no list of lists: each is another value that {name!r} could have"
            continue
        for one in alternatives:
            yield from _faults_of_slots({name: one})
    for name in ("alt_types", "alt_factuality"):
        if not isinstance(claim.get(name), (list, type(None))):
            yield f"{name!r} is no list"
    if not isinstance(claim.get("optional"), (bool, type(None))):
        yield "'optional' is neither true nor false"


def _list(claim: Json, name: str) -> list[Any]:
    value = claim.get(name)
    return value if isinstance(value, list) else []


def _faults_of_slots(claim: Json) -> Iterator[str]:
    for name in ("actors", "recipients", "sources", "quantities"):
        if not isinstance(claim.get(name), (list, type(None))):
            yield f"{name!r} is no list"
    for name in ("actors", "recipients"):
        if not all(isinstance(one, dict) and isinstance(one.get("id"), str) for one in _list(claim, name)):
            yield f"one of {name!r} has no 'id'"
    for one in _list(claim, "sources"):
        if not isinstance(one.get("name") if isinstance(one, dict) else one, str):
            yield "one of 'sources' has no name"
    for one in _list(claim, "quantities"):
        value = one.get("value") if isinstance(one, dict) else ""
        if not isinstance(value, (int, float, type(None))) or (isinstance(value, int) and abs(value) > LARGEST):
            yield "one of 'quantities' has a 'value' that is no number"
    yield from _faults_of_when(claim.get("when"))


def _faults_of_when(when: object) -> Iterator[str]:
    if when is None:
        return
    if not isinstance(when, dict):
        yield "'when' is no object with 'start' and 'end'"
        return
    for name in ("start", "end"):
        day = when.get(name)
        try:
            if day is not None:
                date.fromisoformat(day)
        except (TypeError, ValueError):
            yield f"{name!r} of 'when' is {day!r}: want a day as 2026-02-06"
