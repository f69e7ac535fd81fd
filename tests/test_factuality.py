"""The network's class stands; its cues get their kinds."""

from __future__ import annotations

import pytest

from enligt.model import LANGUAGES, Cue, Factuality, Language, Span
from enligt.readers.factuality import KINDS, decide, kinds


def span(text: str, words: str) -> Span:
    return Span(text.index(words), text.index(words) + len(words), words)


@pytest.mark.parametrize(
    ("language", "best", "text", "words", "kind"),
    [
        ("sv", "planned", "Ministern ska resa till Minsk.", "ska", "planned"),
        ("nb", "planned", "Statsråden planlegger et besøk.", "planlegger", "planned"),
        ("nb", "possible", "Ministeren vil møte sin kollega.", "vil", "possible"),
        ("nb", "planned", "Ministeren vil møte sin kollega.", "vil", "planned"),
        ("da", "possible", "Kursen kan føre til krig.", "kan", "possible"),
        ("nn", "denied", "Landet har ikkje skote ned flyet.", "ikkje", "denied"),
        ("en", "denied", "Moscow denied shelling the town.", "denied", "denied"),
        ("en", "possible", "The army has gone quiet and is gearing up.", "gearing up", "possible"),  # unknown words: the class
        ("sv", "planned", "Hon dementerar inte att resan blir av.", "dementerar", "denied"),  # the word says otherwise
    ],
)
def test_a_cue_has_the_kind_of_its_word_and_class(language: Language, best: Factuality, text: str, words: str, kind: str) -> None:
    got, cues, steps = decide({best: 0.8, "asserted": 0.2}, [span(text, words)], language=language)
    assert got == best
    assert cues == (Cue(kind, span(text, words)),)  # type: ignore[arg-type]  # a plain string in the table above
    assert [(s.field, s.value) for s in steps] == [("factuality", best), ("cues", kind)]
    assert steps[0].probability == 0.8


def test_hearsay_keeps_the_class_and_its_cue() -> None:
    text = "Tre män ska ha dödats."
    heard = Cue("hearsay", span(text, "ska ha"))
    got, cues, _ = decide({"asserted": 0.9, "planned": 0.1}, [span(text, "ska")], language="sv", hearsay=[heard])
    assert got == "asserted"
    assert cues == (heard,)


@pytest.mark.parametrize(
    ("language", "text", "form", "cue"),
    [
        ("sv", "Soldaterna ska vara hemma senast i juni.", "ska vara", "ska"),
        ("sv", "Ministern skulle på torsdagen ha besökt Narva.", "skulle på torsdagen ha", "skulle"),
        ("nb", "Soldatene skal være hjemme innen juni.", "skal være", "skal"),
        ("nn", "Soldatane skal vere heime innan juni.", "skal vere", "skal"),
        ("da", "Soldaterne skal være hjemme inden juni.", "skal være", "skal"),
        ("en", "The soldiers are supposed to have left by June.", "are supposed to have", "supposed to"),
    ],
)
def test_a_form_of_plans_is_hearsay_only_of_what_is_not_planned(language: Language, text: str, form: str, cue: str) -> None:
    heard = Cue("hearsay", span(text, form))
    planned = decide({"planned": 0.9, "asserted": 0.1}, [span(text, cue)], language=language, hearsay=[heard])
    assert planned[0] == "planned"
    assert [c.span.text for c in planned[1]] == [cue]
    assert planned[1][0].kind != "hearsay"
    for best in ("asserted", "denied"):
        assert heard in decide({best: 0.9}, [span(text, cue)], language=language, hearsay=[heard])[1]


def test_what_only_reports_stays_hearsay_of_a_plan() -> None:
    text = "The army is believed to be planning a raid."
    heard = Cue("hearsay", span(text, "believed"))
    assert decide({"planned": 0.9}, [], language="en", hearsay=[heard])[1] == (heard,)


def test_an_asserted_claim_has_no_other_cues() -> None:
    text = "Ministern ska resa."
    assert decide({"asserted": 0.6, "planned": 0.4}, [span(text, "ska")], language="sv")[1] == ()


def test_equal_and_missing_probabilities_are_settled_the_same_way_each_time() -> None:
    assert decide({"planned": 0.4, "asserted": 0.4}, [], language="sv")[0] == "asserted"
    assert decide({"planned": 0.40001, "asserted": 0.4}, [], language="sv")[0] == "asserted"  # equal to four places
    assert decide({"denied": 0.1}, [], language="en")[0] == "denied"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_knows_all_kinds(language: Language) -> None:
    words = {"sv": "planerar kanske inte", "nb": "planlegger kanskje ikke", "nn": "planlegg kanskje ikkje"}
    words |= {"da": "planlægger måske ikke", "en": "plans perhaps not"}
    assert kinds(words[language], language=language) == KINDS
