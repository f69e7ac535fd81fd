"""Whether a person decides on what is still so: pages and API refuse a stale edit in the same way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from starlette.exceptions import HTTPException

from enligt.run import judging

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.ledger import View

STALE = 409
"""The status where something is otherwise by now."""


def check_seen(view: View, ids: Sequence[str], seen: Mapping[str, str], *, alone: str | None = None) -> None:
    """Refuse a decision on what is otherwise by now.

    Args:
        view: the ledger.
        ids: what is judged.
        seen: for each its mark (`judging.seen`), as it was told.
        alone: the mark of a single id, as ``If-Match`` gives it.

    Raises:
        HTTPException: 428, what was seen is not told; 409, it is otherwise.
        UsageError: there is no such thing.
    """
    for one in dict.fromkeys(ids):
        given = seen.get(one)
        if given is None and alone is not None and len(ids) == 1:
            given = alone.strip().removeprefix("W/").strip('"')
        now = judging.seen(view, one)
        if given is None:
            raise HTTPException(428, f"{one}: what was seen? send its `seen` as GET tells it, so that no stale edit is entered")
        if given != now:
            raise HTTPException(
                STALE, f"{one} was judged, taken back or read anew since you saw it: get it again and decide on what it is now"
            )
