"""Paths and addresses of the verbs that read: the options about them, and the list that they come to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enligt.cli.options import stacked
from enligt.errors import InputError, UsageError

if TYPE_CHECKING:
    from enligt.run.fetching import Connected

LARGEST_LIST = 64 * 1024 * 1024
"""Bytes of a list of paths and addresses."""

paths_argument = click.argument("paths", metavar="PATH...", nargs=-1)
list_option = click.option(
    "--list", "list_", metavar="FILE", help="Read what this file names too: an address or path a line (# comments; - for stdin)."
)
again_option = click.option(
    "--again",
    type=click.FloatRange(min=0),
    default=0.0,
    metavar="HOURS",
    help="Ask for an address again only if this ledger fetched it longer ago.  [default: always ask whether it changed]",
)
follow_options = stacked(
    click.option(
        "--follow-sources",
        "steps",
        type=click.IntRange(0, 3),
        default=0,
        metavar="N",
        help="Fetch the articles that a text cites by link too, N steps deep (0 to 3).",
    ),
    click.option(
        "--follow-limit",
        "most",
        type=click.IntRange(min=0),
        default=100,
        show_default=True,
        metavar="M",
        help="At most M such addresses a run.",
    ),
)


def wanted(paths: tuple[str, ...], list_: str | None) -> list[str]:
    """All paths and addresses asked for: those of the command line, then those of the list.

    Raises:
        click.UsageError: there are none.
        UsageError: standard input would be both the list and a page.
        InputError: the list cannot be read.
    """
    if list_ is None:
        if not paths:
            raise click.UsageError("nothing to read: name files, folders or addresses, or a list of them with --list FILE")
        return list(paths)
    if list_ == "-" and "-" in paths:
        raise UsageError("standard input cannot be both a page (-) and the list (--list -): give one of them as a file")
    return [*paths, *_listed(list_)]


def _listed(name: str) -> list[str]:
    try:
        if name == "-":
            content = sys.stdin.buffer.read(LARGEST_LIST + 1)
        else:
            with Path(name).open("rb") as file:
                content = file.read(LARGEST_LIST + 1)
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"{name}: the list cannot be read ({reason})") from error
    if len(content) > LARGEST_LIST:
        raise InputError(f"{name}: a list of more than {LARGEST_LIST // (1024 * 1024)} MiB: split it into several")
    lines = (line.strip() for line in os.fsdecode(content.removeprefix(b"\xef\xbb\xbf")).split("\n"))
    found = [line for line in lines if line and not line.startswith("#")]
    if not found:
        raise InputError(f"{name}: the list names nothing: write an address or path on each line")
    if "-" in found:
        raise InputError(f"{name}: a list cannot name standard input (-): name a file")
    return found


def connected(*, ledger: str | None = None, again: float = 0.0, attended: bool = False) -> Connected:
    """The way to the web for this run, as the environment's settings want it; ``attended``: somebody waits.

    Raises:
        UsageError: a setting that cannot be.
    """
    from enligt.config import Fetching  # noqa: PLC0415 - not needed for --help, which is to be quick
    from enligt.run import fetching  # noqa: PLC0415 - likewise

    return fetching.Connected(Fetching.of(os.environ), ledger=ledger, again=again, attended=attended)
