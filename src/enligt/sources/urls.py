"""Web addresses: made whole, told apart, and believed or not where a page names one as its own."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

LONGEST = 2_000  # characters; no browser promises more, and no article's address needs as much
_SHAPE = re.compile(r"https?://[^\s<>\"\x00-\x20\x7f]+", re.IGNORECASE)
_SECOND = frozenset({"ac", "co", "com", "edu", "gov", "net", "org"})  # before a country's two letters: "co.uk", "com.au"
_PREFIXES = re.compile(r"^(?:www\d?|m|amp|mobil|mobile|touch)\.")
_KEPT = re.compile(r"https?://web\.archive\.org/web/\d{4,14}(?:[a-z]{2}_)?/(https?:/?/?.+)", re.IGNORECASE)
_CACHES = ("cdn.ampproject.org",)


def absolute(address: str | None, *, base: str | None) -> str | None:
    """An address made whole against ``base``, its fragment left off; None where it is none of http or https.

    An address of the same page (``#notes``), ``mailto:``, ``javascript:`` and the like are None.
    """
    said = re.sub(r"[\t\r\n]", "", (address or "").strip())
    if not said or said.startswith("#") or len(said) > LONGEST:
        return None
    try:
        whole = urljoin(base or "", said)
        parts = urlsplit(whole)
        host = parts.hostname
        _ = parts.port  # raises where it is none
    except ValueError:
        return None
    whole = whole.partition("#")[0].replace(" ", "%20")
    if not host or len(whole) > LONGEST or _SHAPE.fullmatch(whole) is None:
        return None
    return whole


def host_of(url: str | None) -> str | None:
    """The host of a web address in lower case, without a ``www.``, ``m.`` or ``amp.`` before it; None where there is none."""
    if not url or not re.match(r"https?://", url, re.IGNORECASE):
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:
        return None
    return _PREFIXES.sub("", host) or None if host else None


def site_of(url: str | None) -> str | None:
    """The site that an address belongs to: the last two labels of its host, three under ``co.uk`` and its like.

    Not the Public Suffix List: two sites of one hosting firm (``a.blogspot.com``, ``b.blogspot.com``) count as one here.
    """
    host = host_of(url)
    if host is None or re.fullmatch(r"[\d.]+|\[?[0-9a-f:]+\]?", host):
        return host
    labels = host.split(".")
    size = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND else 2
    return ".".join(labels[-size:])


def same_page(one: str | None, other: str | None) -> bool:
    """Whether two addresses name one page: whatever the scheme, a ``www.``, an ending slash and what counts visits say."""
    return one is not None and other is not None and _bare(one) == _bare(other)


def _bare(url: str) -> tuple[str | None, str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return None, url, ""
    query = "&".join(
        sorted(
            one for one in parts.query.split("&") if one and not re.match(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|cmpid|ref)=", one)
        )
    )
    return host_of(url), re.sub(r"/(?:amp|index\.html?|index\.php)?$", "", parts.path), query


def origin(location: str) -> str | None:
    """The address of a page by where it was found: out of an archive's own address (web.archive.org), else as it is.

    None where the location is no web address (a file), or the address of a cache that serves others' pages.
    """
    kept = _KEPT.fullmatch(location.strip())
    if kept is not None:
        location = re.sub(r"^(https?):/*", r"\1://", kept[1])
    whole = absolute(location, base=None) if re.match(r"https?://", location, re.IGNORECASE) else None
    host = host_of(whole)
    return None if host is None or host.endswith(_CACHES) else whole


def is_front(url: str) -> bool:
    """Whether an address is a site's front page."""
    parts = urlsplit(url)
    return (
        not parts.query and re.fullmatch(r"/?(?:[a-z]{2}(?:-[a-z]{2})?/?)?(?:index\.\w+)?", parts.path, re.IGNORECASE) is not None
    )
