"""Going on behind a row: a long list in portions that a growing ledger neither doubles nor loses.

A `Place` is the key by which a list is ordered, of the last row that was shown, and how many rows with that key were. What is
entered meanwhile before it is not seen, what is entered behind it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import ColumnElement, Select, func, tuple_

from enligt.ledger import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Article, Claim

Statement = TypeVar("Statement", bound="Select[Any]")

_article, _claim = schema.article, schema.claim


@dataclass(frozen=True, slots=True)
class Place:
    """Where to go on: behind ``skip`` rows whose key is ``key``."""

    key: tuple[str | int, ...]
    skip: int = 1


CLAIM_ORDER: Final[tuple[ColumnElement[Any], ...]] = (
    _article.c.published.is_(None),  # what has no date comes last, in every database
    func.coalesce(_article.c.published, ""),
    _claim.c.article_id,
    _claim.c.evidence_start,
    _claim.c.trigger_start,
    _claim.c.event_type,
)
"""As `filters.claim_keys` orders claims, which parts the rest by row."""

ARTICLE_ORDER: Final[tuple[ColumnElement[Any], ...]] = (*CLAIM_ORDER[:2], _article.c.article_id)
"""As `View.articles` orders articles."""


def claim_key(claim: Claim, article: Article) -> tuple[str | int, ...]:
    """The key of a claim in the order of lists."""
    return (*article_key(article), claim.evidence.start, claim.trigger.start, claim.event_type)


def article_key(article: Article) -> tuple[str | int, ...]:
    """The key of an article in the order of lists."""
    return (int(article.published is None), article.published or "", article.article_id)


def behind(asked: Statement, order: Sequence[ColumnElement[Any]], place: Place | None, *, offset: int = 0) -> Statement:
    """The statement, its rows from a place on alone; ``offset`` more are passed over.

    ``place.key`` must have as many parts as ``order``.
    """
    if place is not None:
        asked = asked.where(tuple_(*order) >= tuple_(*place.key))
        offset += place.skip
    return asked.offset(offset) if offset else asked
