"""Pictures of the pages for README and docs, taken from the sample ledger in a real browser.

    python quality/screenshots.py [--ledger FILE] [--out docs/images]

Without ``--ledger`` the sample is read into one first, as ``enligt demo`` does. Needs playwright and a chromium.
"""

from __future__ import annotations

import argparse
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import enligt
from enligt import sample
from enligt.ledger import EventQuery, open_view
from enligt.run import telling
from enligt.web.app import create_app

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY: Final = "2025-09-15"
"""The day as of which the sample is told: soon after its last article."""

WIDE: Final = (1180, 900)
PHONE: Final = (390, 844)
"""Width and height of the window in pixels."""

SHOTS: Final[tuple[tuple[str, tuple[int, int], Literal["light", "dark"]], ...]] = (
    ("", WIDE, "light"),
    ("-dark", WIDE, "dark"),
    ("-phone", PHONE, "light"),
)
"""How each page is shown, after what its file's name says."""

TALLEST: Final = 1500
"""Pixels of a picture: what is below is cut off."""


@contextmanager
def served(path: Path) -> Iterator[str]:
    """The pages over a ledger, on a free port of this machine; the address."""
    import uvicorn  # noqa: PLC0415 - only here

    app = create_app(path, today=TODAY, write=True)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            thread.join(0.05)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(30)


def filled(folder: Path) -> Path:
    """The sample, read into a ledger of its own."""
    path = folder / "sample.db"
    with enligt.open(path) as ledger:
        for name, content in sample.files():
            ledger.add_text(content, location=name)
    return path


def places(path: Path) -> dict[str, str]:
    """What is shown: of the acts that were planned and then told as done that with most claims, and the article of its first."""
    with open_view(path) as view:
        found = list(telling.event_records(view, EventQuery(status=("carried-out",)), today=TODAY))
        event = max(found, key=lambda one: (len(one["claims"]), one["event_id"]))
        row = view.claim(event["claims"][0])
    shown = {"front": "/", "events": "/events?text=soldat*", "event": f"/events/{event['event_id']}"}
    if row is not None:
        shown["article"] = f"/articles/{row.claim.article_id}?claim={row.claim.claim_id}"
    return shown


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ledger", type=Path, help="a ledger that holds the sample already")
    parser.add_argument("--out", type=Path, default=Path("docs/images"))
    parser.add_argument("--chromium", default="/usr/bin/chromium")
    parser.add_argument("--language", default="en")
    parser.add_argument("--only", nargs="*", help="these pictures alone: event events-dark")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - heavy: a development tool

    with tempfile.TemporaryDirectory() as folder:
        path = chosen.ledger or filled(Path(folder))
        shown = places(path)
        with served(path) as site, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=chosen.chromium, args=["--no-sandbox"])
            for name, address in shown.items():
                for kind, (width, height), scheme in SHOTS:
                    if chosen.only and name + kind not in chosen.only:
                        continue
                    context = browser.new_context(
                        viewport={"width": width, "height": height}, color_scheme=scheme, locale=chosen.language
                    )
                    page = context.new_page()
                    page.set_default_timeout(120_000)
                    page.goto(site + address)
                    tall = min(TALLEST, int(page.evaluate("document.documentElement.scrollHeight")))
                    file = chosen.out / f"page-{name}{kind}.png"
                    page.screenshot(path=str(file), clip={"x": 0, "y": 0, "width": width, "height": tall}, full_page=True)
                    print(file)
                    context.close()
            browser.close()


if __name__ == "__main__":
    main()
