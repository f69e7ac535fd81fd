"""Swedish, Bokmål, Nynorsk or Danish? How well texts of a line or two are told apart, and the table of words that tells them.

    python quality/neighbours.py          shares of ``tests/languages/short.tsv`` and of held-out short sentences told right
    python quality/neighbours.py --make   ``src/enligt/languages/neighbours.tsv`` from the corpus but its held-out part

The table has a row for a word (``=ikke``), a beginning (``regje-``) or an ending (``-sjonen``), with how likely
each of the four languages is by it: tenths of a natural logarithm, 0 for the likeliest. Rows that say no more than a shorter
one are left out.
"""

from __future__ import annotations

import argparse
import math
import random
import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from enligt.languages.neighbours import NEIGHBOURS, NOTHING, parts, tenths
from enligt.sources.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "src" / "enligt" / "languages" / "neighbours.tsv"
SHORT = ROOT / "tests" / "languages" / "short.tsv"
WORD = re.compile(r"[^\W\d_]+")
FEWEST = 30  # times that a row is seen
TELLING = 10  # tenths between the likeliest and the least likely
SAME = 8  # tenths by which a longer row must differ from the shorter one it would stand for
FLOOR = -40
SHORT_WORDS = range(3, 10)
SAMPLE = 400


def sentences() -> Iterator[tuple[str, str, bool]]:
    """The corpus's sentences: language, text, whether it is held out."""
    held = set((ROOT / "corpus" / "heldout.txt").read_text(encoding="utf-8").split())
    for folder in ("written", "stories"):
        for path in sorted((ROOT / "corpus" / folder).glob("*.txt")):
            whole, language, out = f"{folder}/{path.name}" in held, "", False
            for line in path.read_text(encoding="utf-8").splitlines():
                if line.startswith("@"):
                    name, language = (part.strip() for part in line[1:].split("|")[:2])
                    out = whole or name in held
                elif language in NEIGHBOURS and (sentence := re.match(r"\d+: (.*)", line)) is not None:
                    yield language, sentence[1], out


def make() -> dict[str, list[int]]:
    """The table, from the sentences that are not held out."""
    times: defaultdict[str, Counter[str]] = defaultdict(Counter)
    every: Counter[str] = Counter()
    for language, text, out in sentences():
        for word in () if out else WORD.findall(text.lower()):
            every[language] += 1
            times[f"={word}"][language] += 1
            for part in parts(word):
                times[part][language] += 1
    mean = every.total() / len(NEIGHBOURS)
    found: dict[str, list[int]] = {}
    for part in sorted(times, key=lambda one: (one[0] == "=", len(one), one)):
        seen = times[part]
        if seen.total() < FEWEST:
            continue
        chances = [math.log(seen[one] / every[one] * mean + 1) for one in NEIGHBOURS]
        row = [max(FLOOR, round(10 * (chance - max(chances)))) for chance in chances]
        if _says_more(part, row, found):
            found[part] = row
    return found


def _says_more(part: str, row: list[int], found: Mapping[str, list[int]]) -> bool:
    """Whether a row says anything that its shorter parts do not."""
    if part[0] == "=":
        without = tenths(part[1:], found)
    else:
        ends = part.startswith("-")
        shorter = (part[0] + part[at:] if ends else part[:-at] + "-" for at in range(2, len(part) - 2))
        known = next((found[one] for one in shorter if one in found), None)
        without = tuple(known) if known is not None else NOTHING
        if without == NOTHING and max(row) - min(row) < TELLING:
            return False
    best = max(without)
    return max(abs(a - (b - best)) for a, b in zip(row, without, strict=True)) >= SAME


def measure() -> None:
    """Print what is told right."""
    sets: dict[str, list[tuple[str, str]]] = {"short.tsv": [], "held out": []}
    for line in SHORT.read_text(encoding="utf-8").splitlines():
        languages, text = line.split("\t")
        sets["short.tsv"].append((languages, text))
    held: defaultdict[str, list[str]] = defaultdict(list)
    for language, text, out in sentences():
        if out and len(text.split()) in SHORT_WORDS:
            held[language].append(text)
    chance = random.Random(3)  # noqa: S311 - a sample, the same each time
    for language in NEIGHBOURS:
        sets["held out"] += [(language, text) for text in chance.sample(held[language], min(SAMPLE, len(held[language])))]
    for name, texts in sets.items():
        every, right, told = Counter[str](), Counter[str](), Counter[str]()
        for languages, text in texts:
            found = tongue_of(text).language or "-"
            own = found if found in languages.split("/") else languages.split("/", maxsplit=1)[0]
            every[own] += 1
            told[found] += 1
            right[own] += own == found
        for one in NEIGHBOURS:
            precision = right[one] / max(1, told[one])
            print(
                f"{name:10} {one}  {every[one]:4} texts  recall {right[one] / max(1, every[one]):.3f}  precision {precision:.3f}"
            )


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--make", action="store_true")
    if parser.parse_args().make:
        rows = sorted(make().items())
        lines = ["\t".join(["part", *NEIGHBOURS]), *("\t".join([part, *map(str, row)]) for part, row in rows)]
        TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"{len(rows)} rows, {TABLE.stat().st_size} bytes")
    else:
        measure()


if __name__ == "__main__":
    main()
