"""From paths to pages: files, archives, folders walked in sorted order, standard input. What cannot be read becomes an Issue."""

from __future__ import annotations

import errno
import os
import stat
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from enligt.model import Bookmark, Issue, Page
from enligt.sources import archives, records, subscriptions
from enligt.sources.addresses import is_address, shown
from enligt.sources.limits import USUAL, Limits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    Begin = Callable[[str], Bookmark | None]

    from enligt.sources.web import Web

LARGEST_PAGE = USUAL.page_bytes
"""Bytes. A larger file is no page, unless a setting says otherwise: it gives an Issue, and nothing of it is read."""


def pages(
    paths: Iterable[str],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] = records.NO_FIELDS,
    limits: Limits | None = None,
    web: Web | None = None,
) -> Iterator[Page | Issue]:
    """The pages under the paths, one after the other, in the order given.

    Args:
        paths: files, crawl archives (WARC) and JSON Lines (``.jsonl``, ``.ndjson``) of many pages, folders (walked in sorted
            order; names that begin with a dot are passed over, unless given themselves; links in it that lead out of it are
            not followed), ``-`` for standard input, addresses (http, https).
        stdin: what ``-`` reads; the process's standard input where None.
        fields: what JSON Lines call our fields (``records.checked_fields``).
        limits: how large a page may be; the usual bounds where None.
        web: what fetches addresses; where None, they are not fetched.

    Yields:
        A Page for each file that could be read, an Issue for each that could not: ``missing``, ``unreadable``,
        ``too-large``, ``empty``, ``not-a-file``, ``directory-loop``, ``link-out``, ``empty-folder``; of an archive, those of
        ``archives.records`` (``damaged``, ``packed``, ``no-pages``), of JSON Lines those of ``records.lines`` (``not-json``,
        ``no-text``), of addresses those of ``Web.pages`` (``not-fetched`` without ``web``), of feeds and sitemaps those of
        ``subscriptions.pages_of_file``. Never raises for what a path holds.
    """
    found = placed(paths, stdin=stdin, fields=fields, limits=limits, web=web)
    return (one for one in found if not isinstance(one, Bookmark))


def from_the_start(_path: str) -> None:
    """Where a file of many pages is begun unless somebody knows better."""


def placed(  # noqa: PLR0913 - as `pages`, and where to begin
    paths: Iterable[str],
    *,
    stdin: BinaryIO | None = None,
    fields: Mapping[str, str] = records.NO_FIELDS,
    limits: Limits | None = None,
    web: Web | None = None,
    begin: Begin = from_the_start,
) -> Iterator[Page | Issue | Bookmark]:
    """As `pages`, and among the pages of a file of many how far it has been given.

    Args:
        paths: as `pages`; so are the rest but the last.
        stdin: what ``-`` reads.
        fields: what JSON Lines call our fields.
        limits: how large a page may be.
        web: what fetches addresses.
        begin: asked once for each file of many pages, by its path, for the place to begin at: one that an earlier call gave
            for the same file, or None. A place with the edge ``end`` passes the whole file over.

    Yields:
        As `pages`; for each file of many pages a Bookmark with the edge ``begin``, some within, and one with the edge ``end``
        unless the file could not be read to its end.
    """
    limits = limits or USUAL
    for path in paths:
        if path == "-":
            yield from subscriptions.unfolded(_read_stdin(stdin if stdin is not None else sys.stdin.buffer, limits))
        elif is_address(path):
            yield from web.pages(path) if web is not None else (_not_fetched(path),)
        else:
            yield from _under(path, _Asked(fields, limits, begin))


def _not_fetched(address: str) -> Issue:
    return Issue(shown(address), "source", "not-fetched", "an address, and nothing is fetched here: give the page as a file")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What holds for every path of a call."""

    fields: Mapping[str, str]
    limits: Limits
    begin: Begin


def _under(path: str, asked: _Asked) -> Iterator[Page | Issue | Bookmark]:
    """The pages of one path."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - a path with a null byte raises ValueError from both; this one is plainer
    except (OSError, ValueError) as error:
        yield _failure(path, error)
        return
    if stat.S_ISDIR(mode):
        yield from _walk(path, asked)
    else:
        yield from _read(path, mode, asked)


def _walk(root: str, asked: _Asked) -> Iterator[Page | Issue | Bookmark]:
    """The pages of a folder and those below, without recursion: a folder's depth is bounded by the system alone."""
    seen: dict[tuple[int, int], str] = {}
    todo: list[str] = [root]
    found = False
    inside = os.path.realpath(root)  # the folder that the user gave may be a link itself
    while todo:
        path = todo.pop()
        try:
            if path != root and _leads_out(path, inside):
                found = True
                message = "a link out of the folder given, not followed: give the path that it leads to, if it is meant"
                yield Issue(path, "source", "link-out", message, fatal=False)
                continue
            about = os.stat(path)  # noqa: PTH116 - as above
            if not stat.S_ISDIR(about.st_mode):
                found = True
                yield from _read(path, about.st_mode, asked)
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


def _leads_out(path: str, inside: str) -> bool:
    """Whether a path in a folder is a link to something that does not lie under that folder; a link to itself is told later."""
    if not os.path.islink(path):  # noqa: PTH114 - as above
        return False
    real = os.path.realpath(path)
    return os.path.commonpath([real, inside]) != inside


def _read(path: str, mode: int, asked: _Asked) -> Iterator[Page | Issue | Bookmark]:
    """One file's bytes, or the pages of an archive."""
    if not stat.S_ISREG(mode):
        yield Issue(path, "source", "not-a-file", "a device, pipe or socket: give a file, a folder, or - for standard input")
        return
    try:
        if path.lower().endswith(records.ENDINGS):
            read = partial(records.placed, path, largest=asked.limits.line_bytes, fields=asked.fields)
            yield from _many(path, asked.begin, read)
            return
        with Path(path).open("rb") as file:
            content = file.read(archives.HEAD)
            many = archives.is_archive(content)
            if not many:
                content += file.read(max(0, asked.limits.page_bytes + 1 - len(content)))
        if many:
            yield from _many(path, asked.begin, partial(archives.placed, path, largest=asked.limits.page_bytes))
            return
    except (OSError, ValueError) as error:
        yield _failure(path, error)
        return
    yield from subscriptions.unfolded(_page(path, content, asked.limits))


def _many(path: str, begin: Begin, read: Callable[..., Iterator[Page | Issue | Bookmark]]) -> Iterator[Page | Issue | Bookmark]:
    """The pages of a file of many from where it is to be begun, between the places that mark its edges."""
    size = Path(path).stat().st_size
    start = begin(path)
    yield Bookmark(path, start.offset if start is not None else 0, size, edge="begin")
    if start is None or start.edge != "end":
        yield from read(start=start)
    yield Bookmark(path, size, size, edge="end")


def _read_stdin(stream: BinaryIO, limits: Limits) -> Page | Issue:
    try:
        content = stream.read(limits.page_bytes + 1)
    except (OSError, ValueError) as error:
        return _failure("-", error)
    return _page("-", content, limits)


def _page(location: str, content: bytes, limits: Limits) -> Page | Issue:
    if len(content) > limits.page_bytes:
        message = (
            f"larger than {limits.page_mebibytes}: no page is; split it into files of one page each, or set ENLIGT_LARGEST_PAGE"
        )
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
