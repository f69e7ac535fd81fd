"""Any view in the formats of the field, as ``enligt export`` writes them: one file each, a folder as a ZIP archive."""

from __future__ import annotations

import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Final, Literal, cast

from fastapi import APIRouter, Query, Request, Response
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import StreamingResponse

from enligt.errors import UsageError
from enligt.reports.exports import EXPORTS
from enligt.run import exporting
from enligt.web.answers import ledger_of, tag_of, unchanged
from enligt.web.api.described import NOT_MODIFIED, PROBLEM, file
from enligt.web.failures import BadParameterError
from enligt.web.filters import EventFilters, Whole

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.ledger import View
    from enligt.reports.exports import Export

router = APIRouter(prefix="/api/v1", tags=["files"], responses={304: NOT_MODIFIED, 400: PROBLEM, 501: PROBLEM, 503: PROBLEM})

FieldFormat = Literal[
    "plover",
    "gdelt-events",
    "gdelt-mentions",
    "ftm",
    "ftm-entities",
    "geojson",
    "gexf",
    "graphml",
    "webannotation",
    "tables",
    "xlsx",
]
"""The formats that hold events with their claims; claims and events as they are listed have addresses of their own."""

MEDIA_TYPES: Final = {
    ".jsonl": "application/jsonl",
    ".tsv": "text/tab-separated-values",
    ".geojson": "application/geo+json",
    ".gexf": "application/gexf+xml",
    ".graphml": "application/graphml+xml",
    ".jsonld": "application/ld+json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".zip": "application/zip",
}
"""By how the file's name ends."""

_AT_HAND: Final = 8 * 2**20  # bytes of an export that are kept in memory; more goes to a file that nobody else sees
_PIECE: Final = 2**18


class Exported(EventFilters):
    """The events that meet the filters, in a format of the field."""

    hold: Annotated[str, Field(max_length=60)] | None = Field(
        default=None,
        description="Which factualities leave: `asserted,planned`, or `all`. Else that of `factuality`, else the format's own: "
        "event data hold what is asserted alone.",
    )
    no_text: bool = Field(default=False, description="Offsets and hashes in the place of words of the articles.")
    limit: Whole = None

    def given(self) -> dict[str, object]:
        """The filters that were given at all, as parameters: what the export tells of itself besides is not among them."""
        return {name: value for name, value in super().given().items() if name not in {"hold", "no_text", "order", "today"}}


@router.get("/export/{name}", responses=file(*sorted(set(MEDIA_TYPES.values()))))
def export(request: Request, name: FieldFormat, asked: Annotated[Exported, Query()]) -> Response:
    """Events with their claims as PLOVER, GDELT, FollowTheMoney, GeoJSON, GEXF, GraphML, Web Annotation, tables or a workbook."""
    ledger, chosen = ledger_of(request), EXPORTS[name]
    with ledger.view() as view:
        tag = tag_of(request, view)
        order = _order(view, chosen, asked, today=asked.day(ledger.today()))
        if (same := unchanged(request, tag)) is not None:
            return same
        content = cast("BinaryIO", tempfile.SpooledTemporaryFile(_AT_HAND))  # noqa: SIM115 - closed once it is sent
        try:
            _write(view, order, content)
        except UsageError as error:
            content.close()
            raise HTTPException(501, str(error)) from None
        except BaseException:
            content.close()
            raise
    ending = chosen.suffix or ".zip"
    headers = {
        "etag": tag,
        "content-disposition": f'attachment; filename="enligt-{name}{ending}"',
        "content-length": str(content.tell()),
        "enligt-factuality": order.about().words()["factuality"],
    }
    content.seek(0)
    return StreamingResponse(_pieces(content), headers=headers, media_type=MEDIA_TYPES[ending])


def _order(view: View, chosen: Export, asked: Exported, *, today: str) -> exporting.Order:
    try:
        factualities = exporting.factualities_asked(asked.hold or asked.factuality, chosen)
    except UsageError as error:
        raise BadParameterError("hold", str(error)) from None
    return exporting.Order(
        export=chosen,
        query=asked.event_query(view),
        factualities=factualities,
        today=today,
        of="events",
        text=not asked.no_text,
        filters={one: ",".join(value) if isinstance(value, tuple) else str(value) for one, value in asked.given().items()},
        limit=asked.limit,
    )


def _write(view: View, order: exporting.Order, content: BinaryIO) -> None:
    if order.export.folder is None:
        exporting.to_stream(view, order, content)
        return
    with tempfile.TemporaryDirectory(prefix="enligt-") as folder:
        made = Path(folder) / "enligt-tables"
        exporting.to_place(view, order, str(made))
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for one in sorted(made.iterdir()):
                archive.write(one, f"{made.name}/{one.name}")


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(_PIECE):
            yield piece
