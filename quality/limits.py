"""What bounds the linking of claims on the annotated sets of ../shared: by counts, from what is found to what is marked.

    python quality/limits.py

Three rows for each set, each scored by ../shared/bench/score_events.py: the claims as the reader finds them; the same claims with
the marked type, participants, factuality and time where the scorer pairs them with a marked one (what linking loses to reading);
the marked claims instead, whole, as `enligt import` would take them (what linking itself loses). A measure only: nothing is made
to fit it.
"""

from __future__ import annotations

import importlib
import json
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from annotated import needed
from enligt.model import Claim, Participant, Source, Span, When
from enligt.reports.records import claim_record
from events import gold_articles, read, score_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.model import Article

Marked = dict[str, Any]


def marked_of(gold: Path, article: Article) -> tuple[list[str], list[Marked]]:
    """An annotated document's sentences and claims."""
    doc, _, _ = article.document.rpartition(".")
    sentences = json.loads((gold / "sents" / f"{article.document}.json").read_text(encoding="utf-8"))["sents"]
    return sentences, json.loads((gold / "claims" / f"{doc}.json").read_text(encoding="utf-8"))["claims"]


def fields(marked: Marked, at: Span) -> dict[str, Any]:
    """Type, participants, factuality and time as they are marked; times stand ``at`` the act, for want of their words."""
    when = marked["when"]
    return {
        "event_type": marked["event_type"], "mode": marked["mode"], "factuality": marked["factuality"],
        "actors": tuple(Participant(one["id"], one.get("name")) for one in marked["actors"]),
        "recipients": tuple(Participant(one["id"], one.get("name")) for one in marked["recipients"]),
        "when": None if when is None else When(when["start"], when["end"], "day", at.text, at, "marked"),
    }  # fmt: skip


def mended(gold: Path, told: Sequence[tuple[Claim, Article]], score: Any) -> Iterator[tuple[Claim, Article]]:
    """The claims found, those that the scorer pairs with a marked one with its fields."""
    of: defaultdict[str, list[tuple[Claim, Article]]] = defaultdict(list)
    for claim, article in told:
        of[article.document].append((claim, article))
    for several in of.values():
        article = several[0][1]
        sentences, marked = marked_of(gold, article)
        records: defaultdict[int, list[Any]] = defaultdict(list)
        for claim, _ in several:
            records[score.best_sentence(claim.evidence.text, sentences)].append(claim_record(claim, article))
        right = {
            found["claim_id"]: one
            for at, those in records.items()
            for one, found, _ in score.pair_up([one for one in marked if one["sent"] == at], those)
        }
        met: set[str] = set()
        for claim, _ in several:
            one = right.get(claim.claim_id)
            made = claim if one is None else replace(claim, **fields(one, claim.trigger))
            made = claim if made.claim_id in met else made
            met.add(made.claim_id)
            yield made, article


def whole(gold: Path, article: Article) -> Iterator[tuple[Claim, Article]]:
    """The marked claims of a document; the act stands at its word where the sentence has it (translations may not)."""
    sentences, marked = marked_of(gold, article)
    starts = [0]
    for sentence in sentences:
        starts.append(starts[-1] + len(sentence) + 2)
    met: set[str] = set()
    for one in marked:
        text, base = sentences[one["sent"]], starts[one["sent"]]
        evidence = Span(base, base + len(text), text)
        at = max(0, text.find(one["trigger"]))
        ends = [at + len(one["trigger"]) if text.find(one["trigger"]) >= 0 else len(text), len(text)]
        sources = tuple(
            Source(name if isinstance(name, str) else name["name"], "organisation", depth)
            for depth, name in enumerate(one["sources"], 1)
        )
        for start, end in product(range(at, len(text)), ends):
            trigger = Span(base + start, base + end, text[start:end])
            claim = Claim(
                article.article_id, trigger=trigger, evidence=evidence, reader="marked", reader_version="1", sources=sources,
                **fields(one, trigger),
            )  # fmt: skip
            if claim.claim_id not in met:
                met.add(claim.claim_id)
                yield claim, article
                break


def main() -> None:
    """The command."""
    shared = needed()
    sys.path.insert(0, str(needed("bench")))
    score = importlib.import_module("score")  # lies beside the annotated sets

    with tempfile.TemporaryDirectory() as scratch:
        for name in ("seeds", "news"):
            gold = shared / "gold" / name
            articles = gold_articles(gold, turn=name == "news")
            told = list(read(articles))
            rows = {
                "as found": told,
                "found, with marked fields": list(mended(gold, told, score)),
                "marked": [one for article in articles for one in whole(gold, article)],
            }
            for title, claims in rows.items():
                print(title)
                score_claims(shared, name, claims, Path(scratch))


if __name__ == "__main__":
    main()
