"""From one total to another, step by step: every bar begins where the last one ended."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from ita.charts.axes import even_ticks
from ita.charts.describe import Axis, Bars, Chart, Dots, Line, Mark, Role, Texts
from ita.charts.rows import row_chart
from ita.stamp import Stamp
from ita.tables import Table

_ROW = 44
_ROOM = 0.18  # of the span, for labels beside the outermost marks


@dataclass(frozen=True)
class Step:
    """One part of the way, in points of the total; ``is_certain`` is False for rounding and the unknown."""

    label: str
    points: float
    hover: str
    is_certain: bool = True


@dataclass(frozen=True)
class End:
    """A total at either end of the way."""

    label: str
    score: float


def waterfall(
    start: End,
    steps: Sequence[Step],
    end: End,
    texts: Texts,
    stamp: Stamp,
    *,
    axis: str,
    table: Callable[[], Table],
) -> Chart:
    """The chart: ``start`` on top, one floating bar per step, ``end`` at the bottom.

    The points of the steps are in cents and lead from the first score to the last.
    """
    levels = [start.score, *accumulate((s.points for s in steps), initial=start.score)][1:]
    count = len(steps)
    rows = [count - place for place in range(count)]
    lowest, highest = _reach([*levels, start.score, end.score])
    marks: list[Mark] = [
        Bars(
            rows,
            [step.points for step in steps],
            [_role(step) for step in steps],
            [f"{step.points:+.2f}" for step in steps],
            [step.hover for step in steps],
            starts=levels[:-1],
        ),
        *(
            Line([level, level], [row + 1, row], "faint")
            for level, row in zip(levels[:-1], rows, strict=True)
        ),
        Line([levels[-1], levels[-1]], [1 if count else 0, 0], "faint"),
        *_totals(start, end, count + 1),
    ]
    return row_chart(
        texts,
        [end.label, *(step.label for step in reversed(steps)), start.label],
        marks,
        Axis(axis, lowest, highest, _ticks(lowest, highest)),
        stamp,
        table=table,
        has_covering_titles=True,
        row_height=_ROW,
    )


def _role(step: Step) -> Role:
    if not step.is_certain:
        return "faint"
    return "own" if step.points >= 0 else "other"


def _totals(start: End, end: End, top: int) -> list[Dots]:
    return [
        Dots(
            [total.score],
            [row],
            "own",
            [f"{total.label} {total.score:.2f}"],
            [f"{total.score:.2f}"],
            ["middle right"],
            size=13,
            is_hollow=row == top,
        )
        for total, row in ((start, top), (end, 0))
    ]


def _reach(levels: Sequence[float]) -> tuple[float, float]:
    """The axis: all levels with room for labels on both sides."""
    span = max(1.0, max(levels) - min(levels))
    return min(levels) - span * _ROOM, max(levels) + span * _ROOM


def _ticks(lowest: float, highest: float) -> tuple[tuple[float, str], ...]:
    """Without those past full marks, where only labels stand."""
    return tuple(tick for tick in even_ticks(lowest, highest) if tick[0] <= 100)  # noqa: PLR2004
