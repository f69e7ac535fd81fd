"""Joining other ledgers into one: their content as of one run over all pages, in the order in which they are given.

What is one row in both is told by content, never by a row's number; numbers are given anew, and what points to them follows.
Each other ledger is one transaction: a merge that is killed has taken in each of them whole or not at all, and the same
command goes on. `JOINED` says how each table is joined: **a new table needs one row there** (a test holds the list complete).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, Table, delete, exists, func, select, update

from enligt.errors import LedgerDamaged, LedgerError, LedgerMissing, UsageError
from enligt.ledger import (
    alert_tables,
    asides,
    corrected_tables,
    forgetting,
    judging,
    note_tables,
    notes,
    schema,
    sqlite,
    told,
    told_tables,
)
from enligt.ledger.issues import enter_issues
from enligt.ledger.opening import engine_for_reading, engine_for_writing
from enligt.ledger.rows import article_of
from enligt.model import Issue, Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import RowMapping

    Row = dict[str, Any]

T = TypeVar("T")

_AT_ONCE: Final = 100  # rows in memory; a page's bytes are among them
_FAILED: Final = ("failed", "unsupported")


class Joined(NamedTuple):
    """How the rows of a table are joined.

    ``same``: the columns by which two rows are one; the first has an index. ``points``: columns that hold the number of a row
    of another table, which stands before in the list. ``part_of``: such a table, with whose rows these belong together: they
    come along with one that is new, and are not looked at otherwise. ``articles``: columns that name an article; rows about
    one that was forgotten are left out.
    """

    table: Table
    same: tuple[str, ...]
    points: Mapping[str, str] = {}
    part_of: str | None = None
    articles: tuple[str, ...] = ()


def _all_but(table: Table, *names: str) -> tuple[str, ...]:
    return tuple(column.name for column in table.c if column.name not in names)


JOINED: Final = (
    Joined(schema.page, ("sha256",)),
    Joined(schema.page_reading, ("page_sha256", "options", "reader", "reader_version")),
    Joined(schema.page_location, ("page_sha256", "location"), {"page_reading_id": "page_reading"}),
    Joined(schema.article, ("article_id",), {"page_location_id": "page_location"}, articles=("article_id",)),
    Joined(
        schema.article_page,
        ("page_reading_id", "position"),
        {"page_reading_id": "page_reading"},
        part_of="page_reading",
        articles=("article_id",),
    ),
    Joined(schema.reading, ("article_id", "reader", "reader_version"), articles=("article_id",)),
    Joined(schema.claim, ("reading_id", "claim_id"), {"reading_id": "reading"}, part_of="reading", articles=("article_id",)),
    *(Joined(part, ("claim_row", "position"), {"claim_row": "claim"}, part_of="claim") for part in schema.CLAIM_PARTS),
    Joined(schema.judgement, ("target", *_all_but(schema.judgement, "id", "target"))),
    Joined(schema.role_judgement, ("state", *_all_but(schema.role_judgement, "id", "state"))),
    Joined(note_tables.note, ("target", *_all_but(note_tables.note, "id", "target"))),
    Joined(schema.archive_progress, ("path", "options", "reader", "reader_version")),
    Joined(schema.link, ("article_id", "position"), articles=("article_id",)),
    Joined(schema.event, ("event_id",)),
)
"""Every table, those that are pointed to first, but `forgotten`, which is joined before, and `issue`, which is after."""

JOINED_APART: Final = (schema.forgotten, schema.issue)

OWN: Final = (
    schema.signature,
    schema.signature_key,
    schema.relation,
    schema.linked,
    schema.claim_key,
    schema.claim_link,
    schema.event_claim,
    schema.rejected,
    schema.role_read,
    schema.role_said,
    schema.fetched,
    schema.watched,
    *corrected_tables.OF_CORRECTIONS,
    *told_tables.OF_EVENTS,
    told_tables.saved,
    alert_tables.alert,
    alert_tables.sent,
)
"""Tables that are not joined: they follow from the others and are made anew (`rejected`, `tied` and corrections at once; what
repeats what, which claims tell of one act and who holds which office when the ledger is next added to), or say what this ledger
has asked of the web, or is asked by its owner."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What another ledger gave: pages (each at each of its locations), articles, claims and judgements that were not there.

    ``erased`` counts articles that were there and that the other had forgotten, ``refused`` the other's that this one had.
    """

    path: Path
    pages: int = 0
    articles: int = 0
    claims: int = 0
    judgements: int = 0
    erased: int = 0
    refused: int = 0


def merge(path: str | Path, others: Iterable[str | Path], *, busy_seconds: float = sqlite.BUSY_SECONDS) -> Iterator[Merged]:
    """Join other ledgers into the one at ``path``, which is made where there is none; doing it twice changes nothing.

    Yields:
        What each other ledger gave, when it is in.

    Raises:
        UsageError: another ledger is this one.
        LedgerMissing: there is no ledger at one of the other paths.
        LedgerError: another ledger cannot be read, or is of another schema; as `open_writer` besides.
    """
    path = Path(path)
    checked = [_checked(path, Path(other)) for other in others]
    engine = engine_for_writing(path, busy_seconds=busy_seconds)
    try:
        for other in checked:
            theirs_engine = engine_for_reading(other)
            try:
                with sqlite.plain_errors(path), engine.begin() as ours, theirs_engine.connect() as theirs:
                    merged = _Merge(ours, theirs).run(other)
            finally:
                theirs_engine.dispose()
            if merged.erased:
                with sqlite.plain_errors(path):
                    sqlite.empty_log(engine)
            yield merged
    finally:
        engine.dispose()


def _checked(path: Path, other: Path) -> Path:
    """The path of another ledger that can be read.

    Raises:
        UsageError: it is the ledger itself.
        LedgerError: there is none, or of another schema.
    """
    if not other.exists():
        raise LedgerMissing(f"{other}: no ledger there")
    if path.exists() and path.samefile(other):
        raise UsageError(f"{other}: is the ledger itself; name the others that are to be joined into it")
    try:
        engine_for_reading(other).dispose()
    except LedgerMissing as error:
        raise LedgerMissing(f"{other}: an empty file, no ledger") from error
    except LedgerDamaged as error:
        raise LedgerDamaged(f"{other}: not an Enligt ledger, or a damaged one; name another to join") from error
    except LedgerError as error:
        if "earlier version" not in str(error):
            raise
        raise LedgerError(
            f"{other}: made by an earlier version of enligt; bring it up to date first with a command that writes to it, "
            f"such as `enligt add --ledger {other} PAGE`"
        ) from error
    return other


@dataclass(slots=True)
class _Merge:
    """One other ledger's way into ours; all dictionaries and sets of numbers are of its row numbers, but where it says ours."""

    ours: Connection
    theirs: Connection
    numbers: dict[str, dict[int, int]] = field(default_factory=dict)  # table to their number to ours
    new: dict[str, set[int]] = field(default_factory=dict)  # table to what was not there
    left_out: set[str] = field(default_factory=set)  # articles that ours has forgotten
    dead: set[str] = field(default_factory=set)  # pages of which ours has forgotten everything
    tried_again: list[int] = field(default_factory=list)  # readings of pages that had failed in ours; ours
    judgements: int = 0
    touched: set[str] = field(default_factory=set)  # claims that a judgement or an event's name of theirs speaks of

    def run(self, other: Path) -> Merged:
        self._find_dead()
        erased = self._join_forgotten()
        refused = self._find_left_out()
        for one in JOINED:
            self._join(one)
        notes.erase_of_forgotten(self.ours)
        self._tell_read()
        self._join_issues()
        self._settle_outcomes()
        self._tell_refused(refused)
        judging.settle(self.ours)
        self._link_anew()
        counts = {name: len(self.new.get(name, ())) for name in ("page_location", "article", "claim")}
        return Merged(
            other,
            pages=counts["page_location"],
            articles=counts["article"],
            claims=counts["claim"],
            judgements=self.judgements,
            erased=erased,
            refused=len(refused),
        )

    def _link_anew(self) -> None:
        """What their judgements and their events' names speak of is grouped anew when it is linked next."""
        for keys in _several(sorted(self.touched)):
            of = select(schema.claim.c.article_id).where(schema.claim.c.claim_id.in_(keys))
            self.ours.execute(delete(schema.linked).where(schema.linked.c.article_id.in_(of)))
            told.mark_articles(self.ours, self.ours.scalars(of).all())

    def _tell_read(self) -> None:
        """What was put aside here and read there is read."""
        read = [self.numbers["reading"][number] for number in sorted(self.new.get("reading", ()))]
        for keys in _several(read):
            held = exists().where(schema.claim.c.reading_id == schema.reading.c.id)
            asked = select(schema.reading.c.article_id, held).where(schema.reading.c.id.in_(keys))
            for article_id, some in self.ours.execute(asked).all():
                asides.was_read(self.ours, article_id, claims=bool(some))

    def _rows(self, table: Table) -> Iterator[Sequence[RowMapping]]:
        asked = select(table).order_by(*table.primary_key.columns)
        streamed = self.theirs.execution_options(yield_per=_AT_ONCE).execute(asked)
        yield from streamed.mappings().partitions(_AT_ONCE)

    # --- what was forgotten

    def _find_dead(self) -> None:
        forgotten = schema.forgotten
        pages = self.ours.scalars(select(forgotten.c.target).where(forgotten.c.kind == "page")).all()
        self.dead = {page for page in pages if forgetting.page_is_forgotten(self.ours, page)}

    def _join_forgotten(self) -> int:
        """What they forgot is forgotten here too, for the same reason; how many articles of ours went."""
        forgotten, article = schema.forgotten, schema.article
        here = set(self.ours.scalars(select(forgotten.c.target)))
        fresh = [dict(row) for rows in self._rows(forgotten) for row in rows if row["target"] not in here]
        if not fresh:
            return 0
        sqlite.erase_behind(self.ours)
        reasons = {row["target"]: row["reason"] for row in fresh if row["kind"] == "article"}
        by_text = {row["text_sha256"]: row["reason"] for row in fresh if row["kind"] == "article"}
        pages = {row["target"] for row in fresh if row["kind"] == "page"}
        doomed: dict[str, dict[str, int]] = {}  # by reason
        for keys in _several(sorted(reasons)):
            for row in self.ours.execute(select(article.c.id, article.c.article_id).where(article.c.article_id.in_(keys))):
                doomed.setdefault(reasons[row.article_id], {})[row.article_id] = row.id
        for keys in _several(sorted(pages)):
            asked = select(article.c.id, article.c.article_id, article.c.text).where(article.c.page_sha256.in_(keys))
            for there in self.ours.execute(asked).all():
                reason = by_text.get(forgetting.text_hash(there.text))
                if reason is not None and there.article_id not in reasons:
                    doomed.setdefault(reason, {})[there.article_id] = there.id
        for reason, articles in doomed.items():
            forgetting.erase_these(self.ours, articles, reason=reason)
        here = set(self.ours.scalars(select(forgotten.c.target)))
        rows = [{name: value for name, value in row.items() if name != "id"} for row in fresh if row["target"] not in here]
        if rows:
            self.ours.execute(schema.into(forgotten), rows)
        for keys in _several(sorted(pages)):
            self.ours.execute(update(schema.page).where(schema.page.c.sha256.in_(keys)).values(content=None))
        return sum(map(len, doomed.values()))

    def _find_left_out(self) -> list[tuple[Reading, str]]:
        """Their articles that ours has forgotten, with the reason."""
        if not self.ours.scalar(select(exists().where(schema.forgotten.c.kind == "article"))):
            return []
        refused: list[tuple[Reading, str]] = []
        for rows in self._rows(schema.article):
            for row in rows:
                one = Reading(article_of(row), (), "", "")
                if row["page_sha256"] in self.dead:
                    self.left_out.add(row["article_id"])
                refused += forgetting.sort_out(self.ours, row["page_sha256"], [one])[1]
        self.left_out.update(one.article.article_id for one, _ in refused)
        return refused

    def _tell_refused(self, refused: Iterable[tuple[Reading, str]]) -> None:
        """As if their pages had been handed in here: an issue for each article that was not let in."""
        for one, reason in refused:
            page = one.article.page
            if forgetting.page_is_forgotten(self.ours, page):
                enter_issues(self.ours, forgetting.issues_of_page(self.ours, one.article.document, page), None)
            else:
                told = forgetting.issues_of(one.article.document, page, [(one, reason)], fatal=False)
                enter_issues(self.ours, told, None)

    # --- the tables of the list

    def _join(self, one: Joined) -> None:
        numbered = "id" in one.table.c
        numbers = self.numbers.setdefault(one.table.name, {})
        new = self.new.setdefault(one.table.name, set())
        following = (self.ours.scalar(select(func.coalesce(func.max(one.table.c.id), 0))) or 0) + 1 if numbered else 0
        for rows in self._rows(one.table):
            moved = [(row, values) for row in rows if (values := self._moved(one, row)) is not None]
            known = {} if one.part_of is not None else self._known(one, [values for _, values in moved])
            fresh: list[Row] = []
            for row, values in moved:
                key = repr(tuple(values[name] for name in one.same))
                met = known.get(key) if one.part_of is None else None
                if met is not None:
                    self._meet(one.table, row, met)
                    if numbered:
                        numbers[row["id"]] = met["id"]
                    continue
                if numbered:
                    values["id"] = numbers[row["id"]] = following
                    new.add(row["id"])
                    following += 1
                self._prepare(one.table, values)
                known[key] = values
                fresh.append(values)
            if fresh:
                self.ours.execute(schema.into(one.table), fresh)
                self._entered(one.table, fresh)

    def _moved(self, one: Joined, row: RowMapping) -> Row | None:
        """A row of theirs that points to rows of ours; None where it is not to come along."""
        if any(row[name] in self.left_out for name in one.articles):
            return None
        if one.table is schema.page_reading and row["page_sha256"] in self.dead:
            return None
        values = dict(row)
        for name, table in one.points.items():
            if values[name] is None:
                continue
            if table == one.part_of and values[name] not in self.new[table]:
                return None
            values[name] = self.numbers[table].get(values[name])
        if one.table is schema.page_location and values["page_reading_id"] is None:
            values["outcome"] = "unsupported"
        return values

    def _known(self, one: Joined, rows: Iterable[Row]) -> dict[str, Any]:
        """Rows of ours that are one with some of these, by what makes them so."""
        first = one.table.c[one.same[0]]
        asked = select(one.table).where(first.in_({row[one.same[0]] for row in rows}))
        if one.table is schema.page:
            asked = select(schema.page.c.sha256).where(first.in_({row["sha256"] for row in rows}))
        return {repr(tuple(row[name] for name in one.same)): row for row in self.ours.execute(asked).mappings()}

    def _meet(self, table: Table, theirs: RowMapping, ours: Mapping[str, Any]) -> None:
        """Two rows are one: where theirs knows more, ours takes it on."""
        if table is schema.page_reading:
            # What had failed gives way to the try that did not, with what it complained of, as when a page is added again.
            if ours["outcome"] in _FAILED and theirs["outcome"] not in _FAILED:
                self.ours.execute(delete(schema.issue).where(schema.issue.c.page_reading_id == ours["id"]))
                self.ours.execute(update(table).where(table.c.id == ours["id"]).values(outcome=theirs["outcome"]))
                self.new[table.name].add(theirs["id"])
                self.tried_again.append(ours["id"])
        elif table is schema.archive_progress:
            same_file = all(theirs[name] == ours[name] for name in ("size", "modified", "head_sha256"))
            if same_file and (theirs["done"], theirs["place"]) > (ours["done"], ours["place"]):
                values = {name: theirs[name] for name in ("place", "counts", "outcomes", "done", "added_at")}
                self.ours.execute(update(table).where(table.c.id == ours["id"]).values(values))

    def _prepare(self, table: Table, values: Row) -> None:
        """Last changes to a row that is new."""
        if table is schema.page:
            forgotten = schema.forgotten
            if self.ours.scalar(select(exists().where(forgotten.c.target == values["sha256"]))):
                values["content"] = None
        elif table is schema.reading and values["newest"]:
            versions = [table.c[name] == values[name] for name in ("article_id", "reader")]
            columns = (table.c.id, table.c.imported, table.c.added_at)
            shown = self.ours.execute(select(*columns).where(*versions, table.c.newest)).first()
            theirs = not values["imported"], values["added_at"]  # what was imported gives way to what was read
            if shown is not None and (not shown.imported, shown.added_at) >= theirs:
                values["newest"] = False
            elif shown is not None:
                self.ours.execute(update(table).where(table.c.id == shown.id).values(newest=False))
                told.mark_articles(self.ours, [values["article_id"]])
        elif table is schema.judgement:
            self.judgements += 1
            self.touched |= {values["target"], values["detail"].get("other") or values["target"]}
        elif table is schema.event:
            self.touched.add(values["claim_id"])

    def _entered(self, table: Table, rows: Iterable[Row]) -> None:
        if table is schema.article:
            sqlite.index_words(self.ours, "article", ((row["id"], row["text"]) for row in rows))
        elif table is schema.claim:
            sqlite.index_words(self.ours, "claim", ((row["id"], row["evidence_text"]) for row in rows))

    # --- what follows from the rest

    def _join_issues(self) -> None:
        """Their issues, as far as the same pages, handed in here, would have met them."""
        readings, failed = self.numbers["page_reading"], schema.page_reading.c.outcome.in_(_FAILED)
        not_read = set(self.theirs.scalars(select(schema.page_reading.c.id).where(failed)))
        for rows in self._rows(schema.issue):
            for row in rows:
                their, ours = row["page_reading_id"], None
                if their is not None:
                    ours = readings.get(their)
                    if ours is None or not (their in self.new["page_reading"] or their in not_read):
                        continue
                    if their in not_read and their not in self.new["page_reading"] and not self._failed_here(ours):
                        continue
                told = Issue(row["location"], row["stage"], row["code"], row["message"], row["page_sha256"], row["fatal"])
                enter_issues(self.ours, [told], ours)

    def _failed_here(self, reading: int) -> bool:
        table = schema.page_reading
        return self.ours.scalar(select(table.c.outcome).where(table.c.id == reading)) in _FAILED

    def _settle_outcomes(self) -> None:
        """A page all of whose articles other locations own is a duplicate; one of which all is forgotten is unsupported."""
        table, links, article, reading = schema.page_location, schema.article_page, schema.article, schema.page_reading
        fresh = [self.numbers["page_location"][number] for number in sorted(self.new["page_location"])]
        for keys in _several(self.tried_again):
            fresh += self.ours.scalars(select(table.c.id).where(table.c.page_reading_id.in_(keys)))
        for key in dict.fromkeys(fresh):
            row = self.ours.execute(
                select(table, reading.c.outcome.label("of_reading"))
                .join(reading, reading.c.id == table.c.page_reading_id, isouter=True)
                .where(table.c.id == key)
            ).one()
            if row.page_reading_id is None:
                told = forgetting.issues_of_page(self.ours, row.location, row.page_sha256)
                enter_issues(self.ours, told, None)
                continue
            ids = self.ours.scalars(select(links.c.article_id).where(links.c.page_reading_id == row.page_reading_id)).all()
            owned = article.c.article_id.in_(ids) & (article.c.page_location_id == key)
            outcome = row.of_reading
            if ids and not self.ours.scalar(select(exists().where(owned))):
                outcome = "duplicate"
            elif not ids and outcome not in _FAILED:  # it gave some once
                outcome = "unsupported"
            if outcome != row.outcome:
                self.ours.execute(update(table).where(table.c.id == key).values(outcome=outcome))


def _several(keys: Sequence[T]) -> Iterator[Sequence[T]]:
    """A few hundred at once, as many as a statement takes."""
    for start in range(0, len(keys), 200):
        yield keys[start : start + 200]
