"""What people decide, from the words they give to the rows that the ledger keeps; and whether they decide on what they saw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from enligt.errors import UsageError
from enligt.ledger import ClaimRow
from enligt.model import content_id
from enligt.run import noting
from enligt.run.correcting import correction

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.ledger import Judged, Note, View

ACTIONS: Final = ("accept", "reject", "correct", "merge", "split", "undo")
"""As people say it: merge makes ``same`` of claims, split ``apart``."""


def judged(view: View, action: str, ids: Sequence[str], settings: Sequence[str] = ()) -> list[Judged]:
    """The judgements that an action on these ids comes to, for ``Writer.judge``.

    Args:
        view: the ledger, its events up to date.
        action: of `ACTIONS`.
        ids: of claims; for merge of events or claims, for undo of judgements. They may be cut short.
        settings: with correct: what is right, as ``FIELD=VALUE`` (`enligt.run.correcting.correction`).

    Raises:
        UsageError: there is no such claim, event or judgement, or the action cannot be done to it.
    """
    if action == "undo":
        return [("undo", "", _judgement(view, one)) for one in ids]
    if action == "merge":
        return _merged(view, ids)
    claims = [_claim(view, one) for one in ids]
    if action == "correct":
        return [("correct", one, _right(view, one, settings)) for one in dict.fromkeys(claims)]
    if action == "split":
        return _split(view, claims)
    return [("accept" if action == "accept" else "reject", one, None) for one in dict.fromkeys(claims)]


def seen(view: View, target: str) -> str:
    """A mark of what can be seen of a claim, event, judgement or note: another one once it was judged, read anew or taken back.

    Args:
        view: the ledger.
        target: its id, which may be cut short; that of a note may not.

    Raises:
        UsageError: there is no such thing, or several begin so.
    """
    if target.lower().startswith("note-"):
        return seen_note(noting.note(view, target))
    if target.lower().startswith("jdg"):
        one = _judgement(view, target)
        holds = any(made.judgement_id == one and made.holds for made in view.judgements())
        return _mark({"judgement": one, "holds": holds})
    if target.lower().startswith("evt"):
        event = view.find_event(target)
        claims = sorted(view.event_claims(event)) if event else []
        if not claims:
            raise UsageError(f"there is no event {target!r} with claims in this ledger")
        return _mark({"event": event, "claims": claims, "judged": _about(view, claims)})
    row = view.find(target)
    if not isinstance(row, ClaimRow):
        raise UsageError(f"there is no claim {target!r} in this ledger")
    claim = row.claim
    event = view.events_of([claim.claim_id]).get(claim.claim_id)
    about = {"claim": claim.claim_id, "version": [claim.reader, claim.reader_version], "event": event}
    return _mark({**about, "judged": _about(view, [claim.claim_id])})


def seen_note(one: Note) -> str:
    """The same of a note."""
    return _mark({"note": one.note_id, "holds": one.holds})


def _mark(content: dict[str, object]) -> str:
    return content_id("seen", content)


def _about(view: View, claims: Sequence[str]) -> list[str]:
    known = set(claims)
    return [one.judgement_id for one in view.judgements() if one.holds and {one.claim_id, one.other} & known]


def _claim(view: View, prefix: str) -> str:
    if prefix.lower().startswith("evt"):
        raise UsageError(f"{prefix!r} is an event, and a claim is wanted: `enligt show {prefix}` lists its claims")
    row = view.find(prefix)
    if not isinstance(row, ClaimRow):
        raise UsageError(f"there is no claim {prefix!r} in this ledger")
    return row.claim.claim_id


def _right(view: View, claim_id: str, settings: Sequence[str]) -> dict[str, Any]:
    row = view.claim(claim_id)
    if row is None:
        raise UsageError(f"there is no claim {claim_id!r} in this ledger")
    return correction(settings, row)


def _judgement(view: View, prefix: str) -> str:
    start = f"jdg-{prefix.lower().removeprefix('jdg-')}"
    found = [one.judgement_id for one in view.judgements() if one.judgement_id.startswith(start)]
    if len(found) != 1:
        several = f"several judgements begin with {prefix!r}" if found else f"there is no judgement {prefix!r} in this ledger"
        raise UsageError(f"{several}: `enligt judgements` lists them")
    return found[0]


def _merged(view: View, ids: Sequence[str]) -> list[Judged]:
    """All claims of the events, each tied to the first: a tie of two alone would pull them out of their events."""
    claims: list[str] = []
    for one in ids:
        if one.lower().startswith("evt"):
            event = view.find_event(one)
            members = view.event_claims(event) if event else []
            if not members:
                raise UsageError(f"there is no event {one!r} with claims in this ledger")
            claims += members
        else:
            claims.append(_claim(view, one))
    if len(set(claims)) < 2:
        raise UsageError("merge takes two events or more, or a claim of each")
    return [("same", claims[0], other) for other in dict.fromkeys(claims[1:])]


def _split(view: View, claims: Sequence[str]) -> list[Judged]:
    """The claims are kept together, and each of the rest of their event apart from them.

    What people had merged through one of the claims stays merged: the rest are tied to one another instead.
    """
    events = set(view.events_of(claims).values())
    if len(events) != 1:
        raise UsageError("split takes claims of one event: `enligt show EVENT` lists them")
    rest = [one for one in view.event_claims(events.pop()) if one not in set(claims)]
    if not rest:
        raise UsageError("these are all claims of their event: nothing would be left of it")
    together: list[Judged] = [("same", claims[0], other) for other in dict.fromkeys(claims[1:])]
    merged = _merged_through(view, set(claims), set(rest))
    together += [("same", several[0], other) for several in merged for other in several[1:]]
    return [*together, *(("apart", one, other) for one in dict.fromkeys(claims) for other in rest)]


def _merged_through(view: View, claims: set[str], rest: set[str]) -> list[list[str]]:
    """Those of the rest that chains of ``same`` judgements hold together by way of the claims, each chain's in order."""
    ties = [(one.claim_id, one.other) for one in view.judgements() if one.holds and one.decision == "same" and one.other]
    chains: list[set[str]] = []
    for tie in ties:
        met = [one for one in chains if one & set(tie)]
        chains = [one for one in chains if one not in met] + [set(tie).union(*met)]
    return [sorted(one & rest) for one in chains if one & claims and len(one & rest) > 1]
