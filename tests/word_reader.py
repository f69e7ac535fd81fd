"""A reader for tests: it knows a few words, so that everything around a reader can be tested without weights."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enligt.model import Article, Claim, Cue, Issue, Participant, Quantity, Reading, Source, Span, Step, When

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

ACTS = {"sanctions": "SANCTION", "met": "CONSULT", "mötte": "CONSULT", "attacked": "ASSAULT", "angrep": "ASSAULT"}
NAMES = {
    "Sweden": "SWE",
    "Sverige": "SWE",
    "Norway": "NOR",
    "Norge": "NOR",
    "Russia": "RUS",
    "North Korea": "PRK",
    "China": "CHN",
}
_SENTENCE = re.compile(r"[^.\n]+\.?")
_NAME = re.compile("|".join(NAMES))


def span(text: str, start: int, end: int) -> Span:
    return Span(start, end, text[start:end])


@dataclass
class WordReader:
    """Its claims are as full as its few words allow. ``before`` is called with each article, and may raise."""

    name: str = "words"
    version: str = "1"
    before: Callable[[Article], None] = lambda _article: None
    change: Callable[[Claim], Claim] = lambda claim: claim
    read_articles: list[str] = field(default_factory=list)

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        for article in articles:
            self.before(article)
            self.read_articles.append(article.document)
            yield Reading(article, tuple(self.change(one) for one in self._claims(article)), self.name, self.version)

    def _claims(self, article: Article) -> Iterator[Claim]:
        for sentence in _SENTENCE.finditer(article.text):
            start = sentence.start() + len(sentence[0]) - len(sentence[0].lstrip())
            for word, event_type in ACTS.items():
                found = re.search(rf"\b{word}\b", sentence[0])
                if found:
                    yield self._claim(article, span(article.text, start, sentence.end()), word, event_type)

    def _claim(self, article: Article, evidence: Span, word: str, event_type: str) -> Claim:
        text = article.text
        at = text.index(word, evidence.start)
        trigger = span(text, at, at + len(word))
        named = [span(text, m.start(), m.end()) for m in _NAME.finditer(text, evidence.start, evidence.end)]
        actors, recipients = (
            tuple(Participant(NAMES[s.text], None, s.text, s, 0.9) for s in named if (s.start < at) is first)
            for first in (True, False)
        )
        said = re.compile(r"according to ([A-Z]\w+)|enligt ([A-Z]\w+)").search(text, evidence.start, evidence.end)
        sources = (
            (Source(said[said.lastindex or 1], "agency", 1, span(text, *said.span(said.lastindex or 1)), 0.8),) if said else ()
        )
        day = re.compile(r"on (\d{4}-\d\d-\d\d)").search(text, evidence.start, evidence.end)
        when = When(day[1], day[1], "day", day[0], span(text, *day.span()), "absolute") if day else None
        number = re.compile(r"\b(\d+) (soldiers|soldater)").search(text, evidence.start, evidence.end)
        count = (Quantity(float(number[1]), "=", number[2], number[0], span(text, *number.span())),) if number else ()
        will = re.compile(r"\bwill\b").search(text, evidence.start, evidence.end)
        return Claim(
            article_id=article.article_id,
            event_type=event_type,
            mode=None,
            factuality="planned" if will else "asserted",
            trigger=trigger,
            evidence=evidence,
            reader=self.name,
            reader_version=self.version,
            actors=actors,
            recipients=recipients,
            sources=sources,
            when=when,
            quantities=count,
            cues=(Cue("planned", span(text, *will.span())),) if will else (),
            confidence=0.75,
            slot_confidence={"event_type": 0.9, "factuality": 0.8},
            steps=(
                Step("event_type", event_type, f"the word {word!r}", trigger, 0.9),
                *(Step("actor", one.id, "table of names", one.span, one.confidence) for one in actors),
            ),
        )
