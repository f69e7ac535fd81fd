"""What is new since the last visit: the cookie, the section of the front page, the button that takes it as seen."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.ledger import open_view, open_writer
from enligt.model import Page
from enligt.run import linking
from enligt.web import visits
from enligt.web.app import create_app
from ledger_samples import READER, VERSION
from page_samples import TODAY, readings
from test_web_pages import csrf, text_of

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 26, 6, 0, tzinfo=UTC)
HEADING = "Since your last visit"


def minutes(n: int) -> datetime:
    return NOW + timedelta(minutes=n)


def test_a_visit_ends_where_nobody_looks_for_half_an_hour() -> None:
    first = visits.visit(None, NOW)
    assert first.since is None
    second = visits.visit(first.cookie(), minutes(20))
    assert second.since is None  # the same visit still
    third = visits.visit(second.cookie(), minutes(80))
    assert third.since == minutes(20)
    fourth = visits.visit(third.cookie(), minutes(85))
    assert (fourth.since, fourth.now) == (minutes(20), minutes(85))


@pytest.mark.parametrize("cookie", ["", "-", "x", "1-", "-99999999999999999", "<script>-1", "1" * 40 + "-1", "-5 ", "٣-٣"])
def test_what_no_cookie_of_ours_holds_counts_as_none(cookie: str) -> None:
    assert visits.visit(cookie, NOW).since is None


def test_a_moment_that_has_not_come_yet_is_none() -> None:
    ahead = visits.Visit(minutes(60), minutes(90)).cookie()
    assert visits.visit(ahead, NOW).since is None
    assert visits.looked(ahead, NOW) == NOW
    assert visits.looked(visits.Visit(None, minutes(-5)).cookie(), NOW) == minutes(-5)


def enter(path: Path, which: slice) -> None:
    with open_writer(path) as writer, open_view(path) as view:
        for one in readings()[which]:
            page = Page(one.article.document, one.article.text.encode())
            writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})
        for _ in linking.link(writer, view):
            pass


def since(client: TestClient) -> str | None:
    page = text_of(client.get("/", headers={"accept-language": "en"}))
    return page[page.index(HEADING) : page.index("All events, the newest first")] if HEADING in page else None


def test_the_front_page_tells_what_is_new_and_newly_disputed_until_it_is_seen(tmp_path: Path) -> None:
    path = tmp_path / "visits.db"
    enter(path, slice(0, 2))
    # the wall's clock stamps what is told, so the visit before lies between the two halves of the ledger
    before = visits.Visit(None, datetime.now(UTC)).cookie()
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        assert since(client) is None  # the first visit
        assert visits.VISIT_COOKIE in client.cookies
        enter(path, slice(2, 5))
        held = re.sub(r"^-(\d+)$", r"\1-\1", before)
        client.cookies.clear()
        client.cookies.set(visits.VISIT_COOKIE, held, domain="127.0.0.1", path="/")
        told = since(client)
        assert told is not None
        assert "New: 2" in told
        assert "Newly disputed: 1" in told
        assert "Newly overdue: 1" in told
        assert re.search(r"Kremlin denies it.*newly disputed changed Then: corroborated", told)
        page = client.get("/").text
        look = re.findall(r'name="look" value="([0-9-]+)"', page)[0]
        answer = client.post("/seen", data={"csrf": csrf(client), "look": look}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        told = since(client)
        assert told is not None
        assert "Nothing has changed since then." in told


def test_a_form_of_another_page_marks_nothing(tmp_path: Path) -> None:
    path = tmp_path / "visits.db"
    enter(path, slice(0, 1))
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        assert client.post("/seen", data={"csrf": "f" * 64, "look": "-1"}).status_code == 403
        assert visits.VISIT_COOKIE not in client.cookies
