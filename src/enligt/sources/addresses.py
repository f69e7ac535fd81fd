"""Addresses of the web as texts: which are some, one spelling for each, and none that holds a password."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

if TYPE_CHECKING:
    from httpx2 import URL

LONGEST_ADDRESS = 4096
"""Characters."""

_SHOWN = 300  # characters of a foreign address in a message
_PLAIN = re.compile(r"https?://[a-z0-9.-]+/(?!(?:.*/)?\.{1,2}(?:[/?]|$))[A-Za-z0-9._~/%?=&+,;:-]*")
"""Addresses that are in their usual spelling already."""

_ODD = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\ufeff<>\"{}|\\^`]")


def is_address(text: str) -> bool:
    """Whether a text is meant as an address of the web (http or https), be it a valid one or not."""
    return re.match(r"https?://", text, re.IGNORECASE) is not None


def parsed(address: str) -> URL:
    """An address in its usual spelling: small host in ASCII, escaped path, no fragment.

    Raises:
        ValueError: it is none of http or https, malformed, too long, or holds a user's name.
    """
    from httpx2 import URL, InvalidURL  # noqa: PLC0415 - heavy: only where something is fetched

    if len(address) > LONGEST_ADDRESS:
        raise ValueError(f"longer than {LONGEST_ADDRESS} characters: no address of a page is")
    try:
        return _usual(URL(address.strip()))
    except InvalidURL as error:
        raise ValueError(f"no valid address ({error})") from None


def target(url: URL, location: str) -> URL:
    """Where a redirect leads, in the usual spelling.

    Args:
        url: the address that redirects.
        location: the header ``Location``.

    Raises:
        ValueError: as `parsed`.
    """
    from httpx2 import InvalidURL  # noqa: PLC0415 - as above

    if len(location) > LONGEST_ADDRESS:
        raise ValueError(f"longer than {LONGEST_ADDRESS} characters: no address of a page is")
    try:
        return _usual(url.join(location.strip()))
    except InvalidURL as error:
        raise ValueError(f"no valid address ({error})") from None


def _usual(url: URL) -> URL:
    if url.scheme not in {"http", "https"} or not url.raw_host:
        raise ValueError("only whole addresses that begin with http:// or https:// are fetched")
    if url.userinfo or "@" in urlsplit(str(url)).netloc:
        raise ValueError("it holds a user name or password, which are never sent: leave out what stands before the @")
    if url.port is not None and not 0 < url.port < 65536:
        raise ValueError(f"there is no port {url.port}")
    return url.copy_with(raw_path=url.raw_path, fragment=None)


def web_address(told: str | None, *, base: str = "") -> str | None:
    """An address as a feed or sitemap writes it, made whole and in its usual spelling (`parsed`); None where it is none.

    One that holds a name and password, white space or signs that no address has is none either.

    Args:
        told: what stands there.
        base: the address to which a relative one is joined.
    """
    raw = (told or "").strip()
    if not raw or len(raw) > LONGEST_ADDRESS or _ODD.search(raw):
        return None
    try:
        whole = urldefrag(urljoin(base, raw) if base else raw).url
        return whole if _PLAIN.fullmatch(whole) else str(parsed(whole))
    except ValueError:
        return None


def spelt(address: str) -> str:
    """The usual spelling of an address, by which two are known to be one; as it stands where it is no valid one."""
    try:
        return str(parsed(address))
    except ValueError:
        return address


def shown(address: str) -> str:
    """An address for a message or the ledger: without a password, not endless."""
    return re.sub(r"(?<=//)[^/?#]*@", "", address)[:_SHOWN]
