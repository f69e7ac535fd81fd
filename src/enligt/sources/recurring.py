"""Lines that recur across a site's articles: learned once, kept in a file, left out where the file is given.

Learning stands apart from reading, so that a page gives the same articles whatever was read before it: nothing is learned on
the way, and what a file left out is part of how its page was read.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from enligt.errors import UsageError
from enligt.sources.phrases import folded
from enligt.sources.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from enligt.model import Article
    from enligt.sources.stories import Story

LONGEST: Final = 200
"""Letters of a line at most: what is longer and recurs is background that a desk tells again, and text of its stories."""
FEWEST: Final = 4
SHARE: Final = 0.1
"""A line is boilerplate where it stands in as many of a site's articles as both say."""
_MOST_OF_HOST = 2_000
_MOST = 100_000  # articles in all
_LARGEST_FILE = 32 * 1024 * 1024
_KIND, _VERSION = "boilerplate", 1


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """A site's host to its lines, folded; ``digest`` tells one file's lines from another's."""

    hosts: Mapping[str, frozenset[str]]
    digest: str


def host_of_article(article: Article) -> str | None:
    """The site that an article's lines are counted under: the host of its address, else of where its page was found."""
    return host_of(article.url) or host_of(article.document)


def learned(articles: Iterable[Article]) -> Boilerplate:
    """The lines that recur across each site's articles; those of the first 2,000 of a site, 100,000 in all, are counted.

    An article with the headline of one before it is not counted, nor in the end one that is recurring lines for the most
    part: a story that a site has printed several times is no boilerplate.
    """
    held: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    seen: set[tuple[str, str]] = set()
    total = 0
    for article in articles:
        host = host_of_article(article)
        title = (host or "", folded(article.headline or article.text[:LONGEST]))
        if host is None or title in seen or total >= _MOST or len(held[host]) >= _MOST_OF_HOST:
            continue
        seen.add(title)
        total += 1
        lines = article.text.split("\n\n")[1 if article.headline is not None else 0 :]
        held[host].append(tuple(dict.fromkeys(folded(line) for line in lines)))
    found = {host: often for host in sorted(held) if (often := _recurring(held[host]))}
    return Boilerplate(found, _digest(found))


def _recurring(articles: list[tuple[str, ...]]) -> frozenset[str]:
    candidates = _often(articles, len(articles))
    own = [lines for lines in articles if 2 * sum(len(one) for one in lines if one in candidates) <= sum(map(len, lines))]
    return candidates & _often(own, len(articles))


def _often(articles: list[tuple[str, ...]], total: int) -> frozenset[str]:
    counts = Counter(line for lines in articles for line in lines if 0 < len(line) <= LONGEST)
    return frozenset(line for line, count in counts.items() if count >= max(FEWEST, SHARE * total))


def without(story: Story, lines: frozenset[str]) -> Story:
    """A story without a site's recurring lines; what is left out is told with the reason."""
    out = [line for line in story.body if folded(line.text) in lines]
    if not out:
        return story
    gone = tuple((line.text, "recurs across the site's pages") for line in out)
    return replace(story, body=tuple(line for line in story.body if line not in out), left_out=(*story.left_out, *gone))


# ---- the file


def written(boilerplate: Boilerplate) -> str:
    """The file's text: the same lines give the same bytes."""
    hosts = {host: sorted(lines) for host, lines in sorted(boilerplate.hosts.items())}
    return json.dumps({"enligt": _KIND, "version": _VERSION, "hosts": hosts}, ensure_ascii=False, indent=1) + "\n"


def load(path: str) -> Boilerplate:
    """The lines of a file that ``enligt boilerplate learn`` wrote.

    Raises:
        UsageError: it is missing, or another kind of file.
    """
    try:
        with Path(path).open("rb") as file:
            raw = file.read(_LARGEST_FILE + 1)
        held: Any = json.loads(raw) if len(raw) <= _LARGEST_FILE else None
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}; make it with `enligt boilerplate learn LEDGER > FILE`") from error
    except (ValueError, RecursionError):
        held = None
    hosts = (
        held.get("hosts") if isinstance(held, dict) and (held.get("enligt"), held.get("version")) == (_KIND, _VERSION) else None
    )
    if not isinstance(hosts, dict) or not all(
        isinstance(lines, list) and all(isinstance(line, str) for line in lines) for lines in hosts.values()
    ):
        raise UsageError(f"{path}: no file of recurring lines; make one with `enligt boilerplate learn LEDGER > FILE`")
    found = {str(host).lower(): frozenset(folded(line) for line in lines) for host, lines in hosts.items()}
    return Boilerplate(found, _digest(found))


def _digest(hosts: Mapping[str, frozenset[str]]) -> str:
    canonical = json.dumps({host: sorted(lines) for host, lines in sorted(hosts.items())}, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()[:20]
