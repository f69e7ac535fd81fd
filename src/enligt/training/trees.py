"""Trees of the treebanks over a window's words: targets of the side task (syntax.py).

Parts of speech and relations are those of Universal Dependencies 2 (de Marneffe et al. 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.training.documents import Token

POS = (
    "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB",
    "X",
)  # fmt: skip
RELATIONS = (
    "acl", "acl:relcl", "advcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "ccomp", "clf", "compound",
    "compound:prt", "conj", "cop", "csubj", "csubj:pass", "dep", "det", "discourse", "dislocated", "expl", "fixed", "flat",
    "goeswith", "iobj", "list", "mark", "nmod", "nmod:poss", "nsubj", "nsubj:pass", "nummod", "obj", "obl", "obl:agent", "orphan",
    "parataxis", "punct", "reparandum", "root", "vocative", "xcomp",
)  # fmt: skip
NONE = -100  # no target, as torch's cross entropy passes over it


@dataclass(frozen=True)
class Tree:
    """Targets of a window's words, or ``NONE``: the word that each depends on (a root on itself), how, and its part of speech."""

    heads: tuple[int, ...]
    relations: tuple[int, ...]
    pos: tuple[int, ...]


def relation(name: str) -> int:
    """The number of a relation; of a subtype that is not told apart, its type's; ``NONE`` of what is no relation."""
    for one in (name, name.partition(":")[0]):
        if one in RELATIONS:
            return RELATIONS.index(one)
    return NONE


def tree(tokens: Sequence[Sequence[Token]], places: Mapping[int, Sequence[tuple[int, int, int]]], words: int) -> Tree:
    """The trees of a window's sentences over its words, which may be cut otherwise than the treebank's.

    Of several tokens in one word, the one that the others depend on stands for it.

    Args:
        tokens: of each sentence.
        places: start, end and number of each word, by sentence.
        words: how many the window has.
    """
    heads, relations, pos = [NONE] * words, [NONE] * words, [NONE] * words
    for sentence, row in enumerate(tokens):
        at = [next((i for a, b, i in places.get(sentence, ()) if a < t.end and b > t.start), None) for t in row]
        for k, t in enumerate(row):
            word = at[k]
            if word is None or not -1 <= t.head < len(row):
                continue
            to = word if t.head < 0 else at[t.head]
            if to is None or (to == word and t.head >= 0):
                continue
            heads[word], relations[word] = to, relation(t.relation)
            pos[word] = POS.index(t.pos) if t.pos in POS else NONE
    return Tree(tuple(heads), tuple(relations), tuple(pos))
