"""What people hand in by the page, a pasted text or a file, as pages under a name that can be shown and kept."""

from __future__ import annotations

import hashlib
import time
import unicodedata
from typing import TYPE_CHECKING, Final

from enligt.model import Issue, Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from enligt.run.fetching import Connected

LONGEST_NAME: Final = 200
"""Characters of a name that a text or file goes by."""

LONGEST_ADDRESS: Final = 2000
"""Characters of an address."""

MOST_PAGES: Final = 5
"""Pages that one address handed in may lead to: of a feed the first ones."""

FETCH_SECONDS: Final = 45.0
"""After so long no further page is asked for."""


def pasted(text: str, *, name: str = "") -> Page:
    """A text as a page: by the name or address that was given, else by one made from what it says."""
    content = text.encode("utf-8", "replace")
    known = "".join(name.split())[:LONGEST_ADDRESS] if "://" in name else file_name(name)
    return Page(known or f"pasted-{hashlib.sha256(content).hexdigest()[:12]}.txt", content)


def file_name(given: str) -> str:
    """The last part of a file's name as it was sent, without characters that are none in print; bounded."""
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    plain = "".join(" " if unicodedata.category(one).startswith("C") else one for one in last)
    return " ".join(plain.split())[-LONGEST_NAME:]


def fetched(address: str, *, connect: Callable[[], Connected]) -> list[Page | Issue]:
    """The pages that an address leads to, fetched as ``enligt add`` fetches them: never from an inner network.

    Args:
        address: as it was handed in; what is no address of the web, a file's path say, is an Issue.
        connect: gives the way to the web, whose limits bound each answer.

    Returns:
        At most `MOST_PAGES` pages, and the Issues met; ``cut`` where the address leads to more, or it took too long.
    """
    found: list[Page | Issue] = []
    begun, pages = time.monotonic(), 0
    with connect() as line:
        for one in line.web.pages(address):
            if pages == MOST_PAGES or time.monotonic() - begun > FETCH_SECONDS:
                message = f"it leads to more than could be fetched at once: `enligt add {address}` fetches all of them"
                found.append(Issue(address, "source", "cut", message, fatal=False))
                break
            found.append(one)
            pages += isinstance(one, Page)
    return found
