"""Sentence splitting: offsets, abbreviations, initials, ordinals, quotations of the five languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.languages.sentences import sentences
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from enligt.model import Language

# Each list of sentences, joined by spaces, must come apart again in the same places.
CASES: list[tuple[Language, list[str]]] = [
    ("sv", ["Mötet hålls bl.a. i Visby, t.ex. kl. 13.", "Ca. 40 deltar enligt dr. Lund."]),
    ("sv", ["Avtalet undertecknades den 3 oktober 2019.", "Det gäller i 2,5 år."]),
    ("sv", ["– Vi går hem nu.", "– Varför då?", "Hon svarade inte."]),
    ("sv", ["– Vad vill ni? undrade talmannen.", "Ingen svarade."]),
    ("sv", ["”Vi stannar!” ropade han.", "Sedan blev det tyst."]),
    ("sv", ["”Vi är klara”, säger G. H. Ek.", "”Nu åker vi.”", "Bussen gick kl. 14."]),
    ("sv", ["Hon dröjde … och teg.", "Till slut kom svaret."]),
    ("nb", ["Den 3. oktober møtes partene, bl.a. i Bodø.", "J. Nilsen leder møtet."]),
    ("nb", ["«Vi går.»", "«Hvorfor det?» spurte hun.", "Ingen svarte."]),
    ("nb", ["Prisen var 3,5 mill. kroner.", "Det var f.eks. mer enn i 2014.", "Nå er den lavere."]),
    ("nb", ["Fristen går ut 1. juni kl. 12.", "Dr. Vik sier nei."]),
    ("nn", ["Dei møtest den 5. juni, m.a. i Førde.", "«Me held fram», seier ho.", "Det vart stilt."]),
    ("nn", ["– Kva no? spurde han.", "– Me ventar.", "Slik er det t.d. kvart år."]),
    ("da", ["Mødet begynder kl. 13, bl.a. i Odense.", "Ca. 40 mio. kr. er sat af."]),
    ("da", ["»Vi går nu.«", "»Hvorfor?« spurgte hun.", "Ingen svarede."]),
    ("da", ["Den 2. Verdenskrig sluttede i maj.", "Det var i 1945.", "F.eks. jublede man i Aarhus."]),
    ("en", ["Mr. Hale met Gen. Ortiz at 8 p.m. on Friday.", "They talked for 2.5 hours."]),
    ("en", ["The U.S. Navy sailed.", "He left the U.S.", "The ship stayed."]),
    ("en", ["J. R. Vance spoke for Acme Inc. and others.", "“Why now?” asked the mayor.", "Nobody knew."]),
    ("en", ["“We are done.", "We leave at dawn,” she said.", "The room (all of it) rose.", '"Stay!" cried one.']),
    ("en", ["It cost $3.5 million (see No. 7.)", "That was in 2014.", "So it goes..."]),
]


@pytest.mark.parametrize(("language", "parts"), CASES)
def test_sentences_come_apart_where_they_were_joined(language: Language, parts: list[str]) -> None:
    text = " ".join(parts)
    assert [text[start:end] for start, end in sentences(text, language=language)] == parts


def test_a_blank_line_ends_a_sentence_and_a_line_break_does_not() -> None:
    text = "Rubrik utan punkt\n\nFörsta raden\nfortsätter här. Ny mening.\nNästa rad är en egen.\r\n\r\nSlut"
    assert [text[start:end] for start, end in sentences(text, language="sv")] == [
        "Rubrik utan punkt",
        "Första raden\nfortsätter här.",
        "Ny mening.",
        "Nästa rad är en egen.",
        "Slut",
    ]


def test_an_abbreviation_at_the_end_of_a_line_does_not_end_the_sentence() -> None:
    text = "Møtet begynner kl.\n13 i dag."
    assert sentences(text, language="nb") == [(0, len(text))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_acronym_that_looks_like_a_title_may_end_a_sentence(language: Language) -> None:
    text = "Hon talade med DR. Jens lyssnade."
    assert len(sentences(text, language=language)) == 2


def test_text_without_words_or_marks() -> None:
    assert sentences("", language="sv") == []
    assert sentences(" \n\t\n ", language="sv") == []
    assert sentences("...", language="en") == [(0, 3)]


MARKS = st.text(alphabet="ab AÅ.!?…\"”»«'–-()\n 13,", max_size=80)


@settings(deadline=None)  # a busy machine is no failure
@given(st.one_of(st.text(max_size=120), MARKS), st.sampled_from(LANGUAGES))
def test_ranges_are_in_order_stripped_and_cover_everything(text: str, language: Language) -> None:
    found = sentences(text, language=language)
    at = 0
    for start, end in found:
        assert at <= start < end
        assert not text[at:start].strip()
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


@pytest.mark.parametrize("unit", ["a", ".", '"', " ", "\n", ". –", "U.S. ", "\n \t", '."(“ ', "ord ", "Hej du. "])
def test_a_long_line_of_anything_is_read(unit: str) -> None:
    text = unit * 20_000
    found = sentences(text, language="sv")
    assert sum(end - start for start, end in found) <= len(text)
