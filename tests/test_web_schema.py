"""The API keeps to what its OpenAPI document says, whatever is sent: a few made-up requests of each kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from enligt.web.app import create_app
from served import path, small_ledger
from word_reader import WordReader

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["path", "small_ledger"]  # fixtures

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_the_api_does_what_its_document_says(path: Path) -> None:
    app = create_app(path, write=True, load=WordReader, hosts=["testserver"])
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    asked: list[str] = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy())
        def keeps_to_it(case: Any) -> None:
            case.call_and_validate(checks=CHECKS, timeout=300)

        keeps_to_it()
        asked.append(operation.label)
    app.state.ledger.close()
    assert len(asked) >= 18
