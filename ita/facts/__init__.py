"""Sentences made from figures. Each says only what its row holds: no cause, no uncomputed superlative."""

from ita.facts import gaps, overview, ranking, trend
from ita.facts.markup import bullets, numbered, plain

__all__ = ["bullets", "gaps", "numbered", "overview", "plain", "ranking", "trend"]
