"""Addresses fetched from servers on this machine: politely, within limits, never from an inner network."""

from __future__ import annotations

import gzip
import ipaddress
import re
import shutil
import ssl
import subprocess
import threading
import time
import zlib
from itertools import repeat
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from enligt.config import FETCHING_VARIABLES, Fetching
from enligt.errors import UsageError
from enligt.model import Issue
from enligt.sources.addresses import is_address, spelt
from enligt.sources.fetching import Fetched, Fetcher, Limits, Remembered, Unchanged
from enligt.sources.inner import first_inner, is_inner, networks
from enligt.sources.robots import LARGEST_ROBOTS
from test_sources_archives import brotli, zstd
from web_server import Clock, Server, answer, fetcher, redirect

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PAGE = "<html><body><p>Statsråden möttes i Hamnköping på lördagen.</p></body></html>".encode()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        one.routes["/a"] = answer(PAGE)
        yield one


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fetches(clock: Clock) -> Iterator[Fetcher]:
    with fetcher(clock) as one:
        yield one


def code(outcome: object) -> str:
    assert isinstance(outcome, Issue), outcome
    assert outcome.stage == "source"
    assert outcome.fatal
    return outcome.code


def content(outcome: object) -> bytes:
    assert isinstance(outcome, Fetched), outcome
    return outcome.page.content


# --- a page


def test_a_page_is_fetched_as_it_is_served(server: Server, clock: Clock) -> None:
    server.routes["/a"] = answer(PAGE, 'ETag: "v1"', "Last-Modified: Fri, 06 Feb 2026 07:00:00 GMT")
    with fetcher(clock, contact="desk@paper.example") as one:
        outcome = one.fetch(server.at("/a#top"))
    assert isinstance(outcome, Fetched)
    assert outcome.page.location == outcome.address == server.at("/a")
    assert outcome.page.content == PAGE
    assert outcome.page.media_type == "text/html; charset=utf-8"
    assert outcome.page.fetched == "2026-02-06T08:00:02+00:00"
    assert outcome.remembered == Remembered('"v1"', "Fri, 06 Feb 2026 07:00:00 GMT")
    robots, page = server.requests
    assert (robots.path, page.path) == ("/robots.txt", "/a")
    assert page.headers["user-agent"] == robots.headers["user-agent"] == one.user_agent
    assert re.match(r"enligt(/[0-9.]+)? ", one.user_agent)
    assert one.user_agent.endswith(" (+desk@paper.example)")
    assert page.headers["host"] == f"127.0.0.1:{server.port}"
    assert not {"cookie", "referer", "if-none-match", "if-modified-since"} & page.headers.keys()


def test_a_host_is_asked_once_every_two_seconds_and_for_its_robots_once(server: Server, clock: Clock, fetches: Fetcher) -> None:
    server.routes["/b"] = answer(PAGE)
    for path in ("/a", "/b", "/a"):
        assert content(fetches.fetch(server.at(path))) == PAGE
    assert [one.path for one in server.requests] == ["/robots.txt", "/a", "/b", "/a"]
    assert clock.slept == [2.0, 2.0, 2.0]


def test_two_hosts_do_not_wait_for_each_other(server: Server, clock: Clock) -> None:
    names = {"one.example": ["127.0.0.1"], "two.example": ["127.0.0.1"]}
    with fetcher(clock, names=names, limits=Limits(pause=30.0)) as one:
        for host in names:
            assert content(one.fetch(server.at("/a", host=host))) == PAGE
    assert clock.slept == [30.0, 30.0]  # each between its own robots.txt and its own page
    assert server.requests[-1].headers["host"] == f"two.example:{server.port}"


def test_the_environment_names_no_proxy_and_no_password(
    server: Server, fetches: Fetcher, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login x password y\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert "authorization" not in server.requests[-1].headers


@pytest.mark.parametrize("pack", [("gzip", gzip.compress), ("deflate", zlib.compress), ("br", brotli), ("zstd", zstd)])
def test_bodies_are_unpacked(server: Server, fetches: Fetcher, pack: tuple[str, Callable[[bytes], bytes]]) -> None:
    server.routes["/a"] = answer(pack[1](PAGE), f"Content-Encoding: {pack[0]}")
    assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert pack[0] in server.requests[-1].headers["accept-encoding"]


def test_an_unchanged_page_is_not_sent_again(server: Server, fetches: Fetcher) -> None:
    server.routes["/a"] = answer(b"", status="304 Not Modified")
    kept = Remembered('"v1"', "Fri, 06 Feb 2026 07:00:00 GMT")
    assert fetches.fetch(server.at("/a"), remembered=kept) == Unchanged(server.at("/a"))
    headers = server.requests[-1].headers
    assert headers["if-none-match"] == '"v1"'
    assert headers["if-modified-since"] == "Fri, 06 Feb 2026 07:00:00 GMT"
    assert "if-none-match" not in server.requests[0].headers
    assert code(fetches.fetch(server.at("/a"))) == "http-status"  # nobody had asked whether it changed


@pytest.mark.parametrize("etag", ["x" * 600, "\xe5\xe4", "\x01"])
def test_what_could_not_be_sent_back_is_not_remembered(server: Server, fetches: Fetcher, etag: str) -> None:
    server.routes["/a"] = answer(PAGE, f"ETag: {etag}")
    outcome = fetches.fetch(server.at("/a"))
    assert isinstance(outcome, Fetched)
    assert outcome.remembered == Remembered()


# --- addresses


@pytest.mark.parametrize(
    "address",
    [
        "ftp://paper.example/a", "file:///etc/passwd", "http://", "https:/a", "http:///a", "http://paper.example:99999/",
        "http://paper.example:0/", "http://paper.example/a\nHost: b", "http://paper.example/\x00", "http://a b/",
        "http://" + "a" * 5000, "http://[::1", "javascript:alert(1)", "//paper.example/a", "http://ex\u2028ample/", "",
    ],
)  # fmt: skip
def test_what_is_no_address_is_told(fetches: Fetcher, address: str) -> None:
    assert code(fetches.fetch(address)) in {"bad-address", "unknown-host"}


@pytest.mark.parametrize(
    "address", ["http://me:secret@paper.example/a", "http://secret@paper.example/", "http://secret\\@paper.example/"]
)
def test_passwords_are_never_sent_nor_kept(fetches: Fetcher, address: str) -> None:
    outcome = fetches.fetch(address)
    assert isinstance(outcome, Issue)
    assert outcome.code == "bad-address"
    assert "secret" not in outcome.location + outcome.message


def test_markup_in_an_address_is_text(server: Server, fetches: Fetcher) -> None:
    server.routes["/%3Cscript%3Ealert(1)%3C/script%3E"] = answer(PAGE)
    outcome = fetches.fetch(server.at("/<script>alert(1)</script>"))
    assert isinstance(outcome, Fetched)
    assert "<" not in outcome.page.location


def test_an_address_has_one_spelling() -> None:
    assert (
        spelt("HTTP://Tidning.example/å#rubrik") == spelt("http://tidning.example:80/%C3%A5") == "http://tidning.example/%C3%A5"
    )
    assert spelt("https://tidning.example") == "https://tidning.example/"
    assert spelt("http://hav\u00f6rn.example/") == "http://xn--havrn-lua.example/"
    assert spelt("no address") == "no address"
    assert is_address("HTTPS://x")
    assert not is_address("http.txt")


# --- inner addresses


@given(st.one_of(st.ip_addresses(v=4), st.ip_addresses(v=6)))
def test_what_is_not_global_is_inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> None:
    if not address.is_global or address.is_multicast or address.is_reserved:
        assert is_inner(address)


@pytest.mark.parametrize(
    "address",
    [
        "0.0.0.1", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.255.255", "169.254.169.254", "172.16.0.1", "172.31.255.255",
        "192.0.0.8", "192.168.1.1", "198.18.0.1", "224.0.0.1", "239.1.1.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1",
        "::ffff:8.8.8.8", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::", "2001:0:7f00:1::", "2001:db8::1",
        "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "5f00::1",
    ],
)  # fmt: skip
def test_inner_addresses(address: str) -> None:
    assert is_inner(ipaddress.ip_address(address))
    assert first_inner([address], allowed=()) == address


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "2606:4700::1111"])
def test_outer_addresses(address: str) -> None:
    assert not is_inner(ipaddress.ip_address(address))
    assert first_inner([address], allowed=()) is None


def test_what_is_allowed_is_an_address_or_a_network() -> None:
    allowed = networks(["10.1.0.0/16", "127.0.0.1", " fd00::/8 "])
    assert first_inner(["10.1.2.3", "127.0.0.1", "fd01::2"], allowed=allowed) is None
    assert first_inner(["10.2.0.1"], allowed=allowed) == "10.2.0.1"
    assert first_inner(["::ffff:127.0.0.1"], allowed=allowed) is not None
    assert first_inner(["no address"], allowed=allowed) == "no address"
    for wrong in ("localhost", "10.1.2", "300.1.1.1", ""):
        with pytest.raises(UsageError, match="no address or network"):
            networks([wrong])


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "10.0.0.1", "[::ffff:127.0.0.1]", "[64:ff9b::7f00:1]", "0.0.0.1"]
)
def test_inner_addresses_are_not_typed(server: Server, clock: Clock, host: str) -> None:
    with fetcher(clock, allowed=()) as one:
        outcome = one.fetch(server.at("/a", host=host))
    assert code(outcome) == "inner-address"
    assert isinstance(outcome, Issue)
    assert "ENLIGT_ALLOW_ADDRESSES" in outcome.message
    assert server.requests == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "017700000001", "localhost"])
def test_nor_spelt_otherwise(server: Server, clock: Clock, host: str) -> None:
    with fetcher(clock, allowed=()) as one:
        assert code(one.fetch(server.at("/a", host=host))) in {"inner-address", "unknown-host"}
    assert server.requests == []


@pytest.mark.parametrize("answers", [["10.0.0.1"], ["93.184.216.34", "127.0.0.1"], ["::1", "127.0.0.1"], ["169.254.169.254"]])
def test_nor_answered_by_a_name_server(server: Server, clock: Clock, answers: list[str]) -> None:
    with fetcher(clock, allowed=(), names={"paper.example": answers}) as one:
        assert code(one.fetch(server.at("/a", host="paper.example"))) == "inner-address"
    assert server.requests == []


def test_nor_answered_the_second_time(server: Server, clock: Clock) -> None:
    names = {"paper.example": ["127.0.0.1"]}
    with fetcher(clock, names=names) as one:
        assert content(one.fetch(server.at("/a", host="paper.example"))) == PAGE
        names["paper.example"] = ["127.0.0.2"]
        assert code(one.fetch(server.at("/a", host="paper.example"))) == "inner-address"
    assert server.asked == ["/a"]


@pytest.mark.parametrize(
    "to", ["http://127.0.0.2/", "http://[::1]/", "http://169.254.169.254/latest/meta-data/", "http://trick.example/"]
)
def test_nor_redirected_to(server: Server, clock: Clock, to: str) -> None:
    server.routes["/a"] = redirect(to)
    with fetcher(clock, names={"trick.example": ["10.0.0.1"]}) as one:
        outcome = one.fetch(server.at("/a"))
    assert code(outcome) == "inner-address"
    assert isinstance(outcome, Issue)
    assert to in outcome.message
    assert outcome.location == server.at("/a")


def test_a_name_that_nobody_knows(clock: Clock) -> None:
    with fetcher(clock, names={}) as one:
        assert code(one.fetch("http://nowhere.example/")) == "unknown-host"
    assert clock.slept == []


def test_nobody_listens(clock: Clock) -> None:
    with Server() as gone:
        address = gone.at("/a")
    with fetcher(clock) as one:
        assert code(one.fetch(address)) == "unreachable"
        assert clock.slept == [4.0, 8.0]
        assert code(one.fetch(address)) == "unreachable"  # its robots.txt could not be read: it is left alone
        assert clock.slept == [4.0, 8.0]


# --- redirects


def test_redirects_are_followed_one_by_one(server: Server, fetches: Fetcher) -> None:
    server.routes |= {
        "/1": redirect("/2", status="301 Moved Permanently"),
        "/2": answer(b"", "Location: b/../3", "Set-Cookie: id=7", status="307 Temporary Redirect"),
        "/3": redirect(server.at("/a?x=å".replace("å", "%C3%A5"))),
    }
    outcome = fetches.fetch(server.at("/1"))
    assert isinstance(outcome, Fetched)
    assert (outcome.page.location, outcome.address) == (server.at("/1"), server.at("/a?x=%C3%A5"))
    assert server.asked == ["/1", "/2", "/3", "/a?x=%C3%A5"]
    assert all("cookie" not in one.headers for one in server.requests)


def test_redirects_that_lead_nowhere(server: Server, clock: Clock) -> None:
    server.routes |= {
        "/loop": redirect("/loop2"),
        "/loop2": redirect("/loop#other"),
        "/file": redirect("file:///etc/passwd"),
        "/script": redirect("javascript:alert(1)"),
        "/password": redirect("http://me:secret@paper.example/"),
        "/none": answer(b"", status="302 Found"),
        "/long": redirect("/" + "a" * 5000),
        **{f"/n{n}": redirect(f"/n{n + 1}") for n in range(9)},
    }
    wanted = {
        "/loop": "redirect-loop", "/file": "bad-address", "/script": "bad-address", "/password": "bad-address",
        "/none": "http-status", "/long": "bad-address", "/n0": "too-many-redirects",
    }  # fmt: skip
    with fetcher(clock, limits=Limits(redirects=3)) as one:
        outcomes = {path: one.fetch(server.at(path)) for path in wanted}
    assert {path: code(outcome) for path, outcome in outcomes.items()} == wanted
    assert all("secret" not in one.message for one in outcomes.values() if isinstance(one, Issue))
    assert server.asked[-4:] == ["/n0", "/n1", "/n2", "/n3"]


# --- robots.txt


def test_robots_txt_is_obeyed(server: Server, fetches: Fetcher) -> None:
    server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /\n\nUser-agent: Enligt\nDisallow: /closed\n")
    server.routes["/door"] = redirect("/closed/b")
    assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert code(fetches.fetch(server.at("/closed/a"))) == "refused-by-robots"
    assert code(fetches.fetch(server.at("/door"))) == "refused-by-robots"
    assert server.asked == ["/a", "/door"]


@pytest.mark.parametrize("status", ["404 Not Found", "401 Unauthorized", "410 Gone"])
def test_without_robots_txt_all_is_allowed(server: Server, fetches: Fetcher, status: str) -> None:
    server.routes["/robots.txt"] = answer(b"Disallow: /", status=status)
    assert content(fetches.fetch(server.at("/a"))) == PAGE


def test_a_site_whose_robots_txt_fails_is_left_alone(server: Server, clock: Clock, fetches: Fetcher) -> None:
    server.routes["/robots.txt"] = answer(b"", status="500 Internal Server Error")
    for path in ("/a", "/b"):
        outcome = fetches.fetch(server.at(path))
        assert code(outcome) == "unreachable"
        assert isinstance(outcome, Issue)
        assert "robots.txt" in outcome.message
        assert outcome.location == server.at(path)
    assert [one.path for one in server.requests] == ["/robots.txt"]
    clock.seconds += 3600
    server.routes["/robots.txt"] = answer(b"")
    assert content(fetches.fetch(server.at("/a"))) == PAGE


def test_robots_txt_may_be_elsewhere_or_lead_in_a_circle(server: Server, clock: Clock, fetches: Fetcher) -> None:
    server.routes |= {"/robots.txt": redirect("/rules"), "/rules": answer(b"User-agent: *\nDisallow: /a")}
    assert code(fetches.fetch(server.at("/a"))) == "refused-by-robots"
    server.routes["/rules"] = redirect("/robots.txt")
    clock.seconds += 100 * 3600
    assert content(fetches.fetch(server.at("/a"))) == PAGE


def test_of_a_long_robots_txt_the_beginning_is_read(server: Server, fetches: Fetcher) -> None:
    server.routes["/robots.txt"] = answer(b"User-agent: *\nDisallow: /a\n" + b"# nothing\n" * (LARGEST_ROBOTS // 5))
    assert code(fetches.fetch(server.at("/a"))) == "refused-by-robots"


@pytest.mark.parametrize(
    ("rules", "pause"),
    [(b"Crawl-delay: 7", 7.0), (b"Crawl-delay: 90000", 60.0), (b"Crawl-delay: -1", 2.0), (b"Crawl-delay: nan", 2.0),
     (b"Crawl-delay: 0.1", 2.0), (b"Request-rate: 1/9", 9.0), (b"Request-rate: 1/" + b"9" * 4000, 60.0)],
)  # fmt: skip
def test_the_pause_that_a_site_asks_for(server: Server, clock: Clock, fetches: Fetcher, rules: bytes, pause: float) -> None:
    server.routes["/robots.txt"] = answer(b"User-agent: *\n" + rules)
    for _ in range(2):
        assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert clock.slept == [pause, pause]


# --- servers that are busy, refuse, or have nothing


def test_a_busy_server_is_asked_again_when_it_says(server: Server, clock: Clock, fetches: Fetcher) -> None:
    busy = [
        answer(b"", "Retry-After: 30", status="429 Too Many Requests"),
        answer(b"", "Retry-After: Fri, 06 Feb 2026 08:01:12 GMT", status="503 Service Unavailable"),
        answer(PAGE),
    ]
    server.routes["/a"] = lambda _request: busy.pop(0)
    assert content(fetches.fetch(server.at("/a"))) == PAGE
    assert clock.slept == [2.0, 30.0, 40.0]  # 08:00:02, 08:00:32, 08:01:12


@pytest.mark.parametrize("wait", ["soon", "Fri, 06 Feb 99999999999999999999 08:01:12 GMT"])
def test_a_server_that_stays_busy_is_asked_three_times(server: Server, clock: Clock, fetches: Fetcher, wait: str) -> None:
    server.routes["/a"] = answer(b"", f"Retry-After: {wait}", status="502 Bad Gateway")
    assert code(fetches.fetch(server.at("/a"))) == "http-status"
    assert server.asked == ["/a"] * 3
    assert clock.slept == [2.0, 4.0, 8.0]


def test_a_host_that_asks_for_a_long_wait_is_left_alone(server: Server, clock: Clock, fetches: Fetcher) -> None:
    server.routes["/a"] = answer(b"", "Retry-After: 3600", status="429 Too Many Requests")
    outcome = fetches.fetch(server.at("/a"))
    assert code(outcome) == "busy"
    assert isinstance(outcome, Issue)
    assert "3600 seconds" in outcome.message
    assert code(fetches.fetch(server.at("/b"))) == "busy"
    assert (server.asked, clock.slept) == (["/a"], [2.0])


@pytest.mark.parametrize(
    ("status", "wanted"),
    [("404 Not Found", "not-found"), ("410 Gone", "gone"), ("403 Forbidden", "refused"), ("402 Payment Required", "refused"),
     ("451 Unavailable For Legal Reasons", "refused"), ("500 Oops", "http-status"), ("204 No Content", "http-status"),
     ("206 Partial Content", "http-status"), ("999 No", "http-status")],
)  # fmt: skip
def test_every_status_has_its_issue(server: Server, fetches: Fetcher, status: str, wanted: str) -> None:
    server.routes["/a"] = answer(PAGE if status[:3] != "204" else b"", status=status)
    assert code(fetches.fetch(server.at("/a"))) == wanted
    assert server.asked == ["/a"]


def test_an_empty_page(server: Server, fetches: Fetcher) -> None:
    server.routes["/a"] = answer(b" \n")
    assert code(fetches.fetch(server.at("/a"))) == "empty"


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
    if shutil.which("openssl") is None:
        pytest.skip("no openssl on this machine to make a certificate with")
    folder = tmp_path_factory.mktemp("tls")
    command = (
        "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=paper.example"
        " -addext subjectAltName=DNS:paper.example -keyout key.pem -out cert.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder / "cert.pem", folder / "key.pem"


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


# --- settings


def test_settings_come_from_the_environment() -> None:
    assert Fetching.of({}) == Fetching()
    assert (Fetching().pause, Fetching().seconds, Fetching().largest * 1024 * 1024) == (
        Limits().pause,
        Limits().seconds,
        Limits().largest,
    )
    said = {
        "ENLIGT_CONTACT": "desk@paper.example",
        "ENLIGT_ALLOW_ADDRESSES": "10.1.2.3, fd00::/8",
        "ENLIGT_PAUSE": "0.5",
        "ENLIGT_FETCH_SECONDS": "5",
        "ENLIGT_FETCH_MIB": "1",
    }
    assert said.keys() == set(FETCHING_VARIABLES)
    assert Fetching.of(said) == Fetching("desk@paper.example", ("10.1.2.3", "fd00::/8"), 0.5, 5.0, 1.0)


@pytest.mark.parametrize(
    "said", [{"ENLIGT_PAUSE": "-1"}, {"ENLIGT_PAUSE": "nan"}, {"ENLIGT_FETCH_MIB": "x"}, {"ENLIGT_FETCH_SECONDS": "0"}]
)
def test_settings_that_cannot_be(said: dict[str, str]) -> None:
    with pytest.raises(UsageError, match=next(iter(said))):
        Fetching.of(said)


@pytest.mark.parametrize("contact", ["a\nb", "å@paper.example", "x) evil (", "a" * 300])
def test_contacts_that_cannot_be_sent(contact: str) -> None:
    with pytest.raises(UsageError, match="contact"):
        Fetcher(contact=contact)


def test_the_page_on_fetching_lists_every_setting(root: Path) -> None:
    page = (root / "docs" / "fetching.md").read_text(encoding="utf-8")
    for name in FETCHING_VARIABLES:
        assert f"| `{name}` |" in page
