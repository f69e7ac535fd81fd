"""How well imported claims are joined into events: the corpus's stories, story by story, through ``enligt import``.

    python quality/imported.py                the held-out stories
    python quality/imported.py --all          all stories, learnt from or not
    python quality/imported.py --stories 5    the first five
    python quality/imported.py --show status  what differs from the marks besides: links, status or origins

Each story's marked claims go into a fresh ledger as lines of JSON with their articles' texts, as another hand would give them,
and are scored as `quality/stories.py` scores them when they are linked in memory. Told besides: where the two differ.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import enligt
from enligt.events import Known
from enligt.events import events as events_of
from enligt.reports.records import claim_record
from enligt.training.events import split
from stories import ROOT, Tally

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from enligt.marking.stories import Story
    from enligt.model import Event


def lines_of(story: Story) -> list[str]:
    """A story's claims as another hand would give them. Optional ones too: they are in no pair, but take part in linking."""
    made = []
    for one in story.claims:
        record = claim_record(one.claim, one.article)
        record |= {"article_text": one.article.text, "agency": story.agencies.get(one.article.article_id)}
        made.append(json.dumps(record, ensure_ascii=False))
    return made


def through_a_ledger(story: Story, folder: Path) -> list[Event]:
    """The events that a fresh ledger makes of a story's claims, their claims named as in the story.

    Raises:
        ValueError: a claim was refused.
    """
    file, path = folder / f"{story.name}.jsonl", folder / f"{story.name}.db"
    file.write_text("\n".join(lines_of(story)), encoding="utf-8")
    with enligt.open(path) as ledger:
        tally = ledger.import_claims(file)
        if tally.refused or tally.taken != len(story.claims):
            raise ValueError(f"{story.name}: {tally} of {len(story.claims)}; {[one.message for one in ledger.issues()]}")
        return [event for _, event in ledger.events(today=story.as_of)]


def directly(story: Story) -> list[Event]:
    """The events of a story linked in memory."""
    told = ((one.claim, one.article) for one in story.claims)
    return list(events_of(told, today=story.as_of, known=Known(agencies=story.agencies)))


def differences(story: Story, one: Sequence[Event], other: Sequence[Event]) -> list[str]:
    """Where the events of a story differ: groups, statuses, numbers of origins."""
    found: list[str] = []
    there = {event.claims: event for event in other}
    for event in one:
        same = there.get(event.claims)
        name = f"{story.name} {event.event_type} of {len(event.claims)} claims"
        if same is None:
            found.append(f"{name}: grouped otherwise")
        elif event.status != same.status:
            found.append(f"{name}: {event.status}, imported {same.status}")
        elif (event.tracing.least, event.tracing.most) != (same.tracing.least, same.tracing.most):
            said = "; ".join(f"{merge.one} = {merge.other}: {merge.reason}" for merge in same.tracing.merges)
            counts = (f"{x.tracing.least} to {x.tracing.most} origins" for x in (event, same))
            found.append(f"{name}: {', imported '.join(counts)} ({said})")
    return found


def measured(told: Iterable[Story], folder: Path) -> tuple[Tally, Tally, list[str]]:
    """The figures of imported claims, those of the same claims linked in memory, and where they differ."""
    imported, memory, unlike = Tally(), Tally(), []
    for story in told:
        one, other = directly(story), through_a_ledger(story, folder)
        memory.compare(story, one)
        imported.compare(story, other)
        unlike += differences(story, one, other)
    return imported, memory, unlike


def main() -> None:
    """The command."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--all", action="store_true", help="all stories, not the held-out ones alone")
    wanted.add_argument("--stories", type=int, help="at most so many")
    wanted.add_argument("--show", choices=("links", "status", "origins"))
    options = wanted.parse_args()
    learnt, held = split(ROOT / "corpus")
    stories = [*learnt, *held] if options.all else held
    with tempfile.TemporaryDirectory() as folder:
        imported, memory, unlike = measured(stories[: options.stories], Path(folder))
    print(f"imported\n{imported.table()}\n\nlinked in memory\n{memory.table()}\n")
    print(f"{len(unlike)} differences" + "".join(f"\n  {one}" for one in unlike))
    if options.show:
        print("\n".join(imported.shown[options.show]))


if __name__ == "__main__":
    main()
