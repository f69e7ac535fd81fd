"""An address handed in by the page: fetched by the guarded fetcher, bounded, and told with its issues."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Self

import pytest
from starlette.testclient import TestClient

from enligt.config import Fetching
from enligt.model import Issue, Page
from enligt.run.fetching import Connected, limits, while_one_waits
from enligt.web import handed
from enligt.web.app import create_app
from page_samples import TODAY, empty
from test_web_pages import add, text_of
from web_server import Server, answer
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

STORY = (
    b"<html><head><title>Harbour talks</title></head><body><article><h1>Harbour talks in the old town hall</h1>"
    b"<p>Sweden met Norway on 2024-03-05 in the old town hall by the harbour, and both spoke of the sea for two hours.</p>"
    b"<p>The weather over the islands was fair, and nobody else was let into the room before the evening came.</p>"
    b"</article></body></html>"
)


def connecting(*allowed: str) -> Callable[[], Connected]:
    return lambda: Connected(Fetching(allow_addresses=allowed, pause=0.0), attended=True)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as one:
        one.routes["/story"] = answer(STORY)
        yield one


def client_of(path: Path, connect: Callable[[], Connected] | None, *, write: bool = True) -> TestClient:
    app = create_app(path, write=write, today=TODAY, load=WordReader, connect=connect)
    return TestClient(app, base_url="http://127.0.0.1")


def test_an_address_is_fetched_and_read(tmp_path: Path, server: Server) -> None:
    with client_of(empty(tmp_path / "a.db"), connecting("127.0.0.1")) as client:
        page = add(client, address=f" {server.at('/story')} ")
        assert page.status_code == 200
        assert "1 article, 1 claim" in text_of(page)
        assert server.asked == ["/story"]
        assert re.search(r'href="/articles/art-[0-9a-f]+"', page.text)


def test_an_address_of_an_inner_network_is_refused_and_told(tmp_path: Path, server: Server) -> None:
    with client_of(empty(tmp_path / "a.db"), connecting()) as client:
        page = text_of(add(client, address=server.at("/story")))
        assert "Not read:" in page
        assert "inner-address" in page
        assert server.requests == []


@pytest.mark.parametrize("address", ["/etc/passwd", "file:///etc/passwd", "ftp://skerry.example/a", "-", "https://"])
def test_what_is_no_address_of_the_web_is_never_opened(tmp_path: Path, address: str) -> None:
    with client_of(empty(tmp_path / "a.db"), connecting()) as client:
        page = add(client, address=address)
        assert page.status_code == 200
        assert "bad-address" in text_of(page)
        assert "root:" not in page.text


def test_a_missing_page_is_told(tmp_path: Path, server: Server) -> None:
    with client_of(empty(tmp_path / "a.db"), connecting("127.0.0.1")) as client:
        page = text_of(add(client, address=server.at("/nowhere")))
        assert "Not read:" in page
        assert "404" in page


def test_nothing_is_fetched_where_nothing_may_be_written(tmp_path: Path, server: Server) -> None:
    path = empty(tmp_path / "a.db")
    with client_of(path, connecting("127.0.0.1"), write=False) as client:
        assert 'name="address"' not in client.get("/add").text
        assert add(client, address=server.at("/story")).status_code == 403
    with client_of(path, None) as client:  # written to, but without a way to the web
        assert 'name="address"' not in client.get("/add").text
        assert add(client, address=server.at("/story")).status_code == 422
    assert server.requests == []


class _Line:
    """A way to the web on which an address leads to many pages."""

    def __init__(self) -> None:
        self.given = 0
        self.web = self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.given = -self.given

    def pages(self, address: str) -> Iterator[Page | Issue]:
        for number in range(1000):
            self.given += 1
            yield Page(f"{address}/{number}", b"text")


def test_of_an_address_that_leads_to_many_pages_the_first_are_taken() -> None:
    line = _Line()
    found = handed.fetched("https://skerry.example/feed", connect=lambda: line)  # type: ignore[arg-type, return-value]  # as much as is used
    assert [type(one) for one in found] == [Page] * handed.MOST_PAGES + [Issue]
    assert isinstance(found[-1], Issue)
    assert (found[-1].code, found[-1].fatal) == ("cut", False)
    assert line.given == -(handed.MOST_PAGES + 1)  # and the line was let go


def test_nobody_is_kept_waiting_long() -> None:
    bounds = while_one_waits(limits(Fetching(seconds=3600.0, pause=3600.0)))
    assert bounds.tries == 1
    assert max(bounds.seconds, bounds.pause, bounds.longest_pause, bounds.longest_wait, bounds.silence) <= 15
    assert while_one_waits(limits(Fetching(seconds=3.0))).seconds == 3.0
