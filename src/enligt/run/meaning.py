"""Search by meaning: sentences that say something alike in other words, or in another language.

The reader's network gives every sentence a vector, which its claims carry. What was asked is read by the same network, and
compared by cosine. Such vectors lie in one narrow cone (two sentences of anything have a cosine of about .9), and those of a
language lie together in it. So from each sentence's vector the mean of its language is taken, and from what was asked the
mean of those means; ``quality/meaning.py`` measures what is found so.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, runtime_checkable

from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, beginnings, holds_parts
from enligt.reports.records import claim_record
from enligt.run import telling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from enligt.ledger import EventQuery, Sentence, View
    from enligt.reports.records import Record

    Vector = NDArray[Any]

FLOOR: Final = 0.27
"""The least likeness that is shown; chosen on one half of quality/meaning.tsv (``quality/meaning.py``)."""
MOST_BY_WORDS: Final = 1000
"""Claims that are found by words, at most: behind them a search by meaning adds nothing that anybody would read."""
MOST_LETTERS: Final = 300
"""Letters of what is asked that are read."""
DOUBT: Final = 5.0
"""A language's mean is drawn towards that of all as if it had so many sentences more: few say little of a language."""

Via = Literal["words", "part", "meaning"]
"""By its words, or words that begin so · by parts of longer words · by meaning alone."""

_EVERYTHING: Final = ClaimQuery()


@runtime_checkable
class Encoder(Protocol):
    """What gives a sentence its vector: the reader whose claims are searched (``readers.trained.TrainedReader``)."""

    @property
    def name(self) -> str:
        """The reader's name."""
        ...

    @property
    def version(self) -> str:
        """Its version: vectors of another one are not compared."""
        ...

    def sentence_vector(self, sentence: str) -> bytes:
        """As ``Claim.vector``, of a sentence in any language that it reads; b"" where there is no word."""
        ...


class Hit(NamedTuple):
    """A claim that was found, how, and, by meaning, its likeness (cosine less the usual, at most 1)."""

    claim_id: str
    via: Via
    score: float | None = None


class Centres(NamedTuple):
    """The mean vector of each language's sentences in a ledger, and the mean of these means."""

    languages: Mapping[str, Vector]
    all: Vector

    @classmethod
    def of(cls, sums: Mapping[str, tuple[Vector, int]]) -> Centres:
        """From each language's sum of vectors and their number; at least one language."""
        plain = [total / count for total, count in sums.values()]
        middle = sum(plain[1:], plain[0]) / len(plain)
        return cls({name: (total + DOUBT * middle) / (count + DOUBT) for name, (total, count) in sums.items()}, middle)


def centres(portions: Iterator[Sequence[Sentence]], encoder: Encoder) -> Centres | None:
    """The centres of what an encoder read of these sentences; None where that is nothing."""
    sums: dict[str, tuple[Vector, int]] = {}
    for several in portions:
        for language, (_, vectors) in _compared(several, encoder).items():
            total, count = sums.get(language, (0.0, 0))
            sums[language] = (total + vectors.sum(axis=0), count + len(vectors))
    return Centres.of(sums) if sums else None


def is_comparable(view: View, encoder: Encoder, query: ClaimQuery = _EVERYTHING) -> bool:
    """Whether a claim that the query's reader made has a vector by this very encoder."""
    seen = ClaimQuery(reader=query.reader, known_by=query.known_by, as_of=query.as_of)
    return any(_compared(several, encoder) for several in view.sentences(seen))


def likeness(vectors: Vector, asked: Vector, centre: Centres, *, language: str) -> Vector:
    """How like what was asked (a vector) sentences of one language are: [N] of vectors [N, H]."""
    import numpy as np  # noqa: PLC0415 - heavy: only where meaning is asked for

    middle = centre.languages.get(language, centre.all)
    ours, theirs = asked - centre.all, vectors - middle
    lengths = np.linalg.norm(theirs, axis=1) * np.linalg.norm(ours)
    return np.asarray(theirs @ ours / np.maximum(lengths, 1e-9))


def _compared(several: Sequence[Sentence], encoder: Encoder) -> dict[str, tuple[list[str], Vector]]:
    """Of the sentences that this very encoder read, by language: claims and vectors [N, H]."""
    import numpy as np  # noqa: PLC0415 - heavy: only where meaning is asked for

    by_language: defaultdict[str, list[Sentence]] = defaultdict(list)
    length = 0
    for one in several:
        if one.vector and (one.reader, one.version) == (encoder.name, encoder.version):
            length = length or len(one.vector)
            if len(one.vector) == length:
                by_language[one.language].append(one)
    return {
        name: (
            [one.claim_id for one in those],
            np.frombuffer(b"".join(one.vector for one in those), np.int8).reshape(len(those), length).astype(np.float32),
        )
        for name, those in by_language.items()
    }


def like(  # noqa: PLR0913 - what is asked, by whom, and how much
    view: View, text: str, *, encoder: Encoder, limit: int = 50, query: ClaimQuery = _EVERYTHING, floor: float = FLOOR
) -> list[tuple[str, float]]:
    """The claims whose sentences say something like a text, the likest first.

    Args:
        view: the ledger.
        text: a sentence, or a few words, in any language that the encoder reads.
        encoder: gives the text its vector; claims of other readers, or versions of it, are not compared.
        limit: at most so many.
        query: which claims are asked; its limit and offset do not count.
        floor: the least likeness.

    Returns:
        Claims' ids, each with its likeness.

    Raises:
        UsageError: a filter that cannot be.
        LedgerError: the ledger cannot be read.
    """
    return [(one.claim_id, one.score or 0.0) for one in _search(view, text, encoder, limit, query, floor, parts=False)]


def search(view: View, text: str, *, encoder: Encoder | None, limit: int = 50, query: ClaimQuery = _EVERYTHING) -> list[Hit]:
    """The claims found by the words of a text, then by parts of words, then by meaning; no claim twice.

    Args:
        view: the ledger.
        text: words, in any language.
        encoder: as `like`; None: nothing is found by meaning.
        limit: at most so many by parts and by meaning together; by words at most ``MOST_BY_WORDS``.
        query: which claims are asked; its limit and offset do not count.

    Raises:
        UsageError: nothing is asked, or a filter cannot be.
        LedgerError: the ledger cannot be read.
    """
    begun = beginnings(text[:MOST_LETTERS])
    if not begun:
        raise UsageError(f"there is no word in {text[:MOST_LETTERS]!r} to look for")
    worded = replace(query, text=f"{query.text or ''} {begun}".strip(), limit=MOST_BY_WORDS, offset=0)
    found = [Hit(row.claim.claim_id, "words") for row in view.claims(worded)]
    known = {one.claim_id for one in found}
    further = (one for one in _search(view, text, encoder, limit + len(known), query) if one.claim_id not in known)
    return [*found, *islice(further, limit)]


def _search(  # noqa: PLR0913, PLR0917 - what `like` and `search` share
    view: View,
    text: str,
    encoder: Encoder | None,
    limit: int,
    query: ClaimQuery,
    floor: float = FLOOR,
    *,
    parts: bool = True,
) -> list[Hit]:
    """Found by parts of words, where ``parts``, then by meaning, the likest first."""
    import numpy as np  # noqa: PLC0415 - heavy: only where meaning is asked for

    asked, centre = None, None
    if encoder is not None and (vector := encoder.sentence_vector(text[:MOST_LETTERS])):
        seen = ClaimQuery(reader=query.reader, known_by=query.known_by, as_of=query.as_of)
        asked, centre = np.frombuffer(vector, np.int8).astype(np.float32), centres(view.sentences(seen), encoder)
    by_part: dict[str, None] = {}
    best: dict[str, float] = {}
    for several in view.sentences(query):
        if parts and len(by_part) < limit:
            by_part.update(dict.fromkeys(one.claim_id for one in several if holds_parts(one.text, text[:MOST_LETTERS])))
        if encoder is None or asked is None or centre is None:
            continue
        for language, (ids, vectors) in _compared(several, encoder).items():
            if vectors.shape[1] == len(asked) == len(centre.all):
                scores = np.round(likeness(vectors, asked, centre, language=language), 4)
                best.update((ids[at], float(scores[at])) for at in np.flatnonzero(scores >= floor))
        if len(best) > 2 * limit:
            best = dict(_first(best, limit))
    found = [Hit(one, "part") for one in by_part][:limit]
    found += [Hit(one, "meaning", score) for one, score in _first(best, limit) if one not in by_part]
    return found[:limit]


def _first(best: Mapping[str, float], limit: int) -> list[tuple[str, float]]:
    return heapq.nsmallest(limit, best.items(), key=lambda one: (-one[1], one[0]))


def _marked(record: Record, hit: Hit) -> Record:
    return {**record, "found_by": hit.via, "likeness": hit.score}


def claim_records(view: View, hits: Sequence[Hit]) -> Iterator[Record]:
    """The claims of hits as records in that order, each with ``found_by`` and, by meaning, its ``likeness``."""
    of = view.events_of([one.claim_id for one in hits])
    for hit in hits:
        if (row := view.claim(hit.claim_id)) is not None:
            yield _marked(claim_record(row.claim, row.article, event_id=of.get(hit.claim_id)), hit)


def event_records(view: View, hits: Sequence[Hit], query: EventQuery, *, today: str) -> list[Record]:
    """The events of hits that meet a query, in the order of the first hit of each, marked as `claim_records`.

    What the query asks of claims is asked by `search`; its limit and offset are those of events.

    Raises:
        UsageError: the ledger as it stood at some moment was asked for.
    """
    if query.claims.as_of is not None:
        raise UsageError("events of an earlier moment cannot be searched by meaning: leave out as_of, or ask without like")
    of = view.events_of([one.claim_id for one in hits])
    first: dict[str, Hit] = {}
    for hit in hits:
        if (event := of.get(hit.claim_id)) is not None:
            first.setdefault(event, hit)
    day = min(today, query.claims.known_by or today)
    told = ((telling.event_record_of(view, event, today=day), hit) for event, hit in first.items())
    met = (_marked(record, hit) for record, hit in told if record is not None and telling.meets(record, query))
    return list(islice(met, query.offset, None if query.limit is None else query.offset + query.limit))
