"""The pages for people: routers that the application includes, and how an error is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.web.pages import (
    actors,
    add,
    alerts,
    article,
    event,
    events,
    front,
    mapping,
    notes,
    preferences,
    review,
    sources,
    views,
)
from enligt.web.render import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from fastapi import APIRouter, Request
    from fastapi.responses import Response

    ErrorPage = Callable[[Request, int, str], Response]

routers: list[APIRouter] = [
    front.router,
    events.router,
    event.router,
    article.router,
    actors.router,
    sources.router,
    mapping.router,
    review.router,
    notes.router,
    add.router,
    views.router,
    alerts.router,
    preferences.router,
]
"""Every router of pages, in the order in which they are included."""


def _error_page(request: Request, status: int, detail: str) -> Response:
    return page(request, "error.html", status=status, code=status, detail=detail)


error_page: ErrorPage | None = _error_page
"""Shows an error as a page: the request, the status, one line that names the input and the remedy. None: a plain page."""
