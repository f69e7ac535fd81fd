"""An act told and denied in one breath, or denied in the sentence after."""

from __future__ import annotations

import pytest

from enligt.actors import resolve
from enligt.languages import table
from enligt.languages.sentences import sentences
from enligt.model import Article, Claim, Cue, Factuality, Language, Participant, Source, Span
from enligt.readers.denials import denial, with_denials
from enligt.readers.who import Scene

DENIED: list[tuple[Language, str, str, str, str]] = [  # who, the word that goes back, the verb
    ("en", "Kyiv accused Belarus of sending troops across the border, which Minsk denies.", "Minsk", "which", "denies"),
    ("en", "It sank the ship, a claim that the navy flatly rejected on Sunday.", "the navy", "a claim that", "rejected"),
    ("en", "It sank the ship, which has been denied by both governments.", "both governments", "which", "been denied by"),
    ("en", "The jet crossed the border, but Moscow has denied it.", "Moscow", "it", "denied"),
    ("sv", "Han ska ha skickat vapen till Ryssland, något som Pyongyang bestämt förnekar.", "Pyongyang", "något som", "förnekar"),
    ("sv", "Iran anklagas för att ha levererat robotar, vilket förnekas av landet.", "landet", "vilket", "förnekas av"),
    ("sv", "Planet kränkte gränsen, men det förnekar Moskva.", "Moskva", "det", "förnekar"),
    ("nb", "Israel skal ha bombet et sykehus, noe den israelske hæren nekter for.", "den israelske hæren", "noe", "nekter for"),
    ("nn", "USA skal ha sendt våpen over grensa, noko Washington avviser.", "Washington", "noko", "avviser"),
    ("da", "De beskyldes for at have angrebet et skib, en påstand, som Kreml har afvist.", "Kreml", "en påstand, som", "afvist"),
]

OF_THE_SENTENCE_BEFORE: list[tuple[Language, str, str, str]] = [  # who, the word that goes back
    ("en", "Moscow has repeatedly denied the allegations.", "Moscow", "the allegations"),
    ("sv", "Serbiens inrikesminister tillbakavisar uppgifterna.", "Serbiens inrikesminister", "uppgifterna"),
    ("nb", "Det benekter Moskva.", "Moskva", "Det"),
    ("nn", "Moskva avviste skuldingane på måndag.", "Moskva", "skuldingane"),
    ("da", "Det afviser forsvarsministeren.", "forsvarsministeren", "Det"),
]

NO_DENIAL: list[tuple[Language, str]] = [
    ("en", "Kyiv accused Belarus of sending troops, which Minsk neither confirmed nor denied."),
    ("en", "Kyiv accused Belarus of sending troops, which Minsk has never denied."),
    ("en", "Moscow denied that its jet had crossed the border."),
    ("en", "Moscow denied them entry."),
    ("sv", "Iran ska ha levererat robotar, något som Teheran varken bekräftar eller förnekar."),
    ("sv", "Ön måste vara avmilitariserad, vilket Aten inte bestrider."),
    ("nb", "Han ble nektet innreise, og det skriver avisen."),
    ("nn", "Partiet er på flukt, men desse nektar for å ha røymt."),
    ("da", "Selskabet standsede produktionen, og det afviser at trække sig."),
    ("da", "Han benægter, at det er sket."),
]


@pytest.mark.parametrize(("language", "text", "who", "back", "verb"), DENIED)
def test_words_behind_an_act_deny_it(language: Language, text: str, who: str, back: str, verb: str) -> None:
    found = denial(text, 0, len(text), language=language)
    assert found is not None
    assert not found.before
    got = [text[slice(*one)] for one in (found.denier, found.back, found.verb)]
    assert got == [who, back, verb]
    assert 0 < found.start < found.denier[0] or found.start < found.verb[0]


@pytest.mark.parametrize(("language", "text", "who", "back"), OF_THE_SENTENCE_BEFORE)
def test_a_sentence_may_deny_the_one_before(language: Language, text: str, who: str, back: str) -> None:
    whole = "Something was told. " + text
    found = denial(whole, 20, len(whole), language=language)
    assert found is not None
    assert found.before
    assert [whole[slice(*one)] for one in (found.denier, found.back)] == [who, back]


@pytest.mark.parametrize(("language", "text"), NO_DENIAL)
def test_what_is_neither_is_left_alone(language: Language, text: str) -> None:
    assert denial(text, 0, len(text), language=language) is None


def test_a_language_that_a_user_taught_has_no_such_words() -> None:
    text = "Das Flugzeug kam über die Grenze, was Moskau dementiert."
    assert denial(text, 0, len(text), language="de") is None  # type: ignore[arg-type]  # a taught one


def test_a_firm_verb_is_told_from_one_that_rejects() -> None:
    firm, weak = "They shot it, which Minsk denies.", "They shot it, which Minsk rejects."
    assert [d.firmly for text in (firm, weak) if (d := denial(text, 0, len(text), language="en"))] == [True, False]


@pytest.mark.parametrize("language", ["sv", "nb", "nn", "da", "en"])
def test_every_table_is_in_small_letters_and_its_verbs_stand_in_one_list(language: Language) -> None:
    known = table(language, "denials")
    assert all(form == form.lower() for forms in known.values() if isinstance(forms, list) for form in forms)
    assert not set(known["denies"]) & set(known["rejects"])


TEXT = "Seoul accuses Pyongyang of having sent soldiers to Russia, which North Korea firmly denies."


def reading(  # noqa: PLR0913 - what an act of a test may be
    text: str,
    words: str,
    *,
    actor: str = "PRK",
    kind: str = "AID",
    factuality: Factuality = "asserted",
    sources: tuple[tuple[str, str], ...] = (),
    hearsay: bool = False,
) -> tuple[list[Claim], Article, Scene]:
    """One act as read, with its article; each source is a name and the words that name it."""
    article = Article("a.txt", "", text, "en", headline=None, published="2024-10-19")
    bounds = sentences(text, language="en")
    at = text.index(words)
    start, end = next((s, e) for s, e in bounds if s <= at < e)

    def span(what: str) -> Span:
        where = text.index(what)
        return Span(where, where + len(what), what)

    act = Claim(
        article_id=article.article_id,
        event_type=kind,
        mode=None,
        factuality=factuality,
        trigger=span(words),
        evidence=Span(start, end, text[start:end]),
        reader="trained",
        reader_version="1",
        actors=(Participant(actor, None, actor, None, 1.0),),
        hearsay=hearsay,
        sources=tuple(Source(name, "government", n, span(what), 0.9) for n, (name, what) in enumerate(sources, 1)),
        cues=(Cue("denied", span("denies")),) if factuality == "denied" else (),
        confidence=0.9,
        slot_confidence={"claim": 0.9},
    )
    return [act], article, Scene(text, bounds, "en", resolve(text, language="en", published="2024-10-19"))


def told(claims: list[Claim], article: Article, scene: Scene) -> list[tuple[str, str, str, list[str]]]:
    found = list(with_denials(claims, article, scene))
    for claim in found:
        assert all(article.text[s.start : s.end] == s.text for s in claim.spans())
        assert claim.evidence.start <= claim.trigger.start < claim.trigger.end <= claim.evidence.end
    assert len({claim.claim_id for claim in found}) == len(found)
    return [(c.factuality, c.event_type, c.trigger.text, [s.name for s in c.sources]) for c in found]


def test_the_denial_is_a_claim_of_its_own_on_the_word_of_who_denies() -> None:
    assert told(*reading(TEXT, "sent", sources=(("South Korea", "Seoul"),))) == [
        ("asserted", "AID", "sent", ["South Korea"]),
        ("denied", "AID", "which", ["North Korea"]),
    ]


def test_who_denies_is_no_source_of_the_act() -> None:
    both = (("South Korea", "Seoul"), ("North Korea", "North Korea"))
    assert told(*reading(TEXT, "sent", sources=both))[0] == ("asserted", "AID", "sent", ["South Korea"])


def test_what_was_read_as_denied_on_the_word_of_both_is_told_by_one_and_denied_by_the_other() -> None:
    both = (("South Korea", "Seoul"), ("North Korea", "North Korea"))
    assert told(*reading(TEXT, "sent", factuality="denied", sources=both)) == [
        ("asserted", "AID", "sent", ["South Korea"]),
        ("denied", "AID", "which", ["North Korea"]),
    ]


def test_an_act_on_the_word_of_who_denies_alone_is_denied() -> None:
    assert told(*reading(TEXT, "sent", sources=(("North Korea", "North Korea"),))) == [
        ("denied", "AID", "sent", ["North Korea"]),
    ]


def test_a_denial_that_was_read_already_is_not_told_again() -> None:
    claims, article, scene = reading(TEXT, "sent", factuality="denied", sources=(("North Korea", "North Korea"),))
    assert told(claims, article, scene) == [("denied", "AID", "sent", ["North Korea"])]


@pytest.mark.parametrize(
    ("actor", "kind"),
    [
        ("KOR", "AID"),  # another's act
        ("UNK", "AID"),
        ("PRK", "ACCUSE"),  # what is said is not what is denied
    ],
)
def test_only_who_is_said_to_have_done_it_denies_it_so(actor: str, kind: str) -> None:
    claims, article, scene = reading(TEXT, "sent", actor=actor, kind=kind)
    assert list(with_denials(claims, article, scene)) == claims


def test_a_rejection_is_a_denial_only_of_what_somebody_tells() -> None:
    text = "North Korea has sent soldiers to Russia, which North Korea rejects."
    assert len(told(*reading(text, "sent"))) == 1
    assert len(told(*reading(text, "sent", hearsay=True))) == 2


def test_the_sentence_after_may_deny_it() -> None:
    text = "Estonia said a Russian jet had entered its airspace on Friday. Moscow denied the accusation. It was cloudy."
    claims, article, scene = reading(text, "entered", actor="RUS", kind="MOBILIZE", sources=(("Estonia", "Estonia"),))
    asserted, denied = with_denials(claims, article, scene)
    assert asserted == claims[0]
    assert (denied.factuality, denied.evidence.text) == ("denied", "Moscow denied the accusation.")
    assert [s.name for s in denied.sources] == ["Russia"]
    assert denied.confidence < asserted.confidence


def test_two_sentences_on_it_is_of_another() -> None:
    text = "Estonia said a Russian jet had entered its airspace. It was cloudy on Friday. Moscow denied the accusation."
    claims, article, scene = reading(text, "entered", actor="RUS", kind="MOBILIZE", sources=(("Estonia", "Estonia"),))
    assert list(with_denials(claims, article, scene)) == claims


def test_he_who_denies_is_who_is_said_to_have_done_it() -> None:
    text = "Police say the minister's guards beat a reporter, which they deny."
    asserted, denied = told(*reading(text, "beat", actor="GEO", kind="ASSAULT", sources=(("police", "Police"),)))
    assert (asserted[0], denied[0], denied[2]) == ("asserted", "denied", "which")
