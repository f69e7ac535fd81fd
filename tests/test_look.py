"""The first look: it keeps what holds claims, puts aside what does not, tells why, and can be overruled and audited."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from command_line import ATTACK, Run, in_folder, lines, reader
from enligt import sample, sources
from enligt.config import NOTHING_SAID
from enligt.errors import UsageError
from enligt.ledger import open_view, open_writer
from enligt.model import LANGUAGES, Article, Page
from enligt.readers import look
from enligt.run import looking, recording
from enligt.sources import glance
from enligt.training import documents
from enligt.training import look as training
from word_reader import WordReader

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["reader"]

RECIPE = """Plum cake with almonds

Cream the butter with the sugar and beat in two eggs. Fold in flour, ground almonds and a pinch of salt.
Halve the plums and press them into the batter. Bake for forty minutes until golden, and serve warm with custard.
Any left over will keep for three days in a tin. The same batter works with apples, pears or rhubarb from the garden.
"""


@pytest.fixture
def run(reader: WordReader, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    assert reader
    return in_folder(tmp_path, capsys, monkeypatch)


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "attack.txt").write_text(ATTACK, encoding="utf-8")
    (folder / "cake.txt").write_text(RECIPE, encoding="utf-8")
    return folder


def outcomes(run: Run) -> dict[str, str]:
    return {one["document"].rpartition("/")[2]: one["outcome"] for one in lines(run("pages", "--format", "jsonl").out)}


# ---- what is decided


def test_the_same_text_has_the_same_verdict_whatever_was_looked_at_before() -> None:
    first = look.look(RECIPE, language="en")
    look.look(ATTACK, language="en")
    look.shipped.cache_clear()
    assert look.look(RECIPE, language="en") == first
    assert first.why is not None
    assert look.look(ATTACK, language="en").why is None


def test_what_the_model_does_not_know_is_read() -> None:
    assert look.look(RECIPE, language="de").why is None
    assert look.look(RECIPE * 2000, language="en").why is None
    assert look.look(RECIPE[:200], language="en").why is None  # costs next to nothing to read


def test_one_claim_in_a_long_page_keeps_it() -> None:
    long = RECIPE * 12
    assert look.look(long, language="en").why is not None
    assert look.look(f"{long}\n\n{ATTACK}\n\n{long}", language="en").why is None


def test_nothing_of_the_sample_is_put_aside() -> None:
    chosen = looking.Look()
    for name, content in sample.files():
        page = Page(name, content)
        assert chosen.page(page, NOTHING_SAID) is None, name
        for one in sources.articles(page):
            assert not isinstance(one, Article) or chosen.article(one) is None, name


# ---- the model


@pytest.fixture(scope="module")
def held(root: Path) -> list[training.Sample]:
    """The held-out documents of corpus/written (whole files) and the held-out aside texts: those of the stories cost too much."""
    corpus = root / "corpus"
    lines = [one.split() for one in (corpus / "heldout.txt").read_text("utf-8").splitlines() if one and not one.startswith("#")]
    names = sorted({line[0] for line in lines if len(line) == 1 and line[0].startswith("written/")})
    marked = documents.read([(corpus / name, name) for name in names], corpus=corpus)
    aside = [one for one in training.aside_texts(corpus) if one.fold == training.FOLDS - 1]
    return [*map(training.of_document, marked), *aside]


def test_documents_with_claims_are_kept_in_every_language(held: list[training.Sample]) -> None:
    for language in LANGUAGES:
        own = [one for one in held if one.language == language and one.claims]
        assert len(own) >= 40, language
        kept = sum(look.look(one.text, language=language).why is None for one in own)
        assert kept >= 0.98 * len(own), language


def test_most_held_out_texts_without_claims_are_put_aside(held: list[training.Sample]) -> None:
    every = [one for one in held if one.aside]
    assert len(every) == 5 * 8
    own = [one for one in every if len(one.text) >= look.SHORTEST]
    assert sum(look.look(one.text, language=one.language).why is not None for one in own) >= 0.75 * len(own)


def test_the_shipped_model_is_the_one_that_its_manifest_names(root: Path) -> None:
    told = json.loads((look.FOLDER / "model.json").read_text("utf-8"))
    with np.load(look.FOLDER / "model.npz", allow_pickle=False) as stored:
        assert hashlib.sha256(stored["weights"].tobytes()).hexdigest() == told["weights"]
    assert told["settings"] == training.SETTINGS
    mine = {
        f"aside/{one}.txt": hashlib.sha256((root / "corpus" / "aside" / f"{one}.txt").read_bytes()).hexdigest()
        for one in LANGUAGES
    }
    assert mine.items() <= told["corpus"].items()
    assert (look.FOLDER / "model.npz").stat().st_size < 1_000_000


def test_training_twice_gives_one_table(root: Path) -> None:
    few = training.aside_texts(root / "corpus")[:20]
    marked = [training.Sample("a", "en", 0, 1, frozenset(), one.text, one.rows, (1,) * len(one.rows)) for one in few[:5]]
    first, second = training.fit([*few[5:], *marked]), training.fit([*few[5:], *marked])
    assert first.bias == second.bias
    assert np.array_equal(first.weights, second.weights)
    assert first.score(few[0].text) > first.score(few[9].text)


# ---- a page's quick text


def test_the_quick_text_of_a_page_has_its_story_and_no_scripts() -> None:
    page = b"""<html><head><script>var x = "<p>no</p>";</script><script type="application/ld+json">{"articleBody": "Told
    twice &amp; over."}</script></head><body><nav><a>Home</a></nav><p>Russia <b>attacked</b> a town.</p><nav><p>Sport</p>
    <article><h1>Kept</h1></article></nav></body></html>"""
    text = glance.quick_text(Page("a.html", page))
    assert text is not None
    assert "Russia attacked a town." in text
    assert "Kept" in text
    assert "over." in text
    assert "Home" not in text
    assert "var x" not in text


@pytest.mark.parametrize("content", [b"plain text", b"<html><p>\xff\xfe</html>", b"<html><pre>a\nb</pre></html>"])
def test_other_pages_have_no_quick_text(content: bytes) -> None:
    assert glance.quick_text(Page("a", content)) is None


def test_the_media_type_of_a_page_may_name_its_charset() -> None:
    content = b"<html><p>Russia attacked a town.</p></html>"
    assert glance.quick_text(Page("a", content, "Text/HTML; charset=utf-8")) == glance.quick_text(Page("a", content))
    assert glance.quick_text(Page("a", content, "text/plain; charset=utf-8")) is None


@pytest.mark.parametrize("opened", ["<script>", "<script ", "<!--", "<nav><nav ", "<a ", "</p ", "<svg></svg"])
def test_what_is_opened_again_and_again_costs_no_more_than_its_length(opened: str) -> None:
    many = opened * (1_500_000 // len(opened))
    text = glance.quick_text(Page("a.html", f"<html><p>Russia attacked.</p><!-- no --><p>Norway.</p>{many}".encode()))
    assert text is not None
    assert [one for one in text.split("\n") if one.strip()][:2] == ["Russia attacked.", "Norway."]


def test_what_is_opened_and_never_closed_hides_nothing() -> None:
    text = glance.quick_text(Page("a.html", b"<html><nav><p>One</p><!-- <p>two</p><script>x</script ><SVG>y</svg><p>Three</p>"))
    assert text is not None
    assert text.split() == ["One", "<!--", "two", "Three"]


# ---- the run


def test_a_page_put_aside_is_told_and_read_with_all(run: Run, mixed: Path, reader: WordReader) -> None:
    result = run("add", mixed)
    assert result.code == 0
    assert outcomes(run) == {"attack.txt": "claims", "cake.txt": "aside"}
    assert len(reader.read_articles) == 1
    (why,) = lines(run("issues", "--code", "aside-unlikely", "--format", "jsonl").out)
    assert "--all reads it" in why["message"]
    assert len(lines(run("articles", "--format", "jsonl").out)) == 2
    assert "there already" in run("add", mixed).out
    assert len(reader.read_articles) == 1
    run("add", mixed, "--all")
    assert outcomes(run) == {"attack.txt": "claims", "cake.txt": "no-claims"}
    assert [one.rpartition("/")[2] for one in reader.read_articles] == ["attack.txt", "cake.txt"]
    assert not lines(run("issues", "--code", "aside-unlikely", "--format", "jsonl").out)
    run("add", mixed, "--all")
    assert len(reader.read_articles) == 2


def test_a_page_named_itself_is_read(run: Run, mixed: Path) -> None:
    run("add", mixed / "cake.txt")
    assert outcomes(run) == {"cake.txt": "no-claims"}


def test_an_address_is_named_however_it_is_spelt() -> None:
    chosen = looking.chosen(["HTTPS://Paper.example:443/a#top", "news"], everything=False, audit=0)
    assert chosen is not None
    assert chosen.named == {"HTTPS://Paper.example:443/a#top", "https://paper.example/a", "news"}


def test_an_audit_reads_a_share_and_tells_what_it_held(run: Run, mixed: Path) -> None:
    result = run("add", mixed, "--audit", "1")
    assert outcomes(run) == {"attack.txt": "claims", "cake.txt": "no-claims"}
    assert "audit: 1 put aside were read all the same, 0 of them held claims" in result.out
    assert run("add", mixed, "--audit", "1", "--all").code == 2


def test_extract_passes_over_what_is_put_aside(run: Run, mixed: Path, reader: WordReader) -> None:
    run("extract", mixed, "--format", "jsonl")
    assert len(reader.read_articles) == 1
    run("extract", mixed, "--format", "jsonl", "--all")
    assert len(reader.read_articles) == 3


def stories(page: Page) -> Iterator[Article]:
    """Stories parted by ``##``."""
    for text in page.content.decode().split("##"):
        yield Article(page.location, page.sha256, text, "en", headline=text[:9])


def test_of_a_page_of_several_stories_those_put_aside_are_read_later(tmp_path: Path) -> None:
    page, words = Page("two", f"{ATTACK}##{RECIPE}".encode()), WordReader()
    copy = Page("copy", page.content)
    with open_writer(tmp_path / "enligt.db") as writer:
        (first,) = recording.add([page], writer=writer, reader=words, articles=stories, look=looking.Look())
        list(recording.add([copy], writer=writer, reader=words, articles=stories, look=looking.Look()))
        assert isinstance(first, recording.Recorded)
        assert (first.outcome, first.articles, first.aside) == ("claims", 1, 1)
        (second,) = recording.add([copy], writer=writer, reader=words, articles=stories)
        assert isinstance(second, recording.Recorded)
        assert second.articles == 1  # the other one was there
    with open_view(tmp_path / "enligt.db") as view:
        assert [one.outcome for one in view.pages()] == ["claims", "duplicate"]
        assert [len(one.articles) for one in view.pages()] == [2, 2]
        assert not list(view.issues())


def test_reread_reads_what_was_put_aside(run: Run, mixed: Path) -> None:
    run("add", mixed)
    run("reread")
    assert outcomes(run)["cake.txt"] == "no-claims"


def test_an_interval_is_told() -> None:
    audit = looking.Audit(aside=900, claims=[0] * 98 + [2, 1])
    low, high = audit.interval()
    assert (round(low, 4), round(high, 4)) == (0.0055, 0.0700)  # Wilson's, 2 of 100
    assert "100 put aside were read all the same, 2 of them held claims (3 in all)" in audit.line()
    assert looking.Audit(aside=3).interval() == (0.0, 1.0)


def test_the_share_of_an_audit_is_chosen_by_content() -> None:
    texts = [f"text {n}".encode() for n in range(2000)]
    chosen = [one for one in texts if looking.Look(0.1).audits(one)]
    assert 150 <= len(chosen) <= 250
    assert all(looking.Look(0.2).audits(one) for one in chosen)
    with pytest.raises(UsageError, match="share"):
        looking.chosen([], everything=False, audit=2)
