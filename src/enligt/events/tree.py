"""The origin tree of an event: outlet, medium cited, and on to whoever it goes back to, merged over all its claims."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from enligt.model import Hop

if TYPE_CHECKING:
    from collections.abc import Iterable

    from enligt.events.entities import Entity
    from enligt.model import Claim, Span


@dataclass(slots=True)
class _Node:
    entity: Entity
    claims: dict[str, Span | None] = field(default_factory=dict)
    under: dict[str, _Node] = field(default_factory=dict)

    def hop(self) -> Hop:
        below = tuple(node.hop() for _, node in sorted(self.under.items()))
        return Hop(self.entity.name, self.entity.kind, tuple(sorted(self.claims.items(), key=lambda one: one[0])), below)


_Hops = tuple[tuple["Entity", ...], ...]
_Spans = tuple[tuple["Span | None", ...], ...]


def tree(chains: Iterable[tuple[Claim, Entity, _Hops, _Spans]]) -> tuple[Hop, ...]:
    """The roots of the tree, by name.

    Args:
        chains: each claim with who tells it and with its sources, nearest first, and the words that name them there;
            speakers side by side stand together.
    """
    roots: dict[str, _Node] = {}
    for claim, carrier, hops, spans in chains:
        level = [roots.setdefault(carrier.key, _Node(carrier))]
        level[0].claims.setdefault(claim.claim_id, None)
        for hop, where in zip(hops, spans, strict=True):
            reached: list[_Node] = []
            for entity, span in zip(hop, where, strict=True):
                for node in level:
                    below = node.under.setdefault(entity.key, _Node(entity))
                    below.claims.setdefault(claim.claim_id, span)
                    reached.append(below)
            level = reached
    return tuple(node.hop() for _, node in sorted(roots.items()))
