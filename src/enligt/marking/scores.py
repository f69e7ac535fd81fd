"""How good claims are against annotated documents: CLAIMS.md section 5, counted by language and by type.

Two measures. ``lenient`` takes any of the values that the annotators could defend, and an optional claim neither counts when it
is found nor when it is missed. ``strict`` takes the first value alone, and counts every marked claim, optional or not.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from enligt.marking.pairing import SLOTS, Pair, evidence_of, ids, last_source, numbers, pairs, sentence_of, word_counts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from enligt.marking.annotated import Annotated
    from enligt.marking.shape import Json

__all__ = ["SLOTS", "Difference", "Score", "Scores", "score"]

Measure = Literal["lenient", "strict"]
Kind = Literal["missed", "spurious", "slots"]


@dataclass(slots=True)
class Score:
    """Counts of one part of the documents, and the shares made of them (0 where there is nothing to share)."""

    gold: int = 0
    """Marked claims that must be found."""
    found: int = 0
    """Found claims that count."""
    paired: int = 0
    core: int = 0
    """Pairs whose actors, recipients and factuality are right."""
    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)

    def detection(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the pairs."""
        return self._of(self.paired)

    def core_of(self) -> tuple[float, float, float]:
        """Precision, recall and F1 of the pairs whose core is right."""
        return self._of(self.core)

    def slot(self, name: str) -> float | None:
        """The share of right values of a slot among the pairs that were asked for it; None where none was."""
        return self.right[name] / self.asked[name] if self.asked[name] else None

    def count(self, pair: Pair) -> None:
        """Take in a pair that counts."""
        self.found += 1
        self.paired += 1
        self.core += pair.core
        for name, right in pair.slots.items():
            self.asked[name] += 1
            self.right[name] += right

    def _of(self, hits: int) -> tuple[float, float, float]:
        precision = hits / self.found if self.found else 0.0
        recall = hits / self.gold if self.gold else 0.0
        both = precision + recall
        return precision, recall, 2 * precision * recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where the found differs from the marked; ``claim`` is the marked one, of a spurious claim the found one."""

    kind: Kind
    document: str
    language: str
    sent: int | None
    sentence: str | None
    claim: Json
    slot: str | None = None
    marked: str | None = None
    found: str | None = None


@dataclass(slots=True)
class Scores:
    """All that a comparison gives: scores by measure, and by what part; where found and marked differ, by the lenient measure.

    A part is ``("all", "all")``, ``("language", "sv")`` or ``("type", "CONSULT")``.
    """

    parts: dict[Measure, defaultdict[tuple[str, str], Score]]
    differences: list[Difference]
    strangers: dict[str, int]
    """Documents that found claims name and nobody marked, with the number of their claims."""


def _strict(claim: Json) -> Json:
    return {name: value for name, value in claim.items() if not name.startswith("alt_") and name != "optional"}


def score(documents: Iterable[Annotated], found: Mapping[str, Sequence[Json]]) -> Scores:
    """Score found claims against annotated documents.

    Args:
        documents: the annotated documents.
        found: claims by the name of their document, ``DOC.LANGUAGE``; ``DOC`` will do where it is there in one language only.
    """
    marked = list(documents)
    named = _by_name(marked, found)
    scores = Scores({"lenient": defaultdict(Score), "strict": defaultdict(Score)}, [], {})
    for document in marked:
        claims = named.pop(document.name, [])
        lenient = list(_compared(document, document.claims, claims))
        _count(lenient, document.language, scores.parts["lenient"])
        _count(_compared(document, [_strict(one) for one in document.claims], claims), document.language, scores.parts["strict"])
        scores.differences += _differences(document, lenient)
    scores.strangers = {name: len(claims) for name, claims in named.items()}
    return scores


def _by_name(marked: Sequence[Annotated], found: Mapping[str, Sequence[Json]]) -> dict[str, list[Json]]:
    names = {one.name for one in marked}
    languages = Counter(one.doc for one in marked)
    alone = {one.doc: one.name for one in marked if languages[one.doc] == 1 and one.doc not in names}
    out: dict[str, list[Json]] = {}
    for name, claims in found.items():
        out.setdefault(alone.get(name, name), []).extend(claims)
    return out


class _Compared(NamedTuple):
    """One sentence's claims: those that must be found, those of them that were not, those found beside them, and the pairs."""

    sent: int | None
    firm: list[Json]
    missed: list[Json]
    spurious: list[Json]
    pairs: list[Pair]


def _compared(document: Annotated, marked: Iterable[Json], found: Iterable[Json]) -> Iterator[_Compared]:
    """The sentences of a document that anybody found a claim in; last, as None, claims of no sentence."""
    counts = [word_counts(sentence) for sentence in document.sentences]
    asked: defaultdict[int | None, list[Json]] = defaultdict(list)
    answered: defaultdict[int | None, list[Json]] = defaultdict(list)
    for claim in marked:
        asked[claim["sent"]].append(claim)
    for claim in found:
        answered[sentence_of(evidence_of(claim), counts)].append(claim)
    for sent in sorted({*asked, *answered}, key=lambda one: (one is None, one or 0)):
        paired = pairs(asked[sent], answered[sent]) if sent is not None else []
        taken = {id(claim) for pair in paired for claim in (pair.marked, pair.found)}
        firm = [claim for claim in asked[sent] if not claim.get("optional")]
        yield _Compared(
            sent,
            firm,
            missed=[claim for claim in firm if id(claim) not in taken],
            spurious=[claim for claim in answered[sent] if id(claim) not in taken],
            pairs=[pair for pair in paired if not pair.marked.get("optional")],  # those are neither rewarded nor punished
        )


def _count(compared: Iterable[_Compared], language: str, parts: defaultdict[tuple[str, str], Score]) -> None:
    """Count a document's sentences into the parts; a pair belongs to the type of the marked claim."""

    def of(claim: Json) -> Iterator[Score]:
        for part in (("all", "all"), ("language", language), ("type", claim["event_type"])):
            yield parts[part]

    for one in compared:
        for part in (part for claim in one.firm for part in of(claim)):
            part.gold += 1
        for part in (part for claim in one.spurious for part in of(claim)):
            part.found += 1
        for pair in one.pairs:
            for part in of(pair.marked):
                part.count(pair)


def _differences(document: Annotated, compared: Iterable[_Compared]) -> Iterator[Difference]:
    for one in compared:
        sentence = None if one.sent is None else document.sentences[one.sent]
        where = (document.name, document.language, one.sent, sentence)
        yield from (Difference("missed", *where, claim) for claim in one.missed)
        yield from (Difference("spurious", *where, claim) for claim in one.spurious)
        for pair in one.pairs:
            for slot in (slot for slot, right in pair.slots.items() if not right):
                marked, found = (_shown(claim, slot) for claim in (pair.marked, pair.found))
                yield Difference("slots", *where, pair.marked, slot, marked, found)


def _shown(claim: Json, slot: str) -> str:
    """The value of a slot in a claim, for a person."""
    match slot:
        case "actor" | "recipient":
            return ", ".join(sorted(ids(claim.get(f"{slot}s"))))
        case "factuality":
            return str(claim.get("factuality") or "")
        case "source":
            return last_source(claim.get("sources"))
        case "when":
            when: dict[str, Any] = claim.get("when") or {}
            start, end = when.get("start"), when.get("end")
            return " to ".join(dict.fromkeys(day for day in (start, end) if day))
        case _:
            return ", ".join(f"{'' if sign == '=' else sign}{value:g}" for value, sign in sorted(numbers(claim)))
