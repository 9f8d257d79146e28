"""Charts of rows: each under its own title, so that a long name needs no margin of its own."""

from collections.abc import Callable, Sequence

from ita.charts.describe import Axis, Chart, Mark, Note
from ita.stamp import Stamp
from ita.tables import Table

_ROW = 46
_OVER_ROW = 10
_LABEL_ROOM = 0.16
_STEPS = (0.1, 0.25, 0.5, 1, 2, 5)
_MOST_TICKS = 7


def row_chart(  # noqa: PLR0913 - the parts that differ from chart to chart
    name: str,
    titles: Sequence[str],
    marks: Sequence[Mark],
    x: Axis,
    stamp: Stamp,
    *,
    headline: str,
    subtitle: str,
    source: str,
    alt: str,
    table: Callable[[], Table],
    row_height: int = _ROW,
) -> Chart:
    """A chart of rows, the first at the bottom, each under its title; ``row_height`` in pixels."""
    over_rows = [
        Note(x.lowest, row + _OVER_ROW / row_height, title, "above", "left")
        for row, title in enumerate(titles)
    ]
    return Chart(
        name=name,
        headline=headline,
        subtitle=subtitle,
        source=stamp.source_line(source),
        alt=alt,
        x=x,
        y=Axis("", -0.5, len(titles) - 0.2),
        marks=(*marks, *over_rows),
        table=table,
        watermark=stamp.watermark,
        height=row_height * len(titles) + 20,
        left_margin=16,
    )


def even_ticks(lowest: float, highest: float) -> tuple[tuple[float, str], ...]:
    """Round values from ``lowest`` to ``highest``, not many."""
    span = highest - lowest
    step = next((s for s in _STEPS if span / s <= _MOST_TICKS), 10)
    first = int(lowest // step)
    values = [round(step * n, 2) for n in range(first, int(highest // step) + 1)]
    return tuple((value, f"{value:g}") for value in values if value >= lowest)


def level_start(lowest: float) -> int:
    """The round score at which an axis begins that shows ``lowest`` and all above it."""
    return max(0, int((lowest - 1) // 5) * 5)


def level_axis(title: str, lowest: int) -> Axis:
    """An axis of scores up to 100 with room for a label on either side."""
    room = (100 - lowest) * _LABEL_ROOM
    step = next(s for s in (1, 2, 5, 10, 20) if (100 - lowest) / s <= _MOST_TICKS)
    ticks = tuple((value, str(value)) for value in range(100, lowest - 1, -step))
    return Axis(title, lowest - room, 100 + room, ticks[::-1])
