"""The records that flow between the rooms, and their ids. Standard library only.

Offsets are half-open character ranges into ``Article.text``. Days are ISO dates (``YYYY-MM-DD``); ``Article.published``
may be less precise (``YYYY`` or ``YYYY-MM``). Languages are BCP 47 (``sv nb nn da en``), states ISO 3166-1 alpha-3.
An id is a hash of canonical JSON of content alone: the same page read twice, on one machine or fifty, has one id.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

Language = Literal["sv", "nb", "nn", "da", "en"]
LANGUAGES: tuple[Language, ...] = ("sv", "nb", "nn", "da", "en")
"""Those that the reader in the package reads; a reader that a user taught may read others too."""

LANGUAGE_TAG = re.compile(
    r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?(-([a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*(-x(-[a-z0-9]{1,8})+)?"
)
"""Language, script, region, variants and private use of a BCP 47 tag (RFC 5646), in the case that it recommends."""

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
Stage = Literal["source", "article", "read", "ledger"]
RepeatKind = Literal["same-text", "translation-of", "version-of", "reprint", "near", "passage-of"]
REPEAT_KINDS: tuple[RepeatKind, ...] = ("same-text", "translation-of", "version-of", "reprint", "near", "passage-of")
"""How an article repeats another one, the first that fits; docs/repetition.md has the rule of each."""
Status = Literal[
    "disputed", "denied", "carried-out", "corroborated", "reported", "called-off", "overdue", "planned", "possible",
]  # fmt: skip
STATUSES: tuple[Status, ...] = (
    "disputed", "denied", "carried-out", "corroborated", "reported", "called-off", "overdue", "planned", "possible",
)  # fmt: skip
"""What is known of an event, from its claims alone; of several that fit, the first (docs/events.md)."""


def content_id(prefix: str, content: Mapping[str, Any]) -> str:
    """An id from content: ``prefix``, a hyphen, and 20 hex digits of the SHA-256 of its canonical JSON."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"{prefix}-{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


class _Identified:
    """Room for an id that follows from what a record holds: it is asked for again and again, and nothing changes it."""

    __slots__ = ("_id",)
    _id: str

    def _identified(self, make: Callable[[], str]) -> str:
        try:
            return self._id
        except AttributeError:
            object.__setattr__(self, "_id", make())  # the record is frozen; this is none of its fields
            return self._id


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open character range of an article's text, with the words that stand there."""

    start: int
    end: int
    text: str

    def holds_in(self, whole: str) -> bool:
        """Whether the range is inside ``whole`` and quotes it letter by letter."""
        return 0 <= self.start <= self.end <= len(whole) and whole[self.start : self.end] == self.text


@dataclass(frozen=True, slots=True)
class Told:
    """What the feed or sitemap that named a page says of it. It counts only where the page itself says nothing.

    ``by`` is the address of the feed; the dates are days (``YYYY-MM-DD``, or less precise) in the feed's own time zone.
    """

    by: str
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Raw bytes as they came. ``location`` is a file path, a URL, or ``-`` for standard input.

    ``told`` is no part of the page, nor of its identity.
    """

    location: str
    content: bytes
    media_type: str | None = None
    fetched: str | None = None
    told: Told | None = None

    @property
    def sha256(self) -> str:
        """The page's identity: the hash of its bytes, 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Segment:
    """``Article.text[start:end]`` was read from character ``page_start`` on of the page's decoded text.

    ``page_start`` is None where the text was made by a parser that keeps no positions (the main text of HTML).
    """

    start: int
    end: int
    page_start: int | None


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink of a text: ``Article.text[start:end]`` leads to ``address``, an absolute http or https address."""

    start: int
    end: int
    address: str


@dataclass(frozen=True, slots=True)
class Article(_Identified):
    """One story on a page.

    ``text`` begins with the headline (where there is one); paragraphs, subheadings too, are parted by a blank line.
    ``document`` is the file name or URL that it was read from and ``page`` that page's SHA-256: neither is part of the id,
    nor are ``truncated`` and ``agency``, which are read off the page, nor ``section``: section and page of a paper as an
    archive writes them ("Utrikes, 12"), nor ``links``, which stand in the order of the text, none over another.
    ``published`` is None where the page does not say.
    """

    document: str
    page: str
    text: str
    language: Language
    headline: str | None = None
    outlet: str | None = None
    url: str | None = None
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    segments: tuple[Segment, ...] = ()
    links: tuple[Link, ...] = ()
    section: str | None = None
    truncated: bool = False  # cut off by a paywall or an ellipsis: what it does not say is unknown
    agency: str | None = None  # whose text it says it carries: "TT", "NTB/Ritzau"

    @property
    def article_id(self) -> str:
        """``art-`` and a hash of what the article says, who says it and when it was published."""
        return self._identified(self._article_id)

    def _article_id(self) -> str:
        return content_id(
            "art",
            {k: getattr(self, k) for k in ("text", "language", "headline", "outlet", "url", "byline", "published", "updated")},
        )


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
class Claim(_Identified):
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
class Issue:
    """What could not be done: to which page, at which stage, why, and what the user can do about it."""

    location: str
    stage: Stage
    code: str  # short, stable, lower-case with hyphens: "empty", "binary", "unsupported-language", "no-date", ...
    message: str
    page: str | None = None  # SHA-256 of the page's bytes, where they could be read
    fatal: bool = True  # False: the page was read all the same, and this is what it lacks


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a file of many pages has been given: all that stands before byte ``offset`` came before this.

    ``counts`` is what its reader must know to go on from there; ``edge`` marks where giving it begins and ends.
    """

    location: str
    offset: int
    size: int  # bytes of the whole file
    counts: tuple[tuple[str, int], ...] = ()
    edge: Literal["begin", "end"] | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader makes of one article."""

    article: Article
    claims: tuple[Claim, ...]
    reader: str
    reader_version: str
    vectors: bytes = b""  # one for each sentence, in order: a bit a component, set where it is above the article's mean


@dataclass(frozen=True, slots=True)
class Signature:
    """By what an article is found among those that may repeat it.

    ``keys`` are pairs of a kind and a signed 64-bit number, stable on disk; ``address`` is the web address as it is compared;
    ``method`` the version of the rules that made it.
    """

    method: str
    words: int
    address: str | None
    keys: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """``article_id`` repeats ``other_id``, the earlier published of the two.

    ``share`` is the part of the article that stands in the other too, ``other_share`` the reverse: of words, for a
    translation of sentences; 0 to 1, four places. ``span`` and ``other_span`` are the lifted passage in each text, as
    half-open ranges of characters; None for the other kinds.
    """

    article_id: str
    other_id: str
    kind: RepeatKind
    share: float
    other_share: float
    method: str
    span: tuple[int, int] | None = None
    other_span: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class RoleSaid:
    """What an article says of a person: that he or she holds an office of a state; ``sentence`` says so.

    ``person`` is the key under which the ways of writing one name mostly meet, ``name`` the name as the article has it whole,
    ``state`` an alpha-3 code, ``office`` a row of the actors room's office-words, ``published`` the article's day.
    """

    article_id: str
    person: str
    name: str
    state: str
    office: str
    sentence: Span
    published: str | None


class Roles(Protocol):
    """What the ledger asks while it enters an article, so that who holds which office is known later."""

    @property
    def method(self) -> str:
        """Changes whenever the same article could say other roles."""

    def said(self, article: Article) -> Sequence[RoleSaid]:
        """The roles that an article says; from its text, language and day alone."""


class Repeats(Protocol):
    """What the ledger asks while it enters an article, so that what repeats what is known at once."""

    @property
    def method(self) -> str:
        """Changes whenever the same articles could give other relations."""

    @property
    def days(self) -> int:
        """How many days may lie between two articles, unless they have one address."""

    @property
    def least(self) -> Mapping[int, int]:
        """For each kind of key: how many of them two articles share at least if they are to be compared."""

    @property
    def abroad(self) -> frozenset[int]:
        """The kinds of key that count only between articles in different languages."""

    def signature(self, article: Article) -> Signature:
        """By what the article is found; from what it says alone."""

    def relation(self, one: Article, other: Article, *, vectors: tuple[bytes, bytes] | None = None) -> Relation | None:
        """How one repeats the other, whichever is named first; ``vectors`` are theirs, by one version of one reader."""


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


@dataclass(frozen=True, slots=True)
class Origin:
    """Whom claims of an event go back to at last.

    ``also`` are the names of what was merged into it. ``country`` is the alpha-3 code of the state that it is of or in, where
    known; ``owner`` a medium's, ``speaks_for`` the state whose voice a medium is. ``standing``: ``party`` to the act (its state
    or itself is a participant), ``ally`` of participants (its state and those of ``ally_of`` are bound to defend each other) or
    ``third``. ``named`` is False of unnamed sources, ``traced`` where ``untraced`` tells why not.
    """

    name: str
    kind: SourceKind
    country: str | None
    owner: str | None
    speaks_for: str | None
    standing: Literal["party", "ally", "third"]
    named: bool
    claims: tuple[str, ...]
    also: tuple[str, ...] = ()
    untraced: str | None = None
    ally_of: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Merge:
    """Two sources that count as one origin, and why."""

    one: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hop:
    """A node of an event's origin tree: who says it, in which claims (each with the words that name it there), on whose word.

    The roots are outlets; their claims' spans are None. A hop without ``cites`` is where the chain ends.
    """

    name: str
    kind: SourceKind
    claims: tuple[tuple[str, Span | None], ...]
    cites: tuple[Hop, ...] = ()


@dataclass(frozen=True, slots=True)
class Tracing:
    """On whose word an event rests. Both counts are of independent origins; ``ground`` says on how much they rest.

    ``least`` leaves out what is untraced and takes as one what may be one. ``circles`` are media that cite each other.
    """

    origins: tuple[Origin, ...]
    least: int
    most: int
    ground: str
    merges: tuple[Merge, ...]
    circles: tuple[tuple[str, ...], ...]
    tree: tuple[Hop, ...]


@dataclass(frozen=True, slots=True)
class SaidNumber:
    """A number that a claim gives: who says it (its last source, else the outlet) and when it was published."""

    value: float
    comparator: Comparator
    text: str
    name: str
    claim: str
    published: str | None


@dataclass(frozen=True, slots=True)
class Spread:
    """The numbers of one kind that an event's claims give: never an average. ``unit`` is a kind of thing, or as written."""

    unit: str
    scope: Scope
    lowest: float
    highest: float
    said: tuple[SaidNumber, ...]


@dataclass(frozen=True, slots=True)
class EventParty:
    """A participant of an event, in how many of its claims, and on which side most often."""

    id: str
    name: str | None
    role: Literal["actor", "recipient"]
    claims: int


@dataclass(frozen=True, slots=True)
class EventTime:
    """When an event took or takes place: ``basis`` is ``stated`` by its claims, or ``publication`` where none gives a time."""

    start: str
    end: str
    precision: Precision
    basis: Literal["stated", "publication"]


@dataclass(frozen=True, slots=True)
class EventPlace:
    """A place that claims of an event are located at, and in how many of them. The fields are those of `Located`."""

    name: str
    country: str | None
    precision: PlacePrecision
    latitude: float | None
    longitude: float | None
    extent: tuple[float, float, float, float] | None
    claims: int


@dataclass(frozen=True, slots=True)
class Denier:
    """Who denies an event, in which claims."""

    name: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """Claims that speak of one act. What is said of it is from the claims alone, as of the day that it was made for.

    ``label`` is the status for people. ``confidence`` is the average probability of the pairs of claims, ``weakest`` that of the
    claim that fits worst; both 1 for a single claim. ``several`` says that members lie so far apart in time that they may be
    several acts. ``statement`` marks acts of speech: their origins are those of its having been said. ``overdue_from`` is, of a
    plan, the first day on which its time is past. ``factualities`` says how many of its claims have which.
    """

    claims: tuple[str, ...]
    event_type: str
    types: tuple[tuple[str, int], ...]
    parties: tuple[EventParty, ...]
    when: EventTime | None
    where: tuple[str, ...]
    status: Status
    label: str
    disputed_by: tuple[Denier, ...]
    tracing: Tracing
    numbers: tuple[Spread, ...]
    confidence: float
    weakest: float
    several: bool
    statement: bool
    first_published: str | None
    last_published: str | None
    overdue_from: str | None = None
    places: tuple[EventPlace, ...] = ()
    factualities: tuple[tuple[Factuality, int], ...] = ()

    @property
    def first_claim(self) -> str:
        """The claim after which the event is named: the first published, of several the one with the smallest id."""
        return self.claims[0]

    @property
    def event_id(self) -> str:
        """``evt-`` and a hash of its first claim. A ledger gives an event its public id once, and keeps it as the event grows."""
        return content_id("evt", {"claim": self.first_claim})
