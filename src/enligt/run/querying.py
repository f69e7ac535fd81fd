"""Filters, as the command line and a Python program say them, into the ledger's query; what cannot be is refused."""

from __future__ import annotations

import re
from dataclasses import fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from enligt.config import checked_date, checked_language
from enligt.errors import UsageError
from enligt.model import FACTUALITIES, STATUSES, Article
from enligt.run.fields import Fault
from enligt.run.foreign import language_tag

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from enligt.ledger import ClaimQuery, EventQuery, View
    from enligt.model import Status

OF_EVENTS = frozenset({"status", "disputed", "min_origins", "own_type", "participant", "origin", "month", "event"})
"""The filters that are of an event, not of one of its claims."""

ALIASES = {"type": "event_type"}
"""Other names of filters, after the command line's."""


def claim_query(**filters: Any) -> ClaimQuery:
    """The query for these filters; a filter that is None is not set.

    Args:
        **filters: the fields of ``enligt.ledger.ClaimQuery``; ``type`` stands for ``event_type``, ``pair`` may be ``"A,B"``,
            dates may be ``datetime.date``; who takes part may be named as in any of the languages (Nordkorea for PRK).

    Raises:
        UsageError: there is no such filter, or its value cannot be.
    """
    from enligt.ledger import ClaimQuery  # noqa: PLC0415 - heavy: the ledger brings the database with it

    known = {field.name for field in fields(ClaimQuery)}
    chosen: dict[str, Any] = {}
    for name, value in filters.items():
        field = ALIASES.get(name, name)
        if field not in known:
            raise UsageError(f"there is no filter {name!r}: choose among {', '.join(sorted(known))}")
        if value is not None:
            chosen[field] = _checked(field, value)
    if chosen.get("place") and "place_name" not in chosen:
        from enligt.actors.places import usual_name  # noqa: PLC0415 - tables of some megabytes: only where a place is asked for

        chosen["place_name"] = usual_name(chosen["place"])
    return ClaimQuery(**chosen)


def event_query(view: View, *, limit: int | None = None, offset: int = 0, **filters: Any) -> EventQuery:
    """The query for filters of events, as the command line and a Python program say them; one that is None is not set.

    Args:
        view: the ledger, in which beginnings of ids are looked up.
        limit: at most so many.
        offset: leaving out so many before.
        **filters: those of `claim_query` (an event with one claim that meets them all), with ``article`` as the beginning of an
            id; ``status`` (one or several), ``disputed``, ``min_origins``, ``own_type`` (the event's own), ``participant`` (an
            id), ``origin`` (a whole name), ``month``, ``event`` (an id, a former one, or the beginning of one).

    Raises:
        UsageError: there is no such filter, article or event, or a value cannot be.
    """
    from enligt.ledger import EventQuery  # noqa: PLC0415 - as in claim_query

    given = {name: value for name, value in filters.items() if value is not None}
    claims = {name: value for name, value in given.items() if name not in OF_EVENTS}
    if "article" in claims:
        claims["article"] = whole_article_id(view, claims["article"])
    status = given.get("status", ())
    return EventQuery(
        claims=claim_query(**claims),
        status=tuple(map(_status, [status] if isinstance(status, str) else status)),
        disputed=bool(given.get("disputed")),
        min_origins=_rows(given["min_origins"]) if "min_origins" in given else None,
        event_type=claim_query(event_type=given.get("own_type")).event_type,
        participant=_actor(given["participant"]) if "participant" in given else None,
        origin=given.get("origin"),
        month=whole_month(given["month"]) if "month" in given else None,
        event_id=whole_event_id(view, given["event"]) if "event" in given else None,
        limit=limit,
        offset=offset,
    )


def whole_event_id(view: View, beginning: str) -> str:
    """The id of the event that is meant by its id, a former one, or the beginning of one.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = view.find_event(beginning)
    if found is None:
        raise UsageError(f"there is no event {beginning!r} in this ledger: `enligt events` lists them")
    return found


def whole_article_id(view: View, beginning: str) -> str:
    """The id of the article that is meant by the beginning of one.

    Raises:
        UsageError: there is none, or there are several.
    """
    found = view.find(beginning)
    if not isinstance(found, Article):
        raise UsageError(f"there is no article {beginning!r} in this ledger")
    return found.article_id


def whole_month(asked: str) -> str:
    """A month in ISO form.

    Raises:
        UsageError: it is none, or a day, or a year.
    """
    month = checked_date(asked)
    if len(month) != len("2026-02"):
        raise UsageError(f"a month is wanted, as in 2026-02: {asked!r} is none")
    return month


def _checked(field: str, value: Any) -> Any:
    check = _CHECKS.get(field)
    return value if check is None else check(value)


def _one_of(value: Any, known: Collection[str], *, what: str) -> str:
    if value not in known:
        raise UsageError(f"there is no {what} {value!r}: choose one of {', '.join(known)}")
    return str(value)


def _factuality(value: Any) -> str:
    return _one_of(str(value).lower(), FACTUALITIES, what="factuality")


def _status(value: Any) -> Status:
    _one_of(value, STATUSES, what="status")
    return next(one for one in STATUSES if one == value)


def _rows(value: Any) -> int:
    if not isinstance(value, int) or value < 0:
        raise UsageError(f"{value!r} is no number of rows")
    return value


def _language(value: Any) -> str:
    """One that is read, or another tag that is well formed: imported claims may be in any language, as the ledger knows."""
    try:
        return checked_language(value)
    except UsageError:
        try:
            return language_tag(str(value))
        except Fault:
            pass
        raise


def _event_type(value: Any) -> str:
    from enligt.readers.ontology import MODES  # noqa: PLC0415 - only where it is asked for

    return _one_of(str(value).upper(), MODES, what="event type")


def _mode(value: Any) -> str:
    from enligt.readers.ontology import MODES  # noqa: PLC0415 - only where it is asked for

    return _one_of(str(value).lower(), sorted({mode for modes in MODES.values() for mode in modes}), what="mode")


def _context(value: Any) -> str:
    from enligt.readers.contexts import CONTEXTS  # noqa: PLC0415 - only where it is asked for

    return _one_of(str(value).lower(), CONTEXTS, what="context")


def _chance(value: Any) -> float:
    try:
        chance = float(value)
    except (TypeError, ValueError):
        chance = -1.0
    if not 0 <= chance <= 1:
        raise UsageError(f"a confidence lies between 0 and 1, as in 0.8: {value!r} does not")
    return chance


def _pair(value: Any) -> tuple[str, str]:
    parts = [one.strip() for one in value.split(",")] if isinstance(value, str) else [str(one) for one in value]
    if len(parts) != 2 or not all(parts):
        raise UsageError(f"a pair is two actors, as in PRK,USA: {value!r} is not")
    return _actor(parts[0]), _actor(parts[1])


def _actor(value: Any) -> str:
    """The id of the one state or organisation that is called so as a whole, in any of the languages; else the words as given."""
    asked = " ".join(str(value).split())
    if re.fullmatch("[A-Z]{3}", asked) or not asked:
        return asked  # an id as it stands: most questions, and the tables of names need not be read
    from enligt.run.acting import ids_called  # noqa: PLC0415 - the tables of names: only where a name is asked for

    met = ids_called(asked)
    return met.pop() if len(met) == 1 else asked


def _whole_day(value: Any) -> str:
    day = checked_date(value)
    if len(day) != len("2026-01-31"):
        raise UsageError(f"a whole day is wanted, as in 2026-02-06: {value!r} is less precise")
    return day


def _moment(value: Any) -> str:
    """An ISO day, or day and time to the second, UTC."""
    text = str(value).strip()
    day, _, time = text.partition("T")
    if time:
        try:
            datetime.strptime(time, "%H:%M:%S").replace(tzinfo=UTC)
        except ValueError:
            raise UsageError(f"{text!r} is no moment: write it as 2026-02-06 or 2026-02-06T12:00:00 (UTC)") from None
    return f"{_whole_day(day)}T{time}" if time else _whole_day(day)


_CHECKS: Mapping[str, Callable[[Any], Any]] = {
    "actor": _actor,
    "as_of": _moment,
    "context": _context,
    "event_type": _event_type,
    "factuality": _factuality,
    "known_by": _whole_day,
    "language": _language,
    "limit": _rows,
    "min_confidence": _chance,
    "mode": _mode,
    "offset": _rows,
    "pair": _pair,
    "recipient": _actor,
    "since": checked_date,
    "until": checked_date,
}
