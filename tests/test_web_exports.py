"""Any view in the formats of the field: through the API what the command line writes, and on every page the way there."""

from __future__ import annotations

import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

import openpyxl
import pytest

from enligt.ledger import ClaimQuery, EventQuery, open_view
from enligt.reports.exports import EXPORTS
from enligt.run import exporting, linking
from enligt.web.taking import FORMATS
from served import client, client_of, path, small_ledger

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.testclient import TestClient

__all__ = ["client", "client_of", "path", "small_ledger"]  # fixtures

TODAY = "2026-02-10"


def written(path: Path, name: str, query: EventQuery, *, text: bool = True) -> bytes:
    """What the command line would write."""
    chosen = EXPORTS[name]
    content = io.BytesIO()
    with open_view(path) as view:
        order = exporting.Order(
            export=chosen,
            query=query,
            factualities=exporting.factualities_asked(None, chosen),
            today=TODAY,
            of="events",
            text=text,
        )
        exporting.to_stream(view, order, content)
    return content.getvalue()


def test_every_format_that_holds_events_with_claims_is_offered() -> None:
    assert set(FORMATS) == {name for name, one in EXPORTS.items() if one.records is None}


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in {"tables", "xlsx"}])
def test_a_view_leaves_as_the_command_line_writes_it(client: TestClient, path: Path, name: str) -> None:
    answer = client.get(f"/api/v1/export/{name}")
    assert answer.status_code == 200, answer.text
    assert answer.content == written(path, name, EventQuery())
    assert f'filename="enligt-{name}.' in answer.headers["content-disposition"]
    assert client.get(f"/api/v1/export/{name}", headers={"if-none-match": answer.headers["etag"]}).status_code == 304


def test_tables_are_an_archive_and_the_workbook_opens(client: TestClient) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/api/v1/export/tables").content)) as archive:
        names = {one.removeprefix("enligt-tables/") for one in archive.namelist()}
    assert {"codebook.csv", "events.csv", "claims.csv"} <= names
    book = openpyxl.load_workbook(io.BytesIO(client.get("/api/v1/export/xlsx").content))
    assert {"events", "claims"} <= set(book.sheetnames)


def test_the_filters_are_those_of_the_pages_and_words_may_stay_here(client: TestClient) -> None:
    events = client.get("/api/v1/events").json()["events"]
    one = next(each for each in events if "RUS" in str(each["participants"]))
    for query in ("pair=RUS,PRK", f"event={one['event_id']}", f"event={one['event_id'][:10]}"):
        rows = client.get(f"/api/v1/export/plover?{query}").text.splitlines()
        assert [json.loads(row)["id"] for row in rows] == [one["event_id"]], query
    quoted = client.get("/api/v1/export/gdelt-mentions").text
    bare = client.get("/api/v1/export/plover?no_text=true").text
    assert "according to Ritzau" in client.get("/api/v1/export/plover").text + quoted
    assert "according to Ritzau" not in bare


def test_what_is_held_is_said_and_can_be_chosen(client: TestClient) -> None:
    assert client.get("/api/v1/export/plover").headers["enligt-factuality"].startswith("asserted alone")
    assert client.get("/api/v1/export/plover?factuality=denied").text == ""
    assert client.get("/api/v1/export/plover?hold=all").headers["enligt-factuality"].startswith("every factuality")
    wrong = client.get("/api/v1/export/plover?hold=sure")
    assert wrong.status_code == 400
    assert "sure" in wrong.json()["detail"]
    assert client.get("/api/v1/export/plover?event=evt-nothing").status_code == 400


def test_every_page_leads_to_its_own_view(client: TestClient, path: Path) -> None:
    with open_view(path) as view:
        event = next(iter(linking.claim_records(view, ClaimQuery())))
    pages = {
        "/": "",
        "/events?pair=RUS,PRK": "pair=RUS%2CPRK",
        "/map?type=CONSULT": "type=CONSULT",
        f"/events/{event['event_id']}": f"event={event['event_id']}",
        f"/articles/{event['article_id']}": f"article={event['article_id']}",
        "/actors/NOR": "participant=NOR",
        "/actors/NOR/SWE": "pair=NOR%2CSWE",
        "/sources/Ritzau": "source=Ritzau",
    }
    for page, query in pages.items():
        links = [one.replace("&amp;", "&") for one in re.findall(r'href="(/api/v1/[^"]+)"', client.get(page).text)]
        for name in FORMATS:
            found = [one for one in links if one.startswith(f"/api/v1/export/{name}") and query in one]
            assert found, (page, name)
        for link in (one for one in links if "/export/" not in one or "/export/geojson" in one):
            assert client.get(link).status_code == 200, (page, link)
