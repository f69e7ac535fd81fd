"""What people judged, as marked documents in the corpus's notation: what ``enligt teach --from-judgements`` learns from.

Accepted and corrected claims are marked as they stand, rejected ones are left unmarked: "no claim" is learnt there. A claim that
nobody judged is marked as borderline, which teaches nothing. Of an article that was read to its end (`enligt audit --checked`)
every sentence comes along, of another one the headline and the sentences that were judged: nobody knows what the others hold. A
sentence with a claim that was missed stays out, since its fields are not marked, and so does one whose claim the notation cannot
write.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enligt.ledger import ClaimQuery
from enligt.marking.notation import FaultError, find, read_claim
from enligt.model import Issue
from enligt.run.auditing import Decided, bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from enligt.ledger import View
    from enligt.model import Article, Claim, Participant, Source, Span
    from enligt.run.auditing import State

HEAD = "# Made by `enligt teach --from-judgements`: what was accepted, corrected and rejected."
KIND = "judged"

_BREAK = re.compile(r"[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_LEARNT: tuple[State, ...] = ("accepted", "corrected")


@dataclass(slots=True)
class _Story:
    """An article in sentences, with the claims of each; ``kept`` are the sentences that come along."""

    article: Article
    sentences: list[tuple[int, int, str]]
    claims: list[tuple[int, Claim, State]]
    kept: set[int] = field(default_factory=set)


def documents(view: View) -> Iterator[str | Issue]:
    """A marked document for each article of which claims were judged; an Issue for one, or a sentence, that is left out.

    Raises:
        LedgerError: the ledger cannot be read.
    """
    decided = Decided.of(view.judgements())
    judged: defaultdict[str, None] = defaultdict(lambda: None)
    for claim_id in sorted(decided.claims):
        if (row := view.claim(claim_id)) is not None:
            judged[row.article.article_id] = None
    for article_id in sorted({*judged, *decided.checked}):
        article = view.article(article_id)
        if article is None:
            continue  # forgotten, or a page that was put aside whole
        if not _DAY.fullmatch(article.published or ""):
            message = f"{article_id} is left out: a marked document needs its day of publication"
            yield Issue(article.document, "article", "no-date", message, fatal=False)
            continue
        claims = [row.claim for row in view.claims(ClaimQuery(article=article_id, rejected=True))]
        yield from _document(
            _story(article, claims, decided), missed=_missed(decided, article), checked=article_id in decided.checked
        )


def _story(article: Article, claims: Iterable[Claim], decided: Decided) -> _Story:
    sentences = [(start, end, _BREAK.sub(" ", article.text[start:end])) for start, end in bounds(article)]
    placed: list[tuple[int, Claim, State]] = []
    for claim in claims:
        at = _at(sentences, claim.trigger)
        if at is not None:
            placed.append((at, claim, decided.claims.get(claim.claim_id, "open")))
    return _Story(article, sentences, placed)


def _at(sentences: Sequence[tuple[int, int, str]], span: Span) -> int | None:
    """The sentence in which a span stands whole."""
    return next((n for n, (start, end, _) in enumerate(sentences) if start <= span.start and span.end <= end), None)


def _missed(decided: Decided, article: Article) -> list[tuple[int, int]]:
    """Where the sentences stand that hold a claim which was not found."""
    found = []
    for values in decided.missed.get(article.article_id, ()):
        words = str(values.get("sentence"))
        start = article.text.find(words)
        if start >= 0:
            found.append((start, start + len(words)))
    return found


def _document(story: _Story, *, missed: Sequence[tuple[int, int]], checked: bool) -> Iterator[str | Issue]:
    article = story.article
    told = {at for at, _, state in story.claims if state != "open"}
    story.kept = _kept(story, told, missed=missed, checked=checked)
    for at, claim, state in story.claims:
        if at in story.kept and state != "rejected" and isinstance(line := _line(story, at, claim, state), FaultError):
            story.kept.discard(at)
            message = f"{claim.claim_id}: its sentence is left out, since the notation cannot mark it: {line}"
            yield Issue(article.document, "read", "not-marked", message, fatal=False)
    if not (story.kept & told if not checked else story.kept):
        return
    outlet = re.sub(r"[|\s]+", " ", article.outlet or "").strip()
    head = [article.article_id, article.language, article.published, KIND, *([outlet] if outlet else [])]
    lines = [f"@ {' | '.join(map(str, head))}"]
    lines += [f"{number}: {story.sentences[at][2]}" for number, at in enumerate(sorted(story.kept))]
    for at, claim, state in story.claims:
        if at in story.kept and state != "rejected":
            line = _line(story, at, claim, state)
            if isinstance(line, str):  # what the notation takes in all sentences it takes in those kept
                lines.append(line)
    yield "\n".join(lines) + "\n"


def _kept(story: _Story, told: set[int], *, missed: Sequence[tuple[int, int]], checked: bool) -> set[int]:
    """The sentences that come along: all, or the headline, what was judged and where its sources are named; no missed one."""
    every = range(len(story.sentences))
    kept = set(every) if checked else {*every[:1], *told}
    for _, claim, state in story.claims:
        if state in _LEARNT:
            places = (_at(story.sentences, one.span) for one in claim.sources if one.span is not None)
            kept.update(at for at in places if at is not None)
    return {n for n in kept if not any(story.sentences[n][0] < last and first < story.sentences[n][1] for first, last in missed)}


def _line(story: _Story, at: int, claim: Claim, state: State) -> str | FaultError:
    """A claim in the notation, read back by its checker; what is wrong where it cannot be written."""
    order = sorted(story.kept)
    texts = [story.sentences[one][2] for one in order]
    try:
        line = _marked(story, at, claim, order)
        read = read_claim(line + ("" if state in _LEARNT else " | o"), texts)
    except FaultError as wrong:
        return wrong
    same = [one["id"] for one in read["actors"]] == [one.id for one in claim.actors]
    return line + ("" if state in _LEARNT else " | o") if same else FaultError("its actors are not read back as they are")


def _marked(story: _Story, at: int, claim: Claim, order: Sequence[int]) -> str:
    start, end, sentence = story.sentences[at]

    def words(span: Span | None) -> str:
        """The mention in its sentence; empty brackets for what stands elsewhere."""
        if span is None or not start <= span.start < span.end <= end:
            return "[[]]"
        return _mention(sentence, span.start - start, span.end - start) or "[[]]"

    mode = f"/{claim.mode}" if claim.mode else ""
    trigger = words(claim.trigger)
    if trigger == "[[]]":
        raise FaultError("its trigger cannot be told apart")
    fields = [f"= {order.index(at)} {claim.event_type}{mode} {claim.factuality}", f"t {trigger}"]
    for tag, several in (("a", claim.actors), ("r", claim.recipients)):
        if several:
            fields.append(f"{tag} {'; '.join(_party(one, words(one.span)) for one in several)}")
    if claim.sources:
        fields.append(f"s {_chain(claim.sources, story, at, order)}")
    return " | ".join([*fields, *_told_besides(claim, words)])


def _told_besides(claim: Claim, words: Callable[[Span | None], str]) -> Iterator[str]:
    """Time, place, numbers and cues, as far as words give them."""
    when = claim.when
    if when is not None and when.start and when.end and when.span != claim.evidence and words(when.span) != "[[]]":
        yield f"w {words(when.span)} {when.start}..{when.end}"
    if claim.where is not None and claim.where.span != claim.evidence and words(claim.where.span) != "[[]]":
        yield f"p {words(claim.where.span)}"
    numbers = [one for one in claim.quantities if one.span != claim.evidence and words(one.span) != "[[]]" and one.value >= 0]
    if numbers:
        said = (f"{words(one.span)} {one.comparator} {_plain(one.value)} {_clean(one.unit or '')}".strip() for one in numbers)
        yield f"q {'; '.join(said)}"
    if cues := [words(one.span) for one in claim.cues if words(one.span) != "[[]]"]:
        yield f"c {' '.join(cues)}"


def _mention(sentence: str, start: int, end: int) -> str | None:
    """``[[words]]``, with the number of the one meant where they stand there several times; None where it cannot be said."""
    words = sentence[start:end]
    if "[[" in words or "]]" in words or words != words.strip():
        return None
    for number in ("", *range(1, 1 + sentence.count(words))):
        try:
            if find(sentence, words, str(number), what="mention") == [start, end]:
                return f"[[{words}]]{number}"
        except FaultError:
            continue
    return None


def _clean(name: str) -> str:
    """A name without what parts the notation's fields."""
    return re.sub(r"[\[\]|;+]|\s+", " ", name).strip()


def _party(one: Participant, words: str) -> str:
    name = _clean(one.name or "")
    return f"{one.id} {words}" + (f" {name}" if name and name != one.id else "")


def _chain(sources: Sequence[Source], story: _Story, at: int, order: Sequence[int]) -> str:
    levels: defaultdict[int, list[str]] = defaultdict(list)
    for one in sources:
        levels[one.depth].append(f"{_clean(one.name)} {_source_words(one.span, story, at, order)}")
    return "; ".join(" + ".join(levels[depth]) for depth in sorted(levels))


def _source_words(span: Span | None, story: _Story, at: int, order: Sequence[int]) -> str:
    """Where a source is named, perhaps in another sentence that comes along: ``[[the ministry]]@2``."""
    there = None if span is None else _at(story.sentences, span)
    if span is None or there is None or there not in order:
        return "[[]]"
    start, _, sentence = story.sentences[there]
    words = _mention(sentence, span.start - start, span.end - start)
    if words is None:
        return "[[]]"
    return words if there == at else f"{words}@{order.index(there)}"


def _plain(number: float) -> str:
    return f"{number:.6f}".rstrip("0").rstrip(".")
