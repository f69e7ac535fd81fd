"""The shipped network: the same as the trained one, the same in whatever company, and honest about damaged weights."""

from __future__ import annotations

import json
import shutil
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from enligt.errors import WeightsError
from enligt.readers import blocks
from enligt.readers.network import CERTAIN, FILES, Network, shipped
from enligt.readers.windows import Parties, Window, batch, geometry, parties, windows
from enligt.training import manifest
from enligt.training.base import Shape

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

TEXTS = (
    ["Minister avgår", "Försvarsministern i Lettland avgår efter kritik från parlamentet, uppger landets public service-bolag."],
    ["Streik i havna", "Hamnearbeidarane i Bergen gjekk måndag ut i streik.", "Kommunen bad dei om å vente."],
    ["Talks resume", "Envoys of the two governments met in Doha on Monday, according to Qatar's foreign ministry."],
    ["Regeringen afviser kravet", *["Udenrigsministeriet i Haag oplyser, at ambassadøren er kaldt hjem."] * 9],
)


@pytest.fixture(scope="module")
def folder() -> Traversable:
    return resources.files("enligt.readers").joinpath("weights")


def cut(network: Network, sentences: list[str]) -> list[Window]:
    return windows(sentences, tokenizer=network.tokenizer, bos=network.bos, eos=network.eos)


def who(w: Window) -> Parties:
    """Two parties, wherever their names would stand."""
    return parties(w, {"LVA": [1, 2], "uno": [len(w.words) - 1]}, home="LVA")


def test_company_changes_no_probability() -> None:
    network = shipped()
    every = [w for t in TEXTS for w in cut(network, t)]
    together = network.read(every * 3)
    for k, w in enumerate(every):
        (alone,) = network.read([w])
        for other in (together[k], together[k + len(every)], together[k + 2 * len(every)]):
            assert np.array_equal(alone.types, other.types)
            assert np.array_equal(alone.names, other.names)
            assert np.array_equal(alone.vectors, other.vectors)
            at = [(0, 0), (len(w.words) - 1, 9)]
            mine, theirs = network.claims(alone, at, who(w)), network.claims(other, at, who(w))
            assert np.array_equal(mine.roles, theirs.roles)
            assert np.array_equal(mine.factuality, theirs.factuality)
            assert np.array_equal(mine.parties, theirs.parties)


def test_the_roles_of_an_anchor_read_the_same_beside_others() -> None:
    network = shipped()
    (scores,) = network.read(cut(network, TEXTS[2]))
    many = network.claims(scores, [(k, k % 16) for k in range(len(scores.window.words))], who(scores.window))
    for k in (0, 5, 11):
        one = network.claims(scores, [(k, k % 16)], who(scores.window))
        assert np.array_equal(one.roles[0], many.roles[k])
        assert np.array_equal(one.entities[0], many.entities[k])
    alone = [network.claims(scores, [(k, k % 16)], who(scores.window)).parties[0] for k in (0, 5, 11)]
    assert not np.array_equal(alone, many.parties[[0, 5, 11]])  # who takes part is read with regard to the other claims


@pytest.mark.needs_torch
def test_the_training_network_with_the_shipped_weights_gives_the_same_outputs(folder: Traversable) -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import prepare  # noqa: PLC0415 - imports torch
    from enligt.training.network import Network as Trained  # noqa: PLC0415 - imports torch

    network = shipped()
    with resources.as_file(folder.joinpath("weights.npz")) as path, np.load(path) as saved:
        packed = {k: saved[k] for k in saved.files}
    shape = Shape(**json.loads(folder.joinpath("shape.json").read_text("utf-8"))["shape"])
    trained = Trained(shape, **prepare.settings()["network"]).eval()
    trained.load_shipped(folder)
    assert set(blocks.names(packed)) == {*trained.state_dict(), "word"}
    word = blocks.unpack(packed, "word")
    assert word.shape[1] == shape.hidden
    for text in TEXTS:
        (w,) = cut(network, text)
        b = batch([w], pad=network.pad)
        with torch.no_grad():
            words, types, names, _, _ = trained.encoding(
                torch.from_numpy(word[b.ids]), *(torch.from_numpy(x) for x in (b.mask, b.first, b.last, b.pool))
            )
            anchors = [1, 2]
            same, distance = geometry(w, anchors)
            kinds = torch.tensor([3, 4])
            out = trained.claims(
                words[0, : len(w.words)],
                torch.tensor(anchors),
                kinds,
                types[0, anchors, kinds].clamp(-CERTAIN, CERTAIN),
                *map(torch.from_numpy, (same, distance, who(w).member, who(w).traits)),
            )
        (scores,) = network.read([w])
        assert np.abs(types[0, : len(w.words)].sigmoid().numpy() - scores.types).max() < 2e-4
        assert np.abs(names[0, : len(w.words)].softmax(-1).numpy() - scores.names).max() < 2e-4
        mine = network.claims(scores, [(1, 3), (2, 4)], who(w))
        assert np.abs(out[0].softmax(-1).numpy() - mine.factuality).max() < 2e-4
        # the chance of an anchor is rounded at run time, and so its logit
        assert np.abs(out[1].sigmoid().numpy() - mine.firm).max() < 5e-3
        assert np.abs(out[3].sigmoid().numpy() - mine.roles).max() < 2e-4
        assert np.abs(out[4].sigmoid().numpy() - mine.entities).max() < 2e-4
        assert np.abs(out[5].sigmoid().numpy() - mine.parties).max() < 2e-4


@pytest.mark.needs_torch
def test_weights_from_before_a_layer_begin_with_it_changing_nothing(folder: Traversable, tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import prepare  # noqa: PLC0415 - imports torch
    from enligt.training.network import LATER  # noqa: PLC0415 - imports torch
    from enligt.training.network import Network as Trained  # noqa: PLC0415 - imports torch

    with resources.as_file(folder.joinpath("weights.npz")) as path, np.load(path) as saved:
        older = {k: saved[k] for k in saved.files if not k.startswith(LATER)}
    np.savez(tmp_path / "weights.npz", **older)
    shape = Shape(**json.loads(folder.joinpath("shape.json").read_text("utf-8"))["shape"])
    trained = Trained(shape, **prepare.settings()["network"])
    trained.load_shipped(tmp_path)
    outs = [
        trained.claims.look.out,
        trained.claims.across.out,
        trained.claims.joint[2].attention_out,
        trained.claims.joint[2].feed_out,
    ]
    assert not any(p.any() for out in outs for p in out.parameters())
    assert torch.equal(trained.claims.factuality[0].weight, torch.from_numpy(blocks.unpack(older, "claims.factuality.0.weight")))
    np.savez(tmp_path / "weights.npz", **{k: v for k, v in older.items() if not k.startswith("claims.factuality.0.weight")})
    with pytest.raises(WeightsError, match="no weights to begin from"):
        trained.load_shipped(tmp_path)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    broken = copy(tmp_path)
    (broken / name).unlink()
    with pytest.raises(WeightsError, match=name):
        Network(broken)


@pytest.mark.parametrize("name", FILES)
def test_a_damaged_file_is_told(tmp_path: Path, name: str) -> None:
    broken = copy(tmp_path)
    data = (broken / name).read_bytes()
    (broken / name).write_bytes(data[: len(data) // 2])
    with pytest.raises(WeightsError, match="damaged"):
        Network(broken)


def copy(tmp_path: Path) -> Path:
    with resources.as_file(resources.files("enligt.readers").joinpath("weights")) as source:
        shutil.copytree(source, tmp_path / "weights")
    return tmp_path / "weights"


def test_the_package_stays_small(folder: Traversable) -> None:
    with resources.as_file(folder) as path:
        assert sum(p.stat().st_size for p in path.iterdir()) <= 66_000_000


def test_blocks_give_back_what_they_kept() -> None:
    w = np.random.default_rng(1).normal(size=(7, 64)).astype(np.float32)
    packed = blocks.pack({"a": w, "b": w[0], "zero": np.zeros((2, 32), np.float32)})
    assert np.abs(blocks.unpack(packed, "a") - w).max() <= np.abs(w).max() / 127
    assert np.array_equal(blocks.unpack(packed, "b"), w[0])
    assert not blocks.unpack(packed, "zero").any()
    assert blocks.names(packed) == ["a", "b", "zero"]


def test_the_manifest_names_the_files_that_are_shipped(folder: Traversable) -> None:
    corpus = Path(__file__).parent.parent / "corpus"
    with resources.as_file(folder) as path:
        _, faults = manifest.compare(path, corpus)
    assert faults == []
    assert json.loads(folder.joinpath("manifest.json").read_text("utf-8"))["corpus"]
