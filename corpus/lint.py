"""Look for marks of the corpus that differ from each other or from CLAIMS.md section 5. It only reads and prints.

usage: lint.py [--only KIND] [--strict KIND] [--resolve TREEBANKS] [FILE...]
A finding is a place to look at, not a fault: it may be right as it stands. Without FILE, the whole corpus. Kinds:
unmarked     a trigger is marked nearly everywhere and left unmarked here
mixed-type   a trigger is marked with one type nearly everywhere and with another here
speaker      a source repeats the actor of a verbal act
participants an act lacks its actor or recipient, or has a recipient that its kind of act has none of
ids          a group or body stands under an id that is not the one of organisations.tsv, or under two
spans        a mention takes in a preposition or relative clause, or leaves out what is counted, unlike its like elsewhere
coordinated  sources named side by side in one phrase stand at different depths

Exit code 1 if a kind given with --strict has findings, else 0.
"""

# ruff: noqa: INP001, T201 - a command that prints, outside the package

from __future__ import annotations

import argparse
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import check  # its neighbour in this folder

from enligt.readers.ontology import MUTUAL, VERBAL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

HERE = Path(__file__).resolve().parent
ACTOR_TABLES = HERE.parent / "src" / "enligt" / "actors" / "data"

TRANSITIVE: Final = frozenset({"ASSAULT", "COERCE", "SANCTION", "AID"})
NAMED_ONLY: Final = frozenset({"ACCUSE", "AGREE", "CONCEDE", "REJECT", "REQUEST", "SUPPORT", "THREATEN", "PROTEST", "RETREAT"})
"""Whose recipient is one that words name."""
MARKED_AT_LEAST = 4
MARKED_SHARE = 0.8
RARE_SHARE = 0.15
TRIGGER_WORDS = 6
"""Longer triggers are not looked for where they are unmarked."""

WORD = re.compile(r"\w+(?:[-'’:./]\w+)*")
COORDINATED = re.compile(r"\s+(?:and|och|og|samt|as well as|liksom)\s+")  # after a comma another clause may begin
PLACED = re.compile(r"(?:i|på|in|at|ved|vid|on) (?!(?:luft|the air|land|hav|sea|exil|eksil))", re.IGNORECASE)
RELATIVE = re.compile(r"\w, (?:som|who|which|whose|vars) ")  # in Danish a restrictive clause has a comma too

# Words that tell one kind of act from its neighbours in the rules below, in the five languages
VOTE = re.compile(r"\b(?:vot(?:e[sd]?|ing)|(?:ned|bort)?r(?:ö|øy)st\w*|(?:ned)?stem(?:m\w*|te|t|er))\b")
SIGNING = re.compile(r"\b(?:sign(?:s|ed|ing)|undertegn\w*|underteikn\w*|underskriv\w*|undersk?rev)\b")
FIGHT = re.compile(
    r"fight|battl|clash|\bwars?\b|strid|strife|kamp|kjemp|kæmp|kämp|\bkrig|samman|sammenst|trefn|skudve|skottv|skuddv|slåss|slåst"
)
PROMISE = re.compile(r"promis|pledg|vow|offer|assur|commit|lov|løft|løfte|löft|tilb|erbj|erbi|forplikt|förbind|sikr|garant")


class Place(NamedTuple):
    """A claim or a sentence with the document and the line it stands in."""

    document: check.Marked
    line: str
    claim: check.Marked

    @property
    def trigger(self) -> str:
        """The words of the trigger, folded; parts that stand apart are joined by an ellipsis."""
        sentence = self.document["sents"][self.claim["sent"]]
        return " … ".join(folded(sentence[slice(*span)]) for span in self.claim["trigger"] if span)


@dataclass(frozen=True, order=True, kw_only=True)
class Finding:
    """One place to look at."""

    kind: str
    about: str
    line: str
    shown: str


@dataclass(frozen=True, kw_only=True)
class Norm:
    """Which id a state, a body or a group has: the tables that the reader looks actors up in."""

    states: frozenset[str]
    ids: frozenset[str]
    """Those of states and of bodies and groups, and UNK."""
    names: dict[str, str]
    """A name as written, and its id; ambiguous names are left out."""
    slugs: dict[str, str]
    """A name in the shape of an id, and its id."""


@dataclass(frozen=True, kw_only=True)
class Corpus:
    """What the files hold: every claim, and every sentence, with its line."""

    claims: list[Place]
    sentences: list[tuple[check.Marked, int, str]]


def folded(text: str) -> str:
    """Text without what differs between two ways of writing it: case, kinds of apostrophe, line breaks."""
    return " ".join(text.casefold().replace("’", "'").split())


def slug(name: str) -> str:
    """A name in the shape of an id: lower case, without accents, hyphens for all that is not a letter or digit."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(letter))
    return "-".join(re.findall(r"\w+", plain))


def read_norm(tables: Path) -> Norm:
    """The ids of states.en.tsv and organisations.tsv, and the names of the latter."""
    states = frozenset(line.split("\t")[0] for line in (tables / "states.en.tsv").read_text(encoding="utf-8").splitlines()[1:])
    owners: dict[str, set[str]] = defaultdict(set)
    for line in (tables / "organisations.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        name_id, kind, *columns = line.split("\t")
        if kind == "seat":
            continue
        owners[name_id].add(name_id)
        for name in ", ".join(columns).split(", "):
            if name != "-" and not name.endswith(("?", "~")):
                owners[name].add(name_id)
    names = {name: next(iter(ids)) for name, ids in owners.items() if len(ids) == 1}
    slugs = {slug(name): name_id for name, name_id in names.items()}
    return Norm(states=states, ids=states | frozenset(names.values()) | {"UNK"}, names=names, slugs=slugs)


def _lines(path: Path) -> Iterator[tuple[list[int], list[int]]]:
    """For each document of a file, the line numbers of its sentences and of its claims."""
    found: tuple[list[int], list[int]] | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("@"):
            if found:
                yield found
            found = ([], [])
        elif found and line.startswith("="):
            found[1].append(number)
        elif found and re.match(r"\d+:", line):
            found[0].append(number)
    if found:
        yield found


def read_corpus(files: Iterable[Path], banks: Path | None) -> tuple[Corpus, list[str]]:
    """The claims and sentences of the files, and the documents left out because check.py finds faults in them."""
    corpus = Corpus(claims=[], sentences=[])
    left_out: list[str] = []
    for path in files:
        for (document, faults), (sentences, claims) in zip(check.documents(path, banks), _lines(path), strict=False):
            if faults:
                left_out.append(f"{path}: {document['id']}: {faults[0]}")
                continue
            corpus.sentences.extend((document, sent, f"{path}:{line}") for sent, line in enumerate(sentences))
            corpus.claims.extend(
                Place(document, f"{path}:{line}", claim) for claim, line in zip(document["claims"], claims, strict=True)
            )
    return corpus, left_out


class Triggers(NamedTuple):
    """The triggers of a sentence: where they stand, and of which types their claims are."""

    spans: list[list[int]]
    kinds: set[str]


def unmarked(corpus: Corpus, norm: Norm) -> Iterator[Finding]:  # noqa: ARG001 - the shape of a lint
    """Triggers that are marked in nearly all places of a language, where they stand unmarked.

    Left alone where the sentence has a claim of their type on other words: an act and its result are one claim.
    """
    there: dict[tuple[str, int], Triggers] = defaultdict(lambda: Triggers([], set()))
    wanted: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for place in corpus.claims:
        claim = place.claim
        sentence = there[place.document["id"], claim["sent"]]
        sentence.spans.extend(span for span in claim["trigger"] if span)
        sentence.kinds.add(claim["event_type"])
        if len(claim["trigger"]) == 1:
            wanted[(place.document["language"], *WORD.findall(place.trigger))][claim["event_type"]] += 1
    wanted = {key: types for key, types in wanted.items() if sum(types.values()) >= MARKED_AT_LEAST}
    marked: Counter[tuple[str, ...]] = Counter()
    bare: dict[tuple[str, ...], list[tuple[str, str]]] = defaultdict(list)
    for document, sent, line in corpus.sentences:
        sentence = there[document["id"], sent]
        for key, start, end in _occurrences(document["sents"][sent], document["language"], wanted):
            if any(span[0] < end and start < span[1] for span in sentence.spans):
                marked[key] += 1
            elif sentence.kinds.isdisjoint(wanted[key]):
                bare[key].append((line, document["sents"][sent]))
    for key, places in bare.items():
        everywhere = marked[key] + len(places)
        if marked[key] >= MARKED_AT_LEAST and marked[key] >= MARKED_SHARE * everywhere:
            types = " ".join(f"{name} {number}" for name, number in wanted[key].most_common())
            about = f"{key[0]} {' '.join(key[1:])!r}: marked in {marked[key]} of {everywhere} places ({types})"
            yield from (Finding(kind="unmarked", about=about, line=line, shown=text) for line, text in places)


def _occurrences(
    text: str, language: str, wanted: dict[tuple[str, ...], Counter[str]]
) -> Iterator[tuple[tuple[str, ...], int, int]]:
    """Where the wanted words of a language stand in a sentence."""
    words = list(WORD.finditer(text))
    for start, first in enumerate(words):
        for end in range(start + 1, min(start + TRIGGER_WORDS, len(words)) + 1):
            key = (language, *(folded(word[0]) for word in words[start:end]))
            if key in wanted:
                yield key, first.start(), words[end - 1].end()


def mixed_type(corpus: Corpus, norm: Norm) -> Iterator[Finding]:  # noqa: ARG001 - the shape of a lint
    """Triggers that have another type than nearly everywhere in their language."""
    places: dict[tuple[str, str], dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in corpus.claims:
        places[place.document["language"], place.trigger][place.claim["event_type"]].append(place)
    for (language, trigger), types in places.items():
        whole = sum(map(len, types.values()))
        counts = " ".join(f"{kind} {len(there)}" for kind, there in sorted(types.items(), key=lambda item: -len(item[1])))
        for kind, there in types.items():
            if len(there) < RARE_SHARE * whole:
                about = f"{language} {trigger!r}: {counts}"
                yield from (_finding("mixed-type", about, place, f"{kind} here") for place in there)


def speaker(corpus: Corpus, norm: Norm) -> Iterator[Finding]:  # noqa: ARG001 - the shape of a lint
    """Sources that are the actor of the verbal act they tell."""
    for place in corpus.claims:
        claim = place.claim
        if claim["event_type"] not in VERBAL or claim["factuality"] != "asserted":
            continue  # who denies, plans or may do it is its source
        for source in claim["sources"]:
            for actor in claim["actors"]:
                same_name = actor["name"] and folded(actor["name"]) == folded(source["name"])
                same_words = source["sent"] == claim["sent"] and _within(source["span"], actor["span"])
                if same_name or same_words:
                    yield _finding("speaker", f"{claim['event_type']} on its actor's own word", place, source["name"])
                    break


def participants(corpus: Corpus, norm: Norm) -> Iterator[Finding]:
    """Firm claims whose actors and recipients are not those that their kind of act has."""
    for place in corpus.claims:
        if not place.claim["optional"] and (wrong := _wrong_participants(place, norm.states)):
            yield _finding("participants", wrong, place, "")


def _wrong_participants(place: Place, states: frozenset[str]) -> str | None:
    """What is wrong with the participants of a claim by section 5 of CLAIMS.md; None if nothing."""
    claim = place.claim
    kind, mode = claim["event_type"], claim["mode"]
    actors = [one["id"] for one in claim["actors"]]
    recipients = {one["id"] for one in claim["recipients"]}
    several = len(set(actors)) > 1
    vote = kind in {"SUPPORT", "REJECT"} and bool(VOTE.search(place.trigger))
    signing = kind in {"SUPPORT", "AGREE"} and bool(SIGNING.search(place.trigger))
    fighting = kind == "ASSAULT" and (several or bool(FIGHT.search(place.trigger)))
    alone = kind in MUTUAL and len(actors) == 1 and not recipients and mode != "multilateral"
    body = alone and actors[0] not in states  # its members meet and agree with each other
    promise = kind == "AGREE" and bool(PROMISE.search(place.trigger))
    at_home = not any(one["mention"] for one in claim["recipients"]) and bool(recipients) and recipients <= set(actors)
    guessed = any(one["id"] in {"UNK", *actors} and not one["mention"] and not one["name"] for one in claim["recipients"])
    rules = (
        (not actors, f"{kind} without actor"),
        (kind in TRANSITIVE and not recipients and not vote and not fighting, f"{kind} without recipient"),
        (alone and mode == "third-party", f"{kind}/third-party without the parties"),
        (alone and not body and not promise, f"{kind} of one actor with nobody"),
        (kind in NAMED_ONLY and guessed, f"{kind} with a recipient that no words name"),
        (kind == "MOBILIZE" and recipients == {"UNK"}, "MOBILIZE against UNK"),
        (vote and at_home, f"{kind} by vote at home with a recipient"),
        (signing and bool(recipients), f"{kind} by signing with a recipient"),
        (fighting and several and at_home, "ASSAULT of several on each other with a recipient"),
    )
    return next((wrong for holds, wrong in rules if holds), None)


def ids(corpus: Corpus, norm: Norm) -> Iterator[Finding]:
    """Participants under an id that the tables know by another one, or under two in one document."""
    told: dict[tuple[str, str], dict[str, list[Place]]] = defaultdict(lambda: defaultdict(list))
    for place in corpus.claims:
        for one in (*place.claim["actors"], *place.claim["recipients"]):
            right = _id_of(one, norm)
            if right not in {None, one["id"]}:
                yield _finding("ids", f"{one['id']} is {right} in organisations.tsv", place, one["mention"] or "")
            elif re.match(r"[A-Z]{2}", one["id"]) and one["id"] not in norm.ids:
                yield _finding("ids", f"{one['id']} is in no table", place, one["mention"] or "")
            if one["mention"] and one["mention"][0].isupper():
                told[place.document["id"], one["mention"]][one["id"]].append(place)
    for (_, mention), under in told.items():
        if len(under) > 1 and any(name[0].islower() for name in under):
            both = " and ".join(sorted(under))
            for name, there in under.items():
                apart = [place for place in there if not any(place in others for other, others in under.items() if other != name)]
                yield from (_finding("ids", f"{mention!r} is {both} in one document", place, name) for place in apart)


def _id_of(one: check.Marked, norm: Norm) -> str | None:
    """The id that the tables give a participant by its id or mention; None where they know neither."""
    if one["id"] not in norm.ids:
        by_id = norm.slugs.get(slug(one["id"]))
        if by_id:
            return by_id
    return norm.names.get(one["mention"] or "")


def coordinated(corpus: Corpus, norm: Norm) -> Iterator[Finding]:  # noqa: ARG001 - the shape of a lint
    """Sources of different depth whose mentions an "and" joins."""
    for place in corpus.claims:
        sources = [source for source in place.claim["sources"] if source["span"]]
        for one in sources:
            for other in sources:
                if one["depth"] == other["depth"] or one["sent"] != other["sent"] or one["span"][1] > other["span"][0]:
                    continue
                between = place.document["sents"][one["sent"]][one["span"][1] : other["span"][0]]
                if COORDINATED.fullmatch(between):
                    yield _finding("coordinated", "side by side, at different depths", place, f"{one['name']}; {other['name']}")


def spans(corpus: Corpus, norm: Norm) -> Iterator[Finding]:  # noqa: ARG001 - the shape of a lint
    """Mentions cut otherwise than those of their kind are."""
    for place in corpus.claims:
        claim = place.claim
        sentence = place.document["sents"][claim["sent"]]
        where = sentence[slice(*claim["where"])] if claim["where"] else ""
        if PLACED.match(where):
            yield _finding("spans", "a place with its preposition", place, where)
        for one in (*claim["actors"], *claim["recipients"]):
            if RELATIVE.search(one["mention"] or "") and place.document["language"] != "da":
                yield _finding("spans", "a participant with a relative clause", place, one["mention"])
        for quantity in claim["quantities"]:
            start, end = quantity["span"] or (0, 0)
            if end and quantity["unit"] and folded(sentence[end:]).startswith(folded(quantity["unit"])):
                yield _finding("spans", "a quantity without what is counted", place, sentence[start:end])


def _within(one: list[int] | None, other: list[int] | None) -> bool:
    """Whether one of two character ranges lies within the other."""
    if not one or not other:
        return False
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def _finding(kind: str, about: str, place: Place, shown: str) -> Finding:
    sentence = place.document["sents"][place.claim["sent"]]
    return Finding(kind=kind, about=about, line=place.line, shown=f"{place.trigger} [{shown}] {sentence}" if shown else sentence)


LINTS: dict[str, Callable[[Corpus, Norm], Iterator[Finding]]] = {
    "unmarked": unmarked,
    "mixed-type": mixed_type,
    "speaker": speaker,
    "participants": participants,
    "ids": ids,
    "spans": spans,
    "coordinated": coordinated,
}


def main() -> int:
    """Run the command line; gives the exit code."""
    wanted = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    wanted.add_argument("--only", action="append", choices=LINTS, metavar="KIND")
    wanted.add_argument("--strict", action="append", choices=LINTS, metavar="KIND", default=[])
    wanted.add_argument("--resolve", type=Path, default=Path("treebanks"))
    wanted.add_argument("files", nargs="*", type=Path)
    options = wanted.parse_args()
    folders = ["written", "stories", *(["real"] if options.resolve.is_dir() else [])]
    files = options.files or [file for folder in folders for file in sorted((HERE / folder).glob("*.txt"))]
    corpus, left_out = read_corpus(files, options.resolve)
    norm = read_norm(ACTOR_TABLES)
    strict = False
    for kind in options.only or LINTS:
        found = sorted(set(LINTS[kind](corpus, norm)))
        print(f"== {kind}: {len(found)} findings")
        about = None
        for finding in found:
            if finding.about != about:
                about = finding.about
                print(about)
            print(f"  {finding.line}: {finding.shown}")
        strict = strict or (kind in options.strict and bool(found))
    for fault in left_out:
        print("LEFT OUT", fault)
    return int(strict)


if __name__ == "__main__":
    raise SystemExit(main())
