"""Web addresses as they are compared: what differs between two ways to one page is left out."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import parse_qsl, urlencode, urlsplit

_PARTNERS: Final = frozenset(
    {
        "fbclid", "gclid", "dclid", "msclkid", "twclid", "igshid", "mc_cid", "mc_eid", "cmpid", "ocid", "ref", "ref_src",
        "referrer", "share",
    }
)  # fmt: skip
"""Fields of a query that say by which way a reader came."""
_LEAD: Final = re.compile(r"^(?:www\d?|m|mobil|mobile|amp)\.")
_ENDS: Final = re.compile(r"(?:/amp|/index\.html?|/)+$")


def address(url: str | None) -> str | None:
    """Host, path and query of a web address, without what leads to the same page; None for what is no such address.

    The scheme, ``www.`` and ``m.``, a port that is the usual one, the fragment, a final slash, an AMP path and fields that
    count visitors (``utm_…``, ``fbclid``) go; other fields are put in order, since some sites tell their pages apart by them.
    """
    if url is None:
        return None
    try:
        parts = urlsplit(url.strip())
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    kept = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True, max_num_fields=None)
        if name.lower() not in _PARTNERS and not name.lower().startswith("utm_")
    ]
    path = _ENDS.sub("", parts.path)
    if not path and not kept:
        return None  # a front page is no article's address
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"{_LEAD.sub('', host)}{'' if port in {None, 80, 443} else f':{port}'}{path}{query}"
