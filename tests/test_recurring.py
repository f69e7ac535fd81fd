"""Lines that recur across a site: learned from many articles, left out where the file is given, and only there."""

from __future__ import annotations

import json
from dataclasses import replace
from email.message import EmailMessage
from typing import TYPE_CHECKING

import pytest

from enligt.config import SaidOfPages
from enligt.errors import UsageError
from enligt.ledger import open_view, open_writer
from enligt.model import Article, Page, Told
from enligt.run import recording
from enligt.sources import articles, recurring
from enligt.sources.phrases import folded
from word_reader import WordReader

if TYPE_CHECKING:
    from pathlib import Path


SLOGAN = "Kusten granskar makten varje dag"
LINES = tuple(f"Ministern från land nummer {n} besökte hamnen i går och talade med arbetare om deras villkor." for n in range(60))


def article(n: int, *more: str, host: str = "kusten.example", headline: str | None = None) -> Article:
    title = headline or f"Rubrik {n} om hamnen"
    text = "\n\n".join([title, LINES[n], *more])
    return Article("p", "0" * 64, text, "sv", headline=title, url=f"https://www.{host}/a/{n}")


def test_a_line_of_many_articles_is_learned_for_its_site_alone() -> None:
    told = [article(n, SLOGAN) for n in range(5)] + [article(n, SLOGAN, host="annan.example") for n in range(3)]
    found = recurring.learned(told)
    assert found.hosts == {"kusten.example": frozenset({SLOGAN.lower()})}
    assert recurring.learned(reversed(told)).digest == found.digest


def test_headlines_long_lines_and_seldom_ones_are_not() -> None:
    background = "Kriget började i februari och har sedan dess drivit miljoner människor på flykt. " * 3
    told = [article(n, background) for n in range(8)]
    told += [article(n, SLOGAN) for n in range(8, 12)]
    told += [article(n) for n in range(12, 60)]
    assert recurring.learned(told).hosts == {}  # 4 of 60 are fewer than a tenth


def test_a_story_that_was_printed_many_times_is_no_boilerplate() -> None:
    same = ("Presidenten avgår på fredag.", "Vicepresidenten tar över.", "Beskedet kom oväntat för alla.")
    again = [
        Article("p", "0" * 64, "\n\n".join([f"Rubrik {n}", *same]), "sv", f"Rubrik {n}", url="https://kusten.example/")
        for n in range(9)
    ]
    assert recurring.learned(again).hosts == {}
    assert recurring.learned([article(0, SLOGAN, headline="En och samma")] * 9).hosts == {}


def page(n: int) -> Page:
    body = "".join(f"<p>{one}</p>" for one in (LINES[n], LINES[n + 1], SLOGAN + ".", LINES[n + 2]))
    text = f'<html lang="sv"><title>Rubrik {n} om hamnen</title><body><h1>Rubrik {n} om hamnen</h1>{body}</body></html>'
    return Page(f"https://kusten.example/2024/01/09/{n}", text.encode())


def test_what_was_learned_is_left_out_only_where_it_is_given() -> None:
    def read(n: int, lines: recurring.Boilerplate | None = None) -> Article:
        return next(one for one in articles(page(n), boilerplate=lines) if isinstance(one, Article))

    found = recurring.learned(read(n) for n in range(6))
    assert SLOGAN in read(7).text
    without = read(7, found)
    assert without.text == read(7).text.replace(f"{SLOGAN}.\n\n", "")
    for segment in without.segments:
        assert 0 <= segment.start < segment.end <= len(without.text)
    elsewhere = recurring.Boilerplate({"annan.example": found.hosts["kusten.example"]}, "x")
    assert read(7, elsewhere) == read(7)


@pytest.mark.parametrize("kind", ["told", "mail", "enclosed"])
def test_what_was_learned_is_left_out_of_what_feeds_name_and_documents_hold(kind: str) -> None:
    lines = recurring.Boilerplate({"kusten.example": frozenset({folded(SLOGAN)})}, "x")
    whole = replace(page(1), told=Told("https://kusten.example/rss", published="2024-01-09"))
    if kind != "told":
        letter = EmailMessage()
        letter["From"], letter["To"], letter["Subject"] = "n@kusten.example", "r@desk.example", "Rubrik 1 om hamnen"
        letter.set_content(page(1).content.decode(), subtype="html")
        outer = EmailMessage()
        outer["From"], outer["To"], outer["Subject"] = "r@desk.example", "r@desk.example", "Fwd"
        outer.add_attachment(letter)
        whole = Page(whole.location, (letter if kind == "mail" else outer).as_bytes(), "message/rfc822")
    for given in (None, lines):
        (found,) = [one for one in articles(whole, boilerplate=given) if isinstance(one, Article)]
        assert LINES[2] in found.text
        assert (SLOGAN in found.text) is (given is None)


def test_a_story_of_nothing_else_is_none() -> None:
    lines = recurring.Boilerplate({"kusten.example": frozenset(folded(one) for one in (*LINES, SLOGAN))}, "x")
    assert [one.code for one in articles(page(1), boilerplate=lines) if not isinstance(one, Article)] == ["too-short"]


def test_the_file_comes_back_as_it_was(tmp_path: Path) -> None:
    found = recurring.learned(article(n, SLOGAN) for n in range(5))
    file = tmp_path / "lines.json"
    file.write_text(recurring.written(found), encoding="utf-8")
    assert recurring.load(str(file)) == found
    assert recurring.written(recurring.load(str(file))) == recurring.written(found)
    assert SaidOfPages.of(boilerplate=str(file)).options() == {"boilerplate": found.digest}


@pytest.mark.parametrize(
    "content",
    [None, "", "{", "[]", '{"hosts": {}}', '{"enligt": "boilerplate", "version": 1, "hosts": {"a": [1]}}', "[" * 100_000],
)
def test_another_file_is_refused_with_the_remedy(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "lines.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")
    with pytest.raises(UsageError, match="enligt boilerplate learn"):
        recurring.load(str(file))


def test_the_verb_learns_from_a_ledger_and_from_a_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from enligt.cli import main  # noqa: PLC0415 - of this test alone

    ledger, folder = tmp_path / "l.db", tmp_path / "pages"
    folder.mkdir()
    head = '<link rel="canonical" href="{}">'
    with open_writer(ledger) as writer:
        list(recording.add([page(n) for n in range(6)], writer=writer, reader=WordReader()))
    for n in range(6):
        one = page(n)
        content = one.content.replace(b"<title>", head.format(one.location).encode() + b"<title>")
        folder.joinpath(f"{n}.html").write_bytes(content)
    told = []
    for source in (ledger, folder):
        assert main(["boilerplate", "learn", str(source)]) == 0
        told.append(json.loads(capfd.readouterr().out)["hosts"])
    assert told == [{"kusten.example": [SLOGAN.lower()]}] * 2
    lines = tmp_path / "lines.json"
    lines.write_text(json.dumps({"enligt": "boilerplate", "version": 1, "hosts": told[0]}), encoding="utf-8")
    said = SaidOfPages.of(boilerplate=str(lines))
    with open_writer(ledger) as writer:  # the same page, read with other options, is another reading
        (again,) = recording.add([page(3)], writer=writer, reader=WordReader(), said=said)
        (known,) = recording.add([page(3)], writer=writer, reader=WordReader(), said=said)
    assert isinstance(again, recording.Recorded)
    assert isinstance(known, recording.Recorded)
    assert (again.fresh, known.fresh) == (True, False)
    with open_view(ledger) as view:
        shown = [one for one in view.articles() if one.headline == "Rubrik 3 om hamnen"]
    assert [SLOGAN in one.text for one in shown] == [False]
