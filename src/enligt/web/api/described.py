"""How the API's answers are described in its OpenAPI document."""

from __future__ import annotations

from typing import Any, Final, Literal

Stage = Literal["source", "article", "read", "ledger"]

_PROBLEM_SCHEMA: Final[dict[str, Any]] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What was wrong, and what can be done about it."},
        "parameter": {"type": "string", "description": "The parameter that it was about."},
    },
}
PROBLEM: Final[dict[str, Any]] = {
    "description": "What was wrong, and the remedy (RFC 9457)",
    "content": {"application/problem+json": {"schema": _PROBLEM_SCHEMA}},
}
NOT_MODIFIED: Final[dict[str, Any]] = {"description": "As it was under the tag of `If-None-Match`"}
TAGGED: Final[dict[str, Any]] = {"ETag": {"schema": {"type": "string"}, "description": "For `If-None-Match`"}}


def one_of(properties: dict[str, Any], *, status: int = 200, description: str = "As it stands now") -> dict[int | str, Any]:
    """An answer that is one JSON object with at least these properties."""
    schema = {"type": "object", "required": sorted(properties), "properties": properties}
    return {status: {"description": description, "headers": TAGGED, "content": {"application/json": {"schema": schema}}}}


def listed(name: str, thing: str | None) -> dict[int | str, Any]:
    """An answer that is a portion of a list; each record has the id of a ``thing``, if that is given."""
    key = f"{thing}_id"
    record: dict[str, Any] = {"type": "object"}
    if thing is not None:
        record |= {"required": [key], "properties": {key: {"type": "string"}}}
    rest = {"type": ["string", "null"], "description": "The address of the next portion; null: that was all."}
    return one_of({name: {"type": "array", "items": record}, "next": rest}, description=f"A portion of the {name}")


def file(*media_types: str) -> dict[int | str, Any]:
    """An answer that is a file, of one of these types."""
    content = {media_type: {"schema": {"type": "string"}} for media_type in media_types}
    return {200: {"description": "The whole view as a file", "headers": TAGGED, "content": content}}
