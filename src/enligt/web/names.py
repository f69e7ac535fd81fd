"""Names of actors, sources and outlets, as the reader of a page knows them."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from enligt.model import LANGUAGES
from enligt.web import speakers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.model import Language
    from enligt.web.words import Words

UNKNOWN: Final = "UNK"
_NAMELESS: Final = "unknown outlet"  # what events.origins calls an article without an outlet
_THE: Final = frozenset({"ARE", "BHS", "CAF", "COD", "COM", "EUU", "GBR", "GMB", "MDV", "NLD", "PHL", "SLB", "SYC", "UNO", "USA"})
_UNNAMED: Final = " (unnamed)"


def actor_name(actor: str, words: Words) -> str:
    """The name of an actor's id in the language of the page: ``PRK`` is North Korea; an id that no table knows as it stands."""
    if actor == UNKNOWN:
        return words("sentence.unknown_actor")
    return _names(words.language).get(actor, actor)


@cache
def _names(language: Language) -> Mapping[str, str]:
    from enligt.actors import tables  # noqa: PLC0415 - read only where pages are shown

    found = {code: state.names[0] for code, state in tables.states(language).items() if state.names[0]}
    for row in tables.rows("organisations"):
        if row["id"].isupper() and row["id"] not in found:
            short = next((value for value, _ in tables.values(row["any"])), None)
            own = next((value for value, _ in tables.values(row[tables.column(language)])), None)
            found[row["id"]] = row["name"] if language == "en" else short or own or row["name"]
    return found


def is_state(words: str) -> bool:
    """Whether words are the name of a state in one of the languages that are read."""
    return words.casefold() in _state_names()


@cache
def _state_names() -> frozenset[str]:
    from enligt.actors import tables  # noqa: PLC0415 - as in _names

    return frozenset(
        name.casefold() for language in LANGUAGES for state in tables.states(language).values() for name in state.names
    )


def party_name(party: Mapping[str, Any], words: Words) -> str:
    """One participant of a record: "Boris Johnson (United Kingdom)", "North Korea", "al-qaeda"."""
    actor, name = party["id"], party["name"]
    known = actor_name(actor, words)
    if not name or name in {actor, _names("en").get(actor)}:
        return known
    return name if known in {actor, name} else f"{name} ({known})"


def party_names(parties: Iterable[Mapping[str, Any]], words: Words, *, told: bool = False) -> list[str]:
    """Participants as they are named together: a state alone where its people stand beside it.

    Args:
        parties: participants of a record.
        words: the page's.
        told: as they stand in a sentence, with the article that some names have in English.
    """
    several = list(parties)
    bare = {one["id"] for one in several if not one["name"]}
    named: list[str] = []
    for one in several:
        alone = one["id"] in bare
        name = party_name({**one, "name": None} if alone else one, words)
        the = told and alone and words.language == "en" and one["id"] in _THE
        named.append(f"the {name}" if the else name)
    return list(dict.fromkeys(named))


def source_name(source: Mapping[str, Any], words: Words, *, told: bool = False) -> str:
    """The name of an origin, a hop or a denier of a record in the page's language; what has none is said to have none.

    Args:
        source: what has the ledger's name of it, ``name``.
        words: the page's.
        told: as it stands in a sentence, with the article that English has before it.
    """
    name = str(source["name"])
    if name == _NAMELESS:
        return words("sentence.nameless")

    def state(actor: str) -> str:
        return actor_name(actor, words)

    if name.endswith(_UNNAMED):
        bare = name.removesuffix(_UNNAMED).strip()
        if len(bare) <= 3:
            return words("sentence.unnamed_alone")
        return speakers.somebody(bare, words, state=state, told=told)
    if (actor := _states_by_name().get(name)) is not None:
        the = told and words.language == "en" and actor in _THE
        return f"the {state(actor)}" if the else state(actor)
    return speakers.institution(name, words, state=state, told=told) or name


@cache
def _states_by_name() -> Mapping[str, str]:
    """Ids by the English name under which the ledger has a state or organisation as a source."""
    return {name: actor for actor, name in _names("en").items()}
