"""A page for people about the API, made from its OpenAPI document: no script, nothing from another host."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from enligt.web.filters import only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.web.assets import Assets

router = APIRouter(include_in_schema=False)

_STYLE = "enligt.css"


@router.get("/api/v1/docs")
def docs(request: Request) -> HTMLResponse:
    """What may be asked, with every parameter."""
    only(request.query_params)
    schema = request.app.openapi()
    assets: Assets = request.app.state.assets
    style = f'<link rel="stylesheet" href="{assets.url(_STYLE)}">'
    body = "".join(
        _operation(path, method, operation, schema.get("components", {}).get("schemas", {}))
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
        if isinstance(operation, dict)
    )
    return HTMLResponse(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The API of Enligt</title>'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">{style}</head>'
        f'<body><main><h1>The API of Enligt</h1><p>As a document for programs: <a href="/api/v1/openapi.json">OpenAPI</a>. '
        f'<a href="/">The pages</a></p>{body}</main></body></html>'
    )


def _sent(operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What the body of a request holds, as parameters are told."""
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {}).get("schema", {})
    fields = schemas.get(str(body.get("$ref", "")).rpartition("/")[2], body).get("properties", {})
    return [{"name": name, "in": "body", "description": one.get("description", "")} for name, one in fields.items()]


def _told(text: str) -> str:
    """Words of the document, what stands in `grave accents` as code."""
    return re.sub(r"`([^`]*)`", r"<code>\1</code>", escape(text))


def _operation(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{_told(one.get('description') or one.get('schema', {}).get('description') or '')}</td></tr>"
        for one in (*operation.get("parameters", ()), *_sent(operation, schemas))
    )
    head = "<thead><tr><th>parameter</th><th>in</th><th>meaning</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""
    told = _told(str(operation.get("description", "")).split("\n\n", maxsplit=1)[0])
    return f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{told}</p>{table}</section>"
