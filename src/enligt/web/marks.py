"""An article's text cut where something is marked, so that a template can show each piece with what lies on it."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Record = Mapping[str, Any]

_PARAGRAPH = re.compile(r"\n\s*\n|\n")
ORDER = ("denied", "possible", "planned", "asserted")
"""Of evidence that several claims share, the first of these is how it is drawn."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A half-open range of characters and what it is: ``evidence`` of a claim, or a ``role`` in it (trigger, actor, cue …)."""

    start: int
    end: int
    kind: str
    claim: str
    factuality: str


@dataclass(frozen=True, slots=True)
class Piece:
    """Text on which the same marks lie. ``begins`` are the claims whose evidence begins here, ``ends`` roles that end here."""

    text: str
    factuality: str | None
    roles: tuple[str, ...]
    chosen: bool
    begins: tuple[str, ...]
    ends: tuple[str, ...]


def marks_of(claim: Record) -> Iterator[Mark]:
    """The ranges of a claim's record (`enligt.reports.records.claim_record`)."""
    name, said = claim["claim_id"], claim["factuality"]

    def mark(span: Record | None, kind: str) -> Iterator[Mark]:
        if span is not None and span["start"] < span["end"]:
            yield Mark(span["start"], span["end"], kind, name, said)

    yield from mark(claim["evidence"], "evidence")
    yield from mark(claim["trigger"], "trigger")
    for field, kind in (("actors", "actor"), ("recipients", "recipient"), ("sources", "source"), ("quantities", "quantity")):
        for one in claim[field]:
            yield from mark(one["span"], kind)
    for field in ("when", "where"):
        if claim[field] is not None:
            yield from mark(claim[field]["span"], field)
    for cue in claim["cues"]:
        yield from mark(cue["span"], f"cue-{cue['kind']}")


def shown(marks: Iterable[Mark], chosen: str | None) -> list[Mark]:
    """Of a chosen claim every mark; of the others evidence, cues and sources."""
    return [one for one in marks if one.claim == chosen or one.kind in {"evidence", "source"} or one.kind.startswith("cue-")]


def paragraphs(text: str, marks: Sequence[Mark], *, chosen: str | None = None) -> list[list[Piece]]:
    """The text in paragraphs of pieces; every character but the breaks between paragraphs is in one.

    Args:
        text: the article's.
        marks: ranges of it; what lies outside is cut off.
        chosen: the claim that is drawn with all its roles.
    """
    found: list[list[Piece]] = []
    at = 0
    bounds = [(one.start(), one.end()) for one in _PARAGRAPH.finditer(text)]
    for end, after in [*bounds, (len(text), len(text))]:
        if text[at:end].strip():
            found.append(list(pieces(text, marks, start=at, end=end, chosen=chosen)))
        at = after
    return found


def pieces(text: str, marks: Sequence[Mark], *, start: int, end: int, chosen: str | None = None) -> Iterator[Piece]:
    """The range ``text[start:end]`` cut wherever a mark begins or ends."""
    inside = [one for one in marks if one.start < end and one.end > start]
    cuts = sorted({start, end, *(cut for one in inside for cut in (one.start, one.end) if start < cut < end)})
    opening: list[Mark] = []
    waiting = sorted(inside, key=lambda one: (one.start, one.end))
    for here, there in itertools.pairwise(cuts):
        while waiting and waiting[0].start <= here:
            opening.append(waiting.pop(0))
        opening = [one for one in opening if one.end > here]
        said = {one.factuality for one in opening if one.kind == "evidence"}
        yield Piece(
            text=text[here:there],
            factuality=next((one for one in ORDER if one in said), None),
            roles=tuple(dict.fromkeys(one.kind for one in opening if one.kind != "evidence")),
            chosen=any(one.kind == "evidence" and one.claim == chosen for one in opening),
            begins=tuple(one.claim for one in opening if one.kind == "evidence" and one.start == here),
            ends=tuple(
                dict.fromkeys(one.kind for one in opening if one.kind not in {"evidence", "trigger"} and one.end == there)
            ),
        )


def quoted(claim: Record) -> list[Piece]:
    """A claim's evidence, with its cues, sources and trigger marked."""
    span = claim["evidence"]
    marks = [one for one in marks_of(claim) if one.kind in {"evidence", "trigger", "source"} or one.kind.startswith("cue-")]
    moved = [Mark(one.start - span["start"], one.end - span["start"], one.kind, one.claim, one.factuality) for one in marks]
    return list(pieces(span["text"], moved, start=0, end=len(span["text"])))
