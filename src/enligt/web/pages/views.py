"""Views under a name: the filters of the events' page, kept in the ledger for the page, the command line and alerts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData, QueryParams

from enligt.web.failures import BadParameterError
from enligt.web.filters import ClaimFilters, event_filters
from enligt.web.pages.preferences import local
from enligt.web.security import checked_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.ledger import SavedFilter, View

router = APIRouter(include_in_schema=False)

_LONGEST_NAME: Final = 80
_LONGEST_QUERY: Final = 4000
_NAMES: Final = {"event_type": "own_type", "type": "event_type"}
"""How filters are kept where the command line calls them otherwise: its ``--type`` is that of a claim."""
_PARAMETERS: Final = {kept: name for name, kept in _NAMES.items()}
_KEPT: Final = frozenset(ClaimFilters.model_fields) - {"q", "known_by", "as_of"} | {
    "status", "min_origins", "disputed", "event_type", "participant", "origin", "month",
}  # fmt: skip


@router.post("/views")
def keep(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> RedirectResponse:
    """Keep filters under a name, or drop a name; then back to where it was."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    name = " ".join(given.get("name", "").split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise BadParameterError("name", f"a name of 1 to {_LONGEST_NAME} letters is wanted")
    ledger = request.app.state.ledger
    back = RedirectResponse(local(given.get("next", "")), 303)
    if given.get("action") == "drop":
        with ledger.writing:
            ledger.keep_filter(name, None)
        return back
    query = given.get("query", "")
    if len(query) > _LONGEST_QUERY:
        raise BadParameterError("query", f"filters of more than {_LONGEST_QUERY} letters cannot be kept")
    filters = _filters(query)
    with ledger.writing:
        with ledger.view() as view:
            known = {one.name: one for one in view.saved_filters()}
            event_filters(QueryParams(query_of(filters))).event_query(view)  # what cannot be asked is not kept
        if name in known and dict(known[name].filters) != filters:
            raise BadParameterError("name", f"other filters are kept as {name!r}: drop them first, or choose another name")
        ledger.keep_filter(name, filters)
    return back


def _filters(query: str) -> dict[str, Any]:
    given = event_filters(QueryParams(query)).given()
    given.pop("order", None)
    for name in given:
        if name not in _KEPT:
            raise BadParameterError(name, "a view under a name cannot have this filter: take it away first")
    return {_NAMES.get(name, name): list(value) if isinstance(value, tuple) else value for name, value in given.items()}


def query_of(filters: Mapping[str, Any]) -> str:
    """Filters as they are kept, as the part of an address behind ``?``."""
    flat: list[tuple[str, str]] = []
    for name, value in filters.items():
        said = ",".join(value) if name == "pair" and isinstance(value, (list, tuple)) else value
        several = said if isinstance(said, (list, tuple)) else [said]
        flat += [(_PARAMETERS.get(name, name), "true" if one is True else str(one)) for one in several]
    return urlencode(flat)


def kept(view: View) -> list[tuple[SavedFilter, str]]:
    """The views that have a name, each with its address on the events' page."""
    return [(one, f"/events?{query_of(one.filters)}" if one.filters else "/events") for one in view.saved_filters()]
