"""One event: its sentence, what is known, on whose word, the claims side by side, the numbers, how it changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.readers import DEFAULT
from enligt.readers.measured import FIELDS, measured
from enligt.reports.events import places
from enligt.reports.formats import as_json
from enligt.reports.records import claim_record
from enligt.run import linking, noting, telling
from enligt.web import charts, marks
from enligt.web.failures import BadParameterError
from enligt.web.filters import event_filters, only
from enligt.web.pages import notes
from enligt.web.render import page, query

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.ledger import Judgement, View
    from enligt.readers.measured import Measured

    Record = Mapping[str, Any]

router = APIRouter(include_in_schema=False)

_CLAIMS: Final = 60
_ALL_CLAIMS: Final = 1000
_DAYS: Final = 16
_WHOLE_DAY: Final = 10  # characters


@dataclass(frozen=True, slots=True)
class Change:
    """A day on which something was published about the event, and how it stood then; ``fresh`` names what changed."""

    day: str
    record: Record
    claims: int
    fresh: tuple[str, ...]


@router.get("/events/{event_id}")
def event(event_id: str, request: Request) -> Response:
    """One event by its id, a former one (which leads on to the present), or the beginning of one."""
    ledger = request.app.state.ledger
    only(request.query_params, "today", "known_by", "all")
    asked = event_filters(request.query_params, besides=("all",))
    today = asked.day(ledger.today())
    most = _ALL_CLAIMS if request.query_params.get("all") else _CLAIMS
    with ledger.view() as view:
        try:
            now = view.find_event(event_id[:80])
        except UsageError as error:
            raise BadParameterError("event", str(error)) from None
        if now is None:
            raise HTTPException(404, f"there is no event {event_id[:80]!r} in this ledger")
        if now != event_id:
            return RedirectResponse(f"/events/{now}{query(request.query_params.items())}", 307)
        record = telling.event_record_of(view, now, today=today)
        if record is None:
            raise HTTPException(404, f"{now}: nothing of it is in this ledger that was published by {today}")
        named = view.claims_named(record["claims"][:most])
        rows = [named[one] for one in record["claims"][:most] if one in named]
        claims = [claim_record(row.claim, row.article, event_id=now) for row in rows]
        about = ("history", now, today, most, as_json(record))  # told anew at once where the event has changed, else behind
        changes, as_of = ledger.lately(view, about, lambda: history(view, record, claims, today=today))
        judged = _judged(ledger.judgements(view), set(record["claims"]))
        noted = noting.of_event(view, now, record["claims"])
    sides = [
        (name, [one for one in claims if one["factuality"] in kinds])
        for name, kinds in (("for", {"asserted", "planned"}), ("open", {"possible"}), ("against", {"denied"}))
    ]
    return page(
        request,
        "event.html",
        record=record,
        where=places(record),
        sides=[(name, several) for name, several in sides if several],
        claims_shown=len(claims),
        tree=charts.tree(record["tree"], denying(record, claims)),
        hops=list(charts.hops(record["tree"])),
        numbers=[(spread, charts.dots(spread)) for spread in record["quantities"]],
        changes=changes,
        counted=as_of,
        judged=judged,
        errors=errors(record, claims),
        error_fields=FIELDS,
        noted=noted,
        author=notes.author_of(request),
        quoted=marks.quoted,
        today=today,
        asked_today=asked.today or asked.known_by,
    )


def denying(record: Record, claims: Sequence[Record]) -> set[str]:
    """Ids of the claims of an event that deny the act: those of its deniers, and those that are shown."""
    told = {claim for one in record["disputed_by"] for claim in one["claims"]}
    return told | {one["claim_id"] for one in claims if one["factuality"] == "denied"}


def errors(record: Record, claims: Sequence[Record]) -> list[Measured]:
    """How often the package's own reader errs in the event's languages and in acts of its type; nothing where another read it."""
    if not any(one["reader"] == DEFAULT for one in claims):
        return []
    known = measured()
    return [known[part] for part in (*sorted(record["languages"]), record["event_type"]) if part in known]


def history(view: View, now: Record, claims: Sequence[Record], *, today: str) -> list[Change]:
    """How an event stood on each day on which something was published about it; of many days the first and the last ones.

    Args:
        view: the ledger.
        now: the event's record as of ``today``.
        claims: its claims' records.
        today: ISO day.
    """
    told: dict[str, int] = {}
    for one in claims:
        day = one["published"] or ""
        if len(day) == _WHOLE_DAY and day <= today:
            told[day] = told.get(day, 0) + 1
    days = sorted(told)
    if len(days) > _DAYS:
        days = [*days[: _DAYS // 2], *days[-_DAYS // 2 :]]
    made: list[Change] = []
    before: Record | None = None
    prepared = linking.Prepared(view)
    for day in days:
        record = now if day == (now["last_published"] or "") else _then(view, now["event_id"], day, prepared)
        if record is None:
            continue
        made.append(Change(day, record, told[day], _fresh(before, record)))
        before = record
    return made


def _then(view: View, event_id: str, day: str, prepared: linking.Prepared) -> Record | None:
    told = linking.event(view, event_id, today=day, prepared=prepared)
    return None if told is None else linking.on_day(linking.record_of(told, event_id), day)


def _fresh(before: Record | None, now: Record) -> tuple[str, ...]:
    if before is None:
        return ("first",)
    counts = ("independent_origins_min", "independent_origins_max")
    changed = [("status", before["status"] != now["status"]), ("origins", any(before[one] != now[one] for one in counts))]
    return tuple(name for name, is_so in changed if is_so)


def _judged(made: Sequence[Judgement], claims: set[str]) -> list[Any]:
    """What people decided about the event's claims and still holds."""
    return [one for one in made if one.holds and one.undoes is None and claims & {one.claim_id, one.other}]
