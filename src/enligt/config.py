"""Settings: one frozen object, read by the command line and the run alone."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from enligt import readers
from enligt.errors import UsageError
from enligt.model import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Language

LEDGER_VARIABLE = "ENLIGT_LEDGER"
READERS_VARIABLE = "ENLIGT_READERS"
AUTHOR_VARIABLE = "ENLIGT_AUTHOR"
DEFAULT_LEDGER = "enligt.db"
DEFAULT_READER = "trained"


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for a whole run.

    ``ledger`` is the path of the ledger's file; ``reader`` the name of the reader, as in ``enligt.readers.READERS`` or of a
    folder in ``readers``, where the user's taught readers lie.
    """

    ledger: str = DEFAULT_LEDGER
    reader: str = DEFAULT_READER
    readers: Path | None = None

    @classmethod
    def of(cls, environment: Mapping[str, str], *, ledger: str | None = None, reader: str | None = None) -> Settings:
        """What was said on the command line, else in the environment (``ENLIGT_LEDGER``), else the defaults.

        Taught readers lie where ``ENLIGT_READERS`` says, else in the user's data folder.
        """
        return cls(
            ledger=ledger or environment.get(LEDGER_VARIABLE) or DEFAULT_LEDGER,
            reader=reader or DEFAULT_READER,
            readers=_readers(environment),
        )


def _readers(environment: Mapping[str, str]) -> Path:
    if given := environment.get(READERS_VARIABLE):
        return Path(given)
    from platformdirs import user_data_path  # noqa: PLC0415 - only where something is read or kept

    return user_data_path("enligt", appauthor=False) / "readers"


@dataclass(frozen=True, slots=True)
class SaidOfPages:
    """What is said about pages from outside, which wins over what they say or look like.

    ``published`` is ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``, ``language`` a BCP 47 code.
    """

    published: str | None = None
    language: Language | None = None

    @classmethod
    def of(cls, *, published: str | date | None = None, language: str | None = None) -> SaidOfPages:
        """The same from whatever a user writes.

        Raises:
            UsageError: the date is none, or the language is not read.
        """
        return cls(
            published=None if published is None else checked_date(published),
            language=None if language is None else checked_language(language),
        )

    def options(self) -> dict[str, str]:
        """What was said, as the ledger keeps it beside the outcome of a page."""
        return {name: value for name, value in (("published", self.published), ("language", self.language)) if value}


NOTHING_SAID = SaidOfPages()


def checked_date(value: str | date) -> str:
    """A day, month or year in ISO form.

    Raises:
        UsageError: it is none.
    """
    text = value.isoformat()[:10] if isinstance(value, date) else value.strip()
    if re.fullmatch(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?", text):
        try:
            date.fromisoformat((text + "-01-01")[:10])
        except ValueError:
            pass
        else:
            return text
    raise UsageError(f"{text!r} is no date: write it as 2026-02-06 (or 2026-02, or 2026)")


def checked_language(value: str) -> Language:
    """One of the languages that are read; ``no`` is taken for ``nb``, and a region (``da-DK``) is left out.

    Beside the five, those that a taught reader of the user's reads, as they stand in its documents.

    Raises:
        UsageError: it is another.
    """
    code = re.split("[-_]", value.strip().lower())[0]
    code = "nb" if code == "no" else code
    for language in LANGUAGES:
        if language == code:
            return language
    taught = readers.languages(Settings.of(os.environ).readers)
    for other in (value.strip(), code):
        if other in taught:
            return cast("Language", other)
    known = ", ".join([*LANGUAGES, *taught])
    raise UsageError(f"{value!r} is not a language that is read: choose one of {known}")
