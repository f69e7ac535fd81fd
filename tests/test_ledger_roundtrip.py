"""Whatever a reader says comes back letter by letter."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.ledger import ClaimQuery, View, Writer, open_view, open_writer
from enligt.ledger.search import fold, words
from enligt.model import (
    FACTUALITIES,
    LANGUAGES,
    Article,
    Claim,
    Comparator,
    Cue,
    Issue,
    Link,
    Page,
    Participant,
    Place,
    Precision,
    Quantity,
    Reading,
    Segment,
    Source,
    SourceKind,
    Span,
    Stage,
    Step,
    When,
)
from ledger_samples import record

if TYPE_CHECKING:
    from collections.abc import Iterator

text = st.text(max_size=20)  # every character but lone surrogates: NUL, combining marks, the astral planes
some = st.none() | text
probability = st.floats(0, 1)
offset = st.integers(0, 10**7)
span = st.builds(Span, offset, offset, text)
participant = st.builds(Participant, text, some, some, st.none() | span, probability)


def several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=3).map(tuple)


def one_of(literal: object) -> st.SearchStrategy[Any]:
    return st.sampled_from(get_args(literal))


article_fields = st.fixed_dictionaries(
    {
        "document": text,
        "text": text,
        "language": st.sampled_from(LANGUAGES),
        **dict.fromkeys(("headline", "outlet", "url", "byline", "updated"), some),
        "published": some | st.dates().map(str) | st.sampled_from(["2024", "2024-02"]),
        "segments": several(st.builds(Segment, offset, offset, st.none() | offset)),
        "links": several(st.builds(Link, offset, offset, text)),
    }
)
claim_fields = st.fixed_dictionaries(
    {
        "event_type": text,
        "mode": some,
        "factuality": st.sampled_from(FACTUALITIES),
        "trigger": span,
        "evidence": span,
        "actors": several(participant),
        "recipients": several(participant),
        "hearsay": st.booleans(),
        "sources": several(st.builds(Source, text, one_of(SourceKind), st.integers(1, 9), st.none() | span, probability)),
        "when": st.none() | st.builds(When, some, some, st.none() | one_of(Precision), text, span, text),
        "where": st.none() | st.builds(Place, text, span),
        "quantities": several(st.builds(Quantity, st.floats(allow_nan=False), one_of(Comparator), some, text, span)),
        "cues": several(st.builds(Cue, st.sampled_from(["planned", "possible", "denied", "hearsay"]), span)),
        "confidence": probability,
        "slot_confidence": st.dictionaries(text, probability, max_size=3),
        "steps": several(st.builds(Step, text, text, text, st.none() | span, st.none() | probability)),
        "vector": st.binary(max_size=20),
    }
)
issue_fields = st.fixed_dictionaries({"stage": one_of(Stage), "code": text, "message": text, "fatal": st.booleans()})

numbers = count()


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Writer, View]]:
    path = tmp_path_factory.mktemp("roundtrip") / "ledger.db"
    with open_writer(path) as writer, open_view(path) as view:
        yield writer, view


@settings(max_examples=60, deadline=None)
@given(
    given_article=article_fields,
    given_claims=st.lists(claim_fields, max_size=3),
    given_issue=issue_fields,
    options=st.dictionaries(text, text, max_size=2),
)
def test_all_comes_back(
    ledger: tuple[Writer, View],
    given_article: dict[str, Any],
    given_claims: list[dict[str, Any]],
    given_issue: dict[str, Any],
    options: dict[str, str],
) -> None:
    writer, view = ledger
    number = next(numbers)
    page = Page(f"{number}", f"page {number}".encode())
    article = Article(**{**given_article, "page": page.sha256, "text": f"{given_article['text']} {number}"})
    made = (Claim(**fields, article_id=article.article_id, reader="any", reader_version=f"{number}") for fields in given_claims)
    claims = {claim.claim_id: claim for claim in made}
    issue = Issue(page.location, page=page.sha256, **given_issue)
    one = Reading(article, tuple(claims.values()), "any", f"{number}")
    outcome = record(writer, page, one, issues=[issue], options=options)

    assert outcome == ("claims" if claims else "no-claims")
    assert view.article(article.article_id) == article
    assert {row.claim.claim_id: row.claim for row in view.claims(ClaimQuery(article=article.article_id))} == claims
    assert issue in list(view.issues(code=issue.code))
    assert [row.options for row in view.pages() if row.page == page.sha256] == [options]
    assert view.page_content(page.sha256) == page.content


@settings(max_examples=60, deadline=None)
@given(whole=st.text(max_size=60))
def test_every_word_of_a_text_finds_it(ledger: tuple[Writer, View], whole: str) -> None:
    writer, view = ledger
    number = next(numbers)
    page = Page(f"{number}", f"page {number}".encode())
    article = Article(page.location, page.sha256, f"{whole} q{number}", "en")
    record(writer, page, Reading(article, (), "any", "1"))
    for asked in (f"q{number}", f"{whole} q{number}", *(f"{word} q{number}" for word in words(whole))):
        assert [one.article_id for one in view.articles(text=asked.replace('"', " "))] == [article.article_id]


@given(anything=st.text())
def test_folding_is_done_once_and_for_all(anything: str) -> None:
    assert fold(fold(anything)) == fold(anything)
    assert words(" ".join(words(anything))) == words(anything)


@settings(max_examples=60, deadline=None)
@given(asked=st.text(max_size=30) | st.text('"*^:(){}-+ANDORNEAR ', max_size=30))
def test_any_search_can_be_asked(ledger: tuple[Writer, View], asked: str) -> None:
    _, view = ledger
    query = ClaimQuery(text=asked, actor=asked, recipient=asked, pair=(asked, asked), source=asked, outlet=asked, article=asked)
    assert list(view.claims(query)) == []
