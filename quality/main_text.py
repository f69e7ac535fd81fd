"""How much of a page's main text is found, beside trafilatura alone: F1 of words, and the time it takes.

    python quality/main_text.py                our own cases: page shells around texts of our own, in five languages
    python quality/main_text.py --worst 10     the same, and the ten cases that go worst
    python quality/main_text.py --pages DIR    trafilatura's evaluation pages: DIR is the folder `tests` of its repository
    python quality/main_text.py --time         Page to Article against trafilatura alone, page by page in turn

A word is a run of letters or digits; precision and recall count words as a bag, and each page weighs the same. Headlines are
left out on both sides. A page of several stories is scored story by story against its own article, in order: a story without
one scores 0, and an article without a story as well. Of trafilatura, which gives one text a page, that text is scored against
all stories together. A page that must give no story scores 1 where none comes, else 0.

trafilatura's pages are not shipped with it; its repository has them (`tests/evaldata.py`, `tests/cache`, `tests/eval`). Its
measure is another: how many of the segments that must be there are, and of those that must not.
"""

from __future__ import annotations

import argparse
import ast
import re
import statistics
import sys
import time
from collections import Counter, defaultdict
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from enligt.model import Article, Page
from enligt.sources import articles
from page_shells import KINDS, Case, cases

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_WORD = re.compile(r"[^\W_]+")


def f1(found: str, wanted: str) -> float:
    """F1 of the words of two texts, as bags."""
    one, other = Counter(_WORD.findall(found.lower())), Counter(_WORD.findall(wanted.lower()))
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if one or other else 1.0


def ours(content: str | bytes, *, location: str = "page", language: str | None = None) -> list[Article]:
    """The articles of a page."""
    raw = content.encode() if isinstance(content, str) else content
    found = articles(Page(location, raw), language=language)  # type: ignore[arg-type]  # one of ours, or None
    return [one for one in found if isinstance(one, Article)]


def theirs(content: str | bytes) -> str:
    """The text that trafilatura finds with its own settings, comments left out."""
    from trafilatura import extract  # noqa: PLC0415 - a second to import

    return extract(content, include_comments=False, include_tables=False) or ""


def body(text: str, headlines: Sequence[str]) -> str:
    """A text without the lines that are headlines."""
    return "\n".join(line for line in text.splitlines() if line.strip() not in headlines)


def ours_alone(case: Case) -> float:
    """F1 of ours, the mean over a page's stories."""
    found = [body(one.text, [told.headline for told in case.stories]) for one in ours(case.content)]
    wanted = ["\n".join(one.paragraphs) for one in case.stories]
    if not wanted:
        return float(not found)
    return statistics.mean(f1(mine, right) for mine, right in zip_longest(found, wanted, fillvalue=""))


def theirs_alone(case: Case) -> float:
    """F1 of trafilatura's text against all of a page's stories; NaN for plain text, which it does not read."""
    if case.kind == "crawled text":
        return float("nan")
    found = body(theirs(case.content), [told.headline for told in case.stories])
    return f1(found, "\n".join(part for one in case.stories for part in one.paragraphs))


def over_cases(worst: int) -> None:
    """Print the table of our own cases."""
    scores = {(case.kind, case.name, case.language): (ours_alone(case), theirs_alone(case)) for case in cases()}
    print("| pages | ours | trafilatura alone |\n|---|---:|---:|")
    for kind in KINDS:
        of_kind = [one for key, one in scores.items() if key[0] == kind]
        print(f"| {kind}, {len(of_kind)} | {_mean([o for o, _ in of_kind])} | {_mean([t for _, t in of_kind])} |")
    by_language: dict[str, list[tuple[float, float]]] = defaultdict(list)
    for (kind, _, language), one in scores.items():
        if kind == "one story":
            by_language[language].append(one)
    for language, several in by_language.items():
        print(f"| one story, {language} | {_mean([o for o, _ in several])} | {_mean([t for _, t in several])} |")
    for key, (mine, other) in sorted(scores.items(), key=lambda one: one[1][0])[:worst]:
        print(f"{mine:.3f} {other:.3f} {' / '.join(key)}")


def _mean(values: Sequence[float]) -> str:
    known = [one for one in values if one == one]  # noqa: PLR0124 - NaN: it was not asked
    return f"{statistics.mean(known):.3f}" if known else "–"


# ---- trafilatura's own ground


def over_pages(folder: Path) -> int:
    """Print how both do on trafilatura's evaluation pages; 2 where they are not there."""
    listed = next((one for one in (folder / "evaldata.py", folder.parent / "evaldata.py") if one.is_file()), None)
    if listed is None:
        print(f"no evaldata.py in {folder}: give the folder `tests` of trafilatura's repository; skipped", file=sys.stderr)
        return 2
    counts: dict[str, Counter[str]] = {"ours": Counter(), "trafilatura": Counter()}
    for url, entry in _eval_pages(listed).items():
        path = next((one for name in ("cache", "eval", ".") if (one := listed.parent / name / entry["file"]).is_file()), None)
        if path is None:
            continue
        raw = path.read_bytes()
        texts = {"ours": "\n".join(one.text for one in ours(raw, location=url, language="en")), "trafilatura": theirs(raw)}
        for who, text in texts.items():
            flat = " ".join(text.split())
            hits = sum(" ".join(one.split()) in flat for one in entry["with"])
            false = sum(" ".join(one.split()) in flat for one in entry["without"])
            counts[who].update(pages=1, hits=hits, missed=len(entry["with"]) - hits, false=false)
    print("| | pages | precision | recall | F1 |\n|---|---:|---:|---:|---:|")
    for who, n in counts.items():
        precision = n["hits"] / max(1, n["hits"] + n["false"])
        recall = n["hits"] / max(1, n["hits"] + n["missed"])
        both = 2 * precision * recall / max(1e-9, precision + recall)
        print(f"| {who} | {n['pages']} | {precision:.3f} | {recall:.3f} | {both:.3f} |")
    return 0


def _eval_pages(path: Path) -> dict[str, dict[str, Any]]:
    """The table of trafilatura's evaluation, read as data: nothing of the file is run."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "EVAL_PAGES" for one in node.targets):
            return dict(ast.literal_eval(node.value))
    return {}


# ---- time


def realistic(case: Case) -> bytes:
    """A case with what a news page of today carries besides: a menu of 200 links, 60 teasers, 150 kB of scripts and styles."""
    menu = "".join(
        f'<li class="menu-item menu-item-{n}"><a href="/section/{n}"><span>Section {n}</span></a></li>' for n in range(200)
    )
    image = '<div class="img"><img src="/i/{n}.jpg" alt=""></div>'
    teaser = f'<div class="teaser teaser--small"><a href="/a/{{n}}">{image}<h3>{{t}} {{n}}</h3></a></div>'
    foot = "".join(teaser.format(n=n, t=case.stories[0].headline) for n in range(60))
    script = "<script>" + "window.x = window.x || [];\n" * 4_000 + "</script><style>" + ".a{color:red}\n" * 3_000 + "</style>"
    start = case.content.index("<body")
    start = case.content.index(">", start) + 1
    page = f"{case.content[:start]}{script}<nav class='mega'><ul>{menu}</ul></nav>{case.content[start:]}"
    return (page.replace("</body>", "") + f"<aside class='more'>{foot}</aside></body></html>").encode()


def timed() -> None:
    """Print Page to Article against trafilatura alone, over our cases of one story, each page in turn by both."""
    pages = [realistic(case) for case in cases() if case.kind == "one story" and case.language in ("sv", "en")]
    warm, pages = pages[::2], pages[1::2]

    def both(work: Callable[[bytes], object], page: bytes) -> float:
        begun = time.process_time()
        work(page)
        return time.process_time() - begun

    for page in warm:  # what is loaded and compiled once
        ours(page)
        theirs(page)
    spent = [(both(ours, page), both(theirs, page)) for page in pages]
    mine, other = (sum(column) for column in zip(*spent, strict=True))
    rates = [f"{len(pages) / seconds:.0f} a second" for seconds in (mine, other)]
    print(f"{len(pages)} pages: ours {rates[0]}, trafilatura alone {rates[1]}; {mine / other:.2f} times")


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--pages", type=Path, metavar="DIR", help="trafilatura's evaluation pages")
    wanted.add_argument("--worst", type=int, default=0, metavar="N", help="also the N cases that go worst")
    wanted.add_argument("--time", action="store_true", help="time instead of F1")
    options = wanted.parse_args()
    if options.pages is not None:
        return over_pages(options.pages)
    if options.time:
        timed()
    else:
        over_cases(options.worst)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
