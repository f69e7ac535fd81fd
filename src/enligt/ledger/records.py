"""What is asked of a ledger and what it answers, besides the records of `enligt.model`. Standard library only."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003 - a type alias needs it at run time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    from enligt.model import Article, Claim, Factuality, Status

Outcome = Literal["claims", "no-claims", "aside", "duplicate", "unsupported", "failed"]
"""How a page handed in ended: every one ends in one of these. ``aside``: a first look found it not worth reading."""

OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuery:
    """Which claims: every filter is optional, and all that are given must hold.

    ``actor``, ``recipient`` and both of ``pair`` are an id (``PRK``, ``al-qaeda``) or whole words of a name
    (``boris johnson``); the pair is met in either direction, and by an act that both do together. ``source`` is a part of a
    source's name, ``place`` of the words that name the place, or the alpha-3 code of the country that it lies in, or its usual
    name (``place_name`` is another one to look for), ``goods`` a kind of weapons or goods, or a part of a model's name, and
    ``outlet`` a whole name, whatever the case. ``since`` and
    ``until`` are ISO days, months or years, both included: the time of the act, else the day of publication, must overlap
    them. ``text`` is words of the evidence, all of them, a ``"quoted phrase"``, or the beginning of a word
    (``nordkorea*``). ``min_confidence`` is the least chance, 0 to 1, that type, actors, recipients and factuality are right.

    The newest version of one reader is shown, the view's own unless ``reader`` names another; ``all_versions`` shows every
    version (of every reader, unless one is named) and what a later reading of the same page with other options replaced. Claims
    that a person rejected are left out, unless ``rejected`` asks for them beside the rest. The view's own reader's claims come
    with those that were imported. What people set right is what is filtered by and shown; ``uncorrected`` asks for claims as
    their readers made them.

    ``known_by``, an ISO day, leaves out what was published later: what a reader could know that day; an article without a date
    counts as known. ``as_of``, an ISO day or moment (UTC), shows the ledger as it stood: articles, readings and judgements
    that were added by then (the end of it). What was forgotten since is in neither.
    """

    actor: str | None = None
    recipient: str | None = None
    pair: tuple[str, str] | None = None
    event_type: str | None = None
    mode: str | None = None
    context: str | None = None
    goods: str | None = None
    factuality: Factuality | None = None
    source: str | None = None
    language: str | None = None
    since: str | None = None
    until: str | None = None
    text: str | None = None
    article: str | None = None
    outlet: str | None = None
    place: str | None = None
    place_name: str | None = None
    min_confidence: float | None = None
    reader: str | None = None
    all_versions: bool = False
    rejected: bool = False
    uncorrected: bool = False
    known_by: str | None = None
    as_of: str | None = None
    limit: int | None = None
    offset: int = 0


EventOrder = Literal["published", "newest", "doubt", "origins"]
"""By the day of the first claim · the last published first · the least sure first · the most independent origins first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventQuery:
    """Which events: those with a claim that meets ``claims`` (whose limit and offset do not count), and all else that is given.

    ``status`` is any of these; ``min_origins`` the least number of independent origins as far as known (``tracing.least``).
    ``disputed`` is short for that status. ``event_type`` is the event's own, that of most of its claims; ``participant`` the id
    of one on either side; ``between`` two of the facet ``pair`` (``PRK,RUS``): both take part, and one of them acts; ``origin``
    the whole name of one of its independent origins; ``month`` that of its first publication (2024-10); ``event_id`` this alone.
    """

    claims: ClaimQuery = ClaimQuery()
    status: tuple[Status, ...] = ()
    disputed: bool = False
    min_origins: int | None = None
    event_type: str | None = None
    participant: str | None = None
    between: str | None = None
    origin: str | None = None
    month: str | None = None
    event_id: str | None = None
    order: EventOrder = "published"
    limit: int | None = None
    offset: int = 0

    def statuses(self) -> tuple[Status, ...]:
        """The statuses asked for, `disputed` among them; empty: any."""
        return (*self.status, "disputed") if self.disputed else self.status


@dataclass(frozen=True, slots=True)
class Change:
    """An event that was told, or has become overdue, since some moment: its record now (status without a clock) and before.

    ``before`` is its state at that moment (``status``, ``origins_min``, ``origins_max``, ``claims``); None where the ledger had
    not told it by then. ``new`` says that the event was not there at all.
    """

    record: Mapping[str, Any]
    before: Mapping[str, Any] | None
    new: bool


@dataclass(frozen=True, slots=True)
class SavedFilter:
    """Filters under a name: of ``claims`` or ``events``, as the command line takes them; ``seen_at`` is its last-seen mark."""

    name: str
    kind: Literal["claims", "events"]
    filters: Mapping[str, Any]
    made_at: str
    seen_at: str | None


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """What was told of an event, by the record that the run made of it (docs/events.md); without one nothing is left of it.

    ``marked_at`` is the moment at which the event was marked to be told, "" where it was not; ``undated`` says that one of its
    articles has no date, so that the event is known on any day.
    """

    event_id: str
    marked_at: str
    record: Mapping[str, Any] | None
    undated: bool = False


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim with the article that it stands in, text included."""

    claim: Claim
    article: Article


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page as it was handed in at one location, and how that ended. ``size`` is in bytes.

    ``reader`` and ``reader_version`` are None, and ``articles`` is empty, for a page that had been forgotten before.
    """

    page: str
    location: str
    media_type: str | None
    fetched: str | None
    size: int
    outcome: Outcome
    options: Mapping[str, str]
    reader: str | None
    reader_version: str | None
    articles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FetchedRow:
    """What an address answered last: of itself (``etag``, ``modified``, as sent), which page (SHA-256), and when (UTC)."""

    address: str
    etag: str | None
    modified: str | None
    status: int
    page: str
    asked_at: str


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What is left of an article, claim or page that was erased: its id (of a page, the SHA-256), why and when (UTC)."""

    kind: Literal["article", "claim", "page"]
    target: str
    reason: str
    forgotten_at: str


Decision = Literal["accept", "reject", "correct", "same", "apart", "missed", "checked", "undo"]
"""What a person says: of a claim that it is right, not to be counted, or to be told otherwise; of two claims that they tell of
one act, or of two; of an article (or a page put aside) that a sentence holds a claim nobody found, or that it was read to its
end."""

Judged = tuple[Decision, str, "str | Mapping[str, Any] | None"]
"""Decision, what it is about, and: of ``same`` and ``apart`` the other claim, of ``undo`` the judgement, of ``correct`` the right
values of fields (correcting.py), of ``missed`` the sentence."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A person's word on a claim, or on two (``other``): never rewritten, taken back by another that ``undoes`` it.

    ``made_at`` is UTC. ``holds`` is False once it was undone, or decided anew. Of ``missed`` and ``checked`` the ``claim_id`` is
    that of the article, or the page's SHA-256; ``values`` are the fields set right, or the sentence missed.
    """

    judgement_id: str
    claim_id: str
    decision: Decision
    author: str
    made_at: str
    other: str | None = None
    undoes: str | None = None
    reason: str | None = None
    holds: bool = True
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a file of many pages is recorded, read by one version of one reader with these options.

    ``size`` (bytes), ``modified`` (nanoseconds since 1970) and ``head_sha256`` (of the first 64 KiB) tell which file it was;
    every page before byte ``place`` is recorded; ``counts`` is what the file's reader must know to go on from there;
    ``outcomes`` says how many of these pages ended how, and how many inputs gave no page (``lost``).
    """

    path: str
    options: Mapping[str, str]
    reader: str
    reader_version: str
    size: int
    modified: int
    head_sha256: str
    place: int
    counts: Mapping[str, int]
    outcomes: Mapping[str, int]
    done: bool

    def of_same_file(self, other: Progress) -> bool:
        """Whether both speak of the same bytes, as far as size, moment and beginning tell."""
        return (self.size, self.modified, self.head_sha256) == (other.size, other.modified, other.head_sha256)


@dataclass(frozen=True, slots=True)
class Entered:
    """What a page added to the ledger: articles read for the first time, and claims (of a new reading of an old one too)."""

    articles: int = 0
    claims: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """How a new reading of an article differs from the one shown before: ``changed`` holds pairs of old and new.

    Two claims of one id differ where a reader of the ledger would see it: confidences, steps, vectors and the version of
    the reader do not count.
    """

    added: tuple[Claim, ...] = ()
    changed: tuple[tuple[Claim, Claim], ...] = ()
    gone: tuple[Claim, ...] = ()
    same: int = 0


@dataclass(frozen=True, slots=True)
class LedgerCounts:
    """How much a view shows. ``pages`` counts every page handed in, a copy under another name too; ``outcomes`` sum to it.

    ``by_type`` and ``by_language`` count claims, ``articles_by_language`` articles; none holds a zero.
    """

    pages: int
    articles: int
    claims: int
    issues: int
    outcomes: Mapping[Outcome, int]
    by_type: Mapping[str, int]
    by_language: Mapping[str, int]
    articles_by_language: Mapping[str, int]
