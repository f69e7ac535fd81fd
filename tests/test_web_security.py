"""Who may ask the server for what, and what its answers carry."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import pytest
from fastapi import APIRouter, Depends, Request
from starlette.datastructures import FormData  # noqa: TC002 - FastAPI reads the types at run time
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.testclient import TestClient

from enligt.errors import LedgerFull, LedgerLocked, ReaderError
from enligt.ledger import open_writer
from enligt.web import assets, pages
from enligt.web.app import create_app
from enligt.web.security import HEADERS, LARGEST, checked_form, host_name
from served import ADDRESS, client, client_of, path, small_ledger, writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Clients = Callable[..., TestClient]

__all__ = ["client", "client_of", "path", "small_ledger", "writing"]  # fixtures

TOKEN = "a-long-token-of-tests"  # noqa: S105 - of this test alone
JUDGEMENT = {"decision": "accept", "ids": ["clm-00"], "author": "Kari"}


# --- what every answer carries


@pytest.mark.parametrize("address", ["/api/v1/stats", "/nowhere", "/api/v1/nowhere", "/api/v1/docs"])
def test_every_answer_carries_the_headers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    for name, value in HEADERS:
        assert answer.headers[name] == value
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_an_error_that_nobody_foresaw_tells_nothing(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of()
    state: Any = client.app.state  # type: ignore[attr-defined]  # an application of ours

    def broken() -> None:
        raise ZeroDivisionError("a secret of the inside")

    monkeypatch.setattr(state.ledger, "view", broken)
    answer = client.get("/api/v1/stats")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("error", "status"), [(LedgerLocked("busy"), 503), (LedgerFull("full"), 507), (ReaderError("no weights"), 503)]
)
def test_our_errors_have_their_statuses(
    client_of: Clients, monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    client = client_of()
    state: Any = client.app.state  # type: ignore[attr-defined]  # an application of ours

    def broken() -> None:
        raise error

    monkeypatch.setattr(state.ledger, "view", broken)
    answer = client.get("/api/v1/stats")
    assert (answer.status_code, answer.json()["detail"]) == (status, str(error))


def test_a_ledger_that_is_not_there_is_told(tmp_path: Path) -> None:
    with TestClient(create_app(tmp_path / "none.db"), base_url=ADDRESS) as client:
        answer = client.get("/api/v1/claims")
    assert answer.status_code == 503
    assert "no ledger there" in answer.json()["detail"]


# --- Host


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "evil.example:8765", "", "localhost@evil.example", "[::1"]
)
def test_another_host_is_refused(client: TestClient, host: str) -> None:
    answer = client.get("/api/v1/stats", headers={"host": host})
    assert answer.status_code == 400
    assert "pages" not in answer.json()


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "LOCALHOST:80", "[::1]:8765"])
def test_this_machine_is_served(client: TestClient, host: str) -> None:
    assert client.get("/api/v1/stats", headers={"host": host}).status_code == 200


def test_a_named_host_is_served(client_of: Clients) -> None:
    client = client_of(hosts=["News.Example"])
    assert client.get("/api/v1/stats", headers={"host": "news.example:8765"}).status_code == 200
    assert client.get("/api/v1/stats", headers={"host": "10.0.0.7"}).status_code == 400


def test_a_number_is_served_where_a_token_is_shown(client_of: Clients) -> None:
    client = client_of(token=TOKEN)
    shown = {"host": "10.0.0.7:8765", "authorization": f"Bearer {TOKEN}"}
    assert client.get("/api/v1/stats", headers=shown).status_code == 200
    assert client.get("/api/v1/stats", headers={**shown, "host": "evil.example"}).status_code == 400


def test_host_names() -> None:
    assert host_name("Example.org:80") == "example.org"
    assert host_name("[::1]:80") == "::1"
    assert host_name("a/b") is None
    assert host_name("a:b") is None


# --- token


def test_without_a_token_nothing_is_told(client_of: Clients) -> None:
    client = client_of(token=TOKEN)
    for address in ("/api/v1/stats", "/", "/static/app.css", "/api/v1/openapi.json"):
        answer = client.get(address)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "headers",
    [
        {"authorization": "Bearer wrong"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN}x"},
        {"cookie": f"enligt-pass={TOKEN}"},
        {"authorization": "Bearer \xe5\xe4"},
    ],
)
def test_a_wrong_token_is_refused(client_of: Clients, headers: dict[str, str]) -> None:
    sent = {name: value.encode("latin-1") for name, value in headers.items()}
    assert client_of(token=TOKEN).get("/api/v1/stats", headers=sent).status_code == 401  # type: ignore[arg-type]  # bytes


def test_a_program_shows_its_token(client_of: Clients) -> None:
    client = client_of(token=TOKEN)
    assert client.get("/api/v1/stats", headers={"authorization": f"bearer {TOKEN}"}).status_code == 200


def test_a_browser_shows_its_token_once(client_of: Clients) -> None:
    client = client_of(token=TOKEN)
    answer = client.get(f"/api/v1/events?token={TOKEN}&pair=SWE%2CNOR")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/api/v1/events?pair=SWE%2CNOR"
    cookie = answer.headers["set-cookie"]
    assert TOKEN not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert client.get(answer.headers["location"]).status_code == 200  # the client kept the cookie


def test_a_token_leads_nowhere_else(client_of: Clients) -> None:
    client = client_of(token=TOKEN)
    assert client.get("/api/v1/stats?token=wrong").status_code == 401
    answer = client.get(f"http://127.0.0.1:8765//evil.example/?token={TOKEN}")
    assert answer.headers["location"].startswith("/evil.example/")


# --- writing


def test_nothing_is_written_without_leave(client: TestClient) -> None:
    for address in ("/api/v1/judgements", "/api/v1/texts", "/add", "/nowhere"):
        answer = client.post(address, json=JUDGEMENT)
        assert answer.status_code == 403
        assert "--write" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "https://127.0.0.1:8765"},
        {"origin": "http://127.0.0.1:9999"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site", "origin": ADDRESS},
    ],
)
def test_what_another_page_sends_is_refused(writing: TestClient, headers: dict[str, str]) -> None:
    answer = writing.post("/api/v1/judgements", json=JUDGEMENT, headers=headers)
    assert answer.status_code == 403
    assert "another page" in answer.json()["detail"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": ADDRESS},
        {"sec-fetch-site": "same-origin", "origin": ADDRESS},
        {"sec-fetch-site": "same-origin", "origin": "null"},  # a form of a page that hides its address, as ours do
        {"sec-fetch-site": "none"},
    ],
)
def test_what_our_pages_and_programs_send_is_taken(writing: TestClient, headers: dict[str, str]) -> None:
    answer = writing.post("/api/v1/judgements", json=JUDGEMENT, headers=headers)
    assert answer.status_code == 400  # there is no such claim: it came as far as that
    assert "no claim" in answer.json()["detail"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_what_a_form_of_another_page_could_send_is_no_json(writing: TestClient, kind: str) -> None:
    sent = b'{"decision": "accept", "ids": ["clm-00"], "author": "Kari"}'
    assert writing.post("/api/v1/judgements", content=sent, headers={"content-type": kind}).status_code == 415


def _with_form(monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()

    @router.get("/form")
    def form(request: Request) -> Response:
        return HTMLResponse(f"<form><input name=csrf value={request.state.csrf}></form>")

    @router.post("/form")
    def sent(form: Annotated[FormData, Depends(checked_form)]) -> Response:
        return PlainTextResponse(str(form["word"]))

    monkeypatch.setattr(pages, "routers", [router])


def test_a_form_carries_what_only_our_pages_know(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_form(monkeypatch)
    client, other = client_of(write=True), client_of(write=True)
    found = re.search("value=([0-9a-f]{64})", client.get("/form").text)
    assert found is not None
    assert client.post("/form", data={"word": "yes", "csrf": found[1]}).text == "yes"
    assert client.post("/form", data={"word": "no", "csrf": "0" * 64}).status_code == 403
    assert client.post("/form", data={"word": "no"}).status_code == 403
    other.get("/form")
    assert other.post("/form", data={"word": "no", "csrf": found[1]}).status_code == 403  # of another visit


def test_a_route_that_takes_forms_unchecked_is_not_served(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    router = APIRouter()

    @router.post("/careless")
    def careless() -> None:
        """Checks nothing."""

    monkeypatch.setattr(pages, "routers", [router])
    with pytest.raises(RuntimeError, match="/careless"):
        create_app(path)


# --- size


def test_a_large_body_is_refused(writing: TestClient) -> None:
    said = {"decision": "accept", "ids": ["clm-00"], "author": "x" * LARGEST}
    answer = writing.post("/api/v1/judgements", json=said)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_body_that_tells_no_length_is_counted(writing: TestClient) -> None:
    parts = (b'{"author": "' + b"x" * 65536 for _ in range(LARGEST // 65536 + 1))
    answer = writing.post("/api/v1/judgements", content=parts, headers={"content-type": "application/json"})
    assert answer.status_code == 413


# --- static files


@pytest.mark.parametrize(
    "name", ["../app.py", "%2e%2e/app.py", "..%2fapp.py", "/etc/passwd", "%2Fetc%2Fpasswd", "..\\app.py", ".gitkeep", "", "a\0b"]
)
def test_only_the_files_in_the_list_are_served(client: TestClient, name: str) -> None:
    answer = client.get(f"/static/{name.replace(chr(0), '%00')}")
    assert answer.status_code == 404
    assert "create_app" not in answer.text


def test_a_file_is_kept_for_ever_under_its_digest(client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of()
    state: Any = client.app.state  # type: ignore[attr-defined]  # an application of ours
    made = assets._asset("our.js", b"let it = 1;")
    monkeypatch.setattr(state.assets, "_files", {"our.js": made})
    address = state.assets.url("our.js")
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["cache-control"]
    plain = client.get("/static/our.js?v=old")
    assert plain.headers["cache-control"] == "no-cache"
    assert client.get("/static/our.js", headers={"if-none-match": plain.headers["etag"]}).status_code == 304


# --- the ledger behind it


def test_another_ledger_in_its_place_is_read(client: TestClient, path: Path, tmp_path: Path) -> None:
    assert client.get("/api/v1/stats").json()["articles"] == 7
    with open_writer(tmp_path / "other.db"):
        pass
    for ending in ("-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)
    (tmp_path / "other.db").replace(path)
    assert client.get("/api/v1/stats").json()["articles"] == 0
