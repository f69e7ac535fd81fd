"""Any view as a file: CSV, JSON Lines, Parquet."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.reports import streams
from enligt.reports.events import EVENTS
from enligt.reports.records import issue_record, judgement_record, note_record
from enligt.reports.rows import ARTICLES, CLAIMS, ISSUES, JUDGEMENTS, NOTES
from enligt.run import linking, listing, telling
from enligt.web.answers import file_answer, ledger_of, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, Stage, file
from enligt.web.filters import ArticleFilters, Asked, ClaimFilters, EventFilters, NoteFilters, Whole, Words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet

router = APIRouter(prefix="/api/v1", tags=["files"], responses={304: NOT_MODIFIED, 400: PROBLEM, 501: PROBLEM, 503: PROBLEM})

Ending = Literal["csv", "jsonl", "parquet"]
FILES = file(*streams.MEDIA_TYPES.values())


class ClaimsWhole(ClaimFilters):
    """All claims that meet the filters."""

    limit: Whole = None


class EventsWhole(EventFilters):
    """All events that meet the filters."""

    limit: Whole = None


class ArticlesWhole(ArticleFilters):
    """All articles that meet the filters."""

    limit: Whole = None


class IssuesWhole(Asked):
    """All issues."""

    stage: Stage | None = Field(default=None, description="Met at this stage.")
    code: Words | None = Field(default=None, description="Of this kind: empty, binary, no-date …")


class JudgementsWhole(Asked):
    """All judgements."""


@router.get("/claims.{ending}", responses=FILES)
def claims(request: Request, ending: Ending, asked: Annotated[ClaimsWhole, Query()]) -> Response:
    """All claims that meet the filters, as a file."""

    def found(view: View) -> Iterable[Record]:
        return linking.claim_records(view, replace(asked.claim_query(view), limit=asked.limit))

    return _whole(request, found, name="claims", ending=ending, sheet=CLAIMS)


@router.get("/events.{ending}", responses=FILES)
def events(request: Request, ending: Ending, asked: Annotated[EventsWhole, Query()]) -> Response:
    """All events that meet the filters, as a file."""

    def found(view: View) -> Iterable[Record]:
        day = asked.day(ledger_of(request).today())
        return telling.event_records(view, asked.event_query(view, limit=asked.limit), today=day)

    return _whole(request, found, name="events", ending=ending, sheet=EVENTS)


@router.get("/articles.{ending}", responses=FILES)
def articles(request: Request, ending: Ending, asked: Annotated[ArticlesWhole, Query()]) -> Response:
    """All articles that meet the filters, with their texts, as a file."""

    def found(view: View) -> Iterable[Record]:
        return listing.article_records(view.articles(**asked.chosen(), limit=asked.limit), view)

    return _whole(request, found, name="articles", ending=ending, sheet=ARTICLES)


@router.get("/issues.{ending}", responses=FILES)
def issues(request: Request, ending: Ending, asked: Annotated[IssuesWhole, Query()]) -> Response:
    """All issues, as a file."""

    def found(view: View) -> Iterable[Record]:
        return (issue_record(one) for one in view.issues(stage=asked.stage, code=asked.code))

    return _whole(request, found, name="issues", ending=ending, sheet=ISSUES)


@router.get("/judgements.{ending}", responses=FILES)
def judgements(request: Request, ending: Ending, _asked: Annotated[JudgementsWhole, Query()]) -> Response:
    """All judgements, as a file."""

    def found(view: View) -> Iterable[Record]:
        return (judgement_record(one) for one in view.judgements())

    return _whole(request, found, name="judgements", ending=ending, sheet=JUDGEMENTS)


@router.get("/notes.{ending}", responses=FILES)
def notes(request: Request, ending: Ending, asked: Annotated[NoteFilters, Query()]) -> Response:
    """All notes, tags and grades that meet the filters, as a file."""

    def found(view: View) -> Iterable[Record]:
        return (note_record(one) for one in asked.notes(view))

    return _whole(request, found, name="notes", ending=ending, sheet=NOTES)


def _whole(request: Request, found: Callable[[View], Iterable[Record]], *, name: str, ending: Ending, sheet: Sheet) -> Response:
    try:
        streams.check(ending)
    except UsageError as error:
        raise HTTPException(501, str(error)) from None
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        if (same := unchanged(request, tag)) is not None:
            return same
        records = iter(found(view))
        first = list(islice(records, 1))  # what cannot be asked is refused before the file begins
        return file_answer(chain(first, records), name=name, format_=ending, sheet=sheet, tag=tag)
