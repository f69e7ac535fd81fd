"""What a site asks in its robots.txt is kept to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.model import Issue
from enligt.sources.robots import LARGEST_ROBOTS
from web_server import PAGE, Clock, Server, answer, code, content, redirect

if TYPE_CHECKING:
    from enligt.sources.fetching import Fetcher

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
