"""``sources``, ``actors``, ``timeline``, ``trace``, ``coverage``, ``show NAME`` and ``show CLAIM --format cite``."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from command_line import Run, lines, reader, run
from enligt.ledger import open_view, open_writer
from enligt.model import Issue
from enligt.reports.citing import citation
from enligt.reports.dossier import plain
from enligt.reports.records import claim_record
from event_samples import told
from ledger_samples import dump
from seen_samples import MET, NEVER, SENT, STORIES, filled

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["reader", "run"]  # fixtures

TODAY = ("--today", "2025-01-31")
SAME = """Soldaterna

Nordkorea skickade soldater till Ryssland den 8 oktober, skriver tidningen. Det blåste hårt över hamnen hela den dagen.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return filled(tmp_path_factory.mktemp("made") / "l.db")


@pytest.fixture
def seen(run: Run, made: Path, tmp_path: Path) -> Run:
    """The command line beside a ledger of the stories."""
    shutil.copy(made, tmp_path / "enligt.db")
    return run


def test_sources_are_listed(seen: Run) -> None:
    found = lines(seen("sources", "--kind", "agency", "--format", "jsonl").out)
    assert {one["name"] for one in found} == {"Reuters", "KCNA", "TASS"}
    table = seen("sources").out
    assert "Thomson Reuters" not in table
    assert "Kustposten" in table
    assert seen("sources", "--limit", "1").out.count("the first 1 source") == 1
    head, *rows = seen("sources", "--format", "csv").out.splitlines()
    assert head.startswith("name,aliases,kind,country")
    assert len(rows) == 7
    assert seen("sources", "--since", "soon").code == 2


def test_actors_are_listed(seen: Run) -> None:
    found = lines(seen("actors", "--format", "jsonl").out)
    assert [one["actor"] for one in found] == ["RUS", "PRK", "KOR"]
    assert "North Korea" in seen("actors").out
    assert lines(seen("actors", "--kind", "party", "--format", "jsonl").out) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Reuters", ("Thomson Reuters", "GBR", "relays", "Seoul 1", "relayed by", SENT)),
        ("kustpost", ("3 claims", "0 of these", "2024-12")),
        ("PRK", ("North Korea", "MOBILIZE 3", "RUS (Russia): 3 towards it, 1 together", "2024-10")),
        ("North Korea", ("PRK",)),
        ("TASS", ("RUS: owned and run by the Russian government",)),
    ],
)
def test_a_name_is_shown(seen: Run, name: str, words: tuple[str, ...]) -> None:
    result = seen("show", name)
    assert result.code == 0
    for one in words:
        assert one in result.out


def test_names_and_ids_do_not_get_mixed_up(seen: Run) -> None:
    first = lines(seen("claims", "--format", "jsonl").out)[0]
    assert first["evidence"]["text"] in seen("show", first["claim_id"][4:12]).out
    assert json.loads(seen("show", "Reuters", "--format", "jsonl").out)["kind"] == "agency"
    assert json.loads(seen("show", "seoul", "--as", "source", "--format", "jsonl").out)["kind"] == "government"
    for words in (
        ["show", "Nobody"],
        ["show", "PRK", "--as", "source"],
        ["show", "Reuters", "--as", "actor"],
        ["show", "clm-xyz"],
    ):
        missing = seen(*words)
        assert missing.code == 2
        assert "there is no" in missing.err
    assert "several sources" in seen("show", "posten").err


def test_a_name_in_capitals_goes_before_the_beginning_of_an_id(run: Run, tmp_path: Path) -> None:
    story = told("Ministrarna möttes.", outlet="ABC", kind="CONSULT", actors=("SWE", "NOR"), recipients=())
    filled(tmp_path / "enligt.db", [story])
    assert "carries" in run("show", "ABC").out


def test_a_timeline_in_the_terminal(seen: Run) -> None:
    result = seen("timeline", "PRK", "RUS", *TODAY)
    assert result.code == 0
    top, _, *rows = result.out.splitlines()
    assert "North Korea (PRK) and Russia (RUS), by month: 2 events that some claim tells as asserted; events, not claims" in top
    assert [row[:7] for row in rows] == ["2024-10", "2024-11", "2024-12"]
    assert "-5.3" in rows[0]
    assert "█│" in rows[0]  # to the left of nothing
    assert "nothing read" in rows[1]
    assert "│█" in rows[2]
    divided = seen("timeline", "PRK", "RUS", "--divide-by-read", *TODAY).out
    assert "per article read" in divided
    assert "+1.050" in divided  # the meeting's 2.1, of two articles
    assert "0 events" in seen("timeline", "SWE", "NOR", *TODAY).out


def test_a_timeline_as_records(seen: Run) -> None:
    rows = lines(seen("timeline", "RUS", "KOR", "--format", "jsonl", *TODAY).out)
    assert [(one["score"], one["score_published"]) for one in rows] == [(-3.0, 3.0)]
    assert seen("timeline", "RUS", "--format", "csv", *TODAY).out.startswith("period,start,end,events")
    refused = seen("timeline", "RUS", "--since", "2025", "--until", "2024", *TODAY)
    assert refused.code == 2
    assert "lies after" in refused.err


def test_a_timeline_of_nobody_says_so(seen: Run) -> None:
    result = seen("timeline", "PRK", "Nobody Atall", *TODAY)
    assert result.code == 2
    assert "nobody who takes part in a claim of this ledger is called 'Nobody Atall': `enligt actors` lists" in result.err
    assert "nobody" not in seen("timeline", "PRK", "Russia", *TODAY).err


def test_a_timeline_of_one_with_itself_is_refused(seen: Run) -> None:
    for other in ("PRK", "Nordkorea"):
        result = seen("timeline", "PRK", other, *TODAY)
        assert result.code == 2
        assert "are one: give two actors" in result.err


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("claims", "--actor", "nosuch"), "'nosuch': `enligt actors` lists"),
        (("claims", "--pair", "PRK,nosuch"), "'nosuch': `enligt actors` lists"),
        (("claims", "--source", "nosuch"), "'nosuch': `enligt sources` lists"),
        (("claims", "--place", "nosuch"), "'nosuch': write it as articles do"),
        (("events", "--origin", "nosuch"), "'nosuch': `enligt sources` lists"),
        (("events", "--participant", "nosuch"), "'nosuch': `enligt actors` lists"),
        (("export", "--format", "csv", "--recipient", "nosuch"), "'nosuch': `enligt actors` lists"),
        (("sources", "--country", "XYZ"), "'XYZ': `enligt actors` lists"),
        (("articles", "--outlet", "nosuch"), "'nosuch': `enligt sources` lists"),
        (("coverage", "--outlet", "nosuch"), "'nosuch': `enligt sources` lists"),
        (("reread", "--actor", "nosuch"), "'nosuch': `enligt actors` lists"),
        (("show", "nosuch", "--as", "source"), "'nosuch' in this ledger: `enligt sources` lists them"),
        (("show", "evt-000000"), "'evt-000000' in this ledger: `enligt events` lists them"),
    ],
)
def test_what_nobody_knows_is_an_error_that_says_how_to_find_it(seen: Run, words: tuple[str, ...], told: str) -> None:
    result = seen(*words)
    assert result.code == 2
    assert told in result.err


@pytest.mark.parametrize("words", [("--actor", "Brazil"), ("--source", "BBC"), ("--place", "Kursk"), ("--pair", "PRK,Brasilien")])
def test_what_tables_know_and_no_claim_has_is_no_error(seen: Run, words: tuple[str, ...]) -> None:
    assert seen("claims", *words).code == 0


def test_coverage_in_the_terminal(seen: Run, tmp_path: Path) -> None:
    with open_writer(tmp_path / "enligt.db") as writer:
        writer.record_issue(Issue("https://kust.example/feed", "source", "unreachable", "nobody answers"))
    rows = lines(seen("coverage", "--by", "month", "--format", "jsonl").out)
    assert {(one["outlet"], one["period"]): one["read"] for one in rows if one["read"]} == {
        ("Kustposten", "2024-10"): 2, ("Kustposten", "2024-12"): 1, ("The Harbour Post", "2024-10"): 1,
        ("Fjordposten", "2024-12"): 1,
    }  # fmt: skip
    assert [one["outlet"] for one in rows if one["failed"]] == ["kust.example"]
    assert "Fjordposten" in seen("coverage").out
    assert seen("coverage", "--language", "xx").code == 2


# --- cite


def test_a_claim_to_paste(seen: Run) -> None:
    claim = lines(seen("claims", "--factuality", "denied", "--format", "jsonl").out)[0]
    result = seen("show", claim["claim_id"], "--format", "cite", *TODAY)
    assert result.code == 0
    quote, source, word = result.out.splitlines()
    assert quote == f"“{NEVER}”"
    assert source == "“En rubrik,” Kustposten, October 21, 2024, page-2.txt."
    assert word.startswith("Denied, as told by Kustposten, citing KCNA. Independent origins of the act: ")
    assert claim["claim_id"] in word
    assert seen("show", "PRK", "--format", "cite").code == 2
    assert seen("show", claim["article_id"], "--format", "cite").code == 2


def test_a_quotation_keeps_every_letter_and_who_says_it() -> None:
    odd = 'Han  sa: "kanske" …'
    claim, article = told(
        odd,
        factuality="possible",
        sources=(("Reuters", "agency", 1), ("TT", "agency", 1), ("US official", "unnamed", 2)),
        published="2024-10",
        hearsay=True,
        headline="Vad hände?",
    )
    text = citation(claim_record(claim, article), byline="Kari  Nordmann", agency="NTB")
    assert text.splitlines()[0] == f"“{odd}”"
    assert "Kari Nordmann, “Vad hände?” Kustposten, October 2024" in text
    assert "Possible, not said to have happened, as told by Kustposten, carrying the text of NTB" in text
    assert ", citing Reuters and TT, citing US official (unnamed) (hearsay)" in text
    nobody = citation(claim_record(*told("Det hände.", published="", headline="")))
    assert "n.d." in nobody
    assert "naming no source" in nobody


# --- trace


def test_an_article_of_the_ledger_is_traced(seen: Run) -> None:
    article = STORIES[0][1]
    (entry,) = lines(seen("trace", article.article_id[:10], "--format", "jsonl", *TODAY).out)
    assert (entry["joins"], entry["status"], entry["article"]["in_ledger"]) == ("in", "disputed", True)
    assert [one["outlet"] for one in entry["also_said_by"]] == ["The Harbour Post"]
    assert [one["sentence"] for one in entry["contradicted_by"]] == [NEVER]
    assert entry["independent_origins_min"] <= entry["independent_origins_max"]
    assert "in this ledger" in entry["origins_ground"]
    told_of = seen("trace", article.article_id, *TODAY).out
    for words in ("Kustposten ← Reuters ← Seoul", "also said by", "contradicted by", "KCNA", "(denied)"):
        assert words in told_of
    row = seen("trace", article.article_id, "--format", "csv", *TODAY).out.splitlines()[1]
    assert "Kustposten < Reuters < Seoul" in row


def test_a_denial_is_contradicted_by_the_assertions(seen: Run) -> None:
    (entry,) = lines(seen("trace", STORIES[2][1].article_id, "--format", "jsonl", *TODAY).out)
    assert len(entry["contradicted_by"]) == 2
    assert entry["also_said_by"] == []


def test_a_file_that_the_ledger_does_not_hold_is_read_and_compared_and_not_kept(run: Run, tmp_path: Path) -> None:
    first = "Ministers meet\n\nSweden met Norway on 2026-02-05 in the harbour, according to Ritzau. The sea was calm that day.\n"
    again = "Talks in the harbour\n\nSweden met Norway on 2026-02-05, enligt Belta. The fishing boats lay still in the wind.\n"
    (tmp_path / "one.txt").write_text(first, encoding="utf-8")
    (tmp_path / "two.txt").write_text(again, encoding="utf-8")
    assert run("add", "one.txt", "--language", "en", "--published", "2026-02-07").code == 0
    with open_view(tmp_path / "enligt.db") as view:
        before = dump(view)
    words = ("--language", "en", "--published", "2026-02-08", "--today", "2026-03-01")
    (entry,) = lines(run("trace", "two.txt", *words, "--format", "jsonl").out)
    assert (entry["joins"], entry["article"]["in_ledger"], entry["status"]) == ("would-join", False, "corroborated")
    assert entry["link"] >= 0.35
    assert (entry["independent_origins_min"], entry["independent_origins_max"]) == (2, 2)
    assert [one["sentence"].startswith("Sweden met Norway") for one in entry["also_said_by"]] == [True]
    with open_view(tmp_path / "enligt.db") as view:
        assert dump(view) == before
    known = lines(run("trace", "one.txt", "--language", "en", "--published", "2026-02-07", "--format", "jsonl").out)
    assert [(one["joins"], one["link"]) for one in known] == [("in", None)]


def test_an_act_that_nobody_else_tells_and_a_reprint(run: Run, tmp_path: Path) -> None:
    text = (
        "Ministers meet\n\nSweden met Norway on 2026-02-05 in the harbour, according to Ritzau. Nobody was let into the room, "
        "and the fishing boats lay still while the wind grew over the islands to the west of the town.\n"
    )
    (tmp_path / "one.txt").write_text(text, encoding="utf-8")
    (tmp_path / "two.txt").write_text(text.replace("Ministers meet", "A meeting at sea"), encoding="utf-8")
    (tmp_path / "three.txt").write_text("War\n\nRussia attacked Norway on 2025-01-05, and the sea was grey.\n", encoding="utf-8")
    assert run("add", "one.txt", "--language", "en", "--published", "2026-02-07").code == 0
    words = ("--language", "en", "--published", "2026-02-08", "--today", "2026-03-01", "--format", "jsonl")
    (copy,) = lines(run("trace", "two.txt", *words).out)
    assert copy["independent_origins_max"] == 1  # the same text is no second origin
    (new,) = lines(run("trace", "three.txt", *words).out)
    assert (new["joins"], new["event_id"], new["also_said_by"]) == ("new", None, [])
    assert "nobody else in this ledger" in run("trace", "three.txt", *words[:-2]).out


def test_a_dossier_in_markdown(seen: Run) -> None:
    text = seen("trace", STORIES[0][1].article_id, "--format", "md", *TODAY).out
    assert text.startswith("# En rubrik\n")
    assert "## 1. MOBILIZE: PRK → RUS (asserted)" in text
    assert f"> {SENT}" in text
    for words in ("**Who else says it**", "**Who contradicts**", "**Independent origins**", "Kustposten ← Reuters ← Seoul"):
        assert words in text
    assert MET not in text


def test_text_of_a_page_is_no_markup() -> None:
    assert plain("<b>*x*</b> [a](b)\n# no\x1b[31m") == r"\<b\>\*x\*\</b\> \[a\](b) \# no \[31m"
    assert plain("- not a list") == r"\- not a list"


def test_what_cannot_be_traced(seen: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "a.txt").write_text(SAME, encoding="utf-8")
    (tmp_path / "folder" / "b.txt").write_text(SAME, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    assert "one page" in seen("trace", "folder", "--published", "2024-10-20").err
    assert seen("trace", "empty.txt").code == 3
    nothing = seen("trace", "nowhere.txt")
    assert nothing.code == 2
    assert "no article of this ledger" in nothing.err
