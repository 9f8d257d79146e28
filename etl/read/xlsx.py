"""Workbooks (xlsx, xlsm, xlsb, xls, ods): the cells of each sheet as a person sees them."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO
from zipfile import ZipFile

from lxml import etree
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import Document, Line, Remark, Report
from etl.read.edge import declared

MOST_CELLS = 2_000_000
_ROWS_OF_A_SHEET = 1_048_576  # the most a workbook format allows
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_SPREADSHEET = "{*}"
_NEARLY = 1e-9
_LARGEST_WHOLE = 1e15

Cell = int | float | str | bool | dt.date | dt.time | dt.timedelta

_SCORES = frozenset({"score", "change", "total", "last_score"})
_PART = re.compile(r"iit|eit|oit|i\d+|\d+\.\d")
_WHOLE = re.compile(r"-?\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d+)?(e-\d+)?", re.ASCII)
_CENT = Decimal("0.01")


def read_xlsx(content: bytes, name: str, report: Report) -> tuple[tuple[Line, ...], int]:
    """The lines of the visible sheets, and how many sheets these are.

    Raises InputError for a bomb, a password, a formula that was never calculated, or what cannot
    be opened at all.
    """
    if content.startswith(zipped.MARK):
        _check_sheets(zipped.opened(content, name), name)
    with declared("damaged", name):
        try:
            workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        except PasswordError as error:
            raise InputError("password", file=name) from error
        places = [
            place
            for place, sheet in enumerate(workbook.sheets_metadata)
            if sheet.visible == SheetVisibleEnum.Visible and sheet.typ == SheetTypeEnum.WorkSheet
        ]
        lines: list[Line] = []
        for page, place in enumerate(places, start=1):
            lines += _lines(workbook.get_sheet_by_index(place), page, name)
            report(page, len(places))
    return tuple(lines), len(places)


def as_in_workbook(document: Document) -> Document:
    """The document with scores as they are shown and, of one sheet, the rows' numbers in it.

    A cell of 93.00 holds the number 93; only its column tells that it is a score and no rank. One
    of 97.39 may hold 97.3862, where most of its column hold more than is shown.
    """
    unrounded = _unrounded(document)
    rounded = sum(
        1
        for row in document.rows
        for column, text in row.cells.items()
        if column in unrounded and _holds_more_than_cents(text)
    )
    is_one_sheet = len({row.page for row in document.rows}) <= 1
    rows = (
        replace(
            row,
            row=(row.row - 1) % _ROWS_OF_A_SHEET + 1 if is_one_sheet else row.row,
            cells={
                column: _as_score(column, text, is_unrounded=column in unrounded)
                for column, text in row.cells.items()
            },
        )
        for row in document.rows
    )
    told = [Remark("numbers_rounded", "score", {"count": rounded})] if rounded else []
    return replace(document, rows=tuple(rows), remarks=(*document.remarks, *told))


def _as_score(column: str, text: str, *, is_unrounded: bool) -> str:
    if is_unrounded and _holds_more_than_cents(text):
        return str(Decimal(text).quantize(_CENT, ROUND_HALF_UP) + 0)  # no minus before 0.00
    return f"{text}.00" if column in _SCORES and _WHOLE.fullmatch(text) else text


def _unrounded(document: Document) -> frozenset[str]:
    """The columns of scores most of whose numbers have more than two decimals.

    One of shares up to 1, as percent are held, is none: they are no scores as printed.
    """
    columns: dict[str, list[str]] = {}
    for row in document.rows:
        for column, text in row.cells.items():
            if (column in _SCORES or _PART.fullmatch(column)) and _NUMBER.fullmatch(text):
                columns.setdefault(column, []).append(text)
    return frozenset(
        column
        for column, texts in columns.items()
        if 2 * sum(map(_holds_more_than_cents, texts)) > len(texts)
        and any(abs(Decimal(text)) > 1 for text in texts)
    )


def _holds_more_than_cents(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and Decimal(text) % _CENT != 0


def printed(value: Cell) -> str:
    """A cell as a person sees it: whole numbers whole, cents with two decimals, all else in full."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if not isinstance(value, int | float) or not abs(value) < _LARGEST_WHOLE:
        return str(value)
    if value == round(value):
        return str(round(value))
    return f"{value:.2f}" if abs(value - round(value, 2)) < _NEARLY else repr(value)


def _lines(sheet: CalamineSheet, page: int, name: str) -> Iterator[Line]:
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise InputError("too_heavy", file=name)
    rows = [list(map(printed, row)) for row in sheet.to_python(skip_empty_area=False)]
    _fill_merged(rows, sheet.merged_cell_ranges or (), name)
    first = (page - 1) * _ROWS_OF_A_SHEET
    for number, cells in enumerate(rows, start=1):
        yield Line(page, first + number, tuple(cells))


_Place = tuple[int, int]


def _fill_merged(rows: list[list[str]], merged: Sequence[tuple[_Place, _Place]], name: str) -> None:
    """Write the text of each merged cell into all the cells it covers."""
    left = MOST_CELLS
    width = len(rows[0]) if rows else 0
    for (top, first), (bottom, last) in merged:
        down = range(top, min(bottom + 1, len(rows)))
        across = range(first, min(last + 1, width))
        left -= len(down) * len(across)
        if left < 0:
            raise InputError("too_heavy", file=name)
        for row in down:
            for column in across:
                rows[row][column] = rows[top][first]


def _check_sheets(archive: ZipFile, name: str) -> None:
    """Raises InputError where a sheet spans too much, or has a formula without a stored value.

    A program that writes formulas without calculating them leaves cells that read as blank.
    """
    for part in filter(_SHEET_PART.fullmatch, archive.namelist()):
        sheet = part.rpartition("/")[2].removesuffix(".xml")
        with declared("damaged", name), archive.open(part) as stream:
            rows = columns = 0
            parsed = etree.iterparse(
                stream, tag=f"{_SPREADSHEET}c", resolve_entities=False, no_network=True
            )
            for _, cell in parsed:
                place = cell.get("r", "")
                if _is_uncalculated(cell):
                    raise InputError("formula", file=name, sheet=sheet, cell=place)
                reference = _REFERENCE.fullmatch(place)
                if reference:
                    rows = max(rows, int(reference[2]))
                    columns = max(columns, _column_number(reference[1]))
                cell.clear()
            if rows * columns > MOST_CELLS:
                raise InputError("too_heavy", file=name)


def _is_uncalculated(cell: etree._Element) -> bool:
    if cell.find(f"{_SPREADSHEET}f") is None:
        return False
    value = cell.find(f"{_SPREADSHEET}v")
    return value is None or (not value.text and cell.get("t") != "str")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number
