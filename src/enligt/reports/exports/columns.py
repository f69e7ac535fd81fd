"""The codebook of the flat tables: every table, what a row of it is, its key, and every column with its type and meaning.

The tables are written by it (``tables``), so that what it says is what is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

Type = Literal["text", "integer", "number", "day", "month", "boolean"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``key``: part of the table's key, or the table whose key it names."""

    name: str
    type: Type
    meaning: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One flat table: what a row is, and its columns in their order."""

    name: str
    row: str
    columns: tuple[Column, ...]


_C = Column
_EVENT = _C("event_id", "text", "the event", key="events")
_CLAIM = _C("claim_id", "text", "the claim", key="claims")


def _actor(prefix: str, of: str, *, key: str = "") -> tuple[Column, ...]:
    return (
        _C(
            f"{prefix}_id", "text", f"{of}: ISO 3166-1 alpha-3, the usual abbreviation of an organisation, or a group's name", key
        ),
        _C(f"{prefix}_iso3", "text", f"{of}: ISO 3166-1 alpha-3 where it is a state or territory, else empty"),
        _C(f"{prefix}_cow", "integer", f"{of}: Correlates of War state number (list of 2016), empty where it has none"),
        _C(f"{prefix}_gw", "integer", f"{of}: Gleditsch and Ward state number, empty where it has none"),
    )


TABLES: Final = (
    Table(
        "events",
        "an act, with all that is claimed of it",
        (
            _C("event_id", "text", "its id in the ledger", key="key"),
            _C("event_type", "text", "PLOVER type of the act"),
            _C("plover_type", "text", "as PLOVER codes it: cooperation that is only planned is AGREE"),
            _C("mode", "text", "PLOVER mode that most claims have"),
            _C("quad", "integer", "PLOVER quad: 1 verbal, 2 material cooperation; 3 verbal, 4 material conflict"),
            _C("cameo", "text", "CAMEO code: the root (written with a 0 behind), unless the mode decides"),
            _C("score_published", "number", "PLOVER score as printed, -10 conflict to 10 cooperation"),
            _C("score_corrected", "number", "the same with ACCUSE as -3"),
            _C("factuality", "text", "the first of asserted, planned, denied, possible that one of its claims has"),
            _C("status", "text", "what is known of it as of the day of the export (docs/events.md)"),
            _C("start", "day", "first day, inclusive"),
            _C("end", "day", "last day, inclusive"),
            _C("date_precision", "text", "how exact the words for the time are"),
            _C("date_basis", "text", "stated by claims, or publication where none gives a time"),
            _C("place", "text", "the place as most claims write it"),
            _C("place_name", "text", "usual name of the first place that is a point, where known"),
            _C("place_country", "text", "alpha-3 code of the country of that place"),
            _C("latitude", "number", "degrees north, of a point alone"),
            _C("longitude", "number", "degrees east, of a point alone"),
            _C("origins_min", "integer", "independent origins at least"),
            _C("origins_max", "integer", "independent origins at most"),
            _C("origins_ground", "text", "on how much those counts rest"),
            _C("claims_asserted", "integer", "claims of this export that assert it"),
            _C("claims_all", "integer", "all its claims in the ledger, of every factuality"),
            _C("statement", "boolean", "an act of speech: its origins are those of its having been said"),
            _C("confidence", "number", "how sure it is that its claims tell of one act, 0 to 1"),
            _C("several", "boolean", "its times lie far apart: may be several acts"),
            _C("first_published", "day", "first publication"),
            _C("last_published", "day", "last publication"),
        ),
    ),
    Table(
        "parties",
        "a participant of an event",
        (
            _C("event_id", "text", "the event", key="events"),
            _C("position", "integer", "order within the event, from 1", key="key"),
            _C("role", "text", "actor or recipient"),
            *_actor("actor", "who"),
            _C("name", "text", "the person or group inside the state"),
            _C("claims", "integer", "in how many of the event's claims"),
        ),
    ),
    Table(
        "origins",
        "an independent origin of an event",
        (
            _EVENT,
            _C("position", "integer", "order within the event, from 1", key="key"),
            _C("name", "text", "whom its claims go back to at last"),
            _C("kind", "text", "what sort of source"),
            _C("country", "text", "alpha-3 code of its state, where known"),
            _C("standing", "text", "party to the act, ally of a party (bound to defend each other), or third"),
            _C("named", "boolean", "false of unnamed sources"),
            _C("untraced", "text", "why it could not be traced, else empty"),
            _C("claims", "integer", "how many claims go back to it"),
        ),
    ),
    Table(
        "claims",
        "what one sentence of one article says of an act",
        (
            _C("claim_id", "text", "its id, a hash of content", key="key"),
            _EVENT,
            _C("article_id", "text", "the article", key="articles"),
            _C("event_type", "text", "PLOVER type"),
            _C("mode", "text", "PLOVER mode"),
            _C("factuality", "text", "asserted, planned, possible or denied"),
            _C("hearsay", "boolean", "whether the wording marks it as hearsay"),
            _C("start", "day", "first day of the act, inclusive"),
            _C("end", "day", "last day of the act, inclusive"),
            _C("date_precision", "text", "how exact the words for the time are"),
            _C("place", "text", "the place as written"),
            _C("word", "text", "on whose word, the outlet first, hops parted by <"),
            _C("sources", "integer", "sources cited, beyond the outlet"),
            _C("trigger_start", "integer", "first character of the words for the act, in the article's text"),
            _C("trigger_end", "integer", "the character after them"),
            _C("trigger", "text", "those words"),
            _C("evidence_start", "integer", "first character of the sentence, in the article's text"),
            _C("evidence_end", "integer", "the character after it"),
            _C("evidence", "text", "the sentence"),
            _C("evidence_sha256", "text", "SHA-256 of the sentence in UTF-8"),
            _C("confidence", "number", "chance that type, actors, recipients and factuality are all right, 0 to 1"),
            _C("reader", "text", "what read it"),
            _C("reader_version", "text", "its version"),
            _C("corrected_by", "text", "who set fields of it right since, the last first"),
        ),
    ),
    Table(
        "participants",
        "a participant of a claim",
        (
            _C("claim_id", "text", "the claim", key="claims"),
            _C("role", "text", "actor or recipient", key="key"),
            _C("position", "integer", "order within claim and role, from 1", key="key"),
            *_actor("actor", "who"),
            _C("name", "text", "the person or group inside the state"),
            _C("mention", "text", "as written"),
            _C("mention_start", "integer", "first character of the mention, in the article's text"),
            _C("mention_end", "integer", "the character after it"),
            _C("confidence", "number", "chance that this is the participant, 0 to 1"),
        ),
    ),
    Table(
        "sources",
        "one hop of a claim's chain of attribution",
        (
            _CLAIM,
            _C("position", "integer", "order within the claim, from 1", key="key"),
            _C("depth", "integer", "hops from the outlet; speakers side by side share one"),
            _C("name", "text", "usual name; of an unnamed one, what it is"),
            _C("kind", "text", "what sort of source"),
            _C("start", "integer", "first character of the words that name it, in the article's text"),
            _C("end", "integer", "the character after them"),
            _C("confidence", "number", "chance that this is the source, 0 to 1"),
        ),
    ),
    Table(
        "quantities",
        "a number that a claim gives",
        (
            _CLAIM,
            _C("position", "integer", "order within the claim, from 1", key="key"),
            _C("value", "number", "the number"),
            _C("comparator", "text", "exactly, more (or at least), less (or at most), about"),
            _C("unit", "text", "what is counted, as written"),
            _C("scope", "text", "event: of this act; total: until now; additional; part of another number"),
        ),
    ),
    Table(
        "contexts",
        "a context of a claim",
        (_CLAIM, _C("context", "text", "what the act is about beside its type (PLOVER's contexts)", key="key")),
    ),
    Table(
        "articles",
        "an article with a claim in this export",
        (
            _C("article_id", "text", "its id, a hash of content", key="key"),
            _C("document", "text", "file name or address that it was read from"),
            _C("url", "text", "its address"),
            _C("outlet", "text", "who publishes it"),
            _C("headline", "text", "its headline"),
            _C("byline", "text", "who wrote it"),
            _C("published", "text", "day of publication; may be a month or year only"),
            _C("language", "text", "BCP 47"),
            _C("agency", "text", "the agency whose text it carries"),
            _C("truncated", "boolean", "cut short by a paywall or ellipsis"),
            _C("characters", "integer", "length of its text"),
            _C("text_sha256", "text", "SHA-256 of its text in UTF-8: offsets hold for this text"),
        ),
    ),
    Table(
        "dyads",
        "a directed pair of actors in a month, with zeros from the first to the last month of the export",
        (
            _C("month", "month", "as 2024-03", key="key"),
            *_actor("source", "who acts", key="key"),
            *_actor("target", "who is acted upon", key="key"),
            _C(
                "events",
                "integer",
                "events that begin in the month (by publication where no time is told); an act done together counts both ways",
            ),
            _C("verbal_cooperation", "integer", "of these, PLOVER quad 1"),
            _C("material_cooperation", "integer", "of these, PLOVER quad 2"),
            _C("verbal_conflict", "integer", "of these, PLOVER quad 3"),
            _C("material_conflict", "integer", "of these, PLOVER quad 4"),
            _C("score_published", "number", "sum of the published PLOVER scores"),
            _C("score_corrected", "number", "sum of the corrected PLOVER scores"),
        ),
    ),
)
"""In the order in which they are written and told of."""

CODEBOOK: Final = ("table", "column", "type", "key", "meaning")
"""The columns of the codebook itself."""


def codebook() -> list[dict[str, str]]:
    """A row for each column of each table."""
    return [
        {"table": table.name, "column": one.name, "type": one.type, "key": one.key, "meaning": one.meaning}
        for table in TABLES
        for one in table.columns
    ]


def codebook_page(about: dict[str, str]) -> str:
    """The same for people, as Markdown, below what is said of the export."""
    lines = ["# Codebook", ""]
    lines += [f"- **{name}**: {_cell(value)}" for name, value in about.items()]
    lines += ["", "Empty cells are unknown. Offsets count characters (code points) of an article's text, the end excluded."]
    for table in TABLES:
        lines += [
            "",
            f"## {table.name}.csv",
            f"A row is {table.row}.",
            "",
            "| column | type | key | meaning |",
            "|---|---|---|---|",
        ]
        lines += [f"| {one.name} | {one.type} | {one.key} | {_cell(one.meaning)} |" for one in table.columns]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
