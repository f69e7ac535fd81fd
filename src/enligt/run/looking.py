"""The first look in a run: which pages and articles are put aside unread, which of them are audited, and what was lost."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enligt.errors import UsageError
from enligt.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from enligt.config import SaidOfPages
    from enligt.model import Article, Page
    from enligt.readers.look import Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks at pages first. What it decides depends on a page's and an article's content alone.

    ``audit`` is the share of what is put aside that is read all the same, 0 to 1; pages at the locations ``named``, which the
    user gave one by one, are read whatever they look like.
    """

    audit: float = 0.0
    named: frozenset[str] = frozenset()

    def page(self, page: Page, said: SaidOfPages) -> Issue | None:
        """Why a whole page is put aside before its articles are looked for; None where it is not.

        Raises:
            WeightsError: the model is missing or damaged.
        """
        from enligt.readers import look  # noqa: PLC0415 - numpy and the model only where something is read
        from enligt.sources import glance  # noqa: PLC0415 - as above

        if page.location in self.named:
            return None
        text = glance.quick_text(page)
        language = None if text is None else said.language or glance.language_of(text)
        if text is None or language is None:
            return None
        verdict = look.glance(text, language=language)
        return None if verdict.why is None else _issue(page.location, page.sha256, verdict, language)

    def article(self, article: Article) -> Issue | None:
        """Why an article is put aside; None where it is to be read.

        Raises:
            WeightsError: the model is missing or damaged.
        """
        from enligt.readers import look  # noqa: PLC0415 - as above

        if article.document in self.named:
            return None
        verdict = look.look(article.text, language=article.language)
        if verdict.why is None:
            return None
        return _issue(article.document, article.page, verdict, article.language, headline=article.headline)

    def audits(self, content: bytes) -> bool:
        """Whether what was put aside is read all the same: its hash falls into the share."""
        return int.from_bytes(hashlib.sha256(content).digest()[:8], "big") < self.audit * 2**64


def _issue(location: str, page: str, verdict: Verdict, language: str, *, headline: str | None = None) -> Issue:
    what = f"“{headline[:80]}”: " if headline else ""
    score = f"a first look gives {verdict.score:.2f}, and {verdict.threshold:.2f} is asked of {language}"
    if verdict.why == "no-actor":
        code, message = "aside-no-actor", f"{what}put aside unread: no political actor is named ({score}); --all reads it"
    else:
        code, message = "aside-unlikely", f"{what}put aside unread: claims are unlikely ({score}); --all reads it"
    return Issue(location, "read", code, message, page=page, fatal=False)


def chosen(paths: Sequence[str], *, everything: bool, audit: float) -> Look | None:
    """The look that a user asked for; None where everything is to be read.

    Raises:
        UsageError: an audit of what is not put aside, or a share that is none.
    """
    if not 0 <= audit <= 1:
        raise UsageError(f"a share lies between 0 and 1, as in 0.01: {audit!r} does not")
    if everything and audit:
        raise UsageError("with --all nothing is put aside, and there is nothing to audit: leave one of the two out")
    if everything:
        return None
    from enligt.sources.addresses import is_address, spelt  # noqa: PLC0415 - as glance

    usual = (spelt(one) for one in paths if is_address(one))  # as a page fetched from there is called
    return Look(audit, frozenset((*paths, *usual)))


def options(look: Look | None) -> dict[str, str]:
    """What makes going through a file of many pages with this look other work than with another: all, or a share of the rest."""
    if look is None:
        return {"look": "all"}
    return {"look": f"audit {look.audit:g}"} if look.audit else {}


@dataclass(slots=True)
class Audit:
    """What was put aside in a run, and what those held that were read all the same (claims in each)."""

    aside: int = 0
    claims: list[int] = field(default_factory=list)

    @property
    def holding(self) -> int:
        """How many of the audited held a claim."""
        return sum(1 for count in self.claims if count)

    def interval(self) -> tuple[float, float]:
        """The share of what is put aside that holds claims: Wilson's 95 % interval (Wilson, 1927)."""
        number, hits, z = len(self.claims), self.holding, 1.959964
        if not number:
            return 0.0, 1.0
        share, spread = hits / number, z * z / number
        middle = share + spread / 2
        reach = z * math.sqrt((share * (1 - share) + spread / 4) / number)
        return max(0.0, (middle - reach) / (1 + spread)), min(1.0, (middle + reach) / (1 + spread))

    def line(self) -> str:
        """The audit in a line for people."""
        number = len(self.claims)
        if not number:
            return f"audit: of {self.aside:,} put aside none fell into the share"
        low, high = (share * self.aside for share in self.interval())
        found = f"{self.holding:,} of them held claims ({sum(self.claims):,} in all)"
        rest = f"of the {self.aside:,} left unread about {self.holding / number * self.aside:,.0f} hold claims"
        sure = f"95 % Wilson interval {low:,.0f} to {high:,.0f}"
        return f"audit: {number:,} put aside were read all the same, {found}: {rest} ({sure})"
