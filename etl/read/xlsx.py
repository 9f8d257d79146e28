"""Workbooks (xlsx, xlsm, xlsb, xls, ods): the cells of each sheet as a person sees them."""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from io import BytesIO

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import MOST_CELLS, Document, Line, Remark, Report
from etl.read.edge import declared
from etl.read.shown import MOST_ROWS, Place, Shown, column_name, sheets_shown
from etl.read.tables import document_of
from etl.read.titles import is_office_name

_NEARLY = 1e-9
_LARGEST_WHOLE = 1e15

Cell = int | float | str | bool | dt.date | dt.time | dt.timedelta

_SCORES = frozenset({"score", "change", "total", "last_score"})
_PART = re.compile(r"iit|eit|oit|i\d+|\d+\.\d")
_WHOLE = re.compile(r"-?\d{1,3}", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,3}(\.\d+)?(e-\d+)?", re.ASCII)
_CENT = Decimal("0.01")


_MOST_NAMED = 12


@dataclass(frozen=True)
class _Sheet:
    """A sheet: its name, whether its tab is shown, how its cells are, and these as a person sees them."""

    name: str
    is_shown: bool
    look: Shown
    rows: list[list[str]]


def read_xlsx(content: bytes, name: str, report: Report) -> Document:
    """The table of the sheets, columns and rows that are shown; of hidden ones only where no other is.

    Raises InputError for a bomb, a password, a formula that was never calculated, what cannot be
    opened at all, or a workbook without a table.
    """
    sheets = list(_sheets(content, name, report))
    shown = [sheet for sheet in sheets if sheet.is_shown]
    hidden = Remark("hidden_left_out", "row", {"parts": _hidden_parts(sheets)})
    try:
        document = document_of(_lines(shown, are_hidden_read=False), "xlsx", name, len(shown))
    except InputError as error:
        if error.key not in ("no_table", "no_rows") or not hidden.values["parts"]:
            raise
        hidden = replace(hidden, rule="hidden_read")
        document = document_of(_lines(sheets, are_hidden_read=True), "xlsx", name, len(sheets))
    told = [hidden] if hidden.values["parts"] else []
    return _as_shown(replace(document, remarks=(*document.remarks, *told)))


def _sheets(content: bytes, name: str, report: Report) -> Iterator[_Sheet]:
    is_zipped = content.startswith(zipped.MARK)
    looks = sheets_shown(zipped.opened(content, name), name) if is_zipped else []
    with declared("damaged", name):
        try:
            workbook = CalamineWorkbook.from_filelike(BytesIO(content))
        except PasswordError as error:
            raise InputError("password", file=name) from error
        worksheets = [
            (place, sheet)
            for place, sheet in enumerate(workbook.sheets_metadata)
            if sheet.typ == SheetTypeEnum.WorkSheet
        ]
        for done, (place, sheet) in enumerate(worksheets, start=1):
            look = looks[place] if place < len(looks) else Shown()
            rows = _rows(workbook.get_sheet_by_index(place), look, name)
            yield _Sheet(sheet.name, sheet.visible == SheetVisibleEnum.Visible, look, rows)
            report(done, len(worksheets))


def _rows(sheet: CalamineSheet, look: Shown, name: str) -> list[list[str]]:
    """The cells of a sheet as a person sees them; a merged cell's text stands in all it covers."""
    last_row, last_column = sheet.end or (0, 0)
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise InputError("too_heavy", file=name)
    rows = [
        [_seen(value, (number, column), look) for column, value in enumerate(row)]
        for number, row in enumerate(sheet.to_python(skip_empty_area=False))
    ]
    _fill_merged(rows, sheet.merged_cell_ranges or (), name)
    return rows


def _lines(sheets: Sequence[_Sheet], *, are_hidden_read: bool) -> list[Line]:
    """The lines of sheets, numbered through; a hidden column is blank, a hidden row is none."""
    lines = []
    for page, sheet in enumerate(sheets, start=1):
        look = Shown() if are_hidden_read else sheet.look
        for number, cells in enumerate(sheet.rows):
            if number in look.hidden_rows:
                continue
            seen = ("" if at in look.hidden_columns else cell for at, cell in enumerate(cells))
            lines.append(Line(page, (page - 1) * MOST_ROWS + number + 1, tuple(seen)))
    return lines


def _hidden_parts(sheets: Sequence[_Sheet]) -> str:
    """The hidden sheets that name offices, and the filled columns and rows that are hidden."""
    names = [
        f"“{sheet.name}”"
        for sheet in sheets
        if not sheet.is_shown and any(is_office_name(cell) for row in sheet.rows for cell in row)
    ]
    columns = dict.fromkeys(
        column_name(column)
        for sheet in sheets
        if sheet.is_shown
        for column in sorted(sheet.look.hidden_columns)
        if any(cell.strip() for row in sheet.rows for cell in row[column : column + 1])
    )
    rows = [
        str(number + 1)
        for sheet in sheets
        if sheet.is_shown
        for number, row in enumerate(sheet.rows)
        if number in sheet.look.hidden_rows and any(map(str.strip, row))
    ]
    more = [f"+{len(rows) - _MOST_NAMED}"] if len(rows) > _MOST_NAMED else []
    return ", ".join([*names, *columns, *rows[:_MOST_NAMED], *more])


def _as_shown(document: Document) -> Document:
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
            row=(row.row - 1) % MOST_ROWS + 1 if is_one_sheet else row.row,
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
    number, sign = text.removesuffix("%"), "%" * text.endswith("%")
    if is_unrounded and _holds_more_than_cents(text):
        rounded = Decimal(number).quantize(_CENT, ROUND_HALF_UP) + 0  # no minus before 0.00
        return f"{rounded}{sign}"
    return f"{number}.00{sign}" if column in _SCORES and _WHOLE.fullmatch(number) else text


def _unrounded(document: Document) -> frozenset[str]:
    """The columns of scores most of whose numbers have more than two decimals.

    One of shares up to 1, as percent are held, is none: they are no scores as printed.
    """
    columns: dict[str, list[str]] = {}
    for row in document.rows:
        for column, text in row.cells.items():
            number = text.removesuffix("%")
            if (column in _SCORES or _PART.fullmatch(column)) and _NUMBER.fullmatch(number):
                columns.setdefault(column, []).append(number)
    return frozenset(
        column
        for column, texts in columns.items()
        if 2 * sum(map(_holds_more_than_cents, texts)) > len(texts)
        and any(abs(Decimal(text)) > 1 for text in texts)
    )


def _holds_more_than_cents(text: str) -> bool:
    number = text.removesuffix("%")
    return bool(_NUMBER.fullmatch(number)) and Decimal(number) % _CENT != 0


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


def _seen(value: Cell, place: Place, look: Shown) -> str:
    if place in look.percent and isinstance(value, int | float):
        return f"{printed(value * 100)}%"
    return look.raised.get(place) or printed(value)


def _fill_merged(rows: list[list[str]], merged: Sequence[tuple[Place, Place]], name: str) -> None:
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
