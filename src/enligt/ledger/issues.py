"""Entering issues. An issue is entered once for each reading of a page that met it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Connection, exists, select

from enligt.ledger import schema
from enligt.ledger.rows import now, storable
from enligt.model import content_id

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.model import Issue


def enter_issues(connection: Connection, issues: Iterable[Issue], reading: int | None) -> None:
    """Enter issues that are not there yet, met by a reading of a page (its key), or by none."""
    for issue in issues:
        row = {
            "location": storable(issue.location),
            "stage": issue.stage,
            "code": issue.code,
            "message": storable(issue.message),
            "fatal": issue.fatal,
            "page_sha256": issue.page,
            "page_reading_id": reading,
        }
        issue_id = content_id("iss", row)
        if not connection.scalar(select(exists().where(schema.issue.c.issue_id == issue_id))):
            connection.execute(schema.into(schema.issue), {"issue_id": issue_id, **row, "added_at": now()})
