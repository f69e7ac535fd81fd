"""What one request may take, what came back and is handed on, and why nothing did. Nothing heavy is imported."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Sequence

    from enligt.model import Issue, Page

    Resolve = Callable[[str, int], Sequence[str]]

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """What one address, and one host, may take. The defaults are meant for pages of news.

    Attributes:
        largest: bytes of a page, as it comes and as it unpacks.
        seconds: for the whole of one answer, from the connection to its last byte.
        silence: seconds to wait for a connection, or for the next bytes.
        redirects: followed for one address.
        pause: seconds between two requests to one host.
        longest_pause: seconds; what robots.txt asks beyond that is cut to it.
        tries: of one address, where the server is busy or the connection fails.
        backoff: seconds before the second try; twice as many before each that follows.
        longest_wait: seconds; a host that asks for a longer one (``Retry-After``) is left alone for that time.
        robots_hours: how long a robots.txt holds before it is read again.
    """

    largest: int = 16 * _MIB
    seconds: float = 60.0
    silence: float = 20.0
    redirects: int = 8
    pause: float = 2.0
    longest_pause: float = 60.0
    tries: int = 3
    backoff: float = 4.0
    longest_wait: float = 120.0
    robots_hours: float = 12.0


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a fetcher takes from the machine it runs on; tests put their own in its place.

    Attributes:
        clock: seconds that only grow, for pauses.
        sleep: waits for so many seconds.
        now: the moment, with its time zone.
        resolve: from a host and a port to addresses; the system's where None.
        tls: whom to trust; the system's certificates where None.
    """

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    resolve: Resolve | None = None
    tls: ssl.SSLContext | None = None


THIS_MACHINE = Surroundings()


class Failed(Exception):  # noqa: N818 - no error of the program, but the way to one Issue
    """Why an address was not fetched: an Issue's code and message. ``again``: another try may do better."""

    def __init__(self, code: str, message: str, *, again: bool = False) -> None:
        super().__init__(message)
        self.code, self.message, self.again = code, message, again


class Answer(NamedTuple):
    """An answer: its headers by their small names, and the bytes of its body."""

    status: int
    headers: dict[str, str]
    body: bytes


def of_status(status: int) -> Failed:
    """Why a status gives no page."""
    if status == 404:
        return Failed("not-found", "there is no such page (status 404): check the address")
    if status == 410:
        return Failed("gone", "the page was taken away (status 410)")
    if status in {401, 402, 403, 407, 451}:
        return Failed("refused", f"the site shows it to others only (status {status}): save the page by hand if you may read it")
    if status in {429, 503}:
        return Failed("busy", f"the server is busy or was asked too often (status {status}): run the same command later")
    return Failed("http-status", f"the server answers with status {status} instead of a page: try again later")


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the last answer of an address said of itself: sent back as ``If-None-Match`` and ``If-Modified-Since``."""

    etag: str | None = None
    modified: str | None = None


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a body.

    ``page.location`` is the address asked for (in its usual spelling, without its fragment), ``page.media_type`` as served,
    ``page.fetched`` the moment (UTC, ISO), ``page.content`` unpacked. ``address`` is where redirects led.
    """

    page: Page
    address: str
    remembered: Remembered


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page is what it was when it was remembered (status 304). ``address`` is the one asked for."""

    address: str


class Fetches(Protocol):
    """What fetches one address, politely: ``sources.fetching.Fetcher``, ``sources.web.Web``, or a test's own."""

    def fetch(self, address: str, *, remembered: Remembered | None = None) -> Fetched | Unchanged | Issue:
        """The page, or that it is unchanged, or why there is none: what goes wrong is a value."""
