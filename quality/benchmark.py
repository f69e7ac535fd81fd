"""How fast: `enligt` on one core of this machine, over the bundled sample and long texts made of it.

    python quality/benchmark.py          print the table
    python quality/benchmark.py --json   the same figures as JSON

Everything goes through the command line, in this process (warm: the second of two equal runs, whose reader is loaded) or in
one of its own (start-up, peak memory). A word is what stands between blanks in an article's text, boilerplate left out. The
share of each stage is of a warm `enligt add`: every 2 ms it is noted in which module of the program the run stands, native
code counting where it was called from.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib.util
import io
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from types import FrameType, TracebackType

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "src" / "enligt" / "sample" / "pages"
PROGRAM = [sys.executable, "-m", "enligt"]
STARTS = 20
LONG_WORDS = 2_000
PUBLISHED = "2024-06-16"  # for the long texts; any day does

STAGES = {
    "enligt.sources": "sources",
    "enligt.readers.windows": "tokenise",
    "enligt.readers.network": "network",
    "enligt.readers.blocks": "network",
    "enligt.readers": "decoding",
    "enligt.readers.who": "actors",
    "enligt.actors": "actors",
    "enligt.readers.when": "when",
    "enligt.readers.quantities": "quantities",
    "enligt.languages.numbers": "quantities",
    "enligt.readers.attribution": "attribution",
    "enligt.languages": "sentences and words",
    "enligt.ledger": "ledger",
    "enligt": "the rest",
}
"""Module to stage; the longest name that a module's name begins with counts."""


def stage_of(module: str) -> str:
    """The stage that a module of the program belongs to."""
    while module not in STAGES:
        module = module.rpartition(".")[0]
    return STAGES[module]


def pin() -> int | None:
    """Keep this process and its children to one core; its number, or None where the system cannot."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def run(*arguments: str) -> str:
    """Run the command line in this process and give what it printed."""
    from enligt.cli import main  # noqa: PLC0415 - after the process is pinned

    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\n")
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()) as told:
        code = main(arguments)
    out.seek(0)
    if code:
        raise SystemExit(f"enligt {' '.join(arguments)} ended with exit code {code}: {told.getvalue()}")
    return out.read()


class Sampler:
    """Counts, while it is entered, in which stage the thread that entered it stands."""

    def __init__(self, *, seconds: float = 0.002) -> None:
        self.counts: Counter[str] = Counter()
        self._seconds, self._thread = seconds, threading.get_ident()
        self._stop = threading.Event()
        self._watch = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> Self:
        self._watch.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._stop.set()
        self._watch.join()

    def _look(self) -> None:
        while not self._stop.wait(self._seconds):
            frame: FrameType | None = sys._current_frames().get(self._thread)  # noqa: SLF001 - documented, for debuggers
            while frame is not None and not str(frame.f_globals.get("__name__")).startswith("enligt."):
                frame = frame.f_back
            if frame is not None:
                self.counts[stage_of(str(frame.f_globals["__name__"]))] += 1

    def shares(self) -> dict[str, float]:
        """Stage to share of all samples, largest first."""
        return {name: count / self.counts.total() for name, count in self.counts.most_common()}


def long_texts(articles: list[dict[str, Any]], folder: Path) -> None:
    """Write one long article for each language, made of the sample's articles over and over."""
    for language in sorted({article["language"] for article in articles}):
        texts = [article["text"] for article in articles if article["language"] == language]
        needed = -(-LONG_WORDS // sum(len(text.split()) for text in texts))
        folder.joinpath(f"long.{language}.txt").write_text("\n\n".join(texts * needed) + "\n", encoding="utf-8")


def articles_of(ledger: Path) -> list[dict[str, Any]]:
    """The articles of a ledger, as the command line gives them."""
    return [json.loads(line) for line in run("articles", "--ledger", str(ledger), "--format", "jsonl").splitlines()]


def throughput(folder: Path, articles: list[dict[str, Any]]) -> dict[str, float]:
    """Words and articles a second of the second of two equal runs of ``enligt extract``."""
    command = ("extract", "--format", "jsonl", "--published", PUBLISHED, str(folder))
    run(*command)
    begun = time.perf_counter()
    run(*command)
    seconds = time.perf_counter() - begun
    words = sum(len(article["text"].split()) for article in articles)
    return {
        "words": words,
        "articles": len(articles),
        "words_per_second": words / seconds,
        "articles_per_second": len(articles) / seconds,
    }


def start_up() -> float:
    """Seconds that ``enligt --help`` takes: the median of a few processes."""
    taken = []
    for _ in range(STARTS):
        begun = time.perf_counter()
        subprocess.run([*PROGRAM, "--help"], check=True, stdout=subprocess.DEVNULL)
        taken.append(time.perf_counter() - begun)
    return statistics.median(taken)


_WEIGH = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def peak_memory(*folders: Path) -> float | None:
    """MB that a process of its own holds at most while it extracts; None where the system does not tell (Windows).

    It is begun by a small process: Linux counts to a process what the one that began it held at that moment, and this one is
    larger.
    """
    if importlib.util.find_spec("resource") is None:
        return None
    command = [*PROGRAM, "extract", "--format", "jsonl", "--published", PUBLISHED, *map(str, folders)]
    told = subprocess.run([sys.executable, "-c", _WEIGH, *command], check=True, stdout=subprocess.PIPE)
    return int(told.stdout) * (1 if sys.platform == "darwin" else 1024) / 1e6


def processor() -> str:
    """The processor's name, as well as the system tells it."""
    information = Path("/proc/cpuinfo")
    if information.is_file():
        for line in information.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def measure(scratch: Path) -> dict[str, Any]:
    """All figures. ``scratch`` is an empty folder."""
    core = pin()
    found: dict[str, Any] = {
        "machine": f"{processor()}, {platform.system()}, Python {platform.python_version()}",
        "one_core": core is not None,
        "start_up_seconds": start_up(),
    }
    run("add", "--ledger", str(scratch / "sample.db"), str(SAMPLE))
    sample = articles_of(scratch / "sample.db")
    long = scratch / "long"
    long.mkdir()
    long_texts(sample, long)
    found["sample"] = throughput(SAMPLE, sample)
    with Sampler() as sampler:
        run("add", "--ledger", str(scratch / "again.db"), str(SAMPLE))
        run("add", "--ledger", str(scratch / "long.db"), "--published", PUBLISHED, str(long))
    found["long"] = throughput(long, articles_of(scratch / "long.db"))
    found["peak_memory_mb"] = peak_memory(SAMPLE, long)
    found["shares"] = sampler.shares()
    return found


def table(found: dict[str, Any]) -> str:
    """The figures for a person, as a Markdown table."""
    memory = found["peak_memory_mb"]
    rows = {
        "words a second, long articles": f"{found['long']['words_per_second']:,.0f}",
        "words a second, the sample": f"{found['sample']['words_per_second']:,.0f}",
        "articles a second, the sample": f"{found['sample']['articles_per_second']:.1f}",
        "peak memory": "not told by this system" if memory is None else f"{memory:,.0f} MB",
        "start of `enligt --help`": f"{found['start_up_seconds'] * 1000:.0f} ms",
    }
    rows |= {f"share of {name}": f"{share:.1%}" for name, share in found["shares"].items()}
    where = f"{found['machine']}, {'one core' if found['one_core'] else 'all cores'}"
    return "\n".join([f"| {where} | |", "|---|---:|", *(f"| {name} | {figure} |" for name, figure in rows.items())])


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--json", action="store_true", help="print JSON instead of a table")
    options = wanted.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        found = measure(Path(scratch))
    print(json.dumps(found, indent=1) if options.json else table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
