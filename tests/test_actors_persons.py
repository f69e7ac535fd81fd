"""Names of one person meet across languages and scripts; look-alikes stay two."""

from __future__ import annotations

import pytest

import names as measured  # quality/names.py
from enligt.actors.persons import may_be_one, name_key, person_key
from enligt.events.entities import entity

FLOOR = 0.95


def test_the_pairs_are_many_and_half_of_them_are_two() -> None:
    pairs = measured.pairs()
    assert len(pairs) >= 300
    assert len({frozenset((one.one, one.other)) for one in pairs}) == len(pairs)
    assert 0.45 <= sum(one.same for one in pairs) / len(pairs) <= 0.55
    assert len([one for one in pairs if one.half == "held-out"]) > 120


@pytest.mark.parametrize("half", ["tuning", "held-out"])
def test_precision_and_recall_hold_their_floor(half: str) -> None:
    found = measured.measure([one for one in measured.pairs() if one.half == half])
    assert found.precision >= FLOOR
    assert found.recall >= FLOOR


@pytest.mark.parametrize("one", measured.pairs()[::7])
def test_it_does_not_matter_which_name_is_asked_first(one: measured.Pair) -> None:
    assert may_be_one(one.one, one.other) == may_be_one(one.other, one.one)


def test_a_name_is_its_own() -> None:
    assert all(may_be_one(name, name) for one in measured.pairs() for name in (one.one, one.other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("Andrej Belousov", "Андрей Белоусов"), ("Ri Yong Ho", "Ri Yong-ho"), ("Volodymyr Zelenskyj", "Wolodymyr Selenskyj")],
)
def test_keys_meet(one: str, other: str) -> None:
    assert person_key(one) == person_key(other)


def test_a_key_holds_the_whole_name() -> None:
    assert name_key("Andrej Belousov") == name_key("Belousov, Andrei")
    assert name_key("Andrej Belousov") != name_key("Anatolij Belousov")
    assert name_key("Charles II") != name_key("Charles III")


@pytest.mark.parametrize("text", ["", " ", "-", "II", "S.", "…", "'", "x" * 5000, "م", "金"])
def test_what_is_no_name_does_no_harm(text: str) -> None:
    assert may_be_one(text, "Kari Nordmo") in {True, False}
    assert isinstance(person_key(text), str)
    assert isinstance(name_key(text), str)


def test_a_source_is_one_in_each_spelling_of_its_name() -> None:
    def key(name: str) -> str:
        return entity(name, "person").key

    assert key("Putin") == key("Vladimir Putin") == key("Владимир Путин")
    assert key("Jevgenij Torkunov") == key("Yevgeny Torkunov")
    assert key("Jevgenij Torkunov") != key("Jevgenij Torgunov")
    assert key("Kari Petersen") != key("Lars Petersen")
