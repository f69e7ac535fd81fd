"""What each line of a page is, judged by itself: running text, a title, a date stamp, a byline, or something to leave out.

A line is left out only for a reason with a name; what no rule knows stays. Rules that need a line's neighbours (lists of
other stories, author boxes, the head of a page) are in :mod:`enligt.sources.stories`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import TYPE_CHECKING, Literal

from enligt.sources.names import mostly_names, names_in
from enligt.sources.phrases import agencies, alternatives, folded, phrases
from enligt.sources.stamps import Stamp, adjacent, read_stamp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.sources.lines import Line

Kind = Literal["prose", "title", "stamp", "byline", "name", "agency", "section", "list", "box", "credit", "role", "end", "drop"]

LONGEST_TITLE = 220
_LONGEST_RULED = 400  # characters; a longer line is running text whatever it says
_LONGEST_CAPTION = 300
_HEAD_LINES = 40
_END = re.compile(r"[.!?…][)\]”“\"»«’'›]*$|[:][”\"»]$|[”\"»]\s*\.$")
_DASH = re.compile(r"[–—―-]\s?(?=[^\s\d–—―-])")
_SHOUTED = re.compile(r"[A-ZÅÄÖÆØ][A-ZÅÄÖÆØ\d –-]{2,40}: \S")  # how Norwegian captions begin
_CONTACT = re.compile(
    r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|https?://\S+|www\.\S+|(?<!\w)@\w{2,30}|(?:\+\d{1,3}\s*)?(?:\(?\d{2,5}\)?[\s-]*){2,6}\d+"
)
_RULE = re.compile(r"[-–—_*=~#·•\s]{3,}")


@dataclass(frozen=True, slots=True)
class Marked:
    """A line with what it is. ``reason`` names why it is left out; ``stamp`` and ``names`` hold what it says.

    ``bare`` is a caption's line without its credit; ``closing``: a signature that ends a story ("Text: N.N.").
    """

    line: Line
    kind: Kind
    reason: str = ""
    stamp: Stamp | None = None
    names: str | None = None
    bare: Line | None = None
    closing: bool = False
    rule: bool = False

    @property
    def text(self) -> str:
        """The line's text."""
        return self.line.text

    @property
    def body(self) -> bool:
        """Whether it is text of a story, as far as one line can tell."""
        return self.kind in ("prose", "title", "section", "agency")


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does."""
    return _END.search(text[-12:]) is not None


def is_dash_quote(text: str) -> bool:
    """Whether a line is a spoken one, opened by a dash."""
    return _DASH.match(text) is not None


def _count_words(text: str, enough: int) -> int:
    return sum(1 for _ in islice(re.finditer(r"\w+", text), enough))


def mark_all(lines: Sequence[Line]) -> list[Marked]:
    """Each line marked; and titles that look like text or a stamp by themselves, told by where they stand."""
    marks = [mark(line) for line in lines]
    for at, one in enumerate(marks[:_HEAD_LINES]):
        following = marks[at + 1] if at + 1 < len(marks) else None
        dated = following is not None and (
            following.kind in ("stamp", "byline") or (following.kind == "name" and at + 2 < len(marks))
        )
        if one.kind == "prose" and following is not None and (at == 0 or dated) and _may_be_title(one.text):
            marks[at] = replace(one, kind="title")
        elif at == 0 and one.kind == "stamp" and one.names and byline_names(one.text) is None and following is not None:
            marks[at] = Marked(one.line, "title")  # "Iran Update, December 3, 2025": a title that bears its date
    for at, following in enumerate(marks[1:]):
        one = marks[at]
        if following.kind == "name" and _is_tie(folded(one.text)):
            marks[at] = Marked(one.line, "drop", "byline")
            marks[at + 1] = replace(following, kind="byline", reason="byline")
        credit = following.kind == "credit" and following.bare is None and not following.line.gap
        if credit and one.body and _SHOUTED.match(one.text):
            marks[at] = Marked(one.line, "credit", "caption", bare=one.line)
    return marks


def _is_tie(label: str) -> bool:
    """Whether a byline's label ends in "av", "af" or "by", so that nothing but a name can follow."""
    return label in phrases("byline") and len(label.rsplit(maxsplit=1)[-1]) <= 2


def _may_be_title(text: str) -> bool:
    """Whether a line that counts as text could be a headline: one question, one exclamation, or one spoken phrase."""
    if len(text) > 140 or re.search(r"\w[.!?…][”\"»)]?\s+\S", text):
        return False
    return not ends_sentence(text) or re.search(r"[?!][”\"»]?$", text) is not None


@functools.lru_cache(maxsize=2048)  # a page's lines are looked at again in its main text, and for what stands beside it
def mark(line: Line) -> Marked:
    """What a line is, judged by itself."""
    text = line.text
    if len(text) > _LONGEST_RULED:
        return _caption(line) or Marked(line, "prose")
    if not re.search(r"[^\W_]", text):
        return Marked(line, "drop", "ornament", rule=_RULE.fullmatch(text) is not None)
    if line.role != "heading" or len(text) < 60:
        found = _whole(line) or _stamped(line) or _signed(line) or _opened(line) or _spoken(line)
        if found is not None:
            return found
    return _caption(line) or Marked(line, _plain_kind(line))


def _plain_kind(line: Line) -> Kind:
    text = line.text
    if line.role == "heading":
        return "title"
    if len(text) > LONGEST_TITLE or (is_dash_quote(text) and _count_words(text, 3) == 3):
        return "prose"
    if ends_sentence(text) and (_count_words(text, 4) == 4 or len(text) >= 25):
        return "prose"
    return "title"


# ---- whole lines


_WHOLE: tuple[tuple[str, Kind, str], ...] = (
    ("advertisement", "drop", "advertisement"),
    ("sharing", "drop", "sharing"),
    ("account", "drop", "account"),
    ("player", "drop", "player"),
    ("lists", "list", "heading of a list of other stories"),
    ("boxes", "box", "heading of a box about the outlet"),
    ("sections", "section", "name of a section"),
    ("navigation", "drop", "navigation"),
    ("stills", "credit", "caption"),
)


def _whole(line: Line) -> Marked | None:
    """A line that is one phrase of the tables, a menu, a number, an address, an agency's mark."""
    text = line.text
    fold = folded(text)
    bare = re.sub(r"^\d{1,5}\s+", "", fold)  # "3 kommentarer"
    for key, kind, reason in _WHOLE:
        if fold in phrases(key) or (key == "sharing" and bare in phrases(key)):
            return Marked(line, kind, reason)
    parts = re.split(r"\s+[-–—|:]\s+", fold)
    if len(parts) > 1 and all(folded(part) in phrases("advertisement") | phrases("player") for part in parts):
        return Marked(line, "drop", "advertisement")
    if _end().match(text):
        return Marked(line, "end", "end of the story")
    if re.fullmatch(r"[\W_]*\d{1,3}[\W_]*", text) or _is_menu(text):
        return Marked(line, "drop", "menu or number")
    if _agency().fullmatch(text):
        return Marked(line, "agency", names=re.sub(r"[()/©\s]+", " ", text).strip() if text[0].isalnum() else None)
    return _contact(line)


def has_contact(text: str) -> bool:
    """Whether an address, a web address or a telephone number stands in the text."""
    return _CONTACT.search(text) is not None


def _contact(line: Line) -> Marked | None:
    rest = _CONTACT.sub(" ", line.text)
    if rest == line.text or (line.text[:1].isdigit() and "." not in line.text):
        return None
    fold = folded(rest)
    named = names_in(rest)
    labels = {
        "e-post",
        "epost",
        "e-mail",
        "email",
        "mail",
        "mejl",
        "tlf",
        "tel",
        "telefon",
        "telefax",
        "mobil",
        "phone",
        "sms",
        "twitter",
        "x",
        "url",
    }
    if (
        not re.search(r"[^\W_]", rest)
        or fold in labels
        or fold in phrases("sharing")
        or named
        or set(re.findall(r"\w[\w-]*", fold)) <= labels
    ):
        return Marked(line, "byline", "byline", names=named) if named else Marked(line, "drop", "address")
    return None


@functools.cache
def _menu_words() -> frozenset[str]:
    return frozenset[str]().union(*(phrases(key) for key in ("sections", "navigation", "account", "sharing", "lists")))


def _is_menu(text: str) -> bool:
    known = _menu_words()
    parts = [part for part in re.split(r"\s*[|•·»›>]+\s*|\s+/\s+|\s{2,}", text) if part.strip()]
    if len(parts) >= 2:
        hits = sum(folded(part) in known for part in parts)
        return hits == len(parts) or (len(parts) >= 3 and hits * 2 >= len(parts) and all(len(part) <= 30 for part in parts))
    words = re.findall(r"[^\s,:;]+", text)
    if not 2 <= len(words) <= 40 or not text[:1].isupper():
        return False
    at = entries = hits = others = 0
    while at < len(words):
        size = next(
            (size for size in (4, 3, 2, 1) if " ".join(words[at : at + size]).lower() in known and at + size <= len(words)), 0
        )
        if not size:
            if not words[at][:1].isupper() and not words[at].isdigit():
                return False
            others += words[at][:1].isalpha()
        at, entries, hits = at + max(size, 1), entries + (size > 0), hits + size
    return entries >= 2 and (not others or (entries >= 3 and hits >= 2 * others))


@functools.cache
def _end() -> re.Pattern[str]:
    ends = alternatives(phrases("ends"))
    return re.compile(rf"[(\[](?i:{ends})[)\]]|[-–—/*#\s]+(?i:{ends})\s*[-–—/*#]+$|(?:{ends.upper()})$|#{{3,}}$")


@functools.cache
def _agency() -> re.Pattern[str]:
    marks = alternatives(agencies("marks"))
    return re.compile(rf"[(\[/©\s]*(?i:{marks})(?:\s*[/,–-]\s*(?i:{marks}))*[)\]/\s.]*")


# ---- bylines, signatures


@functools.cache
def _byline() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(phrases('byline'))})(\s*:\s*|\s+)(.+)", re.IGNORECASE)


@functools.cache
def _role() -> re.Pattern[str]:
    ties = alternatives(phrases("role_ties"))
    return re.compile(rf"\w*(?:{alternatives(phrases('roles'))})(?:\s*[,|–-]\s*.*|\s+(?:{ties})\b.*)?", re.IGNORECASE | re.DOTALL)


@functools.cache
def _closer() -> re.Pattern[str]:
    labels = alternatives(phrases("closers") | phrases("credits"))
    return re.compile(rf"((?:{labels})(?:\s*[/&+,]\s*(?:{labels}))*)\s*:\s*(.{{2,120}})", re.IGNORECASE)


def byline_names(text: str) -> str | None:
    """Who wrote it, where the text is a byline ("Av Ola Nordmann, NTB"): the names or the agency, else None."""
    found = _byline().fullmatch(text.strip())
    if found is None:
        return None
    label = found.group(0)[: found.start(1)].strip()
    if ":" not in found[1] and not _is_tie(label.lower()):
        return None  # "Author N.N." may as well begin a headline; "By N.N." and "Author: N.N." do not
    rest = _CONTACT.sub("", found[2]).strip(" ,|–—-()")
    if _agency().fullmatch(rest):
        return rest
    rest = ", ".join(part for part in re.split(r"\s*,\s*", rest) if _role().fullmatch(part) is None)
    for part in (rest, re.split(r"\s+[|–—-]\s+|\s*\(|\s+(?=in\s|i\s|fra\s|från\s|frå\s|at\s)", rest)[0], rest.split(",")[0]):
        names = names_in(part.title() if part.isupper() else part)
        if names is not None:
            return names
    return None


def _signed(line: Line) -> Marked | None:
    """A byline, a signature or an author's role."""
    text = line.text
    if len(text) <= 160:
        closer = _closer().fullmatch(text)
        if closer is not None and mostly_names(closer[2]) and not ends_sentence(re.sub(r"\b\w\.$", "", text)):
            label = closer[1].lower()
            closing = any(word in phrases("closers") for word in (label, *re.split(r"\s*[/&+,]\s*", label)))
            names = names_in(closer[2]) if closing else None
            return Marked(line, "byline" if closing else "credit", "signature", names=names, closing=closing)
        names = byline_names(text)
        if names is not None:
            return Marked(line, "byline", "byline", names=names)
    if _role().fullmatch(text):
        return Marked(line, "role", "what the author is")
    if len(text) <= 60 and names_in(text):
        return Marked(line, "name", names=names_in(text))
    return None


def _stamped(line: Line) -> Marked | None:
    """A date stamp, alone or with the author or a credit."""
    found = _stamp_among_parts(line) or read_stamp(line.text)
    if isinstance(found, Marked) or found is None:
        return found
    stamp, rest = found
    if not rest:
        return Marked(line, "stamp", "date", stamp=stamp)
    names = byline_names(rest)
    if not (stamp.value or stamp.updated):
        # A label or a time with other words: only where they name the author and nothing else.
        return Marked(line, "byline", "byline", stamp=stamp, names=names) if names else None
    if names is None and (len(rest.split()) <= 3 or "," in rest):
        names = names_in(rest)
    known = _credit(rest) is not None or folded(rest) in phrases("sections") or _agency().fullmatch(rest) is not None
    labelled = stamp.labelled and line.text.endswith(rest) and len(rest.split()) <= 4 and not ends_sentence(rest)
    return Marked(line, "stamp", "date", stamp=stamp, names=names) if names or known or labelled else None


def _stamp_among_parts(line: Line) -> Marked | None:
    """A line of three parts or more between bars, one of them a date ("Outlet | 2019-02-01 | page 9")."""
    parts = [part for part in re.split(r"\s*[|•·]\s*", line.text) if part.strip()]
    if len(parts) < 3:
        return None
    read = [(part, read_stamp(part)) for part in parts]
    dates = [one[0] for _, one in read if one is not None and not one[1]]
    if not any(date.value or date.updated for date in dates):
        return None
    names = next((names for part, one in read if one is None and (names := byline_names(part))), None)
    return Marked(line, "stamp", "date", stamp=adjacent(dates), names=names)


# ---- links, boxes, the page's foot


@functools.cache
def _more() -> re.Pattern[str]:
    links = alternatives(phrases("more_link"))
    return re.compile(
        rf"[\W_]*(?P<words>{alternatives(phrases('more'))})(?:\s*(?P<colon>[:|–—»›→>]|\s-\s|-$|$)|\s+(?P<link>{links})\b|(?P<open>\s+(?!och\b|og\b|and\b)\S))",
        re.IGNORECASE,
    )


@functools.cache
def _foot() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternatives(phrases('footer'))})(?P<rest>.*)", re.IGNORECASE)


@functools.cache
def _phrase() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{alternatives(phrases('phrases'))})")


def _opened(line: Line) -> Marked | None:
    """A line that leads to another story, or belongs to the page's foot."""
    text = line.text
    found = _more().match(text)
    if found is not None:
        spoken = is_dash_quote(text)
        if found["colon"] is not None and (found["colon"] or not spoken):
            alone = not text[found.end() :].strip()
            return Marked(line, "list" if alone else "drop", "link to another story")
        if not spoken and " " in found["words"] and (found["link"] or (not ends_sentence(text) and len(text) <= 160)):
            return Marked(line, "drop", "link to another story")
    found = _foot().match(text)
    if found is not None:
        rest = found["rest"]
        if text[:1] == "©" or re.match(r"\s*(?:[:©]|$|[\d(])", rest) or text.lower().startswith("copyright") or names_in(rest):
            return Marked(line, "drop", "foot of the page")
    return None


def _spoken(line: Line) -> Marked | None:
    """The outlet speaks to its visitor: newsletters, cookies, subscriptions, players."""
    if not is_dash_quote(line.text) and _phrase().search(line.text.lower()):
        return Marked(line, "drop", "the outlet to its visitor")
    return None


# ---- captions


@functools.cache
def _credits() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    strong, weak, closers = phrases("credits"), phrases("signed"), phrases("closers")
    label = rf"(?P<label>(?:{alternatives(strong | weak)})(?:\s*[/&+,]\s*(?:{alternatives(strong | weak | closers)}))*)"
    return (
        re.compile(
            rf"(?:^|(?<=[\s(\[/|.!?”\"»]))[(\[]?{label}\s*(?P<tie>[:/]|\bav\b|\baf\b|\bby\b)\s*(?P<name>.{{2,120}})$",
            re.IGNORECASE,
        ),
        re.compile(rf"(?:(?<=[.!?)])\s*|\(\s*)(?:{alternatives(phrases('stills'))})[.)]*$", re.IGNORECASE),
        re.compile(rf"(?:[/(|,]|(?<=[.!?])\s|\bvia\s)\s*(?:{alternatives(agencies('photo'))})[.)\]]*$"),
    )


def _credit(text: str) -> int | None:
    """Where a picture's credit begins that the text ends in; None where it ends in none."""
    credit, still, photo = _credits()
    tail = max(0, len(text) - 200)
    for found in credit.finditer(text, tail):
        label, name = found["label"], found["name"].strip().rstrip(").]")
        opening = found.start() == 0 or text[found.start()] in "([" or text[found.start() - 1] in "/|("
        if not (opening or label[:1].isupper()) or len(name.split()) > 12 or re.search(r"\w{3,}[.!?]\s+\w", name):
            continue
        strong = any(part in phrases("credits") for part in re.split(r"\s*[/&+,]\s*", label.lower()))
        if (strong and found["tie"] in ":/") or mostly_names(name):
            return found.start()
    end = still.search(text, tail) or photo.search(text, tail)
    return end.start() if end is not None else None


def _caption(line: Line) -> Marked | None:
    """A picture's caption with its credit; of a long line only the credit is left out."""
    start = _credit(line.text)
    if start is None:
        return None
    bare = line.part(0, start)
    if not re.search(r"\w", bare.text):
        return Marked(line, "credit", "credit")
    if len(bare.text) > _LONGEST_CAPTION:
        return Marked(bare, "prose")
    return Marked(line, "credit", "caption", bare=bare)


def as_text(marked: Marked) -> Marked:
    """The line as text of the story after all: what it would be, had no rule spoken; a caption loses its credit."""
    line = marked.bare or marked.line
    return replace(marked, line=line, kind=_plain_kind(line), reason="", stamp=None, names=None, bare=None)
