"""``enligt add`` and ``enligt extract`` with addresses: fetched once, remembered, followed; what fails is told and stored."""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import enligt
from command_line import ATTACK, MEETING, QUIET, Run, lines, news, reader, run
from enligt import ledger, sources
from enligt.ledger import FetchedRow, open_view, open_writer
from enligt.model import Article, Issue, Link, Page, Reading
from enligt.run import workers
from enligt.sources.web import Answered, Web, cited
from ledger_samples import record, sent
from test_cli_bad_input import interrupt_at
from test_workers import Make
from web_server import Request, Server, answer, redirect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from web_server import Route
    from word_reader import WordReader

__all__ = ["news", "reader", "run"]  # fixtures

DATED = ("--published", "2026-02-07")


def text(content: str, *headers: str) -> bytes:
    return answer(content.encode(), "Content-Type: text/plain; charset=utf-8", *headers)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """Three pages at a server of this machine that may be asked, as often as one likes."""
    for name in ("CONTACT", "FETCH_SECONDS", "FETCH_MIB"):
        monkeypatch.delenv(f"ENLIGT_{name}", raising=False)
    monkeypatch.setenv("ENLIGT_ALLOW_ADDRESSES", "127.0.0.1")
    monkeypatch.setenv("ENLIGT_PAUSE", "0")
    with Server() as one:
        one.routes |= {"/attack": text(ATTACK), "/meeting": text(MEETING), "/quiet": text(QUIET)}
        yield one


def tagged(content: str) -> Route:
    """A page with an ETag, which is not sent again to whoever has it."""

    def sent_(request: Request) -> bytes:
        if request.headers.get("if-none-match") == '"v1"':
            return answer(b"", 'ETag: "v1"', status="304 Not Modified")
        return text(content, 'ETag: "v1"')

    return sent_


def documents(run: Run) -> list[str]:
    return [record["document"] for record in lines(run("claims", "--format", "jsonl").out)]


def fetched(folder: Path, address: str) -> FetchedRow | None:
    with open_view(folder / "enligt.db") as view:
        return view.fetched(address)


def test_issues_are_asked_for_by_stages_that_there_are(run: Run, server: Server) -> None:
    run("add", server.at("/gone"))
    assert [one["code"] for one in lines(run("issues", "--stage", "source", "--format", "jsonl").out)] == ["not-found"]
    wrong = run("issues", "--stage", "fetch")
    assert wrong.code == 2
    assert "'ledger'" in wrong.err


def test_each_verb_says_what_all_means_for_it(run: Run) -> None:
    add, extract = (" ".join(run(verb, "--help").out.split()) for verb in ("add", "extract"))
    assert "would put aside too, or has put aside before." in add
    assert "Read what a first look would pass over too." in extract


# --- one address, and again


def test_an_address_is_read_like_a_file(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENLIGT_CONTACT", "desk@paper.example")
    result = run("add", server.at("/meeting"), *DATED)
    assert (result.code, result.out) == (0, "1 page (1 claims): 1 article and 1 claim added to enligt.db\n")
    assert documents(run) == [server.at("/meeting")]
    assert [one.path for one in server.requests] == ["/robots.txt", "/meeting"]
    assert server.requests[1].headers["user-agent"].endswith("(+desk@paper.example)")
    (page,) = lines(run("pages", "--format", "jsonl").out)
    assert (page["document"], page["media_type"]) == (server.at("/meeting"), "text/plain; charset=utf-8")


def test_a_page_that_has_not_changed_is_known(run: Run, server: Server, tmp_path: Path) -> None:
    server.routes["/meeting"] = tagged(MEETING)
    assert run("add", server.at("/meeting"), *DATED).code == 0
    first = fetched(tmp_path, server.at("/meeting"))
    assert first is not None
    assert (first.etag, first.modified, first.status) == ('"v1"', None, 200)
    result = run("add", server.at("/meeting"), *DATED)
    assert [file.name for file in tmp_path.iterdir()] == ["enligt.db"]  # the writer was the last to let go
    assert (result.code, result.out) == (
        0,
        "1 page (1 claims): 0 articles and 0 claims added to enligt.db; 1 page there already\n",
    )
    assert server.requests[-1].headers["if-none-match"] == '"v1"'
    second = fetched(tmp_path, server.at("/meeting"))
    assert second is not None
    assert (second.status, second.page) == (304, first.page)
    assert len(lines(run("pages", "--format", "jsonl").out)) == 1


def test_a_page_that_has_not_changed_is_read_anew_by_another_reader(run: Run, server: Server, reader: WordReader) -> None:
    server.routes["/meeting"] = tagged(MEETING)
    run("add", server.at("/meeting"), *DATED)
    reader.version = "2"
    assert "0 articles and 1 claim added" in run("add", server.at("/meeting"), *DATED).out
    assert [record["reader_version"] for record in lines(run("claims", "--format", "jsonl").out)] == ["2"]


def test_a_page_that_has_changed_is_another_page(run: Run, server: Server, tmp_path: Path) -> None:
    server.routes["/meeting"] = tagged(MEETING)
    run("add", server.at("/meeting"), *DATED)
    server.routes["/meeting"] = text(MEETING.replace("Oslo", "Bergen"), 'ETag: "v2"')
    assert "1 article and 1 claim added" in run("add", server.at("/meeting"), *DATED).out
    assert len(lines(run("articles", "--format", "jsonl").out)) == 2
    row = fetched(tmp_path, server.at("/meeting"))
    assert row is not None
    assert row.etag == '"v2"'


def test_again_leaves_alone_what_was_fetched_lately(run: Run, server: Server) -> None:
    run("add", server.at("/meeting"), *DATED)
    before = len(server.requests)
    result = run("add", server.at("/meeting"), server.at("/attack"), *DATED, "--again", "1")
    assert "1 page there already" in result.out
    assert [one.path for one in server.requests[before:]] == ["/robots.txt", "/attack"]
    assert run("add", server.at("/meeting"), "--again", "-1").code == 2


def test_a_run_that_was_killed_before_the_page_was_kept_fetches_it_again(run: Run, server: Server, reader: WordReader) -> None:
    server.routes["/meeting"] = tagged(MEETING)
    reader.before = interrupt_at("meeting")
    assert run("add", server.at("/meeting"), *DATED).code == 130
    reader.before = lambda _article: None
    assert "1 article and 1 claim added" in run("add", server.at("/meeting"), *DATED, "--again", "5").out
    assert server.asked == ["/meeting", "/meeting"]
    assert "if-none-match" not in server.requests[-1].headers


def test_what_was_forgotten_is_fetched_but_not_let_in(run: Run, server: Server) -> None:
    server.routes["/meeting"] = tagged(MEETING)
    run("add", server.at("/meeting"), *DATED)
    (article,) = lines(run("articles", "--format", "jsonl").out)
    assert run("forget", article["article_id"], "--reason", "asked for", "--yes").code == 0
    assert run("add", server.at("/meeting"), *DATED).code == 3
    assert "if-none-match" not in server.requests[-1].headers
    assert documents(run) == []


def test_extract_keeps_nothing(run: Run, server: Server, tmp_path: Path) -> None:
    result = run("extract", server.at("/meeting"), *DATED, "--format", "jsonl")
    assert result.code == 0
    assert [record["document"] for record in lines(result.out)] == [server.at("/meeting")]
    assert list(tmp_path.iterdir()) == []


def test_the_library_takes_addresses(reader: WordReader, server: Server, tmp_path: Path) -> None:
    readings = [one for one in enligt.read(server.at("/meeting"), published="2026-02-07") if isinstance(one, Reading)]
    assert [len(one.claims) for one in readings] == [1]
    with enligt.open(tmp_path / "l.db") as kept:
        assert kept.add(server.at("/meeting"), server.at("/none"), published="2026-02-07").claims == 1
        assert [issue.code for issue in kept.issues() if issue.fatal] == ["not-found"]
        assert kept.add(server.at("/meeting"), published="2026-02-07").known == 1
    assert reader.read_articles == [server.at("/meeting")] * 2


# --- what fails


def test_what_cannot_be_fetched_is_told_and_stored(run: Run, server: Server) -> None:
    server.routes["/door"] = redirect("http://169.254.169.254/latest/meta-data/")
    alone = run("add", server.at("/none"))
    assert (alone.code, server.asked) == (3, ["/none"])
    assert f"not read: {server.at('/none')}: there is no such page (status 404)" in alone.err
    assert run("add", server.at("/none"), server.at("/meeting"), server.at("/door"), *DATED).code == 6
    issues = {record["document"]: record["code"] for record in lines(run("issues", "--format", "jsonl").out)}
    assert issues[server.at("/none")] == "not-found"
    assert issues[server.at("/door")] == "inner-address"


def test_inner_addresses_are_refused_unless_allowed(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENLIGT_ALLOW_ADDRESSES")
    for verb in ("add", "extract"):
        result = run(verb, server.at("/meeting"))
        assert result.code == 3
        assert "ENLIGT_ALLOW_ADDRESSES" in result.err
    assert server.requests == []


def test_passwords_do_not_reach_the_ledger(run: Run, server: Server, tmp_path: Path) -> None:
    address = server.at("/meeting").replace("//", "//me:topsecret@")
    result = run("add", address, server.at("/meeting"), *DATED)
    assert result.code == 6
    assert "topsecret" not in result.err
    assert all(b"topsecret" not in file.read_bytes() for file in tmp_path.glob("enligt.db*"))


@pytest.mark.parametrize("said", [("ENLIGT_ALLOW_ADDRESSES", "localhost"), ("ENLIGT_PAUSE", "soon"), ("ENLIGT_CONTACT", "a\nb")])
def test_settings_that_cannot_be_end_the_run_before_it_begins(
    run: Run, server: Server, monkeypatch: pytest.MonkeyPatch, said: tuple[str, str]
) -> None:
    monkeypatch.setenv(*said)
    for verb in ("add", "extract"):
        result = run(verb, server.at("/meeting"))
        assert result.code == 2
        assert len(result.err.splitlines()) == 1
    assert (list(Path().iterdir()), server.requests) == ([], [])


def test_without_a_way_to_the_web_an_address_is_an_issue() -> None:
    (issue,) = sources.pages(["https://me:secret@paper.example/a"])
    assert isinstance(issue, Issue)
    assert (issue.code, issue.location) == ("not-fetched", "https://paper.example/a")


# --- lists


def test_a_list_names_addresses_and_paths(run: Run, server: Server, news: Path, tmp_path: Path) -> None:
    named = ["\ufeff# what we read", "", f"  {server.at('/meeting')}  \r", f"#{server.at('/quiet')}", str(news / "attack.txt")]
    listed = "\n".join([*named, server.at("/meeting#x"), ""])
    (tmp_path / "list.txt").write_text(listed, encoding="utf-8", newline="")
    result = run("add", news / "quiet.txt", "--list", "list.txt", *DATED)
    assert result.code == 0
    assert "named more than once" in result.err
    assert server.asked == ["/meeting"]
    assert {record["document"] for record in lines(run("pages", "--format", "jsonl").out)} == {
        server.at("/meeting"),
        str(news / "attack.txt"),
        str(news / "quiet.txt"),
    }
    assert len(lines(run("extract", "--list", "list.txt", *DATED, "--format", "jsonl").out)) == 2


class Typed:
    """Standard input that holds what was piped into it."""

    def __init__(self, content: bytes) -> None:
        self.buffer = io.BytesIO(content)


def test_a_list_may_be_piped_in(run: Run, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(server.at("/meeting").encode()))
    assert run("add", "--list", "-", *DATED).code == 0
    assert documents(run) == [server.at("/meeting")]


@pytest.mark.parametrize(
    ("content", "words", "ends"),
    [
        (None, ["--list", "none.txt"], (3, "none.txt: the list cannot be read")),
        (None, ["--list", "."], (3, "the list cannot be read")),
        (b"# nothing\n\n", ["--list", "list.txt"], (3, "names nothing")),
        (b"a.txt\n-\n", ["--list", "list.txt"], (3, "standard input")),
        (None, ["--list", "-", "-"], (2, "standard input cannot be both")),
        (None, [], (2, "nothing to read")),
    ],
)
def test_lists_that_cannot_be(run: Run, content: bytes | None, words: list[str], ends: tuple[int, str]) -> None:
    if content is not None:
        Path("list.txt").write_bytes(content)
    for verb in ("add", "extract"):
        result = run(verb, *words)
        assert result.code == ends[0]
        assert ends[1] in result.err.splitlines()[-1]
    assert list(Path().glob("*.db")) == []


# --- what a text cites


def linked(one: Article) -> Article:
    """The article with a link over each address that stands in its text."""
    return replace(one, links=tuple(Link(*m.span(), m[0]) for m in re.finditer(r"http://[^\s,]+[^\s,.]", one.text)))


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> None:
    """Articles have their links, as they are read and as the ledger has them, whoever finds and keeps links."""
    read, kept = sources.articles, ledger.View.articles_at
    monkeypatch.setattr(
        sources, "articles", lambda page, **said: (linked(one) if isinstance(one, Article) else one for one in read(page, **said))
    )

    def articles_at(view: ledger.View, location: str) -> tuple[Article, ...] | None:
        found = kept(view, location)
        return None if found is None else tuple(linked(one) for one in found)

    monkeypatch.setattr(ledger.View, "articles_at", articles_at)


def citing(name: str, *addresses: str) -> str:
    cites = ", ".join(addresses)
    said = f"the paper {name} says in a long story about the two neighbours"
    return f"{name}\n\nSweden met Norway in Oslo on 2026-02-06, {said}.\nMore is told at {cites}.\n"


@pytest.fixture
def chain(server: Server, links: None) -> Server:
    """One cites two and three, two cites four, four cites five; some cite what is no article."""
    del links
    at = server.at
    front, picture = at("/"), at("/one.jpg")
    for name, cites in {
        "one": [at("/two"), at("/one#below"), front, at("/three"), picture, at("/two#again")],
        "two": [at("/four"), at("/one")],
        "three": [at("/two")],
        "four": [at("/five"), at("/gone")],
        "five": [at("/one")],
    }.items():
        server.routes[f"/{name}"] = text(citing(name, *cites))
    return server


@pytest.mark.parametrize(
    ("steps", "asked"), [(0, ["/one"]), (1, ["/one", "/two", "/three"]), (2, ["/one", "/two", "/three", "/four"]),
                         (3, ["/one", "/two", "/three", "/four", "/five", "/gone"])],
)  # fmt: skip
def test_cited_articles_are_fetched_so_many_steps_deep(run: Run, chain: Server, steps: int, asked: list[str]) -> None:
    result = run("add", chain.at("/one"), *DATED, "--follow-sources", str(steps))
    assert chain.asked == asked
    assert result.code == (6 if "/gone" in asked else 0)
    assert len(lines(run("articles", "--format", "jsonl").out)) == len(set(asked) - {"/gone"})


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_said_of_a_page_is_not_said_of_what_it_cites(
    run: Run, chain: Server, monkeypatch: pytest.MonkeyPatch, jobs: str
) -> None:
    monkeypatch.setattr(workers, "Named", lambda _name, _folder: Make())
    run("add", chain.at("/one"), *DATED, "--follow-sources", "1", "--jobs", jobs)
    dates = {
        record["document"].rsplit("/", 1)[1]: record["published"] for record in lines(run("articles", "--format", "jsonl").out)
    }
    assert dates == {"one": "2026-02-07", "two": None, "three": None}


def test_no_more_is_followed_than_allowed_and_the_next_run_gets_further(run: Run, chain: Server) -> None:
    words = ["add", chain.at("/one"), *DATED, "--follow-sources", "2", "--follow-limit", "1"]
    first = run(*words)
    assert first.code == 0
    assert "1 more addresses are cited and not fetched" in first.err
    assert chain.asked == ["/one", "/two"]
    assert run(*words).code == 0
    assert chain.asked == ["/one", "/two", "/one", "/three"]
    assert run(*words).code == 0
    assert chain.asked[4:] == ["/one", "/four"]


def test_files_are_followed_too(run: Run, chain: Server, tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(citing("here", chain.at("/two")), encoding="utf-8")
    assert run("add", "one.txt", "--follow-sources", "1").code == 0
    assert chain.asked == ["/two"]


@pytest.mark.parametrize("steps", ["4", "-1", "x"])
def test_steps_are_bounded(run: Run, chain: Server, steps: str) -> None:
    assert run("add", chain.at("/one"), "--follow-sources", steps).code == 2
    assert chain.requests == []


def test_what_counts_as_cited() -> None:
    addresses = [
        "HTTP://Paper.example/a#x", "mailto:a@paper.example", "http://paper.example/a", "http://paper.example/", "http://[",
        "http://me:secret@paper.example/", "http://paper.example/b.PDF", "http://paper.example/c.jpg", "http://own.example/story#c",
    ]  # fmt: skip
    article = Article(
        document="http://own.example/story?from=feed",
        page="",
        text="",
        language="en",
        url="http://own.example/story",
        links=tuple(Link(0, 0, one) for one in addresses),
    )
    assert list(cited(article)) == ["http://paper.example/a", "http://paper.example/b.PDF"]
    assert replace(article, links=()).article_id == article.article_id


# --- the ledger's memory


def test_the_ledger_remembers_the_last_answer_of_a_page_that_it_has(tmp_path: Path) -> None:
    with open_writer(tmp_path / "l.db") as writer:
        page, *rest = sent()
        record(writer, page, *rest)
        for status in (200, 304):
            writer.remember(FetchedRow("http://a.example/", '"x"', None, status, page.sha256, "2026-02-06T08:00:00+00:00"))
        writer.remember(FetchedRow("http://b.example/", None, None, 200, "0" * 64, "2026-02-06T08:00:00+00:00"))
    with open_view(tmp_path / "l.db") as view:
        row = view.fetched("http://a.example/")
        assert row is not None
        assert (row.etag, row.status, row.page) == ('"x"', 304, page.sha256)
        assert view.fetched("http://b.example/") is None
        assert view.page(page.location, page.sha256) == Page(page.location, page.content, page.media_type, page.fetched)
        assert view.page("elsewhere", page.sha256) is None
        articles = view.articles_at(page.location)
        assert articles is not None
        assert len(articles) == 1
        assert view.articles_at("elsewhere") is None


def test_an_answer_is_told_once_and_only_of_what_was_fetched() -> None:
    class Nothing:
        def fetch(self, address: str, *, remembered: object = None) -> Issue:
            assert remembered is None
            return Issue(address, "source", "not-found", "nothing there")

    web = Web(Nothing())
    (issue,) = web.pages("http://paper.example")
    assert isinstance(issue, Issue)
    assert web.answered("http://paper.example/") is None
    assert [one.code for one in web.pages("http://paper.example/#a") if isinstance(one, Issue)] == ["repeated-address"]
    assert Answered.__slots__ == ("address", "status", "page", "remembered")


FEED = """<?xml version="1.0"?>
<rss version="2.0"><channel><title>The Harbour Post</title><link>{root}</link>
<item><title>Ministers meet</title><link>{root}meeting</link></item>
<item><title>Again</title><link>{root}meeting</link></item>
<item><title>Soldiers killed</title><link>{root}attack</link></item>
</channel></rss>
"""


def test_an_address_that_is_a_feed_gives_the_pages_it_lists(run: Run, server: Server) -> None:
    feed = FEED.format(root=server.at("/")).encode()
    server.routes["/feed.xml"] = answer(feed, "Content-Type: application/rss+xml")
    assert run("add", server.at("/feed.xml"), *DATED).code == 0
    assert sorted(server.asked) == ["/attack", "/feed.xml", "/meeting"]
    assert {one["document"] for one in lines(run("pages", "--format", "jsonl").out)} == {
        server.at("/attack"), server.at("/meeting"),
    }  # fmt: skip
    run("add", server.at("/feed.xml"), *DATED)
    assert sorted(server.asked) == ["/attack", "/feed.xml", "/feed.xml", "/meeting"], "what is known is not fetched again"
