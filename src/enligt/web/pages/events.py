"""Events as a list: searched, filtered by facets, in pages. Every filter stands in the address."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from enligt.run import meaning, telling
from enligt.web.failures import BadParameterError
from enligt.web.filters import ClaimFilters, searched_events
from enligt.web.names import actor_name, source_name
from enligt.web.pages import views
from enligt.web.render import page, words_of
from enligt.web.state import MOST_ANEW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from enligt.ledger import EventQuery, View
    from enligt.web.filters import EventFilters
    from enligt.web.lately import Lately
    from enligt.web.state import Ledger
    from enligt.web.words import Words

router = APIRouter(include_in_schema=False)

ROWS: Final = 25
_LAST_PAGE = 40_000
_VALUES: Final = 12
"""Values of a facet that are shown."""

_DEFAULT_ORDER: Final = "newest"
PARAMETERS: Final = {"actor": "participant", "origins": "min_origins", "source": "origin"}
"""The parameter that a facet sets, where it has another name."""
_FACETS: Final = ("status", "factuality", "event_type", "actor", "pair", "source", "language", "outlet", "month", "origins")
_MANY: Final = frozenset({"status"})
"""Parameters that may be given several times."""
_OF_ARTICLES: Final = frozenset({"outlet", "language", "all_versions"})
"""Filters that say the same of articles as of events."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet: where choosing it leads, or, where it is chosen, taking it away."""

    label: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is set: what it says, and the address without it."""

    name: str
    label: str
    address: str


@router.get("/events")
def events(request: Request) -> Response:
    """The events that meet the filters of the address, ``page`` by page; a page beyond the last leads to the last."""
    asked = searched_events(request.query_params, besides=("page",))
    number = _page(request.query_params.get("page", ""))
    if asked.order == "published" and "order" not in request.query_params:
        asked = asked.model_copy(update={"order": _DEFAULT_ORDER})
    ledger, words = request.app.state.ledger, words_of(request)
    as_of, waiting = None, 0
    with ledger.view() as view:
        today = asked.day(ledger.today())
        query = asked.event_query(view, limit=ROWS, offset=(number - 1) * ROWS)
        if asked.like is not None:
            hits = ledger.like(view, asked.like, query.claims)
            found = meaning.event_records(view, hits, replace(query, limit=None, offset=0), today=today)
            records, total = found[query.offset : query.offset + ROWS], len(found)
            counted = telling.facets_of(found, facets=_FACETS)
        else:
            records = list(telling.event_records(view, query, today=today, most_anew=MOST_ANEW))
            (total, counted), as_of = counts(ledger, view, query, today=today)
            waiting = telling.waiting(view, query, most_anew=MOST_ANEW)
        named = views.kept(view)
    pages = max(1, -(-total // ROWS))
    if not records and number > pages:
        return RedirectResponse(address(asked, page=pages if pages > 1 else None), 307)
    return page(
        request,
        "events.html",
        named=named,
        records=records,
        total=total,
        asked=asked,
        number=number,
        pages=pages,
        first=(number - 1) * ROWS + 1,
        chips=chips(asked, words),
        facets=[(name, _values(name, counted[name], asked, words)) for name in _FACETS if counted[name]],
        address=lambda **changes: address(asked, **changes),
        export=asked.as_query(),
        of_claims=claims_query(asked),
        of_articles=articles_query(asked),
        today=today,
        counted=as_of,
        waiting=waiting,
    )


def counts(ledger: Ledger, view: View, query: EventQuery, *, today: str) -> Lately[tuple[int, dict[str, list[tuple[str, int]]]]]:
    """How many events meet a query, its limit and offset aside, and how many of them have each value of each facet."""
    everything = replace(query, limit=None, offset=0, order="published")

    def ask() -> tuple[int, dict[str, list[tuple[str, int]]]]:
        total = telling.count_events(view, everything, today=today, most_anew=MOST_ANEW)
        return total, telling.event_facets(view, everything, today=today, facets=_FACETS, most_anew=MOST_ANEW)

    return ledger.lately(view, ("events", everything, today), ask)


def _page(given: str) -> int:
    if not given:
        return 1
    if not (given.isascii() and given.isdecimal() and 1 <= int(given[:9]) <= _LAST_PAGE):
        raise BadParameterError("page", f"a number from 1 to {_LAST_PAGE} is wanted: {given[:40]!r} is none")
    return int(given)


def address(asked: EventFilters, **changes: Any) -> str:
    """The page's address with other filters; with None, without one."""
    query = asked.as_query(**changes)
    return f"/events?{query}" if query else "/events"


def claims_query(asked: EventFilters) -> str | None:
    """The same filters asked of claims, as in an address; None where some of them are of events."""
    given = asked.model_copy(update={"order": "published"}).given()
    return asked.as_query(order=None) if given.keys() <= ClaimFilters.model_fields.keys() else None


def articles_query(asked: EventFilters) -> str | None:
    """The same filters asked of articles; None where some mean another thing there, as `since`, here the day of the act."""
    given = asked.model_copy(update={"order": "published"}).given()
    return asked.as_query(order=None) if given.keys() <= _OF_ARTICLES else None


def chips(asked: EventFilters, words: Words) -> list[Chip]:
    """The filters that are set, each with where it is not."""
    made: list[Chip] = []
    for name, value in asked.given().items():
        if name == "order":
            continue
        for one in value if name in _MANY else [value]:
            rest = [other for other in value if other != one] if name in _MANY else None
            label = words.or_else(f"filter.{name}", name)
            made.append(Chip(label, value_label(name, one, words), address(asked, **{name: rest})))
    return made


def value_label(name: str, value: object, words: Words) -> str:
    """A filter's value as the reader knows it."""
    said = str(value)
    if name in _SAID:
        return words.or_else(f"{_SAID[name]}.{said}", said)
    if name in _TOLD:
        return _TOLD[name](said, words)
    return words("filter.yes") if value is True else said


_SAID: Final = {"status": "status", "type": "type", "event_type": "type", "factuality": "factuality", "language": "language"}
"""Filters whose values have words of their own, with where these stand."""
_TOLD: Final[Mapping[str, Callable[[str, Words], str]]] = {
    "actor": actor_name,
    "recipient": actor_name,
    "participant": actor_name,
    "pair": lambda said, words: " – ".join(actor_name(one.strip(), words) for one in said.split(",")),
    "origin": lambda said, words: source_name({"name": said}, words),
    "month": lambda said, words: words.date(said),
}


def _values(name: str, counted: list[tuple[str, int]], asked: EventFilters, words: Words) -> list[Value]:
    parameter = PARAMETERS.get(name, name)
    given = getattr(asked, parameter)
    if name == "origins":
        counted = _at_least(counted)
    if name == "month":  # the fullest, the latest first
        counted = sorted(counted[:_VALUES], reverse=True)
    made: list[Value] = []
    for value, count in counted[:_VALUES]:
        chosen = value in given if parameter in _MANY else str(given) == value
        if parameter in _MANY:
            changed: Any = [one for one in given if one != value] if chosen else [*given, value]
        else:
            changed = None if chosen else value
        label = words.count("filter.at_least", int(value)) if name == "origins" else value_label(parameter, value, words)
        made.append(Value(label, count, address(asked, **{parameter: changed}), chosen))
    return made


def _at_least(counted: list[tuple[str, int]]) -> list[tuple[str, int]]:
    """How many events have at least so many origins, from how many have just so many."""
    by_number = {int(value): count for value, count in counted if value.isdecimal()}
    return [(str(n), sum(c for m, c in by_number.items() if m >= n)) for n in sorted(by_number) if n > 0][:6]
