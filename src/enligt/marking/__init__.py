"""Documents marked by people: reading them from files, and scoring claims against them (docs/claims.md).

``annotated.py`` reads annotated files of either format, ``notation.py`` the corpus's notation, ``predicted.py`` the claims to be
scored, ``shape.py`` says what a marked claim must look like; ``pairing.py`` pairs, ``scores.py`` counts. It knows of the readers
their ontology alone.
"""

from enligt.marking.annotated import Annotated, annotated
from enligt.marking.predicted import predicted
from enligt.marking.scores import SLOTS, Difference, Score, Scores, score

__all__ = ["SLOTS", "Annotated", "Difference", "Score", "Scores", "annotated", "predicted", "score"]
