"""The list of pages handed in. Works inside the view's transaction."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, Select, select

from enligt.ledger import schema
from enligt.ledger.records import PageRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from sqlalchemy import RowMapping

_page, _page_reading, _page_location = schema.page, schema.page_reading, schema.page_location


def pages() -> Select[Any]:
    """Every page handed in, once for each location, in that order."""
    location = _page_location.c
    columns = (_page.c.sha256, _page.c.size, _page_reading.c.options, _page_reading.c.reader, _page_reading.c.reader_version)
    of_location = (location.location, location.media_type, location.fetched, location.outcome, location.page_reading_id)
    joined = _page_location.join(_page, _page.c.sha256 == location.page_sha256).outerjoin(
        _page_reading, _page_reading.c.id == location.page_reading_id
    )
    return select(*columns, *of_location).select_from(joined).order_by(location.id)


def page_rows(connection: Connection, rows: Collection[RowMapping]) -> Iterator[PageRow]:
    """The rows that `pages` asks for, each with the articles that its page gave."""
    links = schema.article_page
    readings = {row["page_reading_id"] for row in rows}
    asked = (
        select(links.c.page_reading_id, links.c.article_id)
        .where(links.c.page_reading_id.in_(readings))
        .order_by(links.c.position)
    )
    articles: dict[int, list[str]] = {}
    for reading, article_id in connection.execute(asked):
        articles.setdefault(reading, []).append(article_id)
    for row in rows:
        yield PageRow(
            page=row["sha256"],
            location=row["location"],
            media_type=row["media_type"],
            fetched=row["fetched"],
            size=row["size"],
            outcome=row["outcome"],
            options=json.loads(row["options"] or "{}"),
            reader=row["reader"],
            reader_version=row["reader_version"],
            articles=tuple(articles.get(row["page_reading_id"], ())),
        )
