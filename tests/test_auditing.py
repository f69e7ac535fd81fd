"""``enligt audit`` and ``enligt teach --from-judgements``: a queue to judge, what it says, and what is learnt from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from command_line import Run, filled, ledger_of_news, lines, news, reader, run
from enligt.ledger import open_view, open_writer
from enligt.marking import notation
from enligt.model import Article, Claim, Page, Participant, Quantity, Source, Span, When
from enligt.run import auditing, lessons
from ledger_samples import READER, VERSION, article, claim, met, reading, record, sent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from enligt.ledger import Judged

__all__ = ["filled", "ledger_of_news", "news", "reader", "run"]  # fixtures

DAY = "2024-10-20"


def many(path: Path, *, number: int = 40) -> None:
    """A ledger of so many articles of a claim each, half of them in Swedish, and one put aside."""
    with open_writer(path) as writer:
        for n in range(number):
            page = Page(f"{n}.txt", f"Norway sent {n} tents to Moldova, Oslo says.".encode())
            one = article(page, language="sv" if n % 2 else "en", published=DAY)
            kind = "AID" if n % 4 < 3 else "AGREE"
            made = claim(one, "sent", event_type=kind, actors=(Participant("NOR"),), recipients=(Participant("MDA"),))
            record(writer, page, reading(one, made))
        page = Page("aside.txt", b"The winter was mild. Oslo sent for the snow.")
        record(writer, page, aside=[article(page, published=DAY)], reader=READER, reader_version=VERSION)
        record(writer, Page("whole.txt", b"Nothing here."), aside=[], reader=READER, reader_version=VERSION)


def judge(path: Path, judged: Sequence[Judged]) -> None:
    with open_writer(path) as writer:
        writer.judge(judged, author="Kari")


def measures(path: Path, **options: Any) -> dict[tuple[str, str], dict[str, Any]]:
    with open_view(path) as view:
        made = auditing.measure_records(auditing.audit(view, **options))
        return {(one["measure"], one["value"]): one for one in made}


def test_a_queue_is_random_repeatable_and_of_all_kinds(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    many(path)
    with open_view(path) as view:
        one, again, other = (auditing.audit(view, sample=16, seed=seed).queue for seed in (1, 1, 2))
        assert one == again
        assert {item.id for item in one} != {item.id for item in other}
        assert len(one) == 16
        assert {item.stratum for item in one if item.kind == "claim"} == {("en", "AID"), ("sv", "AID"), ("sv", "AGREE")}
        everything = auditing.audit(view, sample=10_000).queue
        assert [sum(item.kind == kind for item in everything) for kind in ("claim", "article", "page")] == [40, 41, 1]
        assert len(list(auditing.item_records(view, auditing.audit(view, sample=16)))) == 16


def test_shares_of_strata_are_whole_and_never_more_than_there_is() -> None:
    sizes = {("sv", "AID"): 970, ("sv", "AGREE"): 28, ("da", "AID"): 1, ("nn", "AID"): 1}
    for number in (0, 1, 3, 7, 100, 999, 1000, 5000):
        shares = auditing._shares(sizes, number)
        assert sum(shares.values()) == min(number, 1000)
        assert all(0 <= shares[name] <= sizes[name] for name in sizes)
    assert auditing._shares(sizes, 20)["da", "AID"] == 1


@pytest.mark.parametrize(("share", "number", "low", "high"), [(0.0, 10, 0.0, 0.2775), (0.5, 10, 0.2366, 0.7634), (1, 0, 0, 1)])
def test_wilson(share: float, number: int, low: float, high: float) -> None:
    assert auditing.wilson(share, number) == pytest.approx((low, high), abs=1e-4)


def test_precision_is_weighed_by_what_was_drawn_from(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    many(path)
    with open_view(path) as view:
        by_stratum: dict[tuple[str, str], list[str]] = {}
        for one in auditing.audit(view, sample=10_000).queue:
            if one.kind == "claim":
                by_stratum.setdefault(one.stratum, []).append(one.id)
    # 20 en AID: 1 of 2 right; 10 sv AID: 1 of 1 right; 10 sv AGREE: 0 of 1, and one corrected
    en, sv, agree = (by_stratum[name] for name in (("en", "AID"), ("sv", "AID"), ("sv", "AGREE")))
    judge(path, [("accept", en[0], None), ("reject", en[1], None), ("accept", sv[0], None), ("reject", agree[0], None)])
    judge(path, [("correct", agree[1], {"factuality": "denied"}), ("accept", agree[1], None)])
    found = measures(path, sample=10_000)
    assert found["precision", "all"]["share"] == pytest.approx((20 * 0.5 + 10 + 10 * 0.5) / 40)
    assert found["right", "all"]["share"] == pytest.approx((20 * 0.5 + 10) / 40)
    assert found["precision", "en"]["share"] == pytest.approx(0.5)
    assert found["precision", "AGREE"]["judged"] == 2
    low, high = auditing.wilson(0.5, 2)
    assert (found["precision", "en"]["low"], found["precision", "en"]["high"]) == pytest.approx((low, high), abs=1e-4)
    assert found["recall", "all"]["share"] is None


def test_recall_is_of_articles_read_to_their_end(tmp_path: Path) -> None:
    path = tmp_path / "l.db"
    many(path, number=4)
    with open_view(path) as view:
        items = auditing.audit(view, sample=1000).queue
        aside = next(one.id for one in items if one.kind == "article" and one.stratum[1] == "aside")
        read = [one.id for one in items if one.kind == "article" and one.stratum == ("en", "read")]
        missed = auditing.missed(view, aside[:12], "sent for", event_type="request")
        assert missed == ("missed", aside, {"sentence": "Oslo sent for the snow.", "event_type": "REQUEST"})
        judge(path, [missed, auditing.checked(view, aside), *(auditing.checked(view, one) for one in read)])
        page = next(one.id for one in items if one.kind == "page")
        judge(path, [auditing.checked(view, page)])
    found = measures(path, sample=1000)
    assert (found["recall", "all"]["share"], found["recall", "all"]["judged"]) == (pytest.approx(2 / 3, abs=1e-4), 3)
    assert found["recall", "REQUEST"]["share"] == 0
    assert found["recall", "AID"]["share"] == 1


def test_the_command(filled: Run) -> None:
    items = lines(filled("audit", "--format", "jsonl").out)
    assert {one["kind"] for one in items} == {"claim", "article"}
    first = next(one for one in items if one["kind"] == "claim")
    quiet = next(one for one in items if one["kind"] == "article" and "winter" in one["text"])
    assert filled("judge", "accept", first["id"], "--author", "Kari").code == 0
    noted = filled("audit", "--missed", quiet["id"], "warned of a cold winter", "--type", "THREATEN", "--author", "Kari")
    assert noted.code == 0
    assert filled("audit", "--checked", quiet["id"][:12], "--author", "Kari").code == 0
    found = {(one["measure"], one["value"]): one for one in lines(filled("audit", "--measures", "--format", "jsonl").out)}
    assert found["precision", "all"]["judged"] == 1
    assert found["recall", "THREATEN"]["share"] == 0
    table = filled("audit").out
    assert f"2 of {len(items)} judged" in table
    assert "0.00 to" in table
    last = lines(filled("judgements", "--format", "jsonl").out)[-1]["judgement_id"]
    assert filled("judge", "undo", last, "--author", "Kari").code == 0
    assert f"1 of {len(items)} judged" in filled("audit", "--sample", "200").out


@pytest.mark.parametrize(
    "words",
    [
        ["--missed", "art-00", "winter"], ["--checked", "clm-00"], ["--type", "AID"], ["--sample", "0"],
        ["--missed", "ARTICLE", "no such words"], ["--missed", "ARTICLE", "the"], ["--missed", "ARTICLE", " "],
        ["--missed", "ARTICLE", "warned of", "--type", "GIFT"],
    ],
)  # fmt: skip
def test_audits_that_cannot_be(filled: Run, words: list[str]) -> None:
    quiet = next(one for one in lines(filled("articles", "--format", "jsonl").out) if "winter" in one["text"])
    assert filled("audit", *(quiet["article_id"] if one == "ARTICLE" else one for one in words), "--author", "Kari").code == 2
    assert lines(filled("judgements", "--format", "jsonl").out) == []


# --- lessons ---

STORY = (
    "Tents for the valley\n\n"
    "A spokesman for the ministry in Oslo spoke to reporters. "
    "He said Norway and Norway's army sent 200 tents to Moldova on Monday. "
    "Moldova met Norway in Chisinau. Nobody knows what Finland asked for. Sweden will send food."
)


def story() -> tuple[Page, Article, list[Claim]]:
    page = Page("story.txt", STORY.encode())
    of = article(page, published="2024-10-09", headline="Tents for the valley", outlet="Fjordposten")

    def at(words: str, nth: int = 1) -> Span:
        start = -1
        for _ in range(nth):
            start = STORY.index(words, start + 1)
        return Span(start, start + len(words), words)

    def sentence(words: str) -> Span:
        start = STORY.index(words)
        return at(STORY[start : STORY.index(".", start) + 1])

    claims = [
        claim(
            of, "sent", evidence=sentence("He said"), when=When("2024-10-07", "2024-10-07", "day", "Monday", at("Monday"), "x"),
            actors=(Participant("NOR", "Norway's army", "Norway's army", at("Norway", 2)),),
            recipients=(Participant("MDA", None, "Moldova", at("Moldova")),),
            sources=(Source("Norwegian foreign ministry", "government", 1, at("ministry")),),
            quantities=(Quantity(200.0, "=", "tents", "200 tents", at("200 tents")),),
        ),
        claim(of, "met", evidence=sentence("Moldova met"), event_type="CONSULT", actors=(Participant("MDA"), Participant("NOR"))),
        claim(of, "send", evidence=sentence("Sweden will"), factuality="planned", actors=(Participant("SWE"),)),
    ]  # fmt: skip
    return page, of, claims


def marked(path: Path, tmp_path: Path) -> list[notation.Marked]:
    with open_view(path) as view:
        texts = [one for one in lessons.documents(view) if isinstance(one, str)]
    (tmp_path / "judged.txt").write_text("\n".join(texts), "utf-8")
    found = list(notation.documents(tmp_path / "judged.txt", None))
    assert [faults for _, faults in found] == [[] for _ in found]
    return [document for document, _ in found]


@pytest.fixture
def judged(tmp_path: Path) -> Path:
    page, of, claims = story()
    with open_writer(tmp_path / "l.db") as writer:
        record(writer, page, reading(of, *claims))
        record(writer, *sent())
        record(writer, *met())
        writer.judge([("accept", claims[0].claim_id, None), ("reject", claims[1].claim_id, None)], author="K")
        writer.judge(
            [("correct", claims[0].claim_id, {"recipients": [{"id": "MDA", "name": None}, {"id": "UKR", "name": "Kyiv"}]})],
            author="K",
        )
    return tmp_path / "l.db"


def test_judged_sentences_become_a_marked_document(judged: Path, tmp_path: Path) -> None:
    (document,) = marked(judged, tmp_path)
    assert (document["language"], document["published"], document["outlet"]) == ("en", "2024-10-09", "Fjordposten")
    assert [one.split()[0] for one in document["sents"]] == ["Tents", "A", "He", "Moldova"]  # the source's sentence comes along
    (one,) = document["claims"]
    text = document["sents"][one["sent"]]
    assert (one["event_type"], one["factuality"], one["optional"]) == ("AID", "asserted", False)
    assert [text[slice(*at)] for at in one["trigger"]] == ["sent"]
    actor = one["actors"][0]
    assert (actor["id"], actor["span"][0]) == ("NOR", text.index("Norway's"))
    assert [(party["id"], party["name"]) for party in one["recipients"]] == [("MDA", None), ("UKR", "Kyiv")]
    assert (one["sources"][0]["name"], one["sources"][0]["mention"], one["sources"][0]["sent"]) == (
        "Norwegian foreign ministry", "ministry", 1,
    )  # fmt: skip
    assert one["when"]["start"] == "2024-10-07"
    assert one["quantities"][0]["value"] == 200


def test_an_article_read_to_its_end_comes_whole_but_for_what_was_missed(judged: Path, tmp_path: Path) -> None:
    _, of, _ = story()
    with open_view(judged) as view:
        judge(judged, [auditing.missed(view, of.article_id, "Finland asked"), auditing.checked(view, of.article_id)])
    (document,) = marked(judged, tmp_path)
    assert [one.split()[0] for one in document["sents"]] == ["Tents", "A", "He", "Moldova", "Sweden"]
    assert [(one["event_type"], one["optional"]) for one in document["claims"]] == [("AID", False), ("AID", True)]


def test_what_cannot_be_marked_is_told(judged: Path) -> None:
    made = []
    with open_writer(judged) as writer:
        for day, who in (("2024-10", "TON"), ("2024-10-04", "Ö x")):
            page = Page(f"{day}.txt", f"Tonga sent rice to Samoa in {day}.".encode())
            one = article(page, published=day)
            made.append(claim(one, "sent", actors=(Participant(who),)))
            record(writer, page, reading(one, made[-1]))
        writer.judge([("accept", one.claim_id, None) for one in made], author="K")
    with open_view(judged) as view:
        issues = [one.code for one in lessons.documents(view) if not isinstance(one, str)]
    assert sorted(issues) == ["no-date", "not-marked"]


def test_documents_are_written_without_teaching(judged: Path, run: Run, tmp_path: Path) -> None:
    assert run("teach", "--from-judgements", "--out", "judged.txt", "--ledger", judged).code == 0
    assert (tmp_path / "judged.txt").read_text("utf-8").startswith("# Made by")
    ((document, faults),) = notation.documents(tmp_path / "judged.txt", None)
    assert (faults, len(document["claims"])) == ([], 1)
    assert "8 or more" in run("teach", "--from-judgements", "--name", "desk", "--ledger", judged).err  # too few to teach
    for words in (
        ["--from-judgements"],
        ["--out", "x.txt", "--name", "desk"],
        [],
        ["--from-judgements", "--out", "no/such/file"],
    ):
        assert run("teach", *words, "--ledger", judged).code in {2, 3}
