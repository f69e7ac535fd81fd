"""Servers that lie, never end, drip or are silent, and certificates: an Issue each, in bounded time and memory."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
import zlib
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enligt.model import Issue
from enligt.sources.fetching import Fetched, Fetcher, Limits
from test_sources_archives import brotli, zstd
from web_server import PAGE, Clock, Server, answer, code, content, fetcher, signed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path


# --- servers that lie

SMALL = Limits(largest=200_000, seconds=20.0, tries=2)


@pytest.mark.parametrize("pack", [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli), ("zstd", zstd)])
def test_bombs(server: Server, clock: Clock, pack: tuple[str, Callable[[bytes], bytes]]) -> None:
    server.routes["/a"] = answer(pack[1](b"A" * (16 << 20)), f"Content-Encoding: {pack[0]}")
    server.routes["/b"] = answer(b"A", f"Content-Encoding: {', '.join([pack[0]] * 9)}")
    with fetcher(clock, limits=SMALL) as one:
        assert code(one.fetch(server.at("/a"))) == "too-large"
        assert code(one.fetch(server.at("/b"))) == "packed"


def endless(first: bytes, part: bytes) -> Callable[[object], Iterator[bytes]]:
    def sent(_request: object) -> Iterator[bytes]:
        yield first
        yield from repeat(part)

    return sent


@pytest.mark.parametrize(
    ("first", "part", "wanted"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 9999, "too-large"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n", b"a" * 9999, "too-large"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"2000\r\n" + b"a" * 0x2000 + b"\r\n", "too-large"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1;" + b"x" * 9999 + b"\r\na\r\n", "too-large"),
        (b"HTTP/1.1 200 OK\r\n", b"X-Many: " + b"a" * 999 + b"\r\n", "bad-answer"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 9999, "bad-answer"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 400, "too-large"),
    ],
    ids=["body", "announced", "chunks", "chunk-names", "headers", "header", "informational"],
)
def test_what_never_ends_is_cut(server: Server, clock: Clock, first: bytes, part: bytes, wanted: str) -> None:
    server.routes["/a"] = endless(first, part)
    server.routes["/b"] = answer(PAGE)
    with fetcher(clock, limits=SMALL) as one:
        assert code(one.fetch(server.at("/a"))) == wanted
        assert content(one.fetch(server.at("/b"))) == PAGE


def test_lengths_that_lie(server: Server, fetches: Fetcher) -> None:
    server.routes["/less"] = answer(PAGE, length=len(PAGE) + 10)
    server.routes["/more"] = answer(PAGE + b"HTTP/1.1 200 OK\r\n\r\nsmuggled", length=len(PAGE))
    server.routes["/two"] = answer(PAGE, "Content-Length: 3")
    server.routes["/minus"] = answer(PAGE, length=-5)
    outcomes = {path: fetches.fetch(server.at(path)) for path in ("/less", "/more", "/two", "/minus")}
    assert content(outcomes.pop("/more")) == PAGE
    assert {path: code(outcome) for path, outcome in outcomes.items()} == dict.fromkeys(("/less", "/two", "/minus"), "bad-answer")
    assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert server.asked.count("/less") == 3


def drip(first: bytes) -> Callable[[object], Iterator[bytes]]:
    def sent(_request: object) -> Iterator[bytes]:
        yield first
        while True:  # until the other side hangs up
            time.sleep(0.02)
            yield b"a"

    return sent


@pytest.mark.parametrize("first", [b"HTTP/1.1 200 OK\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""], ids=["body", "header", "status"])
def test_a_slow_drip_is_given_up(server: Server, clock: Clock, first: bytes) -> None:
    server.routes["/robots.txt"] = b"HTTP/1.1 404 Not Found\r\n\r\n"
    server.routes["/a"] = drip(first)
    with fetcher(clock, limits=Limits(seconds=3.0)) as one:
        outcome = one.fetch(server.at("/a"))
    assert code(outcome) == "too-slow"
    assert server.asked == ["/a"]  # once: who drips will drip again


def test_silence_is_given_up(server: Server, clock: Clock) -> None:
    given_up = threading.Event()

    def silent(_request: object) -> Iterator[bytes]:
        given_up.wait(60)
        yield b""

    server.routes["/a"] = silent
    with fetcher(clock, limits=Limits(silence=2.0, tries=1)) as one:
        outcome = one.fetch(server.at("/a"))
        given_up.set()
    assert code(outcome) == "too-slow"
    assert isinstance(outcome, Issue)
    assert "2 seconds" in outcome.message


def test_a_host_that_does_not_answer_is_left_alone(server: Server, clock: Clock, fetches: Fetcher) -> None:
    server.routes["/broken"] = b""
    for _ in range(3):
        assert code(fetches.fetch(server.at("/broken"))) == "bad-answer"
    outcome = fetches.fetch(server.at("/a"))
    assert code(outcome) == "busy"
    assert len(server.asked) == 9
    clock.seconds += 600
    assert content(fetches.fetch(server.at("/a"))) == PAGE


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    head=st.sampled_from([b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 302 Found\r\nLocation: ", b"HTTP/1.1 "]),
    rest=st.binary(max_size=60),
)
def test_whatever_a_server_says_the_outcome_is_a_value(server: Server, clock: Clock, head: bytes, rest: bytes) -> None:
    server.routes["/a"] = head + rest
    with fetcher(clock, limits=Limits(tries=1, redirects=1), names={}) as one:
        outcome = one.fetch(server.at("/a"))
    assert isinstance(outcome, (Fetched, Issue))
    assert getattr(outcome, "code", "") != "unexpected"


# --- certificates


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for paper.example that it signed itself, and its key."""
    return signed(tmp_path_factory.mktemp("tls"), "paper.example")


def test_certificates_are_checked(certificate: tuple[Path, Path], clock: Clock) -> None:
    mine = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    mine.load_cert_chain(*certificate)
    trusting = ssl.create_default_context(cafile=str(certificate[0]))
    names = {"paper.example": ["127.0.0.1"], "other.example": ["127.0.0.1"]}
    with Server(tls=mine) as server:
        server.routes["/a"] = answer(PAGE)
        with fetcher(clock, names=names, tls=trusting) as one:
            assert content(one.fetch(server.at("/a", host="paper.example", scheme="https"))) == PAGE
            assert code(one.fetch(server.at("/a", host="other.example", scheme="https"))) == "bad-certificate"
        with fetcher(clock, names=names) as one:
            assert code(one.fetch(server.at("/a", host="paper.example", scheme="https"))) == "bad-certificate"
        assert server.asked == ["/a"]


def test_a_server_without_certificate(server: Server, fetches: Fetcher) -> None:
    assert code(fetches.fetch(server.at("/a", scheme="https"))) == "unreachable"
    assert server.requests == []
