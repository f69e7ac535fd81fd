"""A story as the text of an article, each range with where it stood on the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from enligt.model import Segment

if TYPE_CHECKING:
    from enligt.sources.stories import Story

BETWEEN: Final = "\n\n"
"""What parts the headline and the paragraphs of an article's text."""


def text_of(story: Story) -> tuple[str, tuple[Segment, ...]]:
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
