"""Drawings lead on: each mark that stands for an event, actor, source, place or month is a link; the time goes with exports."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

import pytest
from starlette.testclient import TestClient

from enligt.run import telling
from enligt.web.app import create_app
from page_samples import TODAY, fill

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = re.compile(r'<a href="([^"]+)" aria-label="([^"]+)"')


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = fill(tmp_path_factory.mktemp("ledger") / "views.db")
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1", follow_redirects=False) as made:
        yield made


def drawings(page: str) -> str:
    """All that is drawn on a page."""
    return "\n".join(re.findall(r"<svg.*?</svg>", page, re.DOTALL))


def marks(client: TestClient, address: str) -> dict[str, str]:
    """Where each mark of a page's drawings leads, with the text for those who do not see it."""
    page = client.get(address, headers={"accept-language": "en"}).text
    assert 'role="img"' not in page, address  # a picture would hide the links in it from who does not see it
    drawn = drawings(page)
    found = {html.unescape(leads): html.unescape(name) for leads, name in MARK.findall(drawn)}
    assert drawn.count("<a ") == len(MARK.findall(drawn)), address
    return found


def number_of(client: TestClient, address: str) -> int:
    found = re.search(r'id="found">(\d+)', client.get(address, headers={"accept-language": "en"}).text)
    assert found is not None, address
    return int(found[1])


@pytest.mark.parametrize(
    "address", ["/", "/?per=read", "/actors", "/actors?kind=state&per=read", "/actors/PRK", "/actors/PRK/RUS?by=week"]
)
def test_a_month_leads_to_its_events(client: TestClient, address: str) -> None:
    leads = {one: name for one, name in marks(client, address).items() if one.startswith("/events?")}
    assert leads
    for one, name in leads.items():
        told = re.search(r"(\d+) events?", name)
        assert told is not None, name
        assert number_of(client, one) == int(told[1]), (one, name)


@pytest.mark.parametrize("address", ["/sources/Kustposten", "/sources/Ukraine?per=read"])
def test_a_source_s_drawings_lead_to_sources_and_events(client: TestClient, address: str) -> None:
    leads = marks(client, address)
    assert any(one.startswith("/sources/") for one in leads)
    for one in leads:
        if one.startswith("/events?"):
            assert number_of(client, one) > 0, one
        else:
            assert client.get(one).status_code == 200, one


def test_the_tree_and_the_numbers_lead_to_sources_and_the_network_to_pairs(client: TestClient) -> None:
    found = re.search(r"/events/evt-\w+", client.get("/events?text=skickade").text)
    assert found is not None
    leads = marks(client, found[0])
    assert leads["/sources/Kustposten"].startswith("Kustposten: ")
    assert {one.partition("/sources/")[0] for one in leads} == {""}
    for one in leads:
        assert client.get(one).status_code == 200, one
    assert marks(client, "/actors/PRK")["/actors/PRK/RUS"] == "Russia: 1 event, mostly conflict"


def test_a_place_on_the_map_leads_to_its_events(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def place(name: str, precision: str, country: str, **more: object) -> dict[str, object]:
        return {
            "name": name,
            "precision": precision,
            "country": country,
            "latitude": None,
            "longitude": None,
            "extent": None,
        } | more

    kursk = place("Kursk", "point", "RUS", latitude=51.7, longitude=36.2)
    donbas = place('Don"bas <b>', "area", "UKR", extent=(47.0, 37.0, 49.0, 40.0))
    records: list[dict[str, Any]] = [{"places": [kursk, donbas, place("Norway", "country", "NOR")]}]
    monkeypatch.setattr(telling, "event_records", lambda *_a, **_m: iter(records))
    leads = marks(client, "/map?type=MOBILIZE")
    assert leads == {
        "/events?place=Kursk&type=MOBILIZE": "Kursk: 1 event",
        "/events?place=Don%22bas+%3Cb%3E&type=MOBILIZE": 'Don"bas <b>: 1 event',
        "/events?place=NOR&type=MOBILIZE": "Norway: 1 event",
    }


def test_the_time_that_is_looked_at_goes_with_exports_and_lists(client: TestClient) -> None:
    for path, about in (("/actors/PRK", "participant=PRK"), ("/actors/PRK/RUS", "pair=PRK%2CRUS")):
        page = client.get(f"{path}?since=2024-10&until=2024-11&by=week").text
        taken = page[page.index('id="taken"') : page.index("</section>", page.index('id="taken"'))]
        api = [html.unescape(one) for one in re.findall(r'href="(/api/[^"]+)"', taken)]
        assert {"/api/v1/events", "/api/v1/events.csv", "/api/v1/events.atom"} <= {one.partition("?")[0] for one in api}
        assert all(f"?{about}&since=2024-10&until=2024-11" in one for one in api), api
        for one in api[:6]:
            assert client.get(one).status_code in {200, 501}, one
        assert f'href="/events?{about}&amp;since=2024-10&amp;until=2024-11"' in page or f'href="/events?{about}&since' in page
        assert "since" not in re.findall(r'href="(/api/[^"]+)"', client.get(path).text)[0]


def test_every_list_tells_its_feeds_in_its_head(client: TestClient) -> None:
    def feeds(address: str) -> list[str]:
        head = client.get(address).text.partition("</head>")[0]
        return [html.unescape(one) for one in re.findall(r'type="application/atom\+xml" title="[^"]+" href="([^"]+)"', head)]

    def of(query: str, *names: str) -> list[str]:
        return [f"/api/v1/{name}.atom{query}" for name in names]

    assert feeds("/") == of("", "events", "claims", "articles")
    ordered = of("?order=newest&outlet=Kustposten", "events")
    assert feeds("/events?outlet=Kustposten") == [*ordered, *of("?outlet=Kustposten", "claims", "articles")]
    assert feeds("/map?language=sv&since=2024") == of("?language=sv&since=2024", "events", "claims")
    assert feeds("/events?status=disputed") == of("?order=newest&status=disputed", "events")
    assert feeds("/sources/Kustposten") == of("?outlet=Kustposten", "events", "claims", "articles")
    for one in feeds("/events?outlet=Kustposten"):
        assert one in html.unescape(client.get("/events?outlet=Kustposten").text.partition('id="taken"')[2])
        assert client.get(one).status_code == 200, one
