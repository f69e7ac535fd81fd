"""Claims that speak of one act, and the origins that it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from enligt.model.ids import content_id

if TYPE_CHECKING:
    from enligt.model.articles import Span
    from enligt.model.claims import Comparator, Factuality, PlacePrecision, Precision, Scope, SourceKind

Status = Literal[
    "disputed", "denied", "carried-out", "corroborated", "reported", "called-off", "overdue", "planned", "possible",
]  # fmt: skip
STATUSES: tuple[Status, ...] = (
    "disputed", "denied", "carried-out", "corroborated", "reported", "called-off", "overdue", "planned", "possible",
)  # fmt: skip
"""What is known of an event, from its claims alone; of several that fit, the first (docs/events.md)."""


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
