"""Copies of documents with other states in them: every span still quotes its words, or the name put in their place."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from enligt.training.documents import Document
from enligt.training.swapping import _moved, swapped

TEXT = (
    "Grensen",
    "Polens utenriksminister reiser fredag til Minsk, melder Reuters.",
    "Den polske delegasjonen møter hviterussiske diplomater.",
)


def span(n: int, words: str) -> list[int]:
    return [TEXT[n].index(words), TEXT[n].index(words) + len(words)]


def document() -> Document:
    visit: dict[str, Any] = {
        "sent": 1, "event_type": "CONSULT", "mode": "visit", "factuality": "planned", "optional": False,
        "trigger": [span(1, "reiser")], "where": span(1, "Minsk"), "quantities": [], "cues": [],
        "when": {"span": span(1, "fredag"), "start": "2021-03-05", "end": "2021-03-05"},
        "actors": [{"id": "POL", "name": None, "span": span(1, "Polens utenriksminister")}],
        "recipients": [{"id": "BLR", "name": None, "span": span(1, "Minsk")}],
        "sources": [{"name": "Reuters", "depth": 1, "sent": 1, "span": span(1, "Reuters")}],
    }  # fmt: skip
    return Document("nb-x", "written/x.txt", None, "nb", "2021-03-02", TEXT, (visit,))


def test_names_adjectives_and_capitals_change_together_and_spans_follow() -> None:
    copy = swapped(document(), number=0)
    assert copy is not None
    (claim,) = copy.claims
    (actor,), (recipient,) = claim["actors"], claim["recipients"]
    assert not {actor["id"], recipient["id"]} & {"POL", "BLR"}
    assert actor["id"] != recipient["id"]
    text = copy.sentences[1]
    assert [text[a:b] for a, b in claim["trigger"]] == ["reiser"]
    assert text[slice(*claim["when"]["span"])] == "fredag"
    assert text[slice(*claim["sources"][0]["span"])] == "Reuters"
    assert text[slice(*actor["span"])].endswith("s utenriksminister")
    assert text[slice(*recipient["span"])] == text[slice(*claim["where"])]
    assert not any(word in " ".join(copy.sentences) for word in ("Polen", "polsk", "Minsk", "hviteruss"))
    assert swapped(document(), number=0) == copy


def test_a_document_without_a_state_to_change_has_no_copy() -> None:
    alone = Document("nb-y", "written/x.txt", None, "nb", "2021-03-02", ("Været", "Det regner i Bergen."), ())
    assert swapped(alone, number=0) is None


@settings(deadline=None)
@given(st.text(alphabet="ab ", min_size=1, max_size=30), st.data())
def test_words_outside_the_edits_are_quoted_as_before(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), min_size=2, max_size=6, unique=True)))
    edits = [(a, b, data.draw(st.text(alphabet="XY", max_size=4))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    new, at = "", 0
    for a, b, words in edits:
        new += text[at:a] + words
        at = b
    new += text[at:]
    free = [(x, y) for x, y in zip([0, *(b for _, b, _ in edits)], [*(a for a, _, _ in edits), len(text)], strict=True) if x < y]
    for x, y in free:
        assert new[_moved(x, edits, end=False) : _moved(y, edits, end=True)].startswith(text[x:y])
    for a, b, words in edits:
        assert new[_moved(a, edits, end=False) : _moved(b, edits, end=True)].endswith(words)
