"""Adding to a ledger. Each call is one transaction: it is there whole, or not at all, whatever happens."""

from __future__ import annotations

import json
import zlib
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import ColumnElement, Connection, Select, Table, bindparam, delete, exists, func, select, update

from enligt.errors import InputError
from enligt.ledger import asides, events, fetched, forgetting, judging, progress, repeating, schema, sqlite
from enligt.ledger.issues import enter_issues
from enligt.ledger.opening import engine_for_writing
from enligt.ledger.records import Changes, Outcome, Progress
from enligt.ledger.rows import article_of, article_row, claim_rows, link_rows, load_claims, now, storable
from enligt.model import Article, Claim, Issue, Page, Reading, Repeats

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from enligt.ledger.records import Decision, FetchedRow, Judgement

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
class _Asked:
    """What makes a reading of a page the same work: its bytes, what overrode its own word, the reader and its version."""

    page: str
    options: str
    reader: str
    reader_version: str

    @classmethod
    def of(cls, page: Page, options: Mapping[str, str], reader: str, reader_version: str) -> _Asked:
        canonical = json.dumps(dict(options), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return cls(page.sha256, canonical, reader, reader_version)

    def row(self) -> dict[str, Any]:
        return {
            "page_sha256": self.page,
            "options": self.options,
            "reader": self.reader,
            "reader_version": self.reader_version,
        }


@dataclass(frozen=True, slots=True)
class _Handed:
    """A page as it was handed in: where, and the hash of its bytes."""

    page: str
    location: str
    media_type: str | None
    fetched: str | None

    @classmethod
    def of(cls, page: Page, sha256: str) -> _Handed:
        return cls(sha256, storable(page.location), page.media_type, page.fetched)

    def row(self, *, reading: int | None, outcome: Outcome) -> dict[str, Any]:
        return {
            "page_sha256": self.page,
            "location": self.location,
            "media_type": self.media_type,
            "fetched": self.fetched,
            "page_reading_id": reading,
            "outcome": outcome,
            "added_at": now(),
        }


def open_writer(path: str | Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> Writer:
    """Open the ledger at ``path`` for writing; it is made, or brought to this version's schema, where need be.

    Another process may write to the same ledger: each waits up to ``busy_seconds`` for the other.

    Raises:
        LedgerTooNew: it was made by a later version of this program.
        LedgerDamaged: the file is something else, or broken.
        LedgerLocked: another process did not let go of it in time.
        LedgerFull: no room on the disk.
        LedgerError: the file or its folder cannot be written.
    """
    return Writer(Path(path), busy_seconds=busy_seconds)


class Writer:
    """Adds to a ledger; a context manager. Made by `open_writer`. Not for two threads at once.

    Where ``repeats`` is set, each new article is related to those that it repeats, in the transaction that enters it.
    """

    def __init__(self, path: Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> None:
        self.repeats: Repeats | None = None
        self._path = path
        self._engine = engine_for_writing(path, busy_seconds=busy_seconds)

    def close(self) -> None:
        """Let the file go. What was recorded is already there."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _transaction(self, about: str) -> Iterator[Connection]:
        """A transaction that holds the write lock; undone on any error. ``about`` names what is being written."""
        try:
            with sqlite.plain_errors(self._path), self._engine.begin() as connection:
                yield connection
        except UnicodeEncodeError as error:
            raise InputError(
                f"{about}: holds half a character (a lone surrogate), which no file can keep; mend the text"
            ) from error

    def finished(
        self, page: Page, *, reader: str, reader_version: str, options: Mapping[str, str], whole: bool = False
    ) -> Outcome | None:
        """How this content ended, if it was read before by this version of this reader with the same options; else None.

        The page's location is entered, so that a copy under another name is accounted for under its own: as a
        ``duplicate``, or, where its like could not be read, as that was, with the same issues. A page of which everything
        was forgotten is ``unsupported``, whoever asks. ``whole``: a page of which anything was put aside is not finished.
        """
        asked = _Asked.of(page, options, reader, reader_version)
        handed = _Handed.of(page, asked.page)
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            done = _find_reading(connection, asked)
            if done is None and not forgetting.page_is_forgotten(connection, asked.page):
                return None
            if whole and done is not None and asides.is_left(connection, done):
                return None
            known = _find_location(connection, handed)
            if done is not None and known is not None and known.page_reading_id == done:
                return _outcome(known.outcome)
        with self._transaction(handed.location) as connection:
            if forgetting.page_is_forgotten(connection, asked.page):
                return _enter_forgotten(connection, handed)
            return None if done is None else _enter_location(connection, handed, done)

    def record(  # noqa: PLR0913 - one transaction needs all of what one page gave
        self,
        page: Page,
        *,
        readings: Sequence[Reading],
        issues: Sequence[Issue],
        reader: str,
        reader_version: str,
        options: Mapping[str, str],
        aside: Sequence[Article] | None = None,
    ) -> Outcome:
        """Enter a page with its articles, their claims and its issues, in one transaction; doing it twice changes nothing.

        ``options`` are what overrode the page's own word (``published``, ``language``). A page that was read before with
        other options is shown by the later reading, at this location; the former stays. An article that was read before by
        the same version of the reader keeps the claims that it has. A page that gave nothing may be tried again. Articles
        that were forgotten are not entered again: an issue with the code ``forgotten`` says so. A page that ends neither as
        articles nor as a fatal issue gets an issue.

        Returns:
            How the page ended: ``claims`` or ``no-claims``; ``duplicate`` if all its articles were first read elsewhere; if
            there is no article ``unsupported`` where every fatal issue's code says so (`UNSUPPORTED_CODES`), else ``failed``.

        Raises:
            InputError: a text that no file can hold (a lone surrogate).
            ValueError: a reading of another page or reader, or two of whose claims have one id.
            LedgerError: as `open_writer`.
        """
        asked = _Asked.of(page, options, reader, reader_version)
        unread = {one.article_id for one in aside or ()}
        everyone = [*readings, *(Reading(one, (), reader, reader_version) for one in aside or ())]
        for one in everyone:
            _check(one, reader, reader_version)
            if one.article.page != asked.page:
                raise ValueError(f"{one.article.article_id} is of page {one.article.page}, not of {asked.page}")
        handed = _Handed.of(page, asked.page)
        with self._transaction(handed.location) as connection:
            if forgetting.page_is_forgotten(connection, asked.page):
                return _enter_forgotten(connection, handed)
            done = _find_reading(connection, asked)
            left = [] if done is None else asides.unread(connection, done)
            fills = any(one.article.article_id in left for one in readings)
            if done is not None and not fills and not _gave_nothing(connection, done):
                enter_issues(connection, [one for one in issues if one.fatal and left], done)
                return _enter_location(connection, handed, done)
            unique: dict[str, Reading] = {}
            for one in everyone:  # the same story twice on a page is one
                unique.setdefault(one.article.article_id, one)
            unread -= {one.article.article_id for one in readings}
            kept, refused = forgetting.sort_out(connection, asked.page, list(unique.values()))
            told = [*issues, *forgetting.issues_of(handed.location, asked.page, refused, fatal=not kept)]
            told += _nothing_read(handed) if not kept and aside is None and not any(issue.fatal for issue in told) else []
            if done is not None and not kept:
                enter_issues(connection, told, done)
                return _enter_location(connection, handed, done)
            read = [one for one in kept if one.article.article_id not in unread]
            _enter_page(connection, asked.page, page.content)
            outcome = _outcome_of(read, told, aside=bool(kept) or aside is not None)
            reading = _enter_reading(connection, asked, outcome, done)
            if done is not None and left:
                asides.gives_way(connection, done, outcome)
            new = _new_articles(connection, kept)
            articles = [one.article.article_id for one in kept]
            owner, outcome = _place(connection, handed, reading, articles=articles, owns_new=bool(new))
            _enter_articles(connection, new, owner)
            if articles:
                links = [{"page_reading_id": reading, "position": n, "article_id": one} for n, one in enumerate(articles)]
                connection.execute(schema.into(schema.article_page), links)
            gained = [one.article for one in read if _enter_claims(connection, one)]
            if self.repeats is not None:
                repeating.enter(connection, self.repeats, new)
                repeating.relate_anew(connection, self.repeats, [one for one in gained if one not in new])
            enter_issues(connection, told, reading)
            return outcome

    def sign(self, *, limit: int = 200) -> int:
        """Relate articles that were entered without ``repeats``, or by older rules; so many at most, and how many there were."""
        if self.repeats is None:
            return 0
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            if not repeating.unsigned(connection, self.repeats.method, limit=1):
                return 0
        with self._transaction("repeats") as connection:
            repeating.forget_old(connection, self.repeats.method)
            articles = repeating.unsigned(connection, self.repeats.method, limit=limit)
            repeating.enter(connection, self.repeats, articles)
            return len(articles)

    def record_issue(self, issue: Issue) -> None:
        """Enter an issue with an input that gave no page: an unreadable file, a directory loop. Twice is as once."""
        with self._transaction(storable(issue.location)) as connection:
            enter_issues(connection, [issue], None)

    def remember(self, answer: FetchedRow) -> None:
        """Enter what an address answered, once its page is recorded; it takes the place of the answer before."""
        with self._transaction(answer.address) as connection:
            fetched.enter(connection, answer)

    def progress(self, path: str, *, options: Mapping[str, str], reader: str, reader_version: str) -> Progress | None:
        """How far a file of many pages is recorded, by this version of this reader with the same options; None: not begun."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return progress.find(connection, storable(path), options=options, reader=reader, reader_version=reader_version)

    def record_progress(self, reached: Progress) -> None:
        """Enter how far a file of many pages is recorded. The pages before that place must be recorded already."""
        reached = replace(reached, path=storable(reached.path))
        with self._transaction(reached.path) as connection:
            progress.enter(connection, reached)

    def reread(self, reading: Reading) -> Changes:
        """Enter a new reading of an article of the ledger, and tell how it differs from the one shown before.

        The claims get a new version, the old stay. A version that has read the article before keeps the claims it has, and
        is shown again. A forgotten article stays forgotten, without changes.

        Raises:
            ValueError: the ledger has no such article, or two of the claims have one id.
            LedgerError: as `open_writer`.
        """
        _check(reading, reading.reader, reading.reader_version)
        article_id = reading.article.article_id
        with self._transaction(article_id) as connection:
            row = connection.execute(select(schema.article).where(schema.article.c.article_id == article_id)).mappings().first()
            if row is None:
                if forgetting.article_is_forgotten(connection, article_id):
                    return Changes()
                raise ValueError(f"{article_id}: not in {self._path}; only articles of the ledger can be read again")
            before = _shown_claims(connection, article_id, reading.reader)
            article = article_of(row)
            if _enter_claims(connection, replace(reading, article=article)) and self.repeats is not None:
                repeating.relate_anew(connection, self.repeats, [article])
            asides.was_read(connection, article_id, claims=bool(reading.claims))
            return _compare(before, _shown_claims(connection, article_id, reading.reader))

    def unlinked(self, *, linker: str) -> list[events.Stale]:
        """The articles whose claims are to be compared with the others' (anew), as ``linker`` compares them."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return events.stale(connection, reader=self._reader(connection), linker=linker)

    def link(  # noqa: PLR0913 - one transaction needs all that linking one article gave
        self,
        article: events.Stale,
        *,
        linker: str,
        keys: Mapping[str, Collection[str]],
        links: Iterable[events.Linked],
        enough: int,
        regroup: events.Regroup,
        sought: Collection[str] = (),
        seen: Collection[str] = (),
    ) -> bool:
        """Enter what an article's claims are found by and linked to, and group anew what that touches (``ledger.events.enter``).

        Returns:
            False, and nothing is entered, where another process has linked a neighbour meanwhile: look again.
        """
        with self._transaction(article.article_id) as connection:
            return events.enter(
                connection,
                article,
                linker=linker,
                keys=keys,
                links=links,
                enough=enough,
                regroup=regroup,
                sought=sought,
                seen=seen,
            )

    def judge(
        self, judged: Iterable[tuple[Decision, str, str | None]], *, author: str, reason: str | None = None
    ) -> list[Judgement]:
        """Add a person's judgements, all or none; the claims they are about are grouped anew when they are linked next.

        Args:
            judged: decision and claim; of ``same`` and ``apart`` the other claim, of ``undo`` the judgement's id.
            author: who decides.
            reason: why, if told.

        Raises:
            UsageError: there is no such judgement, or it does not hold any more.
            LedgerError: as `open_writer`.
        """
        with self._transaction("judge") as connection:
            return judging.enter(connection, judged, author=author, reason=reason)

    def _reader(self, connection: Connection) -> str | None:
        """The reader whose claims are shown by default: who read for this ledger first."""
        return connection.scalar(select(schema.reading.c.reader).order_by(schema.reading.c.id).limit(1))

    def forget(self, *, article: str | None = None, outlet: str | None = None, reason: str) -> int:
        """Erase an article (its whole id), or all of an outlet (its whole name, whatever the case), for good.

        The pages' bytes, the texts, all claims with the words they quote, the search index and the sentence vectors go, from
        the file too; hashes, ids, ``reason`` and the day stay, and what was forgotten is not let in again. Other articles of
        the same page stay, without its bytes. Readers that have the ledger open may keep the writer's log from being emptied
        until the next time it is written to.

        Returns:
            How many articles were erased: 0 where nothing fits.

        Raises:
            ValueError: neither or both of ``article`` and ``outlet``, or no reason.
            LedgerError: as `open_writer`.
        """
        if (article is None) == (outlet is None):
            raise ValueError("forget takes an article or an outlet, one of them")
        if not reason.strip():
            raise ValueError("forget takes a reason: it is all that stays")
        with self._transaction("forget") as connection:
            sqlite.erase_behind(connection)
            count = forgetting.erase(connection, article=article, outlet=outlet, reason=storable(reason))
        if count:
            with sqlite.plain_errors(self._path):
                sqlite.empty_log(self._engine)
        return count


def _outcome(stored: str) -> Outcome:
    outcome: Outcome = stored  # type: ignore[assignment]  # only outcomes are ever written into that column
    return outcome


@cache
def _highest(table: Table) -> Select[int]:
    return select(func.coalesce(func.max(table.c.id), 0))


def _next_key(connection: Connection, table: Table) -> int:
    """The next free integer key: nobody else can take it, since the transaction holds the write lock."""
    return (connection.scalar(_highest(table)) or 0) + 1


def _find_reading(connection: Connection, asked: _Asked) -> int | None:
    return connection.scalar(_READING, asked.row())


def _find_location(connection: Connection, handed: _Handed) -> Any:
    return connection.execute(_LOCATION, {"page_sha256": handed.page, "location": handed.location}).first()


def _check(reading: Reading, reader: str, reader_version: str) -> None:
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


def _outcome_of(readings: Sequence[Reading], issues: Iterable[Issue], *, aside: bool = False) -> Outcome:
    if readings:
        return "claims" if any(one.claims for one in readings) else "no-claims"
    if aside:
        return "aside"
    fatal = (issue.code for issue in issues if issue.fatal)
    return "unsupported" if all(c in UNSUPPORTED_CODES or c.startswith("unsupported") for c in fatal) else "failed"


def _nothing_read(handed: _Handed) -> list[Issue]:
    message = "nothing was read, and nobody said why: please report it, with the page"
    return [Issue(handed.location, "article", "nothing-read", message, handed.page)]


def _enter_page(connection: Connection, sha256: str, content: bytes) -> None:
    if connection.scalar(_PAGE, {"sha256": sha256}):
        return  # bytes that were forgotten with one of the page's articles stay so
    row = {"sha256": sha256, "size": len(content), "content": zlib.compress(content), "added_at": now()}
    connection.execute(schema.into(schema.page), row)


def _gave_nothing(connection: Connection, reading: int) -> bool:
    """Whether a reading of a page gave no article, so that another try may do better."""
    return not connection.scalar(select(exists().where(schema.article_page.c.page_reading_id == reading)))


def _enter_reading(connection: Connection, asked: _Asked, outcome: Outcome, failed: int | None) -> int:
    """The key of a new reading of a page; one that had failed gives way to the try that did not, with what it complained of."""
    table = schema.page_reading
    if failed is None:
        key = _next_key(connection, table)
        connection.execute(schema.into(table), {"id": key, **asked.row(), "outcome": outcome, "added_at": now()})
        return key
    connection.execute(delete(schema.issue).where(schema.issue.c.page_reading_id == failed))
    connection.execute(update(table).where(table.c.id == failed).values(outcome=outcome))
    if _gave_nothing(connection, failed):
        at_copies = schema.page_location.c.page_reading_id == failed
        connection.execute(update(schema.page_location).where(at_copies).values(outcome="duplicate"))
    return failed


def _place(
    connection: Connection, handed: _Handed, reading: int, *, articles: Sequence[str], owns_new: bool = False
) -> tuple[int, Outcome]:
    """Point a location at a reading of its page; its key, and how the page ended there.

    It is a duplicate if other locations own every article that the reading gave.
    """
    table, known = schema.page_location, _find_location(connection, handed)
    key = _next_key(connection, table) if known is None else int(known.id)
    outcome = _outcome(str(connection.scalar(select(schema.page_reading.c.outcome).where(schema.page_reading.c.id == reading))))
    if articles and not owns_new:
        owned = schema.article.c.article_id.in_(articles) & (schema.article.c.page_location_id == key)
        if not connection.scalar(select(exists().where(owned))):
            outcome = "duplicate"
    if known is None:
        connection.execute(schema.into(table), {"id": key, **handed.row(reading=reading, outcome=outcome)})
    else:
        connection.execute(update(table).where(table.c.id == key).values(page_reading_id=reading, outcome=outcome))
    return key, outcome


def _enter_location(connection: Connection, handed: _Handed, reading: int) -> Outcome:
    """Account for one more location of a page that was read before, or for another of its readings."""
    links, issues = schema.article_page, schema.issue
    articles = connection.scalars(select(links.c.article_id).where(links.c.page_reading_id == reading)).all()
    _, outcome = _place(connection, handed, reading, articles=articles)
    if outcome in {"unsupported", "failed"}:
        told = connection.execute(select(issues).where(issues.c.page_reading_id == reading).order_by(issues.c.id)).mappings()
        again = [Issue(handed.location, r["stage"], r["code"], r["message"], r["page_sha256"], r["fatal"]) for r in told]
        enter_issues(connection, again, reading)
    return outcome


def _enter_forgotten(connection: Connection, handed: _Handed) -> Outcome:
    """Account for a page of which everything was forgotten."""
    if _find_location(connection, handed) is None:
        connection.execute(schema.into(schema.page_location), handed.row(reading=None, outcome="unsupported"))
    enter_issues(connection, forgetting.issues_of_page(connection, handed.location, handed.page), None)
    return "unsupported"


def _new_articles(connection: Connection, readings: Sequence[Reading]) -> list[Article]:
    ids = [one.article.article_id for one in readings]
    known = set(connection.scalars(select(schema.article.c.article_id).where(schema.article.c.article_id.in_(ids))))
    return [one.article for one in readings if one.article.article_id not in known]


def _enter_articles(connection: Connection, articles: Sequence[Article], owner: int) -> None:
    if not articles:
        return
    first, moment = _next_key(connection, schema.article), now()
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


def _enter_claims(connection: Connection, reading: Reading) -> bool:
    """Enter one article's claims unless this version of the reader has read it before; either way it is the one shown.

    Returns:
        Whether the article has sentence vectors that it had not.
    """
    table, article_id = schema.reading, reading.article.article_id
    versions = (table.c.article_id == article_id) & (table.c.reader == reading.reader)
    known = connection.execute(select(table.c.id, table.c.reader_version, table.c.newest, table.c.vectors).where(versions)).all()
    same = next((one for one in known if one.reader_version == reading.reader_version), None)
    vectors = reading.vectors or None
    lacking = vectors is not None and (same is None or same.vectors is None)
    if same is not None and lacking:
        connection.execute(update(table).where(table.c.id == same.id).values(vectors=vectors))
    if same is not None and same.newest:
        return lacking
    if known:
        connection.execute(update(table).where(versions, table.c.newest).values(newest=False))
    if same is not None:
        connection.execute(update(table).where(table.c.id == same.id).values(newest=True))
        return lacking
    key = _next_key(connection, table)
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
    if not reading.claims:
        return lacking
    rows = claim_rows(reading.claims, reading.article, first_key=_next_key(connection, schema.claim), reading=key)
    for part, several in rows.items():
        if several:
            connection.execute(schema.into(part), several)
    sqlite.index_words(connection, "claim", ((one["id"], one["evidence_text"]) for one in rows[schema.claim]))
    return lacking


def _shown_claims(connection: Connection, article_id: str, reader: str) -> tuple[Claim, ...]:
    """The claims of the newest version of a reader, in the order of the text."""
    claim, reading = schema.claim, schema.reading
    asked = (
        select(claim.c.id)
        .join(reading, reading.c.id == claim.c.reading_id)
        .where(reading.c.article_id == article_id, reading.c.reader == reader, reading.c.newest)
        .order_by(claim.c.evidence_start, claim.c.trigger_start, claim.c.event_type)
    )
    return tuple(load_claims(connection, connection.scalars(asked).all()))


def _substance(claim: Claim) -> Claim:
    """The claim less what differs from version to version without saying anything else."""
    return replace(
        claim,
        reader_version="",
        confidence=1.0,
        slot_confidence={},
        steps=(),
        vector=b"",
        actors=tuple(replace(one, confidence=1.0) for one in claim.actors),
        recipients=tuple(replace(one, confidence=1.0) for one in claim.recipients),
        sources=tuple(replace(one, confidence=1.0) for one in claim.sources),
    )


def _compare(before: Sequence[Claim], after: Sequence[Claim]) -> Changes:
    old = {claim.claim_id: claim for claim in before}
    new = {claim.claim_id: claim for claim in after}
    both = [(old[key], new[key]) for key in new if key in old]
    changed = tuple(pair for pair in both if _substance(pair[0]) != _substance(pair[1]))
    return Changes(
        added=tuple(claim for key, claim in new.items() if key not in old),
        changed=changed,
        gone=tuple(claim for key, claim in old.items() if key not in new),
        same=len(both) - len(changed),
    )
