"""What makes two articles one of the kinds of repetition, and by which keys they find each other."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from enligt.languages.sentences import sentences
from enligt.model import Relation, Signature
from enligt.repetition import hashing, retelling
from enligt.repetition.addresses import address
from enligt.repetition.alignment import Aligned, align
from enligt.repetition.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Mapping

    from enligt.model import Article, RepeatKind

METHOD: Final = "1"
"""Raised whenever the same two articles could be related otherwise."""

DAYS: Final = 30
"""Days between two articles beyond which they are not compared, unless they have one address."""

WHOLE, BODY, BAND, PRINT, NAMES = range(5)
LEAST: Final[Mapping[int, int]] = MappingProxyType({WHOLE: 1, BODY: 1, BAND: 1, PRINT: 2, NAMES: 2})

MOST_WORDS: Final = 6000  # of an article that are looked at for keys, and compared
FEWEST_WORDS: Final = 20  # of a text below which only the same text is told: two short notices are soon alike
FEWEST_BODY: Final = 8  # words of a body that stands for an article, whatever its headline

REPRINT: Final = 0.95  # of both bodies
NEAR: Final = (0.5, 0.3)  # of the text of which more is shared, and of the other
SCATTERED: Final = (0.25, 0.2, 0.75)  # the same where what is shared lies all over the shorter text, and how far over it
VERSION: Final = 0.3  # of the text of which more is shared, at one address
PASSAGE: Final = (30, 20)  # words that are the same, and how many of them outside quotations

RETOLD_DAYS: Final = 10
RETOLD: Final = (0.75, 0.5)  # of the sentences of the article of which more is retold, and of the other
FEWEST_RETOLD: Final = 4  # sentences
ALIKE: Final = 0.36  # mean likeness of the sentences that pair off
IN_COMMON: Final = 0.25  # of the names and figures

LONGEST: Final = 500_000  # characters of an article that are looked at
_KEPT: Final = 64  # articles whose words are at hand
_SMALL: Final = 100_000  # characters of an article that is kept so


@dataclass(frozen=True, slots=True)
class _Read:
    """An article as it is compared."""

    every: tuple[int, int]  # number and hash of all its words
    whole: Tokens  # the first MOST_WORDS of them
    body: Tokens

    @property
    def headline(self) -> tuple[str, ...]:
        return self.whole.words[: len(self.whole.words) - len(self.body.words)]


@lru_cache(maxsize=_KEPT)
def _read(text: str, headline: str | None) -> _Read:
    every = Tokens.of(text[:LONGEST])
    whole = every.first(MOST_WORDS)
    cut = len(headline) if headline and text.startswith(headline) else 0
    told = (len(every.words), hashing.whole(every.words))
    return _Read(told, whole, whole.since(cut) if cut else whole)


def _of(article: Article) -> _Read:
    read = _read if len(article.text) <= _SMALL else _read.__wrapped__
    return read(article.text, article.headline)


class Finder:
    """``enligt.model.Repeats``: by what articles are found, and how one repeats the other.

    Attributes:
        method: the version of these rules.
        days: between two articles beyond which they are not compared, unless they have one address.
        least: how many keys of a kind two articles share at least if they are to be compared.
        abroad: the kinds of key that count only between languages.
    """

    def __init__(self, *, days: int = DAYS) -> None:
        self.method = METHOD
        self.days = days
        self.least = LEAST
        self.abroad = frozenset({NAMES})

    def signature(self, article: Article) -> Signature:
        """By what the article is found; from what it says alone."""
        read = _of(article)
        keys: dict[tuple[int, int], None] = {}
        if read.whole.words:
            keys[WHOLE, read.every[1]] = None
        if len(read.body.words) >= FEWEST_BODY:
            keys[BODY, hashing.whole(read.body.words)] = None
        shingles = hashing.grams(read.whole.hashes, hashing.SHINGLE)
        keys.update(dict.fromkeys((BAND, one) for one in hashing.bands(shingles)))
        if len(read.whole.words) >= FEWEST_WORDS:
            keys.update(dict.fromkeys((PRINT, one) for one in hashing.fingerprints(read.whole.hashes)))
        keys.update(dict.fromkeys((NAMES, one) for one in retelling.keys(article)))
        signed = tuple((kind, key - 2**64 if key >= 2**63 else key) for kind, key in keys)
        return Signature(self.method, read.every[0], address(article.url), signed)

    def relation(self, one: Article, other: Article, *, vectors: tuple[bytes, bytes] | None = None) -> Relation | None:
        """How one article repeats the other; None where it does not. Whichever is named first: the later repeats the earlier.

        Args:
            one: an article.
            other: another.
            vectors: ``Reading.vectors`` of each, by the same version of the same reader.
        """
        if order(one) < order(other):
            one, other = other, one
            vectors = None if vectors is None else (vectors[1], vectors[0])
        if one.article_id == other.article_id:
            return None
        same_address = (there := address(one.url)) is not None and there == address(other.url)
        if not same_address and not _within(one, other, self.days):
            return None
        if _of(one).whole.words and _of(one).every == _of(other).every:
            return self._made(one, other, "same-text", 1.0, 1.0)
        found = None
        if vectors is not None and one.language != other.language and _within(one, other, RETOLD_DAYS):
            found = self._retold(one, other, vectors)
        return found or self._by_words(one, other, same_address=same_address)

    def _by_words(self, one: Article, other: Article, *, same_address: bool) -> Relation | None:
        a, b = _of(one), _of(other)
        told = align(a.whole, b.whole)
        if same_address and told.more >= VERSION:
            return self._made(one, other, "version-of", told.first, told.second)
        if a.headline != b.headline and (a.body.words == b.body.words or told.less >= NEAR[0]):
            body = align(a.body, b.body)
            if _is_reprint(a, b, body):
                return self._made(one, other, "reprint", body.first, body.second)
        if min(len(a.whole.words), len(b.whole.words)) < FEWEST_WORDS:
            return None
        if _is_near(told):
            return self._made(one, other, "near", told.first, told.second)
        return self._passage(one, other, told)

    def _passage(self, one: Article, other: Article, told: Aligned) -> Relation | None:
        passage = told.passage
        if passage is None or passage.same < PASSAGE[0] or passage.unquoted < PASSAGE[1] or _one_outlet(one, other):
            return None
        spans = [
            (read.whole.bounds[first][0], read.whole.bounds[last - 1][1])
            for read, (first, last) in ((_of(one), passage.first), (_of(other), passage.second))
        ]
        shares = [passage.same / len(_of(article).whole.words) for article in (one, other)]
        return self._made(one, other, "passage-of", shares[0], shares[1], spans=(spans[0], spans[1]))

    def _retold(self, one: Article, other: Article, vectors: tuple[bytes, bytes]) -> Relation | None:
        counts = (_sentences(one), _sentences(other))
        told = retelling.retold(*vectors, counts=counts)
        if told is None or told.pairs < FEWEST_RETOLD or told.likeness < ALIKE:
            return None
        if max(told.first, told.second) < RETOLD[0] or min(told.first, told.second) < RETOLD[1]:
            return None
        if retelling.in_common(one, other) < IN_COMMON:
            return None
        return self._made(one, other, "translation-of", told.first, told.second)

    def _made(  # noqa: PLR0913 - the fields of a relation
        self,
        one: Article,
        other: Article,
        kind: RepeatKind,
        share: float,
        other_share: float,
        *,
        spans: tuple[tuple[int, int], tuple[int, int]] | None = None,
    ) -> Relation:
        span, other_span = spans or (None, None)
        shares = round(share, 4), round(other_share, 4)
        return Relation(one.article_id, other.article_id, kind, *shares, self.method, span, other_span)


def order(article: Article) -> tuple[bool, str, str, str]:
    """Who came first, from what the articles say alone: by day of publication, then of the update, then id; undated ones last."""
    return article.published is None, article.published or "", article.updated or "", article.article_id


def _is_reprint(a: _Read, b: _Read, body: Aligned) -> bool:
    fewest = min(len(a.body.words), len(b.body.words))
    if fewest < FEWEST_BODY:
        return False
    return a.body.words == b.body.words or (fewest >= FEWEST_WORDS and body.less >= REPRINT)


def _is_near(told: Aligned) -> bool:
    dense = told.more >= NEAR[0] and told.less >= NEAR[1]
    return dense or (told.more >= SCATTERED[0] and told.less >= SCATTERED[1] and told.spread >= SCATTERED[2])


def _one_outlet(one: Article, other: Article) -> bool:
    """Whether both are of one outlet: that it says its own background again adds nothing and takes nothing away."""
    return one.outlet is not None and other.outlet is not None and one.outlet.casefold() == other.outlet.casefold()


def _sentences(article: Article) -> int:
    return len(sentences(article.text, language=article.language))


def _within(one: Article, other: Article, days: int) -> bool:
    """Whether at most so many days lie between two articles; one without a date may be of any day."""
    first, second = _days(one.published), _days(other.published)
    if first is None or second is None:
        return True
    return (first[0] - second[1]).days <= days and (second[0] - first[1]).days <= days


def _days(published: str | None) -> tuple[date, date] | None:
    """First and last day that an article may be of."""
    found = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?=$|[T ])", published or "")
    if found is None:
        return None
    year, month, day = int(found[1]), found[2], found[3]
    try:
        if day:
            return (date(year, int(month), int(day)),) * 2
        first = date(year, int(month or 1), 1)
        following = date(year + 1, 1, 1) if month in {None, "12"} else date(year, int(month) + 1, 1)
    except ValueError:
        return None
    return first, date.fromordinal(following.toordinal() - 1)
