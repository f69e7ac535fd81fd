"""An audit: a random queue of a ledger's claims and articles, and what the judgements made on it say of precision and recall.

The queue is stratified: claims by language and type, articles by language and by whether they were read or put aside. Each
stratum has its share of the queue, and two at least as far as they go; within it, the order is that of a hash of the seed and the
id. So the same seed on the same ledger draws the same queue, and a ledger that grows keeps most of it.

A figure is the mean over what was judged, each with the weight of what it stands for (the size of its stratum over the number
judged in it). Its interval is Wilson's (1927) of 95 % at the effective number of judgements, (sum of weights)² / sum of their
squares (Kish 1965). That claims of one article are alike is left out of it: of recall it is a little too narrow.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from enligt.errors import UsageError
from enligt.languages.sentences import sentences
from enligt.model import Article
from enligt.readers.ontology import MODES
from enligt.reports.records import claim_record, document_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from enligt.ledger import DrawnClaim, Judged, Judgement, View
    from enligt.reports.records import Record

SAMPLE: Final = 200
ARTICLES: Final = 4
"""One in so many of a queue is an article (or a page), to be read to its end for what was missed."""
LEAST: Final = 2
"""Of each stratum at least so many, as far as they go."""
Z: Final = 1.959964
UNKNOWN: Final = "unknown"

State = Literal["open", "accepted", "corrected", "rejected", "checked"]
Stratum = tuple[str, str]


class Drawn(NamedTuple):
    """One of the queue: ``article_id`` is its own of an article, the SHA-256 of a page."""

    kind: Literal["claim", "article", "page"]
    id: str
    stratum: Stratum  # language and type of a claim; language and "read" or "aside" of an article or page


@dataclass(frozen=True, slots=True)
class Decided:
    """What people decided, as far as an audit asks: of claims, and of articles which sentences were missed (with their types)."""

    claims: Mapping[str, State]
    missed: Mapping[str, Sequence[Mapping[str, Any]]]
    checked: frozenset[str]

    @classmethod
    def of(cls, made: Iterable[Judgement]) -> Decided:
        """The same from all judgements; a rejected claim is wrong whatever was set right in it."""
        claims: dict[str, State] = {}
        missed: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        checked: set[str] = set()
        ranks: dict[str, State] = {"accept": "accepted", "correct": "corrected", "reject": "rejected"}
        order = list(ranks.values())
        for one in made:
            if not one.holds:
                continue
            if one.decision in ranks:
                claims[one.claim_id] = max(claims.get(one.claim_id, "accepted"), ranks[one.decision], key=order.index)
            elif one.decision == "missed":
                missed[one.claim_id].append(one.values)
            elif one.decision == "checked":
                checked.add(one.claim_id)
        return cls(claims, dict(missed), frozenset(checked))


@dataclass(frozen=True, slots=True)
class Audit:
    """A queue with what it was drawn from, and what was decided of it."""

    queue: tuple[Drawn, ...]
    decided: Decided
    claims: tuple[DrawnClaim, ...]
    sizes: Mapping[Stratum, int]

    def state(self, one: Drawn) -> State:
        """Whether it was judged, and how."""
        if one.kind == "claim":
            return self.decided.claims.get(one.id, "open")
        return "checked" if one.id in self.decided.checked else "open"


def audit(view: View, *, sample: int = SAMPLE, seed: int = 0, reader: str | None = None) -> Audit:
    """Draw a queue.

    Args:
        view: the ledger.
        sample: how many claims, articles and pages together.
        seed: another one draws another queue.
        reader: whose claims; None: the ledger's own reader.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    claims, articles = view.drawn_from(reader)
    of_claims: defaultdict[Stratum, list[Drawn]] = defaultdict(list)
    for claim in claims:
        stratum = (claim.language, claim.event_type)
        of_claims[stratum].append(Drawn("claim", claim.claim_id, stratum))
    of_articles: defaultdict[Stratum, list[Drawn]] = defaultdict(list)
    for article in articles:
        stratum = (article.language or UNKNOWN, "aside" if article.aside else "read")
        of_articles[stratum].append(Drawn("page" if article.language is None else "article", article.id, stratum))
    some = min(math.ceil(sample / ARTICLES), len(articles))
    some = max(some, min(sample - len(claims), len(articles)))
    queue = [*_draw(of_claims, sample - some, seed), *_draw(of_articles, some, seed)]
    queue.sort(key=lambda one: _rank(seed, one.id))
    sizes = {stratum: len(several) for strata in (of_claims, of_articles) for stratum, several in strata.items()}
    return Audit(tuple(queue), Decided.of(view.judgements()), tuple(claims), sizes)


def _rank(seed: int, name: str) -> str:
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()


def _draw(strata: Mapping[Stratum, Sequence[Drawn]], number: int, seed: int) -> Iterator[Drawn]:
    for stratum, few in _shares({name: len(several) for name, several in strata.items()}, number).items():
        yield from sorted(strata[stratum], key=lambda one: _rank(seed, one.id))[:few]


def _shares(sizes: Mapping[Stratum, int], number: int) -> dict[Stratum, int]:
    """How many of each stratum: two of each, the largest first, then by size (largest remainders of Hamilton's method)."""
    left = max(0, min(number, sum(sizes.values())))
    shares: dict[Stratum, int] = {}
    order = sorted(sizes, key=lambda name: (-sizes[name], name))
    for name in order:
        shares[name] = min(sizes[name], LEAST, left)
        left -= shares[name]
    rest = {name: sizes[name] - shares[name] for name in order}
    total = sum(rest.values())
    exact = {name: left * rest[name] / total if total else 0.0 for name in order}
    for name in order:
        shares[name] += int(exact[name])
    left -= sum(map(int, exact.values()))
    for name in sorted(order, key=lambda one: (int(exact[one]) - exact[one], one))[:left]:
        shares[name] += 1
    return shares


def wilson(share: float, number: float) -> tuple[float, float]:
    """Wilson's 95 % interval of a share of so many (Wilson 1927)."""
    if number <= 0:
        return 0.0, 1.0
    spread = Z * Z / number
    middle = share + spread / 2
    reach = Z * math.sqrt((share * (1 - share) + spread / 4) / number)
    return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))


def item_records(view: View, made: Audit) -> Iterator[Record]:
    """The queue in its order, each with what it is about and how it stands."""
    for one in made.queue:
        record: Record = {"kind": one.kind, "id": one.id, "state": made.state(one), "language": one.stratum[0]}
        record |= {"event_type": one.stratum[1] if one.kind == "claim" else None, "aside": one.stratum[1] == "aside"}
        record |= {"missed": len(made.decided.missed.get(one.id, ()))}
        record |= dict.fromkeys(("document", "outlet", "published", "actors", "recipients", "factuality", "text"))
        if one.kind == "claim" and (row := view.claim(one.id)) is not None:
            told = claim_record(row.claim, row.article)
            record |= {name: told[name] for name in ("document", "outlet", "published", "factuality")}
            record |= {side: [party["id"] for party in told[side]] for side in ("actors", "recipients")}
            record["text"] = row.claim.evidence.text
        elif one.kind == "article" and (article := view.article(one.id)) is not None:
            record |= {"document": document_name(article.document), "outlet": article.outlet, "published": article.published}
            record["text"] = article.headline or article.text[:200]
        elif one.kind == "page" and (page := view.find(one.id)) is not None and not isinstance(page, Article):
            record["document"] = getattr(page, "location", None)
        yield record


def measure_records(made: Audit) -> Iterator[Record]:
    """Figures over what was judged: all, by language, by type.

    ``precision``: of the claims found, how many are claims at all, though a field was set right; ``right``: how many are right
    as they stand; ``recall``: of the claims in articles that were read to their end, how many were found. ``share`` is null
    where nothing was judged; ``judged`` counts claims, of recall those found and those missed.
    """
    told = {"precision": _judged(made, {"accepted", "corrected"}), "right": _judged(made, {"accepted"}), "recall": _found(made)}
    for measure, several in told.items():
        yield _measure(measure, "all", "all", several)
        for at, by in ((0, "language"), (1, "event_type")):
            for value in sorted({stratum[at] for stratum, _, _ in several}):
                yield _measure(measure, by, value, [one for one in several if one[0][at] == value])


_Weighed = tuple[Stratum, float, bool]


def _judged(made: Audit, good: set[State]) -> list[_Weighed]:
    judged = [(one, made.state(one)) for one in made.queue if one.kind == "claim" and made.state(one) != "open"]
    counts = Counter(one.stratum for one, _ in judged)
    return [(one.stratum, made.sizes[one.stratum] / counts[one.stratum], state in good) for one, state in judged]


def _found(made: Audit) -> list[_Weighed]:
    """The claims of the articles read to their end: found ones that nobody rejected, and missed ones."""
    checked = [one for one in made.queue if one.kind != "claim" and made.state(one) == "checked"]
    counts = Counter(one.stratum for one in checked)
    claims: defaultdict[str, list[DrawnClaim]] = defaultdict(list)
    for claim in made.claims:
        if made.decided.claims.get(claim.claim_id) != "rejected":
            claims[claim.article_id].append(claim)
    found: list[_Weighed] = []
    for one in checked:
        weight, language = made.sizes[one.stratum] / counts[one.stratum], one.stratum[0]
        found += [((claim.language, claim.event_type), weight, True) for claim in claims[one.id]]
        missed = made.decided.missed.get(one.id, ())
        found += [((language, str(values.get("event_type") or UNKNOWN)), weight, False) for values in missed]
    return found


def _measure(measure: str, by: str, value: str, several: Sequence[_Weighed]) -> Record:
    record: Record = {"measure": measure, "by": by, "value": value, "judged": len(several)}
    weights = math.fsum(weight for _, weight, _ in several)
    if not weights:
        return {**record, "share": None, "low": 0.0, "high": 1.0}
    share = math.fsum(weight for _, weight, good in several if good) / weights
    low, high = wilson(share, weights * weights / math.fsum(weight * weight for _, weight, _ in several))
    return {**record, "share": round(share, 4), "low": round(low, 4), "high": round(high, 4)}


def missed(view: View, prefix: str, words: str, *, event_type: str | None = None) -> Judged:
    """The judgement that a sentence holds a claim which was not found.

    Args:
        view: the ledger.
        prefix: the beginning of the id of an article, or of the SHA-256 of a page that was put aside.
        words: the sentence, or words of it that stand in the article once.
        event_type: of the claim, if told.

    Raises:
        UsageError: there is no such article, words or type.
    """
    kind = None if event_type is None else event_type.upper()
    if kind is not None and kind not in MODES:
        raise UsageError(f"there is no event type {event_type!r}: choose one of {', '.join(MODES)}")
    target, article = _audited(view, prefix)
    sentence = words.strip() if article is None else _sentence(article, words.strip())
    if not sentence:
        raise UsageError("--missed takes the sentence, or words of it")
    return "missed", target, {"sentence": sentence, "event_type": kind}


def checked(view: View, prefix: str) -> Judged:
    """The judgement that an article (or a page put aside) was read to its end, and all that was missed in it is told.

    Raises:
        UsageError: there is no such article or page.
    """
    return "checked", _audited(view, prefix)[0], {}


def _audited(view: View, prefix: str) -> tuple[str, Article | None]:
    found = view.find(prefix)
    if isinstance(found, Article):
        return found.article_id, found
    if found is not None and hasattr(found, "page"):
        return found.page, None
    raise UsageError(f"there is no article or page {prefix!r} in this ledger: `enligt audit` lists those of the queue")


def _sentence(article: Article, words: str) -> str:
    """The sentence of an article in which words stand."""
    at = article.text.find(words) if words else -1
    if at < 0:
        raise UsageError(f"{article.article_id}: the words {words[:60]!r} do not stand in the article")
    if article.text.find(words, at + 1) >= 0:
        raise UsageError(f"{article.article_id}: the words {words[:60]!r} stand there several times: give more of the sentence")
    start, end = next(((first, last) for first, last in bounds(article) if first <= at < last), (at, at + len(words)))
    return article.text[start : max(end, at + len(words))]


def bounds(article: Article) -> list[tuple[int, int]]:
    """Where an article's sentences stand; those of a language that has no tables are parted as in Danish."""
    return sentences(article.text, language=article.language)
