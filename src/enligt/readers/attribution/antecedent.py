"""Whom a pronoun, a bare noun or an unsaid state points back to, by what the article has introduced before."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution.lexicon import Noun, Token
from enligt.readers.attribution.scene import Named, Role, is_nation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from enligt.actors import Mention
    from enligt.model import SourceKind
    from enligt.readers.attribution.phrase import Phrase
    from enligt.readers.attribution.scene import Scene

    Medium = Callable[[str], tuple[str, SourceKind] | None]

# whose place is not their state: "the embassy in Oslo" is not Norwegian
STAYS: Final = frozenset(
    {"embassy", "consulate", "ambassador", "attaché", "consul", "diplomat", "delegation", "mission", "envoy"}
)
# a noun that says less may stand for one that says more: "ministern" for "utrikesministern"
WIDER: Final = {
    "minister": {"minister", "prime minister", "deputy minister"},
    "leader": {"leader", "party leader", "president", "union leader", "chairman"},
    "chairman": {"chairman", "party leader"},
    "general": {"general", "army chief", "commander"},
    "officer": {"officer", "colonel", "major", "captain", "commander", "general"},
    "director": {"director", "police chief", "commander"},
    "official": {"official"},
    "source": {"source", "official", "diplomat", "officer"},
    "judge": {"judge"},
}


def of_pronoun(scene: Scene, role: str, at: int, medium: Medium) -> Role | str | None:
    """Whom "he", "it" or "they" at an offset stands for: a role, or a name (a person's, a medium's)."""
    if role == "it":
        return _thing(scene, at, medium)
    plural = role == "they"
    found: list[tuple[int, int, Role | Named]] = [
        (r.start, r.end, r)
        for r in scene.roles
        if r.end <= at
        and r.hit.noun.what in {"office", "people", "voice"}
        and r.hit.noun.plural == plural
        and not r.hit.genitive
        and r.hit.noun.key != "source"
    ]
    if not plural:
        titled = {r.person for r in scene.roles if r.person}
        found += [(p.start, p.end, p) for p in scene.persons if p.end <= at and (p.name in titled or medium(p.name) is None)]
    if not found:
        return None
    # the nearest sentence that holds anybody; in it, whoever stands first, for the subject stands there
    here = max(scene.sentence(s) for s, _, _ in found)
    inside = sorted((f for f in found if scene.sentence(f[0]) == here), key=lambda f: f[0])
    pick = inside[0][2]
    if isinstance(pick, Named):
        return scene.full_name(pick.name, pick.start)
    if pick.person is None:
        # "ministern, Tomasz Wilga": the same one by name, a little later
        for _, _, other in inside[1:]:
            if (
                isinstance(other, Named)
                and other.start - pick.end < 60
                and scene.sentence(other.start) == scene.sentence(pick.start)
            ):
                return scene.full_name(other.name, other.start)
    return pick


def _thing(scene: Scene, at: int, medium: Medium) -> Role | str | None:
    bodies = [r for r in scene.roles if r.end <= at and r.hit.noun.what == "body" and not r.hit.noun.plural]
    if bodies:
        return bodies[-1]
    found = of_medium(scene, at, Noun("newspaper", "media", "outlet"), medium)
    return found[0] if found else None


# names that a broadcaster may have; a paper's noun does not point back to them, nor "the radio" to a paper
ON_AIR: Final = re.compile(r"(?i:radio|tv|television|broadcast|channel|kanal)|\b(?:[A-ZÅÄÖ]{2,4}|RÚV|RTÉ|Yle|Ekot|Al Jazeera)\b")


def of_medium(scene: Scene, at: int, noun: Noun, medium: Medium) -> tuple[str, SourceKind] | None:
    """The medium named nearest before an offset that a noun ("avisen", "byrån", "the radio") may stand for."""
    best: tuple[int, tuple[str, SourceKind]] | None = None
    for m in scene.mentions:
        if m.end <= at and m.kind in {"outlet", "agency"} and m.name is not None:
            kind: SourceKind = "agency" if m.kind == "agency" else "outlet"
            if _fits(noun, m.name, kind) and (best is None or m.start >= best[0]):
                best = (m.start, (m.name, kind))
    for r in scene.roles:
        # "avisa Nordlyset": a medium that only its noun tells
        if r.end <= at and r.hit.noun.what == "media" and (name := _name_after(scene, r)) is not None:
            known = medium(name) or (name, r.hit.noun.kind)
            if (best is None or r.start >= best[0]) and (r.hit.noun.key == noun.key or _fits(noun, *known)):
                best = (r.start, known)
    return best[1] if best is not None else None


def _fits(noun: Noun, name: str, kind: SourceKind) -> bool:
    if noun.kind == "agency" or kind == "agency":
        return noun.kind == kind
    on_air = ON_AIR.search(name) is not None
    return on_air if noun.key in {"radio", "television", "channel", "programme"} else True


def _name_after(scene: Scene, role: Role) -> str | None:
    after = scene.between(role.end, role.end + 60)
    out: list[Token] = []
    for w in after:
        if not w.capital or (scene.text[role.end if not out else out[-1].end : w.start].strip(" «»\"”“'")):
            break
        out.append(w)
    return scene.text[out[0].start : out[-1].end] if out else None


def of_noun(scene: Scene, p: Phrase) -> Role | None:
    """The role that a definite noun points back to: the same noun (or a narrower one) with a person or a state."""
    if p.head is None:
        return None
    key, topic = p.head.noun.key, p.topic
    keys = WIDER.get(key, {key})
    candidates = [
        r
        for r in scene.roles
        if (r.end <= p.start or r.start >= p.end)
        and r.hit.noun.key in keys
        and not r.hit.noun.plural
        and (topic is None or r.hit.topic in {topic, None} if key != "minister" else topic is None or r.hit.topic == topic)
        and (p.nation is None or r.nation in {p.nation.id, None})
        and (r.person is not None or r.indefinite or r.nation is not None)
    ]
    before = [r for r in candidates if r.end <= p.start]
    named = [r for r in before if r.person is not None]
    if named:
        return named[-1]
    after = [r for r in candidates if r.start >= p.end and r.person is not None]
    if p.head.noun.what == "office" and after:
        return after[0]
    return before[-1] if before else None


def of_voice(scene: Scene, at: int) -> Role | None:
    """The institution that a bare "spokesman" speaks for: the one named last before it, and not in the words quoted."""
    before = [
        r
        for r in scene.roles
        if r.end <= at
        and r.hit.noun.what == "body"
        and scene.sentence(at) - scene.sentence(r.start) <= 2
        and len(MARKS.findall(scene.text[r.end : at])) % 2 == 0
    ]
    return before[-1] if before else None


# how much each sign of an unsaid state weighs; set on the corpus's institutions that leave their state unsaid
VOTES: Final = {
    "same": 1.5, "only": 9.0, "near": 3.0, "subject": 3.0, "home": 3.0, "last": 1.5, "first": 1.0, "salient": 1.0, "actor": 1.5,
    "named": 12.0,
}  # fmt: skip
# institutions whose name a paper writes with a capital where it means its own state's: "enligt Försvarsmakten"
OWN: Final = frozenset(
    {
        "ministry", "foreign ministry", "interior ministry", "prime minister's office", "police", "coast guard", "border guard",
        "customs service", "migration agency", "central bank", "army", "navy", "air force", "armed forces", "military",
        "defence staff", "intelligence service", "military intelligence", "security service",
    }
)  # fmt: skip
MARKS: Final = re.compile(r'["“”«»]')  # an odd number of them between two words: one of the two is quoted
QUOTES: Final = "\"”“»«'’‘–—-"


def nation(scene: Scene, p: Phrase, about: Sequence[str], home: str | None) -> str | None:
    """The state of an office or institution that does not say it, by a vote of signs.

    Args:
        scene: the article.
        p: the phrase of the office or institution.
        about: ids of the claim's actors.
        home: the state of the article's outlet, or of its language; None where neither tells.
    """
    if p.head is None:
        return None
    if whose := _whose(scene, p):
        return whose
    away = {m.id for m in scene.mentions if p.start <= m.start < p.end} if p.head.noun.key in STAYS else set()
    mentions = [m for m in scene.mentions if is_nation(m) and m.id not in away]
    votes: defaultdict[str, float] = defaultdict(float)
    same = [r for r in scene.roles if r.hit.noun.key == p.head.noun.key and r.nation is not None and r.hit.topic == p.topic]
    if same:
        pick = ([r for r in same if r.end <= p.start] or same[::-1])[-1].nation
        nations = {r.nation for r in same}
        votes[pick or ""] += VOTES["only" if len(nations) == 1 and same[0].end <= p.start else "same"]
    if mentions:
        _vote(scene, p, mentions, votes)
    for identity in about:
        if any(m.id == identity for m in mentions):
            votes[identity] += VOTES["actor"]
            break
    told = any(m.id == home for m in mentions)
    if home is not None and (not mentions or told):
        votes[home] += VOTES["home"]
    # an English paper writes "the Defense Ministry" of other states' too
    if home is not None and (told or scene.lex.language != "en") and _by_name(scene, p):
        votes[home] += VOTES["named"]
    return max(votes, key=lambda i: (votes[i], i)) if votes else None


def _by_name(scene: Scene, p: Phrase) -> bool:
    """Whether an institution stands with a capital inside a sentence, where only a name does."""
    if p.head is None or p.head.noun.key not in OWN or p.head.noun.plural or p.indefinite:
        return False
    for word in scene.between(p.start, p.end):
        hit = scene.lex.noun(word.word)
        if hit is not None and hit.noun.key == p.head.noun.key:
            before = scene.text[: word.start].rstrip(" \N{NO-BREAK SPACE}")
            opens = not before or before[-1] in ".!?:\n" or before[-1] in QUOTES
            return word.word[0].isupper() and not word.word.isupper() and not opens
    return False


def _whose(scene: Scene, p: Phrase) -> str | None:
    """The state whose name stands right before a phrase, where a mention begins too late: "Sydkoreas [underrättelsetjänst]"."""
    # by blanks alone: a headline's last word owns nothing of the sentence under it
    before = (m for m in scene.mentions if m.end < p.start)
    owner = next((m for m in before if not scene.text[m.end : p.start].strip(" \N{NO-BREAK SPACE}")), None)
    if owner is None or not is_nation(owner):
        return None
    genitive = owner.kind == "adjective" or owner.text.endswith(("s", "s'", "’s", "'s"))
    return owner.id if genitive else None


def _vote(scene: Scene, p: Phrase, mentions: list[Mention], votes: defaultdict[str, float]) -> None:
    near: Counter[str] = Counter()
    here = scene.sentence(p.start)
    for m in mentions:
        # nearer ones weigh more, those before more than those after
        back = here - scene.sentence(m.start)
        near[m.id] += 4 if back == 0 and m.start < p.start else 2 if back == 1 else 1
    votes[near.most_common(1)[0][0]] += VOTES["near"]
    votes[mentions[0].id] += VOTES["first"]
    before = [m for m in mentions if m.end <= p.start]
    if before:
        votes[before[-1].id] += VOTES["last"]
        last = scene.sentence(before[-1].start)
        votes[next(m.id for m in before if scene.sentence(m.start) == last)] += VOTES["subject"]
    if salient := scene.actors.salient(p.start):
        votes[salient[0]] += VOTES["salient"]


# nouns that may stand for an organisation named before, and the kinds of organisation that they fit
GENERIC: Final = {
    "organisation": {"organisation"},
    "alliance": {"organisation"},
    "commission": {"organisation"},
    "movement": {"armed-group", "party", "organisation"},
    "group": {"armed-group", "organisation"},
    "guerrilla": {"armed-group"},
    "militia": {"armed-group"},
    "party": {"party"},
    "union": {"organisation"},
    "association": {"organisation"},
}


def of_organisation(scene: Scene, p: Phrase) -> Mention | Named | None:
    """The organisation that "alliansen", "the group", "förbundet" points back to: one known, or one whose name holds the noun."""
    if p.head is None or p.head.noun.key not in GENERIC or p.head.noun.plural or p.head.first is not None or p.topic is not None:
        return None
    found: list[Mention | Named] = [m for m in scene.mentions if m.end <= p.start and m.kind in GENERIC[p.head.noun.key]]
    for word in scene.words:
        if word.start >= p.start:
            break
        if not word.capital or scene.known(word.start, word.end) is not None:
            continue
        hit = scene.lex.noun(word.word)
        if hit is not None and hit.noun.key == p.head.noun.key and hit.first is not None and hit.first[0].isupper():
            found.append(Named(word.start, word.end, word.word))
    return max(found, key=lambda f: f.start) if found else None
