"""Whether what a filter names is known at all: a name that neither the ledger nor a table has is a slip of the pen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from enligt.errors import UsageError
from enligt.run import acting
from enligt.run.querying import claim_query, event_query

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from enligt.ledger import View

WHO: Final = "`enligt actors` lists who takes part, by id and name"
CITED: Final = "`enligt sources` lists who is cited and who tells"
_PLACES: Final = "write it as articles do, or as it is called in English; `enligt claims` shows where"


def refuse_unknown(view: View, given: Mapping[str, Any]) -> None:
    """Refuse filters that name an actor, source, outlet, origin or place of which nothing is known.

    What a table knows, but no claim here, is no mistake: it finds nothing.

    Args:
        view: the ledger.
        given: filters as `claim_query` and `event_query` take them.

    Raises:
        UsageError: names the first of them, and how to find the right one.
    """
    for field, name in _actors(given):
        if not is_actor(view, name):
            raise UsageError(f"{field}: nobody who takes part in a claim of this ledger is called {name!r}: {WHO}")
    for field, known, hint in (
        ("source", _is_medium, CITED),
        ("outlet", _is_medium, CITED),
        ("origin", _is_medium, CITED),
        ("place", _is_place, _PLACES),
    ):
        sought = given.get(field)
        if sought and not known(sought) and not _found(view, field, sought):
            raise UsageError(f"{field}: nothing in this ledger is called {sought!r}: {hint}")


def is_actor(view: View, name: str) -> bool:
    """Whether a name or id is of somebody in this ledger, or in the tables of states and organisations."""
    try:
        if acting.resolved(view, name) is not None:
            return True
    except UsageError:
        return True  # several are called so
    code = name.strip()
    in_tables = acting.name_of(code.upper()) != code.upper() or bool(acting.ids_called(code)) or code.upper() == acting.UNKNOWN
    return in_tables or _found(view, "actor", name) or _found(view, "recipient", name)


def _actors(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field in ("actor", "recipient", "participant", "pair"):
        value = given.get(field)
        if not value:
            continue
        for name in (value.split(",") if isinstance(value, str) else value) if field == "pair" else (value,):
            yield field, str(name).strip()


def _found(view: View, field: str, name: str) -> bool:
    if field == "origin":
        from enligt.run import telling  # noqa: PLC0415 - events are told only where an origin is asked for

        events = telling.event_records(view, event_query(view, origin=name, limit=1), today="9999-12-31")
        return next(iter(events), None) is not None
    query = claim_query(**{field: name}, rejected=True, all_versions=True, limit=1)
    return next(iter(view.claims(query)), None) is not None or (
        field == "outlet" and next(iter(view.articles(outlet=name, limit=1)), None) is not None
    )


def _is_medium(name: str) -> bool:
    from enligt.events.entities import entity, outlet  # noqa: PLC0415 - tables of media

    return any(one.key.startswith("medium:") for one in (entity(name, "outlet"), outlet(name)))


def _is_place(name: str) -> bool:
    from enligt.actors.places import usual_name  # noqa: PLC0415 - tables of some megabytes

    return usual_name(name) is not None or usual_name(name.capitalize()) is not None
