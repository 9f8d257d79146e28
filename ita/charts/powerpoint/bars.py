"""Bars as a native bar chart: rows are categories, and floating bars stand on an invisible series.

PowerPoint draws neither lines nor dots over horizontal bars in every program that opens its files,
so totals are dots in the labels of their rows, and rules stand behind the chart.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import CategoryChartData
from pptx.chart.series import BarSeries
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import GroupShapes
from pptx.util import Pt

from ita.charts.describe import Bars, Chart, Dots, Note, Number, Role
from ita.charts.powerpoint.labels import Label, add_label
from ita.charts.powerpoint.look import (
    COLOUR,
    GROUND,
    INK,
    Box,
    colour,
    fitting_size,
    plain,
    text_width,
)
from ita.charts.powerpoint.sheet import Block, Cell, Formula, refer, workbook
from ita.stamp import Stamp

LABEL_SIZE = 20
_TITLE_SIZES = (20, 18, 16, 14, 12)
_DOT_ROOM = 26
_GAP = 70  # between bars, in parts of a hundred of their width


def _rounded(value: Number, decimals: int) -> Decimal:
    """As PowerPoint shows a figure: halves away from nought, by its decimal digits."""
    return Decimal(str(value)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


# Number formats by what they make of a value, for labels that follow the figure when it is edited.
_FORMATS: dict[str, Callable[[Number], str]] = {
    "+0.00;-0.00;+0.00": lambda value: f"{_rounded(value, 2):+}",
    "0.00": lambda value: f"{_rounded(value, 2)}",
    "+#,##0;-#,##0;+0": lambda value: f"{_rounded(value, 0):+,}",
}


@dataclass(frozen=True)
class _Row:
    """One row: from where its bar goes how far, its role and label; ``total`` where it has a dot."""

    title: str
    start: Number | None = None
    length: Number | None = None
    role: Role = "other"
    label: str = ""
    total: Number | None = None
    ground: str = ""


def draw_bars(
    chart: Chart, shapes: GroupShapes, box: Box, plot: Box, stamp: Stamp, made_at: datetime
) -> NativeChart:
    """The native chart in ``box``, its bars inside ``plot``, the first row at the bottom."""
    rows = _rows(chart)
    is_floating = any(bars.starts for bars in chart.marks if isinstance(bars, Bars))
    draw = _floating if is_floating else _standing
    native = draw(rows, chart, shapes, box, stamp, made_at)
    _set_axes(native, rows, chart, box, plot, is_floating=is_floating)
    return native


def _rows(chart: Chart) -> list[_Row]:
    """The rows from the bottom up; a note in a row is the label of a bar that has none."""
    notes = {
        note.y: note
        for note in chart.marks
        if isinstance(note, Note) and note.text not in chart.row_titles
    }
    totals = {
        y: x
        for dots in chart.marks
        if isinstance(dots, Dots)
        for x, y in zip(dots.x, dots.y, strict=True)
    }
    rows = {
        place: _Row(plain(title), total=totals.get(place))
        for place, title in enumerate(chart.row_titles)
    }
    for bars in chart.marks:
        if isinstance(bars, Bars):
            starts = list(bars.starts) or [0] * len(bars.y)
            each = zip(bars.y, starts, bars.lengths, bars.roles, bars.labels, strict=True)
            for y, start, length, role, label in each:
                title = plain(chart.row_titles[int(y)])
                note = notes.get(y)
                ground = GROUND if note and note.is_covering else ""
                text = label or (note.text if note else "")
                rows[int(y)] = _Row(title, start, length, role, text, ground=ground)
    return list(rows.values())


def _standing(
    rows: Sequence[_Row],
    chart: Chart,
    shapes: GroupShapes,
    box: Box,
    stamp: Stamp,
    made_at: datetime,
) -> NativeChart:
    """Bars from zero, each with its label at its end."""
    name = chart.x.title or stamp.say("powerpoint.series.value")
    lengths = [row.length for row in rows]
    native = _native(rows, {name: lengths}, XL_CHART_TYPE.BAR_CLUSTERED, shapes, box)
    _attach(native, {name: lengths}, rows, chart, stamp, made_at)
    bars = native.plots[0].series[0]
    bars.invert_if_negative = False
    _tint(bars, rows)
    _label_ends(native, bars, rows)
    return native


def _floating(
    rows: Sequence[_Row],
    chart: Chart,
    shapes: GroupShapes,
    box: Box,
    stamp: Stamp,
    made_at: datetime,
) -> NativeChart:
    """Bars that begin where the last one ended; a total is a dot at the end of its invisible bar.

    Start and change of each row stand in the sheet; what is drawn is worked out from them there.
    """
    say = stamp.say
    bases = [_base(row) for row in rows]
    sizes = [None if row.length is None else abs(row.length) for row in rows]
    drawn = {say("powerpoint.series.base"): bases, say("powerpoint.series.size"): sizes}
    native = _native(rows, drawn, XL_CHART_TYPE.BAR_STACKED, shapes, box)
    columns: dict[str, list[Cell]] = {
        say("powerpoint.series.start"): [
            row.total if row.start is None else row.start for row in rows
        ],
        say("powerpoint.series.change"): [row.length for row in rows],
        say("powerpoint.series.base"): [
            None if base is None else Formula("=MIN(B{row},B{row}+C{row})", base) for base in bases
        ],
        say("powerpoint.series.size"): [
            None if size is None else Formula("=ABS(C{row})", size) for size in sizes
        ],
    }
    _attach(native, columns, rows, chart, stamp, made_at)
    base, bars = native.plots[0].series
    base.format.fill.background()
    _tint(bars, rows)
    elements = list(native.element.iter(qn("c:ser")))
    for place, row in enumerate(rows):
        if row.total is not None:
            text = f"<b>{row.total:.2f}</b> "
            add_label(
                elements[0], place, Label(text, "inEnd", LABEL_SIZE, INK, dot_after=COLOUR["own"])
            )
        elif row.label:
            add_label(elements[0], place, Label(row.label, "inEnd", LABEL_SIZE, INK))
    return native


def _base(row: _Row) -> Number | None:
    if row.start is None or row.length is None:
        return row.total
    return min(row.start, row.start + row.length)


def _native(
    rows: Sequence[_Row],
    series: dict[str, list[Number | None]],
    kind: XL_CHART_TYPE,
    shapes: GroupShapes,
    box: Box,
) -> NativeChart:
    data = CategoryChartData(number_format="General")
    data.categories = [row.title for row in rows]
    for name, values in series.items():
        data.add_series(name, [None if value is None else float(value) for value in values])
    native = shapes.add_chart(kind, *box.emu, data).chart
    native.plots[0].gap_width = _GAP
    native.plots[0].overlap = 100
    native.plots[0].vary_by_categories = False
    return native


def _attach(
    native: NativeChart,
    columns: dict[str, list],
    rows: Sequence[_Row],
    chart: Chart,
    stamp: Stamp,
    made_at: datetime,
) -> None:
    """Give the chart the workbook of its rows; the last columns are those that are drawn."""
    title = plain(chart.subtitle)
    block = Block(title, [row.title for row in rows], list(columns.items()))
    (place,), content = workbook([block], stamp, made_at)
    native.part.chart_workbook.update_from_xlsx_blob(content)
    elements = list(native.element.iter(qn("c:ser")))
    for number, element in enumerate(elements, start=1 - len(elements)):
        refer(element, place.until(number))


def _tint(bars: BarSeries, rows: Sequence[_Row]) -> None:
    """Each bar in the colour of its role."""
    bars.format.fill.solid()
    bars.format.fill.fore_color.rgb = colour(COLOUR["other"])
    for place, row in enumerate(rows):
        if row.length is not None and row.role != "other":
            fill = bars.points[place].format.fill
            fill.solid()
            fill.fore_color.rgb = colour(COLOUR[row.role])


def _label_ends(native: NativeChart, bars: BarSeries, rows: Sequence[_Row]) -> None:
    """Labels that follow the figures where a number format makes them, else the texts as they are."""
    shown = [(row.length, row.label) for row in rows if row.length is not None]
    for code, written in _FORMATS.items():
        if all(written(length) == label for length, label in shown):
            labels = bars.data_labels
            labels.show_value = True
            labels.number_format, labels.number_format_is_linked = code, False
            labels.position = XL_LABEL_POSITION.OUTSIDE_END
            labels.font.size = Pt(LABEL_SIZE)
            labels.font.color.rgb = colour(INK)
            return
    element = next(native.element.iter(qn("c:ser")))
    for place, row in enumerate(rows):
        if row.label:
            label = Label(row.label, "outEnd", LABEL_SIZE, INK, ground=row.ground)
            add_label(element, place, label)


def _set_axes(
    native: NativeChart,
    rows: Sequence[_Row],
    chart: Chart,
    box: Box,
    plot: Box,
    *,
    is_floating: bool,
) -> None:
    """Rows with their titles at the far left; values have labels, so their axis needs none."""
    values, titles = native.value_axis, native.category_axis
    lowest = _lowest(rows, chart, plot) if is_floating else chart.x.lowest
    values.minimum_scale, values.maximum_scale = lowest, chart.x.highest
    values.has_major_gridlines = False
    values.visible = False
    titles.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    titles.major_tick_mark = titles.minor_tick_mark = XL_TICK_MARK.NONE
    titles.tick_labels.font.size = Pt(_title_size(chart, plot, box))
    titles.tick_labels.font.color.rgb = colour(INK)
    _show_every_title(native)
    if is_floating:
        titles.format.line.fill.background()
    else:
        titles.format.line.color.rgb = colour(COLOUR["faint"])


def _lowest(rows: Sequence[_Row], chart: Chart, plot: Box) -> float:
    """Where the axis begins so that the labels, left of their bars, end before the titles."""
    room = max(text_width(_written(row), LABEL_SIZE) + _DOT_ROOM for row in rows) / plot.width
    first = min(base for row in rows if (base := _base(row)) is not None)
    return min(chart.x.lowest, (first - room * chart.x.highest) / (1 - room))


def _title_size(chart: Chart, plot: Box, box: Box) -> float:
    """The largest font in which every title fits the room of its row, left of the bars."""
    width, height = plot.left - box.left, plot.height / len(chart.row_titles)
    return min(
        fitting_size([plain(title)], width, height, _TITLE_SIZES) for title in chart.row_titles
    )


def _written(row: _Row) -> str:
    return row.label if row.total is None else f"{row.total:.2f}"


def _show_every_title(native: NativeChart) -> None:
    """No title is left out, however many rows there are."""
    axis = next(native.element.iter(qn("c:catAx")))
    skip = axis.makeelement(qn("c:tickLblSkip"), {"val": "1"})
    axis.insert(axis.index(axis.find(qn("c:noMultiLvlLbl"))), skip)
