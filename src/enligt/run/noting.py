"""Notes, tags and grades at any row: what a note may be made at, and which stand at one or at a tag.

A row is an event, a claim or an article, by its id; a source, as ``source:NAME``; an actor, as ``actor:ID``. Sources have no
ids: what is noted at one stands at the name that was asked for, and is found under every name that the source goes by.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.ledger import AT_ACTOR, AT_SOURCE, ClaimRow
from enligt.model import Article
from enligt.run import acting, sourcing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.ledger import Note, NoteKind, View


def target(view: View, asked: str) -> str | None:
    """What is meant, as notes name it; None where there is no such thing.

    Args:
        view: the ledger.
        asked: the id of an event (a former one too), a claim or an article, or the beginning of one; ``source:`` and a whole
            name; ``actor:`` and an id, or a name that stands for one.

    Raises:
        UsageError: several begin so, or are called so.
    """
    asked = asked.strip()
    for start, found_in in ((AT_SOURCE, _source), (AT_ACTOR, _actor)):
        if asked.lower().startswith(start):
            name = found_in(view, " ".join(asked[len(start) :].split()))
            return None if name is None else start + name
    if asked.lower().startswith("evt"):
        return view.find_event(asked)
    row = view.find(asked)
    if isinstance(row, Article):
        return row.article_id
    return row.claim.claim_id if isinstance(row, ClaimRow) else None


def judged(target: str) -> bool:
    """Whether people judge it too, so that it has a mark of what was seen (`judging.seen`): events and claims."""
    return target.startswith(("evt", "clm"))


def _source(view: View, name: str) -> str | None:
    if not name:
        return None
    return name if view.writes_source(name) else next(iter(sourcing.names_of(view, name)), None)


def _actor(view: View, asked: str) -> str | None:
    known = acting.resolved(view, asked) if asked else None
    if known is not None and known[1] is not None:
        raise UsageError(f"{known[1]!r} is named under {known[0]}: note it at {AT_ACTOR}{known[0]}")
    return None if known is None else known[0]


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
        about: as `target` gives it; of an event, notes at its claims too, of a source, those at its other names.
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
    elif about is not None and about.startswith(AT_SOURCE):
        targets = {about, *of_names(_names(view, about.removeprefix(AT_SOURCE)))}
    found = view.notes(targets=targets, tag=tag, withdrawn=withdrawn)
    return [one for one in found if kind in {None, one.kind} and author in {None, one.author}]


def of_event(view: View, event_id: str, claims: Sequence[str]) -> list[Note]:
    """What was noted, and holds, at an event, under its former ids too, and at its claims."""
    return view.notes(targets=_of_event(view, event_id, claims))


def of_names(names: Iterable[str]) -> set[str]:
    """The targets under which a source of these names may have been noted at."""
    return {AT_SOURCE + one for one in names}


def _names(view: View, name: str) -> list[str]:
    try:
        return sourcing.names_of(view, name)
    except UsageError:
        return []  # a name of several: what was noted at it, and no more


def _of_event(view: View, event_id: str, claims: Sequence[str]) -> set[str]:
    return {event_id, *view.former_events(event_id), *claims}


def cases(view: View) -> list[tuple[str, int]]:
    """Every tag (a case folder) with how many rows bear it, the fullest first.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    several = {(one.text, one.target) for one in view.notes() if one.kind == "tag"}
    return sorted(Counter(text for text, _ in several).items(), key=lambda one: (-one[1], one[0]))
