"""The data sheet of a native chart: what each series shows, in words and figures, ready to be edited."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter
from lxml import etree
from pptx.oxml.ns import qn
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ita.charts.describe import Number
from ita.charts.powerpoint.look import FONT
from ita.stamp import Stamp

_SIZE = 15


@dataclass(frozen=True)
class Formula:
    """A formula and the value it has now."""

    text: str
    value: Number


Cell = Number | Formula | None


@dataclass(frozen=True)
class Block:
    """A small table of a sheet: what each row is, then columns of figures with their titles.

    ``is_aid`` blocks hold what only helps the eye and stand on the second sheet.
    """

    title: str
    texts: Sequence[str]
    columns: Sequence[tuple[str, Sequence[Cell]]]
    is_aid: bool = False


@dataclass(frozen=True)
class Place:
    """Where a block landed: the texts, and head and figures of each column, as cell references."""

    texts: str
    heads: list[str]
    figures: list[str]

    def until(self, last: int) -> "Place":
        """The place with only the columns up to one, counted from the end: 0 is the last."""
        kept = len(self.heads) + last
        return Place(self.texts, self.heads[:kept], self.figures[:kept])


def workbook(blocks: Iterable[Block], stamp: Stamp, made_at: datetime) -> tuple[list[Place], bytes]:
    """The workbook of the blocks, one below the other, and where each of them stands."""
    content = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "default_format_properties": {"font_name": FONT, "font_size": _SIZE},
    }
    with xlsxwriter.Workbook(content, options) as book:
        book.set_properties({"created": made_at, "comments": stamp.version.version_id})
        head = book.add_format({"bold": True, "bottom": 1, "font_name": FONT, "font_size": _SIZE})
        sheets = [
            book.add_worksheet(stamp.say(f"powerpoint.sheet.{kind}")) for kind in ("data", "aids")
        ]
        next_row = [0, 0]
        if stamp.watermark:
            sheets[0].write_string(0, 0, stamp.say("edition.demo.long"), head)
            next_row[0] = 2
        for sheet in sheets:
            sheet.set_column(0, 0, 60)
            sheet.set_column(1, 6, 24)
        places = []
        for block in blocks:
            places.append(_write(sheets[block.is_aid], next_row[block.is_aid], block, head))
            next_row[block.is_aid] += len(block.texts) + 2
    return places, content.getvalue()


def refer(series: etree._Element, place: Place) -> None:
    """Point a ``c:ser`` element at its cells: last column the values, the one before it the x values."""
    _set_formula(series.find(qn("c:tx")), place.heads[-1])
    _set_formula(series.find(qn("c:xVal")), place.figures[0])
    _set_formula(series.find(qn("c:yVal")), place.figures[-1])
    _set_formula(series.find(qn("c:cat")), place.texts)
    _set_formula(series.find(qn("c:val")), place.figures[-1])


def _write(sheet: Worksheet, top: int, block: Block, head: Format) -> Place:
    sheet.write_string(top, 0, block.title, head)
    last = top + len(block.texts)
    for row, text in enumerate(block.texts, start=top + 1):
        sheet.write_string(row, 0, text)
    for column, (title, cells) in enumerate(block.columns, start=1):
        sheet.write_string(top, column, title, head)
        for row, cell in enumerate(cells, start=top + 1):
            if isinstance(cell, Formula):
                sheet.write_formula(row, column, cell.text.format(row=row + 1), None, cell.value)
            elif cell is not None:
                sheet.write_number(row, column, float(cell))
    name = f"'{sheet.get_name()}'!"
    columns = range(1, len(block.columns) + 1)
    return Place(
        name + xl_range_abs(top + 1, 0, last, 0),
        [name + xl_rowcol_to_cell(top, column, row_abs=True, col_abs=True) for column in columns],
        [name + xl_range_abs(top + 1, column, last, column) for column in columns],
    )


def _set_formula(part: etree._Element | None, reference: str) -> None:
    if part is not None:
        next(part.iter(qn("c:f"))).text = reference
