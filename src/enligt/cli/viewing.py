"""Verbs that list what a ledger holds: ``claims``, ``articles``, ``issues``, ``pages``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from enligt.cli import options, searching
from enligt.cli.listing import ARTICLES, ISSUES, PAGES, rows_asked, write_claims, write_list
from enligt.cli.saving import clock_options, keep, save_option, saved_option, with_saved
from enligt.config import checked_date, checked_language
from enligt.errors import UsageError
from enligt.ledger import OUTCOMES, open_view
from enligt.reports.records import issue_record, page_record
from enligt.run import linking
from enligt.run.knowing import refuse_unknown
from enligt.run.listing import article_records
from enligt.run.querying import claim_query, whole_article_id

if TYPE_CHECKING:
    from enligt.ledger import Repeated


@options.verb(example="enligt claims --pair PRK,USA --since 2026-01 --factuality planned")
@options.ledger_option
@options.claim_filters
@options.uncorrected_flag
@options.like_option
@clock_options
@save_option
@saved_option
@options.limit_option("claims")
@options.format_option
@options.verbose_option
def claims(  # noqa: PLR0913 - filters, each on its own
    *,
    ledger: str | None,
    format_: str,
    limit: int | None,
    like: str | None,
    save: str | None,
    saved: str | None,
    **filters: Any,
) -> None:
    """List claims: who did what to whom, and on whose word.

    All filters given must hold. --since and --until are of the act, or of publication where no day is told. --text is
    words of the sentence, a "quoted phrase", or the beginning of a word (nordkorea*). --like needs a search through all
    sentences, by the reader's network; what it finds by meaning comes last, and is marked so. It is not kept by --save.
    """
    path = options.settings(ledger=ledger).ledger
    given = options.given(**filters)
    claim_query(**given)
    with open_view(path) as view:
        if save is None:  # filters are kept for what is to come, too
            refuse_unknown(view, given)
        given = with_saved(view, saved, given, kinds=("claims",))
        whole = {"article": whole_article_id(view, given["article"])} if "article" in given else {}
        query = claim_query(**{**given, **whole}, limit=rows_asked(format_, limit))
        if save is not None:
            keep(path, save, kind="claims", filters=given)
        if like is not None:
            searching.write_claims(view, like, query, format_=format_, limit=limit)
            return
        write_claims(linking.claim_records(view, query), format_=format_, limit=limit)


@options.verb(example="enligt articles --language nn --format jsonl")
@options.ledger_option
@options.outlet_filter
@options.language_filter
@options.since_filter
@options.until_filter
@options.text_filter
@click.option(
    "--repeats",
    "repeated",
    type=click.Choice(("show", "hide", "only")),
    default="show",
    show_default=True,
    help="Also, not, or only those that repeat an earlier article as a whole, or have a newer version.",
)
@options.all_versions_flag
@options.limit_option("articles")
@options.format_option
@options.verbose_option
def articles(
    *, ledger: str | None, format_: str, limit: int | None, all_versions: bool, repeated: Repeated, **filters: str | None
) -> None:
    """List articles.

    --since and --until are of publication. --text is words of the whole article.
    """
    chosen = options.given(**filters)
    for name, check in (("language", checked_language), ("since", checked_date), ("until", checked_date)):
        if name in chosen:
            chosen[name] = check(chosen[name])
    with open_view(options.settings(ledger=ledger).ledger) as view:
        refuse_unknown(view, {"outlet": chosen.get("outlet")})
        found = view.articles(**chosen, all_versions=all_versions, limit=rows_asked(format_, limit), repeated=repeated)
        write_list(article_records(found, view), ARTICLES, format_=format_, limit=limit)


@options.verb(example="enligt issues --code no-date")
@options.ledger_option
@click.option(
    "--stage",
    type=click.Choice(["source", "article", "read", "ledger"]),
    help="Met at this stage: source, article, read or ledger.",
)
@click.option("--code", metavar="CODE", help="Of this kind: empty, binary, no-date …")
@options.all_versions_flag
@options.limit_option("issues")
@options.format_option
@options.verbose_option
def issues(*, ledger: str | None, format_: str, limit: int | None, all_versions: bool, **which: str | None) -> None:
    """List what could not be read, and why."""
    with open_view(options.settings(ledger=ledger).ledger) as view:
        found = view.issues(stage=which["stage"], code=which["code"], all_versions=all_versions)
        write_list((issue_record(one) for one in found), ISSUES, format_=format_, limit=limit)


@options.verb(example="enligt pages --outcome failed")
@options.ledger_option
@click.option("--outcome", metavar="WORD", help=f"Those that ended so: {', '.join(options.OUTCOME_WORDS)}.")
@options.limit_option("pages")
@options.format_option
@options.verbose_option
def pages(*, ledger: str | None, format_: str, limit: int | None, outcome: str | None) -> None:
    """List the pages handed in and what became of each."""
    if outcome is not None and outcome not in OUTCOMES:
        raise UsageError(f"outcome {outcome!r} is none of {', '.join(OUTCOMES)}")
    with open_view(options.settings(ledger=ledger).ledger) as view:
        found = view.pages(outcome=next((one for one in OUTCOMES if one == outcome), None))
        write_list((page_record(one) for one in found), PAGES, format_=format_, limit=limit)
