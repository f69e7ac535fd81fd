"""How often the actors room gives the marked ids of the corpus's participants, by language and kind of mention.

    python quality/actors.py [--wrong N] [--given] [--kind KIND] [--language LANG] [FOLDER ...]

Reads the marked documents of corpus/written (or of the folders named) through corpus/check.py. A participant counts where it
has a mention; right is: ``resolve(text).ids(mention)`` gives exactly the ids that the claim has for that mention.
Kinds of mention: pronoun, description (no capital letter in it but perhaps its first, and no known actor: "the army",
"1.200 politifolk"), unknown (marked UNK), named (all others: what the floor of .85 is for). The last line is the share with
``guess`` where ``ids`` is empty.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.actors import gazetteer, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
KINDS = ("named", "description", "pronoun", "unknown")
PRONOUNS = frozenset(
    "han hon hun ho de dem dei vi oss jag jeg eg du ni dere de det den sin sitt sine sina deras deres hans hennes dess they them "  # noqa: SIM905 - a list of 60 words reads worse
    "he she it we us i you who his her their its our him himself themselves both båda begge henne honom ham som der man vår vårt "
    "våra våre vores hennar".split()
)
ARTICLES = frozenset({"the", "a", "an", "den", "det", "de", "en", "ei", "eit", "et", "ett", "ein", "dei"})


@dataclass(slots=True)
class Tally:
    """Counts of right and wrong by language and kind, and with the guess by kind."""

    right: dict[tuple[str, str], Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    guessed: dict[str, Counter[bool]] = field(default_factory=lambda: defaultdict(Counter))
    shown: int = 0


def documents(folders: list[str]) -> list[dict[str, Any]]:
    """The marked documents of the corpus's folders."""
    files = [str(path) for folder in folders for path in sorted((ROOT / "corpus" / folder).glob("*.txt"))]
    made = subprocess.run(
        [sys.executable, str(ROOT / "corpus" / "check.py"), "--jsonl", *files], check=True, capture_output=True, encoding="utf-8"
    )
    return [json.loads(line) for line in made.stdout.splitlines() if line.startswith("{")]


def kind_of(mention: str, ids: frozenset[str], document: dict[str, Any]) -> str:
    """Which kind of mention it is; see the head of this file."""
    if ids == {"UNK"}:
        return "unknown"
    if mention.lower() in PRONOUNS:
        return "pronoun"
    if gazetteer().find(mention, language=document["language"]):
        return "named"
    first, *rest = mention.split()
    if any(word[:1].isupper() for word in rest):
        return "named"
    opens = any(sent.lstrip("-–—\"”»«“' ").startswith(mention) for sent in document["sents"])
    return "named" if first[:1].isupper() and first.lower() not in ARTICLES and not opens else "description"


def participants(document: dict[str, Any]) -> Iterator[tuple[int, int, frozenset[str]]]:
    """The distinct mentions of participants as ranges of the text, each with the ids that its first claim has for it."""
    starts = [0]
    for sentence in document["sents"]:
        starts.append(starts[-1] + len(sentence) + 2)
    wanted: dict[tuple[int, int], frozenset[str]] = {}
    for claim in document["claims"]:
        offset = starts[claim["sent"]]
        for role in ("actors", "recipients"):
            slots: dict[tuple[int, int], set[str]] = defaultdict(set)
            for participant in claim[role] or []:
                if participant.get("span"):
                    slots[offset + participant["span"][0], offset + participant["span"][1]].add(participant["id"])
            for span, ids in slots.items():
                wanted.setdefault(span, frozenset(ids))
    yield from ((start, end, ids) for (start, end), ids in wanted.items())


def measure(document: dict[str, Any], tally: Tally, options: argparse.Namespace) -> None:
    """Add one document to the counts, showing what is wrong as far as asked for."""
    text = "\n\n".join(document["sents"])
    actors = resolve(text, language=document["language"], published=document["published"])
    for start, end, ids in participants(document):
        kind = kind_of(text[start:end], ids, document)
        given = set(actors.ids(start, end))
        good = given == ids
        for language in (document["language"], "all"):
            tally.right[language, kind][good] += 1
        tally.guessed[kind][(given or set(actors.guess(start, end))) == ids] += 1
        asked = kind == options.kind and options.language in {"", document["language"]} and (given or not options.given)
        if not good and asked and tally.shown < options.wrong:
            tally.shown += 1
            context = text[max(0, start - 60) : end + 30].replace("\n", " ")
            print(f"{document['id']:10} {text[start:end]!r} wanted {sorted(ids)} given {sorted(given)}   … {context}")


def share(counts: Counter[bool]) -> float:
    """The share of right ones; 0 where there are none."""
    return counts[True] / max(1, counts.total())


def main() -> int:
    """Print the shares; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", default=["written"])
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong ones")
    parser.add_argument("--kind", default="named", help="of this kind")
    parser.add_argument("--given", action="store_true", help="only where some id is given")
    parser.add_argument("--language", default="")
    options = parser.parse_args()
    tally = Tally()
    for document in documents(options.folders):
        measure(document, tally, options)
    print("language   " + "".join(f"{kind:>22}" for kind in KINDS))
    for language in ("sv", "nb", "nn", "da", "en", "all"):
        rows = [tally.right[language, kind] for kind in KINDS]
        print(f"{language:10} " + "".join(f"{share(counts):14.3f} of {counts.total():5}" for counts in rows))
    print("with guess " + "".join(f"{share(tally.guessed[kind]):14.3f}         " for kind in KINDS))
    return 0


if __name__ == "__main__":
    sys.exit(main())
