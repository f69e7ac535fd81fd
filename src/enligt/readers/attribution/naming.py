"""From a source's mention to its usual name and kind.

A named person or medium goes by that name; an institution by the English name of its state and of its office
("utrikesdepartementet i Oslo" is "Norwegian foreign ministry"), so that the same source has one name in five languages;
whoever is not named by a description and "(unnamed)".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Protocol

from enligt.readers.attribution import antecedent
from enligt.readers.attribution.lexicon import GENITIVE, plural
from enligt.readers.attribution.phrase import Phrase, parse
from enligt.readers.attribution.scene import is_nation, is_person, parted, strip_genitive

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from enligt.actors import Mention
    from enligt.model import SourceKind
    from enligt.readers.attribution.lexicon import Token
    from enligt.readers.attribution.scene import Scene


class Knowledge(Protocol):
    """What naming asks of the actors room."""

    def medium(self, text: str) -> tuple[str, SourceKind] | None:
        """The usual name and kind of a medium, from any of its names."""

    def adjective(self, identity: str) -> str | None:
        """The English adjective of a state or organisation by id: "Swedish", "EU"."""

    def state_name(self, identity: str) -> str | None:
        """The English name of a state or organisation by id: "Sweden", "European Union"."""

    @property
    def about(self) -> Sequence[str]:
        """Ids of the claim's actors: whom an institution that leaves its state unsaid is likely to belong to."""


@dataclass(frozen=True, slots=True)
class Name:
    """A source's name, its kind, and the rule that gave it."""

    name: str
    kind: SourceKind
    rule: str


# offices that English calls otherwise in one state; general knowledge of how they are usually named
IDIOMS: Final[Mapping[str, str]] = {
    "US foreign ministry": "US State Department",
    "US foreign minister": "US secretary of state",
    "US defence ministry": "Pentagon",
    "US defence minister": "US defence secretary",
    "US finance ministry": "US Treasury",
    "US finance minister": "US treasury secretary",
    "US justice ministry": "US Justice Department",
    "US energy ministry": "US Department of Energy",
    "US security ministry": "US Department of Homeland Security",
    "US agriculture ministry": "US Department of Agriculture",
    "US trade ministry": "US Department of Commerce",
    "US presidency": "White House",
    "US parliament": "US Congress",
    "Russian presidency": "Kremlin",
    "Russian security service": "FSB",
    "Russian federal security service": "FSB",
    "British prime minister's office": "Downing Street",
    "British foreign minister": "UK foreign secretary",
    "British foreign ministry": "UK Foreign Office",
    "British interior minister": "UK home secretary",
    "British interior ministry": "UK Home Office",
    "British finance ministry": "UK Treasury",
    "British government": "UK government",
    "Swedish security service": "Säpo",
    "Danish security service": "PET",
    "Norwegian security service": "PST",
    "Danish intelligence service": "Danish intelligence service",
    "South Korean security service": "South Korean intelligence service",
    "EU commission": "European Commission",
    "EU parliament": "European Parliament",
    "EU council": "European Council",
    "UN human rights council": "UN Human Rights Council",
    "UN security council": "UN Security Council",
    "EU foreign ministry": "EEAS",
    "South Korean general staff": "South Korean Joint Chiefs of Staff",
    "South Korean defence staff": "South Korean Joint Chiefs of Staff",
    "US general staff": "US Joint Chiefs of Staff",
    "Estonian armed forces": "Estonian Defence Forces",
    "Japanese coast guard": "Japan Coast Guard",
    "European Commission chairman": "European Commission president",
    "European Council chairman": "European Council president",
    "US tax minister": "US treasury secretary",
}
# a topic and a noun that English joins otherwise
JOINED: Final[Mapping[str, str]] = {
    "police police chief": "police chief",
    "aid ministry": "development ministry",
    "aid minister": "development minister",
    "government office": "government",
    "presidential office": "presidency",
    "presidential staff": "presidency",
    "press minister": "information minister",
    "press ministry": "information ministry",
    "port authorities": "port authority",
    "press office": "press office",
    "court prosecutors": "prosecutors",
    "europe minister": "Europe minister",
    "europe ministry": "Europe ministry",
    "tax ministry": "customs ministry",
    "intelligence intelligence service": "intelligence service",
    "security agency": "security service",
    "military police": "military police",
    "military intelligence service": "military intelligence",
    "party party leader": "party leader",
    "army army chief": "army chief",
}
MEDIUM_WORD: Final = re.compile(
    r"\b(?:news|times|post|herald|daily|gazette|courier|tribune|telegraph|journal|observer|chronicle|dispatch|mirror|mail|press|"
    r"radio|tv\d?|television|broadcasting|media|online|nyheter|tidning(?:en)?|dagblad(?:et)?|posten|avis(?:a|en)?|tidende|blad(?:et)?|"
    r"zeitung|presse|rundschau|spiegel|agency|agence|agencia|nytt)\b|\w(?:posten|bladet|avisen|tidende|tidningen|nytt|zeitung)\b",
    re.IGNORECASE,
)
AGENCY_WORD: Final = re.compile(
    r"\b(?:news agency|press agency|agence|agencia|nyhetsbyr\w+|nyhedsbureau\w*|byr[åa]n?|bureauet)\b", re.IGNORECASE
)
# descriptions that name no nationality of their own take none from the article either
FREE: Final = frozenset({"people", "document", "media"})
# parts of an institution that stand for it
WITHIN: Final = frozenset(
    {"office", "leadership", "secretariat", "campaign", "defence staff", "military command", "royal court", "commission"}
)
PLACED: Final = frozenset(
    {"governor", "mayor", "council", "municipality", "town hall", "hospital", "university", "district chief"}
)


def name_source(scene: Scene, know: Knowledge, start: int, end: int) -> Name | None:
    """The name of the source that ``text[start:end]`` mentions; None where it points to nobody (an empty or bare mention)."""
    mention = scene.text[start:end].strip(" \n\t,.;:\"'«»”“")
    if not mention:
        return None
    if (pointed := _pronoun(scene, know, mention, start)) is not None:
        return pointed
    phrase = parse(scene, start, end)
    medium = _medium(scene, know, phrase, start, end)
    if medium is not None:
        return medium
    if (whole := _institution(scene, know, phrase, start, end)) is not None:
        return whole
    return compose(scene, know, phrase, deep=0) or Name(_bare(scene, mention), "unnamed", "as written")


def _pronoun(scene: Scene, know: Knowledge, mention: str, start: int) -> Name | None:
    low = mention.lower()
    role = None
    for cls in ("he", "it", "they"):
        if low in scene.lex.grammar[cls]:
            role = cls
    if role is None:
        if low not in scene.lex.grammar["i"]:
            return None
        role = "he"
    found = antecedent.of_pronoun(scene, role, start, know.medium)
    if found is None:
        return None
    if isinstance(found, str):
        medium = know.medium(found)
        return (
            Name(*medium, "pronoun: the medium named before")
            if medium
            else Name(found, "person", "pronoun: the person named before")
        )
    named = name_role(scene, know, found)
    return Name(named.name, named.kind, f"pronoun: {scene.text[found.start : found.end]}") if named else None


def name_role(scene: Scene, know: Knowledge, role: antecedent.Role) -> Name | None:
    """The name of somebody whom the article introduces by a noun."""
    if role.person is not None and role.hit.noun.what in {"office", "people", "voice"}:
        return Name(scene.full_name(role.person, role.start), "person", "the person named before")
    start = role.start
    for before in reversed(scene.between(max(0, role.start - 40), role.start)):
        known = scene.known(before.start, before.end)
        if known is None and before.low not in scene.lex.modifiers and not scene.lex.is_("indefinite", before.word):
            break
        start = before.start
    end = role.end
    after = scene.between(role.end, role.end + 40)[:3]
    if len(after) > 1 and scene.lex.is_("of", after[0].word) and scene.known(after[1].start, after[1].end):
        end = after[1].end
    return compose(scene, know, parse(scene, start, end), deep=1)


def _medium(scene: Scene, know: Knowledge, p: Phrase, start: int, end: int) -> Name | None:
    head = p.head.noun if p.head is not None else None
    if head is not None and head.what != "media" and head.key not in {"journalist", "editor"}:
        return None
    if p.proper is not None:
        return None
    if (found := medium_in(scene, know, start, end)) is not None:
        return Name(*found, "a medium by name")
    if head is not None and head.what == "media":
        if (name := p.name or p.person) is not None:
            return Name(_article_off(name), head.kind, "a medium by its noun and name")
        plain = (
            not head.plural
            and p.nation is None
            and p.owner is None
            and "state" not in p.modifiers
            and p.head is not None
            and p.head.first is None
        )
        if plain and (p.definite or p.same or not p.indefinite):
            before = antecedent.of_medium(scene, start, head, know.medium)
            if before is not None:
                return Name(*before, "the medium named before")
        return None
    if head is None and p.name and MEDIUM_WORD.search(p.name) and p.person is None and p.nation is None:
        return Name(_article_off(p.name), "agency" if AGENCY_WORD.search(p.name) else "outlet", "a name that says it is a medium")
    return None


def medium_in(scene: Scene, know: Knowledge, start: int, end: int) -> tuple[str, SourceKind] | None:
    """The known medium that a range names, unless what it names is but part of a longer name ("Fiji Times", "TV 2 Bornholm")."""
    found = know.medium(scene.text[start:end])
    if found is None:
        return None
    words = scene.between(start, end)
    low, high = 0, len(words)
    while low + 1 < high and know.medium(scene.text[words[low + 1].start : words[high - 1].end]) == found:
        low += 1
    while high - 1 > low and know.medium(scene.text[words[low].start : words[high - 2].end]) == found:
        high -= 1
    beside = [w for w in (*words[max(0, low - 1) : low], *words[high : high + 1]) if w.capital and not _explains(scene, w)]
    return None if beside and words[low:high] and not parted_from(scene, words, low, high) else found


def parted_from(scene: Scene, words: list[Token], low: int, high: int) -> bool:
    """Whether punctuation or a genitive parts a run of words from its capital neighbours."""
    before = low > 0 and words[low - 1].capital and not _explains(scene, words[low - 1])
    after = high < len(words) and words[high].capital and not _explains(scene, words[high])
    left = not before or parted(scene.text, words[low - 1], words[low]) or GENITIVE.search(words[low - 1].word) is not None
    right = not after or parted(scene.text, words[high - 1], words[high]) or GENITIVE.search(words[high - 1].word) is not None
    return left and right


def _explains(scene: Scene, word: Token) -> bool:
    """A word beside a medium's name that is no part of it: "nyhetsbyrån", "The", "svenska", "Sveriges"."""
    return (
        scene.lex.noun(word.word) is not None
        or any(word.low in closed for closed in scene.lex.grammar.values())
        or (scene.known(word.start, word.end) is not None and (word.word.islower() or GENITIVE.search(word.word) is not None))
        or word.low in scene.lex.modifiers
    )


def _article_off(name: str) -> str:
    return re.sub(r"^the (?=[A-Z])", "", name)


def _institution(scene: Scene, know: Knowledge, p: Phrase, start: int, end: int) -> Name | None:
    if p.proper is not None and p.head is None:
        return Name(p.proper[0], p.proper[1], "an institution by name")
    # an organisation or body that the actors room knows under a name of its own
    known = scene.known(start, end)
    if known is None or known.end - known.start < 0.7 * len(scene.text[start:end].strip()) or p.person is not None:
        return None
    if known.kind in {"organisation", "body", "seat", "armed-group", "party"} and _proper_name(known):
        return Name(_short_name(known) or known.text, _kind_of(known), f"an organisation by name ({known.rule})")
    return None


def _short_name(known: Mention) -> str | None:
    """An organisation's usual name: its abbreviation where the table's name is long, or the name as written."""
    if known.id in ORGANISATIONS and known.kind != "organisation":
        return ORGANISATIONS[known.id][known.kind == "seat"]
    name = _proper_name(known)
    if name is None:
        return strip_genitive(known.text)
    return known.id if len(name.split()) > 3 and known.id.isupper() and known.id not in ORGANISATIONS else name


def _proper_name(known: Mention) -> str | None:
    """A mention's own name; None where the table only groups such mentions ("Swedish bodies")."""
    return None if known.name is None or re.search(r"\b(?:bodies|agencies|missions|parties)$", known.name) else known.name


def _kind_of(known: Mention) -> SourceKind:
    if known.kind in {"body", "seat"} or (is_nation(known) and known.kind not in {"party", "organisation", "armed-group"}):
        return "government"
    return "organisation"


ORGANISATIONS: Final[Mapping[str, tuple[str, str]]] = {
    "UNO": ("UN", "United Nations"),
    "EUU": ("EU", "European Union"),
    "NAT": ("NATO", "NATO"),
}


def nationality(know: Knowledge, identity: str) -> str | None:
    """The word for a state or organisation before a noun: "US", "Swedish", "EU"."""
    if identity in ORGANISATIONS:
        return ORGANISATIONS[identity][0]
    return "US" if identity == "USA" else know.adjective(identity)


def compose(scene: Scene, know: Knowledge, p: Phrase, *, deep: int, context: bool = True) -> Name | None:
    """Build a name from the parts of a phrase; None where it holds nothing that names anybody."""
    if p.proper is not None:
        return Name(p.proper[0], p.proper[1], "an institution by name")
    if p.person is not None:
        return Name(scene.full_name(_titles_off(scene, p.person), p.start), "person", "a person by name")
    if p.head is None:
        return _nameless(scene, know, p)
    noun = p.head.noun
    if deep == 0 and not p.indefinite and (pointed := _described(scene, know, p)) is not None:
        return pointed
    inside = (
        p.owner is not None
        and p.owner.head is not None
        and p.owner.head.noun.what == "body"
        and p.owner.head.noun.kind != "organisation"
    )
    owner = compose(scene, know, p.owner, deep=deep + 1, context=context and inside) if p.owner is not None and deep < 4 else None
    if noun.what == "voice":
        return _voice(scene, know, p, owner, context=context)
    if noun.what == "document":
        return _document(scene, know, p, owner)
    adjective = _adjective(scene, know, p, context=context and noun.what not in FREE)
    words = [w for w in p.modifiers if w != "state" or noun.what == "media"]
    if noun.plural and (_counts_one(scene, p) or (p.tie == "genitive" and noun.what == "people" and _both_numbers(scene, p))):
        noun = replace(noun, plural=False)
    topic = p.topic
    base = JOINED.get(f"{topic} {noun.key}", f"{topic} {noun.key}" if topic else noun.key)
    if noun.plural and (
        noun.what != "body" or (noun.kind in {"organisation", "company", "institute"} and not base.endswith("s"))
    ):
        base = plural(base)
    if adjective is None or noun.kind == "person" or (noun.what == "people" and p.nation is None):
        possessor = _possessor(scene, know, p)
        if possessor is not None and noun.what in {"people", "office"} and noun.kind in {"person", "unnamed"}:
            return Name(
                f"{' '.join([*words, base])} of {re.sub(r' .unnamed.$', '', possessor.name)} (unnamed)",
                "unnamed",
                "somebody of whom the article named before",
            )
    if noun.what == "people":
        return _people(p, base, adjective, words, owner)
    if noun.key == "office" and owner is None and (possessor := _possessor(scene, know, p)) is not None:
        if possessor.kind == "person":
            return Name(f"office of {possessor.name}", "government", "the office of a person named before")
        return Name(possessor.name, possessor.kind, "the office stands for whose it is")
    if noun.key in WITHIN and owner is not None and p.topic is None and p.owner is not None and owner.kind != "unnamed":
        if owner.kind == "person":
            return Name(f"{noun.key} of {owner.name}", "government", f"the {noun.key} of a person")
        if p.owner.head is not None or p.owner.proper is not None:
            return Name(_office_of(owner, p.owner), owner.kind, f"the {noun.key} stands for whose it is")
    if (
        (generic := antecedent.of_organisation(scene, p)) is not None
        and p.nation is None
        and p.owner is None
        and not p.indefinite
    ):
        if isinstance(generic, antecedent.Named):
            return Name(generic.name, noun.kind, f"the {noun.key} named before")
        return Name(_short_name(generic) or generic.text, _kind_of(generic), f"the {noun.key} named before")
    if noun.what == "office" and p.owner is not None and owner is not None and _institutional(p.owner, owner):
        role = f"{p.topic} {noun.key}" if p.topic else noun.key
        name = f"{re.sub(r' .unnamed.$', '', owner.name)} {role}"
        return Name(IDIOMS.get(name, name), noun.kind, f"an office of an institution: {noun.key}")
    if (
        noun.what == "office"
        and noun.key in {"journalist", "editor"}
        and owner is not None
        and owner.kind in {"outlet", "agency"}
    ):
        return Name(owner.name, owner.kind, "a medium's own people stand for it")
    if p.name is not None and noun.what == "body" and p.head.first is None:
        return Name(p.name, noun.kind, "an institution by its noun and name")
    if p.name is not None and p.head.first is not None:
        words = [p.name, *words]
    name = " ".join(filter(None, [adjective, *words, base]))
    name = IDIOMS.get(name, name)
    if noun.key in PLACED and p.owner is not None and p.owner.name and not is_stated(p.owner):
        name = f"{' '.join([*words, base])} of {p.owner.name}"
    elif noun.what == "office" and noun.kind == "person" and owner is not None and adjective is None:
        name = f"{owner.name} {name}"
    if noun.what == "office" and p.indefinite:
        return Name(f"{name} (unnamed)", "unnamed", f"an office: {noun.key}")
    return Name(name, noun.kind, f"{noun.what}: {noun.key}")


def _described_as(scene: Scene, p: Phrase) -> str | None:
    """The words of a description whose noun the lexicon lacks: "crews" of "Filipino crews"; only English ones are kept."""
    if p.name is not None and p.nation is not None and p.name != strip_genitive(p.nation.text):
        return None
    words = [w for w in scene.between(p.start, p.end) if p.nation is None or w.end <= p.nation.start or w.start >= p.nation.end]
    words = [w for w in words if w.word.islower() and not any(w.low in closed for closed in scene.lex.grammar.values())]
    if not words:
        return None
    return " ".join(w.word for w in words) if scene.lex.language == "en" else " "


def is_stated(p: Phrase) -> bool:
    """Whether a place names a state (or its capital), so that its adjective says it."""
    return p.nation is not None and p.nation.kind in {"state", "capital", "adjective"}


def _both_numbers(scene: Scene, p: Phrase) -> bool:
    """Whether the head's form is singular as well as plural, as Swedish "rådgivare" is."""
    return scene.lex.language == "sv" and any(
        w.low.endswith("are") for w in scene.between(p.start, p.end) if scene.lex.noun(w.word) is not None
    )


def _counts_one(scene: Scene, p: Phrase) -> bool:
    first = next(iter(scene.between(p.start, p.end)), None)
    return first is not None and first.low in {"en", "ett", "et", "ein", "ei", "eit", "a", "an", "one"}


def _institutional(p: Phrase, owner: Name) -> bool:
    """Whether an owner is an institution, and not just the state that the office belongs to."""
    return owner.kind not in {"person", "unnamed"} and (
        p.proper is not None or (p.head is not None and p.head.noun.what == "body")
    )


def _nameless(scene: Scene, know: Knowledge, p: Phrase) -> Name | None:
    if (
        p.name is not None
        and p.nation is None
        and (medium := know.medium(p.name)) is not None
        and p.end - p.start < len(p.name) + 5
    ):
        return Name(*medium, "a medium by name")
    if p.nation is not None and p.nation.kind in {"adjective", "inhabitant"} and (rest := _described_as(scene, p)):
        adjective = nationality(know, p.nation.id)
        return Name(f"{adjective} {rest} (unnamed)".replace("  ", " "), "unnamed", "a description")
    if p.nation is not None and (p.name is None or is_nation(p.nation) or p.nation.name):
        if p.nation.kind == "inhabitant":
            adjective = nationality(know, p.nation.id)
            return Name(f"{adjective} (unnamed)", "unnamed", "inhabitants") if adjective else None
        proper = _proper_name(p.nation)
        if not is_nation(p.nation) and (short := _short_name(p.nation)):
            if p.nation.kind == "seat" and p.nation.id in ORGANISATIONS:
                short = ORGANISATIONS[p.nation.id][1]
            return Name(short, _kind_of(p.nation), f"an organisation by name ({p.nation.rule})")
        name = know.state_name(p.nation.id) or proper or p.name
        if p.nation.kind in {"seat", "body", "party"}:
            name = proper or p.name or name
        if name:
            return Name(name, "government" if is_nation(p.nation) else "organisation", f"a state by name ({p.nation.rule})")
    if p.name is None:
        return None
    bare = strip_genitive(p.name)
    full = scene.full_name(bare, p.start)
    person = full != bare or any(n.name == bare for n in scene.persons)
    return Name(full if person else _article_off(bare), "person" if person else "organisation", "a name as written")


def _titles_off(scene: Scene, name: str) -> str:
    parts = name.split()
    while len(parts) > 1 and (
        scene.lex.noun(parts[0].rstrip(".")) is not None
        or parts[0].rstrip(".") in {"Mr", "Mrs", "Ms", "Sir", "Lord", "Dame", "Sheikh"}
    ):
        parts = parts[1:]
    return " ".join(parts)


def _described(scene: Scene, know: Knowledge, p: Phrase) -> Name | None:
    # "ministern", "the official", "samma källa": whom the article introduced by that noun
    if p.head is None or p.head.noun.plural or p.head.noun.what == "media" or (p.owner is not None and not p.possessive):
        return None
    role = antecedent.of_noun(scene, p)
    if role is None:
        return None
    if role.person is not None:
        return Name(scene.full_name(role.person, role.start), "person", f"the {p.head.noun.key} named before")
    if p.head.noun.what == "people" and (p.same or p.definite or scene.lex.language != "en") and p.nation is None:
        return name_role(scene, know, role)
    return None


def _adjective(scene: Scene, know: Knowledge, p: Phrase, *, context: bool) -> str | None:
    nation = _nation(scene, p)
    if nation is not None:
        return nationality(know, nation.id) or (_short_name(nation) if not is_nation(nation) else None)
    identity = antecedent.nation(scene, p, know.about) if context else None
    return nationality(know, identity) if identity is not None else None


def _nation(scene: Scene, p: Phrase | None, depth: int = 0) -> Mention | None:
    """The state or organisation that a phrase says itself."""
    if p is None or depth > 3:
        return None
    if p.nation is not None:
        return p.nation
    if p.owner is not None and (p.head is None or p.head.noun.key not in antecedent.STAYS or p.tie == "genitive"):
        return _nation(scene, p.owner, depth + 1)
    return None


def _voice(scene: Scene, know: Knowledge, p: Phrase, owner: Name | None, *, context: bool) -> Name | None:
    if p.owner is not None and p.owner.head is not None and p.owner.head.noun.what in {"body", "office", "media", "voice"}:
        whose = compose(scene, know, p.owner, deep=2, context=context)
        if whose is not None:
            named = _office_of(whose, p.owner)
            return Name(
                named, whose.kind if whose.kind != "person" else "government", "a spokesperson stands for the institution"
            )
    if owner is not None and owner.kind != "unnamed":
        if owner.kind == "person":
            return Name(f"spokesperson for {owner.name}", "unnamed", "a person's spokesperson")
        stated = p.owner is not None and p.owner.head is None and p.owner.nation is not None and is_nation(p.owner.nation)
        if stated and p.owner is not None and p.owner.nation is not None and p.tie != "genitive":
            # "a spokesman in Pretoria"
            adjective = nationality(know, p.owner.nation.id)
            return Name(f"{adjective} spokesperson (unnamed)", "unnamed", "a state's spokesperson")
        return Name(owner.name, owner.kind, "a spokesperson stands for the institution")
    if (possessor := _possessor(scene, know, p)) is not None:
        if possessor.kind in {"person", "unnamed"}:
            return Name(f"spokesperson for {possessor.name}", "unnamed", "a person's spokesperson")
        return Name(possessor.name, possessor.kind, "a spokesperson stands for the institution named before")
    if p.nation is not None and not is_nation(p.nation) and p.topic is None:
        whose = _nameless(scene, know, Phrase(p.start, p.end, nation=p.nation))
        if whose is not None:
            return Name(whose.name, whose.kind, "a spokesperson stands for the institution")
    adjective = _adjective(scene, know, p, context=False)
    if p.topic is not None:
        body, kind = _TOPIC_BODY.get(p.topic, (f"{p.topic} ministry", "government"))
        adjective = adjective or _adjective(scene, know, p, context=context)
        name = " ".join(filter(None, [adjective, body]))
        return Name(IDIOMS.get(name, name), kind, "a spokesperson stands for the institution")
    if adjective is not None:
        return Name(f"{adjective} spokesperson (unnamed)", "unnamed", "a state's spokesperson")
    if context and (role := antecedent.of_voice(scene, p.start)) is not None:
        named = name_role(scene, know, role)
        if named is not None and named.kind != "person":
            return Name(named.name, named.kind, "a spokesperson stands for the institution named before")
    return Name("spokesperson (unnamed)", "unnamed", "a spokesperson")


_TOPIC_BODY: Final[Mapping[str, tuple[str, SourceKind]]] = {
    "police": ("police", "government"),
    "government": ("government", "government"),
    "military": ("military", "military"),
    "army": ("army", "military"),
    "navy": ("navy", "military"),
    "presidential": ("presidency", "government"),
    "palace": ("royal court", "government"),
    "intelligence": ("intelligence service", "intelligence"),
    "security": ("security service", "intelligence"),
    "embassy": ("embassy", "government"),
    "parliament": ("parliament", "government"),
    "opposition": ("opposition", "organisation"),
    "rebel": ("rebels", "organisation"),
    "party": ("party", "organisation"),
    "union": ("union", "organisation"),
    "church": ("church", "organisation"),
    "court": ("court", "government"),
    "hospital": ("hospital", "organisation"),
    "border": ("border guard", "government"),
    "coast guard": ("coast guard", "government"),
    "city": ("municipality", "government"),
    "press": ("government", "government"),
    "coalition": ("coalition", "organisation"),
}


def _office_of(whose: Name, owner: Phrase) -> str:
    """The institution that an office-holder's staff belongs to: the president's is the presidency, a minister's the ministry."""
    key = owner.head.noun.key if owner.head is not None else ""
    body = {"president": "presidency", "king": "royal court", "queen": "royal court", "minister": "ministry"}.get(key)
    if whose.kind == "person" or body is None:
        return whose.name
    name = re.sub(rf"\b{re.escape(key)}\b", body, whose.name)
    return IDIOMS.get(name, name)


AUTHOR: Final = frozenset({"genitive", "från", "fra", "frå", "from", "of", "av", "af", "by"})


def _document(scene: Scene, know: Knowledge, p: Phrase, owner: Name | None) -> Name | None:
    noun = p.head.noun if p.head is not None else None
    if owner is not None and p.owner is not None and p.tie in AUTHOR and owner.kind != "unnamed":
        return Name(_office_of(owner, p.owner), owner.kind, "a document stands for its author")
    if p.possessive and (author := _possessor(scene, know, p)) is not None:
        return Name(author.name, author.kind, "a document stands for its author, named before")
    if p.nation is not None and not is_nation(p.nation):
        return Name(_short_name(p.nation) or p.nation.text, _kind_of(p.nation), "a document stands for its author")
    adjective = _adjective(scene, know, p, context=False)
    key = noun.key if noun is not None else "document"
    key = plural(key) if noun is not None and noun.plural and key != "minutes" else key
    base = f"{p.topic} {key}" if p.topic else key
    return Name(" ".join(filter(None, [adjective, base])), "document", "a document without an author")


def _possessor(scene: Scene, know: Knowledge, p: Phrase) -> Name | None:
    """Whom "his", "hennes", "its" before (or in the Norwegian way behind) a noun stands for."""
    for word in scene.between(p.start, p.end):
        for cls in ("he", "it", "they"):
            if word.low in scene.lex.grammar[cls] and scene.lex.is_("possessive", word.word):
                return _pronoun(scene, know, word.word, p.start)
    return None


def _people(p: Phrase, base: str, adjective: str | None, words: list[str], owner: Name | None) -> Name:
    if p.owner is not None and owner is not None:
        inner = p.owner
        if inner.proper is not None or (
            inner.head is not None and inner.head.noun.what in {"body", "office"} and p.topic is None
        ):
            name = re.sub(r" \(unnamed\)$", "", owner.name)
            if inner.head is not None and inner.head.noun.key == "government" and "source" not in base:
                name = re.sub(r" government$", "", name)
            if inner.head is not None and inner.head.noun.key == "president":
                name = re.sub(r"president$", "presidential", name)
            if inner.head is not None and inner.head.noun.what == "office" and inner.head.noun.key != "president":
                return Name(f"{base} to {name} (unnamed)", "unnamed", f"somebody of an office: {name}")
            return Name(f"{name} {' '.join([*words, base])} (unnamed)", "unnamed", f"somebody of an institution: {name}")
        if owner.kind == "person":
            return Name(f"{base} to {owner.name} (unnamed)", "unnamed", f"somebody of a person: {owner.name}")
        if adjective is None and owner.kind in {"outlet", "agency"}:
            return Name(f"unnamed source of {owner.name}", "unnamed", "a medium's own source")
        if adjective is None and p.tie == "genitive" and owner.kind != "unnamed":
            return Name(f"{owner.name} {' '.join([*words, base])} (unnamed)", "unnamed", f"somebody of {owner.name}")
    name = " ".join(filter(None, [adjective, *words, base]))
    return Name(f"{name} (unnamed)", "unnamed", f"a description: {base}")


def _bare(scene: Scene, mention: str) -> str:
    words = mention.split()
    while len(words) > 1 and (scene.lex.is_("definite", words[0]) or scene.lex.is_("indefinite", words[0]) or words[0].isdigit()):
        words = words[1:]
    text = " ".join(words)
    return text if any(w[0].isupper() for w in words) else f"{text} (unnamed)"


def is_bare_source(name: Name) -> bool:
    """Whether a name says no more than that there is a source: "sources (unnamed)"."""
    return name.kind == "unnamed" and re.fullmatch(r"(?:source|sources) \(unnamed\)", name.name) is not None


__all__ = ["Knowledge", "Name", "compose", "is_bare_source", "is_person", "name_source", "nationality"]
