"""Actors: a list, one with its timeline, persons and counterparts, and two with what is between them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, get_args
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.ledger import AT_ACTOR, Dealing
from enligt.run import acting, dealing
from enligt.run.periods import By, bounds
from enligt.run.querying import claim_query
from enligt.web import charts, dividing, network, series
from enligt.web.failures import BadParameterError
from enligt.web.filters import only
from enligt.web.lately import Lately
from enligt.web.names import actor_name
from enligt.web.pages import notes
from enligt.web.render import page, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from starlette.datastructures import QueryParams

    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.web.state import Ledger

router = APIRouter(include_in_schema=False)

_LISTED: Final = 300
_DRAWN: Final = 6
_EVENTS: Final = 30
_LONGEST: Final = 100
_MONTH: Final = 7  # letters of an ISO date up to its month
BYS: Final = get_args(By)


@dataclass(frozen=True, slots=True)
class Span:
    """The time that is looked at, as the address says it: months (or days, years), and the length of a period.

    ``divided``: what is counted is told to what was read.
    """

    since: str | None
    until: str | None
    by: By
    divided: bool = False


@router.get("/actors")
def actors(request: Request) -> Response:
    """The actors of most claims, the first of them drawn by month; ``name`` leads to one."""
    only(request.query_params, "name", "kind", dividing.PARAMETER)
    divided = dividing.divided(request.query_params)
    asked = request.query_params.get("name", "").strip()[:_LONGEST]
    kind = request.query_params.get("kind") or None
    if kind is not None and kind not in acting.KINDS:
        raise BadParameterError("kind", f"choose one of {', '.join(acting.KINDS)}")
    ledger = request.app.state.ledger
    with ledger.view() as view:
        if asked:
            return RedirectResponse(address(_known(view, asked)[0]), 303)
        found = listed(ledger, view, kind)
        months = by_month(ledger, view, [one["actor"] for one in found.answer])
        days = read_by_day(ledger, view)
        read = Counter[str]()
        for day, n in days.answer:
            read[day[:_MONTH]] += n
    return page(
        request,
        "actors.html",
        records=found.answer,
        counted=min((one.as_of for one in (found, months, days) if one.as_of is not None), default=None),
        kind=kind,
        kinds=acting.KINDS,
        charts=charts.multiples(months.answer, read, divided=divided),
        divided=divided,
        drawn_address=lambda actor: partial(_asserted, {"participant": actor}),
    )


def listed(ledger: Ledger, view: View, kind: str | None) -> Lately[list[Record]]:
    """The actors of most claims, of one kind if asked."""
    return ledger.lately(view, ("actors", kind), lambda: acting.actors(view, kind=kind, limit=_LISTED))


def by_month(ledger: Ledger, view: View, actors: Sequence[str]) -> Lately[dict[str, dict[str, int]]]:
    """The events of the first of these actors by month."""
    drawn, today = tuple(actors[:_DRAWN]), ledger.today()
    return ledger.lately(view, ("actors by month", drawn, today), lambda: dealing.months(view, drawn, today=today))


@router.get("/actors/{one}")
def actor(one: str, request: Request) -> Response:
    """One actor by its id; a name leads on to the id."""
    span = span_of(request.query_params)
    ledger = request.app.state.ledger
    with ledger.view() as view:
        known, person = _known(view, one)
        if known != one:
            return RedirectResponse(address(known, span) + ("#persons" if person else ""), 307)
        record, as_of = ledger.lately(view, ("actor", known), lambda: acting.brief(view, known))
        span, told = _told(ledger, view, _dealing(known, None, span), span, request)
        noted = view.notes(targets={AT_ACTOR + known})
    moment = min((one for one in (as_of, told.as_of) if one is not None), default=None)
    if record is None:
        raise HTTPException(404, f"no claim that is shown names {one[:_LONGEST]!r}")
    about = {"persons": record["persons"], "record": record, "noted": noted}
    return _page(request, known, None, span, told.answer, counted=moment, **about)


@router.get("/actors/{one}/{other}")
def pair(one: str, other: str, request: Request) -> Response:
    """Two actors: what one did to the other, or both together."""
    span = span_of(request.query_params)
    ledger = request.app.state.ledger
    with ledger.view() as view:
        first, second = _known(view, one)[0], _known(view, other)[0]
        if first == second:
            return RedirectResponse(address(first, span), 307)
        if (first, second) != (one, other):
            return RedirectResponse(address(first, span, other=second), 307)
        span, told = _told(ledger, view, _dealing(first, second, span), span, request)
    return _page(request, first, second, span, told.answer, persons=[], record=None, noted=[], counted=told.as_of)


def read_by_day(ledger: Ledger, view: View) -> Lately[list[tuple[str, int]]]:
    """How many articles were read of each day: the same for every actor."""
    return ledger.lately(view, "read by day", lambda: dealing.read_by_day(view))


def _told(ledger: Ledger, view: View, of: Dealing, span: Span, request: Request) -> tuple[Span, Lately[dealing.Told]]:
    """What is told of a dealing, with the time as it is looked at; it counts over all events of an actor.

    By years where nobody chose, and one act lies centuries before the rest.
    """
    today = ledger.today()

    def by(step: By) -> Lately[dealing.Told]:
        about = ("dealing", of, step, today)

        def ask() -> Lately[dealing.Told]:
            read = read_by_day(ledger, view)
            found = dealing.told(view, of, today=today, by=step, latest=_EVENTS, read_days=read.answer)
            return Lately(found, read.as_of)

        read_by_day(ledger, view)  # if it is to be counted anew, then before what rests on it
        told, as_of = ledger.lately(view, about, ask)
        if told.as_of is not None:
            ledger.soon(view, about, ask)
        return Lately(told.answer, min(filter(None, (as_of, told.as_of)), default=None))

    try:
        return span, by(span.by)
    except UsageError as error:
        if "by" in request.query_params:
            raise BadParameterError("by", str(error)) from None
    by_years = replace(span, by="year")
    try:
        return by_years, by(by_years.by)
    except UsageError as error:
        raise BadParameterError("since", str(error)) from None


def _page(request: Request, one: str, other: str | None, span: Span, told: dealing.Told, **values: Any) -> Response:
    words = words_of(request)
    names = [actor_name(each, words) for each in (one, other) if each is not None]
    who = names[0] if other is None else words("actors.between", one=names[0], other=names[1])
    about = {"participant": one} if other is None else {"pair": f"{one},{other}"}
    in_time = urlencode({**about, **{name: value for name, value in (("since", span.since), ("until", span.until)) if value}})
    return page(
        request,
        "actor.html",
        who=who,
        one=one,
        other=other,
        span=span,
        bys=BYS,
        told=told,
        chart=series.series(told.periods, divided=span.divided),
        at=series,
        per_read=dividing.per_read,
        network=network.network(told.counterparts),
        way=network.way,
        kinds=_kinds(told),
        author=notes.author_of(request),
        all_events=f"/events?{in_time}",
        about=in_time,
        period_address=lambda name: _asserted(about, name),
        counterpart_address=lambda actor: address(one, other=actor),
        actor_address=lambda *several: address(several[0], other=several[1] if len(several) > 1 else None),
        **values,
    )


def _asserted(about: Mapping[str, str], period: str) -> str:
    """The address of the events of a period, as far as filters say it: those with a claim that asserts them."""
    since, until = bounds(period)
    when = (period, period) if len(period) <= len("2024-10") else (since, until)
    return f"/events?{urlencode({**about, 'since': when[0], 'until': when[1], 'factuality': 'asserted'})}"


def _kinds(told: dealing.Told) -> list[tuple[str, int]]:
    found: dict[str, int] = {}
    for one in told.periods:
        for kind, n in one.types.items():
            found[kind] = found.get(kind, 0) + n
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))


def address(actor: str, span: Span | None = None, *, other: str | None = None) -> str:
    """The address of an actor, or of two, with the time that is looked at."""
    path = "/".join(quote(each, safe="") for each in (actor, other) if each is not None)
    query = urlencode([] if span is None else list(_given(span)))
    return f"/actors/{path}" + (f"?{query}" if query else "")


def _given(span: Span) -> Iterator[tuple[str, str]]:
    by = None if span.by == "month" else span.by
    per = dividing.READ if span.divided else None
    for name, value in (("since", span.since), ("until", span.until), ("by", by), (dividing.PARAMETER, per)):
        if value:
            yield name, value


def _known(view: View, asked: str) -> tuple[str, str | None]:
    try:
        known = acting.resolved(view, asked[:_LONGEST])
    except UsageError as error:
        raise BadParameterError("actor", str(error)) from None
    if known is None:
        raise HTTPException(404, f"no claim in this ledger names {asked[:_LONGEST]!r}")
    return known


def span_of(params: QueryParams) -> Span:
    """The time that an address asks for.

    Raises:
        BadParameterError: a parameter that is not known, or a value that cannot be.
    """
    only(params, "since", "until", "by", dividing.PARAMETER)
    by = params.get("by") or "month"
    chosen: By | None = next((one for one in BYS if one == by), None)
    if chosen is None:
        raise BadParameterError("by", f"choose one of {', '.join(BYS)}")
    since, until = params.get("since") or None, params.get("until") or None
    try:
        claim_query(since=since, until=until)
    except UsageError as error:
        raise BadParameterError("since" if since else "until", str(error)) from None
    if since is not None and until is not None and bounds(since)[0] > bounds(until)[1]:
        raise BadParameterError("since", f"{since} lies after until {until}")
    return Span(since, until, chosen, dividing.divided(params))


def _dealing(one: str, other: str | None, span: Span) -> Dealing:
    since = None if span.since is None else bounds(span.since)[0]
    until = None if span.until is None else bounds(span.until)[1]
    return Dealing(one, other, since, until)
