"""A sieve puts aside no claim that would be linked, and nearly all others."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from enligt.events import score, tellings
from enligt.events.likeness import NAMES, WITHIN, features
from enligt.events.linking import FLOOR
from enligt.events.scoring import Scorer
from enligt.events.sieve import KNOWN, Sieve
from enligt.marking.stories import stories

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.events.telling import Telling

    Met = Sequence[tuple[Telling, Sequence[Telling]]]

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
SOME = stories([CORPUS / "stories" / "f-01.txt", CORPUS / "stories" / "f-02.txt"])


def tellings_of_stories() -> list[Telling]:
    by_article: dict[str, list[Any]] = {}
    articles = {}
    for one in SOME:
        for article in one.articles:
            articles[article.article_id] = article
        for marked in one.claims:
            by_article.setdefault(marked.claim.article_id, []).append(marked.claim)
    return [one for name, claims in by_article.items() for one in tellings(claims, articles[name])]


TOLD = tellings_of_stories()
FIELDS = (
    *("published", "kind", "mode", "factuality", "actors", "recipients", "who", "place", "numbers", "figures", "words"),
    *("trigger", "names", "around", "source", "crowd", "borrowed", "language", "outlet", "peers", "rare", "things", "cues"),
)


def mixed(chance: random.Random, n: int) -> list[Telling]:
    """Claims that take each of their fields from one of a few, so that pairs are alike in any of them."""
    few = chance.sample(TOLD, 12)
    made = []
    for number in range(n):
        fields = {name: getattr(chance.choice(few), name) for name in FIELDS}
        timed = chance.choice(few)
        fields |= {"start": timed.start, "end": timed.end, "precision": timed.precision}
        if chance.random() < 0.3:
            fields["vector"], fields["length"] = bytes(chance.randrange(256) for _ in range(8)), 300.0
        if chance.random() < 0.5:
            fields["unsure"] = (chance.randrange(101) / 100, chance.randrange(101) / 100)
        made.append(replace(chance.choice(few), claim_id=f"c{number}", article_id=f"a{number % (n - 5)}", **fields))
    return made


def assert_sound(claims: list[Telling]) -> tuple[int, int]:
    """That each pair that is linked passes, and gets the score that the scorer gives; how many passed, how many are linked."""
    met = [(one, [other for other in claims if other is not one]) for one in claims]
    found = Scorer().scores(met)
    for (one, others), scores in zip(met, found, strict=True):
        expected = {other.claim_id: score(one, other) for other in others}
        assert scores == {name: value for name, value in expected.items() if value >= FLOOR}
    return len(passed(Sieve(), met)), sum(map(len, found))


def passed(sieve: Sieve, met: Met) -> list[tuple[str, str]]:
    pairs = [(one, other) for one, others in met for other in others]
    numbers = np.array(sieve.add([told for pair in pairs for told in pair])).reshape(-1, 2)
    return [(pairs[at][0].claim_id, pairs[at][1].claim_id) for at in sieve.passed(numbers[:, 0], numbers[:, 1]).tolist()]


def test_what_passes_is_scored_as_the_scorer_does_and_nothing_that_would_be_linked_is_put_aside_in_stories() -> None:
    kept, linked = assert_sound(TOLD[:150])
    assert linked > 100
    assert kept < len(TOLD[:150]) * 149 / 4


@pytest.mark.parametrize("seed", range(6))
def test_nor_among_claims_that_are_alike_in_any_field(seed: int) -> None:
    kept, linked = assert_sound(mixed(random.Random(seed), 70))  # noqa: S311 - claims for tests
    assert kept >= linked > 0


def test_a_score_that_sums_could_round_otherwise_is_the_scorers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enligt.events.scoring._DOUBT", 1.0)
    asked: list[str] = []

    def noted(one: Telling, other: Telling) -> int:
        asked.append(other.claim_id)
        return score(one, other)

    monkeypatch.setattr("enligt.events.scoring.score", noted)
    met = [(TOLD[0], TOLD[1:150])]
    (found,) = Scorer().scores(met)
    assert set(found) <= set(asked) == {name for _, name in passed(Sieve(), met)}


def test_a_sieve_that_is_full_keeps_those_used_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enligt.events.sieve._MOST", 20)
    claims = mixed(random.Random(7), 60)  # noqa: S311 - claims for tests
    full = Sieve()
    for start in range(0, 60, 6):
        numbers = full.add([*claims[:3], *claims[start : start + 6]])
        assert [full.told[at] for at in numbers] == [*claims[:3], *claims[start : start + 6]]
        assert len(full.told) <= 20
    assert {value for name, value in full._numbers if name == "article"} == {told.article_id for told in full.told}
    met = [(one, claims) for one in claims[50:]]
    assert passed(full, met) == passed(Sieve(), met)


def test_a_claim_that_changes_is_added_in_place_of_what_it_was() -> None:
    one = next(told for told in TOLD if told.actors)
    other = replace(one, claim_id="clm-other", article_id="art-other")
    far = replace(other, kind="PROTEST" if one.kind != "PROTEST" else "AID")
    scorer = Scorer()
    assert scorer.scores([(one, [far])]) == [{}]
    assert scorer.scores([(one, [other])]) == [{"clm-other": score(one, other)}]


def test_the_features_that_a_sieve_does_not_know_are_from_0_to_1_and_those_of_one_article_are_that() -> None:
    assert set(NAMES) >= KNOWN | WITHIN
    assert not KNOWN & WITHIN
    for one, other in combinations(TOLD[:120], 2):
        found = features(one, other)
        assert all(0 <= value <= 1 for name, value in found.items() if name not in KNOWN | WITHIN)
        assert one.article_id == other.article_id or not WITHIN & found.keys()
