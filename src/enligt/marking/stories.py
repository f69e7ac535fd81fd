"""Stories of the corpus: articles whose claims people marked, with the event that each speaks of (corpus/README.md, "Stories").

A marked claim becomes a :class:`enligt.model.Claim` whose spans quote the article letter by letter, as a reader would give it, so
that what joins acts and counts origins can be tried apart from reading.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.actors import gazetteer
from enligt.errors import InputError
from enligt.marking import notation
from enligt.model import Article, Claim, Cue, Participant, Place, Quantity, Source, Span, When
from enligt.sources.phrases import agencies, alternatives

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from enligt.marking.notation import Marked
    from enligt.model import Language, Precision, SourceKind

READER = "marked"
_PRECISION: tuple[tuple[int, Precision], ...] = (
    (1, "day"),
    (7, "week"),
    (31, "month"),
    (92, "quarter"),
    (183, "half-year"),
    (366, "year"),
)
_OFFICE = re.compile(
    r"(?i)\b(ministry|government|department|presidency|president's office|cabinet|foreign office|embassy|treasury|"
    r"court|parliament)\b"
)
_FORCE = re.compile(r"(?i)\b(army|navy|military|armed forces|coast ?guard|air force|general staff|chiefs of staff)\b")


@dataclass(frozen=True, slots=True)
class MarkedEvent:
    """An event of a story as its event line tells it; ``origins`` are the independent ones, by name."""

    label: str
    event_type: str
    status: str
    origins: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MarkedClaim:
    """A claim of a story, with its article and the label of its event; ``optional`` as in docs/claims.md."""

    claim: Claim
    article: Article
    event: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Story:
    """A set of articles on the same acts; statuses are as of the day ``as_of``. ``agencies``: whose text an article carries."""

    name: str
    as_of: str
    events: Mapping[str, MarkedEvent]
    claims: tuple[MarkedClaim, ...]
    articles: tuple[Article, ...]
    agencies: Mapping[str, str]
    file: str


def stories(files: Iterable[Path]) -> list[Story]:
    """The stories of files in the corpus's notation, in their order.

    Raises:
        InputError: a file has a fault; the first is named.
    """
    grouped: dict[str, tuple[str, list[Marked]]] = {}
    for path in files:
        for document in _documents(path):
            if "story" not in document:
                raise InputError(f"{path}: document {document['id']} belongs to no story")
            grouped.setdefault(document["story"], (path.name, []))[1].append(document)
    return [_story(name, file, documents) for name, (file, documents) in grouped.items()]


def articles(files: Iterable[Path], banks: Path | None = None) -> list[Story]:
    """The documents of files that belong to no story and name the event of each claim: each alone, without statuses and origins.

    Args:
        files: in the corpus's notation.
        banks: the folder of the treebanks that sentences are given from, where any are.

    Raises:
        InputError: a file has a fault, or a document names the event of some claims and not of others; the first is named.
    """
    found: list[Story] = []
    for path in files:
        if " | e E" not in path.read_text(encoding="utf-8"):
            continue
        for document in _documents(path, banks):
            named = [bool(one.get("event")) for one in document["claims"]]
            if any(named) and not all(named):
                raise InputError(f"{path}: document {document['id']} names the event of some claims and not of others")
            if any(named):
                alone = document | {"events": {}, "as_of": document["published"]}
                found.append(_story(document["id"], path.name, [alone]))
    return found


def _documents(path: Path, banks: Path | None = None) -> Iterator[Marked]:
    for document, faults in notation.documents(path, banks):
        if faults:
            raise InputError(f"{path}: {len(faults)} faults; run corpus/check.py; the first: {faults[0]}")
        yield document


def _story(name: str, file: str, documents: list[Marked]) -> Story:
    events = {
        label: MarkedEvent(label, one["event_type"], one["status"], tuple(one["origins"]))
        for label, one in documents[0]["events"].items()
    }
    claims: list[MarkedClaim] = []
    articles: list[Article] = []
    signed: dict[str, str] = {}
    for document in documents:
        article, bounds = article_of(document)
        articles.append(article)
        if (agency := agency_of(article.text)) is not None:
            signed[article.article_id] = agency
        met: set[str] = set()
        for marked in document["claims"]:
            claim = claim_of(marked, article, bounds, met)
            claims.append(MarkedClaim(claim, article, marked.get("event") or "", marked["optional"]))
    return Story(name, documents[0]["as_of"], events, tuple(claims), tuple(articles), signed, file)


def article_of(document: Marked) -> tuple[Article, list[int]]:
    """A marked document as an article, and where each of its sentences begins in the text."""
    text, starts = "", []
    for at, sentence in enumerate(document["sents"]):
        text += "\n\n" if at else ""
        starts.append(len(text))
        text += sentence
    article = Article(
        document=document["id"], page="", text=text, language=document["language"], headline=document["sents"][0],
        outlet=document.get("outlet"), published=document["published"],
    )  # fmt: skip
    return article, starts


@functools.cache
def _signed() -> re.Pattern[str]:
    names = alternatives(agencies("marks") | {one.lower() for one in agencies("marks") if len(one) > len("NTB")})
    one = rf"(?P<%s>(?:{names})(?:[-/ ]+(?:{names}))*)"
    dateline, ending, bare = (one % name for name in ("dateline", "ending", "bare"))
    return re.compile(
        rf"^[^.\n]{{0,60}}[(/]{dateline}[)/]|(?<=[.!?»”\"])\s+(?:[-–—] ?)?[(/©]+\s*{ending}\b|(?<=[.!?»”\"])\s+{bare}\s*$",
        re.MULTILINE,
    )


def agency_of(text: str) -> str | None:
    """The agency that signs a text ("BAKU (TT)", "/ritzau/"), of several ("NTB-Reuters") the last, who wrote it; or None."""
    found = _signed().search(text)
    if found is None:
        return None
    return re.split(r"[-/ ]+", found["dateline"] or found["ending"] or found["bare"])[-1]


def claim_of(marked: Marked, article: Article, starts: list[int], met: set[str]) -> Claim:
    """A marked claim as a reader would give it. ``met`` holds the ids given in the article so far: none is given twice."""
    base = starts[marked["sent"]]

    def span(at: list[int] | None, start: int = base) -> Span | None:
        return None if at is None else Span(start + at[0], start + at[1], article.text[start + at[0] : start + at[1]])

    def parties(side: str) -> tuple[Participant, ...]:
        return tuple(Participant(one["id"], one["name"], one["mention"], span(one["span"])) for one in marked[side])

    end = article.text.find("\n\n", base)
    evidence = Span(base, len(article.text) if end < 0 else end, article.text[base : None if end < 0 else end])
    fragments = [one for one in map(span, marked["trigger"]) if one is not None]
    choices = [*fragments, Span(fragments[0].start, evidence.end, article.text[fragments[0].start : evidence.end]), evidence]
    sources = tuple(
        Source(one["name"], kind_of(one["name"], article.language), one["depth"], span(one["span"], starts[one["sent"]]))
        for one in marked["sources"]
    )
    cue_kind: Any = marked["factuality"] if marked["factuality"] != "asserted" else "hearsay"
    fields: dict[str, Any] = {
        "actors": parties("actors"), "recipients": parties("recipients"), "sources": sources,
        "when": _when(marked, span), "where": None if (place := span(marked["where"])) is None else Place(place.text, place),
        "quantities": tuple(
            Quantity(one["value"], one["comparator"], one["unit"], at.text, at)
            for one in marked["quantities"] if (at := span(one["span"])) is not None
        ),
        "cues": tuple(Cue(cue_kind, one) for one in map(span, marked["cues"]) if one is not None),
        "hearsay": cue_kind == "hearsay" and bool(marked["cues"]),
    }  # fmt: skip
    for trigger in choices:
        claim = Claim(
            article.article_id,
            marked["event_type"],
            marked["mode"],
            marked["factuality"],
            trigger,
            evidence,
            READER,
            "1",
            **fields,
        )
        if claim.claim_id not in met:
            break
    met.add(claim.claim_id)
    return claim


def _when(marked: Marked, span: Any) -> When | None:
    when = marked["when"]
    if when is None or (at := span(when["span"])) is None:
        return None
    days = _days(when["start"], when["end"])
    precision: Precision = next((name for most, name in _PRECISION if days <= most), "range")
    return When(when["start"], when["end"], precision, at.text, at, "marked")


def _days(start: str, end: str) -> int:
    from datetime import date  # noqa: PLC0415 - here alone

    return (date.fromisoformat(end) - date.fromisoformat(start)).days + 1


def kind_of(name: str, language: Language) -> SourceKind:
    """The kind of source that a marked name is: the notation does not say."""
    if name.endswith("(unnamed)") or name.startswith("unnamed "):
        return "unnamed"
    medium = gazetteer().medium(name, language=language)
    if medium is not None and (medium.name == name or len(medium.name) > 0.7 * len(name)):
        return medium.kind
    if _OFFICE.search(name):
        return "government"
    if _FORCE.search(name):
        return "military"
    words = name.split()
    return "person" if 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words) else "organisation"
