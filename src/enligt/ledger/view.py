"""Reading a ledger. A view cannot write: its connections are read-only."""

from __future__ import annotations

import re
import zlib
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import ColumnElement, Connection, select

from enligt.errors import LedgerDamaged, LedgerMissing, UsageError
from enligt.ledger import (
    alerts,
    auditing,
    changes,
    cited,
    counting,
    events,
    fetched,
    filters,
    importing,
    judging,
    listing,
    loading,
    meaning,
    months,
    notes,
    paging,
    related,
    roles,
    saving,
    schema,
    sqlite,
    told,
    told_query,
)
from enligt.ledger.opening import engine_for_reading
from enligt.ledger.overview import Overview
from enligt.ledger.records import (
    ClaimQuery,
    ClaimRow,
    EventQuery,
    FetchedRow,
    Forgotten,
    Judgement,
    LedgerCounts,
    Outcome,
    PageRow,
)
from enligt.model import Article, Issue, Page

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from types import TracebackType

    from enligt.ledger.alerts import Alert
    from enligt.ledger.notes import Note
    from enligt.ledger.records import Change, SavedFilter
    from enligt.model import Claim, Relation, RepeatKind, RoleSaid

_PREFIX: Final = re.compile(r"(?:(art|clm)-)?([0-9a-f]{0,64})")
_EVERYTHING: Final = ClaimQuery()

_article, _claim, _page, _issue = schema.article, schema.claim, schema.page, schema.issue
_page_reading, _page_location, _reading = schema.page_reading, schema.page_location, schema.reading


def open_view(path: str | Path, *, reader: str | None = None) -> View:
    """Open the ledger at ``path`` for reading; others may write to it meanwhile.

    ``reader`` names the reader whose claims are shown where a query names none; None: the one that read for this ledger
    first.

    Raises:
        LedgerMissing: there is none.
        LedgerTooNew: it was made by a later version of this program.
        LedgerDamaged: the file is something else, or broken.
        LedgerError: it cannot be read, or was made by an earlier version and must be opened for writing first.
    """
    return View(Path(path), reader=reader)


class View:
    """A ledger to read from; a context manager. Made by `open_view`. May be used from several threads.

    Each answer is of one moment, however long it takes to read it to its end.
    """

    def __init__(self, path: Path, *, reader: str | None = None) -> None:
        self._path = path
        self._file = sqlite.file_of(path)
        self._reader = reader
        self._engine = engine_for_reading(path)

    def close(self) -> None:
        """Let the file go."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def _moment(self) -> Iterator[Connection]:
        with sqlite.plain_errors(self._path), self._engine.connect() as connection:
            yield connection

    def _default_reader(self, connection: Connection) -> str | None:
        return self._reader or filters.own_reader(connection)

    def own_reader(self) -> str | None:
        """The reader whose claims are shown where none is asked for, beside imported ones; None where nothing was read."""
        with self._moment() as connection:
            return self._default_reader(connection)

    @contextmanager
    def overview(self) -> Iterator[Overview]:
        """Counts over all that is shown: sources, actors, what was read; all of one moment, inside the block."""
        with self._moment() as connection:
            yield Overview(connection, self._default_reader(connection))

    def mark(self) -> str:
        """Changes whenever anything is written to the ledger: two equal marks are of one content.

        Raises:
            LedgerMissing: the file is gone.
        """
        try:
            mark = sqlite.mark(self._path)
            return mark if sqlite.file_of(self._path) == self._file else f"{mark}-{self._file}"  # another file lies there
        except OSError as error:
            raise LedgerMissing(f"{self._path}: no ledger there any more") from error

    def claims(
        self, query: ClaimQuery = _EVERYTHING, *, after: paging.Place | None = None, newest: bool = False
    ) -> Iterator[ClaimRow]:
        """The claims asked for, each with its article, by day of publication, article and place in it; loaded as they are read.

        ``after`` is where an earlier answer to the same query ended (`paging`); ``newest``: what was added last comes first.

        Raises:
            UsageError: a date that is none, or a negative limit or offset.
            LedgerError: the ledger cannot be read.
        """
        with self._moment() as connection:
            yield from loading.claims(connection, query, self._default_reader(connection), after=after, newest=newest)

    def sentences(self, query: ClaimQuery = _EVERYTHING) -> Iterator[Sequence[meaning.Sentence]]:
        """The evidence of the claims asked for, with its vectors, in portions (``ledger.meaning``)."""
        with self._moment() as connection:
            then = loading.then(connection, query)[0]
            yield from meaning.sentences(connection, query, self._default_reader(connection), then=then)

    def articles(  # noqa: PLR0913 - filters, each on its own
        self,
        *,
        language: str | None = None,
        outlet: str | None = None,
        since: str | None = None,
        until: str | None = None,
        text: str | None = None,
        limit: int | None = None,
        all_versions: bool = False,
        repeated: related.Repeated = "show",
        after: paging.Place | None = None,
        newest: bool = False,
    ) -> Iterator[Article]:
        """The articles that meet every filter given, as in `ClaimQuery`, by day of publication; loaded as they are read.

        ``since`` and ``until`` are of publication; ``text`` is searched in the whole article. ``all_versions`` also shows
        what a later reading of the same page with other options replaced. ``repeated``: whether those are shown that another
        article stands for (``related.meets``): ``show``, ``hide`` or ``only``. ``after`` is where an earlier answer ended;
        ``newest``: what was added last comes first.

        Raises:
            UsageError: a date that is none.
            LedgerError: the ledger cannot be read.
        """
        asked = select(_article).where(*filters.overlaps(_article, since, until), *related.meets(repeated))
        if language is not None:
            asked = asked.where(_article.c.language == language)
        if outlet is not None:
            asked = asked.where(filters.outlet_is(outlet))
        if text is not None:
            asked = asked.where(filters.meets_text("article", text))
        if not all_versions:
            asked = asked.where(filters.article_is_shown())
        if limit is not None:
            asked = asked.limit(max(limit, 0))
        by_day: tuple[ColumnElement[Any], ...] = (_article.c.published.is_(None), _article.c.published, _article.c.article_id)
        order: tuple[ColumnElement[Any], ...] = (_article.c.id.desc(),) if newest else by_day
        asked = asked.order_by(*order)
        asked = paging.behind(asked, paging.ARTICLE_ORDER, after)
        with self._moment() as connection:
            yield from loading.listed(connection, asked)

    def relations(self, articles: Collection[str]) -> list[Relation]:
        """How these articles (their ids, a few hundred) repeat others that are shown, and are repeated by them."""
        with self._moment() as connection:
            return related.relations_of(connection, articles)

    def repeats(
        self, *, kind: RepeatKind | None = None, article: str | None = None, limit: int | None = None
    ) -> Iterator[related.RepeatRow]:
        """Which article repeats which, by day of publication of the later; of one kind, or of one article (its whole id)."""
        with self._moment() as connection:
            yield from related.rows(connection, kind=kind, article=article, limit=limit)

    def issues(self, *, stage: str | None = None, code: str | None = None, all_versions: bool = False) -> Iterator[Issue]:
        """The issues of inputs that gave no page, and of pages as they were last read, in the order in which they were met.

        ``all_versions`` also shows those of earlier readings.
        """
        return (issue for _, issue in self.numbered_issues(stage=stage, code=code, all_versions=all_versions))

    def numbered_issues(
        self, *, stage: str | None = None, code: str | None = None, all_versions: bool = False, after: int = 0
    ) -> Iterator[tuple[int, Issue]]:
        """As `issues`, each with its number in the ledger; those with a number beyond ``after``."""
        asked = select(_issue).where(_issue.c.id > after).order_by(_issue.c.id)
        if stage is not None:
            asked = asked.where(_issue.c.stage == stage)
        if code is not None:
            asked = asked.where(_issue.c.code == code)
        if not all_versions:
            asked = asked.where(counting.issue_is_shown())
        with self._moment() as connection:
            for row in connection.execute(asked, execution_options=loading.STREAMED).mappings():
                issue = Issue(row["location"], row["stage"], row["code"], row["message"], row["page_sha256"], row["fatal"])
                yield row["id"], issue

    def pages(self, *, outcome: Outcome | None = None) -> Iterator[PageRow]:
        """Every page handed in, once for each location, in that order; of one outcome, if asked."""
        asked = listing.pages()
        if outcome is not None:
            asked = asked.where(_page_location.c.outcome == outcome)
        with self._moment() as connection:
            rows = connection.execute(asked, execution_options=loading.STREAMED).mappings()
            for several in rows.partitions(loading.AT_ONCE):
                yield from listing.page_rows(connection, several)

    def page_content(self, sha256: str) -> bytes | None:
        """The bytes of a page; None where the ledger has no such page, or has forgotten it.

        Raises:
            LedgerDamaged: what is stored is not what was handed in.
        """
        with self._moment() as connection:
            stored = connection.scalar(select(_page.c.content).where(_page.c.sha256 == sha256))
        try:
            return None if stored is None else zlib.decompress(stored)
        except zlib.error as error:
            raise LedgerDamaged(
                f"{self._path}: the bytes of page {sha256} are damaged; put a backup in the ledger's place"
            ) from error

    def fetched(self, address: str) -> FetchedRow | None:
        """What an address answered when it was last fetched; None where it never was."""
        with self._moment() as connection:
            return fetched.answer_of(connection, address)

    def page(self, location: str, sha256: str) -> Page | None:
        """A page as it was handed in at a location; None where it was not, or where its bytes are forgotten.

        Raises:
            LedgerDamaged: as `page_content`.
        """
        with self._moment() as connection:
            about = fetched.page_at(connection, location, sha256)
        content = None if about is None else self.page_content(sha256)
        return None if about is None or content is None else Page(location, content, *about)

    def articles_at(self, location: str) -> tuple[Article, ...] | None:
        """The articles of the pages handed in at a location, as they were last read; None where no page was."""
        with self._moment() as connection:
            met, ids = fetched.articles_at(connection, location)
            loaded = loading.articles(connection, ids)
            return tuple(loaded[one] for one in ids) if met else None

    def article(self, article_id: str) -> Article | None:
        """The article with this id, if it is there; shown by default or not."""
        with self._moment() as connection:
            return loading.articles(connection, {article_id}).get(article_id)

    def claim(self, claim_id: str, *, uncorrected: bool = False) -> ClaimRow | None:
        """The newest version of the claim with this id: as its reader reads it now, or as it was when last seen.

        With what people set right, unless it is asked for ``uncorrected``.
        """
        with self._moment() as connection:
            return loading.named(connection, [claim_id], uncorrected=uncorrected).get(claim_id)

    def claims_named(self, claim_ids: Collection[str]) -> dict[str, ClaimRow]:
        """The claims with these ids, as `claim` gives each; those that are not there are left out."""
        with self._moment() as connection:
            return loading.named(connection, claim_ids)

    def versions(self, claim_id: str) -> tuple[Claim, ...]:
        """Every version of a claim, oldest first; empty where there is none."""
        with self._moment() as connection:
            return loading.versions(connection, claim_id)

    def unlinked(self, *, linker: str) -> int:
        """How many articles' claims are not linked yet as ``linker`` compares them."""
        with self._moment() as connection:
            return len(events.stale(connection, reader=self._default_reader(connection), linker=linker))

    def neighbours(self, keys: Collection[str]) -> set[str]:
        """The articles that hold a linked claim under one of these keys."""
        with self._moment() as connection:
            return events.neighbours(connection, keys)

    def check_language(self, language: str) -> None:
        """Refuse a language that can be asked for in no list, as the lists do.

        Raises:
            UsageError: no article is in it, and it is none that is always read.
        """
        with self._moment() as connection:
            filters.check_language(connection, language)

    def events(self, query: ClaimQuery = _EVERYTHING) -> list[str]:
        """The ids of the events with a claim that meets a query, by its day of publication.

        Raises:
            UsageError: as `claims`.
        """
        with self._moment() as connection:
            return list(events.asked_for(connection, query, self._default_reader(connection)))

    def untold(self, *, teller: str) -> bool:
        """Whether there are events that ``teller`` has to tell (anew)."""
        with self._moment() as connection:
            return bool(told.waiting(connection, teller=teller, limit=1))

    def told(self, query: EventQuery, *, teller: str, today: str) -> Iterator[dict[str, Any]]:
        """The records of the events that meet a query as far as what was told of them holds (``told_query.rows``)."""
        with self._moment() as connection:
            yield from told_query.rows(connection, query, told_query.Standpoint(self._default_reader(connection), teller, today))

    def count_told(self, query: EventQuery, *, teller: str, today: str) -> int:
        """How many events `told` would give without limit and offset."""
        with self._moment() as connection:
            return told_query.count(connection, query, told_query.Standpoint(self._default_reader(connection), teller, today))

    def told_facets(self, query: EventQuery, *, teller: str, today: str, facets: Sequence[str]) -> list[tuple[str, str, int]]:
        """For each facet each of its values among the events that `count_told` counts, with their number."""
        with self._moment() as connection:
            at = told_query.Standpoint(self._default_reader(connection), teller, today)
            return told_query.counted(connection, query, at, facets=facets)

    def pair_of(self, pair: tuple[str, str]) -> str | None:
        """Two ids as the facet ``pair`` writes them; None where one is no id of an event's participant."""
        with self._moment() as connection:
            return told_query.pair_of(connection, pair)

    def to_tell(self, query: ClaimQuery, *, teller: str, today: str) -> list[str]:
        """The events with a claim that meets a query that `told` leaves out: they are to be told anew for that day."""
        with self._moment() as connection:
            return told_query.to_tell(connection, query, told_query.Standpoint(self._default_reader(connection), teller, today))

    def waiting(self, *, teller: str) -> int:
        """How many events wait to be told anew."""
        with self._moment() as connection:
            return told_query.waiting(connection, teller)

    def added(self, ids: Collection[str]) -> dict[str, str]:
        """When each of these articles was added, and each of these claims was read last (UTC, ISO)."""
        with self._moment() as connection:
            return loading.added(connection, ids)

    def last_told(self, event_ids: Collection[str]) -> dict[str, str]:
        """When what is told of each of these events last changed (UTC, ISO)."""
        with self._moment() as connection:
            return alerts.last_told(connection, event_ids)

    def alerts(self) -> list[Alert]:
        """Who is told of changes, by name, kind and address."""
        with self._moment() as connection:
            return alerts.alerts(connection)

    def alerted(self, one: Alert, event_ids: Collection[str]) -> set[tuple[str, str]]:
        """What an alert was sent of these events: event and change."""
        with self._moment() as connection:
            return alerts.known(connection, one, event_ids)

    def told_record(self, event_id: str, *, teller: str, today: str) -> dict[str, Any] | None:
        """The record of one event, by its whole id, where what was told of it holds on that day."""
        with self._moment() as connection:
            return told_query.record_of(connection, event_id, told_query.Standpoint(None, teller, today))

    def claims_in(self, articles: Collection[str], *, whole: bool = True) -> Iterator[ClaimRow]:
        """The claims shown of these articles, in the order of `claims`: asked for at once, since each question costs.

        Where they need not be ``whole``, they are without steps and cues, which make up most of what a claim holds.
        """
        with self._moment() as connection:
            yield from loading.in_articles(connection, articles, self._default_reader(connection), whole=whole)

    def events_of(self, claims: Collection[str]) -> dict[str, str]:
        """The event of each of these claims that is linked."""
        with self._moment() as connection:
            return events.events_of(connection, claims)

    def event_claims(self, event_id: str) -> list[str]:
        """The claims of an event, as it is now; of a former event, those of the one that it became part of."""
        with self._moment() as connection:
            return events.members(connection, events.current(connection, event_id))

    def former_events(self, event_id: str) -> set[str]:
        """The ids that lead to an event, whose own whole id this is."""
        with self._moment() as connection:
            return events.former(connection, event_id)

    def homes_of(self, events_: Collection[str]) -> dict[str, dict[str, str]]:
        """The claims of each of these events (as they are named now), each with its article's id."""
        with self._moment() as connection:
            return events.homes_of_all(connection, events_)

    def event_homes(self, event_id: str) -> dict[str, str]:
        """The claims of an event, as `event_claims`, each with its article's id."""
        with self._moment() as connection:
            return events.homes_of(connection, events.current(connection, event_id))

    def judgements(self, *, as_of: str | None = None) -> list[Judgement]:
        """What people decided (by the end of an ISO day or moment), oldest first, each with whether it still holds (then)."""
        with self._moment() as connection:
            return judging.judgements(connection, until=None if as_of is None else filters.end_of(as_of))

    def event_names(self, claims: Collection[str], *, as_of: str) -> dict[str, tuple[int, str]]:
        """The events that were named after these claims by the end of a day or moment: number in order, and id, by claim."""
        with self._moment() as connection:
            return events.names_of(connection, claims, until=filters.end_of(as_of))

    def event_history(self, event_id: str) -> list[dict[str, Any]]:
        """What was told of an event, by its whole id, whenever status, origins or claims changed; oldest first."""
        with self._moment() as connection:
            return changes.history_of(connection, event_id)

    def changes(self, query: EventQuery, *, since: str | None, teller: str, today: str) -> Iterator[Change]:
        """The events that meet a query and were told, or have become overdue, since a moment (``changes.since``)."""
        with self._moment() as connection:
            at = told_query.Standpoint(self._default_reader(connection), teller, today)
            yield from changes.since(connection, query, at, moment=since)

    def notes(self, *, targets: Collection[str] | None = None, tag: str | None = None, withdrawn: bool = False) -> list[Note]:
        """What people noted: at these targets, or under this tag, where given; oldest first.

        What was taken back is left out, unless ``withdrawn``.
        """
        with self._moment() as connection:
            return notes.notes(connection, targets=targets, tag=tag, withdrawn=withdrawn)

    def writes_source(self, name: str) -> bool:
        """Whether an article's outlet or agency, or a source of a claim, is written so, to the letter."""
        with self._moment() as connection:
            return notes.writes_source(connection, name)

    def saved_filters(self) -> list[SavedFilter]:
        """The filters that have a name, by it."""
        with self._moment() as connection:
            return saving.saved(connection)

    def roles_said(self, *, state: str | None = None, office: str | None = None, person: str | None = None) -> list[RoleSaid]:
        """What the articles that are shown say of offices, by day of publication (``ledger.roles.said``)."""
        with self._moment() as connection:
            return roles.said(connection, state=state, office=office, person=person)

    def role_judgements(self) -> list[roles.RoleJudgement]:
        """What people decided of who held an office, oldest first, each with whether it still holds."""
        with self._moment() as connection:
            return roles.judgements(connection)

    def unlearned(self, *, method: str) -> bool:
        """Whether there are articles whose roles were not looked for by these rules yet."""
        with self._moment() as connection:
            return bool(roles.unread(connection, method, limit=1))

    def state_of(self, claim_id: str) -> str | None:
        """What ``--seen`` and `Writer.judge` take to know that a claim has not changed: its last judgement, else its version."""
        with self._moment() as connection:
            version, last = judging.state_of(connection, claim_id, judging.judgements(connection))
        return version if last is None else last.judgement_id

    def drawn_from(self, reader: str | None = None) -> tuple[list[auditing.DrawnClaim], list[auditing.DrawnArticle]]:
        """All that an audit of a reader (None: of the view's own) draws from: claims, and articles with what was put aside."""
        with self._moment() as connection:
            chosen = reader or self._default_reader(connection)
            return list(auditing.claims(connection, chosen)), list(auditing.articles(connection, chosen))

    def articles_like(self, like: Article, *, article_id: str | None = None) -> list[Article]:
        """The articles that claims from another hand may be about (``ledger.importing.articles_like``)."""
        with self._moment() as connection:
            return importing.articles_like(connection, like, article_id=article_id)

    def find_event(self, prefix: str) -> str | None:
        """The id of the event that is meant by an id, a former one, or the beginning of one; None where nothing fits.

        Raises:
            UsageError: several fit.
        """
        digits = prefix.strip().lower().removeprefix("evt-")
        with self._moment() as connection:
            found = events.begins_with(connection, f"evt-{digits}")
            now = list(dict.fromkeys(events.current(connection, one) for one in found))
        if len(now) > 1 and f"evt-{digits}" not in found:
            raise UsageError(f"{prefix}: several events begin so: {', '.join(now[:3])}; write more of it")
        return now[0] if now else None

    def find(self, prefix: str) -> Article | ClaimRow | PageRow | None:
        """The article, claim or page with this id (of a page, the SHA-256), or with the only one that begins so.

        ``art-`` and ``clm-`` may be left out. None where nothing fits.

        Raises:
            UsageError: several fit.
        """
        prefix = prefix.strip().lower()
        shape = _PREFIX.fullmatch(prefix)
        if shape is None or not shape[0]:
            return None
        kind, digits = shape[1], shape[2]
        sought = [("art", _article.c.article_id, "art-"), ("clm", _claim.c.claim_id, "clm-"), (None, _page.c.sha256, "")]
        found: list[str] = []
        with self._moment() as connection:
            for its_kind, column, lead in sought:
                if kind in {None, its_kind}:
                    start = lead + digits
                    asked = select(column).where(column >= start, column < start + "g")  # "g" is beyond the last digit, f
                    found += connection.scalars(asked.distinct().order_by(column).limit(4))
        if len(found) > 1 and prefix not in found:
            raise UsageError(
                f"{prefix}: several ids begin so: {', '.join(found[:3])}{' …' if len(found) > 3 else ''}; write more of it"
            )
        if not found:
            return None
        return self._get(prefix if prefix in found else found[0])

    def _get(self, whole: str) -> Article | ClaimRow | PageRow | None:
        if whole.startswith("art-"):
            return self.article(whole)
        if whole.startswith("clm-"):
            return self.claim(whole)
        with self._moment() as connection:
            rows = connection.execute(listing.pages().where(_page.c.sha256 == whole).limit(1)).mappings().all()
            return next(listing.page_rows(connection, rows), None)

    def forgotten(self, target: str | None = None) -> Iterator[Forgotten]:
        """What was erased, in that order; of one id or page, if asked."""
        table = schema.forgotten
        asked = select(table.c.kind, table.c.target, table.c.reason, table.c.forgotten_at).order_by(table.c.id)
        with self._moment() as connection:
            for row in connection.execute(asked if target is None else asked.where(table.c.target == target)):
                yield Forgotten(*row)

    def read_by_month(self) -> dict[str, int]:
        """How many articles were published in each month (``2026-02``)."""
        with self._moment() as connection:
            return months.read_by_month(connection)

    def cited(self, *, name: str | None = None, limit: int = 100) -> list[cited.Cited]:
        """The sources cited and outlets with most claims (`cited.cited`)."""
        with self._moment() as connection:
            return cited.cited(connection, reader=self._default_reader(connection), name=name, limit=limit)

    def counts(self) -> LedgerCounts:
        """How much there is of what is shown by default."""
        with self._moment() as connection:
            return counting.counts(connection, self._default_reader(connection))
