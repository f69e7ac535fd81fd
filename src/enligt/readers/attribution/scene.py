"""What an article has introduced: its words, roles, persons and states, for finding what a short mention points back to."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from enligt.actors.gazetteer import gazetteer
from enligt.actors.spelling import plain
from enligt.readers.attribution.english import unmarked
from enligt.readers.attribution.lexicon import GENITIVE, LONGEST_FORM, Hit, Lexicon, Token, lexicon, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

    from enligt.actors import ArticleActors, Mention
    from enligt.model import Language

# small words inside a name: "Ursula von der Leyen", "Mohammed bin Salman"
PARTICLES: Final = frozenset("von van der den de da di du la le el al bin ibn ben af av zu dos das do".split())  # noqa: SIM905  # reads better
FIRST_OF_TWO: Final = frozenset({"von", "van", "de"})
STOPS: Final = re.compile(r"[,;:()–—\n«»\"”“]|\s-\s|[.!?](?=\s|$)")
# words whose full stop ends no sentence: "Mr. Chipungwe", "Col. Sansern", "J. Smith"
SHORT: Final = re.compile(
    r"(?:^|\W)(?:[A-ZÅÄÖÆØ]|[MD]rs?|Ms|Col|Gen|Lt|Maj|Capt|Sgt|Rev|Prof|Sen|Gov|St|Brig|Adm|Rep|Lt-Col|Maj-Gen|fhv|kapt)$"
)
BREAK: Final = re.compile(r"[.!?…][»”\"’')\]]*\s+(?=[\W_]*[A-ZÅÄÖÆØÉÜ0-9])|\n+")
COURTESY: Final = frozenset({"Mr", "Mrs", "Ms", "Sir", "Lord", "Lady", "Dame", "Dr", "Sheikh", "Herr", "Fru"})
BEFORE: Final = 4  # words before a role's noun in which its state is looked for


def parted(text: str, before: Token, after: Token) -> bool:
    """Whether punctuation between two words ends a phrase."""
    gap = text[before.end : after.start]
    if gap.startswith(". ") and SHORT.search(before.word):
        gap = gap[1:]
    return STOPS.search(gap) is not None


@dataclass(frozen=True, slots=True)
class Role:
    """A noun of the lexicon where it stands in the article, with the state and the person that its phrase names."""

    start: int
    end: int
    hit: Hit
    nation: str | None
    person: str | None
    indefinite: bool


@dataclass(frozen=True, slots=True)
class Named:
    """A name of two or more words that looks like a person's, where it stands."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Service:
    """An intelligence service by name where it stands: its state if told, and the noun that it was introduced with."""

    start: int
    end: int
    name: str
    nation: str | None
    key: str | None = None


@dataclass
class Scene:
    """One article, read once for all its claims."""

    text: str
    lex: Lexicon
    actors: ArticleActors
    words: list[Token] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    persons: list[Named] = field(default_factory=list)
    roles: list[Role] = field(default_factory=list)
    services: list[Service] = field(default_factory=list)

    def between(self, start: int, end: int) -> list[Token]:
        """The words that lie in a range."""
        low = bisect.bisect_left(self.starts, start)
        out = []
        for token in self.words[low:]:
            if token.start >= end:
                break
            out.append(token)
        return out

    def sentence(self, at: int) -> int:
        """The number of the sentence that an offset lies in."""
        return bisect.bisect_right(self.breaks, at)

    def known(self, start: int, end: int) -> Mention | None:
        """The state or organisation whose mention touches the range, the longest first; persons aside."""
        best = None
        for m in self.mentions:
            if m.start >= end:
                break
            if (
                m.end > start
                and not is_person(m)
                and m.kind not in {"outlet", "agency"}
                and (best is None or m.end - m.start > best.end - best.start)
            ):
                best = m
        return best

    def hit(self, words: list[Token], at: int) -> tuple[Hit, int] | None:
        """The noun that begins at word ``at``, the longest form first, and how many words it takes."""
        for size in range(min(LONGEST_FORM, len(words) - at), 0, -1):
            run = words[at : at + size]
            if any(parted(self.text, a, b) for a, b in pairwise(run)):
                continue
            if (found := self.lex.noun(" ".join(w.word for w in run))) is not None:
                return found, size
        return None

    def full_name(self, name: str, at: int) -> str:
        """The fullest name in the article that ends in (or holds) ``name``'s last word; ``name`` itself if there is none.

        Whom the actors room knows goes by the name it gives, however the article spells it, at each mention alike.
        """
        name = next((n.name for n in self.persons if unmarked(self.text[n.start : n.end]) == name), name)
        low = plain(name)
        last = low.rsplit(maxsplit=1)[-1]
        best, order = name, (len(name.split()), 0)
        for other in self.persons:
            parts = plain(other.name).split()
            if last in parts[1:] or (len(parts) > 1 and parts[0] == low):
                whole = [p for p in parts if len(p.rstrip(".")) > 1 and "." not in p.rstrip(".")]
                rank = (len(whole) if low in plain(other.name) else 0, -abs(other.start - at))
                if rank[0] > order[0]:
                    best, order = other.name, rank
        # "Anna Bergs" where "Anna Berg" stands as well is a genitive
        return best[:-1] if best.endswith("s") and any(n.name == best[:-1] for n in self.persons) else best


def is_person(mention: Mention) -> bool:
    """Whether the actors room takes a mention for a person by name."""
    return mention.kind in {"person", "leader", "surname"}


def is_nation(mention: Mention) -> bool:
    """Whether a mention stands for a state, by name, adjective, capital, seat or inhabitants."""
    return not is_person(mention) and gazetteer().state_name(mention.id) is not None


def make_scene(text: str, language: Language, actors: ArticleActors) -> Scene:
    """Read an article: its words, and the persons and roles that it names."""
    words = list(tokens(text))
    scene = Scene(text, lexicon(language), actors, words, [w.start for w in words])
    scene.breaks = [m.end() for m in BREAK.finditer(text)]
    scene.mentions = sorted(actors.mentions, key=lambda m: (m.start, -m.end))
    scene.persons = list(_persons(scene))
    scene.roles = list(_roles(scene))
    return scene


def _persons(scene: Scene) -> Iterator[Named]:
    lower = {w.word for w in scene.words if w.word.islower()}
    seen = set()
    for m in scene.mentions:
        name = " ".join(w for w in (m.name or "").split() if w.rstrip(".") not in COURTESY)
        if is_person(m) and " " in name and not re.search(r"\w{3,}\.", name):
            seen.add((m.start, m.end))
            yield Named(m.start, m.end, name)
    for start, end in name_runs(scene, scene.words):
        run = scene.words[start:end]
        # a sentence's first word is capital anyway: it is part of the name unless it is a word of the language
        while len(run) > 1 and (
            run[0].low in lower or run[0].word in COURTESY or scene.lex.noun(run[0].word) or _closed(scene.lex, run[0].word)
        ):
            run = run[1:]
        run = run[_past_office(scene, run) :]
        while len(run) > 1 and run[0].low in PARTICLES and not run[0].capital:
            run = run[1:]
        known = scene.known(run[0].start, run[-1].end)
        if any((h := scene.lex.noun(w.word)) is not None and h.noun.what in {"body", "media", "document"} for w in run[1:]):
            continue  # "Human Rights League"
        if (
            any(w.word.isdigit() for w in run)
            or len(run) < 2
            or (known is not None and known.end - known.start >= (run[-1].end - run[0].start) // 2)
        ):
            continue
        if any(a <= run[0].start and run[-1].end <= b for a, b in seen):
            continue
        yield Named(run[0].start, run[-1].end, unmarked(scene.text[run[0].start : run[-1].end]))


def _past_office(scene: Scene, run: list[Token]) -> int:
    """Where a person's own name begins behind whose chief he is: "Amnestys Sverigechef [Anna Berg]"."""
    return past_office(scene.lex, [w.word for w in run])


def past_office(lex: Lexicon, words: list[str]) -> int:
    """At which of a run of capital words a person's name begins, where a genitive and an office stand before it; 0 else."""
    for at in range(len(words) - 2, 0, -1):
        hit = lex.noun(words[at])
        office = hit is not None and hit.noun.what in {"office", "voice"} and not hit.genitive
        if office and GENITIVE.search(words[at - 1]) is not None:
            return at + 1
    return 0


def _closed(lex: Lexicon, word: str) -> bool:
    return any(word.lower() in words for words in lex.grammar.values()) or word.lower() in {
        w for phrases in (lex.chain["according"], lex.chain["cites"]) for p in phrases for w in p.split()
    }


def name_runs(scene: Scene, words: list[Token]) -> Iterator[tuple[int, int]]:
    """Runs of capital words (small particles inside) with nothing but blanks between, as ranges of word numbers."""
    at = 0
    while at < len(words):
        if not words[at].capital:
            at += 1
            continue
        end = at + 1
        while end < len(words) and not parted(scene.text, words[end - 1], words[end]):
            if words[end].capital or (words[end].word.isdigit() and len(words[end].word) < 3):  # "TV 2", "Europe 1"
                end += 1
            elif words[end].low in PARTICLES and (last := _past_particles(words, end)) is not None:
                end = last + 1
            else:
                break
        yield at, end
        at = end


def _past_particles(words: list[Token], at: int) -> int | None:
    """The capital word behind a particle, or behind two: "von der Leyen"."""
    two = words[at].low in FIRST_OF_TWO and at + 1 < len(words) and words[at + 1].low in PARTICLES
    last = at + (2 if two else 1)
    return last if last < len(words) and words[last].capital else None


def _roles(scene: Scene) -> Iterator[Role]:
    at, words = 0, scene.words
    people = {p.start: p for p in scene.persons}
    while at < len(words):
        found = scene.hit(words, at)
        if found is None:
            at += 1
            continue
        hit, size = found
        start, end = words[at].start, words[at + size - 1].end
        nation, indefinite = None, False
        for before in reversed(words[max(0, at - BEFORE) : at]):
            if STOPS.search(scene.text, before.end, start) or (scene.lex.is_("of", before.word) and scene.lex.language != "en"):
                break
            if nation is None and (m := scene.known(before.start, before.end)) is not None and is_nation(m):
                nation = m.id
            indefinite = indefinite or scene.lex.is_("indefinite", before.word)
        if nation is None and (own := scene.known(start, end)) is not None and is_nation(own):
            nation = own.id
        after = words[at + size : at + size + 2]
        if nation is None and len(after) == 2 and scene.lex.is_("of", after[0].word):
            m = scene.known(after[1].start, after[1].end)
            nation = m.id if m is not None and is_nation(m) else None
        # a title and its name, a comma between them or not
        last = words[at + size - 1]
        person = next((people[w.start].name for w in after[:1] if w.start in people and not parted(scene.text, last, w)), None)
        if person is None and hit.noun.what == "office":
            person = _apposition(scene, start)
        yield Role(start, end, hit, nation, person, indefinite)
        at += size


def _apposition(scene: Scene, start: int) -> str | None:
    # "Tomasz Wilga, Poland's foreign minister": the name ends at a comma a few words before the title
    for p in scene.persons:
        if p.end < start <= p.end + 45 and re.match(r"\s*,\s", scene.text[p.end : p.end + 3]):
            return p.name if not STOPS.search(scene.text, p.end + 2, start) else None
    return None
