"""The pages for people: whole on a small ledger and on an empty one, in every language, with filters in the address."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.ledger import open_view
from enligt.readers.measured import measured
from enligt.web import marks
from enligt.web.app import create_app
from enligt.web.pages import event
from enligt.web.pages.preferences import local
from ledger_samples import READER
from page_samples import PAYLOAD, TODAY, empty, fill
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from httpx2 import Response

SCRIPTS = re.compile(
    r"<script(?![^>]* src=\"/static/[a-z]+\.js\?v=[0-9a-f]+\")[^>]*>|\son[a-z]+\s*=|\sstyle\s*=|<style|javascript:", re.IGNORECASE
)


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(tmp_path_factory.mktemp("ledger") / "pages.db")


@pytest.fixture(scope="module")
def client(ledger: Path) -> Iterator[TestClient]:
    with TestClient(create_app(ledger, today=TODAY), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture(scope="module")
def nothing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = empty(tmp_path_factory.mktemp("ledger") / "empty.db")
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as made:
        yield made


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    path = empty(tmp_path_factory.mktemp("ledger") / "writing.db")
    with TestClient(create_app(path, write=True, today=TODAY, load=WordReader), base_url="http://127.0.0.1") as made:
        yield made


def text_of(response: Response) -> str:
    """What a reader of the page reads, on one line."""
    bare = re.sub(r"<script.*?</script>|<style.*?</style>|<[^>]*>", " ", response.text, flags=re.DOTALL)
    return " ".join(html.unescape(bare).split())


def event_of(client: TestClient, words: str) -> str:
    found = re.findall(r'<h3><a href="(/events/evt-[0-9a-f]+)">', client.get("/events", params={"text": words}).text)
    assert len(found) == 1
    return str(found[0])


def article_ids(ledger: Path) -> dict[str, str]:
    with open_view(ledger) as view:
        return {one.outlet or "": one.article_id for one in view.articles()}


# --- every page, on both ledgers ---


@pytest.mark.parametrize("address", ["/", "/events", "/events?text=nothingatall", "/add"])
def test_every_page_stands_on_an_empty_ledger(nothing: TestClient, address: str) -> None:
    response = nothing.get(address)
    assert response.status_code == 200
    assert response.text.count("<h1") == 1
    assert "<main" in response.text


@pytest.mark.parametrize("language", ["sv", "nb", "da", "en"])
def test_every_page_in_every_language_holds_no_script_but_ours(client: TestClient, ledger: Path, language: str) -> None:
    event, articles = event_of(client, "skickade"), article_ids(ledger)
    addresses = [
        "/",
        "/events",
        "/events?order=doubt&page=1",
        event,
        "/add",
        "/nowhere",
        *(f"/articles/{one}" for one in articles.values()),
    ]
    for address in addresses:
        response = client.get(address, headers={"accept-language": language})
        assert f'<html lang="{language}"' in response.text, address
        assert response.text.count("<h1") == 1, address
        assert SCRIPTS.search(re.sub(r">[^<]*<", "><", response.text)) is None, address
        ids = re.findall(r'\sid="([^"]+)"', response.text)
        assert len(ids) == len(set(ids)), address


def test_payloads_are_shown_and_do_nothing(client: TestClient, ledger: Path) -> None:
    name = next(one for outlet, one in article_ids(ledger).items() if PAYLOAD in outlet)
    event = event_of(client, "criticised")
    for address in (
        "/",
        "/events",
        event,
        f"/articles/{name}",
        "/events?text=%3Cscript%3Ealert(1)%3C/script%3E",
        f"/events?outlet={PAYLOAD}",
    ):
        response = client.get(address)
        assert response.status_code == 200, address
        assert "<script>" not in response.text
        assert "<img" not in response.text
    shown = client.get(f"/articles/{name}")
    assert PAYLOAD in text_of(shown) or html.escape(PAYLOAD) in shown.text
    assert "javascript:" not in re.findall(r'href="([^"]*)"', shown.text)
    assert not any(one.startswith("javascript") for one in re.findall(r'href="([^"]*)"', shown.text))


# --- what they say ---


def test_an_event_is_told_with_its_word_and_its_denial(client: TestClient) -> None:
    page = text_of(client.get(event_of(client, "skickade"), headers={"accept-language": "en"}))
    assert "According to the South Korean intelligence service and Ukraine, North Korea set forces in motion" in page
    assert "in the direction of Russia on 8 October 2024 (3,000 to 12,000 soldiers); the Kremlin denies it." in page
    assert "Asserted by some, denied by others. Denied by the Kremlin." in page
    assert "in 3 articles of 3 outlets in this ledger" in page
    for quoted in ("3 000 soldater till Ryssland", "12 000 soldater til Russland", "denies denied that North Korea"):
        assert quoted in page
    assert "18 October 2024 1 new claim reported" in page
    assert "20 October 2024 1 new claim disputed" in page


def test_measured_errors_stand_beside_what_the_packages_reader_read(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    place = event_of(client, "skickade")
    assert "Measured errors" not in text_of(client.get(place, headers={"accept-language": "en"}))  # another reader's claims
    monkeypatch.setattr(event, "DEFAULT", READER)
    page = text_of(client.get(place, headers={"accept-language": "en"}))
    table = page[page.index("Measured errors") : page.index("Reviewed")]
    for part, name in (("nb", "Norwegian (Bokmål)"), ("MOBILIZE", "")):
        one = measured()[part]
        assert f"{name} {one.claims} {one.detection:.2f} {(one.wrong['actor'] or 0) * 100:.0f} %" in table


def test_the_tree_and_the_numbers_are_drawn_and_tabled(client: TestClient) -> None:
    page = client.get(event_of(client, "skickade"), headers={"accept-language": "en"}).text
    tree = page[page.index('class="chart tree"') : page.index("</svg>", page.index('class="chart tree"'))]
    for name in ("Kustposten", "South Korean intelligence service", "Sydkoreas underrättelsetjänst", "Kremlin"):
        assert name in tree
    assert tree.count(">denies it<") == 1
    assert "where a chain ends that denies it" in page
    dots = page[page.index('class="chart dots"') : page.index("</svg>", page.index('class="chart dots"'))]
    assert "3,000" in dots
    assert "12,000" in dots
    assert page.count("<title id=") == page.count('<svg class="chart') == 2


def test_a_plan_whose_time_is_past_is_on_the_front_page(client: TestClient) -> None:
    page = text_of(client.get("/", headers={"accept-language": "en"}))
    overdue = page[page.index("Plans whose time is past") :]
    assert "According to Kustposten, Sweden was to hold a meeting or talks with Norway on 2 November 2024" in overdue
    assert "Kremlin denies it" in page[page.index("Disputed") : page.index("Plans whose time is past")]


def test_each_filter_stands_in_the_address_and_can_be_taken_away(client: TestClient) -> None:
    page = client.get(
        "/events", params={"status": "disputed", "actor": "PRK", "text": "soldater"}, headers={"accept-language": "en"}
    )
    assert "1 event" in text_of(page)
    chips = {html.unescape(one) for one in re.findall(r'<a class="chip" href="([^"]*)"', page.text)}
    assert chips == {
        "/events?order=newest&status=disputed&text=soldater",
        "/events?actor=PRK&order=newest&text=soldater",
        "/events?actor=PRK&order=newest&status=disputed",
    }
    exported = html.unescape(re.findall(r'href="(/api/v1/events\.csv[^"]*)"', page.text)[0])
    assert exported == "/api/v1/events.csv?actor=PRK&order=newest&status=disputed&text=soldater"
    csv = client.get(exported)
    assert csv.status_code == 200
    assert "disputed" in csv.text


def test_counts_beside_facets_are_those_of_choosing_them(client: TestClient) -> None:
    page = client.get("/events", headers={"accept-language": "en"}).text
    facets = page[page.index('class="facets"') :]
    found = re.findall(r'<li><a href="(/events\?[^"]*)">[^<]*</a> <span class="n">(\d+)</span>', facets)
    assert len(found) > 10
    for address, count in found:
        chosen = text_of(client.get(html.unescape(address), headers={"accept-language": "en"}))
        assert re.search(rf"\b{count} events?\b", chosen), address


def test_events_are_counted_by_factuality_and_by_month(client: TestClient) -> None:
    page = client.get("/events", headers={"accept-language": "en"}).text
    for name in ("Said of it", "First told in"):
        assert f"<summary>{name}</summary>" in page
    months = re.findall(r'href="/events\?month=([0-9-]{7})', page)
    assert months == sorted(months, reverse=True)
    assert len(months) > 1
    told = client.get("/api/v1/facets?by=factuality").json()["facets"]["factuality"]
    assert {one["value"] for one in told} >= {"asserted", "denied"}
    for one in told:
        assert client.get(f"/api/v1/facets?factuality={one['value']}").json()["total"] == one["events"]
    record = client.get("/api/v1/events?status=disputed").json()["events"][0]
    assert sum(record["factualities"].values()) == len(record["claims"])


def test_a_filter_that_cannot_be_is_told_of(client: TestClient) -> None:
    for address, named in (
        ("/events?page=0", "page"),
        ("/events?page=x", "page"),
        ("/events?nonsense=1", "nonsense"),
        ("/events?since=soon", "since"),
    ):
        response = client.get(address)
        assert response.status_code == 400
        assert named in text_of(response)
        assert "Traceback" not in response.text
    assert "there is no such filter" in text_of(client.get("/events?nonsense=1"))


def test_a_page_beyond_the_last_leads_to_the_last(client: TestClient) -> None:
    beyond = client.get("/events?status=reported&page=99", follow_redirects=False)
    assert (beyond.status_code, beyond.headers["location"]) == (307, "/events?order=newest&status=reported")


def test_an_empty_ledger_speaks_of_no_filters(nothing: TestClient) -> None:
    english = {"accept-language": "en"}
    assert "No events yet." in text_of(nothing.get("/events", headers=english))
    assert "No event meets all of these filters" in text_of(nothing.get("/events?status=reported", headers=english))


def test_a_beginning_of_an_events_id_keeps_what_was_asked_of_it(client: TestClient) -> None:
    whole = event_of(client, "skickade")
    short = client.get(f"{whole[:-4]}?today=2024-10-19", follow_redirects=False)
    assert (short.status_code, short.headers["location"]) == (307, f"{whole}?today=2024-10-19")


def test_what_is_not_there_is_told_of(client: TestClient) -> None:
    for address in ("/events/evt-0123456789", "/articles/art-0123456789", "/claims/clm-0123456789", "/nowhere"):
        assert client.get(address, follow_redirects=True).status_code == 404, address
    assert client.get("/events/%E2%80%AE%00").status_code == 404


# --- an article ---


def test_an_article_shows_its_text_letter_by_letter(client: TestClient, ledger: Path) -> None:
    with open_view(ledger) as view:
        for article in view.articles():
            page = client.get(f"/articles/{article.article_id}", headers={"accept-language": "en"}).text
            body = page[page.index('<article class="text"') : page.index('<footer class="quiet"')]
            body = body[body.index("</header>") :]
            bare = re.sub(r'<small class="role".*?</small>|<a class="ref".*?</a>', "", body, flags=re.DOTALL)
            shown = html.unescape(re.sub(r"<[^>]*>", "", bare))
            assert " ".join(shown.split()) == " ".join(article.text.split())


def test_a_chosen_claim_is_explained(writing: TestClient) -> None:
    add(writing, text="Norway attacked Sweden on 2024-03-05 with 20 soldiers, according to Nordpressen.", name="war.txt")
    page = writing.get("/events", params={"text": "attacked"}, headers={"accept-language": "en"})
    event = writing.get(re.findall(r'href="(/events/evt-[0-9a-f]+)"', page.text)[0], headers={"accept-language": "en"})
    place = re.findall(r'href="(/articles/art-[0-9a-f]+\?claim=clm-[0-9a-f]+)#', event.text)[0]
    shown = writing.get(place, headers={"accept-language": "en"})
    assert "Claim 1, explained" in text_of(shown)
    assert "the word 'attacked'" in text_of(shown)
    assert "Nordpressen source" in text_of(shown)
    assert re.search(r'<mark class="ev is-asserted now[^"]*at-trigger[^"]*">attacked</mark>', shown.text)
    claim = place.partition("claim=")[2]
    redirected = writing.get(f"/claims/{claim}", follow_redirects=False)
    assert redirected.headers["location"] == f"{place}#{claim}"


def test_what_is_denied_looks_otherwise_than_by_colour(client: TestClient, ledger: Path) -> None:
    page = client.get(f"/articles/{article_ids(ledger)['Skerry Brief']}", headers={"accept-language": "en"})
    assert re.search(
        r'<mark class="ev is-denied[^"]*at-cue[^"]*">denies</mark><small class="role" lang="en">denied</small>', page.text
    )
    css = client.get(re.findall(r'href="(/static/enligt\.css[^"]*)"', page.text)[0]).text
    styles = {
        name: re.findall(rf"\.ev\.is-{name} {{ text-decoration-style: (\w+)", css)
        for name in ("asserted", "planned", "possible", "denied")
    }
    assert len({one[0] for one in styles.values()}) == 4


def test_only_an_address_of_the_web_becomes_a_link(client: TestClient, ledger: Path) -> None:
    page = client.get(f"/articles/{article_ids(ledger)['Kustposten']}").text
    assert '<a href="https://kustposten.example/soldater" rel="noreferrer noopener nofollow">' in page or "moete.txt" in page


def test_pieces_hold_every_character_once() -> None:
    text = "One. Two three four.\n\nFive."
    several = [
        marks.Mark(0, 4, "evidence", "a", "asserted"),
        marks.Mark(2, 12, "evidence", "b", "denied"),
        marks.Mark(5, 8, "cue-denied", "b", "denied"),
        marks.Mark(18, 25, "evidence", "c", "planned"),
        marks.Mark(20, 99, "source", "c", "planned"),
    ]
    paragraphs = marks.paragraphs(text, several, chosen="b")
    assert ["".join(one.text for one in pieces) for pieces in paragraphs] == ["One. Two three four.", "Five."]
    assert [one.begins for pieces in paragraphs for one in pieces if one.begins] == [("a",), ("b",), ("c",)]
    shared = next(one for one in paragraphs[0] if one.text == "e.")
    assert (shared.factuality, shared.chosen) == ("denied", True)


# --- handing in ---


def csrf(client: TestClient) -> str:
    return str(re.findall(r'name="csrf" value="([^"]+)"', client.get("/add").text)[0])


def add(client: TestClient, **fields: str) -> Response:
    return hand_in(client, fields, [])


def hand_in(client: TestClient, fields: dict[str, str], files: list[tuple[str, bytes]]) -> Response:
    sent = [("files", (name, content)) for name, content in files]
    return client.post("/add", data={"csrf": csrf(client), **fields}, files=sent or None, headers={"accept-language": "en"})


def test_a_text_is_read_and_told_step_by_step(writing: TestClient) -> None:
    text = "Sweden met Norway on 2024-05-06, and China sanctions Russia."
    page = add(writing, text=text, published="2024-05-07", name="https://skerry.example/met")
    assert page.status_code == 200
    assert "claims 1 article, 2 claims" in text_of(page)
    article = re.findall(r'href="(/articles/art-[0-9a-f]+)"', page.text)[0]
    assert "7 May 2024" in text_of(writing.get(article, headers={"accept-language": "en"}))
    again = add(writing, text=text, published="2024-05-07", name="https://skerry.example/met")
    assert "was in this ledger already; nothing changed" in text_of(again)


def test_files_are_read_and_what_cannot_be_is_told_with_its_reason(writing: TestClient) -> None:
    files = [
        ("../../etc/passwd/met.txt", b"Sweden met China on 2024-06-07 in the old town hall by the harbour."),
        ("noise.bin", bytes(range(256)) * 20),
        ("<script>.txt", b"Norway met China on 2024-06-08 in the new town hall by the harbour."),
    ]
    page = hand_in(writing, {}, files)
    shown = text_of(page)
    assert page.status_code == 200
    assert "met.txt claims" in shown
    assert "passwd" not in shown
    assert "noise.bin" in shown
    assert "Not read:" in shown
    assert "<script>" not in page.text
    assert "<script>.txt" in shown


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"text": "  "}, 422, "Paste a text, or choose a file."),
        ({"text": "Sweden met Norway.", "published": "soon"}, 400, "soon"),
        ({"text": "Sweden met Norway.", "language": "xx"}, 400, "xx"),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_remedy(
    writing: TestClient, fields: dict[str, str], status: int, said: str
) -> None:
    page = add(writing, **fields)
    assert page.status_code == status
    assert said in text_of(page)


def test_a_form_of_another_page_is_refused(writing: TestClient) -> None:
    assert writing.post("/add", data={"csrf": "f" * 64, "text": "Sweden met Norway."}).status_code == 403


def test_without_writing_the_page_says_so(client: TestClient) -> None:
    page = client.get("/add", headers={"accept-language": "en"})
    assert "nothing can be added here" in text_of(page)
    assert 'action="/add"' not in page.text
    assert client.post("/add", data={"csrf": "x"}).status_code == 403


# --- preferences ---


def test_language_and_light_are_kept_in_cookies(ledger: Path) -> None:
    with TestClient(create_app(ledger, today=TODAY), base_url="http://127.0.0.1") as visitor:
        form = {"csrf": csrf(visitor), "language": "da", "theme": "dark", "next": "/events?text=x"}
        answer = visitor.post("/preferences", data=form, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/events?text=x")
        page = visitor.get("/", headers={"accept-language": "sv"}).text
        assert '<html lang="da" data-theme="dark">' in page
        visitor.post("/preferences", data={**form, "language": "<script>", "theme": "x"}, follow_redirects=False)
        assert '<html lang="da" data-theme="dark">' in visitor.get("/").text


@pytest.mark.parametrize(
    "address",
    ["//elsewhere.example", "https://elsewhere.example", "/\\elsewhere.example", "", "javascript:x", "/a\r\nSet-Cookie: x", "/ø"],
)
def test_preferences_lead_nowhere_else(address: str) -> None:
    assert local(address) == "/"


def test_a_new_search_keeps_every_filter_that_was_set(client: TestClient) -> None:
    asked = {"mode": "troops", "context": "military", "goods": "drones", "min_confidence": "0.1", "pair": "PRK,RUS"}
    asked |= {"rejected": "true", "disputed": "true", "month": "2024-10", "participant": "PRK", "today": "2024-12-01"}
    page = client.get("/events", params={**asked, "status": ["disputed", "denied"]}).text
    form = page[page.index('<form class="search"') : page.index("</form>", page.index('<form class="search"'))]
    for name, value in asked.items():
        found = re.findall(rf'name="{name}"[^>]*value="([^"]*)"', form)
        assert found == [value], name
    assert re.findall(r'name="status" value="([^"]*)"', form) == ["disputed", "denied"]
    assert "<details open>" in form
    assert re.search(r'name="min_confidence"[^>]*step="any"', form)  # 0.1 or 0.83: a browser sends what it was given
