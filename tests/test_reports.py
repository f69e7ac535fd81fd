"""Records and the formats they leave in."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from enligt.model import Article, Issue, Reading, Source
from enligt.reports import rows
from enligt.reports.formats import EXPORTERS, guarded
from enligt.reports.records import article_record, claim_record, document_name, issue_record
from word_reader import WordReader

TEXT = "Sweden will answer\n\nSweden met North Korea on 2026-02-06, according to Reuters.\nRussia attacked 12 soldiers."
ARTICLE = Article(
    "folder/page.txt", "0" * 64, TEXT, "en", headline="Sweden will answer", outlet="The Skerry", published="2026-02-07"
)


def claims() -> list[dict[str, Any]]:
    (reading,) = WordReader().read([ARTICLE])
    assert isinstance(reading, Reading)
    return [claim_record(claim, ARTICLE) for claim in reading.claims]


def exported(records: list[dict[str, Any]], format_: str, sheet: rows.Sheet = rows.CLAIMS) -> str:
    stream = io.BytesIO()
    EXPORTERS[format_](records, stream, sheet=sheet)
    return stream.getvalue().decode("utf-8")


def test_a_claim_record_quotes_the_article_letter_by_letter() -> None:
    record = claims()[0]
    for span in (
        record["trigger"],
        record["evidence"],
        record["when"]["span"],
        record["actors"][0]["span"],
        record["sources"][0]["span"],
    ):
        assert TEXT[span["start"] : span["end"]] == span["text"]
    assert record["trigger"]["text"] == "met"
    assert [one["id"] for one in record["actors"]] == ["SWE"]
    assert [one["id"] for one in record["recipients"]] == ["PRK"]
    assert (record["when"]["start"], record["when"]["end"], record["when"]["precision"]) == ("2026-02-06", "2026-02-06", "day")
    assert record["sources"] == [
        {"name": "Reuters", "kind": "agency", "depth": 1, "span": record["sources"][0]["span"], "confidence": 0.8}
    ]
    assert (record["outlet"], record["headline"], record["language"]) == ("The Skerry", "Sweden will answer", "en")


@pytest.mark.parametrize(
    ("location", "name"),
    [
        ("news/page.txt", "page.txt"),
        (r"C:\news\page.txt", "page.txt"),
        ("page", "page"),
        ("https://a.example/x/y", "https://a.example/x/y"),
        ("-", "-"),
    ],
)
def test_a_document_goes_by_its_file_name_or_url(location: str, name: str) -> None:
    assert document_name(location) == name


def test_whole_numbers_are_written_whole() -> None:
    assert '"value": 12,' in exported(claims(), "jsonl")


def test_one_line_a_record_even_where_the_text_has_other_line_ends() -> None:
    issue = issue_record(Issue("a\u2028b\x85c\ud800.txt", "source", "odd", "says\n\x1b[31mred\x9b0m"))
    lines = exported([issue, issue], "jsonl", rows.ISSUES).splitlines()
    assert len(lines) == 2
    assert "\x1b" not in lines[0]
    assert "\x9b" not in lines[0]
    assert json.loads(lines[0])["document"] == "a\u2028b\x85c\ud800.txt"


@pytest.mark.parametrize("number", [0, 1, 2])
def test_json_is_one_array(number: int) -> None:
    assert json.loads(exported(claims()[:number], "json")) == claims()[:number]


def test_csv_has_a_head_and_a_row_a_record() -> None:
    table = list(csv.DictReader(io.StringIO(exported(claims(), "csv"))))
    assert [row["event_type"] for row in table] == ["CONSULT", "ASSAULT"]
    assert table[0]["actors"] == "SWE"
    assert table[0]["sources"] == "Reuters"
    assert (table[0]["when_start"], table[1]["when_start"]) == ("2026-02-06", "")
    assert table[1]["quantities"] == "12 soldiers"
    assert exported([], "csv").splitlines() == [",".join(rows.CLAIMS.columns)]


@pytest.mark.parametrize("cell", ["=1+1", "+46", "-2", "@sum", "\t=1", "  =1", "＝cmd", "\n=1"])
def test_no_cell_is_taken_for_a_formula(cell: str) -> None:
    assert guarded(cell) == "'" + cell
    record = article_record(Article("a.txt", "0" * 64, "Text.", "en", headline=cell))
    (row,) = csv.DictReader(io.StringIO(exported([record], "csv", rows.ARTICLES), newline=""))
    assert row["headline"] == "'" + cell


def test_a_carriage_return_ends_no_row() -> None:
    record = issue_record(Issue("a.txt", "read", "odd", "one\rtwo\r\nthree"))
    (row,) = csv.DictReader(io.StringIO(exported([record], "csv", rows.ISSUES), newline=""))
    assert row["message"] == "one\ntwo\nthree"


def test_other_cells_are_left_alone() -> None:
    assert guarded("– Vi svarar, sade hon = ja") == "– Vi svarar, sade hon = ja"


def test_a_chain_is_told_nearest_first_and_side_by_side() -> None:
    chain = [Source("KCNA", "agency", 2), Source("Reuters", "agency", 1), Source("AFP", "agency", 1)]
    record = [{"name": one.name, "depth": one.depth} for one in chain]
    assert rows.chain(record) == "Reuters & AFP < KCNA"


@pytest.mark.parametrize(
    ("sheet", "record"),
    [(rows.ARTICLES, article_record(ARTICLE)), (rows.ISSUES, issue_record(Issue("a", "read", "b", "c")))],
)
def test_a_sheet_has_a_column_for_each_field(sheet: rows.Sheet, record: dict[str, Any]) -> None:
    assert set(sheet.columns) == set(record)
