"""Squares of a grid as a native table, whose every cell can be edited."""

from collections.abc import Sequence

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.shapes.shapetree import SlideShapes
from pptx.table import Table as NativeTable
from pptx.table import _Cell
from pptx.util import Pt

from ita.charts.describe import Cells, Chart
from ita.charts.powerpoint.look import (
    COLOUR,
    GROUND,
    INK,
    SMALL_INK,
    UNKNOWN_TINT,
    Box,
    Runs,
    colour,
    fitting_size,
    lines_in,
    text_width,
    write,
)
from ita.stamp import Stamp

# The tints of the levels, least first; on those from the seventh on text is light.
_LEVELS = ("EEF3FA", "DCE7F4", "C3D6EC", "A5C1E2", "84A9D5", "6290C6", "3B6DAA", "2F629F", "1F4E8C")
_TINTS = (UNKNOWN_TINT, *_LEVELS, "143A6C")
_LIGHT_FROM = 7
_SIZES = (20, 18, 16, 14, 12, 11, 10, 9, 8)
_MOST_TITLES = 0.4
_LEAST_ROW = 17.0
_LAST_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # "No Style, No Grid"


def draw_cells(chart: Chart, shapes: SlideShapes, box: Box, stamp: Stamp) -> None:
    """The table in ``box``: one row per height at which squares lie, the titles of rows before them.

    Of more rows than can be read the first are drawn and what is ours, and how many they are is said.
    """
    squares = next(mark for mark in chart.marks if isinstance(mark, Cells))
    every = sorted(set(squares.y), reverse=True)
    heights = _kept(every, {squares.y[place] for place in squares.framed}, box)
    if len(heights) < len(every):
        box, below = box.rows(box.height - _LEAST_ROW, 2)
        text = stamp.say("powerpoint.rows_kept", shown=len(heights), total=len(every))
        write(shapes.add_textbox(*below.emu).text_frame, [[(text, False)]], 14, ink=SMALL_INK)
    columns = range(min(squares.x), max(squares.x) + 1)
    heads = {round(value): text for value, text in chart.x.ticks}
    before, above = bool(chart.row_titles), bool(heads)
    shape = shapes.add_table(len(heights) + above, len(columns) + before, *box.emu)
    shape.name = chart.name
    next(shape.element.iter(qn("p:cNvPr"))).set("descr", chart.alt)
    table = shape.table
    _make_plain(table)
    widths = _widths(chart, len(columns), box)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Pt(width)
    row_height = box.height / len(table.rows)
    for row in table.rows:
        row.height = Pt(row_height)
    size = min(
        fitting_size([line], widths[-1], row_height / (text.count("<br>") + 1), _SIZES)
        for text in (*squares.texts, *heads.values())
        for line in text.split("<br>")
    )
    for place, (x, y, level, text) in enumerate(
        zip(squares.x, squares.y, squares.levels, squares.texts, strict=True)
    ):
        if y not in heights:
            continue
        cell = table.cell(heights.index(y) + above, columns.index(x) + before)
        is_own = place in set(squares.framed)
        _fill(cell, text, level, size, is_own=is_own)
    for x, text in heads.items():
        _write(table.cell(0, columns.index(x) + before), [[(text, True)]], size)
    titles = dict(zip(every, reversed(chart.row_titles), strict=False))
    for row, title in enumerate((titles[y] for y in heights if titles), start=above):
        fitted = fitting_size([title], widths[0] - 8, row_height, _SIZES)
        _write(table.cell(row, 0), lines_in(title), min(fitted, 18), align=PP_ALIGN.LEFT)
    for cell in table.iter_cells():
        if not cell.text:
            _write(cell, [[("", False)]], size)


def _kept(every: Sequence[int], ours: set[int], box: Box) -> list[int]:
    """The heights of the first rows and of ours, as many as can be read in the box."""
    most = int(box.height / _LEAST_ROW) - 2
    if len(every) <= most:
        return list(every)
    first = [y for y in every if y not in ours][: most - len(ours)]
    return sorted([*first, *ours], reverse=True)


def _widths(chart: Chart, columns: int, box: Box) -> list[float]:
    if not chart.row_titles:
        return [box.width / columns] * columns
    widest = max(text_width(title, _SIZES[1]) for title in chart.row_titles) + 12
    titles = min(widest, box.width * _MOST_TITLES)
    return [titles, *[(box.width - titles) / columns] * columns]


def _make_plain(table: NativeTable) -> None:
    """No banding and no lines: the squares bring their own tints."""
    table.horz_banding = table.first_row = False
    next(table._tbl.iter(qn("a:tableStyleId"))).text = _LAST_STYLE  # noqa: SLF001 - no public way


def _fill(cell: _Cell, text: str, level: int, size: float, *, is_own: bool) -> None:
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(_TINTS[level])
    ink = GROUND if level >= _LIGHT_FROM else INK
    lines = [[(part, is_bold or is_own) for part, is_bold in line] for line in lines_in(text)]
    _write(cell, lines, size, ink=ink)
    _frame(cell, COLOUR["own"] if is_own else GROUND, 3 if is_own else 1.5)


def _write(
    cell: _Cell,
    lines: Sequence[Runs],
    size: float,
    *,
    ink: str = INK,
    align: PP_ALIGN = PP_ALIGN.CENTER,
) -> None:
    write(cell.text_frame, lines, size, ink=ink, align=align)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    cell.margin_left = cell.margin_right = Pt(3)
    cell.margin_top = cell.margin_bottom = 0


def _frame(cell: _Cell, ink: str, width: float) -> None:
    """Lines on all four sides, before the fill as the file format wants them."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - python-pptx has no borders of cells
    for place, side in enumerate(("lnL", "lnR", "lnT", "lnB")):
        line = properties.makeelement(qn(f"a:{side}"), {"w": str(Pt(width))})
        fill = line.makeelement(qn("a:solidFill"), {})
        fill.append(fill.makeelement(qn("a:srgbClr"), {"val": ink}))
        line.append(fill)
        properties.insert(place, line)
