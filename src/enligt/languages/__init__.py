"""What is known about each language, as data: one folder a language, one shape.

A folder holds TOML tables, the same names in each: ``dates``, ``numbers``, ``sentences``, ``titles``, ``reporting``,
``boilerplate``, ``agencies``, ``contexts``. :func:`table` reads one; what its keys mean stands at the head of the module that
uses it.
"""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Language

TABLES = ("dates", "numbers", "sentences", "titles", "reporting", "boilerplate", "agencies", "contexts")


@functools.cache
def table(language: Language, name: str) -> Mapping[str, Any]:
    """One table of one language, read once per process.

    Args:
        language: BCP 47 code, one of ``enligt.model.LANGUAGES``.
        name: one of ``TABLES``.

    Raises:
        FileNotFoundError: the language folder lacks the table (a test forbids it).
    """
    file = resources.files(__name__).joinpath(language, f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8"))
