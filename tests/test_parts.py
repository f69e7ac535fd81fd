"""A long story is grouped part by part: what a part is depends on the scores alone, in a ledger as in memory."""

from __future__ import annotations

import random
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from enligt import events
from enligt.events import Link, linking
from enligt.events.joining import groups_of
from enligt.ledger import Stale, Writer, open_writer, parts
from enligt.ledger.events import members

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from pathlib import Path

MOST, RUNGS = 4, (3_500, 5_000, 6_500, 8_000)
ARTICLES = 9


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "MOST", MOST)
    monkeypatch.setattr(linking, "RUNGS", RUNGS)


Story = tuple[list[list[str]], dict[tuple[str, str], int]]


def story(name: str, chance: random.Random) -> Story:
    """The claims of each article, and a score for about half of the pairs: enough that most of it hangs together."""
    articles = [[f"{name}-{n:02}{letter}" for letter in "ab"[: chance.randint(1, 2)]] for n in range(ARTICLES)]
    claims = [claim for several in articles for claim in several]
    return articles, {pair: chance.randint(500, 10_000) for pair in combinations(claims, 2) if chance.random() < 0.4}


def whole(told: Story) -> set[frozenset[str]]:
    articles, scores = told
    claims = [claim for several in articles for claim in several]
    found = events.groups(claims, [Link(one, other, score) for (one, other), score in scores.items()])
    return {frozenset(group) for group in found}


def link(writer: Writer, told: Story, article: int, present: set[str]) -> None:
    """Link an article with what is there, as the run does."""
    articles, scores = told
    mine = articles[article]
    there = present | set(mine)
    known = [(*pair, score) for pair, score in scores.items() if set(pair) <= there and set(pair) & set(mine)]
    enter(writer, Stale(f"art-{mine[0]}", 1), mine, known)
    present |= set(mine)


def enter(writer: Writer, stale: Stale, claims: Sequence[str], links: Sequence[tuple[str, str, int]]) -> None:
    with writer.linking(linker="l", rungs=RUNGS, most=MOST, regroup=groups_of) as linking:
        linking.enter(stale, keys={one: [one] for one in claims}, links=links)


def grouped(writer: Writer, claims: Collection[str]) -> set[frozenset[str]]:
    from enligt.ledger.events import events_of  # noqa: PLC0415 - beside its only use

    with writer._engine.connect() as connection:
        return {frozenset(members(connection, event)) for event in events_of(connection, claims).values()}


def test_any_order_ends_in_the_groups_that_all_at_once_give(tmp_path: Path) -> None:
    chance = random.Random(11)  # noqa: S311 - stories for tests
    with open_writer(tmp_path / "l.db") as writer:
        parted = 0
        for n in range(8):
            told = story(f"s{n}", chance)
            order = list(range(ARTICLES))
            chance.shuffle(order)
            present: set[str] = set()
            for article in order:
                link(writer, told, article, present)
            assert grouped(writer, present) == whole(told)
            parted += len(told[1]) > len(present) > MOST
        assert parted == 8


def test_an_article_that_goes_leaves_the_groups_of_the_rest(tmp_path: Path) -> None:
    chance = random.Random(12)  # noqa: S311 - stories for tests
    with open_writer(tmp_path / "l.db") as writer:
        for n in range(4):
            told = story(f"s{n}", chance)
            present: set[str] = set()
            for article in range(ARTICLES):
                link(writer, told, article, present)
            for article in (2, 7):
                gone = told[0][article]
                enter(writer, Stale(f"art-{gone[0]}", None), [], [])
                present -= set(gone)
            left = [[one for one in several if one in present] for several in told[0]]
            scores = {pair: score for pair, score in told[1].items() if set(pair) <= present}
            assert grouped(writer, present) == whole((left, scores))


def test_a_part_that_grows_too_large_is_grouped_anew_where_nothing_new_is_near_too(tmp_path: Path) -> None:
    scores = {("a", "b"): 3_600, ("b", "c"): 9_000, ("b", "d"): 4_000, ("c", "d"): 4_000, ("a", "e"): 9_000}
    told = [[one] for one in "abcde"], scores
    with open_writer(tmp_path / "l.db") as writer:
        present: set[str] = set()
        for article in range(4):
            link(writer, told, article, present)
        assert grouped(writer, present) == {frozenset("a"), frozenset("bcd")}
    with open_writer(tmp_path / "l.db") as writer:  # which has nothing at hand of what was
        link(writer, told, 4, present)
        assert grouped(writer, present) == whole(told) == {frozenset("ae"), frozenset("bc"), frozenset("d")}


def test_the_part_of_a_claim_is_of_no_more_than_so_many_save_on_the_last_rung(tmp_path: Path) -> None:
    chance = random.Random(13)  # noqa: S311 - stories for tests
    told = story("s", chance)
    with open_writer(tmp_path / "l.db") as writer:
        present: set[str] = set()
        for article in range(ARTICLES):
            link(writer, told, article, present)
        with writer._engine.connect() as connection:
            found = parts.Parts(connection, RUNGS, MOST).of_all(present)
            last = parts.Parts(connection, RUNGS[-1:], MOST).of_all(present)
    assert sorted(claim for part in found for claim in part) == sorted(present)
    assert all(len(part) <= MOST or part in last for part in found)
    assert len(found) > 1
