"""Do the languages agree? The claims of one document in Swedish, Bokmål, Nynorsk and Danish against those of its English version.

    python quality/languages.py              F1 of each language against English
    python quality/languages.py --by field   how often each field agrees among claims paired by sentence and type

The eight documents of ../shared/gold/news are translations of each other, sentence by sentence. A claim here is (sentence,
type, actors, recipients, factuality); no mark of a person comes in: two readings may agree and be wrong. The folder is
../shared beside the checkout, or ``ENLIGT_SHARED``.
"""

from __future__ import annotations

import argparse
import collections
import json
import tempfile
from importlib import util
from pathlib import Path
from typing import Any

from annotated import needed
from gold import extract, write_texts

ROOT = Path(__file__).resolve().parent.parent
AGAINST = "en"
FIELDS = ("actors", "recipients", "factuality")


def scorer(shared: Path) -> Any:
    """../shared/bench/score.py, for its way of finding a claim's sentence."""
    spec = util.spec_from_file_location("score", shared / "bench" / "score.py")
    if spec is None or spec.loader is None:
        raise SystemExit(f"no scorer in {shared / 'bench'}")
    module = util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def claims(shared: Path, folder: Path) -> dict[str, dict[str, list[tuple[Any, ...]]]]:
    """Language to document to its claims as (sentence, type, actors, recipients, factuality)."""
    score = scorer(shared)
    news = shared / "gold" / "news"
    out: dict[str, dict[str, list[tuple[Any, ...]]]] = collections.defaultdict(lambda: collections.defaultdict(list))
    for day, files in sorted(write_texts(news, folder, layout="lines").items()):
        for line in extract(files, published=day).decode("utf-8").splitlines():
            claim = json.loads(line)
            name = Path(claim["document"]).stem
            document, _, language = name.rpartition(".")
            sentences = json.loads((news / "sents" / f"{name}.json").read_text(encoding="utf-8"))["sents"]
            at = score.best_sentence(claim["evidence"]["text"], sentences)
            if at is not None:
                actors, recipients = (tuple(sorted({p["id"] for p in claim[side]})) for side in ("actors", "recipients"))
                out[language][document].append((at, claim["event_type"], actors, recipients, claim["factuality"]))
    return out


def f1(one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]], *, width: int) -> float:
    """F1 of the claims' first ``width`` fields; a claim found twice counts twice."""
    shared = total = 0
    for document in one.keys() | other.keys():
        a, b = (collections.Counter(c[:width] for c in x.get(document, ())) for x in (one, other))
        shared += (a & b).total()
        total += a.total() + b.total()
    return 2 * shared / total if total else 1.0


def fields(one: dict[str, list[tuple[Any, ...]]], other: dict[str, list[tuple[Any, ...]]]) -> dict[str, float]:
    """Among claims that agree in sentence and type, and stand alone in that in both: how often each further field agrees."""
    n, same = 0, collections.Counter[str]()
    for document in one.keys() & other.keys():
        a, b = _single(one[document]), _single(other[document])
        for key in a.keys() & b.keys():
            n += 1
            same.update(f for f, x, y in zip(FIELDS, a[key], b[key], strict=True) if x == y)
    return {f: same[f] / n if n else 0.0 for f in FIELDS}


def _single(found: list[tuple[Any, ...]]) -> dict[tuple[Any, ...], tuple[Any, ...]]:
    count = collections.Counter(c[:2] for c in found)
    return {c[:2]: c[2:] for c in found if count[c[:2]] == 1}


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--by", choices=("field",))
    options = wanted.parse_args()
    needed("gold", "news")
    with tempfile.TemporaryDirectory() as scratch:
        found = claims(needed(), Path(scratch))
    print(f"| against {AGAINST} | sentence and type | whole claim |" + "".join(f" {f} |" for f in FIELDS if options.by))
    print("|---|---:|---:|" + "---:|" * (len(FIELDS) if options.by else 0))
    for language in sorted(found.keys() - {AGAINST}):
        by = fields(found[language], found[AGAINST]) if options.by else {}
        numbers = [f1(found[language], found[AGAINST], width=w) for w in (2, 5)]
        print(f"| {language} |" + "".join(f" {x:.2f} |" for x in [*numbers, *by.values()]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
