"""docs/cli.md, made from the commands themselves: ``python -m enligt.cli.reference docs/cli.md``. A test compares the two."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from enligt.cli import VERBS, group
from enligt.cli.exits import EXIT_CODES
from enligt.cli.options import TABLE_ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator

_HEAD = """\
# The command line
<!-- made by `python -m enligt.cli.reference docs/cli.md`; a test compares -->

`enligt VERB --help` shows each of these. A verb writes what it was asked for to standard output, and all else (progress, notes,
what could not be read) to standard error.

- **Tables** are for people: as wide as the terminal, cut to what fits, the first {rows} rows unless `--limit` says otherwise.
  Control characters and escape sequences of a page are never sent to the terminal.
- **`--format jsonl`, `json` and `csv`** are for programs: UTF-8 and line feeds on every system, all rows. In CSV, a cell that a
  spreadsheet would take for a formula begins with an apostrophe. One line of claims is described by
  [claims.schema.json](claims.schema.json); `document` is the file name or URL that an article was read from.
- **The ledger** is `--ledger FILE`, else what `ENLIGT_LEDGER` names, else `enligt.db`. `demo` alone has one of its own.
- **Ids** may be cut: any beginning that only one claim, article, event, judgement or page has.

## Exit codes
| code | meaning |
|---:|---|
{codes}

"""


_SHAPE: dict[str, Any] = {"terminal_width": 100, "max_content_width": 100}


def _reference() -> Iterator[str]:
    codes = "\n".join(f"| {code} | {meaning} |" for code, meaning in sorted(EXIT_CODES.items()))
    yield _HEAD.format(codes=codes, rows=TABLE_ROWS)
    parent = click.Context(group, info_name="enligt", **_SHAPE, **group.context_settings)
    yield f"## enligt\n```\n{group.get_help(parent)}\n```\n"
    for verb in VERBS:
        command = group.get_command(parent, verb.name)
        if command is None:
            raise LookupError(verb.name)
        context = click.Context(command, info_name=verb.name, parent=parent, **_SHAPE)
        yield f"\n## enligt {verb.name}\n```\n{command.get_help(context)}\n```\n"


def reference() -> str:
    """The text of docs/cli.md."""
    return "\n".join(line.rstrip() for line in "".join(_reference()).splitlines()) + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(reference(), encoding="utf-8", newline="\n")
