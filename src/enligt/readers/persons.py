"""Who held an office that a claim's participant is named by: a step that tells the person, beside the state's id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from enligt.actors.offices import holder
from enligt.actors.roles import named
from enligt.model import Span, Step

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from enligt.actors import ArticleActors
    from enligt.actors.offices import Office
    from enligt.model import Participant, When


def office_holders(
    actors: ArticleActors,
    doers: Sequence[Participant],
    recipients: Sequence[Participant],
    *,
    published: str | None,
    when: When | None,
) -> list[Step]:
    """A step for each participant whom the text names by office alone: the office-holder of the day.

    Only where the table of leaders is sure, and where the act's own time, if told, has the same holder. The participant keeps
    its id, and no name that the text does not give.

    Args:
        actors: who is who in the article.
        doers: the claim's actors.
        recipients: its recipients.
        published: the article's day.
        when: the act's time.
    """
    steps = []
    for side, several in (("actor-person", doers), ("recipient-person", recipients)):
        for one in several:
            for office in of_participant(actors, one):
                term = holder(office.state, office.office, published)
                if term is None or not _held_then(office, term.name, when):
                    continue
                span = Span(office.start, office.end, actors.text[office.start : office.end])
                until = f"to {term.end}" if term.end else f"still in {term.known_until}"
                term_told = f"{term.office} from {term.start} {until} (table leaders; {term.reference})"
                rule = f"office-holder of the day ({published}): {term_told}"
                steps.append(Step(field=side, value=f"{one.id}: {term.name}", rule=rule, span=span))
                break
    return steps


def of_participant(actors: ArticleActors, one: Participant) -> Iterator[Office]:
    """The offices of a participant's own state in its words, where it has no name yet."""
    span = one.span
    if span is None or one.name:
        return
    for office in actors.offices:
        if office.state == one.id and office.start < span.end and office.end > span.start and named(actors, office) is None:
            yield office


def _held_then(office: Office, name: str, when: When | None) -> bool:
    """Whether the same person held the office in the time that the claim tells, as far as it tells one."""
    if when is None or when.start is None:
        return True
    then = holder(office.state, office.office, when.start)
    return then is None or then.name == name
