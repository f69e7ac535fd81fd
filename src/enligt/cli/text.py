"""Text from pages is data: what of it may reach a terminal."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor movement
    r"|\x1b[\]PX^_].*?(?:\x1b\\|\x07|$)"  # OSC, DCS, SOS, PM, APC: titles, links, clipboard; an unended one runs to the end
    r"|\x1b[ -/]*[0-~]"  # other escapes
    r"|\x9b[0-?]*[ -/]*[@-~]",  # CSI as one character
    re.DOTALL,
)
# Letters that show text in another order than it has: bidirectional embeddings, overrides and isolates.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]")


def one_line(text: str) -> str:
    """The text on one line, without escape sequences, control characters and letters that reorder what is shown."""
    text = _REORDERING.sub("", _ESCAPES.sub("", text))
    text = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp", "Cs") else letter for letter in text)
    return re.sub(" {2,}", " ", text).strip()


def harmless(text: str) -> str:
    """The text as it is, blanks and line ends too, less what a terminal obeys or that reorders what is shown."""
    text = _REORDERING.sub("", _ESCAPES.sub("", text))
    return "".join(letter for letter in text if letter == "\n" or unicodedata.category(letter) not in ("Cc", "Cs"))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each on one line and cleaned as :func:`one_line` does."""
    return [line for line in (one_line(part) for part in re.split(r"\n\s*\n", text)) if line]


def shortened(text: str, width: int) -> str:
    """The text on one line of at most ``width`` characters, cut at a word where that loses little."""
    text = one_line(text)
    if len(text) <= width:
        return text
    cut = text[: max(width - 1, 0)]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > width * 2 // 3 else cut).rstrip(" ,;:–-") + "…"
