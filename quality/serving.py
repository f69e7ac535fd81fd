"""How fast pages are served, with readers at once, while an `enligt add` writes: median, 95th percentile, slowest, errors.

    python quality/serving.py LEDGER                      50 readers, each a page every 5 seconds, for a minute
    python quality/serving.py LEDGER --readers 5 --seconds 10 --pages FOLDER

The ledger is copied, and served by `enligt serve` in a process of its own on this machine; with `--pages` another process adds
that folder to the copy meanwhile. Each reader asks for the front page, a list of events with three facets, an event, an
actor, and lists and an event by the API, each in turn, and times it from the first byte sent to the last one read.
"""

from __future__ import annotations

import argparse
import json
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import httpx2

PROGRAM = [sys.executable, "-m", "enligt"]
ANSWER_SECONDS = 30.0


@dataclass
class Measured:
    """Seconds of each answer by what was asked, and what went wrong."""

    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    errors: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, client: httpx2.Client, name: str, address: str) -> None:
        """Time one answer."""
        start = time.perf_counter()
        try:
            answer = client.get(address)
            wrong = None if answer.status_code == 200 else f"{address}: {answer.status_code} {answer.text[:200]}"
        except httpx2.HTTPError as error:
            wrong = f"{address}: {type(error).__name__} {error}"
        passed = time.perf_counter() - start
        with self.lock:
            if wrong is None:
                self.seconds[name].append(passed)
            else:
                self.errors.append(wrong)


def addresses(base: str) -> list[tuple[str, str]]:
    """What is asked for: pages, and the API, over an event and a pair that the ledger has."""
    with httpx2.Client(base_url=base, timeout=ANSWER_SECONDS) as client:
        events = client.get("/api/v1/events?limit=1&order=origins").json()["events"]
    if not events:
        raise SystemExit("the ledger holds no event: give another")
    event = events[0]
    actor = next((one["id"] for one in event["participants"]), "UNK")
    facets = f"type={event['event_type']}&participant={actor}&status={event['status']}"
    return [
        ("front page", "/"),
        ("events, three facets", f"/events?{facets}"),
        ("event", f"/events/{event['event_id']}"),
        ("actor", f"/actors/{actor}"),
        ("API events, three facets", f"/api/v1/events?{facets}"),
        ("API facets", f"/api/v1/facets?{facets}"),
        ("API event", f"/api/v1/events/{event['event_id']}"),
    ]


def measure(base: str, *, readers: int, seconds: float, every: float) -> Measured:
    """Let readers ask, each a page every so many seconds, begun evenly spread."""
    found = Measured()
    asked = addresses(base)
    over = time.monotonic() + seconds

    def read(number: int) -> None:
        time.sleep(every * number / readers)
        with httpx2.Client(base_url=base, timeout=ANSWER_SECONDS) as client:
            turn = number
            while time.monotonic() < over:
                start = time.monotonic()
                found.ask(client, *asked[turn % len(asked)])
                turn += 1
                time.sleep(max(0.0, every - (time.monotonic() - start)))

    threads = [threading.Thread(target=read, args=(number,), daemon=True) for number in range(readers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=seconds + every + 2 * ANSWER_SECONDS)
    return found


def tell(found: Measured) -> dict[str, Any]:
    """The figures: milliseconds by what was asked."""
    rows: dict[str, Any] = {}
    everything = [one for several in found.seconds.values() for one in several]
    for name, several in [*found.seconds.items(), ("all", everything)]:
        if several:
            ordered = sorted(several)
            rows[name] = {
                "answers": len(ordered),
                "median_ms": round(1000 * statistics.median(ordered), 1),
                "p95_ms": round(1000 * ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 1),
                "slowest_ms": round(1000 * ordered[-1], 1),
            }
    return {"pages": rows, "errors": len(found.errors), "first_errors": found.errors[:5]}


def address_of(process: subprocess.Popen[str]) -> str:
    """The address that the server prints."""
    out: IO[str] | None = process.stdout
    line = out.readline() if out is not None else ""
    found = re.search(r"http://[^ ]+", line)
    if found is None:
        raise SystemExit(f"the server did not start: {line}")
    return found[0].rstrip("/")


def main() -> int:
    """Serve a copy, let readers and a writer at it, print the figures."""
    parser = argparse.ArgumentParser(description="How fast pages are served.")
    parser.add_argument("ledger", type=Path)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--every", type=float, default=5.0, help="seconds between two pages of one reader")
    parser.add_argument("--pages", type=Path, help="a folder that is added meanwhile")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "served.db"
        subprocess.run([*PROGRAM, "backup", str(copied), "--ledger", str(given.ledger)], check=True, stdout=subprocess.DEVNULL)
        command = [*PROGRAM, "serve", "--port", "0", "--ledger", str(copied)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8") as server:
            writer: subprocess.Popen[bytes] | None = None
            try:
                base = address_of(server)
                if given.pages is not None:
                    adding = [*PROGRAM, "add", str(given.pages), "--ledger", str(copied)]
                    writer = subprocess.Popen(adding, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
                found = measure(base, readers=given.readers, seconds=given.seconds, every=given.every)
                written = None if writer is None else ("still adding" if writer.poll() is None else f"ended {writer.returncode}")
            finally:
                for process in (server, writer):
                    if process is not None and process.poll() is None:
                        process.terminate()
                if writer is not None:
                    writer.wait(timeout=60)
    print(json.dumps({**tell(found), "readers": given.readers, "writer": written}, indent=2))
    return 1 if found.errors else 0


if __name__ == "__main__":
    raise SystemExit(main())
