"""Outlets and agencies: whose word a report is, and for which state some of them speak.

The table is ``data/media.tsv``. A name or alias marked ``^`` is a word of its own too ("Information", "Time") or an
abbreviation of other things: it counts in a source mention, not in running text. Where two media share an alias (DN, TV 2),
the one at home in the article's language is meant.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from enligt.actors.salience import HOME
from enligt.actors.tables import Form, rows, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.model import Language

_WORD = re.compile(r"\w+")
_SAME = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "‑": "-", "\n": " "})
_DOMAIN = re.compile(r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b")
# What may follow a name inside one word: genitives, and compounds with a hyphen ("TT-telegram").
_END = re.compile(r"(?:s|:s|'s|')?(?:(?=-)|(?!\w))")


@dataclass(frozen=True, slots=True)
class Medium:
    """An outlet or agency.

    ``id`` is its name as a slug. ``country`` and ``speaks_for`` are alpha-3 codes; the latter is the state whose word it
    carries, where it is a state's or ruling party's voice, and ``note`` says why.
    """

    id: str
    name: str
    kind: Literal["outlet", "agency"]
    country: str
    domains: tuple[str, ...] = ()
    speaks_for: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Alias:
    text: str
    mark: str
    medium: Medium


def slug(name: str) -> str:
    """A name in small letters, its words joined by hyphens: the id of an outlet, firm or armed group."""
    return "-".join(re.findall(r"\w+", name.lower()))


@cache
def _aliases() -> tuple[_Alias, ...]:
    found: list[_Alias] = []
    for row in rows("media"):
        (name, mark), *_ = values(row["name"])
        medium = Medium(
            id=slug(name),
            name=re.sub(r" \([A-Z]\w+\)$", "", name),
            kind=cast("Literal['outlet', 'agency']", row["kind"]),
            country=row["country"],
            domains=tuple(domain for domain, _ in values(row["domains"])),
            speaks_for=None if row["speaks_for"] == "-" else row["speaks_for"],
            note=None if row["note"] == "-" else row["note"],
        )
        found.append(_Alias(medium.name, mark, medium))
        found.extend(_Alias(alias, alias_mark, medium) for alias, alias_mark in values(row["aliases"]))
    return tuple(found)


def forms(language: Language) -> Iterator[Form]:
    """The names that may stand for a medium in running text of a language."""
    home = HOME.get(language)
    for alias in sorted(_aliases(), key=lambda alias: alias.medium.country != home):
        if alias.mark != "^":
            rule = f"{alias.medium.kind} '{alias.text}' (table media)"
            yield Form(alias.text, alias.medium.id, alias.medium.name, alias.medium.kind, alias.mark, rule)


class Outlets:
    """The table of media, indexed by the first word of their names and by their domains."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[_Alias]] = defaultdict(list)
        self._by_domain: dict[str, Medium] = {}
        for alias in _aliases():
            first = _WORD.search(alias.text)
            if first is not None:
                self._by_first[first.group().lower()].append(alias)
            for domain in alias.medium.domains:
                self._by_domain.setdefault(domain, alias.medium)
        for choices in self._by_first.values():
            choices.sort(key=lambda alias: -len(alias.text))

    def of_domain(self, host: str) -> Medium | None:
        """The medium at a host name ("www.nrk.no"), or None."""
        labels = host.lower().split(".")
        for at in range(len(labels) - 1):
            medium = self._by_domain.get(".".join(labels[at:]))
            if medium is not None:
                return medium
        return None

    def find(self, text: str, *, language: Language) -> Medium | None:
        """The medium that a source mention names: the longest name in it, of equally long ones the first."""
        norm = text.translate(_SAME)
        best: tuple[int, int, Medium] | None = None
        for word in _WORD.finditer(norm):
            choices = self._by_first.get(word.group().lower()) or self._by_first.get(word.group().lower().removesuffix("s")) or ()
            fitting = [alias for alias in choices if self._fits(alias, norm, word.start())]
            if fitting:
                longest = [alias for alias in fitting if len(alias.text) == len(fitting[0].text)]
                medium = self._at_home(longest, language)
                if best is None or len(fitting[0].text) > best[0]:
                    best = (len(fitting[0].text), word.start(), medium)
        if best is not None:
            return best[2]
        domain = _DOMAIN.search(norm.lower())
        return self.of_domain(domain.group()) if domain else None

    @staticmethod
    def _fits(alias: _Alias, norm: str, start: int) -> bool:
        stop = start + len(alias.text)
        there = norm[start:stop]
        same = there == alias.text or (len(alias.text) > 4 and there.lower() == alias.text.lower() and there[:1].isupper())
        article = alias.text.startswith("The ") and there == "the " + alias.text[4:]
        return (same or article) and _END.match(norm, stop) is not None

    @staticmethod
    def _at_home(aliases: list[_Alias], language: Language) -> Medium:
        home = HOME.get(language)
        return next((alias.medium for alias in aliases if alias.medium.country == home), aliases[0].medium)
