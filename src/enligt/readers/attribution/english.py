"""How the parts of a name are put in English: adjectives, plurals, and the institutions that English names otherwise.

The tables stand in ``idioms.toml`` beside this file.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final

from enligt.actors.gazetteer import gazetteer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.actors import Mention
    from enligt.model import SourceKind

IRREGULAR: Final[Mapping[str, str]] = {
    "person": "people",
    "spokesperson": "spokespeople",
    "fisherman": "fishermen",
    "businessman": "businessmen",
    "wife": "wives",
    "media": "media",
    "minutes": "minutes",
}
# labels by which the actors room groups mentions that are no name of their own ("Swedish bodies")
LABEL: Final = re.compile(r"\b(?:bodies|agencies|missions|parties)$")


@functools.cache
def _tables() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("idioms.toml").read_text(encoding="utf-8"))


def plural(name: str) -> str:
    """The English plural of a noun's key: "agency" gives "agencies", "witness" "witnesses", "minutes" itself."""
    if name in IRREGULAR:
        return IRREGULAR[name]
    if name.endswith("y") and name[-2:-1] not in "aeou":
        return name[:-1] + "ies"
    return name + ("es" if name.endswith(("s", "ch", "sh", "x")) else "s")


def idiom(name: str) -> str:
    """What English calls an institution or office: "US foreign ministry" is "US State Department"."""
    return str(_tables()["idioms"].get(name, name))


def joined(topic: str | None, noun: str) -> str:
    """A topic and a noun side by side, or as English joins them: "press" and "minister" is "information minister"."""
    if topic is None:
        return noun
    text = f"{topic} {noun}"
    return str(_tables()["joined"].get(text, text))


def speaks_for(topic: str) -> tuple[str, SourceKind]:
    """The institution of a spokesperson's topic ("polistalesman": the police), and its kind."""
    for kind, bodies in _tables()["speaks"].items():
        if topic in bodies:
            return bodies[topic], kind
    return f"{topic} ministry", "government"


def stands_for(key: str) -> str | None:
    """The institution that the staff of an office-holder belongs to ("president": "presidency"), or None."""
    found = _tables()["stands"].get(key)
    return str(found) if found is not None else None


def adjective(identity: str) -> str | None:
    """The word for a state or organisation before a noun, by id: "US", "Swedish", "EU"; None where there is none."""
    organisation = _tables()["organisations"].get(identity)
    if organisation is not None:
        return str(organisation[0])
    own = _tables()["adjectives"].get(identity)
    return str(own) if own is not None else gazetteer().adjective(identity)


def organisation(mention: Mention) -> str:
    """A mentioned organisation's usual name: its abbreviation where the table's name is long, else that name, else as written."""
    known = _tables()["organisations"].get(mention.id)
    if known is not None and mention.kind != "organisation":
        return str(known[1 if mention.kind == "seat" else 0])
    name = own_name(mention)
    if name is None:
        return unmarked(mention.text)
    return mention.id if known is None and len(name.split()) > 3 and mention.id.isupper() else name


def own_name(mention: Mention) -> str | None:
    """A mention's own name; None where the actors room has none, or but a label for a group of them."""
    return None if mention.name is None or LABEL.search(mention.name) else mention.name


def unmarked(word: str) -> str:
    """A name without its possessive ending, where the ending is marked ("Reuters'" but not "Hizbollahs")."""
    return re.sub(r"(?:['’:]s|(?<=s)['’])$", "", word)


def without_article(name: str) -> str:
    """A name without a small "the" before it."""
    return re.sub(r"^the (?=[A-Z])", "", name)


def without_mark(name: str) -> str:
    """A description without its "(unnamed)"."""
    return name.removesuffix(" (unnamed)")
