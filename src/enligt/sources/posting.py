"""Something sent to an address of the web, by the same rules as a page is fetched: never to an inner network, within limits."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

from enligt.errors import InputError
from enligt.sources.addresses import parsed, shown
from enligt.sources.answers import Failed, Limits
from enligt.sources.inner import first_inner, networks

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping, Sequence

    from enligt.sources.answers import Resolve

EVERYWHERE = ("0.0.0.0/0", "::/0")
"""Networks that allow any address, inner ones too."""

_LIMITS = Limits(seconds=20.0)
_LARGEST_ANSWER = 64 * 1024


def checked(address: str, *, allow_addresses: Sequence[str] = ()) -> str:
    """An address that something may be sent to, in its usual spelling.

    A host in numbers, or this machine's own name, is looked at here; where any other name leads, `post` looks up each time.

    Raises:
        InputError: it is none of http or https, or leads to an inner network that is not allowed.
    """
    try:
        url = parsed(address)
    except ValueError as error:
        raise InputError(f"{shown(address)}: {error}") from None
    inner = first_inner(_known(url.host), allowed=networks(allow_addresses))
    if inner is not None:
        raise InputError(f"{shown(address)}: {inner} lies in an inner network, where nothing is sent unless that is allowed")
    return str(url)


def _known(host: str) -> list[str]:
    """The addresses of a host that are told without asking anybody; none of most names."""
    if host.rstrip(".").endswith("localhost"):
        return ["127.0.0.1"]
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, ValueError):
        return []
    return [str(one[4][0]) for one in found]


def post(  # noqa: PLR0913 - what is sent, where, and how the way is guarded
    address: str,
    content: bytes,
    *,
    headers: Mapping[str, str],
    allow_addresses: Sequence[str] = (),
    resolve: Resolve | None = None,
    tls: ssl.SSLContext | None = None,
) -> None:
    """Send ``content`` to an address, which must take it (status 200 to 299); redirects are not followed.

    Args:
        address: http or https.
        content: the body.
        headers: of the request, beside ``Host`` and ``Content-Length``.
        allow_addresses: inner addresses and networks (CIDR) that may be connected to all the same.
        resolve: as `connecting.GuardedBackend`.
        tls: as `connecting.Line`.

    Raises:
        InputError: the address is none, leads to an inner one, does not answer in time, or does not take it.
    """
    from enligt.sources.connecting import Line  # noqa: PLC0415 - heavy: only where something is sent

    try:
        url = parsed(address)
    except ValueError as error:
        raise InputError(f"{shown(address)}: {error}") from None
    sent = [("Host", url.netloc.decode("ascii")), ("Content-Length", str(len(content))), *headers.items()]
    line = Line(allowed=networks(allow_addresses), resolve=resolve, tls=tls)
    try:
        answer = line.answer(url, sent, limits=_LIMITS, most=_LARGEST_ANSWER, cut=True, content=content)
    except Failed as failed:
        raise InputError(f"{shown(address)}: {failed.message}") from None
    finally:
        line.close()
    if not 200 <= answer.status < 300:
        raise InputError(f"{shown(address)}: it answers with status {answer.status}: see that it is the hook's address")
