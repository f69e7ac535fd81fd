"""A small ledger to look at: a few outlets that cite each other, and an actor or two whose dealings go on for months."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from enligt.ledger import open_view, open_writer
from enligt.model import Page, Reading
from enligt.run import linking
from event_samples import told
from ledger_samples import record

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from event_samples import Told

SENT = "Nordkorea skickade 3000 soldater till Ryssland i oktober."
AGAIN = "North Korea sent thousands of soldiers to Russia in October, the harbour town learns."
NEVER = "Nordkorea har aldrig skickat soldater till Ryssland i oktober."
MET = "Ministrarna möttes i hamnen."
WEEKS = ("2024-10-08", "2024-10-08")


def _sent(sentence: str, **more: Any) -> Told:
    return told(sentence, kind="MOBILIZE", actors=("PRK",), recipients=("RUS",), when=WEEKS, **more)


STORIES: tuple[Told, ...] = (
    _sent(SENT, outlet="Kustposten", published="2024-10-18", sources=(("Reuters", "agency"), ("Seoul", "government"))),
    _sent(AGAIN, outlet="The Harbour Post", published="2024-10-19", language="en", sources=(("Thomson Reuters", "agency"),)),
    _sent(NEVER, outlet="Kustposten", published="2024-10-21", factuality="denied", sources=(("KCNA", "agency"),)),
    told(
        MET,
        outlet="Fjordposten",
        published="2024-12-02",
        language="nb",
        kind="CONSULT",
        actors=("PRK", "RUS"),
        recipients=(),
        when=("2024-12-01", "2024-12-01"),
    ),
    told(
        "Moskva anklagade Seoul för lögner.",
        outlet="Kustposten",
        published="2024-12-05",
        kind="ACCUSE",
        actors=("RUS",),
        recipients=("KOR",),
        sources=(("TASS", "agency"),),
    ),
)
"""An act of October told thrice (once denied), a meeting in December, and an accusation."""


def filled(path: Path, stories: Iterable[Told] = STORIES) -> Path:
    """A ledger of these claims, linked."""
    with open_writer(path) as writer:
        for at, (claim, article) in enumerate(stories):
            page = Page(f"page-{at}.txt", article.text.encode())
            own = replace(article, page=page.sha256, document=page.location)
            assert own.article_id == article.article_id
            record(writer, page, Reading(own, (claim,), claim.reader, claim.reader_version))
    with open_writer(path) as writer, open_view(path) as view:
        assert list(linking.link(writer, view))
    return path
