"""Sources that the ledger names in English by what they are: a state, an institution or office of one, persons without a name.

The ledger's names are the same whatever the language of the article ("Russian foreign ministry"); a page says them in its own
("Rysslands utrikesdepartement"), by the tables in ``text/LANGUAGE/speakers.toml``. What no table has stays as it is written.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from enligt.web.words import Words

    Named = Callable[[str], str]

_OWN: Final[Mapping[str, str]] = {"US": "USA", "EU": "EUU", "UN": "UNO", "NATO": "NAT"}
"""Words before a noun that no table of states has so: as the readers write them."""
_BARE: Final = frozenset({"military intelligence", "authorities", "prosecutors", "police"})
"""Institutions that English names without "the"."""
_SINGLE: Final = frozenset(
    {"official", "source", "diplomat", "officer", "spokesperson", "adviser", "lawmaker", "analyst", "witness"}
)
"""Nouns that English has "a" before."""


def institution(name: str, words: Words, *, state: Named, told: bool) -> str | None:
    """An institution or office in the words' language, "Rysslands utrikesdepartement"; None where no table has it.

    Args:
        name: as the ledger writes it.
        words: the page's.
        state: gives the name of a state's id in the same language.
        told: as it stands in a sentence: in English with "the".
    """
    if f"named.{name}" in words:
        return words(f"named.{name}") if told else words(f"named.{name}").removeprefix("the ")
    owner, rest = _parted(name)
    if owner is None or f"institution.{rest}" not in words:
        return None
    if words.language == "en":
        return f"the {name}" if told and rest not in _BARE else name
    return f"{_whose(state(owner), words)} {words(f'institution.{rest}')}"


def somebody(name: str, words: Words, *, state: Named, told: bool) -> str:
    """A person or persons without a name, "tjänsteman från USA (ej namngiven)"; what no table has as it is written.

    Args: as `institution`; ``name`` without its "(unnamed)".
    """
    owner, rest = _parted(name)
    said, frame = _who(rest, words)
    if said is not None and owner is not None:
        said = words("whose.from", name=said, state=state(owner))
    if owner is not None or said is None:
        said, frame = _within(name, words, state=state) or (said, frame)
    if words.language == "en":
        said = f"{_an(name)}{name}" if told and frame == "sentence.unnamed" and rest.split()[-1] in _SINGLE else name
    return words(frame, name=said or name)


def _within(name: str, words: Words, *, state: Named) -> tuple[str, str] | None:
    """Persons of an institution of a state: "källor i Sveriges försvarsdepartement", and their frame."""
    whole, _, last = name.rpartition(" ")
    said, frame = _who(last, words)
    owner, part = _parted(whole)
    if said is None or owner is None:
        return None
    known = next((words(f"{table}.{part}") for table in ("institution", "inside") if f"{table}.{part}" in words), None)
    if known is None:
        return None
    return words("whose.within", name=said, institution=f"{_whose(state(owner), words)} {known}"), frame


def _who(name: str, words: Words) -> tuple[str | None, str]:
    """The noun of a person or persons, None where no table has it, and the frame in which they stand."""
    for table, frame in (("somebody", "sentence.unnamed"), ("several", "sentence.unnamed_several")):
        if f"{table}.{name}" in words:
            return words(f"{table}.{name}"), frame
    return None, "sentence.unnamed"


def _an(name: str) -> str:
    return "an " if name[0].lower() in "aeio" or name.startswith(("un", "Ug", "Uk")) else "a "


def _whose(name: str, words: Words) -> str:
    """A state's name as an owner's: "Rysslands", "Kypros", "USA:s"."""
    if name.isupper():
        return words("whose.letters", name=name)
    return words("whose.state_s" if name[-1:] in "sxz" else "whose.state", name=name)


def _parted(name: str) -> tuple[str | None, str]:
    """The id of the state whose adjective a name begins with, and the rest; None and the name where it begins with none."""
    told = name.split()
    for n in range(min(3, len(told) - 1), 0, -1):
        owner = _adjectives().get(" ".join(told[:n]))
        if owner is not None:
            return owner, " ".join(told[n:])
    return None, name


@cache
def _adjectives() -> Mapping[str, str]:
    from enligt.actors import tables  # noqa: PLC0415 - read only where pages are shown

    found: dict[str, str] = {}
    for code, state in tables.states("en").items():
        if state.adjectives:
            found.setdefault(state.adjectives[0], code)
    return {**found, **_OWN}
