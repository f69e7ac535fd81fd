"""How well whose word it is comes out, given the marked source spans of the corpus.

The spans are the annotators' own, so this measures naming and ordering alone, not finding. Names are compared as the
scorer of claims compares them: the same after folding, or one name's words within the other's. The column "party" counts
besides what names the same party in other words: "Latvia's defence ministry" and "Latvian defence ministry", "Iran" and
"Iranian government", "UN" and "United Nations"; the corpus has each of them both ways.

    python quality/attribution.py [--show LANGUAGE] [--blind] [FILES...]

``--blind`` gives every span the same origin probability (otherwise the deepest has 1, as from a network that is right).
"""

from __future__ import annotations

import argparse
import collections
import functools
import json
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.actors import resolve, tables
from enligt.readers.attribution import SourceSpan, sources

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Source

CORPUS = Path(__file__).parent.parent / "corpus"


def fold(name: str) -> str:
    """Case, accents and punctuation folded away."""
    name = unicodedata.normalize("NFKD", name).casefold()
    return re.sub(r"[^\w]+", " ", "".join(c for c in name if not unicodedata.combining(c))).strip()


def same(gold: str, found: str) -> bool:
    """Whether two names count as one."""
    g, f = set(fold(gold).split()), set(fold(found).split())
    return g <= f or f <= g if g and f else g == f


@functools.cache
def states() -> list[tuple[str, str]]:
    """Folded names and adjectives of the states, longest first, each with the state's id."""
    forms = {"us": "USA", "uk": "GBR", "un": "UNO", "united nations": "UNO", "burma": "MMR", "dr congo": "COD", "nepalese": "NPL"}
    for code, state in tables.states("en").items():
        forms.update({fold(form): code for form in (*state.names, *state.adjectives)})
    return sorted(forms.items(), key=lambda item: -len(item[0]))


def party(name: str) -> str:
    """A name with its state's name or adjective as an id, and without "government"."""
    text = f" {fold(name).replace('defense', 'defence')} ".replace(" s ", " ")
    for form, code in states():
        text = text.replace(f" {form} ", f" {code} ")
    return " ".join(w for w in text.split() if w not in {"government", "authorities", "of", "the"}) or text


def documents(files: list[Path]) -> Iterator[dict[str, Any]]:
    """The corpus's documents, as its checker prints them."""
    out = subprocess.run(
        [sys.executable, str(CORPUS / "check.py"), "--jsonl", *map(str, files)], check=True, capture_output=True, encoding="utf-8"
    )
    yield from map(json.loads, out.stdout.splitlines())


def joined(sents: list[str]) -> tuple[str, list[int]]:
    """The article's text and where each sentence begins in it."""
    text, starts = "", []
    for n, sent in enumerate(sents):
        starts.append(len(text))
        text += sent + ("\n\n" if n == 0 else " ")
    return text, starts


def measure(docs: Iterator[dict[str, Any]], *, blind: bool, show: str | None) -> dict[str, collections.Counter[str]]:
    """Count, by language, claims whose last source's name, and chains whose depths, come out right."""
    tally: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    for doc in docs:
        text, starts = joined(doc["sents"])
        actors = resolve(text, language=doc["language"], published=doc["published"], names=())
        for claim in doc["claims"]:
            gold = [s for s in claim["sources"] if s["span"]]
            if not gold:
                continue
            deepest = max(s["depth"] for s in gold)
            places = [(starts[s["sent"]] + s["span"][0], starts[s["sent"]] + s["span"][1]) for s in gold]
            here = starts[claim["sent"]]
            found, _ = sources(
                text,
                [
                    SourceSpan(a, b, 1.0, 0.5 if blind else float(s["depth"] == deepest))
                    for s, (a, b) in zip(gold, places, strict=True)
                ],
                language=doc["language"],
                claim_evidence=(here, here + len(doc["sents"][claim["sent"]])),
                actors=actors,
                outlet=doc.get("outlet"),
                event_type=claim["event_type"],
                factuality=claim["factuality"],
                actor_spans=[(here + a["span"][0], here + a["span"][1]) for a in claim["actors"] if a["span"]],
            )
            count(tally[doc["language"]], gold, places, found, text if doc["language"] == show or show == "all" else None)
    return tally


def count(
    t: collections.Counter[str],
    gold: list[dict[str, Any]],
    places: list[tuple[int, int]],
    found: tuple[Source, ...],
    text: str | None,
) -> None:
    """Enter one claim."""
    right = same(gold[-1]["name"], found[-1].name if found else "")
    t["claims"] += 1
    t["last"] += right
    t["party"] += right or same(party(gold[-1]["name"]), party(found[-1].name if found else ""))
    if text is not None and not right:
        print(f"name  {text[places[-1][0] : places[-1][1]]} -> {[(s.name, s.kind) for s in found]} GOLD {gold[-1]['name']}")
    for one, place in zip(gold, places, strict=True):
        name = next((s.name for s in found if s.span is not None and place[0] <= s.span.start < place[1]), "")
        t["sources"] += 1
        t["named"] += same(one["name"], name)
    if len(set(places)) > 1:
        depths = [next((s.depth for s in found if s.span is not None and a <= s.span.start < b), 0) for a, b in places]
        t["chains"] += 1
        ordered = depths == [s["depth"] for s in gold]
        t["ordered"] += ordered
        if text is not None and not ordered:
            low, high = min(a for a, _ in places), max(b for _, b in places)
            print(f"order {[(s['mention'], s['depth']) for s in gold]} -> {depths}: {text[max(0, low - 40) : high + 40]!r}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--show", help="print what is wrong in a language, or in all")
    parser.add_argument("--blind", action="store_true")
    options = parser.parse_args()
    files = options.files or sorted([*(CORPUS / "written").glob("*.txt"), *(CORPUS / "stories").glob("*.txt")])
    tally = measure(documents(files), blind=options.blind, show=options.show)
    print(f"{'':4} {'claims':>7} {'last source':>12} {'party':>7} {'every source':>13} {'chains':>7} {'depths':>7}")
    for language, t in [*sorted(tally.items()), ("all", sum(tally.values(), collections.Counter()))]:
        n, chains = max(1, t["claims"]), max(1, t["chains"])
        shares = f"{t['last'] / n:12.3f} {t['party'] / n:7.3f} {t['named'] / max(1, t['sources']):13.3f}"
        print(f"{language:4} {t['claims']:7} {shares} {t['chains']:7} {t['ordered'] / chains:7.3f}")


if __name__ == "__main__":
    main()
