"""What a source is called, and what is asked of the actors room to find out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from enligt.actors.gazetteer import gazetteer
from enligt.actors.salience import HOME

if TYPE_CHECKING:
    from enligt.model import Language, SourceKind


@dataclass(frozen=True, slots=True)
class Name:
    """A source's usual name, its kind, and the rule that gave it."""

    name: str
    kind: SourceKind
    rule: str

    @property
    def medium(self) -> bool:
        """Whether it is an outlet or an agency."""
        return self.kind in {"outlet", "agency"}


@dataclass(frozen=True, slots=True)
class Asker:
    """The actors room as naming asks it, for one claim."""

    language: Language
    about: tuple[str, ...] = ()  # ids of the claim's actors
    outlet: str | None = None  # whose the article is

    @property
    def home(self) -> str | None:
        """The state of the article's outlet where known (no agency), else that of its language, if any."""
        found = gazetteer().medium(self.outlet, language=self.language) if self.outlet else None
        return found.country if found is not None and found.kind == "outlet" else HOME.get(self.language)

    def medium(self, text: str) -> tuple[str, SourceKind] | None:
        """The usual name and kind of a medium that ``text`` names, by any of its names."""
        found = gazetteer().medium(text, language=self.language)
        return (found.name, found.kind) if found is not None else None

    def state_name(self, identity: str) -> str | None:
        """The English name of a state by id."""
        return gazetteer().state_name(identity)
