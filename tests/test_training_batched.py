"""Windows read together say what each says alone."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import pytest

from enligt.readers.network import shipped
from enligt.readers.windows import batch, geometry
from enligt.training import documents, examples
from enligt.training.base import Shape

CORPUS = Path(__file__).parent.parent / "corpus"
pytestmark = pytest.mark.needs_torch


@pytest.fixture(scope="module")
def windows() -> list[examples.Example]:
    """Of two marked documents; their claims, parties and lengths differ."""
    from enligt.training.prepare import known  # noqa: PLC0415 - imports torch

    n = shipped()
    shape = Shape(384, 12, 12, 1536, 512, 1e-12, n.bos, n.eos, n.pad, 0)
    files = [(CORPUS / "written" / name, f"written/{name}") for name in ("say-sv-301.txt", "neg-d-01.txt")]
    made = documents.read(files, corpus=CORPUS)
    each = [examples.of_document(d, tokenizer=n.tokenizer, shape=shape, known=known) for d in (*made[:2], *made[-2:])]
    return [e for of in each for e in of]


def test_many_windows_at_once_are_read_as_one_by_one(windows: list[examples.Example]) -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training.batched import Anchors, claims  # noqa: PLC0415 - imports torch
    from enligt.training.network import CLAMP, Network  # noqa: PLC0415 - imports torch
    from enligt.training.packed import pack, together  # noqa: PLC0415 - imports torch

    folder = resources.files("enligt.readers").joinpath("weights")
    shape = Shape(**json.loads(folder.joinpath("shape.json").read_text("utf-8"))["shape"])
    network = Network(shape)
    network.load_shipped(folder)
    network.eval()
    torch.manual_seed(1)
    for p in network.claims.parameters():  # what begins as nothing must differ too, were it put together wrongly
        if not p.any():
            torch.nn.init.normal_(p, std=0.3)
    word = torch.randn(60_000, shape.hidden)  # any vectors will do
    assert len({len(e.anchors) for e in windows}) > 1
    assert len({len(e.parties.ids) for e in windows}) > 1
    b = together([pack(e, {}) for e in windows], pad=shape.pad)
    with torch.no_grad():
        words, types, _, _, _ = network.encoding(word[b.ids % len(word)], b.mask, b.first, b.last, b.pool)
        at, kinds = b.anchors[..., 0], b.anchors[..., 1]
        chance = types[torch.arange(len(at))[:, None], at, kinds].clamp(-CLAMP, CLAMP)
        every = claims(network.claims, b, words, Anchors(at, kinds, chance, b.marked))
        for i, e in enumerate(windows):
            n, w, p = len(e.anchors), len(e.window.words), len(e.parties.member)
            own = batch([e.window], pad=shape.pad)
            alone, _, _, _, _ = network.encoding(
                word[torch.from_numpy(own.ids) % len(word)],
                *(torch.from_numpy(x) for x in (own.mask, own.first, own.last, own.pool)),
            )
            assert torch.allclose(alone[0], words[i, :w], atol=1e-3)
            if not n:
                continue
            same, distance = (torch.from_numpy(x) for x in geometry(e.window, [a.word for a in e.anchors]))
            member, traits = torch.from_numpy(e.parties.member), torch.from_numpy(e.parties.traits)
            factuality, firm, mode, roles, entities, parties = network.claims(
                words[i, :w], at[i, :n], kinds[i, :n], chance[i, :n], same, distance, member, traits
            )
            for one, of_all in (
                (factuality, every.factuality[i, :n]),
                (firm, every.firm[i, :n]),
                (mode, every.mode[i, :n]),
                (roles, every.roles[i, :n, :w]),
                (entities, every.entities[i, :n, :w]),
                (parties, every.parties[i, :n, :p]),
            ):
                assert torch.allclose(one, of_all, atol=1e-3)


def test_arrays_say_what_the_example_says(windows: list[examples.Example]) -> None:
    from enligt.training.packed import pack, together  # noqa: PLC0415 - imports torch

    rows = {windows[0].texts[1]: 7}
    b = together([pack(e, rows) for e in windows], pad=1)
    for i, e in enumerate(windows):
        assert b.marked[i].sum() == len(e.anchors)
        for n, a in enumerate(e.anchors):
            for role, on in a.roles.items():
                assert set(b.roles[i, n, :, role].nonzero()[:, 0].tolist()) == on
            assert b.wanted[i, n, : len(e.wanted(a))].tolist() == e.wanted(a)
        assert b.member[i, : len(e.parties.member), : len(e.window.words)].tolist() == e.parties.member.tolist()
    assert b.texts[0, 1] == 7
    assert (b.texts == 7).sum() == 1
