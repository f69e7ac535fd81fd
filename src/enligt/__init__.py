"""Enligt: a ledger of sourced claims from news in Swedish, Norwegian, Danish and English.

The public names; each is imported when it is first used, so that ``import enligt`` costs nothing.
"""

__version__ = "0.1.0"
