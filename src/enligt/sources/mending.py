"""XML as the web has it, made well-formed before it is read: entities nobody declared, bare ampersands, tags left open.

What comes out is linear to read and at most ``DEEPEST`` elements deep, whatever went in: there are no entities but XML's own.
"""

from __future__ import annotations

import html
import re
from typing import NamedTuple
from xml.parsers import expat  # a parser of bytes without a document type: nothing to expand, nothing to fetch

DEEPEST = 200
"""Elements one inside the other; feeds have a dozen, with marked-up text in them some more."""

_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_AMPERSAND = re.compile(rb"&(?!(?:lt|gt|amp|quot|apos|#[0-9]{1,7}|#x[0-9a-fA-F]{1,6});)([A-Za-z][A-Za-z0-9]{0,30};)?")
_DESCRIPTION = re.compile(rb"<(description|content:encoded)(?:\s[^<>]*)?(?<!/)>")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)


class Mended(NamedTuple):
    """XML that is well-formed but for its namespaces, and what was wrong with it where something of it may be lost."""

    content: bytes
    flaw: str | None


class _TooDeepError(Exception):
    """More than ``DEEPEST`` elements stand one inside the other."""


def mended(content: bytes) -> Mended:
    """XML made well-formed.

    Args:
        content: UTF-8, from the first element on (no declaration, no document type).
    """
    body = _DOCTYPE.sub(b"&lt;!", _CONTROLS.sub(b"", content))
    if _flaw(body) is None:
        return Mended(body, None)
    body = _AMPERSAND.sub(_resolved, body)
    flaw = _flaw(body)
    if flaw is None:
        return Mended(body, None)
    body = _texts_escaped(body)
    if _flaw(body) is None:
        return Mended(body, None)
    from lxml import etree  # type: ignore[import-untyped]  # no stubs  # noqa: PLC0415 - heavy, and only for what is broken

    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        tree = etree.fromstring(body, parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    return Mended(b"" if tree is None else etree.tostring(tree, encoding="utf-8"), flaw)


def _texts_escaped(content: bytes) -> bytes:
    """RSS whose descriptions hold HTML as it is, with that HTML escaped as it should be."""
    parts: list[bytes] = []
    done = 0
    for opening in _DESCRIPTION.finditer(content):
        if opening.start() < done:
            continue
        close = content.find(b"</" + opening[1], opening.end())
        if close < 0:
            break
        inside = content[opening.end() : close]
        if not inside.lstrip().startswith(b"<![CDATA["):
            inside = inside.replace(b"<", b"&lt;").replace(b">", b"&gt;")
        parts += [content[done : opening.end()], inside]
        done = close
    return b"".join([*parts, content[done:]])


def _flaw(content: bytes) -> str | None:
    """Why XML is not well-formed, or not to be read as it stands; None where it is both."""
    parser = expat.ParserCreate("utf-8")
    depth = 0

    def start(_name: str, _attributes: object) -> None:
        nonlocal depth
        depth += 1
        if depth > DEEPEST:
            raise _TooDeepError

    def end(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    try:
        parser.Parse(content, True)  # noqa: FBT003 - expat's shape: this is all of it
    except _TooDeepError:
        return f"more than {DEEPEST} elements one inside the other"
    except expat.ExpatError as error:
        return str(error)
    return None


def _resolved(found: re.Match[bytes]) -> bytes:
    """An ampersand that XML does not know: HTML's entity as its letter, any other as itself."""
    name = (found[1] or b"").decode("ascii")
    letters = html.unescape(f"&{name}") if name else ""
    if name and letters != f"&{name}":
        return letters.encode("utf-8").replace(b"&", b"&amp;").replace(b"<", b"&lt;").replace(b">", b"&gt;")
    return b"&amp;" + (found[1] or b"")
