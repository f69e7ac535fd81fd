"""A crawl archive through the program: records a second and the stages' shares, memory over its length, kill -9 on the way.

    python quality/archive.py                     rates and shares, and memory over one and four lengths
    python quality/archive.py --jobs 2            the whole run by two processes as well
    python quality/archive.py --kill 20           `add` killed at twenty random moments; the ledger against an unbroken run's
    python quality/archive.py --reader words      with a reader of a few words, so that the network does not hide the rest
    python quality/archive.py --gigabyte          an archive of 2,000 pages and a gigabyte, most of it pictures, in one `add`
    python quality/archive.py --json              the same figures as JSON

The pages are the texts of `corpus/written`, wrapped in what surrounds an article on the web (menus, teasers, consent, scripts),
with what lies between pages in a crawl: requests, pictures, missing pages, the same page under two addresses. Everything is
made from a seed. Memory is the peak of a process of its own.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import io
import itertools
import json
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from enligt.model import Reader

ROOT = Path(__file__).resolve().parent.parent
RECORDS = 200
GIGABYTE, GIGABYTE_PAGES = 10**9, 2000
MENU = ("Nyheter", "Ekonomi", "Sport", "Kultur", "Debatt", "Väder", "Politics", "World", "Opinion", "Om oss", "Kontakt")
TEASER = "<li><a href='/{n}'>Read also: number {n} of today's most read stories, with pictures and a quiz</a></li>"


@dataclass(frozen=True, slots=True)
class Story:
    """A text to make a page of."""

    language: str
    day: str
    sentences: tuple[str, ...]


def stories() -> Iterator[Story]:
    """The texts of the written corpus, without their marks, in the order of the files."""
    for path in sorted((ROOT / "corpus" / "written").glob("*.txt")):
        head: list[str] = []
        sentences: list[str] = []
        for line in [*path.read_text(encoding="utf-8").splitlines(), "@"]:
            if line.startswith("@"):
                if len(sentences) > 2:
                    yield Story(head[1], head[2], tuple(sentences))
                head, sentences = [part.strip() for part in line[1:].split("|")], []
            elif line.split(":")[0].isdecimal():
                sentences.append(line.partition(":")[2].strip())


def page_of(story: Story, n: int, rng: random.Random) -> bytes:
    """The story as a page of a paper's site; ``n`` stands in it, so that no two pages are the same bytes."""
    title, *rest = story.sentences
    body = "".join(f"<p>{' '.join(rest[at : at + 2])}</p>\n" for at in range(0, len(rest), 2))
    menu = "".join(f"<li><a href='/{word.lower()}'>{word}</a></li>" for word in MENU)
    teasers = "".join(TEASER.format(n=rng.randrange(10_000)) for _ in range(30))
    script = f"<script>window.page={{id:{n},ads:{json.dumps([rng.randrange(10**9) for _ in range(200)])}}};</script>"
    return (
        f"<!doctype html><html lang='{story.language}'><head><meta charset='utf-8'><title>{title} | Havnebladet</title>"
        f"<meta property='article:published_time' content='{story.day}'>{script}</head><body><header><nav><ul>{menu}</ul></nav>"
        f"</header><div class='consent'>We use cookies. <button>Accept</button></div><main><article><h1>{title}</h1>\n{body}"
        f"</article></main><aside><ul>{teasers}</ul></aside><footer>© Havnebladet, page {n}</footer></body></html>"
    ).encode()


def _record(kind: str, uri: str, payload: bytes) -> bytes:
    name = hashlib.md5(f"{kind} {uri}".encode(), usedforsecurity=False).hexdigest()
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri}\r\nWARC-Date: 2026-02-06T08:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{name}>\r\nContent-Type: application/http; msgtype={kind}\r\n"
        f"Content-Length: {len(payload)}\r\n\r\n"
    )
    return head.encode() + payload + b"\r\n\r\n"


def _answer(status: str, media: str, body: bytes) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body


def crawl(pages: int, *, seed: int = 1, picture: int = 20_000) -> Iterator[bytes]:
    """The records of a crawl of so many pages, with a picture of so many bytes for ten of them."""
    rng = random.Random(seed)  # noqa: S311 - a crawl made up, no secret
    told = list(stories())
    rng.shuffle(told)
    held = b""
    for n, story in zip(range(pages), itertools.cycle(told), strict=False):
        uri = f"https://havnebladet.example/{story.language}/{n}"
        yield _record("request", uri, f"GET /{n} HTTP/1.1\r\nHost: havnebladet.example\r\n\r\n".encode())
        if n % 10 == 9:  # the page before under another address
            uri, page = f"https://speilet.example/{n}", held
        else:
            page = page_of(story, n, rng)
        held = page
        yield _record("response", uri, _answer("200 OK", "text/html; charset=utf-8", page))
        if n % 10 == 4:
            yield _record("response", f"{uri}/picture", _answer("200 OK", "image/png", rng.randbytes(picture)))
            yield _record("response", f"{uri}/gone", _answer("404 Not Found", "text/html", b"<p>gone</p>"))


def zstd(data: bytes) -> bytes:
    """One frame."""
    from fastwarc.stream_io import ZstdWriter  # noqa: PLC0415 - only where such an archive is made

    out = io.BytesIO()
    writer = ZstdWriter(out)
    writer.write(data)
    writer.close()
    return out.getvalue()


PACKINGS: dict[str, Callable[[bytes], bytes]] = {"gz": gzip.compress, "zst": zstd}


def write(path: Path, pages: int, *, seed: int = 1, picture: int = 20_000) -> int:
    """Write an archive, packed as its name says, a member for each record; the number of records."""
    pack = PACKINGS[path.suffix.lstrip(".")]
    count = 0
    with path.open("wb") as file:
        for record in crawl(pages, seed=seed, picture=picture):
            file.write(pack(record))
            count += 1
    return count


def reader_of(name: str) -> Reader:
    """The reader of that name; ``words`` is that of the tests."""
    if name == "words":
        sys.path.insert(0, str(ROOT / "tests"))
        from word_reader import WordReader  # noqa: PLC0415 - stands beside the tests

        return WordReader()
    from enligt import readers  # noqa: PLC0415 - heavy

    return readers.load(name)


@dataclass(frozen=True, slots=True)
class Words:
    """What a worker makes the reader of a few words by."""

    def __call__(self, *, threads: int) -> Reader:
        """The reader."""
        del threads
        return reader_of("words")


def stages(path: Path, ledger: Path, *, reader: str) -> dict[str, float]:
    """Seconds that each stage takes by itself over the whole archive, the stages before it done already."""
    from enligt.ledger import open_writer  # noqa: PLC0415 - after the arguments are read
    from enligt.model import Issue, Page  # noqa: PLC0415 - as above
    from enligt.run.stages import read_articles  # noqa: PLC0415 - as above
    from enligt.sources import articles, pages  # noqa: PLC0415 - as above

    chosen = reader_of(reader)
    list(articles(Page("warm.html", page_of(next(stories()), 0, random.Random(0)))))  # noqa: S311 - loads what is loaded once
    taken: dict[str, float] = {}
    begun = time.perf_counter()
    given = [one for one in pages([str(path)]) if isinstance(one, Page)]
    taken["archive"] = time.perf_counter() - begun
    begun = time.perf_counter()
    split = [(page, [one for one in articles(page) if not isinstance(one, Issue)]) for page in given]
    taken["article"] = time.perf_counter() - begun
    several = [article for _, found in split for article in found]
    list(read_articles(several[:2], reader=chosen))
    begun = time.perf_counter()
    answers = {id(one.article): one.reading for one in read_articles(several, reader=chosen)}
    taken["reading"] = time.perf_counter() - begun
    with open_writer(ledger) as writer:
        begun = time.perf_counter()
        for page, found in split:
            made = [reading for one in found if (reading := answers.get(id(one))) is not None]
            writer.record(page, readings=made, issues=(), reader=chosen.name, reader_version=chosen.version, options={})
        taken["ledger"] = time.perf_counter() - begun
    return taken


def add_here(path: Path, ledger: Path, *, reader: str, jobs: int) -> int:
    """Add an archive in this process, a line on standard output for each result; then the peak of its memory in kB, if told."""
    from enligt.ledger import open_writer  # noqa: PLC0415 - in the child alone
    from enligt.run import recording, workers  # noqa: PLC0415 - as above
    from enligt.run.places import Places  # noqa: PLC0415 - as above
    from enligt.sources import placed  # noqa: PLC0415 - as above

    def run(chosen: Reader | workers.Crew) -> None:
        with open_writer(ledger) as writer:
            kept = Places(writer, reader=chosen.name, reader_version=chosen.version, options={})
            for _ in recording.add(placed([str(path)], begin=kept.begin), writer=writer, reader=chosen, places=kept):
                print(".", flush=True)

    if jobs > 1:
        maker: workers.Maker = Words() if reader == "words" else workers.Named(reader)
        with workers.Crew(jobs, maker) as crew:
            run(crew)
    else:
        run(reader_of(reader))
    return peak()


def peak() -> int:
    """The most memory that this process held, in kB; 0 where the system does not tell (Windows).

    Linux tells it of the program itself in ``/proc``; ``getrusage`` counts what the process that began it held, too.
    """
    told = Path("/proc/self/status")
    if told.is_file():
        return next(int(line.split()[1]) for line in told.read_text(encoding="ascii").splitlines() if line.startswith("VmHWM"))
    try:
        import resource  # noqa: PLC0415 - Windows lacks it
    except ImportError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1024 if sys.platform == "darwin" else 1)


def _child(path: Path, ledger: Path, *, reader: str, jobs: int = 1) -> subprocess.Popen[str]:
    command = [sys.executable, str(Path(__file__).resolve()), "--child", str(path), str(ledger), reader, str(jobs)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, encoding="utf-8")


def whole_run(path: Path, ledger: Path, *, reader: str, jobs: int = 1) -> dict[str, float]:
    """Seconds from the first result to the last, results, and peak memory in MB, of a process of its own."""
    begun: float | None = None
    results = peak = 0
    with _child(path, ledger, reader=reader, jobs=jobs) as process:
        assert process.stdout is not None  # noqa: S101 - it was asked for
        for line in process.stdout:
            begun = begun or time.perf_counter()
            if line.strip() == ".":
                results += 1
            else:
                peak = int(line)
    if process.returncode:
        raise SystemExit(f"adding {path} ended with exit code {process.returncode}")
    return {"seconds": time.perf_counter() - (begun or 0), "results": results, "peak_mb": peak / 1024}


def killed(  # noqa: PLR0913 - what is run, and when it is killed
    path: Path, ledger: Path, *, times: int, results: int, seed: int, reader: str = "trained", jobs: int = 1
) -> int:
    """Add an archive, killed again and again at random moments, and at last to its end; how many kills met a living run.

    Each life is some random number of results long, ``results`` (those of the whole run) over ``times`` on average, and some
    random part of a tenth of a second.
    """
    rng = random.Random(seed)  # noqa: S311 - moments, no secret
    met = 0
    for _ in range(times):
        left = rng.randrange(max(2, 2 * results // (times + 1)))
        with _child(path, ledger, reader=reader, jobs=jobs) as process:
            assert process.stdout is not None  # noqa: S101 - it was asked for
            while left and process.stdout.readline():
                left -= 1
            time.sleep(rng.random() / 10)
            process.kill()
            process.stdout.read()
        met += process.returncode != 0
    whole_run(path, ledger, reader=reader, jobs=jobs)
    return met


def kills(  # noqa: PLR0913 - as `killed`
    folder: Path, *, pages: int, times: int, seed: int, reader: str, jobs: int
) -> dict[str, Any]:
    """An archive added in one go, and killed on the way: how the two ledgers differ."""
    from ledgers import differences  # noqa: PLC0415 - after the arguments are read

    path = folder / "crawl.warc.gz"
    write(path, pages, seed=seed)
    results = int(whole_run(path, folder / "unbroken.db", reader=reader)["results"])
    met = killed(path, folder / "killed.db", times=times, results=results, seed=seed, reader=reader, jobs=jobs)
    return {"kills": times, "kills_that_met_a_run": met, "differences": differences(folder / "unbroken.db", folder / "killed.db")}


def gigabyte(folder: Path, *, reader: str, jobs: int) -> dict[str, Any]:
    """One archive of a gigabyte in one `add`: what went through, how long it took, and the peak of memory."""
    path = folder / "large.warc.gz"
    records = write(path, GIGABYTE_PAGES, picture=10 * GIGABYTE // GIGABYTE_PAGES)
    run = whole_run(path, folder / "large.db", reader=reader, jobs=jobs)
    return {"bytes": path.stat().st_size, "records": records, "pages": GIGABYTE_PAGES, "reader": reader, "jobs": jobs, **run}


def measure(folder: Path, *, pages: int, reader: str, jobs: int) -> dict[str, Any]:
    """Rates, shares and memory."""
    found: dict[str, Any] = {"pages": pages, "reader": reader}
    for packing in PACKINGS:
        path = folder / f"crawl.warc.{packing}"
        records = write(path, pages)
        taken = stages(path, folder / f"{packing}.db", reader=reader)
        total = sum(taken.values())
        found[packing] = {
            "records": records,
            "bytes": path.stat().st_size,
            "records_per_second": {name: records / seconds for name, seconds in taken.items()} | {"all": records / total},
            "shares": {name: seconds / total for name, seconds in taken.items()},
        }
    path = folder / "crawl.warc.gz"
    found["run"] = {"1": whole_run(path, folder / "one.db", reader=reader)}
    if jobs > 1:
        found["run"][str(jobs)] = whole_run(path, folder / "jobs.db", reader=reader, jobs=jobs)
    write(folder / "long.warc.gz", 4 * pages, seed=2)
    long = whole_run(folder / "long.warc.gz", folder / "long.db", reader=reader)
    found["peak_mb"] = {"1x": found["run"]["1"]["peak_mb"], "4x": long["peak_mb"]}
    return found


def table(found: dict[str, Any]) -> str:
    """The figures for a person, as a Markdown table."""
    rows = [f"| {found['pages']} pages, reader {found['reader']} | gz | zst |", "|---|---:|---:|"]
    for name in ("archive", "article", "reading", "ledger", "all"):
        figures = " | ".join(f"{found[packing]['records_per_second'][name]:,.0f}" for packing in PACKINGS)
        rows.append(f"| records a second, {'all stages' if name == 'all' else name} | {figures} |")
    for name in ("archive", "article", "reading", "ledger"):
        shares = " | ".join(f"{found[packing]['shares'][name]:.1%}" for packing in PACKINGS)
        rows.append(f"| share of {name} | {shares} |")
    for jobs, run in found["run"].items():
        rows.append(f"| pages a second, `add --jobs {jobs}` | {run['results'] / max(run['seconds'], 1e-9):,.1f} | |")
    rows.append(
        f"| peak memory over 1x and 4x the length | {found['peak_mb']['1x']:,.0f} MB, {found['peak_mb']['4x']:,.0f} MB | |"
    )
    return "\n".join(rows)


def main() -> int:
    """Run the command line; gives the exit code: 1 where a killed run's ledger differs."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--pages", type=int, default=RECORDS, help="pages of the archive")
    wanted.add_argument("--reader", default="trained", help="trained, words, or a taught reader's name")
    wanted.add_argument("--jobs", type=int, default=1, help="processes of the run")
    wanted.add_argument("--kill", type=int, metavar="N", help="kill an add N times instead of measuring")
    wanted.add_argument("--gigabyte", action="store_true", help="measure one archive of a gigabyte instead")
    wanted.add_argument("--seed", type=int, default=1, help="of the moments and the pages")
    wanted.add_argument("--json", action="store_true", help="print JSON instead of a table")
    wanted.add_argument("--child", nargs=4, help=argparse.SUPPRESS)
    asked = wanted.parse_args()
    if asked.child:
        path, ledger, reader, jobs = asked.child
        print(add_here(Path(path), Path(ledger), reader=reader, jobs=int(jobs)))
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        if asked.kill is not None:
            told = kills(
                Path(scratch), pages=asked.pages, times=asked.kill, seed=asked.seed, reader=asked.reader, jobs=asked.jobs
            )
            print(json.dumps(told, indent=1))
            return int(bool(told["differences"]))
        if asked.gigabyte:
            print(json.dumps(gigabyte(Path(scratch), reader=asked.reader, jobs=asked.jobs), indent=1))
            return 0
        found = measure(Path(scratch), pages=asked.pages, reader=asked.reader, jobs=asked.jobs)
    print(json.dumps(found, indent=1) if asked.json else table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
