"""What the program ends with: the one place where errors turn into exit codes."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import click

from enligt.errors import EnligtError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.run.recording import Tally

DONE = 0
INTERNAL = 1
NOTHING_READ = 3
PARTLY_READ = 6
INTERRUPTED = 130

EXIT_CODES: Mapping[int, str] = {
    DONE: "All was done. Nothing found is no error; nor is a reader of the output that stops early (`head`).",
    INTERNAL: "Something nobody foresaw. The line says what; `--verbose` shows where.",
    2: "An argument that cannot be: an unknown option, filter, reader or id, a bad date or language.",
    NOTHING_READ: "None of the pages handed in could be read; each has a line that says why.",
    4: "The ledger: missing, locked by another process, of a newer version, damaged, or the disk is full.",
    5: "The reader: its weights are missing or damaged.",
    PARTLY_READ: "Some pages could not be read, each has a line; all others were done and are kept.",
    INTERRUPTED: "Stopped with Ctrl-C. What was done is kept, and the same command goes on from there.",
}
"""Every exit code and its meaning; docs/cli.md is made from it."""


def code_of(error: BaseException) -> int:
    """The exit code of what ended the program."""
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return INTERRUPTED
    if isinstance(error, EnligtError):
        return error.exit_code
    if isinstance(error, click.ClickException):
        return error.exit_code
    return INTERNAL


def code_of_run(tally: Tally) -> int:
    """The exit code of a run over pages: whether all, some or none could be read."""
    if not tally.failed:
        return DONE
    return PARTLY_READ if tally.done else NOTHING_READ


def line_of(error: BaseException) -> str:
    """One clear line about what ended the program."""
    if isinstance(error, (KeyboardInterrupt, click.Abort)):
        return "interrupted"
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, EnligtError):
        return str(error)
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        return f"no room left on the disk: {error.filename or 'output'}"
    if isinstance(error, OSError) and error.strerror:
        return f"{error.strerror}: {error.filename}" if error.filename else error.strerror
    return f"internal error: {type(error).__name__}: {error} (run again with --verbose to see where, and report it)"


def is_closed_output(error: BaseException) -> bool:
    """Whether the error only says that nobody reads the output any more (on Windows it is called EINVAL)."""
    if isinstance(error, BrokenPipeError):
        return True
    return isinstance(error, OSError) and error.errno in (errno.EPIPE, errno.EINVAL) and error.filename is None
