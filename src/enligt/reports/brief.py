"""An event or claim in a few plain words, for feeds and messages: never without its status and on how many origins it rests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from enligt.reports.events import number_range, places
from enligt.reports.rows import party

if TYPE_CHECKING:
    from enligt.reports.records import Record

_NAMED: Final = 3  # origins
_ROLES: Final = ("actor", "recipient")


def headline(record: Record) -> str:
    """An event in a line that never leaves out how it is known: ``disputed: AID PRK to RUS (2 to 4 origins)``."""
    sides = {role: list(dict.fromkeys(party(one) for one in record["participants"] if one["role"] == role)) for role in _ROLES}
    who = ", ".join(sides["actor"]) or "unknown"
    whom = f" to {', '.join(sides['recipient'])}" if sides["recipient"] else ""
    least, most = record["independent_origins_min"], record["independent_origins_max"]
    return f"{record['status']}: {record['event_type']} {who}{whom} ({least} to {most} independent origins)"


def summary(record: Record) -> str:
    """What is known of an event, on whose word, and who denies it, as lines of plain text."""
    origins = [one["name"] for one in record["origins"]]
    more = f" and {len(origins) - _NAMED} more" if len(origins) > _NAMED else ""
    when = record["when"]
    basis = " (by publication)" if when and when["basis"] == "publication" else ""
    lines = [
        record["status_label"],
        f"according to {', '.join(origins[:_NAMED])}{more}" if origins else "",
        f"independent origins: {record['origins_ground']}",
        f"denied by {', '.join(one['name'] for one in record['disputed_by'])}" if record["disputed_by"] else "",
        f"when: {when['start']} to {when['end']}{basis}" if when else "",
        f"where: {', '.join(places(record))}" if record["where"] else "",
        f"numbers: {'; '.join(number_range(one) for one in record['quantities'])}" if record["quantities"] else "",
    ]
    return "\n".join(line for line in lines if line)


def claim_headline(record: Record) -> str:
    """A claim in a line that never leaves out on whose word: ``denied: MOBILIZE PRK to RUS (Kustposten, from Ukraine)``."""
    who = ", ".join(dict.fromkeys(party(one) for one in record["actors"])) or "unknown"
    whom = ", ".join(dict.fromkeys(party(one) for one in record["recipients"]))
    said = [record["outlet"] or "unnamed outlet", *(f"from {one['name']}" for one in record["sources"][:_NAMED])]
    return f"{record['factuality']}: {record['event_type']} {who}{f' to {whom}' if whom else ''} ({', '.join(said)})"


def claim_summary(record: Record) -> str:
    """The words that a claim rests on, when it says the act was, and in which article it stands, as lines of plain text."""
    when = record["when"]
    lines = [
        f"“{' '.join(record['evidence']['text'].split())}”",
        f"when: {when['start']} to {when['end']}" if when else "",
        f"in: {record['headline']}" if record["headline"] else "",
    ]
    return "\n".join(line for line in lines if line)
