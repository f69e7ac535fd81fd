"""One article as it was read, with what its claims rest on; one claim chosen is explained step by step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode, urlsplit

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from enligt.ledger import ClaimQuery
from enligt.model import Article
from enligt.reports.records import article_record, claim_record, step_record
from enligt.sources import whole
from enligt.web import marks
from enligt.web.filters import only
from enligt.web.pages import notes
from enligt.web.render import page

if TYPE_CHECKING:
    from enligt.ledger import ClaimRow, View

router = APIRouter(include_in_schema=False)

_RELATED: Final = 30


@router.get("/claims/{claim_id}")
def claim(claim_id: str, request: Request) -> RedirectResponse:
    """Where a claim stands: its article, with the claim chosen."""
    only(request.query_params)
    with request.app.state.ledger.view() as view:
        row = view.claim(claim_id[:80])
    if row is None:
        raise HTTPException(404, f"there is no claim {claim_id[:80]!r} in this ledger")
    return RedirectResponse(place(row.claim.article_id, row.claim.claim_id), 307)


def place(article_id: str, claim_id: str) -> str:
    """The address of a claim in its article."""
    return f"/articles/{article_id}?{urlencode({'claim': claim_id})}#{claim_id}"


@router.get("/articles/{article_id}")
def article(article_id: str, request: Request) -> HTMLResponse:
    """One article by its id or the beginning of one; ``claim`` is the claim that is explained."""
    only(request.query_params, "claim", "whole")
    ledger = request.app.state.ledger
    with ledger.view() as view:
        found = view.find(article_id[:80])
        if not isinstance(found, Article):
            raise HTTPException(404, f"there is no article {article_id[:80]!r} in this ledger")
        rows = list(view.claims(ClaimQuery(article=found.article_id)))
        chosen = _chosen(view, found, rows, request.query_params.get("claim"))
        events = view.events_of([row.claim.claim_id for row in rows])
        relations = _relations(view, found)
        noted = view.notes(targets={chosen.claim.claim_id}) if chosen else []
        noted_here = view.notes(targets={found.article_id})
        lines = around(view, found) if request.query_params.get("whole") else None
        made = ledger.judgements(view) if chosen else []
        judged = [one for one in made if one.holds and chosen and chosen.claim.claim_id in {one.claim_id, one.other}]
    claims = [claim_record(row.claim, found, event_id=events.get(row.claim.claim_id)) for row in rows]
    shown = [*claims, *([claim_record(chosen.claim, found)] if chosen and chosen not in rows else [])]
    name = chosen.claim.claim_id if chosen else None
    marked = marks.shown((one for record in shown for one in marks.marks_of(record)), name)
    return page(
        request,
        "article.html",
        article=article_record(found),
        address=web_address(found.url or found.document),
        paragraphs=marks.paragraphs(found.text, marked, chosen=name),
        claims=claims,
        number={record["claim_id"]: at for at, record in enumerate(shown, 1)},
        chosen=next((record for record in shown if record["claim_id"] == name), None),
        steps=[step_record(step) for step in chosen.claim.steps] if chosen else [],
        relations=relations,
        judged=judged,
        whole=bool(request.query_params.get("whole")),
        around=lines,
        noted=noted,
        noted_here=noted_here,
        author=notes.author_of(request),
    )


@dataclass(frozen=True, slots=True)
class Run:
    """Lines of a page that follow on each other and went the same way; of those of the article itself only their number."""

    place: whole.Place
    lines: tuple[str, ...]


def around(view: View, article: Article) -> list[Run] | None:
    """The page that an article was read from, as runs of lines; None where its text is not to be had.

    Raises:
        LedgerDamaged: the page's bytes are damaged.
    """
    stored = view.page(article.document, article.page)
    others = view.articles_at(article.document) or ()
    lines = whole.lines_of(stored, article, others) if stored is not None else None
    if lines is None:
        return None
    return [Run(place, tuple(one.text for one in several)) for place, several in groupby(lines, key=attrgetter("place"))]


def _chosen(view: View, article: Article, rows: list[ClaimRow], asked: str | None) -> ClaimRow | None:
    """The claim asked for, were it one that is not shown (rejected, or of another reader)."""
    if not asked:
        return None
    row = next((row for row in rows if row.claim.claim_id == asked), None) or view.claim(asked[:80])
    if row is None or row.claim.article_id != article.article_id:
        raise HTTPException(404, f"there is no claim {asked[:80]!r} in this article")
    return row


def web_address(address: str) -> str | None:
    """The address, where it is one of the web; nothing else is ever made a link."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return address if parts.scheme in {"http", "https"} and parts.hostname else None


def _relations(view: View, article: Article) -> list[dict[str, Any]]:
    """What the article repeats, and what repeats it."""
    made: list[dict[str, Any]] = []
    for one in view.relations([article.article_id])[:_RELATED]:
        later = one.article_id == article.article_id
        other = view.article(one.other_id if later else one.article_id)
        if other is not None:
            made.append({"kind": one.kind, "later": later, "share": one.share if later else one.other_share, "other": other})
    return made
