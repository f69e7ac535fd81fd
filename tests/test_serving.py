"""``enligt serve``: what it listens on, whom it asks for a token, how it ends; and the demo that ends in it."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import httpx2
import pytest

from command_line import Run, filled, ledger_of_news, news, reader, run
from enligt.cli import demo, serving
from enligt.errors import UsageError
from served import path, small_ledger

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["filled", "ledger_of_news", "news", "path", "reader", "run", "small_ledger"]  # fixtures


def test_it_serves_prints_its_address_and_ends_on_ctrl_c(path: Path) -> None:
    command = [sys.executable, "-m", "enligt", "serve", "--ledger", str(path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8") as process:
        killer = threading.Timer(120, process.kill)  # a test that hangs must end
        killer.start()
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            found = re.search(r"http://127\.0\.0\.1:\d+/", line)
            assert found is not None, line
            assert "read-only" in line
            told = httpx2.get(f"{found[0]}api/v1/stats", timeout=60).json()
            refused = httpx2.post(f"{found[0]}api/v1/judgements", json={}, timeout=60)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        finally:
            killer.cancel()
    assert told["articles"] == 7
    assert refused.status_code == 403
    assert (process.returncode, out, err) == (0, "stopped\n", "")


def test_the_next_port_is_taken_where_the_usual_one_is_not_free(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(serving, "PORT", port)
        with serving.listen("127.0.0.1", None) as other:
            assert port < other.getsockname()[1] < port + serving.NEXT_PORTS
        with pytest.raises(UsageError, match="choose another with --port"):
            serving.listen("127.0.0.1", port)


def test_what_cannot_be_listened_on_is_refused() -> None:
    with pytest.raises(UsageError, match="cannot listen on"):
        serving.listen("192.0.2.1", 0)
    with pytest.raises(UsageError, match="cannot listen on"):
        serving.listen("no such host.invalid", 0)


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),  # noqa: S104 - only asked about
        ("::", False),
        ("192.168.1.5", False),
        ("news.example", False),
    ],
)
def test_which_addresses_are_of_this_machine_alone(host: str, *, alone: bool) -> None:
    assert serving.is_loopback(host) is alone


class _Once:
    """A server in uvicorn's place: notes how it was made, and is stopped at once."""

    made: list[Any]

    def __init__(self, config: Any) -> None:
        type(self).made.append(config)

    def run(self, sockets: list[socket.socket]) -> None:
        for one in sockets:
            one.close()


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    import uvicorn  # noqa: PLC0415 - only to stand in for it

    made: list[Any] = []
    monkeypatch.setattr(_Once, "made", made, raising=False)
    monkeypatch.setattr(uvicorn, "Server", _Once)
    monkeypatch.setattr("enligt.web.warming.warm_behind", lambda _: None)  # its thread would outlive the test's ledger
    monkeypatch.delenv("ENLIGT_TOKEN", raising=False)
    return made


def test_elsewhere_a_token_is_made_and_asked_for(filled: Run, once: list[Any]) -> None:
    result = filled("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104 - nothing listens for long
    assert result.code == 0
    found = re.search(r"\?token=([\w-]{32})", result.out)
    assert found is not None
    guard = once[0].app.user_middleware[0]
    assert guard.kwargs["rules"].token == found[1]
    assert not guard.kwargs["rules"].write
    assert socket.gethostname().lower() in guard.kwargs["rules"].hosts


def test_here_none_is_unless_it_is_given(filled: Run, once: list[Any]) -> None:
    assert "token" not in filled("serve", "--port", "0", "--write").out
    assert once[0].app.state.ledger.write
    assert "?token=sixteen-letters-of-it" in filled("serve", "--port", "0", "--token", "sixteen-letters-of-it").out
    for weak in ("short", "with a space in it", "x" * 15):
        assert filled("serve", "--port", "0", "--token", weak).code == 2


def test_there_must_be_a_ledger_unless_it_may_be_written(run: Run, once: list[Any], tmp_path: Path) -> None:
    missing = run("serve", "--port", "0")
    assert missing.code == 4
    assert "no ledger there" in missing.err
    assert run("serve", "--port", "0", "--write").code == 0
    assert (tmp_path / "enligt.db").exists()
    assert len(once) == 1


def test_the_events_are_up_to_date_before_it_serves(
    filled: Run, once: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from enligt import events  # noqa: PLC0415 - what links
    from enligt.ledger import open_view  # noqa: PLC0415 - as the server reads it
    from enligt.run import linking  # noqa: PLC0415 - as above

    assert filled("serve", "--port", "0").err == ""  # `add` linked it
    for one in (linking, events):
        monkeypatch.setattr(one, "version", lambda: "a later one")
    result = filled("serve", "--port", "0")
    assert (result.code, len(once)) == (0, 2)
    assert "articles to be linked into events before the pages are served" in result.err
    with open_view(tmp_path / "enligt.db") as view:
        assert view.unlinked(linker="a later one") == 0


def test_the_feeds_are_polled_beside(filled: Run, once: list[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "feeds.toml").write_text('[[feed]]\naddress = "http://127.0.0.1:9/feed"\n', encoding="utf-8")
    polled = threading.Event()
    told: list[str] = []

    def note(line: str) -> None:
        told.append(line)
        if "round 1" in line:
            polled.set()

    def wait(_self: object, sockets: list[socket.socket]) -> None:
        assert polled.wait(timeout=120)
        for one in sockets:
            one.close()

    monkeypatch.setattr(serving, "say", note)
    monkeypatch.setattr(_Once, "run", wait)
    assert filled("serve", "--port", "0", "--watch", "feeds.toml").code == 0
    assert once
    assert "1 feed polled (1 failed)" in told[0]
    assert not any(thread.name == "watch" for thread in threading.enumerate())


def test_a_watch_file_that_is_none_is_refused(filled: Run, once: list[Any], tmp_path: Path) -> None:
    (tmp_path / "feeds.toml").write_text("feed = 1", encoding="utf-8")
    assert filled("serve", "--watch", "feeds.toml").code in {2, 3}
    assert not once


# --- the demo


def test_the_demo_serves_in_a_terminal_alone(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[serving.Served] = []
    monkeypatch.setattr(serving, "run", served.append)
    assert run("demo").code == 0
    assert not served
    assert run("demo", "--serve").code == 0
    assert (served[0].path, served[0].write) == (demo.DEMO_LEDGER, True)
    monkeypatch.setattr(demo, "is_terminal", lambda: True)
    assert run("demo").code == 0
    assert run("demo", "--no-serve").code == 0
    assert len(served) == 2
