"""How often the words of a place are located rightly: ``python quality/places.py [tuned|held]``.

``places.tsv``: 200 sentences of our own in five languages, each with the words that name the place in it, and where that is: the
country (``-``: none, or not one), the precision, and for a point its degrees as an atlas has them, for an area its name. The
half ``held`` was not looked at while rules and tables were made. The countries at hand are those that the rest of the sentence
names. Right is: the country, the precision, and a point within 25 km, an area of that name.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from enligt.actors.places import countries, distance, explained

if TYPE_CHECKING:
    from enligt.model import Language, Located

CASES = Path(__file__).with_name("places.tsv")
NEAREST = 25.0
"""Kilometres that a point may lie off."""


@dataclass(frozen=True, slots=True)
class Case:
    """A line of ``places.tsv``."""

    half: str
    language: Language
    sentence: str
    words: str
    country: str | None
    precision: str
    answer: str

    def found(self) -> tuple[Located, str]:
        """What the tables make of it."""
        rest = self.sentence.replace(self.words, " ")
        near = countries(rest, language=self.language)
        found = explained(self.words, language=self.language, published=None, near=near)
        if found is None:
            raise ValueError(f"no words: {self.sentence}")
        return found

    def right(self, found: Located) -> bool:
        """Whether that is where it is."""
        if (found.precision, found.country) != (self.precision, self.country):
            return False
        if self.precision == "point":
            latitude, longitude = map(float, self.answer.split(","))
            here = (found.latitude or 0.0, found.longitude or 0.0)
            return distance((latitude, longitude), here) <= NEAREST
        return self.precision != "area" or found.name == self.answer


def cases() -> list[Case]:
    """All cases, in the order of the file."""
    with CASES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        Case(
            half=row["half"],
            language=cast("Language", row["language"]),
            sentence=row["sentence"],
            words=row["words"],
            country=None if row["country"] == "-" else row["country"],
            precision=row["precision"],
            answer=row["answer"],
        )
        for row in rows
    ]


def share(half: str | None = None) -> tuple[float, list[str]]:
    """The share of right ones in a half, or in all; and a line for each of the others."""
    right: Counter[bool] = Counter()
    wrong = []
    for case in cases():
        if half in {None, case.half}:
            found, rule = case.found()
            good = case.right(found)
            right[good] += 1
            if not good:
                wanted = f"{case.country} {case.precision} {case.answer}"
                at = f"{found.country} {found.precision} {found.name} {found.latitude} {found.longitude}"
                wrong.append(f"{case.half} {case.language} {case.words!r}: {at}, not {wanted} ({rule})")
    return right[True] / max(right.total(), 1), wrong


def main() -> int:
    """Print both halves' shares, or one's with what is wrong; the exit code."""
    for half in sys.argv[1:] or ["tuned", "held"]:
        part, wrong = share(half)
        print(f"{half}: {part:.3f} right, {len(wrong)} wrong")
        if sys.argv[1:]:
            print("\n".join(wrong))
    return 0


if __name__ == "__main__":
    sys.exit(main())
