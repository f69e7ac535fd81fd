"""A sieve puts aside no claim that would be linked, and nearly all others."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from enligt.events import links, links_with, score, sought, tellings
from enligt.events.likeness import NAMES, WITHIN, features
from enligt.events.linking import FLOOR, keys
from enligt.events.sieve import KNOWN, Sieve
from enligt.marking.stories import stories

if TYPE_CHECKING:
    from enligt.events.telling import Telling

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
        made.append(replace(chance.choice(few), claim_id=f"c{number}", article_id=f"a{number % (n - 5)}", **fields))
    return made


def assert_sound(claims: list[Telling]) -> tuple[int, int]:
    sieve = Sieve()
    sieve.add(claims)
    passed, linked = 0, 0
    for one in claims:
        others = [other for other in claims if other is not one]
        kept = set(sieve.passed(one, [other.claim_id for other in others]))
        for other in others:
            found = score(one, other)
            passed, linked = passed + (other.claim_id in kept), linked + (found >= FLOOR)
            assert found < FLOOR or other.claim_id in kept, (one, other, features(one, other))
    return passed, linked


def test_nothing_that_would_be_linked_is_put_aside_in_stories() -> None:
    passed, linked = assert_sound(TOLD[:150])
    assert linked > 100
    assert passed < len(TOLD[:150]) * 149 / 4


@pytest.mark.parametrize("seed", range(6))
def test_nor_among_claims_that_are_alike_in_any_field(seed: int) -> None:
    passed, linked = assert_sound(mixed(random.Random(seed), 70))  # noqa: S311 - claims for tests
    assert passed >= linked > 0


def test_a_claim_that_was_not_added_passes() -> None:
    sieve = Sieve()
    sieve.add(TOLD[:3])
    assert TOLD[5].claim_id in sieve.passed(TOLD[0], [TOLD[1].claim_id, TOLD[5].claim_id])


def test_a_sieve_that_is_full_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("enligt.events.sieve._MOST", 10)
    claims = mixed(random.Random(7), 60)  # noqa: S311 - claims for tests
    fresh, full = Sieve(), Sieve()
    fresh.add(claims[-10:])
    full.add(claims)
    assert len(full._numbers) == len(fresh._numbers)
    names = [one.claim_id for one in claims]
    assert [full.passed(one, names) for one in claims] == [fresh.passed(one, names) for one in claims]


def test_a_claim_that_changes_is_added_in_place_of_what_it_was() -> None:
    one = next(told for told in TOLD if told.actors)
    other = replace(one, claim_id="clm-other", article_id="art-other")
    far = replace(other, kind="PROTEST" if one.kind != "PROTEST" else "AID")
    sieve = Sieve()
    sieve.add([far])
    assert list(sieve.passed(one, ["clm-other"])) == []
    sieve.add([other])
    assert list(sieve.passed(one, ["clm-other"])) == ["clm-other"]


def test_the_features_that_a_sieve_does_not_know_are_from_0_to_1_and_those_of_one_article_are_that() -> None:
    assert set(NAMES) >= KNOWN | WITHIN
    assert not KNOWN & WITHIN
    for one, other in combinations(TOLD[:120], 2):
        found = features(one, other)
        assert all(0 <= value <= 1 for name, value in found.items() if name not in KNOWN | WITHIN)
        assert one.article_id == other.article_id or not WITHIN & found.keys()


def test_links_are_the_same_with_and_without_a_sieve() -> None:
    new, known = TOLD[:40], TOLD[40:200]
    sieve = Sieve()
    sieve.add(known)
    under: dict[str, list[str]] = {}
    for told in known:
        for key in keys(told):
            under.setdefault(key, []).append(told.claim_id)
    assert any(key in under for told in new for key in sought(told))
    found = set(links_with(new, under, {told.claim_id: told for told in known}, passed=sieve.passed))
    assert found == set(links(new, known))
