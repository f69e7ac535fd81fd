"""What came in, as it came, and what could not be done with it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Literal

Stage = Literal["source", "article", "read", "ledger"]


@dataclass(frozen=True, slots=True)
class Told:
    """What the feed or sitemap that named a page says of it. It counts only where the page itself says nothing.

    ``by`` is the address of the feed; the dates are days (``YYYY-MM-DD``, or less precise) in the feed's own time zone.
    """

    by: str
    published: str | None = None
    updated: str | None = None
    byline: str | None = None
    outlet: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Raw bytes as they came. ``location`` is a file path, a URL, or ``-`` for standard input.

    ``told`` is no part of the page, nor of its identity.
    """

    location: str
    content: bytes
    media_type: str | None = None
    fetched: str | None = None
    told: Told | None = None

    @property
    def sha256(self) -> str:
        """The page's identity: the hash of its bytes, 64 hex digits."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """How far a file of many pages has been given: all that stands before byte ``offset`` came before this.

    ``counts`` is what its reader must know to go on from there; ``edge`` marks where giving it begins and ends.
    """

    location: str
    offset: int
    size: int  # bytes of the whole file
    counts: tuple[tuple[str, int], ...] = ()
    edge: Literal["begin", "end"] | None = None


@dataclass(frozen=True, slots=True)
class Issue:
    """What could not be done: to which page, at which stage, why, and what the user can do about it."""

    location: str
    stage: Stage
    code: str  # short, stable, lower-case with hyphens: "empty", "binary", "unsupported-language", "no-date", ...
    message: str
    page: str | None = None  # SHA-256 of the page's bytes, where they could be read
    fatal: bool = True  # False: the page was read all the same, and this is what it lacks
