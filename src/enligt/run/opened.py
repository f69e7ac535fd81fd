"""The library's front door: what the command line does, for a Python program. ``enligt.open`` and ``enligt.extract``."""

from __future__ import annotations

import contextlib
import logging
import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

from enligt.config import Fetching, SaidOfPages, Settings, checked_date
from enligt.errors import InputError, UsageError
from enligt.model import Article, Claim, Event, Issue, Page, Reading
from enligt.run import importing, linking, looking, recording, rereading, stages, telling, workers
from enligt.run.found import Records
from enligt.run.places import Places
from enligt.run.querying import OF_EVENTS, claim_query, event_query

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from types import TracebackType

    from enligt.ledger import Changes, ClaimRow, Judgement, LedgerCounts, Merged, PageRow, RepeatRow, View
    from enligt.model import Reader, RepeatKind
    from enligt.reports.records import Record

    PathLike = str | os.PathLike[str]

log = logging.getLogger(__name__)


def _reader(reader: str | Reader) -> Reader:
    if not isinstance(reader, str):
        return reader
    from enligt import readers  # noqa: PLC0415 - heavy: only where something is read

    return readers.load(reader, folder=Settings.of(os.environ).readers)


@contextlib.contextmanager
def _reading(reader: str | Reader, *, jobs: int, said: SaidOfPages, look: looking.Look | None) -> Iterator[Reader | workers.Crew]:
    """The reader, or a crew of processes each of which has one."""
    number = workers.checked_jobs(jobs)
    if number == 1:
        yield _reader(reader)
        return
    folder = Settings.of(os.environ).readers
    maker = workers.Named(reader, folder) if isinstance(reader, str) else workers.Given(reader)
    with workers.Crew(number, maker, said=said, look=look) as crew:
        yield crew


def _locations(paths: Iterable[PathLike]) -> list[str]:
    return [os.fspath(path) for path in paths]


def read(  # noqa: PLR0913 - one for each option of the command line
    *paths: PathLike,
    published: str | date | None = None,
    language: str | None = None,
    reader: str | Reader = "trained",
    fields: Mapping[str, str] | None = None,
    boilerplate: PathLike | None = None,
    jobs: int = 1,
    everything: bool = False,
) -> Iterator[Reading | Issue]:
    """Read files, folders and addresses, without a ledger.

    Args:
        *paths: files, crawl archives, JSON Lines, folders, addresses (``"https://..."``), or ``-`` for standard input.
        published: day (month, year) of publication, whatever the pages say.
        language: BCP 47 code, whatever the articles look like.
        fields: what JSON Lines call our fields, as ``--map``: ``{"title": "headline"}``.
        reader: the name of a reader, or one of your own.
        boilerplate: a file of ``enligt boilerplate learn``: lines of sites that are left out.
        jobs: processes that read side by side; 0: one a core. A script then needs ``if __name__ == "__main__":``.
        everything: read what a first look at folders and archives would put aside too.

    Yields:
        A reading for each article that is read, its spans verified; an Issue for what could not be read or is lacking.

    Raises:
        UsageError: a date, language or reader that cannot be.
        ReaderError: the reader cannot run.
    """
    from enligt import sources  # noqa: PLC0415 - heavy: only where something is read
    from enligt.run import fetching  # noqa: PLC0415 - likewise

    lines = None if boilerplate is None else os.fspath(boilerplate)
    said = SaidOfPages.of(published=published, language=language, boilerplate=lines)
    named = sources.checked_fields(f"{ours}={theirs}" for ours, theirs in (fields or {}).items())
    locations = _locations(paths)
    look = looking.chosen(locations, everything=everything, audit=0.0)
    with _reading(reader, jobs=jobs, said=said, look=look) as chosen, fetching.Connected(Fetching.of(os.environ)) as line:
        pages = sources.pages(locations, fields=named, web=line.web, limits=said.limits)
        for one in workers.read_by(chosen, pages, said=said, look=look):
            if isinstance(one, Issue):
                yield one
            else:
                yield from one.readings
                yield from one.issues


def read_text(
    text: str | bytes,
    *,
    published: str | date | None = None,
    language: str | None = None,
    reader: str | Reader = "trained",
    location: str = "-",
) -> list[Reading]:
    """The articles of one page of text or HTML, each with its claims, as ``enligt extract`` reads a file.

    Args:
        text: the page: running text, text as a crawler leaves it, or HTML; bytes in any encoding.
        published: day (month, year) of publication, whatever the page says; where nobody says, relative dates stay unresolved.
        language: BCP 47 code; by default it is detected.
        reader: the name of a reader, or one of your own.
        location: the file name or URL that the articles will name as their document.

    Raises:
        UsageError: a date, language or reader that cannot be.
        InputError: nothing could be read from it: empty, binary, no article, a language that is not read.
        ReaderError: the reader cannot run.
    """
    said = SaidOfPages.of(published=published, language=language)
    chosen = _reader(reader)
    content = text.encode("utf-8", "replace") if isinstance(text, str) else text
    readings: list[Reading] = []
    issues: list[Issue] = []
    for one in stages.read_pages([Page(location, content)], reader=chosen, said=said):
        if isinstance(one, Issue):
            issues.append(one)
        else:
            readings.extend(one.readings)
            issues.extend(one.issues)
    for issue in issues:
        log.info("%s: %s", issue.location, issue.message)
    if not readings:
        raise InputError(
            "; ".join(f"{one.location}: {one.message}" for one in issues if one.fatal) or f"{location}: nothing to read"
        )
    return readings


def extract(
    text: str | bytes,
    *,
    published: str | date | None = None,
    language: str | None = None,
    reader: str | Reader = "trained",
) -> list[Claim]:
    """The claims of one page of text or HTML: `read_text` without the articles. Their spans index the article's text.

    Args:
        text: the page: running text, text as a crawler leaves it, or HTML; bytes in any encoding.
        published: day (month, year) of publication, whatever the page says; where nobody says, relative dates stay unresolved.
        language: BCP 47 code; by default it is detected.
        reader: the name of a reader, or one of your own.

    Raises:
        UsageError: a date, language or reader that cannot be.
        InputError: nothing could be read from it: empty, binary, no article, a language that is not read.
        ReaderError: the reader cannot run.
    """
    readings = read_text(text, published=published, language=language, reader=reader)
    return [claim for reading in readings for claim in reading.claims]


def open_ledger(path: PathLike | None = None, *, reader: str | Reader = "trained") -> Ledger:
    """A ledger to add to and to ask; it is made by the first `Ledger.add`.

    Args:
        path: the ledger's file; by default what ``ENLIGT_LEDGER`` names, else ``enligt.db``.
        reader: the name of the reader that `Ledger.add` uses, or one of your own.
    """
    chosen = Settings.of(os.environ, ledger=None if path is None else os.fspath(path))
    return Ledger(chosen.ledger, reader=reader)


class Ledger:
    """A ledger, as the command line's verbs see it; a context manager. Made by ``enligt.open``.

    Files are opened when they are first needed. Nothing that is asked can write.
    """

    def __init__(self, path: PathLike, *, reader: str | Reader = "trained") -> None:
        self.path = Path(path)
        self._reader = reader
        self._opened: View | None = None

    def __repr__(self) -> str:
        return f"<enligt.Ledger {str(self.path)!r}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let the file go; it is opened again if something is asked."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _view(self) -> View:
        from enligt.ledger import open_view  # noqa: PLC0415 - heavy: only where a ledger is used

        if self._opened is None:
            self._opened = open_view(self.path)
        return self._opened

    def add(  # noqa: PLR0913 - as `read`
        self,
        *paths: PathLike,
        published: str | date | None = None,
        language: str | None = None,
        fields: Mapping[str, str] | None = None,
        boilerplate: PathLike | None = None,
        jobs: int = 1,
        from_start: bool = False,
        everything: bool = False,
        audit: float = 0.0,
    ) -> recording.Tally:
        """Read files, folders and addresses into the ledger; what it holds already is passed over.

        Args:
            *paths: files, crawl archives, JSON Lines, folders, addresses (``"https://..."``), or ``-`` for standard input.
            published: day (month, year) of publication, whatever the pages say.
            language: BCP 47 code, whatever the articles look like.
            fields: what JSON Lines call our fields, as ``--map``: ``{"title": "headline"}``.
            boilerplate: a file of ``enligt boilerplate learn``: lines of sites that are left out.
            jobs: processes that read side by side; 0: one a core. A script then needs ``if __name__ == "__main__":``.
            from_start: read archives and JSON Lines from their beginning, not from where an earlier run left them.
            everything: read what a first look at folders and archives would put aside too, or has put aside before.
            audit: the share, 0 to 1, of what is put aside that is read all the same (``Tally.audit`` tells what it held).

        Returns:
            How the pages ended, and what they gave. What could not be read is told by `issues`.

        Raises:
            UsageError: a date, language, share or setting that cannot be.
            LedgerError: the ledger cannot be written; what was done is kept.
            ReaderError: the reader cannot run.
        """
        from enligt import sources  # noqa: PLC0415 - heavy: only where something is read
        from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used
        from enligt.run import fetching  # noqa: PLC0415 - as sources

        named = sources.checked_fields(f"{ours}={theirs}" for ours, theirs in (fields or {}).items())
        lines = None if boilerplate is None else os.fspath(boilerplate)
        said = SaidOfPages.of(published=published, language=language, boilerplate=lines)
        locations = _locations(paths)
        look = looking.chosen(locations, everything=everything, audit=audit)
        tally = recording.Tally()
        line = fetching.Connected(Fetching.of(os.environ), ledger=self.path)
        with _reading(self._reader, jobs=jobs, said=said, look=look) as reader, open_writer(self.path) as writer, line:
            made_by = {"reader": reader.name, "reader_version": reader.version}
            about = {**said.options(), **looking.options(look)}
            places = Places(writer, **made_by, options=about, fields=named, from_start=from_start)
            for one in fetching.add(
                locations, line=line, writer=writer, reader=reader, said=said, fields=named, places=places, look=look
            ):
                tally.count(one)
        self._link()
        return tally

    def add_text(
        self,
        text: str | bytes,
        *,
        location: str,
        published: str | date | None = None,
        language: str | None = None,
    ) -> recording.Tally:
        """Read one page of text or HTML into the ledger. ``location`` is the file name or URL it goes by; else as `add`."""
        content = text.encode("utf-8", "replace") if isinstance(text, str) else text
        return self._add([Page(location, content)], SaidOfPages.of(published=published, language=language))

    def _add(self, pages: Iterable[Page | Issue], said: SaidOfPages) -> recording.Tally:
        from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

        reader = _reader(self._reader)
        tally = recording.Tally()
        with open_writer(self.path) as writer:
            for one in recording.add(pages, writer=writer, reader=reader, said=said):
                tally.count(one)
        self._link()
        return tally

    def import_claims(self, *files: PathLike, reader: str | None = None) -> importing.Tally:
        """Take in claims that another hand made, as ``enligt import``: files of a claim a line (docs/importing.md).

        ``reader`` names who made the claims of lines that do not say. What was refused is told by `issues`.

        Raises:
            LedgerError: the ledger cannot be read or written; what was done is kept.
        """
        from enligt.ledger import open_view, open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

        tally = importing.Tally()
        with open_writer(self.path) as writer, open_view(self.path) as view:
            for one in importing.import_claims(_locations(files), writer=writer, view=view, reader=reader):
                tally.count(one)
        self._link()
        return tally

    def _link(self) -> None:
        """Bring the events up to date."""
        from enligt.ledger import open_view, open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

        if linking.is_behind(self._view()):
            with open_writer(self.path) as writer, open_view(self.path) as view:
                for _ in linking.link(writer, view):
                    pass

    def events(self, *, today: str | date | None = None, **filters: Any) -> Records[tuple[str, Event]]:
        """The events that meet the filters, each with its id, in the order of a claim that meets those of claims.

        Args:
            today: the day as of which they are told, without what was published later; by default the present one (UTC).
            **filters: of claims, as `rows`; of the event, as ``enligt events``: ``status`` (one or several),
                ``disputed``, ``min_origins``, ``own_type``, ``participant``, ``origin``, ``month``, ``event``.

        Returns:
            What is asked anew each time it is gone through, or made a table (`Records`).

        Raises:
            UsageError: there is no such filter, or its value cannot be.
            LedgerError: there is no ledger, or it cannot be read, or not be written while claims are still to be linked.
        """
        day = datetime.now(UTC).date().isoformat() if today is None else checked_date(today)
        query = claim_query(**{name: value for name, value in filters.items() if name not in OF_EVENTS})
        self._link()
        of_event = {name: value for name, value in filters.items() if name in OF_EVENTS}
        asked = replace(event_query(self._view(), **of_event), claims=replace(query, limit=None, offset=0))

        def found() -> Iterator[tuple[str, tuple[Event, list[ClaimRow]]]]:
            view = self._view()
            prepared = linking.Prepared(view)
            only = telling.ids_met(view, asked, today=day)
            for event_id in view.events(query):
                if only is not None and event_id not in only:
                    continue
                told = linking.event(view, event_id, today=day, prepared=prepared)
                if told is not None:
                    yield event_id, told

        return Records(
            lambda: ((event_id, told[0]) for event_id, told in found()),
            records=lambda: (linking.record_of(told, event_id) for event_id, told in found()),
            kind="events",
        )

    def rows(self, **filters: Any) -> Iterator[ClaimRow]:
        """Claims with their articles (``.claim``, ``.article``), loaded as they are read.

        Args:
            **filters: as the command line's: ``actor``, ``recipient``, ``pair`` (``"PRK,USA"`` or two ids), ``type`` (or
                ``event_type``), ``factuality``, ``source``, ``language``, ``since``, ``until``, ``text``, ``article`` (a whole
                id), ``outlet``, ``reader``, ``all_versions``, ``limit``, ``offset``.

        Raises:
            UsageError: there is no such filter, or its value cannot be.
            LedgerError: there is no ledger, or it cannot be read.
        """
        query = claim_query(**filters)
        return self._view().claims(query)

    def claims(self, **filters: Any) -> Records[Claim]:
        """Claims, filtered as by `rows`: asked anew each time they are gone through, or made a table (`Records`)."""
        query = claim_query(**filters)
        self._view()  # a ledger that is not there is told of now

        def asked() -> Iterator[Claim]:
            return (row.claim for row in self._view().claims(query))

        return Records(asked, records=lambda: linking.claim_records(self._view(), query), kind="claims")

    def records(self, **filters: Any) -> Iterator[Record]:
        """Claims as ``enligt claims --format jsonl`` writes them (docs/claims.schema.json), filtered as by `rows`."""
        return linking.claim_records(self._view(), claim_query(**filters))

    def articles(self, **filters: Any) -> Iterator[Article]:
        """Articles, by ``language``, ``outlet``, ``since``, ``until``, ``text``, ``limit`` and ``all_versions``.

        ``repeated``: whether those that another article stands for are shown too (``show``), not (``hide``), or alone (``only``).

        Raises:
            UsageError: there is no such filter, or its value cannot be.
            LedgerError: there is no ledger, or it cannot be read.
        """
        known = ("language", "outlet", "since", "until", "text", "limit", "all_versions")
        repeated = filters.pop("repeated", "show")
        if repeated not in {"show", "hide", "only"}:
            raise UsageError(f"repeated={repeated!r}: choose show, hide or only")
        for name in filters:
            if name not in known:
                raise UsageError(f"there is no filter {name!r} of articles: choose among {', '.join(known)}")
        query = claim_query(**filters)
        return self._view().articles(**{name: getattr(query, name) for name in filters}, repeated=repeated)

    def repeats(self, *, kind: RepeatKind | None = None, article: str | None = None) -> Iterator[RepeatRow]:
        """Which article repeats which (docs/repetition.md), of one kind, or of one article (its whole id)."""
        return self._view().repeats(kind=kind, article=article)

    def issues(self) -> Iterator[Issue]:
        """What could not be read, or is lacking, and why."""
        return self._view().issues()

    def pages(self) -> Iterator[PageRow]:
        """Every page handed in, and what became of it."""
        return self._view().pages()

    def article(self, article_id: str) -> Article | None:
        """The article with this id; None where there is none."""
        return self._view().article(article_id)

    def counts(self) -> LedgerCounts:
        """How much the ledger holds."""
        return self._view().counts()

    def reread(self, **filters: Any) -> dict[str, Changes]:
        """Read stored articles anew (those with a claim that meets the filters, or all); what changed, by article id.

        Raises:
            UsageError: there is no such filter, or its value cannot be.
            LedgerError: the ledger cannot be read or written.
            ReaderError: the reader cannot run.
        """
        from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

        reader, query = _reader(self._reader), claim_query(**filters)
        wanted = rereading.article_ids(self._view(), query)
        changes: dict[str, Changes] = {}
        with open_writer(self.path) as writer:
            for one in recording.reread(rereading.articles(self._view(), wanted), writer=writer, reader=reader):
                if isinstance(one, recording.Reread):
                    changes[one.article.article_id] = one.changes
                else:
                    log.warning("%s: %s", one.location, one.message)
        self._link()
        return changes

    def judge(
        self, action: str, *ids: str, author: str, reason: str | None = None, seen: str | None = None, **right: Any
    ) -> list[Judgement]:
        """Enter a person's decision, as ``enligt judge``; the judgements that it came to.

        Args:
            action: accept, reject or correct (claims), merge (events or claims), split (claims), undo (judgements).
            *ids: of what is judged; they may be cut short.
            author: who decides.
            reason: why.
            seen: how the claims stood when the author looked (``enligt judge --seen``).
            **right: with correct, what is right: ``event_type``, ``mode``, ``factuality``, ``actors``, ``recipients``, ``when``,
                ``where`` (a name), ``sources`` (names, the nearest first), ``quantity`` (value, comparator of ``= > < ~``, unit).

        Raises:
            UsageError: there is no such thing, or the action cannot be done to it.
            StaleEdit: a claim is not as it was ``seen``.
            LedgerError: there is no ledger, or it cannot be written.
        """
        from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used
        from enligt.run import correcting, judging  # noqa: PLC0415 - likewise

        if right and action != "correct":
            raise UsageError(f"what is right ({', '.join(right)}) goes with correct, not with {action}")
        if action not in judging.ACTIONS:
            raise UsageError(f"there is no action {action!r}: choose one of {', '.join(judging.ACTIONS)}")
        self._link()
        judged = judging.judged(self._view(), action, ids, correcting.as_said(**right))
        with open_writer(self.path) as writer:
            made = writer.judge(judged, author=author, reason=reason, seen=seen)
        self._link()
        return made

    def forget(self, *, article: str | None = None, outlet: str | None = None, reason: str) -> int:
        """Erase an article (its whole id) or all of an outlet for good; hash and reason stay. The number of articles erased.

        Raises:
            ValueError: neither or both of ``article`` and ``outlet``, or no reason.
            LedgerError: the ledger cannot be written.
        """
        from enligt.ledger import open_writer  # noqa: PLC0415 - heavy: only where a ledger is used

        self._view()  # a ledger that is not there is not made only to forget
        self.close()
        with open_writer(self.path) as writer:
            return writer.forget(article=article, outlet=outlet, reason=reason)

    def backup(self, file: PathLike, *, overwrite: bool = False) -> None:
        """Copy the ledger to ``file`` as it stands at one moment, even while it is written to.

        Raises:
            UsageError: there is such a file, and ``overwrite`` was not asked for.
            LedgerError: there is no ledger, or the copy cannot be written.
        """
        from enligt.ledger import backup  # noqa: PLC0415 - heavy: only where a ledger is used

        backup(self.path, os.fspath(file), overwrite=overwrite)

    def merge(self, *others: PathLike) -> list[Merged]:
        """Join other ledgers into this one, which is made where there is none; what each gave. Twice is as once.

        Raises:
            UsageError: another ledger is this one.
            LedgerError: a ledger is missing, of another schema, or cannot be read or written.
        """
        from enligt.ledger import merge  # noqa: PLC0415 - heavy: only where a ledger is used

        return list(merge(self.path, _locations(others)))
