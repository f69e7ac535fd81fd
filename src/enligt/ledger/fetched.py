"""What addresses answered last, and what was read at them. Works inside the writer's and the view's transactions."""

from __future__ import annotations

from sqlalchemy import Connection, delete, exists, select

from enligt.ledger import schema
from enligt.ledger.records import FetchedRow

_fetched, _location, _links = schema.fetched, schema.page_location, schema.article_page


def enter(connection: Connection, answer: FetchedRow) -> None:
    """Enter an answer in the place of the one before; not that of a page which the ledger does not have."""
    if not connection.scalar(select(exists().where(schema.page.c.sha256 == answer.page))):
        return
    row = {
        "address": answer.address,
        "etag": answer.etag,
        "modified": answer.modified,
        "status": answer.status,
        "page_sha256": answer.page,
        "asked_at": answer.asked_at,
    }
    connection.execute(delete(_fetched).where(_fetched.c.address == answer.address))
    connection.execute(schema.into(_fetched), row)


def answer_of(connection: Connection, address: str) -> FetchedRow | None:
    """What an address answered last; None where it was never fetched."""
    found = connection.execute(select(_fetched).where(_fetched.c.address == address)).first()
    return None if found is None else FetchedRow(*found)


def page_at(connection: Connection, location: str, sha256: str) -> tuple[str | None, str | None] | None:
    """The media type of a page at a location, and when it was fetched; None where the page was not met there."""
    asked = select(_location.c.media_type, _location.c.fetched).where(
        _location.c.page_sha256 == sha256, _location.c.location == location
    )
    found = connection.execute(asked).first()
    return None if found is None else (found[0], found[1])


def articles_at(connection: Connection, location: str) -> tuple[bool, list[str]]:
    """Whether any page was handed in at a location, and the ids of the articles of those that are shown, in their order."""
    met = connection.scalar(select(exists().where(_location.c.location == location)))
    asked = (
        select(_links.c.article_id)
        .join(_location, _location.c.page_reading_id == _links.c.page_reading_id)
        .where(_location.c.location == location)
        .order_by(_location.c.id, _links.c.position)
    )
    return bool(met), list(dict.fromkeys(connection.scalars(asked)))
