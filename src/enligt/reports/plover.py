"""PLOVER's numbers and CAMEO's codes for an act, from ``data/plover.tsv``.

The scores run from -10 (conflict) to 10 (cooperation). Source: the PLOVER manual, draft 0.8, table "PLOVER conflict--cooperation
scores" (Open Event Data Alliance, github.com/openeventdata/PLOVER, PLOVER_MANUAL.tex of commit 6b85b9a, 2021), which calls
REQUEST DEMAND and prints -2.0 for ACCUSE. The +3 that a later print has for ACCUSE contradicts its own modes (disapprove,
investigate, allege): ``published`` keeps it, ``corrected`` has -3. Quads follow the sections of the manual (a table at its end
puts SANCTION under verbal conflict). CAMEO codes follow CAMEO2PLOVER-2021.txt of the same place, read backwards: the root,
unless a mode stands for one code there alone.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

COOPERATION: Final = frozenset({"CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""Cooperation that PLOVER codes as AGREE while it is only planned (manual, section AGREE)."""

QUADS: Final[Mapping[int, str]] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True)
class Act:
    """What PLOVER and CAMEO say of a type of act: ``modes`` are the CAMEO codes of those modes that decide one."""

    quad: int
    published: float
    corrected: float
    cameo: str
    modes: Mapping[str, str]


@cache
def acts() -> Mapping[str, Act]:
    """Every type with its numbers."""
    with resources.files("enligt.reports").joinpath("data/plover.tsv").open(encoding="utf-8") as file:
        found = csv.DictReader(file, delimiter="\t")
        return {
            row["type"]: Act(
                int(row["quad"]),
                float(row["published"]),
                float(row["corrected"]),
                row["cameo"],
                dict(one.split("=") for one in row["modes"].split(", ") if one),
            )
            for row in found
        }


def folded_type(event_type: str, factuality: str) -> str:
    """The type as PLOVER codes it: cooperation that is only planned is AGREE."""
    return "AGREE" if factuality == "planned" and event_type in COOPERATION else event_type


def cameo(event_type: str, mode: str | None) -> str:
    """The CAMEO code of an act, of three or four digits; a root alone is written with a 0 ("not specified below"): ``040``."""
    act = acts()[event_type]
    code = act.modes.get(mode or "", act.cameo)
    return code + "0" if len(code) == 2 else code


def cameo_quad(code: str) -> int:
    """The quad class that GDELT gives a CAMEO code, by its root: 01-05, 06-08, 09-13, 14-20 (GDELT 2.0 codebook)."""
    root = int(code[:2])
    return next(quad for quad, last in ((1, 5), (2, 8), (3, 13), (4, 20)) if root <= last)
