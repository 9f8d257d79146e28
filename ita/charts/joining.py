"""Lines through the years, joined only where the years compare."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter

from ita.charts.describe import Line, Number, Role
from ita.selection import Verdicts, year_steps


def joined_lines(
    points: Iterable[tuple[int, Number]], verdicts: Verdicts, role: Role
) -> Iterator[Line]:
    """The lines through points of (fiscal year, value) by year.

    Dashed where years compare with care, broken where they do not or one is missing.
    """
    for verdict, steps in groupby(year_steps(points, verdicts), key=itemgetter(2)):
        if verdict != "no":
            starts, ends, _ = zip(*steps, strict=True)
            years, values = zip(starts[0], *ends, strict=True)
            yield Line(years, values, role, is_dashed=verdict == "with_care")
