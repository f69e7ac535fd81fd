"""The notation that documents are marked in, as corpus/README.md describes it: files to documents, with faults.

A document is ``{"id", "language", "published", "kind", "sents": [sentence], "claims": [claim]}``; a span in it counts within
its sentence. corpus/check.py prints what is read here.
"""

from __future__ import annotations

import functools
import gzip
import re
from datetime import date
from typing import TYPE_CHECKING, Any

from enligt.model import FACTUALITIES, LANGUAGE_TAG
from enligt.readers.ontology import MODES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

Marked = dict[str, Any]
"""A document or a claim, as JSON has it."""

STATUSES = {"reported", "corroborated", "disputed", "denied", "planned", "overdue", "carried-out", "called-off", "possible"}
SPAN = re.compile(r"\[\[(.*?)\]\](\d+)?(?:@(\d+))?")


class FaultError(Exception):
    """A line does not follow the notation."""


@functools.cache
def treebank(path: Path) -> dict[str, str]:
    """The sentences of a CoNLL-U file by their id."""
    found: dict[str, str] = {}
    name = None
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("# sent_id = "):
                name = line[12:].strip()
            elif line.startswith("# text = ") and name:
                found[name] = line[9:].rstrip("\n")
    return found


def _stands_alone(text: str, start: int, words: str) -> bool:
    end = start + len(words)
    glued_before = start > 0 and text[start - 1].isalnum() and words[0].isalnum()
    glued_after = end < len(text) and text[end].isalnum() and words[-1].isalnum()
    return not (glued_before or glued_after)


def _everywhere(text: str, words: str) -> Iterator[int]:
    """Where words begin, from left to right, none over another. No pattern: there are as many as mentions, each compiled once."""
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + len(words))


def find(text: str, words: str | None, nth: str | None, *, what: str) -> list[int] | None:
    """Half-open character range of a [[mention]] in its sentence; None for an empty one.

    Raises:
        FaultError: it is not there, or stands there more than once without the number of the one meant.
    """
    if not words:
        return None
    everywhere = list(_everywhere(text, words))
    hits = [start for start in everywhere if _stands_alone(text, start, words)] or everywhere
    if not hits:
        raise FaultError(f"{what} [[{words}]] is not in its sentence: {text[:80]!r}")
    if len(hits) > 1 and not nth:
        raise FaultError(f"{what} [[{words}]] stands {len(hits)} times in its sentence: give a number, [[{words}]]1")
    number = int(nth or 1)
    if number > len(hits):
        raise FaultError(f"{what} [[{words}]]{number}: only {len(hits)} there")
    return [hits[number - 1], hits[number - 1] + len(words)]


def _spans(body: str, text: str, *, what: str) -> list[list[int] | None]:
    return [find(text, words, nth, what=what) for words, nth, _ in SPAN.findall(body)]


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise FaultError(f"not a date: {text!r}") from None


def _items(body: str) -> list[str]:
    return [item.strip() for item in re.split(r";(?![^\[]*\]\])", body) if item.strip()]


def _match(pattern: str, text: str, wanted: str) -> re.Match[str]:
    if found := re.fullmatch(pattern, text):
        return found
    raise FaultError(wanted)


# --- the fields of a claim: each takes the claim as far as it is read, the field's body and the sentences so far


def _trigger(claim: Marked, body: str, sentences: list[str]) -> None:
    claim["trigger"] = _spans(body, sentences[claim["sent"]], what="trigger")


def _participants(claim: Marked, body: str, sentences: list[str], *, slot: str) -> None:
    for item in _items(body):
        found = _match(r"(\S+)\s*\[\[(.*?)\]\](\d+)?\s*(.*)", item, f"{slot[0]} {item!r}: want ID [[mention]] Name")
        name, words, nth, person = found.groups()
        if not re.fullmatch(r"[A-Z]{2,6}|[a-zåäöæøé0-9]+(-[a-zåäöæøé0-9]+)*", name):
            raise FaultError(f"{slot[0]} id {name!r}")
        span = find(sentences[claim["sent"]], words, nth, what=slot[0])
        claim[slot].append({"id": name, "name": person or None, "mention": words or None, "span": span})


def _sources(claim: Marked, body: str, sentences: list[str]) -> None:
    for depth, hop in enumerate(_items(body), 1):
        for item in re.split(r"(?<=[\]\d])\s\+\s", hop):
            wanted = f"source {item!r}: want Name [[mention]] or Name [[mention]]@N"
            name, words, nth, where = _match(r"(.+?)\s*\[\[(.*?)\]\](\d+)?(?:@(\d+))?", item.strip(), wanted).groups()
            at = int(where) if where else claim["sent"]
            if at >= len(sentences):
                raise FaultError(f"source mention in sentence {at}, which is not there (yet)")
            span = find(sentences[at], words, nth, what="source")
            claim["sources"].append({"name": name, "depth": depth, "sent": at, "mention": words or None, "span": span})


def _when(claim: Marked, body: str, sentences: list[str]) -> None:
    pattern = r"\[\[(.*?)\]\](\d+)?\s*(\d{4}-\d\d-\d\d)(?:\.\.(\d{4}-\d\d-\d\d))?"
    words, nth, start, end = _match(
        pattern, body.strip(), f"when {body!r}: want [[words]] 2023-01-31 or 2023-01-01..2023-01-31"
    ).groups()
    span = find(sentences[claim["sent"]], words, nth, what="when")
    claim["when"] = {"span": span, "start": _day(start), "end": _day(end or start)}
    if claim["when"]["end"] < claim["when"]["start"]:
        raise FaultError("when ends before it starts")


def _where(claim: Marked, body: str, sentences: list[str]) -> None:
    claim["where"] = next(iter(_spans(body, sentences[claim["sent"]], what="place")), None)


def _quantities(claim: Marked, body: str, sentences: list[str]) -> None:
    for item in _items(body):
        wanted = f"quantity {item!r}: want [[words]] = 3000 soldiers"
        words, nth, sign, number, unit = _match(r"\[\[(.*?)\]\](\d+)?\s*([=<>~])\s*([\d.]+)\s*(.*)", item, wanted).groups()
        span = find(sentences[claim["sent"]], words, nth, what="quantity")
        claim["quantities"].append({"span": span, "comparator": sign, "value": float(number), "unit": unit or None})


def _cues(claim: Marked, body: str, sentences: list[str]) -> None:
    claim["cues"] = _spans(body, sentences[claim["sent"]], what="cue")


def _event(claim: Marked, body: str, sentences: list[str]) -> None:  # noqa: ARG001 - the shape of a field
    claim["event"] = _match(r"E\d+", body.strip(), f"event label {body!r}: want E1, E2, ...")[0]


def _optional(claim: Marked, body: str, sentences: list[str]) -> None:  # noqa: ARG001 - the shape of a field
    if body:
        raise FaultError(f"field 'o {body}': o stands alone")
    claim["optional"] = True


FIELDS: dict[str, Callable[[Marked, str, list[str]], None]] = {
    "t": _trigger,
    "a": functools.partial(_participants, slot="actors"),
    "r": functools.partial(_participants, slot="recipients"),
    "s": _sources,
    "w": _when,
    "p": _where,
    "q": _quantities,
    "c": _cues,
    "e": _event,
    "o": _optional,
}


def read_claim(line: str, sentences: list[str]) -> Marked:
    """The claim that a line starting with ``=`` marks.

    Raises:
        FaultError: it does not follow the notation, or quotes what its sentence does not say.
    """
    head, *fields = re.split(r"\s\|\s", line.strip())
    sent, kind, mode, factuality = _match(r"=\s*(\d+)\s+([A-Z]+)(?:/([a-z-]+))?\s+(\w+)", head, f"claim head {head!r}").groups()
    if int(sent) >= len(sentences):
        raise FaultError(f"claim of sentence {sent}, which is not there (yet)")
    if kind not in MODES:
        raise FaultError(f"type {kind}")
    if mode and mode not in MODES[kind]:
        raise FaultError(f"mode {kind}/{mode}")
    if factuality not in FACTUALITIES:
        raise FaultError(f"factuality {factuality}")
    claim: Marked = {"sent": int(sent), "event_type": kind, "mode": mode, "factuality": factuality}
    claim |= {"trigger": [], "actors": [], "recipients": [], "sources": [], "when": None, "where": None}
    claim |= {"quantities": [], "cues": [], "optional": False}
    for text in fields:
        tag, _, body = text.strip().partition(" ")
        if tag not in FIELDS:
            raise FaultError(f"field {text.strip()!r}")
        if "|" in re.sub(r"\[\[.*?\]\]", "", body):
            raise FaultError(f"field {text.strip()!r}: want a blank on either side of each |")
        FIELDS[tag](claim, body, sentences)
    if not claim["trigger"] or claim["trigger"][0] is None:
        raise FaultError("no trigger")
    if not claim["actors"] and not claim["recipients"]:
        raise FaultError("neither actor nor recipient (UNK [[]] where unknown)")
    return claim


def _blank(name: str) -> Marked:
    """A document of which nothing is known yet, so that the faults of its first line have one to stand at."""
    return {"id": name, "language": "?", "published": "?", "kind": "?", "sents": [], "claims": []}


class _File:
    """A file as far as it is read."""

    def __init__(self, banks: Path | None) -> None:
        self.banks = banks
        self.document: Marked | None = None
        self.story: Marked | None = None
        self.faults: list[str] = []

    def story_line(self, line: str) -> None:
        parts = [part.strip() for part in line[1:].split("|")]
        if not re.fullmatch(r"E\d+", parts[0]):
            if len(parts) < 3:
                raise FaultError("want ~ story-id | as-of date | description")
            self.story = {"id": parts[0], "as_of": _day(parts[1]), "about": parts[2], "events": {}}
            return
        if self.story is None or (self.document and self.document.get("story") == self.story["id"]):
            raise FaultError("an event line stands after its story line and before the story's articles")
        if len(parts) < 4 or parts[1] not in MODES or parts[2] not in STATUSES:
            raise FaultError("want ~ E1 | TYPE | status | origin; origin")
        origins = [origin.strip() for origin in parts[3].split(";") if origin.strip()]
        self.story["events"][parts[0]] = {"event_type": parts[1], "status": parts[2], "origins": origins}

    def document_line(self, line: str) -> None:
        parts = [part.strip() for part in line[1:].split("|")]
        self.document = document = _blank(parts[0])
        if len(parts) not in {4, 5}:
            raise FaultError("want @ id | language | published | kind")
        if not LANGUAGE_TAG.fullmatch(parts[1]):
            raise FaultError(f"language {parts[1]!r}: want a BCP 47 tag, as sv, nb, nn, da, en or de")
        language = parts[1].split("-")[0]  # a region changes nothing that is read
        document |= {"language": "nb" if language == "no" else language, "published": _day(parts[2]), "kind": parts[3]}
        if len(parts) == 5:
            document["outlet"] = parts[4]
        if self.story:
            document |= {"story": self.story["id"], "events": self.story["events"], "as_of": self.story["as_of"]}
            if document["published"] > self.story["as_of"]:
                raise FaultError("published after the story's as-of date")

    def sentence_line(self, number: str, text: str) -> None:
        sentences = self._open()["sents"]
        if int(number) != len(sentences):
            raise FaultError(f"sentence {number}, expected {len(sentences)}")
        if named := re.fullmatch(r"(\S+\.conllu(?:\.gz)?)\s+(\S+)", text):
            if self.banks is None:
                raise FaultError(f"a sentence of {named[1]}, and no treebanks to read it from")
            try:
                text = treebank(self.banks / named[1]).get(named[2], "")
            except (OSError, EOFError) as error:
                raise FaultError(f"{self.banks / named[1]} cannot be read: {error}") from None
            if not text:
                raise FaultError(f"no sentence {named[2]} in {named[1]}")
        sentences.append(text)

    def claim_line(self, line: str) -> None:
        document = self._open()
        claim = read_claim(line, document["sents"])
        if "story" in document and claim.get("event") and claim["event"] not in document["events"]:
            raise FaultError(f"event {claim['event']} is not declared in this story")
        document["claims"].append(claim)

    def _open(self) -> Marked:
        if self.document is None:
            raise FaultError("no document yet: want @ id | language | published | kind")
        return self.document

    def read(self, line: str) -> None:
        if line.startswith("~"):
            self.story_line(line)
        elif line.startswith("@"):
            self.document_line(line)
        elif sentence := re.match(r"(\d+):\s*(.*)", line):
            self.sentence_line(sentence[1], sentence[2].strip())
        elif line.startswith("="):
            self.claim_line(line)
        else:
            raise FaultError(f"line {line[:60]!r}")


def documents(path: Path, banks: Path | None) -> Iterator[tuple[Marked, list[str]]]:
    """The documents of a file, each with the faults met while it was read (``FILE:LINE: what is wrong``).

    Args:
        path: a file in the notation, UTF-8.
        banks: the folder of the treebanks, from which sentences given by name are read.

    Raises:
        OSError: the file cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    file = _File(banks)
    for number, raw in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), 1):
        line = raw.rstrip()
        if not line or line.startswith("#"):
            continue
        if line.startswith("@") and file.document:
            yield file.document, file.faults
            file.faults = []
        try:
            file.read(line)
        except FaultError as fault:
            file.faults.append(f"{path.name}:{number}: {fault}")
    if file.document or file.faults:
        yield file.document or _blank(path.stem), file.faults
