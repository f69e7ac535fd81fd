"""Mail and what is written like it (RFC 5322, MIME): taken apart by the standard library, within bounds."""

from __future__ import annotations

import contextlib
import re
import time
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from email.parser import BytesFeedParser
from email.policy import compat32
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from enligt.sources.documents.parts import Failure
from enligt.sources.lines import clean_line

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from enligt.sources.limits import Limits

_STEP = 1 << 16  # bytes parsed between two looks at the clock
_HEAD = 1 << 16  # bytes of the headers that tell what it is
_LONGEST = 1000  # characters of a header that is read
_NAME = re.compile(rb"([A-Za-z][A-Za-z0-9-]{1,60}):")


def header_names(content: bytes) -> frozenset[str]:
    """The names, in small letters, of the headers that the bytes begin with; none where they begin otherwise."""
    head = content[:_HEAD].lstrip(b"\xef\xbb\xbf\r\n")
    if head.startswith(b"From "):  # as mailboxes part their letters
        head = head.partition(b"\n")[2]
    names: set[str] = set()
    for line in head.split(b"\n"):
        if not line.strip():
            return frozenset(names)
        found = _NAME.match(line)
        if found is not None:
            names.add(found[1].decode("ascii").lower())
        elif not names or line[:1] not in (b" ", b"\t"):
            return frozenset()
    return frozenset(names) if len(content) > _HEAD else frozenset()


def parsed(content: bytes, limits: Limits) -> Message | Failure:
    """The message, or why it could not be taken apart: ``too-deep``, ``too-slow``."""
    ends = time.monotonic() + limits.page_seconds
    parser = BytesFeedParser(policy=compat32)  # the newer policy raises on headers that are met
    content = content.lstrip(b"\xef\xbb\xbf\r\n")
    try:
        for at in range(0, len(content), _STEP):
            parser.feed(content[at : at + _STEP])
            if time.monotonic() > ends:
                return Failure("too-slow", f"not taken apart within {limits.page_seconds:g} seconds")
        return parser.close()
    except RecursionError:
        return Failure("too-deep", "letters inside letters, deeper than any is")


def header(message: Message, name: str) -> str | None:
    """A header's words, decoded and on one line."""
    try:
        raw = message[name]
        if raw is None:
            return None
        told = str(raw)[:_LONGEST]
        with contextlib.suppress(LookupError, UnicodeError, HeaderParseError, ValueError):  # an unknown charset, or one that lies
            told = str(make_header(decode_header(told)))
    except (TypeError, ValueError, UnicodeError, IndexError):
        return None
    line = clean_line(" ".join(told.encode("utf-8", "replace").decode("utf-8").split()))
    return None if line is None else line.text


def day(message: Message) -> str | None:
    """The day of the header ``Date``, in the sender's own time zone."""
    said = header(message, "Date")
    if said is None:
        return None
    try:
        when = parsedate_to_datetime(said[:100])
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    return when.date().isoformat() if 1900 <= when.year <= 2100 else None


def leaves(message: Message, limits: Limits) -> Iterator[tuple[Message, int]]:
    """The parts that hold something themselves, in their order, with how deep each lies; enclosed letters stay whole."""
    todo: list[tuple[Message, int]] = [(message, 0)]
    seen = 0
    while todo:
        one, depth = todo.pop()
        seen += 1
        if seen > limits.parts:
            return
        held = one.get_payload()
        if isinstance(held, list) and one.get_content_type() != "message/rfc822":
            todo.extend((part, depth + 1) for part in reversed(held) if not isinstance(part, str))
        else:
            yield one, depth


def body(part: Message) -> bytes:
    """A part's bytes without base64, quoted-printable or uuencode."""
    try:
        held = part.get_payload(decode=True)
    except (ValueError, LookupError, UnicodeError, AttributeError, TypeError):
        return b""
    return held if isinstance(held, bytes) else b""


def media_type(part: Message) -> str:
    """The part's media type with its charset, as pages have it."""
    kind = part.get_content_type()
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError, UnicodeError, TypeError):
        charset = None
    return f"{kind}; charset={charset}" if charset else kind


def file_name(part: Message) -> str | None:
    """What the part says its file is called, on one line: data, never a path."""
    try:
        name = part.get_filename()
    except (LookupError, ValueError, UnicodeError, TypeError):
        return None
    line = clean_line(" ".join(str(name).encode("utf-8", "replace").decode("utf-8").split())[:200]) if name else None
    return None if line is None else line.text
