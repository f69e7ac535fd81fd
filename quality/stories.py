"""How well claims are joined into events, on the corpus's stories that nothing was learnt from, their marked claims given.

    python quality/stories.py                the held-out stories
    python quality/stories.py --all          all stories, learnt from or not
    python quality/stories.py --files "[hij]-*"  of the held-out stories those of these files (the long ones)
    python quality/stories.py --show status  what differs besides: links, status or origins
    python quality/stories.py --found        windows of found text instead, whose claims name their events (needs the treebanks)

Linking: over the pairs of firm claims in a story, precision, recall and F1 of `same event`, and B-cubed (Bagga and Baldwin 1998).
A marked event's status and number of independent origins are those of the event found that shares most claims with it. An
optional claim counts neither way (docs/claims.md): either is right where the event has it with its optional claims or without.
Told besides: strictly, with all of them.
"""

from __future__ import annotations

import argparse
import itertools
from collections import Counter, defaultdict
from dataclasses import replace
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from annotated import needed
from enligt.events import Known, event, events, tellings
from enligt.events.linking import score
from enligt.marking.stories import articles
from enligt.training.events import split

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from enligt.marking.stories import MarkedClaim, MarkedEvent, Story
    from enligt.model import Article, Claim, Event

ROOT = Path(__file__).resolve().parent.parent


def firm_of(found: Event, optional: Collection[str], told: Iterable[tuple[Claim, Article]], *, today: str, known: Known) -> Event:
    """An event without its optional claims; the event itself where it has none, or no others.

    Args:
        found: the event.
        optional: ids of optional claims.
        told: all claims with their articles.
        today: the day as of which its status is told.
        known: what is known of the articles.
    """
    beside: defaultdict[str, list[Claim]] = defaultdict(list)
    members: dict[str, tuple[Claim, Article]] = {}
    for claim, article in told:
        beside[claim.article_id].append(claim)
        if claim.claim_id in found.claims and claim.claim_id not in optional:
            members[claim.claim_id] = claim, article
    if len(members) == len(found.claims):
        return found
    prepared = {t.claim_id: t for claim, article in members.values() for t in tellings(beside[claim.article_id], article)}
    return event(list(members.values()), today=today, told=prepared, known=replace(known, beside=beside)) or found


class Tally:
    """What was counted."""

    def __init__(self) -> None:
        self.pairs: Counter[tuple[bool, bool]] = Counter()
        self.cubed: list[tuple[float, float]] = []
        self.asked = self.status = self.origins = self.within = self.contradict = self.together = 0
        self.strict: Counter[str] = Counter()
        self.shown: defaultdict[str, list[str]] = defaultdict(list)

    def add(self, story: Story) -> None:
        """Link a story and compare."""
        told = ((one.claim, one.article) for one in story.claims)
        self.compare(story, list(events(told, today=story.as_of, known=Known(agencies=story.agencies))))

    def compare(self, story: Story, found: Sequence[Event]) -> None:
        """Compare the events found of a story with those marked."""
        of = {claim: at for at, event in enumerate(found) for claim in event.claims}
        firm = [one for one in story.claims if not one.optional]
        self._links(story, firm, of)
        for label, marked in story.events.items():
            mine = [one for one in story.claims if one.event == label]
            if not mine:
                continue
            best = found[Counter(of[one.claim.claim_id] for one in mine).most_common(1)[0][0]]
            optional = {one.claim.claim_id for one in story.claims if one.optional}
            told = [(one.claim, one.article) for one in story.claims]
            firmly = firm_of(best, optional, told, today=story.as_of, known=Known(agencies=story.agencies))
            self._event(f"{story.name} {label}", marked, (best, firmly), mine)

    def _links(self, story: Story, firm: Sequence[MarkedClaim], of: dict[str, int]) -> None:
        for one, other in itertools.combinations(firm, 2):
            same, said = one.event == other.event, of[one.claim.claim_id] == of[other.claim.claim_id]
            self.pairs[same, said] += 1
            if same and {"asserted", "denied"} == {one.claim.factuality, other.claim.factuality}:
                self.contradict += 1
                self.together += said
            if same != said:
                self.shown["links"].append(_pair(story, one, other, same=same))
        for one in firm:
            mine = {o.claim.claim_id for o in firm if of[o.claim.claim_id] == of[one.claim.claim_id]}
            right = {o.claim.claim_id for o in firm if o.event == one.event}
            self.cubed.append((len(mine & right) / len(mine), len(mine & right) / len(right)))

    def _event(self, name: str, marked: MarkedEvent, found: tuple[Event, Event], claims: Sequence[MarkedClaim]) -> None:
        """Compare a marked event with the one found, given with its optional claims and without."""
        self.asked += 1
        best, counted = found[0], len(marked.origins)
        statuses, numbers = {one.status for one in found}, {one.tracing.most for one in found}
        self.strict["status"] += best.status == marked.status
        self.strict["origins"] += best.tracing.most == counted
        self.status += marked.status in statuses
        self.origins += counted in numbers
        self.within += best.tracing.least <= counted <= best.tracing.most or counted in numbers
        whole = f"{len(claims)} claims, {len(best.claims)} found"
        if marked.status not in statuses:
            self.shown["status"].append(f"{name}: {marked.status}, found {best.status} ({whole})")
        if counted not in numbers:
            said = "; ".join(f"{one.name}{' + ' + ', '.join(one.also) if one.also else ''}" for one in best.tracing.origins)
            self.shown["origins"].append(f"{name} {marked.status}: {'; '.join(marked.origins)} | found {said} ({whole})")

    def table(self) -> str:
        """The figures."""
        tp, fp, fn = self.pairs[True, True], self.pairs[False, True], self.pairs[True, False]
        p, r = tp / max(1, tp + fp), tp / max(1, tp + fn)
        bp, br = (sum(one[side] for one in self.cubed) / max(1, len(self.cubed)) for side in (0, 1))
        told = (
            f"linking    P {p:.3f} R {r:.3f} F1 {2 * p * r / max(1e-9, p + r):.3f} ({tp + fn} pairs)\n"
            f"B-cubed    P {bp:.3f} R {br:.3f} F1 {2 * bp * br / max(1e-9, bp + br):.3f}\n"
            f"contradicting pairs in one event {self.together} of {self.contradict}"
        )
        if not self.asked:  # articles that stand alone: nobody marked more
            return told
        return (
            f"{told}\nstatus     {self.status / self.asked:.3f} of {self.asked} events"
            f" (strictly {self.strict['status'] / self.asked:.3f})\n"
            f"origins    {self.origins / self.asked:.3f} (strictly {self.strict['origins'] / self.asked:.3f});"
            f" between least and most {self.within / self.asked:.3f}"
        )


def _pair(story: Story, one: MarkedClaim, other: MarkedClaim, *, same: bool) -> str:
    told = {
        t.claim_id: t
        for article in {o.article.article_id: o.article for o in (one, other)}.values()
        for t in tellings([o.claim for o in story.claims if o.article is article], article)
    }
    a, b = told[one.claim.claim_id], told[other.claim.claim_id]

    def line(o: MarkedClaim) -> str:
        when = o.claim.when and f"{o.claim.when.start}..{o.claim.when.end}"
        return (
            f"    {o.event} {o.article.published} {o.claim.event_type} {o.claim.factuality} {when} {o.claim.evidence.text[:110]}"
        )

    return f"{'missed' if same else 'false'} {story.name} {score(a, b) / 10000:.2f}\n{line(one)}\n{line(other)}"


def measured(told: Iterable[Story]) -> Tally:
    """Link stories, each by itself."""
    tally = Tally()
    for story in told:
        tally.add(story)
    return tally


def main() -> None:
    """The command."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--all", action="store_true", help="all stories, not the held-out ones alone")
    wanted.add_argument("--files", default="*", help="a pattern for the names of the stories' files")
    wanted.add_argument("--found", action="store_true", help="found text, of which nothing that links was learnt")
    wanted.add_argument("--show", choices=("links", "status", "origins"))
    options = wanted.parse_args()
    if options.found:
        told = articles(sorted((ROOT / "corpus" / "real").glob("*.txt")), needed("treebanks"))
    else:
        learnt, held = split(ROOT / "corpus")
        told = [*learnt, *held] if options.all else held
    tally = measured([one for one in told if fnmatch(one.file, options.files)])
    print(tally.table())
    if options.show:
        print("\n".join(tally.shown[options.show]))


if __name__ == "__main__":
    main()
