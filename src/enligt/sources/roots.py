"""What an XML file's first element is called, told from its first bytes, whatever stands before it."""

from __future__ import annotations

import codecs
import re
from typing import NamedTuple

HEAD = 1 << 16  # bytes that are looked at
_NAME = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_SUBSET_END = re.compile(rb"\]\s*>")
_JUNK = 2000  # bytes of something else (a server's warning, empty lines) that may stand before a broken file's first element


class Root(NamedTuple):
    """The first element: its name without a prefix, in lower case; its whole tag; where it begins, in bytes."""

    name: str
    tag: bytes
    at: int


def root_of(content: bytes) -> Root | None:
    """The first element of an XML (or HTML) file: what stands before it (declaration, comments, a document type) is stepped over.

    Where words stand before it, the first thing that looks like an element is taken. None where there is none. Of UTF-16
    the letters are told all the same; ``at`` then counts letters.
    """
    head = content[:HEAD]
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\x00" in head[:4]:
        head = head.lstrip(codecs.BOM_UTF16_LE + codecs.BOM_UTF16_BE).replace(b"\x00", b"")
    at = 3 if head.startswith(codecs.BOM_UTF8) else 0
    while True:
        at += len(head[at:]) - len(head[at:].lstrip())
        if head.startswith(b"<!--", at):
            end, length = head.find(b"-->", at + 4), 3
        elif head.startswith(b"<?", at):
            end, length = head.find(b"?>", at), 2
        elif head.startswith(b"<!", at):
            end, length = _end_of_doctype(head, at), 1
        else:
            break
        if end < 0:
            return None
        at = end + length
    found = _NAME.search(head, at, at + _JUNK)
    if found is None:
        return None
    close = head.find(b">", found.end())
    tag = head[found.start() : close if close >= 0 else len(head)]
    return Root(found[1].decode("ascii", "replace").lower(), tag, found.start())


def _end_of_doctype(head: bytes, at: int) -> int:
    close, subset = head.find(b">", at), head.find(b"[", at)
    if 0 <= subset < close:
        found = _SUBSET_END.search(head, subset)
        return found.end() - 1 if found is not None else -1
    return close
