"""Verbs that show one thing: ``show``, ``explain``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from enligt.cli import options, tables
from enligt.cli.eventing import show_event, today_option
from enligt.cli.listing import STEPS, write_list
from enligt.cli.output import console, is_unicode, write_records
from enligt.cli.repeating import article_records, card_lines
from enligt.cli.text import one_line, paragraphs
from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, ClaimRow, PageRow, open_view
from enligt.model import Article
from enligt.reports import rows
from enligt.reports.records import claim_record, page_record, step_record

if TYPE_CHECKING:
    from enligt.ledger import View


@options.verb(example="enligt show clm-3f9a")
@click.argument("id_", metavar="ID")
@options.ledger_option
@today_option
@options.uncorrected_flag
@options.format_option
@options.verbose_option
def show(*, id_: str, ledger: str | None, today: str | None, uncorrected: bool, format_: str) -> None:
    """Show one claim, article or event.

    ID may be the beginning of an id, as lists show it; a page's SHA-256 shows what became of the page. An event (evt-…) comes
    with the tree of its origins and its claims, as of --today.
    """
    path = options.settings(ledger=ledger).ledger
    if id_.strip().lower().startswith("evt"):
        if not show_event(path, id_, format_=format_, today=today):
            raise UsageError(f"there is no event {id_!r} in this ledger")
        return
    with open_view(path) as view:
        match view.find(id_):
            case ClaimRow() as row:
                read = view.claim(row.claim.claim_id, uncorrected=True) if uncorrected else None
                _show_claim(read or row, view, format_)
            case Article() as article:
                _show_article(article, view, format_)
            case PageRow() as page:
                _show_page(page, format_)
            case _:
                raise UsageError(_unknown(view, id_, "claim, article, event or page"))


@options.verb(example="enligt explain clm-3f9a")
@click.argument("claim", metavar="CLAIM")
@options.ledger_option
@options.format_option
@options.verbose_option
def explain(*, claim: str, ledger: str | None, format_: str) -> None:
    """Show how a claim came about, step by step.

    Each field with its value, the words it was read from and where they stand in the article (half-open character offsets),
    the probability, and the piece of knowledge that turned words into value. CLAIM may be the beginning of an id.
    """
    with open_view(options.settings(ledger=ledger).ledger) as view:
        row = view.find(claim)
        if not isinstance(row, ClaimRow):
            raise UsageError(_unknown(view, claim, "claim"))
        records = [step_record(step) for step in row.claim.steps]
        if format_ == "table":
            target = console()
            tables.show_card(target, tables.claim_fields(claim_record(row.claim, row.article), unicode=is_unicode(target)))
            target.print()
        write_list(records, STEPS, format_=format_, whole=True)


def _unknown(view: View, id_: str, what: str) -> str:
    erased = next((one for one in view.forgotten() if one.target.startswith(id_)), None)
    if erased is not None:
        return f"{erased.target} was forgotten on {erased.forgotten_at[:10]}: {erased.reason}"
    return f"there is no {what} {id_!r} in this ledger"


def _show_claim(row: ClaimRow, view: View, format_: str) -> None:
    event_id = view.events_of([row.claim.claim_id]).get(row.claim.claim_id)
    record = claim_record(row.claim, row.article, event_id=event_id)
    if format_ != "table":
        write_records([record], format_=format_, sheet=rows.CLAIMS)
        return
    target = console()
    judged = [
        f"{one.decision} by {one.author}, {one.made_at[:10]}" + (f": {one.reason}" if one.reason else "")
        for one in view.judgements()
        if one.holds and one.undoes is None and row.claim.claim_id in {one.claim_id, one.other}
    ]
    fields = [*tables.claim_fields(record, unicode=is_unicode(target)), ("event", event_id or ""), ("judged", "; ".join(judged))]
    fields.append(("seen at", view.state_of(row.claim.claim_id) or ""))
    tables.show_card(target, fields)


def _show_article(article: Article, view: View, format_: str) -> None:
    record = next(article_records([article], view))
    if format_ != "table":
        write_records([record], format_=format_, sheet=rows.ARTICLES)
        return
    target = console()
    fields = [(name, record[name] or "") for name in ("article_id", "headline", "outlet", "byline", "published", "updated")]
    fields += [("language", article.language), ("document", record["url"] or record["document"])]
    tables.show_card(target, [*fields, *card_lines(article, view)])
    target.print()
    for paragraph in paragraphs(article.text):
        target.print(paragraph)
        target.print()
    if article.links:
        tables.show_card(target, [("link", f"{link['text']}: {link['address']}") for link in record["links"]])
        target.print()
    claims = [claim_record(one.claim, article) for one in view.claims(ClaimQuery(article=article.article_id))]
    if claims:
        tables.show_claims(target, claims, unicode=is_unicode(target))


def _show_page(page: PageRow, format_: str) -> None:
    record = page_record(page)
    if format_ != "table":
        write_records([record], format_=format_, sheet=rows.PAGES)
        return
    fields = [
        ("page", page.page),
        ("document", page.location),
        ("outcome", page.outcome),
        ("bytes", f"{page.size:,}"),
        ("media type", page.media_type or ""),
        ("fetched", page.fetched or ""),
        ("said of it", ", ".join(f"{name} {value}" for name, value in sorted(page.options.items()))),
        ("read by", f"{page.reader} {page.reader_version}" if page.reader else ""),
        ("articles", one_line(", ".join(page.articles))),
    ]
    tables.show_card(console(), fields)
