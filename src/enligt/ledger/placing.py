"""Where a claim's place is, as columns of its row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from enligt.model import Located, OtherPlace

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Place


def place_columns(where: Place | None) -> dict[str, Any]:
    """The columns ``place_…`` of a claim's row; all null where nobody looked the place up."""
    at = None if where is None else where.located
    if at is None:
        names = ("country", "name", "latitude", "longitude", "precision", "more")
        return dict.fromkeys((f"place_{name}" for name in names), None)
    others = [[one.name, one.country, one.latitude, one.longitude] for one in at.alternatives]
    more = {"approximate": at.approximate, "extent": None if at.extent is None else list(at.extent), "alternatives": others}
    return {
        "place_country": at.country,
        "place_name": at.name,
        "place_latitude": at.latitude,
        "place_longitude": at.longitude,
        "place_precision": at.precision,
        "place_more": more if at.approximate or at.extent is not None or others else None,
    }


def located(row: Mapping[Any, Any]) -> Located | None:
    """What `place_columns` made the columns from."""
    if row["place_precision"] is None:
        return None
    more = row["place_more"] or {}
    extent = more.get("extent")
    return Located(
        country=row["place_country"],
        name=row["place_name"],
        precision=row["place_precision"],
        latitude=row["place_latitude"],
        longitude=row["place_longitude"],
        extent=None if extent is None else (extent[0], extent[1], extent[2], extent[3]),
        approximate=bool(more.get("approximate")),
        alternatives=tuple(OtherPlace(*one) for one in more.get("alternatives", ())),
    )
