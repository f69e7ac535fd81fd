"""Review: what is unsure and weighs much, one decision a key; who decided what, and how to take it back."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, Final
from urllib.parse import parse_qsl, quote, urlsplit

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads it
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.reports.records import claim_record
from enligt.run import auditing, judging, queueing, telling
from enligt.web import deciding, marks
from enligt.web.failures import BadParameterError
from enligt.web.filters import only
from enligt.web.pages.notes import LONGEST_NAME, author_of, keep_author
from enligt.web.pages.preferences import local
from enligt.web.render import page
from enligt.web.security import checked_form

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.ledger import View
    from enligt.web.state import Ledger

    Record = Mapping[str, Any]

router = APIRouter(include_in_schema=False)

_SHOWN: Final = 8
_ACTS: Final = 40
_CLAIMS: Final = 12
"""Claims of an event that can be chosen here; the others on its page."""

_LONGEST_REASON: Final = 4000
_EVENT = re.compile(r"evt-[0-9a-f]{4,64}")
_ACTIONS: Final = frozenset({"accept", "reject", "merge", "split", "undo", "together", "correct", "missed", "checked"})
_OF_ARTICLES: Final = frozenset({"missed", "checked"})
_FIELDS: Final = ("event_type", "factuality", "actors", "recipients", "sources", "when", "where", "quantities")
"""What can be set right here; the rest by `enligt judge correct`."""


@dataclass(frozen=True, slots=True)
class Item:
    """A claim, or an event with its claims, that is to be decided on; ``seen`` is the mark of how it stands now."""

    id: str
    seen: str
    event: Record
    claims: tuple[Record, ...]
    is_event: bool


@router.get("/review")
def review(request: Request) -> Response:
    """The queue; ``id`` is a claim or event that is to be decided on first."""
    only(request.query_params, "queue", "id", "done")
    return _page(request, request.query_params)


@router.post("/review/author")
def author(form: Annotated[FormData, Depends(checked_form)]) -> RedirectResponse:
    """Keep who decides."""
    name = " ".join(str(form.get("author") or "").split())[:LONGEST_NAME]
    response = RedirectResponse(local(str(form.get("next") or "/review")), 303)
    if name:
        keep_author(response, name)
    return response


@router.post("/review")
def decide(request: Request, form: Annotated[FormData, Depends(checked_form)]) -> Response:
    """Enter a decision, unless what it is about is otherwise by now."""
    given = {name: value.strip() for name, value in form.items() if isinstance(value, str)}
    who = author_of(request)
    action = given.get("action", "")
    if action not in _ACTIONS:
        raise BadParameterError("action", f"choose one of {', '.join(sorted(_ACTIONS))}")
    if who is None:
        raise HTTPException(422, "author: who decides? Give your name on the review page first")
    ids = given.get("id", "").split()[:1000]
    if not ids:
        raise BadParameterError("id", "what is to be decided on?")
    ledger = request.app.state.ledger
    back = local(given.get("next") or "/review")
    again = {**dict(parse_qsl(urlsplit(back).query)), "id": ids[0]}  # the same queue, what was to be decided on first
    try:
        with ledger.writing:
            with ledger.view() as view:
                if action in _OF_ARTICLES:  # only adds to what was said: nothing that was seen can be out of date
                    judged = _of_article(view, action, ids[0], given)
                else:
                    judged = _judged(view, action, ids, form, given)
            made = ledger.judge(judged, author=who, reason=_reason(given))
    except UsageError as error:
        return _page(request, again, status=400, refused=str(error), typed=given)
    except HTTPException as error:
        if error.status_code != deciding.STALE:
            raise
        return _page(request, again, status=deciding.STALE, stale=True)
    mark = f"{'&' if '?' in back else '?'}done={quote(made[0].judgement_id)}" if made and action != "undo" else ""
    return RedirectResponse(back + mark, 303)


def _reason(given: Mapping[str, str]) -> str | None:
    reason = given.get("reason", "")
    if len(reason) > _LONGEST_REASON:
        raise BadParameterError("reason", f"at most {_LONGEST_REASON:,} characters, not {len(reason):,}")
    return reason or None


def _judged(view: View, action: str, ids: list[str], form: FormData, given: Mapping[str, str]) -> Any:
    if action == "undo":
        holding = {one.judgement_id for one in view.judgements() if one.holds}
        if not set(ids) <= holding:
            raise HTTPException(deciding.STALE, "this was taken back, or decided anew, since you saw it")
        return judging.judged(view, "undo", ids)
    deciding.check_seen(view, ids, {}, alone=given.get("seen", ""))
    if action == "together":
        return judging.judged(view, "merge", ids)
    if action == "correct":
        changed = [f"{name}={given.get(name, '')}" for name in _FIELDS if given.get(name, "") != given.get(f"was-{name}", "")]
        if not changed:
            raise BadParameterError("correct", "no field was changed: set one right first, or accept the claim as it stands")
        return judging.judged(view, "correct", ids, changed)
    if action == "merge":
        return judging.judged(view, "merge", _one_act(view, ids, given.get("other", "")))
    if action == "split" and ids[0].startswith("evt"):
        chosen = [one for one in form.getlist("claim") if isinstance(one, str)]
        if not chosen or not set(chosen) <= set(view.event_claims(ids[0])):
            raise BadParameterError("claim", "choose those claims of this event that are of another act")
        return judging.judged(view, "split", chosen)
    return judging.judged(view, action, ids)


def _one_act(view: View, ids: list[str], named: str) -> list[str]:
    """The ids of the two events that are said to be of one act; the other one as it was typed."""
    other = _EVENT.search(named)
    if other is None:
        raise BadParameterError("other", "the id of the other event is wanted, as in evt-44ab66667fb4…, or its address")
    mine = ids[0] if ids[0].startswith("evt") else view.events_of(ids).get(ids[0], ids[0])
    if view.find_event(other[0]) == mine:
        raise BadParameterError("other", "this is the event itself: the id of the other one is wanted")
    return [mine, other[0]]


def _page(  # noqa: PLR0913 - what the page may tell
    request: Request,
    params: Mapping[str, str],
    *,
    status: int = 200,
    stale: bool = False,
    refused: str | None = None,
    typed: Mapping[str, str] | None = None,
) -> Response:
    """The review page by its parameters; ``stale`` or ``refused``: why what was ``typed`` was not entered."""
    kind = next((one for one in queueing.KINDS if one == (params.get("queue") or "claims")), None)
    if kind is None:
        raise BadParameterError("queue", f"choose one of {', '.join(queueing.KINDS)}")
    ledger = request.app.state.ledger
    with ledger.view() as view:
        today = ledger.today()
        audit: Audited | None = None
        if kind == "random":
            audit = _audit(ledger, view)
            waiting = audit.claims
        else:
            waiting = queueing.queue(view, kind, today=today, limit=_SHOWN)
        if asked := params.get("id", "")[:80]:
            first = _asked(view, asked)
            if first is None and status == HTTPStatus.OK:
                raise HTTPException(404, f"there is no event, and no claim in an event, {asked!r} in this ledger")
            waiting = [first, *waiting] if first else waiting
        items = [item for one, event in dict(waiting).items() if (item := _item(view, one, event, today=today)) is not None]
        made = view.judgements()
        acts = list(queueing.acts(made))
        told = {act.first.claim_id: _about(view, act) for act in acts[:_ACTS]}
    done = next((act for act in acts if params.get("done") in {one.judgement_id for one in act.judgements}), None)
    return page(
        request,
        "review.html",
        status=status,
        stale=stale,
        refused=refused,
        typed=typed or {},
        kind=kind,
        kinds=queueing.KINDS,
        audit=audit,
        items=items,
        acts=acts[:_ACTS],
        told=told,
        done=done,
        author=author_of(request),
        back="/review" if kind == "claims" else f"/review?queue={kind}",
        quoted=marks.quoted,
        correctable=_correctable,
        joined=lambda act: " ".join(one.judgement_id for one in act.judgements),
    )


@dataclass(frozen=True, slots=True)
class Audited:
    """The random queue: claims to judge, articles and pages to read to their end, the figures so far, how much is judged."""

    claims: list[tuple[str, str]]
    articles: list[Record]
    measures: list[Record]
    done: int
    whole: int


def _audit(ledger: Ledger, view: View) -> Audited:
    made = ledger.kept(view, ("audit",), lambda: auditing.audit(view))
    reading = [one for one in made.queue if one.kind != "claim" and made.state(one) == "open"][:_SHOWN]
    return Audited(
        queueing.drawn(view, made, limit=_SHOWN),
        list(auditing.item_records(view, replace(made, queue=tuple(reading)))),
        list(auditing.measure_records(made)),
        sum(made.state(one) != "open" for one in made.queue),
        len(made.queue),
    )


def _of_article(view: View, action: str, article: str, given: Mapping[str, str]) -> Any:
    sentence = given.get("sentence", "")[:_LONGEST_REASON]
    try:
        if action == "checked":
            return [auditing.checked(view, article)]
        return [auditing.missed(view, article, sentence, event_type=given.get("missed_type") or None)]
    except UsageError as error:
        raise BadParameterError("id" if action == "checked" else "sentence", str(error)) from None


def _about(view: View, act: queueing.Act) -> str | None:
    """Words by which what was decided on is known: the evidence of a claim, a missed sentence, the article's headline."""
    if act.first.decision in _OF_ARTICLES:
        article = view.article(act.first.claim_id)
        return str(act.first.values.get("sentence") or "") or (article.headline or article.text[:200] if article else None)
    row = view.claim(act.first.claim_id)
    return None if row is None else row.claim.evidence.text


def _correctable(claim: Record) -> dict[str, str]:
    """The fields of a claim that can be set right here, as `correcting.correction` reads them."""
    when = claim["when"]
    parties = {side: ", ".join(" ".join(filter(None, (one["id"], one["name"]))) for one in claim[side]) for side in _FIELDS[2:4]}
    days = "" if when is None else f"{when['start']}..{when['end']}" if when["start"] != when["end"] else str(when["start"])
    levels: dict[int, list[str]] = {}
    for one in claim["sources"]:
        levels.setdefault(one["depth"], []).append(one["name"])
    return {
        "event_type": claim["event_type"],
        "factuality": claim["factuality"],
        **parties,
        "sources": " < ".join(" & ".join(levels[depth]) for depth in sorted(levels)),
        "when": days,
        "where": claim["where"]["text"] if claim["where"] else "",
        "quantities": "; ".join(map(_number, claim["quantities"])),
    }


def _number(one: Record) -> str:
    comparator = "" if one["comparator"] == "=" else one["comparator"]
    value = f"{one['value']:f}".rstrip("0").rstrip(".")
    return " ".join(filter(None, (comparator, value, one["unit"])))


def _asked(view: View, asked: str) -> tuple[str, str] | None:
    """A claim with its event, or an event with itself, by the id that was asked for; None where there is none."""
    if asked.startswith("evt"):
        found = view.find_event(asked)
        return None if found is None else (found, found)
    event = view.events_of([asked]).get(asked)
    return None if event is None or view.claim(asked) is None else (asked, event)


def _item(view: View, one: str, event_id: str, *, today: str) -> Item | None:
    event = telling.event_record_of(view, event_id, today=today)
    if event is None:
        return None
    is_event = one == event_id
    rows = [row for row in map(view.claim, event["claims"][:_CLAIMS] if is_event else [one]) if row is not None]
    claims = tuple(claim_record(row.claim, row.article, event_id=event_id) for row in rows)
    return Item(one, judging.seen(view, one), event, claims, is_event) if claims else None
