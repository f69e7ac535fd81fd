"""What linking keeps from one article to the next changes nothing that comes out, whoever else writes meanwhile."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from enligt import events
from enligt.ledger import ClaimQuery, View, Writer, open_view, open_writer, schema
from enligt.ledger.looked_up import LookedUp
from enligt.run import linking
from million import READER, VERSION, pages

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from enligt.events import Telling
    from enligt.model import Page, Reading

NEWS = list(pages(420, 60))


@pytest.fixture(params=[1, 7], autouse=True)
def at_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However many articles are linked in one transaction."""
    monkeypatch.setattr(linking, "_LINKED_AT_ONCE", request.param)


def enter(writer: Writer, several: Collection[tuple[Page, Reading]]) -> None:
    for page, one in several:
        writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})


def begun(writer: Writer, view: View, several: Collection[tuple[Page, Reading]], *, linked: int) -> Iterator[str]:
    """A run that compares these pages' articles, so many of which are linked."""
    enter(writer, several)
    run = linking.compare(writer, view)
    for _ in range(linked):
        next(run)
    return run


def told_of(path: Path) -> dict[str, Telling]:
    with open_view(path) as view:
        prepared = linking.Prepared(view)
        articles = {row.article.article_id for row in view.claims()}
        return {name: one for article in sorted(articles) for name, one in prepared.of(article)[1].items()}


def assert_as_in_memory(path: Path) -> None:
    """The ledger's links and groups are those that all its claims give at once; its rows, what is told of each event now."""
    told = told_of(path)
    links = list(events.links(list(told.values())))
    with open_view(path) as view:
        with view._moment() as connection:
            link = schema.claim_link
            assert set(connection.execute(select(link.c.one, link.c.other, link.c.score)).all()) == {tuple(one) for one in links}
        found = {frozenset(view.event_claims(name)) for name in view.events()}
        assert found == {frozenset(group) for group in events.groups(told, links)}
        for event_id in view.events():
            anew = linking.event(view, event_id, today="9999-01-01")
            known = view.told_record(event_id, teller=linking.teller(), today="9999-01-01")
            assert anew is not None
            assert known is not None
            made = linking.record_of(anew, event_id)
            assert linking.on_day(known, "9999-01-01") == made


def test_a_ledger_linked_in_one_run_is_as_in_memory(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_view(path) as view:
        enter(writer, NEWS)
        assert len(list(linking.link(writer, view))) == len(NEWS)
    assert_as_in_memory(path)


def test_another_writer_s_articles_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    news = NEWS[:26]
    with open_writer(path) as one, open_writer(path) as other, open_view(path) as view:
        enter(one, news[::2])
        mine = linking.compare(one, view)
        next(mine)
        enter(other, news[1::2])
        theirs = linking.compare(other, view)
        for _ in range(15):
            next(mine, None)
            next(theirs, None)
        list(mine)
        list(theirs)
        list(linking.link(one, view))
    assert_as_in_memory(path)


def test_what_is_linked_again_is_as_before(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_view(path) as view:
        enter(writer, NEWS[:26])
        list(linking.link(writer, view))
        names = {name: frozenset(view.event_claims(name)) for name in view.events()}
        with writer._transaction("test") as connection:
            connection.execute(schema.linked.update().values(linker="another"))
        assert len(list(linking.link(writer, view))) == 26
        assert {name: frozenset(view.event_claims(name)) for name in view.events()} == names
    assert_as_in_memory(path)


def test_a_judgement_between_two_articles_is_heeded(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_view(path) as view:
        run = begun(writer, view, NEWS[:26], linked=20)
        name = max(view.events(), key=lambda one: len(view.event_claims(one)))
        claims = view.event_claims(name)
        assert len(claims) > 1
        writer.judge([("apart", claims[0], other) for other in claims[1:]], author="Kari")
        list(run)
        list(linking.link(writer, view))
        assert not set(view.event_claims(view.events_of([claims[0]])[claims[0]])) & set(claims[1:])


def test_what_was_looked_up_is_forgotten_where_the_transaction_is_undone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_view(path) as view:
        run = begun(writer, view, NEWS[:10], linked=5)
        assert writer._looked_up.keys
        with monkeypatch.context() as patched:
            patched.setattr(LookedUp, "names_of", _fail)
            with pytest.raises(RuntimeError, match="no room"):
                list(run)
        assert not writer._looked_up.keys
        list(linking.link(writer, view))
    assert_as_in_memory(path)


def _fail(*_: object) -> None:
    raise RuntimeError("no room")


def test_rows_are_told_from_what_others_wrote_meanwhile(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_writer(path) as other, open_view(path) as view:
        enter(writer, NEWS[:26])
        list(linking.compare(writer, view))
        run = linking.tell(writer, view)
        next(run)
        gone = next(row.claim.claim_id for row in view.claims(ClaimQuery(limit=1)))
        other.judge([("reject", gone, None)], author="Kari")
        list(run)
        list(linking.link(writer, view))
    assert_as_in_memory(path)
