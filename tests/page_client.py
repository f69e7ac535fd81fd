"""Pages over the small ledger of ``page_samples``: read, or with leave to write; what a page says and what its forms hold."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.web.app import create_app
from page_samples import TODAY, fill

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("ledger") / "views.db")


@pytest.fixture(scope="module")
def client(ledger: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ledger, today=TODAY), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[TestClient]:
    with TestClient(create_app(fill(tmp_path / "w.db"), write=True, today=TODAY), base_url="http://127.0.0.1") as made:
        yield made


def text_of(response: Response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", response.text)).split())


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return html.unescape(found[1])


def named(client: TestClient, name: str = "Kari Å") -> None:
    csrf = hidden(client.get("/review").text, "csrf")
    assert client.post("/review/author", data={"csrf": csrf, "author": name}).status_code == 200
