"""How often the actors room gives the marked ids of the corpus's participants, by language and kind of mention.

    python quality/actors.py [--wrong N] [--kind KIND] [--language LANG] [FOLDER ...]

Reads the marked documents of corpus/written and corpus/stories through corpus/check.py. A participant counts where it has
a mention; right is: ``resolve(text).ids(mention)`` gives exactly the ids that the claim has for that mention.
Kinds of mention: pronoun, description (no capital letter in it but perhaps its first, and no known adjective: "the army",
"1.200 politifolk"), unknown (marked UNK), named (all others: what the floor is for).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from enligt.actors import gazetteer, resolve

ROOT = Path(__file__).parents[1]


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
    words = mention.split()
    if len(words) == 1 and mention.lower() in PRONOUNS:
        return "pronoun"
    capitals = any(word[:1].isupper() for word in words[1:]) or (words[0][:1].isupper() and words[0].lower() not in ARTICLES)
    first_only = words[0][:1].isupper() and not any(word[:1].isupper() for word in words[1:])
    known = gazetteer().find(mention, language=document["language"])
    if known:
        return "named"
    if not capitals:
        return "description"
    sentence_start = first_only and any(sent.lstrip("-–—\"”»«“' ").startswith(mention) for sent in document["sents"])
    return "description" if sentence_start else "named"


PRONOUNS = set(
    "han hon hun ho de dem dei vi oss jag jeg eg du ni dere de det den den/dem sin sitt sine sina deras deres hans hennes dess "
    "they them he she it we us i you who his her their its our him himself themselves both båda begge dei dem henne honom ham "
    "som der man vår vårt våra vår våre vores hennar hans".split()
)
ARTICLES = set("the a an den det de en ei eit et ett ein dei both some many several two three all".split())


def main() -> int:
    """Print the shares; the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="*", default=["written"])
    parser.add_argument("--wrong", type=int, default=0, help="show so many wrong ones")
    parser.add_argument("--kind", default="named")
    parser.add_argument("--given", action="store_true", help="only where some id is given")
    parser.add_argument("--language", default="")
    options = parser.parse_args()
    right: dict[tuple[str, str], Counter[bool]] = defaultdict(Counter)
    guessed: dict[str, Counter[bool]] = defaultdict(Counter)
    shown = 0
    for document in documents(options.folders):
        text = "\n\n".join(document["sents"])
        starts = [0]
        for sentence in document["sents"]:
            starts.append(starts[-1] + len(sentence) + 2)
        actors = resolve(text, language=document["language"], published=document["published"])
        wanted: dict[tuple[int, int], set[str]] = {}
        for claim in document["claims"]:
            for role in ("actors", "recipients"):
                slots: dict[tuple[int, int], set[str]] = defaultdict(set)
                for participant in claim[role] or []:
                    if participant.get("span"):
                        a, b = participant["span"][:2]
                        offset = starts[claim["sent"]]
                        slots[offset + a, offset + b].add(participant["id"])
                for span, ids in slots.items():
                    wanted.setdefault(span, ids)
        for (start, end), ids in wanted.items():
            mention = text[start:end]
            kind = kind_of(mention, frozenset(ids), document)
            given = set(actors.ids(start, end))
            good = given == ids
            right[document["language"], kind][good] += 1
            right["all", kind][good] += 1
            guessed[kind][(given or set(actors.guess(start, end))) == ids] += 1
            if not good and (given or not options.given) and shown < options.wrong and kind == options.kind and options.language in {"", document["language"]}:
                shown += 1
                context = text[max(0, start - 60) : end + 30].replace("\n", " ")
                print(f"{document['id']:10} {mention!r} wanted {sorted(ids)} given {sorted(given)}   … {context}")
    kinds = ("named", "description", "pronoun", "unknown")
    print("language   " + "".join(f"{kind:>22}" for kind in kinds))
    for language in ("sv", "nb", "nn", "da", "en", "all"):
        cells = []
        for kind in kinds:
            counts = right[language, kind]
            total = sum(counts.values())
            cells.append(f"{counts[True] / total if total else 0:14.3f} of {total:5}")
        print(f"{language:10} " + "".join(cells))
    cells = [f"{guessed[kind][True] / max(1, sum(guessed[kind].values())):14.3f}         " for kind in kinds]
    print("with guess " + "".join(cells))
    return 0


if __name__ == "__main__":
    sys.exit(main())
