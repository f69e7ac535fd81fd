"""Pages saved whole by a browser (MHTML, RFC 2557): the main part, read as the page it was, at its own address."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from enligt.model import Page
from enligt.sources.documents import messages
from enligt.sources.documents.parts import Enclosed, Failure
from enligt.sources.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from enligt.sources.limits import Limits

_ADDRESS = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_TEXTS = ("text/html", "application/xhtml+xml", "text/plain")


def fits(content: bytes, name: str, media_type: str) -> bool:
    """Whether it is a saved page: the headers of a browser's, or those of MIME and the ending or type of one."""
    names = messages.header_names(content)
    if "snapshot-content-location" in names:
        return True
    called = name.endswith((".mht", ".mhtml")) or media_type in {"multipart/related", "application/x-mimearchive"}
    return called and "content-type" in names


def read(page: Page, limits: Limits) -> Iterator[Enclosed | Failure]:
    """The page that was saved: the part that ``start`` names, else the first that is HTML or text."""
    message = messages.parsed(page.content, limits)
    if isinstance(message, Failure):
        yield message
        return
    texts = [part for part, _ in messages.leaves(message, limits) if part.get_content_type() in _TEXTS]
    if not texts:
        yield Failure("no-text", "there is no HTML or text in this saved page")
        return
    start = message.get_param("start")
    main = next((part for part in texts if isinstance(start, str) and part.get("Content-ID") == start), None)
    main = main or next((part for part in texts if part.get_content_type() != "text/plain"), texts[0])
    content = messages.body(main)
    if not content:
        yield Failure("empty", "the saved page is empty")
        return
    address = _address(message, "Snapshot-Content-Location") or _address(main, "Content-Location")
    inner = Page(address or page.location, content, messages.media_type(main), page.fetched)
    yield Enclosed(inner, Metadata(url=address))


def _address(part: Message, name: str) -> str | None:
    said = messages.header(part, name)
    return said if said is not None and _ADDRESS.fullmatch(said) else None
