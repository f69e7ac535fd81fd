"""A reader taught from a user's marked documents: which part is held out, how good the reader was before and is after."""

from __future__ import annotations

import hashlib
import importlib.util
from dataclasses import dataclass
from importlib import resources
from typing import TYPE_CHECKING

from enligt import readers
from enligt.errors import UsageError
from enligt.marking import Annotated, score
from enligt.model import LANGUAGES, Issue
from enligt.run.evaluating import read_annotated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from importlib.resources.abc import Traversable
    from pathlib import Path

    from enligt.marking import Scores
    from enligt.marking.notation import Marked
    from enligt.model import Reader
    from enligt.reports.records import Record

FEWEST = 8
"""Documents with which teaching makes sense at all: two of them are held out."""

HELD_OUT = 5
"""One document in so many is held out."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A user's marked documents: those to learn from, and those held out."""

    taught: tuple[Marked, ...]
    held: tuple[Marked, ...]


@dataclass(frozen=True, slots=True)
class Taught:
    """What became of a lesson: scores on the documents held out, before and after, and the documents that could not be read."""

    before: Scores
    after: Scores
    issues: tuple[Issue, ...]


def lesson(marked: Sequence[Marked]) -> Lesson:
    """Documents divided: one in five held out, chosen by the hash of its id, so that a document added moves no other one much.

    Raises:
        UsageError: they are too few, or two have the same id.
    """
    ids = [one["id"] for one in marked]
    if twice := sorted({i for i in ids if ids.count(i) > 1}):
        raise UsageError(f"document {twice[0]} is there twice: give each an id of its own")
    if len(marked) < FEWEST:
        raise UsageError(f"{len(marked)} marked documents are too few to teach and to test with: mark {FEWEST} or more")
    order = sorted(marked, key=lambda one: hashlib.sha256(one["id"].encode()).hexdigest())
    held = {id(one) for one in order[: max(2, len(order) // HELD_OUT)]}
    return Lesson(tuple(x for x in marked if id(x) not in held), tuple(x for x in marked if id(x) in held))


def weights(name: str, *, folder: Path) -> Traversable:
    """Where the weights of a reader lie: in the package, or in the user's ``folder``.

    Raises:
        UsageError: there is no such reader.
    """
    if name == readers.DEFAULT:
        return resources.files("enligt.readers").joinpath("weights")
    own = readers.taught(folder)
    if name not in own:
        raise UsageError(f"no reader is called {name!r}: choose one of {', '.join([readers.DEFAULT, *own])}")
    return folder / name


def teach(  # noqa: PLR0913 - the verb's options
    given: Lesson,
    *,
    name: str,
    begin: str,
    folder: Path,
    names: str,
    minutes: float | None,
    tell: Callable[[], None],
) -> Taught:
    """Teach a reader and put it into ``folder`` under its name.

    Args:
        given: the documents.
        name: of the reader that is made.
        begin: of the reader that it begins from.
        folder: where the user's readers lie.
        names: names of actors that the tables have not, as ``enligt.actors.read_names`` takes them.
        minutes: of training at most; None for the default.
        tell: called after each step of the training.

    Raises:
        UsageError: no such reader to begin from, or torch is not installed (says how).
        InputError: nothing to learn from.
        WeightsError: weights are missing or damaged.
    """
    if importlib.util.find_spec("torch") is None:  # the user's own installation, for this verb alone
        message = "teaching needs torch, which does not come along: pip install torch (or, for the processor alone, "
        raise UsageError(message + "pip install torch --index-url https://download.pytorch.org/whl/cpu)")
    from enligt.training import documents, teaching  # noqa: PLC0415 - imports torch

    begins = weights(begin, folder=folder)
    before, issues = _scores(given.held, readers.load(begin, folder=folder))
    taught = [documents.of_marked(one, file="taught") for one in given.taught]
    teaching.teach(taught, begin=begins, folder=folder / name, names=names, minutes=minutes, tell=tell)
    after, _ = _scores(given.held, readers.load(name, folder=folder))
    return Taught(before, after, issues)


def _scores(held: Iterable[Marked], reader: Reader) -> tuple[Scores, tuple[Issue, ...]]:
    """Scores over all documents: in a language that the reader does not read, it finds nothing."""
    known = frozenset(getattr(reader, "languages", LANGUAGES))
    every = [Annotated.of_marked(m, file=m["id"]) for m in held]
    found: dict[str, list[Record]] = {one.name: [] for one in every}
    issues = []
    for one in read_annotated([d for d in every if d.language in known], reader=reader, also=known):
        if isinstance(one, Issue):
            issues.append(one)
        else:
            found[one[0].name] = one[1]
    return score(every, found), tuple(issues)
