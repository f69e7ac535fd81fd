"""Several sources in one mention: "USA och Sydkorea", "the Danish and Norwegian governments", "Kinas og Ruslands ambassader"."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.antecedent import STAYS
from enligt.readers.attribution.lexicon import GENITIVE
from enligt.readers.attribution.media import medium_in
from enligt.readers.attribution.phrase import Phrase, parse

if TYPE_CHECKING:
    from enligt.actors import Mention
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.scene import Scene

ARTICLE: Final = r"(?:(?:the|den|det|de|dei)\s+)?"
LINK: Final = re.compile(rf"\s*(?:,|(?:,\s*)?(?<!\w)(?:och|og|and|samt|&)(?!\w))\s*{ARTICLE}", re.IGNORECASE)
AND: Final = re.compile(r"(?<!\w)(?:och|og|and|samt|&)(?!\w)", re.IGNORECASE)
BOTH: Final = re.compile(r"(?:både|både och|både|såväl|båe|both|såvel)\s+", re.IGNORECASE)
REPEATED: Final = re.compile(r"(?:the|den|det)\s+$", re.IGNORECASE)
ONE_OF: Final = frozenset({"state", "adjective", "capital", "seat", "organisation", "body", "armed-group"})
WHERE: Final = frozenset({"i", "in", "på", "at", "vid", "ved"})
WHOSE: Final = frozenset({"från", "fra", "frå", "from", "of", "av", "af", "för", "for", "by", "genitive"})
AFTER_ADJECTIVE: Final = 3  # words within which the noun of a coordinated adjective stands


def parts(scene: Scene, ask: Asker, start: int, end: int) -> list[tuple[int, int]]:
    """The ranges of a mention that names several one after another, each by a name or noun of its own; empty for one."""
    if AND.search(scene.text, start, end) is None:
        return []
    both = BOTH.match(scene.text, start, end)
    found: list[tuple[int, int]] = []
    at = both.end() if both is not None else start
    for link in LINK.finditer(scene.text, at, end):
        article = re.search(rf"{ARTICLE}$", link.group(), re.IGNORECASE)
        found.append((at, link.start()))
        at = link.end() - (len(article.group()) if article is not None else 0)
    found.append((at, end))
    kinds = {_kind(scene, ask, a, b) for a, b in found}
    if len(found) < 2 or len(kinds) > 1 or None in kinds:
        return []
    # "The Globe and Mail" is one: the medium of the whole is that of none of its parts
    medium = medium_in(scene, ask, start, end)
    return found if medium is None or medium in [medium_in(scene, ask, a, b) for a, b in found] else []


def _kind(scene: Scene, ask: Asker, start: int, end: int) -> str | None:
    """How a part of a list says who it is: by name, or by a noun with whose it is; None where it needs the rest of the list."""
    if not scene.text[start:end].strip() or scene.text[end - 1] == "-":
        return None  # "Klima- og miljødepartementet"
    if medium_in(scene, ask, start, end) is not None:
        return "name"
    known = scene.known(start, end)
    if known is not None and known.start <= start + 4 and known.end >= end - 1:
        return "name" if known.kind in ONE_OF - {"adjective"} and GENITIVE.search(_of_name(known)) is None else None
    if known is not None and known.kind == "adjective" and known.end >= end - 1:
        return None  # "spokesmen for the Swedish" and Finnish ministries
    p = parse(scene, start, end)
    if p.proper is not None or (p.person is not None and " " in p.person):
        return "name"
    said = p.nation or (p.owner.nation if p.owner is not None else None)
    return "noun" if p.head is not None and said is not None and p.head.noun.what in {"body", "office", "voice"} else None


def _of_name(known: Mention) -> str:
    """A mention's words, but for the -s that its own name ends in ("Maldives", "USA" has none)."""
    return "" if known.name is not None and known.text.casefold() == known.name.casefold() else known.text[-3:]


def one_each(scene: Scene, p: Phrase) -> list[Phrase]:
    """A phrase whose noun belongs to several states, once for each of them; empty where it belongs to one, or is one person."""
    group = _group(scene, p.start, p.end)
    if not group or p.person is not None or p.proper is not None:
        return []
    level = _level(p, group)
    if level is None or not _divides(scene, p, level, group):
        return []
    return [_with(p, level, one) for one in group]


def _group(scene: Scene, start: int, end: int) -> list[Mention]:
    """The first run of states or organisations that a coordinator joins, all of them adjectives or none."""
    inside = [m for m in scene.mentions if start <= m.start and m.end <= end and m.kind in ONE_OF]
    runs: list[list[Mention]] = []
    for m in inside:
        joined = bool(runs) and LINK.fullmatch(scene.text, runs[-1][-1].end, m.start) is not None
        if joined and (runs[-1][-1].kind == "adjective") == (m.kind == "adjective"):
            runs[-1].append(m)
        else:
            runs.append([m])
    for run in runs:
        ids = {m.id for m in run}
        if len(run) > 1 and len(ids) == len(run) and AND.search(scene.text, run[-2].end, run[-1].start):
            return run
    return []


def _level(p: Phrase, group: list[Mention]) -> int | None:
    """How deep in the owners of a phrase the group stands."""
    depth, inner = 0, p
    while True:
        if inner.nation is not None and any(inner.nation is m or inner.nation.id == m.id for m in group):
            return depth
        if inner.owner is None:
            return None
        depth, inner = depth + 1, inner.owner


def _at(p: Phrase, depth: int) -> Phrase:
    for _ in range(depth):
        if p.owner is None:
            break
        p = p.owner
    return p


def _divides(scene: Scene, p: Phrase, depth: int, group: list[Mention]) -> bool:
    """Whether a noun of several states stands for one institution, office or crowd of each."""
    inner = _at(p, depth)
    outer = _at(p, depth - 1) if depth else None
    noun = next((q.head.noun for q in (inner, outer) if q is not None and q.head is not None), None)
    if noun is None:
        return False
    many = any(q is not None and q.head is not None and q.head.noun.plural for q in (inner, outer))
    if depth and p.head is not None and not p.head.noun.plural and p.head.noun.what not in {"voice", "document"}:
        return False  # "the UN and Arab League envoy", "a source close to the Danish and Norwegian governments"
    before = scene.text[p.start : group[0].start].split()
    tie = before[-1].lower() if before else ""
    tie = before[-2].lower() if tie in {"the", "den", "det", "de", "dei"} and len(before) > 1 else tie
    if inner.head is not None:
        head_first = any(scene.lex.noun(w) is not None for w in before)
    else:
        head_first = inner is not p and outer is not None and outer.tie != "genitive"
    if not head_first:  # "the Danish and Norwegian governments", "den norske og den danske ambassade"
        again = any(REPEATED.search(scene.text[a.end : b.start]) for a, b in pairwise(group))
        return many or noun.what == "body" or again
    if tie in WHERE:
        return many and noun.what in {"body", "office"} and noun.key not in STAYS
    return tie in WHOSE and (many or noun.what == "document")


def _with(p: Phrase, depth: int, one: Mention) -> Phrase:
    """A phrase with one state of a group, its institution or office in the singular."""
    q = copy.deepcopy(p)
    inner = _at(q, depth)
    inner.nation = one
    if inner.name is not None:
        inner.name = one.text
    for level in (inner, _at(q, depth - 1) if depth else inner):
        if level.head is not None and level.head.noun.what in {"body", "office", "voice"}:
            level.head = replace(level.head, noun=replace(level.head.noun, plural=False))
    return q


def whole(scene: Scene, start: int, end: int) -> int:
    """Where a mention ends of which only the first of several adjectives was marked ("[den danske] og den norske regering")."""
    last = scene.known(max(start, end - 1), end)
    if last is None or last.kind != "adjective" or last.end != end:
        return end
    link = LINK.match(scene.text, end)
    if link is None or AND.search(link.group()) is None:
        return end
    other = next((m for m in scene.mentions if m.start == link.end() and m.kind == "adjective"), None)
    if other is None:
        return end
    for word in scene.between(other.end, other.end + 60)[:AFTER_ADJECTIVE]:
        if (
            scene.text[other.end : word.start].strip(" \N{NO-BREAK SPACE}")
            and not scene.text[other.end : word.start].replace(" ", "").isalpha()
        ):
            break
        if scene.lex.noun(word.word) is not None:
            return word.end
    return end


def titled(scene: Scene, start: int, end: int) -> int:
    """Where a mention ends of which only the title before a known name was marked ("[utenriksminister] Espen Barth Eide").

    A title alone is that of whatever state was spoken of last; the name says whose it is.
    """
    words = scene.between(start, end)
    hit = scene.lex.noun(words[-1].word) if words and words[-1].end == end else None
    if hit is None or hit.noun.what not in {"office", "voice"} or scene.text[end : end + 1] not in {" ", "\N{NO-BREAK SPACE}"}:
        return end
    named = next((m for m in scene.mentions if m.start == end + 1 and m.kind in {"leader", "surname"}), None)
    return end if named is None else named.end
