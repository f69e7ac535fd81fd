"""Where a place is: names in five languages to towns, areas and countries (docs/places.md)."""

from enligt.actors.places.locating import distance, explained, locate, usual_name
from enligt.actors.places.words import countries

__all__ = ["countries", "distance", "explained", "locate", "usual_name"]
