"""Two readings of a document made one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from enligt.training import merging
from enligt.training.documents import Document

SENTENCES = ("Norge protesterer mot Russland", "Russland avviste kritikken og kalte den tull.")


def claim(sent: int, kind: str, words: str, **told: Any) -> dict[str, Any]:
    start = SENTENCES[sent].index(words)
    made = {
        "sent": sent, "event_type": kind, "trigger": [[start, start + len(words)]], "factuality": "asserted", "optional": False,
        "actors": [{"id": "RUS"}], "recipients": [{"id": "NOR"}],
    }  # fmt: skip
    return made | told


def read(*claims: dict[str, Any]) -> Document:
    return Document("x", "written/x.txt", None, "nb", "2020-01-06", SENTENCES, claims)


def test_what_one_reading_alone_holds_is_optional() -> None:
    both = claim(1, "REJECT", "avviste")
    first = read(claim(0, "ACCUSE", "protesterer"), both)
    second = read(both, claim(1, "ACCUSE", "kalte"))
    made = merging.merged(first, second)
    assert [(c["sent"], c["event_type"], c["optional"]) for c in made.claims] == [
        (0, "ACCUSE", True),
        (1, "REJECT", False),
        (1, "ACCUSE", True),
    ]
    assert not first.claims[0]["optional"], "the first reading stays as it is"


def test_where_the_readings_differ_either_is_right() -> None:
    a = claim(1, "REJECT", "avviste")
    b = claim(1, "ACCUSE", "avviste", recipients=[], factuality="possible")
    (one,) = merging.merged(read(a), read(b)).claims
    assert merging.types(one) == {"REJECT", "ACCUSE"}
    assert merging.sides(one, "recipients") == [{"NOR"}, set()]
    assert merging.sides(one, "actors") == [{"RUS"}]
    assert merging.factualities(one) == {"asserted", "possible"}
    assert not one["optional"]


def test_a_claim_goes_with_the_one_of_its_type_and_words() -> None:
    """Two of one type in a sentence: each with the one on its own words; one that a reading calls optional is optional."""
    first = read(claim(1, "REJECT", "avviste"), claim(1, "REJECT", "kalte", actors=[{"id": "USA"}]))
    second = read(claim(1, "REJECT", "kalte", actors=[{"id": "USA"}], optional=True), claim(1, "REJECT", "avviste"))
    made = merging.merged(first, second).claims
    assert [(c["optional"], "alt_actors" in c) for c in made] == [(False, False), (True, False)]


def test_only_readings_of_the_same_sentences_are_joined() -> None:
    first = read(claim(1, "REJECT", "avviste"))
    other = replace(first, sentences=(SENTENCES[0],), claims=())
    with pytest.raises(ValueError, match="not of the same sentences"):
        merging.merged(first, other)
    assert merging.read_twice([first], [other]) == [first]
    assert merging.read_twice([first], [replace(first, id="y")]) == [first]
    assert merging.read_twice([first], [replace(first, claims=())])[0].claims[0]["optional"]
