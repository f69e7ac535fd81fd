"""Which article repeats which: each kind with what looks like it and is not, in all five languages."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.languages.sentences import sentences
from enligt.model import LANGUAGES
from enligt.repetition import Finder
from enligt.repetition.addresses import address
from enligt.repetition.alignment import align
from enligt.repetition.finding import BODY, LEAST, NAMES, WHOLE, order
from enligt.repetition.retelling import keys, marks, retold
from enligt.repetition.tokens import Tokens
from repetition_samples import OWN, WIRE, article

if TYPE_CHECKING:
    from enligt.model import Article, Language, Relation

FINDER = Finder()

OTHER_HEADLINE: dict[Language, str] = {
    "sv": "Okända föremål i Ekvik",
    "nb": "Ukjente gjenstander i Eikvik",
    "nn": "Ukjende gjenstandar i Eikvika",
    "da": "Ukendte genstande i Egevig",
    "en": "Unknown objects in Oakwick",
}
LANGUAGE = pytest.mark.parametrize("language", LANGUAGES)


def kind(one: Relation | None) -> str | None:
    return None if one is None else one.kind


def is_candidate(one: Article, other: Article) -> bool:
    mine, theirs = FINDER.signature(one), FINDER.signature(other)
    shared = set(mine.keys) & set(theirs.keys)
    count = {k: sum(key[0] == k for key in shared) for k in LEAST}
    return any(count[k] >= least and (k not in FINDER.abroad or one.language != other.language) for k, least in LEAST.items())


def related(one: Article, other: Article, **more: Any) -> Relation | None:
    """The relation of two articles that find each other by their keys."""
    found = FINDER.relation(one, other, **more)
    if found is not None:
        assert is_candidate(one, other)
    return found


def changed(text: str, *, share: float) -> str:
    """A share of the words gone, another put in the stead of each: the same ones each time."""
    chance = random.Random(7)  # noqa: S311 - the same sequence each time
    words = [[f"w{k}" if chance.random() < share else word for k, word in enumerate(b.split(" "))] for b in text.split("\n\n")]
    return "\n\n".join(" ".join(block) for block in words)


@LANGUAGE
def test_the_same_text_whatever_its_case_and_punctuation(language: Language) -> None:
    one = article(WIRE[language], language)
    other = article(WIRE[language].replace(",", " –").upper().lower(), language, outlet="Kysten", published="2024-10-21")
    found = related(other, one)
    assert found is not None
    assert (found.kind, found.article_id, found.other_id, found.share) == ("same-text", other.article_id, one.article_id, 1.0)


@LANGUAGE
def test_another_headline_over_the_same_body(language: Language) -> None:
    one = article(WIRE[language], language)
    body = WIRE[language].partition("\n\n")[2]
    reprint = article(f"{OTHER_HEADLINE[language]}\n\n{body}", language, outlet="Kysten", published="2024-10-21")
    assert kind(related(reprint, one)) == "reprint"
    other_body = OWN[language].partition("\n\n")[2]
    same_headline = article(f"{WIRE[language].partition(chr(10))[0]}\n\n{other_body}", language, outlet="Kysten")
    assert related(same_headline, one) is None


@LANGUAGE
@pytest.mark.parametrize("share", [0.05, 0.1, 0.2])
def test_wire_copy_with_edits(language: Language, share: float) -> None:
    one = article(WIRE[language], language)
    other = article(changed(WIRE[language], share=share), language, outlet="Kysten")
    found = related(one, other)
    assert kind(found) in {"near", "reprint"}
    assert found is not None
    assert found.share < 1


@LANGUAGE
def test_wire_copy_of_which_half_is_rewritten_is_still_told_once_it_is_compared(language: Language) -> None:
    other = article(changed(WIRE[language], share=0.35), language, outlet="Kysten")
    assert kind(FINDER.relation(article(WIRE[language], language), other)) == "near"


@LANGUAGE
def test_a_paragraph_more_or_less(language: Language) -> None:
    one = article(WIRE[language], language)
    blocks = WIRE[language].split("\n\n")
    for text in ("\n\n".join(blocks[:-1]), "\n\n".join([*blocks, OWN[language].split("\n\n")[1]])):
        assert kind(related(article(text, language, outlet="Kysten"), one)) == "near"


@LANGUAGE
def test_two_reporters_own_tellings_of_one_act_are_no_repetition(language: Language) -> None:
    assert related(article(OWN[language], language, outlet="Kysten"), article(WIRE[language], language)) is None


@LANGUAGE
def test_a_newer_version_of_a_page_points_to_the_older(language: Language) -> None:
    old = article(WIRE[language], language, url="https://www.harbour.example/a/17?utm_source=mail")
    blocks = WIRE[language].split("\n\n")
    text = "\n\n".join([OWN[language].split("\n\n")[0], *blocks[1:3], OWN[language].split("\n\n")[1]])
    new = article(text, language, url="http://harbour.example/a/17/", updated="2024-10-21", published="2025-10-20")
    found = related(old, new)
    assert found is not None
    assert (found.kind, found.article_id) == ("version-of", new.article_id)
    elsewhere = replace(new, url="https://harbour.example/a/18")
    assert FINDER.relation(old, elsewhere) is None  # a year lies between them
    assert FINDER.relation(old, article(OWN[language], language, url=old.url)) is None  # another story at the same address


@LANGUAGE
def test_a_lifted_passage_with_both_its_places(language: Language) -> None:
    one = article(WIRE[language], language)
    own = OWN[language].split("\n\n")
    lifted = " ".join(WIRE[language].split("\n\n")[2:4])
    text = "\n\n".join([*own, lifted, *(f"{k} {block.upper()} {k}" for k, block in enumerate(own[1:] * 2))])
    other = article(text, language, outlet="Kysten", published="2024-10-22")
    found = related(one, other)
    assert found is not None
    assert (found.kind, found.article_id) == ("passage-of", other.article_id)
    assert found.span is not None
    assert found.other_span is not None
    there, here = other.text[slice(*found.span)], one.text[slice(*found.other_span)]
    assert there.split() == here.split()
    assert len(there.split()) >= 40


@LANGUAGE
def test_a_quotation_that_two_reporters_heard_is_no_lifted_passage(language: Language) -> None:
    spoken = " ".join(WIRE[language].split("\n\n")[2:4])
    mine = OWN[language] + f"\n\n”{spoken}”"
    others = "\n\n".join(f"{k} {block.upper()}" for k, block in enumerate(WIRE["en" if language == "sv" else "sv"].split("\n\n")))
    other = article(f"{others}\n\n”{spoken}”", language, outlet="Kysten")
    assert FINDER.relation(article(mine, language), other) is None
    assert kind(FINDER.relation(article(mine.replace("”", ""), language), replace(other, text=other.text.replace("”", "")))) == (
        "passage-of"
    )


def test_an_outlet_that_says_its_own_background_again_repeats_nobody() -> None:
    background = " ".join(WIRE["en"].split("\n\n")[2:4])
    one = article(f"{OWN['en']}\n\n{background}")
    other = article("\n\n".join([*(f"{k} {b}" for k, b in enumerate(WIRE["sv"].split("\n\n") * 2)), background]))
    assert FINDER.relation(one, other) is None
    assert kind(FINDER.relation(one, replace(other, outlet="Kysten"))) == "passage-of"


def test_nothing_is_compared_over_more_days_than_asked() -> None:
    one = article(WIRE["en"], published="2024-10-01")
    late = article(changed(WIRE["en"], share=0.1), published="2024-11-05", outlet="Kysten")
    assert FINDER.relation(one, late) is None
    assert kind(Finder(days=35).relation(one, late)) == "near"
    assert kind(FINDER.relation(one, replace(late, published=None))) == "near"
    assert kind(FINDER.relation(one, replace(late, published="2024-10"))) == "near"


# ---- translations


def vectors(count: int, *, seed: int, like: bytes | None = None, noise: float = 0.0) -> bytes:
    """Random sentence vectors; or such as another's, with a share of their bits turned."""
    chance = np.random.default_rng(seed)
    bits = chance.integers(0, 2, (count, 384), np.uint8)
    if like is not None:
        bits = np.unpackbits(np.frombuffer(like, np.uint8).reshape(-1, 48), axis=1)[:count]
        bits = bits ^ (chance.random(bits.shape) < noise)
    return np.packbits(bits, axis=1).tobytes()


def test_a_translation_has_its_sentences_in_order() -> None:
    ours = vectors(5, seed=1)
    theirs = vectors(5, seed=2, like=ours, noise=0.25)
    source, target = article(WIRE["sv"], "sv"), article(WIRE["en"], "en", outlet="Kysten", published="2024-10-21")
    found = related(target, source, vectors=(theirs, ours))
    assert found is not None
    assert (found.kind, found.article_id, found.share) == ("translation-of", target.article_id, 1.0)
    assert FINDER.relation(source, target, vectors=(ours, theirs)) == found
    rows = [theirs[k : k + 48] for k in range(0, len(theirs), 48)]
    turned = b"".join(reversed(rows))
    assert FINDER.relation(target, source, vectors=(turned, ours)) is None
    assert FINDER.relation(target, source, vectors=(vectors(5, seed=3), ours)) is None
    assert FINDER.relation(target, source) is None
    assert FINDER.relation(target, source, vectors=(theirs[:-1], ours)) is None
    assert FINDER.relation(replace(target, published="2024-11-10"), source, vectors=(theirs, ours)) is None


def test_a_translation_keeps_names_and_figures() -> None:
    ours = vectors(5, seed=1)
    theirs = vectors(5, seed=2, like=ours, noise=0.25)
    text = "Quvu vo\n\nKavu Movu ti ty va. Havu Povu ti ty va. Bavu Lovu ti ty va. Davu Novu ti ty va."
    told = retold(ours, theirs, counts=(5, 5))
    assert told is not None
    assert told.pairs == 5
    assert len(sentences(text, language="da")) == 5
    strange = article(text, "da", outlet="Kysten")
    assert FINDER.relation(article(WIRE["sv"], "sv"), strange, vectors=(ours, theirs)) is None


@LANGUAGE
def test_names_and_figures_are_written_alike_everywhere(language: Language) -> None:
    said = {
        "sv": "Tallroths 3 000 båtar",
        "nb": "Tallroths 3.000 båter",
        "nn": "Tallroths 3 000 båtar",
        "da": "Tallroths 3.000 både",
    }
    sentence = f"I går kom Birger {said.get(language, 'Tallroth’s 3,000 boats')} till Ekvik."
    assert {"birger", "tallroth", "3000", "ekvik"} <= set(marks(sentence))
    assert keys(article(sentence, language))


# ---- properties

TEXTS = st.lists(
    st.sampled_from(["harbour", "pier", "Ekvik", "40", "å", "ß", "”", "\n\n", ". ", "diver", "\u0307", "Ⅷ"]), max_size=60
).map(" ".join)


@given(TEXTS, TEXTS, st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
@settings(max_examples=60, deadline=None)
def test_it_does_not_matter_which_is_named_first(first: str, second: str, one: Language, other: Language) -> None:
    a, b = article(first, one), article(second, other, outlet="Kysten")
    found = FINDER.relation(a, b)
    assert FINDER.relation(b, a) == found
    if found is not None:
        assert (found.article_id, found.other_id) == tuple(x.article_id for x in sorted((a, b), key=order, reverse=True))
        assert 0 < found.share <= 1
        assert 0 < found.other_share <= 1


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=40, deadline=None)
def test_a_signature_is_of_what_is_said_alone(text: str, language: Language) -> None:
    one = article(text, language)
    signature = FINDER.signature(one)
    assert signature == Finder().signature(replace(one, page="1" * 64, document="elsewhere", outlet="Kysten"))
    assert len(set(signature.keys)) == len(signature.keys)
    assert all(-(2**63) <= key < 2**63 for _, key in signature.keys)


@given(TEXTS, TEXTS)
@settings(max_examples=40, deadline=None)
def test_what_is_shared_is_shared_both_ways(first: str, second: str) -> None:
    a, b = Tokens.of(first), Tokens.of(second)
    one, other = align(a, b), align(b, a)
    assert one.jaccard == other.jaccard
    assert align(a, a).first == (1.0 if a.words else 0.0)
    if one.passage is not None:
        (start, end), (there, until) = one.passage.first, one.passage.second
        assert 0 <= start < end <= len(a.words)
        assert 0 <= there < until <= len(b.words)


def test_keys_are_the_same_on_every_machine() -> None:
    """These stand in ledgers: where they change, so must METHOD."""
    found = FINDER.signature(article(WIRE["sv"], "sv"))
    by_kind = {k: [key for kind_, key in found.keys if kind_ == k] for k in (WHOLE, BODY, NAMES)}
    assert by_kind[WHOLE] == [PINNED_WHOLE]
    assert by_kind[NAMES][:1] == [PINNED_NAMES]
    assert sum(key for _, key in found.keys) == PINNED_SUM


PINNED_WHOLE, PINNED_NAMES, PINNED_SUM = -5666049739573820552, -6131673494947928504, 23735410872829095118


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://www.paper.example/a/1/?utm_source=x#top", "paper.example/a/1"),
        ("http://m.paper.example:80/a/1/amp", "paper.example/a/1"),
        ("https://paper.example/show?id=7&b=2", "paper.example/show?b=2&id=7"),
        ("https://paper.example/", None),
        ("https://[broken", None),
        ("ftp://paper.example/a", None),
        (None, None),
    ],
)
def test_addresses_as_they_are_compared(url: str | None, wanted: str | None) -> None:
    assert address(url) == wanted
