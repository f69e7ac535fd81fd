"""Notes, tags and grades at events, claims and articles: what a note may be made at, and which stand at one or at a tag."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.ledger import ClaimRow
from enligt.model import Article

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.ledger import Note, NoteKind, View


def target(view: View, asked: str, *, articles: bool = False) -> str | None:
    """The id of the event or claim (or article) that is meant by an id, a former one of an event, or the beginning of one.

    Raises:
        UsageError: several begin so.
    """
    if asked.strip().lower().startswith("evt"):
        return view.find_event(asked)
    row = view.find(asked)
    if articles and isinstance(row, Article):
        return row.article_id
    return row.claim.claim_id if isinstance(row, ClaimRow) else None


def note(view: View, note_id: str) -> Note:
    """A note by its id, whether it holds or not.

    Raises:
        UsageError: there is none.
    """
    found = next((one for one in view.notes(withdrawn=True) if one.note_id == note_id), None)
    if found is None:
        raise UsageError(f"there is no note {note_id[:80]!r} in this ledger")
    return found


def notes(  # noqa: PLR0913 - filters, each on its own
    view: View,
    *,
    about: str | None = None,
    kind: NoteKind | None = None,
    tag: str | None = None,
    author: str | None = None,
    withdrawn: bool = False,
) -> list[Note]:
    """The notes that meet the filters, oldest first.

    Args:
        view: the ledger.
        about: the id of an event (notes at its claims too), a claim or an article, as `target` gives it.
        kind: of this kind alone.
        tag: tags of this name alone.
        author: by this person alone.
        withdrawn: those that were taken back too.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    targets = None if about is None else {about}
    if about is not None and about.startswith("evt"):
        targets = _of_event(view, about, view.event_claims(about))
    found = view.notes(targets=targets, tag=tag, withdrawn=withdrawn)
    return [one for one in found if kind in {None, one.kind} and author in {None, one.author}]


def of_event(view: View, event_id: str, claims: Sequence[str]) -> list[Note]:
    """What was noted, and holds, at an event, under its former ids too, and at its claims."""
    return view.notes(targets=_of_event(view, event_id, claims))


def _of_event(view: View, event_id: str, claims: Sequence[str]) -> set[str]:
    return {event_id, *view.former_events(event_id), *claims}


def cases(view: View) -> list[tuple[str, int]]:
    """Every tag (a case folder) with how many events, claims and articles bear it, the fullest first.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    several = {(one.text, one.target) for one in view.notes() if one.kind == "tag"}
    return sorted(Counter(text for text, _ in several).items(), key=lambda one: (-one[1], one[0]))
