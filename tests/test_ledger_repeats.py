"""Relations in the ledger: the same whatever the order, nothing twice, gone with what was forgotten, kept through a migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from sqlalchemy import select

from enligt.ledger import open_view, open_writer, schema
from enligt.model import Article, Page, Reading
from enligt.repetition import METHOD, Finder
from ledger_samples import LATER_COLUMNS, LATER_INDEXES, LATER_TABLES, READER, VERSION, dump, record
from repetition_samples import OWN, WIRE, article

if TYPE_CHECKING:
    from pathlib import Path

    from enligt.ledger import View, Writer
    from enligt.model import Relation

BODY = WIRE["nb"].partition("\n\n")[2]
STORIES = (
    article(WIRE["nb"], "nb", outlet="NTB"),
    article(f"Ukjente gjenstander\n\n{BODY}", "nb", outlet="Kysten", published="2024-10-21"),
    article(f"Ukjente gjenstander i havnen\n\n{BODY}", "nb", outlet="Fjorden", published="2024-10-22", url="https://f.example/1"),
    article(f"Havnen er åpen igjen\n\n{BODY}", "nb", outlet="Fjorden", published="2024-12-24", url="https://f.example/1"),
    article(OWN["nb"], "nb", outlet="Avisen"),
    article(WIRE["sv"], "sv", outlet="Kusten", published="2024-10-21"),
)
NTB, KYSTEN, FJORDEN, LATER, AVISEN, KUSTEN = (one.article_id for one in STORIES)


def vectors() -> dict[str, bytes]:
    """Of the Norwegian text and of its Swedish translation."""
    chance = np.random.default_rng(5)
    one = chance.integers(0, 2, (5, 384), np.uint8)
    other = one ^ (chance.random(one.shape) < 0.2)
    return {NTB: np.packbits(one, axis=1).tobytes(), KUSTEN: np.packbits(other, axis=1).tobytes()}


def enter(writer: Writer, one: Article, *, version: str = VERSION, **fields: Any) -> None:
    page = Page(f"{one.article_id}.txt", one.text.encode())
    given = {"vectors": vectors().get(one.article_id, b""), **fields}
    record(writer, page, Reading(replace(one, page=page.sha256), (), READER, version, **given))


def relations(view: View) -> set[tuple[str, str, str]]:
    return {(r.relation.article_id, r.relation.kind, r.relation.other_id) for r in view.repeats()}


EXPECTED = {
    (KYSTEN, "reprint", NTB),
    (FJORDEN, "reprint", NTB),
    (FJORDEN, "reprint", KYSTEN),
    (LATER, "version-of", FJORDEN),
    (KUSTEN, "translation-of", NTB),
}


def rows(path: Path) -> list[tuple[Any, ...]]:
    with open_view(path) as view, view._engine.connect() as connection:
        return sorted(tuple(row) for row in connection.execute(select(schema.relation)))


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_coming_changes_nothing(tmp_path: Path, seed: int) -> None:
    with open_writer(tmp_path / "one.db") as writer:
        writer.repeats = Finder()
        for one in STORIES:
            enter(writer, one)
    shuffled = [STORIES[k] for k in np.random.default_rng(seed).permutation(len(STORIES))]
    for several in (shuffled[:3], shuffled[2:]):  # two runs, one article in both
        with open_writer(tmp_path / "other.db") as writer:
            writer.repeats = Finder()
            for one in several:
                enter(writer, one)
    with open_view(tmp_path / "one.db") as view:
        assert relations(view) == EXPECTED
    assert rows(tmp_path / "one.db") == rows(tmp_path / "other.db")


def test_entering_twice_changes_nothing(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        writer.repeats = Finder()
        for one in STORIES[:3]:
            enter(writer, one)
        before = dump(writer)
        for one in STORIES[:3]:
            enter(writer, one)
        assert dump(writer) == before


def test_what_was_entered_without_is_related_later(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        for one in STORIES:
            enter(writer, one)
        assert writer.sign() == 0
        writer.repeats = Finder()
        assert [writer.sign(limit=4), writer.sign(limit=4), writer.sign(limit=4)] == [4, 2, 0]
    with open_view(tmp_path / "l.db") as view:
        assert relations(view) == EXPECTED


class _Stricter(Finder):
    """Later rules, by which only the same text repeats."""

    def __init__(self) -> None:
        super().__init__()
        self.method = "stricter"

    def relation(self, one: Article, other: Article, *, vectors: tuple[bytes, bytes] | None = None) -> Relation | None:
        found = super().relation(one, other, vectors=vectors)
        return found if found is not None and found.kind == "same-text" else None


def test_other_rules_take_the_place_of_older_ones(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        writer.repeats = Finder()
        for one in STORIES:
            enter(writer, one)
        writer.repeats = _Stricter()
        while writer.sign(limit=4):
            pass
    with open_view(tmp_path / "l.db") as view:
        assert relations(view) == set()


def test_sentence_vectors_that_come_later_tell_a_translation(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        writer.repeats = Finder()
        for one in (STORIES[0], STORIES[5]):
            enter(writer, one, vectors=b"")
        with open_view(tmp_path / "l.db") as view:
            assert relations(view) == set()
            for one in (STORIES[0], STORIES[5]):
                stored = view.article(one.article_id)
                assert stored is not None
                writer.reread(Reading(stored, (), READER, "2.0", vectors()[one.article_id]))
            assert relations(view) == {(KUSTEN, "translation-of", NTB)}


def test_the_vectors_of_two_readers_are_never_compared(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        writer.repeats = Finder()
        enter(writer, STORIES[0])
        enter(writer, STORIES[5], version="2.0")
    with open_view(tmp_path / "l.db") as view:
        assert relations(view) == set()


def test_what_is_forgotten_repeats_nothing(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        writer.repeats = Finder()
        for one in STORIES:
            enter(writer, one)
        assert writer.forget(article=NTB, reason="asked for") == 1
        assert relations(view) == {one for one in EXPECTED if NTB not in one}
        left = dump(writer)
        assert not [row for name in ("relation", "signature") for row in left[name] if NTB in row]
        assert {row[-1] for row in left["signature_key"]} <= {row[0] for row in left["signature"]}
        writer.forget(outlet="Fjorden", reason="asked for")
        assert relations(view) == set()


def test_lists_leave_out_what_another_stands_for(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        writer.repeats = Finder()
        for one in STORIES:
            enter(writer, one)
        shown = {one.article_id for one in view.articles(repeated="hide")}
        assert shown == {NTB, AVISEN, LATER}
        assert {one.article_id for one in view.articles(repeated="only")} == {one.article_id for one in STORIES} - shown
        assert len(list(view.articles())) == len(STORIES)
        (row,) = view.repeats(kind="translation-of")
        assert (row.group, row.outlets, row.languages) == (NTB, ("Kusten", "NTB"), ("sv", "nb"))
        assert {one.relation.article_id for one in view.repeats(article=FJORDEN)} == {FJORDEN, LATER}
        assert {one.group for one in view.repeats()} == {NTB}
        assert len(view.relations([NTB])) == 3


def test_a_reading_that_another_replaced_is_nobodys_original(tmp_path: Path) -> None:
    """The same page read again under another date gives the same text twice: it does not repeat itself."""
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        writer.repeats = Finder()
        page = Page("a.txt", STORIES[0].text.encode())
        for day in ("2024-10-20", "2024-10-21"):
            one = replace(STORIES[0], page=page.sha256, published=day)
            record(writer, page, Reading(one, (), READER, VERSION), options={"published": day})
        assert relations(view) == set()
        assert [one.published for one in view.articles(repeated="hide")] == ["2024-10-21"]


def test_what_is_read_off_the_page_is_kept(tmp_path: Path) -> None:
    one = replace(STORIES[0], truncated=True, agency="NTB/Ritzau")
    assert one.article_id == NTB
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        enter(writer, one)
        stored = view.article(NTB)
        assert stored is not None
        assert (stored.truncated, stored.agency) == (True, "NTB/Ritzau")


def test_a_ledger_of_an_earlier_version_is_related_when_it_is_next_added_to(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer:
        for one in STORIES:
            enter(writer, one)
    with closing(sqlite3.connect(path)) as connection:  # back to what that version had
        for table in LATER_TABLES:
            connection.execute(f"DROP TABLE {table}")
        for name in LATER_INDEXES:
            connection.execute(f"DROP INDEX {name}")
        for table, name in LATER_COLUMNS:
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {name}")
        connection.execute("UPDATE alembic_version SET version_num = '0003'")
        connection.commit()
    with open_writer(path) as writer:
        writer.repeats = Finder()
        while writer.sign():
            pass
    with open_view(path) as view:
        stored = view.article(NTB)
        assert stored is not None
        assert (stored.text, stored.truncated, stored.agency) == (WIRE["nb"], False, None)
        # Without sentence vectors, until the articles are read anew, nothing tells a translation
        assert relations(view) == {one for one in EXPECTED if one[1] != "translation-of"}
        with view._engine.connect() as connection:
            assert set(connection.scalars(select(schema.signature.c.method))) == {METHOD}
