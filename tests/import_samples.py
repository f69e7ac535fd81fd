"""Lines of claims from another hand, made from a sentence each."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

TEXT = """Tents for the flooded valley

Ministers in Oslo met on Monday. Norway sent 200 tents to Moldova on 8 October, Reuters reported. Moldova thanked Norway for it.
"""
SENTENCE = "Norway sent 200 tents to Moldova on 8 October, Reuters reported."
THANKS = "Moldova thanked Norway for it."


def span(text: str, words: str, base: int = 0) -> dict[str, Any]:
    start = text.index(words) + base
    return {"start": start, "end": start + len(words), "text": words}


def line(sentence: str = SENTENCE, *, text: str | None = TEXT, trigger: str = "sent", **fields: Any) -> dict[str, Any]:
    """A claim; the offsets count in the text, with which it comes, or, where that is None, in ``TEXT`` all the same."""
    base = (text or TEXT).index(sentence)

    def at(words: str) -> dict[str, Any]:
        return span(sentence, words, base)

    given: dict[str, Any] = {
        "outlet": "Fjordposten",
        "published": "2024-10-10",
        "language": "en",
        "url": "https://fjordposten.example/tents",
        "event_type": "AID",
        "mode": None,
        "factuality": "asserted",
        "actors": [{"id": "NOR", "name": None, "mention": "Norway", "span": at("Norway")}],
        "recipients": [{"id": "MDA", "name": None, "mention": "Moldova", "span": at("Moldova")}],
        "sources": [],
        "trigger": at(trigger),
        "evidence": {"start": base, "end": base + len(sentence), "text": sentence},
        "reader": "annotator",
        "reader_version": "3",
    }
    if "8 October" in sentence:
        given["when"] = {"start": "2024-10-08", "end": "2024-10-08", "text": "8 October", "span": at("8 October")}
        given["sources"] = [{"name": "Reuters", "kind": "agency", "depth": 1, "span": at("Reuters")}]
    if text is not None:
        given["article_text"] = text
    return {**given, **fields}


def thanks(**fields: Any) -> dict[str, Any]:
    swapped = {
        "actors": [{"id": "MDA", "name": None}],
        "recipients": [{"id": "NOR", "name": None}],
        "event_type": "SUPPORT",
    }
    return line(THANKS, trigger="thanked", **{**swapped, **fields})


def write(path: Path, *lines: dict[str, Any] | str, end: str = "\n") -> Path:
    texts = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines]
    path.write_bytes("".join(one + end for one in texts).encode("utf-8"))
    return path
