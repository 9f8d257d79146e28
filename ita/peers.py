"""Rules that pick offices to look at beside our own. Each is shown to the reader, who may change it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PeerRule:
    """Who counts as similar: by the total of ``fiscal_year``, within so many points, nearest first.

    The size of an office is not in any published table, so no rule uses it.
    """

    fiscal_year: int
    is_same_type: bool = True
    is_same_region: bool = False
    within: float = 2.0
    most: int = 10


@dataclass(frozen=True)
class RiserRule:
    """Who stood where we stand: within so many points of ``level``; ``least_rise`` counts as risen."""

    level: float
    within: float = 2.0
    least_rise: float = 5.0
    office_type: str = "all"


@dataclass(frozen=True)
class MatrixSelection:
    """A page of offices in order of an indicator (0: the total), ``first`` counting from 1."""

    order_by: int = 0
    is_lowest_first: bool = False
    office_type: str = "all"
    region: str = "all"
    first: int = 1
    most: int = 30
