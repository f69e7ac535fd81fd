"""Pages of actors, pairs, sources, the map and notes: on a small ledger and an empty one, in every language."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

import pytest
from starlette.testclient import TestClient

from enligt.ledger import Dealing, merge, open_view, open_writer
from enligt.model import Page
from enligt.run import dealing, linking, noting
from enligt.run.timelines import timeline
from enligt.web import flows, mapped, network, series
from enligt.web.app import create_app
from enligt.web.words import words
from ledger_samples import READER, VERSION
from page_client import client, hidden, ledger, text_of, writing
from page_samples import PAYLOAD, TODAY, empty, fill, told

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.model import Factuality, Language

__all__ = ["client", "ledger", "writing"]  # fixtures

ADDRESSES = (
    "/actors",
    "/actors/PRK",
    "/actors/PRK/RUS",
    "/actors/FIN",
    "/sources",
    "/sources/Kustposten",
    "/map",
    "/review",
    "/cases",
)
SCRIPTS = re.compile(
    r"<script(?![^>]* src=\"/static/[a-z]+\.js\?v=[0-9a-f]+\")[^>]*>|\son[a-z]+\s*=|\sstyle\s*=|<style|javascript:", re.IGNORECASE
)


# --- every page ---


@pytest.mark.parametrize("address", ["/actors", "/sources", "/map", "/review", "/review?queue=events", "/cases"])
def test_every_page_stands_on_an_empty_ledger(tmp_path: Path, address: str) -> None:
    with TestClient(create_app(empty(tmp_path / "e.db"), today=TODAY), base_url="http://127.0.0.1") as nothing:
        response = nothing.get(address)
        assert response.status_code == 200
        assert response.text.count("<h1") == 1
        assert nothing.get("/actors/PRK").status_code == 404
        assert nothing.get("/sources/Nobody").status_code == 404
        assert nothing.get("/cases/none").status_code == 404


@pytest.mark.parametrize("language", ["sv", "nb", "da", "en"])
def test_every_page_in_every_language_holds_no_script_but_ours(client: TestClient, language: str) -> None:
    for address in (*ADDRESSES, "/review?queue=events", "/map?region=europe", "/actors/PRK?by=week&since=2024-10"):
        response = client.get(address, headers={"accept-language": language})
        assert response.status_code == 200, address
        assert f'<html lang="{language}"' in response.text, address
        assert response.text.count("<h1") == 1, address
        bare = re.sub(r' value="[^"<>]*"', "", response.text)  # what stands in a field, escaped, is text
        bare = re.sub(r">[^<]*<", "><", bare)
        assert SCRIPTS.search(bare) is None, address
        ids = re.findall(r'\sid="([^"]+)"', response.text)
        assert len(ids) == len(set(ids)), address


def test_payloads_are_shown_and_do_nothing(client: TestClient) -> None:
    for address in (
        "/sources",
        f"/sources/{PAYLOAD}",
        "/actors/FIN/EST",
        "/review",
        "/review?id=<script>",
        f"/actors?name={PAYLOAD}",
    ):
        response = client.get(address)
        assert "<script>" not in response.text, address
        assert "<img" not in response.text, address
    assert PAYLOAD in text_of(client.get(f"/sources/{PAYLOAD}"))


@pytest.mark.parametrize(
    "address",
    ["/actors/PRK?by=hour", "/actors/PRK?since=2024-13", "/actors/PRK?since=2025&until=2024", "/actors/PRK?sence=2024",
     "/actors?kind=none", "/sources?kind=none", "/map?region=moon", "/map?nothing=1", "/review?queue=none"],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_name(client: TestClient, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 400
    assert "Traceback" not in response.text


# --- actors ---


def test_counts_are_those_of_the_timeline(ledger: Path) -> None:
    with open_view(ledger) as view:
        found = dealing.told(view, Dealing("PRK", "RUS"), today=TODAY, latest=10)
        rows = timeline(view, "PRK", "RUS", today=TODAY)
    assert [(one.name, one.events, one.score, one.articles_read) for one in found.periods] == [
        (one["period"], one["events"], one["score"], one["articles_read"]) for one in rows
    ]
    assert [one["event_type"] for one in found.latest] == ["MOBILIZE"]


def test_plans_and_possible_acts_are_not_counted_and_gaps_are(tmp_path: Path) -> None:
    path = tmp_path / "gaps.db"
    with open_writer(path) as writer, open_view(path) as view:
        acts: tuple[tuple[str, str, Factuality], ...] = (
            ("01", "AID", "asserted"),
            ("04", "SANCTION", "asserted"),
            ("02", "AID", "planned"),
        )
        for month, kind, factuality in acts:
            text = f"Chad gave or will give Togo something on 3/{month}."
            one = told(
                text, document=f"{month}.txt", outlet="Sahel Wire", published=f"2024-{month}-05", language="en", kind=kind,
                trigger="gave", actor="TCD", recipient="TGO", factuality=factuality,
                cue=None if factuality == "asserted" else "will", day=(f"2024-{month}-03", f"3/{month}"),
            )  # fmt: skip
            page = Page(one.article.document, text.encode())
            writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})
        for _ in linking.link(writer, view):
            pass
        whole = dealing.told(view, Dealing("TCD"), today=TODAY, latest=10)
        late = dealing.told(view, Dealing("TCD", None, "2024-03-01", "2024-04-30"), today=TODAY, latest=10)
    assert [(one.name, one.events, one.mean, one.articles_read) for one in whole.periods] == [
        ("2024-01", 1, 7.4, 1), ("2024-02", 0, None, 1), ("2024-03", 0, None, 0), ("2024-04", 1, -5.2, 1),
    ]  # fmt: skip
    assert whole.months == late.months == ("2024-01", "2024-04")
    assert [(one.name, one.events) for one in late.periods] == [("2024-03", 0), ("2024-04", 1)]
    (other,) = whole.counterparts
    assert (other.actor, other.events, other.cooperation, other.conflict, network.way(other)) == ("TGO", 2, 1, 1, "both")
    drawn = series.series(whole.periods)
    assert drawn.lines == ()  # no two scores follow upon each other
    assert [one.score_y is None for one in drawn.columns] == [False, True, True, False]
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        shown = client.get("/actors/TCD").text
        assert shown.count('class="gap"') == 1
        for query in ("", "?per=read"):
            assert client.get(f"/actors/TCD{query}").text.count('<span class="unread">') == 1
        assert "2024-03" not in client.get("/actors/TCD?since=2024-04").text


@pytest.mark.parametrize("language", ["sv", "nb", "da", "en"])
def test_every_chart_over_time_can_be_divided_by_what_was_read(client: TestClient, language: Language) -> None:
    said = words(language)
    for address in ("/", "/actors", "/actors/PRK", "/actors/PRK/RUS?by=year", "/sources/Kustposten"):
        plain = client.get(address, headers={"accept-language": language}).text
        link = re.search(r'href="(\?[^"]*per=read)#', plain)
        assert link is not None, address
        assert said("chart.divided_note") not in html.unescape(plain)
        divided = client.get(address.partition("?")[0] + html.unescape(link[1]), headers={"accept-language": language})
        assert divided.status_code == 200
        shown = html.unescape(divided.text)
        assert said("chart.divided_note") in shown, address
        name = {"/sources/Kustposten": "sources.carried_per", "/actors": "actors.months_divided"}.get(address, "chart.per_read")
        assert said(name) in shown, address
        assert 'aria-current="true">' + said("chart.divided") in shown
        back = re.search(r'href="(\?[^"]*)#[a-z]+">' + said("chart.counted"), shown)
        assert back is not None
        assert ("by=year" in back[1], "per" in back[1]) == ("by=year" in address, False)
    assert 'type="hidden" name="per" value="read"' in client.get("/actors/PRK?per=read").text
    moved = client.get("/actors/Nordkorea?per=read", follow_redirects=False)
    assert moved.headers["location"] == "/actors/PRK?per=read"


def test_one_act_of_long_ago_closes_no_page(tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with open_writer(path) as writer, open_view(path) as view:
        for name, day in (("old", ("1240-07-15", "15 July 1240")), ("new", ("2024-01-03", "3 January"))):
            text = f"Russia attacked Sweden on {day[1]}."
            one = told(
                text, document=f"{name}.txt", outlet="Ladoga Post", published="2024-01-05", language="en", kind="ASSAULT",
                trigger="attacked", actor="RUS", recipient="SWE", factuality="asserted", cue=None, day=day,
            )  # fmt: skip
            page = Page(one.article.document, text.encode())
            writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})
        for _ in linking.link(writer, view):
            pass
    with TestClient(create_app(path, today=TODAY), base_url="http://127.0.0.1") as client:
        for address in ("/actors/RUS", "/actors/RUS/SWE"):
            shown = client.get(address)
            assert shown.status_code == 200
            assert '<option value="year" selected>' in shown.text
        assert client.get("/actors/RUS?by=month").status_code == 400
        assert '<option value="month" selected>' in client.get("/actors/RUS?since=2024").text


def test_a_name_leads_to_its_actor(client: TestClient) -> None:
    response = client.get("/actors/Nordkorea?by=year", follow_redirects=False)
    assert (response.status_code, response.headers["location"]) == (307, "/actors/PRK?by=year")
    assert client.get("/actors?name=Russland", follow_redirects=False).headers["location"] == "/actors/RUS"
    assert client.get("/actors/PRK/PRK", follow_redirects=False).headers["location"] == "/actors/PRK"
    assert "No asserted events" in text_of(client.get("/actors/PRK/SWE", headers={"accept-language": "en"}))


def test_a_network_lies_inside_its_drawing_and_counts_what_it_leaves_out() -> None:
    several = [dealing.Counterpart(f"A{n}", {"AID": 40 - n} if n % 2 else {"ASSAULT": 40 - n}) for n in range(30)]
    drawn = network.network(several)
    assert (len(drawn.spokes), drawn.left_out) == (network.MOST, 30 - network.MOST)
    assert all(0 < one.x < network.WIDTH and 0 < one.y < network.HEIGHT for one in drawn.spokes)
    assert {one.way for one in drawn.spokes} == {"cooperation", "conflict"}
    assert [one.thick for one in drawn.spokes] == sorted((one.thick for one in drawn.spokes), reverse=True)


# --- sources ---


def test_a_source_is_told_with_whom_it_relays(client: TestClient) -> None:
    page = client.get("/sources/Kustposten", headers={"accept-language": "en"})
    assert "of these on its own word 1 (0.50)" in text_of(page)
    assert 'href="/sources/South%20Korean%20intelligence%20service"' in page.text
    back = text_of(client.get("/sources/South%20Korean%20intelligence%20service", headers={"accept-language": "en"}))
    assert "Relayed by Name Kind Claims Kustposten outlet 1" in back


def test_flows_grow_with_their_claims() -> None:
    drawn = flows.flows([{"claims": 9}, {"claims": 1}], [{"claims": 4}] * 20)
    assert drawn.relays[0].wide > drawn.relayed_by[0].wide > drawn.relays[1].wide
    assert (len(drawn.relayed_by), drawn.left_out) == (flows.MOST, 20 - flows.MOST)
    months = flows.months(
        [{"month": "2024-01", "carried": 2, "cited": 0}, {"month": "2024-03", "carried": 0, "cited": 1}], {"2024-01": 1}
    )
    assert [(one.carried, one.cited, one.read) for one in months.months] == [(2, 0, 1), (0, 0, 0), (0, 1, 0)]


# --- the map ---


def place(name: str, precision: str | None, **more: object) -> dict[str, object]:
    given: dict[str, object] = {"name": name, "country": None, "latitude": None, "longitude": None, "extent": None, "claims": 1}
    return {**given, "precision": precision, **more}


def test_each_place_is_drawn_as_precisely_as_it_is_known() -> None:
    events: list[dict[str, object]] = [
        {"places": [place("Oslo", "point", country="NOR", latitude=59.9, longitude=10.7)] * 2},
        {"places": [place("Norway", "country", country="NOR", latitude=61.0, longitude=8.0)]},
        {"places": [place("Kattegat", "area", latitude=56.9, longitude=11.4, extent=[56.0, 10.3, 57.8, 12.9])]},
        {"places": [place("Bering Sea", "area", extent=[52.0, 163.0, 66.0, -157.0])]},
        {"places": [place("the front", "unknown")]},
        {"places": [place("somewhere", None)]},
        {"places": []},
    ]
    drawn = mapped.mapped(events)
    assert [(one.place.name, one.place.events) for one in drawn.points] == [("Oslo", 1)]
    assert [(one.place.country, one.place.events) for one in drawn.countries] == [("NOR", 1)]
    assert {one.place.name: one.path.count("M") for one in drawn.areas} == {"Kattegat": 1, "Bering Sea": 2}
    assert [one.name for one in drawn.unknown] == ["somewhere", "the front"]
    assert drawn.nowhere == 1


def test_outlines_are_paths_that_a_browser_draws(client: TestClient) -> None:
    page = client.get("/map").text
    assert re.search(r'd="[^"]*[lL]z', page) is None
    assert page.count('class="land') > 200
    assert 'class="town"' in page  # of the key


# --- notes ---


def test_notes_tags_and_grades_stand_at_event_and_claim(writing: TestClient) -> None:
    event = re.findall(r'<h3><a href="(/events/evt-[0-9a-f]+)">', writing.get("/events?text=skickade").text)[0]
    page = writing.get(event).text
    csrf, target = hidden(page, "csrf"), hidden(page, "target")
    for kind, text in (("note", f"ask about {PAYLOAD}"), ("tag", "autumn  2024/a"), ("grade", "b2")):
        given = {"csrf": csrf, "next": event, "target": target, "kind": kind, "text": text, "author": "Ola"}
        assert writing.post("/notes", data=given).status_code == 200
    shown = writing.get(event)
    assert "<script>" not in shown.text
    assert f"ask about {PAYLOAD} Ola" in text_of(shown)
    assert "B2 usually reliable, probably true" in text_of(shown)
    assert "North Korea set forces" in text_of(writing.get("/cases/autumn%202024%2Fa"))
    assert "autumn 2024/a 1" in text_of(writing.get("/cases"))
    for kind, text in (("grade", "G9"), ("tag", "x" * 81), ("note", "  "), ("rumour", "x")):
        wrong = {"csrf": csrf, "next": event, "target": target, "kind": kind, "text": text, "author": "Ola"}
        assert writing.post("/notes", data=wrong).status_code == 400
    assert writing.post("/notes", data={"csrf": csrf, "target": "clm-none", "kind": "note", "text": "x"}).status_code == 404
    assert writing.post("/notes", data={"target": target, "kind": "note", "text": "x"}).status_code == 403
    note = hidden(shown.text, "note")
    assert writing.post("/notes/withdraw", data={"csrf": csrf, "next": event, "note": note}).status_code == 200
    assert "ask about" not in text_of(writing.get(event))
    assert writing.post("/notes/withdraw", data={"csrf": csrf, "note": note}).status_code == 400


def test_a_note_of_a_forgotten_claim_goes_with_it(tmp_path: Path) -> None:
    path = fill(tmp_path / "f.db")
    with open_view(path) as view, open_writer(path) as writer:
        row = next(view.claims())
        writer.note(target=row.claim.claim_id, kind="note", text="what it says", author="Ola")
        assert [one.text for one in view.notes(targets={row.claim.claim_id})] == ["what it says"]
        writer.forget(article=row.article.article_id, reason="asked")
        assert view.notes() == []


def test_nothing_is_noted_without_writing(client: TestClient) -> None:
    assert client.post("/notes", data={"kind": "note"}).status_code == 403
    assert client.post("/review", data={"action": "accept"}).status_code == 403


@pytest.mark.parametrize(("address", "target"), [("/sources/Kustposten", "source:Kustposten"), ("/actors/PRK", "actor:PRK")])
def test_notes_tags_and_grades_stand_at_sources_and_actors(writing: TestClient, address: str, target: str) -> None:
    page = writing.get(address).text
    assert hidden(page[page.index('class="noted"') :], "target") == target
    for kind, text in (("note", f"ask about {PAYLOAD}"), ("tag", "autumn"), ("grade", "b2")):
        given = {"csrf": hidden(page, "csrf"), "next": address, "target": target, "kind": kind, "text": text, "author": "Kari"}
        assert writing.post("/notes", data=given).status_code == 200
    shown = writing.get(address)
    assert "B2" in shown.text
    assert PAYLOAD not in shown.text
    assert "ask about <script>" in text_of(shown)
    assert f'href="{address}"' in writing.get("/cases/autumn").text
    ids = re.findall(r' id="([^"]+)"', shown.text)
    assert len(ids) == len(set(ids))
    assert len(writing.get(f"/api/v1/notes?target={target}").json()["notes"]) == 3


def test_what_is_noted_at_a_source_is_found_under_each_of_its_names(tmp_path: Path) -> None:
    path = tmp_path / "names.db"
    told_by = [("Yonhap said it.", "Yonhap"), ("The agency said it.", "Yonhap News Agency"), ("Yonhap said so too.", "Yonhap")]
    with open_writer(path) as writer:
        for number, (words_, name) in enumerate(told_by):
            text = f"North Korea sent {number} soldiers to Russia. {words_}"
            one = told(text, document=f"{number}.txt", outlet="Kysten", published="2024-10-18", language="en", kind="MOBILIZE",
                       trigger="sent", source=(name, "agency", words_))  # fmt: skip
            writer.record(
                Page(f"{number}.txt", text.encode()), readings=[one], issues=(), reader=READER, reader_version=VERSION, options={}
            )
    with open_view(path) as view, open_writer(path) as writer:
        assert noting.target(view, "source: yonhap ") == "source:Yonhap"
        assert noting.target(view, "source:Yonhap News Agency") == "source:Yonhap News Agency"
        assert noting.target(view, "source:Nobody") is noting.target(view, "actor:XYZ") is noting.target(view, "source:") is None
        assert noting.target(view, "actor:north korea") == "actor:PRK"
        for target, text in (
            ("source:Yonhap News Agency", "a"),
            ("source:Yonhap", "b"),
            ("source:Kysten", "c"),
            ("actor:PRK", "d"),
        ):
            writer.note(target=target, kind="note", text=text, author="Ola")
        assert [one.text for one in noting.notes(view, about="source:Yonhap")] == ["a", "b"]
        assert [one.text for one in noting.notes(view, about="actor:PRK")] == ["d"]
        articles = {one.document: one.article_id for one in view.articles()}
        writer.forget(article=articles["1.txt"], reason="asked")  # the only one that writes this name
        assert [one.text for one in view.notes()] == ["b", "c", "d"]
        writer.forget(article=articles["0.txt"], reason="asked")
        assert [one.text for one in view.notes()] == ["b", "c", "d"]
        writer.forget(article=articles["2.txt"], reason="asked")
        assert view.notes(withdrawn=True) == []


def test_a_note_of_what_is_forgotten_here_does_not_come_back_from_another_ledger(tmp_path: Path) -> None:
    path, other = fill(tmp_path / "here.db"), fill(tmp_path / "there.db")
    with open_view(path) as view:
        row = next(view.claims())
    with open_writer(other) as writer:
        for target in (row.claim.claim_id, row.article.article_id, "actor:PRK", "source:Nobody here"):
            writer.note(target=target, kind="note", text=target, author="Ola")
    with open_writer(path) as writer:
        writer.forget(article=row.article.article_id, reason="asked")
    list(merge(path, [other]))
    with open_view(path) as view:
        assert [one.text for one in view.notes()] == ["actor:PRK"]
