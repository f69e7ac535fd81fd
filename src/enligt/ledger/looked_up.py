"""What linking has looked up of a ledger, kept from one article to the next: the next one's neighbourhood is mostly the same.

It holds as long as nobody but this connection has written. SQLite says whether somebody has (`sqlite.others`); what this
connection writes itself is entered here too, and where its transaction is undone, all is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from enligt.ledger import asking, sqlite
from enligt.ledger.rows import portions

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from sqlalchemy import Connection

    from enligt.ledger.parts import Part

_AT_ONCE: Final = 400  # values in one statement
_MOST: Final = 250_000  # claims under keys, and in events, that are kept
_MOST_LINKED: Final = 25_000  # claims whose links are kept

_UNDER: Final = "SELECT key, claim_id, article_id FROM claim_key WHERE key IN (SELECT value FROM json_each(:names))"
_KEYS: Final = "SELECT key, claim_id FROM claim_key WHERE article_id IN (SELECT value FROM json_each(:names))"
_MEMBERS: Final = "SELECT claim_id, event_id, article_id FROM event_claim WHERE claim_id IN (SELECT value FROM json_each(:names))"
_CLAIMS: Final = "SELECT event_id, claim_id FROM event_claim WHERE event_id IN (SELECT value FROM json_each(:names))"
_NAMED: Final = "SELECT claim_id, id, event_id, now FROM event WHERE claim_id IN (SELECT value FROM json_each(:names))"


@dataclass(slots=True)
class LookedUp:
    """What is known of a ledger without asking it.

    Attributes:
        keys: the claims under a key, each with its article.
        near: the links of a claim, with their scores (`parts.Parts` looks them up, as the next four).
        tied: what people said of a claim and others.
        large: claims of which it is known that their part is none.
        parts: a claim's part.
        kept: what those who group parts know of the links among claims.
        homes: a claim's event and article; None where it is in none.
        acts: an event's claims.
        named: the event that was named after a claim: its number, its id, where it is found now.
    """

    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    near: dict[str, dict[str, int]] = field(default_factory=dict)
    tied: dict[str, dict[str, bool]] = field(default_factory=dict)
    large: dict[tuple[int, int], set[str]] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    kept: dict[str, Any] = field(default_factory=dict)
    homes: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    acts: dict[str, set[str]] = field(default_factory=dict)
    named: dict[str, tuple[int, str, str | None] | None] = field(default_factory=dict)
    _after: dict[str, str] = field(default_factory=dict)  # the claim after which an event was named
    _under: int = 0  # claims under all keys
    _state: tuple[int, int] | None = None

    def forget(self) -> None:
        """Look everything up again."""
        for one in (self.keys, self.near, self.tied, self.large, self.parts, self.kept):
            one.clear()
        for other in (self.homes, self.acts, self.named, self._after):
            other.clear()
        self._under, self._state = 0, None

    def begin(self, connection: Connection) -> bool:
        """Before anything is asked in a transaction: whether all that is kept still holds; else it is forgotten."""
        state = sqlite.others(connection)
        holds = state == self._state
        if not holds or self._under > _MOST or len(self.homes) > _MOST or len(self.near) > _MOST_LINKED:
            self.forget()
            self._state = state
        return holds

    def under(self, connection: Connection, keys: Iterable[str]) -> dict[str, dict[str, str]]:
        """For each key the claims under it, each with its article; not to be changed."""
        wanted = set(keys)
        for several in portions(wanted - self.keys.keys(), _AT_ONCE):
            self.keys.update((key, {}) for key in several)
            for key, claim, article in asking.of_each(connection, _UNDER, several):
                self.keys[key][claim] = article
                self._under += 1
        return {key: self.keys[key] for key in wanted}

    def enter_keys(self, connection: Connection, article_id: str, keys: Iterable[tuple[str, str]]) -> None:
        """An article is now found under these keys, each with a claim, and no others; to be called before it is entered."""
        for key, claim in asking.of_each(connection, _KEYS, [article_id]):
            if key in self.keys:
                self.keys[key].pop(claim, None)
        for key, claim in keys:
            if key in self.keys:  # else it is looked up when it is sought
                self.keys[key][claim] = article_id
                self._under += 1

    def events_of(self, connection: Connection, claims: Collection[str]) -> dict[str, str]:
        """The event of each claim that is in one."""
        self._find_homes(connection, claims)
        return {claim: home[0] for claim in claims if (home := self.homes[claim]) is not None}

    def articles_of(self, connection: Connection, claims: Collection[str]) -> dict[str, str]:
        """The article of each claim that is in an event."""
        self._find_homes(connection, claims)
        return {claim: home[1] for claim in claims if (home := self.homes[claim]) is not None}

    def claims_of(self, connection: Connection, events: Collection[str]) -> dict[str, set[str]]:
        """The claims of each event; not to be changed."""
        for several in portions(set(events) - self.acts.keys(), _AT_ONCE):
            self.acts.update((event_id, set()) for event_id in several)
            for event_id, claim in asking.of_each(connection, _CLAIMS, several):
                self.acts[event_id].add(claim)
        return {event_id: self.acts[event_id] for event_id in events}

    def move(self, claim: str, home: tuple[str, str] | None) -> None:
        """A claim whose home is known is in this event now, and of this article; None: in none."""
        before = self.homes.get(claim)
        if before is not None and before[0] in self.acts:
            self.acts[before[0]].discard(claim)
        self.homes[claim] = home
        if home is not None and home[0] in self.acts:
            self.acts[home[0]].add(claim)

    def names_of(self, connection: Connection, claims: Collection[str]) -> dict[str, tuple[int, str, str | None]]:
        """The event that was named after each of these claims, where one was: its number, its id, where it is found now."""
        for several in portions(set(claims) - self.named.keys(), _AT_ONCE):
            self.named.update(dict.fromkeys(several))
            for claim, key, event_id, now in asking.of_each(connection, _NAMED, several):
                self.name(claim, key, event_id, now)
        return {claim: found for claim in claims if (found := self.named[claim]) is not None}

    def name(self, claim: str, key: int, event_id: str, now: str | None) -> None:
        """An event was named after a claim."""
        self.named[claim] = key, event_id, now
        self._after[event_id] = claim

    def lead(self, event_id: str, now: str | None) -> None:
        """An event is found elsewhere now."""
        if event_id in self._after:
            found = self.named[self._after[event_id]]
            if found is not None:
                self.named[self._after[event_id]] = found[0], event_id, now

    def _find_homes(self, connection: Connection, claims: Collection[str]) -> None:
        for several in portions([claim for claim in claims if claim not in self.homes], _AT_ONCE):
            self.homes.update(dict.fromkeys(several))
            for claim, event_id, article_id in asking.of_each(connection, _MEMBERS, several):
                self.homes[claim] = event_id, article_id
