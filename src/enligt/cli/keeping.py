"""Verbs that keep house: ``forget``, ``backup``, ``merge``, ``schema``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from enligt.cli import options
from enligt.cli.eventing import link_all
from enligt.cli.output import binary_output
from enligt.cli.telling import counted
from enligt.cli.text import one_line
from enligt.errors import UsageError
from enligt.ledger import backup as copy_ledger
from enligt.ledger import merge as join_ledgers
from enligt.ledger import open_view, open_writer
from enligt.model import Article
from enligt.reports.schema import claim_schema, schema_text


@options.verb(example='enligt forget art-51c0 --reason "withdrawn by the outlet"')
@click.argument("what", metavar="ARTICLE|OUTLET")
@click.option("--reason", required=True, metavar="TEXT", help="Why; it stays in the ledger beside the hash.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@options.ledger_option
@options.verbose_option
def forget(*, what: str, reason: str, yes: bool, ledger: str | None) -> None:
    """Erase an article, or all of an outlet, for good.

    The page's bytes, the text and every claim go; hash, reason and day stay, and the same page is not taken in again. An
    article is named by its id or the beginning of one (art-...), an outlet by its whole name.
    """
    path = options.settings(ledger=ledger).ledger
    if not reason.strip():
        raise UsageError("--reason is empty: it is all that stays, so say why")
    with open_view(path) as view:
        named = view.find(what) if what.startswith("art-") else None
        article = named if isinstance(named, Article) else None
        if article is None and what.startswith("art-"):
            raise UsageError(f"there is no article {what!r} in this ledger")
        number = 1 if article else sum(1 for _ in view.articles(outlet=what, all_versions=True))
    if not number:
        raise UsageError(f"there is no outlet {what!r} in this ledger (an article's id begins with art-)")
    label = f"{article.article_id} ({one_line(article.headline or '')[:80]})" if article else f"outlet {what}"
    if sys.stdin.isatty() and not yes:
        click.confirm(f"erase {counted(number, 'article')} of {path} for good: {one_line(label)}?", abort=True, err=True)
    with open_writer(path) as writer:
        if article is not None:
            erased = writer.forget(article=article.article_id, reason=reason)
        else:
            erased = writer.forget(outlet=what, reason=reason)
    click.echo(f"forgotten: {counted(erased, 'article')}, {one_line(label)}")


@options.verb(example="enligt backup enligt-2026-02-06.db")
@click.argument("file", metavar="FILE")
@click.option("--overwrite", is_flag=True, help="Put the copy in the place of a file that is there.")
@options.ledger_option
@options.verbose_option
def backup(*, file: str, overwrite: bool, ledger: str | None) -> None:
    """Copy the ledger, even while it is written to.

    The copy is whole, as the ledger stood at one moment.
    """
    path = options.settings(ledger=ledger).ledger
    copy_ledger(path, file, overwrite=overwrite)
    click.echo(f"copied {path} to {file} ({Path(file).stat().st_size:,} bytes)")


@options.verb(example="enligt merge monday.db tuesday.db --ledger week.db")
@click.argument("others", metavar="OTHER...", nargs=-1, required=True)
@options.ledger_option
@options.verbose_option
def merge(*, others: tuple[str, ...], ledger: str | None) -> None:
    """Join other ledgers into this one.

    Ids and content are those of one run over all pages, events among them; judgements keep their authors, and what one of the
    ledgers has forgotten is forgotten. Each OTHER is taken in whole or not at all; doing it twice changes nothing. The others
    stay as they are.
    """
    path = options.settings(ledger=ledger).ledger
    for one in join_ledgers(path, others):
        gave = ", ".join(
            counted(number, thing)
            for number, thing in (
                (one.pages, "page"),
                (one.articles, "article"),
                (one.claims, "claim"),
                (one.judgements, "judgement"),
            )
        )
        line = f"{one.path}: {gave} added to {path}"
        if one.erased:
            line += f"; {counted(one.erased, 'article')} forgotten here too"
        if one.refused:
            line += f"; {counted(one.refused, 'article')} not let in, forgotten here"
        click.echo(one_line(line))
    with open_writer(path) as writer:
        link_all(writer, path)


@options.verb(example="enligt schema > claims.schema.json")
@options.verbose_option
def schema() -> None:
    """Print the JSON Schema of a claim.

    It describes one line of `claims --format jsonl` and `extract --format jsonl`.
    """
    output = binary_output()
    output.write(schema_text(claim_schema()).encode("utf-8"))
    output.flush()
