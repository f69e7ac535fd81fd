"""From files, folders, addresses and standard input to pages; from a page to its articles.

:func:`pages` reads bytes and :func:`articles` reads stories out of them. Both are iterators of ``Out | Issue``: whatever a
path or a page holds, the outcome is a value, not an exception.
"""

from enligt.sources.articles import articles
from enligt.sources.files import LARGEST_PAGE, from_the_start, pages, placed
from enligt.sources.limits import Limits
from enligt.sources.records import checked_fields

__all__ = ["LARGEST_PAGE", "Limits", "articles", "checked_fields", "from_the_start", "pages", "placed"]
