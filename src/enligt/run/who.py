"""Who held an office on a day: what people judged, else the table where it is sure, else what the ledger's articles say.

Decided when it is asked, from all articles that are shown, so that the order in which they were added changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal

from enligt.model import Span, Step

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.actors.leaders import Term
    from enligt.actors.offices import Office
    from enligt.ledger import ClaimRow, RoleJudgement, View, Writer
    from enligt.model import Language, Participant, RoleSaid
    from enligt.reports.records import Record

REACH_DAYS: Final = 90
"""How many days what an article says of an office tells of the office's holder, unless a later one says otherwise."""

Ground = Literal["judgement", "table", "learned"]


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office: the name, on what ground, told in ``rule``; of what was learned, the saying that taught it."""

    name: str
    ground: Ground
    rule: str
    said: RoleSaid | None = None


def watch(writer: Writer) -> None:
    """Let a writer enter what articles say of offices; those entered before without that, or by older rules, come first.

    Raises:
        LedgerError: the ledger could not be written.
    """
    if writer.roles is None:
        from enligt.actors.roles import Said  # noqa: PLC0415 - the tables of names: only where something is added

        writer.roles = Said()
    while writer.learn():
        pass


def method() -> str:
    """The version of the rules by which articles are looked through."""
    from enligt.actors.roles import Said  # noqa: PLC0415 - as above

    return Said.method


class Offices:
    """Who held which office, as a ledger's view tells it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._judged: tuple[RoleJudgement, ...] | None = None

    def judgements(self) -> tuple[RoleJudgement, ...]:
        """What people judged and did not take back, oldest first; an undoing itself is none."""
        if self._judged is None:
            self._judged = tuple(one for one in self._view.role_judgements() if one.holds and one.undoes is None)
        return self._judged

    def holder(self, state: str, office: str, day: str | None) -> Holder | None:
        """Who held an office of a state on a day; None where nothing tells, or several tell of several.

        Args:
            state: alpha-3 code.
            office: as in the actors room's office-words: ``president``, ``defence-minister`` …
            day: ISO day or month.
        """
        from enligt.actors.offices import holder  # noqa: PLC0415 - as above

        if day is None:
            return None
        judged = self._by_judgement(state, office, day)
        if judged is not None:
            return judged
        term = holder(state, office, day)
        if term is not None and not self._is_wrong(term.name, state, office, day):
            return Holder(term.name, "table", _told(term))
        return self._learned(state, office, day)

    def _by_judgement(self, state: str, office: str, day: str) -> Holder | None:
        about = [
            one
            for one in self.judgements()
            if (one.judged.state, one.judged.office) == (state, office) and one.judged.covers(day) and not one.judged.wrong
        ]
        fitting = [one for one in about if not self._is_wrong(one.judged.person, state, office, day)]
        if not fitting:
            return None
        last = fitting[-1]  # who judged last has the word
        why = f": {last.reason}" if last.reason else ""
        return Holder(last.judged.person, "judgement", f"judged by {last.author}, {last.made_at[:10]}{why} ({last.judgement_id})")

    def _is_wrong(self, person: str, state: str, office: str, day: str) -> bool:
        """Whether somebody judged that a person did not hold an office that day, and nobody later that he or she did."""
        from enligt.actors.persons import may_be_one  # noqa: PLC0415 - as above

        said = [
            one.judged.wrong
            for one in self.judgements()
            if (one.judged.state, one.judged.office) == (state, office)
            and one.judged.covers(day)
            and may_be_one(one.judged.person, person)
        ]
        return bool(said) and said[-1]

    def _learned(self, state: str, office: str, day: str) -> Holder | None:
        from enligt.actors.persons import may_be_one  # noqa: PLC0415 - as above

        if len(day) != len("2020-01-31"):
            return None
        asked = date.fromisoformat(day)
        earliest, latest = ((asked + timedelta(days=days)).isoformat() for days in (-REACH_DAYS, REACH_DAYS))
        told = [
            one
            for one in self._view.roles_said(state=state, office=office)
            if one.published is not None
            and len(one.published) == len(day)
            and earliest <= one.published <= latest
            and not self._is_wrong(one.name, state, office, day)
        ]
        before = [one for one in told if one.published is not None and one.published <= day]
        if not before:
            return None
        newest = max(one.published or "" for one in before)
        of_day = [one for one in before if one.published == newest]
        name = max((one.name for one in of_day), key=lambda name: (len(name), name))
        if not all(may_be_one(name, one.name) for one in of_day):
            return None  # of that day's articles one says this, another that
        after = min((one for one in told if one.published is not None and one.published > day), key=_when, default=None)
        if after is not None and not may_be_one(name, after.name) and _days(after, asked) < _days(of_day[0], asked):
            return None  # by the nearest word another had the office already
        where = f"{of_day[0].article_id}, {newest}, at most {REACH_DAYS} days before"
        rule = f"learned: named so in {where}: “{of_day[0].sentence.text}”"
        return Holder(name, "learned", rule, of_day[0])

    def steps(self, row: ClaimRow) -> list[Step]:
        """A step for each participant of a claim whom its sentence names by office alone: who that was.

        What the claim's own steps tell already, from the table, is left out unless a judgement says otherwise.
        """
        claim, article = row.claim, row.article
        known = {(one.field, one.value) for one in claim.steps}
        found = []
        for side, several in (("actor-person", claim.actors), ("recipient-person", claim.recipients)):
            for one, office in _by_office(several, claim.evidence, article.language, article.published):
                told = self.holder(office.state, office.office, article.published)
                value = None if told is None else f"{one.id}: {told.name}"
                if told is None or value is None or (told.ground == "table" and (side, value) in known):
                    continue
                start = claim.evidence.start
                words = claim.evidence.text[office.start : office.end]
                found.append(Step(side, value, told.rule, Span(start + office.start, start + office.end, words)))
        return found

    def records(self, *, state: str | None = None, person: str | None = None) -> list[Record]:
        """The roles of a state or a person: by table, by articles (first and last seen, with sentences), by judgement.

        Args:
            state: alpha-3 code.
            person: a name, in any form.
        """
        return [*self._table(state, person), *self._said(state, person), *self._judgement_records(state, person)]

    def _table(self, state: str | None, person: str | None) -> Iterator[Record]:
        from enligt.actors.leaders import offices_of, terms_of  # noqa: PLC0415 - as above

        terms: Sequence[Term] = terms_of(state) if state else [one for one in offices_of(person or "") if one.roles]
        for one in terms:
            known = f"in office in {one.known_until}; " if one.known_until else ""
            yield _record("table", one.name, one.id, one.office, one.start, one.end, f"{known}{one.reference}")

    def _said(self, state: str | None, person: str | None) -> Iterator[Record]:
        from enligt.actors.persons import may_be_one, person_key  # noqa: PLC0415 - as above

        told = self._view.roles_said(state=state, person=person_key(person) if person else None)
        for several in _grouped(one for one in told if person is None or may_be_one(person, one.name)):
            days = sorted(one.published for one in several if one.published)
            name = max((one.name for one in several), key=lambda name: (len(name), name))
            first = several[0]
            seen = (days[0], days[-1]) if days else (None, None)
            record = _record("learned", name, first.state, first.office, seen[0], seen[1], "")
            record["sentences"] = [
                {"article_id": one.article_id, "published": one.published, "text": one.sentence.text} for one in several
            ]
            many = f", and in {len(several) - 1} more" if len(several) > 1 else ""
            record["ground"] = f"“{first.sentence.text}” ({first.article_id}{many})"
            yield record

    def _judgement_records(self, state: str | None, person: str | None) -> Iterator[Record]:
        from enligt.actors.persons import may_be_one  # noqa: PLC0415 - as above

        for one in self.judgements():
            judged = one.judged
            if (state and judged.state == state) or (person and may_be_one(person, judged.person)):
                said = "did not hold it" if judged.wrong else "held it"
                ground = f"{said}: {one.author}, {one.made_at[:10]}{f', {one.reason}' if one.reason else ''} ({one.judgement_id})"
                yield _record("judgement", judged.person, judged.state, judged.office, judged.start, judged.end, ground)


def _record(  # noqa: PLR0913, PLR0917 - the columns of a row, in their order
    by: Ground, person: str, state: str, office: str, start: str | None, end: str | None, ground: str
) -> Record:
    return {
        "by": by, "person": person, "state": state, "office": office, "from": start, "to": end, "ground": ground, "sentences": [],
    }  # fmt: skip


def _told(term: Term) -> str:
    until = f"to {term.end}" if term.end else f"still in {term.known_until}"
    return f"office-holder of the day: {term.office} from {term.start} {until} (table leaders; {term.reference})"


def _when(one: RoleSaid) -> tuple[str, str]:
    return one.published or "", one.article_id


def _days(one: RoleSaid, day: date) -> int:
    return abs((date.fromisoformat(one.published or day.isoformat()) - day).days)


def _grouped(told: Iterable[RoleSaid]) -> list[list[RoleSaid]]:
    """Sayings of one person's one office together, in the order of the first of each."""
    from enligt.actors.persons import may_be_one  # noqa: PLC0415 - as above

    groups: list[list[RoleSaid]] = []
    for one in sorted(told, key=lambda one: (*_when(one), one.name)):
        for group in groups:
            first = group[0]
            if (first.state, first.office) == (one.state, one.office) and all(may_be_one(each.name, one.name) for each in group):
                group.append(one)
                break
        else:
            groups.append([one])
    return groups


def _by_office(
    several: Sequence[Participant], evidence: Span, language: Language, published: str | None
) -> Iterator[tuple[Participant, Office]]:
    """The participants that a sentence names by an office of theirs alone; offsets of the office are into the sentence."""
    from enligt.actors import resolve  # noqa: PLC0415 - as above
    from enligt.readers.persons import of_participant  # noqa: PLC0415 - as above

    nameless = [one for one in several if one.name is None and one.span is not None]
    inside = [one for one in nameless if one.span and evidence.start <= one.span.start and one.span.end <= evidence.end]
    if not inside:
        return
    actors = resolve(evidence.text, language=language, published=published)
    for one in inside:
        if one.span is not None:
            span = Span(one.span.start - evidence.start, one.span.end - evidence.start, one.span.text)
            office = next(of_participant(actors, replace(one, span=span)), None)
            if office is not None:
                yield one, office
