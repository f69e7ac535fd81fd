"""The files that pages load: package data, read once at the start. What is not in their list is not served."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

FOR_EVER = "public, max-age=31536000, immutable"
"""Of a file asked for with the digest of its content: under that address it never changes."""

TYPES = {
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".woff2": "font/woff2",
}
"""Media types that must not depend on the machine's own table."""


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, its media type, the beginning of its SHA-256."""

    content: bytes
    media_type: str
    digest: str


class Assets:
    """The files of a folder in the package, by their paths in it.

    Args:
        package: dotted name of the package.
        folder: the folder in it; one that is not there holds nothing.
    """

    def __init__(self, package: str = "enligt.web", folder: str = "static") -> None:
        root = resources.files(package).joinpath(folder)
        self._files = {name: _asset(name, found.read_bytes()) for name, found in _walk(root, "")}

    def get(self, name: str) -> Asset | None:
        """The file of this name; None where there is none."""
        return self._files.get(name)

    def url(self, name: str) -> str:
        """The address of a file, which changes as its content does.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{name}?v={self._files[name].digest}"


def _walk(folder: Traversable, path: str) -> Iterator[tuple[str, Traversable]]:
    if not folder.is_dir():
        return
    for one in folder.iterdir():
        if one.is_dir():
            yield from _walk(one, f"{path}{one.name}/")
        elif not one.name.startswith(".") and not one.name.endswith(".py"):
            yield f"{path}{one.name}", one


def _asset(name: str, content: bytes) -> Asset:
    ending = "." + name.rpartition(".")[2]
    media_type = TYPES.get(ending) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    if media_type.startswith("text/"):
        media_type += "; charset=utf-8"
    return Asset(content, media_type, hashlib.sha256(content).hexdigest()[:16])


router = APIRouter(include_in_schema=False)


@router.get("/static/{name:path}")
def static(name: str, request: Request) -> Response:
    """One file, by its name in the list."""
    assets: Assets = request.app.state.assets
    found = assets.get(name)
    if found is None:
        raise HTTPException(404, f"there is no file {name!r} here")
    tag = f'"{found.digest}"'
    fresh = FOR_EVER if request.query_params.get("v") == found.digest else "no-cache"
    headers = {"etag": tag, "cache-control": fresh}
    if tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(found.content, media_type=found.media_type, headers=headers)
