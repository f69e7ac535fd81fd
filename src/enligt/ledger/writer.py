"""Adding to a ledger. Each call is one transaction: it is there whole, or not at all, whatever happens."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, Self

from sqlalchemy import Connection, select

from enligt.errors import InputError
from enligt.ledger import (
    alerts,
    asides,
    entering,
    events,
    fetched,
    filters,
    forgetting,
    importing,
    judging,
    notes,
    progress,
    repeating,
    roles,
    saving,
    schema,
    sqlite,
    told,
)
from enligt.ledger.issues import enter_issues
from enligt.ledger.looked_up import LookedUp
from enligt.ledger.opening import engine_for_writing
from enligt.ledger.records import Changes, Entered, Outcome, Progress
from enligt.ledger.rows import article_of, load_claims, storable
from enligt.model import Article, Claim, Issue, Page, Reading, Repeats, Roles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from types import TracebackType

    from enligt.ledger.records import FetchedRow, Judged, Judgement, ToldEvent


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

    Where ``repeats`` is set, each new article is related to those that it repeats, in the transaction that enters it; where
    ``roles`` is set, what it says of persons' offices is entered too. ``entered`` says what the last `record` entered that
    was not there.
    """

    def __init__(self, path: Path, *, busy_seconds: float = sqlite.BUSY_SECONDS) -> None:
        self.repeats: Repeats | None = None
        self.roles: Roles | None = None
        self.entered = Entered()
        self._path = path
        self._looked_up = LookedUp()
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
        self._looked_up.forget()
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
        asked = entering.Asked.of(page, options, reader, reader_version)
        handed = entering.Handed.of(page, asked.page)
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            done = entering.find_reading(connection, asked)
            if done is None and not forgetting.page_is_forgotten(connection, asked.page):
                return None
            if whole and done is not None and asides.is_left(connection, done):
                return None
            known = entering.find_location(connection, handed)
            if done is not None and known is not None and known.page_reading_id == done:
                return entering.stored_outcome(known.outcome)
        with self._transaction(handed.location) as connection:
            if forgetting.page_is_forgotten(connection, asked.page):
                return entering.enter_forgotten(connection, handed)
            return None if done is None else entering.enter_location(connection, handed, done)

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
        asked = entering.Asked.of(page, options, reader, reader_version)
        unread = {one.article_id for one in aside or ()}
        everyone = [*readings, *(Reading(one, (), reader, reader_version) for one in aside or ())]
        for one in everyone:
            entering.check(one, reader, reader_version)
            if one.article.page != asked.page:
                raise ValueError(f"{one.article.article_id} is of page {one.article.page}, not of {asked.page}")
        handed = entering.Handed.of(page, asked.page)
        self.entered = Entered()
        with self._transaction(handed.location) as connection:
            if forgetting.page_is_forgotten(connection, asked.page):
                return entering.enter_forgotten(connection, handed)
            done = entering.find_reading(connection, asked)
            left = [] if done is None else asides.unread(connection, done)
            fills = any(one.article.article_id in left for one in readings)
            if done is not None and not fills and not entering.gave_nothing(connection, done):
                enter_issues(connection, [one for one in issues if one.fatal and left], done)
                return entering.enter_location(connection, handed, done)
            unique: dict[str, Reading] = {}
            for one in everyone:  # the same story twice on a page is one
                unique.setdefault(one.article.article_id, one)
            unread -= {one.article.article_id for one in readings}
            kept, refused = forgetting.sort_out(connection, asked.page, list(unique.values()))
            told = [*issues, *forgetting.issues_of(handed.location, asked.page, refused, fatal=not kept)]
            told += entering.nothing_read(handed) if not kept and aside is None and not any(issue.fatal for issue in told) else []
            if done is not None and not kept:
                enter_issues(connection, told, done)
                return entering.enter_location(connection, handed, done)
            read = [one for one in kept if one.article.article_id not in unread]
            entering.enter_page(connection, asked.page, page.content)
            outcome = entering.outcome_of(read, told, aside=bool(kept) or aside is not None)
            reading = entering.enter_reading(connection, asked, outcome, done)
            if done is not None and left:
                asides.gives_way(connection, done, outcome)
            new = entering.new_articles(connection, kept)
            articles = [one.article.article_id for one in kept]
            owner, outcome = entering.place(connection, handed, reading, articles=articles, owns_new=bool(new))
            entering.enter_articles(connection, new, owner)
            if articles:
                links = [{"page_reading_id": reading, "position": n, "article_id": one} for n, one in enumerate(articles)]
                connection.execute(schema.into(schema.article_page), links)
            first = entering.next_key(connection, schema.claim)
            gained = [one.article for one in read if entering.enter_claims(connection, one)]
            fresh = {one.article_id for one in new}.union(left) & {one.article.article_id for one in read}
            entered = Entered(len(fresh), entering.next_key(connection, schema.claim) - first)
            if self.repeats is not None:
                repeating.enter(connection, self.repeats, new)
                repeating.relate_anew(connection, self.repeats, [one for one in gained if one not in new])
            roles.enter(connection, self.roles, new)
            enter_issues(connection, told, reading)
        self.entered = entered
        return outcome

    def learn(self, *, limit: int = 200) -> int:
        """Enter the roles said by articles that were entered without ``roles``, or by older rules; how many such there were."""
        if self.roles is None:
            return 0
        with self._transaction("roles") as connection:
            articles = roles.unread(connection, self.roles.method, limit=limit)
            roles.enter(connection, self.roles, articles)
            return len(articles)

    def judge_role(self, judged: roles.RoleJudged, *, author: str, reason: str | None = None) -> roles.RoleJudgement:
        """Add a person's judgement of who held an office; as `judge`, and taken back as easily."""
        with self._transaction("judge") as connection:
            return roles.judge(connection, judged, author=author, reason=reason)

    def undo_role(self, judgement_id: str, *, author: str, reason: str | None = None) -> roles.RoleJudgement:
        """Take back a judgement of `judge_role`, by its whole id.

        Raises:
            UsageError: there is none, or it does not hold any more.
        """
        with self._transaction("judge") as connection:
            return roles.undo(connection, judgement_id, author=author, reason=reason)

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
        entering.check(reading, reading.reader, reading.reader_version)
        article_id = reading.article.article_id
        with self._transaction(article_id) as connection:
            row = connection.execute(select(schema.article).where(schema.article.c.article_id == article_id)).mappings().first()
            if row is None:
                if forgetting.article_is_forgotten(connection, article_id):
                    return Changes()
                raise ValueError(f"{article_id}: not in {self._path}; only articles of the ledger can be read again")
            before = _shown_claims(connection, article_id, reading.reader)
            article = article_of(row)
            if entering.enter_claims(connection, replace(reading, article=article)) and self.repeats is not None:
                repeating.relate_anew(connection, self.repeats, [article])
            asides.was_read(connection, article_id, claims=bool(reading.claims))
            return _compare(before, _shown_claims(connection, article_id, reading.reader))

    def enter_imported(self, reading: Reading, *, location: str) -> importing.Entered:
        """Enter claims of one article that another hand made (``ledger.importing.enter``), in one transaction.

        Raises:
            InputError: a text that no file can hold (a lone surrogate).
            ValueError: the reading breaks the contract of a reader.
            LedgerError: as `open_writer`.
        """
        entering.check(reading, reading.reader, reading.reader_version)
        with self._transaction(location) as connection:
            return importing.enter(connection, reading, location=location, repeats=self.repeats)

    def unlinked(self, *, linker: str) -> list[events.Stale]:
        """The articles whose claims are to be compared with the others' (anew), as ``linker`` compares them."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return events.stale(connection, reader=self._reader(connection), linker=linker)

    def neighbours(self, keys: Collection[str]) -> dict[str, dict[str, str]]:
        """For each key the claims that are found under it, each with its article; what is known is not asked for again."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            self._looked_up.begin(connection)
            return self._looked_up.under(connection, keys)

    @contextmanager
    def linking(self, *, linker: str, rungs: Sequence[int], most: int, regroup: events.Regroup) -> Iterator[events.Linking]:
        """A transaction in which articles are linked (``ledger.events.Linking``); undone on any error."""
        with self._keeping(), sqlite.plain_errors(self._path), self._engine.begin() as connection:
            holds = self._looked_up.begin(connection)
            yield events.Linking(connection, self._looked_up, linker, rungs, most, regroup, holds)

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """What was looked up is kept, unless the transaction within is undone."""
        try:
            yield
        except BaseException:
            self._looked_up.forget()
            raise

    def others(self) -> tuple[int, int]:
        """What changes whenever anybody but this writer has written to the ledger."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return sqlite.others(connection)

    def untold(self, *, teller: str, limit: int) -> list[tuple[str, str]]:
        """Events to be told (anew), each with the moment at which it was marked; so many at most."""
        with sqlite.plain_errors(self._path), self._engine.connect().execution_options(reading=True) as connection:
            return told.waiting(connection, teller=teller, limit=limit)

    def tell(self, events: Iterable[ToldEvent], *, teller: str) -> int:
        """Enter what was told of events; one that has changed since it was looked at is passed over (``ledger.told.enter``).

        Returns:
            How many were entered.
        """
        with self._transaction("tell") as connection:
            return told.enter(connection, events, teller=teller)

    def save_filter(self, name: str, *, kind: Literal["claims", "events"], filters: Mapping[str, Any]) -> None:
        """Keep filters under a name, in place of those that it had; with other filters its mark starts anew."""
        with self._transaction(name) as connection:
            saving.save(connection, storable(name), kind=kind, filters=filters)

    def forget_filter(self, name: str) -> bool:
        """Drop the filters of a name; False where there are none."""
        with self._transaction(name) as connection:
            return saving.forget(connection, storable(name))

    def see_filter(self, name: str, moment: str) -> bool:
        """Move the last-seen mark of the filters of a name; False where there are none."""
        with self._transaction(name) as connection:
            return saving.see(connection, storable(name), moment)

    def moment(self) -> str:
        """The moment, UTC, to the microsecond; whatever is told later in this ledger is told after it, by whoever else too."""
        with self._transaction("moment"):
            return told.moment()

    def judge(
        self, judged: Iterable[Judged], *, author: str, reason: str | None = None, seen: str | None = None
    ) -> list[Judgement]:
        """Add a person's judgements, all or none; the claims they are about are grouped anew when they are linked next.

        Args:
            judged: as `enligt.ledger.records.Judged`.
            author: who decides.
            reason: why, if told.
            seen: how the claims stood when the author looked at them (``judging.enter``); None: whatever was decided since.

        Raises:
            UsageError: there is no such judgement, or it does not hold any more.
            StaleEdit: a claim is not as it was ``seen``.
            LedgerError: as `open_writer`.
        """
        with self._transaction("judge") as connection:
            return judging.enter(connection, judged, author=author, reason=reason, seen=seen)

    def note(self, *, target: str, kind: notes.NoteKind, text: str, author: str) -> notes.Note:
        """Add a note, tag or grade at a target that the caller looked up (``noting.target``).

        Raises:
            UsageError: it is empty, too long, or no grade.
        """
        with self._transaction("note") as connection:
            return notes.enter(connection, target=target, kind=kind, text=text, author=author)

    def withdraw_note(self, note_id: str, *, author: str) -> None:
        """Take a note back; its row stays.

        Raises:
            UsageError: there is no such note that holds.
        """
        with self._transaction("note") as connection:
            notes.withdraw(connection, note_id, author=author)

    def add_alert(self, one: alerts.Alert) -> None:
        """Add an alert; one that is there gets the settings given."""
        with self._transaction(one.name) as connection:
            alerts.enter(connection, one)

    def forget_alerts(self, name: str, *, kind: str | None = None, address: str | None = None) -> int:
        """Drop the alerts of a name, or the one that goes by ``kind`` to ``address``; how many there were."""
        with self._transaction(name) as connection:
            return alerts.forget(connection, name, kind=kind, address=address)

    def tell_alert(self, one: alerts.Alert, several: Iterable[alerts.Sent], *, until: str) -> None:
        """Enter what an alert was sent, and that it was told all up to a moment."""
        with self._transaction(one.name) as connection:
            alerts.tell(connection, one, several, until=until)

    def _reader(self, connection: Connection) -> str | None:
        """The reader whose claims are shown by default: who read for this ledger first."""
        return filters.own_reader(connection)

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
