"""docs/claims.schema.json: it is what the program says, it takes what the program writes, and refuses what is broken."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from enligt.model import Claim, Place, Span
from enligt.reports.records import claim_record
from enligt.reports.schema import claim_schema, schema_text
from test_reports import ARTICLE, claims

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

Record = dict[str, Any]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    return Draft202012Validator(claim_schema())


def test_the_committed_file_is_the_programs_own(root: Path) -> None:
    committed = (root / "docs" / "claims.schema.json").read_text(encoding="utf-8")
    assert committed == schema_text(claim_schema()), "write it again: enligt schema > docs/claims.schema.json"


def test_it_is_a_json_schema() -> None:
    Draft202012Validator.check_schema(claim_schema())


def test_real_records_hold(validator: Draft202012Validator) -> None:
    assert claims()
    for record in claims():
        assert list(validator.iter_errors(record)) == []


def test_a_bare_claim_holds(validator: Draft202012Validator) -> None:
    where = Place("Sweden", Span(0, 6, "Sweden"))
    claim = Claim(
        ARTICLE.article_id, "AID", None, "denied", Span(0, 6, "Sweden"), Span(0, 18, ARTICLE.text[:18]), "x", "1", where=where
    )
    assert list(validator.iter_errors(claim_record(claim, ARTICLE))) == []


def test_every_field_is_described() -> None:
    def undescribed(schema: Record, path: str) -> list[str]:
        missing: list[str] = []
        for name, sub in schema.get("properties", {}).items():
            if not sub.get("description"):
                missing.append(f"{path}.{name}")
            missing += undescribed(sub, f"{path}.{name}")
        return missing

    whole = claim_schema()
    assert undescribed(whole, "claim") == []
    for name, schema in whole["$defs"].items():
        assert schema["description"], name
        assert schema["additionalProperties"] is False, name
        assert undescribed(schema, name) == []


def broken(change: Callable[[Record], object]) -> Record:
    record: Record = json.loads(json.dumps(claims()[0]))
    change(record)
    return record


@pytest.mark.parametrize(
    "change",
    [
        lambda r: r.pop("sources"),
        lambda r: r.update(extra=1),
        lambda r: r.update(claim_id="clm-xyz"),
        lambda r: r.update(event_type="MEET"),
        lambda r: r.update(mode="drone"),
        lambda r: r.update(factuality="true"),
        lambda r: r.update(language="no"),
        lambda r: r.update(published="7 Feb 2026"),
        lambda r: r.update(confidence=1.2),
        lambda r: r.update(evidence=None),
        lambda r: r["trigger"].pop("end"),
        lambda r: r["trigger"].update(start=-1),
        lambda r: r["actors"][0].update(id=""),
        lambda r: r["actors"][0].pop("mention"),
        lambda r: r["sources"][0].update(kind="newspaper"),
        lambda r: r["sources"][0].update(depth=0),
        lambda r: r["when"].update(start="2026-02"),
        lambda r: r["when"].update(precision="hour"),
        lambda r: r.update(where="Stockholm"),
        lambda r: r.update(quantities=[{"value": "12"}]),
        lambda r: r["slot_confidence"].update(actor="high"),
    ],
)
def test_a_broken_record_is_refused(validator: Draft202012Validator, change: Callable[[Record], object]) -> None:
    assert list(validator.iter_errors(broken(change))) != []
