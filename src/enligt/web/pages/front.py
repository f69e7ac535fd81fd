"""The front page: what is new, newly disputed, overdue; activity over time beside what was read; the pairs that move."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it

from enligt.ledger import ClaimQuery, EventQuery
from enligt.run import telling
from enligt.web import charts, dividing, visits
from enligt.web.filters import only
from enligt.web.render import page
from enligt.web.security import checked_form
from enligt.web.state import MOST_ANEW

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi.responses import Response

    from enligt.ledger import View
    from enligt.web.lately import Lately
    from enligt.web.state import Ledger

    Record = Mapping[str, Any]

router = APIRouter(include_in_schema=False)

_NEW: Final = 12
_FEW: Final = 5
_PAIRS: Final = 8
_YEAR: Final = 365 * 24 * 3600  # seconds
_WINDOW: Final = 90
"""Days whose movement is compared with as many before."""


@dataclass(frozen=True, slots=True)
class Moving:
    """Two actors with how many events between them: in the last days of the ledger, and in as many days before."""

    one: str
    other: str
    now: int
    before: int


@router.get("/")
def front(request: Request) -> HTMLResponse:
    """What one wants to see first; with ``per=read`` the chart is divided by what was read."""
    only(request.query_params, dividing.PARAMETER)
    divided = dividing.divided(request.query_params)
    ledger = request.app.state.ledger
    here = visits.visit(request.cookies.get(visits.VISIT_COOKIE), datetime.now(UTC))
    with ledger.view() as view:
        today = ledger.today()
        since = visits.since_then(view, here.since, today=today) if here.since is not None else None
        lists, counts = _lists(view, today), counted(ledger, view, today)
        waiting = telling.waiting(view, EventQuery(), most_anew=MOST_ANEW)
    values = {**lists, **counts.answer, "counted": counts.as_of, "waiting": waiting}
    chart = charts.bars(values["months"], values["read"], divided=divided)
    response = page(
        request,
        "front.html",
        **values,
        chart=chart,
        divided=divided,
        since=since,
        look=here.cookie(),
        today=today,
        month_address=lambda month: f"/events?month={month}",
    )
    _keep(response, here)
    return response


@router.post("/seen")
def seen(form: Annotated[FormData, Depends(checked_form)]) -> RedirectResponse:
    """Take what the front page told as seen: what came after that look is news still."""
    now = datetime.now(UTC)
    look = visits.looked(str(form.get("look") or ""), now)
    response = RedirectResponse("/", 303)
    _keep(response, visits.Visit(look, look))
    return response


def _keep(response: Response, visit: visits.Visit) -> None:
    response.set_cookie(visits.VISIT_COOKIE, visit.cookie(), max_age=_YEAR, path="/", httponly=True, samesite="lax")


def _lists(view: View, today: str) -> dict[str, Any]:
    """The newest events, the disputed and the overdue ones."""
    return {
        "new": _first(view, EventQuery(order="newest", limit=_NEW), today),
        "disputed": _first(view, EventQuery(status=("disputed",), order="newest", limit=_FEW), today),
        "overdue": _first(view, EventQuery(status=("overdue",), order="newest", limit=_FEW), today),
    }


def _first(view: View, query: EventQuery, today: str) -> list[Record]:
    return list(telling.event_records(view, query, today=today, most_anew=MOST_ANEW))


def counted(ledger: Ledger, view: View, today: str) -> Lately[dict[str, Any]]:
    """What the page counts over the whole ledger."""
    return ledger.lately(view, ("front", today), lambda: _counted(view, today))


def _counted(view: View, today: str) -> dict[str, Any]:
    new = _first(view, EventQuery(order="newest", limit=1), today)
    last = new[0]["last_published"] if new else None
    everything = telling.event_facets(view, EventQuery(), today=today, facets=("month",), most_anew=MOST_ANEW)
    months = dict(everything["month"])
    return {
        "counts": view.counts(),
        "months": months,
        "read": view.read_by_month(),
        "pairs": moving(view, last, today=today) if last else [],
        "window": _window(last) if last else None,
    }


def _window(last: str) -> tuple[str, str, str]:
    """The first day before the window, the first in it, and its last."""
    end = date.fromisoformat((last + "-01-01")[:10] if len(last) < 10 else last[:10])
    return tuple((end - timedelta(days=days)).isoformat() for days in (2 * _WINDOW, _WINDOW, 0))  # type: ignore[return-value]  # three of them


def moving(view: View, last: str, *, today: str) -> list[Moving]:
    """The pairs with most events in the window that ends on the ledger's last day of publication, the busiest first."""
    start, middle, end = _window(last)
    now = _pairs(view, middle, end, today)
    before = _pairs(view, start, middle, today)
    most = sorted(now.items(), key=lambda one: (-one[1], -abs(one[1] - before[one[0]]), one[0]))[:_PAIRS]
    return [Moving(*pair, count, before[pair]) for pair, count in most]


def _pairs(view: View, since: str, until: str, today: str) -> Counter[tuple[str, str]]:
    query = EventQuery(claims=ClaimQuery(since=since, until=until))
    counted = telling.event_facets(view, query, today=today, facets=("pair",), most_anew=MOST_ANEW)["pair"]
    found: Counter[tuple[str, str]] = Counter()
    for pair, count in counted:
        one, _, other = pair.partition(",")
        if "UNK" not in {one, other}:
            found[one, other] = count
    return found
