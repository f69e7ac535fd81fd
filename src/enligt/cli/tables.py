"""Tables for people. Every cell is made of a Text object, never of markup, out of cleaned text: pages are data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from enligt.cli.text import one_line, shortened
from enligt.reports.rows import amount, cell, chain, party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from enligt.reports.records import Record

ID_LETTERS = len("clm-") + 8
"""How much of an id a table shows: enough to name it to ``show`` and ``explain``."""

NARROW = 74
"""Below so many columns a table becomes a list of cards."""

ROOMY, WIDE = 96, 140
"""From so many columns on a list of claims has a column for the outlet, and modes and the names beside ids."""

FACTUALITY_STYLES = {"asserted": "green", "planned": "cyan", "possible": "yellow", "denied": "red"}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the least terminal width that it is shown at, and whether its cells may be broken."""

    title: str
    key: str
    from_width: int = 0
    whole: bool = False
    style: str = ""
    ratio: int | None = None


def _text(value: str, *, style: str = "") -> Text:
    from rich.text import Text  # noqa: PLC0415 - heavy: only for tables

    return Text(one_line(value), style=style)


def show_table(target: Console, columns: Sequence[Column], rows: Iterable[Mapping[str, Text | str]]) -> None:
    """A table as wide as the terminal, or cards on a narrow one."""
    from rich import box  # noqa: PLC0415 - heavy: only for tables
    from rich.table import Table  # noqa: PLC0415 - as above

    if target.width < NARROW:
        for row in rows:
            show_card(target, [(column.title, row[column.key]) for column in columns])
            target.print()
        return
    shown = [column for column in columns if column.from_width <= target.width]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False, padding=(0, 1))
    for column in shown:
        table.add_column(
            column.title,
            no_wrap=column.whole,
            style=column.style,
            ratio=column.ratio,
            overflow="ellipsis" if column.whole else "fold",
        )
    for row in rows:
        table.add_row(*(_as_text(row[column.key]) for column in shown))
    target.print(table)


def _as_text(value: Text | str) -> Text:
    return _text(value) if isinstance(value, str) else value


def show_card(target: Console, fields: Iterable[tuple[str, Text | str]]) -> None:
    """One thing: a line a field, its name before it; fields without a value are left out."""
    from rich.table import Table  # noqa: PLC0415 - heavy: only for tables

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for title, value in fields:
        text = _as_text(value)
        if text.plain:
            grid.add_row(title, text)
    target.print(grid)


def short_id(whole: str) -> str:
    """The beginning of an id."""
    return whole[:ID_LETTERS]


def interval(when: Mapping[str, Any] | None) -> str:
    """An interval as short as it can be told: ``2026-02-06``, ``2026-02``, ``2025``, ``2025-10-08 – 10-12``."""
    if not when or not when["start"]:
        return ""
    start, end = when["start"], when["end"]
    if start == end:
        return str(start)
    if when["precision"] == "month" and start[:7] == end[:7]:
        return str(start[:7])
    if when["precision"] == "year" and start[:4] == end[:4]:
        return str(start[:4])
    return f"{start} – {end[5:] if start[:4] == end[:4] else end}"


def claim_row(record: Record, *, unicode: bool, brief: bool = False) -> dict[str, Text | str]:
    """A claim's record as a row of a table. A date in brackets is the article's: the sentence names none.

    ``brief`` leaves out modes and the names beside ids.
    """
    date = interval(record["when"])
    if not date and record["published"]:
        date = f"({record['published']})"
    arrow, hop = ("→", " ← ") if unicode else ("->", " <- ")
    who, whom = (_parties(record[side], brief=brief) for side in ("actors", "recipients"))
    kind = record["event_type"] + (f"/{record['mode']}" if record["mode"] and not brief else "")
    word = chain(record["sources"], hop=hop, beside=" & ")
    hearsay = " (hearsay)" if record["hearsay"] and not word else ""
    return {
        "claim": short_id(record["claim_id"]),
        "date": date if unicode else date.replace("–", "to"),
        "type": kind,
        "who": f"{who or '?'} {arrow} {whom}" if whom else who or "?",
        "factuality": _text(record["factuality"], style=FACTUALITY_STYLES.get(record["factuality"], "")),
        "word": _text(word) if word else _text(f"the outlet{hearsay}", style="dim"),
        "outlet": record["outlet"] or record["document"],
    }


def _parties(side: Sequence[Mapping[str, Any]], *, brief: bool) -> str:
    """The ids, each once, or with the names of persons and groups."""
    return ", ".join(dict.fromkeys(one["id"] if brief else party(one) for one in side))


def claim_fields(record: Record, *, unicode: bool) -> list[tuple[str, Text | str]]:
    """A claim's record as a card, the evidence with its trigger marked."""
    row = claim_row(record, unicode=unicode)
    headline = record["headline"] or ""
    return [
        ("claim", record["claim_id"]),
        ("act", row["type"]),
        ("who", row["who"]),
        ("factuality", row["factuality"]),
        ("on whose word", row["word"]),
        ("date", f"{row['date']}" + (f"  “{record['when']['text']}”" if record["when"] else "")),
        ("where", record["where"]["text"] if record["where"] else ""),
        ("how much", "; ".join(amount(one) for one in record["quantities"])),
        ("evidence", evidence(record)),
        ("cues", "; ".join(f"{one['kind']}: {one['span']['text']}" for one in record["cues"])),
        ("article", f"{record['article_id']}  {headline}"),
        ("outlet", record["outlet"] or ""),
        ("published", record["published"] or ""),
        ("language", record["language"]),
        ("document", record["url"] or record["document"]),
        ("confidence", f"{record['confidence']:.2f}"),
        ("reader", f"{record['reader']} {record['reader_version']}"),
        ("set right by", record["corrected_by"] or ""),
    ]


def evidence(record: Record, *, width: int | None = None) -> Text:
    """The evidence sentence, its trigger marked; of a long one as much around the trigger as ``width`` characters hold.

    It is cleaned on both sides of the trigger, so that the mark stays in place.
    """
    sentence, trigger = record["evidence"], record["trigger"]
    at, to = trigger["start"] - sentence["start"], trigger["end"] - sentence["start"]
    before, middle, after = (sentence["text"][a:b] for a, b in ((0, at), (at, to), (to, None)))
    lead = one_line(before) + (" " if before[-1:].isspace() else "")
    mark = one_line(middle)
    tail = (" " if after[:1].isspace() else "") + one_line(after)
    if width is not None and len(lead) + len(mark) + len(tail) > width:
        room = max(width - len(mark), 0)
        left = min(len(lead), max(room // 2, room - len(tail)))
        lead = lead if left == len(lead) else f"…{lead[len(lead) - left + 1 :]}" if left else ""
        blank = tail[: len(tail) - len(tail.lstrip())]
        tail = blank + shortened(tail, room - left - len(blank)) if len(tail) > room - left else tail
    from rich.text import Text  # noqa: PLC0415 - heavy: only for tables

    return Text(lead).append(mark, style="bold underline").append(tail)


_CLAIM_WIDTHS = {"date": 12, "type": 21, "who": 44, "factuality": 10, "word": 48, "outlet": 24}
"""The most that a column of the list of claims may take, in characters."""
_LEAST = {"who": 12, "word": 12, "outlet": 12}, {"type": 8, "date": 11}
"""The columns that are cut where the terminal is too narrow for all, and what each keeps; the first ones first."""
_GAP = 2


def show_claims(target: Console, records: Sequence[Record], *, unicode: bool) -> None:
    """Claims as a table in which each row is followed by its sentence; cards on a narrow terminal."""
    brief = NARROW <= target.width < WIDE
    rows = [
        {name: _as_text(cell) for name, cell in claim_row(record, unicode=unicode, brief=brief).items()} for record in records
    ]
    titles = {
        "claim": "claim", "date": "date", "type": "type", "who": "who → whom" if unicode else "who -> whom",
        "factuality": "factuality", "word": "on whose word", "outlet": "outlet",
    }  # fmt: skip
    if target.width < NARROW:
        for record, row in zip(records, rows, strict=True):
            show_card(target, [*((titles[name], row[name]) for name in titles), ("sentence", evidence(record, width=200))])
            target.print()
        return
    if target.width < ROOMY:  # the outlet stands before the sentence then
        del titles["outlet"]
    widths = _fitted(
        {name: max(len(title), *(row[name].cell_len for row in rows)) for name, title in titles.items()}, target.width
    )
    target.print(_line({name: _text(title, style="bold") for name, title in titles.items()}, widths), **_ONE_LINE)
    target.print(("─" if unicode else "-") * min(sum(widths.values()) + _GAP * (len(widths) - 1), target.width), style="dim")
    indent = ID_LETTERS + _GAP
    for record, row in zip(records, rows, strict=True):
        target.print(_line(row, widths), **_ONE_LINE)
        outlet = "" if "outlet" in titles else f"{shortened(row['outlet'].plain, 30)}: "
        sentence = evidence(record, width=target.width - indent - len(outlet))
        target.print(_text("").append(" " * indent).append(outlet, style="dim").append(sentence), style="italic", **_ONE_LINE)


_ONE_LINE: dict[str, Any] = {"no_wrap": True, "overflow": "ellipsis", "crop": True}


def _fitted(natural: Mapping[str, int], width: int) -> dict[str, int]:
    """The widths of the columns: what they need, the yielding ones less where there is no room."""
    widths = {name: min(need, _CLAIM_WIDTHS.get(name, need)) for name, need in natural.items()}
    over = sum(widths.values()) + _GAP * (len(widths) - 1) - width
    for least in _LEAST:
        while over > 0:
            spare, widest = max((widths[name] - floor, name) for name, floor in least.items() if name in widths)
            if spare <= 0:
                break
            widths[widest] -= 1
            over -= 1
    return widths


def _line(cells: Mapping[str, Text], widths: Mapping[str, int]) -> Text:
    """One row: each cell cut or filled up to its width."""
    line = _text("")
    for name, width in widths.items():
        cell = cells[name].copy()
        cell.truncate(width, overflow="ellipsis", pad=True)
        line.append(" " * _GAP if line.plain else "").append(cell)
    line.rstrip()
    return line


ARTICLE_COLUMNS = (
    Column("article", "article", whole=True, style="dim"),
    Column("published", "published", whole=True),
    Column("language", "language", whole=True),
    Column("outlet", "outlet", ratio=2),
    Column("headline", "headline", ratio=5),
    Column("document", "document", from_width=120, ratio=2, style="dim"),
)


def article_row(record: Record) -> dict[str, Text | str]:
    """An article's record as a row of a table."""
    return {
        "article": short_id(record["article_id"]),
        "published": record["published"] or "",
        "language": record["language"],
        "outlet": record["outlet"] or "",
        "headline": shortened(record["headline"] or record["text"], 160),
        "document": record["document"],
    }


REPEAT_COLUMNS = (
    Column("article", "article", whole=True, style="dim"),
    Column("published", "published", whole=True),
    Column("outlet", "outlet", ratio=2),
    Column("kind", "kind", whole=True),
    Column("share", "share", whole=True),
    Column("other", "other", whole=True, style="dim"),
    Column("of", "other_outlet", ratio=2),
    Column("headline", "headline", ratio=4),
    Column("group", "group", whole=True, from_width=120, style="dim"),
)


def repeat_row(record: Record) -> dict[str, Text | str]:
    """A repetition's record as a row of a table: the later article, how it repeats the earlier, and how much of it does."""
    return {
        "article": short_id(record["article_id"]),
        "published": record["published"] or "",
        "outlet": record["outlet"] or "",
        "kind": record["kind"],
        "share": f"{record['share']:.0%}",
        "other": short_id(record["other_id"]),
        "other_outlet": record["other_outlet"] or "",
        "headline": shortened(record["headline"] or "", 160),
        "group": short_id(record["group"]),
    }


ISSUE_COLUMNS = (
    Column("page", "page", ratio=3),
    Column("stage", "stage", whole=True, from_width=80),
    Column("what", "code", whole=True),
    Column("why", "why", ratio=5),
)


def issue_row(record: Record) -> dict[str, Text | str]:
    """An issue's record as a row of a table; what stopped a page stands out."""
    return {
        "page": record["document"],
        "stage": record["stage"],
        "code": _text(record["code"], style="red" if record["fatal"] else "yellow"),
        "why": record["message"],
    }


PAGE_COLUMNS = (
    Column("page", "page", ratio=3),
    Column("outcome", "outcome", whole=True),
    Column("sha256", "sha256", from_width=80, whole=True, style="dim"),
)


def page_row(record: Record) -> dict[str, Text | str]:
    """A page's record as a row of a table."""
    return {"page": record["document"], "outcome": record["outcome"], "sha256": record["page"][:16]}


DATE_COLUMNS = (
    Column("text", "text", ratio=2),
    Column("start", "start", whole=True),
    Column("end", "end", whole=True),
    Column("precision", "precision", whole=True),
    Column("basis", "basis", ratio=3, style="dim", from_width=80),
)


def date_row(record: Record) -> dict[str, Text | str]:
    """A time expression's record as a row of a table."""
    return {name: record[name] or "" for name in ("text", "start", "end", "precision", "basis")}


STEP_COLUMNS = (
    Column("field", "field", whole=True),
    Column("value", "value", ratio=2),
    Column("words", "words", ratio=3),
    Column("at", "at", whole=True, style="dim"),
    Column("p", "probability", whole=True),
    Column("by", "rule", ratio=3),
)


def step_row(record: Record) -> dict[str, Text | str]:
    """A step's record as a row of a table."""
    span = record["span"]
    probability = record["probability"]
    return {
        "field": record["field"],
        "value": record["value"],
        "words": shortened(span["text"], 200) if span else "",
        "at": f"{span['start']}-{span['end']}" if span else "",
        "probability": "" if probability is None else f"{probability:.2f}",
        "rule": record["rule"],
    }


_SLOTS = {
    "actor": "actor", "recipient": "recip.", "factuality": "fact.", "source": "source", "when": "when", "quantity": "quant.",
}  # fmt: skip
SCORE_COLUMNS = (
    Column("part", "value", whole=True),
    Column("gold", "gold", whole=True),
    Column("found", "found", whole=True),
    Column("P", "precision", whole=True),
    Column("R", "recall", whole=True),
    Column("detection", "detection", whole=True),
    Column("core", "core", whole=True),
    Column("strict", "strict", whole=True),
    *(Column(title, name, whole=True, from_width=120) for name, title in _SLOTS.items()),
)


def score_row(lenient: Record, strict: Record) -> dict[str, Text | str]:
    """The records of one part by both measures as a row of a table; of the strict one, detection and core."""
    shares = {name: lenient[name] for name in ("precision", "recall", "detection", "core", *_SLOTS)}
    return {
        "value": lenient["value"],
        "gold": str(lenient["gold"]),
        "found": str(lenient["found"]),
        "strict": f"{strict['detection']:.2f}/{strict['core']:.2f}",
        **{name: "" if share is None else f"{share:.2f}" for name, share in shares.items()},
    }


DIFFERENCE_COLUMNS = (
    Column("document", "document", ratio=2),
    Column("sentence", "sent", whole=True, style="dim"),
    Column("claim", "claim", ratio=3),
    Column("what", "what", ratio=3),
    Column("words", "words", ratio=6),
)


def difference_row(record: Record) -> dict[str, Text | str]:
    """A difference's record as a row of a table."""
    who, whom = (", ".join(dict.fromkeys(record[side])) for side in ("actors", "recipients"))
    slot = f"{record['slot']}: {record['found'] or 'none'}, marked {record['marked'] or 'none'}"
    return {
        "document": record["document"],
        "sent": "" if record["sent"] is None else str(record["sent"]),
        "claim": f"{record['event_type']} {who or '?'}{f' > {whom}' if whom else ''} {record['factuality'] or ''}",
        "what": slot if record["slot"] else record["kind"],
        "words": shortened(record["sentence"] or "(of no sentence of the document)", 300),
    }


JUDGEMENT_COLUMNS = (
    Column("judgement", "judgement", whole=True, style="dim"),
    Column("made", "made", whole=True),
    Column("decision", "decision", whole=True),
    Column("about", "about", ratio=2),
    Column("by", "by", ratio=1),
    Column("reason", "reason", ratio=3),
    Column("holds", "holds", whole=True),
)


def judgement_row(record: Record) -> dict[str, Text | str]:
    """A judgement's record as a row of a table."""
    about = record["undoes"] or " ".join(short_id(one) for one in (record["claim_id"], record["other"]) if one)
    return {
        "judgement": short_id(record["judgement_id"]),
        "made": record["made_at"][:10],
        "decision": record["decision"],
        "about": short_id(about) if record["undoes"] else about,
        "by": record["author"],
        "reason": "; ".join(filter(None, (_set_right(record), record["reason"]))),
        "holds": "yes" if record["holds"] else "no",
    }


def _set_right(record: Record) -> str:
    """What a judgement sets right, or says was missed."""
    values = record.get("values") or {}
    return "; ".join(f"{name} {cell(value)}" for name, value in values.items())
