"""What the first look keeps, what it puts aside, and how quick it is: the table of docs/aside.md.

    python quality/look.py                 recall by language and type, the share put aside, on held-out documents
    python quality/look.py --folds         the same on the whole corpus, each document by a model that has not seen it
    python quality/look.py --speed         pages a second for pages put aside early, with the stages' shares
    python quality/look.py --out FILE      write the tables into FILE, between its marks

Recall is the share of documents with claims that are kept. The texts of ../shared/gold/news (ENLIGT_SHARED) are a measure
only: nothing is trained or set on them.
"""

from __future__ import annotations

import argparse
import collections
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING

from annotated import needed, shared
from enligt.model import LANGUAGES, Page
from enligt.readers import look
from enligt.sources import glance
from enligt.training import look as training

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from enligt.training.look import Sample

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- made by quality/look.py -->\n", "<!-- end -->\n"
MENU = "".join(
    f'<li><a href="/s/{n}">{word}</a></li>' for n, word in enumerate(("Home", "Sport", "Culture", "Weather", "Video") * 12)
)


def shipped(one: Sample) -> bool:
    """Whether the shipped look keeps a document."""
    return look.look(one.text, language=one.language).why is None


def page_of(text: str) -> bytes:
    """A text as a web page of some 50 kB, with menus, scripts and a footer around it."""
    title, _, body = text.partition("\n")
    paragraphs = "".join(f"<p>{one}</p>\n" for one in body.split("\n") if one.strip())
    script = "<script>window.dataLayer=[];" + "var a={b:[1,2,3],c:'d'};" * 1200 + "</script>"
    head = f"<!doctype html><html><head><meta charset='utf-8'><title>{title}</title>{script}</head>"
    story = f"<main><article><h1>{title}</h1>{paragraphs}</article></main>"
    return f"{head}<body><nav><ul>{MENU}</ul></nav>{story}{MENU}</body></html>".encode()


def glanced(one: Sample) -> bool:
    """Whether a page with this text is kept by the look at raw pages."""
    text = glance.quick_text(Page("page.html", page_of(one.text)))
    language = None if text is None else glance.language_of(text)
    return text is None or language is None or look.glance(text, language=language).why is None


def share(kept: Iterable[bool]) -> str:
    """``97.5 (39 of 40)``."""
    found = list(kept)
    return f"{100 * sum(found) / len(found):.1f} ({sum(found)} of {len(found)})" if found else "–"


def tables(documents: Sequence[Sample], keeps: Callable[[Sample], bool]) -> str:
    """Recall by language and by type, and what is put aside of texts without claims."""
    verdicts = [(one, keeps(one)) for one in documents]
    lines = [
        "| | with claims: kept, % | of these with one claim | corpus without claims: put aside, % | other pages: put aside, % |"
    ]
    lines.append("|---|---|---|---|---|")
    for language in LANGUAGES:
        own = [(one, kept) for one, kept in verdicts if one.language == language]
        cells = (
            share(kept for one, kept in own if one.claims),
            share(kept for one, kept in own if one.claims == 1),
            share(not kept for one, kept in own if not one.claims and not one.aside),
            share(not kept for one, kept in own if one.aside),
        )
        lines.append(f"| {language} | {' | '.join(cells)} |")
    by_type: dict[str, list[bool]] = collections.defaultdict(list)
    for one, kept in verdicts:
        for kind in one.types:
            by_type[kind].append(kept)
    lines += ["", "| documents with a claim of | kept, % |", "|---|---|"]
    lines += [f"| {kind} | {share(kept)} |" for kind, kept in sorted(by_type.items())]
    return "\n".join(lines) + "\n"


def folded(train: Sequence[Sample]) -> tuple[Sequence[Sample], Callable[[Sample], bool]]:
    """The trained documents, and whether a model that has not seen one keeps it, by the shipped thresholds."""
    limits = look.shipped()
    scores: dict[str, float] = {}
    for fold in range(training.FOLDS):
        table = training.fit(one for one in train if one.fold != fold)
        scores |= {one.id: training.score(table, one) for one in train if one.fold == fold}

    def keeps(one: Sample) -> bool:
        score, language = scores[one.id], one.language
        if score < limits.unlikely[language]:
            return False
        return score >= limits.no_actor[language] or look.names_actor(one.text, language=language)

    return train, keeps


def gold(shared: Path) -> str:
    """How many of the annotated texts with claims are kept."""
    kept: dict[str, list[bool]] = collections.defaultdict(list)
    for path in sorted((shared / "gold" / "news" / "claims").glob("*.json")):
        if not any(not one.get("optional") for one in json.loads(path.read_text("utf-8"))["claims"]):
            continue
        for language in LANGUAGES:
            sentences = path.parents[1] / "sents" / f"{path.stem}.{language}.json"
            if sentences.is_file():
                text = "\n\n".join(json.loads(sentences.read_text("utf-8"))["sents"])
                kept[language].append(look.look(text, language=language).why is None)
    return "Annotated news kept: " + ", ".join(f"{language} {sum(one)} of {len(one)}" for language, one in kept.items()) + ".\n"


def speed(documents: Sequence[Sample]) -> str:
    """Pages a second (processor time, one core) through the look at raw pages, and the stages' shares."""
    pages = [
        Page("page.html", page_of("\n".join(one.text.split("\n")[:1]) + ("\n" + one.text) * 6)) for one in documents if one.aside
    ]
    spent: collections.Counter[str] = collections.Counter()
    put = 0
    for _ in range(2):  # the first warms the models
        spent.clear()
        put = 0
        for page in pages:
            a = time.process_time()
            text = glance.quick_text(page)
            b = time.process_time()
            language = None if text is None else glance.language_of(text)
            c = time.process_time()
            put += text is not None and language is not None and look.glance(text, language=language).why is not None
            spent.update({"text": b - a, "language": c - b, "score": time.process_time() - c})
    whole = spent.total()
    shares = ", ".join(f"{name} {100 * seconds / whole:.0f} %" for name, seconds in spent.items())
    size = sum(len(page.content) for page in pages) / len(pages) / 1000
    return f"{len(pages) / whole:.0f} pages a second of {size:.0f} kB each, {put} of {len(pages)} put aside; {shares}.\n"


def main() -> None:
    """Measure, print, and write into a file where asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", action="store_true")
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--out", type=Path)
    args = parser.parse_args()
    if args.speed:
        print(speed(training.aside_texts(ROOT / "corpus")), end="")
        return
    train, held = training.samples(ROOT / "corpus")
    told = tables(*folded(train)) if args.folds else tables(held, shipped)
    if not args.folds:
        pages = [one for one in held if one.claims]
        told += (
            f"\nThe same documents as web pages, by the look at raw pages alone: {share(glanced(one) for one in pages)} kept.\n"
        )
        told += gold(needed()) if shared("gold") else ""
    print(told, end="")
    if args.out:
        before, _, rest = args.out.read_text("utf-8").partition(BEGIN)
        args.out.write_text(before + BEGIN + told + END + rest.partition(END)[2], encoding="utf-8")


if __name__ == "__main__":
    main()
