"""The verb ``evaluate``: claims against annotated documents."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options, tables
from enligt.cli.exits import DONE, NOTHING_READ, PARTLY_READ
from enligt.cli.listing import DIFFERENCES, write_list
from enligt.cli.output import console, progress, say, write_records
from enligt.cli.telling import IssueLines, counted
from enligt.errors import InputError, UsageError
from enligt.marking import annotated, predicted, score
from enligt.model import LANGUAGES, Issue
from enligt.reports import rows
from enligt.reports.records import difference_record, score_record
from enligt.run.evaluating import read_annotated

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from enligt.cli.output import Progress
    from enligt.marking import Annotated, Scores
    from enligt.model import Reader
    from enligt.reports.records import Record

NAMED_STRANGERS = 5
"""Documents that claims are of and nobody marked: so many are named, the rest is counted."""


@options.verb(example="enligt evaluate marked/ --show missed")
@click.argument("gold", metavar="GOLD...", nargs=-1, required=True)
@click.option(
    "--claims",
    metavar="FILE",
    help="The claims to score, from `extract --format jsonl`; - for standard input.  [default: read GOLD]",
)
@click.option(
    "--texts", metavar="DIR", help="Where sentences lie that GOLD names and does not hold.  [default: ../sents beside it]"
)
@click.option("--show", type=click.Choice(["missed", "spurious", "slots"]), help="List where they differ, instead of the scores.")
@options.reader_option
@options.format_option
@options.verbose_option
@click.pass_context
def evaluate(
    context: click.Context,
    /,
    *,
    gold: tuple[str, ...],
    claims: str | None,
    show: str | None,
    format_: str,
    **said: str | None,
) -> None:
    """Score claims against annotated documents.

    GOLD is a file or a folder: .json, its sentences in DOC.LANGUAGE.json beside it, or .txt in the corpus's notation (both in
    docs/claims.md). Its sentences are read by the reader, unless --claims brings the claims; there the document is called
    DOC.LANGUAGE, with or without .txt.

    detection and core are F1: claims found (P, R: their precision and recall), and found with the right actors, recipients and
    factuality. Alternatives and optional claims are honoured; strict stands beside it, detection/core by the first value alone,
    with optional claims counted like all others. Slots are shares of the claims found. A document that cannot be read is told
    and left out.
    """
    texts, reader = said["texts"], said["reader"]
    if claims is not None and reader is not None:
        raise UsageError("--claims brings the claims and --reader says who makes them: give one of the two")
    if texts is not None and not Path(texts).is_dir():
        raise UsageError(f"--texts {texts}: there is no such folder")
    marked = list(annotated(gold, texts=None if texts is None else Path(texts)))
    documents = [one for one in marked if not isinstance(one, Issue)]
    with progress("reading", total=len(documents)) as bar:
        told = _Told([one for one in marked if isinstance(one, Issue)], bar)
        if claims is not None:
            found = predicted(_lines(claims), where=claims)
        else:
            found = told.read(documents, options.reader(reader))
            documents = [one for one in documents if one.name in found]
        told.end()
    if documents:
        _write(score(documents, found), documents, show=show, format_=format_)
    context.exit((PARTLY_READ if documents else NOTHING_READ) if told.failed else DONE)


def _lines(claims: str) -> list[str]:
    try:
        content = sys.stdin.buffer.read() if claims == "-" else Path(claims).read_bytes()
        return content.decode("utf-8-sig").split("\n")
    except UnicodeDecodeError:
        raise InputError(f"{claims}: not UTF-8: want the output of `enligt extract --format jsonl`") from None
    except OSError as error:
        raise InputError(f"{claims}: {error.strerror or error}: --claims wants a file of claims") from None


class _Told:
    """What could not be read, told as it is met."""

    def __init__(self, issues: Iterable[Issue], bar: Progress) -> None:
        self.failed = 0
        self._bar = bar
        self._lines = IssueLines(bar)
        for issue in issues:
            self._tell(issue)

    def _tell(self, issue: Issue) -> None:
        self.failed += issue.fatal
        self._lines.tell(issue)

    def read(self, documents: Iterable[Annotated], made_by: Reader) -> dict[str, list[Record]]:
        """The claims of each document that the reader can read."""
        found = {}
        for one in read_annotated(documents, reader=made_by):
            if isinstance(one, Issue):
                self._tell(one)
                continue
            document, claims = one
            found[document.name] = claims
            self._bar.step(document.name)
        return found

    def end(self) -> None:
        self._lines.end()
        self._bar.end()


def _write(scores: Scores, documents: list[Annotated], *, show: str | None, format_: str) -> None:
    if scores.strangers:
        names = sorted(scores.strangers)
        more = f" and {len(names) - NAMED_STRANGERS} more" if len(names) > NAMED_STRANGERS else ""
        left_out = counted(sum(scores.strangers.values()), "claim")
        say(f"note: {left_out} of documents that GOLD has not are left out: {', '.join(names[:NAMED_STRANGERS])}{more}")
    if show is not None:
        differences = (difference_record(one) for one in scores.differences if one.kind == show)
        write_list(differences, DIFFERENCES, format_=format_, whole=True)
        return
    records = list(_records(scores))
    if format_ != "table":
        write_records(records, format_=format_, sheet=rows.SCORES)
        return
    target = console()
    both = zip(records[::2], records[1::2], strict=True)
    tables.show_table(target, tables.SCORE_COLUMNS, [tables.score_row(lenient, strict) for lenient, strict in both])
    target.print(
        f"{counted(len(documents), 'document')}. strict: detection/core by one value alone, optional claims counted too."
    )


def _records(scores: Scores) -> Iterator[Record]:
    """A record a part and measure: all, the languages, the types; of each part the lenient measure, then the strict one."""
    parts = {part for by_part in scores.parts.values() for part in by_part} | {("all", "all")}
    for by, value in sorted(parts, key=_order):
        for measure, by_part in scores.parts.items():
            yield score_record(by_part[by, value], by=by, value=value, measure=measure)


def _order(part: tuple[str, str]) -> tuple[Any, ...]:
    by, value = part
    known: tuple[str, ...] = LANGUAGES
    return ("all", "language", "type").index(by), known.index(value) if value in known else len(known), value
