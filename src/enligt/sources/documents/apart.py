"""A document's reader in a process of its own, so that what hangs or falls there is an Issue of its page and no more.

The bytes go in on standard input, the text comes back as JSON on standard output. The process may take the page's seconds for
the text and some more to start and end; on systems that know how, its memory is bounded.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import subprocess
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from enligt.sources.documents.parts import Failure, Written
from enligt.sources.limits import Limits
from enligt.sources.lines import Line
from enligt.sources.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

_GRACE = 20.0  # seconds to start and to end, on a busy machine
_MEMORY = 3 << 30  # bytes of addresses
_READERS = {"pdf": "enligt.sources.documents.pdf"}
"""What may be read apart: a module with a function ``written(content, limits)``."""


def read(module: str, content: bytes, limits: Limits) -> Iterator[Written | Failure]:
    """What ``module.written`` makes of a document, in another process.

    Args:
        module: one of ``_READERS``, by its whole name.
        content: the document.
        limits: bounds on it.

    Yields:
        Its parts; a Failure where the process took too long (``too-slow``) or fell (``damaged``).
    """
    name = next(short for short, whole in _READERS.items() if whole == module)
    command = [sys.executable, "-P", "-m", "enligt.sources.documents.apart", name, json.dumps(asdict(limits))]
    path = os.pathsep.join(one for one in sys.path if one)
    try:
        done = subprocess.run(  # noqa: S603 - this program's own module; nothing of the page stands in the words
            command,
            input=content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limits.page_seconds + _GRACE,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
    except subprocess.TimeoutExpired:
        yield Failure("too-slow", f"not read within {limits.page_seconds:g} seconds (ENLIGT_PAGE_SECONDS allows more)")
        return
    try:
        told = json.loads(done.stdout) if done.returncode == 0 else None
    except ValueError:
        told = None
    if not isinstance(told, list):
        what = "the file is damaged, or made to do that"
        yield Failure("damaged", f"the program that reads such files fell over it (exit {done.returncode}): {what}")
        return
    yield from map(_unpacked, told)


def _unpacked(told: dict[str, Any]) -> Written | Failure:
    if "code" in told:
        return Failure(**told)
    lines = tuple(Line(text, (), gap, role) for text, gap, role in told["lines"])
    return Written(lines, Metadata(headline=told["headline"]), tuple(told["around"]))


def _packed(one: Written | Failure) -> dict[str, Any]:
    if isinstance(one, Failure):
        return asdict(one)
    return {
        "lines": [[line.text, line.gap, line.role] for line in one.lines],
        "headline": one.meta.headline,
        "around": one.around,
    }


def _bounded() -> None:
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows, or a bound that is narrower already
        resource = importlib.import_module("resource")  # by name, and maybe absent: Windows has none, and no such bound
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def main(words: list[str]) -> None:
    """The other process: ``NAME LIMITS``, bytes on standard input, JSON on standard output."""
    _bounded()
    name, limits = words
    content = sys.stdin.buffer.read()
    written = importlib.import_module(_READERS[name]).written
    told = [_packed(one) for one in written(content, Limits(**json.loads(limits)))]
    sys.stdout.write(json.dumps(told))  # ASCII, whatever the terminal speaks


if __name__ == "__main__":
    main(sys.argv[1:])
