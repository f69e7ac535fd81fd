"""Notes, tags (case folders) and grades at any row: listed, and, with ``--write``, added and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Header, Query, Request, Response
from fastapi import Path as InPath
from pydantic import Field
from starlette.exceptions import HTTPException

from enligt.errors import UsageError
from enligt.ledger import NoteKind  # noqa: TC001 - pydantic reads the types at run time
from enligt.reports.records import note_record
from enligt.run import judging, listing, noting
from enligt.web import deciding
from enligt.web.answers import json_answer, ledger_of, named_place, portion, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, listed, one_of
from enligt.web.api.writing import Said
from enligt.web.failures import BadParameterError
from enligt.web.filters import NOTED, NoteFilters, Nothing, Portion

if TYPE_CHECKING:
    from enligt.ledger import Note, View

router = APIRouter(prefix="/api/v1", tags=["notes"], responses={304: NOT_MODIFIED, 400: PROBLEM, 503: PROBLEM})
_writing: dict[int | str, Any] = {
    **dict.fromkeys((403, 404, 413, 415, 422), PROBLEM),
    409: {**PROBLEM, "description": "It was judged, taken back or read anew since it was seen: look again"},
    428: {**PROBLEM, "description": "`seen` (or `If-Match`) is lacking"},
}
_ONE = {"note_id": {"type": "string"}, "seen": {"type": "string", "description": "A mark of what was seen, for taking it back"}}

NoteId = Annotated[str, InPath(max_length=100, description="The id of a note, whole.")]
Match = Annotated[str | None, Header(max_length=200)]
Seen = Annotated[str | None, Field(max_length=200)]
Author = Annotated[str, Field(min_length=1, max_length=200)]


class NotesAsked(Portion, NoteFilters):
    """A portion of the notes."""


class NewNote(Said):
    """What a person notes at an event, claim, article, source or actor."""

    target: str = Field(
        min_length=1,
        max_length=400,
        description="The event, claim or article, its id may be cut short; `source:NAME`; `actor:ID`.",
    )
    kind: NoteKind = Field(description="note: a remark; tag: a case folder; grade: of source and credibility, A1 to F6.")
    text: str = Field(min_length=1, max_length=8000, description="What is noted; of a tag at most 80 characters.")
    author: Author = Field(description="Who notes it.")
    seen: Seen = Field(default=None, description="The `seen` of the event or claim, as GET told it; nothing else has one.")


class Withdrawal(Said):
    """A person's word that a note holds no more."""

    author: Author = Field(description="Who takes it back.")
    seen: Seen = Field(default=None, description="The `seen` of the note, as GET told it.")


@router.get("/notes", responses=listed("notes", "note"))
def notes(request: Request, asked: Annotated[NotesAsked, Query()]) -> Response:
    """What people noted at events, claims, articles, sources and actors and did not take back, oldest first."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        found = asked.notes(view)
        of = f"notes?{asked.as_query()}"
        after = named_place(asked.cursor, of=of)
        if (same := unchanged(request, tag)) is not None:
            return same
        shown, following = listing.behind(found, [one.note_id for one in found], limit=asked.limit, after=after)
        records = [_told(one) for one in shown]
        return portion(request, "notes", records, None if following is None else [following], of=of, tag=tag)


@router.get("/cases", responses=listed("cases", None))
def cases(request: Request, asked: Annotated[Portion, Query()]) -> Response:
    """The case folders, the fullest first: each tag with how many rows bear it. `notes?tag=` tells which."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        found = noting.cases(view)
        after = named_place(asked.cursor, of="cases")
        if (same := unchanged(request, tag)) is not None:
            return same
        shown, following = listing.behind(found, [name for name, _ in found], limit=asked.limit, after=after)
        records = [{"tag": name, "rows": number} for name, number in shown]
        return portion(request, "cases", records, None if following is None else [following], of="cases", tag=tag)


@router.get("/notes/{note_id}", responses={**one_of(_ONE), 404: PROBLEM})
def note(request: Request, note_id: NoteId, _asked: Annotated[Nothing, Query()]) -> Response:
    """One note, tag or grade, and whether it still holds."""
    with ledger_of(request).view() as view:
        tag = tag_of(request, view)
        found = _found(view, note_id)
        return unchanged(request, tag) or json_answer(_told(found), tag=tag)


@router.post("/notes", status_code=201, responses={**one_of(_ONE, status=201, description="What was noted"), **_writing})
def add(request: Request, said: NewNote, _asked: Annotated[Nothing, Query()], if_match: Match = None) -> Response:
    """Note something at a row, put it into a case folder, or grade it. Nothing is overwritten."""
    ledger = ledger_of(request)
    _named(said.author)
    with ledger.writing:
        with ledger.view() as view:
            try:
                target = noting.target(view, said.target)
            except UsageError as error:
                raise BadParameterError("target", str(error)) from None
            if target is None:
                raise BadParameterError("target", f"there is no {NOTED} {said.target!r} in this ledger")
            if noting.judged(target):
                _check(view, target, said.seen, if_match)
        try:
            made = ledger.note(target=target, kind=said.kind, text=said.text, author=said.author)
        except UsageError as error:
            raise BadParameterError("text", str(error)) from None
    return json_answer(_told(made), status=201)


@router.post(
    "/notes/{note_id}/withdrawal",
    status_code=201,
    responses={**one_of(_ONE, status=201, description="The note, which holds no more"), **_writing},
)
def withdraw(
    request: Request, note_id: NoteId, said: Withdrawal, _asked: Annotated[Nothing, Query()], if_match: Match = None
) -> Response:
    """Take a note, tag or grade back. Its row stays: `GET` tells it with `holds` false."""
    ledger = ledger_of(request)
    _named(said.author)
    with ledger.writing:
        with ledger.view() as view:
            found = _found(view, note_id)
            _check(view, note_id, said.seen, if_match)
        if not found.holds:
            raise HTTPException(deciding.STALE, f"{note_id} was taken back already")
        ledger.withdraw_note(note_id, author=said.author)
    return json_answer(_told(found._replace(holds=False)), status=201)


def _check(view: View, target: str, seen: str | None, if_match: str | None) -> None:
    deciding.check_seen(view, [target], {} if seen is None else {target: seen}, alone=if_match)


def _named(author: str) -> None:
    if not author.strip():
        raise HTTPException(422, "author: who notes this, or takes it back? a name is wanted")


def _found(view: View, note_id: str) -> Note:
    try:
        return noting.note(view, note_id)
    except UsageError as error:
        raise HTTPException(404, str(error)) from None


def _told(one: Note) -> dict[str, Any]:
    return {**note_record(one), "seen": judging.seen_note(one)}
