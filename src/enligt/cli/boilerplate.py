"""The verb ``boilerplate``: lines that recur across a site's pages, learned into a file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from enligt import sources
from enligt.cli import options
from enligt.cli.output import files_under, progress
from enligt.cli.telling import counted
from enligt.errors import InputError
from enligt.ledger import open_view
from enligt.model import Article, Issue
from enligt.sources import recurring

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEDGER = b"SQLite format 3\x00"


@options.verb(example="enligt boilerplate learn enligt.db > recurring.json")
@click.argument("action", metavar="learn", type=click.Choice(["learn"]))
@click.argument("source", metavar="LEDGER|FOLDER")
@options.verbose_option
def boilerplate(*, action: str, source: str) -> None:
    """Learn the lines that recur across a site's pages.

    Out of a ledger, or of a folder of pages. Write them to a file, look them through, and give it to `add` or `extract` as
    --boilerplate FILE: those lines are then left out of that site's articles. Articles without an address are not counted.
    """
    del action  # the only one there is
    if _is_ledger(source):
        with open_view(source) as view:
            found = recurring.learned(view.articles())
    else:
        found = recurring.learned(_of_pages(source))
    click.echo(recurring.written(found), nl=False)
    lines = sum(map(len, found.hosts.values()))
    click.echo(f"{counted(lines, 'line')} that recur, of {counted(len(found.hosts), 'site')}", err=True)


def _is_ledger(source: str) -> bool:
    try:
        with Path(source).open("rb") as file:
            return file.read(len(_LEDGER)) == _LEDGER
    except OSError:
        return False  # a folder; or what is told as an Issue below


def _of_pages(source: str) -> Iterator[Article]:
    read = 0
    with progress("reading", total=files_under([source])) as bar:
        for page in sources.pages([source]):
            if isinstance(page, Issue):
                bar.say(f"not read: {page.location}: {page.message}")
                continue
            for one in sources.articles(page):
                if isinstance(one, Article):
                    read += 1
                    yield one
                elif one.fatal:
                    bar.say(f"not read: {one.location}: {one.message}")
            bar.step()
        bar.end()
    if not read:
        raise InputError(f"{source}: no ledger, and no page in it could be read")
