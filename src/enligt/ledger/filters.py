"""Questions to SQL. What a user typed goes into parameters, never into the statement."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, FromClause, Select, Table, Text, and_, exists, false, func, or_, select

from enligt.errors import UsageError
from enligt.ledger import correcting, paging, schema, sqlite
from enligt.ledger.corrected_tables import corrected, corrected_party
from enligt.ledger.rows import days_of, name_words
from enligt.ledger.search import fold, phrases
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

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


class Then(NamedTuple):
    """What judgements had come to by the moment of ``as_of``: the claims rejected, and those in which something was set right.

    ``set_right`` None: no moment is asked for, and the ledger's tables say it.
    """

    rejected: Sequence[str] = ()
    set_right: Collection[str] | None = None


NOW: Final = Then()


class _Told(NamedTuple):
    """Where a claim's type, factuality, days and participants stand: as it was read, or as people set it right."""

    claims: Table
    key: ColumnElement[Any]
    parties: Table
    owner: str  # the parties' column that holds the key


_READ: Final = _Told(_claim, _claim.c.id, _participant, "claim_row")
_CORRECTED: Final = _Told(corrected, corrected.c.claim_id, corrected_party, "claim_id")


def _has(told: _Told, role: str, asked: str) -> ColumnElement[bool]:
    fits = select(told.parties.c[told.owner]).where(told.parties.c.role == role, _is(told.parties, asked))
    return told.key.in_(fits)


def _has_pair(told: _Told, one: str, other: str) -> ColumnElement[bool]:
    """One acts and the other does too or is acted upon; each is a participant of its own."""
    first, second = told.parties.alias("first"), told.parties.alias("second")
    either = or_(and_(_is(first, one), _is(second, other)), and_(_is(first, other), _is(second, one)))
    apart = or_(first.c.role != second.c.role, first.c.position != second.c.position)
    both = select(first.c[told.owner]).join(second, second.c[told.owner] == first.c[told.owner])
    return told.key.in_(both.where(first.c.role == "actor", apart, either))


def _who_and_what(query: ClaimQuery, told: _Told) -> Iterator[ColumnElement[bool]]:
    """The conditions on what people may set right."""
    if query.actor is not None:
        yield _has(told, "actor", query.actor)
    if query.recipient is not None:
        yield _has(told, "recipient", query.recipient)
    if query.pair is not None:
        yield _has_pair(told, *query.pair)
    if query.mode is not None:
        yield told.claims.c.mode == query.mode.lower()
    if query.event_type is not None:
        yield told.claims.c.event_type == query.event_type.upper()
    if query.factuality is not None:
        yield told.claims.c.factuality == query.factuality
    yield from overlaps(told.claims, query.since, query.until)


def _as_told(query: ClaimQuery, then: Then) -> Iterator[ColumnElement[bool]]:
    """The same, of each claim as people set it right, unless the query asks for what was read.

    What was set right by some moment and set right anew since is met by what is right now.
    """
    read = list(_who_and_what(query, _READ))
    if not read or query.uncorrected:
        yield from read
        return
    set_right = select(corrected.c.claim_id)
    if then.set_right is not None:
        set_right = set_right.where(corrected.c.claim_id.in_(sorted(then.set_right)))
    untouched = _claim.c.claim_id.not_in(set_right)
    yield or_(and_(untouched, *read), _claim.c.claim_id.in_(set_right.where(*_who_and_what(query, _CORRECTED))))


def check_language(connection: Connection, language: str | None) -> None:
    """Refuse a language that no article is in, unless it is one that is always read.

    Raises:
        UsageError: it is such a one.
    """
    if language is None or language in LANGUAGES or connection.scalar(select(exists().where(_article.c.language == language))):
        return
    known = ", ".join(dict.fromkeys([*LANGUAGES, *connection.scalars(select(_article.c.language).distinct())]))
    raise UsageError(f"nothing in this ledger is in {language!r}: choose one of {known}")


def as_needed(connection: Connection, query: ClaimQuery) -> ClaimQuery:
    """The query without regard to corrections where the ledger has none: it is answered faster.

    Raises:
        UsageError: no article is in the language asked for, and it is none that is always read.
    """
    check_language(connection, query.language)
    if query.uncorrected or connection.scalar(select(exists(select(corrected.c.claim_id)))):
        return query
    return replace(query, uncorrected=True)


def _or_as_right(
    query: ClaimQuery, then: Then, field: str, read: ColumnElement[bool], right: ColumnElement[bool]
) -> ColumnElement[bool]:
    """One condition of claims as they were read, another of those in which people set the field right; with ``then`` as above."""
    if query.uncorrected:
        return read
    touched = select(corrected.c.claim_id).where(func.json_type(corrected.c.fields, f"$.{field}").is_not(None))
    if then.set_right is not None:
        touched = touched.where(corrected.c.claim_id.in_(sorted(then.set_right)))
    return or_(and_(_claim.c.claim_id.not_in(touched), read), _claim.c.claim_id.in_(touched.where(right)))


def _set_right(path: str) -> ColumnElement[str]:
    """A text among the values that were set right."""
    return func.json_extract(corrected.c.fields, f"$.{path}", type_=Text())


def _who(query: ClaimQuery, then: Then) -> Iterator[ColumnElement[bool]]:
    if query.source is not None:
        asked = fold(query.source)
        named = schema.source.c.name_folded.contains(asked, autoescape=True)
        read = _claim.c.id.in_(select(schema.source.c.claim_row).where(named))
        right = _set_right(correcting.SOUGHT).contains(asked, autoescape=True)
        yield _or_as_right(query, then, "sources", read, right)


def _at(where: tuple[ColumnElement[Any], ...], query: ClaimQuery) -> ColumnElement[bool]:
    """Whether a place (its words, country and usual name) is the one asked for."""
    text, country, name = where
    asked = str(query.place)
    # SQLite folds the case of ASCII letters only: "ø" and "Ø" are tried apart
    spelt_so = [text.icontains(one, autoescape=True) for one in sorted({asked, asked.lower(), asked.upper(), asked.title()})]
    usual = sorted({asked, query.place_name or asked})
    return or_(*spelt_so, country == asked.upper(), name.in_(usual))


def _how(query: ClaimQuery, then: Then) -> Iterator[ColumnElement[bool]]:
    if query.context is not None:
        yield _claim.c.contexts.contains(f",{query.context.lower()},", autoescape=True)
    if query.goods is not None:
        good, asked = schema.good, query.goods
        named = or_(good.c.kind == asked.lower(), good.c.model.icontains(asked, autoescape=True))
        yield _claim.c.id.in_(select(good.c.claim_row).where(named))
    if query.place is not None:
        read = _at((_claim.c.where_text, _claim.c.place_country, _claim.c.place_name), query)
        right = _at(tuple(_set_right(f"where.{name}") for name in ("text", "place_country", "place_name")), query)
        yield _or_as_right(query, then, "where", read, right)
    if query.min_confidence is not None:
        yield _claim.c.confidence >= query.min_confidence


def _what(query: ClaimQuery) -> Iterator[ColumnElement[bool]]:
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


def own_reader(connection: Connection) -> str | None:
    """The reader whose claims are shown by default: who read for this ledger first. Claims from another hand do not count."""
    return connection.scalar(select(_reading.c.reader).where(~_reading.c.imported).order_by(_reading.c.id).limit(1))


def shown_by_default(reader: str | None) -> ColumnElement[bool]:
    """Whether a reading is shown where no reader is asked for: this reader's, and beside it what another hand made."""
    return or_(_reading.c.reader == reader, _reading.c.imported) if reader is not None else _reading.c.imported


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
    yield _reading.c.reader == query.reader if query.reader is not None else shown_by_default(default_reader)
    same = and_(later.c.article_id == _reading.c.article_id, later.c.reader == _reading.c.reader, later.c.added_at <= until)
    newer_of_its_kind = and_(later.c.id > _reading.c.id, or_(_reading.c.imported, ~later.c.imported))
    read_here = and_(_reading.c.imported, ~later.c.imported)  # which goes before what was imported under its name
    yield ~exists().where(same, or_(newer_of_its_kind, read_here))
    page, newer = schema.page_reading, schema.page_reading.alias("newer")
    replaced = exists().where(newer.c.page_sha256 == page.c.page_sha256, newer.c.id > page.c.id, newer.c.added_at <= until)
    given = _links.join(page, page.c.id == _links.c.page_reading_id)
    shown = exists().select_from(given).where(_links.c.article_id == _article.c.article_id, page.c.added_at <= until, ~replaced)
    yield shown.correlate(_article)


def versions_shown(query: ClaimQuery, default_reader: str | None, *, then: Then = NOW) -> Iterator[ColumnElement[bool]]:
    """The conditions for which reader's claims are shown, which version of them, and whether those that a person rejected are.

    ``then`` goes with ``as_of``.
    """
    if query.as_of is not None:
        if then.rejected and not query.rejected:
            yield _claim.c.claim_id.not_in(then.rejected)
        yield from _as_of(query, query.as_of, default_reader)
        return
    if not query.rejected:
        yield ~exists().where(schema.rejected.c.claim_id == _claim.c.claim_id)
    if not query.all_versions:
        yield _reading.c.newest
        yield _reading.c.reader == query.reader if query.reader is not None else shown_by_default(default_reader)
        yield article_is_shown()
    elif query.reader is not None:
        yield _reading.c.reader == query.reader


def about(query: ClaimQuery, *, then: Then = NOW) -> Iterator[ColumnElement[bool]]:
    """The conditions that a claim (joined to its reading and article) meets a query, whichever version of it is shown."""
    yield from _who(query, then)
    yield from _what(query)
    yield from _how(query, then)
    yield from _as_told(query, then)


def claim_keys(
    query: ClaimQuery, default_reader: str | None, *, then: Then = NOW, after: Place | None = None, newest: bool = False
) -> Select[int, str]:
    """The keys of the claims asked for, each with its article's id, in the order in which they are shown; ``after`` a place.

    ``then`` goes with ``as_of``; ``newest``: what was added last comes first, whatever its date.

    Raises:
        UsageError: a date that is none, or a negative limit or offset.
    """
    if query.offset < 0 or (query.limit is not None and query.limit < 0):
        raise UsageError(f"limit {query.limit} and offset {query.offset} cannot be negative")
    joined = _claim.join(_reading, _reading.c.id == _claim.c.reading_id).join(
        _article, _article.c.article_id == _claim.c.article_id
    )
    by_day: tuple[ColumnElement[Any], ...] = (
        _article.c.published.is_(None),  # what has no date comes last, in every database
        _article.c.published,
        _claim.c.article_id,
        _claim.c.evidence_start,
        _claim.c.trigger_start,
        _claim.c.event_type,
        _claim.c.id,
    )
    order: tuple[ColumnElement[Any], ...] = (_claim.c.id.desc(),) if newest else by_day
    asked = (
        select(_claim.c.id, _claim.c.article_id)
        .select_from(joined)
        .where(*about(query, then=then), *versions_shown(query, default_reader, then=then))
        .order_by(*order)
    )
    if query.limit is not None:
        asked = asked.limit(query.limit)
    return paging.behind(asked, paging.CLAIM_ORDER, after, offset=query.offset)
