"""The stages one after another: pages to articles to claims to a ledger, as plain functions over iterables.

stages.py runs them, verify.py holds every claim to its article, recording.py writes to a ledger, opened.py is the same
for a Python program. A stage yields ``Out | Issue``: bad input is a value, and one bad page never stops a run.
"""
