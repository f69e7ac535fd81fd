"""How the command line writes: tables for people, records for programs, plain lines to standard error."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import sys
from typing import TYPE_CHECKING, BinaryIO, cast

import click

from enligt.cli.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import Console

    from enligt.reports.records import Record
    from enligt.reports.rows import Sheet

PIPED_WIDTH = 120
"""Columns of a table that goes to a file or a pipe, unless COLUMNS says otherwise."""


def be_tolerant() -> None:
    """Let no letter that the terminal cannot show end the program: it is shown as a question mark."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # absent where a caller replaced the stream


def say(message: str) -> None:
    """One line to standard error, whatever it holds."""
    click.echo(one_line(message), err=True)


def width() -> int:
    """Columns there are to write in."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", "").isdigit():
        return max(shutil.get_terminal_size().columns, 20)
    return PIPED_WIDTH


def console() -> Console:
    """A console on standard output: colours only on a terminal, plain ASCII lines where the terminal has no others."""
    from rich.console import Console  # noqa: PLC0415 - heavy: only for tables

    class Quiet(Console):
        """Lets a closed output end the program in the one place where that is judged."""

        def on_broken_pipe(self) -> None:
            raise BrokenPipeError(errno.EPIPE, "nobody reads the output")

    return Quiet(width=width(), highlight=False, markup=False, emoji=False, soft_wrap=False)


def is_unicode(target: Console) -> bool:
    """Whether the terminal can show arrows and dashes."""
    return target.encoding.lower().startswith("utf")


def binary_output() -> BinaryIO:
    """Standard output for bytes: records are UTF-8 whatever the terminal speaks."""
    sys.stdout.flush()
    return cast("BinaryIO", sys.stdout.buffer)


def write_records(records: Iterable[Record], *, format_: str, sheet: Sheet) -> None:
    """Records to standard output in one of ``enligt.reports.formats.EXPORTERS``."""
    from enligt.reports.formats import EXPORTERS  # noqa: PLC0415 - only where records are written

    EXPORTERS[format_](records, binary_output(), sheet=sheet)


@contextlib.contextmanager
def progress(what: str, *, total: int | None) -> Iterator[Progress]:
    """A bar on standard error while the block runs; nothing where that is not a terminal."""
    if not sys.stderr.isatty():
        yield Progress()
        return
    from rich.console import Console  # noqa: PLC0415 - heavy: only on a terminal
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415 - as above
    from rich.progress import Progress as Bars  # noqa: PLC0415 - as above

    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True), transient=True, refresh_per_second=5) as bars:
        task = bars.add_task(what, total=total)

        class OnTerminal(Progress):
            """Moves the bar; an estimate that proves too low grows with what is done."""

            def step(self, note: str = "") -> None:
                state = bars.tasks[0]
                longer = state.total is not None and state.completed >= state.total
                bars.update(
                    task,
                    advance=1,
                    total=state.completed + 1 if longer else state.total,
                    description=f"{what} {one_line(note)}" if note else what,
                )

            def end(self) -> None:
                bars.stop()

            def say(self, message: str) -> None:
                bars.console.print(one_line(message), markup=False, highlight=False)

        yield OnTerminal()


class Progress:
    """What long work tells on the way; this one shows nothing, but lines that must be said."""

    def step(self, note: str = "") -> None:
        """One more is done; ``note`` is a few words beside the bar."""

    def page(self, location: str, *, claims: int) -> None:
        """One page or input more is done, which stood there; ``claims`` is the sum of all."""
        del location
        self.step(f"{claims} claims")

    def end(self) -> None:
        """The bar goes away; what is written after it stands on lines of its own."""

    def say(self, message: str) -> None:
        """One line to standard error, above the bar."""
        say(message)


def files_under(paths: Iterable[str]) -> int | None:
    """About how many pages there are to come, for a progress bar on a terminal alone: files, at any depth."""
    if not sys.stderr.isatty():
        return None
    count = 0
    for path in paths:
        count += sum(len(files) for _, _, files in os.walk(path)) if os.path.isdir(path) else 1  # noqa: PTH112 - as os.walk
    return count
