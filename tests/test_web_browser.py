"""The pages in a real browser: they load, nothing asks elsewhere, keys work, axe finds nothing, payloads do nothing."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from enligt.config import Fetching
from enligt.run.fetching import Connected
from enligt.web.app import create_app
from enligt.web.pages import event
from enligt.web.visits import VISIT_COOKIE
from ledger_samples import READER
from page_samples import PAYLOAD, TODAY, empty, fill
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = Path("/usr/bin/chromium")
SECONDS = 60


@contextmanager
def served(path: Path, *, write: bool = False) -> Iterator[str]:
    """The pages over a ledger, on a port of this machine; the address."""
    import uvicorn  # noqa: PLC0415 - only where there is a browser

    connect = Connected(Fetching(), attended=True)  # asks for nothing before an address is handed in
    app = create_app(path, write=write, today=TODAY, load=WordReader, connect=lambda: connect)
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        for _ in range(SECONDS * 20):
            if server.started:
                break
            thread.join(0.05)
        host, port = server.servers[0].sockets[0].getsockname()[:2]
        yield f"http://{host}:{port}"
    finally:
        server.should_exit = True
        thread.join(SECONDS)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}: `apt-get install chromium` brings it")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: `make dev` brings it")
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001 - without a browser nothing is served
    with served(fill(tmp_path_factory.mktemp("ledger") / "pages.db")) as address:
        yield address


class Visit:
    """A page of the browser, and what went wrong in it."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site
        self.wrong: list[str] = []
        page.set_default_timeout(SECONDS * 1000)
        page.on("console", lambda said: self.wrong.append(f"console: {said.text}") if said.type in {"error", "warning"} else None)
        page.on("pageerror", lambda error: self.wrong.append(f"script: {error}"))
        page.on(
            "request", lambda asked: None if asked.url.startswith((site, "data:")) else self.wrong.append(f"asked: {asked.url}")
        )

    def open(self, path: str) -> None:
        self.page.goto(self.site + path)


@pytest.fixture
def visit(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Visit]:
    options: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1280, "height": 900}, **getattr(request, "param", {})}
    context = browser.new_context(**options)
    visiting = Visit(context.new_page(), site)
    yield visiting
    context.close()
    assert visiting.wrong == []


def places(visit: Visit) -> list[str]:
    """Every kind of page: the disputed event, its article with a claim chosen, the article of payloads among them."""
    visit.open("/events?text=skickade")
    event = str(visit.page.locator(".event h3 a").get_attribute("href"))
    visit.open(event)
    chosen = str(visit.page.locator(".claim a").first.get_attribute("href"))
    visit.open("/events?text=criticised")
    visit.page.locator(".event h3 a").click()
    payload = str(visit.page.locator(".claim a").first.get_attribute("href"))
    around = [f"{one.partition('?')[0]}?whole=1" for one in (chosen, payload)]
    return ["/", "/events?status=disputed", event, chosen, payload, *around, "/add", "/nowhere"]


@pytest.mark.parametrize(
    "visit",
    [
        {},
        {"color_scheme": "dark"},
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "light"},
        {"viewport": {"width": 360, "height": 740}, "color_scheme": "dark", "locale": "sv-SE"},
    ],
    indirect=True,
    ids=["wide", "dark", "phone", "phone-dark"],
)
def test_every_page_is_accessible_and_fits(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: `make dev` brings it").Axe()
    monkeypatch.setattr(event, "DEFAULT", READER)  # so that measured errors are shown
    long_ago: Any = {"name": VISIT_COOKIE, "value": "1-1", "url": visit.site}  # so that all is new since then
    for path in places(visit):
        visit.page.context.add_cookies([long_ago])
        visit.open(path)
        visit.page.evaluate("document.querySelectorAll('dd details').forEach((one) => { one.open = true; })")
        found = axe.run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
        told = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]
        assert told == [], path
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        assert visit.page.title() != "owned", path
        if path == "/nowhere":
            visit.wrong = [one for one in visit.wrong if "404" not in one]  # the browser tells of the answer itself


def test_a_dossier_is_printed_light_and_whole_from_a_dark_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event, "DEFAULT", READER)  # so that measured errors are there, folded
    dark: Any = {"name": "enligt-theme", "value": "dark", "url": visit.site}
    visit.page.context.add_cookies([dark])
    visit.open("/events?text=skickade")
    visit.page.locator(".event h3 a").first.click()
    visit.page.emulate_media(media="print")
    paper = "getComputedStyle(document.body).backgroundColor + getComputedStyle(document.body).color"
    assert visit.page.evaluate(paper) == "rgb(255, 255, 255)rgb(0, 0, 0)"
    assert "Measured errors" not in visit.page.locator("dl.facts").first.inner_text()  # folded: no label without its text
    assert "Reviewed" in visit.page.locator("dl.facts").first.inner_text()


def test_an_empty_ledger_is_accessible(browser: Browser, tmp_path: Path) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: `make dev` brings it").Axe()
    with served(empty(tmp_path / "empty.db")) as site:
        context = browser.new_context(locale="da-DK")
        visiting = Visit(context.new_page(), site)
        for path in ("/", "/events"):
            visiting.open(path)
            assert axe.run(visiting.page).violations_count == 0, path
        context.close()
        assert visiting.wrong == []


def test_a_search_by_keys_alone(visit: Visit) -> None:
    page = visit.page
    visit.open("/events")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "text"
    page.keyboard.type("soldier*")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?text=soldier*")
    page.keyboard.press("j")
    assert page.locator(".event.chosen").count() == 1
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/evt-*")
    assert "Kremlin denies it" in page.locator("h1").inner_text()


def test_j_and_k_go_through_the_list_and_stop_at_its_ends(visit: Visit) -> None:
    page = visit.page
    visit.open("/events")
    rows = page.locator("[data-row]").count()
    assert rows > 2

    def at() -> int:
        return int(page.evaluate("[...document.querySelectorAll('[data-row]')].indexOf(document.querySelector('.chosen'))"))

    for expected in (0, 1, 2):
        page.keyboard.press("j")
        assert at() == expected
    for _ in range(rows + 3):
        page.keyboard.press("k")
    assert at() == 0


@pytest.mark.parametrize("visit", [{"java_script_enabled": False}], indirect=True)
def test_reading_and_searching_need_no_script(visit: Visit) -> None:
    page = visit.page
    visit.open("/")
    page.locator("#find").fill("skickade")
    page.locator(".find button").click()
    page.locator(".event h3 a").first.click()
    assert "Kremlin denies it" in page.locator("h1").inner_text()
    page.locator(".claim a").first.click()
    assert page.locator(".explained").count() == 1
    page.locator("select[name=language]").select_option("sv")
    page.locator(".prefs button").click()
    assert page.locator("html").get_attribute("lang") == "sv"


def test_payloads_do_nothing(visit: Visit) -> None:
    for path in places(visit):
        if path != "/nowhere":
            visit.open(path)
            assert visit.page.evaluate("document.querySelectorAll('main script, main img, main iframe, [onerror]').length") == 0
            assert visit.page.title() != "owned"
    visit.open("/events?text=criticised")
    assert PAYLOAD in visit.page.locator(".event h3").first.inner_text()


def test_a_text_and_a_dropped_file_are_read(browser: Browser, tmp_path: Path) -> None:
    with served(empty(tmp_path / "writing.db"), write=True) as site:
        context = browser.new_context(locale="en-GB")
        visiting = Visit(context.new_page(), site)
        page = visiting.page
        visiting.open("/add")
        page.locator("#text").fill("Sweden met Norway on 2024-05-06 in the town hall by the harbour.")
        page.locator("form[data-drop] button").click()
        assert "1 claim" in page.locator(".steps li").first.inner_text()
        visiting.open("/add")
        dropped = """() => {
            const sent = new DataTransfer();
            sent.items.add(new File(["China met Norway on 2024-05-07 in the town hall by the harbour."], "dropped.txt"));
            const drop = new DragEvent("drop", {dataTransfer: sent, bubbles: true, cancelable: true});
            document.querySelector("form[data-drop]").dispatchEvent(drop);
        }"""
        page.evaluate(dropped)
        page.locator("form[data-drop] button").click()
        assert "dropped.txt" in page.locator(".steps h3").first.inner_text()
        page.locator(".steps a[href^='/articles/']").first.click()
        assert "China met Norway" in page.locator("article.text").inner_text()
        context.close()
        assert visiting.wrong == []
