"""Answers of the API: JSON and files, each with a tag by which a program asks whether anything changed."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse

from enligt import __version__
from enligt.reports import streams
from enligt.reports.formats import as_json
from enligt.web.failures import BadParameterError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request

    from enligt.ledger import View
    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet
    from enligt.web.state import Ledger

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def ledger_of(request: Request) -> Ledger:
    """The ledger that is served."""
    ledger: Ledger = request.app.state.ledger
    return ledger


def tag_of(request: Request, view: View) -> str:
    """The tag of an answer: of what the ledger holds, of the address, of the day and of this program's version.

    To be made before the ledger is read: what is entered in between makes the tag too old, and so is seen the next time.
    """
    said = [view.mark(), request.url.path, request.url.query, ledger_of(request).today(), __version__]
    return f'"{hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]}"'


def unchanged(request: Request, tag: str) -> Response | None:
    """Answer 304 where the other side has it already (RFC 9110, 13.1.2); None where it is to be answered in full."""
    asked = request.headers.get("if-none-match")
    if asked is None or request.method not in {"GET", "HEAD"}:
        return None
    if asked.strip() == "*" or tag.strip('"') in _TAG.findall(asked):
        return Response(status_code=304, headers={"etag": tag, "cache-control": "private, no-cache"})
    return None


def json_answer(
    value: object, *, status: int = 200, tag: str | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """A JSON value, safe to print and to split at line ends."""
    content = as_json(value).encode("utf-8", "backslashreplace") + b"\n"
    response = Response(content, status, headers=dict(headers or {}), media_type="application/json")
    if tag is not None:
        response.headers["etag"] = tag
    return response


def file_answer(records: Iterable[Record], *, name: str, format_: str, sheet: Sheet, tag: str) -> Response:
    """Records as a file ``NAME.FORMAT`` that is sent while they are read."""
    headers = {"etag": tag, "content-disposition": f'attachment; filename="{name}.{format_}"'}
    body = streams.pieces(records, format_=format_, sheet=sheet)
    return StreamingResponse(body, headers=headers, media_type=streams.MEDIA_TYPES[format_])


def cursor(place: object, *, of: str) -> str:
    """A place in a list, as it is handed out: opaque, and good for one list (``of``: its name and filters) alone."""
    said = json.dumps([_mark_of(of), place], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def place_of(given: str | None, *, of: str) -> list[Any] | None:
    """The place that a cursor stands for; None where none was given.

    Raises:
        BadParameterError: it is none, or of another list.
    """
    if given is None:
        return None
    try:
        said = json.loads(base64.b64decode(given + "=" * (-len(given) % 4), altchars=b"-_", validate=True))
        mark, place = said
        is_ours = mark == _mark_of(of) and isinstance(place, list)
    except (ValueError, TypeError, RecursionError):
        is_ours = False
        place = None
    if not is_ours:
        raise BadParameterError("cursor", "not one that this list gave with these filters: ask without it, from the beginning")
    return list(place or [])


def named_place(given: str | None, *, of: str) -> str | None:
    """The same of a list whose places are names: the one behind which it goes on."""
    place = place_of(given, of=of)
    if place is not None and (len(place) != 1 or not isinstance(place[0], str)):
        raise BadParameterError("cursor", "not one that this list gave: ask without it, from the beginning")
    return place[0] if place else None


def portion(  # noqa: PLR0913 - what makes one portion
    request: Request, name: str, records: list[dict[str, Any]], following: list[Any] | None, *, of: str, tag: str
) -> Response:
    """A portion of a list under its name, with the address of the next.

    Args:
        request: what was asked.
        name: the list's.
        records: of this portion.
        following: the place at which the next begins; None: that was all.
        of: the list's name and filters, as `cursor` takes them.
        tag: of the answer.
    """
    if following is None:
        return json_answer({name: records, "next": None}, tag=tag)
    url = request.url.include_query_params(cursor=cursor(following, of=of))
    address = f"{url.path}?{url.query}"
    return json_answer({name: records, "next": address}, tag=tag, headers={"link": f'<{address}>; rel="next"'})


def _mark_of(of: str) -> str:
    return hashlib.sha256(of.encode()).hexdigest()[:8]
