"""What an article claims: one act, on whose word; and what a reader makes of an article."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

from enligt.model.ids import Identified, content_id

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.model.articles import Article, Span
    from enligt.model.pages import Issue

Factuality = Literal["asserted", "planned", "possible", "denied"]
FACTUALITIES: tuple[Factuality, ...] = ("asserted", "planned", "possible", "denied")
Comparator = Literal["=", ">", "<", "~"]
PlacePrecision = Literal["point", "area", "country", "unknown"]
Scope = Literal["event", "total", "additional", "part"]
Precision = Literal["day", "week", "month", "quarter", "season", "half-year", "year", "decade", "range"]
SourceKind = Literal[
    "outlet", "agency", "government", "military", "intelligence", "institute",
    "organisation", "company", "person", "document", "unnamed",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Participant:
    """An actor or recipient: ``id`` as in the actors room, ``name`` of a person or group, ``mention`` as written.

    ``span`` (and ``mention``) are None where the sentence leaves the participant unsaid.
    """

    id: str
    name: str | None = None
    mention: str | None = None
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Source:
    """One hop of the chain of attribution: depth 1 is nearest to the outlet; speakers side by side share a depth."""

    name: str
    kind: SourceKind
    depth: int
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class When:
    """The time of the act: both days inclusive. ``basis`` says what the words were resolved against, and how.

    ``start`` and ``end`` are None where the words are relative and the article has no date to resolve them against.
    """

    start: str | None
    end: str | None
    precision: Precision | None
    text: str
    span: Span
    basis: str


@dataclass(frozen=True, slots=True)
class OtherPlace:
    """A place that the words may mean too, or besides: degrees where it is a populated place, else None."""

    name: str
    country: str | None = None
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Located:
    """A place on the map. ``country`` is alpha-3, ``name`` the usual English one.

    ``precision``: ``point`` (a populated place; degrees), ``area`` (a region, sea or strait; degrees are the middle of
    ``extent``: south, west, north, east, where west is greater than east across the 180th meridian), ``country`` (no degrees: a
    country is no point) or ``unknown``. ``approximate``: somewhere near it, or in a part of it. ``alternatives`` are what an
    ambiguous name may be else, or what else the words name.
    """

    country: str | None
    name: str | None
    precision: PlacePrecision
    latitude: float | None = None
    longitude: float | None = None
    extent: tuple[float, float, float, float] | None = None
    approximate: bool = False
    alternatives: tuple[OtherPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where the act takes place, as the sentence names it; ``located`` is None where nobody looked it up."""

    text: str
    span: Span
    located: Located | None = None


@dataclass(frozen=True, slots=True)
class Quantity:
    """What is counted: ``value`` with its comparator and the unit or item as written.

    ``scope``: of this act (``event``), a sum until now (``total``), on top of earlier ones (``additional``), or a ``part`` of
    another number: "another 3,000" is never to be ranged with "11,000 so far".
    """

    value: float
    comparator: Comparator
    unit: str | None
    text: str
    span: Span
    scope: Scope = "event"


@dataclass(frozen=True, slots=True)
class Good:
    """A weapon or other goods that the evidence names: its kind, and its model where one is named ("F-16")."""

    kind: str
    model: str | None
    span: Span


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that make a claim planned, possible, denied or hearsay."""

    kind: Literal["planned", "possible", "denied", "hearsay"]
    span: Span


@dataclass(frozen=True, slots=True)
class Step:
    """How one field came about: which span, with which probability, and which piece of knowledge turned it into ``value``."""

    field: str
    value: str
    rule: str
    span: Span | None = None
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Claim(Identified):
    """One act, one evidence sentence, on whose word. The contract is docs/claims.schema.json."""

    article_id: str
    event_type: str
    mode: str | None
    factuality: Factuality
    trigger: Span
    evidence: Span
    reader: str
    reader_version: str
    actors: tuple[Participant, ...] = ()
    recipients: tuple[Participant, ...] = ()
    hearsay: bool = False
    sources: tuple[Source, ...] = ()
    when: When | None = None
    where: Place | None = None
    quantities: tuple[Quantity, ...] = ()
    cues: tuple[Cue, ...] = ()
    contexts: tuple[str, ...] = ()
    goods: tuple[Good, ...] = ()
    confidence: float = 1.0
    slot_confidence: Mapping[str, float] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    vector: bytes = b""  # the evidence's sentence vector, signed 8-bit, of one length per reader version
    corrected_by: str | None = None  # who set some of the fields right; None: it is as its reader made it
    read_type: str | None = None  # the reader's own type, where a person set it right: the id rests on it

    @property
    def claim_id(self) -> str:
        """``clm-`` and a hash of article, trigger, type and reader: it outlives the reader's versions, and corrections."""
        return self._identified(self._claim_id)

    def _claim_id(self) -> str:
        return content_id(
            "clm",
            {
                "article": self.article_id,
                "event_type": self.read_type or self.event_type,
                "trigger": [self.trigger.start, self.trigger.end],
                "reader": self.reader,
            },
        )

    def spans(self) -> Iterable[Span]:
        """Every span of the claim: the invariant ``article.text[span] == quoted text`` is checked over these."""
        yield self.trigger
        yield self.evidence
        for participant in (*self.actors, *self.recipients):
            if participant.span is not None:
                yield participant.span
        for source in self.sources:
            if source.span is not None:
                yield source.span
        if self.when is not None:
            yield self.when.span
        if self.where is not None:
            yield self.where.span
        for counted in self.quantities:
            yield counted.span
        for cue in self.cues:
            yield cue.span
        for good in self.goods:
            yield good.span


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one article."""

    article: Article
    claims: tuple[Claim, ...]
    reader: str
    reader_version: str
    vectors: bytes = b""  # one for each sentence, in order: a bit a component, set where it is above the article's mean


class Reader(Protocol):
    """What stands behind ``--reader NAME``. Its claims' spans are verified by the run, whatever it is."""

    @property
    def name(self) -> str:
        """The name that the command line chooses it by."""

    @property
    def version(self) -> str:
        """Changes whenever the same article could give other claims."""

    def read(self, articles: Iterable[Article]) -> Iterable[Reading | Issue]:
        """Claims of each article, in the order given; the same article always gives the same claims."""
