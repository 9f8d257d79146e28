"""Charts as native PowerPoint charts with their data sheet, in the deliberate colours of the light theme.

A chart stands in a group: bands behind it, titles of rows before it, so that they move with it.
Bars become a bar chart, all other marks a scatter chart. Squares of a grid become a native table,
because PowerPoint has no heat map.
"""

from dataclasses import replace
from datetime import datetime

from lxml import etree
from pptx.chart.chart import Chart as NativeChart
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import GroupShapes, SlideShapes
from pptx.util import Pt

from ita.charts.describe import Band, Bars, Cells, Chart, Dots, Note, Rule
from ita.charts.powerpoint.bars import draw_bars
from ita.charts.powerpoint.cells import draw_cells
from ita.charts.powerpoint.look import (
    COLOUR,
    INK,
    LINE,
    MARK_INK,
    PALE_MARK,
    SMALL_INK,
    STRONG_TINT,
    TINT,
    UNKNOWN_TINT,
    Box,
    colour,
    describe,
    fitting_size,
    lines_in,
    lines_of,
    paint,
    plain,
    sizes_down,
    text_height,
    text_width,
    write,
)
from ita.charts.powerpoint.scatter import draw_scatter
from ita.stamp import Stamp

_LABEL_SIZE = 18
_SUBTITLE_SIZES = (20, 18, 17, 16)
_TITLE_SIZES = (20, 18, 16, 14, 12)
_ALONE = 1.18  # a title between rows may use the room of marks above and below
_MOST_TITLES = 0.42  # of the width, for the titles of rows
_EDGE, _TICKS, _AXIS_TITLE, _LABEL_ROW = 12, 26, 22, 24
_MARK_SIZE, _WATERMARK_SIZE, _TURN = 18, 54, -10


def draw(chart: Chart, shapes: SlideShapes, box: Box, stamp: Stamp, made_at: datetime) -> None:
    """Draw a chart into ``box`` of a slide: its subtitle, then the picture below.

    ``made_at`` is the time that its data sheet says it was made. The headline and the source are
    left to the slide.
    """
    has_cells = any(isinstance(mark, Cells) for mark in chart.marks)
    mark = f"{chart.watermark} · " if has_cells and chart.watermark else ""
    subtitle = mark + chart.subtitle
    size = _subtitle_size(subtitle, box.width)
    above, rest = box.rows(lines_of(subtitle, box.width, size) * size * LINE, 6)
    frame = shapes.add_textbox(*above.emu).text_frame
    write(frame, [[(mark, True), (chart.subtitle, False)]], size, ink=SMALL_INK)
    if has_cells:
        draw_cells(chart, shapes, rest, stamp)
        return
    group = shapes.add_group_shape()
    group.name = chart.name
    describe(group, chart.alt)
    plot = _plot(chart, rest)
    chart = _with_headroom(chart, plot)
    _draw_bands(chart, group.shapes, plot)
    _draw_watermark(chart, group.shapes, plot)
    if not _has_bars(chart):
        _draw_titles(chart, group.shapes, rest, plot)
        native = draw_scatter(chart, group.shapes, rest, plot, stamp, made_at)
        _title_axis(native, chart, rest, plot)
    else:
        _draw_rules(chart, group.shapes, plot)
        native = draw_bars(chart, group.shapes, rest, plot, stamp, made_at)
    native.has_legend = False
    native.font.size = Pt(_LABEL_SIZE)
    native.font.color.rgb = colour(INK)
    _name_axes(native)
    _lay_out(native, plot, rest)
    _mark(native, chart, plot, rest)
    frame = next(shape for shape in group.shapes if shape.has_chart)
    frame.name = chart.name
    describe(frame, chart.alt)


def _subtitle_size(text: str, width: float) -> float:
    """The largest size at which the text takes one line, else one for two lines."""
    on_one = (size for size in _SUBTITLE_SIZES if lines_of(text, width, size) == 1)
    two_lines = fitting_size([text], width, 18 * LINE * 2, (18, 17, 16, 14, 12))
    return next(on_one, two_lines)


def _with_headroom(chart: Chart, plot: Box) -> Chart:
    """The chart with its upright axis so high that the labels of its rules stand over the marks."""
    low, high = chart.y.lowest, chart.y.highest
    lines = [
        mark.label_line + mark.label.count("<br>") + 1
        for mark in chart.marks
        if isinstance(mark, Rule) and mark.axis == "x" and mark.label
    ]
    if not lines or low > high:
        return chart
    dots = [y for mark in chart.marks if isinstance(mark, Dots) for y in mark.y]
    top = max([low, *(value for value, _ in chart.y.ticks), *dots])
    part = max(lines) * _LABEL_SIZE * LINE / plot.height
    needed = (top - part * low) / (1 - part)
    return replace(chart, y=replace(chart.y, highest=max(high, needed)))


def _plot(chart: Chart, box: Box) -> Box:
    """Where the axes enclose the marks: the box without titles, ticks and a little room."""
    left = _EDGE + max((text_width(text, _LABEL_SIZE) for _, text in chart.y.ticks), default=0)
    if chart.row_titles:
        left = _titles_width(chart, box) + _EDGE
    has_bars = _has_bars(chart)
    has_rule_labels = has_bars and any(isinstance(m, Rule) and m.label for m in chart.marks)
    above = _EDGE / 2 + _LABEL_ROW * (bool(chart.watermark) + has_rule_labels)
    below = 0 if has_bars else _TICKS * bool(chart.x.ticks) + _AXIS_TITLE * _has_axis_title(chart)
    return Box(
        box.left + left,
        box.top + above,
        box.width - left - _EDGE,
        box.height - above - below - _EDGE / 2,
    )


def _has_axis_title(chart: Chart) -> bool:
    """Rows take all the height there is; what they measure stands in the subtitle."""
    return bool(chart.x.title) and not chart.row_titles


def _has_bars(chart: Chart) -> bool:
    return any(isinstance(mark, Bars) for mark in chart.marks)


def _titles_width(chart: Chart, box: Box) -> float:
    lines = (line for title in chart.row_titles for line in title.split("<br>"))
    widest = max(text_width(plain(line), _TITLE_SIZES[0]) for line in lines)
    return min(widest + _EDGE, box.width * _MOST_TITLES)


def _draw_bands(chart: Chart, shapes: GroupShapes, plot: Box) -> None:
    """Tinted rectangles exactly behind the axes; those of unknown offices have a dotted outline."""
    for mark in chart.marks:
        if not isinstance(mark, Band):
            continue
        left, right = sorted(plot.x(x, chart.x) for x in mark.x)
        top, bottom = sorted(plot.y(y, chart.y) for y in mark.y)
        area = Box(left, top, right - left, bottom - top)
        shape = shapes.add_shape(MSO_SHAPE.RECTANGLE, *area.emu)
        tint = UNKNOWN_TINT if mark.is_unknown else STRONG_TINT if mark.is_strong else TINT
        paint(shape, tint)
        if mark.is_unknown:
            shape.line.color.rgb = colour(COLOUR["faint"])
            shape.line.dash_style = MSO_LINE.ROUND_DOT


def _draw_watermark(chart: Chart, shapes: GroupShapes, plot: Box) -> None:
    """The mark of simulated figures, large and pale behind the marks."""
    if not chart.watermark:
        return
    lines = chart.watermark.split(" · ")
    size = fitting_size(lines, plot.width * 0.8, plot.height * 0.8, sizes_down(_WATERMARK_SIZE))
    shape = shapes.add_textbox(*plot.emu)
    shape.rotation = _TURN
    write(
        shape.text_frame,
        [[(line, True)] for line in lines],
        size,
        ink=PALE_MARK,
        align=PP_ALIGN.CENTER,
        anchor=MSO_ANCHOR.MIDDLE,
    )


def _draw_titles(chart: Chart, shapes: GroupShapes, box: Box, plot: Box) -> None:
    """The titles of rows in a column of their own: a native axis of numbers cannot hold words."""
    if not chart.row_titles:
        return
    width = plot.left - box.left - _EDGE
    height = plot.height / (chart.y.highest - chart.y.lowest)
    roles = {mark.text: mark.role for mark in chart.marks if isinstance(mark, Note)}
    shown = _shown_titles(chart, width, height)
    size = min(
        fitting_size([plain(title)], width, height * _ALONE, _TITLE_SIZES) for title in shown
    )
    for row, (title, text) in enumerate(zip(chart.row_titles, shown, strict=True)):
        area = Box(box.left, plot.y(row, chart.y) - height / 2, width, height)
        shape = shapes.add_textbox(*area.emu)
        is_own = roles.get(title) == "own"
        lines = [[(part, bold or is_own) for part, bold in runs] for runs in lines_in(text)]
        write(shape.text_frame, lines, size, anchor=MSO_ANCHOR.MIDDLE)


def _shown_titles(chart: Chart, width: float, height: float) -> list[str]:
    """The titles of rows, of more than one line where all have room, else their first lines."""
    wrapped = [title.replace("<br>", "\n") for title in chart.row_titles]
    least = _TITLE_SIZES[2]
    if all(text_height(text.split("\n"), width, least) <= height for text in wrapped):
        return list(chart.row_titles)
    return [title.split("<br>")[0] for title in chart.row_titles]


def _draw_rules(chart: Chart, shapes: GroupShapes, plot: Box) -> None:
    """Upright lines behind horizontal bars, each with its label at the top."""
    for mark in chart.marks:
        if isinstance(mark, Rule) and mark.axis == "x":
            x = plot.x(mark.value, chart.x)
            ends = Pt(x), Pt(plot.top), Pt(x), Pt(plot.bottom)
            line = shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *ends)
            line.line.color.rgb = colour(COLOUR[mark.role])
            line.line.width = Pt(1.5)
            line.line.dash_style = MSO_LINE.DASH
            area = Box(x - 8, plot.top - _LABEL_ROW, plot.right - x + 8, _LABEL_ROW)
            label = shapes.add_textbox(*area.emu)
            write(label.text_frame, lines_in(mark.label), _LABEL_SIZE)


# What a chart's XML says that python-pptx has no words for


def _lay_out(native: NativeChart, plot: Box, box: Box) -> None:
    """Put the inside of the axes exactly where ``plot`` lies in ``box``."""
    area = native.element.chart.plotArea
    for layout in area.findall(qn("c:layout")):
        area.remove(layout)
    area.insert(0, _layout(plot, box, is_inner=True))


def _name_axes(native: NativeChart) -> None:
    """Positive numbers for the axes, as the file format wants them."""
    for place in native.element.iter(qn("c:axId"), qn("c:crossAx")):
        place.set("val", place.get("val").lstrip("-"))


def _layout(place: Box, box: Box, *, is_inner: bool = False) -> etree._Element:
    """The layout element of a place, in parts of the whole chart."""
    layout = etree.Element(qn("c:layout"))
    manual = etree.SubElement(layout, qn("c:manualLayout"))
    if is_inner:
        etree.SubElement(manual, qn("c:layoutTarget"), val="inner")
    etree.SubElement(manual, qn("c:xMode"), val="edge")
    etree.SubElement(manual, qn("c:yMode"), val="edge")
    parts = {
        "x": (place.left - box.left) / box.width,
        "y": (place.top - box.top) / box.height,
        **({"w": place.width / box.width, "h": place.height / box.height} if is_inner else {}),
    }
    for name, part in parts.items():
        etree.SubElement(manual, qn(f"c:{name}"), val=f"{part:.5f}")
    return layout


def _title_axis(native: NativeChart, chart: Chart, box: Box, plot: Box) -> None:
    """The name of the level axis under its ticks, in the middle."""
    if not _has_axis_title(chart):
        return
    title = native.category_axis.axis_title
    frame = title.text_frame
    run = frame.paragraphs[0].add_run()
    run.text = chart.x.title
    run.font.size, run.font.bold = Pt(_LABEL_SIZE), False
    run.font.color.rgb = colour(SMALL_INK)
    width = text_width(chart.x.title, _LABEL_SIZE) * 0.9
    place = Box(plot.left + (plot.width - width) / 2, box.bottom - _AXIS_TITLE, width, _AXIS_TITLE)
    _put(title.element, place, box)


def _put(title: etree._Element, place: Box, box: Box) -> None:
    """Lay a title out; the layout follows its text."""
    for layout in title.findall(qn("c:layout")):
        title.remove(layout)
    title.insert(title.index(title.find(qn("c:tx"))) + 1, _layout(place, box))


def _mark(native: NativeChart, chart: Chart, plot: Box, box: Box) -> None:
    """The mark of simulated figures over the plot, as the chart's own title, so that it goes with it."""
    if not chart.watermark:
        native.has_title = False
        return
    title = native.chart_title
    run = title.text_frame.paragraphs[0].add_run()
    run.text = chart.watermark
    run.font.size, run.font.bold = Pt(_MARK_SIZE), True
    run.font.color.rgb = colour(MARK_INK)
    width = text_width(chart.watermark, _MARK_SIZE)
    _put(title.element, Box(plot.right - width, box.top, width, _LABEL_ROW), box)
    overlay = title.element.makeelement(qn("c:overlay"), {"val": "1"})
    for other in title.element.findall(qn("c:overlay")):
        title.element.remove(other)
    title.element.insert(title.element.index(title.element.find(qn("c:layout"))) + 1, overlay)
