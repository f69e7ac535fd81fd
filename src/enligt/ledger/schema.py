"""The ledger's tables. What is filtered by is a column of its own; the rest is there to be read, by people too.

```
page ◄── page_location ──► page_reading ◄── article_page ──► article ◄── reading ◄── claim ◄── participant, source,
 bytes    where it was       one reading of      which           one        one reader's,          quantity, cue, step
          handed in, and     the bytes, with     articles it     story      one version's
          how it ended       its options         gave                       reading
```
``linked``, ``claim_key``, ``claim_link`` and ``event_claim`` are derived from the claims shown and the judgements, and made anew
as they change (events.py), and so is ``rejected`` (judging.py); an event's id in ``event`` is given once. What was told of the
events stands in tables of its own (told_tables.py).

``newest`` of a reading, ``page_reading_id`` of a location and ``place`` of an archive's progress are the only pointers that
move; claims and articles are written once, and only `forget` takes them away. Columns ending in ``_folded`` and ``_words``,
and ``from_day`` and ``to_day``, are derived: filters compare with them. Columns of `MOMENTS` say when a row was written; no id
rests on them.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    ForeignKey,
    Index,
    Insert,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

REVISIONS: Final = (
    *("0001", "0002", "0003", "0004", "0005", "0006", "0007"),
    *("0008", "0009", "0010", "0011", "0012", "0013", "0014", "0015", "0016"),
)
"""Every schema that this program knows, oldest first; a test holds it equal to the migrations."""

MOMENTS: Final = frozenset(
    {
        "added_at",
        "asked_at",
        "due_at",
        "first_at",
        "forgotten_at",
        "made_at",
        "marked_at",
        "polled_at",
        "seen_at",
        "sent_at",
        "told_at",
        "told_until",
    }
)
"""The columns that differ between two runs over the same pages."""

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _span(name: str, *, needed: bool = False) -> tuple[Column[int], Column[int], Column[str]]:
    """The three columns of a span: two half-open character offsets into the article's text, and the words there."""
    return (
        Column(f"{name}_start", Integer, nullable=not needed),
        Column(f"{name}_end", Integer, nullable=not needed),
        Column(f"{name}_text", Text, nullable=not needed),
    )


def _of_claim() -> tuple[Column[int], Column[int]]:
    """The key of a row that belongs to a claim: the claim's row, and the place among its like."""
    return (
        Column("claim_row", Integer, ForeignKey("claim.id", ondelete="CASCADE"), primary_key=True),
        Column("position", Integer, primary_key=True),
    )


page = Table(
    "page",
    METADATA,
    Column("sha256", Text, primary_key=True),
    Column("size", Integer, nullable=False),  # bytes, before compression
    Column("content", LargeBinary),  # zlib; NULL once forgotten
    Column("added_at", Text, nullable=False),
)

page_reading = Table(
    "page_reading",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("page_sha256", Text, ForeignKey("page.sha256"), nullable=False),
    Column("options", Text, nullable=False),  # canonical JSON of what overrode the page's own word
    Column("reader", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    UniqueConstraint("page_sha256", "options", "reader", "reader_version"),
)

page_location = Table(
    "page_location",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("page_sha256", Text, ForeignKey("page.sha256"), nullable=False),
    Column("location", Text, nullable=False),
    Column("media_type", Text),
    Column("fetched", Text),
    Column("page_reading_id", Integer, ForeignKey("page_reading.id")),  # the one asked for last; NULL: forgotten before
    Column("outcome", Text, nullable=False),
    Column("added_at", Text, nullable=False),
    UniqueConstraint("page_sha256", "location"),
    Index(None, "location"),
    Index(None, "page_reading_id"),
    Index(None, "outcome"),
)

article = Table(
    "article",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("article_id", Text, nullable=False, unique=True),
    Column("headline", Text),
    Column("outlet", Text),
    Column("url", Text),
    Column("byline", Text),
    Column("published", Text),
    Column("updated", Text),
    Column("language", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("page_sha256", Text, ForeignKey("page.sha256"), nullable=False),
    Column("page_location_id", Integer, ForeignKey("page_location.id"), nullable=False),  # where it was first read
    Column("outlet_folded", Text),
    Column("from_day", Text),
    Column("to_day", Text),
    Column("added_at", Text, nullable=False),
    Column("text", Text, nullable=False),  # long, and so after what is filtered by
    Column("segments", JSON, nullable=False),  # [start, end, page_start] each
    Column("truncated", Boolean(create_constraint=False), nullable=False, server_default=text("0")),
    Column("agency", Text),
    Column("section", Text),
    Index(None, "language"),
    Index(None, "outlet_folded"),
    Index(None, "published"),
    Index(None, "from_day", "to_day"),
    Index(None, "page_sha256"),
    Index(None, "page_location_id"),
)

link = Table(
    "link",
    METADATA,
    Column("article_id", Text, ForeignKey("article.article_id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("address", Text, nullable=False),
    Index(None, "address"),
)

article_page = Table(
    "article_page",
    METADATA,
    Column("page_reading_id", Integer, ForeignKey("page_reading.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("article_id", Text, ForeignKey("article.article_id"), nullable=False),
    Index(None, "article_id"),
)

reading = Table(
    "reading",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("article_id", Text, ForeignKey("article.article_id"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("newest", Boolean(create_constraint=False), nullable=False),  # of this reader's, of this article
    Column("added_at", Text, nullable=False),
    Column("vectors", LargeBinary),  # of the sentences, a bit a component
    Column("imported", Boolean(create_constraint=False), nullable=False, server_default=text("0")),  # made by another hand
    UniqueConstraint("article_id", "reader", "reader_version"),
)

claim = Table(
    "claim",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("claim_id", Text, nullable=False),
    Column("article_id", Text, ForeignKey("article.article_id"), nullable=False),
    Column("reading_id", Integer, ForeignKey("reading.id"), nullable=False),
    Column("reader", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("event_type", Text, nullable=False),
    Column("mode", Text),
    Column("factuality", Text, nullable=False),
    Column("hearsay", Boolean(create_constraint=False), nullable=False),
    *_span("evidence", needed=True),
    *_span("trigger", needed=True),
    Column("when_start", Text),
    Column("when_end", Text),
    Column("when_precision", Text),
    Column("when_text", Text),
    Column("when_basis", Text),
    *_span("when_span"),
    Column("where_text", Text),
    *_span("where_span"),
    Column("confidence", Double, nullable=False),
    Column("slot_confidence", JSON, nullable=False),
    Column("vector", LargeBinary, nullable=False),
    Column("from_day", Text),  # of `when`, else of the article's date
    Column("to_day", Text),
    Column("contexts", Text, nullable=False, server_default=","),  # names, a comma before, between and after them
    Column("place_country", Text),
    Column("place_name", Text),
    Column("place_latitude", Double),
    Column("place_longitude", Double),
    Column("place_precision", Text),  # null where nobody looked the place up
    Column("place_more", JSON(none_as_null=True)),  # approximate, extent, alternatives
    UniqueConstraint("reading_id", "claim_id"),
    Index(None, "claim_id"),
    Index(None, "article_id"),
    Index(None, "event_type"),
    Index(None, "factuality"),
    Index(None, "from_day", "to_day"),
    Index(None, "place_country"),
)

participant = Table(
    "participant",
    METADATA,
    *_of_claim(),
    Column("role", Text, primary_key=True),
    Column("actor", Text, nullable=False),
    Column("name", Text),
    Column("mention", Text),
    *_span("span"),
    Column("confidence", Double, nullable=False),
    Column("name_words", Text),
    CheckConstraint("role IN ('actor', 'recipient')", name="role"),
    Index(None, "actor", "role"),
)

source = Table(
    "source",
    METADATA,
    *_of_claim(),
    Column("depth", Integer, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    *_span("span"),
    Column("confidence", Double, nullable=False),
    Column("name_folded", Text, nullable=False),
    Index(None, "name_folded"),
)

quantity = Table(
    "quantity",
    METADATA,
    *_of_claim(),
    Column("value", Double, nullable=False),
    Column("comparator", Text, nullable=False),
    Column("unit", Text),
    Column("text", Text, nullable=False),
    *_span("span", needed=True),
    Column("scope", Text, nullable=False, server_default="event"),
)

good = Table(
    "good",
    METADATA,
    *_of_claim(),
    Column("kind", Text, nullable=False),
    Column("model", Text),
    *_span("span", needed=True),
    Index(None, "kind"),
)

cue = Table(
    "cue",
    METADATA,
    *_of_claim(),
    Column("kind", Text, nullable=False),
    *_span("span", needed=True),
)

step = Table(
    "step",
    METADATA,
    *_of_claim(),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    Column("rule", Text, nullable=False),
    *_span("span"),
    Column("probability", Double),
)

signature = Table(
    "signature",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("article_id", Text, ForeignKey("article.article_id"), nullable=False),
    Column("method", Text, nullable=False),
    Column("words", Integer, nullable=False),
    Column("address", Text),
    UniqueConstraint("article_id"),
    Index(None, "address"),
)

signature_key = Table(
    "signature_key",
    METADATA,
    Column("key", BigInteger, primary_key=True),
    Column("kind", Integer, primary_key=True),
    Column("signature_id", Integer, ForeignKey("signature.id", ondelete="CASCADE"), primary_key=True),
    Index(None, "signature_id"),
)

relation = Table(
    "relation",
    METADATA,
    Column("article_id", Text, ForeignKey("article.article_id"), primary_key=True),  # the later, which repeats
    Column("other_id", Text, ForeignKey("article.article_id"), primary_key=True),  # the earlier
    Column("kind", Text, nullable=False),
    Column("share", Double, nullable=False),
    Column("other_share", Double, nullable=False),
    Column("span_start", Integer),
    Column("span_end", Integer),
    Column("other_span_start", Integer),
    Column("other_span_end", Integer),
    Column("method", Text, nullable=False),
    Index(None, "other_id"),
    Index(None, "kind"),
)

issue = Table(
    "issue",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("issue_id", Text, nullable=False),  # a hash of the issue and of the reading that met it
    Column("location", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("fatal", Boolean(create_constraint=False), nullable=False),
    Column("page_sha256", Text),  # no foreign key: bytes may have been read and yet no page made of them
    Column("page_reading_id", Integer, ForeignKey("page_reading.id")),
    Column("added_at", Text, nullable=False),
    UniqueConstraint("issue_id"),
    Index(None, "code"),
    Index(None, "location"),
    Index(None, "page_reading_id"),
)

forgotten = Table(
    "forgotten",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("target", Text, nullable=False),  # an article's or claim's id, or a page's SHA-256
    Column("article_id", Text),  # the article that it went with
    Column("text_sha256", Text),  # of an article's text: the same story under another date stays out
    Column("reason", Text, nullable=False),
    Column("forgotten_at", Text, nullable=False),
    UniqueConstraint("target"),
    CheckConstraint("kind IN ('article', 'claim', 'page')", name="kind"),
    Index(None, "text_sha256"),
)

fetched = Table(
    "fetched",
    METADATA,
    Column("address", Text, primary_key=True),  # as asked for, in its usual spelling
    Column("etag", Text),  # what its last answer said of itself, sent back when it is asked for again
    Column("modified", Text),
    Column("status", Integer, nullable=False),  # 200, or 304: as it was before
    Column("page_sha256", Text, ForeignKey("page.sha256"), nullable=False),
    Column("asked_at", Text, nullable=False),
)

judgement = Table(
    "judgement",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("target", Text, nullable=False),  # no foreign key: a person's word outlives what it judges
    Column("decision", Text, nullable=False),
    Column("detail", JSON, nullable=False),
    Column("author", Text, nullable=False),
    Column("reason", Text),
    Column("made_at", Text, nullable=False),
    Index(None, "target"),
)

watched = Table(  # how far `enligt watch` is: the one table whose rows are overwritten, since nothing is claimed in it
    "watched",
    METADATA,
    Column("kind", Text, primary_key=True),
    Column("address", Text, primary_key=True),
    Column("feed", Text),  # an article's: the address of the feed that named it
    Column("first_at", Text),  # when it was first fetched; NULL: not yet
    Column("polled_at", Text),  # when it was last asked for
    Column("due_at", Text),  # when it is to be asked for again; NULL: never
    Column("failures", Integer, nullable=False),  # one after the other, up to now
    Column("looks", Integer, nullable=False),  # an article's: the place in the list of later looks that comes next
    Column("etag", Text),
    Column("modified", Text),
    Column("told", JSON, nullable=False),  # an article's: what the feed said of it
    CheckConstraint("kind IN ('feed', 'article')", name="kind"),
    Index(None, "due_at"),
)


archive_progress = Table(
    "archive_progress",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False),
    Column("options", Text, nullable=False),  # canonical JSON: what overrode the pages' own word, what fields are called
    Column("reader", Text, nullable=False),
    Column("reader_version", Text, nullable=False),
    Column("size", BigInteger, nullable=False),  # bytes; with the next two: is it the file that was read
    Column("modified", BigInteger, nullable=False),  # nanoseconds since 1970
    Column("head_sha256", Text, nullable=False),  # of its first 64 KiB
    Column("place", BigInteger, nullable=False),  # every page that stands before this byte is recorded
    Column("counts", JSON, nullable=False),  # what the file's reader must know to go on from there
    Column("outcomes", JSON, nullable=False),  # how the pages before it ended, and how many inputs gave none
    Column("done", Boolean(create_constraint=False), nullable=False),
    Column("added_at", Text, nullable=False),  # when the place was last moved
    UniqueConstraint("path", "options", "reader", "reader_version"),
)

linked = Table(
    "linked",
    METADATA,
    Column("article_id", Text, primary_key=True),  # no foreign key: an article that was erased is still to be unlinked
    Column("reading_id", Integer, nullable=False),  # the reading whose claims were linked
    Column("linker", Text, nullable=False),  # the version of what compared them
)

claim_key = Table(
    "claim_key",
    METADATA,
    Column("key", Text, primary_key=True),  # where claims of the same act are looked for: who, what kind, which days
    Column("claim_id", Text, primary_key=True),
    Column("article_id", Text, nullable=False),
    Index(None, "article_id"),
)

claim_link = Table(
    "claim_link",
    METADATA,
    Column("one", Text, primary_key=True),  # the smaller id of the two
    Column("other", Text, primary_key=True),
    Column("score", Integer, nullable=False),  # the probability that both tell of one act, in ten-thousandths
    Index(None, "other"),
)

event = Table(
    "event",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("event_id", Text, nullable=False, unique=True),
    Column("claim_id", Text, nullable=False),  # the claim after which it was named
    Column("now", Text),  # where the event is found now, once it was joined to another; NULL: it is there
    Column("added_at", Text, nullable=False),
    Index(None, "claim_id"),
    Index(None, "now"),
)

event_claim = Table(
    "event_claim",
    METADATA,
    Column("claim_id", Text, primary_key=True),
    Column("event_id", Text, ForeignKey("event.event_id"), nullable=False),
    Column("article_id", Text, nullable=False),
    Index(None, "event_id"),
    Index(None, "article_id"),
)

rejected = Table(
    "rejected",
    METADATA,
    Column("claim_id", Text, primary_key=True),  # what the judgements come to: these claims are shown when asked for only
)

role_read = Table(
    "role_read",
    METADATA,
    Column("article_id", Text, primary_key=True),  # an article that was looked through for roles
    Column("method", Text, nullable=False),  # by which rules
)

role_said = Table(
    "role_said",
    METADATA,
    Column("article_id", Text, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("person", Text, nullable=False),  # the key of the name: ways of writing it mostly meet there
    Column("name", Text, nullable=False),  # as the article has it
    Column("state", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("published", Text),
    *_span("sentence", needed=True),
    Index(None, "state", "office", "published"),
    Index(None, "person"),
)

role_judgement = Table(
    "role_judgement",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", Text, nullable=False),  # the name as the person who judges wrote it
    Column("state", Text, nullable=False),
    Column("office", Text, nullable=False),
    Column("from_said", Text),  # first and last day of which it is said; NULL: open
    Column("to_said", Text),
    Column("wrong", Boolean(create_constraint=False), nullable=False),  # the person did not hold the office
    Column("undoes", Text),  # the id of the judgement that is taken back
    Column("author", Text, nullable=False),
    Column("reason", Text),
    Column("made_at", Text, nullable=False),
    Index(None, "state", "office"),
)


@cache
def into(table: Table) -> Insert:
    """The statement that enters rows into a table: made once, since making it costs as much as running it."""
    return table.insert()


CLAIM_PARTS: Final = (participant, source, quantity, good, cue, step)
"""The tables whose rows belong to a claim by ``claim_row``, in the order in which they are written."""
