"""Small pages, articles and claims for the ledger's tests."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from enligt.ledger.schema import METADATA, MOMENTS
from enligt.model import Article, Claim, Page, Participant, Reading, Source, Span, When

if TYPE_CHECKING:
    from enligt.ledger import View, Writer
    from enligt.ledger.records import Outcome

LATER_TABLES = (
    "note",
    "alert_sent", "alert",
    "event_facet", "event_party", "event_told", "event_untold", "event_history", "tied", "saved_filter",
    "link", "signature_key", "signature", "relation", "fetched", "watched", "archive_progress", "event_claim", "event", "linked",
    "claim_key", "claim_link", "rejected", "corrected", "corrected_party", "role_read", "role_said", "role_judgement",
)  # fmt: skip
"""Those that came after schema 0003; with the columns below, what a test takes away to have an older ledger."""
LATER_COLUMNS = (
    ("article", "truncated"),
    ("article", "agency"),
    ("article", "section"),
    ("reading", "vectors"),
    ("reading", "imported"),
    *(("claim", f"place_{name}") for name in ("country", "name", "latitude", "longitude", "precision", "more")),
)
LATER_INDEXES = ("ix_claim_place_country",)

READER, VERSION = "first", "1.0"


def span(text: str, words: str) -> Span:
    """Where the words first stand in the text."""
    start = text.index(words)
    return Span(start, start + len(words), words)


def article(page: Page, **fields: Any) -> Article:
    """An article of all of a page's text."""
    given: dict[str, Any] = {
        "document": page.location,
        "page": page.sha256,
        "text": page.content.decode(),
        "language": "en",
        "outlet": "The Harbour Post",
        "published": "2024-10-20",
    }
    return Article(**{**given, **fields})


def claim(of: Article, trigger: str, **fields: Any) -> Claim:
    """A claim that rests on the whole article."""
    given: dict[str, Any] = {
        "article_id": of.article_id,
        "event_type": "AID",
        "mode": None,
        "factuality": "asserted",
        "trigger": span(of.text, trigger),
        "evidence": Span(0, len(of.text), of.text),
        "reader": READER,
        "reader_version": VERSION,
    }
    return Claim(**{**given, **fields})


def reading(of: Article, *claims: Claim, version: str = VERSION, reader: str = READER) -> Reading:
    """The claims as a version of a reader gives them."""
    made = tuple(replace(one, reader=reader, reader_version=version) for one in claims)
    return Reading(of, made, reader, version)


def sent(
    location: str = "sent.txt", text: str = "North Korea sent 3,000 soldiers to Russia, Seoul says.", **fields: Any
) -> tuple[Page, Reading]:
    """A page with one article with one claim in it."""
    page = Page(location, text.encode())
    one = article(page, **fields)
    made = claim(
        one,
        "sent",
        actors=(Participant("PRK", None, "North Korea", span(text, "North Korea"), 0.9),),
        recipients=(Participant("RUS", None, "Russia", span(text, "Russia"), 0.8),),
        sources=(Source("Seoul", "government", 1, span(text, "Seoul"), 0.7),),
    )
    return page, reading(one, made)


def met(location: str = "met.txt") -> tuple[Page, Reading]:
    """A page with a planned meeting of two named persons."""
    text = "Vladimir Putin and Kim Jong Un will meet in November, the TASS agency wrote."
    page = Page(location, text.encode())
    one = article(page, outlet="Kysten", language="nb", published="2024-10")
    made = claim(
        one,
        "meet",
        event_type="CONSULT",
        factuality="planned",
        actors=(
            Participant("RUS", "Vladimir Putin", "Vladimir Putin", span(text, "Vladimir Putin")),
            Participant("PRK", "Kim Jong Un", "Kim Jong Un", span(text, "Kim Jong Un")),
        ),
        sources=(Source("TASS", "agency", 1, span(text, "TASS")),),
        when=When("2024-11-01", "2024-11-30", "month", "November", span(text, "November"), "published 2024-10"),
    )
    return page, reading(one, made)


def record(writer: Writer, page: Page, *readings: Reading, options: dict[str, str] | None = None, **other: Any) -> Outcome:
    """Record a page as read by the readings' reader."""
    made_by = {"reader": readings[0].reader, "reader_version": readings[0].reader_version} if readings else {}
    given = {"reader": READER, "reader_version": VERSION, "issues": (), "options": options or {}, **made_by, **other}
    return writer.record(page, readings=readings, **given)


def dump(of: Writer | View) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, less the moments at which they were written."""
    with of._engine.connect() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(select(*(c for c in table.c if c.name not in MOMENTS)))), key=repr
            )
            for table in METADATA.sorted_tables
        }
