"""What a site's robots.txt asks of programs like this one. Source: RFC 9309; read by protego."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from protego import Protego

PRODUCT = "enligt"
"""The name that robots.txt may call us by; it is the first word of our user agent."""

LARGEST_ROBOTS = 512 * 1024
"""Bytes; what stands behind them is not read (RFC 9309 asks for 500 KiB at least)."""

_MOST_SECONDS = 1_000_000  # of a number that may have thousands of digits


class Rules:
    """The rules of one robots.txt for us: those for ``enligt``, else those for all.

    Args:
        content: its bytes; None where the site has none, so that all is allowed.
    """

    def __init__(self, content: bytes | None) -> None:
        self._rules: Protego | None = None
        if content is not None:
            from protego import Protego  # noqa: PLC0415 - only where something is fetched

            self._rules = Protego.parse(content.decode("utf-8-sig", "replace").replace("\x00", ""))

    def allow(self, address: str) -> bool:
        """Whether an address of the site may be asked for."""
        return self._rules is None or bool(self._rules.can_fetch(address, PRODUCT))

    @property
    def pause(self) -> float:
        """Seconds between two requests that it asks for (``Crawl-delay``, ``Request-rate``); 0 where it does not."""
        if self._rules is None:
            return 0.0
        rate = self._rules.request_rate(PRODUCT)
        every = min(rate.seconds, _MOST_SECONDS) / rate.requests if rate and rate.requests else 0.0
        asked = (self._rules.crawl_delay(PRODUCT) or 0.0, every)
        return max(one if math.isfinite(one) and one > 0 else 0.0 for one in asked)
