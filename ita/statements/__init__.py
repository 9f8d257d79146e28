"""The facts a text states, with the stretch each stands on: read as the claim check reads, not judged.

lines: labels beside their values. whose, when: offices and other bodies, and years. changes, ranks, grades,
scores, cells: what a line or table tells besides the figures of the claim check, which told brings together.
measures, parts: what a figure measures.
reading: all of it, line by line.
"""

from ita.statements.reading import statements_of
from ita.statements.statement import Statement

__all__ = ["Statement", "statements_of"]
