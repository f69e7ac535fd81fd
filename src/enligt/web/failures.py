"""What goes wrong, as an answer: the one place where errors turn into HTTP statuses. Never a traceback.

Under ``/api/`` an error is ``application/problem+json`` (RFC 9457), elsewhere a page.
"""

from __future__ import annotations

import html
import json
import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from enligt.errors import (
    EnligtError,
    InputError,
    LedgerError,
    LedgerFull,
    LedgerLocked,
    LedgerMissing,
    LedgerTooNew,
    ReaderError,
    UsageError,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fastapi import FastAPI
    from starlette.requests import Request

log = logging.getLogger(__name__)

API = "/api/"
"""What stands at the beginning of the addresses of programs."""

RETRY_SECONDS = "5"
"""What ``Retry-After`` says while another process writes."""

STATUSES: tuple[tuple[type[EnligtError], int], ...] = (
    (UsageError, 400),
    (InputError, 422),
    (LedgerLocked, 503),
    (LedgerMissing, 503),
    (LedgerTooNew, 503),
    (LedgerFull, 507),
    (LedgerError, 500),
    (ReaderError, 503),
    (EnligtError, 500),
)
"""The status of each error of ``enligt.errors``; the first that fits."""


class BadParameterError(UsageError):
    """A parameter of an address that cannot be; ``parameter`` is its name."""

    def __init__(self, parameter: str, message: str) -> None:
        super().__init__(f"{parameter}: {message}")
        self.parameter = parameter


def answer(request: Request, status: int, detail: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Response:
    """An error as an answer.

    Args:
        request: what was asked.
        status: of HTTP.
        detail: one line that names the input and the remedy.
        headers: further ones.
        **more: further members of the problem, such as ``parameter``.
    """
    from enligt.web import pages  # noqa: PLC0415 - pages tell of failures themselves

    if request.url.path.startswith(API):
        problem = {"type": "about:blank", "title": _title(status), "status": status, "detail": detail, **more}
        content = json.dumps(problem, ensure_ascii=False).encode("utf-8", "backslashreplace")
        response = Response(content, status, media_type="application/problem+json")
    elif pages.error_page is not None:
        response = pages.error_page(request, status, detail)
    else:
        response = HTMLResponse(_plain_page(status, detail), status)
    response.headers.update(headers or {})
    response.headers.setdefault("cache-control", "no-store")
    return response


def answer_of(request: Request, error: Exception) -> Response:
    """An exception as an answer; of one that nobody foresaw nothing is told but that it happened."""
    if isinstance(error, HTTPException):
        return answer(request, error.status_code, str(error.detail), headers=error.headers)
    if isinstance(error, RequestValidationError):
        return _invalid(request, error)
    if isinstance(error, BadParameterError):
        return answer(request, 400, str(error), parameter=error.parameter)
    if isinstance(error, EnligtError):
        status = next(status for kind, status in STATUSES if isinstance(error, kind))
        headers = {"retry-after": RETRY_SECONDS} if isinstance(error, LedgerLocked) else None
        return answer(request, status, str(error), headers=headers)
    log.error("%s %s: %s: %s", request.method, request.url.path, type(error).__name__, error)
    log.debug("unexpected error", exc_info=error)
    return answer(request, 500, "an internal error: the program's log says more (run it with --verbose, and report it)")


def install(app: FastAPI) -> None:
    """Let an application answer its errors so."""

    async def handle(request: Request, error: Exception) -> Response:
        return answer_of(request, error)

    for kind in (HTTPException, RequestValidationError, EnligtError):
        app.add_exception_handler(kind, handle)


def _invalid(request: Request, error: RequestValidationError) -> Response:
    first = error.errors()[0] if error.errors() else {"loc": ("body",), "msg": "cannot be read"}
    where = [str(one) for one in first["loc"]]
    status = {"body": 422, "path": 404}.get(where[0], 400)
    name = ".".join(where[1:]) or where[0]
    return answer(request, status, f"{name}: {first['msg']}; /api/v1/docs tells what may be asked", parameter=name)


def _title(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Error"


def _plain_page(status: int, detail: str) -> str:
    title = html.escape(f"{status} {_title(status)}")
    said = html.escape(detail.encode("utf-8", "backslashreplace").decode())
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>'
        f'<main><h1>{title}</h1><p>{said}</p><p><a href="/">Enligt</a></p></main></html>'
    )
