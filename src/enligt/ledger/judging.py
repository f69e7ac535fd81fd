"""What people decide of claims: rows that are only ever added, and what they come to."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, delete, select

from enligt.errors import StaleEdit, UsageError
from enligt.ledger import correcting, schema, told
from enligt.ledger.records import Judgement
from enligt.ledger.rows import storable
from enligt.ledger.told_tables import tied
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import RowMapping

    from enligt.ledger.records import Judged

_table = schema.judgement
_WITH_VALUES = ("correct", "missed", "checked")
SEEN_CHARACTERS = len("jdg-") + 4
_COLUMNS = [_table.c[name] for name in ("target", "decision", "detail", "author", "reason", "made_at")]


def judgements(connection: Connection, *, until: str | None = None) -> list[Judgement]:
    """All of them, or those made until a moment; oldest first, each with whether it still holds (then).

    One does not hold that was undone, or whose claim (or two claims) was judged anew since; an undone undoing gives it back. A
    correction holds as long as one of its fields was not set right anew.
    """
    asked = select(*_COLUMNS).order_by(_table.c.made_at, _table.c.id)
    if until is not None:
        asked = asked.where(_table.c.made_at <= until)
    rows = [_of(row) for row in connection.execute(asked).mappings()]
    undone: set[str] = set()
    for one in reversed(rows):  # whether an undoing was undone itself is known by then
        if one.undoes is not None and one.judgement_id not in undone:
            undone.add(one.undoes)
    last: dict[tuple[str, ...], str] = {}
    for one in rows:
        if one.undoes is None and one.judgement_id not in undone:
            last.update(dict.fromkeys(_about(one), one.judgement_id))
    return [
        _with(
            one,
            holds=one.judgement_id not in undone
            if one.undoes is not None
            else any(last.get(about) == one.judgement_id for about in _about(one)),
        )
        for one in rows
    ]


def _about(one: Judgement) -> list[tuple[str, ...]]:
    """What a judgement decides: whoever decides the same later has the word."""
    match one.decision:
        case "correct":
            return [(one.claim_id, "correct", name) for name in one.values]
        case "missed":
            return [(one.claim_id, "missed", str(one.values.get("sentence")))]
        case "checked":
            return [(one.claim_id, "checked")]
        case _:
            return [(one.claim_id,) if one.other is None else (one.claim_id, one.other)]


def _with(one: Judgement, *, holds: bool) -> Judgement:
    return replace(one, holds=holds)


def _of(row: RowMapping) -> Judgement:
    detail = row["detail"]
    content = {name: row[name] for name in ("target", "decision", "detail", "author", "reason", "made_at")}
    return Judgement(
        judgement_id=content_id("jdg", content),
        claim_id=row["target"],
        decision=row["decision"],
        author=row["author"],
        made_at=row["made_at"],
        other=detail.get("other"),
        undoes=detail.get("undoes"),
        reason=row["reason"],
        values=detail.get("values", {}),
    )


def enter(
    connection: Connection, judged: Iterable[Judged], *, author: str, reason: str | None, seen: str | None = None
) -> list[Judgement]:
    """Add judgements of one author, and bring up to date what they come to; the articles concerned are to be linked anew.

    Args:
        connection: inside a transaction.
        judged: as `enligt.ledger.records.Judged`.
        author: who decides.
        reason: why, if told.
        seen: the last judgement on each of the claims (the beginning of its id) when the author looked at it, or, where there
            was none, its reader's version.

    Returns:
        those that were added.

    Raises:
        UsageError: there is no such claim or judgement, or it does not hold any more.
        StaleEdit: one of the claims is not as it was ``seen``.
    """
    known = {one.judgement_id: one for one in judgements(connection)}
    moment = datetime.now(UTC).isoformat(timespec="microseconds")  # else two in one second would be one
    concerned: set[str] = set()
    entered: list[dict[str, Any]] = []
    for decision, claim_id, other in judged:
        detail: dict[str, Any] = {}
        target = claim_id
        if decision in _WITH_VALUES:
            detail = {"values": dict(other) if other and not isinstance(other, str) else {}}
            concerned.add(claim_id)
        elif decision == "undo":
            former = known.get(str(other))
            if former is None:
                raise UsageError(f"there is no judgement {other!r} in this ledger: `enligt judgements` lists them")
            if not former.holds:
                raise UsageError(f"{other} does not hold any more: there is nothing to undo")
            target, detail = former.claim_id, {"undoes": former.judgement_id}
            concerned |= {former.claim_id, *((former.other,) if former.other else ())}
        elif isinstance(other, str):
            target, second = sorted((claim_id, other))
            detail = {"other": second}
            concerned |= {target, second}
        else:
            concerned.add(claim_id)
        row = {
            "target": target,
            "decision": decision,
            "detail": detail,
            "author": storable(author),
            "reason": None if reason is None else storable(reason),
            "made_at": moment,
        }
        if row not in entered:
            entered.append(row)
    if seen is not None:
        _check(connection, known.values(), concerned, seen)
    for row in entered:
        connection.execute(schema.into(_table), row)
    settle(connection)
    articles = select(schema.claim.c.article_id).where(schema.claim.c.claim_id.in_(sorted(concerned)))
    connection.execute(delete(schema.linked).where(schema.linked.c.article_id.in_(articles)))
    told.mark_articles(connection, connection.scalars(articles).all())
    return [one for one in judgements(connection) if one.judgement_id not in known]


def state_of(connection: Connection, claim_id: str, made: Iterable[Judgement]) -> tuple[str | None, Judgement | None]:
    """How a claim stands: the newest version of its reader, and the last judgement that is about it.

    Args:
        connection: to the ledger.
        claim_id: of a claim; the version is None where there is no such claim.
        made: all judgements, oldest first.
    """
    claim, reading = schema.claim, schema.reading
    asked = (
        select(claim.c.reader_version)
        .join(reading, reading.c.id == claim.c.reading_id)
        .where(claim.c.claim_id == claim_id)
        .order_by(reading.c.newest.desc(), claim.c.id.desc())
        .limit(1)
    )
    mine: set[str] = set()
    last: Judgement | None = None
    for one in made:
        if claim_id in {one.claim_id, one.other} or one.undoes in mine:
            mine.add(one.judgement_id)
            last = one
    return connection.scalar(asked), last


def _check(connection: Connection, made: Collection[Judgement], claims: Iterable[str], seen: str) -> None:
    for claim_id in sorted(claims):
        version, last = state_of(connection, claim_id, made)
        if last is None and seen == version:
            continue
        # the prefix and some digits: a version's number alone may begin a judgement's id
        if last is not None and len(seen) >= SEEN_CHARACTERS and last.judgement_id.startswith(seen.lower()):
            continue
        now = (
            f"it stands as its reader's version {version} has it"
            if last is None
            else f"the last word is {last.judgement_id}: {last.decision} by {last.author}, {last.made_at[:16]}"
        )
        raise StaleEdit(f"{claim_id} is not as it was seen at {seen!r}: {now}; look at it again (`enligt show {claim_id}`)")


def settle(connection: Connection) -> None:
    """Bring up to date which claims are rejected, which are said to tell of one act or of two, and what was set right."""
    table, made = schema.rejected, judgements(connection)
    connection.execute(delete(table))
    if rows := [{"claim_id": claim} for claim in rejected(made)]:
        connection.execute(schema.into(table), rows)
    settle_ties(connection, made)
    correcting.settle(connection, made)


def settle_ties(connection: Connection, made: Iterable[Judgement]) -> None:
    """Bring up to date which claims are said to tell of one act or of two."""
    connection.execute(delete(tied))
    if several := [{"one": one, "other": other, "same": same} for one, other, same in ties(made)]:
        connection.execute(schema.into(tied), several)


def rejected(made: Iterable[Judgement]) -> list[str]:
    """The claims that judgements leave out."""
    return sorted({one.claim_id for one in made if one.holds and one.decision == "reject"})


def ties(made: Iterable[Judgement]) -> list[tuple[str, str, bool]]:
    """What judgements say of two claims each: that they tell of the same act, or not."""
    return [
        (one.claim_id, one.other, one.decision == "same")
        for one in made
        if one.holds and one.other is not None and one.decision in {"same", "apart"}
    ]
