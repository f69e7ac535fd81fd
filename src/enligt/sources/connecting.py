"""Connections that lead to checked addresses only and give up in time. Imported where something is fetched: httpcore2 is heavy.

The name is resolved here, every answer is checked, and the connection goes to the very address that was checked: a name that
answers otherwise the next time (DNS rebinding), or a redirect, gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import time
from functools import cache
from typing import TYPE_CHECKING, Any

import httpcore2

from enligt.sources.answers import Answer, Failed
from enligt.sources.inner import MOST_ANSWERS, first_inner

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from httpx2 import URL

    from enligt.sources.answers import Limits, Resolve
    from enligt.sources.inner import Network

    SocketOption = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]

_MOST_TRIED = 4  # addresses of one name that are connected to, one after the other
_AROUND = 256 * 1024  # bytes of an answer beside its body: headers (h11 takes 100 KiB), the sizes of chunks
_WITH_BODY = frozenset({200, 203})
_LISTS = frozenset({"content-encoding"})  # headers whose values are joined where there are several


class InnerAddressError(Exception):
    """A host leads to an inner address: ``address`` is the one that it leads to."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


class UnknownHostError(Exception):
    """No name server knows the host."""


class TooSlowError(Exception):
    """The answer took longer than all of one may take."""


class TooMuchError(Exception):
    """More bytes came over the wire than an answer may have."""


class Watch:
    """What one answer may still take, in seconds and bytes: headers, chunks and all."""

    def __init__(self) -> None:
        self._until = 0.0
        self._bytes = 0

    def start(self, *, seconds: float, most: int) -> None:
        """From now on, an answer may take so many seconds and bytes."""
        self._until = time.monotonic() + seconds
        self._bytes = most

    def left(self, wanted: float | None) -> float:
        """Seconds to wait for what comes next.

        Raises:
            TooSlowError: none are left.
        """
        left = self._until - time.monotonic()
        if left <= 0:
            raise TooSlowError
        return left if wanted is None else min(left, wanted)

    def take(self, count: int) -> None:
        """So many bytes came.

        Raises:
            TooMuchError: they are too many.
        """
        self._bytes -= count
        if self._bytes < 0:
            raise TooMuchError


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses that the system knows for a host, in its order, each once.

    Raises:
        OSError: it knows none, or could not find out.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


class _Stream(httpcore2.NetworkStream):
    """A connection under watch."""

    def __init__(self, stream: httpcore2.NetworkStream, watch: Watch) -> None:
        self._stream, self._watch = stream, watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = self._stream.read(max_bytes, self._watch.left(timeout))
        except httpcore2.ReadTimeout:
            self._watch.left(timeout)  # which of the two limits it was
            raise
        self._watch.take(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._watch.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, self._watch.left(timeout)), self._watch)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects to outer addresses, and to inner ones that are allowed.

    Args:
        watch: what the answer that is asked for may take.
        allowed: networks whose addresses may be connected to although they are inner ones.
        resolve: from a host and a port to its addresses.
    """

    def __init__(self, watch: Watch, *, allowed: Sequence[Network] = (), resolve: Resolve = resolved) -> None:
        self._watch, self._allowed, self._resolve = watch, allowed, resolve
        self._plain = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[SocketOption] | None = None,
    ) -> httpcore2.NetworkStream:
        """A connection to one of the host's addresses, all of which were checked.

        Raises:
            InnerAddressError: one of them is an inner address that is not allowed.
            UnknownHostError: there are none.
            TooSlowError: there is no time left.
            httpcore2.ConnectError: none of them answers; ``ConnectTimeout`` where the last one did not in time.
        """
        answers = self._addresses(host, port)
        if (inner := first_inner(answers, allowed=self._allowed)) is not None:
            raise InnerAddressError(inner)
        failed: Exception | None = None
        for address in answers[:_MOST_TRIED]:
            wait = self._watch.left(timeout)
            try:
                stream = self._plain.connect_tcp(address, port, wait, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failed = error
            else:
                return _Stream(stream, self._watch)
        raise failed or UnknownHostError(host)

    def _addresses(self, host: str, port: int) -> Sequence[str]:
        try:
            answers = self._resolve(host, port)
        except socket.gaierror as error:
            if error.errno == socket.EAI_AGAIN:
                raise httpcore2.ConnectError("the name server does not answer") from error
            raise UnknownHostError(host) from error
        except (OSError, UnicodeError) as error:  # UnicodeError: a name that no name server could be asked for
            raise UnknownHostError(host) from error
        if len(answers) > MOST_ANSWERS:
            raise UnknownHostError(host)
        return answers


@cache
def _trusted() -> ssl.SSLContext:
    """The certificates that the system trusts: read once, since that takes a tenth of a second."""
    return httpcore2.default_ssl_context()


class Line:
    """The connections of a fetcher, and the watch over the one answer that is under way.

    Args:
        allowed: as `GuardedBackend`.
        resolve: likewise; the system's where None.
        tls: whom to trust; the system's certificates where None.
    """

    def __init__(self, *, allowed: Sequence[Network], resolve: Resolve | None, tls: ssl.SSLContext | None) -> None:
        self._watch = Watch()
        # No proxies: one would resolve the names for us, and connect to whatever it likes.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=tls or _trusted(),
            max_connections=8,
            keepalive_expiry=15.0,
            network_backend=GuardedBackend(self._watch, allowed=allowed, resolve=resolve or resolved),
        )

    def close(self) -> None:
        """Let all connections go."""
        self._pool.close()

    def answer(  # noqa: PLR0913 - what is asked, and what the answer may take
        self,
        url: URL,
        headers: Sequence[tuple[str, str]],
        *,
        limits: Limits,
        most: int,
        cut: bool = False,
        content: bytes | None = None,
    ) -> Answer:
        """One request and its answer, whose body is still packed, and empty unless the status is 200 or 203.

        Args:
            url: the address, checked by ``addresses.parsed``.
            headers: of the request.
            limits: seconds that it may take.
            most: bytes of its body at most.
            cut: take the first ``most`` bytes of a longer one.
            content: what is sent (POST); None: nothing is (GET).

        Raises:
            Failed: there is none.
        """
        self._watch.start(seconds=limits.seconds, most=most + _AROUND)
        asked = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        waits = dict.fromkeys(("connect", "read", "write", "pool"), limits.silence)
        sent = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers]
        try:
            method = "GET" if content is None else "POST"
            with self._pool.stream(method, asked, headers=sent, content=content, extensions={"timeout": waits}) as response:
                told = _told(response.headers)
                body = _body(response, told, most=most, cut=cut) if response.status in _WITH_BODY else b""
                return Answer(response.status, told, body)
        except InnerAddressError as error:
            message = (
                f"leads to {error.address}, an address of an inner network: not fetched unless the setting"
                " ENLIGT_ALLOW_ADDRESSES names it"
            )
            raise Failed("inner-address", message) from None
        except UnknownHostError:
            raise Failed("unknown-host", "no name server knows this host: check the spelling") from None
        except TooMuchError:
            message = f"larger than {most / 1024 / 1024:g} MiB: no page is (ENLIGT_FETCH_MIB allows more)"
            raise Failed("too-large", message) from None
        except TooSlowError:
            message = f"the answer took longer than {limits.seconds:g} seconds (ENLIGT_FETCH_SECONDS allows more)"
            raise Failed("too-slow", message) from None
        except (httpcore2.TimeoutException, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise _failure(error, silence=limits.silence) from None


def _told(headers: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their small names; of one that comes several times the last, or all where it is a list."""
    told: dict[str, str] = {}
    for name, value in headers:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        told[key] = f"{told[key]}, {text}" if key in told and key in _LISTS else text
    return told


def _body(response: httpcore2.Response, told: dict[str, str], *, most: int, cut: bool) -> bytes:
    said = told.get("content-length", "")
    if not cut and said.isdecimal() and said.isascii() and int(said[:18]) > most:
        raise TooMuchError
    out = bytearray()
    for part in response.iter_stream():
        out += part
        if len(out) > most:
            if cut:
                break
            raise TooMuchError
    return bytes(out[:most])


def _failure(error: Exception, *, silence: float) -> Failed:
    """What went wrong between us and the server, in words."""
    what = " ".join(str(error).split())[:200] or type(error).__name__
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            message = f"the site's certificate cannot be trusted ({cause.verify_message}): not fetched"
            return Failed("bad-certificate", message)
        cause = cause.__cause__ or cause.__context__
    if isinstance(error, httpcore2.ProtocolError):
        return Failed("bad-answer", f"the server's answer breaks off, or is none ({what})", again=True)
    if isinstance(error, httpcore2.ReadTimeout):
        return Failed("too-slow", f"the server said nothing for {silence:g} seconds: try again later", again=True)
    if isinstance(error, httpcore2.TimeoutException):
        return Failed("unreachable", f"the server did not answer within {silence:g} seconds: try again later", again=True)
    return Failed("unreachable", f"no connection to the server ({what}): check the address, or try again later", again=True)
