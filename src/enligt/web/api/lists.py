"""Lists: claims, events, articles, issues and judgements in portions; what events can be counted by; how much there is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field, TypeAdapter, ValidationError

from enligt.ledger import Place
from enligt.run import listing, meaning, telling
from enligt.web.answers import json_answer, ledger_of, named_place, place_of, portion, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, Stage, listed, one_of
from enligt.web.failures import BadParameterError
from enligt.web.filters import LIKE, ArticleFilters, ClaimFilters, EventFilters, Nothing, Portion, SearchedEvents, Words
from enligt.web.state import MOST_ANEW

if TYPE_CHECKING:
    from enligt.ledger import EventQuery, LedgerCounts, View

router = APIRouter(prefix="/api/v1", tags=["lists"], responses={304: NOT_MODIFIED, 400: PROBLEM, 503: PROBLEM})


class ClaimsAsked(Portion, ClaimFilters):
    """A portion of a list of claims."""

    like: Words | None = Field(default=None, description=LIKE)


class EventsAsked(Portion, SearchedEvents):
    """A portion of a list of events."""


class ArticlesAsked(Portion, ArticleFilters):
    """A portion of a list of articles."""


class IssuesAsked(Portion):
    """A portion of the issues."""

    stage: Stage | None = Field(default=None, description="Met at this stage.")
    code: Words | None = Field(default=None, description="Of this kind: empty, binary, no-date …")


class FacetsAsked(EventFilters):
    """By what the events that meet the filters are counted."""

    by: tuple[Words, ...] = Field(
        default=(), max_length=20, description=f"One or more of {', '.join(telling.FACETS)}; all, unless given."
    )


@router.get("/claims", responses=listed("claims", "claim"))
def claims(request: Request, asked: Annotated[ClaimsAsked, Query()]) -> Response:
    """Claims: who did what to whom, and on whose word; by day of publication."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        query = asked.claim_query(view)
        of = f"claims?{asked.as_query()}"
        place = _place(place_of(asked.cursor, of=of), parts=6)
        if (same := unchanged(request, tag)) is not None:
            return same
        if asked.like is not None:
            hits = ledger_of(request).like(view, _likened(asked.like, asked.cursor), query)
            return portion(request, "claims", list(meaning.claim_records(view, hits[: asked.limit])), None, of=of, tag=tag)
        records, following = listing.claims(view, query, limit=asked.limit, after=place)
        return portion(request, "claims", records, _behind(following), of=of, tag=tag)


@router.get("/events", responses=listed("events", "event"))
def events(request: Request, asked: Annotated[EventsAsked, Query()]) -> Response:
    """Events: acts, each with all that is claimed of it, and on how many independent origins."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        query = asked.event_query(view)
        day = asked.day(ledger_of(request).today())
        of = f"events?{asked.as_query()}"
        place = _event_place(place_of(asked.cursor, of=of))
        if (same := unchanged(request, tag)) is not None:
            return same
        if asked.like is not None:
            hits = ledger_of(request).like(view, _likened(asked.like, asked.cursor), query.claims)
            told = meaning.event_records(view, hits, replace(query, limit=asked.limit), today=day)
            return portion(request, "events", told, None, of=of, tag=tag)
        records, following = listing.events(view, query, today=day, limit=asked.limit, after=place, most_anew=MOST_ANEW)
        answer = portion(request, "events", records, None if following is None else list(following), of=of, tag=tag)
        return _waiting(view, query, answer)


@router.get("/articles", responses=listed("articles", "article"))
def articles(request: Request, asked: Annotated[ArticlesAsked, Query()]) -> Response:
    """Articles with their texts, by day of publication."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        chosen = asked.chosen()
        of = f"articles?{sorted(chosen.items())}"
        place = _place(place_of(asked.cursor, of=of), parts=3)
        if (same := unchanged(request, tag)) is not None:
            return same
        records, following = listing.articles(view, chosen, limit=asked.limit, after=place)
        return portion(request, "articles", records, _behind(following), of=of, tag=tag)


@router.get("/issues", responses=listed("issues", None))
def issues(request: Request, asked: Annotated[IssuesAsked, Query()]) -> Response:
    """What could not be read, or is lacking, and why; in the order in which it was met."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        of = f"issues?{asked.stage}&{asked.code}"
        given = place_of(asked.cursor, of=of) or [0]
        if len(given) != 1 or type(given[0]) is not int or not 0 <= given[0] < 2**53:
            raise BadParameterError("cursor", "not one that this list gave: ask without it, from the beginning")
        if (same := unchanged(request, tag)) is not None:
            return same
        records, following = listing.issues(view, stage=asked.stage, code=asked.code, limit=asked.limit, after=given[0])
        return portion(request, "issues", records, None if following is None else [following], of=of, tag=tag)


@router.get("/judgements", responses=listed("judgements", "judgement"))
def judgements(request: Request, asked: Annotated[Portion, Query()]) -> Response:
    """What people decided, oldest first, and whether it still holds."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        after = named_place(asked.cursor, of="judgements")
        if (same := unchanged(request, tag)) is not None:
            return same
        records, following = listing.judgements(view, limit=asked.limit, after=after)
        return portion(request, "judgements", records, None if following is None else [following], of="judgements", tag=tag)


@router.get("/facets", responses=one_of({"total": {"type": "integer"}, "facets": {"type": "object"}}))
def facets(request: Request, asked: Annotated[FacetsAsked, Query()]) -> Response:
    """By status, type, actor …: how many of the events that meet the filters have which value."""
    by = asked.by or telling.FACETS
    for one in by:
        if one not in telling.FACETS:
            raise BadParameterError("by", f"events are not counted by {one!r}: choose among {', '.join(telling.FACETS)}")
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        query = asked.event_query(view)
        day = asked.day(ledger_of(request).today())
        if (same := unchanged(request, tag)) is not None:
            return same
        counted = telling.event_facets(view, query, today=day, facets=by, most_anew=MOST_ANEW)
        values = {name: [{"value": value, "events": number} for value, number in rows] for name, rows in counted.items()}
        total = telling.count_events(view, query, today=day, most_anew=MOST_ANEW)
        return _waiting(view, query, json_answer({"total": total, "facets": values}, tag=tag))


def _waiting(view: View, query: EventQuery, answer: Response) -> Response:
    """The answer, with how many events it leaves out until they are told anew."""
    if number := telling.waiting(view, query, most_anew=MOST_ANEW):
        answer.headers["enligt-waiting"] = str(number)
    return answer


@router.get("/stats", responses=one_of({"pages": {"type": "integer"}, "articles": {"type": "integer"}}))
def stats(request: Request, _asked: Annotated[Nothing, Query()]) -> Response:
    """How much the ledger holds, by how pages ended, by type and by language."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        return unchanged(request, tag) or json_answer(_counts(view.counts()), tag=tag)


def _counts(counts: LedgerCounts) -> dict[str, Any]:
    return {
        "pages": counts.pages,
        "articles": counts.articles,
        "claims": counts.claims,
        "issues": counts.issues,
        "outcomes": dict(counts.outcomes),
        "claims_by_type": dict(counts.by_type),
        "claims_by_language": dict(counts.by_language),
        "articles_by_language": dict(counts.articles_by_language),
    }


def _behind(place: Place | None) -> list[Any] | None:
    return None if place is None else [*place.key, place.skip]


def _likened(like: str, cursor: str | None) -> str:
    if cursor is not None:
        raise BadParameterError("cursor", "a search by `like` is answered in one portion: ask with a higher `limit`")
    return like


def _place(given: list[Any] | None, *, parts: int) -> Place | None:
    """The place of a list that is ordered by a key of so many parts, of which the last told how many rows had it."""
    if given is None:
        return None
    if len(given) != parts + 1 or not all(isinstance(one, str) or (type(one) is int and abs(one) < 2**53) for one in given):
        raise BadParameterError("cursor", "not one that this list gave: ask without it, from the beginning")
    skip = given[-1]
    if type(skip) is not int or skip < 0:
        raise BadParameterError("cursor", "not one that this list gave: ask without it, from the beginning")
    return Place(tuple(given[:-1]), skip)


def _event_place(given: list[Any] | None) -> listing.EventPlace | None:
    if given is None:
        return None
    try:
        return _EVENT_PLACE.validate_python(tuple(given), strict=True)
    except ValidationError:
        raise BadParameterError("cursor", "not one that this list gave: ask without it, from the beginning") from None


_EVENT_PLACE: TypeAdapter[listing.EventPlace] = TypeAdapter(listing.EventPlace)
