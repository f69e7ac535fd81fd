"""What the command line tells of repetition: the verb ``repeats``, and what lists of articles and an article's card say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enligt.cli import options
from enligt.cli.listing import REPEATS, rows_asked, write_list
from enligt.ledger import open_view
from enligt.model import REPEAT_KINDS
from enligt.reports.records import repeat_record
from enligt.run.querying import whole_article_id

if TYPE_CHECKING:
    from enligt.ledger import View
    from enligt.model import Article


@options.verb(example="enligt repeats --kind reprint --format jsonl")
@options.ledger_option
@click.option("--kind", metavar="WORD", type=click.Choice(REPEAT_KINDS), help=f"Of this kind: {', '.join(REPEAT_KINDS)}.")
@options.article_filter
@options.limit_option("repetitions")
@options.format_option
@options.verbose_option
def repeats(*, ledger: str | None, format_: str, limit: int | None, kind: str | None, article: str | None) -> None:
    """List which article repeats which.

    The later article, how it repeats the earlier, and how much of it stands there. Articles that hang together have one
    group: the earliest of them.
    """
    with open_view(options.settings(ledger=ledger).ledger) as view:
        whole = None if article is None else whole_article_id(view, article)
        chosen = next((one for one in REPEAT_KINDS if one == kind), None)
        found = view.repeats(kind=chosen, article=whole, limit=rows_asked(format_, limit))
        write_list((repeat_record(one) for one in found), REPEATS, format_=format_, limit=limit)


def card_lines(article: Article, view: View) -> list[tuple[str, str]]:
    """What an article's card says of it: cut off or not, whose text it carries, what it repeats and what repeats it."""
    lines = [
        ("section", article.section or ""),
        ("agency", article.agency or ""),
        ("truncated", "yes: the page holds only a part of it" if article.truncated else ""),
    ]
    for one in view.relations([article.article_id]):
        mine = one.article_id == article.article_id
        share = f"{one.share if mine else one.other_share:.0%} of it"
        if mine:
            lines.append(("repeats", f"{one.other_id} ({one.kind}, {share})"))
        else:
            lines.append(("repeated by", f"{one.article_id} ({one.kind}, {share})"))
    return lines
