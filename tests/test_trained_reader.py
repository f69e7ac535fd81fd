"""The trained reader on text that no training saw: true spans, the same claims in whatever company, steps for every field."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import repetition_samples
from enligt.errors import UsageError
from enligt.languages.sentences import sentences
from enligt.model import LANGUAGES, Article, Claim, Language, Page, Reading
from enligt.readers import READERS, load
from enligt.readers.trained import TrainedReader, told_once
from enligt.repetition import Finder
from enligt.repetition.retelling import retold
from enligt.sample import files
from enligt.sources import articles

if TYPE_CHECKING:
    from pathlib import Path

HEADS: dict[Language, str] = {
    "sv": """Slovenien utvisar två belarusiska diplomater

Sloveniens utrikesministerium meddelade på tisdagen att två diplomater från Belarus utvisas efter spioneri.

Belarus förnekar att ambassaden har bedrivit spioneri, enligt nyhetsbyrån Belta.""",
    "nb": """Slovenia utviser to hviterussiske diplomater

Slovenias utenriksdepartement opplyste tirsdag at to diplomater fra Hviterussland blir utvist etter spionasje.

Hviterussland avviser at ambassaden har drevet spionasje, ifølge nyhetsbyrået Belta.""",
    "nn": """Slovenia utviser to kviterussiske diplomatar

Utanriksdepartementet i Slovenia opplyste tysdag at to diplomatar frå Kviterussland blir utviste etter spionasje.

Kviterussland avviser at ambassaden har drive spionasje, ifølgje nyheitsbyrået Belta.""",
    "da": """Slovenien udviser to belarusiske diplomater

Sloveniens udenrigsministerium oplyste tirsdag, at to diplomater fra Belarus udvises efter spionage.

Belarus afviser, at ambassaden har drevet spionage, ifølge nyhedsbureauet Belta.""",
    "en": """Slovenia expels two Belarusian diplomats

Slovenia's foreign ministry said on Tuesday that two diplomats from Belarus were being expelled over spying.

Belarus denies that its embassy spied, according to the news agency Belta.""",
}


def article(text: str, language: Language) -> Article:
    return Article(
        document=f"x.{language}.txt",
        page="0" * 64,
        text=text,
        language=language,
        headline=text.split("\n", 1)[0] or None,
        published="2021-03-03",
    )


def read(*some: Article) -> list[tuple[Claim, ...]]:
    return [r.claims for r in load().read(some) if isinstance(r, Reading)]


def sample() -> list[Article]:
    return [a for name, content in files() for a in articles(Page(name, content)) if isinstance(a, Article)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_news_is_read_in_every_language(language: Language) -> None:
    (claims,) = read(article(HEADS[language], language))
    expelled = [c for c in claims if c.event_type == "SANCTION"]
    assert expelled, [c.event_type for c in claims]
    assert any({p.id for p in c.actors} == {"SVN"} and {p.id for p in c.recipients} == {"BLR"} for c in expelled)


def test_sentence_vectors_pair_a_text_with_its_translation() -> None:
    """Wire copy in Swedish and in English, and another reporter's own telling of the act in English."""
    several = [repetition_samples.article(text, language) for text, language in _TOLD]
    made = [r for r in load().read(several) if isinstance(r, Reading)]
    wire, translated, own = (r.vectors for r in made)
    counts = [len(sentences(a.text, language=a.language)) for a in several]
    assert [len(r.vectors) for r in made] == [48 * count for count in counts]
    same, other = retold(wire, translated, counts=(counts[0], counts[1])), retold(wire, own, counts=(counts[0], counts[2]))
    assert same is not None
    assert other is not None
    assert same.first == 1
    assert same.likeness > 0.36
    assert other.first < 0.75
    assert Finder().relation(several[0], several[2], vectors=(wire, own)) is None
    relation = Finder().relation(several[0], several[1], vectors=(wire, translated))
    assert relation is not None
    assert relation.kind == "translation-of"


_TOLD: tuple[tuple[str, Language], ...] = (
    (repetition_samples.WIRE["sv"], "sv"),
    (repetition_samples.WIRE["en"], "en"),
    (repetition_samples.OWN["en"], "en"),
)


def test_every_span_quotes_the_text_and_every_field_has_a_step() -> None:
    n = 0
    for reading in load().read(sample()):
        assert isinstance(reading, Reading)
        for c in reading.claims:
            n += 1
            assert all(s.holds_in(reading.article.text) for s in c.spans())
            assert c.evidence.start <= c.trigger.start < c.trigger.end <= c.evidence.end
            assert c.actors or c.recipients
            told = {s.field for s in c.steps}
            assert {"event_type", "actor", "factuality"} <= told
            assert ("when" in told) == (c.when is not None)
            assert len([s for s in c.steps if s.field == "actor"]) == len(c.actors)
            assert c.vector
        assert len({c.claim_id for c in reading.claims}) == len(reading.claims)
    assert n > 100


def test_company_and_order_change_no_claim() -> None:
    some = sample()[:12]
    together = read(*some)
    assert read(*reversed(some)) == list(reversed(together))
    assert [read(a)[0] for a in some] == together


def test_another_process_reads_the_same(tmp_path: Path) -> None:
    for language, text in HEADS.items():
        (tmp_path / f"x.{language}.txt").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "enligt", "extract", "--format", "jsonl", "--published", "2021-03-03", str(tmp_path)]
    first, second = (subprocess.run(command, check=True, capture_output=True).stdout for _ in range(2))
    assert first == second
    rows = [json.loads(line) for line in first.decode("utf-8").splitlines()]
    assert {r["language"] for r in rows} == set(LANGUAGES)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=600), st.sampled_from(LANGUAGES))
def test_no_text_makes_it_stumble(text: str, language: Language) -> None:
    (claims,) = read(article(text, language))
    assert all(s.holds_in(text) for c in claims for s in c.spans())


def test_an_unknown_reader_is_told_by_name() -> None:
    with pytest.raises(UsageError, match="trained"):
        load("oracle")
    assert list(READERS) == ["trained"]


def test_an_act_is_told_once_a_sentence() -> None:
    """Two triggers of one type with the same parties and factuality are one act; the likelier stays, in its place."""
    article = Article(document="x", page="", text=HEADS["en"], language="en", published="2024-01-02")
    (reading,) = [one for one in TrainedReader().read([article]) if isinstance(one, Reading)]
    one = reading.claims[0]
    weaker = replace(one, slot_confidence={**one.slot_confidence, "claim": 0.01})
    denied = replace(weaker, factuality="denied" if one.factuality != "denied" else "asserted")
    alone = replace(weaker, actors=(), recipients=())
    assert list(told_once([weaker, one, denied, alone])) == [one, denied, alone]
    keys = [
        (c.evidence.start, c.event_type, c.factuality, *(frozenset(p.id for p in side) for side in (c.actors, c.recipients)))
        for c in reading.claims
    ]
    assert len(keys) == len(set(keys))
