"""Erasing articles, and keeping out what was erased. Works inside the writer's transaction."""

from __future__ import annotations

import hashlib
from itertools import islice
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, bindparam, delete, exists, select, union, update

from enligt.ledger import correcting, notes, repeating, roles, schema, sqlite, told
from enligt.ledger.issues import enter_issues
from enligt.ledger.rows import now
from enligt.ledger.search import fold
from enligt.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from enligt.model import Reading

_AT_ONCE: Final = 200  # articles; SQLite takes 32,766 values in one statement, and an article has a few dozen claims

_forgotten, _article, _claim = schema.forgotten, schema.article, schema.claim
_links, _page_reading, _page_location, _issue = schema.article_page, schema.page_reading, schema.page_location, schema.issue


_PAGE_REASON: Final = select(_forgotten.c.reason).where(_forgotten.c.kind == "page", _forgotten.c.target == bindparam("page"))


def _text_hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def article_is_forgotten(connection: Connection, article_id: str) -> bool:
    """Whether the article was in the ledger once and was erased."""
    return bool(connection.scalar(select(exists().where(_forgotten.c.target == article_id))))


def _page_reason(connection: Connection, page: str) -> str | None:
    """Why a page's bytes were erased; None if they were not."""
    return connection.scalar(_PAGE_REASON, {"page": page})


def page_is_forgotten(connection: Connection, page: str) -> bool:
    """Whether a page (its SHA-256) was erased and none of its articles is left."""
    if _page_reason(connection, page) is None:
        return False
    left = exists().where(_links.c.page_reading_id == _page_reading.c.id, _page_reading.c.page_sha256 == page)
    return not connection.scalar(select(left))


def sort_out(connection: Connection, page: str, readings: Sequence[Reading]) -> tuple[list[Reading], list[tuple[Reading, str]]]:
    """Part what may be entered from what was forgotten, the latter with the reason.

    An article was forgotten if its id was; or if its text was, and this is a page that it stood on: another date or language
    given by the user does not bring it back, while another outlet's printing of the same text is that outlet's.
    """
    hashes = [_text_hash(one.article.text) for one in readings]
    fits = _forgotten.c.target.in_([one.article.article_id for one in readings]) | _forgotten.c.text_sha256.in_(hashes)
    asked = select(_forgotten.c.target, _forgotten.c.text_sha256, _forgotten.c.reason).where(_forgotten.c.kind == "article", fits)
    known = connection.execute(asked).all()
    by_id = {target: reason for target, _, reason in known}
    by_text = {text: reason for _, text, reason in known} if known and _page_reason(connection, page) is not None else {}
    kept: list[Reading] = []
    refused: list[tuple[Reading, str]] = []
    for one, text_hash in zip(readings, hashes, strict=True):
        reason = by_id.get(one.article.article_id, by_text.get(text_hash))
        if reason is None:
            kept.append(one)
        else:
            refused.append((one, reason))
    return kept, refused


def issues_of(location: str, page: str, refused: Iterable[tuple[Reading, str]], *, fatal: bool) -> Iterator[Issue]:
    """One issue for each article that was not let in again; ``fatal`` if the page has no other."""
    for reading, reason in refused:
        message = f"{reading.article.article_id} was forgotten on request ({reason}) and is not entered again"
        yield Issue(location, "ledger", "forgotten", message, page, fatal)


def issues_of_page(connection: Connection, location: str, page: str) -> list[Issue]:
    """The issue of a page of which everything was forgotten, at one of its locations."""
    message = f"forgotten on request ({_page_reason(connection, page)}); it is not read again"
    return [Issue(location, "ledger", "forgotten", message, page)]


def erase(connection: Connection, *, article: str | None, outlet: str | None, reason: str) -> int:
    """Erase one article, or every article of an outlet; the number of articles erased."""
    fits = _article.c.article_id == article if outlet is None else _article.c.outlet_folded == fold(outlet)
    found = iter(connection.execute(select(_article.c.id, _article.c.article_id).where(fits)).all())
    count = 0
    while several := list(islice(found, _AT_ONCE)):
        _erase(connection, {row.article_id: row.id for row in several}, reason=reason)
        count += len(several)
    if count:
        sqlite.purge_words(connection)
    return count


def erase_these(connection: Connection, articles: Mapping[str, int], *, reason: str) -> None:
    """Erase these articles, given as ids with their keys."""
    left = iter(articles.items())
    while several := dict(islice(left, _AT_ONCE)):
        _erase(connection, several, reason=reason)
    if articles:
        sqlite.purge_words(connection)


def text_hash(text: str) -> str:
    """What a forgotten article's text is known by."""
    return _text_hash(text)


def _erase(connection: Connection, articles: Mapping[str, int], *, reason: str) -> None:
    """Erase articles, given as ids with their keys."""
    asked = select(_claim.c.id, _claim.c.claim_id, _claim.c.article_id).where(_claim.c.article_id.in_(articles))
    claims = connection.execute(asked.order_by(_claim.c.id)).all()
    through_links = select(_page_reading.c.page_sha256).join(_links).where(_links.c.article_id.in_(articles))
    first = select(_article.c.page_sha256).where(_article.c.article_id.in_(articles))
    pages = sorted(connection.scalars(union(through_links, first)))
    noted = notes.named_by(connection, articles)
    marks = _marks(connection, articles, [(row.claim_id, row.article_id) for row in claims], pages, reason)

    told.erase_articles(connection, articles)
    repeating.erase(connection, list(articles))
    correcting.erase(connection, claims=[row.claim_id for row in claims], sources=[*articles, *pages])
    roles.erase(connection, articles)
    notes.erase(connection, {*(row.claim_id for row in claims), *articles})
    sqlite.forget_words(connection, "claim", [row.id for row in claims])
    sqlite.forget_words(connection, "article", list(articles.values()))
    # A claim takes its parts with it; what is left in the tables of events are ids, until the rest is grouped anew.
    for table in (_claim, schema.reading, _links, schema.link, _article, schema.claim_key):
        connection.execute(delete(table).where(table.c.article_id.in_(articles)))
    notes.erase_unnamed(connection, noted)
    connection.execute(update(schema.page).where(schema.page.c.sha256.in_(pages)).values(content=None))
    connection.execute(schema.into(_forgotten), marks)
    for page in pages:
        if page_is_forgotten(connection, page):
            _put_aside(connection, page)


def _marks(
    connection: Connection,
    articles: Iterable[str],
    claims: Iterable[tuple[str, str]],
    pages: Sequence[str],
    reason: str,
) -> list[dict[str, str | None]]:
    """What stays: one row for each article, claim id and page."""
    texts = select(_article.c.article_id, _article.c.text).where(_article.c.article_id.in_(articles)).order_by(_article.c.id)
    asked = select(_forgotten.c.target).where(_forgotten.c.kind == "page", _forgotten.c.target.in_(pages))
    known = set(connection.scalars(asked))
    rows: list[tuple[str, str, str | None, str | None]] = [
        ("article", article, article, _text_hash(text)) for article, text in connection.execute(texts)
    ]
    rows += (("claim", claim, article, None) for claim, article in dict.fromkeys(claims))
    rows += (("page", page, None, None) for page in pages if page not in known)
    names = ("kind", "target", "article_id", "text_sha256")
    moment = now()
    return [{**dict(zip(names, row, strict=True)), "reason": reason, "forgotten_at": moment} for row in rows]


def _put_aside(connection: Connection, page: str) -> None:
    """Account anew for a page of which nothing is left: what was said of it goes, why it is gone stays."""
    of_page = _issue.c.page_reading_id.in_(select(_page_reading.c.id).where(_page_reading.c.page_sha256 == page))
    connection.execute(delete(_issue).where(of_page | (_issue.c.page_sha256 == page)))
    at_page = _page_location.c.page_sha256 == page
    connection.execute(update(_page_location).where(at_page).values(outcome="unsupported"))
    for location in connection.scalars(select(_page_location.c.location).where(at_page)).all():
        enter_issues(connection, issues_of_page(connection, location, page), None)
