"""Contexts are told by words of the sentence, in five languages, and by nothing that only looks like them."""

from __future__ import annotations

import pytest

from enligt.languages import table
from enligt.model import LANGUAGES, Language
from enligt.readers.contexts import CONTEXTS, contexts


@pytest.mark.parametrize(
    ("language", "text", "found"),
    [
        ("en", "The court sentenced two spies.", {"intelligence": "spies", "legal": "court"}),
        ("sv", "Regeringen skickar pansarvärnsrobotar och ammunition.", {"military": "ammunition", "executive": "Regeringen"}),
        ("sv", "Polen utvisar tre ryska diplomater.", {"diplomatic": "diplomater"}),
        ("da", "Mændene udvises af Danmark.", {"refugee": "udvises"}),
        ("nb", "Politiet grep flyktninger ved grensen.", {"crime": "Politiet", "refugee": "flyktninger", "territory": "grensen"}),
        ("nn", "Veljarane røysta om atomvåpen.", {"military": "atomvåpen", "election": "Veljarane", "nuclear": "atomvåpen"}),
        ("da", "Hackere angreb ministeriet.", {"executive": "ministeriet", "cyber": "Hackere"}),
        ("en", "Armadillos courted each other.", {}),  # no army, no court
        ("sv", "İ dag vann laget.", {}),
        ("sv", "Kaptenen hade långt hår och en känd rival på festivalen.", {}),
        ("sv", "Det begränsar genombrottet.", {}),
        ("nb", "Sultanen valgte rett farge og styrker laget.", {}),
        ("nn", "Dei rettar blikket mot sola.", {}),
        ("da", "Udvalget ville ret gerne begrænse larmen.", {}),
        ("en", "Consultations on an important think tank.", {}),
    ],
)
def test_contexts_of_a_sentence(language: Language, text: str, found: dict[str, str]) -> None:
    told = contexts(f"x {text}", 2, 2 + len(text), language=language)
    assert {name: word.text for name, word in told} == found
    assert all(f"x {text}"[word.start : word.end] == word.text for _, word in told)


def test_every_language_tells_every_context() -> None:
    for language in LANGUAGES:
        own = table(language, "contexts")
        assert tuple(own) == CONTEXTS, language
        for name, words in own.items():
            assert len(words) >= 5, (language, name)
            assert all(word == word.lower() and word.strip("*") for word in words)
