"""Notes, tags and grades at any row; a tag is a case folder, with a page of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import quote, unquote

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.ledger import AT_ACTOR, AT_SOURCE
from enligt.reports.records import claim_record
from enligt.run import noting, telling
from enligt.web.failures import BadParameterError
from enligt.web.filters import NOTED, only
from enligt.web.pages.preferences import local
from enligt.web.render import page
from enligt.web.security import checked_form

if TYPE_CHECKING:
    from enligt.ledger import NoteKind

router = APIRouter(include_in_schema=False)

AUTHOR_COOKIE: Final = "enligt-author"
LONGEST_NAME: Final = 200
"""Characters of the name of who decides or notes."""

_KINDS: Final[dict[str, NoteKind]] = {"note": "note", "tag": "tag", "grade": "grade"}
_YEAR: Final = 365 * 24 * 3600  # seconds
_SHOWN: Final = 200
_LONGEST_TARGET: Final = 400  # characters


@router.get("/cases")
def cases(request: Request) -> Response:
    """Every tag with how much it holds."""
    only(request.query_params)
    with request.app.state.ledger.view() as view:
        tags = noting.cases(view)
    return page(request, "cases.html", tags=tags, case_address=case_address)


@router.get("/cases/{tag:path}")
def case(tag: str, request: Request) -> Response:
    """What is under one tag: events, claims, articles, sources and actors."""
    only(request.query_params)
    ledger = request.app.state.ledger
    with ledger.view() as view:
        found = view.notes(tag=tag)
        if not found:
            raise HTTPException(404, f"nothing in this ledger bears the tag {tag[:80]!r}")
        targets = list(dict.fromkeys(one.target for one in found))[:_SHOWN]
        present = dict.fromkeys(now for one in targets if one.startswith("evt") and (now := view.find_event(one)))
        events = [telling.event_record_of(view, one, today=ledger.today()) for one in present]
        rows = [row for one in targets if one.startswith("clm") and (row := view.claim(one)) is not None]
        articles = [article for one in targets if one.startswith("art") and (article := view.article(one)) is not None]
        claims = [claim_record(row.claim, row.article) for row in rows]
    told = [one for one in events if one is not None]
    return page(
        request,
        "case.html",
        tag=tag,
        events=told,
        claims=claims,
        articles=articles,
        sources=[one.removeprefix(AT_SOURCE) for one in targets if one.startswith(AT_SOURCE)],
        actors=[one.removeprefix(AT_ACTOR) for one in targets if one.startswith(AT_ACTOR)],
        total=len(found),
    )


@router.post("/notes")
def add(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> Response:
    """Add what was noted, and go back to where it was."""
    given = {name: value for name, value in form.items() if isinstance(value, str)}
    ledger = request.app.state.ledger
    who = " ".join(given.get("author", "").split())[:LONGEST_NAME] or author_of(request)
    if who is None:
        raise HTTPException(422, "author: who notes this? A name is wanted")
    kind = _KINDS.get(given.get("kind", ""))
    if kind is None:
        raise BadParameterError("kind", f"choose one of {', '.join(_KINDS)}")
    asked = given.get("target", "")[:_LONGEST_TARGET]
    with ledger.view() as view:
        target = noting.target(view, asked)
    if target is None:
        raise HTTPException(404, f"there is no {NOTED} {asked!r} in this ledger")
    try:
        with ledger.writing:
            ledger.note(target=target, kind=kind, text=given.get("text", ""), author=who)
    except UsageError as error:
        raise BadParameterError("text", str(error)) from None
    return keep_author(RedirectResponse(local(given.get("next", "")), 303), who)


@router.post("/notes/withdraw")
def withdraw(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> Response:
    """Take a note back, and go back to where it was."""
    who = author_of(request)
    if who is None:
        raise HTTPException(422, "author: who takes this back? Give your name on the review page first")
    ledger = request.app.state.ledger
    with ledger.writing:
        ledger.withdraw_note(str(form.get("note") or "")[:80], author=who)
    return RedirectResponse(local(str(form.get("next") or "/")), 303)


def case_address(tag: str) -> str:
    """The address of a tag's page."""
    return f"/cases/{quote(tag, safe='')}"


def author_of(request: Request) -> str | None:
    """Who decides, as the visitor said; None where nobody did."""
    return unquote(request.cookies.get(AUTHOR_COOKIE, ""))[:LONGEST_NAME].strip() or None


def keep_author(response: RedirectResponse, name: str) -> RedirectResponse:
    """Keep who decides, for the next time."""
    response.set_cookie(AUTHOR_COOKIE, quote(name, safe=""), max_age=_YEAR, path="/", httponly=True, samesite="lax")
    return response
