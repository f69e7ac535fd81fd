"""How often the reader in the package errs, by language and by type of act: the figures of its model card."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

from enligt.model import LANGUAGES
from enligt.readers.ontology import TYPES

if TYPE_CHECKING:
    from collections.abc import Mapping

FIELDS: Final = ("actor", "recipient", "factuality", "source", "when")
"""Fields of a claim whose errors were counted, in the card's order."""

_ROW = re.compile(r"\| found \| (\w+) \| (\d+) \| ([0-9. |]+) \|")
_HEAD: Final = (
    "| text | part | claims | detection | core | strict detection | strict core "
    "| actor | recipient | factuality | source | when |"
)


@dataclass(frozen=True, slots=True)
class Measured:
    """What was counted on found news that the reader was not trained on, in one language or of one type.

    Attributes:
        part: a language (``nb``) or a type (``ACCUSE``).
        claims: claims that annotators marked there.
        detection: F1 of finding them, 0 to 1, those that one may find or not aside.
        wrong: for each of `FIELDS` the share of the claims found in which it is not right, 0 to 1; None where none was found.
    """

    part: str
    claims: int
    detection: float
    wrong: Mapping[str, float | None]


@cache
def measured() -> Mapping[str, Measured]:
    """The figures of the card (``weights/MODEL_CARD.md``), by language and by type; empty where it has no such table.

    The decisions of the reader were set on the same documents, so the figures flatter a little.
    """
    card = resources.files("enligt.readers").joinpath("weights", "MODEL_CARD.md")
    try:
        text = card.read_text(encoding="utf-8")
    except OSError:
        return {}
    if _HEAD not in text:
        return {}
    found = (_measured(row) for row in _ROW.finditer(text))
    return {one.part: one for one in found if one.part in {*LANGUAGES, *TYPES}}


def _measured(row: re.Match[str]) -> Measured:
    shares = [float(cell) if cell.strip() else None for cell in row[3].split("|")]
    right = dict(zip(FIELDS, shares[4:], strict=False))
    wrong = {name: None if right.get(name) is None else round(1 - (right[name] or 0.0), 2) for name in FIELDS}
    return Measured(row[1], int(row[2]), shares[0] or 0.0, wrong)
