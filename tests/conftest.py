"""What every test may ask for: the annotated data beside the checkout, torch, and a web server on this machine.

``shared`` is a folder that the public repository does not hold (``../shared`` beside the checkout, or ``ENLIGT_SHARED``).
torch belongs to ``make train``. A test that needs what is absent is skipped, saying so; where the environment promises
it (``.ci/run`` sets ``ENLIGT_CI_NEEDS_SHARED=1`` and ``ENLIGT_CI_NEEDS_TORCH=1`` beside ``CI=true``) it fails instead.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import pytest

from web_server import PAGE, Clock, Server, answer, fetcher

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.sources.fetching import Fetcher

ROOT = Path(__file__).resolve().parent.parent


def _absent(*, what: str, promise: str) -> NoReturn:
    if os.environ.get("CI") == "true" and os.environ.get(promise) == "1":
        pytest.fail(f"{what}, and {promise}=1 promises it", pytrace=False)
    pytest.skip(what)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs_torch: the test imports torch, which `make train` installs (skipped without it)")


def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.get_closest_marker("needs_torch") and importlib.util.find_spec("torch") is None:
        _absent(what="torch is not installed: it belongs to `make train`", promise="ENLIGT_CI_NEEDS_TORCH")


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout's root."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of annotated data beside the checkout."""
    folder = Path(os.environ.get("ENLIGT_SHARED") or ROOT.parent / "shared")
    if not (folder / "gold").is_dir():
        _absent(what=f"no annotated data at {folder} (ENLIGT_SHARED names another place)", promise="ENLIGT_CI_NEEDS_SHARED")
    return folder


@pytest.fixture
def clock() -> Clock:
    """A clock that moves only when something sleeps by it."""
    return Clock()


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on this machine, with a page at ``/a``."""
    with Server() as one:
        one.routes["/a"] = answer(PAGE)
        yield one


@pytest.fixture
def fetches(clock: Clock) -> Iterator[Fetcher]:
    """What fetches from this machine alone, by that clock."""
    with fetcher(clock) as one:
        yield one
