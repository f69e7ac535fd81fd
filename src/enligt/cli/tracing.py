"""The verb ``trace``: one dossier for an article."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from enligt import sources
from enligt.cli import addresses, options, tables
from enligt.cli.eventing import bring_up_to_date, today_asked, today_option
from enligt.cli.output import binary_output, console, is_unicode, say, write_records
from enligt.cli.telling import counted
from enligt.config import SaidOfPages
from enligt.errors import UsageError
from enligt.ledger import open_view
from enligt.model import Article
from enligt.reports.dossier import JOINS, chain_words, markdown, who_words
from enligt.reports.seeing import DOSSIER
from enligt.run.tracing import Found, checked, in_ledger, of_page, traced

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from enligt.ledger import View
    from enligt.model import Issue
    from enligt.reports.records import Record

FORMATS = (*options.FORMATS, "md")


@options.verb(example="enligt trace news/page.html --format md > dossier.md")
@click.argument("what", metavar="FILE|URL|ARTICLE-ID")
@options.ledger_option
@options.published_option
@options.language_option
@options.reader_option
@today_option
@click.option(
    "--format",
    "format_",
    type=click.Choice(FORMATS),
    default="table",
    show_default=True,
    help="For people (table, md) or programs.",
)
@options.verbose_option
def trace(  # noqa: PLR0913 - one parameter for each option
    *,
    what: str,
    ledger: str | None,
    published: str | None,
    language: str | None,
    reader: str | None,
    today: str | None,
    format_: str,
) -> None:
    """Trace each claim of an article: on whose word, who else says it, who contradicts it.

    An article that the ledger does not hold is read now and compared with it; nothing of it is written. Each claim comes with
    its chain, the event it belongs to or would join, and its independent origins, least to most.
    """
    day = today_asked(today)
    said = SaidOfPages.of(published=published, language=language)
    path = options.settings(ledger=ledger).ledger
    bring_up_to_date(path)
    with open_view(path) as view:
        found, issues = _found(view, what, said=said, reader=reader)
        dossiers = [(one, traced(view, one, today=day)) for one in found]
    for issue in issues:
        say(f"{issue.location}: {issue.message}")
    if format_ == "md":
        _write_markdown(dossiers, day)
    elif format_ == "table":
        _tell(console(), dossiers)
    else:
        write_records((entry for _, entries in dossiers for entry in entries), format_=format_, sheet=DOSSIER)


def _found(view: View, what: str, *, said: SaidOfPages, reader: str | None) -> tuple[list[Found], list[Issue]]:
    """The articles that are meant: those of a file or an address, else the one of the ledger with this id."""
    if "://" not in what and not Path(what).exists():
        article = view.find(what)
        if not isinstance(article, Article):
            raise UsageError(f"{what}: no file, no address, and no article of this ledger has this id")
        held = in_ledger(view, article.article_id)
        return [held or Found(article, (), stored=True)], []
    with addresses.connected() as line:
        pages = sources.pages([what], web=line.web, limits=said.limits)
        return checked(of_page(view, pages, said=said, reader=lambda: options.reader(reader)), asked=what)


def _write_markdown(dossiers: Sequence[tuple[Found, list[Record]]], today: str) -> None:
    stream = binary_output()
    for one, entries in dossiers:
        for line in markdown(entries, today=today, about=_about(one)):
            stream.write(f"{line}\n".encode("utf-8", "backslashreplace"))
        stream.write(b"\n")
    stream.flush()


def _about(one: Found) -> Record:
    article = one.article
    names = ("headline", "outlet", "byline", "published", "language", "url", "document")
    return {**{name: getattr(article, name) for name in names}, "in_ledger": one.stored}


def _tell(target: Console, dossiers: Sequence[tuple[Found, list[Record]]]) -> None:
    for one, entries in dossiers:
        article = one.article
        held = "in the ledger" if one.stored else "read now, not in the ledger"
        fields = [("article", article.headline or article.document), ("outlet", article.outlet or "")]
        fields += [("published", article.published or ""), ("this article", f"{held}, {counted(len(entries), 'claim')}")]
        tables.show_card(target, fields)
        for entry in entries:
            target.print()
            tables.show_card(target, _fields(entry, unicode=is_unicode(target)))


def _fields(entry: Record, *, unicode: bool) -> Iterator[tuple[str, str]]:
    claim = entry["claim"]
    hop = " ← " if unicode else " <- "
    act = who_words(claim) if unicode else who_words(claim).replace("→", "->")
    yield "claim", f"{tables.short_id(claim['claim_id'])}  {act}  ({claim['factuality']})"
    yield "sentence", claim["evidence"]["text"]
    yield "on whose word", chain_words(claim["outlet"], claim["sources"], hop=hop) + (" (hearsay)" if claim["hearsay"] else "")
    yield "event", " ".join(filter(None, (JOINS[entry["joins"]], tables.short_id(entry["event_id"] or ""))))
    if entry["status_label"]:
        yield "status", entry["status_label"]
        yield "origins", entry["origins_ground"]
        yield "", ", ".join(one["name"] for one in entry["origins"])
    for title, several in (("also said by", entry["also_said_by"]), ("contradicted by", entry["contradicted_by"])):
        for one in several[:8]:
            word = chain_words(one["outlet"] or one["document"], one["sources"], hop=hop)
            when = "this article too" if one["same_article"] else one["published"] or "no date"
            yield title, f"{when}  {word}  ({one['factuality']}) {tables.short_id(one['claim_id'])}"
        if len(several) > 8:
            yield title, f"and {len(several) - 8} more: --format jsonl"
        if not several:
            yield title, "nobody else in this ledger" if title == "also said by" else "nobody in this ledger"
