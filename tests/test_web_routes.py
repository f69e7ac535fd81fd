"""Every page and every route of the API: unknown parameters, broken dates and huge numbers are refused by name, never ignored."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import pytest
from starlette.routing import Route

from served import client, client_of, path, small_ledger, writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from fastapi import FastAPI
    from starlette.testclient import TestClient

__all__ = ["client", "client_of", "path", "small_ledger", "writing"]  # fixtures

EVENT_FILTERS: Final = (
    "actor", "recipient", "pair", "type", "mode", "context", "goods", "factuality", "source", "article", "outlet", "language",
    "since", "until", "text", "q", "place", "min_confidence", "reader", "known_by", "as_of", "all_versions", "rejected", "status",
    "min_origins", "disputed", "event_type", "participant", "origin", "month", "order", "today",
)  # fmt: skip
PAGES: Final[dict[str, tuple[str, ...]]] = {
    "/": ("per",),
    "/events": (*EVENT_FILTERS, "like", "meaning", "page"),
    "/events/{event_id}": ("today", "known_by", "all"),
    "/claims/{claim_id}": (),
    "/articles/{article_id}": ("claim", "whole"),
    "/actors": ("name", "kind", "per"),
    "/actors/{one}": ("since", "until", "by", "per"),
    "/actors/{one}/{other}": ("since", "until", "by", "per"),
    "/sources": ("name", "kind"),
    "/sources/{name:path}": ("per",),
    "/map": (*EVENT_FILTERS, "region"),
    "/review": ("queue", "id", "done"),
    "/cases": (),
    "/cases/{tag:path}": (),
    "/add": (),
    "/alerts": ("view",),
    "/api/v1/docs": (),
}
"""The pages with their parameters; those of the API stand in its document."""

ELSEWHERE: Final = frozenset({"/static/{name:path}", "/api/v1/openapi.json"})
"""What takes any parameter: files, whose addresses carry their version, and the document."""

WRONG: Final = ("2024-99", "0000-01", "9" * 40, "nan", "\x00", "x" * 5000)


def routes(app: FastAPI) -> Iterator[Any]:
    """Every route, those of routers that newer versions include whole too."""

    def of(several: Any) -> Iterator[Any]:
        for one in several:
            if isinstance(one, Route):
                yield one
            else:
                yield from of(one.original_router.routes)

    yield from of(app.routes)


def known_names(client: TestClient) -> dict[str, str]:
    """For each part of an address one that is there."""
    claim = client.get("/api/v1/claims?pair=SWE,NOR&limit=1").json()["claims"][0]
    names = {"event_id": claim["event_id"], "claim_id": claim["claim_id"], "article_id": claim["article_id"]}
    return {**names, "one": "SWE", "other": "NOR", "name": "Ritzau", "tag": "autumn", "ending": "csv", "note_id": "note-0"}


def filled(path: str, names: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)(?::path)?\}", lambda found: names[found[1]], path)


def test_every_route_is_known_to_these_tests(client: TestClient) -> None:
    app: Any = client.app
    document = app.openapi()["paths"]
    for route in routes(app):
        if "GET" in route.methods:
            assert route.path in PAGES or route.path in document or route.path in ELSEWHERE, route.path


def asked(client: TestClient) -> list[tuple[str, tuple[str, ...]]]:
    """The address of every page and list, each with its parameters."""
    app: Any = client.app
    names = known_names(client)
    api = {
        path.replace("/export/{name}", "/export/plover"): tuple(
            one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query"
        )
        for path, methods in app.openapi()["paths"].items()
        if "get" in methods
    }
    return [(filled(path, names), parameters) for path, parameters in {**PAGES, **api}.items()]


def detail(answer: Any) -> str:
    if answer.headers["content-type"] == "application/problem+json":
        return str(answer.json()["detail"])
    return re.sub(r"<[^>]*>", " ", answer.text)


def test_an_unknown_parameter_is_refused_by_name_everywhere(client: TestClient) -> None:
    for address, _ in asked(client):
        answer = client.get(f"{address}?colour=red")
        if answer.status_code == 404 and address.startswith(("/cases/", "/api/v1/notes/")):
            continue  # there is none
        assert answer.status_code == 400, address
        assert "colour" in detail(answer), address


def test_no_value_of_any_parameter_breaks_anything(client: TestClient) -> None:
    for address, parameters in asked(client):
        for name in parameters:
            if name == "like":
                continue  # loads a reader for each
            for value in WRONG:
                answer = client.get(address, params={name: value})
                where = f"{address}?{name}={value[:20]}"
                assert answer.status_code < 500, where
                if answer.status_code == 400:
                    assert name in detail(answer), where
                    assert not re.search(r"(^|\s)--[a-z]", detail(answer)), where
                if name in {"since", "until", "month", "today", "known_by", "as_of"}:
                    assert answer.status_code == 400, where


@pytest.mark.parametrize(
    ("address", "parameter"),
    [
        ("/events?month=2024-99", "month"),
        ("/events?month=0000-01", "month"),
        ("/events?month=2024", "month"),
        ("/events?month=2024-01-05", "month"),
        ("/events?event_type=PARTY", "event_type"),
        ("/api/v1/facets?month=2024-00", "month"),
        ("/actors/SWE?since=0001&until=9999&by=day", "by"),
        ("/actors/SWE/NOR?since=0001&until=9999&by=day", "by"),
        ("/actors/SWE?since=0001&until=9999&by=year", "by"),
        ("/actors/SWE?since=0001&until=9999", "since"),
        ("/?per=word", "per"),
        ("/?per=read&per=2", "per"),
    ],
)
def test_what_cannot_be_is_told_with_the_parameter(client: TestClient, address: str, parameter: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert f"{parameter}: " in detail(answer)
    assert "--" not in detail(answer).replace("<!--", "")


def test_types_may_be_written_small(client: TestClient) -> None:
    assert len(client.get("/api/v1/events?event_type=consult").json()["events"]) == 2


@pytest.mark.parametrize("name", ["judgements", "texts", "notes", "notes/note-0/withdrawal"])
def test_what_writes_takes_no_unknown_parameter(writing: TestClient, name: str) -> None:
    answer = writing.post(f"/api/v1/{name}?colour=red", json={})
    assert answer.status_code in {400, 422}
    assert writing.post(f"/api/v1/{name}?colour=red", json={"author": "Kari", "seen": "x"}).status_code in {400, 422}
