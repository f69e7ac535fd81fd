"""Crawl archives (WARC, plain or compressed by gzip, zstd or lz4): a page for each record that holds text, read as a stream.

An archive may be broken anywhere: what can be read before and behind a broken place is read, and what was lost is told.
Source of the format: ISO 28500 (WARC 1.1); read by FastWARC.
"""

from __future__ import annotations

import contextlib
import io
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from enligt.model import Bookmark, Issue, Page
from enligt.sources.unpacking import GZIP, ZSTD, UnpackError, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LZ4, PLAIN = b"\x04\x22\x4d\x18", b"WARC/"
_BEGINNINGS = {GZIP: GZIP, ZSTD: ZSTD, LZ4: LZ4, PLAIN: b"WARC/1."}
"""What a record begins with, and what is looked for behind a broken place, by what the file begins with."""

HEAD = 4096  # bytes that tell what a file is
_FILLED = 64  # noughts at the end that are no record
_STEP = 1 << 20  # bytes searched at once for the next record
_BLOCK = 1 << 16  # bytes of a packed body
_LONGEST_LENGTH = 20  # figures of a record's length
_MOST_BREAKS = 1000  # broken places of one archive after which it is given up
_READ = re.compile(
    r"\s*(?:text/(?:html|plain)|application/(?:xhtml\+xml|pdf|vnd\.openxmlformats-officedocument\.wordprocessingml\.document))\b",
    re.IGNORECASE,
)
_MOST_HEADERS = 1 << 16  # bytes of a response's headers


def is_archive(head: bytes) -> bool:
    """Whether a file with these first bytes is a WARC file, compressed or not."""
    if head.startswith(PLAIN):
        return True
    if head.startswith(GZIP):
        with contextlib.suppress(zlib.error):
            return zlib.decompressobj(wbits=31).decompress(head, len(PLAIN)) == PLAIN
    if head.startswith((ZSTD, LZ4)):
        from fastwarc.stream_io import Lz4Reader, ZstdReader  # noqa: PLC0415 - only where an archive may be

        reader = (ZstdReader if head.startswith(ZSTD) else Lz4Reader)(io.BytesIO(head))
        with contextlib.suppress(OSError):
            return bytes(reader.read(len(PLAIN))) == PLAIN
    return False


@dataclass(slots=True)
class _Count:
    """What became of the records of an archive, and where the stretch read last broke off (None: at the file's end)."""

    read: int = 0
    pages: int = 0
    others: int = 0
    breaks: int = 0
    broken: _Break | None = None

    @classmethod
    def at(cls, place: Bookmark | None) -> _Count:
        """As it stood at a place of the archive."""
        held = dict(place.counts) if place is not None else {}
        return cls(pages=held.get("pages", 0), others=held.get("others", 0), breaks=held.get("breaks", 0))

    def told(self) -> tuple[tuple[str, int], ...]:
        """What `at` needs."""
        return (("pages", self.pages), ("others", self.others), ("breaks", self.breaks))


def records(path: str, *, largest: int) -> Iterator[Page | Issue]:
    """The pages of an archive, in its order; memory does not grow with its length.

    Args:
        path: the file.
        largest: bytes of a page at most, when unpacked.

    Yields:
        A page for each response of status 200, resource or conversion (WET) that holds HTML, text, PDF or DOCX; its location is
        the record's address. Issues for
        pages that are too large or do not unpack, for broken places (what lies between two readable records is lost), and at
        the end, not fatal, for how many records were no pages.
    """
    return (one for one in placed(path, largest=largest) if not isinstance(one, Bookmark))


def placed(  # noqa: C901 - one pass, whatever breaks on the way
    path: str, *, largest: int, start: Bookmark | None = None
) -> Iterator[Page | Issue | Bookmark]:
    """As `records`, and between them the places from which another call can go on.

    Args:
        path: the file.
        largest: bytes of a page at most, when unpacked.
        start: a place that an earlier call gave: what stands before it is not read.
    """
    count = _Count.at(start)
    lost: _Break | None = None  # where what cannot be read begins
    held = _Held()
    with Path(path).open("rb") as file, Path(path).open("rb") as looked_at:
        beginning = file.read(8)
        size = file.seek(0, io.SEEK_END)
        mark = next((m for m in (GZIP, ZSTD, LZ4) if beginning.startswith(m)), PLAIN)
        at: int | None = start.offset if start is not None else 0
        while at is not None:
            file.seek(at)
            before, count.broken, last = count.read, None, -1
            part = _Part(file, at)
            for one in _from(part, path, largest, count):
                if not isinstance(one, int):
                    held.items.append(one)
                    continue
                if lost is not None and count.read > before:
                    held.items.append(_damaged(path, lost, at))
                    lost = None
                yield from held.given(looked_at, before=one)
                held = _Held(Bookmark(path, one, size, count.told()) if lost is None and one > last else None)
                last = one
            yield from held.given(looked_at)
            held = _Held()
            if lost is not None and count.read > before:
                yield _damaged(path, lost, at)
                lost = None
            broken = count.broken
            if broken is None:
                cut = _cut_off(file, part.last, mark, read=count.read > before)
                if cut is not None:
                    lost, at = lost or _Break(cut, whole=False), None
                    count.breaks += 1
                break
            count.breaks += 1
            if count.breaks > _MOST_BREAKS:
                yield Issue(path, "source", "damaged", f"more than {_MOST_BREAKS} broken places: the rest is not read")
                break
            at = _next(file, broken.at + 1, _BEGINNINGS[mark])
            if lost is None and not (broken.whole and at is None and _ends_in_noughts(file, size)):
                lost = broken
        if lost is not None and at is None:
            yield _damaged(path, lost, size)
    if count.others:
        message = f"{count.others} records are no pages (requests, pictures, redirects, errors) and were passed over"
        yield Issue(path, "source", "no-pages", message, fatal=False)
    elif not count.pages and not count.breaks:
        yield Issue(path, "source", "empty", "the archive holds no page")


class _Held:
    """What one record gave, kept back until the next one begins: only then is it known whether its own place is true.

    Of records that share a compressed member only the first begins where it is told to; the others are told to begin there
    too, or where the next member does, or amid the member's bytes. So a place is true if the records before and behind are
    told to begin elsewhere, and a member with a record begins there.
    """

    def __init__(self, place: Bookmark | None = None) -> None:
        self._place = place
        self.items: list[Page | Issue] = []

    def given(self, file: BinaryIO, *, before: int = 0) -> Iterator[Page | Issue | Bookmark]:
        """The place, where it is true and the next record begins ``before`` a later byte, and what the record gave."""
        if self._place is not None and self._place.offset < before:
            file.seek(self._place.offset)
            if is_archive(file.read(HEAD)):
                yield self._place
        yield from self.items


def _damaged(path: str, broken: _Break, end: int) -> Issue:
    behind = "behind the record that begins there" if broken.whole else "from there on"
    message = f"the archive is broken at byte {broken.at}: what stands {behind}, up to byte {end}, could not be read and is lost"
    return Issue(path, "source", "damaged", message)


def _cut_off(file: BinaryIO, last: int, mark: bytes, *, read: bool) -> int | None:
    """Where, behind the last record, another begins that is cut off so early that FastWARC ends without a word; or None.

    Args:
        file: the archive, from place to place.
        last: where the last record seen begins.
        mark: what its records begin with.
        read: whether that record was read at all.
    """
    if mark == PLAIN:
        return None
    if mark != GZIP:
        return _next(file, last + 1, mark)
    member = zlib.decompressobj(wbits=31)
    file.seek(last)
    with contextlib.suppress(zlib.error):
        while not member.eof:
            block = member.unconsumed_tail or file.read(_BLOCK)
            if not block:
                return None if read else last
            member.decompress(block, _STEP)
    at = file.tell() - len(member.unused_data)
    return at if (member.unused_data + file.read(_BLOCK)).strip(b"\x00") else None


def _ends_in_noughts(file: BinaryIO, size: int) -> bool:
    """Whether a file was filled up behind its end, as some disks and tapes do: no loss."""
    file.seek(max(0, size - _FILLED))
    return not file.read(_FILLED).strip(b"\x00")


class _Break(NamedTuple):
    """Where an archive breaks: the last record that was begun, and whether all of that one was there."""

    at: int
    whole: bool


class _Part(io.RawIOBase):
    """A file from some place on, which notes how far it was read."""

    def __init__(self, file: BinaryIO, start: int) -> None:
        super().__init__()
        self.file, self.start = file, start
        self.last = start
        """Where the last record begins that was seen."""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        return self.file.read(size)

    def readinto(self, buffer: Any, /) -> int:
        data = self.file.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def tell(self) -> int:
        return self.file.tell() - self.start


def _from(part: _Part, path: str, largest: int, count: _Count) -> Iterator[Page | Issue | int]:
    """The pages from a place on, and before what a record gives the byte where it begins; ``count`` takes in where it breaks."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType  # noqa: PLC0415 - only where an archive is read

    last, whole = part.start, False
    try:
        for record in ArchiveIterator(part, record_types=WarcRecordType.any_type, parse_http=False):
            part.last = last = part.start + record.stream_pos
            whole = False
            told = {name.lower(): value for name, value in record.headers.items()}
            said = told.get("content-length", "").strip()
            if not said.isdecimal() or len(said) > _LONGEST_LENGTH or int(said) != record.content_length:
                count.broken = _Break(last, whole)  # cut off in the record's own headers
                return
            yield last
            bare = record.record_type in (WarcRecordType.resource, WarcRecordType.conversion) and _is_text(told)  # no hash
            if record.record_type != WarcRecordType.response and not bare:
                whole = _skipped(record, record.content_length)
                count.others += record.record_type != WarcRecordType.warcinfo
            else:
                one, whole = (_resource if bare else _response)(record, told, path, largest)
                if whole and one is not None:
                    count.pages += isinstance(one, Page)
                    yield one
                count.others += one is None
            if not whole:
                count.broken = _Break(last, whole)
                return
            count.read += 1
    except OSError:
        count.broken = _Break(last, whole)


def _is_text(told: Mapping[str, str]) -> bool:
    """Whether a record without an HTTP response holds a page of the web: a file packed into an archive, a page's text (WET)."""
    return told.get("warc-target-uri", "").strip("<> ").lower().startswith(("http://", "https://")) and bool(
        _READ.match(told.get("content-type", ""))
    )


def _resource(record: Any, told: Mapping[str, str], path: str, largest: int) -> tuple[Page | Issue | None, bool]:
    """As `_response`, of a record that is the page itself."""
    uri = told.get("warc-target-uri", "").strip("<> ") or path
    block, whole = _whole(record, largest)
    if block is None:
        return _too_large(uri, largest), whole
    if not block:
        return Issue(uri, "source", "empty", "the page is empty"), whole
    return Page(uri, block, told.get("content-type"), told.get("warc-date") or None), whole


def _response(record: Any, told: Mapping[str, str], path: str, largest: int) -> tuple[Page | Issue | None, bool]:
    """A response as a page, an issue, or None where it is no page; and whether all of its bytes were there."""
    uri = told.get("warc-target-uri", "").strip("<> ") or path
    block, whole = _whole(record, largest + _MOST_HEADERS)
    if block is None:
        return _too_large(uri, largest), whole
    answer = _answer(block)
    if answer is None or answer.status != 200 or not _READ.match(answer.headers.get("content-type", "text/html")):
        return None, whole
    fetched = told.get("warc-date") or None
    try:
        content = unpacked(
            answer.body,
            transfer=answer.headers.get("transfer-encoding", ""),
            encodings=answer.headers.get("content-encoding", ""),
            largest=largest,
        )
    except UnpackError as error:
        return Issue(uri, "source", error.code, str(error)), whole
    if not content:
        return Issue(uri, "source", "empty", "the page is empty"), whole
    return Page(uri, content, answer.headers.get("content-type"), fetched), whole


def _too_large(uri: str, largest: int) -> Issue:
    return Issue(uri, "source", "too-large", f"larger than {largest // (1024 * 1024)} MiB: no page is")


def _whole(record: Any, most: int) -> tuple[bytes | None, bool]:
    """A record's bytes, None where it has more than ``most``; and whether all of them were there."""
    block = _block(record, most)
    if len(block) > most:
        return None, _skipped(record, record.content_length - len(block))
    return block, len(block) >= record.content_length


def _block(record: Any, most: int) -> bytes:
    """A record's bytes, one more than ``most`` where it has more."""
    out = bytearray()
    while len(out) <= most and (part := record.reader.read(min(_STEP, most + 1 - len(out)))):
        out += part
    return bytes(out)


class _Answer(NamedTuple):
    """An HTTP response: its headers by their small names, the last of each."""

    status: int
    headers: dict[str, str]
    body: bytes


def _answer(block: bytes) -> _Answer | None:
    """A response out of the bytes of a record; None where they are none."""
    head, parting, body = block.partition(b"\r\n\r\n")
    if not parting:
        head, parting, body = block.partition(b"\n\n")
    first, *lines = head[:_MOST_HEADERS].decode("latin-1").splitlines() or [""]
    status = re.match(r"HTTP/\d(?:\.\d)? (\d{3})\b", first)
    if status is None or not parting:
        return None
    named = (line.partition(":") for line in lines)
    return _Answer(int(status[1]), {name.strip().lower(): value.strip() for name, colon, value in named if colon}, body)


def _skipped(record: Any, wanted: int) -> bool:
    """Read past a record; whether all of it was there."""
    left = wanted
    while left > 0:
        got = len(record.reader.read(min(left, _STEP)))
        if not got:
            return False
        left -= got
    return True


def _next(file: BinaryIO, at: int, mark: bytes) -> int | None:
    """Where the next record may begin, from a place on; None where there is none."""
    while True:
        file.seek(at)
        block = file.read(_STEP)
        hit = block.find(mark)
        if hit >= 0:
            return at + hit + (1 if mark.startswith(b"\n") else 0)
        if len(block) < _STEP:
            return None
        at += _STEP - len(mark) + 1
