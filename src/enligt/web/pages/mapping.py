"""The map: where the events that meet the filters of the address are said to have taken place, and how precisely."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse  # noqa: TC002 - FastAPI reads it

from enligt.run import telling
from enligt.web import mapped, world
from enligt.web.failures import BadParameterError
from enligt.web.filters import event_filters
from enligt.web.pages.events import articles_query, chips, claims_query
from enligt.web.render import page, words_of
from enligt.web.state import MOST_ANEW

if TYPE_CHECKING:
    from enligt.web.filters import EventFilters

router = APIRouter(include_in_schema=False)

MOST: Final = 2000
"""Events whose places are drawn: the last told ones."""


@router.get("/map")
def show_map(request: Request) -> HTMLResponse:
    """The places of the events that meet the filters; ``region`` is the part of the world that is shown."""
    asked = event_filters(request.query_params, besides=("region",))
    region = request.query_params.get("region") or "world"
    if region not in mapped.REGIONS:
        raise BadParameterError("region", f"choose one of {', '.join(mapped.REGIONS)}")
    if "order" not in request.query_params:
        asked = asked.model_copy(update={"order": "newest"})
    ledger = request.app.state.ledger
    with ledger.view() as view:
        today = asked.day(ledger.today())
        query = asked.event_query(view, limit=MOST)
        drawn = mapped.mapped(telling.event_records(view, query, today=today, most_anew=MOST_ANEW), region=region)
        total = telling.count_events(view, query, today=today, most_anew=MOST_ANEW)
        waiting = telling.waiting(view, query, most_anew=MOST_ANEW)
    filters = asked.as_query(order=None)
    return page(
        request,
        "map.html",
        asked=asked,
        region=region,
        regions=list(mapped.REGIONS),
        drawn=drawn,
        total=total,
        waiting=waiting,
        most=MOST,
        today=today,
        paths=world.world().paths,
        shades={one.place.country: one for one in drawn.countries},
        chips=[replace(one, address="/map" + one.address.removeprefix("/events")) for one in chips(asked, words_of(request))],
        place_address=lambda place: f"/events?{_at(asked, place)}",
        region_address=lambda name: _region(filters, name),
        export=filters,
        of_claims=claims_query(asked),
        of_articles=articles_query(asked),
        list_address="/events" + (f"?{filters}" if filters else ""),
    )


def _at(asked: EventFilters, place: mapped.Place) -> str:
    return asked.as_query(order=None, place=place.name)


def _region(filters: str, name: str) -> str:
    several = [filters, "" if name == "world" else urlencode({"region": name})]
    query = "&".join(one for one in several if one)
    return f"/map?{query}" if query else "/map"
