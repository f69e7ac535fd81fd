"""One claim, one event, one article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, TypeVar

from fastapi import APIRouter, Query, Request, Response
from fastapi import Path as InPath
from pydantic import Field
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, ClaimRow
from enligt.model import Article
from enligt.reports.records import claim_record, judgement_record, step_record
from enligt.run import judging, listing, telling
from enligt.web.answers import json_answer, ledger_of, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, one_of
from enligt.web.filters import Asked, Day, EventFilters, Nothing

if TYPE_CHECKING:
    from collections.abc import Callable

Found = TypeVar("Found")

router = APIRouter(prefix="/api/v1", tags=["details"], responses={304: NOT_MODIFIED, 400: PROBLEM, 404: PROBLEM, 503: PROBLEM})

Id = Annotated[str, InPath(max_length=100, description="An id, or the beginning of one that begins no other.")]
_SEEN = {"type": "string", "description": "A mark of what was seen, for judging it"}


class AsOf(Asked):
    """As of a day."""

    today: Day | None = Field(default=None, description="As known and told on this day; today, unless it is given.")


@router.get("/claims/{claim_id}", responses=one_of({"claim_id": {"type": "string"}, "seen": _SEEN}))
def claim(request: Request, claim_id: Id, _asked: Annotated[Nothing, Query()]) -> Response:
    """A claim, how it came about step by step, and what people decided of it."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        row = _looked_up(lambda: view.find(claim_id))
        if not isinstance(row, ClaimRow):
            raise HTTPException(404, f"there is no claim {claim_id!r} in this ledger")
        if (same := unchanged(request, tag)) is not None:
            return same
        whole = row.claim.claim_id
        record = claim_record(row.claim, row.article, event_id=view.events_of([whole]).get(whole))
        record["steps"] = [step_record(step) for step in row.claim.steps]
        record["judgements"] = [judgement_record(one) for one in view.judgements() if whole in {one.claim_id, one.other}]
        record["seen"] = judging.seen(view, whole)
        return json_answer(record, tag=tag)


@router.get(
    "/events/{event_id}",
    responses={
        **one_of({"event_id": {"type": "string"}, "seen": _SEEN}),
        307: {"description": "The event is found at another address: it became part of another one, or its id was cut short"},
    },
)
def event(request: Request, event_id: Id, asked: Annotated[AsOf, Query()]) -> Response:
    """An event with the tree of its origins, as of a day."""
    ledger = ledger_of(request)
    with ledger.view() as view:
        tag = tag_of(request, view)
        whole = _looked_up(lambda: view.find_event(event_id))
        if whole is None:
            raise HTTPException(404, f"there is no event {event_id!r} in this ledger")
        if whole != event_id:
            address = request.url.replace(path=f"/api/v1/events/{whole}")
            where = address.path + (f"?{address.query}" if address.query else "")
            return Response(status_code=307, headers={"location": where})
        day = EventFilters(today=asked.today).day(ledger.today())
        if (same := unchanged(request, tag)) is not None:
            return same
        record = telling.event_record_of(view, whole, today=day)
        if record is None:
            raise HTTPException(404, f"{whole}: nothing of it is in this ledger that was published by {day}")
        return json_answer({**record, "seen": judging.seen(view, whole)}, tag=tag)


@router.get("/articles/{article_id}", responses=one_of({"article_id": {"type": "string"}, "text": {"type": "string"}}))
def article(request: Request, article_id: Id, _asked: Annotated[Nothing, Query()]) -> Response:
    """An article with its text, what it repeats, and its claims."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        found = _looked_up(lambda: view.find(article_id))
        if not isinstance(found, Article):
            raise HTTPException(404, f"there is no article {article_id!r} in this ledger")
        if (same := unchanged(request, tag)) is not None:
            return same
        record = next(listing.article_records([found], view))
        rows = list(view.claims(ClaimQuery(article=found.article_id)))
        events = view.events_of([row.claim.claim_id for row in rows])
        claims = [claim_record(row.claim, row.article, event_id=events.get(row.claim.claim_id)) for row in rows]
        return json_answer({**record, "claims": claims}, tag=tag)


def _looked_up(find: Callable[[], Found]) -> Found:
    """What is found; several that begin so are as good as none, and the message names them."""
    try:
        return find()
    except UsageError as error:
        raise HTTPException(404, str(error)) from None
