"""A claim as far as it matters to which act it tells of: small, prepared once, compared many times."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from enligt.actors.names import sound
from enligt.events.families import nearness
from enligt.events.setting import beside, cues, rare_of, sentences_of, words_around

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.model import Article, Claim, Participant

UNKNOWN = "UNK"
_WORD = re.compile(r"\w[\w'’-]*")
_NAME = re.compile(r"[^\W\d_a-zåäöæøéüá][\w'’-]*")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SHORTEST = 4  # letters of a word that says something
_STEM = 6  # letters kept of a longer one: what is left of inflection hardly matters
_SKELETON = 4


@dataclass(frozen=True, slots=True)
class Telling:
    """One claim, prepared for comparison. Days are ordinals (``datetime.date.toordinal``), both ends inclusive.

    ``start`` and ``end`` are the time that the sentence gives, None where it gives none. ``names`` are the proper names of the
    evidence as they are heard in any of the languages, ``around`` those of the whole article; ``who`` the names of persons and
    groups among the participants. ``length`` is that of the vector. ``borrowed`` is the time that a neighbour in the article
    gives, where the sentence gives none; ``crowd`` how many claims of its type the article makes, ``peers`` how many of its type
    and participants; ``spot`` where the trigger stands. ``rare`` are the words of the evidence that few other sentences of the
    article have, ``things`` those of them that name participants, ``beside`` the words next to the trigger; ``cues`` as
    :func:`enligt.events.setting.cues` tells. ``supposed`` are the participants of the claim beside one that names nobody known;
    ``answers`` the id of the claim that a denial denies, as far as its own article has it. ``unsure`` says how likely the reader
    thought it that the actors, the recipients are others: 0 to 1, in hundredths; 0 of marked claims.
    """

    claim_id: str
    article_id: str
    language: str
    outlet: str
    published: int | None
    kind: str
    mode: str | None
    factuality: str
    actors: frozenset[str]
    recipients: frozenset[str]
    who: frozenset[str]
    start: int | None
    end: int | None
    precision: str
    place: frozenset[str]
    numbers: tuple[tuple[float, str, str], ...]
    figures: frozenset[str]
    words: frozenset[str]
    trigger: frozenset[str]
    names: frozenset[str]
    around: frozenset[str]
    source: str
    at: int
    sentence: int
    headline: bool
    vector: bytes
    length: float
    borrowed: tuple[int, int] | None = None
    crowd: int = 1
    reader: str = ""
    spot: tuple[int, int] = (0, 0)
    rare: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    cues: frozenset[str] = frozenset()
    peers: int = 1
    supposed: frozenset[str] = frozenset()
    answers: str = ""
    unsure: tuple[float, float] = (0.0, 0.0)

    @property
    def ids(self) -> frozenset[str]:
        """Every known participant, whichever side it is on."""
        return self.actors | self.recipients


def ordinal(day: str | None) -> int | None:
    """The ordinal of an ISO day; of a month or year its first day; None where there is none or it cannot be."""
    if not day:
        return None
    try:
        return date.fromisoformat((day + "-01-01")[:10] if len(day) == 4 else (day + "-01")[:10]).toordinal()
    except ValueError:
        return None


def tellings(claims: Iterable[Claim], article: Article) -> list[Telling]:
    """The claims of one article prepared for comparison, in the order given.

    All claims of the article belong in one call: one that gives no time borrows it from its neighbours (:func:`_borrowed`).
    """
    around = frozenset(heard(article.text))
    rare = rare_of([*stems(one), *heard(one)] for one in sentences_of(article.text))
    found = [_telling(claim, article, around, rare) for claim in claims]
    kinds = Counter(one.kind for one in found)
    alike = Counter((one.kind, one.ids) for one in found)
    found = [replace(one, crowd=kinds[one.kind], peers=alike[one.kind, one.ids], supposed=_supposed(one, found)) for one in found]
    found = [replace(one, answers=_answers(one, found)) if one.factuality == "denied" else one for one in found]
    return [one if one.start is not None else _borrowed(one, found) for one in found]


def _borrowed(one: Telling, article: Iterable[Telling]) -> Telling:
    """A claim without a time, with that of the nearest claim in its article that may tell of the same act, if there is one."""
    near = [
        other
        for other in article
        if other.start is not None and nearness(one.kind, other.kind) == 1 and one.ids & other.ids and _agree(one, other)
    ]
    if not near:
        return one
    lender = min(near, key=lambda other: (abs(other.sentence - one.sentence), other.at, other.claim_id))
    return replace(one, borrowed=(lender.start or 0, lender.end or lender.start or 0))


def _agree(one: Telling, other: Telling) -> bool:
    done = {"asserted", "denied"}
    return (one.factuality in done) == (other.factuality in done) and one.actors & other.actors == min(
        one.actors, other.actors, key=len
    )


def _supposed(one: Telling, article: Iterable[Telling]) -> frozenset[str]:
    """Whom a claim that names nobody known may be about: the participants of the nearest claim in its article that has some."""
    near = [] if one.ids else [other for other in article if other.ids]
    if not near:
        return frozenset()
    return min(near, key=lambda other: (abs(other.sentence - one.sentence), other.at, other.claim_id)).ids


def _answers(one: Telling, article: Iterable[Telling]) -> str:
    """What a denial denies: the likeliest of its article's claims, by type, words in common, and nearness before it."""
    like = [
        other
        for other in article
        if other.factuality != "denied" and nearness(one.kind, other.kind) and _of_whom(one, other) and other.spot != one.spot
    ]
    if not like:
        return ""

    def order(other: Telling) -> tuple[bool, bool, bool, int, str]:
        alike = bool(one.trigger & other.trigger or one.rare & other.rare)
        return other.kind != one.kind, not alike, other.spot > one.spot, abs(other.spot[0] - one.spot[0]), other.claim_id

    return min(like, key=order).claim_id


def _of_whom(one: Telling, other: Telling) -> bool:
    """Whether two claims may be of the same participants: none is known on either side, or some are in common."""
    return all(not x or not y or x & y for x, y in ((one.actors, other.actors), (one.recipients, other.recipients)))


def _telling(claim: Claim, article: Article, around: frozenset[str], rare: frozenset[str]) -> Telling:
    text = claim.evidence.text
    words, names = frozenset(stems(text)), frozenset(heard(text))
    before, after = words_around(claim.evidence, claim.trigger)
    when = claim.when
    start, end = (ordinal(when.start), ordinal(when.end or when.start)) if when is not None else (None, None)
    people = [one for one in (*claim.actors, *claim.recipients) if one.name and one.name != one.id]
    last = max(claim.sources, key=lambda one: one.depth, default=None)
    return Telling(
        claim_id=claim.claim_id,
        article_id=claim.article_id,
        language=article.language,
        outlet=article.outlet or "",
        published=ordinal(article.published),
        kind=claim.event_type,
        mode=claim.mode,
        factuality=claim.factuality,
        actors=_ids(claim.actors),
        recipients=_ids(claim.recipients),
        who=frozenset(key for one in people for key in heard(one.name or "")),
        start=start,
        end=end,
        precision=(when.precision or "") if when is not None and start is not None else "",
        place=frozenset(heard(claim.where.text)) if claim.where is not None else frozenset(),
        numbers=tuple((one.value, one.comparator, _stem(one.unit or "")) for one in claim.quantities),
        figures=frozenset(_NUMBER.findall(text)),
        words=words,
        trigger=frozenset(stems(claim.trigger.text)),
        names=names,
        around=around,
        source=last.name.casefold() if last is not None else "",
        at=claim.evidence.start,
        sentence=article.text.count("\n\n", 0, claim.evidence.start),
        headline=bool(article.headline) and claim.evidence.start == 0 and len(text) <= len(article.headline or "") + 1,
        vector=claim.vector,
        length=_length(claim.vector),
        reader=claim.reader,
        spot=(claim.trigger.start, claim.trigger.end),
        rare=rare & (words | names),
        beside=frozenset(stems(beside(before, after))),
        things=rare.intersection(stems(" ".join(one.span.text for one in (*claim.actors, *claim.recipients) if one.span))),
        cues=cues(before, claim.trigger.text, after, article.language),
        unsure=(_unsure(claim, "actors"), _unsure(claim, "recipients")),
    )


def _unsure(claim: Claim, side: str) -> float:
    return round(1.0 - min(1.0, max(0.0, claim.slot_confidence.get(side, 1.0))), 2)


def _ids(parties: Iterable[Participant]) -> frozenset[str]:
    return frozenset(one.id for one in parties if one.id != UNKNOWN)


@lru_cache(maxsize=4096)
def _length(vector: bytes) -> float:
    if not vector:
        return 0.0
    return math.sqrt(sum(one * one for one in memoryview(vector).cast("b")))


def cosine(one: Telling, other: Telling) -> float | None:
    """The cosine of two sentence vectors; None where one has none, or they are of different readers."""
    if not one.length or not other.length or len(one.vector) != len(other.vector):
        return None
    import numpy as np  # noqa: PLC0415 - heavy, and marked claims have no vectors

    a, b = (np.frombuffer(x.vector, dtype=np.int8).astype(np.float32) for x in (one, other))
    return float(a @ b) / (one.length * other.length)


@lru_cache(maxsize=65536)
def _stem(word: str) -> str:
    return word.casefold().replace("ø", "o").replace("ö", "o").replace("æ", "a").replace("ä", "a").replace("å", "a")[:_STEM]


def stems(text: str) -> list[str]:
    """The words that say something, cut to their first letters, so that neighbour languages and inflections meet."""
    return [_stem(word) for word in _WORD.findall(text) if len(word) >= _SHORTEST or word.isdigit()]


@lru_cache(maxsize=65536)
def _heard(word: str) -> str:
    key = (sound(word) or word.casefold()).removesuffix("s")
    return key[:_STEM] if len(key) >= _SKELETON else ""


def heard(text: str) -> list[str]:
    """The capitalised words of a text as they are heard, cut to their first letters: Sochi and Sotji meet, cases too."""
    return [key for word in _NAME.findall(text) if (key := _heard(word))]
