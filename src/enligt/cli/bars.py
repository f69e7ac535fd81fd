"""How far a run over files is: by bytes of all that was handed in, on a terminal; as lines of the log with --verbose."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from enligt.cli.output import Progress
from enligt.cli.text import one_line
from enligt.model import Bookmark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.model import Issue, Page

log = logging.getLogger(__name__)

LOG_SECONDS = 10.0
"""Between lines of the log."""


class Bar(Progress):
    """What a run over files tells on the way; this one writes a line to the log now and then, and shows nothing."""

    def __init__(self) -> None:
        self.pages_done = 0
        self.claims = 0
        self.location = ""  # of the file of many pages that is being read
        self.offset = self.size = 0
        self._begun = self._logged = time.monotonic()

    def watching(self, pages: Iterable[Page | Issue | Bookmark]) -> Iterator[Page | Issue | Bookmark]:
        """What is read, passed on, and how far that is taken note of: a little ahead of what is recorded."""
        for one in pages:
            if isinstance(one, Bookmark):
                self.reach(one)
            yield one

    def pages(self, pages: Iterable[Page | Issue | Bookmark]) -> Iterator[Page | Issue]:
        """The same without the places."""
        return (one for one in self.watching(pages) if not isinstance(one, Bookmark))

    def reach(self, place: Bookmark) -> None:
        """A file of many pages has been read so far."""
        self.location = "" if place.edge == "end" else place.location
        self.offset, self.size = place.offset, place.size

    def page(self, location: str, *, claims: int) -> None:
        """One page or input more is done; ``claims`` is the sum of all."""
        del location  # the terminal's bar weighs it
        self.pages_done += 1
        self.claims = claims
        moment = time.monotonic()
        if moment - self._logged >= LOG_SECONDS:
            self._logged = moment
            rate = self.pages_done / max(moment - self._begun, 1e-9)
            where = f"{self.location} {self.offset / max(self.size, 1):.0%}, " if self.location else ""
            log.info("%s%d pages, %d claims, %.1f pages a second", where, self.pages_done, self.claims, rate)


def bytes_under(paths: Iterable[str]) -> int:
    """Bytes of all files at any depth; 0 for what is none."""
    total = 0
    for path in paths:
        files = [os.path.join(top, name) for top, _, names in os.walk(path) for name in names] if os.path.isdir(path) else [path]  # noqa: PTH112, PTH118 - as os.walk
        total += sum(map(_size, files))
    return total


def _size(path: str) -> int:
    with contextlib.suppress(OSError, ValueError):
        return os.stat(path).st_size  # noqa: PTH116 - a path with a null byte
    return 0


@contextlib.contextmanager
def over(paths: Sequence[str], what: str) -> Iterator[Bar]:
    """A bar on standard error while the block runs: bytes done of all, pages, claims, rate, time left."""
    if not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console  # noqa: PLC0415 - heavy: only on a terminal
    from rich.progress import BarColumn, DownloadColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415 - as above
    from rich.progress import Progress as Bars  # noqa: PLC0415 - as above

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), DownloadColumn(), TimeRemainingColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5) as bars:
        yield _OnTerminal(bars, what, bytes_under(paths))


class _OnTerminal(Bar):
    """Moves the bar by bytes: of the files that are done, and of the one that is being read."""

    def __init__(self, bars: Any, what: str, total: int) -> None:
        super().__init__()
        self._bars, self._what = bars, what
        self._done = 0  # bytes of the files that are done
        self._started = time.monotonic()
        self._task = bars.add_task(what, total=total or None)

    def reach(self, place: Bookmark) -> None:
        super().reach(place)
        if place.edge == "end":
            self._done += place.size
        self._show(0 if place.edge == "end" else place.offset)

    def page(self, location: str, *, claims: int) -> None:
        super().page(location, claims=claims)
        if not self.location:  # else its bytes count with the file that it is a part of
            self._done += _size(location)
        self._show(self.offset if self.location else 0)

    def _show(self, within: int) -> None:
        rate = self.pages_done / max(time.monotonic() - self._started, 1e-9)
        told = f"{self._what} {self.pages_done} pages, {self.claims} claims, {rate:.1f} pages/s"
        self._bars.update(self._task, completed=self._done + within, description=one_line(told))

    def end(self) -> None:
        self._bars.stop()

    def say(self, message: str) -> None:
        self._bars.console.print(one_line(message), markup=False, highlight=False)
