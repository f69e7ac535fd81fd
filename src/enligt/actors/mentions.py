"""The room's record: words of a text that stand for an actor."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text that stand for an actor: ``text[start:end]``, half-open.

    ``id`` as in the claims' contract (ISO 3166-1 alpha-3, ``UNO``, ``taliban``, ...; an outlet's is its slug).
    ``kind`` is one of state, capital, seat, place, city, adjective, inhabitant, compound, leader, organisation, body,
    institution (of whatever state is spoken of), armed-group, party, outlet, agency, surname (a name that the article
    introduces).
    ``rule`` says in one line which piece of knowledge made it.
    """

    start: int
    end: int
    text: str
    id: str
    name: str | None
    kind: str
    rule: str
