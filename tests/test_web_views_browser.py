"""Actors, sources, the map, review and notes in a real browser: axe finds nothing, a brush, a review by keys with undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from enligt.ledger import Alert, open_writer
from page_samples import fill
from test_web_browser import Visit, browser, served  # noqa: F401 - `browser` is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser

ADDRESSES = (
    "/actors", "/actors/PRK", "/actors/PRK/RUS?by=year", "/sources", "/sources/Kustposten", "/map", "/map?region=europe",
    "/review", "/review?queue=events", "/cases", "/alerts",
)  # fmt: skip


@pytest.fixture(scope="module")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:  # noqa: ARG001, F811 - without a browser nothing is served
    path = fill(tmp_path_factory.mktemp("ledger") / "views.db")
    with open_writer(path) as writer:  # so that the page of alerts has its form, and a row
        writer.save_filter("arms", kind="events", filters={"pair": "PRK,RUS"})
        writer.add_alert(Alert("arms", "mail", "desk@paper.example", {"host": "mail.example"}, told_until="2024-11-01T00:00:00"))
    with served(path, write=True) as address:
        yield address


def accessible(visit: Visit, path: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed: `make dev` brings it").Axe()
    found = axe.run(visit.page, options={"resultTypes": ["violations"]}).response["violations"]
    told = [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found]
    assert told == [], path
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path


@pytest.mark.parametrize(("width", "scheme", "locale"), [(1280, "light", "en-GB"), (360, "dark", "nb-NO")])
def test_every_page_is_accessible_and_fits(browser: Browser, site: str, width: int, scheme: str, locale: str) -> None:  # noqa: F811
    context = browser.new_context(locale=locale, viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # one of two
    visit = Visit(context.new_page(), site)
    for path in ADDRESSES:
        visit.open(path)
        accessible(visit, path)
        assert visit.page.title() != "owned", path
    context.close()
    assert visit.wrong == []


def test_a_brush_chooses_the_time(browser: Browser, site: str) -> None:  # noqa: F811
    context = browser.new_context(locale="en-GB")
    visit = Visit(context.new_page(), site)
    page = visit.page
    visit.open("/actors/PRK")
    box = page.locator("svg[data-brush]").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 60, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 90, box["y"] + 40, steps=3)
    page.mouse.up()
    page.wait_for_url("**since=2024-10**")
    assert page.locator("#since").input_value() == page.locator("#until").input_value() == "2024-10"
    context.close()
    assert visit.wrong == []


@pytest.mark.parametrize("scripts", [True, False], ids=["script", "no-script"])
def test_a_bar_leads_to_its_events_by_mouse_and_by_keys(browser: Browser, site: str, scripts: bool) -> None:  # noqa: F811, FBT001 - a parameter
    context = browser.new_context(locale="en-GB", java_script_enabled=scripts)
    visit = Visit(context.new_page(), site)
    page = visit.page
    for key in (None, "Enter"):
        visit.open("/actors/PRK")
        link = page.get_by_role("link", name="October 2024: 1 event")
        if key is None:
            link.click()
        else:
            link.press(key)
        page.wait_for_url("**/events?participant=PRK&since=2024-10&until=2024-10&factuality=asserted")
    visit.open("/actors/PRK")
    page.get_by_role("link", name="Russia: 1 event, mostly conflict").press("Enter")
    page.wait_for_url("**/actors/PRK/RUS")
    context.close()
    assert visit.wrong == []


@pytest.mark.parametrize("scripts", [True, False], ids=["keys", "no-script"])
def test_a_review_with_undo_and_a_note(browser: Browser, tmp_path: Path, scripts: bool) -> None:  # noqa: F811, FBT001 - a parameter
    with served(fill(tmp_path / "review.db"), write=True) as site:
        context = browser.new_context(locale="en-GB", java_script_enabled=scripts)
        visit = Visit(context.new_page(), site)
        page = visit.page
        visit.open("/review")
        page.locator("#author").fill("Kari")
        page.locator("form[action='/review/author'] button").click()
        first = page.locator(".item").first.locator("input[name=id]").input_value()
        page.locator(".item").first.locator("input[name=reason]").press("Enter")  # decides nothing
        assert page.locator(".item").first.locator("input[name=id]").input_value() == first
        if scripts:
            page.locator("h1").click()
            page.keyboard.press("r")
        else:
            page.locator(".item").first.get_by_role("button", name="Reject").click()
        page.wait_for_url("**/review?done=**")
        assert page.locator(f".item input[value='{first}']").count() == 0
        accessible(visit, "/review?done") if scripts else None
        if scripts:
            page.keyboard.press("u")
        else:
            page.locator(".done button").click()
        page.wait_for_url("**/review")
        assert page.locator(f".item input[value='{first}']").count() == 1
        assert "holds no more" in page.locator("table").inner_text()
        page.locator(".item h2 a").first.click()
        page.locator(".noted summary").click()
        page.locator("#tag-text").fill("autumn")
        page.locator("form:has(#tag-text) button").click()
        page.locator(".note a", has_text="autumn").click()
        assert page.locator("h1").inner_text() == "autumn"
        context.close()
        assert visit.wrong == []
