"""The verb ``teach``: a reader of the user's own."""

from __future__ import annotations

import glob
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from enligt import readers
from enligt.actors import read_names
from enligt.cli import options, tables
from enligt.cli.exits import DONE, PARTLY_READ
from enligt.cli.output import console, progress, say, write_records
from enligt.cli.telling import IssueLines, counted
from enligt.errors import InputError, UsageError
from enligt.ledger import open_view
from enligt.marking import notation
from enligt.model import Issue
from enligt.reports import rows
from enligt.reports.records import score_record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from enligt.marking import Scores
    from enligt.marking.notation import Marked
    from enligt.reports.records import Record

ABOUT_STEPS = 150
"""Steps of a training of three minutes on two cores, for the bar; it grows where there are more."""


@options.verb(example="enligt teach marked/*.txt --name my-desk")
@click.argument("files", metavar="[FILES...]", nargs=-1)
@click.option("--name", metavar="NAME", help="What the new reader is called; --reader NAME uses it.")
@click.option("--from-judgements", is_flag=True, help="Teach it what was accepted, corrected and rejected in the ledger.")
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Write what --from-judgements gives as marked documents; without --name that is all.",
)
@options.ledger_option
@click.option("--from", "begin", metavar="READER", default=readers.DEFAULT, show_default=True, help="The reader to begin from.")
@click.option(
    "--names",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Names of actors: a line each, its id, a tab, its names parted by ', '.",
)
@click.option("--minutes", type=click.FloatRange(0.1, 600), metavar="M", help="Of training at most.  [default: 3]")
@click.option("--replace", is_flag=True, help="Write over a reader of that name.")
@options.format_option
@options.verbose_option
@click.pass_context
def teach(  # noqa: PLR0913 - the verb's options
    context: click.Context,
    /,
    *,
    files: tuple[str, ...],
    name: str | None,
    from_judgements: bool,
    out: Path | None,
    ledger: str | None,
    begin: str,
    names: Path | None,
    minutes: float | None,
    replace: bool,
    format_: str,
) -> None:
    """Make a reader of your own from documents that you marked.

    FILES, or the .txt files of a folder, hold documents in the corpus's notation (docs/claims.md), eight at least, twenty to be
    of use. One in five is held out; from the others the reader goes on learning, beside a sample of what it was first taught, on
    this machine alone. It needs torch, which you install yourself. The reader lies in your data folder ($ENLIGT_READERS names
    another), about 50 MB, and is used with --reader NAME.

    Shown: how good the reader is on the documents held out, before and after, as `enligt evaluate` counts. With few documents
    the two differ by chance too. --from-judgements makes marked documents of what was judged in the ledger, and teaches them
    beside FILES, if there are any; --out keeps them in a file.
    """
    from enligt.run import teaching  # noqa: PLC0415 - reads marked documents with the network

    judged, untold = _judged(ledger, out) if _asks_judgements(files, name, out, from_judgements=from_judgements) else ([], [])
    if name is None:
        context.exit(DONE)
    readers.checked_name(name)
    folder = options.settings().readers
    if folder is None:
        raise UsageError("no folder for readers of your own is known: name one in $ENLIGT_READERS")
    if (folder / name).exists():
        if name not in readers.taught(folder):
            raise UsageError(f"{folder / name} is there and is no reader: choose another name")
        if not replace:
            raise UsageError(f"a reader {name!r} lies in {folder} already: --replace writes over it, or choose another name")
    more_names = "" if names is None else _names(names)
    marked, issues = _marked(files)
    marked, issues = [*marked, *judged], [*issues, *untold]
    with progress("teaching", total=ABOUT_STEPS) as bar:
        lines = IssueLines(bar)
        for issue in issues:
            lines.tell(issue)
        given = teaching.lesson(marked)
        what = f"teaching {name} from {counted(len(given.taught), 'document')}, {len(given.held)} held out"
        bar.say(f"{what}: {minutes or 'about 3'} minutes of training, and the reading before and after")
        made = teaching.teach(given, name=name, begin=begin, folder=folder, names=more_names, minutes=minutes, tell=bar.step)
        for issue in made.issues:
            lines.tell(issue)
        lines.end()
    _write(made.before, made.after, format_=format_)
    say(f"it lies in {folder / name}; use it with --reader {name}")
    context.exit(PARTLY_READ if any(one.fatal for one in issues) else DONE)


def _asks_judgements(files: Sequence[str], name: str | None, out: Path | None, *, from_judgements: bool) -> bool:
    """Whether judgements are to be made documents of.

    Raises:
        UsageError: the options do not go together.
    """
    if not files and not from_judgements:
        raise UsageError("teach takes marked documents (FILES), or --from-judgements")
    if out is not None and not from_judgements:
        raise UsageError("--out goes with --from-judgements: it keeps what that gives")
    if name is None and (out is None or files):
        raise UsageError("teach takes --name NAME: what is the reader to be called? (--from-judgements --out FILE teaches none)")
    return from_judgements


def _judged(ledger: str | None, out: Path | None) -> tuple[list[Marked], list[Issue]]:
    """What was judged, as marked documents, written to ``out`` if that is named; and what was left out."""
    from enligt.run import lessons  # noqa: PLC0415 - as teaching

    with open_view(options.settings(ledger=ledger).ledger) as view:
        found = list(lessons.documents(view))
    texts, issues = [one for one in found if isinstance(one, str)], [one for one in found if isinstance(one, Issue)]
    if not texts:
        raise UsageError("nothing was accepted, corrected or rejected in this ledger: `enligt judge` and `enligt audit` do so")
    with tempfile.TemporaryDirectory() as folder:
        path = out or Path(folder) / "judged.txt"
        try:
            path.write_text("\n".join([lessons.HEAD, "", *texts]), encoding="utf-8", newline="\n")
        except OSError as error:
            raise InputError(f"--out {path}: {error.strerror or error}") from None
        marked, _ = _marked([str(path)])  # as its checker reads it
    claims = sum(len(one["claims"]) for one in marked)
    note = f"; {counted(len(issues), 'article')} or sentence left out, the first: {issues[0].message}" if issues else ""
    say(f"{counted(len(marked), 'marked document')} with {counted(claims, 'claim')}" + (f" in {out}" if out else "") + note)
    return marked, issues


def _names(path: Path) -> str:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise InputError(f"--names {path}: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise InputError(f"--names {path}: it is not UTF-8: save it as UTF-8") from None
    read_names(text, where=str(path))  # faults are told before anything is done
    return text


def _found(files: Iterable[str]) -> Iterator[Path]:
    """The files that are meant: those of a folder, and those that a pattern fits where the shell left it as it was (Windows)."""
    for given in files:
        path = Path(given)
        if path.is_dir():
            yield from sorted(path.glob("*.txt"))
        elif not path.exists() and glob.has_magic(given):
            yield from sorted(map(Path, glob.glob(given)))  # noqa: PTH207 - Path.glob takes no absolute pattern
        else:
            yield path


def _marked(files: Iterable[str]) -> tuple[list[Marked], list[Issue]]:
    """The documents of the files; an Issue for a file that cannot be read. A fault in a document ends it all: it would be learnt.

    Raises:
        InputError: a file does not follow the notation.
    """
    found: list[Marked] = []
    issues: list[Issue] = []
    for path in _found(files):
        try:
            for document, faults in notation.documents(path, None):
                if faults:
                    more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
                    raise InputError(f"{path}: {faults[0]}{more}: mend it first (docs/claims.md has the notation)")
                found.append(document)
        except OSError as error:
            issues.append(Issue(str(path), "source", "unreadable", error.strerror or str(error)))
        except UnicodeDecodeError:
            issues.append(Issue(str(path), "source", "not-utf-8", "it is not UTF-8: save it as UTF-8"))
    return found, issues


def _write(before: Scores, after: Scores, *, format_: str) -> None:
    records = [*_records(before, "before"), *_records(after, "after")]
    if format_ != "table":
        write_records(records, format_=format_, sheet=rows.SCORES)
        return
    both = zip(records[::2], records[1::2], strict=True)
    tables.show_table(console(), tables.SCORE_COLUMNS, [tables.score_row(lenient, strict) for lenient, strict in both])


def _records(scores: Scores, when: str) -> Iterator[Record]:
    for measure, by_part in scores.parts.items():
        yield score_record(by_part["all", "all"], by="teaching", value=when, measure=measure)
