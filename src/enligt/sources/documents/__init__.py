"""Documents that are neither text nor HTML: PDF, DOCX, saved pages (MHTML) and mail. ``KINDS`` lists what is read.

What a file is, is told by its first bytes, then by its ending; each kind is one module. A reader takes a document apart into
text (``Written``) and pages that it encloses (``Enclosed``), which go the way of every page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from enligt.sources.documents import docx, mail, mhtml, pdf
from enligt.sources.documents.parts import Enclosed, Failure, Written, rehomed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from enligt.model import Issue, Page
    from enligt.sources.limits import Limits

__all__ = ["KINDS", "Enclosed", "Kind", "Written", "kind_of", "parts_of", "rehomed"]


class Kind(NamedTuple):
    """A kind of document: its name in messages, how it is told, and what reads it."""

    name: str
    fits: Callable[[bytes, str, str], bool]
    """Of its bytes, its location in small letters, and its media type."""
    read: Callable[[Page, Limits], Iterator[Written | Enclosed | Failure]]


KINDS = (
    Kind("PDF", pdf.fits, pdf.read),
    Kind("DOCX", docx.fits, docx.read),
    Kind("saved page (MHTML)", mhtml.fits, mhtml.read),
    Kind("mail", mail.fits, mail.read),  # after MHTML, which is written like a mail
)


def kind_of(page: Page) -> Kind | None:
    """The kind of document that a page is; None where it is text, HTML, or nothing that is read."""
    name = page.location.lower()
    media_type = (page.media_type or "").lower().partition(";")[0].strip()
    return next((kind for kind in KINDS if kind.fits(page.content, name, media_type)), None)


def parts_of(page: Page, kind: Kind, limits: Limits) -> Iterator[Written | Enclosed | Issue]:
    """What a document is made of. Whatever its reader stumbles over ends as an Issue (``damaged``); what came before stays."""
    found = False
    try:
        for one in kind.read(page, limits):
            found = True
            yield one.of(page) if isinstance(one, Failure) else one
    except (Exception, RecursionError) as error:  # noqa: BLE001 - a library's failure on a strange document costs that page alone
        reason = " ".join(str(error).split())[:200]
        message = f"the {kind.name} is damaged or none: {type(error).__name__}{': ' + reason if reason else ''}"
        yield Failure("damaged", message).of(page)
        return
    if not found:
        yield Failure("empty", f"nothing to read in this {kind.name}").of(page)
