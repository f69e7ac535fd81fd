"""What ``ledger.claims()`` and ``ledger.events()`` give: to go through, as tables, and in a notebook."""

from __future__ import annotations

import sys
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

import enligt
from enligt.run.found import Records
from export_ledger import TODAY, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[enligt.Ledger]:
    with enligt.open(build(tmp_path / "l.db")) as opened:
        yield opened


def test_they_can_be_gone_through_again_and_again(ledger: enligt.Ledger) -> None:
    claims = ledger.claims()
    assert [one.event_type for one in claims] == [one.event_type for one in claims]
    assert (len(claims), bool(claims), bool(ledger.claims(actor="JPN"))) == (7, True, False)
    assert claims[0] == next(iter(claims))
    assert claims[-2:] == list(claims)[-2:]
    events = ledger.events(today=TODAY)
    assert len(events) == 6
    assert [name for name, _ in events] == [record["event_id"] for record in events.records()]
    assert list(claims.records()) == list(ledger.records())


def test_events_as_a_table_have_their_articles_outlets_and_languages(ledger: enligt.Ledger) -> None:
    rows = ledger.events(today=TODAY).to_arrow().to_pylist()
    assert all(row["articles"] and row["languages"] for row in rows)
    assert any(row["outlets"] for row in rows)


def test_the_ledger_is_asked_each_time(ledger: enligt.Ledger) -> None:
    claims = ledger.claims(outlet="Kustposten")
    (claim,) = claims
    ledger.forget(article=claim.article_id, reason="test")
    assert list(claims) == []


def test_tables_of_claims_and_events(ledger: enligt.Ledger) -> None:
    table = ledger.claims().to_arrow()
    assert table.num_rows == 7
    assert table.schema.field("confidence").type == "double"
    assert table.slice(0, 1).to_pylist()[0]["actors"][0]["id"] == "RUS"
    frame = ledger.claims(actor="SWE").to_pandas()
    assert list(frame["factuality"]) == ["planned", "asserted"]
    assert ledger.events(today=TODAY).to_polars()["independent_origins_max"].sum() == 6
    empty = ledger.claims(actor="JPN").to_arrow()
    assert (empty.num_rows, empty.schema) == (0, table.schema)


@pytest.mark.parametrize(("module", "method"), [("pyarrow", "to_arrow"), ("pandas", "to_pandas"), ("polars", "to_polars")])
def test_a_library_that_is_not_there_is_named(
    ledger: enligt.Ledger, monkeypatch: pytest.MonkeyPatch, module: str, method: str
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(enligt.UsageError, match=r"pip install 'enligt\["):
        getattr(ledger.claims(), method)()


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert attrs == []
        self.tags.add(tag)


def test_in_a_notebook_they_are_a_table_and_no_text_is_markup(ledger: enligt.Ledger) -> None:
    for found in (ledger.claims(), ledger.events(today=TODAY)):
        drawn = found._repr_html_()
        tags = Tags()
        tags.feed(drawn)
        assert tags.tags == {"table", "thead", "tbody", "tr", "th", "td"}
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in ledger.claims()._repr_html_()
    assert ledger.claims(actor="JPN")._repr_html_() == "<p>no claims</p>"


def test_a_long_table_is_cut(ledger: enligt.Ledger) -> None:
    one = next(iter(ledger.records()))
    many: Records[int] = Records(lambda: iter(range(30)), record=lambda _: one, kind="claims")
    drawn = many._repr_html_()
    assert drawn.count("<tr>") == 21
    assert "there are more" in drawn
    with pytest.raises(ValueError, match="one of"):
        Records(lambda: iter(()), kind="claims")
