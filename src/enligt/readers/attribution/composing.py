"""A name out of the parts of a phrase: state, topic, noun, and whose it is.

Each kind of noun has its way: a spokesperson stands for the institution, a document for its author, somebody unnamed is
described, an office or a body takes the state that it belongs to, said or unsaid.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from enligt.readers.attribution import antecedent, services
from enligt.readers.attribution.english import (
    adjective,
    idiom,
    joined,
    organisation,
    own_name,
    plural,
    speaks_for,
    stands_for,
    unmarked,
    without_article,
    without_mark,
)
from enligt.readers.attribution.names import Name
from enligt.readers.attribution.phrase import REGIONS, Phrase, parse
from enligt.readers.attribution.placed import PLACED, at_hand, region, town
from enligt.readers.attribution.scene import COURTESY, Named, Role, is_nation, past_office

if TYPE_CHECKING:
    from enligt.actors import Mention
    from enligt.model import SourceKind
    from enligt.readers.attribution.names import Asker
    from enligt.readers.attribution.scene import Scene

FARTHEST: Final = 3  # pronouns and nouns followed back one after another ("his adviser … her office")
DEEPEST: Final = 4  # how far owners of owners are followed
LOOK: Final = 40  # characters around a role's noun in which its phrase is looked for
# parts of an institution that stand for it
WITHIN: Final = frozenset(
    {"office", "leadership", "secretariat", "campaign", "defence staff", "military command", "royal court", "commission"}
)
AUTHOR: Final = frozenset({"genitive", "från", "fra", "frå", "from", "of", "av", "af", "by"})
ONE: Final = frozenset({"en", "ett", "et", "ein", "ei", "eit", "a", "an", "one"})
VOICE: Final = "a spokesperson stands for the institution"


def kind_of(known: Mention) -> SourceKind:
    """The kind of source that a known state, body or organisation is."""
    state = known.kind in {"body", "seat"} or is_nation(known)
    return "government" if state and known.kind not in {"party", "organisation", "armed-group"} else "organisation"


@dataclass
class Composer:
    """Composes the names of one claim's sources."""

    scene: Scene
    ask: Asker
    hops: int = field(default=0, init=False)  # pronouns and nouns followed back so far

    def compose(  # noqa: PLR0911  # one way for each kind of phrase
        self, p: Phrase, *, deep: int = 0, context: bool = True
    ) -> Name | None:
        """A name from the parts of a phrase; None where it holds nothing that names anybody.

        Args:
            p: the phrase.
            deep: 0 for a mention, 1 for its owner, and so on.
            context: whether an unsaid state is taken from the article.
        """
        if p.proper is not None:
            return Name(*p.proper, "an institution by name")
        if p.person is not None:
            return Name(self.scene.full_name(self._titles_off(p.person), p.start), "person", "a person by name")
        if p.head is None:
            return self._nameless(p)
        if (service := self._service(p, context=context)) is not None:
            return service
        if deep == 0 and not p.indefinite and (pointed := self._described(p)) is not None:
            return pointed
        noun = p.head.noun
        owner = self._owner(p, deep, context=context)
        match noun.what:
            case "voice":
                return self._voice(p, deep, context=context)
            case "document":
                return self._document(p, owner)
            case "people":
                return self._people(p, owner)
            case _:
                return self._stand_in(p, owner) or self._body_or_office(p, owner, context=context)

    def _service(self, p: Phrase, *, context: bool) -> Name | None:
        """The name that the article gives an intelligence service besides its noun."""
        nation = self._nation(p)
        if nation is None and not context:
            return None
        return services.of_noun(self.scene, p, nation.id if nation is not None else None)

    # --- whose ---

    def _owner(self, p: Phrase, deep: int, *, context: bool) -> Name | None:
        if p.owner is None or deep >= DEEPEST:
            return None
        head = p.owner.head
        inside = head is not None and not p.owner.indefinite and head.noun.kind in {"government", "military", "intelligence"}
        return self.compose(p.owner, deep=deep + 1, context=context and inside)

    def possessor(self, p: Phrase) -> Name | None:
        """Whom "his", "hennes", "its" before (or in the Norwegian way behind) a noun stands for."""
        grammar = self.scene.lex.grammar
        for word in self.scene.between(p.start, p.end):
            if word.low in grammar["possessive"] and any(word.low in grammar[cls] for cls in ("he", "it", "they")):
                return self.pronoun(word.word, p.start)
        return None

    def pronoun(self, mention: str, start: int) -> Name | None:
        """Whom a pronoun at an offset stands for; None where the mention is none, or points to nobody."""
        grammar, low = self.scene.lex.grammar, mention.lower()
        cls = next((c for c in ("they", "it", "he") if low in grammar[c]), "he" if low in grammar["i"] else None)
        if cls is None:
            return None
        found = antecedent.of_pronoun(self.scene, cls, start, self.ask.medium)
        if found is None:
            return None
        if isinstance(found, str):
            medium = self.ask.medium(found)
            return Name(*medium, "pronoun: the medium before") if medium else Name(found, "person", "pronoun: the person before")
        named = self.role(found)
        return replace(named, rule=f"pronoun: {self.scene.text[found.start : found.end]}") if named is not None else None

    def role(self, role: Role) -> Name | None:
        """The name of somebody whom the article introduces by a noun."""
        scene, lex = self.scene, self.scene.lex
        if role.person is not None and role.hit.noun.what in {"office", "people", "voice"}:
            return Name(scene.full_name(role.person, role.start), "person", "the person named before")
        start, end = role.start, role.end
        for before in reversed(scene.between(max(0, role.start - LOOK), role.start)):
            known = scene.known(before.start, before.end)
            if known is None and before.low not in lex.modifiers and not lex.is_("indefinite", before.word):
                break
            start = before.start
        after = scene.between(end, end + LOOK)[:2]
        if len(after) == 2 and lex.is_("of", after[0].word) and scene.known(after[1].start, after[1].end):
            end = after[1].end
        if self.hops >= FARTHEST:
            return None
        self.hops += 1
        named = self.compose(parse(scene, start, end))
        self.hops -= 1
        return named

    def _described(self, p: Phrase) -> Name | None:
        """Whom "ministern", "the official", "samma källa" points back to."""
        if p.head is None or p.head.noun.plural or p.head.noun.what == "media" or (p.owner is not None and not p.possessive):
            return None
        role = antecedent.of_noun(self.scene, p)
        if role is None:
            return None
        if role.person is not None:
            return Name(self.scene.full_name(role.person, role.start), "person", f"the {p.head.noun.key} named before")
        definite = p.same or p.definite or self.scene.lex.language != "en"
        return self.role(role) if p.head.noun.what == "people" and definite and p.nation is None else None

    # --- of which state ---

    def _adjective(self, p: Phrase, *, context: bool) -> str | None:
        nation = self._nation(p)
        if nation is not None:
            return adjective(nation.id) or (None if is_nation(nation) else organisation(nation))
        # "European intelligence agencies", "both governments": of no one state
        one = context and not any(m in REGIONS for m in p.modifiers) and not self._of_several(p)
        identity = antecedent.nation(self.scene, p, self.ask.about, self.ask.home) if one else None
        return adjective(identity) if identity is not None else None

    def _of_several(self, p: Phrase) -> bool:
        """Whether a plural is counted: "both governments", "de to regjeringene"."""
        if p.head is None or not p.head.noun.plural:
            return False
        lex = self.scene.lex
        return any(lex.is_("both", w.word) or w.word.isdigit() for w in self.scene.between(p.start, p.end))

    def _nation(self, p: Phrase | None, depth: int = 0) -> Mention | None:
        """The state or organisation that a phrase says itself."""
        if p is None or depth >= DEEPEST or p.nation is not None:
            return p.nation if p is not None else None
        if p.owner is not None and (p.head is None or p.head.noun.key not in antecedent.STAYS or p.tie == "genitive"):
            return self._nation(p.owner, depth + 1)
        return None

    # --- a name, a state ---

    def _nameless(self, p: Phrase) -> Name | None:
        """A phrase without a noun of the lexicon: a medium, a state, an organisation, a person."""
        if p.name and p.nation is None and (medium := self.ask.medium(p.name)) and p.end - p.start < len(p.name) + 5:
            return Name(*medium, "a medium by name")
        if p.nation is not None and (named := self._known(p, p.nation)) is not None:
            return named
        if p.name is None:
            return None
        bare = unmarked(p.name)
        full = self.scene.full_name(bare, p.start)
        if full != bare or any(n.name == bare for n in self.scene.persons):
            return Name(full, "person", "a person by name")
        return Name(without_article(bare), "organisation", "a name as written")

    def _known(self, p: Phrase, nation: Mention) -> Name | None:
        if nation.kind in {"adjective", "inhabitant"}:
            rest = self._rest(p, nation)
            if rest is not None or nation.kind == "inhabitant":
                words = " ".join(filter(None, [adjective(nation.id), rest]))
                return Name(f"{words} (unnamed)", "unnamed", "a description") if words else None
            if p.name is not None and p.name != unmarked(nation.text):
                return None  # "spanske EFE"
        if not is_nation(nation):
            return Name(organisation(nation), kind_of(nation), f"an organisation by name ({nation.rule})")
        name = self.ask.state_name(nation.id)
        if nation.kind in {"seat", "body", "party"}:
            name = own_name(nation) or p.name or name
        return Name(name, kind_of(nation), f"a state by name ({nation.rule})") if name else None

    def _rest(self, p: Phrase, nation: Mention) -> str | None:
        """The words of a description whose noun the lexicon lacks, "crews" of "Filipino crews"; empty if not English."""
        if p.name is not None and p.name != unmarked(nation.text):
            return None
        closed = self.scene.lex.grammar.values()
        words = [w for w in self.scene.between(p.start, p.end) if w.end <= nation.start or w.start >= nation.end]
        words = [w for w in words if w.word.islower() and not any(w.low in c for c in closed)]
        if not words:
            return None
        return " ".join(w.word for w in words) if self.scene.lex.language == "en" else ""

    def _titles_off(self, name: str) -> str:
        parts = name.split()
        parts = parts[past_office(self.scene.lex, parts) :]
        while len(parts) > 1 and (parts[0].rstrip(".") in COURTESY or self.scene.lex.noun(parts[0].rstrip(".")) is not None):
            parts = parts[1:]
        return " ".join(parts)

    # --- spokespeople ---

    def _voice(self, p: Phrase, deep: int, *, context: bool) -> Name | None:
        named = self._voice_of_owner(p, deep, context=context) or self._voice_of_possessor(p)
        if named is not None:
            return named
        if p.nation is not None and not is_nation(p.nation) and p.topic is None:
            return Name(organisation(p.nation), kind_of(p.nation), VOICE)
        said = self._adjective(p, context=False)
        if p.topic is not None:
            body, kind = speaks_for(p.topic)
            return Name(idiom(" ".join(filter(None, [said or self._adjective(p, context=context), body]))), kind, VOICE)
        if said is not None:
            return Name(f"{said} spokesperson (unnamed)", "unnamed", "a state's spokesperson")
        role = antecedent.of_voice(self.scene, p.start) if context else None
        before = self.role(role) if role is not None else None
        if before is not None and before.kind != "person":
            return replace(before, rule=f"{VOICE} named before")
        return Name("spokesperson (unnamed)", "unnamed", "a spokesperson")

    def _voice_of_possessor(self, p: Phrase) -> Name | None:
        possessor = self.possessor(p)
        if possessor is None:
            return None
        if possessor.kind in {"person", "unnamed"}:
            return Name(f"spokesperson for {possessor.name}", "unnamed", "a person's spokesperson")
        return replace(possessor, rule=f"{VOICE} named before")

    def _voice_of_owner(self, p: Phrase, deep: int, *, context: bool) -> Name | None:
        if p.owner is None or deep >= DEEPEST:
            return None
        body = p.owner.head is not None and p.owner.head.noun.what in {"body", "office", "media", "voice"}
        owner = self.compose(p.owner, deep=deep + 1, context=context and body)
        if owner is None:
            return None
        if body:
            return Name(self._office_of(owner, p.owner), "government" if owner.kind == "person" else owner.kind, VOICE)
        if owner.kind == "person":
            return Name(f"spokesperson for {owner.name}", "unnamed", "a person's spokesperson")
        nation = p.owner.nation if p.owner.head is None else None
        if nation is not None and is_nation(nation) and p.tie != "genitive":
            return Name(f"{adjective(nation.id)} spokesperson (unnamed)", "unnamed", "a state's spokesperson")
        return Name(owner.name, owner.kind, VOICE) if owner.kind != "unnamed" else None

    def _office_of(self, whose: Name, owner: Phrase) -> str:
        """The institution that an office-holder's staff belongs to: a president's is the presidency."""
        key = owner.head.noun.key if owner.head is not None else ""
        body = stands_for(key)
        if whose.kind == "person" or body is None:
            return whose.name
        return idiom(re.sub(rf"\b{re.escape(key)}\b", body, without_mark(whose.name)))

    # --- documents ---

    def _document(self, p: Phrase, owner: Name | None) -> Name | None:
        if owner is not None and p.owner is not None and p.tie in AUTHOR and owner.kind != "unnamed":
            return Name(self._office_of(owner, p.owner), owner.kind, "a document stands for its author")
        if p.possessive and (author := self.possessor(p)) is not None:
            return replace(author, rule="a document stands for its author, named before")
        if p.nation is not None and not is_nation(p.nation):
            return Name(organisation(p.nation), kind_of(p.nation), "a document stands for its author")
        noun = p.head.noun if p.head is not None else None
        key = noun.key if noun is not None else "document"
        words = [self._adjective(p, context=False), p.topic, plural(key) if noun is not None and noun.plural else key]
        return Name(" ".join(filter(None, words)), "document", "a document without an author")

    # --- somebody unnamed ---

    def _people(self, p: Phrase, owner: Name | None) -> Name | None:
        base, kept = self._base(p), p.modifiers
        whole = " ".join([*kept, base])
        if p.nation is None and (possessor := self.possessor(p)) is not None:
            return self._somebody_of(p, whole, possessor)
        if p.owner is not None and owner is not None:
            inner = p.owner.head
            plain = p.topic is None or p.tie == "genitive"
            if p.owner.proper is not None or (inner is not None and inner.noun.what in {"body", "office"} and plain):
                return self._insider(p.owner, without_mark(owner.name), whole)
            if owner.kind == "person":
                return self._somebody_of(p, whole, owner)
            if owner.medium and p.nation is None:
                return Name(f"unnamed source of {owner.name}", "unnamed", "a medium's own source")
        said = self._adjective(p, context=False)
        if said is None and owner is not None and p.tie == "genitive" and owner.kind != "unnamed":
            said = owner.name
        return Name(f"{' '.join(filter(None, [said, whole]))} (unnamed)", "unnamed", f"a description: {base}")

    @staticmethod
    def _somebody_of(p: Phrase, whole: str, whose: Name) -> Name:
        tie = "to" if p.head is not None and p.head.noun.key in {"adviser", "aide", "envoy"} else "of"
        return Name(f"{whole} {tie} {without_mark(whose.name)} (unnamed)", "unnamed", f"somebody of {whose.name}")

    @staticmethod
    def _insider(inner: Phrase, name: str, whole: str) -> Name:
        """Somebody of an institution ("Pentagon official"), of a government ("Polish official"), of an office ("aide to …")."""
        noun = inner.head.noun if inner.head is not None else None
        if noun is not None and noun.key == "president":
            name = re.sub(r"president$", "presidential", name)
        elif noun is not None and noun.what == "office":
            return Name(f"{whole} to {name} (unnamed)", "unnamed", f"somebody of an office: {name}")
        elif noun is not None and noun.key == "government" and "source" not in whole:
            name = name.removesuffix(" government")
        return Name(f"{name} {whole} (unnamed)", "unnamed", f"somebody of an institution: {name}")

    def _base(self, p: Phrase) -> str:
        """The topic and the noun in English, plural where the mention is."""
        if p.head is None:
            return ""
        noun = p.head.noun
        key = "official" if p.topic is not None and noun.key == "person" else noun.key
        base = joined(p.topic, key)
        many = noun.plural and not self._counts_one(p)
        countable = noun.what != "body" or (noun.kind in {"organisation", "company", "institute"} and not base.endswith("s"))
        return plural(base) if many and (countable or (self._of_several(p) and not base.endswith("s"))) else base

    def _counts_one(self, p: Phrase) -> bool:
        """Whether a form that may be plural is singular: by its article, or (Swedish "presidentens rådgivare") by its owner."""
        words = self.scene.between(p.start, p.end)
        if words and words[0].low in ONE:
            return True
        both = self.scene.lex.language == "sv" and any(w.low.endswith("are") and self.scene.lex.noun(w.word) for w in words)
        return both and p.tie == "genitive" and p.head is not None and p.head.noun.what == "people"

    # --- offices and bodies ---

    def _stand_in(self, p: Phrase, owner: Name | None) -> Name | None:
        """A part of an institution, a medium's reporter, a body that points back: each stands for another."""
        if p.head is None:
            return None
        if p.head.noun.key in {"journalist", "editor"} and owner is not None and owner.medium:
            return replace(owner, rule="a medium's own people stand for it")
        return self._part(p, owner) or (self._pointed(p) if p.nation is None and p.owner is None and not p.indefinite else None)

    def _part(self, p: Phrase, owner: Name | None) -> Name | None:
        key = p.head.noun.key if p.head is not None else ""
        possessor = self.possessor(p) if key == "office" and owner is None else None
        whose = owner if possessor is None else possessor
        if key not in WITHIN or whose is None or whose.kind == "unnamed" or p.topic is not None:
            return None
        if whose.kind == "person":
            return Name(f"{key} of {whose.name}", "government", f"the {key} of a person")
        if possessor is not None:
            return replace(possessor, rule=f"the {key} stands for whose it is")
        if p.owner is not None and (p.owner.head is not None or p.owner.proper is not None):
            return Name(self._office_of(whose, p.owner), whose.kind, f"the {key} stands for whose it is")
        return None

    def _pointed(self, p: Phrase) -> Name | None:
        before = antecedent.of_organisation(self.scene, p)
        if before is None or p.head is None:
            return None
        rule = f"the {p.head.noun.key} named before"
        if isinstance(before, Named):
            return Name(before.name, p.head.noun.kind, rule)
        return Name(organisation(before), kind_of(before), rule)

    def _body_or_office(  # noqa: PLR0911  # one way for each kind of body and office
        self, p: Phrase, owner: Name | None, *, context: bool
    ) -> Name | None:
        if p.head is None:
            return None
        noun, base = p.head.noun, self._base(p)
        if noun.key in PLACED and (place := region(self.scene, p)) is not None:
            return Name(f"{base} of {place}", noun.kind, f"{noun.what}: {noun.key}")
        if context and (named := at_hand(self.scene, p, base)) is not None:
            return Name(named, noun.kind, f"an office of the place named last: {noun.key}")
        if noun.kind == "person" and (possessor := self.possessor(p)) is not None:
            return self._somebody_of(p, " ".join([*p.modifiers, base]), possessor)
        if noun.what == "office" and owner is not None and p.owner is not None and _institutional(p.owner, owner):
            return Name(idiom(f"{without_mark(owner.name)} {base}"), noun.kind, f"an office of an institution: {noun.key}")
        if p.name is not None and noun.what == "body" and p.head.first is None:
            return Name(p.name, noun.kind, "an institution by its noun and name")
        kept = [w for w in p.modifiers if w != "state" or noun.what == "media"]
        first = p.name if p.head.first is not None else None
        said = self._adjective(p, context=context and (noun.what != "media" or "state" in kept))
        name = idiom(" ".join(filter(None, [said, first, *kept, base])))
        if noun.key in PLACED and (place := town(self.scene, p)) is not None:
            name = f"{' '.join([*kept, base])} of {place}"
        elif noun.kind == "person" and owner is not None and said is None:
            name = f"{owner.name} {name}"
        if noun.what == "office" and p.indefinite:
            return Name(f"{name} (unnamed)", "unnamed", f"an office: {noun.key}")
        return Name(name, noun.kind, f"{noun.what}: {noun.key}")


def _institutional(p: Phrase, owner: Name) -> bool:
    """Whether an owner is an institution, and not just the state that the office belongs to."""
    body = p.proper is not None or (p.head is not None and p.head.noun.what == "body")
    return body and owner.kind not in {"person", "unnamed"}
