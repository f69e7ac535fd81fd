"""Processes that read pages side by side on one machine, each with a reader of its own; what they give comes out in order.

A worker is handed a few pages at a time through a pipe, and gives back what it made of each. So little is under way at once
that memory is bounded, and a worker that dies costs nothing but the page on which one dies twice.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from dataclasses import dataclass
from multiprocessing.connection import wait
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar, cast

from enligt.config import NOTHING_SAID, SaidOfPages
from enligt.errors import EnligtError, ReaderError, UsageError
from enligt.model import Issue, Page
from enligt.run.stages import PageRead, guarded, read_pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess
    from pathlib import Path
    from types import TracebackType

    from enligt.model import Article, Reader, Reading
    from enligt.run.looking import Look

    _Made = tuple[tuple[Reading, ...], tuple[Issue, ...], tuple[Article, ...] | None, tuple[int, ...]]

T = TypeVar("T")
log = logging.getLogger(__name__)

GROUP_PAGES = 8
GROUP_BYTES = 400_000
"""Pages that a worker is handed together: enough to fill its reader's batches."""
GROUPS_AHEAD = 4
"""Groups under way for each worker, so that none waits while a slow page in front is read."""
MOST_BYTES = 128 << 20
"""Of all pages under way, unless one alone is larger."""
MOST_WAITING = 4096
"""Things that wait for a page before them to be read."""
MOST_JOBS = 256
TRIES = 2
"""Times that a worker may die on a page alone or among others before the page is given up."""
_BOUND = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")


def cores() -> int:
    """The cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def checked_jobs(jobs: int) -> int:
    """How many processes are meant: 0 stands for one a core.

    Raises:
        UsageError: a number that cannot be.
    """
    if not 0 <= jobs <= MOST_JOBS:
        raise UsageError(f"{jobs} jobs: want 1 to {MOST_JOBS}, or 0 for one a core")
    return jobs or cores()


class Maker(Protocol):
    """What a worker is sent to make its reader by; it must pickle."""

    def __call__(self, *, threads: int) -> Reader:
        """The reader, which may use so many threads."""


@dataclass(frozen=True, slots=True)
class Named:
    """A reader by its name, as ``enligt.readers.load`` knows it."""

    name: str
    folder: Path | None = None

    def __call__(self, *, threads: int) -> Reader:
        """Load it.

        Raises:
            UsageError: there is none of that name.
            WeightsError: its weights are missing or damaged.
        """
        from enligt import readers  # noqa: PLC0415 - heavy: only where something is read
        from enligt.readers import network  # noqa: PLC0415 - as above

        network.THREADS = min(network.THREADS, threads)
        return readers.load(self.name, folder=self.folder)


@dataclass(frozen=True, slots=True)
class Given:
    """A reader of the caller's own, a copy of which each worker gets."""

    reader: Reader

    def __post_init__(self) -> None:
        """See that it can be sent.

        Raises:
            UsageError: it does not pickle.
        """
        try:
            pickle.dumps(self.reader)
        except Exception as error:
            raise UsageError(
                f"the reader {self.reader.name!r} cannot be sent to other processes ({error}): read with one job"
            ) from error

    def __call__(self, *, threads: int) -> Reader:  # noqa: ARG002 - its threads are its own business
        """The copy."""
        return self.reader


def _work(pipe: Connection, maker: Maker, look: Look | None, threads: int) -> None:
    """A worker's life: pages and what is said of them in, what was made of them out, until nobody is there any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that keeps the ledger
    for name in _BOUND:
        os.environ.setdefault(name, str(threads))
    with contextlib.suppress(EOFError, ConnectionError):
        try:
            reader = maker(threads=threads)
            pipe.send((reader.name, reader.version))
            while (handed := pipe.recv()) is not None:
                pages, said = cast("tuple[list[Page], SaidOfPages]", handed)
                for one in read_pages(pages, reader=reader, said=said, look=look):
                    if isinstance(one, PageRead):
                        pipe.send((one.readings, one.issues, one.aside, one.audited))
        except EnligtError as error:
            pipe.send(error)


@dataclass(slots=True, eq=False)
class _Slot:
    """A page under way, and its answer when it is there."""

    page: Page
    answer: PageRead | None = None
    deaths: int = 0

    def give_up(self) -> None:
        why = (
            f"a process that read this page died, {self.deaths} times (out of memory, or a fault in a library): it is passed over"
        )
        issue = Issue(self.page.location, "read", "worker-died", why, page=self.page.sha256)
        self.answer = PageRead(self.page, (), (issue,))


@dataclass(slots=True, eq=False)
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    under_way: deque[_Slot] | None = None


class Crew:
    """Workers; a context manager. ``name`` and ``version`` are those of the reader that each of them made.

    ``said`` is what is said of the pages from outside, and goes to the workers with each group: it may be set anew between runs.
    """

    def __init__(self, jobs: int, maker: Maker, *, said: SaidOfPages = NOTHING_SAID, look: Look | None = None) -> None:
        """Nothing is started yet.

        Args:
            jobs: processes, at least one.
            maker: gives each its reader.
            said: date and language that are said from outside, until others are set.
            look: a first look, which puts aside what is not worth reading.
        """
        self.said = said
        self._jobs, self._maker, self._look = jobs, maker, look
        self._threads = max(1, cores() // jobs)
        self._workers: list[_Worker] = []
        self._todo: deque[list[_Slot]] = deque()
        self._made: tuple[str, str] | None = None

    def __enter__(self) -> Self:
        """Start the processes and wait until one has its reader.

        Raises:
            EnligtError: the reader cannot be made.
        """
        try:
            self._workers = [self._start() for _ in range(self._jobs)]
            while self._made is None:
                self._listen()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they had under way is lost."""
        for one in self._workers:
            one.pipe.close()
            one.process.terminate()
        for one in self._workers:
            one.process.join(2)
            if one.process.is_alive():
                one.process.kill()
                one.process.join()
            one.process.close()
        self._workers = []

    @property
    def name(self) -> str:
        """The reader's name."""
        return self._told()[0]

    @property
    def version(self) -> str:
        """The reader's version."""
        return self._told()[1]

    def _told(self) -> tuple[str, str]:
        if self._made is None:
            raise RuntimeError("a crew is a context manager: enter it first")
        return self._made

    def results(self, items: Iterable[Page | T]) -> Iterator[PageRead | T]:
        """What the workers make of the pages, in the order given; whatever is no page comes out as it is, in its place.

        Raises:
            ReaderError: the reader cannot run at all.
        """
        line: deque[_Slot | tuple[T]] = deque()
        source = iter(items)
        more = True
        size = pages = 0  # of the pages in line; bytes
        while more or line:
            if room := more and self._has_room(len(line), pages, size):
                group, more = _taken(source, line)
                pages += len(group)
                size += sum(len(one.page.content) for one in group)
                if group:
                    self._todo.append(group)
            self._deal()
            while self._listen(seconds=0):
                self._deal()
            gave = False
            while line and (isinstance(line[0], tuple) or line[0].answer is not None):
                first = line.popleft()
                gave = True
                if isinstance(first, tuple):
                    yield first[0]
                    continue
                pages -= 1
                size -= len(first.page.content)
                yield cast("PageRead", first.answer)
            if line and not gave and not room:
                self._listen()

    def _has_room(self, waiting: int, pages: int, size: int) -> bool:
        return pages < GROUPS_AHEAD * GROUP_PAGES * self._jobs and size < MOST_BYTES and waiting < MOST_WAITING

    def now(self, page: Page) -> PageRead:
        """What is made of one page, before all others that wait."""
        slot = _Slot(page)
        self._todo.appendleft([slot])
        while slot.answer is None:
            self._deal()
            self._listen()
        return slot.answer

    def _start(self) -> _Worker:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(theirs, self._maker, self._look, self._threads), daemon=True)
        with _deaf():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _deal(self) -> None:
        """Hand what waits to those who have nothing to do."""
        for one in self._workers:
            if one.ready and one.under_way is None and self._todo:
                one.under_way = deque(self._todo.popleft())
                with contextlib.suppress(OSError):  # dead: listening will tell
                    one.pipe.send(([slot.page for slot in one.under_way], self.said))

    def _listen(self, *, seconds: float | None = None) -> bool:
        """Take in what workers say, waiting for the first word; False where nobody said anything in that time."""
        speaking = wait([one.pipe for one in self._workers], seconds)
        for one in [worker for worker in self._workers if worker.pipe in speaking]:
            try:
                message = one.pipe.recv()
            except (EOFError, OSError, pickle.UnpicklingError):
                self._bury(one)
            else:
                self._take(one, message)
        return bool(speaking)

    def _take(self, worker: _Worker, message: Any) -> None:
        if isinstance(message, EnligtError):
            raise message
        if not worker.ready:
            worker.ready, self._made = True, message
            return
        waiting = worker.under_way
        if not waiting:
            raise RuntimeError("a worker answered for a page that it was not handed")
        slot = waiting.popleft()
        slot.answer = PageRead(slot.page, *cast("_Made", message))
        if not waiting:
            worker.under_way = None

    def _bury(self, dead: _Worker) -> None:
        """Put another in the place of a worker that died; its pages are read again, each alone, to find the one to blame."""
        dead.pipe.close()
        dead.process.join(5)
        code = dead.process.exitcode
        if not dead.ready:
            raise ReaderError(
                f"a process ended (exit code {code}) while it loaded the reader: too little memory? Try fewer --jobs"
            )
        left = list(dead.under_way or ())
        log.debug("a worker died (exit code %s) with %d pages under way", code, len(left))
        self._workers[self._workers.index(dead)] = self._start()
        for slot in reversed(left):
            slot.deaths += 1
            if slot.deaths >= TRIES and len(left) == 1:
                slot.give_up()
            else:
                self._todo.appendleft([slot])


def read_by(
    reader: Reader | Crew, pages: Iterable[Page | Issue], *, said: SaidOfPages, look: Look | None = None
) -> Iterator[PageRead | Issue]:
    """Pages to articles to claims, in order, in this process or by a crew (which has its own first look, the same).

    Raises:
        ReaderError: the reader cannot run at all.
    """
    if isinstance(reader, Crew):
        reader.said = said
        return reader.results(guarded(pages))
    return read_pages(pages, reader=reader, said=said, look=look)


def _taken(source: Iterator[Page | T], line: deque[_Slot | tuple[T]]) -> tuple[list[_Slot], bool]:
    """One more group of pages out of the source, into the line with what stands between them; and whether more may come."""
    group: list[_Slot] = []
    size = 0
    for _ in range(8 * GROUP_PAGES):  # of what is no page, many may follow one another
        one = next(source, source)
        if one is source:
            return group, False
        if not isinstance(one, Page):
            line.append((cast("T", one),))
            continue
        slot = _Slot(one)
        line.append(slot)
        group.append(slot)
        size += len(one.content)
        if len(group) >= GROUP_PAGES or size >= GROUP_BYTES:
            break
    return group, True


@contextlib.contextmanager
def _deaf() -> Iterator[None]:
    """Let a process that is started here hear no Ctrl-C from its first moment on: it would complain before it can see to it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL if before is None else before)
