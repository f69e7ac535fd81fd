"""The sample corpus is what its README says it is."""

from __future__ import annotations

import json
import re
from collections import Counter
from html.parser import HTMLParser
from importlib import resources
from typing import NamedTuple

import pytest

from enligt.model import LANGUAGES
from enligt.sample import files

README = resources.files("enligt.sample").joinpath("README.md").read_text(encoding="utf-8")
PAGES = dict(files())
ROW = re.compile(
    r"^\| `(?P<page>[^`]+)` \| (?P<outlet>[^|]+) \| (?P<lang>\w\w) \| (?P<day>[\d-]+) \| (?P<n>\d) \| (?P<facts>.+) \|$",
    re.MULTILINE,
)
VOCABULARIES = {"schema.org", "ogp.me"}  # names of mark-up vocabularies, not places to go to


class Row(NamedTuple):
    page: str
    outlet: str
    language: str
    published: str
    stories: int
    facts: str


ROWS = [Row(m["page"], m["outlet"], m["lang"], m["day"], int(m["n"]), m["facts"]) for m in ROW.finditer(README)]
BY_PAGE = {row.page: row for row in ROWS}


class _Words(HTMLParser):
    """The words of a page: what a reader sees, without scripts and titles."""

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the signature of HTMLParser
        self._hidden += tag in {"script", "style", "title"}

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in {"script", "style", "title"}

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.words.append(data)


def seen(name: str) -> str:
    source = PAGES[name].decode("utf-8")
    if not name.endswith(".html"):
        return source
    parser = _Words()
    parser.feed(source)
    return "".join(parser.words)


def section(title: str) -> list[str]:
    """The lines of a list under a heading of the README."""
    part = README.split(f"### {title}\n", 1)[1].split("\n#", 1)[0]
    return [line for line in part.splitlines() if line.startswith("- ")]


def test_readme_lists_the_pages_and_no_other() -> None:
    assert [name for name, _ in files()] == sorted(PAGES)
    assert sorted(BY_PAGE) == sorted(PAGES)
    assert len(ROWS) == len(BY_PAGE)


def test_enough_of_each_language_and_kind() -> None:
    per_language = Counter[str]()
    for row in ROWS:
        per_language[row.language] += row.stories
    assert set(per_language) == set(LANGUAGES)
    assert min(per_language.values()) >= 5
    assert sum(name.endswith(".html") for name in PAGES) >= 12
    assert sum(row.stories > 1 for row in ROWS) == 4
    assert (len(ROWS), sum(per_language.values())) == (30, 35)  # the README's first line


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_sound(name: str) -> None:
    page = PAGES[name].decode("utf-8", "strict")
    assert "\r" not in page
    assert "\ufffd" not in page
    assert page.endswith("\n")
    assert not re.search(r"[ÃÂ][\x80-\xbf]|&amp;amp;", page), "decoded or escaped twice"
    assert 90 <= len(seen(name).split()) <= 520


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.page)
def test_name_tells_language_and_day(row: Row) -> None:
    assert re.fullmatch(rf"{row.language}-[a-z]+-{row.published}\.(html|txt)", row.page)
    assert re.search(r"\d{4}", row.facts), "a fact to check needs a date"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.page)
def test_page_tells_its_outlet(row: Row) -> None:
    page = PAGES[row.page].decode("utf-8")
    assert row.outlet.casefold() in page.casefold()


def test_language_is_the_one_told() -> None:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415  loads a model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["sv", "no", "nn", "da", "en"])
    told = {row.page: row.language.replace("nb", "no") for row in ROWS}
    assert {name: identifier.classify(seen(name))[0] for name in PAGES} == told


@pytest.mark.parametrize("name", sorted(PAGES))
def test_domains_are_example_only(name: str) -> None:
    page = PAGES[name].decode("utf-8")
    hosts = set(re.findall(r"(?:https?:)?//([\w.-]+)", page)) | set(re.findall(r"[\w.]+@([\w.-]+\w)", page))
    assert {host for host in hosts if not host.endswith(".example")} <= VOCABULARIES


@pytest.mark.parametrize("name", sorted(n for n in PAGES if n.endswith(".html")))
def test_json_ld_is_json(name: str) -> None:
    for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', PAGES[name].decode("utf-8"), re.DOTALL):
        assert BY_PAGE[name].published in json.dumps(json.loads(block))


def test_nobody_is_quoted() -> None:
    dashes = {name for name in PAGES if re.search(r"(?m)^\s*(?:<p>)?[–—-]\s?\w", seen(name))}
    assert dashes == set()
    quoted = {name: re.findall(r"[”“»«„\"]([^”“»«„\"\n]{25,})[”“»«\"]", seen(name)) for name in PAGES}
    assert {name: found for name, found in quoted.items() if found} == {}


@pytest.mark.parametrize(
    "heading",
    ["Same act", "Cites", "Said by one, denied by another", "Planned, then carried out", "Look-alikes (different acts)"],
)
def test_ties_name_pages_that_exist(heading: str) -> None:
    lines = section(heading)
    assert lines
    for line in lines:
        named = re.findall(r"`([^`]+)`", line)
        assert named, line
        assert set(named) <= set(PAGES), line


def test_same_act_is_told_across_languages() -> None:
    groups = [{BY_PAGE[page].language for page in re.findall(r"`([^`]+)`", line)} for line in section("Same act")]
    assert sum(len(languages) >= 2 for languages in groups) >= 6
    assert sum(len(languages) >= 3 for languages in groups) >= 3
    assert set().union(*groups) == set(LANGUAGES)


@pytest.mark.parametrize("line", section("Cites"))
def test_citing_page_names_the_outlet_it_cites_and_comes_later(line: str) -> None:
    citing, cited = (BY_PAGE[name] for name in re.findall(r"`([^`]+)`", line))
    assert cited.outlet in seen(citing.page)
    assert cited.published <= citing.published


def test_agencies_are_cited_in_every_language() -> None:
    agency = re.compile(r"\b(KCNA|TASS|Yonhap|Ritzau|ritzau|TT|NTB|AFP|Reuters|AP)\b")
    assert {row.language for row in ROWS if agency.search(seen(row.page))} == set(LANGUAGES)
