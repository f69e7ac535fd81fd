"""The filters of an address: the one place where parameters turn into what the ledger is asked. Pages and API share it.

Their names are those of the command line: ``?pair=PRK,USA&status=disputed&min_origins=2``. What cannot be is refused with the
parameter's name and the remedy.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, EventOrder, EventQuery, NoteKind
from enligt.model import Factuality, Status  # noqa: TC001 - pydantic reads the types at run time
from enligt.run import noting, querying
from enligt.web.failures import BadParameterError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from starlette.datastructures import QueryParams

    from enligt.ledger import Note, View

Filters = TypeVar("Filters", bound="Asked")
Value = TypeVar("Value")

MOST_ROWS = 500
"""Rows of one portion of a list."""

FEW_ROWS = 50
"""The same unless ``limit`` says otherwise."""

NOTED = "event, claim, article, source or actor"
"""What a note can be made at."""

Words = Annotated[str, Field(max_length=300)]
LIKE = (
    "Holding these words, then holding them as parts of words (`soldat`: elitsoldater), then meaning something like them, in "
    "any language: `found_by` says which, `likeness` how like. One portion, the best first; no `next`."
)
Day = Annotated[str, Field(max_length=10)]
Rows = Annotated[int, Field(ge=1, le=MOST_ROWS, description="At most so many rows.")]
Cursor = Annotated[str, Field(max_length=2000, description="Where to go on: as `next` of the answer before gave it.")]
Whole = Annotated[int | None, Field(ge=0, le=2**31, description="At most so many rows; all, unless it is given.")]


class Asked(BaseModel):
    """Parameters of an address. An empty one is as if it were not there, since forms send their empty fields too."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _given(cls, values: Any) -> Any:
        return (
            {name: value for name, value in values.items() if value not in ("", [], [""])} if isinstance(values, dict) else values
        )

    def given(self) -> dict[str, Any]:
        """The filters that were given at all, as parameters."""
        return {name: value for name, value in self.model_dump(exclude_defaults=True).items() if name not in {"limit", "cursor"}}

    def as_query(self, **changes: Any) -> str:
        """The same as the part of an address behind ``?``, in one order whatever they came in.

        Args:
            **changes: parameters to be set otherwise, or, with None, left out.
        """
        pairs = {**self.given(), **changes}
        flat = [
            (name, "true" if one is True else str(one))
            for name, value in sorted(pairs.items())
            for one in (value if isinstance(value, (list, tuple)) else [value])
            if one is not None and one is not False
        ]
        return urlencode(flat)


class Nothing(Asked):
    """No parameters."""


class Portion(Asked):
    """A portion of a list."""

    limit: Rows = FEW_ROWS
    cursor: Cursor | None = None


class ClaimFilters(Asked):
    """Which claims; all that is given must hold."""

    actor: Words | None = Field(default=None, description="Done by this actor: PRK, EUU, al-qaeda, or words of a name.")
    recipient: Words | None = Field(default=None, description="Done to this actor.")
    pair: Words | None = Field(default=None, description="Between these two, whoever acts: `PRK,USA`.")
    type: Words | None = Field(default=None, description="Of this event type: CONSULT, SANCTION, ASSAULT …")
    mode: Words | None = Field(default=None, description="In this mode of its type: visit, withdraw, arrest, drone …")
    context: Words | None = Field(default=None, description="About this beside its type: military, legal, refugee, nuclear …")
    goods: Words | None = Field(default=None, description="Naming weapons or goods of this kind or model: drones, grain, F-16 …")
    factuality: Factuality | None = Field(default=None, description="asserted, planned, possible or denied.")
    source: Words | None = Field(default=None, description="On the word of this source, anywhere in the chain.")
    article: Words | None = Field(default=None, description="Of this article; the beginning of its id will do.")
    outlet: Words | None = Field(default=None, description="Of this outlet.")
    language: Words | None = Field(default=None, description="Written in sv, nb, nn, da or en.")
    since: Day | None = Field(default=None, description="Of this day (month, year) or later: 2026-02-06, 2026-02, 2026.")
    until: Day | None = Field(default=None, description="Of this day (month, year) or earlier.")
    text: Words | None = Field(
        default=None, description='Holding these words, a "quoted phrase", or the beginning of one (nord*).'
    )
    q: Words | None = Field(default=None, description="The same as `text`.")
    place: Words | None = Field(default=None, description="At a place whose words hold these.")
    min_confidence: float | None = Field(default=None, ge=0, le=1, description="With at least this chance that it is right.")
    reader: Words | None = Field(default=None, description="Made by this reader; the ledger's first, unless it is given.")
    known_by: Day | None = Field(default=None, description="What a reader could know that day: nothing published later.")
    as_of: Annotated[str, Field(max_length=19)] | None = Field(
        default=None, description="The ledger as it stood at the end of that day, or at that moment (2026-02-06T12:00:00, UTC)."
    )
    all_versions: bool = Field(default=False, description="What later readings replaced as well.")
    rejected: bool = Field(default=False, description="Those that a person rejected as well.")

    def claim_query(self, view: View) -> ClaimQuery:
        """What the ledger is asked.

        Raises:
            BadParameterError: a value that cannot be, or several articles begin so, or none.
        """
        chosen: dict[str, Any] = {}
        for name in ClaimFilters.model_fields:
            value = getattr(self, name)
            if value is not None and value is not False and name not in {"article", "q"}:
                chosen[name] = value
        words = [one for one in (self.text, self.q) if one is not None]
        if words:
            chosen["text"] = " ".join(words)
        if self.article is not None:
            chosen["article"] = _named("article", lambda: querying.whole_article_id(view, str(self.article)))
        for name, value in chosen.items():
            _named(name, partial(querying.claim_query, **{name: value}))
        query = querying.claim_query(**chosen)
        if query.language is not None:
            _named("language", partial(view.check_language, query.language))
        return query


class EventFilters(ClaimFilters):
    """Which events: those with a claim that meets the filters of claims, and all else that is given."""

    status: tuple[Status, ...] = Field(default=(), max_length=20, description="Of this status; may be given several times.")
    min_origins: int | None = Field(
        default=None, ge=0, le=10_000, description="On at least so many origins that are independent as far as known."
    )
    disputed: bool = Field(default=False, description="Asserted by some and denied by others.")
    event_type: Words | None = Field(default=None, description="Of this type itself; `type` asks for one claim of it.")
    participant: Words | None = Field(default=None, description="With this actor (its id) on either side.")
    origin: Words | None = Field(default=None, description="Resting on this independent origin (its whole name).")
    month: Annotated[str, Field(max_length=10)] | None = Field(
        default=None, description="First published in this month: 2026-02."
    )
    event: Annotated[str, Field(max_length=100)] | None = Field(
        default=None, description="This event alone, by its id, a former one, or the beginning of one."
    )
    order: EventOrder = Field(default="published", description="published, newest, doubt or origins.")
    today: Day | None = Field(default=None, description="As known and told on this day; today, unless it is given.")

    def event_query(self, view: View, *, limit: int | None = None, offset: int = 0) -> EventQuery:
        """What the ledger is asked; raises as `claim_query`."""
        own = _named("event_type", partial(querying.claim_query, event_type=self.event_type))
        return EventQuery(
            claims=self.claim_query(view),
            status=self.status,
            disputed=self.disputed,
            min_origins=self.min_origins,
            event_type=own.event_type,
            participant=self.participant,
            origin=self.origin,
            month=None if self.month is None else _named("month", partial(querying.whole_month, self.month)),
            event_id=None if self.event is None else _named("event", partial(querying.whole_event_id, view, self.event)),
            order=self.order,
            limit=limit,
            offset=offset,
        )

    def day(self, today: str) -> str:
        """The day as of which events are told: that of ``today`` or ``known_by``, as far as given, else the one given here.

        Raises:
            BadParameterError: it is no whole day.
        """
        name, asked = ("today", self.today) if self.today is not None else ("known_by", self.known_by)
        if asked is None:
            return today
        checked = _named(name, lambda: querying.claim_query(since=asked).since)
        if checked is None or len(checked) != len("2026-01-31"):
            raise BadParameterError(name, f"a whole day is wanted, as in 2026-02-06: {asked!r} is less precise")
        return checked


class ArticleFilters(Asked):
    """Which articles."""

    outlet: Words | None = Field(default=None, description="Of this outlet.")
    language: Words | None = Field(default=None, description="Written in sv, nb, nn, da or en.")
    since: Day | None = Field(default=None, description="Published on this day (month, year) or later.")
    until: Day | None = Field(default=None, description="Published on this day (month, year) or earlier.")
    text: Words | None = Field(default=None, description="Holding these words.")
    all_versions: bool = Field(default=False, description="What later readings replaced as well.")

    def chosen(self) -> dict[str, Any]:
        """The filters of ``View.articles``.

        Raises:
            BadParameterError: a value that cannot be.
        """
        chosen: dict[str, Any] = {}
        for name in ArticleFilters.model_fields:
            value = getattr(self, name)
            if value is not None and value is not False:
                query = _named(name, partial(querying.claim_query, **{name: value}))
                chosen[name] = getattr(query, name)
        return chosen


class NoteFilters(Asked):
    """Which notes, tags and grades."""

    target: Annotated[str, Field(max_length=400)] | None = Field(
        default=None,
        description="At this event (and its claims), claim or article, its id may be cut short; at `source:NAME` (and its "
        "other names) or `actor:ID`.",
    )
    kind: NoteKind | None = Field(default=None, description="note, tag or grade.")
    tag: Words | None = Field(default=None, description="What makes up this case folder: the tags of this very name.")
    author: Words | None = Field(default=None, description="By this person, as the name was given.")
    withdrawn: bool = Field(default=False, description="Those that were taken back as well.")

    def notes(self, view: View) -> list[Note]:
        """The notes, oldest first.

        Raises:
            BadParameterError: there is no such thing, or several begin so.
        """
        about = None if self.target is None else _named("target", partial(noting.target, view, self.target))
        if self.target is not None and about is None:
            raise BadParameterError("target", f"there is no {NOTED} {self.target!r} in this ledger")
        return noting.notes(view, about=about, kind=self.kind, tag=self.tag, author=self.author, withdrawn=self.withdrawn)


class SearchedEvents(EventFilters):
    """Which events, where they can be searched by meaning too."""

    like: Words | None = Field(default=None, description=LIKE)


def only(params: QueryParams, *known: str) -> None:
    """Refuse parameters that a page does not have, as the API does.

    Args:
        params: of the request.
        *known: the names that the page has.

    Raises:
        BadParameterError: there is another one.
    """
    for name in params:
        if name not in known:
            raise BadParameterError(name[:100], f"there is no such parameter here: {_named_list(known)}")


def _named_list(known: Collection[str]) -> str:
    return f"{', '.join(known)} can be asked" if known else "this page takes none"


def searched_events(params: QueryParams, *, besides: Collection[str] = ()) -> SearchedEvents:
    """As `event_filters`. ``meaning``, the box beside the words in the page's form, makes ``text`` what is meant by ``like``."""
    values = _values(params, (*besides, "meaning"))
    if params.get("meaning") and values.get("text") and not values.get("like"):
        values["like"] = values.pop("text")
    return _validated(SearchedEvents, values)


def event_filters(params: QueryParams, *, besides: Collection[str] = ()) -> EventFilters:
    """The filters of a page's address.

    Args:
        params: of the request.
        besides: names of parameters that are the page's own.

    Raises:
        BadParameterError: there is no such filter, or its value cannot be.
    """
    return _validated(EventFilters, _values(params, besides))


def _values(params: QueryParams, besides: Collection[str]) -> dict[str, Any]:
    return {name: params.getlist(name) if name == "status" else params[name] for name in params if name not in besides}


def claim_filters(params: QueryParams, *, besides: Collection[str] = ()) -> ClaimFilters:
    """As `event_filters`, of a page about claims."""
    return _validated(ClaimFilters, {name: params[name] for name in params if name not in besides})


def _validated(kind: type[Filters], values: dict[str, Any]) -> Filters:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else "parameters"
        if first["type"] == "extra_forbidden":
            raise BadParameterError(name, "there is no such filter: /api/v1/docs tells which there are") from None
        raise BadParameterError(name, str(first["msg"])) from None


def _named(parameter: str, made: Callable[[], Value]) -> Value:
    try:
        return made()
    except BadParameterError:
        raise
    except UsageError as error:
        raise BadParameterError(parameter, str(error)) from None
