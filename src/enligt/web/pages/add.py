"""Handing in: a text that is pasted, files or an address; read at once by the ordinary path, and told step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse  # noqa: TC002 - FastAPI reads it
from starlette.datastructures import FormData, UploadFile

from enligt.config import SaidOfPages
from enligt.errors import UsageError
from enligt.model import Issue, Page
from enligt.sources import LARGEST_PAGE
from enligt.web.filters import only
from enligt.web.handed import LONGEST_ADDRESS, fetched, file_name, pasted
from enligt.web.render import page
from enligt.web.security import LARGEST_UPLOAD, checked_form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Article
    from enligt.run.recording import Recorded

router = APIRouter(include_in_schema=False)

_LONGEST_TEXT: Final = 1_000_000
"""Characters of a text that is pasted."""


@dataclass(frozen=True, slots=True)
class Step:
    """What became of one page: how it ended, the articles it gave with their numbers of claims, and what was in the way."""

    location: str
    outcome: str
    fresh: bool
    claims: int
    aside: int
    articles: tuple[Article, ...]
    issues: tuple[Issue, ...]


@router.get("/add")
def form(request: Request) -> HTMLResponse:
    """The form; where nothing may be written, why not."""
    only(request.query_params)
    return _page(request)


@router.post("/add")
def add(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> HTMLResponse:
    """Read what was handed in, and tell what became of it."""
    given = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    try:
        pages, lost = _pages(form, given)
    finally:
        for _, one in form.multi_items():
            if isinstance(one, UploadFile):
                one.file.close()
    ledger = request.app.state.ledger
    address = "".join(given.get("address", "").split())[:LONGEST_ADDRESS] if ledger.connect is not None else ""
    if not pages and not lost and not address:
        return _page(request, status=422, nothing=True, given=given)
    try:
        said = SaidOfPages.of(published=given.get("published") or None, language=given.get("language") or None)
    except UsageError as error:
        return _page(request, status=400, refused=str(error), given=given)
    for found in fetched(address, connect=ledger.connect) if address else ():
        if isinstance(found, Issue):
            lost.append(found)
        else:
            pages.append(found)
    results = ledger.add(pages, said=said) if pages else []
    with ledger.view() as view:
        steps = [_step(one, view.articles_at(one.location) or ()) for one in [*lost, *results]]
    return _page(request, steps=steps)


def _page(  # noqa: PLR0913 - what the template names
    request: Request,
    *,
    status: int = 200,
    nothing: bool = False,
    refused: str | None = None,
    given: dict[str, str] | None = None,
    steps: Sequence[Step] = (),
) -> HTMLResponse:
    return page(
        request,
        "add.html",
        status=status,
        nothing=nothing,
        refused=refused,
        given={"text": "", "address": "", "name": "", "published": "", "language": "", **(given or {})},
        steps=steps,
        most_megabytes=LARGEST_UPLOAD >> 20,
        longest=_LONGEST_TEXT,
        connects=request.app.state.ledger.connect is not None,
    )


def _pages(form: FormData, given: dict[str, str]) -> tuple[list[Page], list[Issue]]:
    """The text and the files as pages; files that are too large as Issues."""
    pages: list[Page] = []
    lost: list[Issue] = []
    if text := given.get("text"):
        name = given.get("name", "")
        if len(text) > _LONGEST_TEXT:
            why = f"more than {_LONGEST_TEXT:,} characters: hand it in as a file"
            lost.append(Issue(file_name(name) or "text", "source", "too-large", why))
        else:
            pages.append(pasted(text, name=name))
    for one in form.getlist("files"):
        if not isinstance(one, UploadFile) or not (one.filename or one.size):
            continue
        name = file_name(one.filename or "") or "file"
        content = one.file.read(LARGEST_PAGE + 1)
        if len(content) > LARGEST_PAGE:
            lost.append(Issue(name, "source", "too-large", f"more than {LARGEST_PAGE >> 20} MiB: add it with `enligt add`"))
        else:
            pages.append(Page(name, content))
    return pages, lost


def _step(one: Recorded | Issue, articles: Sequence[Article]) -> Step:
    if isinstance(one, Issue):
        return Step(one.location, "failed", fresh=True, claims=0, aside=0, articles=(), issues=(one,))
    return Step(one.location, one.outcome, one.fresh, one.claims, one.aside, tuple(articles), one.issues)
