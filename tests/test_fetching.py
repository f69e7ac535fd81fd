"""Addresses fetched from servers on this machine: pages, redirects, what servers answer, settings."""

from __future__ import annotations

import gzip
import re
import zlib
from typing import TYPE_CHECKING

import pytest

from enligt.config import FETCHING_VARIABLES, Fetching
from enligt.errors import UsageError
from enligt.model import Issue
from enligt.sources.fetching import Fetched, Fetcher, Limits, Remembered, Unchanged
from test_sources_archives import brotli, zstd
from web_server import PAGE, Clock, Server, answer, code, content, fetcher, redirect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


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
