"""How near two types of act are: the table ``data/families.toml``, which gives the reason of each pair."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def _pairs() -> dict[frozenset[str], tuple[float, str]]:
    text = resources.files(__package__).joinpath("data", "families.toml").read_text(encoding="utf-8")
    return {frozenset(row["types"]): (float(row["weight"]), str(row["reason"])) for row in tomllib.loads(text)["pair"]}


def nearness(one: str, other: str) -> float:
    """1 for equal types, the table's weight for neighbours, 0 for types that are never one act."""
    return 1.0 if one == other else _pairs().get(frozenset((one, other)), (0.0, ""))[0]


def reason(one: str, other: str) -> str:
    """Why two different types may be one act; empty where they never are."""
    return _pairs().get(frozenset((one, other)), (0.0, ""))[1]


@cache
def neighbours(kind: str) -> tuple[str, ...]:
    """The types that one act may bear beside ``kind``, itself first."""
    return (kind, *sorted(other for pair in _pairs() if kind in pair for other in pair if other != kind))
