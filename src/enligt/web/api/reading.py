"""A page for people about the API, made from its OpenAPI document: no script, nothing from another host."""

from __future__ import annotations

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
        _operation(path, method, operation)
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


def _operation(path: str, method: str, operation: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(one['name'])}</code></td><td>{escape(one['in'])}</td>"
        f"<td>{escape(one.get('description') or one.get('schema', {}).get('description') or '')}</td></tr>"
        for one in operation.get("parameters", ())
    )
    head = "<thead><tr><th>parameter</th><th>in</th><th>meaning</th></tr></thead>"
    table = f"<table>{head}<tbody>{rows}</tbody></table>" if rows else ""
    told = escape(str(operation.get("description", "")).split("\n\n", maxsplit=1)[0])
    return f"<section><h2><code>{method.upper()} {escape(path)}</code></h2><p>{told}</p>{table}</section>"
