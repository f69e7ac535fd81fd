"""Sentences in a text: the same places as when each is looked for alone, without a pass over the text for each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from enligt.run import quoted
from enligt.run.quoted import Quoted

if TYPE_CHECKING:
    import pytest

LETTERS = st.text(alphabet="ab \n", max_size=60)


def alone(text: str, sentence: str) -> int | None:
    """Where a sentence stands, the slow way."""
    at = 0
    for paragraph in text.split("\n\n"):
        if paragraph == sentence:
            return at
        at += len(paragraph) + 2
    places = [at for at in range(len(text)) if text.startswith(sentence, at)]
    return places[0] if len(places) == 1 else None


@given(LETTERS, st.lists(LETTERS.filter(bool), min_size=20, max_size=40))
def test_many_at_once_stand_where_each_stands(text: str, sentences: list[str]) -> None:
    cut = [text[n : n + 9] for n in range(0, len(text), 3)]
    asked = [one for one in (*sentences, *cut) if one]
    found = Quoted(text, asked)
    assert [found.place(one) for one in asked] == [alone(text, one) for one in asked]
    assert found.place("") is None


def test_no_sentence_takes_a_pass_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    sentences = [f"Minister {n} met the fishermen of harbour {n}. " for n in range(2000)]
    text = "".join(sentences)
    passes: list[str] = []
    monkeypatch.setattr(quoted, "_only", lambda _text, sentence: passes.append(sentence))
    found = Quoted(text, [one.strip() for one in sentences])
    places = [found.place(one.strip()) for one in sentences]
    assert places == [text.index(one) for one in sentences]
    assert passes == []
