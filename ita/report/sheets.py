"""Sheets of a workbook: one look and one way to write a cell, for a single table and for many."""

import io
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache
from math import ceil

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.theme import THEME_XML_2007
from xlsxwriter.worksheet import Worksheet

from ita.stamp import Stamp
from ita.tables import Kind, Table
from ita.wording.labels import shortened

FONT = "TH Sarabun New"
FONT_SIZE = 15
LINE = 26  # pixels
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
_NARROWEST, _WIDEST, _WIDEST_PROSE = 8, 46, 80
_FIRST = 11  # the first column at least: it also holds the way back
_LONG_TITLE = 11  # of a column: it wraps
_PADDING = 3  # of a width: what the indent and the button of the filter take
_PRINTED_TITLE = 90  # letters of a title that fit beside the page number
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_row_height": LINE,
}
# Thai in a chart is set in the theme's font for complex scripts, whatever font the chart names.
_THEME = THEME_XML_2007.replace('<a:cs typeface=""/>', f'<a:cs typeface="{FONT}"/>').replace(
    'script="Thai" typeface="Tahoma"', f'script="Thai" typeface="{FONT}"'
)


class Book:
    """A workbook being written for one stamp; each style of a cell is made once.

    ``made_at`` (UTC) is the time the file says it was made; equal content and time give equal bytes.
    """

    def __init__(self, stamp: Stamp, made_at: datetime | None = None) -> None:
        self.stamp = stamp
        self._content = io.BytesIO()
        # Made anew for each workbook, which writes into it.
        plain = {"font_name": FONT, "font_size": FONT_SIZE}
        options = {**_OPTIONS, "default_format_properties": plain}
        self.workbook = xlsxwriter.Workbook(self._content, options)
        self.workbook.use_custom_theme(io.StringIO(_THEME))
        if made_at is not None:
            self.workbook.set_properties({"created": made_at})
        self.style = lru_cache(maxsize=None)(self._style)

    def _style(self, **properties: object) -> Format:
        """The format of these properties in the house's font."""
        plain = {"font_name": FONT, "font_size": FONT_SIZE, "font_color": INK, "valign": "top"}
        return self.workbook.add_format({**plain, **properties})

    def cell(self, kind: Kind, **properties: object) -> Format:
        """The style of a cell of a kind: texts wrap and keep off the number before them."""
        aligned = {"align": "left", "indent": 1} if kind == "text" else {"align": "right"}
        form = {"num_format": NUMBER_FORMAT[kind], **aligned, "text_wrap": True, **properties}
        return self.style(**form)

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
    sizes = widths(table)
    columns = list(table.columns.values())
    write_head(book, sheet, [(column.title, column.kind) for column in columns], sizes)
    for position, (name_of_column, column) in enumerate(table.columns.items()):
        style = book.cell(column.kind)
        for row, value in enumerate(table.rows[name_of_column], start=HEAD_ROW + 1):
            write_cell(sheet, row, position, value, column.kind, style)
    for row, texts in enumerate(table.as_text.itertuples(index=False), start=HEAD_ROW + 1):
        _set_height(sheet, row, texts, sizes)
    sheet.freeze_panes(HEAD_ROW + 1, 1)
    sheet.autofilter(HEAD_ROW, 0, HEAD_ROW + len(table.rows), len(table.columns) - 1)
    return sheet


def write_head(
    book: Book, sheet: Worksheet, titles: Sequence[tuple[str, Kind]], sizes: Sequence[int]
) -> None:
    """Titles and widths of the columns; the titles stand again at the top of every printed page."""
    for position, ((title, kind), size) in enumerate(zip(titles, sizes, strict=True)):
        style = book.cell(
            kind, bold=True, bg_color=HEAD_FILL, bottom=1, num_format="@", valign="vcenter"
        )
        sheet.write_string(HEAD_ROW, position, title, style)
        sheet.set_column(position, position, size)
    _set_height(sheet, HEAD_ROW, [title for title, _ in titles], sizes)
    sheet.repeat_rows(HEAD_ROW)


def write_cell(
    sheet: Worksheet, row: int, position: int, value: object, kind: Kind, style: Format
) -> None:
    """A figure as a number, a text as text whatever it begins with, a missing value as a blank."""
    if pd.isna(value):  # type: ignore[call-overload]
        sheet.write_blank(row, position, None, style)
    elif kind == "text":
        sheet.write_string(row, position, str(value), style)
    else:
        sheet.write_number(row, position, float(value), style)  # type: ignore[arg-type]


def write_lines(
    book: Book, sheet: Worksheet, lines: Iterable[tuple[str, str]], first_row: int = 0
) -> int:
    """Label and text of each fact, one row each; the row after the last."""
    label, text = book.style(bold=True), book.cell("text")
    sizes = (22, 100)
    row = first_row
    for row, (name, content) in enumerate(lines, start=first_row):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, content, text)
        _set_height(sheet, row, (name, content), sizes)
    for position, size in enumerate(sizes):
        sheet.set_column(position, position, size)
    return row + 1


def write_note(book: Book, sheet: Worksheet, text: str, widths: Sequence[int]) -> None:
    """A text in the row over the titles, across columns of these widths after the first."""
    row, last = HEAD_ROW - 1, len(widths) - 1
    style = book.style(font_color=SMALL_INK, text_wrap=True)
    if last > 1:
        sheet.merge_range(row, 1, row, last, "", style)
    sheet.write_string(row, 1, text, style)
    _set_height(sheet, row, [text], [sum(widths[1:])])


def widths(table: Table) -> list[int]:
    """The width of each column: enough for its longest text, up to a width at which texts wrap."""
    texts, widest = table.as_text, _WIDEST_PROSE if table.is_prose else _WIDEST
    first, *others = (min(widest, _width(title, texts[title])) for title in texts)
    return [max(first, _FIRST), *others]


def letters(text: str) -> int:
    """The columns a text takes on screen: marks above and below a letter take none."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)


def _width(title: str, texts: pd.Series) -> int:
    longest = max(map(letters, texts), default=0) + _PADDING
    return max(_NARROWEST, min(letters(title), _LONG_TITLE) + _PADDING, longest)


def _set_height(sheet: Worksheet, row: int, texts: Iterable[str], sizes: Iterable[int]) -> None:
    """As many lines as the longest of the texts needs in its width, which not every viewer works out."""
    lines = max(
        (ceil(letters(text) / (size - _PADDING)) for text, size in zip(texts, sizes, strict=True)),
        default=1,
    )
    if lines > 1:
        sheet.set_row_pixels(row, LINE * lines)


def _printed(text: str) -> str:
    """A text for the margin of a page, in the house's font."""
    return f'&"{FONT},Regular"&12{shortened(text, _PRINTED_TITLE).replace("&", "&&")}'
