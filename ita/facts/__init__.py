"""Sentences made from figures. Each says only what its row holds: no cause, no uncomputed superlative."""

from ita.facts import compare, gaps, overview, peers, planner, ranking, trend
from ita.facts.markup import bullets, numbered, plain

__all__ = [
    "bullets",
    "compare",
    "gaps",
    "numbered",
    "overview",
    "peers",
    "plain",
    "planner",
    "ranking",
    "trend",
]
