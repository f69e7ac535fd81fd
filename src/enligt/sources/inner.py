"""Which network addresses are inner ones, that nothing read from a page, a list or a name server may lead us to."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING

from enligt.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    Address = ipaddress.IPv4Address | ipaddress.IPv6Address
    Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_INNER_4 = tuple(
    ipaddress.IPv4Network(one)
    for one in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",  # private
        "100.64.0.0/10",  # shared by the customers of a provider
        "127.0.0.0/8",  # loopback
        "169.254.0.0/16",  # link-local; clouds answer here with keys
        "172.16.0.0/12",  # private
        "192.0.0.0/24",  # protocol assignments
        "192.0.2.0/24",  # documentation
        "192.88.99.0/24",  # relays to IPv6, given up
        "192.168.0.0/16",  # private
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, broadcast
    )
)
"""Source: IANA IPv4 Special-Purpose Address Registry. Not ``is_global``: what it passes differs between Python's versions."""

_OUTER_6 = ipaddress.IPv6Network("2000::/3")
"""All global unicast addresses there are (RFC 4291); what else there is (loopback, private, link-local, IPv4-mapped,
64:ff9b::/96, multicast …) is inner."""

_INNER_6 = tuple(
    ipaddress.IPv6Network(one)
    for one in (
        "2001::/23",  # protocol assignments; Teredo, which holds an IPv4 address
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4, which holds an IPv4 address
        "3fff::/20",  # documentation
    )
)
"""Source: IANA IPv6 Special-Purpose Address Registry, what of it lies in 2000::/3."""

MOST_ANSWERS = 64  # addresses of one name that are looked at; a name with more is none of a newspaper


def is_inner(address: Address) -> bool:
    """Whether an address belongs to a machine, a local network or a special purpose, or leads to one that does."""
    if isinstance(address, ipaddress.IPv4Address):
        return any(address in network for network in _INNER_4)
    return address not in _OUTER_6 or any(address in network for network in _INNER_6)


def networks(said: Iterable[str]) -> tuple[Network, ...]:
    """The addresses and networks (CIDR) of the setting ``allow_addresses``.

    Raises:
        UsageError: one is neither.
    """
    found: list[Network] = []
    for one in said:
        try:
            found.append(ipaddress.ip_network(one.strip(), strict=False))
        except ValueError:
            raise UsageError(
                f"{one!r} is no address or network that could be allowed: write it as 10.1.2.3, 10.1.0.0/16 or fd00::/8"
                " (a name would not do: who answers for it decides where it leads)"
            ) from None
    return tuple(found)


def first_inner(answers: Iterable[str], *, allowed: Iterable[Network]) -> str | None:
    """The first of a name's addresses that is an inner one and not allowed, or is no address at all; None where all are well.

    One is enough to refuse the name: an outer name that also answers with an inner address is somebody's trick or mistake.
    """
    known = tuple(allowed)
    for answer in answers:
        try:
            address = ipaddress.ip_address(answer)
        except ValueError:
            return answer
        if is_inner(address) and not any(address.version == one.version and address in one for one in known):
            return answer
    return None
