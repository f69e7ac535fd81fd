"""A first look, before the costly network: whether an article's text may be put aside unread, and why.

A linear model over hashed words and pairs of words (``model.npz``, made by ``python -m enligt.training look``) scores each
sentence with its surroundings; the best sentence's score is the text's, so that one claim in a long page keeps it. Below the
language's threshold claims are unlikely (``unlikely``); a little above it, a text that names no political actor of the
actors room is put aside too (``no-actor``). The thresholds are set so that at least 98 % of the corpus's documents with
claims are kept in each language: docs/aside.md.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from enligt.actors.gazetteer import gazetteer
from enligt.errors import WeightsError
from enligt.readers.look.features import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

FOLDER = Path(__file__).parent
LONGEST = 300_000
"""Characters. A longer text is never put aside: it is not looked at."""

SHORTEST = 250
"""Characters. A shorter text costs so little to read, and tells so little of itself, that it is always read."""

_NO_ACTORS = frozenset({"outlet", "agency", "city", "surname"})  # kinds of mentions that make no text political

Why = Literal["no-actor", "unlikely"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Why a text may be put aside (None: it is to be read), its score, and the threshold that it was held against."""

    why: Why | None
    score: float = 0.0
    threshold: float = 0.0


@dataclass(frozen=True, slots=True)
class Model:
    """The shipped model: the table of weights, and the thresholds by language."""

    table: Table
    unlikely: Mapping[str, float]
    no_actor: Mapping[str, float]


KEPT = Verdict(None)


@cache
def shipped(folder: Path = FOLDER) -> Model:
    """The model in the package.

    Raises:
        WeightsError: its files are missing or damaged.
    """
    import numpy as np  # noqa: PLC0415 - heavy: only where one looks

    try:
        told: dict[str, Any] = json.loads((folder / "model.json").read_text("utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as stored:
            table = Table(stored["weights"], scale=float(told["scale"]), bias=float(told["bias"]))
        return Model(table, told["unlikely"], told["no_actor"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise WeightsError(
            f"{folder}: the first look's model is missing or damaged ({error}): install the package anew"
        ) from error


def look(text: str, *, language: str) -> Verdict:
    """Whether a text may be put aside. The same text always gives the same verdict.

    Args:
        text: an article's.
        language: BCP 47; a text in a language that the model does not know is to be read.

    Raises:
        WeightsError: the model is missing or damaged.
    """
    model = shipped()
    if language not in model.unlikely or not SHORTEST <= len(text) <= LONGEST:
        return KEPT
    score = model.table.score(text)
    if score < model.unlikely[language]:
        return Verdict("unlikely", score, model.unlikely[language])
    if score < model.no_actor[language] and not names_actor(text, language=language):
        return Verdict("no-actor", score, model.no_actor[language])
    return Verdict(None, score, model.unlikely[language])


def glance(text: str, *, language: str) -> Verdict:
    """The same of a whole page's text, navigation and all, by its words alone: quicker, and sooner in doubt.

    Raises:
        WeightsError: the model is missing or damaged.
    """
    model = shipped()
    if language not in model.unlikely or not SHORTEST <= len(text) <= LONGEST:
        return KEPT
    score = model.table.score(text)
    asked = model.unlikely[language] - DOUBT
    return Verdict("unlikely" if score < asked else None, score, asked)


DOUBT = 0.25
"""How much lower a page's score must be than an article's: navigation around a story draws its edges down a little."""


def names_actor(text: str, *, language: Any) -> bool:
    """Whether the text names a state, its capital, people or institutions, an organisation, party, leader or armed group."""
    return any(one.kind not in _NO_ACTORS for one in gazetteer().every(text, language=language))
