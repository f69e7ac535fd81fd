"""Which actor a mention is: states, organisations, armed groups, media, leaders; and who is who inside one article."""

from enligt.actors.gazetteer import Gazetteer, gazetteer
from enligt.actors.leaders import Term, office_holder, offices_of, term
from enligt.actors.media import Medium
from enligt.actors.mentions import Mention
from enligt.actors.resolution import ArticleActors, NameSpan, resolve
from enligt.actors.taught import read_names

__all__ = [
    "ArticleActors",
    "Gazetteer",
    "Medium",
    "Mention",
    "NameSpan",
    "Term",
    "gazetteer",
    "office_holder",
    "offices_of",
    "read_names",
    "resolve",
    "term",
]
