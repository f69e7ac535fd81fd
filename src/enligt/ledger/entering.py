"""A page, its articles and their claims into rows. Works inside the writer's transaction."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, delete, exists, func, select, update

from enligt.ledger import correcting, forgetting, schema, sqlite, told
from enligt.ledger.issues import enter_issues
from enligt.ledger.rows import article_row, claim_rows, link_rows, now, storable
from enligt.model import Article, Issue, Page, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.ledger.records import Outcome

UNSUPPORTED_CODES: Final = frozenset({"binary", "forgotten", "unknown-language"})
"""An issue with such a code, or one that begins with ``unsupported``, says that a page is not for us; others, that it failed."""


def _like(table: Table, *names: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions that columns equal the parameters of their names."""
    return tuple(table.c[name] == bindparam(name) for name in names)


_PAGE: Final = select(exists().where(*_like(schema.page, "sha256")))
_READING: Final = select(schema.page_reading.c.id).where(
    *_like(schema.page_reading, "page_sha256", "options", "reader", "reader_version")
)
_LOCATION: Final = select(schema.page_location).where(*_like(schema.page_location, "page_sha256", "location"))


@dataclass(frozen=True, slots=True)
class Asked:
    """What makes a reading of a page the same work: its bytes, what overrode its own word, the reader and its version."""

    page: str
    options: str
    reader: str
    reader_version: str

    @classmethod
    def of(cls, page: Page, options: Mapping[str, str], reader: str, reader_version: str) -> Asked:
        """The same from a page and who reads it."""
        canonical = json.dumps(dict(options), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(page.sha256, canonical, reader, reader_version)

    def row(self) -> dict[str, Any]:
        """The columns of a reading of a page that say so."""
        return {
            "page_sha256": self.page,
            "options": self.options,
            "reader": self.reader,
            "reader_version": self.reader_version,
        }


@dataclass(frozen=True, slots=True)
class Handed:
    """A page as it was handed in: where, and the hash of its bytes."""

    page: str
    location: str
    media_type: str | None
    fetched: str | None

    @classmethod
    def of(cls, page: Page, sha256: str) -> Handed:
        """The same from a page and its hash."""
        return cls(sha256, storable(page.location), page.media_type, page.fetched)

    def row(self, *, reading: int | None, outcome: Outcome) -> dict[str, Any]:
        """The row of the location."""
        return {
            "page_sha256": self.page,
            "location": self.location,
            "media_type": self.media_type,
            "fetched": self.fetched,
            "page_reading_id": reading,
            "outcome": outcome,
            "added_at": now(),
        }


def stored_outcome(stored: str) -> Outcome:
    """How a page ended, as the column holds it."""
    outcome: Outcome = stored  # type: ignore[assignment]  # only outcomes are ever written into that column
    return outcome


@cache
def _highest(table: Table) -> Select[int]:
    return select(func.coalesce(func.max(table.c.id), 0))


def next_key(connection: Connection, table: Table) -> int:
    """The next free integer key: nobody else can take it, since the transaction holds the write lock."""
    return (connection.scalar(_highest(table)) or 0) + 1


def find_reading(connection: Connection, asked: Asked) -> int | None:
    """The key of that reading of the page; None where there is none."""
    return connection.scalar(_READING, asked.row())


def find_location(connection: Connection, handed: Handed) -> Any:
    """The row of the page at that location; None where it was not handed in there."""
    return connection.execute(_LOCATION, {"page_sha256": handed.page, "location": handed.location}).first()


def check(reading: Reading, reader: str, reader_version: str) -> None:
    """Refuse what breaks the contract of a reader, before it is half stored."""
    made_by = (reader, reader_version)
    if (reading.reader, reading.reader_version) != made_by:
        raise ValueError(f"a reading by {reading.reader} {reading.reader_version} among those of {reader} {reader_version}")
    article_id = reading.article.article_id
    for claim in reading.claims:
        if claim.article_id != article_id or (claim.reader, claim.reader_version) != made_by:
            raise ValueError(f"claim {claim.claim_id} is of another article or reader than its reading of {article_id}")
    if len({claim.claim_id for claim in reading.claims}) != len(reading.claims):
        raise ValueError(f"{reader} {reader_version} gave two claims of {article_id} the same type and trigger")


def outcome_of(readings: Sequence[Reading], issues: Iterable[Issue], *, aside: bool = False) -> Outcome:
    """How a page ended, from what it gave; ``aside``: articles of it, or all of it, were put aside unread."""
    if readings:
        return "claims" if any(one.claims for one in readings) else "no-claims"
    if aside:
        return "aside"
    fatal = (issue.code for issue in issues if issue.fatal)
    return "unsupported" if all(c in UNSUPPORTED_CODES or c.startswith("unsupported") for c in fatal) else "failed"


def nothing_read(handed: Handed) -> list[Issue]:
    """The issue of a page of which nobody said why it gave nothing."""
    message = "nothing was read, and nobody said why: please report it, with the page"
    return [Issue(handed.location, "article", "nothing-read", message, handed.page)]


def enter_page(connection: Connection, sha256: str, content: bytes) -> None:
    """Enter a page's bytes, once."""
    if connection.scalar(_PAGE, {"sha256": sha256}):
        return  # bytes that were forgotten with one of the page's articles stay so
    row = {"sha256": sha256, "size": len(content), "content": zlib.compress(content), "added_at": now()}
    connection.execute(schema.into(schema.page), row)


def gave_nothing(connection: Connection, reading: int) -> bool:
    """Whether a reading of a page gave no article, so that another try may do better."""
    return not connection.scalar(select(exists().where(schema.article_page.c.page_reading_id == reading)))


def enter_reading(connection: Connection, asked: Asked, outcome: Outcome, failed: int | None) -> int:
    """The key of a new reading of a page; one that had failed gives way to the try that did not, with what it complained of."""
    table = schema.page_reading
    if failed is None:
        key = next_key(connection, table)
        connection.execute(schema.into(table), {"id": key, **asked.row(), "outcome": outcome, "added_at": now()})
        return key
    connection.execute(delete(schema.issue).where(schema.issue.c.page_reading_id == failed))
    connection.execute(update(table).where(table.c.id == failed).values(outcome=outcome))
    if gave_nothing(connection, failed):
        at_copies = schema.page_location.c.page_reading_id == failed
        connection.execute(update(schema.page_location).where(at_copies).values(outcome="duplicate"))
    return failed


def place(
    connection: Connection, handed: Handed, reading: int, *, articles: Sequence[str], owns_new: bool = False
) -> tuple[int, Outcome]:
    """Point a location at a reading of its page; its key, and how the page ended there.

    It is a duplicate if other locations own every article that the reading gave.
    """
    table, known = schema.page_location, find_location(connection, handed)
    key = next_key(connection, table) if known is None else int(known.id)
    outcome = stored_outcome(
        str(connection.scalar(select(schema.page_reading.c.outcome).where(schema.page_reading.c.id == reading)))
    )
    if articles and not owns_new:
        owned = schema.article.c.article_id.in_(articles) & (schema.article.c.page_location_id == key)
        if not connection.scalar(select(exists().where(owned))):
            outcome = "duplicate"
    if known is None:
        connection.execute(schema.into(table), {"id": key, **handed.row(reading=reading, outcome=outcome)})
    else:
        if known.page_reading_id != reading:  # what the former reading gave may be shown no more
            links = schema.article_page
            given = select(links.c.article_id).where(links.c.page_reading_id == known.page_reading_id)
            told.mark_articles(connection, connection.scalars(given).all())
        connection.execute(update(table).where(table.c.id == key).values(page_reading_id=reading, outcome=outcome))
    return key, outcome


def enter_location(connection: Connection, handed: Handed, reading: int) -> Outcome:
    """Account for one more location of a page that was read before, or for another of its readings."""
    links, issues = schema.article_page, schema.issue
    articles = connection.scalars(select(links.c.article_id).where(links.c.page_reading_id == reading)).all()
    _, outcome = place(connection, handed, reading, articles=articles)
    if outcome in {"unsupported", "failed"}:
        known = connection.execute(select(issues).where(issues.c.page_reading_id == reading).order_by(issues.c.id)).mappings()
        again = [Issue(handed.location, r["stage"], r["code"], r["message"], r["page_sha256"], r["fatal"]) for r in known]
        enter_issues(connection, again, reading)
    return outcome


def enter_forgotten(connection: Connection, handed: Handed) -> Outcome:
    """Account for a page of which everything was forgotten."""
    if find_location(connection, handed) is None:
        connection.execute(schema.into(schema.page_location), handed.row(reading=None, outcome="unsupported"))
    enter_issues(connection, forgetting.issues_of_page(connection, handed.location, handed.page), None)
    return "unsupported"


def new_articles(connection: Connection, readings: Sequence[Reading]) -> list[Article]:
    """The articles of the readings that the ledger has not."""
    ids = [one.article.article_id for one in readings]
    known = set(connection.scalars(select(schema.article.c.article_id).where(schema.article.c.article_id.in_(ids))))
    return [one.article for one in readings if one.article.article_id not in known]


def enter_articles(connection: Connection, articles: Sequence[Article], owner: int) -> None:
    """Enter articles with their links and words; ``owner`` is the key of the location where they were first read."""
    if not articles:
        return
    first, moment = next_key(connection, schema.article), now()
    rows = [
        {
            "id": key,
            **article_row(one),
            "document": storable(one.document),
            "page_location_id": owner,
            "added_at": moment,
        }
        for key, one in enumerate(articles, first)
    ]
    connection.execute(schema.into(schema.article), rows)
    if links := [row for one in articles for row in link_rows(one)]:
        connection.execute(schema.into(schema.link), links)
    sqlite.index_words(connection, "article", ((row["id"], row["text"]) for row in rows))


def enter_claims(connection: Connection, reading: Reading) -> bool:
    """Enter one article's claims unless this version of the reader has read it before; either way it is the one shown.

    Returns:
        Whether the article has sentence vectors that it had not.
    """
    table, article_id = schema.reading, reading.article.article_id
    versions = (table.c.article_id == article_id) & (table.c.reader == reading.reader)
    columns = (table.c.id, table.c.reader_version, table.c.newest, table.c.vectors, table.c.imported)
    known = connection.execute(select(*columns).where(versions)).all()
    same = next((one for one in known if one.reader_version == reading.reader_version), None)
    vectors = reading.vectors or None
    lacking = vectors is not None and (same is None or same.vectors is None)
    if same is not None and lacking:
        connection.execute(update(table).where(table.c.id == same.id).values(vectors=vectors))
    if same is not None and same.newest and not same.imported:
        return lacking
    if known:
        connection.execute(update(table).where(versions, table.c.newest).values(newest=False))
        is_changed(connection, article_id)
    if same is not None:
        connection.execute(update(table).where(table.c.id == same.id).values(newest=True, imported=False))
        if same.imported:  # what came in under this version's name is part of its own reading now
            add_claims(connection, reading, same.id)
        correcting.refresh(connection, article_id)
        return lacking
    key = next_key(connection, table)
    row = {
        "id": key,
        "article_id": article_id,
        "reader": reading.reader,
        "reader_version": reading.reader_version,
        "newest": True,
        "added_at": now(),
        "vectors": vectors,
    }
    connection.execute(schema.into(table), row)
    add_claims(connection, reading, key)
    if known:
        correcting.refresh(connection, article_id)
    return lacking


def is_changed(connection: Connection, article_id: str) -> None:
    """Let an article be linked, and its events told, anew: other claims of it are shown, though perhaps no reading is new."""
    told.mark_articles(connection, [article_id])
    connection.execute(update(schema.linked).where(schema.linked.c.article_id == article_id).values(linker=""))


def add_claims(connection: Connection, reading: Reading, key: int) -> list[str]:
    """Enter the claims of a reading (its row's key) that it has not; their ids."""
    there = set(connection.scalars(select(schema.claim.c.claim_id).where(schema.claim.c.reading_id == key)))
    new = [one for one in reading.claims if one.claim_id not in there]
    if not new:
        return []
    rows = claim_rows(new, reading.article, first_key=next_key(connection, schema.claim), reading=key)
    for part, several in rows.items():
        if several:
            connection.execute(schema.into(part), several)
    sqlite.index_words(connection, "claim", ((one["id"], one["evidence_text"]) for one in rows[schema.claim]))
    return [one.claim_id for one in new]
