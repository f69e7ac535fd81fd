"""Who holds which office: what articles say of it, and what people decide of it. Works inside a view's or writer's transaction.

What articles say is derived from their texts alone (``enligt.model.Roles``) and made anew by newer rules; who was meant by an
office without a name is decided when it is asked (``enligt.run.who``), so that the order in which articles came changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, delete, exists, select

from enligt.errors import UsageError
from enligt.ledger import filters, schema
from enligt.ledger.rows import article_of, portions, storable
from enligt.model import RoleSaid, Span, content_id

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import RowMapping

    from enligt.model import Article, Roles

_said, _read, _judgement, _article = schema.role_said, schema.role_read, schema.role_judgement, schema.article
_AT_ONCE: Final = 400  # articles in one statement


@dataclass(frozen=True, slots=True)
class RoleJudged:
    """What a person says of an office: ``person`` held ``office`` of ``state`` from ``start`` to ``end`` (ISO days, inclusive).

    None is open. ``wrong``: the person did not, whatever texts and tables say.
    """

    person: str
    state: str
    office: str
    start: str | None = None
    end: str | None = None
    wrong: bool = False

    def covers(self, day: str) -> bool:
        """Whether a day (ISO, possibly a month) lies in what it speaks of."""
        return (self.start is None or self.start[: len(day)] <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class RoleJudgement:
    """Such a saying as it was recorded. ``undoes``: the id of the one that it takes back; ``holds`` is False once taken back."""

    judgement_id: str
    judged: RoleJudged
    author: str
    made_at: str
    undoes: str | None = None
    reason: str | None = None
    holds: bool = True


def enter(connection: Connection, roles: Roles | None, articles: Iterable[Article]) -> None:
    """Enter what articles say of offices, in place of what older rules found in them; nothing where there are no rules."""
    if roles is None:
        return
    for article in articles:
        erase(connection, [article.article_id])
        connection.execute(schema.into(_read), {"article_id": article.article_id, "method": roles.method})
        rows = [_row(position, one) for position, one in enumerate(roles.said(article))]
        if rows:
            connection.execute(schema.into(_said), rows)


def unread(connection: Connection, method: str, *, limit: int) -> list[Article]:
    """Articles that these rules have not looked through yet, in the order in which they were added; so many at most."""
    done = exists().where(_read.c.article_id == _article.c.article_id, _read.c.method == method)
    asked = select(_article).where(~done).order_by(_article.c.id).limit(limit)
    return [article_of(row) for row in connection.execute(asked).mappings()]


def erase(connection: Connection, articles: Collection[str]) -> None:
    """Erase what was found in articles, given by their ids."""
    for several in portions(articles, _AT_ONCE):
        for table in (_said, _read):
            connection.execute(delete(table).where(table.c.article_id.in_(several)))


def said(
    connection: Connection, *, state: str | None = None, office: str | None = None, person: str | None = None
) -> list[RoleSaid]:
    """What the articles that are shown say, by day of publication.

    Args:
        connection: to the ledger.
        state: of this state (alpha-3 code).
        office: of this office.
        person: under this key of a name.
    """
    asked = select(_said).join(_article, _article.c.article_id == _said.c.article_id).where(filters.article_is_shown())
    for column, value in ((_said.c.state, state), (_said.c.office, office), (_said.c.person, person)):
        if value is not None:
            asked = asked.where(column == value)
    asked = asked.order_by(_said.c.published, _said.c.article_id, _said.c.position)
    return [_of(row) for row in connection.execute(asked).mappings()]


def judge(connection: Connection, judged: RoleJudged, *, author: str, reason: str | None) -> RoleJudgement:
    """Add one judgement."""
    return _add(connection, judged, undoes=None, author=author, reason=reason)


def undo(connection: Connection, judgement_id: str, *, author: str, reason: str | None) -> RoleJudgement:
    """Take one back.

    Raises:
        UsageError: there is none of that id, or it does not hold any more.
    """
    former = next((one for one in judgements(connection) if one.judgement_id == judgement_id), None)
    if former is None:
        raise UsageError(f"there is no judgement {judgement_id!r} of a role in this ledger")
    if not former.holds:
        raise UsageError(f"{judgement_id} does not hold any more: there is nothing to undo")
    return _add(connection, former.judged, undoes=former.judgement_id, author=author, reason=reason)


def judgements(connection: Connection) -> list[RoleJudgement]:
    """All of them, oldest first, each with whether it still holds: one that was undone does not, until the undoing is undone."""
    rows = connection.execute(select(_judgement).order_by(_judgement.c.made_at, _judgement.c.id)).mappings()
    made = [_judgement_of(row) for row in rows]
    undone: set[str] = set()
    for one in reversed(made):  # whether an undoing was undone itself is known by then
        if one.undoes is not None and one.judgement_id not in undone:
            undone.add(one.undoes)
    return [replace(one, holds=one.judgement_id not in undone) for one in made]


def _add(connection: Connection, judged: RoleJudged, *, undoes: str | None, author: str, reason: str | None) -> RoleJudgement:
    row: dict[str, object] = {
        "person": storable(judged.person),
        "state": judged.state,
        "office": judged.office,
        "from_said": judged.start,
        "to_said": judged.end,
        "wrong": judged.wrong,
        "undoes": undoes,
        "author": storable(author),
        "reason": None if reason is None else storable(reason),
        "made_at": datetime.now(UTC).isoformat(timespec="microseconds"),  # else two in one second would be one
    }
    connection.execute(schema.into(_judgement), row)
    return _judgement_of(row)


def _judgement_of(row: RowMapping | dict[str, object]) -> RoleJudgement:
    content = {column.name: row[column.name] for column in _judgement.c if column.name != "id"}
    content["wrong"] = bool(content["wrong"])
    start, end = content["from_said"], content["to_said"]
    return RoleJudgement(
        judgement_id=content_id("rol", content),
        judged=RoleJudged(
            str(content["person"]),
            str(content["state"]),
            str(content["office"]),
            None if start is None else str(start),
            None if end is None else str(end),
            wrong=bool(content["wrong"]),
        ),
        author=str(content["author"]),
        made_at=str(content["made_at"]),
        undoes=None if content["undoes"] is None else str(content["undoes"]),
        reason=None if content["reason"] is None else str(content["reason"]),
    )


def _row(position: int, one: RoleSaid) -> dict[str, object]:
    return {
        "article_id": one.article_id,
        "position": position,
        "person": storable(one.person),
        "name": storable(one.name),
        "state": one.state,
        "office": one.office,
        "published": one.published,
        "sentence_start": one.sentence.start,
        "sentence_end": one.sentence.end,
        "sentence_text": storable(one.sentence.text),
    }


def _of(row: RowMapping) -> RoleSaid:
    sentence = Span(row["sentence_start"], row["sentence_end"], row["sentence_text"])
    return RoleSaid(row["article_id"], row["person"], row["name"], row["state"], row["office"], sentence, row["published"])
