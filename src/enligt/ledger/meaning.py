"""The sentences behind claims, with their vectors, in portions: what a search by meaning goes through."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import Connection, func

from enligt.ledger import filters, schema
from enligt.ledger.search import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.ledger.records import ClaimQuery

AT_ONCE: Final = 1000
"""Sentences of a portion: with vectors of 384 bytes about a megabyte."""


class Sentence(NamedTuple):
    """The evidence of one claim; ``vector`` is ``Claim.vector``, of ``version`` of ``reader``."""

    claim_id: str
    language: str
    reader: str
    version: str
    vector: bytes
    text: str


def sentences(
    connection: Connection, query: ClaimQuery, default_reader: str | None, *, then: filters.Then = filters.NOW
) -> Iterator[Sequence[Sentence]]:
    """The sentences of all claims that meet a query, limit and offset aside, in portions; in the order they were entered.

    Raises:
        UsageError: a filter that cannot be.
    """
    claim, article = schema.claim.c, schema.article.c
    asked = replace(query, limit=None, offset=0)
    keys = filters.claim_keys(filters.as_needed(connection, asked), default_reader, then=then)
    evidence = func.substr(article.text, claim.evidence_start + 1, claim.evidence_end - claim.evidence_start)
    found = keys.with_only_columns(
        claim.claim_id, article.language, claim.reader, claim.reader_version, claim.vector, evidence
    ).order_by(None)
    rows = connection.execute(found.order_by(claim.id), execution_options={"yield_per": AT_ONCE})
    for several in rows.partitions(AT_ONCE):
        yield [Sentence(*row) for row in several]


def beginnings(text: str) -> str:
    """The search for sentences that hold every word of a text, or a word that begins so; "" where it has none."""
    return " ".join(f"{one}*" for one in dict.fromkeys(words(text)))


LEAST_PART: Final = 4
"""Letters of what is looked for inside other words, at least,"""
LEAST_BEFORE: Final = 3
"""and of what stands before it there: the first part of a compound."""


def holds_parts(sentence: str, text: str) -> bool:
    """Whether each word of a text is a word of the sentence, begins one, or stands in one behind another part of it.

    ``soldat`` is found in "elitsoldater" and in "soldathem", and not in what merely holds it after a letter or two.
    """
    asked, known = dict.fromkeys(words(text)), words(sentence)
    return bool(asked) and all(any(_is_part(one, word) for word in known) for one in asked)


def _is_part(asked: str, word: str) -> bool:
    if len(asked) < LEAST_PART:
        return word == asked
    return word.startswith(asked) or word.find(asked, LEAST_BEFORE) >= 0
