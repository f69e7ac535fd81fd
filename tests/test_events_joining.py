"""Groups that are made in arrays, and links that are scored there, are those that are made one by one."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from enligt.events import Link, Tie, groups, keys, links
from enligt.events.joining import Table, groups_of
from enligt.events.scoring import Scorer
from test_sieve import TOLD, mixed

FEW = (500, 2_999, 3_000, 3_500, 4_000, 6_000, 10_000)  # many averages are equal
Near = dict[str, dict[str, int]]


def part(chance: random.Random, size: int) -> tuple[list[Link], Near]:
    """Links among so many claims; and those of each."""
    dense, claims = chance.random(), [f"c{n:03}" for n in range(size)]
    found = [
        Link(one, other, chance.choice(FEW) if size % 2 else chance.randint(500, 10_000))
        for one, other in combinations(claims, 2)
        if chance.random() < dense
    ]
    near: Near = {one: {} for one in claims}
    for one, other, score in found:
        near[one][other] = near[other][one] = score
    return found, near


@pytest.mark.parametrize("seed", range(4))
def test_groups_are_the_same_whatever_was_kept_of_others(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - claims for tests
    for _ in range(15):
        found, near = part(chance, chance.randint(2, 40))
        kept: dict[str, Table] = {}
        for size in (*sorted(chance.sample(range(1, len(near) + 1), min(4, len(near)))), 1, len(near)):
            some = chance.sample(sorted(near), size)
            assert groups_of(some, near, kept=kept) == groups_of(some, near) == groups(some, found)


def test_judgements_are_heeded() -> None:
    found, near = part(random.Random(3), 12)  # noqa: S311 - claims for tests
    ties = [("c000", "c001", False), ("c002", "c011", True)]
    assert groups_of(near, near, ties) == groups(near, found, [Tie(*one) for one in ties])


@pytest.mark.parametrize("seed", range(3))
def test_links_of_several_articles_are_those_of_one_after_the_other(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - claims for tests
    told = mixed(chance, 70) if seed else TOLD[:120]
    articles: dict[str, list[str]] = {}
    known = {one.claim_id: one for one in told}
    for one in told:
        articles.setdefault(one.article_id, []).append(one.claim_id)
    order = sorted(articles)
    chance.shuffle(order)
    there, new = order[: len(order) // 2], order[len(order) // 2 :]
    entered = [known[claim] for article in there for claim in articles[article]]
    under: dict[str, list[str]] = {}
    for one in entered:
        for key in keys(one):
            under.setdefault(key, []).append(one.claim_id)
    several = [[known[claim] for claim in articles[article]] for article in new]
    found = Scorer().links(several, under, known)
    assert any(found)
    for mine, of_these in zip(several, found, strict=True):
        assert sorted(of_these) == sorted(links(mine, entered))
        entered += mine
