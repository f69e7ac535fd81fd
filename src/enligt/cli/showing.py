"""Verbs that show one thing: ``show``, ``explain``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from enligt.actors.persons import may_be_one
from enligt.cli import options, tables
from enligt.cli.eventing import show_event, today_asked, today_option
from enligt.cli.listing import STEPS, write_list
from enligt.cli.output import console, is_unicode, write_records
from enligt.cli.repeating import card_lines
from enligt.cli.roling import office_steps, roles_of, show_roles
from enligt.cli.saving import clock_options
from enligt.cli.seeing import is_actor, is_source, show_named
from enligt.cli.text import harmless, one_line, paragraphs
from enligt.errors import UsageError
from enligt.ledger import ClaimQuery, ClaimRow, PageRow, open_view
from enligt.model import Article
from enligt.reports import rows
from enligt.reports.citing import citation
from enligt.reports.records import claim_record, page_record, step_record
from enligt.run.listing import article_records
from enligt.run.querying import claim_query
from enligt.run.telling import event_record_of

if TYPE_CHECKING:
    from enligt.ledger import View

CITE = "cite"
_ID = re.compile(r"(?i)(?:art|clm|evt)-")


@options.verb(example="enligt show clm-3f9a")
@click.argument("id_", metavar="ID|NAME")
@options.ledger_option
@click.option("--as", "as_", type=click.Choice(["source", "actor"]), help="Take NAME for a source's, or for an actor's.")
@today_option
@options.uncorrected_flag
@clock_options
@click.option(
    "--format",
    "format_",
    type=click.Choice((*options.FORMATS, CITE)),
    default="table",
    show_default=True,
    help="For people (table), programs, or to paste: a claim with its source (cite).",
)
@options.verbose_option
def show(  # noqa: PLR0913 - clocks, each on its own
    *,
    id_: str,
    ledger: str | None,
    as_: str | None,
    today: str | None,
    uncorrected: bool,
    known_by: str | None,
    as_of: str | None,
    format_: str,
) -> None:
    """Show one claim, article, event, source or actor.

    ID may be the beginning of an id, as lists show it; a page's SHA-256 shows what became of the page. An event (evt-…) comes
    with the tree of its origins and its claims, as of --today. --known-by and --as-of show a claim or event as it was then.
    NAME is an actor's id or name (PRK, "North Korea") or a source's (Reuters), whole, or a part that fits one alone: whom it
    has to do with, whom it relays and who relays it. A state or a person comes with who held which
    office when: by our table, by what articles say, and by what people judged.
    """
    path = options.settings(ledger=ledger).ledger
    if id_.strip().lower().startswith("evt-") and as_ is None:
        _only_claims(format_)
        if not show_event(path, id_, format_=format_, today=today, known_by=known_by, as_of=as_of):
            raise UsageError(f"there is no event {id_!r} in this ledger: `enligt events` lists them")
        return
    with open_view(path) as view:
        found = None if as_ is not None or _is_name(view, id_) else view.find(id_)
        if uncorrected and isinstance(found, ClaimRow):
            found = view.claim(found.claim.claim_id, uncorrected=True)
        match found:
            case ClaimRow() as row if format_ == CITE:
                _cite(row, view, today_asked(today))
            case ClaimRow() as row:
                _show_claim(_then(view, row, known_by=known_by, as_of=as_of, uncorrected=uncorrected), view, format_)
            case Article() | PageRow() if known_by or as_of:
                raise UsageError("--known-by and --as-of show a claim or an event: articles and pages do not change")
            case Article() as article:
                _only_claims(format_)
                _show_article(article, view, format_)
            case PageRow() as page:
                _only_claims(format_)
                _show_page(page, format_)
            case _:
                _show_by_name(path, view, id_, as_=as_, format_=format_)


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
    path = options.settings(ledger=ledger).ledger
    with open_view(path) as view:
        row = view.find(claim)
        if not isinstance(row, ClaimRow):
            raise UsageError(_unknown(view, claim, "claim"))
        records = [step_record(step) for step in (*row.claim.steps, *office_steps(path, view, row))]
        if format_ == "table":
            target = console()
            tables.show_card(target, tables.claim_fields(claim_record(row.claim, row.article), unicode=is_unicode(target)))
            target.print()
        write_list(records, STEPS, format_=format_, whole=True)


def _then(view: View, row: ClaimRow, *, known_by: str | None, as_of: str | None, uncorrected: bool) -> ClaimRow:
    """A claim as it was read then, with what was set right by then unless it is asked for uncorrected.

    Raises:
        UsageError: it was not published, or not in the ledger.
    """
    if known_by is None and as_of is None:
        return row
    clocks = {"known_by": known_by, "as_of": as_of}
    query = claim_query(article=row.claim.article_id, rejected=True, uncorrected=uncorrected, **clocks)
    found = next((one for one in view.claims(query) if one.claim.claim_id == row.claim.claim_id), None)
    if found is None:
        raise UsageError(f"{row.claim.claim_id}: not in this ledger, or not published, by {as_of or known_by}")
    return found


def _is_name(view: View, word: str) -> bool:
    """Whether a word in capitals that might begin an id is a name all the same: BBC, before what begins with bbc."""
    return re.fullmatch("[A-F]+", word.strip()) is not None and (is_actor(view, word) or is_source(view, word))


def _show_by_name(path: str, view: View, name: str, *, as_: str | None, format_: str) -> None:
    """Show what is no id: an actor or a source.

    Raises:
        UsageError: there is none of that name, or several.
    """
    _only_claims(format_)
    if _ID.match(name.strip()) is None or as_ is not None:
        roles = roles_of(path, view, name) if as_ != "source" else []
        spelt = dict.fromkeys((name, *(one["person"] for one in roles if may_be_one(name, one["person"]))))
        named = any(show_named(view, one, as_=as_, format_=format_, roles=roles) for one in spelt)
        if roles and (format_ == "table" or not named):
            show_roles(roles, name, format_=format_)
        if named or roles:
            return
    raise UsageError(_unknown(view, name, as_ or "claim, article, event, page, source or actor"))


def _only_claims(format_: str) -> None:
    if format_ == CITE:
        raise UsageError(f"--format {CITE} is for claims: name one by its id, clm-…")


def _cite(row: ClaimRow, view: View, today: str) -> None:
    """The claim as text to paste, with the ground of its event's origins."""
    event_id = view.events_of([row.claim.claim_id]).get(row.claim.claim_id)
    event = None if event_id is None else event_record_of(view, event_id, today=today)
    record = claim_record(row.claim, row.article, event_id=event_id)
    text = citation(
        record, byline=row.article.byline, agency=row.article.agency, origins=None if event is None else event["origins_ground"]
    )
    click.echo(harmless(text), nl=False)


def _unknown(view: View, id_: str, what: str) -> str:
    erased = next((one for one in view.forgotten() if one.target.startswith(id_)), None)
    if erased is not None:
        return f"{erased.target} was forgotten on {erased.forgotten_at[:10]}: {erased.reason}"
    lists = {"source": "sources", "actor": "actors", "claim": "claims"}
    hint = (
        f": `enligt {lists[what]}` lists them" if what in lists else ": `enligt actors`, `sources`, `events` list what is there"
    )
    return f"there is no {what} {id_!r} in this ledger{hint}"


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
