"""What a run over pages tells on the way and at its end."""

from __future__ import annotations

import logging
from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

import click

from enligt.cli.text import one_line
from enligt.model import Issue
from enligt.run.places import Passed
from enligt.run.recording import Tally

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.cli.output import Progress
    from enligt.model import Claim
    from enligt.run.recording import Recorded, Reread

log = logging.getLogger(__name__)

SHOWN_ISSUES = 20
"""Lines about pages that could not be read, before the rest is counted only."""


class IssueLines:
    """Issues as lines on standard error: each page that was not read, and a count of what others lack, by kind."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._fatal = 0
        self._notes: Counter[str] = Counter()
        self._first: dict[str, Issue] = {}

    def tell(self, issue: Issue) -> None:
        """Take in one issue."""
        log.debug("%s: %s at stage %s: %s", issue.location, issue.code, issue.stage, issue.message)
        if not issue.fatal:
            self._notes[issue.code] += 1
            self._first.setdefault(issue.code, issue)
            return
        self._fatal += 1
        if self._fatal <= SHOWN_ISSUES:
            self._bar.say(f"not read: {issue.location}: {issue.message}")

    def end(self) -> None:
        """What was only counted."""
        if self._fatal > SHOWN_ISSUES:
            self._bar.say(f"not read: {self._fatal - SHOWN_ISSUES} more (all of them: --verbose, or `enligt issues`)")
        for code, count in sorted(self._notes.items()):
            first = self._first[code]
            times = f"{count} times {code}, first at " if count > 1 else ""
            self._bar.say(f"note: {times}{first.location}: {first.message}")


def record_all(results: Iterable[Recorded | Issue | Passed], *, tally: Tally, bar: Progress, ledger: str) -> bool:
    """Run to the end, telling what could not be read and, however it ends, what was done. True: stopped by Ctrl-C."""
    told = IssueLines(bar)
    stopped = False
    try:
        for one in results:
            tally.count(one)
            if isinstance(one, Passed):
                bar.say(f"{one.location}: {_passed(one)}")
                continue
            bar.page(one.location, claims=tally.claims)
            for issue in (one,) if isinstance(one, Issue) else one.issues:
                told.tell(issue)
    except KeyboardInterrupt:
        stopped = True
    finally:
        told.end()
        bar.end()
        if stopped:
            click.echo("stopped: what was done is kept, and the same command goes on from there", err=True)
        click.echo(one_line(sum_of(tally, ledger=ledger)))
    return stopped


def _passed(one: Passed) -> str:
    """What is said of the part of a file that is not read again."""
    part = "all of it was" if one.offset >= one.size else f"{one.offset / max(one.size, 1):.0%} of it were"
    return f"{part} read before ({counted(sum(one.outcomes.values()), 'page')}); --from-start reads it again"


CHANGES_SHOWN = 20
"""Changed claims that are told one by one, before the rest is counted only."""


def tell_changes(results: Iterable[Reread | Issue], *, bar: Progress) -> tuple[Tally, bool]:
    """Run to the end, telling what is new, other and gone. Gives back the sum, and whether Ctrl-C stopped it."""
    told = IssueLines(bar)
    tally = Tally()
    stopped = False
    counts: Counter[str] = Counter()
    lines: list[str] = []
    try:
        for one in results:
            bar.step()
            if isinstance(one, Issue):
                told.tell(one)
                tally.count(one)
                continue
            tally.outcomes["reread"] += 1
            changes = one.changes
            counts.update(new=len(changes.added), changed=len(changes.changed), gone=len(changes.gone), same=changes.same)
            lines += [_change("+", claim) for claim in changes.added]
            lines += [_change("~", new, was=old) for old, new in changes.changed]
            lines += [_change("-", claim) for claim in changes.gone]
    except KeyboardInterrupt:
        stopped = True
    finally:
        told.end()
        bar.end()
        for line in lines[:CHANGES_SHOWN]:
            click.echo(one_line(line))
        if len(lines) > CHANGES_SHOWN:
            click.echo(f"and {counted(len(lines) - CHANGES_SHOWN, 'change')} more")
        sums = ", ".join(f"{counts[kind]:,} {kind}" for kind in ("new", "changed", "gone", "same"))
        click.echo(f"{counted(tally.outcomes['reread'], 'article')} reread; claims: {sums}")
        if stopped:
            click.echo("stopped: what was done is kept", err=True)
    return tally, stopped


def _change(sign: str, claim: Claim, *, was: Claim | None = None) -> str:
    """One claim that is new (+), gone (-) or other (~), with what is other about it."""
    line = f"{sign} {claim.claim_id[:12]} {_act(claim)}: {claim.evidence.text[:80]}"
    if was is None:
        return line
    names = [f.name for f in fields(claim) if f.name not in _TOLD_APART and getattr(claim, f.name) != getattr(was, f.name)]
    return f"{sign} {claim.claim_id[:12]} {_act(was)} => {_act(claim)} ({', '.join(names)})"


_TOLD_APART = frozenset({"reader_version", "confidence", "slot_confidence", "steps", "vector"})


def _act(claim: Claim) -> str:
    who, whom = (", ".join(one.id for one in side) for side in (claim.actors, claim.recipients))
    return f"{claim.event_type} {who or '?'}{f' -> {whom}' if whom else ''} {claim.factuality}"


def sum_of(tally: Tally, *, ledger: str) -> str:
    """The run in a line: ``5 pages (3 claims, 1 no-claims, 1 failed): 4 articles, 17 claims, in enligt.db``."""
    outcomes = ", ".join(f"{count} {outcome}" for outcome, count in sorted(tally.outcomes.items()) if count)
    line = counted(tally.pages, "page") + (f" ({outcomes})" if outcomes else "")
    line += f": {counted(tally.articles, 'article')} and {counted(tally.claims, 'claim')} added to {ledger}"
    if tally.known:
        line += f"; {counted(tally.known, 'page')} there already"
    if tally.lost:
        line += f"; {counted(tally.lost, 'input')} gave no page"
    return line


def counted(number: int, thing: str) -> str:
    """``1 page``, ``1,204 pages``."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
