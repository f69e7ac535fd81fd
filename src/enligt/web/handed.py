"""What people hand in by the page, a pasted text or a file, as pages under a name that can be shown and kept."""

from __future__ import annotations

import hashlib
import unicodedata
from typing import Final

from enligt.model import Page

LONGEST_NAME: Final = 200
"""Characters of a name that a text or file goes by."""

_LONGEST_ADDRESS: Final = 2000


def pasted(text: str, *, name: str = "") -> Page:
    """A text as a page: by the name or address that was given, else by one made from what it says."""
    content = text.encode("utf-8", "replace")
    known = "".join(name.split())[:_LONGEST_ADDRESS] if "://" in name else file_name(name)
    return Page(known or f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt", content)


def file_name(given: str) -> str:
    """The last part of a file's name as it was sent, without characters that are none in print; bounded."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in last)
    return " ".join(plain.split())[-LONGEST_NAME:]
