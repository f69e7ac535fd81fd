"""Articles that several readers have read: what two of them made of the same words counts once.

Which reader goes before is one order for a whole ledger: its own reader first, then the others by name. So what another reader
adds to an article may make its events richer, and never adds an origin.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.model import Article, Claim

    Told = tuple[Claim, Article]


def _order(own: str | None, reader: str) -> tuple[bool, str]:
    return reader != own, reader


def heard_once(claims: Sequence[Told], *, own: str | None) -> list[Told]:
    """The claims without those whose sentence another reader, which goes before, has a claim of already.

    Args:
        claims: of one event, each with its article.
        own: the ledger's own reader, which goes before all others.

    Returns:
        Those that count, in the order given.
    """
    if len({claim.reader for claim, _ in claims}) < 2:
        return list(claims)
    by_article: defaultdict[str, list[Claim]] = defaultdict(list)
    for claim, _ in claims:
        by_article[claim.article_id].append(claim)
    kept: set[str] = set()
    for several in by_article.values():
        taken: list[tuple[int, int]] = []
        for reader in sorted({one.reader for one in several}, key=lambda name: _order(own, name)):
            new = [one for one in several if one.reader == reader and not _overlaps(one, taken)]
            kept.update(one.claim_id for one in new)
            taken += [(one.evidence.start, one.evidence.end) for one in new]
    return [told for told in claims if told[0].claim_id in kept]


def _overlaps(one: Claim, taken: Sequence[tuple[int, int]]) -> bool:
    return any(one.evidence.start < end and start < one.evidence.end for start, end in taken)


def one_reader_each(claims: Sequence[Told], *, own: str | None) -> list[Told]:
    """Of each article the claims of one reader: of those that have any here, the one that goes before; in the order given.

    Origins are counted over these, so that a second reader of an article, however it reads the sources, adds none.
    """
    chosen: dict[str, str] = {}
    for claim, _ in claims:
        known = chosen.get(claim.article_id, claim.reader)
        chosen[claim.article_id] = min(known, claim.reader, key=lambda name: _order(own, name))
    return [told for told in claims if told[0].reader == chosen[told[0].article_id]]
