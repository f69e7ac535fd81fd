"""However many articles are linked in one transaction, the ledger is the same: links, groups, the events' ids and their order."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from enligt.ledger import open_view, open_writer, schema
from enligt.model import Reading
from enligt.run import linking
from million import READER, VERSION, pages

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enligt.ledger import View, Writer
    from enligt.model import Page

News = tuple["Page", Reading]
NEWS = list(pages(300, 60))


def enter(writer: Writer, several: Sequence[News]) -> None:
    for page, one in several:
        writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})


def judge(writer: Writer, view: View, chance: random.Random) -> None:
    """A few judgements of each kind, of whatever claims stand in the largest events."""
    names = sorted(view.events(), key=lambda one: (-len(view.event_claims(one)), one))
    claims = [view.event_claims(name) for name in names[:6]]
    writer.judge([("apart", claims[0][0], other) for other in claims[0][1:]], author="Kari")
    writer.judge([("same", claims[1][0], claims[2][-1]), ("reject", claims[3][0], None)], author="Kari")
    one, other = chance.sample(claims[4] + claims[5], 2)
    writer.judge([("apart", one, other)], author="Kari")


def made(path: Path, seed: int, at_once: int) -> list[Any]:
    """What is in a ledger to which news came in some runs, in some order, with judgements and other readings between them."""
    chance = random.Random(seed)  # noqa: S311 - news for tests
    news = chance.sample(NEWS, len(NEWS))
    with pytest.MonkeyPatch.context() as patch, open_writer(path) as writer, open_view(path) as view:
        patch.setattr(linking, "_LINKED_AT_ONCE", at_once)
        for start, end in ((0, 25), (25, 26), (26, 60)):
            enter(writer, news[start:end])
            list(linking.link(writer, view))
            judge(writer, view, chance)
            list(linking.link(writer, view))
        for _, one in news[:40:4]:
            writer.reread(
                Reading(one.article, tuple(replace(claim, reader_version="2") for claim in one.claims[1:]), READER, "2")
            )
        with writer._transaction("test") as connection:  # some are linked again, and meet claims that are as they were
            again = schema.linked.c.article_id.in_([one.article.article_id for _, one in news[10:30]])
            connection.execute(schema.linked.update().where(again).values(linker="another"))
        list(linking.link(writer, view))
        with view._moment() as connection:
            named = schema.event.c
            asked = (
                select(named.id, named.event_id, named.claim_id, named.now).order_by(named.id),
                select(schema.event_claim).order_by(schema.event_claim.c.claim_id),
                select(schema.claim_link).order_by(schema.claim_link.c.one, schema.claim_link.c.other),
                select(schema.claim_key).order_by(schema.claim_key.c.key, schema.claim_key.c.claim_id),
            )
            return [connection.execute(one).all() for one in asked]


@pytest.mark.parametrize("seed", range(2))
def test_the_number_of_articles_in_a_transaction_changes_nothing(tmp_path: Path, seed: int) -> None:
    one, few, many = (made(tmp_path / f"{at_once}.db", seed, at_once) for at_once in (1, 6, 40))
    assert all(one)
    assert one == few == many
