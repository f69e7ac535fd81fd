"""What people decide of claims: rows that are only ever added, and what they come to."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, select

from enligt.errors import UsageError
from enligt.ledger import schema, told
from enligt.ledger.records import Judgement
from enligt.ledger.rows import storable
from enligt.ledger.told_tables import tied
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import RowMapping

    from enligt.ledger.records import Decision

_table = schema.judgement
_COLUMNS = [_table.c[name] for name in ("target", "decision", "detail", "author", "reason", "made_at")]


def judgements(connection: Connection, *, until: str | None = None) -> list[Judgement]:
    """All of them, or those made until a moment; oldest first, each with whether it still holds (then).

    One does not hold that was undone, or whose claim (or two claims) was judged anew since; an undone undoing gives it back.
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
            last[_about(one)] = one.judgement_id
    return [
        _with(one, holds=one.judgement_id not in undone if one.undoes is not None else last.get(_about(one)) == one.judgement_id)
        for one in rows
    ]


def _about(one: Judgement) -> tuple[str, ...]:
    return (one.claim_id,) if one.other is None else (one.claim_id, one.other)


def _with(one: Judgement, *, holds: bool) -> Judgement:
    return Judgement(
        one.judgement_id, one.claim_id, one.decision, one.author, one.made_at, one.other, one.undoes, one.reason, holds
    )


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
    )


def enter(
    connection: Connection, judged: Iterable[tuple[Decision, str, str | None]], *, author: str, reason: str | None
) -> list[Judgement]:
    """Add judgements of one author, and bring up to date what they come to; the articles concerned are to be linked anew.

    Args:
        connection: inside a transaction.
        judged: decision and claim; of ``same`` and ``apart`` the other claim, of ``undo`` the judgement's id.
        author: who decides.
        reason: why, if told.

    Returns:
        those that were added.

    Raises:
        UsageError: there is no such claim or judgement, or it does not hold any more.
    """
    known = {one.judgement_id: one for one in judgements(connection)}
    moment = datetime.now(UTC).isoformat(timespec="microseconds")  # else two in one second would be one
    concerned: set[str] = set()
    for decision, claim_id, other in dict.fromkeys(judged):
        detail: dict[str, str] = {}
        target = claim_id
        if decision == "undo":
            former = known.get(other or "")
            if former is None:
                raise UsageError(f"there is no judgement {other!r} in this ledger: `enligt judgements` lists them")
            if not former.holds:
                raise UsageError(f"{other} does not hold any more: there is nothing to undo")
            target, detail = former.claim_id, {"undoes": former.judgement_id}
            concerned |= {former.claim_id, *((former.other,) if former.other else ())}
        elif other is not None:
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
        connection.execute(schema.into(_table), row)
    settle(connection)
    articles = select(schema.claim.c.article_id).where(schema.claim.c.claim_id.in_(sorted(concerned)))
    connection.execute(delete(schema.linked).where(schema.linked.c.article_id.in_(articles)))
    told.mark_articles(connection, connection.scalars(articles).all())
    return [one for one in judgements(connection) if one.judgement_id not in known]


def settle(connection: Connection) -> None:
    """Bring up to date which claims are rejected, and which are said to tell of one act or of two."""
    table, made = schema.rejected, judgements(connection)
    connection.execute(delete(table))
    if rows := [{"claim_id": claim} for claim in rejected(made)]:
        connection.execute(schema.into(table), rows)
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
