"""The numbers that an event's claims give: by kind of thing and scope, who says what and when. No average."""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from enligt.model import SaidNumber, Spread

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.model import Article, Claim, Quantity, Scope

_WORD = re.compile(r"[^\W\d_]+")
HARM = frozenset({"ASSAULT", "COERCE"})
_SHORT = 3  # letters: a beginning so short must be the whole word


@cache
def _kinds() -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = resources.files(__package__).joinpath("data", "units.toml").read_text(encoding="utf-8")
    return tuple((row["name"], tuple(row["words"])) for row in tomllib.loads(text)["kind"])


def kind_of(number: Quantity, *, deed: str = "") -> str:
    """The kind of thing counted: of the table ``data/units.toml``, else the unit as written; empty for a bare number.

    Args:
        number: what is counted.
        deed: the words that carry the act where it harms those counted: "nine soldiers" of "killed" are killed.
    """
    words = tuple(word.casefold() for word in _WORD.findall(f"{number.unit or ''} {number.text} {deed}"))
    return _kind_of(words) or (number.unit or "").casefold()


@lru_cache(maxsize=8192)
def _kind_of(words: tuple[str, ...]) -> str | None:
    for name, beginnings in _kinds():
        if any(_begins(word, one) for word in words for one in beginnings):
            return name
    return None


def _begins(word: str, one: str) -> bool:
    """Whether a word begins as the table says; a short beginning, or one with a full stop, must be the whole word."""
    return word == one.removesuffix(".") or (len(one) > _SHORT and not one.endswith(".") and word.startswith(one))


def spreads(claims: Iterable[tuple[Claim, Article]]) -> tuple[Spread, ...]:
    """The spread of each kind of number; denials give none, what they deny is not said by them."""
    found: defaultdict[tuple[str, Scope], list[SaidNumber]] = defaultdict(list)
    for claim, article in claims:
        if claim.factuality == "denied":
            continue
        last = max(claim.sources, key=lambda one: one.depth, default=None)
        who = last.name if last is not None else article.outlet or article.document
        deed = claim.trigger.text if claim.event_type in HARM else ""
        for one in claim.quantities:
            said = SaidNumber(one.value, one.comparator, one.text, who, claim.claim_id, article.published)
            found[kind_of(one, deed=deed), one.scope].append(said)
    return tuple(
        Spread(
            unit,
            scope,
            min(one.value for one in said),
            max(one.value for one in said),
            tuple(sorted(said, key=lambda one: (one.value, one.published or "", one.claim))),
        )
        for (unit, scope), said in sorted(found.items())
    )
