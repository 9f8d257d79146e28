"""Sentences made from figures. Each says only what its row holds: no cause, no uncomputed superlative."""

from ita.facts import compare, gaps, overview, peers, planner, ranking, trend
from ita.facts.markup import bare, bullets, numbered, plain, runs

__all__ = [
    "bare",
    "bullets",
    "compare",
    "gaps",
    "numbered",
    "overview",
    "peers",
    "plain",
    "planner",
    "ranking",
    "runs",
    "trend",
]
