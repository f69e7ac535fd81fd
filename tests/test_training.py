"""What a training reads: targets that quote the corpus, held-out documents that stay out, a manifest that notices changes."""

from __future__ import annotations

import collections
import json
import shutil
from importlib import resources
from pathlib import Path

import pytest

from enligt.errors import InputError, WeightsError
from enligt.model import LANGUAGES
from enligt.readers.network import shipped
from enligt.readers.ontology import ROLES, TYPES
from enligt.readers.windows import parties, windows
from enligt.training import documents, examples, manifest, replay
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


def test_a_folder_without_documents_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no marked document lies here"):
        documents.load(tmp_path, treebanks=None)


def test_a_fault_in_the_corpus_is_named(tmp_path: Path) -> None:
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
    manifest.write(weights, corpus, options=manifest.current_settings(), treebanks=False, figures={}, began_from=[])
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


def test_the_manifest_tells_where_a_training_began(tmp_path: Path) -> None:
    """Of a reader made in two sittings, both are named, the oldest first; a folder without a reader is no beginning."""
    (tmp_path / "corpus" / "written").mkdir(parents=True)
    (tmp_path / "corpus" / "heldout.txt").write_text("", encoding="utf-8")
    first, second = tmp_path / "first", tmp_path / "second"
    assert manifest.ancestry(None) == []
    with pytest.raises(WeightsError, match="no reader's weights to begin from"):
        manifest.ancestry(first)
    for folder, begin in ((first, None), (second, first)):
        folder.mkdir()
        manifest.write(
            folder,
            tmp_path / "corpus",
            options={"seed": 1},
            treebanks=False,
            figures={"minutes": 3.0},
            began_from=manifest.ancestry(begin),
        )
    told = manifest.ancestry(second)
    assert [x["training"] for x in told] == [{"minutes": 3.0}] * 2
    assert told[0]["version"] == json.loads((first / "manifest.json").read_text("utf-8"))["version"]


@pytest.mark.needs_torch
def test_which_party_it_is_costs_more_the_likelier_the_others() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training.losses import choice  # noqa: PLC0415 - imports torch

    target = torch.tensor([[[1.0, 0.0], [0.0, 0.0], [0.0, 0.0]]])  # the first party acts, nobody is acted upon

    def cost(scores: list[list[float]]) -> float:
        return float(choice(torch.tensor([scores]), target).sum())

    right = cost([[6.0, -6.0], [-6.0, -6.0], [-6.0, -6.0]])
    one_rival = cost([[6.0, -6.0], [8.0, -6.0], [-6.0, -6.0]])
    both_sides = cost([[6.0, 6.0], [8.0, -6.0], [-6.0, -6.0]])
    assert right < 0.03
    assert right < one_rival < both_sides


@pytest.mark.needs_torch
def test_names_of_a_party_are_hidden_together_and_words_at_random() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training.noise import hidden  # noqa: PLC0415 - imports torch
    from enligt.training.packed import pack, together  # noqa: PLC0415 - imports torch

    network = shipped()
    sentences = ("Ministeren reiser til Oslo", "Ministeren møter Norges regjering i Oslo på tirsdag.")
    (w,) = windows(sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos)
    named = [i for i, x in enumerate(w.words) if sentences[x.sentence][x.start : x.end] in {"Oslo", "Norges"}]
    e = examples.Example(window=w, parties=parties(w, {"NOR": named}, home="NOR"))
    pieces = {i for k in named for i in range(w.words[k].first, w.words[k].last + 1)}
    b = together([pack(e, {})], pad=network.pad)
    torch.manual_seed(1)

    def drawn(**shares: float) -> set[int]:
        (row,) = hidden(b, {"windows": 1.0, "words": 0.0, "parties": 0.0} | shares)
        return set(row.nonzero()[:, 0].tolist())

    assert drawn(parties=1.0) == pieces
    assert drawn() == drawn(windows=0.0, words=1.0, parties=1.0) == set()
    # every word, but neither what begins the window, nor what ends a sentence, nor the padding
    assert len(drawn(words=1.0)) == len(w.ids) - 1 - len(sentences)
    counts = [len(drawn(words=0.5)) for _ in range(200)]
    assert 0.4 < sum(counts) / len(counts) / len(drawn(words=1.0)) < 0.6


@pytest.mark.needs_torch
def test_what_is_shipped_is_the_mean_of_what_was_learnt_and_what_it_began_from() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import prepare  # noqa: PLC0415 - imports torch
    from enligt.training.network import Network  # noqa: PLC0415 - imports torch

    folder = resources.files("enligt.readers").joinpath("weights")
    shape = Shape(**json.loads(folder.joinpath("shape.json").read_text("utf-8"))["shape"])
    begun, trained = (Network(shape, **prepare.settings()["network"]) for _ in range(2))
    begun.load_shipped(folder)
    learnt = {name: value.clone() for name, value in trained.state_dict().items()}
    trained.average_with(folder, 0.25)
    for name, value in trained.state_dict().items():
        assert torch.allclose(value, 0.25 * begun.state_dict()[name] + 0.75 * learnt[name], atol=1e-6), name


@pytest.mark.needs_torch
def test_a_loosened_network_is_part_of_the_way_back_to_the_base_encoder() -> None:
    import numpy as np  # noqa: PLC0415
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training.network import Network  # noqa: PLC0415 - imports torch

    network = Network(Shape(32, 1, 2, 64, 24, 1e-12, 0, 1, 2, 3))
    before = {name: value.clone() for name, value in network.state_dict().items()}
    name = "layers.0.query.weight"
    network.loosen({name: np.ones((32, 32), np.float32), "layers.7.query.weight": np.ones((32, 32), np.float32)}, 0.25)
    for key, value in network.state_dict().items():
        wanted = 0.75 * before[key] + 0.25 if key == f"encoding.{name}" else before[key]
        assert torch.allclose(value, wanted), key


@pytest.mark.needs_torch
def test_several_trainings_are_averaged(tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import fit  # noqa: PLC0415 - imports torch
    from enligt.training.network import Network  # noqa: PLC0415 - imports torch

    shape = Shape(32, 1, 2, 64, 24, 1e-12, 0, 1, 2, 3)
    made = [Network(shape) for _ in range(3)]
    for k, one in enumerate(made[:2]):
        (tmp_path / str(k)).mkdir()
        torch.save({"network": one.state_dict()}, tmp_path / str(k) / fit.CHECKPOINT)
    fit.mean(made[2], [tmp_path / "0", tmp_path / "1"])
    states = [one.state_dict() for one in made]
    assert all(torch.allclose(states[2][k], (states[0][k] + states[1][k]) / 2, atol=1e-6) for k in states[0])
    with pytest.raises(InputError, match="no training's checkpoint lies here"):
        fit.mean(made[2], [tmp_path / "0", tmp_path / "2"])


@pytest.mark.needs_torch
def test_an_accelerator_has_settings_of_its_own() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import prepare  # noqa: PLC0415 - imports torch

    usual = prepare.settings()
    assert prepare.on(torch.device("cpu"), usual) == usual
    there = prepare.on(torch.device("cuda"), usual)
    assert there["subwords"] == usual["accelerator"]["subwords"] > usual["subwords"]
    assert there["rate"] == usual["rate"] | usual["accelerator"]["rate"]
    assert there["loss"] == usual["loss"]


@pytest.mark.needs_torch
def test_half_of_the_passes_read_a_copy_where_there_is_one() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import fit, prepare  # noqa: PLC0415 - imports torch
    from enligt.training.packed import Packed, pack  # noqa: PLC0415 - imports torch

    network = shipped()
    texts = ["Sverige", "Norge", "Danmark", "Island"]

    def one(text: str) -> list[Packed]:
        (w,) = windows((text,), tokenizer=network.tokenizer, bos=network.bos, eos=network.eos)
        e = examples.Example(window=w, parties=parties(w, {}, home=None), texts=(text,))
        return [pack(e, {t: k for k, t in enumerate(texts)})]

    shape = Shape(384, 12, 12, 1536, 512, 1e-12, network.bos, network.eos, network.pad, 0)
    versions = [fit.Versions(one("Sverige"), [one("Norge"), one("Danmark")]), fit.Versions(one("Island"))]
    material = fit.Material(
        train=versions,
        held=[],
        names={},
        texts=texts,
        word=torch.zeros(1, 384),
        base={},
        shape=shape,
        tokenizer=network.tokenizer,
    )
    read = collections.Counter(
        texts[e.texts[0]] for k in range(200) for b in fit.batches(material, prepare.settings(), k) for e in b
    )
    assert read["Island"] == 200 == read["Sverige"] + read["Norge"] + read["Danmark"]
    assert 70 < read["Sverige"] < 130
    assert min(read["Norge"], read["Danmark"]) > 25


def test_what_is_replayed_is_of_the_corpus_and_not_held_out() -> None:
    """``python -m enligt.training replay`` chooses it anew."""
    folder = Path(replay.__file__).with_name("replay")
    texts = replay.chosen(CORPUS)
    assert {p.stem for p in folder.glob("*.txt")} == set(texts) == set(LANGUAGES)
    for language, chosen in texts.items():
        text = (folder / f"{language}.txt").read_text("utf-8")
        assert len(chosen) == replay.EACH
        assert text.endswith("\n" + "\n\n".join(chosen) + "\n")


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


def test_an_excerpt_is_a_text_without_a_headline_and_has_the_claims_and_sources_of_its_sentences() -> None:
    claim = {"sent": 2, "sources": [{"sent": 1, "name": "a"}, {"sent": 3, "name": "b"}]}
    whole = documents.Document(
        "x", "written/x.txt", None, "sv", "2024-01-01", ("Rubrik", "Ett.", "Två.", "Tre."), (claim, {"sent": 0, "sources": []})
    )
    cut = documents.excerpt(whole, 2, 3)
    assert (cut.sentences, cut.headed, whole.headed) == (("Två.", "Tre."), False, True)
    assert cut.claims == ({"sent": 0, "sources": [{"sent": 1, "name": "b"}]},)
    assert whole.claims[0] is claim
    assert claim["sent"] == 2
