"""How good: `enligt extract` over the annotated documents of ../shared, scored by ../shared/bench/score.py.

    python quality/gold.py                    print the table
    python quality/gold.py --json             the same rows as JSON
    python quality/gold.py --gate             exit 1 where a score lies below quality/floors.json
    python quality/gold.py --raise-floors     set the floors to what is reached now; never lowers one
    python quality/gold.py --keep DIR         leave the texts and the claims read from them there

Two sets: ``news``, eight documents in five languages (their texts as they are), and ``seeds``, seven real articles in two
(their sentence lists, written to texts). Each is read with the day of publication that its claims file gives and nothing
else: the language is found by the reader. detection and core are F1; precision and recall stand beside detection; the
slots are shares of the claims found. The folder is ../shared beside the checkout, or ``ENLIGT_SHARED``.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from annotated import needed

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "quality" / "floors.json"
SETS = ("news", "seeds")
LAYOUTS = {"lines": "\n", "paragraphs": "\n\n", "running": " "}
SLOTS = ("actor", "recipient", "factuality", "source", "when", "quantity")

SOME_PAGES_FAILED = 6

Floors = dict[str, dict[str, dict[str, float]]]


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one set in one language; a slot that no gold claim asks for is None."""

    set: str
    language: str
    gold: int
    predicted: int
    precision: float
    recall: float
    detection: float
    core: float
    slots: dict[str, float | None]


def write_texts(gold: Path, folder: Path, *, layout: str) -> dict[str, list[Path]]:
    """Write ``<doc>.<language>.txt`` for each annotated document; give the files by day of publication."""
    by_day: dict[str, list[Path]] = {}
    for claims in sorted((gold / "claims").glob("*.json")):
        marked = json.loads(claims.read_text(encoding="utf-8"))
        for sentences in sorted((gold / "sents").glob(f"{marked['doc']}.*.json")):
            file = folder / f"{sentences.stem}.txt"
            text = gold / "texts" / file.name
            if text.is_file():
                file.write_bytes(text.read_bytes())
            else:
                lines = json.loads(sentences.read_text(encoding="utf-8"))["sents"]
                file.write_text(LAYOUTS[layout].join(lines) + "\n", encoding="utf-8")
            by_day.setdefault(marked["published"], []).append(file)
    return by_day


def extract(files: list[Path], *, published: str) -> bytes:
    """What ``enligt extract`` prints for these files: a claim a line."""
    program = [sys.executable, "-m", "enligt"]
    command = [*program, "extract", "--format", "jsonl", "--published", published, *map(str, files)]
    done = subprocess.run(command, check=False, stdout=subprocess.PIPE)
    if done.returncode not in {0, SOME_PAGES_FAILED}:  # a page that failed counts as one without claims
        raise SystemExit(f"enligt extract ended with exit code {done.returncode}")
    return done.stdout


def score(shared: Path, *, name: str, claims: Path, language: str) -> Row:
    """One row of the table, by the scorer that lies beside the annotated documents."""
    command = [sys.executable, str(shared / "bench" / "score.py"), "--gold", str(shared / "gold" / name / "claims")]
    done = subprocess.run(
        [*command, "--pred", str(claims), "--lang", language, "--json"], check=True, capture_output=True, encoding="utf-8"
    )
    found: dict[str, Any] = json.loads(done.stdout)
    precision, recall, detection = found["detection"]
    return Row(
        set=name,
        language=language,
        gold=found["gold"],
        predicted=found["pred"],
        precision=precision,
        recall=recall,
        detection=detection,
        core=found["core"][2],
        slots={slot: found[slot] for slot in SLOTS},
    )


def measure(shared: Path, *, names: tuple[str, ...] = SETS, keep: Path, layout: str = "lines") -> list[Row]:
    """Read and score the annotated sets; texts and claims are left in ``keep``."""
    rows = []
    for name in names:
        folder = keep / name
        folder.mkdir(parents=True, exist_ok=True)
        by_day = write_texts(shared / "gold" / name, folder, layout=layout)
        claims = keep / f"{name}.jsonl"
        claims.write_bytes(b"".join(extract(files, published=day) for day, files in sorted(by_day.items())))
        languages = {file.suffixes[-2][1:] for files in by_day.values() for file in files}
        rows += [score(shared, name=name, claims=claims, language=language) for language in sorted(languages)]
    return rows


def below(rows: list[Row], floors: Floors) -> list[str]:
    """One line for each score that lies below its floor, and for each floor that nothing was measured against."""
    reached = {(row.set, row.language): {"detection": row.detection, "core": row.core} for row in rows}
    faults = []
    for name, languages in floors.items():
        for language, wanted in languages.items():
            for what, floor in wanted.items():
                got = reached.get((name, language), {}).get(what)
                if got is None:
                    faults.append(f"{name} {language} {what}: not measured (floor {floor:.2f})")
                elif got < floor:
                    faults.append(f"{name} {language} {what}: {got:.3f} is below the floor {floor:.2f}")
    return faults


def raised(rows: list[Row], floors: Floors) -> Floors:
    """The floors at what is reached, rounded down to hundredths, where that is higher; none is lowered."""
    new: Floors = {name: {language: dict(wanted) for language, wanted in languages.items()} for name, languages in floors.items()}
    for row in rows:
        wanted = new.setdefault(row.set, {}).setdefault(row.language, {})
        for what, got in (("detection", row.detection), ("core", row.core)):
            wanted[what] = max(wanted.get(what, 0.0), math.floor(got * 100) / 100)
    return new


def table(rows: list[Row]) -> str:
    """The rows for a person, as a Markdown table."""
    head = ["set", "language", "gold", "found", "precision", "recall", "detection", "core", *SLOTS]
    lines = [f"| {' | '.join(head)} |", "|---|---|" + "---:|" * (len(head) - 2)]
    for row in rows:
        numbers = [row.precision, row.recall, row.detection, row.core, *(row.slots[slot] for slot in SLOTS)]
        cells = ["–" if number is None else f"{number:.2f}" for number in numbers]
        lines.append(f"| {' | '.join([row.set, row.language, str(row.gold), str(row.predicted), *cells])} |")
    return "\n".join(lines)


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--set", choices=SETS, action="append", help="only this set (may be given twice)")
    wanted.add_argument("--layout", choices=LAYOUTS, default="lines", help="how the seeds' sentences are written to a text")
    wanted.add_argument("--keep", type=Path, help="folder for the texts and the claims read from them")
    wanted.add_argument("--json", action="store_true", help="print JSON instead of a table")
    wanted.add_argument("--gate", action="store_true", help="exit 1 where a score lies below its floor")
    wanted.add_argument("--raise-floors", action="store_true", help="raise quality/floors.json to what is reached")
    options = wanted.parse_args()
    needed("gold")
    shared = needed()
    with tempfile.TemporaryDirectory() as scratch:
        names = tuple(options.set or SETS)
        rows = measure(shared, names=names, keep=options.keep or Path(scratch), layout=options.layout)
    print(json.dumps([asdict(row) for row in rows], indent=1) if options.json else table(rows))
    floors: Floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    faults = below(rows, {name: floors.get(name, {}) for name in names}) if options.gate else []
    for fault in faults:
        print(fault, file=sys.stderr)
    if options.raise_floors:
        FLOORS.write_text(json.dumps(raised(rows, floors), indent=1) + "\n", encoding="utf-8", newline="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
