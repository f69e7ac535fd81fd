"""What the first pages count over the whole ledger, counted before anybody asks."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

from starlette.datastructures import QueryParams

from enligt.errors import EnligtError
from enligt.web.filters import searched_events
from enligt.web.pages import actors, events, front, sources

if TYPE_CHECKING:
    from enligt.web.state import Ledger

log = logging.getLogger(__name__)


def warm(ledger: Ledger) -> None:
    """Count for the front page, the list of events, of actors and of sources, one after another; an error ends it."""
    today = ledger.today()
    try:
        with ledger.view() as view:
            front.counted(ledger, view, today)
            query = searched_events(QueryParams(), besides=()).event_query(view)
            events.counts(ledger, view, query, today=today)
            actors.read_by_day(ledger, view)
            first = actors.listed(ledger, view, None).answer
            actors.by_month(ledger, view, [one["actor"] for one in first])
            sources.listed(ledger, view, None)
    except EnligtError as error:  # whoever asks is told it
        log.info("not counted ahead: %s", error)


def warm_behind(ledger: Ledger) -> None:
    """The same in a thread of its own, which ends with the program."""
    threading.Thread(target=warm, args=(ledger,), name="enligt-warming", daemon=True).start()
