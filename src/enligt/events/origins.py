"""On whose word an event rests: its origins, how many of them are independent, at least and at most, and why.

The rules are those of corpus/README.md, "Stories"; docs/events.md tells them for people. A claim goes back to the last source of
its chain; where it has none, to the outlet, or to the agency whose text the outlet carries. A medium that is cited, and whose own
article on the same act stands in the ledger, hands on to whom that article cites.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from enligt.actors.salience import HOME
from enligt.events.alliances import allies
from enligt.events.entities import BODIES, Entity, entity, outlet, spoken_for
from enligt.events.telling import UNKNOWN
from enligt.events.tree import tree
from enligt.model import Merge, Origin, Tracing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from enligt.model import Article, Claim, Relation, Source, Span

FARTHEST = 8  # media followed one after another
NO_OUTLET = "unknown outlet"
TIERS = (("asserted",), ("planned",), ("denied",), ("possible",))


@dataclass(frozen=True, slots=True)
class Known:
    """What other rooms know of the articles: how they are related, whose text each carries, and which are cut short.

    ``beside`` are all claims of an article, by its id: who "the official" of one is may be said in another. ``own`` is the reader
    that goes before others which have read the same article (doubles.py).
    """

    relations: Sequence[Relation] = ()
    agencies: Mapping[str, str] = field(default_factory=dict)
    truncated: frozenset[str] = frozenset()
    beside: Mapping[str, Sequence[Claim]] = field(default_factory=dict)
    own: str | None = None


@dataclass(frozen=True, slots=True)
class Chain:
    """A claim's sources as entities, nearest first, those at one depth together; ``carrier`` is who tells it."""

    claim: Claim
    article: Article
    carrier: Entity
    hops: tuple[tuple[Entity, ...], ...]
    spans: tuple[tuple[Span | None, ...], ...]


def trace(claims: Sequence[tuple[Claim, Article]], *, known: Known, parties: frozenset[str]) -> Tracing:
    """The origins of an event.

    Args:
        claims: all claims of the event, each with its article.
        known: relations, agencies and truncated articles.
        parties: ids of the participants: an origin of one of them is party to the act.
    """
    carriers, reprints = _carriers([article for _, article in claims], known)
    chains = _one_name_each([_chain(claim, article, carriers[article.article_id], known) for claim, article in claims])
    bearing = _bearing(chains)
    work = _Work(chains, bearing, known)
    work.gather()
    work.merge()
    origins = work.origins(parties, day=min((article.published for _, article in claims if article.published), default=None))
    articles = {chain.article.article_id for chain in chains}
    outlets = {chain.article.outlet or chain.article.article_id for chain in chains}
    least = work.least(origins)
    ground = _ground(least, len(origins), len(articles), len(outlets))
    return Tracing(
        origins=origins,
        least=least,
        most=len(origins),
        ground=ground,
        merges=tuple(dict.fromkeys((*reprints, *work.merges))),
        circles=work.circles,
        tree=tree([(one.claim, one.carrier, one.hops, one.spans) for one in chains]),
    )


def _ground(least: int, most: int, articles: int, outlets: int) -> str:
    def counted(n: int, word: str) -> str:
        return f"{n} {word}" if n == 1 else f"{n} {word}s"

    span = str(most) if least == most else f"{least} to {most}"
    return f"{span}, in {counted(articles, 'article')} of {counted(outlets, 'outlet')} in this ledger"


# --- who tells it ---


def _own(article: Article, known: Known) -> Entity:
    agency = known.agencies.get(article.article_id)
    if agency:
        return outlet(agency)
    return outlet(article.outlet) if article.outlet else Entity(f"article:{article.article_id}", NO_OUTLET, "outlet")


def _carriers(articles: Iterable[Article], known: Known) -> tuple[dict[str, Entity], list[Merge]]:
    """Who tells each article: its agency, its outlet, or, of articles that share a text, whoever had it first."""
    by_id = {article.article_id: article for article in articles}
    above = {name: name for name in by_id}

    def root(name: str) -> str:
        while above[name] != name:
            name = above[name]
        return name

    related = sorted(known.relations, key=lambda one: (one.article_id, one.other_id, one.kind))
    for relation in related:
        if relation.article_id in above and relation.other_id in above:
            pair = {root(relation.article_id), root(relation.other_id)}
            first = min(pair, key=lambda name: (by_id[name].published or "9999", name))
            for name in pair:
                above[name] = first
    carriers = {name: _own(by_id[root(name)], known) for name in by_id}
    merges = [
        Merge(carriers[name].name, by_id[name].outlet or NO_OUTLET, "carries the agency's text")
        for name in sorted(by_id)
        if name in known.agencies and (by_id[name].outlet or "") and outlet(by_id[name].outlet or "").key != carriers[name].key
    ]
    kinds = {frozenset((one.article_id, one.other_id)): one.kind for one in related}
    for name in sorted(by_id):
        if root(name) != name:
            kind = next((kinds[pair] for pair in kinds if name in pair), "same-text")
            merges.append(Merge(carriers[name].name, by_id[name].outlet or NO_OUTLET, _RELATED[kind]))
    return carriers, merges


_RELATED = {
    "same-text": "the same text",
    "reprint": "a reprint",
    "near": "nearly the same text",
    "version-of": "another version of one article",
    "passage-of": "passages of one text",
    "translation-of": "a translation of the other's text",
}


def _chain(claim: Claim, article: Article, carrier: Entity, known: Known) -> Chain:
    home = HOME.get(article.language)
    depths: defaultdict[int, list[Source]] = defaultdict(list)
    for source in _whole(claim, known):
        depths[source.depth].append(source)
    hops = tuple(tuple(entity(one.name, one.kind, home=home) for one in depths[depth]) for depth in sorted(depths))
    return Chain(claim, article, carrier, hops, tuple(tuple(one.span for one in depths[depth]) for depth in sorted(depths)))


def _whole(claim: Claim, known: Known) -> tuple[Source, ...]:
    """A claim's sources, or the longer chain of another claim of its article that ends in the same one."""
    if len(claim.sources) != 1:
        return claim.sources
    last = claim.sources[0]
    longer = [
        other.sources
        for other in known.beside.get(claim.article_id, ())
        if len(other.sources) > 1 and max(other.sources, key=lambda one: one.depth).name == last.name
    ]
    return min(longer, key=lambda sources: (len(sources), [one.name for one in sources]), default=claim.sources)


def _one_name_each(chains: Sequence[Chain]) -> list[Chain]:
    """The chains with each medium under one key: "Der Spiegel International" is Der Spiegel where both stand in one event."""
    outlets = {chain.carrier.key: chain.carrier for chain in chains}
    cited = {one.key: one for chain in chains for hop in chain.hops for one in hop if one.named}
    same: dict[str, Entity] = {}
    for key, one in sorted(outlets.items()):
        for other in sorted(cited):
            shorter, longer = sorted((one.name.casefold(), cited[other].name.casefold()), key=len)
            begins = " " in shorter and longer.startswith(shorter + " ") and cited[other].kind not in BODIES
            if key != other and (begins or shorter == longer):
                same[other] = one
    return [replace(chain, hops=tuple(tuple(same.get(one.key, one) for one in hop) for hop in chain.hops)) for chain in chains]


def _bearing(chains: Sequence[Chain]) -> list[Chain]:
    """The claims whose origins count: assertions where there are any, else plans, else denials, else what is only possible.

    A headline that names nobody, over a story of the same act that does, says nothing on its own authority.
    """
    tier = next((t for t in TIERS if any(chain.claim.factuality in t for chain in chains)), TIERS[0])
    found = [chain for chain in chains if chain.claim.factuality in tier]
    sourced = {chain.article.article_id for chain in found if chain.hops}
    kept = [
        chain
        for chain in found
        if chain.hops or chain.claim.evidence.start > 0 or chain.article.article_id not in sourced or not chain.article.headline
    ]
    return kept or found


# --- whom it goes back to ---


@dataclass(slots=True)
class _Root:
    """An origin in the making: one entity, seen through the medium whose source it is where it is unnamed."""

    entity: Entity
    through: Entity | None
    claims: list[Chain] = field(default_factory=list)

    @property
    def key(self) -> str:
        return self.entity.key if self.through is None else f"{self.entity.key} of {self.through.key}"


class _Work:
    """The finding of one event's origins."""

    def __init__(self, chains: Sequence[Chain], bearing: Sequence[Chain], known: Known) -> None:
        self.chains, self.bearing, self.known = chains, bearing, known
        self.roots: dict[str, _Root] = {}
        self.merges: list[Merge] = []
        self.above: dict[str, str] = {}
        self.circles: tuple[tuple[str, ...], ...] = ()
        self.relayed: set[str] = set()
        self.handing_on = _handing_on(chains)
        self._walked: dict[tuple[str, frozenset[str], int], dict[str, tuple[Entity, Entity | None]]] = {}
        self.told: defaultdict[str, list[Chain]] = defaultdict(list)
        for chain in chains:
            self.told[chain.carrier.key].append(chain)

    def gather(self) -> None:
        """Every claim's last sources."""
        for chain in sorted(self.bearing, key=lambda one: (one.article.published or "9999", one.claim.claim_id)):
            for key, (one, through) in self._lasts(chain, frozenset({chain.carrier.key}), 0).items():
                root = self.roots.setdefault(key, _Root(one, through))
                root.claims.append(chain)
                self.above.setdefault(key, key)
        self.circles = _circles(self.bearing)

    def _lasts(self, chain: Chain, met: frozenset[str], far: int) -> dict[str, tuple[Entity, Entity | None]]:
        """The last sources of a chain; each asked for once, or media that cite one another would be walked along every way."""
        key = chain.claim.claim_id, met, far
        if key not in self._walked:
            self._walked[key] = self._walk(chain, met, far)
        return self._walked[key]

    def _walk(self, chain: Chain, met: frozenset[str], far: int) -> dict[str, tuple[Entity, Entity | None]]:
        if not chain.hops:
            return {chain.carrier.key: (chain.carrier, None)}
        found: dict[str, tuple[Entity, Entity | None]] = {}
        for last in chain.hops[-1]:
            if not last.named:
                media = [one for hop in chain.hops[:-1] for one in hop if one.is_medium or one.key in self.told]
                through = media[-1] if media else chain.carrier
                found[f"{last.key} of {through.key}"] = (last, through)
                if len(chain.hops) > 1:
                    self.relayed.add(f"{last.key} of {through.key}")
                continue
            onward = self._onward(last, chain, met) if far < FARTHEST and last.key in self.handing_on else []
            for other in onward:
                for key, handed in self._lasts(other, met | {last.key}, far + 1).items():
                    if handed[0].key != last.key:
                        self.merges.append(Merge(handed[0].name, last.name, "the medium names its source elsewhere"))
                    found[key] = handed
            if not onward:
                found[last.key] = (last, None)
        return found

    def _onward(self, medium: Entity, chain: Chain, met: frozenset[str]) -> list[Chain]:
        """The chains in which a cited medium itself tells of the act, not later than it is cited, or others tell whom it cites.

        None where it says so on its own authority.
        """
        if medium.key in met:
            return []
        day = chain.article.published or "9999"
        own = [one for one in self.told.get(medium.key, ()) if (one.article.published or "0000") <= day]
        kind = chain.claim.factuality == "denied"
        own = [one for one in own if (one.claim.factuality == "denied") == kind]
        sourced = [one for one in own if one.hops]
        if own:
            own_word = [one for one in own if not one.hops and not (sourced and one.claim.evidence.start == 0)]
            return [] if own_word else sourced
        heard = [
            one
            for one in self.chains
            if any(medium.key in {x.key for x in hop} for hop in one.hops[:-1]) and (one.claim.factuality == "denied") == kind
        ]
        return [one for one in heard if medium.key not in {x.key for x in one.hops[-1]}]

    # --- which of them are one ---

    def _root(self, key: str) -> str:
        while self.above[key] != key:
            key = self.above[key]
        return key

    def _join(self, one: str, other: str, reason: str) -> None:
        a, b = self._root(one), self._root(other)
        if a != b:
            order = list(self.roots)
            first, second = sorted((a, b), key=order.index)
            self.above[second] = first
            self.merges.append(Merge(self.roots[one].entity.name, self.roots[other].entity.name, reason))

    def merge(self) -> None:
        """Join what counts once."""
        keys = list(self.roots)
        for circle in self.circles:
            inside = [key for key in keys if self.roots[key].entity.name in circle and self.roots[key].through is None]
            for key in inside[1:]:
                self._join(inside[0], key, "they cite each other in a circle")
        for at, one in enumerate(keys):
            for other in keys[at + 1 :]:
                a, b = self.roots[one], self.roots[other]
                if a.through is None or b.through is None or not _alike(a.entity, b.entity):
                    continue
                if a.through.key == b.through.key:
                    self._join(one, other, f"the same unnamed source of {a.through.name}")
                elif {one, other} & self.relayed:
                    self._join(one, other, "an unnamed source told of at second hand, described alike")
        for voice in keys:
            speaks = self.roots[voice].entity.speaks_for
            bodies = [key for key in keys if self.roots[key].entity.is_body and self.roots[key].entity.country == speaks]
            if speaks and bodies and self.roots[voice].through is None:
                self._join(
                    bodies[0], voice, f"{self.roots[voice].entity.name} speaks for its state ({self.roots[voice].entity.note})"
                )

        self._bodies(keys)

    def _bodies(self, keys: Sequence[str]) -> None:
        """Join a state named as a whole with a body of it, and a person with the body that he is told to speak for."""
        for key in keys:
            one = self.roots[key]
            if one.entity.key in {f"office:{one.entity.country}:{whole}" for whole in ("government", "ministry")}:
                bodies = [
                    k
                    for k in keys
                    if k != key and self.roots[k].entity.is_body and self.roots[k].entity.country == one.entity.country
                ]
                if bodies:
                    self._join(bodies[0], key, "the state as a whole, for one of its bodies")
            elif one.entity.kind == "person":
                voices = {whose for chain in one.claims for whose in self._voice_of(chain, one.entity.name)}
                bodies = [k for k in keys if self.roots[k].entity.country in voices and self.roots[k].through is None]
                bodies = [k for k in bodies if self.roots[k].entity.is_body or self.roots[k].entity.is_organisation]
                if bodies:
                    self._join(bodies[0], key, "a spokesperson or head, for the institution")

    def _voice_of(self, chain: Chain, person: str) -> frozenset[str]:
        """Whom a person speaks for: as the words that name him say, or, of an office alone, as whose he takes part here.

        Where he takes no part, he is an official of the one state whose bodies speak of the act, unless that is the paper's own.
        """
        told = spoken_for(chain.claim, person, chain.article)
        if told is None or told:
            return told or frozenset()
        beside = self.known.beside.get(chain.article.article_id) or [one.claim for one in self.chains]
        taking_part = (p for claim in beside for p in (*claim.actors, *claim.recipients))
        known = frozenset(p.id for p in taking_part if p.name == person and p.id != UNKNOWN)
        states = {one.entity.country for one in self.roots.values() if one.entity.is_body and one.entity.country}
        return known or (
            frozenset(states) if len(states) == 1 and HOME.get(chain.article.language) not in states else frozenset()
        )

    def origins(self, parties: frozenset[str], *, day: str | None) -> tuple[Origin, ...]:
        """The independent origins, the first published first; whose ally each was on a day."""
        sets: defaultdict[str, list[_Root]] = defaultdict(list)
        for key, root in self.roots.items():
            sets[self._root(key)].append(root)
        return tuple(self._origin(members, parties, day) for members in sets.values())

    def _origin(self, members: Sequence[_Root], parties: frozenset[str], day: str | None) -> Origin:
        one = members[0].entity
        chains = {chain.claim.claim_id: chain for root in members for chain in root.claims}
        names = [name for name in dict.fromkeys(root.entity.name for root in members) if name != one.name]
        side = {one.country, one.speaks_for, one.key.removeprefix("name:").replace(" ", "-")}
        own_voice = one.is_medium and one.speaks_for is None  # a free medium is not its state
        party = bool(side & parties) and not own_voice
        state = one.speaks_for or one.country
        ally_of = () if party or own_voice or state is None else allies(state, parties, day=day)
        return Origin(
            name=one.name,
            kind=one.kind,
            country=one.country,
            owner=one.owner,
            speaks_for=one.speaks_for,
            standing="party" if party else "ally" if ally_of else "third",
            named=one.named,
            claims=tuple(chains),
            also=tuple(names),
            untraced=self._untraced(members),
            ally_of=ally_of,
        )

    def _untraced(self, members: Sequence[_Root]) -> str | None:
        """Why an origin may be none of its own; None where one of its claims is traced."""
        reasons: list[str] = []
        for root in members:
            for chain in root.claims:
                reason = self._why_untraced(chain)
                if reason is None:
                    return None
                reasons.append(reason)
        return reasons[0] if reasons else None

    def _why_untraced(self, chain: Chain) -> str | None:
        if chain.hops:
            return None
        if chain.article.article_id in self.known.truncated:
            return "a text cut short"
        if chain.claim.hearsay:
            return "hearsay without a source"
        if chain.article.byline or chain.article.article_id in self.known.agencies or chain.carrier.kind == "agency":
            return None
        told = chain.article.outlet or ""
        if told and told.casefold() in chain.claim.evidence.text.casefold():
            return None  # "VG's video shows": reporting of its own
        return "an outlet that names no source, dateline or reporter"

    def least(self, origins: Sequence[Origin]) -> int:
        """How many are independent at least: without the untraced, and with unnamed ones that may be the same taken as one."""
        traced = [one for one in origins if one.untraced is None]
        unnamed = sorted({one.country or "" for one in traced if not one.named})
        places = [place for place in unnamed if place]
        return sum(one.named for one in traced) + (len(places) or bool(unnamed))


def _handing_on(chains: Sequence[Chain]) -> frozenset[str]:
    """The keys of those who hand on what others say: media, tellers of the event, whoever some claim says has it from another."""
    cited = [(one, hop is not chain.hops[-1]) for chain in chains for hop in chain.hops for one in hop]
    relays = {
        one.key for one, inner in cited if one.is_medium or (inner and one.named and not one.is_body and one.kind != "person")
    }
    return frozenset(relays | {chain.carrier.key for chain in chains})


def _alike(one: Entity, other: Entity) -> bool:
    """Whether two descriptions of unnamed sources may be of one: the words of the one are among the other's."""
    a, b = (set(x.key.removeprefix("unnamed:").split()) for x in (one, other))
    return a <= b or b <= a


def _circles(chains: Iterable[Chain]) -> tuple[tuple[str, ...], ...]:
    """Media that cite each other, directly or round about, each circle in the order of its names."""
    cites: defaultdict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for chain in chains:
        way = [(chain.carrier,), *chain.hops]
        for one, other in ((a, b) for near, far in pairwise(way) for a in near for b in far):
            names.setdefault(one.key, one.name)
            names.setdefault(other.key, other.name)
            if one.key != other.key:
                cites[one.key].add(other.key)

    def reached(start: str) -> set[str]:
        found: set[str] = set()
        ahead = [start]
        while ahead:
            for nxt in sorted(cites.get(ahead.pop(), ())):
                if nxt not in found:
                    found.add(nxt)
                    ahead.append(nxt)
        return found

    reach = {key: reached(key) for key in sorted(cites)}
    rings = {frozenset(other for other in reach[key] if key in reach.get(other, ())) for key in reach if key in reach[key]}
    return tuple(sorted(tuple(sorted(names[key] for key in ring)) for ring in rings))
