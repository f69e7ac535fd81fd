"""Which words govern an act and say whether it happened, and what they tip."""

from __future__ import annotations

import pytest

from enligt.languages import table
from enligt.model import FACTUALITIES, LANGUAGES, Cue, Factuality, Language, Span
from enligt.readers.factuality import decide, weighed
from enligt.readers.operators import TIPS, Operator, governing


def governs(text: str, act: str, language: Language) -> list[tuple[str, str]]:
    start = text.index(act)
    found = governing(text, (0, len(text)), (start, start + len(act)), language=language)
    assert all(text[o.span.start : o.span.end] == o.span.text for o in found)
    return [(o.name, o.span.text) for o in found]


@pytest.mark.parametrize(
    ("language", "text", "act", "name", "words"),
    [
        ("en", "Mediators averted a second strike at the harbour.", "strike", "avert", "averted"),
        ("en", "The strike was narrowly averted on Sunday.", "strike", "avert", "averted"),
        ("en", "The minister called the visit off.", "visit", "cancel", "called"),
        ("en", "Lima scrapped the duties before they took effect.", "duties", "cancel", "scrapped"),
        ("en", "The envoy stopped short of blaming Hanoi.", "blaming", "fail", "stopped short of"),
        ("en", "The cabinet chose talks instead of a blockade.", "blockade", "fail", "instead of"),
        ("en", "The penalties were only considered in March.", "penalties", "consider", "considered"),
        ("en", "Quito is weighing the expulsion of two consuls.", "expulsion", "consider", "weighing"),
        ("en", "She did not rule out a raid.", "raid", "notexclude", "not rule out"),
        ("en", "Oman would have sent three ships.", "sent", "wouldhave", "would have"),
        ("en", "There is evidence that Oman has sent three ships.", "sent", "evidence", "evidence"),
        ("sv", "Det finns bevis för att Oman skickat tre fartyg.", "skickat", "evidence", "bevis för"),
        ("nb", "Det finnes bevis for at Oman har sendt tre skip.", "sendt", "evidence", "bevis for"),
        ("nn", "Dei har prov på at Oman har sendt tre skip.", "sendt", "evidence", "prov på"),
        ("da", "Der er beviser for, at Oman har sendt tre skibe.", "sendt", "evidence", "beviser for"),
        ("da", "Han benægtede, at Oman har sendt tre skibe.", "sendt", "deny", "benægtede"),
        ("en", "The army denies that its men shelled the town.", "shelled", "deny", "denies"),
        ("en", "The council decided on Monday to recall its envoy.", "recall", "decide", "decided"),
        ("sv", "Medlare avvärjde en ny strejk i hamnen.", "strejk", "avert", "avvärjde"),
        ("sv", "Regeringen ställde besöket in.", "besöket", "cancel", "ställde"),
        ("sv", "Partiet lät bli att kritisera ministern.", "kritisera", "fail", "lät bli att"),
        ("sv", "Utvisningen övervägdes i våras.", "Utvisningen", "consider", "övervägdes"),
        ("sv", "Hon utesluter inte en räd mot byn.", "räd", "notexclude", "utesluter inte"),
        ("sv", "Ministern skulle ha besökt Riga.", "besökt", "wouldhave", "skulle ha"),
        ("sv", "Styrelsen beslöt i går att kalla hem sändebudet.", "kalla hem", "decide", "beslöt"),
        ("nb", "Meklere avverget en ny streik i havna.", "streik", "avert", "avverget"),
        ("nb", "Øvelsen ble avlyst av generalen.", "Øvelsen", "cancel", "avlyst"),
        ("nb", "Partiet lot være å kritisere statsråden.", "kritisere", "fail", "lot være å"),
        ("nb", "Landet overveier straffetoll på laks.", "straffetoll", "consider", "overveier"),
        ("nb", "Flåten ville ha angrepet øya.", "angrepet", "wouldhave", "ville ha"),
        ("nb", "Rådet besluttet fredag å kalle hjem utsendingen.", "kalle hjem", "decide", "besluttet"),
        ("nn", "Meklarar avverja ein ny streik i hamna.", "streik", "avert", "avverja"),
        ("nn", "Øvinga vart avlyst av generalen.", "Øvinga", "cancel", "avlyst"),
        ("nn", "Partiet lét vere å kritisere statsråden.", "kritisere", "fail", "lét vere å"),
        ("nn", "Landet vurderer straffetoll på laks.", "straffetoll", "consider", "vurderer"),
        ("nn", "Flåten skulle ha gått til åtak på øya.", "åtak", "wouldhave", "skulle ha"),
        ("nn", "Rådet vedtok fredag å kalle heim utsendingen.", "kalle heim", "decide", "vedtok"),
        ("da", "Mæglere afværgede en ny strejke i havnen.", "strejke", "avert", "afværgede"),
        ("da", "Øvelsen blev aflyst af generalen.", "Øvelsen", "cancel", "aflyst"),
        ("da", "Partiet undlod at kritisere ministeren.", "kritisere", "fail", "undlod"),
        ("da", "Landet overvejer straftold på laks.", "straftold", "consider", "overvejer"),
        ("da", "Flåden skulle have angrebet øen.", "angrebet", "wouldhave", "skulle have"),
        ("da", "Rådet besluttede fredag at hjemkalde udsendingen.", "hjemkalde", "decide", "besluttede"),
    ],
)
def test_an_operator_governs_its_act(language: Language, text: str, act: str, name: str, words: str) -> None:
    assert (name, words) in governs(text, act, language)


@pytest.mark.parametrize(
    ("language", "text", "act"),
    [
        ("en", "The talks that averted a war led to an attack on Friday.", "attack"),  # too far off
        ("en", "They averted a strike, and the police arrested the leader.", "arrested"),  # another clause
        ("en", "Quito is not considering the expulsion of two consuls.", "expulsion"),  # itself denied
        ("en", "He asked the court to drop the charges.", "charges"),  # not dropped yet
        ("en", "The decision on the embargo stands.", "embargo"),  # decided on is no verb
        ("en", "Officials announced the arrest while they weighed their words.", "arrest"),
        ("en", "Averted!", "Averted"),  # the act is its own word
        ("en", "Quito has not seen any hard evidence that Oman has sent ships.", "sent"),
        ("sv", "Quito efterlyser bevis för att Oman skickat fartyg.", "skickat"),
        ("nb", "Det finnes ingen bevis for at Oman har sendt skip.", "sendt"),
        ("nn", "Dei manglar prov på at Oman har sendt skip.", "sendt"),
        ("da", "Han spurgte, om der var beviser for, at Oman har sendt skibe.", "sendt"),
        ("en", "Lima dismissed claims that it would have helped smugglers and threatened a response.", "threatened"),
        ("sv", "Lima avfärdade att landet skulle ha hjälpt smugglare och hotade med motåtgärder.", "hotade"),
        ("nn", "Lima avviste at landet ville ha hjelpt smuglarane og truga med mottiltak.", "truga"),
        ("sv", "Kriget kunde avvärjas, men polisen grep tre.", "grep"),
        ("sv", "Utvisningen övervägs inte, sade ministern som kritiserade lagen.", "kritiserade"),
        ("nb", "Krigen ble avverget da soldatene trakk seg tilbake.", "trakk seg tilbake"),
        ("nn", "Streiken vart avverja, og rådet fordømde åtaket.", "fordømde"),
        ("da", "Krigen blev afværget, og politiet anholdt tre.", "anholdt"),
        ("da", "Beslutningen om en blokade er kendt.", "blokade"),
    ],
)
def test_a_look_alike_governs_nothing(language: Language, text: str, act: str) -> None:
    assert governs(text, act, language) == []


def test_a_language_of_a_user_has_no_operators() -> None:
    assert governing("The strike was averted.", (0, 23), (4, 10), language="is") == []  # type: ignore[arg-type] # taught


def test_offsets_are_of_the_article() -> None:
    text = "Before.\nMediators averted a strike.\nAfter."
    found = governing(text, (8, 35), (28, 34), language="en")
    assert found == [Operator("avert", Span(18, 25, "averted"))]


def test_a_doubt_is_tipped_and_certainty_is_not() -> None:
    text = "Mediators averted a second strike."
    averted = governing(text, (0, len(text)), (27, 33), language="en")
    got, cues, steps = decide({"asserted": 0.7, "denied": 0.25}, [], language="en", operators=averted)
    assert got == "denied"
    assert cues == (Cue("denied", Span(10, 17, "averted")),)
    assert [(s.field, s.value, s.span) for s in steps] == [
        ("factuality", "denied", Span(10, 17, "averted")),
        ("cues", "denied", Span(10, 17, "averted")),
    ]
    assert steps[0].probability == weighed({"asserted": 0.7, "denied": 0.25}, averted)["denied"] > 0.5
    assert decide({"asserted": 0.99, "denied": 0.01}, [], language="en", operators=averted)[0] == "asserted"


def test_what_the_network_heard_already_stays_as_it_is() -> None:
    averted = [Operator("avert", Span(10, 17, "averted"))]
    chances: dict[Factuality, float] = {"asserted": 0.2, "denied": 0.8}
    assert weighed(chances, averted) == {name: chances.get(name, 0.0) for name in FACTUALITIES}
    got, cues, steps = decide(chances, [], language="en", operators=averted)
    assert (got, cues, len(steps)) == ("denied", (), 1)


def test_a_marked_cue_is_not_told_twice() -> None:
    averted = Span(10, 17, "averted")
    _, cues, _ = decide({"asserted": 0.5, "denied": 0.4}, [averted], language="en", operators=[Operator("avert", averted)])
    assert cues == (Cue("denied", averted),)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_all_classes_in_small_letters(language: Language) -> None:
    forms = table(language, "operators")["forms"]
    assert set(forms) == {*TIPS, "negate", "lack"}
    assert all(form and form == form.lower() and not form.startswith("|") for some in forms.values() for form in some)
    assert set(table(language, "operators")) == {"infinitive", "that", "clause", "forms"}


def test_evidence_speaks_against_a_denial_and_says_no_more() -> None:
    text = "There is evidence that Oman has sent three ships."
    governing_it = governing(text, (0, len(text)), (text.index("sent"), text.index("sent") + 4), language="en")
    assert decide({"denied": 0.9, "asserted": 0.05}, [], language="en", operators=governing_it)[:2] == ("asserted", ())
    assert decide({"possible": 0.6, "asserted": 0.3}, [], language="en", operators=governing_it)[0] == "possible"
