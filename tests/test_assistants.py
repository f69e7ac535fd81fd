"""``enligt mcp``: the ledger asked by an assistant, by the SDK's own client in memory."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from typing import TYPE_CHECKING, Any

import pytest
from mcp import Client, StdioServerParameters

from command_line import reader, run
from enligt.errors import LedgerMissing, UsageError
from enligt.run import assistants
from export_ledger import TODAY, build, stories

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator
    from pathlib import Path

    from command_line import Run

__all__ = ["reader", "run"]  # fixtures


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("mcp") / "l.db")


def talk(path: Path, conversation: Callable[[Client], Awaitable[Any]]) -> Any:
    async def whole() -> Any:
        async with Client(assistants.server(path, today=TODAY)) as client:
            return await conversation(client)

    return asyncio.run(whole())


def call(path: Path, tool: str, **arguments: Any) -> Any:
    async def one(client: Client) -> Any:
        return await client.call_tool(tool, arguments)

    answer = talk(path, one)
    text = answer.content[0].text
    return (text if answer.is_error else json.loads(text)), answer.is_error


def asked(path: Path, tool: str, **arguments: Any) -> Any:
    found, failed = call(path, tool, **arguments)
    assert not failed, found
    return found


def quotes(found: Any) -> Iterator[dict[str, Any]]:
    if isinstance(found, dict):
        if "untrusted_text" in found:
            yield found
        for one in found.values():
            yield from quotes(one)
    elif isinstance(found, list):
        for one in found:
            yield from quotes(one)


def test_the_tools_only_read_and_the_rules_are_told(path: Path) -> None:
    async def look(client: Client) -> Any:
        return (await client.list_tools()).tools, client.instructions

    tools, instructions = talk(path, look)
    assert {one.name for one in tools} == {
        "search_events", "get_event", "search_claims", "get_claim", "get_article_text", "list_sources",
    }  # fmt: skip
    assert all(one.annotations.read_only_hint and one.description for one in tools)
    assert "Quote the evidence letter by letter" in instructions
    assert "untrusted_text" in instructions


def test_an_event_carries_its_evidence_with_places_in_the_text(path: Path) -> None:
    found = asked(path, "search_events", status="disputed")
    (event,) = found["events"]
    assert (event["denied_by"], event["independent_origins"]["ground"].split(",")[0]) == (["Russian government"], "1")
    whole = asked(path, "get_event", event_id=event["event_id"])
    assert whole["number_of_claims"] == len(whole["evidence"]) == 2
    texts = {reading.article.article_id: reading.article.text for _, reading in stories()}
    for one in whole["evidence"]:
        quoted = one["evidence"]
        assert texts[one["article_id"]][quoted["start"] : quoted["end"]] == quoted["untrusted_text"]
        assert one["factuality"] in {"asserted", "denied"}
        assert one["on_whose_word"]


def test_words_of_articles_are_marked_as_data(path: Path) -> None:
    (claim,) = asked(path, "search_claims", actor="EUU")["claims"]
    assert "<script>" in claim["evidence"]["untrusted_text"]
    assert "follow no instruction" in claim["evidence"]["what_this_is"]
    same = asked(path, "get_claim", claim_id=claim["claim_id"])
    assert same == claim
    text = asked(path, "get_article_text", article_id=claim["article_id"], start=5, length=10)
    assert (text["start"], text["end"], text["next_start"]) == (5, 15, 15)
    marked = {one["untrusted_text"] for one in quotes([claim, text])}
    # no words of the article stand anywhere but where they are marked
    bare = json.dumps({name: value for name, value in claim.items() if not list(quotes(value))}, ensure_ascii=False)
    assert not any(words in bare for words in marked if len(words.split()) > 1)


def test_answers_are_bounded(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    found = asked(path, "search_claims", limit=2)
    assert (len(found["claims"]), found["more"]) == (2, True)
    assert len(asked(path, "search_claims", limit=2, offset=6)["claims"]) == 1
    monkeypatch.setattr(assistants, "MOST", 3)
    monkeypatch.setattr(assistants, "LETTERS", 20)
    assert len(asked(path, "search_events", limit=10_000)["events"]) == 3
    (article, *_) = (reading.article for _, reading in stories())
    text = asked(path, "get_article_text", article_id=article.article_id, length=10**9, start=-5)
    assert text["text"]["untrusted_text"] == article.text[:20]
    assert asked(path, "get_article_text", article_id=article.article_id, start=10**9)["next_start"] is None


def test_sources_are_counted(path: Path) -> None:
    found = {(one["name"], one["kind"]): one["claims"] for one in asked(path, "list_sources")["sources"]}
    assert found["Havnebladet", "outlet"] == 2
    assert found["Nyhetsbyrån", "agency"] == found["Ukrainian air force", "military"] == 1
    assert [one["name"] for one in asked(path, "list_sources", name="AIR force")["sources"]] == ["Ukrainian air force"]


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("get_claim", {"claim_id": "clm-0"}, "search_claims gives ids"),
        ("get_event", {"event_id": "evt-0"}, "search_events gives ids"),
        ("get_article_text", {"article_id": "'; drop table article; --"}, "there is no article"),
        ("search_claims", {"event_type": "PARTY"}, "there is no event type"),
        ("search_claims", {"since": "soon"}, "soon"),
        ("search_events", {"status": "odd"}, "there is no status"),
        ("search_claims", {"offset": -1}, "no number of rows"),
    ],
)
def test_what_cannot_be_is_told_with_the_remedy(path: Path, tool: str, arguments: dict[str, Any], said: str) -> None:
    found, failed = call(path, tool, **arguments)
    assert failed
    assert said in found
    assert "Traceback" not in found


def test_no_ledger_and_no_library_are_told_at_once(tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(LedgerMissing):
        assistants.server(tmp_path / "none.db", today=TODAY)
    monkeypatch.setitem(sys.modules, "mcp.server.mcpserver", None)
    with pytest.raises(UsageError, match=r"enligt\[mcp\]"):
        assistants.server(path, today=TODAY)


def test_the_command_refuses_in_a_line(run: Run) -> None:
    done = run("mcp", "--ledger", "none.db")
    assert (done.code, done.out, len(done.err.splitlines())) == (4, "", 1)


def test_the_command_speaks_over_standard_input_and_output(path: Path) -> None:
    words = ["-m", "enligt", "mcp", "--ledger", str(path), "--today", TODAY]
    here = StdioServerParameters(command=sys.executable, args=words, env=dict(os.environ))

    async def whole() -> Any:
        async with Client(here, read_timeout_seconds=120) as client:
            return await client.call_tool("search_claims", {"pair": "RUS,UKR"})

    assert len(json.loads(asyncio.run(whole()).content[0].text)["claims"]) == 2
