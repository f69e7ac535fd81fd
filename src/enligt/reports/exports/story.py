"""What every export starts from: an event with those of its claims that leave, and what is said of the export as a whole."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from enligt.model import FACTUALITIES
from enligt.reports.plover import acts
from enligt.reports.rows import chain

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from enligt.model import Article
    from enligt.reports.records import Record

_STRENGTH: Final = ("asserted", "planned", "denied", "possible")
UNKNOWN: Final = "UNK"


@dataclass(frozen=True, slots=True)
class Told:
    """An event (``event_record``), its claims that leave (``claim_record``), and their articles by id.

    ``factuality`` is that of the event: the first of asserted, planned, denied, possible that one of *all* its claims has.
    """

    event: Record
    claims: tuple[Record, ...]
    articles: Mapping[str, Article]
    factuality: str


@dataclass(frozen=True, slots=True)
class About:
    """What is said of an export as a whole: in the file where the format has room for it, else in a file beside it.

    ``factualities`` are those that were asked for; ``today`` is the ISO day as of which events are told; ``text`` says whether
    words of the articles are quoted; ``filters`` are the others that were given, as they were given; ``program`` names it and
    its version.
    """

    format: str
    line: str
    factualities: tuple[str, ...]
    today: str
    text: bool
    program: str
    filters: Mapping[str, str] = field(default_factory=dict)

    def words(self) -> dict[str, str]:
        """The same as names and sentences."""
        if set(self.factualities) == set(FACTUALITIES):
            held = "every factuality: asserted, planned, possible and denied claims alike"
        else:
            held = f"{', '.join(self.factualities)} alone: events of another factuality, and claims of it, are not here"
        return {
            "format": f"{self.format}: {self.line}",
            "program": self.program,
            "as of": self.today,
            "factuality": held,
            "text": "words of the articles are quoted" if self.text else "no words of the articles: offsets and SHA-256 alone",
            "filters": ", ".join(f"{name}={value}" for name, value in sorted(self.filters.items())) or "none",
            "standing": "claims of news articles, read by a program; an event is what several claims say, not a fact",
        }


def factuality_of(found: Collection[str]) -> str:
    """The factuality of an event by those of its claims: the first of asserted, planned, denied, possible that is there."""
    return next((one for one in _STRENGTH if one in found), "possible")


def digest(text: str) -> str:
    """The SHA-256 of a text in UTF-8, 64 hex digits: what stands for quoted words where none may leave."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def without_text(record: Record) -> Record:
    """A claim's or event's record with no words of the article in it: every span keeps its offsets, ``sha256`` stands for text.

    Names of actors and sources stay, and the place's: they are values, not quotations. Headline, mentions, and the words of
    times and quantities go.
    """
    bare = {name: _bare(value) for name, value in record.items()}
    if "headline" in bare:
        bare["headline"] = None
    for side in ("actors", "recipients"):
        for one in bare.get(side) or ():
            one["mention"] = None
    if bare.get("when") and "text" in bare["when"]:
        bare["when"]["text"] = None
    for one in bare.get("quantities") or ():
        if "text" in one:
            one["text"] = None
        for said in one.get("said") or ():
            said["text"] = None
    return bare


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        if value.keys() == {"start", "end", "text"} and isinstance(value["text"], str) and isinstance(value["start"], int):
            return {"start": value["start"], "end": value["end"], "text": None, "sha256": digest(value["text"])}
        return {name: _bare(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_bare(one) for one in value]
    return value


def span_digest(span: Mapping[str, Any]) -> str:
    """The hash of a span's words, whether they are still there or not."""
    return str(span["sha256"]) if span.get("text") is None else digest(span["text"])


def parties(event: Record, role: str) -> list[Record]:
    """The event's participants on one side."""
    return [one for one in event["participants"] if one["role"] == role]


def dyads(event: Record) -> Iterator[tuple[Record, Record | None]]:
    """Who did it to whom: every actor with every recipient; where there is none, the pairs of actors, in their order.

    An act of one actor alone gives that actor and None. Nobody acts on itself unless it is the only one there.
    """
    actors, recipients = parties(event, "actor"), parties(event, "recipient")
    if recipients:
        pairs = [(one, other) for one in actors for other in recipients]
        yield from ([(one, other) for one, other in pairs if _key(one) != _key(other)] or pairs)
        if not actors:
            yield from (({"id": UNKNOWN, "name": None}, one) for one in recipients)
    elif len(actors) > 1:
        yield from ((one, other) for at, one in enumerate(actors) for other in actors[at + 1 :])
    else:
        yield from ((one, None) for one in actors)


def ends(event: Record) -> set[tuple[str, str]]:
    """The directed pairs of actors' ids that an event counts for, each once; an act done together counts both ways.

    Two persons of one state are that state; unknown actors are left out.
    """
    mutual = not parties(event, "recipient")
    found: set[tuple[str, str]] = set()
    for one, other in dyads(event):
        if other is not None and UNKNOWN not in {one["id"], other["id"]}:
            found.add((one["id"], other["id"]))
            if mutual:
                found.add((other["id"], one["id"]))
    return found


def _key(one: Record) -> tuple[str, str | None]:
    return one["id"], one["name"]


def mode_of(told: Told) -> str | None:
    """The mode that most of its claims have; of several as frequent, the first told."""
    modes = Counter(one["mode"] for one in told.claims if one["mode"] and one["event_type"] == told.event["event_type"])
    return max(modes, key=lambda one: modes[one]) if modes else None


def contexts_of(told: Told) -> list[str]:
    """The contexts that its claims name, each once."""
    return sorted({context for one in told.claims for context in one["contexts"]})


def scores(event_type: str) -> tuple[float, float]:
    """The published and the corrected PLOVER score of a type."""
    act = acts()[event_type]
    return act.published, act.corrected


def on_whose_word(claim: Record) -> str:
    """The chain of attribution in one line, the outlet first: ``Kustposten < Reuters < US official (unnamed)``."""
    return chain([{"name": claim["outlet"] or claim["document"], "depth": 0}, *claim["sources"]])


def points(event: Record) -> list[Record]:
    """The places of an event that are points with coordinates: never an area, never a country."""
    return [
        one
        for one in event.get("places") or ()
        if one.get("precision") == "point" and one.get("latitude") is not None and one.get("longitude") is not None
    ]


def set_right(claims: Iterable[Record]) -> Record:
    """``corrected_by``: who set fields of these claims right; nothing where they are all as their readers made them."""
    who = sorted({one["corrected_by"] for one in claims if one["corrected_by"]})
    return {"corrected_by": who} if who else {}
