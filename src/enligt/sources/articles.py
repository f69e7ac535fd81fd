"""From a page to its articles: decoded, cut into lines, stripped of what a page wears, parted into stories, dated."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.model import LANGUAGE_TAG, LANGUAGES, Article, Issue, Language, Page, Segment
from enligt.sources import markup as html
from enligt.sources import records
from enligt.sources.decoding import Decoded, decode
from enligt.sources.lines import Line, clean_lines
from enligt.sources.marks import Marked, mark_all
from enligt.sources.metadata import Metadata, metadata_inside, metadata_of
from enligt.sources.outlets import Surroundings, host_of, outlet_of
from enligt.sources.paragraphs import rejoined
from enligt.sources.parting import Chunk, chunks, is_boxed
from enligt.sources.phrases import folded, phrases
from enligt.sources.stamps import iso_date
from enligt.sources.stories import Story, story_of
from enligt.sources.told import with_told
from enligt.sources.tongue import tongue_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

BETWEEN = "\n\n"
"""What parts the headline and the paragraphs of an article's text."""


_HEAD = 400  # lines of a page among which its date and author stand
_CUE = 600  # characters of a line looked at for the outlet's name


@dataclass(frozen=True, slots=True)
class _Found:
    """A story with what its page's markup says of it, and all lines of the page for the outlet's name."""

    story: Story
    meta: Metadata
    lines: Sequence[str]
    above: Sequence[str]
    first: str | None = None


def articles(page: Page, *, published: str | None = None, language: Language | None = None) -> Iterator[Article | Issue]:
    """The stories on a page, in the page's order, with the Issues that it gives.

    Args:
        page: the bytes as they came.
        published: ISO date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) that wins over what the page says.
        language: wins over what the text looks like.

    Yields:
        Articles, and Issues. Fatal: ``empty``, ``binary``, ``unsupported-type``, ``too-short`` (no story: an error message, a
        page of links), ``unsupported-language``. Not fatal: ``invalid-bytes``, ``encoding-guessed``, ``slow-page``, ``no-date``.

    Raises:
        UsageError: ``published`` is no date, or ``language`` none of ours.
    """
    _check(published, language)
    if page.told is not None:
        yield from with_told(page.told, articles(replace(page, told=None), published=published, language=language))
        return
    if page.media_type == records.RECORD:
        yield from records.article_of(page, published=published, language=language)
        return
    decoded = decode(page)
    if isinstance(decoded, Issue):
        yield decoded
        return
    yield from decoded.issues
    found: list[_Found] = []
    for one in _stories(page, decoded):
        if isinstance(one, Issue):
            yield one
        else:
            found.append(one)
    if not found:
        message = "no story on this page: links, buttons, or less text than an article has"
        yield Issue(page.location, "article", "too-short", message, page=page.sha256)
    for one in found:
        yield from _article(page, one, published=published, language=language)


def _check(published: str | None, language: Language | None) -> None:
    if published is not None:
        parts = re.fullmatch(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", published)
        if parts is None or iso_date(*(int(part) for part in parts.groups() if part)) != published:
            raise UsageError(f"{published!r} is no date: give YYYY-MM-DD, YYYY-MM or YYYY")
    if language is not None and not LANGUAGE_TAG.fullmatch(language):
        raise UsageError(
            f"{language!r} is no language: want a BCP 47 tag, one of {', '.join(LANGUAGES)} unless a reader was taught"
        )


# ---- stories


def _stories(page: Page, decoded: Decoded) -> Iterator[_Found | Issue]:
    if decoded.kind == "html":
        parsed = html.parse(decoded.text)
        if parsed is not None:
            yield from _marked_up(page, parsed)
        return
    url = page.location if host_of(page.location) else None
    yield from _from_lines(list(clean_lines(decoded.text)), Metadata(url=url))


def _from_lines(lines: Sequence[Line], meta: Metadata) -> Iterator[_Found]:
    marks = rejoined(mark_all(lines))
    texts = [one.text[:_CUE] for one in marks]
    first = _first_line(marks)
    date: str | None = None
    for chunk in chunks(marks):
        story = story_of(chunk)
        if story is None:
            continue
        if story.published is None and chunk.headline is not None and is_boxed(chunk.marks, chunk.headline):
            story = replace(story, published=date)  # a letter of several stories bears one date, above the first
        date = date or story.published
        yield _Found(story, meta, texts, _above(chunk), first if story.left_out and not _speaks_of(story, first) else None)


def _first_line(marks: Sequence[Marked]) -> str | None:
    """The page's first line, where it is short and no text."""
    return marks[0].text if marks and marks[0].kind in ("title", "name") and len(marks[0].text) <= 60 else None


def _speaks_of(story: Story, name: str | None) -> bool:
    """Whether the story speaks of what a line above it names: then that is its topic, and no outlet."""
    return name is not None and any(name.lower() in line.text.lower() for line in story.body if len(line.text) <= 5000)


def _above(chunk: Chunk) -> list[str]:
    """The lines before a story's running text, other than those that say when and who."""
    above: list[str] = []
    for one in chunk.marks[:20]:
        if one.kind == "prose":
            break
        if one.kind in ("title", "name", "section", "agency"):
            above.append(one.text)
    return above


def _marked_up(page: Page, parsed: html.Markup) -> Iterator[_Found | Issue]:
    meta = metadata_of(parsed.tree, location=page.location)
    everything = list(html.walked(parsed.tree))
    texts = [line.text[:_CUE] for line in everything]
    footer = [line.text[:_CUE] for node in parsed.tree.iter("footer") for line in html.walked(node)]
    elements = html.story_elements(parsed)
    if elements:
        for element in elements:
            inside = metadata_inside(element, page=meta)
            yield from _single(list(html.walked(element)), html.heading_of(element), inside, [*texts, *footer])
        return
    lines, cut = html.main_lines(parsed)
    if cut:
        message = f"no main text found within {html.TIME_LIMIT:.0f} seconds: all but what markup calls navigation was taken"
        yield Issue(page.location, "article", "slow-page", message, page=page.sha256, fatal=False)
    marks = rejoined(mark_all(lines))
    parts = list(chunks(marks))
    if len(parts) > 1:
        bare = Metadata(site=meta.site, url=meta.url)
        for chunk in parts:
            story = story_of(chunk)
            if story is not None:
                yield _Found(story, bare, [*texts, *footer], _above(chunk))
        return
    for one in _single(lines, meta.headline, meta, [*texts, *footer]):
        yield _Found(one.story, _seen_on(everything, meta, one.story), one.lines, one.above)


def _single(lines: Sequence[Line], headline: str | None, meta: Metadata, texts: Sequence[str]) -> Iterator[_Found]:
    """The one story of an element or a page whose headline is known from markup."""
    if headline is None:
        yield from _from_lines(lines, meta)
        return
    rest = [line for line in lines if not html.same_title(line.text, headline)]
    top = next((at for at, line in enumerate(lines) if html.same_title(line.text, headline)), 0)
    above, below = list(lines[:top]), rest[top:]
    marks = rejoined(mark_all([*above, Line(headline, role="heading"), *below]))
    at = next((at for at, one in enumerate(marks) if one.text == headline and one.line.role == "heading"), None)
    if at is None:
        marks.insert(0, Marked(Line(headline, role="heading"), "title"))
        at = 0
    story = story_of(Chunk(tuple(marks), at))
    if story is not None and story.body:
        yield _Found(story, meta, texts, [])


def _seen_on(lines: Sequence[Line], meta: Metadata, story: Story) -> Metadata:
    """Date and author from the visible page, where neither its metadata nor its main text has them."""
    if (meta.published or story.published) and (meta.byline or story.byline):
        return meta
    for one in _single([line for line in lines[:_HEAD] if len(line.text) <= 2000], meta.headline, meta, []):
        return Metadata(
            headline=meta.headline,
            byline=meta.byline or story.byline or one.story.byline,
            published=meta.published or story.published or one.story.published,
            updated=meta.updated or story.updated or one.story.updated,
            site=meta.site,
            url=meta.url,
        )
    return meta


# ---- articles


def _article(page: Page, found: _Found, *, published: str | None, language: Language | None) -> Iterator[Article | Issue]:
    story, meta = found.story, found.meta
    text, segments = _text_of(story)
    if language is None:
        tongue = tongue_of(text)
        if tongue.language is None:
            what = f"“{story.headline.text[:80]}”: " if story.headline is not None else ""
            message = f"{what}{tongue.why}; --language reads it as one of {', '.join(LANGUAGES)}"
            yield Issue(page.location, "article", "unsupported-language", message, page=page.sha256)
            return
        language = tongue.language
    headline = story.headline.text if story.headline is not None else None
    article = Article(
        document=page.location,
        page=page.sha256,
        text=text,
        language=language,
        headline=headline,
        outlet=meta.site or _outlet(found, headline, language),
        url=meta.url,
        byline=_byline(meta.byline or story.byline),
        published=published or meta.published or story.published,
        updated=meta.updated or story.updated,
        segments=segments,
    )
    yield article
    if article.published is None:
        changed = f" (only that it was updated on {article.updated})" if article.updated else ""
        rest = "relative dates stay unresolved; --published YYYY-MM-DD gives the day"
        message = f"the page does not say when it was published{changed}: {rest}"
        yield Issue(page.location, "article", "no-date", message, page=page.sha256, fatal=False)


def _outlet(found: _Found, headline: str | None, language: Language) -> str | None:
    story = found.story
    body = {line.text[:_CUE] for line in story.body}
    around = Surroundings(
        lines=[line for line in found.lines if line not in body],
        above=[line.strip() for line in found.above if line != headline],
        body=[line.text[:_CUE] for line in story.body[:3]],
        first=None if found.first == headline else found.first,
        url=found.meta.url,
    )
    return outlet_of(around, language=language)


def _byline(byline: str | None) -> str | None:
    """A byline that names somebody: the desk as such is nobody."""
    return None if byline is None or folded(byline) in phrases("roles") else byline


def _text_of(story: Story) -> tuple[str, tuple[Segment, ...]]:
    """An article's text with, for each range of it, where it stood on the page."""
    lines = [*([story.headline] if story.headline is not None else []), *story.body]
    segments: list[Segment] = []
    at = 0
    for line in lines:
        if line.pieces:
            segments.extend(Segment(at + piece.start, at + piece.start + piece.length, piece.origin) for piece in line.pieces)
        else:
            segments.append(Segment(at, at + len(line.text), None))
        at += len(line.text) + len(BETWEEN)
    return BETWEEN.join(line.text for line in lines), tuple(segments)
