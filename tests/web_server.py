"""A server on this machine for tests of fetching: it sends what it is told to, byte for byte, and notes what it was asked."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Self

import pytest

from enligt.model import Issue
from enligt.sources.answers import Fetched
from enligt.sources.connecting import resolved
from enligt.sources.fetching import Fetcher, Limits, Surroundings

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path
    from types import TracebackType

    Sent = bytes | Iterable[bytes]
    Route = Sent | Callable[["Request"], Sent]

PAGE = "<html><body><p>Statsråden möttes i Hamnköping på lördagen.</p></body></html>".encode()
ALL_ALLOWED = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def answer(body: bytes = b"", *headers: str, status: str = "200 OK", length: int | None = None) -> bytes:
    """A whole answer, closed behind it."""
    said = [f"Content-Length: {len(body) if length is None else length}", "Connection: close", *headers]
    if not any(one.lower().startswith("content-type") for one in said):
        said.append("Content-Type: text/html; charset=utf-8")
    return ("\r\n".join([f"HTTP/1.1 {status}", *said]) + "\r\n\r\n").encode("latin-1") + body


def redirect(to: str, *, status: str = "302 Found") -> bytes:
    return answer(b"", f"Location: {to}", status=status)


@dataclass(frozen=True)
class Request:
    path: str
    headers: dict[str, str]


class Server:
    """Answers by path; robots.txt is not there unless a route says so. ``asked`` lists all requests but those for robots.txt."""

    def __init__(self, *, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> None:
        self.routes: dict[str, Route] = {"/robots.txt": ALL_ALLOWED}
        self.requests: list[Request] = []
        self._tls = tls
        self._socket = socket.create_server((host, 0), backlog=16)
        self._socket.settimeout(0.05)
        self.port: int = self._socket.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._over.set()
        self._thread.join(timeout=10)
        self._socket.close()

    @property
    def asked(self) -> list[str]:
        return [one.path for one in self.requests if one.path != "/robots.txt"]

    def at(self, path: str, *, host: str = "127.0.0.1", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"

    def _serve(self) -> None:
        while not self._over.is_set():
            try:
                connection, _ = self._socket.accept()
            except TimeoutError:
                continue
            with connection, contextlib.suppress(OSError):  # whoever asked may hang up
                connection.settimeout(10)
                if self._tls is not None:
                    with self._tls.wrap_socket(connection, server_side=True) as wrapped:
                        self._one(wrapped)
                else:
                    self._one(connection)

    def _one(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(65536)
            if not part or part.startswith(b"\x16"):  # a TLS handshake, which a server without a certificate does not know
                return
            head += part
        first, *lines = head.decode("latin-1").split("\r\n\r\n")[0].split("\r\n")
        named = (line.partition(":") for line in lines)
        request = Request(first.split(" ")[1], {name.lower(): value.strip() for name, _, value in named})
        self.requests.append(request)
        route = self.routes.get(request.path.split("?")[0], answer(b"nothing here", status="404 Not Found"))
        sent = route(request) if callable(route) else route
        for part in (sent,) if isinstance(sent, bytes) else sent:
            if self._over.is_set():
                return
            connection.sendall(part)
        with contextlib.suppress(OSError):
            connection.shutdown(socket.SHUT_WR)
            connection.settimeout(0.2)
            connection.recv(1)  # until the other side has read it all and hangs up: no reset in between


@dataclass
class Clock:
    """Time that passes only where somebody sleeps."""

    seconds: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def read(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.slept.append(round(seconds, 3))
        self.seconds += seconds

    def moment(self) -> datetime:
        return datetime(2026, 2, 6, 8, 0, tzinfo=UTC) + timedelta(seconds=self.seconds - 1000)


def fetcher(  # noqa: PLR0913 - what tests vary, each on its own
    clock: Clock,
    *,
    allowed: Sequence[str] = ("127.0.0.1",),
    names: dict[str, list[str]] | None = None,
    limits: Limits | None = None,
    tls: ssl.SSLContext | None = None,
    contact: str | None = None,
) -> Fetcher:
    """A fetcher with a clock of its own; ``names`` are all that its name server knows, the system's where None."""

    def resolve(host: str, port: int) -> Sequence[str]:
        if names is not None and host in names:
            return names[host]
        if names is None or host[0].isdigit() or ":" in host:
            return resolved(host, port)
        raise socket.gaierror(socket.EAI_NONAME, f"nobody knows {host}")

    around = Surroundings(clock=clock.read, sleep=clock.sleep, now=clock.moment, resolve=resolve, tls=tls)
    return Fetcher(limits or Limits(), allow_addresses=allowed, contact=contact, surroundings=around)


def code(outcome: object) -> str:
    """The code of what must be an Issue that lost the page."""
    assert isinstance(outcome, Issue), outcome
    assert outcome.stage == "source"
    assert outcome.fatal
    return outcome.code


def content(outcome: object) -> bytes:
    """What was fetched, which must be a page."""
    assert isinstance(outcome, Fetched), outcome
    return outcome.page.content


def signed(folder: Path, host: str) -> tuple[Path, Path]:
    """A certificate of a host that it signed itself, and its key; without openssl the test is skipped."""
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    command = (
        f"openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN={host}"
        f" -addext subjectAltName=DNS:{host} -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"
