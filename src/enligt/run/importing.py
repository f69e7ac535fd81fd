"""Claims from another hand into a ledger: ``enligt import``. Each line ends as a claim, as one that was there, or as an Issue.

A file is read twice: first to learn which lines are about one article (they need not stand together), then article by article, so
that no more than one article's claims is ever in memory.
"""

from __future__ import annotations

import hashlib
import json
import sys
import tempfile
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from enligt.errors import InputError
from enligt.model import Article, Issue, Page, Reading, Span
from enligt.run import repeating
from enligt.run.fields import Fault, record_of
from enligt.run.foreign import about_of, foreign_of, moved
from enligt.run.quoted import Quoted
from enligt.run.verify import fault
from enligt.sources.signs import agency_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import BinaryIO

    from enligt.ledger import View, Writer
    from enligt.model import Claim, Language, Stage
    from enligt.run.foreign import About, Foreign

LARGEST_LINE: Final = 16 * 1024 * 1024
"""Bytes of one line, the article's text included."""

MOST_CLAIMS: Final = 20_000
"""Lines about one article; more is no article."""

LARGEST_INPUT: Final = 2 * 1024**3
"""Bytes of standard input: it is kept on the disk, since it is read twice."""

_IN_MEMORY: Final = 16 * 1024 * 1024  # bytes of standard input, before it goes to the disk
_AT_ONCE: Final = 1024 * 1024  # bytes
_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the lines about one article."""

    location: str
    article_id: str
    new: int
    known: int
    new_article: bool
    readers: frozenset[str] = frozenset()  # who made them


@dataclass(slots=True)
class Tally:
    """The sum of an import: claims that are new or were there already, new articles, and lines (or files) that were refused."""

    new: int = 0
    known: int = 0
    articles: int = 0
    issues: Counter[str] = field(default_factory=Counter)
    readers: set[str] = field(default_factory=set)

    def count(self, one: Imported | Issue) -> None:
        """Take in one result."""
        if isinstance(one, Issue):
            self.issues[one.code] += one.fatal
            return
        self.new += one.new
        self.known += one.known
        self.articles += one.new_article
        self.readers |= one.readers

    @property
    def refused(self) -> int:
        """Lines and files that gave nothing."""
        return self.issues.total()

    @property
    def taken(self) -> int:
        """Lines that are claims of the ledger now."""
        return self.new + self.known


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    offset: int
    size: int


def import_claims(files: Iterable[str], *, writer: Writer, view: View, reader: str | None = None) -> Iterator[Imported | Issue]:
    """Enter claims from another hand; doing it twice changes nothing. They are linked when the ledger is next linked.

    Args:
        files: JSON Lines as ``enligt claims --format jsonl`` writes them, or ``-`` for standard input.
        writer: the ledger.
        view: the same ledger.
        reader: who made the claims of lines that do not say.

    Yields:
        What became of each article's claims; an Issue for each line and file that gave none, which the ledger keeps too.

    Raises:
        LedgerError: the ledger could not be read or written; what came out before is in it.
    """
    repeating.watch(writer)
    for location in files:
        for one in _file(location, writer=writer, view=view, reader=reader):
            if isinstance(one, Issue):
                writer.record_issue(one)
            yield one


def _issue(location: str, line: int | None, code: str, message: str, *, stage: Stage = "source") -> Issue:
    return Issue(location if line is None else f"{location}:{line}", stage, code, message)


@contextmanager
def _opened(location: str) -> Iterator[BinaryIO]:
    if location != "-":
        with Path(location).open("rb") as file:
            yield file
        return
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as kept:
        left = LARGEST_INPUT
        while part := sys.stdin.buffer.read(min(_AT_ONCE, left + 1)):
            left -= len(part)
            if left < 0:
                raise Fault("too-large", f"more than {LARGEST_INPUT // 1024**2:,} MiB: save it as a file, and import that")
            kept.write(part)
        kept.seek(0)
        yield cast("BinaryIO", kept)


def _file(location: str, *, writer: Writer, view: View, reader: str | None) -> Iterator[Imported | Issue]:
    try:
        with _opened(location) as file:
            if file.read(2) in _BOMS:
                yield _issue(location, None, "not-utf-8", "the file is UTF-16: save it as UTF-8")
                return
            file.seek(0)
            groups: dict[bytes, list[_Line]] = {}
            for one in _lines(file, location):
                if isinstance(one, Issue):
                    yield one
                    continue
                line, raw = one
                try:
                    said = about_of(record_of(raw))
                except Fault as wrong:
                    yield _issue(location, line.number, wrong.code, str(wrong))
                    continue
                groups.setdefault(_key(said), []).append(line)
            work = _Work(location, writer, view)
            for lines in groups.values():
                yield from work.enter(_foreign(file, lines, location, reader))
    except Fault as wrong:
        yield _issue(location, None, wrong.code, str(wrong))
    except FileNotFoundError:
        yield _issue(location, None, "missing", "there is no such file")
    except IsADirectoryError:
        yield _issue(location, None, "unsupported", "this is a folder: name the files of claims in it")
    except OSError as error:
        yield _issue(location, None, "unreadable", error.strerror or str(error))


def _key(said: About) -> bytes:
    return hashlib.sha256(json.dumps(asdict(said), sort_keys=True).encode("utf-8", "surrogatepass")).digest()


def _lines(file: BinaryIO, location: str) -> Iterator[tuple[_Line, bytes] | Issue]:
    """The lines that hold something, with where they stand."""
    number = 0
    while True:
        offset = file.tell()
        raw = file.readline(LARGEST_LINE + 1)
        if not raw:
            return
        number += 1
        if len(raw) > LARGEST_LINE:
            while not raw.endswith(b"\n") and (raw := file.readline(LARGEST_LINE)):
                pass
            yield _issue(location, number, "too-long", f"the line is longer than {LARGEST_LINE // 1024**2} MiB")
            continue
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
            offset = file.tell() - len(raw)
        if raw.strip():
            yield _Line(number, offset, len(raw)), raw


def _foreign(
    file: BinaryIO, lines: Sequence[_Line], location: str, reader: str | None
) -> Iterator[tuple[_Line, Foreign] | Issue]:
    for at, line in enumerate(lines):
        if at >= MOST_CLAIMS:
            yield _issue(location, line.number, "too-many", f"more than {MOST_CLAIMS:,} claims are said to be of one article")
            continue
        file.seek(line.offset)
        try:
            yield line, foreign_of(record_of(file.read(line.size)), reader=reader)
        except Fault as wrong:
            yield _issue(location, line.number, wrong.code, str(wrong), stage="read")


@dataclass(slots=True)
class _Placed:
    """A claim of a line, in its article."""

    line: _Line
    claim: Claim


class _Work:
    """The lines of one file about one article after the other."""

    def __init__(self, location: str, writer: Writer, view: View) -> None:
        self._location = location
        self._writer = writer
        self._view = view

    def enter(self, lines: Iterable[tuple[_Line, Foreign] | Issue]) -> Iterator[Imported | Issue]:
        """The lines about one article into the ledger."""
        given: list[tuple[_Line, Foreign]] = []
        for one in lines:
            if isinstance(one, Issue):
                yield one
            else:
                given.append(one)
        if not given:
            return
        said = given[0][1].about
        texts = list(dict.fromkeys(one.text for _, one in given if one.text is not None))
        like = _article(said, "", self._location)
        known = self._view.articles_like(like, article_id=said.article_id)
        for text in texts:
            # Lines without the text belong to the only one that there is
            mine = [(line, one) for line, one in given if one.text == text or (one.text is None and len(texts) == 1)]
            article = next((one for one in known if one.text == text), None) or _article(said, text, self._location)
            yield from self._of_article(article, [_Placed(line, _in_text(one.claim, article)) for line, one in mine])
        if len(texts) != 1:
            yield from self._without_text(said, [(line, one.claim) for line, one in given if one.text is None], known)

    def _without_text(
        self, said: About, given: Sequence[tuple[_Line, Claim]], known: Sequence[Article]
    ) -> Iterator[Imported | Issue]:
        """Claims whose article is the ledger's, where it quotes their sentence; the others make one of their sentences."""
        found: defaultdict[str, list[_Placed]] = defaultdict(list)
        articles = {one.article_id: one for one in known}
        said_there = [claim.evidence.text for _, claim in given]
        places = [(one, Quoted(one.text, said_there)) for one in known] if given else []
        rest: list[tuple[_Line, Claim]] = []
        for line, claim in given:
            for article, quoted in places:
                shift = _shift(claim.evidence, article, quoted)
                if shift is not None:
                    found[article.article_id].append(_Placed(line, _fitted(claim, article, shift)))
                    break
            else:
                rest.append((line, claim))
        for article_id, several in found.items():
            yield from self._of_article(articles[article_id], several)
        if rest:
            article = _of_sentences(said, [claim for _, claim in rest], self._location)
            quoted = Quoted(article.text, [claim.evidence.text for _, claim in rest])
            placed = [
                _Placed(line, _fitted(claim, article, _shift(claim.evidence, article, quoted) or 0)) for line, claim in rest
            ]
            yield from self._of_article(article, placed)

    def _of_article(self, article: Article, placed: Sequence[_Placed]) -> Iterator[Imported | Issue]:
        by_reader: defaultdict[tuple[str, str], dict[str, _Placed]] = defaultdict(dict)
        again = 0
        for one in placed:
            claim = one.claim
            wrong = fault(claim, article, reader=claim.reader, reader_version=claim.reader_version)
            if wrong is not None:
                yield _issue(self._location, one.line.number, wrong[0], _remedy(*wrong), stage="read")
                continue
            met = by_reader[claim.reader, claim.reader_version].setdefault(claim.claim_id, one)
            if met is one:
                continue
            if met.claim == claim:
                again += 1
                continue
            message = f"line {met.line.number} holds a claim of the same type, trigger and reader already: keep one of them"
            yield _issue(self._location, one.line.number, "told-twice", message, stage="read")
        for (reader, version), claims in by_reader.items():
            yield from self._reading(article, reader, version, claims, again=again)
            again = 0

    def _reading(
        self, article: Article, reader: str, version: str, claims: dict[str, _Placed], *, again: int
    ) -> Iterator[Imported | Issue]:
        made = Reading(article, tuple(one.claim for one in claims.values()), reader, version)
        location = f"{self._location}#{article.article_id[:16]}"
        first = next(iter(claims.values())).line.number
        try:
            entered = self._writer.enter_imported(made, location=location)
        except (InputError, ValueError) as error:
            yield _issue(self._location, first, "not-kept", f"the ledger cannot keep it: {error}", stage="ledger")
            return
        if entered.refused is not None:
            for one in claims.values():
                message = f"its article was forgotten on request ({entered.refused}) and is not let in again"
                yield _issue(self._location, one.line.number, "forgotten", message, stage="ledger")
            return
        yield Imported(
            location, article.article_id, len(entered.new), len(entered.known) + again, entered.new_article, frozenset({reader})
        )
        for claim_id in entered.other:
            message = (
                f"the ledger holds this claim of {reader} {version} otherwise ({claim_id}), and keeps it: "
                "give what was mended another 'reader_version'"
            )
            yield _issue(self._location, claims[claim_id].line.number, "other-already", message, stage="ledger")
        for claim_id in entered.strange:
            message = f"{reader} {version} has read the article here and made no such claim: give the line another 'reader'"
            yield _issue(self._location, claims[claim_id].line.number, "not-by-reader", message, stage="ledger")


_REMEDIES: Final = {
    "false-span": "offsets are characters (Unicode code points) of 'article_text', half-open",
    "false-field": "docs/claims.md says what the field may hold",
}


def _remedy(code: str, why: str) -> str:
    return f"{why}: {_REMEDIES[code]}" if code in _REMEDIES else why


def _in_text(claim: Claim, article: Article) -> Claim:
    return moved(claim, 0, article_id=article.article_id)


def _fitted(claim: Claim, article: Article, shift: int) -> Claim:
    """The claim in an article that its sentence stands in; what stands elsewhere in it holds only where the words do too."""
    there = moved(claim, shift, article_id=article.article_id)
    if all(span.holds_in(article.text) for span in there.spans()):
        return there
    evidence = there.evidence
    return moved(claim, shift, article_id=article.article_id, within=evidence)


def _shift(evidence: Span, article: Article, quoted: Quoted) -> int | None:
    """How far a sentence stands in an article from where the line says; None where it does not, or nobody knows where."""
    if evidence.holds_in(article.text) and evidence.text:
        return 0
    place = quoted.place(evidence.text)
    return None if place is None else place - evidence.start


def _article(said: About, text: str, location: str, *, whole: bool = True) -> Article:
    """The article that lines are about. Its page is its text."""
    headline = said.headline if said.headline and text.startswith(said.headline) else None
    fields: dict[str, Any] = {
        "document": said.document or said.url or location,
        "page": Page(location, text.encode("utf-8", "surrogatepass")).sha256,
        "language": cast("Language", said.language),
        "headline": headline,
        "outlet": said.outlet,
        "url": said.url,
        "byline": said.byline,
        "published": said.published,
        "truncated": not whole,
        "agency": said.agency or agency_of(text, [], byline=said.byline),
    }
    return Article(text=text, **fields)


def _of_sentences(said: About, claims: Sequence[Claim], location: str) -> Article:
    """An article of the sentences that claims stand on, in their order, under the headline: all that is known of it."""
    ordered = sorted(claims, key=lambda one: (one.evidence.start, one.evidence.end))
    parts = dict.fromkeys([*([said.headline] if said.headline else []), *(one.evidence.text for one in ordered)])
    return _article(said, "\n\n".join(parts), location, whole=False)
