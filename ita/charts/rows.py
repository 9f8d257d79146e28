"""Charts of rows: each under its own title, so that a long name needs no margin of its own."""

from collections.abc import Callable, Collection, Iterator, Sequence

from ita.charts.describe import Axis, Chart, Dots, Line, Mark, Note, Rule, Texts
from ita.facts.common import Row
from ita.stamp import Stamp
from ita.tables import Table

_ROW = 52
_OVER_ROW = 10
_RULE_LABEL = 20


def row_chart(
    texts: Texts,
    titles: Sequence[str],
    marks: Sequence[Mark],
    x: Axis,
    stamp: Stamp,
    *,
    table: Callable[[], Table],
    own_rows: Collection[int] = (),
    has_covering_titles: bool = False,
    row_height: int = _ROW,
) -> Chart:
    """A chart of rows, the first at the bottom, each under its title; ``row_height`` in pixels.

    Titles of ``own_rows`` are marked as ours; covering titles hide what runs behind them.
    """
    has_rule_label = any(isinstance(mark, Rule) and mark.label for mark in marks)
    above = _RULE_LABEL if has_rule_label else 0
    over_rows = [
        Note(
            x.lowest,
            row + _OVER_ROW / row_height,
            title,
            "above",
            "left",
            "own" if row in own_rows else None,
            has_covering_titles,
        )
        for row, title in enumerate(titles)
    ]
    return Chart(
        name=texts.name,
        headline=texts.headline,
        subtitle=texts.subtitle,
        source=stamp.source_line(texts.source),
        alt=texts.alt,
        x=x,
        y=Axis("", -0.5, len(titles) - 0.2 + above / row_height),
        marks=(*marks, *over_rows),
        table=table,
        watermark=stamp.watermark,
        height=row_height * len(titles) + 20 + above,
        left_margin=16,
        row_titles=tuple(titles),
    )


def spine(spread: Row, row: int, hover: str, *, lowest: float = 0) -> Iterator[Mark]:
    """A spread in a row: its range from ``lowest`` on, its middle half and its median."""
    yield Line([max(spread["minimum"], lowest), spread["maximum"]], [row, row], "faint")
    middle_half = [spread["lower_quartile"], spread["upper_quartile"]]
    yield Line(middle_half, [row, row], "other", is_thick=True)
    yield Dots([spread["median"]], [row], "benchmark", [hover], size=11, symbol="diamond")
