"""Of what: the weapons and goods that a sentence names, by kind, with the model where it names one.

Each language's ``goods`` table lists the words of each kind: a star stands for letters, a blank for a blank or a hyphen, the rest
is compared in lower case. ``models.toml`` beside this module lists models, which are written alike in all languages.
"""

from __future__ import annotations

import functools
import re
import tomllib
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from enligt.languages import table
from enligt.model import Good, Span

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from enligt.model import Language

KINDS: Final = (
    "weapons", "missiles", "bombs", "drones", "air-defence", "aircraft", "helicopters", "tanks", "armoured-vehicles", "artillery",
    "ammunition", "small-arms", "mines", "ships", "submarines", "chemical-weapons", "nuclear-weapons", "uranium", "oil", "gas",
    "coal", "electricity", "grain", "food", "fertiliser", "medicine", "vaccines", "metals", "timber", "electronics", "vehicles",
)  # fmt: skip
BESIDE = (
    16  # characters between a model and the word for its kind, at most ("Leopard 2-stridsvagnar", "drones of the type Shahed")
)
# kinds whose models are named by the word for another as well: "Patriot missiles" are of an air defence
_ALSO: Final[Mapping[str, frozenset[str]]] = {"air-defence": frozenset({"missiles"})}
_NAMELESS = "weapons"  # the kind that says nothing where another one is named


def goods(text: str, start: int, end: int, *, language: Language) -> tuple[Good, ...]:
    """The weapons and goods of a sentence, in order of the text; each kind once, and each model of it.

    Args:
        text: the article's text.
        start: first character of the sentence.
        end: the character after it.
        language: of the text.

    Returns:
        A model with its kind; a kind named by a word alone, unless a model of it stands beside the word.
    """
    words = [(KINDS[int(str(w.lastgroup)[1:])], w) for w in _kinds(language).finditer(text, start, end) if _is_word(w, start)]
    named = list(_models(text, start, end, words))
    found: dict[tuple[str, str | None], Good] = {}
    for one in named:
        found.setdefault((one.kind, one.model), one)
    for kind, word in words:
        if any(_beside(word.start(), word.end(), m.span) and kind in {m.kind, _NAMELESS} for m in named):
            continue
        found.setdefault((kind, None), Good(kind, None, Span(word.start(), word.end(), word.group())))
    several = {kind for kind, _ in found} - {_NAMELESS}
    told = [one for one in found.values() if one.kind != _NAMELESS or not several]
    return tuple(sorted(told, key=lambda one: (one.span.start, one.kind)))


def _is_word(hit: re.Match[str], start: int) -> bool:
    """Whether a hit is no name: inside a sentence, a capital letter makes one ("Condoleezza Rice")."""
    word = hit.group()
    return not word[0].isupper() or word.isupper() or not any(c.isalnum() for c in hit.string[start : hit.start()])


def _beside(start: int, end: int, span: Span) -> bool:
    return start - span.end <= BESIDE and span.start - end <= BESIDE


def _models(text: str, start: int, end: int, words: Sequence[tuple[str, re.Match[str]]]) -> Iterator[Good]:
    pattern, models = _models_known()
    for hit in pattern.finditer(text, start, end):
        span = Span(hit.start(), hit.end(), hit.group())
        beside = {kind for kind, word in words if _beside(word.start(), word.end(), span)}
        for one in models[int(str(hit.lastgroup)[1:])]:
            if one.weak and not beside & {one.kind, _NAMELESS, *_ALSO.get(one.kind, ())}:
                continue
            name = one.name
            if "#" in name:
                figures = re.search(r"\d+", hit.group())
                name = name.replace("#", figures.group() if figures else "").strip()
            yield Good(one.kind, name, span)
            break


@functools.cache
def _kinds(language: Language) -> re.Pattern[str]:
    own = table(language, "goods")
    words = [(word, k) for k, kind in enumerate(KINDS) for word in own[kind]]
    by_kind: dict[int, list[str]] = {}
    for word, k in sorted(words, key=lambda x: -len(x[0])):
        by_kind.setdefault(k, []).append(_word(word))
    # what is told of several kinds (a "nuclear weapon") is of the one with the longest word
    order = sorted(by_kind, key=lambda k: -max(map(len, by_kind[k])))
    inside = "|".join(f"(?P<k{k}>{'|'.join(by_kind[k])})" for k in order)
    return re.compile(rf"(?<![^\W_])(?:{inside})(?![^\W_])", re.IGNORECASE)


def _word(word: str) -> str:
    return r"[^\W\d_]{0,40}?".join(re.escape(part).replace(r"\ ", r"[ -]") for part in word.split("*"))


class _Known(NamedTuple):
    """What a way of writing means; ``weak``: only beside a word of its kind."""

    kind: str
    name: str
    weak: bool


@functools.cache
def _models_known() -> tuple[re.Pattern[str], list[list[_Known]]]:
    """One pattern of all models, longest first; what each of its groups may mean."""
    rows: dict[str, Any] = tomllib.loads(resources.files(__package__).joinpath("models.toml").read_text("utf-8"))
    meant: dict[str, list[_Known]] = {}
    for kind, models in rows.items():
        for row in models:
            name, _, others = row.partition(" / ")
            for form in (one.strip() for one in (name, *others.split(",")) if one.strip()):
                meant.setdefault(form.removesuffix("~"), []).append(_Known(kind, name.removesuffix("~"), form.endswith("~")))
    written = sorted(meant, key=lambda form: (-len(form), form))
    inside = "|".join(f"(?P<m{k}>{_model(form)})" for k, form in enumerate(written))
    pattern = re.compile(rf"(?<![\w-])(?:{inside})(?=(?:[-’':]|s\b|\b)(?!\d))")
    return pattern, [meant[form] for form in written]


def _model(form: str) -> str:
    if re.fullmatch(r"[A-Z]-#", form):  # a family known by one letter: no other letter and number that happen to meet
        return form.replace("-#", r"-\d{2,3}(?:[A-Z]{1,2}\d?)?")
    pattern = re.escape(form).replace(r"\ ", " ").replace(r"\-", "-").replace(r"\#", "#")
    pattern = re.sub(r"[ -](?=[#\d])", "[ -]?", pattern)
    pattern = re.sub(r"(?<!\[)[ -](?!\])", "[ -]", pattern)
    return pattern.replace("#", r"\d{1,3}(?:[A-Z]{1,2}\d?)?")
