"""One filtered view: each filter, and all that are given together."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, open_view, open_writer
from enligt.ledger.rows import days_of
from enligt.ledger.search import fold, phrases, words
from enligt.model import Good, Page, Participant, Place, Quantity, Source
from ledger_samples import article, claim, met, reading, record, sent, span

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from enligt.ledger import View


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> Iterator[View]:
    path: Path = tmp_path_factory.mktemp("filters") / "ledger.db"
    with open_writer(path) as writer:
        for page, one in (sent(), met()):
            record(writer, page, one)
        page = Page("far.txt", "Hennes far får 100% av EU-sanktionerna, säger man_nen.".encode())
        told = article(page, language="sv", outlet="Västkusten", published=None)
        made = claim(
            told,
            "får",
            event_type="SANCTION",
            mode="withdraw",
            factuality="denied",
            contexts=("economic", "legal"),
            goods=(Good("grain", None, span(told.text, "far")), Good("aircraft", "JAS 39 Gripen", span(told.text, "får"))),
            quantities=(Quantity(100.0, "=", "%", "100%", span(told.text, "100%"), "total"),),
            where=Place("på Öland", span(told.text, "EU")),
            confidence=0.4,
            actors=(Participant("EUU", None, "EU", span(told.text, "EU")), Participant("SWE", "Åsa 100% Ek", None)),
            recipients=(Participant("SWE", None, None),),
            sources=(Source("man_nen", "person", 1),),
        )
        record(writer, page, reading(told, made))
    with open_view(path) as opened:
        yield opened


SENT, MET, FAR = "sent.txt", "met.txt", "far.txt"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [MET, SENT, FAR]),
        ({"actor": "PRK"}, [MET, SENT]),
        ({"actor": "prk"}, [MET, SENT]),
        ({"actor": "kim jong un"}, [MET]),
        ({"actor": "Putin"}, [MET]),
        ({"actor": "puti"}, []),
        ({"actor": "%"}, []),
        ({"actor": ""}, []),
        ({"actor": "100% ek"}, [FAR]),
        ({"recipient": "RUS"}, [SENT]),
        ({"recipient": "PRK"}, []),
        ({"pair": ("PRK", "RUS")}, [MET, SENT]),
        ({"pair": ("RUS", "PRK")}, [MET, SENT]),
        ({"pair": ("RUS", "RUS")}, []),
        ({"pair": ("SWE", "SWE")}, [FAR]),
        ({"pair": ("putin", "kim")}, [MET]),
        ({"event_type": "consult"}, [MET]),
        ({"mode": "Withdraw"}, [FAR]),
        ({"mode": "visit"}, []),
        ({"goods": "Grain"}, [FAR]),
        ({"goods": "gripen"}, [FAR]),
        ({"goods": "%"}, []),
        ({"goods": "gr"}, [FAR]),
        ({"context": "legal"}, [FAR]),
        ({"context": "economic"}, [FAR]),
        ({"context": "leg"}, []),
        ({"context": "%"}, []),
        ({"place": "öland"}, [FAR]),
        ({"place": "ÖLAND"}, [FAR]),
        ({"place": "%"}, []),
        ({"min_confidence": 0.4}, [MET, SENT, FAR]),
        ({"min_confidence": 0.41}, [MET, SENT]),
        ({"factuality": "planned"}, [MET]),
        ({"source": "seo"}, [SENT]),
        ({"source": "tass"}, [MET]),
        ({"source": "_"}, [FAR]),
        ({"source": "%"}, []),
        ({"language": "nb"}, [MET]),
        ({"outlet": "THE HARBOUR POST"}, [SENT]),
        ({"outlet": "harbour"}, []),
        ({"outlet": "västkusten"}, [FAR]),
        ({"outlet": "vastkusten"}, []),
        ({"since": "2024-10-21"}, [MET]),
        ({"until": "2024-10-20"}, [SENT]),
        ({"until": "2024-10-19"}, []),
        ({"since": "2024", "until": "2024"}, [MET, SENT]),
        ({"since": "2024-11-30"}, [MET]),
        ({"since": "2024-12"}, []),
        ({"text": "soldiers"}, [SENT]),
        ({"text": "SOLDIERS korea"}, [SENT]),
        ({"text": '"korea soldiers"'}, []),
        ({"text": '"north korea sent"'}, [SENT]),
        ({"text": "sold*"}, [SENT]),
        ({"text": "sold"}, []),
        ({"text": "far"}, [FAR]),
        ({"text": "fär"}, []),
        ({"text": "eu-sanktionerna"}, [FAR]),
        ({"text": "sanktionerna eu"}, [FAR]),
        ({"text": "NOT soldiers"}, []),
        ({"text": "evidence:soldiers"}, []),
        ({"text": '"'}, []),
        ({"text": "*"}, []),
        ({"text": ""}, []),
        ({"text": "') OR 1=1 --"}, []),
        ({"limit": 2}, [MET, SENT]),
        ({"limit": 1, "offset": 1}, [SENT]),
        ({"offset": 2}, [FAR]),
        ({"limit": 0}, []),
        ({"actor": "PRK", "event_type": "AID", "text": "russia", "source": "seoul"}, [SENT]),
        ({"actor": "PRK", "event_type": "AID", "language": "nb"}, []),
    ],
)
def test_claims(view: View, filters: dict[str, Any], found: list[str]) -> None:
    assert [row.article.document for row in view.claims(ClaimQuery(**filters))] == found


def test_claims_of_one_article(view: View) -> None:
    _, one = sent()
    assert [row.claim for row in view.claims(ClaimQuery(article=one.article.article_id))] == list(one.claims)


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, [MET, SENT, FAR]),
        ({"language": "en"}, [SENT]),
        ({"outlet": "kysten"}, [MET]),
        ({"since": "2024-10-31"}, [MET]),
        ({"until": "2024-10-01"}, [MET]),
        ({"text": "seoul"}, [SENT]),
        ({"limit": 1}, [MET]),
    ],
)
def test_articles(view: View, filters: dict[str, Any], found: list[str]) -> None:
    assert [one.document for one in view.articles(**filters)] == found


@pytest.mark.parametrize(
    "filters",
    [{"since": "yesterday"}, {"until": "2024-02-30"}, {"since": "2024-13"}, {"since": "2025", "until": "2024"}, {"limit": -1}],
)
def test_what_cannot_be_asked(view: View, filters: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        list(view.claims(ClaimQuery(**filters)))


def test_claims_come_in_the_order_of_the_text_and_of_the_days(tmp_path: Path) -> None:
    text = "Oslo met Bergen. Bergen met Oslo. Oslo left."
    page = Page("three.txt", text.encode())
    one = article(page)
    late = claim(one, "left", evidence=span(text, "Oslo left."))
    early = claim(one, "met", evidence=span(text, "Oslo met Bergen."))
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        record(writer, page, reading(one, late, early))
        record(
            writer, *sent("later.txt", "Sweden sent ships to Norway, Seoul hears from North Korea and Russia.", published="2025")
        )
        record(writer, *sent("earlier.txt", published="2023-05-05"))
        starts = [(row.article.published, row.claim.trigger.text) for row in view.claims()]
    assert starts == [("2023-05-05", "sent"), ("2024-10-20", "met"), ("2024-10-20", "left"), ("2025", "sent")]


def test_many_claims_are_streamed_with_their_own_articles(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        made = [sent(f"{n}.txt", f"North Korea sent {n} soldiers to Russia, Seoul says.") for n in range(230)]
        for page, one in made:
            record(writer, page, one)
        rows = list(view.claims())
        assert {row.claim.claim_id: row.claim for row in rows} == {one.claims[0].claim_id: one.claims[0] for _, one in made}
        assert all(row.claim.evidence.holds_in(row.article.text) for row in rows)
        assert len(list(view.pages())) == len(list(view.articles())) == 230


def test_an_answer_is_of_one_moment(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db", busy_seconds=0.05) as writer, open_view(tmp_path / "l.db") as view:
        for n in range(3):
            record(writer, *sent(f"{n}.txt", f"North Korea sent {n} soldiers to Russia, Seoul says."))
        answer = view.claims()
        next(answer)
        writer.forget(outlet="The Harbour Post", reason="asked to")
        assert len(list(answer)) == 2
        assert list(view.claims()) == []


@pytest.mark.parametrize(
    ("date", "days"),
    [
        ("2024-02", ("2024-02-01", "2024-02-29")),
        ("2023", ("2023-01-01", "2023-12-31")),
        ("2024-11-30", ("2024-11-30", "2024-11-30")),
        ("2024-11-30T10:00:00+01:00", ("2024-11-30", "2024-11-30")),
        ("2024-11-31", None),
        ("2024-00", None),
        ("20241130", None),
        ("2024-11-30x", None),
        ("", None),
        (None, None),
    ],
)
def test_days_of_a_date(date: str | None, days: tuple[str, str] | None) -> None:
    assert days_of(date) == days


def test_folding() -> None:
    assert fold("  Åland\u00a0 FÅR\n") == "åland får"
    assert fold("a\u030aland") == "åland"
    assert fold("Nord\u00adkorea") == "nordkorea"
    assert fold("Пути\u0301н") == "путин"
    assert words("Rysslands ”specialoperation” (EU-ledd) 3,000") == ["rysslands", "specialoperation", "eu", "ledd", "3", "000"]
    assert [p.prefix for p in phrases('nord* "syd*" öst')] == [True, False, False]


def test_text_is_found_however_it_was_written(tmp_path: Path) -> None:
    page = Page("x.txt", "A\u030aland FÅR Nord\u00adkoreas stöd.".encode())
    one = article(page)
    with open_writer(tmp_path / "l.db") as writer, open_view(tmp_path / "l.db") as view:
        record(writer, page, reading(one, claim(one, "FÅR")))
        for asked in ("åland", "ÅLAND", "nordkoreas", "får"):
            assert len(list(view.claims(ClaimQuery(text=asked)))) == 1, asked
        assert list(view.claims(ClaimQuery(text="aland"))) == []


def test_a_reader_that_is_not_there_shows_nothing(view: View) -> None:
    assert list(view.claims(ClaimQuery(reader="nobody"))) == []
    assert list(view.claims(replace(ClaimQuery(), reader="nobody", all_versions=True))) == []
