"""Lines, dots, rules and notes as one native scatter chart, every text a label of one of its points.

Texts that stand at no measured point (ticks, notes, names of rules and bands) are labels of the
invisible series on the second sheet of the chart's workbook, so that they move with the chart.
"""

from dataclasses import replace
from datetime import datetime

from lxml import etree
from pptx.chart.axis import ValueAxis
from pptx.chart.chart import Chart as NativeChart
from pptx.chart.data import XyChartData
from pptx.chart.marker import Marker
from pptx.chart.series import XySeries
from pptx.enum.chart import (
    XL_CHART_TYPE,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import GroupShapes
from pptx.util import Pt

from ita.charts.describe import Chart, Dots, Line, Number, Role, Rule
from ita.charts.powerpoint.labels import Label, Position, add_label
from ita.charts.powerpoint.look import COLOUR, GROUND, INK, Box, colour, plain
from ita.charts.powerpoint.series import Frame, Series
from ita.charts.powerpoint.sheet import Block, refer, workbook
from ita.charts.powerpoint.texts import DOT, add_texts
from ita.stamp import Stamp

LABEL_SIZES = (20, 18, 16, 15)
_OWN_LARGER = 4  # points, of labels of our own
_ASIDE = 0.55  # of its width, for a label that stands over a point and to one side
_THICK, _OWN_LINE, _THIN_LINE, _RULE = 8, 4, 2.25, 1.5
_RING, _EDGE = 2.5, 0.75  # the outline of a hollow marker and of a full one

_MARKER = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
}


def draw_scatter(
    chart: Chart, shapes: GroupShapes, box: Box, plot: Box, stamp: Stamp, made_at: datetime
) -> NativeChart:
    """The native chart in ``box`` with its axes at the edges of ``plot``; both in points."""
    series = _all_series(chart, plot, box.width, stamp)
    data = XyChartData(number_format="General")
    for each in series:
        added = data.add_series(each.name)
        for x, y in zip(each.x, each.y, strict=True):
            added.add_data_point(float(x), 0 if y is None else float(y))
    frame = shapes.add_chart(XL_CHART_TYPE.XY_SCATTER, *box.emu, data)
    native = frame.chart
    blocks = [
        Block(
            each.name,
            each.texts,
            [(_horizontal(chart, stamp), each.x), (each.name, each.y)],
            each.is_aid,
        )
        for each in series
    ]
    places, content = workbook(blocks, stamp, made_at)
    native.part.chart_workbook.update_from_xlsx_blob(content)
    elements = native.element.iter(qn("c:ser"))
    for each, drawn, element, place in zip(series, native.series, elements, places, strict=True):
        _style(each, drawn)
        refer(element, place)
        _open_gaps(element, each.y)
        for number, label in enumerate(each.labels):
            if label:
                add_label(element, number, label)
    _set_axis(native.category_axis, chart.x.lowest, chart.x.highest)
    _set_axis(native.value_axis, chart.y.lowest, chart.y.highest)
    return native


def _all_series(chart: Chart, plot: Box, width: float, stamp: Stamp) -> list[Series]:
    """Level lines, the marks in their order with those alike as one series, then all free texts.

    Labels are as large as leaves the texts apart, else small.
    """
    for size in LABEL_SIZES:
        drawn, are_apart = _sized_series(Frame(chart, plot, width, size), stamp)
        if are_apart:
            break
    _lengthen(drawn[0], max(len(each.x) for each in drawn))
    return drawn


def _sized_series(frame: Frame, stamp: Stamp) -> tuple[list[Series], bool]:
    """The series with labels of one size, and whether all their texts lie apart."""
    levels = _levels(frame.chart, stamp)
    found: dict[tuple, Series] = {}
    for mark in frame.chart.marks:
        if isinstance(mark, Line):
            _add_line(_series_of(mark, found, stamp), mark)
        elif isinstance(mark, Dots):
            _add_dots(_series_of(mark, found, stamp), mark, frame)
        elif isinstance(mark, Rule):
            found[(id(mark),)] = _rule(mark, frame.chart, found, stamp)
    texts = Series(stamp.say("powerpoint.series.texts"), INK, is_aid=True)
    are_apart = add_texts(texts, found.values(), frame)
    return [each for each in (levels, *found.values(), texts) if each.x], are_apart


def _lengthen(first: Series, length: int) -> None:
    """Empty points at the end of the first series: LibreOffice loses it where a later one is longer."""
    while len(first.x) < length:
        first.add(first.x[-1], None)


def _series_of(mark: Line | Dots, found: dict[tuple, Series], stamp: Stamp) -> Series:
    """The series of marks that look alike, made where there is none yet."""
    say = stamp.say
    name = _role_name(mark.role, stamp)
    if isinstance(mark, Line):
        key: tuple = (mark.role, mark.is_dashed, mark.is_thick)
        kind = "dashed" if mark.is_dashed else "thick" if mark.is_thick else "line"
        width = _THICK if mark.is_thick else _OWN_LINE if mark.role == "own" else _THIN_LINE
        made = Series(
            say(f"powerpoint.series.{kind}", name=name),
            COLOUR[mark.role],
            line=width,
            is_dashed=mark.is_dashed,
        )
    else:
        key = (mark.role, mark.is_hollow, mark.symbol, mark.size)
        made = Series(
            say("powerpoint.series.hollow", name=name) if mark.is_hollow else name,
            COLOUR[mark.role],
            symbol=mark.symbol,
            size=mark.size * DOT,
            is_hollow=mark.is_hollow,
        )
    if key not in found:
        made.name = _unused(made.name, found)
        found[key] = made
    return found[key]


def _role_name(role: Role, stamp: Stamp) -> str:
    return stamp.office_name if role == "own" else stamp.say(f"powerpoint.role.{role}")


def _unused(name: str, found: dict[tuple, Series]) -> str:
    """The name, numbered where another series bears it."""
    names = {series.name for series in found.values()}
    numbered = (f"{name} {number}" for number in range(2, len(names) + 2))
    return name if name not in names else next(each for each in numbered if each not in names)


def _add_line(series: Series, mark: Line) -> None:
    """The points, after an empty one that parts them from the line before."""
    if series.x:
        series.add(mark.x[0], None)
    for x, y in zip(mark.x, mark.y, strict=True):
        series.add(x, y)


def _add_dots(series: Series, mark: Dots, frame: Frame) -> None:
    is_own = mark.role == "own"
    size = frame.label_size + (_OWN_LARGER if is_own else 0)
    labels = list(mark.labels) or [""] * len(mark.x)
    sides = list(mark.label_sides) or ["top center"] * len(mark.x)
    for x, y, hover, text, side in zip(mark.x, mark.y, mark.hover, labels, sides, strict=True):
        label = Label(f"<b>{text}</b>" if is_own else text, _position(side), size, INK)
        series.add(x, y, plain(hover), _beside(label, side, frame.width) if text else None)


def _beside(label: Label, side: str, width: float) -> Label:
    """The label moved left or right where its side says so, in a chart of this width."""
    upright, _, level = side.partition(" ")
    if upright == "middle" or level == "center":
        return label
    return replace(label, shift=(1 if level == "right" else -1) * label.width * _ASIDE / width)


def _position(side: str) -> Position:
    upright, _, level = side.partition(" ")
    if upright == "middle":
        return {"left": "l", "right": "r"}.get(level, "ctr")  # type: ignore[return-value]
    return "b" if upright == "bottom" else "t"


def _rule(mark: Rule, chart: Chart, found: dict[tuple, Series], stamp: Stamp) -> Series:
    """A straight line across the plot, by the name it has."""
    name = _unused(plain(mark.label) or _role_name(mark.role, stamp), found)
    series = Series(name, COLOUR[mark.role], line=_RULE, is_dashed=mark.role != "other")
    across = chart.y if mark.axis == "x" else chart.x
    for end in (across.lowest, across.highest):
        x, y = (mark.value, end) if mark.axis == "x" else (end, mark.value)
        series.add(x, y, name)
    return series


def _levels(chart: Chart, stamp: Stamp) -> Series:
    """A hairline across the plot at each tick of the upright axis."""
    series = Series(stamp.say("powerpoint.series.levels"), "E3E0D8", line=0.75, is_aid=True)
    for value, text in chart.y.ticks:
        _add_line(series, Line([chart.x.lowest, chart.x.highest], [value, value], "faint"))
        series.texts[-1] = text
    return series


def _style(series: Series, drawn: XySeries) -> None:
    """Its line and markers, or none of them."""
    drawn.smooth = False
    line = drawn.format.line
    if series.line:
        line.width = Pt(series.line)
        line.color.rgb = colour(series.ink)
        line.dash_style = MSO_LINE.DASH if series.is_dashed else MSO_LINE.SOLID
    else:
        line.fill.background()
    marker = drawn.marker
    marker.style = _MARKER.get(series.symbol, XL_MARKER_STYLE.NONE)
    if series.symbol in _MARKER:
        marker.size = round(series.size)
        _fill_marker(marker, series)


def _fill_marker(marker: Marker, series: Series) -> None:
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = colour(GROUND if series.is_hollow else series.ink)
    marker.format.line.color.rgb = colour(series.ink)
    marker.format.line.width = Pt(_RING if series.is_hollow else _EDGE)


def _open_gaps(element: etree._Element, values: list[Number | None]) -> None:
    """Leave out the values that only part one line from the next."""
    gaps = {str(number) for number, value in enumerate(values) if value is None}
    for point in list(element.find(qn("c:yVal")).iter(qn("c:pt"))):
        if point.get("idx") in gaps:
            point.getparent().remove(point)


def _set_axis(axis: ValueAxis, lowest: Number, highest: Number) -> None:
    """Range and direction; ticks are labels, for they stand at uneven places and hold words."""
    axis.minimum_scale, axis.maximum_scale = sorted((lowest, highest))
    axis.reverse_order = lowest > highest
    axis.has_major_gridlines = axis.has_minor_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    axis.format.line.fill.background()


def _horizontal(chart: Chart, stamp: Stamp) -> str:
    return chart.x.title or stamp.say("powerpoint.series.horizontal")
