"""Which language an article is in; and that another language is never taken for one of ours."""

from __future__ import annotations

import json
import tracemalloc
from collections import Counter
from pathlib import Path

import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from enligt.model import Issue, Page
from enligt.sources import articles
from enligt.sources.identifying import Identifier
from enligt.sources.tongue import tongue_of

OURS = {
    "sv": "Regeringen säger att den inte vill förhandla så länge kriget pågår.",
    "nb": "Regjeringen sier at den ikke vil forhandle så lenge krigen pågår.",
    "nn": "Regjeringa seier at ho ikkje vil forhandle så lenge krigen held fram.",
    "da": "Regeringen siger, at den ikke vil forhandle, så længe krigen varer ved.",
    "en": "The government says that it will not negotiate as long as the war goes on.",
}
OTHERS = {
    "fi": "Hallitus sanoo, ettei se aio neuvotella niin kauan kuin sota jatkuu. Ministeri kertoi asiasta tiistaina Helsingissä.",
    "de": "Die Regierung will nicht verhandeln, solange der Krieg andauert. Das sagte der Minister am Dienstag in Berlin.",
    "fr": "Le gouvernement dit qu'il ne négociera pas tant que la guerre continue. Le ministre l'a annoncé mardi à Paris.",
    "is": "Ríkisstjórnin segist ekki ætla að semja á meðan stríðið stendur. Ráðherrann sagði þetta í Reykjavík á þriðjudag.",
    "nl": "De regering wil niet onderhandelen zolang de oorlog duurt. Dat zei de minister dinsdag in Den Haag.",
    "fo": "Landsstýrið sigur, at tað ikki fer at samráðast, so leingi kríggið heldur fram. Tað segði ráðharrin týsdagin.",
    "ru": "Правительство заявило, что не будет вести переговоры, пока идёт война. Об этом сообщил министр.",
    "pl": "Rząd mówi, że nie będzie negocjować, dopóki trwa wojna. Minister powiedział to we wtorek w Warszawie.",
}


@pytest.mark.parametrize("language", OURS)
def test_our_languages(language: str) -> None:
    assert tongue_of(OURS[language]).language == language
    assert tongue_of(OURS[language].upper()).language == language


@pytest.mark.parametrize("language", OTHERS)
def test_other_languages_are_none_of_ours(language: str) -> None:
    assert tongue_of(OTHERS[language]).language is None
    (issue,) = articles(Page("p", OTHERS[language].encode()))
    assert isinstance(issue, Issue)
    assert (issue.code, issue.fatal) == ("unsupported-language", True)
    assert "--language" in issue.message


@pytest.mark.parametrize("text", ["", "Putin", "12 345 678", "Kyiv, Moskva"])
def test_too_little_to_tell(text: str) -> None:
    assert tongue_of(text).language is None


def test_single_sentences_of_the_gold_documents(shared: Path) -> None:
    right: Counter[str] = Counter()
    every: Counter[str] = Counter()
    for path in (shared / "gold" / "news" / "sents").glob("*.json"):
        language = path.name.split(".")[-2]
        for sentence in json.loads(path.read_text(encoding="utf-8"))["sents"]:
            every[language] += 1
            right[language] += tongue_of(sentence).language == language
    assert {language: right[language] / every[language] >= 0.95 for language in every} == dict.fromkeys(OURS, True)


@pytest.fixture(scope="module")
def identifiers() -> tuple[Identifier, LanguageIdentifier]:
    theirs = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return Identifier(theirs.nb_classes), theirs


@pytest.mark.parametrize("text", [*OURS.values(), *OTHERS.values(), OURS["sv"].upper(), "a\u030a", "\ud800 x", "12", "", "漢字"])
def test_the_smaller_table_says_what_the_library_says(text: str, identifiers: tuple[Identifier, LanguageIdentifier]) -> None:
    ours, theirs = identifiers
    assert list(ours.chances(text).items()) == theirs.rank(text)


def test_the_table_of_next_states_is_held_once() -> None:
    tracemalloc.start()
    try:
        held = Identifier(OURS)
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert held.chances("Regjeringa seier")
    assert after < 15e6  # bytes; the library's own holds 50 MB


def test_a_line_or_two_tell_neighbours_apart() -> None:
    right, every = Counter[str](), Counter[str]()
    for line in (Path(__file__).parent / "languages" / "short.tsv").read_text(encoding="utf-8").splitlines():
        languages, text = line.split("\t")
        found = tongue_of(text).language or "-"
        own = languages.split("/")
        every[own[0]] += 1
        right[own[0]] += found in own
    assert {language: right[language] / every[language] >= 0.95 for language in every} == dict.fromkeys(
        ("sv", "nb", "nn", "da"), True
    )
