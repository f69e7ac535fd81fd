"""The side task from the treebanks: trees over the words of a window, and heads that learn them."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from enligt.readers.network import shipped
from enligt.readers.windows import parties, windows
from enligt.training import documents, examples, trees
from enligt.training.base import Shape

if TYPE_CHECKING:
    from pathlib import Path

TREEBANK = """\
# text = Moon Jae-in kritiserades av Oslo.
1	Moon	Moon	PROPN	_	_	5	nsubj:pass	_	name=B-PER
2	Jae	Jae	PROPN	_	_	1	flat:name	_	SpaceAfter=No|name=I-PER
3	-	-	PUNCT	_	_	4	punct	_	SpaceAfter=No|name=I-PER
4	in	in	PROPN	_	_	1	flat:name	_	name=I-PER
5	kritiserades	kritisera	VERB	_	_	0	root	_	name=O
6	av	av	ADP	_	_	7	case	_	name=O
7	Oslo	Oslo	PROPN	_	_	5	obl:agent	_	SpaceAfter=No|name=B-LOC
8	.	.	PUNCT	_	_	5	punct	_	name=O

# text = Norge svarar.
1	Norge	Norge	PROPN	_	_	_	_	_	name=B-LOC
2	svarar	svara	VERB	_	_	_	_	_	SpaceAfter=No|name=O
3	.	.	PUNCT	_	_	_	_	_	name=O

"""


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> examples.Example:
    """The one window of ``TREEBANK``."""
    folder: Path = tmp_path_factory.mktemp("treebanks")
    with gzip.open(folder / "sv-train.conllu.gz", "wt", encoding="utf-8") as f:
        f.write(TREEBANK)
    (named,) = documents.named(folder, sentences=6)["sv"]
    n = shipped()
    shape = Shape(384, 12, 12, 1536, 512, 1e-12, n.bos, n.eos, n.pad, 0)
    (one,) = examples.of_names(named, tokenizer=n.tokenizer, shape=shape)
    return one


def test_a_tree_stands_on_the_words_of_the_window(example: examples.Example) -> None:
    tree = example.tree
    assert tree is not None
    words = [example.texts[w.sentence][w.start : w.end] for w in example.window.words]
    at = {w: i for i, w in enumerate(words)}
    depends = {words[i]: words[h] for i, h in enumerate(tree.heads) if h != trees.NONE}
    assert depends["Moon"] == depends["Oslo"] == depends["kritiserades"] == "kritiserades"  # a root on itself
    assert depends["av"] == "Oslo"
    assert [trees.RELATIONS[tree.relations[at[w]]] for w in ("Moon", "kritiserades", "Oslo")] == [
        "nsubj:pass",
        "root",
        "obl:agent",
    ]
    assert trees.POS[tree.pos[at["Oslo"]]] == "PROPN"
    # the second sentence has names and no tree
    assert {tree.heads[at[w]] for w in ("Norge", "svarar")} == {trees.NONE} == {tree.pos[at["svarar"]]}


def test_a_subtype_that_is_not_told_apart_is_its_type() -> None:
    assert trees.RELATIONS[trees.relation("flat:name")] == "flat"
    assert trees.RELATIONS[trees.relation("acl:relcl")] == "acl:relcl"
    assert trees.relation("_") == trees.NONE


def test_tokens_inside_one_word_are_the_one_that_leads_out() -> None:
    token = documents.Token
    row = [token(0, 4, "PROPN", -1, "root"), token(4, 5, "PUNCT", 2, "punct"), token(5, 7, "PROPN", 0, "flat")]
    two = trees.tree([row], {0: [(0, 4, 0), (4, 7, 1)]}, 2)
    assert two.heads == (0, 0)
    assert trees.RELATIONS[two.relations[1]] == "flat"
    assert trees.tree([row], {0: [(0, 7, 0)]}, 1).heads == (0,)


@pytest.mark.needs_torch
def test_the_heads_learn_a_tree_and_sentences_stay_apart(example: examples.Example) -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import syntax  # noqa: PLC0415 - imports torch
    from enligt.training.packed import pack, together  # noqa: PLC0415 - imports torch

    torch.manual_seed(1)
    words = torch.randn(1, len(example.window.words), 24)
    heads = syntax.Syntax(24, dropout=0.0)
    optimizer = torch.optim.Adam(heads.parameters(), lr=0.02)
    b = together([pack(example, {})], pad=0)
    first = syntax.loss(heads, b, words).item()
    for _ in range(60):
        value = syntax.loss(heads, b, words)
        optimizer.zero_grad()
        value.backward()
        optimizer.step()
    assert value.item() < 0.1 < first
    _, ((arcs),), _ = heads(words, b.sentence, torch.zeros_like(b.sentence))
    assert bool((b.sentence[0, arcs.argmax(-1)] == b.sentence[0]).all())
    assert example.tree is not None
    right = [(int(a), h) for a, h in zip(arcs.argmax(-1), example.tree.heads, strict=True) if h != trees.NONE]
    assert all(a == h for a, h in right)


@pytest.mark.needs_torch
def test_a_window_without_a_tree_costs_nothing() -> None:
    import torch  # noqa: PLC0415 - absent where nobody trains

    from enligt.training import syntax  # noqa: PLC0415 - imports torch
    from enligt.training.packed import pack, together  # noqa: PLC0415 - imports torch

    n = shipped()
    (w,) = windows(("Norge svarer.",), tokenizer=n.tokenizer, bos=n.bos, eos=n.eos)
    e = examples.Example(window=w, parties=parties(w, {}, home=None))
    assert (
        syntax.loss(syntax.Syntax(24, dropout=0.0), together([pack(e, {})], pad=0), torch.randn(1, len(w.words), 24)).item() == 0
    )
