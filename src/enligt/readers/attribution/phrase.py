"""The parts of a mention: its head noun, what the noun is for, whose it is, and the name that follows a title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.english import adjective, unmarked
from enligt.readers.attribution.lexicon import GENITIVE
from enligt.readers.attribution.scene import is_nation, is_person, name_runs, parted

if TYPE_CHECKING:
    from enligt.actors import Mention
    from enligt.model import SourceKind
    from enligt.readers.attribution.lexicon import Hit, Lexicon, Token
    from enligt.readers.attribution.scene import Scene

    Head = tuple[Hit, int, int]  # a noun, at which word it begins, how many words it takes


# modifiers that tell where somebody or something belongs, as a state does
REGIONS: Final = frozenset({"Western", "European", "Arab", "Nordic", "Baltic", "Gulf", "African", "Asian", "Kurdish"})
PLACES: Final = REGIONS | {"federal", "local", "regional", "separatist", "state"}


@dataclass
class Phrase:
    """A noun phrase taken apart. ``owner`` is whom the head belongs to (by genitive, compound or preposition)."""

    start: int
    end: int
    head: Hit | None = None
    topic: str | None = None
    modifiers: list[str] = field(default_factory=list)
    nation: Mention | None = None
    person: str | None = None
    name: str | None = None
    proper: tuple[str, SourceKind] | None = None
    owner: Phrase | None = None
    tie: str = ""
    indefinite: bool = False
    definite: bool = False
    same: bool = False
    anonymous: bool = False
    possessive: bool = False


def parse(scene: Scene, start: int, end: int) -> Phrase:
    """Take ``text[start:end]`` apart; what follows a relative word or a comma is left out, but for a name set off by commas."""
    words = scene.between(start, end)
    cut = len(words)
    for at in range(1, len(words)):
        if parted(scene.text, words[at - 1], words[at]) or _relative(scene, words, at) or _bare_relative(scene, words, at):
            cut = at
            break
    phrase = _noun_phrase(scene, words[:cut], start, end)
    if phrase.person is None and cut < len(words):
        phrase.person = _appositive(scene, words[cut:])
        if phrase.head is None and phrase.name is not None and phrase.person is None:
            # "Igor Sablin, a ministry official": the name stands first
            phrase.person = phrase.name
    return phrase


def _relative(scene: Scene, words: list[Token], at: int) -> bool:
    if not scene.lex.is_("relative", words[at].word):
        return False
    # "der" in Danish and Nynorsk is also "there": relative only where something follows
    return at + 1 < len(words) and not (at + 1 == len(words) and scene.lex.is_("here", words[at].word))


def _bare_relative(scene: Scene, words: list[Token], at: int) -> bool:
    """Whether a clause without its relative word begins: "two officials [Reuters spoke to]", "en kilde [NRK har snakket med]"."""
    word, before = words[at], scene.lex.noun(words[at - 1].word)
    if not word.capital or words[at - 1].capital or before is None or before.noun.what != "people":
        return False
    indefinite = before.noun.plural or any(scene.lex.is_("indefinite", w.word) for w in words[: at - 1])
    verb = next((w for w in words[at + 1 :] if not w.capital), None)
    return indefinite and verb is not None and not scene.lex.is_("of", verb.word)


def _appositive(scene: Scene, rest: list[Token]) -> str | None:
    """The person that is named after a comma: "the minister, Tomasz Wilga", "its deputy, the general Tomasz Wilga"."""
    if scene.lex.is_("relative", rest[0].word):
        return None
    cut = next((k for k in range(1, len(rest)) if parted(scene.text, rest[k - 1], rest[k])), len(rest))
    runs = list(name_runs(scene, rest[:cut]))
    if not runs:
        return None
    if runs[0][0] == 0:
        a, b = runs[0]
        known = scene.known(rest[a].start, rest[b - 1].end)
        if b - a > 1 and (known is None or is_person(known)):
            return unmarked(scene.text[rest[a].start : rest[b - 1].end])
        return None
    return _noun_phrase(scene, rest[:cut], rest[0].start, rest[cut - 1].end).person


def _noun_phrase(scene: Scene, words: list[Token], start: int, end: int) -> Phrase:
    lex, p = scene.lex, Phrase(start, end)
    words = list(words)
    while words and _opens(p, scene, words[0]) and len(words) > 1:
        words.pop(0)
    if not words:
        return p
    if (proper := _proper(scene, words)) is not None and _fits_before(scene, words, proper):
        name, at, size = proper
        rest = words[at + size :]
        inner = Phrase(words[at].start, words[at + size - 1].end, proper=name)
        found = _whose_voice(scene, rest)
        if found is None and (at == 0 or not rest):
            p.proper = name
            return p
        if found is not None:  # "Vita husets talesman", "a senior State Department official"
            sub = _noun_phrase(scene, rest, start, end)
            sub.owner, sub.tie = sub.owner or inner, "genitive"
            sub.indefinite, sub.definite, sub.anonymous = p.indefinite, p.definite, p.anonymous
            sub.modifiers = [lex.modifiers[w.low] for w in words[:at] if w.low in lex.modifiers] + sub.modifiers
            return sub
    if (run := _name_with_noun(scene, words)) is not None:
        p.name = run
        return p
    heads = _heads(scene, words)
    core_end = _core_end(scene, words, heads)
    core = [h for h in heads if h[1] < core_end]
    if not core:
        _no_noun(scene, p, words)
        return p
    # Nordic: the first noun that is not a genitive; English: the last noun before any preposition
    pick = core[-1] if lex.language == "en" else next((h for h in core if not h[0].genitive), core[-1])
    hit, at, size = pick
    p.head, p.topic = hit, hit.topic
    p.person = _person_at_end(scene, words, at + size)
    _before(scene, p, words[:at], [h for h in core if h[1] < at])
    if hit.first is not None:
        _first_part(scene, p, words[at], hit.first)
    rest = words[at + size :]
    if rest:
        _after(scene, p, rest)
    return p


def _fits_before(scene: Scene, words: list[Token], proper: tuple[tuple[str, SourceKind], int, int]) -> bool:
    """Whether what stands before an institution's own name only describes it: "U.S. [State Department]", "a senior [NATO]"."""
    name, at, _ = proper
    if at == 0:
        return True
    if words[0].low.endswith("-based"):
        return True
    nation = scene.known(words[0].start, words[at - 1].end)
    if nation is not None and is_nation(nation):
        # "Iran's Security Council" is not that of the United Nations; "the United States' State Department"
        return (at == 1 or nation.end - words[0].start >= words[at - 1].end - words[0].start - 2) and name[0].startswith(
            f"{adjective(nation.id)} "
        )
    found = scene.hit(words, 0)
    return (
        at == 1
        and words[0].word.islower()
        and words[at].word[0].isupper()
        and (found is None or found[0].noun.what in {"body", "media"})
    )


def _whose_voice(scene: Scene, rest: list[Token]) -> Head | None:
    """The noun behind an institution's name, at once, or of somebody of it behind adjectives: "national security adviser"."""
    for hit, at, size in _heads(scene, rest):
        if at == 0:
            return hit, at, size
        if any((w.capital and not _state_genitive(scene, w)) or scene.lex.is_("of", w.word) for w in rest[:at]):
            return None
        if hit.noun.what in {"voice", "office", "people"}:
            return hit, at, size
    return None


def _state_genitive(scene: Scene, word: Token) -> bool:
    """Whether a word is a state's name in the genitive: "Amnesty [Sveriges] generalsekreterare"."""
    known = scene.known(word.start, word.end)
    return known is not None and known.kind == "state" and GENITIVE.search(word.word) is not None


def _name_with_noun(scene: Scene, words: list[Token]) -> str | None:
    """A name that holds a noun: "Gulf Dispatch", "Kitwe Central Hospital", "Svenska Dagbladet", "Dagsavisen", "The Observer"."""
    a, b = next(name_runs(scene, words), (0, 0))
    run = words[a:b]
    hits = [(w, h) for w in run if (h := scene.lex.noun(w.word)) is not None]
    if a > 1 or not hits or any(h.noun.what in {"office", "voice"} for _, h in hits):
        return None
    if (found := scene.hit(run, 0)) is not None and found[1] == len(run) > 1:
        return None  # "Air Force"
    if b < len(words) and scene.lex.noun(words[b].word) is not None and scene.lex.language == "en":
        return None  # "Air Force spokesman"
    word, hit = hits[-1]
    first = scene.known(run[0].start, run[0].end)
    state = first if first is not None and is_nation(first) and GENITIVE.search(run[0].word) else None
    if state is not None and any(not _says_kind(scene, w) for w in run[1:-1]):
        # "Mozambique's Human Rights League"
        said = adjective(state.id)
        return f"{said} {unmarked(scene.text[run[1].start : run[-1].end])}" if said else None
    text = unmarked(scene.text[run[0].start : run[-1].end])
    if len(run) == 1:
        after_the = a == 1 and words[0].word == "The" and not _begins_sentence(scene, word) and scene.lex.language == "en"
        return f"The {text}" if after_the else text if _is_compound_name(scene, word, hit) else None
    return text if _is_name(scene, run, word, hit) else None


def _is_compound_name(scene: Scene, word: Token, hit: Hit) -> bool:
    """Whether one capital word is the name of a medium, organisation or firm: "Dagsavisen", "Sjømannsforbundet"."""
    unknown = hit.first is not None and hit.first[0].isupper() and hit.topic is None and "-" not in word.word
    fits = hit.noun.what in {"media", "body"} and hit.noun.kind in {"outlet", "agency", "organisation", "company"}
    return unknown and fits and scene.known(word.start, word.end) is None


def _is_name(scene: Scene, run: list[Token], word: Token, hit: Hit) -> bool:
    """Whether a run of capital words with a noun at its end (or, of a medium, its beginning) is a name as it stands."""
    english, what = scene.lex.language == "en", hit.noun.what
    at_end = word is run[-1]
    if what == "people" and not (english and at_end and not _begins_sentence(scene, run[0])):
        return False
    if not english and word is run[0] and what != "media":
        return False
    if (at_end or word is run[0]) and hit.first is None and any(w is not word and not _says_kind(scene, w) for w in run):
        return True
    state_first = scene.known(run[0].start, run[0].end) is not None
    return at_end and ((what == "media" and state_first) or (english and what in {"document", "people"}))


def _says_kind(scene: Scene, word: Token) -> bool:
    lex = scene.lex
    return (
        word.low in lex.topic_words
        or word.low in lex.modifiers
        or lex.noun(word.word) is not None
        or scene.known(word.start, word.end) is not None
        or any(word.low in closed for closed in lex.grammar.values())
    )


def _begins_sentence(scene: Scene, word: Token) -> bool:
    return scene.sentence(word.start) != scene.sentence(max(0, word.start - 3)) or word.start == 0


def _opens(p: Phrase, scene: Scene, word: Token) -> bool:
    lex, hit = scene.lex, False
    if lex.is_("same", word.word):
        p.same = p.definite = hit = True
    if lex.is_("indefinite", word.word):
        p.indefinite = hit = True
    if lex.is_("definite", word.word):
        p.definite = hit = True
    if lex.is_("possessive", word.word):
        p.possessive = p.definite = hit = True
    if lex.is_("anonymous", word.word):
        p.anonymous = p.indefinite = hit = True
    return hit or word.word.isdigit()


def _proper(scene: Scene, words: list[Token]) -> tuple[tuple[str, SourceKind], int, int] | None:
    for at in range(min(3, len(words))):
        for size in range(min(6, len(words) - at), 0, -1):
            text = " ".join(w.word for w in words[at : at + size]).lower().replace("’", "'")
            for form in (text, GENITIVE.sub("", text)):
                if (found := scene.lex.proper.get(form)) is not None:
                    return found, at, size
    return None


def _person_at_end(scene: Scene, words: list[Token], since: int) -> str | None:
    """A person's name that ends the phrase: "the opposition figure Marta Quesada"."""
    if since >= len(words):
        return None
    for n in scene.persons:
        if words[since].start <= n.start and n.end <= words[-1].end + 2:
            before = [w for w in words if w.end <= n.start]
            if not before or scene.lex.is_("of", before[-1].word) or any(scene.lex.is_("of", w.word) for w in before[since:]):
                return None
            return n.name
    return None


def _heads(scene: Scene, words: list[Token]) -> list[Head]:
    out, at = [], 0
    while at < len(words):
        found = scene.hit(words, at)
        # "the portal Steppe Post": a capital noun behind a name is part of it
        named = at > 0 and words[at].capital and words[at - 1].capital and not _says_kind(scene, words[at - 1])
        if (
            found is not None
            and words[at].word not in {"US", "UK"}
            and not _surname(scene, words[at])
            and not (named and found[0].noun.what in {"document", "media"})
        ):
            out.append((found[0], at, found[1]))
            at += found[1]
        else:
            at += 1
    return out


def _surname(scene: Scene, word: Token) -> bool:
    """Whether a word that may be a noun ends a person's name: "Margaret King"."""
    return word.capital and any(n.start < word.start and n.end == word.end for n in scene.persons)


def _core_end(scene: Scene, words: list[Token], heads: list[Head]) -> int:
    first = next((at for _, at, _ in heads), len(words))
    inside = {at + k for _, at, size in heads for k in range(size)}
    for at, w in enumerate(words):
        named = any(
            b.capital and scene.known(b.start, b.end) is None and b.low not in scene.lex.grammar["of"] for b in words[:at]
        )
        if at not in inside and scene.lex.is_("of", w.word) and (at > first or not heads or (at and named)):
            return at
    return len(words)


def _no_noun(scene: Scene, p: Phrase, words: list[Token]) -> None:
    lex = scene.lex
    cut = next((k for k, w in enumerate(words) if k and lex.is_("of", w.word) and not w.capital), len(words))
    core, rest = words[:cut], words[cut + 1 :]
    known = scene.known(core[0].start, core[-1].end)
    whole = next(
        (
            (a, b)
            for a, b in name_runs(scene, core)
            if known is not None and core[a].start <= known.start and known.end <= core[b - 1].end
        ),
        None,
    )
    if known is not None and whole is not None and known.kind in {"state", "capital", "place"}:
        run = core[whole[0] : whole[1]]
        if run[-1].start >= known.end and GENITIVE.search(known.text) is None:
            # "Asmara Post", "Kathmandu Post": the place is part of a name
            p.name = unmarked(scene.text[run[0].start : run[-1].end])
            return
    free = [w for w in core if known is None or w.end <= known.start or w.start >= known.end]
    runs = list(name_runs(scene, free))
    if known is not None and runs and (known.kind in {"adjective", "inhabitant"} or known.text[0].islower()):
        # "spanske EFE": the adjective says where the name belongs
        p.nation = known
    elif known is not None and (not runs or is_nation(known)) and not any(b - a > 1 for a, b in runs):
        p.nation = known
        runs = []
    if runs:
        a, b = max(runs, key=lambda r: r[1] - r[0])
        p.name = unmarked(scene.text[free[a].start : free[b - 1].end])
    elif known is not None:
        p.nation = known
        p.name = unmarked(scene.text[known.start : known.end])
    person = next((m for m in scene.mentions if is_person(m) and m.start < core[-1].end and m.end > core[0].start), None)
    broken = person is not None and person.name is not None and re.search(r"\w{3,}\. ", person.name) is not None
    if person is not None and person.name and not broken and not person.text.endswith(("'s", "’s", "'")):
        p.person = person.name
    elif core and core[0].word.islower():
        # "den norske ingeniøren Arvid Hestnes": a calling that the lexicon lacks
        p.person = next((n.name for n in scene.persons if core[0].start < n.start and n.end <= core[-1].end + 2), None)
    p.modifiers = [lex.modifiers[w.low] for w in core if w.low in lex.modifiers]
    if rest:
        p.owner, p.tie = _noun_phrase(scene, rest, rest[0].start, rest[-1].end), words[cut].low


def _before(scene: Scene, p: Phrase, words: list[Token], heads: list[Head]) -> None:
    """What stands before the head: articles, modifiers, a topic, a state, an owner in the genitive or (in English) as a noun."""
    lex = scene.lex
    taken = {at + k for _, at, size in heads for k in range(size)}
    for at, w in enumerate(words):
        _opens(p, scene, w)
        known = scene.known(w.start, w.end)
        if at in taken and known is None:
            continue
        if w.low in lex.modifiers:
            p.modifiers.append(lex.modifiers[w.low])
        elif p.topic is None and (topic := _topic(lex, words, at)) is not None:
            p.topic = topic
        elif known is not None:
            p.nation = p.nation or known
    if heads:
        _noun_before(scene, p, words, heads)
    elif p.nation is None:
        _name_before(scene, p, words)


def _noun_before(scene: Scene, p: Phrase, words: list[Token], heads: list[Head]) -> None:
    if (
        scene.lex.language == "en"
        and len(heads) > 1
        and heads[-1][0].noun.key in {"head", "member"}
        and not heads[-1][0].genitive
    ):
        heads = heads[:-1]  # "the navy's chief spokesman": chief says only how high
    hit, at, size = heads[-1]
    if not hit.genitive and scene.lex.language != "en":
        return
    owner = Phrase(words[at].start, words[at + size - 1].end, head=hit, topic=hit.topic, definite=p.definite)
    _before(scene, owner, words[:at], heads[:-1])
    if hit.first is not None:
        _first_part(scene, owner, words[at], hit.first)
    p.owner, p.tie = owner, "genitive"
    if not hit.genitive:
        if owner.nation is not None:
            p.nation = None  # "Finnish police spokeswoman": the state is the police's
        # "two Western intelligence officials": the service is Western, once; "a former police officer": he is former
        p.modifiers = [m for m in p.modifiers if m not in PLACES or m not in owner.modifiers]
        owner.modifiers = [m for m in owner.modifiers if m in PLACES]


def _plain(scene: Scene, word: Token) -> bool:
    return not (GENITIVE.search(word.word) and scene.lex.language != "en") and word.word == unmarked(word.word)


def _name_before(scene: Scene, p: Phrase, words: list[Token]) -> None:
    for a, b in name_runs(scene, words):
        name = scene.text[words[a].start : words[b - 1].end]
        if (
            p.head is not None
            and (p.head.noun.what == "media" or p.head.noun.kind in {"organisation", "company"})
            and _plain(scene, words[b - 1])
        ):
            p.name = unmarked(name)  # "the Turan news agency", "the Ponchos Rojos movement"
            return
        if GENITIVE.search(name) and words[b - 1].low not in scene.lex.modifiers:
            # "Bandas parti", "Reuters' källa": a name in the genitive that is no state
            p.owner, p.tie = Phrase(words[a].start, words[b - 1].end, name=GENITIVE.sub("", name)), "genitive"


def _topic(lex: Lexicon, words: list[Token], at: int) -> str | None:
    two = f"{words[at].low} {words[at + 1].low}" if at + 1 < len(words) else ""
    return lex.topics.get(two) or lex.topics.get(words[at].low)


def _first_part(scene: Scene, p: Phrase, word: Token, first: str) -> None:
    if first in scene.lex.modifiers.values():
        p.modifiers.append(first)
        return
    known = scene.known(word.start, word.start + len(first))
    if known is not None:
        p.nation = p.nation or known
    elif (proper := scene.lex.proper.get(first.lower())) is not None:
        p.owner, p.tie = p.owner or Phrase(word.start, word.end, proper=proper), "genitive"
    elif first[0].isupper() and word.start > 0 and len(first) > 2:
        p.name = first


def _after(scene: Scene, p: Phrase, rest: list[Token]) -> None:
    lex = scene.lex
    if p.head is not None and p.head.noun.what == "media" and "." in rest[0].word:
        p.name = rest[0].word  # "nyhetsbyrået 24.kg"
        return
    if rest[0].capital and not lex.is_("of", rest[0].word):
        a, b = next(name_runs(scene, rest))
        name = unmarked(scene.text[rest[a].start : rest[b - 1].end])
        known = scene.known(rest[a].start, rest[b - 1].end)
        if p.head is not None and p.head.noun.what in {"office", "people", "voice"} and (known is None or is_person(known)):
            p.person = name
        else:
            p.name = name
            p.nation = p.nation or known
        return
    at = next((k for k, w in enumerate(rest) if lex.is_("of", w.word)), None)
    if at is None or at + 1 >= len(rest):
        return
    tie = rest[at].low
    inner = rest[at + 1 :]
    owner = _noun_phrase(scene, inner, inner[0].start, inner[-1].end)
    if p.head is not None and p.head.noun.key == "ministry" and owner.head is None and p.topic is None:
        # "ministry of fisheries and food", "ministeriet for national genforening"
        text = scene.text[inner[0].start : inner[-1].end].lower()
        p.topic = next((name for form, name in lex.topics.items() if re.search(rf"\b{re.escape(form.rstrip('s-'))}", text)), None)
        if p.topic is not None:
            return
    if p.owner is None:
        p.owner, p.tie = owner, tie
