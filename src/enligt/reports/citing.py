"""A claim as a citation to paste: the quotation letter by letter, where it stands, on whose word, and how it is told.

The form follows the Chicago Manual of Style's notes for news articles: author, title, paper, date, address.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from enligt.reports.records import Record

_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_TOLD: Final = {
    "asserted": "Asserted",
    "planned": "Planned, not said to have happened",
    "possible": "Possible, not said to have happened",
    "denied": "Denied",
}


def citation(record: Record, *, byline: str | None = None, agency: str | None = None, origins: str | None = None) -> str:
    """A claim as plain text to paste.

    Args:
        record: the claim, as `claim_record` writes it.
        byline: who wrote the article, as it says.
        agency: whose text the article carries, as it says.
        origins: the ground of its event's origins ("1 to 2, in 3 articles ..."), if it is in one.

    Returns:
        Three lines: the evidence in quotation marks, not a letter of it changed; author, headline, outlet, date and address;
        factuality, the chain of sources, and the ids under which the ledger has it.
    """
    where = [part for part in (_line(byline or ""), _title(record["headline"])) if part]
    place = [_line(record["outlet"] or "unknown outlet"), _date(record["published"]), _line(record["url"] or record["document"])]
    lead = " ".join(part if part.endswith("”") else f"{part}," for part in where)  # a title brings its own mark
    ids = "; ".join(filter(None, (record["claim_id"], record["event_id"], record["language"])))
    word = f"{_TOLD[record['factuality']]}, as told by {_word(record, agency)}"
    if origins:
        word += f". Independent origins of the act: {_line(origins)}"
    return f"“{record['evidence']['text']}”\n{lead + ' ' if lead else ''}{', '.join(place)}.\n{word}. [{ids}]\n"


def _word(record: Record, agency: str | None) -> str:
    """On whose word, from the outlet inwards."""
    told = _line(record["outlet"] or "an unknown outlet")
    if agency:
        told += f", carrying the text of {_line(agency)}"
    cited = [_names(level) for _, level in groupby(sorted(record["sources"], key=lambda one: one["depth"]), key=_depth)]
    if cited:
        told += "".join(f", citing {names}" for names in cited)
    elif not agency:
        told += ", naming no source"
    return told + (" (hearsay)" if record["hearsay"] else "")


def _depth(source: Mapping[str, Any]) -> int:
    return int(source["depth"])


def _names(sources: Iterable[Mapping[str, Any]]) -> str:
    names = [
        _line(one["name"]) + (" (unnamed)" if one["kind"] == "unnamed" and "unnamed" not in one["name"] else "")
        for one in sources
    ]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _title(headline: str | None) -> str:
    title = _line(headline or "")
    if not title:
        return ""
    return f"“{title}”" if title.endswith(("?", "!")) else f"“{title},”"


def _date(day: str | None) -> str:
    """``October 20, 2024``, as precise as it is known; ``n.d.`` where it is not."""
    if not day:
        return "n.d."
    parts = day[:10].split("-")
    month = _MONTHS[int(parts[1]) - 1] if len(parts) > 1 else ""
    return f"{month} {int(parts[2])}, {parts[0]}" if len(parts) > 2 else f"{month} {parts[0]}".strip()


def _line(text: str) -> str:
    return " ".join(text.split())
