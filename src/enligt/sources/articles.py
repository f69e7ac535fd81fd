"""From a page to its articles: decoded, cut into lines, stripped of what a page wears, parted into stories, dated."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.model import LANGUAGE_TAG, LANGUAGES, Article, Issue, Language, Page
from enligt.sources import documents, records
from enligt.sources import markup as html
from enligt.sources.dating import Told, disagreement, in_address, weighed
from enligt.sources.decoding import Decoded, decode
from enligt.sources.exporting import parted
from enligt.sources.limits import USUAL, Limits
from enligt.sources.lines import Line, clean_lines
from enligt.sources.links import NONE, Anchors, anchors_of, links_of
from enligt.sources.marks import Marked, mark_all
from enligt.sources.metadata import Metadata, metadata_of
from enligt.sources.outlets import Surroundings, outlet_of
from enligt.sources.paragraphs import rejoined
from enligt.sources.parting import Chunk, chunks, is_boxed
from enligt.sources.phrases import folded, phrases
from enligt.sources.recurring import Boilerplate, without
from enligt.sources.several import Part, parts_of
from enligt.sources.signs import agency_of, is_truncated
from enligt.sources.stamps import iso_date, read_stamp
from enligt.sources.stated import stated_lines
from enligt.sources.stories import Story, story_of
from enligt.sources.teasers import drop_teasers, is_index
from enligt.sources.texts import BETWEEN, text_of
from enligt.sources.told import with_told
from enligt.sources.tongue import tongue_of
from enligt.sources.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HEAD = 400  # lines of a page among which its date and author stand
_CUE = 600  # characters of a line looked at for the outlet's name
_LEAST = 200  # letters of main text; with less, the text may stand in the page's JSON alone
_FEWEST_TITLES, _MOST_TITLES = 6, 2_000  # lines of a page that is nothing but headlines
_SHORT = 300  # letters; a shorter story among others is in their language


@dataclass(frozen=True, slots=True)
class _Found:
    """A story with what its page's markup says of it, and all lines of the page for the outlet's name."""

    story: Story
    meta: Metadata
    lines: Sequence[str]
    above: Sequence[str]
    first: str | None = None
    anchors: Anchors = NONE
    part: bool = False  # one of several: the page's address has no say in its date
    section: str | None = None


def articles(
    page: Page,
    *,
    published: str | None = None,
    language: Language | None = None,
    boilerplate: Boilerplate | None = None,
    limits: Limits | None = None,
) -> Iterator[Article | Issue]:
    """The stories on a page, in the page's order, with the Issues that it gives.

    Args:
        page: the bytes as they came.
        published: ISO date (``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``) that wins over what the page says.
        language: wins over what the text looks like.
        boilerplate: lines of sites that are left out (``recurring.learned``).
        limits: how much of the page is read; the usual bounds where None.

    Yields:
        Articles, and Issues. Fatal: ``empty``, ``binary``, ``unsupported-type``, ``index-page`` (it only leads to articles),
        ``too-short`` (no story: an error message), ``unsupported-language``, ``not-parted`` (several articles, and where each
        begins is not seen); of documents ``damaged``, ``encrypted``, ``no-text``, ``too-large``, ``too-deep``, ``too-slow``. Not
        fatal: ``invalid-bytes``, ``encoding-guessed``, ``slow-page``, ``no-date``, ``date-disagrees``, ``byline-disagrees``,
        ``canonical-elsewhere``, ``parting-unsure``, ``cut``.

    Raises:
        UsageError: ``published`` is no date, or ``language`` none of ours.
    """
    _check(published, language)
    if page.told is not None:
        bare = replace(page, told=None)
        inner = articles(bare, published=published, language=language, boilerplate=boilerplate, limits=limits)
        yield from with_told(page.told, inner)
        return
    if page.media_type == records.RECORD:
        yield from records.article_of(page, published=published, language=language)
        return
    limits = limits or USUAL
    kind = documents.kind_of(page)
    if kind is not None:
        yield from _document(page, kind, published=published, language=language, boilerplate=boilerplate, limits=limits)
        return
    decoded = decode(page)
    if isinstance(decoded, Issue):
        yield decoded
        return
    yield from decoded.issues
    stories = _stories(page, decoded, limits)
    yield from _told(page, stories, published=published, language=language, boilerplate=boilerplate)


def _told(
    page: Page,
    stories: Iterable[_Found | Issue],
    *,
    published: str | None,
    language: Language | None,
    boilerplate: Boilerplate | None = None,
) -> Iterator[Article | Issue]:
    """The articles of a page's stories, or that it has none."""
    found: list[_Found] = []
    told = False
    for one in stories:
        if isinstance(one, Issue):
            told = told or one.fatal
            yield one
        else:
            found.append(one)
    if boilerplate is not None:
        found = list(_without(found, boilerplate, page))
    if not found and not told:
        message = "no story on this page: links, buttons, or less text than an article has"
        yield Issue(page.location, "article", "too-short", message, page=page.sha256)
    common = language or _common(found)
    for one in found:
        known = common if common is not None and _length(one.story) < _SHORT else language
        yield from _article(page, one, published=published, language=known)


def _without(found: Sequence[_Found], boilerplate: Boilerplate, page: Page) -> Iterator[_Found]:
    """The stories without the lines that recur on their site; one of nothing else is none."""
    for one in found:
        lines = boilerplate.hosts.get(host_of(one.meta.url) or host_of(page.location) or "", frozenset())
        story = without(one.story, lines)
        if story.body or not one.story.body:
            yield replace(one, story=story)


def _common(found: Sequence[_Found]) -> Language | None:
    """The language of several stories together: a live report's post of a sentence is too short to tell its own."""
    return tongue_of(BETWEEN.join(text_of(one.story)[0] for one in found)).language if len(found) > 1 else None


def _length(story: Story) -> int:
    return sum(len(line.text) for line in story.body)


def _document(  # noqa: PLR0913 - as `articles`
    page: Page,
    kind: documents.Kind,
    *,
    published: str | None,
    language: Language | None,
    boilerplate: Boilerplate | None,
    limits: Limits,
) -> Iterator[Article | Issue]:
    """The articles of a document and of what it encloses; what fails of it is fatal only where nothing else is read."""
    issues: list[Issue] = []
    any_article = False
    for part in documents.parts_of(page, kind, limits):
        inner: Iterable[Article | Issue]
        if isinstance(part, Issue):
            inner = [part]
        elif isinstance(part, documents.Written):
            stories = _from_document(page, part)
            inner = _told(page, stories, published=published, language=language, boilerplate=boilerplate)
        elif limits.depth <= 0:
            message = f"{part.name or 'a document'} lies deeper inside other documents than is read"
            inner = [Issue(page.location, "source", "too-deep", message, page=page.sha256)]
        else:
            within = replace(limits, depth=limits.depth - 1)
            held = articles(part.page, published=published, language=language, boilerplate=boilerplate, limits=within)
            inner = documents.rehomed(held, part, page)
        for one in inner:
            if isinstance(one, Issue):
                issues.append(one)
            else:
                any_article = True
                yield one
    for issue in issues:
        yield replace(issue, fatal=False) if any_article else issue


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


def _stories(page: Page, decoded: Decoded, limits: Limits) -> Iterator[_Found | Issue]:
    if decoded.kind == "html":
        parsed = html.parse(decoded.text)
        if parsed is not None:
            if parsed.deep:
                message = "its elements are nested deeper than any page's: what lies deeper is not read"
                yield Issue(page.location, "article", "too-deep", message, page=page.sha256, fatal=False)
            everything = list(islice(html.walked(parsed.tree), limits.lines + 1))
            yield from _exported(page, everything[: limits.lines]) or _marked_up(page, parsed, everything, limits)
        return
    url = page.location if host_of(page.location) else None
    lines = list(islice(clean_lines(decoded.text), limits.lines + 1))
    yield from _cut(page, lines, limits)
    exported = _exported(page, lines)
    if not exported and _is_list(lines):
        yield _index_page(page)
        return
    yield from exported or _from_lines(lines, Metadata(url=url))


def _is_list(lines: Sequence[Line]) -> bool:
    """Whether lines are headlines and nothing else: a front page as a crawler leaves it."""
    if not _FEWEST_TITLES <= len(lines) <= _MOST_TITLES:
        return False
    marks = mark_all(lines)
    titles = sum(one.kind == "title" and len(one.text.split()) >= 4 for one in marks)
    return titles >= _FEWEST_TITLES and not any(one.kind == "prose" for one in marks)


def _index_page(page: Page) -> Issue:
    message = "a page that leads to articles and is none: give the articles' own addresses, or the site's feed"
    return Issue(page.location, "article", "index-page", message, page=page.sha256)


def _cut(page: Page, lines: list[Line], limits: Limits) -> Iterator[Issue]:
    """Leave out the lines beyond the limit, and say so."""
    if len(lines) > limits.lines:
        del lines[limits.lines :]
        message = f"more than {limits.lines} lines: the rest is not read; split it into files of fewer"
        yield Issue(page.location, "article", "cut", message, page=page.sha256, fatal=False)


def _exported(page: Page, lines: Sequence[Line]) -> list[_Found | Issue]:
    """The stories of a media archive's export; nothing where the page is none."""
    export = parted(lines)
    if export is None:
        return []
    found: list[_Found | Issue] = []
    for entry in export.entries:
        facts = entry.facts
        days = () if facts.published is None else (Told("metadata", facts.published),)
        meta = Metadata(headline=facts.headline, byline=facts.byline, published=days, site=facts.outlet, url=facts.url)
        found += [replace(one, section=facts.place) for one in _single(entry.lines, facts.headline, meta, [])]
    code, fatal = ("parting-unsure", False) if found else ("not-parted", True)
    found += [Issue(page.location, "article", code, doubt, page=page.sha256, fatal=fatal) for doubt in export.doubts]
    return found


def _from_document(page: Page, written: documents.Written) -> Iterator[_Found | Issue]:
    """The stories of a document's text: an archive's, or several that show themselves, or one."""
    exported = _exported(page, written.lines)
    if exported:
        yield from exported
        return
    marks = rejoined(mark_all(written.lines))
    if written.meta.headline is None or len(list(chunks(marks))) > 1:
        found = _from_lines(written.lines, Metadata(url=written.meta.url))
    else:
        found = _single(written.lines, written.meta.headline, written.meta, [line.text[:_CUE] for line in written.lines])
    for one in found:
        yield replace(one, lines=[*one.lines, *written.around])


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
        if story.headline is not None and story.headline.text == first:
            first = None  # a headline, and no outlet of the stories below
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


def _marked_up(page: Page, parsed: html.Markup, everything: list[Line], limits: Limits) -> Iterator[_Found | Issue]:
    meta = metadata_of(parsed.tree, location=page.location)
    if meta.elsewhere is not None:
        message = f"the page names an address on another site as the original: {meta.elsewhere}; it keeps its own"
        yield Issue(page.location, "article", "canonical-elsewhere", message, page=page.sha256, fatal=False)
    parts = parts_of(parsed, meta)
    if not parts and parsed.small and is_index(parsed.tree, meta):
        yield _index_page(page)
        return
    anchors = anchors_of(parsed.tree, base=meta.url)
    if not parts and parsed.small and drop_teasers(parsed.tree, meta):
        everything = list(islice(html.walked(parsed.tree), limits.lines + 1))
    around = [line.text[:_CUE] for line in everything]
    around += [line.text[:_CUE] for node in parsed.tree.iter("footer") for line in html.walked(node)]
    if parts:
        for part in parts:
            yield from _of_part(part, around, anchors)
        return
    yield from _cut(page, everything, limits)
    lines, cut = html.main_lines(parsed, plain=everything, seconds=limits.page_seconds)
    if cut:
        message = f"no main text found within {limits.page_seconds:g} seconds: all but what markup calls navigation was taken"
        yield Issue(page.location, "article", "slow-page", message, page=page.sha256, fatal=False)
    del lines[limits.lines :]  # told above: they are among all lines
    if sum(len(line.text) for line in lines) < _LEAST:
        lines = stated_lines(parsed.tree, meta) or lines
    for one in _told_by(lines, everything, meta, around):
        yield replace(one, anchors=anchors)


def _told_by(lines: Sequence[Line], everything: Sequence[Line], meta: Metadata, around: Sequence[str]) -> Iterator[_Found]:
    """The stories of a page's main text: one, or several where its lines show them."""
    stories = list(_bulletins(lines, everything))
    if len(stories) > 1:
        for chunk in stories:
            story = story_of(chunk)
            if story is not None:
                yield _Found(story, Metadata(site=meta.site, url=meta.url), around, _above(chunk), part=True)
        return
    for one in _single(lines, meta.headline, meta, around):
        yield replace(one, meta=_seen_on(everything, meta, one.story))


def _bulletins(lines: Sequence[Line], everything: Sequence[Line]) -> Iterator[Chunk]:
    """The page's stories where its lines show several: those of the main text; of all, where headings have dates under them."""
    found = list(chunks(rejoined(mark_all(lines))))
    if sum(map(_is_dated, everything, everything[1:])) > 1:
        plain = list(chunks(rejoined(mark_all(everything))))
        found = plain if len(plain) >= max(2, len(found)) else found  # the first heading is often lost to the main text
    yield from found


def _is_dated(line: Line, following: Line) -> bool:
    stamp = read_stamp(following.text) if line.role == "heading" and len(following.text) <= 100 else None
    return stamp is not None and stamp[0].value is not None


def _of_part(part: Part, around: Sequence[str], anchors: Anchors) -> Iterator[_Found]:
    """The story of a part; one that is too short to be told from what a page wears is taken as it is."""
    found = list(_single(part.lines, part.heading, part.meta, around))
    if not found:
        body = tuple(one.line for one in mark_all(part.lines) if one.kind == "prose")
        title = Line(part.heading, role="heading") if part.heading is not None else None
        found = [_Found(Story(title, body), part.meta, around, [])] if body else []
    for one in found:
        title = one.story.headline
        short = part.heading is None and title is not None and len(title.text.split()) < 3  # a time of day, a name
        yield replace(one, story=replace(one.story, headline=None) if short else one.story, anchors=anchors, part=True)


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
        seen = one.story
        return replace(
            meta,
            byline=meta.byline or story.byline or seen.byline,
            published=meta.published or _seen(story.published or seen.published),
            updated=meta.updated or _seen(story.updated or seen.updated),
        )
    return meta


def _seen(day: str | None) -> tuple[Told, ...]:
    return (Told("visible text", day),) if day else ()


# ---- articles


def _article(page: Page, found: _Found, *, published: str | None, language: Language | None) -> Iterator[Article | Issue]:
    story, meta = found.story, found.meta
    text, segments = text_of(story)
    if language is None:
        tongue = tongue_of(text)
        if tongue.language is None:
            what = f"“{story.headline.text[:80]}”: " if story.headline is not None else ""
            message = f"{what}{tongue.why}; --language reads it as one of {', '.join(LANGUAGES)}"
            yield Issue(page.location, "article", "unsupported-language", message, page=page.sha256)
            return
        language = tongue.language
    headline = story.headline.text if story.headline is not None else None
    dates, issues = _dates(page, found, published=published)
    article = Article(
        document=page.location,
        page=page.sha256,
        text=text,
        language=language,
        headline=headline,
        outlet=meta.site or _outlet(found, headline, language),
        url=meta.url,
        byline=_byline(meta.byline or story.byline),
        published=dates[0],
        updated=dates[1],
        segments=segments,
        links=links_of(text, found.anchors, url=meta.url),
        section=found.section,
        truncated=is_truncated(text, found.lines, free=meta.free),
        agency=agency_of(text, [line for line, _ in story.left_out], byline=meta.byline or story.byline),
    )
    yield article
    yield from issues
    if article.published is None:
        changed = f" (only that it was updated on {article.updated})" if article.updated else ""
        rest = "relative dates stay unresolved; --published YYYY-MM-DD gives the day"
        message = f"the page does not say when it was published{changed}: {rest}"
        yield Issue(page.location, "article", "no-date", message, page=page.sha256, fatal=False)


def _dates(page: Page, found: _Found, *, published: str | None) -> tuple[tuple[str | None, str | None], list[Issue]]:
    """When a story was published and updated, with the Issues of what disagrees about it."""
    story, meta = found.story, found.meta
    address = in_address(meta.url)
    said = (*meta.published, *_seen(story.published), None if found.part and (meta.published or story.published) else address)
    first, others = weighed(said)
    last, later = weighed((*meta.updated, *_seen(story.updated)))
    if last is not None and first is not None and last < first[: len(last)]:
        later, last = (*later, Told("metadata", last)), None  # an update before publication is none
    if meta.updated and meta.published[:1] == meta.updated[:1] and meta.updated[0].place != "visible text":
        last = None  # one moment, told twice
    messages = []
    if others and first is not None and published is None:
        messages.append(("date-disagrees", f"{disagreement('published', first, others)}; --published YYYY-MM-DD gives the day"))
    if later and published is None:
        messages.append(("date-disagrees", disagreement("updated", last or "none", later)))
    if meta.authors:
        messages.append(
            (
                "byline-disagrees",
                f"the page names several authors: {meta.byline} was taken, it also names {'; '.join(meta.authors)}",
            )
        )
    issues = [Issue(page.location, "article", code, message, page=page.sha256, fatal=False) for code, message in messages]
    return (published or first, last), issues


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
