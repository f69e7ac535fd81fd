"""Mail (RFC 5322, ``.eml``): its HTML, else its text; newsletters of several stories; letters and documents attached to it."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import TYPE_CHECKING, Any, cast

from enligt.model import Page
from enligt.sources.dating import Told
from enligt.sources.documents import messages
from enligt.sources.documents.parts import Enclosed, Failure
from enligt.sources.metadata import Metadata

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

    from enligt.sources.limits import Limits

_TYPICAL = frozenset({"from", "date", "subject", "to", "sender", "reply-to", "cc"})
_TELLING = frozenset(
    {"mime-version", "message-id", "received", "return-path", "delivered-to", "dkim-signature", "list-unsubscribe"}
)
_BULK = ("List-Id", "List-Unsubscribe", "List-Post")
_ATTACHED = {
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "text/html": ".html",
    "text/plain": ".txt",
    "message/rfc822": ".eml",
}
_ENDINGS = (".pdf", ".docx", ".docm", ".html", ".htm", ".eml", ".mht", ".mhtml", ".txt")
_ANSWER = re.compile(r"(?:(?:re|fwd?|sv|vs|vb|vidaresänt|videresendt)\s*:\s*)+", re.IGNORECASE)


def fits(content: bytes, name: str, media_type: str) -> bool:
    """Whether it is a mail: its headers say so, or some of them do and the ending or type besides."""
    names = messages.header_names(content)
    if len(names & _TYPICAL) < 2:
        return False
    return bool(names & _TELLING) or name.endswith((".eml", ".mail")) or media_type == "message/rfc822"


def read(page: Page, limits: Limits) -> Iterator[Enclosed | Failure]:
    """The mail's own text as a page, then each document attached to it that is of a kind that is read."""
    message = messages.parsed(page.content, limits)
    if isinstance(message, Failure):
        yield message
        return
    meta = _meta(message)
    bodies: list[tuple[Message, int]] = []
    attached: list[Message] = []
    for part, depth in messages.leaves(message, limits):
        kind = part.get_content_type()
        if kind in {"text/html", "text/plain"} and not _is_attachment(part):
            bodies.append((part, depth))
        elif kind in _ATTACHED or (messages.file_name(part) or "").lower().endswith(_ENDINGS):
            attached.append(part)
    main = _main(bodies)
    if main is not None:
        yield Enclosed(Page(page.location, messages.body(main), messages.media_type(main), page.fetched), meta)
    for part in attached:
        yield from _enclosed(page, part)
    if main is None and not attached:
        yield Failure("no-text", "there is no text in this mail, and nothing attached that is read")


def _main(bodies: list[tuple[Message, int]]) -> Message | None:
    """The HTML part if it holds words, else the text: the first of each."""
    for kind in ("text/html", "text/plain"):
        for part, _ in bodies:
            if part.get_content_type() == kind and re.search(rb"\w{2}", re.sub(rb"<[^<>]{0,2000}>", b"", messages.body(part))):
                return part
    return None


def _is_attachment(part: Message) -> bool:
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _enclosed(page: Page, part: Message) -> Iterator[Enclosed | Failure]:
    kind = part.get_content_type()
    name = messages.file_name(part)
    if kind == "message/rfc822":
        held: Any = part.get_payload()
        letter = held[0] if isinstance(held, list) and held else None
        if letter is None:
            return
        content, name = cast("Message", letter).as_bytes(), name or "the letter attached"
        yield Enclosed(Page(f"{page.location}#letter.eml", content, kind, page.fetched), Metadata(), name)
        return
    content = messages.body(part)
    called = f"attachment {name!r}" if name else f"an attachment ({kind[:60]})"
    if not content:
        yield Failure("empty", f"in {called}: nothing", fatal=False)
        return
    # The name's ending tells the kind; the name itself, which the sender chose, goes no further.
    ending = next((one for one in _ENDINGS if (name or "").lower().endswith(one)), _ATTACHED.get(kind, ""))
    yield Enclosed(
        Page(f"{page.location}#attachment{ending}", content, messages.media_type(part), page.fetched), Metadata(), called
    )


def _meta(message: Message) -> Metadata:
    """Headline, date, and who speaks: an outlet, or for a person's letter its author."""
    said, address = parseaddr(messages.header(message, "From") or "")
    name = " ".join(said.split())[:100] or None
    mailbox, _, host = address.lower().partition("@")
    words = {word for word in re.findall(r"\w{3,}", (name or "").lower()) if word not in host}
    bulk = any(message.get(one) for one in _BULK)
    person = not bulk and bool(words & set(re.findall(r"\w{3,}", mailbox)))
    subject = messages.header(message, "Subject")
    headline = _ANSWER.sub("", subject, count=1).strip() if subject else None
    day = messages.day(message)
    return Metadata(
        headline=headline or None,
        published=() if day is None else (Told("metadata", day),),
        site=None if person else name,
        byline=name if person else None,
    )
