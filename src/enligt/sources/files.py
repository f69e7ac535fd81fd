"""From paths to pages: files, folders walked in sorted order, standard input. What cannot be read becomes an Issue."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from enligt.model import Issue, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LARGEST_PAGE = 64 * 1024 * 1024
"""Bytes. A larger file is no page: it gives an Issue, and nothing of it is read."""


def pages(paths: Iterable[str], *, stdin: BinaryIO | None = None) -> Iterator[Page | Issue]:
    """The pages under the paths, one after the other, in the order given.

    Args:
        paths: files, folders (walked in sorted order; names that begin with a dot are passed over, unless given
            themselves), ``-`` for standard input.
        stdin: what ``-`` reads; the process's standard input where None.

    Yields:
        A Page for each file that could be read, an Issue for each that could not: ``missing``, ``unreadable``,
        ``too-large``, ``empty``, ``not-a-file``, ``directory-loop``, ``empty-folder``. Never raises for what a path holds.
    """
    for path in paths:
        if path == "-":
            yield _read_stdin(stdin if stdin is not None else sys.stdin.buffer)
        else:
            yield from _under(path)


def _under(path: str) -> Iterator[Page | Issue]:
    """The pages of one path."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path with a null byte raises ValueError from both; this one is plainer
    except (OSError, ValueError) as error:
        yield _failure(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path)
    else:
        yield _read(path, mode)


def _walk(root: str) -> Iterator[Page | Issue]:
    """The pages of a folder and those below, without recursion: a folder's depth is bounded by the system alone."""
    seen: dict[tuple[int, int], str] = {}
    todo: list[str] = [root]
    found = False
    while todo:
        path = todo.pop()
        try:
            about = os.stat(path)  # noqa: PTH116 - as above
            if not stat.S_ISDIR(about.st_mode):
                found = True
                yield _read(path, about.st_mode)
                continue
            identity = (about.st_dev, about.st_ino)
            if about.st_ino and identity in seen:
                message = f"leads back to {seen[identity]}, which is read already; passed over"
                yield Issue(path, "source", "directory-loop", message, fatal=False)
                continue
            seen[identity] = path
            with os.scandir(path) as entries:
                names = sorted(entry.name for entry in entries if not entry.name.startswith("."))
        except (OSError, ValueError) as error:
            found = True
            yield _failure(path, error)
            continue
        todo.extend(str(Path(path) / name) for name in reversed(names))
    if not found:
        yield Issue(root, "source", "empty-folder", "no file in this folder or below it")


def _read(path: str, mode: int) -> Page | Issue:
    """One file's bytes."""
    if not stat.S_ISREG(mode):
        return Issue(path, "source", "not-a-file", "a device, pipe or socket: give a file, a folder, or - for standard input")
    try:
        with Path(path).open("rb") as file:
            content = file.read(LARGEST_PAGE + 1)
    except (OSError, ValueError) as error:
        return _failure(path, error)
    return _page(path, content)


def _read_stdin(stream: BinaryIO) -> Page | Issue:
    try:
        content = stream.read(LARGEST_PAGE + 1)
    except (OSError, ValueError) as error:
        return _failure("-", error)
    return _page("-", content)


def _page(location: str, content: bytes) -> Page | Issue:
    if len(content) > LARGEST_PAGE:
        message = f"larger than {LARGEST_PAGE // (1024 * 1024)} MiB: no page is; split it into files of one page each"
        return Issue(location, "source", "too-large", message)
    page = Page(location, content)
    if not content:
        return Issue(location, "source", "empty", "the file is empty", page=page.sha256)
    return page


def _failure(path: str, error: OSError | ValueError) -> Issue:
    if isinstance(error, FileNotFoundError):
        return Issue(path, "source", "missing", "no such file or folder")
    if isinstance(error, PermissionError):
        return Issue(path, "source", "unreadable", "not allowed to read it: check its permissions")
    if isinstance(error, OSError) and error.errno == errno.ELOOP:
        return Issue(path, "source", "directory-loop", "a symbolic link that leads to itself")
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    return Issue(path, "source", "unreadable", reason)
