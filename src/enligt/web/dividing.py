"""Charts divided by what was read: a month of which more was read is no busier for that. ``per=read`` in the address says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from enligt.web.failures import BadParameterError

if TYPE_CHECKING:
    from starlette.datastructures import QueryParams

PARAMETER: Final = "per"
READ: Final = "read"
ARTICLES: Final = 100
"""To so many articles read."""

_DIGITS: Final = 3


def divided(params: QueryParams) -> bool:
    """Whether an address asks for charts to be divided.

    Raises:
        BadParameterError: it asks for another division.
    """
    asked = params.get(PARAMETER) or None
    if asked not in {None, READ}:
        raise BadParameterError(PARAMETER, f"`{READ}` alone is known: charts are divided by the articles read, or not at all")
    return asked is not None


def per_read(value: int, read: int | None) -> float | None:
    """So many to `ARTICLES` articles read, in three digits; None where nothing was read, or nobody knows how much."""
    return float(f"{value * ARTICLES / read:.{_DIGITS}g}") if read else None
