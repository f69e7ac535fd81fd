"""How well repetition is told: articles made by editing the corpus, translations of it, and tellings that are neither.

    python quality/repetition.py               precision and recall of each kind, and the pairs that went wrong
    python quality/repetition.py --articles N  edit so many articles of each language (default 12)
    python quality/repetition.py --speed       signatures a second, and articles a second into a ledger, instead

The edited versions are of documents of corpus/written (``long-``, ``for-``, ``dom-``, ``bal-``), with a fixed seed: 5, 10, 20 and
40 % of the words exchanged for others of the corpus, dropped or doubled; another headline; a paragraph added or taken away;
a passage of 60 words lifted into another article; the same address with changes. Look-alikes that are no repetition: the
stories of corpus/stories, each of whose articles tells the same acts in another outlet's own words (some there carry an
agency's text: what is found among them is listed, to be read by people). Translations are ``par-LANG-SRC-`` against ``news-``.
A pair counts as found where an article is entered into a ledger and its relation comes out, so candidates count too.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import tempfile
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.ledger import open_view, open_writer
from enligt.marking.notation import documents
from enligt.model import REPEAT_KINDS, Article, Page, Reading
from enligt.repetition import Finder
from enligt.sources.phrases import agencies

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.marking.notation import Marked
    from enligt.model import Relation, RepeatKind

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
SEED = 20240610
SHARES = (0.05, 0.1, 0.2, 0.4)
PASSAGE = 60  # words
_MARK = re.compile(r"[(/\[]\s*©?\s*[A-Za-z]+(?:[-/–][A-Za-z]+)*\s*[)/\]]|©\s*[A-Za-z]+")


@dataclass(frozen=True)
class Pair:
    """Two articles and how the later repeats the earlier; None: it does not. ``made`` says how the pair came about."""

    made: str
    earlier: Article
    later: Article
    kinds: tuple[RepeatKind, ...]
    beside: str = ""  # another document of which the later holds something


def article_of(document: Marked, **fields: Any) -> Article:
    """A marked document as an article of two sentences a paragraph."""
    first, *rest = document["sents"]
    blocks = [" ".join(rest[k : k + 2]) for k in range(0, len(rest), 2)]
    given: dict[str, Any] = {"outlet": document.get("outlet"), "published": document["published"], **fields}
    text = "\n\n".join([first, *blocks])
    return Article(document=document["id"], page="0" * 64, text=text, language=document["language"], headline=first, **given)


def edited(article: Article, text: str, **fields: Any) -> Article:
    """Another outlet's version of an article."""
    return replace(article, text=text, headline=text.partition("\n\n")[0], outlet="Another Paper", **fields)


def exchanged(text: str, share: float, words: Sequence[str], chance: random.Random) -> str:
    """The text with a share of its words exchanged, dropped or doubled by others of the corpus."""
    out = []
    for block in text.split("\n\n"):
        told = []
        for word in block.split(" "):
            if chance.random() >= share:
                told.append(word)
                continue
            how = chance.random()
            told += [chance.choice(words)] if how < 0.8 else [] if how < 0.9 else [word, chance.choice(words)]
        out.append(" ".join(told))
    return "\n\n".join(out)


def edits(several: Sequence[Article], chance: random.Random) -> Iterator[Pair]:
    """Every kind of edit of each article, all of one language."""
    words = sorted({word for one in several for word in one.text.split() if word.isalpha()})
    for at, one in enumerate(several):
        other = several[(at + 1) % len(several)]
        headline, *body = one.text.split("\n\n")
        whole: tuple[RepeatKind, ...] = ("near", "reprint")
        yield Pair("the same text", one, edited(one, one.text.upper().replace(",", " ,")), ("same-text",))
        title = other.text.split("\n\n")[0]
        yield Pair("another headline", one, edited(one, "\n\n".join([title, *body])), ("reprint",))
        for share in SHARES:
            yield Pair(f"{share:.0%} of the words", one, edited(one, exchanged(one.text, share, words, chance)), whole)
        added = other.text.split("\n\n")[1]
        yield Pair(
            "a paragraph added", one, edited(one, "\n\n".join([headline, body[0], added, *body[1:]])), whole, other.document
        )
        yield Pair("a paragraph less", one, edited(one, "\n\n".join([headline, *body[:-1]])), whole)
        yield _lifted(one, other)
        address = f"https://paper.example/{one.document}"
        again = edited(one, exchanged(one.text, 0.2, words, chance), url=f"{address}?utm_source=x")
        yield Pair("one address, 20 % changed", replace(one, url=address), again, ("version-of",))


def _lifted(one: Article, other: Article) -> Pair:
    words = one.text.split(" ")
    middle = max(0, (len(words) - PASSAGE) // 2)
    passage = " ".join(words[middle : middle + PASSAGE]).replace("\n\n", " ")
    around = other.text.split("\n\n")
    long = [around[0], *around[1:3], passage, *around[3:], *around[1:]]  # long enough that the passage is a part of it
    text = "\n\n".join(long)
    return Pair("a passage lifted", one, edited(other, text, published=one.published), ("passage-of",))


def marked(pattern: str) -> list[Marked]:
    """The documents of some files of the corpus."""
    return [document for file in sorted(CORPUS.glob(pattern)) for document, _ in documents(file, None)]


def made_pairs(count: int) -> list[Pair]:
    """So many articles of each language, and their edited versions."""
    chance = random.Random(SEED)  # noqa: S311 - a fixed sequence, nothing secret
    by_language: dict[str, list[Article]] = defaultdict(list)
    for kind in ("long", "for", "dom", "bal"):
        for document in marked(f"written/{kind}-*.txt"):
            if sum(len(sentence.split()) for sentence in document["sents"]) >= 110:
                by_language[document["language"]].append(article_of(document, outlet="The Paper"))
    return [pair for language in sorted(by_language) for pair in edits(chance.sample(by_language[language], count), chance)]


def translations(every: int) -> list[tuple[Marked, Marked]]:
    """Every so many-th translation of the corpus with what it was made from."""
    sources = {document["id"]: document for document in marked("written/news-*.txt")}
    versions = marked("written/par-*.txt")[::every]
    pairs = ((sources.get("-".join(one["id"].split("-")[2:])), one) for one in versions)
    return [(source, one) for source, one in pairs if source is not None and source["language"] != one["language"]]


def told_apart(every: int) -> list[list[Article]]:
    """The stories of every so many-th file, each a list of its articles."""
    stories: dict[str, list[Article]] = {}
    for file in sorted((CORPUS / "stories").glob("*.txt"))[::every]:
        for document, _ in documents(file, None):
            stories.setdefault(document["story"], []).append(article_of(document))
    return list(stories.values())


def of_one_agency(one: Article, other: Article) -> bool:
    """Whether both carry one agency's mark ("/ritzau/", "(NTB-AFP)"): then one may well repeat the other."""
    signed = [set(re.findall(r"[A-Za-z]+", " ".join(_MARK.findall(a.text)).lower())) for a in (one, other)]
    return bool(signed[0] & signed[1] & {name.lower() for name in agencies("marks")})


def found(articles: Iterable[Article], vectors: dict[str, bytes] | None = None) -> dict[frozenset[str], Relation]:
    """The relations that come out where articles are entered into a new ledger, by the two ids."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.db"
        _enter(path, list(articles), vectors or {})
        with open_view(path) as view:
            return {frozenset((r.relation.article_id, r.relation.other_id)): r.relation for r in view.repeats()}


def _enter(path: Path, articles: Sequence[Article], vectors: dict[str, bytes]) -> None:
    with open_writer(path) as writer:
        writer.repeats = Finder()
        for start in range(0, len(articles), 50):
            page = Page(f"{start}.txt", str(start).encode())
            several = [replace(one, page=page.sha256) for one in articles[start : start + 50]]
            readings = [Reading(one, (), "corpus", "1", vectors.get(one.article_id, b"")) for one in several]
            writer.record(page, readings=readings, issues=(), reader="corpus", reader_version="1", options={})


def sentence_vectors(articles: Sequence[Article]) -> dict[str, bytes]:
    """``Reading.vectors`` of articles, by their ids, from the shipped reader."""
    from enligt.readers.trained import TrainedReader  # noqa: PLC0415 - seconds to load: only for translations

    reader = TrainedReader()
    out: dict[str, bytes] = {}
    for start in range(0, len(articles), 16):
        out |= {one.article.article_id: one.vectors() for one in reader.prepare(articles[start : start + 16])}
    return out


def main() -> int:
    """Run the command line; gives the exit code."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--articles", type=int, default=12)
    asked.add_argument("--every", type=int, default=12, help="of the translations, and of the files of stories, each so many-th")
    asked.add_argument("--speed", action="store_true")
    options = asked.parse_args()
    if options.speed:
        _speed()
        return 0
    made = made_pairs(options.articles)
    pairs = [
        (article_of(source), article_of(version, published=source["published"]))
        for source, version in translations(options.every)
    ]
    made += [Pair("a translation", source, version, ("translation-of",)) for source, version in pairs]
    stories = told_apart(max(1, options.every // 4))
    tellings = [one for story in stories for one in story]
    vectors = sentence_vectors([*itertools.chain.from_iterable(pairs), *tellings])
    relations = found({one.article_id: one for pair in made for one in (pair.earlier, pair.later)}.values(), vectors)
    _table(made, relations)
    _look_alikes(stories, found(tellings, vectors))
    return 0


def _table(made: Sequence[Pair], relations: dict[frozenset[str], Relation]) -> None:
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    wrong: list[str] = []
    for pair in made:
        got = relations.get(frozenset((pair.earlier.article_id, pair.later.article_id)))
        total[pair.made] += 1
        if got is not None and got.kind in pair.kinds:
            right[pair.made] += 1
        else:
            what = "nothing" if got is None else f"{got.kind} {got.share:.2f} {got.other_share:.2f}"
            wrong.append(f"  {pair.made}, {pair.later.language}: {pair.earlier.document}: {what}")
    print(f"{'made by':<28}{'pairs':>6}{'found':>7}{'recall':>8}")
    for how, count in total.items():
        print(f"{how:<28}{count:>6}{right[how]:>7}{right[how] / count:>8.3f}")
    print(*wrong[:40], sep="\n")
    _precision(made, relations.values())


def _precision(made: Sequence[Pair], relations: Iterable[Relation]) -> None:
    """Of all relations found, those between articles that have something of one document in them."""
    holds: dict[str, set[str]] = defaultdict(set)
    for pair in made:
        holds[pair.earlier.article_id].add(pair.earlier.document)
        holds[pair.later.article_id] |= {pair.earlier.document, pair.later.document, pair.beside}
    told: Counter[str] = Counter()
    false: Counter[str] = Counter()
    for one in relations:
        told[one.kind] += 1
        false[one.kind] += not (holds[one.article_id] & holds[one.other_id]) - {""}
    print("\nof all relations found among these, between articles that share a source:")
    for kind in REPEAT_KINDS:
        if told[kind]:
            print(f"{kind:<28}{told[kind]:>6}{told[kind] - false[kind]:>7}{1 - false[kind] / told[kind]:>8.3f}")


def _look_alikes(stories: Sequence[Sequence[Article]], relations: dict[frozenset[str], Relation]) -> None:
    pairs = {frozenset((a.article_id, b.article_id)): (a, b) for story in stories for a, b in itertools.combinations(story, 2)}
    count = sum(a.language == b.language for a, b in pairs.values())
    abroad = len(pairs) - count
    print(f"\ntellings of the same acts: {count} pairs in one language, {abroad} in two; of these found to repeat:")
    told = Counter(one.kind for one in relations.values())
    print("  " + (", ".join(f"{kind} {told[kind]}" for kind in REPEAT_KINDS if told[kind]) or "none"))
    for pair, one in relations.items():
        a, b = pairs.get(pair, (None, None))
        names = "two stories" if a is None or b is None else f"{a.document} ({a.outlet}), {b.document} ({b.outlet})"
        agency = "" if a is None or b is None or not of_one_agency(a, b) else "; both carry one agency's mark"
        print(f"  {one.kind} {one.share:.2f} {one.other_share:.2f}: {names}{agency}")


def _speed() -> None:
    articles = [article_of(document) for document in marked("written/for-*.txt") + marked("written/long-*.txt")]
    finder = Finder()
    start = time.process_time()
    keys = sum(len(finder.signature(one).keys) for one in articles)
    spent = time.process_time() - start
    words = sum(len(one.text.split()) for one in articles) / len(articles)
    print(f"{len(articles)} articles of {words:.0f} words and {keys / len(articles):.0f} keys each")
    print(f"{len(articles) / spent:.0f} signatures/s")
    for repeats in (None, Finder()):
        with tempfile.TemporaryDirectory() as folder, open_writer(Path(folder) / "l.db") as writer:
            writer.repeats = repeats
            start = time.process_time()
            for one in articles:
                page = Page(one.document, one.text.encode())
                reading = Reading(replace(one, page=page.sha256), (), "corpus", "1")
                writer.record(page, readings=[reading], issues=(), reader="corpus", reader_version="1", options={})
            spent = time.process_time() - start
            print(f"into a ledger {'with' if repeats else 'without'} repetition: {len(articles) / spent:.0f} articles/s")


if __name__ == "__main__":
    raise SystemExit(main())
