"""Web addresses as feeds and sitemaps write them: made whole, or refused."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

_LONGEST = 2000  # characters; no page has a longer one
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/(?!(?:.*/)?\.{1,2}(?:[/?]|$))[A-Za-z0-9._~/%?=&+,;:-]*")
"""Addresses that are in their usual spelling already."""

_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff<>\"{}|\\^`]")


def web_address(told: str | None, *, base: str = "") -> str | None:
    """The address (http or https) in its usual spelling, joined to ``base`` where it is relative; None where it is none.

    The usual spelling is that of ``sources.fetching``: small host in ASCII, escaped path, no fragment.

    One that holds a name and password, white space or signs that no address has is none either.
    """
    raw = (told or "").strip()
    if not raw or len(raw) > _LONGEST or _ODD.search(raw):
        return None
    try:
        whole = urldefrag(urljoin(base, raw) if base else raw).url
        parts = urlsplit(whole)
        named, _ = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not named or "@" in parts.netloc:
        return None
    return whole if _PLAIN.fullmatch(whole) else _spelt(whole)


def _spelt(address: str) -> str | None:
    from httpx2 import URL, InvalidURL  # noqa: PLC0415 - heavy, and seldom needed

    try:
        url = URL(address)
        return str(url.copy_with(raw_path=url.raw_path, fragment=None))
    except InvalidURL:
        return None
