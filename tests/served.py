"""What the tests of the pages and the API share: a small ledger, and a client of its application that is taken for a browser."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.run.opened import open_ledger
from enligt.web.app import create_app
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ADDRESS = "http://127.0.0.1:8765"

DAYS = ("2026-02-01", "2026-02-02", "2026-02-03")


def page(number: int, *, day: str = "2026-02-04", act: str = "Sweden met Norway") -> str:
    """A story of one act."""
    return (
        f"Ministers and boats {number}\n\n{act} on {day} in harbour number {number}, according to Ritzau. "
        "The weather over the islands was fair, and nobody else was let into the room.\n"
    )


@pytest.fixture(scope="session")
def small_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Seven articles with seven claims in three events, made once."""
    path = tmp_path_factory.mktemp("served") / "enligt.db"
    acts = (
        ("Sweden met Norway", "2026-02-04"),
        ("Russia attacked North Korea", "2026-02-04"),
        ("China met Norway", "2025-11-04"),
    )
    with open_ledger(path, reader=WordReader()) as made:
        for number in range(7):
            act, day = acts[number % 3]
            text = page(number, act=act, day=day)
            made.add_text(text, location=f"page-{number}.txt", published=DAYS[number % 3], language="en")
    return path


@pytest.fixture
def path(small_ledger: Path, tmp_path: Path) -> Path:
    """A copy of the small ledger."""
    copied = tmp_path / "enligt.db"
    for one in small_ledger.parent.iterdir():
        shutil.copy(one, tmp_path / one.name)
    return copied


Client = TestClient


@pytest.fixture
def client_of(path: Path) -> Iterator[Callable[..., TestClient]]:
    """Makes a client of an application over the copy; settings are `create_app`'s."""
    made: list[TestClient] = []

    def make(*, address: str = ADDRESS, **settings: object) -> TestClient:
        app = create_app(path, load=WordReader, today="2026-02-10", **settings)  # type: ignore[arg-type]  # as a test gives them
        made.append(TestClient(app, base_url=address, follow_redirects=False))
        return made[-1]

    yield make
    for one in made:
        one.app.state.ledger.close()  # type: ignore[attr-defined]  # an application of ours
        one.close()


@pytest.fixture
def client(client_of: Callable[..., TestClient]) -> TestClient:
    """A client of the application as it is served for reading."""
    return client_of()


@pytest.fixture
def writing(client_of: Callable[..., TestClient]) -> TestClient:
    """The same served with ``--write``."""
    return client_of(write=True)
