"""Which article repeats which: the same text, a reprint, wire copy with edits, a new version, a lifted passage, a translation.

Pure functions on texts. :class:`Finder` is what the ledger asks (``enligt.model.Repeats``): it makes an article's signature, by
which the ledger finds the few articles that may repeat it, and decides what each of those is. docs/repetition.md has the
rule of each kind. Importing this room imports numpy: do so where it is used.
"""

from enligt.repetition.finding import DAYS, METHOD, Finder

__all__ = ["DAYS", "METHOD", "Finder"]
