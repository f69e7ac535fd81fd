"""What programs may write, where the ledger is served with ``--write``: judgements, and texts to be read."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Header, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from enligt.config import SaidOfPages
from enligt.ledger import ClaimQuery
from enligt.model import Issue, Page
from enligt.reports.records import article_record, claim_record, issue_record, judgement_record
from enligt.run import judging
from enligt.web import deciding
from enligt.web.answers import json_answer, ledger_of
from enligt.web.api.described import PROBLEM, one_of
from enligt.web.filters import Nothing  # noqa: TC001 - FastAPI reads it

if TYPE_CHECKING:
    from enligt.web.state import Ledger

router = APIRouter(
    prefix="/api/v1",
    tags=["writing"],
    responses=dict.fromkeys((400, 403, 413, 415, 422, 503), PROBLEM),
)

LONGEST_TEXT = 4 << 20
"""Characters of a text that is handed in."""

_ACTIONS = {
    "accept": "accept",
    "reject": "reject",
    "correct": "correct",
    "same": "merge",
    "apart": "split",
    "undo": "undo",
}
"""The decisions, each with what it is called on the command line."""

Ids = Annotated[list[Annotated[str, Field(min_length=1, max_length=100)]], Field(min_length=1, max_length=200)]


class Said(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NewJudgement(Said):
    """A person's word on claims or events."""

    decision: Literal["accept", "reject", "correct", "same", "apart", "undo"] = Field(
        description="accept, reject: of claims; correct: `right` is right of these claims; same: the events (or claims) are of"
        " one act; apart: these claims of one event are of another act; undo: of judgements."
    )
    right: dict[str, str] = Field(
        default_factory=dict,
        max_length=20,
        description="With correct: what is right, by field, as `enligt judge correct --set` takes it: event_type, mode,"
        " factuality, actors (`PRK,GBR Boris Johnson`), recipients, sources (nearest first: `Reuters < US official"
        " (unnamed)`), when (`2024-10-01..2024-10-31`), where (`Kursk`), quantity (`~ 3000 soldiers; 20 tanks`). An empty value"
        " takes away what was read.",
    )
    ids: Ids = Field(description="What is judged; ids may be cut short.")
    author: str = Field(min_length=1, max_length=200, description="Who decides.")
    reason: str | None = Field(default=None, max_length=4000, description="Why; it is kept with the decision.")
    seen: dict[str, str] = Field(
        default_factory=dict,
        max_length=200,
        description="For each id its `seen`, as the claim or event (of a judgement: of its claim) was told with it.",
    )


class NewText(Said):
    """A text to be read into the ledger."""

    text: str = Field(min_length=1, max_length=LONGEST_TEXT, description="Running text, or HTML.")
    published: str | None = Field(
        default=None, max_length=10, description="Day (month, year) of publication, whatever the text says."
    )
    language: str | None = Field(default=None, max_length=20, description="sv, nb, nn, da or en; by default it is detected.")
    location: str | None = Field(
        default=None,
        min_length=1,
        max_length=500,
        description="The file name or address that it goes by; by default after its content.",
    )


@router.post(
    "/judgements",
    status_code=201,
    responses={
        **one_of({"judgements": {"type": "array"}}, status=201, description="What was entered"),
        409: {**PROBLEM, "description": "Something was decided, or read anew, since it was seen: look again"},
        428: {**PROBLEM, "description": "`seen` (or, of a single id, `If-Match`) is lacking"},
    },
)
def judge(
    request: Request,
    said: NewJudgement,
    _asked: Annotated[Nothing, Query()],
    if_match: Annotated[str | None, Header(max_length=200)] = None,
) -> Response:
    """Accept, reject or correct claims, say of events that they are one act, of claims that they are not; or take that back.

    Nothing is overwritten. Who decides says what was seen; if it is otherwise by now, nothing is entered.
    """
    ledger = ledger_of(request)
    if not said.author.strip():
        raise HTTPException(422, "author: who decides? a name is wanted")
    if bool(said.right) != (said.decision == "correct"):
        raise HTTPException(422, "right: goes with correct, which wants at least one field")
    with ledger.writing:
        with ledger.view() as view:
            deciding.check_seen(view, said.ids, said.seen, alone=if_match)
            right = [f"{field}={value}" for field, value in said.right.items()]
            judged = judging.judged(view, _ACTIONS[said.decision], said.ids, right)
        made = ledger.judge(judged, author=said.author.strip(), reason=said.reason)
    return json_answer({"judgements": [judgement_record(one) for one in made]}, status=201)


@router.post(
    "/texts", status_code=201, responses=one_of({"articles": {"type": "array"}}, status=201, description="What was read")
)
def add(request: Request, said: NewText, _asked: Annotated[Nothing, Query()]) -> Response:
    """Read a text into the ledger: its articles, their claims, what could not be done. The same text twice changes nothing."""
    ledger = ledger_of(request)
    content = said.text.encode("utf-8", "replace")
    location = said.location or f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt"
    about = SaidOfPages.of(published=said.published, language=said.language)
    results = ledger.add([Page(location, content)], said=about)
    issues: list[Issue] = []
    outcome = "failed"
    for one in results:
        if isinstance(one, Issue):
            issues.append(one)
        else:
            issues.extend(one.issues)
            outcome = one.outcome
    if outcome in {"failed", "unsupported"}:
        why = "; ".join(one.message for one in issues if one.fatal) or "nothing could be read from it"
        raise HTTPException(422, f"{location}: {why}")
    value = {"location": location, "outcome": outcome, "issues": [issue_record(one) for one in issues]}
    return json_answer({**value, "articles": _articles(ledger, location)}, status=201)


def _articles(ledger: Ledger, location: str) -> list[dict[str, object]]:
    with ledger.view() as view:
        found = view.articles_at(location) or ()
        told = []
        for article in found:
            rows = list(view.claims(ClaimQuery(article=article.article_id)))
            events = view.events_of([row.claim.claim_id for row in rows])
            claims = [claim_record(row.claim, article, event_id=events.get(row.claim.claim_id)) for row in rows]
            told.append({**article_record(article), "claims": claims})
        return told
