"""Lines, dots, rules and notes as one native scatter chart, every text a label of one of its points.

Texts that stand at no measured point (ticks, notes, names of rules and bands) are labels of the
invisible series on the second sheet of the chart's workbook, so that they move with the chart.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
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

from ita.charts.describe import Band, Chart, Dots, Line, Note, Number, Role, Rule
from ita.charts.powerpoint.labels import Label, Position, add_label
from ita.charts.powerpoint.look import COLOUR, GROUND, INK, LINE, SMALL_INK, Box, colour, plain
from ita.charts.powerpoint.sheet import Block, refer, workbook
from ita.stamp import Stamp

LABEL_SIZE = 18
_OWN_LABEL_SIZE = 22
_MOST_STEPS = 4  # of half a line, that a text may be moved
_SLACK = 4
_TIGHT = 0.2  # of a line's height that may touch another's: the room of marks
_ASIDE = 0.55  # of its width, for a label that stands over a point and to one side
_DOT = 1.15  # points of a marker for each pixel on the screen
_THICK, _OWN_LINE, _THIN_LINE, _RULE = 8, 4, 2.25, 1.5
_RING, _EDGE = 2.5, 0.75  # the outline of a hollow marker and of a full one

_MARKER = {
    "circle": XL_MARKER_STYLE.CIRCLE,
    "square": XL_MARKER_STYLE.SQUARE,
    "diamond": XL_MARKER_STYLE.DIAMOND,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE,
}
# Symbols that PowerPoint has no filled marker of stand as signs in the middle of their points.
_SIGN = {
    "triangle-down": "▼",
    "triangle-right": "▶",
    "triangle-left": "◀",
    "cross": "✚",
    "star": "★",
}


@dataclass
class _Series:
    """One series: its points, what each of them is, and how it is drawn."""

    name: str
    ink: str
    x: list[Number] = field(default_factory=list)
    y: list[Number | None] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    labels: list[Label | None] = field(default_factory=list)
    line: float = 0
    is_dashed: bool = False
    symbol: str = ""
    size: float = 0
    is_hollow: bool = False
    is_aid: bool = False

    def add(self, x: Number, y: Number | None, text: str = "", label: Label | None = None) -> None:
        """One more point."""
        self.x.append(x)
        self.y.append(y)
        self.texts.append(text)
        self.labels.append(label)


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
            {_horizontal(chart, stamp): each.x, each.name: each.y},
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


def _all_series(chart: Chart, plot: Box, width: float, stamp: Stamp) -> list[_Series]:
    """Level lines, the marks in their order with those alike as one series, then all free texts."""
    titles = set(chart.row_titles)
    levels = _levels(chart, stamp)
    texts = _Series(stamp.say("powerpoint.series.texts"), INK, is_aid=True)
    found: dict[tuple, _Series] = {}
    # A point of the plot in units of the axis, downwards.
    unit = (chart.y.highest - chart.y.lowest) / plot.height
    for mark in chart.marks:
        if isinstance(mark, Line):
            _add_line(_series_of(mark, found, stamp), mark)
        elif isinstance(mark, Dots):
            _add_dots(_series_of(mark, found, stamp), mark, texts, width)
        elif isinstance(mark, Rule):
            series = _Series(
                _unused(plain(mark.label) or _role_name(mark.role, stamp), found),
                COLOUR[mark.role],
                line=_RULE,
                is_dashed=mark.role != "other",
            )
            found[(id(mark),)] = series
            _add_rule(series, mark, chart)
            if mark.label:
                _add_rule_label(texts, mark, chart, unit)
        elif isinstance(mark, Band) and mark.label:
            label = Label(mark.label, "ctr", LABEL_SIZE, SMALL_INK)
            texts.add(sum(mark.x) / 2, sum(mark.y) / 2, plain(mark.label), label)
        elif isinstance(mark, Note) and mark.text not in titles:
            _add_note(texts, mark, unit)
    _spread(texts, found.values(), chart, plot)
    _add_ticks(texts, chart)
    drawn = [each for each in (*levels, *found.values(), texts) if each.x]
    _lengthen(drawn[0], max(len(each.x) for each in drawn))
    return drawn


def _lengthen(first: _Series, length: int) -> None:
    """Empty points at the end of the first series: LibreOffice loses it where a later one is longer."""
    while len(first.x) < length:
        first.add(first.x[-1], None)


def _series_of(mark: Line | Dots, found: dict[tuple, _Series], stamp: Stamp) -> _Series:
    """The series of marks that look alike, made where there is none yet."""
    say = stamp.say
    name = _role_name(mark.role, stamp)
    if isinstance(mark, Line):
        key: tuple = (mark.role, mark.is_dashed, mark.is_thick)
        kind = "dashed" if mark.is_dashed else "thick" if mark.is_thick else "line"
        width = _THICK if mark.is_thick else _OWN_LINE if mark.role == "own" else _THIN_LINE
        made = _Series(
            say(f"powerpoint.series.{kind}", name=name),
            COLOUR[mark.role],
            line=width,
            is_dashed=mark.is_dashed,
        )
    else:
        key = (mark.role, mark.is_hollow, mark.symbol, mark.size)
        made = _Series(
            say("powerpoint.series.hollow", name=name) if mark.is_hollow else name,
            COLOUR[mark.role],
            symbol=mark.symbol,
            size=mark.size * _DOT,
            is_hollow=mark.is_hollow,
        )
    if key not in found:
        made.name = _unused(made.name, found)
        found[key] = made
    return found[key]


def _role_name(role: Role, stamp: Stamp) -> str:
    return stamp.office_name if role == "own" else stamp.say(f"powerpoint.role.{role}")


def _unused(name: str, found: dict[tuple, _Series]) -> str:
    """The name, numbered where another series bears it."""
    names = {series.name for series in found.values()}
    numbered = (f"{name} {number}" for number in range(2, len(names) + 2))
    return name if name not in names else next(each for each in numbered if each not in names)


def _add_line(series: _Series, mark: Line) -> None:
    """The points, after an empty one that parts them from the line before."""
    if series.x:
        series.add(mark.x[0], None)
    for x, y in zip(mark.x, mark.y, strict=True):
        series.add(x, y)


def _add_dots(series: _Series, mark: Dots, texts: _Series, width: float) -> None:
    is_own = mark.role == "own"
    size = _OWN_LABEL_SIZE if is_own else LABEL_SIZE
    labels = list(mark.labels) or [""] * len(mark.x)
    sides = list(mark.label_sides) or ["top center"] * len(mark.x)
    for x, y, hover, text, side in zip(mark.x, mark.y, mark.hover, labels, sides, strict=True):
        label = Label(f"<b>{text}</b>" if is_own else text, _position(side), size, INK)
        series.add(x, y, plain(hover), _beside(label, side, width) if text else None)
        if mark.symbol in _SIGN:
            sign = Label(_SIGN[mark.symbol], "ctr", mark.size * _DOT * 1.5, COLOUR[mark.role])
            texts.add(x, y, _SIGN[mark.symbol], sign)


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


def _add_rule(series: _Series, mark: Rule, chart: Chart) -> None:
    across = chart.y if mark.axis == "x" else chart.x
    for end in (across.lowest, across.highest):
        x, y = (mark.value, end) if mark.axis == "x" else (end, mark.value)
        series.add(x, y, plain(mark.label))


def _add_rule_label(texts: _Series, mark: Rule, chart: Chart, unit: float) -> None:
    text = f"<b>{mark.label}</b>" if mark.role == "own" else mark.label
    line = LABEL_SIZE * LINE * unit
    if mark.axis == "x":
        is_left = mark.value > (chart.x.lowest + chart.x.highest) / 2
        lines = mark.label.count("<br>") + 1
        place = mark.value, chart.y.highest - line * (lines / 2 + mark.label_line)
    else:
        is_left = mark.label_at == "end"
        place = (chart.x.highest if is_left else chart.x.lowest), mark.value + line / 2
    label = Label(text, "l" if is_left else "r", LABEL_SIZE, INK)
    texts.add(*place, plain(mark.label), label)


def _add_note(texts: _Series, mark: Note, unit: float) -> None:
    height = LABEL_SIZE * LINE * unit * (mark.text.count("<br>") + 1)
    shift = {"above": height / 2, "middle": 0, "below": -height / 2}[mark.side]
    position: Position = {"left": "r", "center": "ctr", "right": "l"}[mark.align]  # type: ignore[assignment]
    label = Label(
        mark.text,
        position,
        LABEL_SIZE,
        INK,
        dot=COLOUR[mark.role] if mark.role else "",
        ground=GROUND if mark.is_covering else "",
    )
    texts.add(mark.x, mark.y + shift, plain(mark.text), label)


def _spread(texts: _Series, others: Iterable[_Series], chart: Chart, plot: Box) -> None:
    """Move free texts up or down by half lines until none lies on another, as far as there is room."""
    taken = [
        area
        for series in others
        for x, y, label in zip(series.x, series.y, series.labels, strict=True)
        if label and y is not None
        for area in (_area(x, y, label, chart, plot), _dot_area(x, y, series, chart, plot))
    ]
    step = LABEL_SIZE * LINE / 2
    unit = (chart.y.highest - chart.y.lowest) / plot.height
    for place, label in enumerate(texts.labels):
        x, y = texts.x[place], texts.y[place]
        if label is None or y is None or texts.texts[place] in _SIGN.values():
            continue
        area = _area(x, y, label, chart, plot)
        shifts = (step * number * side for number in range(_MOST_STEPS) for side in (1, -1))
        shift = next((each for each in shifts if _is_free(area.moved(each), taken, plot)), 0)
        texts.y[place] = y - shift * unit
        taken.append(area.moved(shift))


def _is_free(area: Box, taken: Iterable[Box], plot: Box) -> bool:
    is_inside = plot.top - _SLACK <= area.top and area.bottom <= plot.bottom + _SLACK
    return is_inside and not any(area.touches(each) for each in taken)


def _area(x: Number, y: Number, label: Label, chart: Chart, plot: Box) -> Box:
    """What a label covers on the slide."""
    left, top = plot.x(x, chart.x), plot.y(y, chart.y)
    height = label.size * LINE * (label.text.count("<br>") + 1)
    width = label.width
    left -= {"l": width, "r": 0}.get(label.position, width / 2)
    top -= {"t": height, "b": 0}.get(label.position, height / 2)
    return Box(left, top + _TIGHT * height / 2, width, height * (1 - _TIGHT))


def _dot_area(x: Number, y: Number, series: _Series, chart: Chart, plot: Box) -> Box:
    half = series.size / 2
    return Box(plot.x(x, chart.x) - half, plot.y(y, chart.y) - half, 2 * half, 2 * half)


def _levels(chart: Chart, stamp: Stamp) -> list[_Series]:
    """A hairline across the plot at each tick of the upright axis."""
    series = _Series(stamp.say("powerpoint.series.levels"), "E3E0D8", line=0.75, is_aid=True)
    for value, text in chart.y.ticks:
        _add_line(series, Line([chart.x.lowest, chart.x.highest], [value, value], "faint"))
        series.texts[-1] = text
    return [series]


def _add_ticks(texts: _Series, chart: Chart) -> None:
    for value, text in chart.x.ticks:
        texts.add(value, chart.y.lowest, text, Label(text, "b", LABEL_SIZE, SMALL_INK))
    for value, text in chart.y.ticks:
        texts.add(chart.x.lowest, value, text, Label(text, "l", LABEL_SIZE, SMALL_INK))


def _style(series: _Series, drawn: XySeries) -> None:
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


def _fill_marker(marker: Marker, series: _Series) -> None:
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
