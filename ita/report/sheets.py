"""Sheets of a workbook: one look and one way to write a cell, for a single table and for many."""

import io
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from ita.stamp import Stamp
from ita.tables import Column, Kind, Table
from ita.wording.labels import shortened

FONT = "TH Sarabun New"
FONT_SIZE = 15
HEAD_ROW = 3
INK = "#0F1822"
SMALL_INK = "#4A5563"
HEAD_FILL = "#E7EDF5"
MARK_INK = "#B84A00"

NUMBER_FORMAT: dict[Kind, str] = {
    "text": "@",
    "score": "0.00",
    "change": "+0.00;-0.00;0.00",
    "points": "0.0000",
    "percent": "0.0",
    "whole": "0",
    "year": "0",
    "place": "0",
}

_A4 = 9
_NARROWEST, _WIDEST = 9, 46
_LONG_TITLE = 18  # of a column: it wraps
_PRINTED_TITLE = 90  # letters of a title that fit beside the page number
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_format_properties": {"font_name": FONT, "font_size": FONT_SIZE},
}


class Book:
    """A workbook being written for one stamp; each style of a cell is made once.

    ``made_at`` (UTC) is the time the file says it was made; equal content and time give equal bytes.
    """

    def __init__(self, stamp: Stamp, made_at: datetime | None = None) -> None:
        self.stamp = stamp
        self._content = io.BytesIO()
        self.workbook = xlsxwriter.Workbook(self._content, _OPTIONS)
        if made_at is not None:
            self.workbook.set_properties({"created": made_at})
        self.style = lru_cache(maxsize=None)(self._style)

    def _style(self, **properties: object) -> Format:
        """The format of these properties in the house's font."""
        plain = {"font_name": FONT, "font_size": FONT_SIZE, "font_color": INK, "valign": "top"}
        return self.workbook.add_format({**plain, **properties})

    def sheet(self, name: str, title: str) -> Worksheet:
        """A new sheet under its title: A4 across, as wide as the page, marked where simulated."""
        sheet = self.workbook.add_worksheet(name)
        sheet.write_string(0, 0, title, self.style(font_size=18, bold=True))
        sheet.set_paper(_A4)
        sheet.set_landscape()
        sheet.set_margins(left=0.4, right=0.4, top=0.7, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L{_printed(title)}&R&P / &N")
        if self.stamp.version.is_simulated:
            mark = self.stamp.say("edition.demo.long")
            sheet.write_string(1, 0, mark, self.style(font_size=16, bold=True, font_color=MARK_INK))
            sheet.set_header(f"&C{_printed(mark)}")
        return sheet

    def content(self) -> bytes:
        """The finished file."""
        self.workbook.close()
        return self._content.getvalue()


def table_sheet(book: Book, name: str, table: Table) -> Worksheet:
    """A sheet with the table: its titles in the row HEAD_ROW, which stays in sight, filters on."""
    sheet = book.sheet(name, table.title)
    write_head(book, sheet, [column.title for column in table.columns.values()])
    for position, (name_of_column, column) in enumerate(table.columns.items()):
        values = table.rows[name_of_column]
        style = _cell_style(book, values, column, is_prose=table.is_prose)
        for row, value in enumerate(values, start=HEAD_ROW + 1):
            _write(sheet, row, position, value, column.kind, style)
        sheet.set_column(position, position, _width(values, column))
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(table.columns) - 1)
    return sheet


def write_head(book: Book, sheet: Worksheet, titles: Iterable[str]) -> None:
    """The titles of the columns, repeated at the top of every printed page."""
    head = book.style(bold=True, bg_color=HEAD_FILL, text_wrap=True, bottom=1)
    for position, title in enumerate(titles):
        sheet.write_string(HEAD_ROW, position, title, head)
    sheet.repeat_rows(HEAD_ROW)


def write_lines(
    book: Book, sheet: Worksheet, lines: Iterable[tuple[str, str]], first_row: int = 0
) -> int:
    """Label and text of each fact, one row each; the row after the last."""
    label, text = book.style(bold=True), book.style(text_wrap=True)
    row = first_row
    for row, (name, content) in enumerate(lines, start=first_row):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, content, text)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)
    return row + 1


def letters(text: str) -> int:
    """The columns a text takes on screen: marks above and below a letter take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _cell_style(book: Book, values: pd.Series, column: Column, *, is_prose: bool) -> Format:
    number_format = NUMBER_FORMAT[column.kind]
    if column.kind == "text" and (is_prose or _longest(values) > _WIDEST):
        return book.style(num_format=number_format, text_wrap=True)
    return book.style(num_format=number_format)


def _write(
    sheet: Worksheet, row: int, position: int, value: object, kind: Kind, style: Format
) -> None:
    if pd.isna(value):  # type: ignore[call-overload]
        sheet.write_blank(row, position, None, style)
    elif kind == "text":
        sheet.write_string(row, position, str(value), style)
    else:
        sheet.write_number(row, position, float(value), style)  # type: ignore[arg-type]


def _width(values: pd.Series, column: Column) -> int:
    """Wide enough for the longest text, up to a width at which texts wrap."""
    title = min(letters(column.title), _LONG_TITLE) + 4  # the button of the filter takes some
    return min(_WIDEST, max(_NARROWEST, title, _longest(values) + 2))


def _longest(values: pd.Series) -> int:
    return max((letters(str(value)) for value in values.dropna()), default=0)


def _printed(text: str) -> str:
    """A text for the margin of a page, in the house's font."""
    return f'&"{FONT},Regular"&12{shortened(text, _PRINTED_TITLE).replace("&", "&&")}'
