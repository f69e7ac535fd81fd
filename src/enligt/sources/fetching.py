"""Addresses fetched from the web: politely, within limits, and never from an inner network.

Polite: what robots.txt asks, one request at a time and a pause per host, conditional requests, retries with growing pauses, an
honest user agent. Nothing that a server says is believed: redirects are followed here, one by one, each checked like an address
that was typed; lengths are counted, time is measured. Whatever goes wrong is an Issue that names the address and the remedy.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self, TypeVar

from enligt.errors import UsageError
from enligt.model import Issue, Page
from enligt.sources.addresses import is_address, parsed, shown, target
from enligt.sources.answers import (
    DEFAULT_LIMITS,
    THIS_MACHINE,
    Answer,
    Failed,
    Fetched,
    Limits,
    Remembered,
    Surroundings,
    Unchanged,
    of_status,
)
from enligt.sources.inner import networks
from enligt.sources.robots import LARGEST_ROBOTS, PRODUCT, Rules
from enligt.sources.unpacking import UnpackError, unpacked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

    from httpx2 import URL

    from enligt.sources.connecting import Line

__all__ = ["DEFAULT_LIMITS", "Fetched", "Fetcher", "Limits", "Remembered", "Surroundings", "Unchanged", "is_address"]

log = logging.getLogger(__name__)

_MOST_HOSTS = 1000  # whose robots.txt and pause are remembered
_SHOWN = 300  # characters of a foreign message
_MOST_KEPT = 512  # characters of an ETag or a date that are sent back
_MOST_FAILURES = 3  # addresses of a host, one after the other, before it is left alone
_LEFT_ALONE = 600.0  # seconds that a host which fails is left alone
_PAGES = frozenset({200, 203})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 502, 503, 504})
"""Statuses that may be another one a little later."""


_Kept = TypeVar("_Kept")


@dataclass(slots=True)
class _Host:
    """When a host may be asked again, how long to pause after each request, and how many addresses failed one after the other."""

    pause: float
    not_before: float = 0.0
    failures: int = 0


@dataclass(slots=True)
class _Site:
    """The robots.txt of a scheme, host and port: its rules or why they could not be read, and until when that holds."""

    until: float
    rules: Rules | None = None
    failed: Failed | None = None


def checked_contact(contact: str | None) -> str | None:
    """A contact as it may stand in the user agent: an address of the web or of mail.

    Raises:
        UsageError: it holds what no header may.
    """
    if not contact or not contact.strip():
        return None
    if re.fullmatch(r"[!-'*-~][ -'*-~]{0,200}", contact.strip()) is None:
        raise UsageError(f"{contact!r} cannot be sent as a contact: an address of mail or of a page, in ASCII, without brackets")
    return contact.strip()


class Fetcher:
    """Fetches addresses, one at a time; a context manager. Not for two threads at once.

    Args:
        limits: what one address and one host may take.
        allow_addresses: inner addresses and networks (CIDR) that may be connected to all the same; none by default.
        contact: whom a site's owner can write to; it stands in the user agent.
        surroundings: clock, name server and certificates; the machine's own by default.

    Raises:
        UsageError: one of ``allow_addresses`` is no address or network, or ``contact`` cannot be sent.
    """

    def __init__(
        self,
        limits: Limits = DEFAULT_LIMITS,
        *,
        allow_addresses: Sequence[str] = (),
        contact: str | None = None,
        surroundings: Surroundings = THIS_MACHINE,
    ) -> None:
        self._limits = limits
        self._allowed = networks(allow_addresses)
        self._contact = checked_contact(contact)
        self._around = surroundings
        self._hosts: dict[str, _Host] = {}
        self._sites: dict[str, _Site] = {}
        self._line: Line | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @cached_property
    def user_agent(self) -> str:
        """Who asks: ``enligt/VERSION (+contact)``."""
        from importlib import metadata  # noqa: PLC0415 - slow, and only where something is fetched

        try:
            version = f"/{metadata.version(PRODUCT)}"
        except metadata.PackageNotFoundError:  # run from its sources, not installed
            version = ""
        return f"{PRODUCT}{version}" + (f" (+{self._contact})" if self._contact else "")

    def close(self) -> None:
        """Let all connections go."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def fetch(self, address: str, *, remembered: Remembered | None = None) -> Fetched | Unchanged | Issue:
        """One address: its page, or that it is unchanged, or why there is none. Never raises for what an address leads to.

        An Issue's code: ``bad-address``, ``refused-by-robots``, ``inner-address``, ``unknown-host``, ``unreachable``,
        ``bad-certificate``, ``bad-answer``, ``too-slow``, ``too-large``, ``packed``, ``redirect-loop``, ``too-many-redirects``,
        ``not-found``, ``gone``, ``refused``, ``busy``, ``http-status``, ``empty``.

        Args:
            address: http or https.
            remembered: what the last answer said of itself: the server may then say that nothing changed.
        """
        try:
            url = parsed(address)
        except ValueError as error:
            return Issue(shown(address), "source", "bad-address", str(error))
        try:
            answer, where = self._followed(url, remembered)
            if answer.status == 304 and remembered is not None:
                return Unchanged(str(url))
            page = self._page(url, answer)
        except Failed as failed:
            return Issue(str(url), "source", failed.code, failed.message)
        except Exception as error:
            log.debug("%s: unexpected error", url, exc_info=error)
            what = " ".join(str(error).split())[:_SHOWN]
            return Issue(str(url), "source", "unexpected", f"{type(error).__name__}: {what}")
        kept = Remembered(_memorable(answer.headers.get("etag")), _memorable(answer.headers.get("last-modified")))
        return Fetched(page, where, kept)

    def _page(self, url: URL, answer: Answer) -> Page:
        """The page of an answer, by the address that was asked for."""
        if answer.status not in _PAGES:
            raise of_status(answer.status)
        if not answer.body.strip():
            raise Failed("empty", "the page is empty")
        moment = self._around.now().astimezone(UTC).isoformat(timespec="seconds")
        return Page(str(url), answer.body, answer.headers.get("content-type", "")[:200] or None, moment)

    # --- redirects and robots.txt

    def _followed(self, url: URL, remembered: Remembered | None = None, *, robots: bool = False) -> tuple[Answer, str]:
        """The answer at the end of all redirects, and its address; ``robots``: of a robots.txt, which nobody's rules are for."""
        seen: list[str] = []
        while True:
            if str(url) in seen:
                message = f"redirects lead in a circle, by way of {shown(str(url))}: some sites do so to whoever sends no cookies"
                raise Failed("redirect-loop", message)
            if len(seen) > self._limits.redirects:
                raise Failed("too-many-redirects", f"more than {self._limits.redirects} redirects, one behind the other")
            seen.append(str(url))
            try:
                if not robots:
                    self._obey(url)
                answer = self._tried(url, remembered, robots=robots)
                if answer.status not in _REDIRECTS or not answer.headers.get("location"):
                    return answer, str(url)
                url = _next(url, answer.headers["location"])
            except Failed as failed:
                if len(seen) == 1:
                    raise
                raise Failed(failed.code, f"redirected to {shown(seen[-1])}: {failed.message}") from None

    def _obey(self, url: URL) -> None:
        rules = self._rules(url)
        if not rules.allow(str(url)):
            message = (
                "its robots.txt asks programs like this one to leave this address alone: ask the site, or save the page by hand"
            )
            raise Failed("refused-by-robots", message)

    def _rules(self, url: URL) -> Rules:
        """The rules of an address's site: read once, kept for some hours. A site whose rules cannot be read is left alone."""
        origin = str(url.copy_with(raw_path=b"/robots.txt"))
        site = self._sites.get(origin)
        if site is None or site.until < self._around.clock():
            site = self._read_rules(url.copy_with(raw_path=b"/robots.txt"))
            _keep(self._sites, origin, site)
        if site.rules is None:
            raise site.failed or Failed("unreachable", "its robots.txt could not be read")
        return site.rules

    def _read_rules(self, robots: URL) -> _Site:
        until = self._around.clock() + self._limits.robots_hours * 3600
        try:
            answer, _ = self._followed(robots, robots=True)
        except Failed as failed:
            if failed.code in {"redirect-loop", "too-many-redirects"}:
                return _Site(until, rules=Rules(None))  # RFC 9309: unavailable, as if there were none
            told = Failed(failed.code, f"{failed.message} (asked for its robots.txt, so the whole site is left alone)")
            return _Site(self._around.clock() + _LEFT_ALONE, failed=told)
        if answer.status in _PAGES:
            rules = Rules(answer.body)
            host = self._host(robots)
            host.pause = max(host.pause, min(rules.pause, self._limits.longest_pause))
            # The first request came before the site's own pause was known.
            host.not_before = max(host.not_before, self._around.clock() + host.pause)
            return _Site(until, rules=rules)
        if 400 <= answer.status < 500:
            return _Site(until, rules=Rules(None))
        message = f"its robots.txt answers with status {answer.status}, so the whole site is left alone: try again later"
        return _Site(self._around.clock() + _LEFT_ALONE, failed=Failed("unreachable", message))

    # --- pauses and retries

    def _host(self, url: URL) -> _Host:
        host = self._hosts.get(url.host)
        if host is None:
            host = _Host(self._limits.pause)
            _keep(self._hosts, url.host, host)
        return host

    def _tried(self, url: URL, remembered: Remembered | None, *, robots: bool) -> Answer:
        """An answer, be it after several tries: where the server is busy or the connection fails, with growing pauses."""
        host = self._host(url)
        for number in range(1, self._limits.tries + 1):
            wait = self._limits.backoff * 2 ** (number - 1)
            failed: Failed  # what is raised if no try does better
            self._pause(host)
            try:
                answer = self._once(url, remembered, robots=robots)
            except Failed as error:
                failed = error
                if not error.again:
                    raise
            else:
                host.failures = 0
                if answer.status not in _AGAIN:
                    return answer
                failed = of_status(answer.status)
                wait = max(wait, self._asked_wait(answer))
            finally:
                host.not_before = max(host.not_before, self._around.clock() + host.pause)
            if number < self._limits.tries or wait > self._limits.longest_wait:
                host.not_before = max(host.not_before, self._around.clock() + wait)
            if wait > self._limits.longest_wait:
                raise Failed(failed.code, f"{failed.message}; it asks to be left alone for {wait:.0f} seconds")
        host.failures += failed.again
        if host.failures >= _MOST_FAILURES:
            host.not_before = max(host.not_before, self._around.clock() + _LEFT_ALONE)
        raise failed

    def _pause(self, host: _Host) -> None:
        wait = host.not_before - self._around.clock()
        if wait > max(self._limits.longest_wait, host.pause):
            message = (
                f"the host is left alone for {wait:.0f} seconds more: it asked for that, or does not answer; try again later"
            )
            raise Failed("busy", message)
        if wait > 0:
            self._around.sleep(wait)

    def _asked_wait(self, answer: Answer) -> float:
        """Seconds that a busy server asks us to wait (``Retry-After``: a number, or a date); 0 where it does not."""
        said = answer.headers.get("retry-after", "")[:100].strip()
        if said.isdecimal() and said.isascii():
            return float(said[:9])
        try:
            moment = parsedate_to_datetime(said)
        except (ValueError, OverflowError):
            return 0.0
        return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - self._around.now()).total_seconds())

    # --- one request

    def _once(self, url: URL, remembered: Remembered | None, *, robots: bool) -> Answer:
        if self._line is None:
            from enligt.sources.connecting import Line  # noqa: PLC0415 - heavy: only where something is fetched

            self._line = Line(allowed=self._allowed, resolve=self._around.resolve, tls=self._around.tls)
        most = LARGEST_ROBOTS if robots else self._limits.largest
        headers = [
            ("Host", url.netloc.decode("ascii")),
            ("User-Agent", self.user_agent),
            ("Accept", "text/plain,*/*;q=0.1" if robots else "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"),
            # What is cut off in the middle must still be read: robots.txt unpacked.
            ("Accept-Encoding", "identity" if robots else "gzip, deflate, br, zstd"),
        ]
        if remembered is not None and not robots:
            headers += [("If-None-Match", remembered.etag)] if remembered.etag else []
            headers += [("If-Modified-Since", remembered.modified)] if remembered.modified else []
        answer = self._line.answer(url, headers, limits=self._limits, most=most, cut=robots)
        encodings = answer.headers.get("content-encoding", "")
        if not answer.body or not encodings:
            return answer
        try:
            return answer._replace(body=unpacked(answer.body, transfer="", encodings=encodings, largest=most))
        except UnpackError as error:
            raise Failed(error.code, str(error)) from None


def _next(url: URL, location: str) -> URL:
    """Where a redirect leads."""
    try:
        # Headers are bytes; those beyond ASCII are mostly UTF-8.
        return target(url, location.encode("latin-1").decode("utf-8", "replace"))
    except ValueError as error:
        raise Failed("bad-address", f"redirected to {shown(location)!r}: {error}") from None


def _memorable(value: str | None) -> str | None:
    """A header's value that may be sent back as it came; None where it is too long, or not of printable ASCII."""
    return value if value and len(value) <= _MOST_KEPT and re.fullmatch(r"[!-~](?:[ -~]*[!-~])?", value) else None


def _keep(held: dict[str, _Kept], key: str, value: _Kept) -> None:
    """Enter a value; the one that was entered first goes where there are too many."""
    if len(held) >= _MOST_HOSTS:
        del held[next(iter(held))]
    held[key] = value
