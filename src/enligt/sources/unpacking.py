"""Bodies of HTTP answers without their chunks and compressions, whatever their headers say of these, within bounds."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

GZIP: Final = b"\x1f\x8b\x08"
ZSTD: Final = b"\x28\xb5\x2f\xfd"
_STEP = 1 << 20  # bytes of a stream read at once
_BLOCK = 1 << 16  # bytes of a packed body
_MOST_LAYERS = 4  # content encodings, one around the other


class UnpackError(Exception):
    """A body that does not unpack: its encoding lies, is unknown, or unpacks to more than a page is."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def unpacked(body: bytes, *, transfer: str, encodings: str, largest: int) -> bytes:
    """A response's body without its chunks and compressions.

    Args:
        body: as it came, or as a crawler left it: one that is unpacked already, whatever its headers say, is taken as it is.
        transfer: the header ``Transfer-Encoding``.
        encodings: the header ``Content-Encoding``.
        largest: bytes at most.

    Raises:
        UnpackError: an unknown encoding, a broken one, or more than ``largest`` bytes.
    """
    if "chunked" in transfer.lower():
        body = _dechunked(body)
    layers = [one.strip().lower() for one in encodings.split(",") if one.strip()]
    if len(layers) > _MOST_LAYERS:
        raise UnpackError("packed", f"{len(layers)} compressions, one around the other")
    for layer in reversed(layers):
        if layer not in {"identity", "none"}:
            body = _without(layer, body, largest)
    return body


def _dechunked(body: bytes) -> bytes:
    """The chunks of a body joined; the body itself where it has none (crawlers often join them and keep the header)."""
    out: list[bytes] = []
    at = 0
    while line := re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n").match(body, at):
        size, start = int(line[1], 16), line.end()
        if size == 0:
            return b"".join(out)
        out.append(body[start : start + size])
        at = start + size
        if start + size > len(body):
            break
        if body[at : at + 2] == b"\r\n":
            at += 2
    return b"".join(out) if out else body


def _without(layer: str, body: bytes, largest: int) -> bytes:
    if layer not in _LAYERS:
        raise UnpackError("packed", f"compressed by {layer[:40]!r}, which is not known")
    if layer in _MARKS and not body.startswith(_MARKS[layer]):
        return body  # unpacked by the crawler, which kept the header
    try:
        out = _LAYERS[layer](body, largest + 1)
    except (OSError, EOFError, zlib.error) as error:
        if body.lstrip()[:1] == b"<":
            return body  # likewise
        raise UnpackError("packed", f"does not unpack as {layer}: {error}") from None
    if len(out) > largest:
        raise UnpackError("too-large", f"unpacks to more than {largest // (1024 * 1024)} MiB: no page is")
    return out


def _brotli(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import BrotliReader  # noqa: PLC0415 - as in _from

    return _read(BrotliReader(io.BytesIO(body)), most)


def _zstd(body: bytes, most: int) -> bytes:
    from fastwarc.stream_io import ZstdReader  # noqa: PLC0415 - as in _from

    return _read(ZstdReader(io.BytesIO(body)), most)


def _read(stream: Any, most: int) -> bytes:
    out = bytearray()
    while len(out) < most and (block := stream.read(min(_STEP, most - len(out)))):
        out += block
    return bytes(out)


def _gzip(body: bytes, most: int) -> bytes:
    """All members, one behind the other."""
    out = bytearray()
    at = 0
    while body.startswith(GZIP[:2], at) and len(out) < most:
        member = zlib.decompressobj(wbits=31)
        while not member.eof and at < len(body) and len(out) < most:
            block = body[at : at + _BLOCK]  # a little at a time: what is left over is copied, a million times in a hostile body
            out += member.decompress(block, most - len(out))
            at += len(block) - len(member.unused_data) - len(member.unconsumed_tail)
        if not member.eof and len(out) < most:
            raise EOFError("it is cut off")
    return bytes(out)


def _deflate(body: bytes, most: int) -> bytes:
    """With zlib's frame, as the standard wants, or bare, as some servers send it."""
    try:
        return _inflated(body, most, bits=15)
    except zlib.error:
        return _inflated(body, most, bits=-15)


def _inflated(body: bytes, most: int, *, bits: int) -> bytes:
    packed = zlib.decompressobj(wbits=bits)
    out = packed.decompress(body, most)
    if not packed.eof and len(out) < most:
        raise EOFError("it is cut off")
    return out


_LAYERS: Mapping[str, Callable[[bytes, int], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
_MARKS = {"gzip": GZIP[:2], "x-gzip": GZIP[:2], "zstd": ZSTD}
