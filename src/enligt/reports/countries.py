"""States by the codes of the field, from ``data/countries.tsv``.

``iso3`` and ``iso2`` are ISO 3166-1 (XKX and XK are user-assigned, for Kosovo). ``cow`` is the state number of the Correlates of
War project (state system membership list, version 2016), ``gw`` that of Gleditsch and Ward (list of independent states, with its
list of microstates): for the state as it is today. They differ for Germany, Kiribati, Nauru, Serbia, Tonga, Tuvalu and Yemen. A
territory that is on neither list has ISO codes alone; former states (SUN, YUG, CSK, DDR, SCG) are left out, since which number
is meant depends on the year.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Country:
    """A state or territory; the numbers are None where a list does not have it."""

    iso3: str
    iso2: str
    cow: int | None
    gw: int | None


@cache
def countries() -> Mapping[str, Country]:
    """All states and territories by alpha-3 code."""

    def number(cell: str) -> int | None:
        return None if cell == "-" else int(cell)

    with resources.files("enligt.reports").joinpath("data/countries.tsv").open(encoding="utf-8") as file:
        return {
            row["iso3"]: Country(row["iso3"], row["iso2"], number(row["cow"]), number(row["gw"]))
            for row in csv.DictReader(file, delimiter="\t")
        }
