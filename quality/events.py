"""How well claims are joined into events end to end: texts read, claims linked, scored by ../shared/bench/score_events.py.

    python quality/events.py                 gold/seeds, and gold/news with the i-th document in the i-th language in turn
    python quality/events.py --stories       the held-out stories of the corpus from their texts: links, status, origins
    python quality/events.py --stories --files "[hij]-*"   of these those of such files (the long ones)
    python quality/events.py --sure          how sure the reader is of participants in the held-out stories, right and wrong
    python quality/events.py --keep DIR      leave the claims, each with its event_id, there

A measure only: nothing is made to fit it. On the stories a marked claim stands for the claim found that evaluate pairs it with
(the same sentence and type); a marked event's status and number of origins are those of the event found that shares most of them,
with its optional claims or without, as in stories.py.
Stories of corpus/heldout.txt were seen by no training; the other held-out ones taught the reader, and nothing that links.
"""

from __future__ import annotations

import argparse
import itertools
import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import replace
from datetime import date
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from annotated import needed
from enligt.events import Known, events
from enligt.marking.stories import agency_of
from enligt.model import Article, Reading
from enligt.readers import load
from enligt.reports.records import claim_record
from enligt.training.events import SHARES, SIDES, split
from stories import firm_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.marking.stories import Story
    from enligt.model import Claim, Event

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("sv", "nb", "nn", "da", "en")


def read(articles: Iterable[Article]) -> Iterator[tuple[Claim, Article]]:
    """The claims that the shipped reader finds."""
    for reading in load().read(articles):
        if isinstance(reading, Reading):
            yield from ((claim, reading.article) for claim in reading.claims)


def gold_articles(gold: Path, *, turn: bool) -> list[Article]:
    """The annotated documents as articles: in every language that is there, or the i-th in the i-th language in ``turn``."""
    found: list[Article] = []
    for at, claims in enumerate(sorted((gold / "claims").glob("*.json"))):
        marked = json.loads(claims.read_text(encoding="utf-8"))
        for sentences in sorted((gold / "sents").glob(f"{marked['doc']}.*.json")):
            language = sentences.stem.rsplit(".", 1)[1]
            if turn and language != LANGUAGES[at % len(LANGUAGES)]:
                continue
            lines = json.loads(sentences.read_text(encoding="utf-8"))["sents"]
            text = "\n\n".join(lines)
            found.append(
                Article(
                    sentences.stem,
                    "",
                    text,
                    language,  # type: ignore[arg-type] # five languages only
                    headline=lines[0],
                    outlet=marked["doc"],
                    published=marked["published"],
                )
            )
    return found


def score_gold(shared: Path, name: str, keep: Path) -> None:
    """Read, link and score one annotated set; the scorer prints."""
    gold = shared / "gold" / name
    score_claims(shared, name, list(read(gold_articles(gold, turn=name == "news"))), keep)


def score_claims(shared: Path, name: str, told: Sequence[tuple[Claim, Article]], keep: Path) -> None:
    """Link claims on one annotated set and score them; the scorer prints."""
    gold = shared / "gold" / name
    of = {claim: event for event in events(told, today=date.max.isoformat()) for claim in event.claims}
    file = keep / f"{name}.events.jsonl"
    lines = [
        json.dumps(
            claim_record(claim, article, document=article.document) | {"event_id": of[claim.claim_id].event_id},
            ensure_ascii=False,
        )
        for claim, article in told
    ]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    command = [sys.executable, str(shared / "bench" / "score_events.py"), "--gold", str(gold), "--pred", str(file)]
    sys.stdout.flush()
    subprocess.run(command, check=True)


def score_stories(told: Sequence[Story]) -> None:
    """Read and link the texts of stories, each by itself; print what came of it."""
    pairs: Counter[tuple[bool, bool]] = Counter()
    asked = status = origins = 0
    strict: Counter[str] = Counter()
    for story in told:
        articles = [replace(one, page=one.document) for one in story.articles]
        claims = list(read(articles))
        known = Known(agencies={one.article_id: name for one in articles if (name := agency_of(one.text)) is not None})
        found = list(events(claims, today=story.as_of, known=known))
        of = {claim: at for at, event in enumerate(found) for claim in event.claims}
        stands = _stands_for(story, claims)
        firm = [one for one in story.claims if not one.optional and one.claim.claim_id in stands]
        for one, other in itertools.combinations(firm, 2):
            said = of[stands[one.claim.claim_id]] == of[stands[other.claim.claim_id]]
            pairs[one.event == other.event, said] += 1
        optional = {stands[one.claim.claim_id] for one in story.claims if one.optional and one.claim.claim_id in stands}
        for label, marked in story.events.items():
            mine = [of[stands[one.claim.claim_id]] for one in story.claims if one.event == label and one.claim.claim_id in stands]
            asked += 1
            if mine:
                best: Event = found[Counter(mine).most_common(1)[0][0]]
                firmly = firm_of(best, optional, claims, today=story.as_of, known=known)
                counted = len(marked.origins)
                status += marked.status in {best.status, firmly.status}
                origins += counted in {best.tracing.most, firmly.tracing.most}
                strict["status"] += best.status == marked.status
                strict["origins"] += best.tracing.most == counted
    tp, fp, fn = pairs[True, True], pairs[False, True], pairs[True, False]
    print(f"stories    pairs found {tp + fn}  P {tp / max(1, tp + fp):.3f} R {tp / max(1, tp + fn):.3f}", end=" ")
    print(
        f"F1 {2 * tp / max(1, 2 * tp + fp + fn):.3f}  status {status / asked:.3f}  origins {origins / asked:.3f} of {asked}",
        end=" ",
    )
    print(f"(strictly {strict['status'] / asked:.3f}, {strict['origins'] / asked:.3f})")


def score_sureness(told: Sequence[Story]) -> None:
    """Print quantiles of the confidence in actors and recipients, of those that are as marked and of those that are not."""
    sure: dict[bool, list[float]] = {True: [], False: []}
    for story in told:
        claims = list(read([replace(one, page=one.document) for one in story.articles]))
        found = {claim.claim_id: claim for claim, _ in claims}
        stands = _stands_for(story, claims)
        for one in story.claims:
            if one.claim.claim_id not in stands:
                continue
            claim = found[stands[one.claim.claim_id]]
            for side in SIDES:
                same = {each.id for each in getattr(claim, side)} == {each.id for each in getattr(one.claim, side)}
                sure[same].append(claim.slot_confidence[side])
    for same, several in sure.items():
        cuts = statistics.quantiles(several, n=20, method="inclusive")
        told_of = "  ".join(f"{share:.0%} {cuts[round(20 * share) - 1]:.3f}" for share in SHARES[1:-1])
        print(f"{'right' if same else 'wrong'} {len(several)}: {told_of}")


def _stands_for(story: Story, claims: Sequence[tuple[Claim, Article]]) -> dict[str, str]:
    """The found claim of each marked one: in its article and sentence, of its type, the nearest trigger; each once."""
    found: dict[str, str] = {}
    for one in story.claims:
        near = [
            (abs(claim.trigger.start - one.claim.trigger.start), claim.claim_id)
            for claim, article in claims
            if article.article_id == one.article.article_id
            and claim.event_type == one.claim.event_type
            and claim.evidence.start < one.claim.evidence.end
            and one.claim.evidence.start < claim.evidence.end
            and claim.claim_id not in found.values()
        ]
        if near:
            found[one.claim.claim_id] = min(near)[1]
    return found


def main() -> None:
    """The command."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--stories", action="store_true", help="the held-out stories instead of the annotated sets")
    wanted.add_argument("--files", default="*", help="a pattern for the names of the stories' files")
    wanted.add_argument("--keep", type=Path, help="where the claims are left")
    wanted.add_argument("--sure", action="store_true", help="how sure the reader is of participants, right or wrong")
    options = wanted.parse_args()
    if options.sure:
        score_sureness(split(ROOT / "corpus")[1])
        return
    if options.stories:
        score_stories([one for one in split(ROOT / "corpus")[1] if fnmatch(one.file, options.files)])
        return
    needed("bench")
    shared = needed()
    with tempfile.TemporaryDirectory() as scratch:
        keep = options.keep or Path(scratch)
        keep.mkdir(parents=True, exist_ok=True)
        for name in ("seeds", "news"):
            score_gold(shared, name, keep)


if __name__ == "__main__":
    main()
