"""Events in a ledger: the same articles give the same groups in any order and number of runs; names outlive growth."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, View, Writer, merge, open_view, open_writer, schema
from enligt.model import Page, Participant, When
from enligt.run import linking
from ledger_samples import READER, VERSION, article, claim, reading, span

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from enligt.ledger import Decision, Judgement
    from enligt.model import Reading

SENT = "North Korea sent 3,000 soldiers to Russia on 8 October, Seoul said."
AGAIN = "Pyongyang has sent troops to Russia, said the spy agency in Seoul about 8 October."
DENIED = "Moscow denies that North Korea sent soldiers to Russia on 8 October."
OTHER = "Sweden sent 200 tents to Moldova on 8 October."


def told(  # noqa: PLR0913 - what makes a claim another
    text: str, *, outlet: str, published: str, actor: str, recipient: str, factuality: str = "asserted"
) -> Reading:
    page = Page(f"{outlet}.txt", text.encode())
    of = article(page, outlet=outlet, published=published)
    day = When("2024-10-08", "2024-10-08", "day", "8 October", span(text, "8 October"), "absolute")
    one = claim(
        of,
        "sent",
        event_type="MOBILIZE" if actor == "PRK" else "AID",
        factuality=factuality,
        actors=(Participant(actor),),
        recipients=(Participant(recipient),),
        when=day,
    )
    return reading(of, one)


READINGS = {
    "a": told(SENT, outlet="The Harbour Post", published="2024-10-18", actor="PRK", recipient="RUS"),
    "b": told(AGAIN, outlet="Fjordposten", published="2024-10-19", actor="PRK", recipient="RUS"),
    "c": told(DENIED, outlet="Skerry Brief", published="2024-10-20", actor="PRK", recipient="RUS", factuality="denied"),
    "d": told(OTHER, outlet="Nordgrensen", published="2024-10-20", actor="SWE", recipient="MDA"),
}


def enter(writer: Writer, names: str) -> None:
    for name in names:
        one = READINGS[name]
        page = Page(one.article.document, one.article.text.encode())
        writer.record(page, readings=[one], issues=[], reader=READER, reader_version=VERSION, options={})


def link(path: Path) -> list[str]:
    with open_writer(path) as writer, open_view(path) as view:
        return list(linking.link(writer, view))


def groups(path: Path) -> set[frozenset[str]]:
    with open_view(path) as view:
        return {frozenset(view.event_claims(event_id)) for event_id in view.events()}


def claim_of(name: str) -> str:
    return READINGS[name].claims[0].claim_id


def made(path: Path, *runs: str) -> Path:
    for names in runs:
        with open_writer(path) as writer:
            enter(writer, names)
        link(path)
    return path


EXPECTED = {frozenset(claim_of(name) for name in "abc"), frozenset({claim_of("d")})}


def test_an_assertion_a_retelling_and_a_denial_are_one_event(tmp_path: Path) -> None:
    assert groups(made(tmp_path / "l.db", "abcd")) == EXPECTED


@pytest.mark.parametrize("order", ["".join(one) for one in itertools.permutations("abcd")][::5])
def test_order_and_number_of_runs_do_not_matter(tmp_path: Path, order: str) -> None:
    assert groups(made(tmp_path / "one.db", order)) == EXPECTED
    assert groups(made(tmp_path / "many.db", *order)) == EXPECTED


def test_only_what_is_new_is_linked(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "ab")
    assert link(path) == []
    with open_writer(path) as writer:
        enter(writer, "d")
    assert link(path) == [READINGS["d"].article.article_id]


def test_a_run_that_stops_in_the_middle_is_gone_on_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(linking, "_LINKED_AT_ONCE", 1)
    path = tmp_path / "l.db"
    with open_writer(path) as writer, open_view(path) as view:
        enter(writer, "abcd")
        next(linking.link(writer, view))
        assert view.unlinked(linker=linking.version()) == 3
    link(path)
    assert groups(path) == EXPECTED


def test_an_event_keeps_its_name_as_it_grows(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "b")
    with open_view(path) as view:
        (before,) = view.events()
    made(path, "acd")
    with open_view(path) as view:
        assert view.events_of([claim_of("a")])[claim_of("a")] == before


def events(view: View) -> dict[str, str]:
    return view.events_of([claim_of(name) for name in "abc"])


def test_joined_events_leave_a_forwarding_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.db"
    with monkeypatch.context() as patch:  # so strict that nothing belongs together
        patch.setattr("enligt.events.THRESHOLD", 10_001)
        patch.setattr("enligt.events.linking.THRESHOLD", 10_001)
        made(path, "ab")
        with open_view(path) as view:
            apart = view.events_of([claim_of("a"), claim_of("b")])
            assert len(set(apart.values())) == 2
    link(path)
    with open_view(path) as view:
        joined = set(events(view).values())
        assert len(joined) == 1
        assert {view.find_event(former) for former in apart.values()} == joined
        (now,) = joined
        assert view.former_events(str(now)) == set(apart.values()) - joined
        assert view.event_claims(apart[claim_of("b")]) == sorted([claim_of("a"), claim_of("b")])


def test_what_is_forgotten_leaves_its_event(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    with open_writer(path) as writer:
        writer.forget(article=READINGS["c"].article.article_id, reason="asked to")
    with open_view(path) as view, view._moment() as connection:
        keys = connection.scalars(select(schema.claim_key.c.claim_id)).all()
    assert claim_of("c") not in keys
    link(path)
    assert groups(path) == {frozenset({claim_of("a"), claim_of("b")}), frozenset({claim_of("d")})}


def test_status_is_told_as_of_a_day(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    with open_view(path) as view:
        event_id = view.events_of([claim_of("a")])[claim_of("a")]
        early = linking.event(view, event_id, today="2024-10-19")
        late = linking.event(view, event_id, today="2024-10-21")
        assert linking.event(view, event_id, today="2024-10-01") is None
    assert early is not None
    assert late is not None
    assert early[0].status == "corroborated"
    assert late[0].status == "disputed"
    assert [one.claims for one in late[0].disputed_by] == [(claim_of("c"),)]
    assert [row.claim.claim_id for row in late[1]] == list(late[0].claims)


def test_another_reading_of_an_article_is_linked_in_the_place_of_the_former(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    one = READINGS["b"]
    with open_writer(path) as writer:
        writer.reread(reading(one.article, version="2.0"))
    link(path)
    assert groups(path) == {frozenset({claim_of("a"), claim_of("c")}), frozenset({claim_of("d")})}


def judged(path: Path, *about: tuple[Decision, str, str | None], author: str = "Kari") -> list[Judgement]:
    with open_writer(path) as writer:
        made = writer.judge(about, author=author, reason="looked it up")
    link(path)
    return made


def test_a_rejected_claim_counts_no_more_until_that_is_undone(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    (no,) = judged(path, ("reject", claim_of("c"), None))
    assert groups(path) == {frozenset({claim_of("a"), claim_of("b")}), frozenset({claim_of("d")})}
    with open_view(path) as view:
        assert claim_of("c") not in {row.claim.claim_id for row in view.claims()}
        assert claim_of("c") in {row.claim.claim_id for row in view.claims(ClaimQuery(rejected=True))}
    judged(path, ("undo", "", no.judgement_id))
    assert groups(path) == EXPECTED
    with open_view(path) as view:
        assert [(one.decision, one.holds, one.author) for one in view.judgements()] == [
            ("reject", False, "Kari"), ("undo", True, "Kari"),
        ]  # fmt: skip


def test_an_undone_undoing_gives_the_judgement_back(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abcd")
    (no,) = judged(path, ("reject", claim_of("c"), None))
    (back,) = judged(path, ("undo", "", no.judgement_id))
    judged(path, ("undo", "", back.judgement_id))
    assert claim_of("c") not in {claim for group in groups(path) for claim in group}


def test_merged_and_split_events_stay_so_whatever_comes_later(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "abd")
    judged(path, ("same", claim_of("d"), claim_of("a")), ("apart", claim_of("b"), claim_of("a")))
    judged(path, ("apart", claim_of("b"), claim_of("d")))
    expected = {frozenset({claim_of("a"), claim_of("d")}), frozenset({claim_of("b")})}
    assert groups(path) == expected
    made(path, "c")
    together = groups(path)
    assert any({claim_of("a"), claim_of("d")} <= group for group in together)
    assert not any({claim_of("a"), claim_of("b")} <= group for group in together)


def test_judgements_of_nothing_are_refused(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "a")
    with open_writer(path) as writer, pytest.raises(UsageError, match="no judgement 'jdg-1'"):
        writer.judge([("undo", "", "jdg-1")], author="Kari")
    with open_view(path) as view:
        assert view.judgements() == []


def test_articles_read_anew_by_a_later_version_are_linked_again(tmp_path: Path) -> None:
    """Both at once, so that the first meets the second's new claims before these are linked themselves."""
    path = made(tmp_path / "l.db", "abd")
    with open_writer(path) as writer:
        for name in "ab":
            one = READINGS[name]
            kind = replace(one.claims[0], event_type="SUPPORT")  # another type: another id
            writer.reread(reading(one.article, kind, version="2.0"))
    link(path)
    assert sorted(map(len, groups(path))) == [1, 2]
    assert link(path) == []


def test_an_event_that_loses_the_claim_it_was_named_after_leads_to_the_rest(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "b", "acd")
    with open_view(path) as view:
        name = view.events_of([claim_of("a")])[claim_of("a")]
    (no,) = judged(path, ("reject", claim_of("b"), None))
    with open_view(path) as view:
        now = view.find_event(name)
        assert now is not None
        assert set(view.event_claims(now)) == {claim_of("a"), claim_of("c")}
    judged(path, ("undo", "", no.judgement_id))
    with open_view(path) as view:
        assert view.events_of([claim_of("a")])[claim_of("a")] == name


def test_the_same_judgement_twice_in_a_moment_can_be_undone_twice(tmp_path: Path) -> None:
    path = made(tmp_path / "l.db", "a")
    (first,) = judged(path, ("reject", claim_of("a"), None))
    judged(path, ("undo", "", first.judgement_id))
    (second,) = judged(path, ("reject", claim_of("a"), None))
    assert first.judgement_id != second.judgement_id
    with open_view(path) as view:
        assert [one.holds for one in view.judgements()] == [False, True, True]


def test_judgements_of_another_ledger_are_honoured_once_it_is_joined(tmp_path: Path) -> None:
    ours, theirs = made(tmp_path / "ours.db", "abcd"), made(tmp_path / "theirs.db", "abcd")
    judged(theirs, ("apart", claim_of("c"), claim_of("a")), ("apart", claim_of("c"), claim_of("b")))
    assert [one.judgements for one in merge(ours, [theirs])] == [2]
    link(ours)
    assert groups(ours) == groups(theirs) != EXPECTED


def test_a_neighbour_that_another_process_links_meanwhile_is_met(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "l.db"
    with open_writer(path) as writer:
        enter(writer, "ab")
    looked = Writer.neighbours
    asked: list[int] = []

    def early(writer: Writer, keys: Collection[str]) -> dict[str, dict[str, str]]:
        """The first look is of before the other process's work."""
        found = {key: dict(claims) for key, claims in looked(writer, keys).items()}
        asked.append(sum(map(len, found.values())))
        if len(asked) == 1:
            link(path)
        return found

    monkeypatch.setattr(linking, "_LINKED_AT_ONCE", 1)
    monkeypatch.setattr(Writer, "neighbours", early)
    with open_writer(path) as writer:
        enter(writer, "c")
    link(path)
    assert asked[0] == 0
    assert groups(path) == {frozenset(claim_of(name) for name in "abc")}
