"""Alerts on a page: made of a view that has a name, seen and withdrawn; the same rows as the command line's."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from enligt.errors import InputError
from enligt.ledger import Alert, open_view, open_writer
from enligt.sources import posting
from enligt.web.app import create_app
from page_samples import PAYLOAD, TODAY, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOOK = "https://hooks.example/enligt"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A ledger with a view of the name ``arms``."""
    made = fill(tmp_path / "w.db")
    with open_writer(made) as writer:
        writer.save_filter("arms", kind="events", filters={"pair": "PRK,RUS"})
    return made


@pytest.fixture
def writing(path: Path) -> Iterator[TestClient]:
    app = create_app(path, write=True, today=TODAY, allow_addresses=("10.1.0.0/16",))
    with TestClient(app, base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


def form_of(client: TestClient) -> dict[str, Any]:
    found = re.search(r'name="csrf" value="([^"]*)"', client.get("/alerts").text)
    assert found is not None
    return {"csrf": found[1], "name": "arms", "kind": "webhook", "address": HOOK}


def alerts(path: Path) -> list[Alert]:
    with open_view(path) as view:
        return view.alerts()


@pytest.mark.parametrize("language", ["sv", "nb", "da", "en"])
def test_an_alert_is_made_seen_and_withdrawn(writing: TestClient, path: Path, language: str) -> None:
    given = form_of(writing)
    made = writing.post("/alerts", data={**given, "change": ["new", "origins"]})
    assert (made.status_code, made.headers["location"]) == (303, "/alerts")
    (one,) = alerts(path)
    assert (one.name, one.kind, one.address, one.settings) == ("arms", "webhook", HOOK, {"changes": ["new", "origins"]})
    assert one.told_until  # what was there already is not told
    shown = writing.get("/alerts?view=arms", headers={"accept-language": language}).text
    assert HOOK in shown
    assert '<a href="/events?pair=PRK%2CRUS">arms</a>' in shown
    assert 'href="/alerts?view=arms"' in writing.get("/events").text
    other = writing.post("/alerts", data={**given, "action": "withdraw", "address": "https://hooks.example/other"})
    assert other.status_code == 303
    assert alerts(path) == [one]
    assert writing.post("/alerts", data={**given, "action": "withdraw"}).status_code == 303
    assert alerts(path) == []


def test_all_changes_are_kept_as_the_command_line_keeps_them(writing: TestClient, path: Path) -> None:
    given = {**form_of(writing), "change": ["new", "disputed", "origins"]}
    assert writing.post("/alerts", data={**given, "kind": "mail", "address": "desk@paper.example"}).status_code == 303
    assert [(one.kind, one.address, one.settings) for one in alerts(path)] == [("mail", "desk@paper.example", {})]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"address": "http://127.0.0.1:9/hook"}, "inner network"),
        ({"address": "http://2130706433/"}, "inner network"),
        ({"address": "http://0x7f.1/"}, "inner network"),
        ({"address": "http://[::ffff:10.0.0.1]/"}, "inner network"),
        ({"address": "http://169.254.169.254/latest"}, "inner network"),
        ({"address": "http://LOCALHOST./x"}, "inner network"),
        ({"address": "http://10.2.0.1/"}, "inner network"),
        ({"address": "file:///etc/passwd"}, "http"),
        ({"address": "https://user:word@a.example/"}, "user name"),
        ({"address": ""}, "address"),
        ({"kind": "mail", "address": "nobody"}, "no address of mail"),
        ({"kind": "mail", "address": "a@b.example\nBcc: c@d.example"}, "no address of mail"),
        ({"kind": "mail", "address": f"{'x' * 400}@b.example"}, "address of mail"),
        ({"kind": "mail", "address": "a@b.example", "way": "way-0"}, "load the page anew"),
        ({"kind": "pigeon"}, "webhook, mail"),
        ({"name": "nobody"}, "no view is kept"),
        ({"change": []}, "choose what is to be told"),
        ({"change": ["weather"]}, "no change that is told"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_kept(writing: TestClient, path: Path, wrong: dict[str, Any], said: str) -> None:
    response = writing.post("/alerts", data={**form_of(writing), "change": ["new"], **wrong})
    assert response.status_code == 400
    assert said in html.unescape(response.text)
    assert alerts(path) == []


def test_an_inner_address_that_is_allowed_is_taken(writing: TestClient, path: Path) -> None:
    given = {**form_of(writing), "change": ["new"], "address": "http://10.1.2.3/hook"}
    assert writing.post("/alerts", data=given).status_code == 303
    assert [one.address for one in alerts(path)] == ["http://10.1.2.3/hook"]
    with pytest.raises(InputError, match="inner network"):
        posting.checked("http://10.1.2.3/hook")
    assert posting.checked("HTTPS://Hooks.Example/a") == "https://hooks.example/a"  # a name is looked up when it is sent to


def test_an_alert_that_is_there_keeps_its_settings_and_others_may_send_mail_alike(writing: TestClient, path: Path) -> None:
    way = {"host": "mail.paper.example:587", "user": "enligt", "password_file": "/secret/word"}
    with open_writer(path) as writer:
        writer.add_alert(Alert("arms", "mail", "desk@paper.example", {**way, "allow_private": False}, told_until="2024-01-01"))
        writer.add_alert(Alert("gone", "webhook", f"https://a.example/{PAYLOAD}", {}, told_until="2024-01-01"))
    given = {**form_of(writing), "change": ["new"], "kind": "mail"}
    assert writing.post("/alerts", data={**given, "address": "desk@paper.example"}).status_code == 400
    shown = writing.get("/alerts").text
    assert "<script>" not in shown
    assert "/secret" not in shown
    found = re.search(r'<option value="(way-[^"]+)">mail.paper.example:587, enligt</option>', shown)
    assert found is not None
    assert writing.post("/alerts", data={**given, "address": "two@paper.example", "way": found[1]}).status_code == 303
    assert {one.address: one.settings for one in alerts(path)}["two@paper.example"] == {**way, "changes": ["new"]}


def test_without_leave_to_write_nothing_is_made_or_shown(path: Path) -> None:
    with open_writer(path) as writer:
        writer.add_alert(Alert("arms", "webhook", HOOK, {}, told_until="2024-01-01"))
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        shown = client.get("/alerts").text
        assert "enligt serve --write" in shown
        assert HOOK not in shown
        assert client.post("/alerts", data={"name": "arms", "kind": "webhook", "address": HOOK}).status_code == 403
        assert "/alerts" not in client.get("/events").text


def test_another_page_cannot_make_one(writing: TestClient, path: Path) -> None:
    given = {**form_of(writing), "change": ["new"]}
    assert writing.post("/alerts", data=given, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert writing.post("/alerts", data={**given, "csrf": "0" * 64}).status_code == 403
    assert alerts(path) == []
