"""Annotated documents read by a reader, so that its claims can be scored against theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from enligt.config import checked_date, checked_language
from enligt.errors import UsageError
from enligt.model import Article, Issue
from enligt.reports.records import claim_record
from enligt.run.stages import read_articles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from enligt.marking import Annotated
    from enligt.model import Language, Reader
    from enligt.reports.records import Record


def article_of(document: Annotated, *, also: Collection[str] = ()) -> Article:
    """An annotated document as an article: its sentences, the first as the headline, each a paragraph of its own.

    Args:
        document: the document.
        also: languages that it may be in beside those that are read.

    Raises:
        UsageError: its language is not read, or its day of publication is none.
    """
    return Article(
        document=document.name,
        page="",
        text="\n\n".join(document.sentences),
        language=cast("Language", document.language) if document.language in also else checked_language(document.language),
        headline=document.sentences[0] if document.sentences else None,
        published=None if document.published is None else checked_date(document.published),
    )


def read_annotated(
    documents: Iterable[Annotated], *, reader: Reader, also: Collection[str] = ()
) -> Iterator[tuple[Annotated, list[Record]] | Issue]:
    """Each annotated document with the claims that the reader finds in it; an Issue for one that it cannot read.

    Args:
        documents: the documents.
        reader: who reads them.
        also: languages that they may be in beside those that are read.

    Raises:
        ReaderError: the reader cannot run at all.
    """
    asked: list[Annotated] = []
    articles: list[Article] = []
    for document in documents:
        try:
            articles.append(article_of(document, also=also))
        except UsageError as error:
            yield Issue(document.file, "source", "unsupported", f"document {document.doc}: {error}")
        else:
            asked.append(document)
    for document, answer in zip(asked, read_articles(articles, reader=reader), strict=True):
        yield from answer.issues
        if answer.reading is not None:
            yield document, [claim_record(claim, answer.article, document=document.name) for claim in answer.reading.claims]
