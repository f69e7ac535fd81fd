"""Sources: a list, and one with whom it relays and who relays it, its months and some of its claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.run import noting, sourcing
from enligt.web import dividing, flows
from enligt.web.failures import BadParameterError
from enligt.web.filters import only
from enligt.web.pages import notes
from enligt.web.render import page

if TYPE_CHECKING:
    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.web.lately import Lately
    from enligt.web.state import Ledger

router = APIRouter(include_in_schema=False)

KINDS: Final = (
    "outlet", "agency", "government", "military", "intelligence", "institute", "organisation", "company", "person", "document",
    "unnamed",
)  # fmt: skip
_LISTED: Final = 300
_LONGEST: Final = 300


@router.get("/sources")
def sources(request: Request) -> Response:
    """The sources of most claims; ``name`` leads to one."""
    only(request.query_params, "name", "kind")
    asked = request.query_params.get("name", "").strip()[:_LONGEST]
    kind = request.query_params.get("kind") or None
    if kind is not None and kind not in KINDS:
        raise BadParameterError("kind", f"choose one of {', '.join(KINDS)}")
    ledger = request.app.state.ledger
    with ledger.view() as view:
        if asked:
            return RedirectResponse(address(_found(view, asked)["name"]), 303)
        found = listed(ledger, view, kind)
    return page(
        request, "sources.html", records=found.answer, counted=found.as_of, kind=kind, kinds=KINDS, source_address=address
    )


def listed(ledger: Ledger, view: View, kind: str | None) -> Lately[list[Record]]:
    """The sources of most claims, of one kind if asked."""
    return ledger.lately(view, ("sources", kind), lambda: sourcing.sources(view, kind=kind, limit=_LISTED))


@router.get("/sources/{name:path}")
def source(name: str, request: Request) -> Response:
    """One source by its name or an alias; with ``per=read`` its months are divided by what was read."""
    only(request.query_params, dividing.PARAMETER)
    divided = dividing.divided(request.query_params)
    ledger = request.app.state.ledger
    with ledger.view() as view:
        (record, read), as_of = ledger.lately(
            view, ("source", name[:_LONGEST]), lambda: (_found(view, name), view.read_by_month())
        )
        noted = view.notes(targets=noting.of_names([record["name"], *record["aliases"]]))
    return page(
        request,
        "source.html",
        record=record,
        flows=flows.flows(record["relays"], record["relayed_by"]),
        months=flows.months(record["months"], read, divided=divided),
        divided=divided,
        counted=as_of,
        source_address=address,
        noted=noted,
        author=notes.author_of(request),
        month_address=lambda way, month: f"/events?{urlencode({way: record['name'], 'month': month})}",
    )


def address(name: str) -> str:
    """The address of a source."""
    return f"/sources/{quote(name, safe='')}"


def _found(view: View, asked: str) -> Record:
    try:
        record = sourcing.find_source(view, asked[:_LONGEST])
    except UsageError as error:
        raise BadParameterError("source", str(error)) from None
    if record is None:
        raise HTTPException(404, f"nobody in this ledger cites, and no outlet is called, {asked[:_LONGEST]!r}")
    return record
