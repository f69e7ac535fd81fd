"""Questions to SQL. What a user typed goes into parameters, never into the statement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, FromClause, Select, and_, exists, false, or_, select

from enligt.errors import UsageError
from enligt.ledger import paging, schema, sqlite
from enligt.ledger.rows import days_of, name_words
from enligt.ledger.search import fold, phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.ledger.paging import Place
    from enligt.ledger.records import ClaimQuery

_STATE = re.compile(r"[A-Z]{3}")

_article, _claim, _participant, _reading = schema.article, schema.claim, schema.participant, schema.reading
_links, _location = schema.article_page, schema.page_location


def article_is_shown() -> ColumnElement[bool]:
    """Whether one of the article's pages is, at one location at least, shown by a reading that gave the article."""
    at_location = _links.join(_location, _location.c.page_reading_id == _links.c.page_reading_id)
    return exists().select_from(at_location).where(_links.c.article_id == _article.c.article_id)


def overlaps(table: FromClause, since: str | None, until: str | None) -> Iterator[ColumnElement[bool]]:
    """The conditions that the days of a row overlap ``since`` to ``until``, ISO days, months or years, both included.

    Raises:
        UsageError: one is no date, or they are the wrong way round.
    """
    first = _days("since", since)[0] if since is not None else None
    last = _days("until", until)[1] if until is not None else None
    if first is not None and last is not None and first > last:
        raise UsageError(f"since {since} lies after until {until}")
    if first is not None:
        yield table.c.to_day >= first
    if last is not None:
        yield table.c.from_day <= last


def _days(name: str, date: str) -> tuple[str, str]:
    if (days := days_of(date)) is None:
        raise UsageError(f"{name}: {date!r} is no date; write a day, month or year as 2024-11-30, 2024-11 or 2024")
    return days


def meets_text(kind: Any, text: str) -> ColumnElement[bool]:
    """The condition that the claims' evidence, or the articles' text, meets a search; one without any word meets nothing."""
    asked = phrases(text)
    return sqlite.meets(kind, asked) if asked else false()


def outlet_is(outlet: str) -> ColumnElement[bool]:
    """The condition that an article is of this outlet, whatever the case."""
    return _article.c.outlet_folded == fold(outlet)


def _is(participant: FromClause, asked: str) -> ColumnElement[bool]:
    """Whether a participant has this id, or a name with these whole words."""
    by_id = participant.c.actor.in_({asked, asked.upper(), asked.lower()})
    if _STATE.fullmatch(asked) or not name_words(asked).strip():
        return by_id
    return or_(by_id, participant.c.name_words.contains(name_words(asked), autoescape=True))


def _has(role: str, asked: str) -> ColumnElement[bool]:
    fits = select(_participant.c.claim_row).where(_participant.c.role == role, _is(_participant, asked))
    return _claim.c.id.in_(fits)


def _has_pair(one: str, other: str) -> ColumnElement[bool]:
    """One acts and the other does too or is acted upon; each is a participant of its own."""
    first, second = _participant.alias("first"), _participant.alias("second")
    either = or_(and_(_is(first, one), _is(second, other)), and_(_is(first, other), _is(second, one)))
    apart = or_(first.c.role != second.c.role, first.c.position != second.c.position)
    both = select(first.c.claim_row).join(second, second.c.claim_row == first.c.claim_row)
    return _claim.c.id.in_(both.where(first.c.role == "actor", apart, either))


def _who(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if query.actor is not None:
        yield _has("actor", query.actor)
    if query.recipient is not None:
        yield _has("recipient", query.recipient)
    if query.pair is not None:
        yield _has_pair(*query.pair)
    if query.source is not None:
        named = schema.source.c.name_folded.contains(fold(query.source), autoescape=True)
        yield _claim.c.id.in_(select(schema.source.c.claim_row).where(named))


def _how(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if query.mode is not None:
        yield _claim.c.mode == query.mode.lower()
    if query.context is not None:
        yield _claim.c.contexts.contains(f",{query.context.lower()},", autoescape=True)
    if query.goods is not None:
        good, asked = schema.good, query.goods
        named = or_(good.c.kind == asked.lower(), good.c.model.icontains(asked, autoescape=True))
        yield _claim.c.id.in_(select(good.c.claim_row).where(named))
    if query.place is not None:
        # SQLite folds the case of ASCII letters only: "ø" and "Ø" are tried apart
        spelt = {query.place, query.place.lower(), query.place.upper(), query.place.title()}
        spelt_so = [_claim.c.where_text.icontains(one, autoescape=True) for one in sorted(spelt)]
        usual = {query.place, query.place_name} - {None}
        yield or_(*spelt_so, _claim.c.place_country == query.place.upper(), _claim.c.place_name.in_(sorted(usual)))
    if query.min_confidence is not None:
        yield _claim.c.confidence >= query.min_confidence


def _what(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    if query.event_type is not None:
        yield _claim.c.event_type == query.event_type.upper()
    if query.factuality is not None:
        yield _claim.c.factuality == query.factuality
    if query.language is not None:
        yield _article.c.language == query.language
    if query.text is not None:
        yield meets_text("claim", query.text)
    if query.article is not None:
        yield _article.c.article_id == query.article
    if query.outlet is not None:
        yield outlet_is(query.outlet)
    if query.known_by is not None:
        yield or_(_article.c.published.is_(None), _article.c.published <= query.known_by)
    yield from overlaps(_claim, query.since, query.until)


def end_of(moment: str) -> str:
    """What every moment (UTC, as `rows.now` writes it) up to the end of an ISO day or second sorts before."""
    return moment + "~"


def _as_of(query: ClaimQuery, moment: str, default_reader: str | None) -> Iterator[ColumnElement[bool]]:
    """The conditions that a claim was shown at a moment: by the last reading of its article, on the last reading of its page."""
    until, later = end_of(moment), _reading.alias("later")
    yield _article.c.added_at <= until
    yield _reading.c.added_at <= until
    if query.all_versions:
        if query.reader is not None:
            yield _reading.c.reader == query.reader
        return
    yield _reading.c.reader == (query.reader or default_reader)
    same = and_(later.c.article_id == _reading.c.article_id, later.c.reader == _reading.c.reader)
    yield ~exists().where(same, later.c.id > _reading.c.id, later.c.added_at <= until)
    page, newer = schema.page_reading, schema.page_reading.alias("newer")
    replaced = exists().where(newer.c.page_sha256 == page.c.page_sha256, newer.c.id > page.c.id, newer.c.added_at <= until)
    given = _links.join(page, page.c.id == _links.c.page_reading_id)
    shown = exists().select_from(given).where(_links.c.article_id == _article.c.article_id, page.c.added_at <= until, ~replaced)
    yield shown.correlate(_article)


def versions_shown(
    query: ClaimQuery, default_reader: str | None, *, rejected: Sequence[str] = ()
) -> Iterator[ColumnElement[bool]]:
    """The conditions for which reader's claims are shown, which version of them, and whether those that a person rejected are.

    ``rejected`` are the claims that were rejected by the moment of ``as_of``.
    """
    if query.as_of is not None:
        if rejected and not query.rejected:
            yield _claim.c.claim_id.not_in(rejected)
        yield from _as_of(query, query.as_of, default_reader)
        return
    if not query.rejected:
        yield ~exists().where(schema.rejected.c.claim_id == _claim.c.claim_id)
    if not query.all_versions:
        yield _reading.c.newest
        yield _reading.c.reader == (query.reader or default_reader)
        yield article_is_shown()
    elif query.reader is not None:
        yield _reading.c.reader == query.reader


def about(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
    """The conditions that a claim (joined to its reading and article) meets a query, whichever version of it is shown."""
    yield from _who(query)
    yield from _what(query)
    yield from _how(query)


def claim_keys(
    query: ClaimQuery, default_reader: str | None, *, rejected: Sequence[str] = (), after: Place | None = None
) -> Select[int, str]:
    """The keys of the claims asked for, each with its article's id, in the order in which they are shown; ``after`` a place.

    ``rejected``: as `versions_shown`.

    Raises:
        UsageError: a date that is none, or a negative limit or offset.
    """
    if query.offset < 0 or (query.limit is not None and query.limit < 0):
        raise UsageError(f"limit {query.limit} and offset {query.offset} cannot be negative")
    joined = _claim.join(_reading, _reading.c.id == _claim.c.reading_id).join(
        _article, _article.c.article_id == _claim.c.article_id
    )
    asked = (
        select(_claim.c.id, _claim.c.article_id)
        .select_from(joined)
        .where(*about(query), *versions_shown(query, default_reader, rejected=rejected))
        .order_by(
            _article.c.published.is_(None),  # what has no date comes last, in every database
            _article.c.published,
            _claim.c.article_id,
            _claim.c.evidence_start,
            _claim.c.trigger_start,
            _claim.c.event_type,
            _claim.c.id,
        )
    )
    if query.limit is not None:
        asked = asked.limit(query.limit)
    return paging.behind(asked, paging.CLAIM_ORDER, after, offset=query.offset)
