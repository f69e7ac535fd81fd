"""What is known about each language, as data: one folder a language, one shape.

A folder holds TOML tables, the same names in each (``TABLES``). :func:`table` reads one; what its keys mean stands at the head of
the module that uses it.
"""

from __future__ import annotations

import functools
import itertools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from enligt.model import Language

STAND_IN: Language = "da"
"""Whose tables serve a language that has none: it writes numbers and dates in figures as most of the continent does."""

TABLES = (
    "dates",
    "numbers",
    "sentences",
    "titles",
    "reporting",
    "boilerplate",
    "agencies",
    "contexts",
    "goods",
    "hyphens",
    "archives",
    "cuts",
    "operators",
    "denials",
)


@functools.cache
def table(language: Language, name: str) -> Mapping[str, Any]:
    """One table of one language, read once per process.

    Args:
        language: BCP 47 code. One that has no folder (a taught reader's) is read by the tables of ``STAND_IN``.
        name: one of ``TABLES``.

    Raises:
        FileNotFoundError: the language folder lacks the table (a test forbids it).
    """
    known = language if language in LANGUAGES else STAND_IN
    file = resources.files(__name__).joinpath(known, f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))


def spelled(form: str) -> Iterator[tuple[str, ...]]:
    """The forms, as words, that an entry such as "call||s|ed off" stands for: a stem with its endings."""
    each = []
    for word in form.split():
        stem, *endings = word.split("|")
        each.append([stem + e for e in endings] if endings else [stem])
    yield from itertools.product(*each)
