"""Pages read by several processes: the ledger is that of one, whatever dies on the way, and nothing outlives the run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from archive_samples import write_archive, write_lines
from command_line import ATTACK, MEETING, QUIET, Run, reader, run
from enligt import open as open_ledger
from enligt import read
from enligt.config import SaidOfPages
from enligt.errors import ReaderError, UsageError, WeightsError
from enligt.ledger import open_writer
from enligt.model import Issue, Page
from enligt.run import recording, workers
from enligt.run.places import Places
from enligt.run.recording import Recorded
from enligt.run.stages import PageRead, read_pages
from enligt.sources import placed
from ledgers import differences
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.model import Article, Reading

__all__ = ["reader", "run"]  # fixtures


@dataclass
class Mortal(WordReader):
    """Dies of a text that says so; of one that says "once", only where the file it names is not there yet."""

    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:
        for article in articles:
            if "deadly poison" in article.text:
                os._exit(9)
            if "deadly once" in article.text:
                mark = Path(article.text.split("deadly once ")[1].split()[0])
                if not mark.exists():
                    mark.touch()
                    os._exit(9)
            yield from super().read([article])


class Weightless(WordReader):
    def read(self, articles: Iterable[Article]) -> Iterator[Reading | Issue]:  # noqa: ARG002 - a reader's shape
        raise WeightsError("the weights are missing: install the package again")


@dataclass(frozen=True)
class Make:
    """What a worker makes its reader by."""

    kind: type[WordReader] = WordReader

    def __call__(self, *, threads: int) -> WordReader:
        assert threads >= 1
        return self.kind()


@dataclass(frozen=True)
class Dead:
    def __call__(self, *, threads: int) -> WordReader:
        del threads
        os._exit(3)


def text(n: int, more: str = "") -> bytes:
    return f"Talks number {n}\n\n{MEETING.split(chr(10), 2)[2]} It was meeting number {n}. {more}\n".encode()


def write_folder(folder: Path) -> Path:
    """Pages, copies, files that are none, an archive and JSON Lines."""
    folder.mkdir()
    for n in range(20):
        (folder / f"{n:02}.txt").write_bytes(text(n % 17))  # the last three are copies
    (folder / "attack.txt").write_text(ATTACK, encoding="utf-8")
    (folder / "binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "copy-of-binary.txt").write_bytes(b"\x00\x01\x02" * 50)
    (folder / "empty.txt").write_bytes(b"")
    (folder / "quiet.txt").write_text(QUIET, encoding="utf-8")
    write_archive(folder / "z.warc.gz", 20)
    write_lines(folder / "zz.jsonl", 12)
    return folder


def add(ledger: Path, folder: Path, with_: WordReader | workers.Crew) -> list[Any]:
    with open_writer(ledger) as writer:
        kept = Places(writer, reader=with_.name, reader_version=with_.version, options={})
        return list(recording.add(placed([str(folder)], begin=kept.begin), writer=writer, reader=with_, places=kept))


def test_two_workers_make_the_ledger_of_one_process(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "news")
    alone = add(tmp_path / "alone.db", folder, WordReader())
    with workers.Crew(2, Make()) as crew:
        assert (crew.name, crew.version) == ("words", "1")
        together = add(tmp_path / "together.db", folder, crew)
        again = add(tmp_path / "together.db", folder, crew)
    assert differences(tmp_path / "alone.db", tmp_path / "together.db") == []
    assert sorted(map(repr, alone)) == sorted(map(repr, together))
    assert {one.outcome for one in again if isinstance(one, Recorded) and one.fresh} <= {"failed", "unsupported"}


def test_what_is_said_of_pages_may_differ_from_run_to_run(tmp_path: Path) -> None:
    first, second = SaidOfPages(published="2026-02-07"), SaidOfPages(language="da")
    with workers.Crew(1, Make(), said=first) as crew, open_writer(tmp_path / "l.db") as writer:
        for n, said in enumerate((first, second)):
            list(recording.add([Page(f"{n}.txt", text(n))], writer=writer, reader=crew, said=said))
        (last,) = workers.read_by(crew, [Page("2.txt", text(2))], said=first)
    with open_ledger(tmp_path / "l.db") as ledger:
        told = {one.document: (one.published, one.language) for one in ledger.articles()}
    assert told == {"0.txt": ("2026-02-07", "en"), "1.txt": (None, "da")}
    assert isinstance(last, PageRead)
    assert last.readings[0].article.published == "2026-02-07"


def test_results_come_in_order_with_what_is_no_page_in_its_place() -> None:
    items: list[Page | str] = [Page(f"{n}.txt", text(n)) for n in range(30)]
    items[3:3] = ["three"]
    items[20:20] = ["twenty", "more"]
    with workers.Crew(2, Make()) as crew:
        found = list(crew.results(items))
        assert crew.now(Page("x.txt", text(99))).readings[0].claims
    alone = list(read_pages([one for one in items if isinstance(one, Page)], reader=WordReader()))
    assert [one for one in found if isinstance(one, PageRead)] == alone
    assert [one.page if isinstance(one, PageRead) else one for one in found] == items


def test_little_is_taken_in_ahead_of_a_page_that_takes_long() -> None:
    taken = 0

    def endless() -> Iterator[Page]:
        nonlocal taken
        while True:
            taken += 1
            yield Page(f"{taken}.txt", text(taken))

    with workers.Crew(1, Make()) as crew:
        for n, _ in enumerate(crew.results(endless()), 1):
            assert taken - n <= (workers.GROUPS_AHEAD + 1) * workers.GROUP_PAGES
            if n == 100:
                break


def test_a_page_that_kills_its_worker_twice_gets_an_issue_and_the_rest_goes_on(tmp_path: Path) -> None:
    contents = [text(n) for n in range(20)]
    contents[4] = text(4, "It was a deadly poison of a text.")
    contents[11] = text(11, f"It was deadly once {tmp_path / 'mark'} or so.")
    handed = [Page(f"{n}.txt", content) for n, content in enumerate(contents)]
    with workers.Crew(2, Make(Mortal)) as crew:
        found = [one for one in crew.results(handed) if isinstance(one, PageRead)]
    assert [one.page for one in found] == handed
    assert [n for n, one in enumerate(found) if not one.readings] == [4]
    (issue,) = found[4].issues
    assert (issue.code, issue.location, issue.page, issue.fatal) == ("worker-died", "4.txt", handed[4].sha256, True)
    assert (tmp_path / "mark").exists()


def test_errors_that_concern_every_page_end_the_run() -> None:
    with workers.Crew(2, Make(Weightless)) as crew, pytest.raises(WeightsError, match="install"):
        list(crew.results([Page("a.txt", text(1))]))
    with pytest.raises(ReaderError, match="exit code 3"), workers.Crew(2, Dead()):
        pass
    with pytest.raises(UsageError, match="no reader is called 'nobody'"), workers.Crew(1, workers.Named("nobody")):
        pass
    with pytest.raises(UsageError, match="one job"):
        workers.Given(WordReader(before=lambda _: None))


def test_numbers_of_jobs() -> None:
    assert workers.checked_jobs(0) == workers.cores()
    assert workers.checked_jobs(3) == 3
    for number in (-1, workers.MOST_JOBS + 1):
        with pytest.raises(UsageError, match="jobs"):
            workers.checked_jobs(number)


def test_the_command_line_and_the_library_take_jobs(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "Named", lambda _name, _folder: Make())
    (tmp_path / "a.txt").write_text(MEETING, encoding="utf-8")
    (tmp_path / "b.txt").write_text(ATTACK, encoding="utf-8")
    told = run("add", "a.txt", "b.txt", "--jobs", "2")
    assert (told.code, told.out) == (0, "2 pages (2 claims): 2 articles and 2 claims added to enligt.db\n")
    alone, together = (run("extract", "a.txt", "b.txt", "--format", "jsonl", "--jobs", jobs).out for jobs in ("1", "2"))
    assert alone == together
    assert run("add", "a.txt", "--jobs", "-1").code == 2
    with open_ledger(tmp_path / "lib.db", reader="words") as ledger:
        tally = ledger.add(tmp_path / "a.txt", tmp_path / "b.txt", jobs=2)
    assert (tally.pages, tally.claims) == (2, 2)
    assert len(list(read(tmp_path / "a.txt", tmp_path / "b.txt", jobs=2))) >= 2


VICTIM = """
import signal

from enligt.run import workers
from test_workers import Make, text
from enligt.model import Page

def endless():
    n = 0
    while True:
        n += 1
        yield Page(f"{n}.txt", text(n))

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have started the tests deaf to it
    with workers.Crew(2, Make()) as crew:
        print(*[one.process.pid for one in crew._workers], flush=True)
        for one in crew.results(endless()):
            pass
"""


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except OSError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
@pytest.mark.parametrize("sign", ["SIGKILL", "SIGINT"])
def test_no_worker_outlives_the_process_that_started_it(tmp_path: Path, sign: str) -> None:
    here = Path(__file__).parent
    known = [str(here), str(here.parent / "src"), str(here.parent / "quality")]
    (tmp_path / "victim.py").write_text(VICTIM, encoding="utf-8")
    with subprocess.Popen(
        [sys.executable, str(tmp_path / "victim.py")],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(known)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        pids = [int(word) for word in process.stdout.readline().split()]
        if sign == "SIGINT":
            os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
        else:
            process.kill()
        process.wait(60)
        complaint = process.stderr.read()
    assert len(pids) == 2
    for _ in range(600):
        if not any(map(alive, pids)):
            break
        time.sleep(0.1)
    assert not any(map(alive, pids))
    assert complaint.count("Traceback") == (1 if sign == "SIGINT" else 0)  # the script's own, of Ctrl-C
