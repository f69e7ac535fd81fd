"""Claims that another hand made, into rows. Works inside the writer's transaction.

They stand in readings of their own, marked ``imported``. They never take the place of what the ledger's own reader made under the
same name, and are never read away by another import: what an import says again is there already.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, func, select, update

from enligt.ledger import correcting, entering, forgetting, repeating, schema
from enligt.ledger.rows import article_of, load_claims, now
from enligt.ledger.search import fold
from enligt.model import Page

if TYPE_CHECKING:
    from enligt.model import Article, Claim, Reading, Repeats

OPTIONS: Final = {"imported": "yes"}
"""What a page made from imported claims was read with, beside its reader."""

MOST_LIKE: Final = 400  # articles of one outlet and day that are looked through

_article, _reading, _claim, _links = schema.article, schema.reading, schema.claim, schema.article_page


@dataclass(frozen=True, slots=True)
class Entered:
    """What became of imported claims of one article, by their ids.

    ``known`` were there already, word for word; ``other`` are there, but otherwise; ``strange`` bear the name and version of the
    ledger's own reader, which has read the article and made no such claim. ``refused`` says why nothing was let in at all.
    """

    new: tuple[str, ...] = ()
    known: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    strange: tuple[str, ...] = ()
    new_article: bool = False
    refused: str | None = None


def enter(connection: Connection, reading: Reading, *, location: str, repeats: Repeats | None) -> Entered:
    """Enter claims of one article, which is made where the ledger has it not; doing it twice changes nothing.

    Args:
        connection: inside a transaction.
        reading: the claims that one reader's version made of one article, their spans verified.
        location: where the article came from, if it is new.
        repeats: what relates a new article to those that it repeats.
    """
    article = reading.article
    is_new = connection.scalar(select(_article.c.id).where(_article.c.article_id == article.article_id)) is None
    if is_new:
        if (why := _forgotten(connection, reading)) is not None:
            return Entered(refused=why)
        _enter_article(connection, reading, location)
        if repeats is not None:
            repeating.enter(connection, repeats, [article])
    of_reader = (_reading.c.article_id == article.article_id) & (_reading.c.reader == reading.reader)
    there = connection.execute(select(_reading.c.id, _reading.c.reader_version, _reading.c.imported).where(of_reader)).all()
    same = next((one for one in there if one.reader_version == reading.reader_version), None)
    known, other = _compared(connection, reading, None if same is None else same.id)
    fresh = tuple(one for one in reading.claims if one.claim_id not in {*known, *other})
    if same is not None and not same.imported:
        return Entered(known=known, other=other, strange=tuple(one.claim_id for one in fresh), new_article=is_new)
    if same is None:
        key = entering.next_key(connection, _reading)
        shown = all(one.imported for one in there)  # what was read here under this name goes before
        if shown and there:
            connection.execute(update(_reading).where(of_reader, _reading.c.newest).values(newest=False))
        row = {"id": key, "article_id": article.article_id, "reader": reading.reader, "reader_version": reading.reader_version}
        row |= {"newest": shown, "added_at": now(), "vectors": None, "imported": True}
        connection.execute(schema.into(_reading), row)
    else:
        key = same.id
    new = entering.add_claims(connection, replace(reading, claims=fresh), key)
    if new or (same is None and shown and there):
        entering.is_changed(connection, article.article_id)
        correcting.refresh(connection, article.article_id)
    return Entered(tuple(new), known, other, new_article=is_new)


def _forgotten(connection: Connection, reading: Reading) -> str | None:
    """Why the article is kept out; None where it is not."""
    _, refused = forgetting.sort_out(connection, reading.article.page, [reading])
    if refused:
        return refused[0][1]
    return "its text was" if forgetting.page_is_forgotten(connection, reading.article.page) else None


def _enter_article(connection: Connection, reading: Reading, location: str) -> None:
    """The article, on a page that holds its text and nothing else."""
    article = reading.article
    page = Page(location, article.text.encode("utf-8"), "text/plain")
    if page.sha256 != article.page:
        raise ValueError(f"{article.article_id} is of page {article.page}, not of {page.sha256}, its text")
    entering.enter_page(connection, article.page, page.content)
    asked = entering.Asked.of(page, OPTIONS, reading.reader, reading.reader_version)
    key = entering.find_reading(connection, asked)
    if key is None:
        key = entering.enter_reading(connection, asked, "claims", None)
    handed = entering.Handed.of(page, article.page)
    owner, _ = entering.place(connection, handed, key, articles=[article.article_id], owns_new=True)
    entering.enter_articles(connection, [article], owner)
    last = connection.scalar(select(func.coalesce(func.max(_links.c.position), -1)).where(_links.c.page_reading_id == key))
    row = {"page_reading_id": key, "position": (-1 if last is None else last) + 1, "article_id": article.article_id}
    connection.execute(schema.into(_links), row)


def _compared(connection: Connection, reading: Reading, key: int | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of the claims a reading (its row's key) holds as they are, and which otherwise."""
    if key is None:
        return (), ()
    wanted = {one.claim_id: one for one in reading.claims}
    rows = connection.scalars(select(_claim.c.id).where(_claim.c.reading_id == key, _claim.c.claim_id.in_(list(wanted)))).all()
    known: list[str] = []
    other: list[str] = []
    for one in load_claims(connection, rows):
        (known if _said(one) == _said(wanted[one.claim_id]) else other).append(one.claim_id)
    return tuple(known), tuple(other)


def _said(claim: Claim) -> Claim:
    """The claim less what an export leaves out."""
    return replace(claim, steps=(), vector=b"", slot_confidence=dict(claim.slot_confidence))


def articles_like(connection: Connection, like: Article, *, article_id: str | None = None) -> list[Article]:
    """The articles of the ledger that claims from another hand may be about.

    Args:
        connection: to the ledger.
        like: what is said of the article: outlet, day, language, address.
        article_id: the id that it has elsewhere, if told.

    Returns:
        That of the id, and those of the same outlet, day and language (and address, where both have one), oldest first.
    """
    alike = (
        (_article.c.outlet_folded == (None if like.outlet is None else fold(like.outlet)))
        & (_article.c.published == like.published)
        & (_article.c.language == like.language)
    )
    asked = select(_article).where(alike).order_by(_article.c.id)
    found = [article_of(row) for row in islice(connection.execute(asked).mappings(), MOST_LIKE)]
    found = [one for one in found if not (one.url and like.url) or one.url == like.url]
    if article_id is not None and article_id not in {one.article_id for one in found}:
        by_id = connection.execute(select(_article).where(_article.c.article_id == article_id)).mappings()
        found = [*map(article_of, by_id), *found]
    return found
