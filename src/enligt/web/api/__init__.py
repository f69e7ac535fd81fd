"""The API for programs, under ``/api/v1``: the same filters as the pages and the command line, the same records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.web.api import details, exports, feeds, files, lists, notes, reading, writing

if TYPE_CHECKING:
    from fastapi import APIRouter

routers: tuple[APIRouter, ...] = (
    reading.router,
    feeds.router,
    files.router,
    exports.router,
    lists.router,
    notes.router,
    details.router,
    writing.router,
)
"""Every router of the API."""
