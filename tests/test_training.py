"""What a training reads: targets that quote the corpus, held-out documents that stay out, a manifest that notices changes."""

from __future__ import annotations

import collections
import json
import shutil
from pathlib import Path

import pytest

from enligt.errors import InputError
from enligt.readers.network import shipped
from enligt.readers.ontology import ROLES, TYPES
from enligt.training import documents, examples, manifest
from enligt.training.base import Shape

CORPUS = Path(__file__).parent.parent / "corpus"


@pytest.fixture(scope="module")
def corpus() -> list[documents.Document]:
    return documents.load(CORPUS, treebanks=None)


def test_the_held_out_tenth_is_balanced_and_apart(corpus: list[documents.Document]) -> None:
    train, held = documents.split(corpus, CORPUS)
    assert not {d.id for d in train} & {d.id for d in held}
    assert not {d.story for d in train if d.story} & {d.story for d in held if d.story}
    assert 0.08 < len(held) / len(corpus) < 0.14
    share = collections.Counter(d.language for d in held)
    assert min(share.values()) > 0.6 * max(share.values())
    assert {d.file.split("/")[1].split("-")[0] for d in held if d.file.startswith("written")} >= {
        "dom",
        "for",
        "hard",
        "long",
        "neg",
    }


def test_a_held_out_file_that_is_gone_stops_the_training(corpus: list[documents.Document], tmp_path: Path) -> None:
    shutil.copy(CORPUS / "heldout.txt", tmp_path / "heldout.txt")
    with (tmp_path / "heldout.txt").open("a", encoding="utf-8") as f:
        f.write("written/renamed-01.txt\n")
    with pytest.raises(InputError, match=r"renamed-01\.txt"):
        documents.split(corpus, tmp_path)


def test_a_fault_in_the_corpus_is_named(tmp_path: Path) -> None:
    shutil.copy(CORPUS / "check.py", tmp_path / "check.py")
    (tmp_path / "written").mkdir()
    (tmp_path / "written" / "x-01.txt").write_text(
        "@ x-1 | sv | 2020-01-01 | wire\n0: Rubrik\n= 0 NOTHING asserted | t [[Rubrik]]\n", encoding="utf-8"
    )
    with pytest.raises(InputError, match=r"x-01\.txt:3: type NOTHING"):
        documents.load(tmp_path, treebanks=None)


def test_targets_stand_on_the_words_that_the_corpus_marks() -> None:
    network = shipped()
    sentences = (
        "Ministeren reiser til Oslo",
        "Finlands utenriksminister Aino Salmela møter tirsdag Norges regjering, ifølge YLE.",
    )

    def span(words: str) -> list[int]:
        return [sentences[1].index(words), sentences[1].index(words) + len(words)]

    claim = {
        "sent": 1, "event_type": "CONSULT", "mode": "visit", "factuality": "planned", "optional": False,
        "trigger": [span("møter")], "where": None, "quantities": [], "cues": [], "when": {"span": span("tirsdag")},
        "actors": [{"id": "FIN", "name": "Aino Salmela", "span": span("Finlands utenriksminister Aino Salmela")}],
        "recipients": [{"id": "NOR", "name": None, "span": span("Norges regjering")}],
        "sources": [{"depth": 1, "sent": 1, "span": span("YLE")}],
    }  # fmt: skip
    d = documents.Document("x", "written/x.txt", None, "nb", "2020-01-06", sentences, (claim,))
    shape = Shape(384, 12, 12, 1536, 512, 1e-12, network.bos, network.eos, network.pad, 0)

    def known(d: documents.Document) -> list[list[tuple[int, int, str]]]:
        named = (("Finlands", "FIN"), ("Norges", "NOR"))
        return [[(s.index(w), s.index(w) + len(w), i) for w, i in named if w in s] for s in d.sentences]

    (e,) = examples.of_document(d, tokenizer=network.tokenizer, shape=shape, known=known)
    (a,) = e.anchors
    quoted = {
        role: " ".join(sentences[1][e.window.words[i].start : e.window.words[i].end] for i in sorted(a.roles[k]))
        for k, role in enumerate(ROLES)
    }
    assert quoted["trigger"] == "møter"
    assert quoted["actor"] == "Finlands utenriksminister Aino Salmela"
    assert (quoted["recipient"], quoted["when"], quoted["source"], quoted["origin"]) == (
        "Norges regjering",
        "tirsdag",
        "YLE",
        "YLE",
    )
    assert (TYPES[a.type], a.firm, a.actors, a.recipients) == ("CONSULT", True, frozenset({"FIN"}), frozenset({"NOR"}))
    assert e.parties.ids == ("FIN", "NOR")
    # a row for unknown, for the home state (which is named, so it is not needed), for each of the two
    assert e.wanted(a) == [[0.0, 0.0], [0.0, 0.0], [1.0, 0.0], [0.0, 1.0]]


def test_the_manifest_tells_news_from_faults(tmp_path: Path) -> None:
    weights, corpus = tmp_path / "weights", tmp_path / "corpus"
    weights.mkdir()
    (corpus / "written").mkdir(parents=True)
    (corpus / "heldout.txt").write_text("", encoding="utf-8")
    (corpus / "written" / "a.txt").write_text("a", encoding="utf-8")
    for name in manifest.PARTS:
        (weights / name).write_bytes(name.encode())
    manifest.write(weights, corpus, options=manifest.current_settings(), treebanks=False, figures={})
    assert manifest.compare(weights, corpus) == ([], [])
    (corpus / "written" / "a.txt").write_text("b", encoding="utf-8")
    (corpus / "written" / "c.txt").write_text("c", encoding="utf-8")
    news, faults = manifest.compare(weights, corpus)
    assert faults == []
    assert news == ["corpus/written/c.txt: new since the training", "corpus/written/a.txt: changed since the training"]
    (weights / "weights.npz").write_bytes(b"other")
    (weights / "shape.json").unlink()
    made = json.loads((weights / "manifest.json").read_text("utf-8"))
    made["settings"]["seed"] += 1
    (weights / "manifest.json").write_text(json.dumps(made), encoding="utf-8")
    _, faults = manifest.compare(weights, corpus)
    assert len(faults) == 3


def test_the_kept_pieces_write_the_whole_corpus() -> None:
    """pieces.txt was chosen over the corpus as it was then; what has been written since must not need a piece that is gone."""
    network = shipped()
    documents_ = documents.load(CORPUS, treebanks=None)
    unknown = network.tokenizer.token_to_id("<unk>")
    assert unknown is not None
    sentences = sorted({s for d in documents_ for s in d.sentences})
    lost = [s for s, e in zip(sentences, network.tokenizer.encode_batch(sentences), strict=True) if unknown in e.ids]
    assert len(sentences) > 10_000
    assert lost == []
