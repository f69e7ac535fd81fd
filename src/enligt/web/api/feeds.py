"""Any view of events, claims or articles as an Atom feed, to be followed in a feed reader."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field

from enligt.ledger import EventOrder  # noqa: TC001 - pydantic reads the types at run time
from enligt.reports.records import article_record, claim_record
from enligt.run import telling
from enligt.web import atom
from enligt.web.answers import ledger_of, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, file
from enligt.web.filters import ArticleFilters, ClaimFilters, EventFilters, Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.web.atom import Entry

router = APIRouter(prefix="/api/v1", tags=["files"], responses={304: NOT_MODIFIED, 400: PROBLEM, 503: PROBLEM})

MEDIA_TYPE = "application/atom+xml"
ENTRIES = 100
"""Entries of a feed, unless ``limit`` says otherwise."""


class EventsFollowed(EventFilters):
    """The events of a feed; the last published come first unless ``order`` says otherwise."""

    order: EventOrder = Field(default="newest", description="newest, published, doubt or origins.")
    limit: Rows = ENTRIES


class ClaimsFollowed(ClaimFilters):
    """The claims of a feed; those read last come first."""

    limit: Rows = ENTRIES


class ArticlesFollowed(ArticleFilters):
    """The articles of a feed; those added last come first."""

    limit: Rows = ENTRIES


@router.get("/events.atom", responses=file(MEDIA_TYPE))
def events(request: Request, asked: Annotated[EventsFollowed, Query()]) -> Response:
    """Events as an Atom feed: follow any view in a feed reader. An entry is updated when what is told of its event changes."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        query, day = asked.event_query(view, limit=asked.limit), asked.day(ledger_of(request).today())
        if (same := unchanged(request, tag)) is not None:
            return same
        records = list(telling.event_records(view, query, today=day))
        moments = view.last_told([one["event_id"] for one in records])
    entries = [atom.of_event(one, moments.get(one["event_id"])) for one in records]
    return _feed(request, entries, of="events", filters=asked.as_query(limit=None), tag=tag)


@router.get("/claims.atom", responses=file(MEDIA_TYPE))
def claims(request: Request, asked: Annotated[ClaimsFollowed, Query()]) -> Response:
    """Claims as an Atom feed, those read last first. An entry is updated when its article is read anew."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        query = replace(asked.claim_query(view), limit=asked.limit)
        if (same := unchanged(request, tag)) is not None:
            return same
        rows = list(view.claims(query, newest=True))
        moments = view.added([row.claim.claim_id for row in rows])
    entries = [atom.of_claim(claim_record(row.claim, row.article), moments.get(row.claim.claim_id)) for row in rows]
    return _feed(request, entries, of="claims", filters=asked.as_query(limit=None), tag=tag)


@router.get("/articles.atom", responses=file(MEDIA_TYPE))
def articles(request: Request, asked: Annotated[ArticlesFollowed, Query()]) -> Response:
    """Articles as an Atom feed, with the beginning of each text, those added last first."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        chosen = asked.chosen()
        if (same := unchanged(request, tag)) is not None:
            return same
        rows = list(view.articles(**chosen, limit=asked.limit, newest=True))
        moments = view.added([one.article_id for one in rows])
    entries = [atom.of_article(article_record(one), moments.get(one.article_id)) for one in rows]
    return _feed(request, entries, of="articles", filters=asked.as_query(limit=None), tag=tag)


def _feed(request: Request, entries: Sequence[Entry], *, of: str, filters: str, tag: str) -> Response:
    content = atom.feed(
        entries,
        title=f"Enligt: {of} ({filters})" if filters else f"Enligt: {of}",
        key=filters if of == "events" else f"{of} {filters}",  # events had their feed first: its id stays
        address=str(request.url),
        base=str(request.base_url),
    )
    return Response(content, headers={"etag": tag}, media_type=MEDIA_TYPE)
