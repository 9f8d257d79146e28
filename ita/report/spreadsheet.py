"""Tables as files: XLSX and CSV that Thai Excel opens right, safe from formula injection."""

import io

import pandas as pd
import xlsxwriter

from ita.stamp import Stamp
from ita.tables import Kind, Table

_FORMAT: dict[Kind, str] = {
    "text": "@",
    "score": "0.00",
    "change": "+0.00;-0.00;0.00",
    "points": "0.0000",
    "percent": "0.0",
    "whole": "0",
    "year": "0",
    "place": "0",
}
_FONT = "TH Sarabun New"
_A4 = 9
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def file_name(table: Table, stamp: Stamp, suffix: str) -> str:
    """``ita-<edition>-<table>-<office>-<version>.<suffix>``; the edition of simulated data says so."""
    edition = "SIMULATED" if stamp.version.is_simulated else "published"
    parts = ["ita", edition, table.name, stamp.office_id, stamp.version.version_id]
    return f"{'-'.join(filter(None, parts))}.{suffix}"


def csv_file(table: Table, stamp: Stamp) -> bytes:
    """The table as UTF-8 CSV with BOM, titles as header.

    Each row says which table, edition and version it is of, so that files can be put together.
    """
    rows = table.shown.rename(
        columns={name: column.title for name, column in table.columns.items()}
    )
    texts = [column.title for column in table.columns.values() if column.kind == "text"]
    rows = rows.assign(**{title: rows[title].map(_safe_text) for title in texts})
    say, edition = stamp.say, stamp.version.edition
    rows = rows.assign(
        **{
            say("file.of_table"): _safe_text(table.title),
            say("file.edition"): say(f"edition.{edition}.long"),
            say("file.version"): stamp.version.version_id,
        }
    )
    return rows.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx_file(table: Table, stamp: Stamp) -> bytes:
    """The table as a workbook: one sheet of figures, one of where they come from."""
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        _figures(workbook, table, stamp)
        _origin(workbook, table, stamp)
    return buffer.getvalue()


def _figures(workbook: xlsxwriter.Workbook, table: Table, stamp: Stamp) -> None:
    sheet = workbook.add_worksheet(stamp.say("file.figures"))
    title = workbook.add_format({"font_name": _FONT, "font_size": 18, "bold": True})
    mark = workbook.add_format(
        {"font_name": _FONT, "font_size": 16, "bold": True, "font_color": "#B84A00"}
    )
    head = workbook.add_format(
        {
            "font_name": _FONT,
            "font_size": 15,
            "bold": True,
            "bg_color": "#E7EDF5",
            "text_wrap": True,
        }
    )
    sheet.write_string(0, 0, table.title, title)
    if stamp.version.is_simulated:
        sheet.write_string(1, 0, stamp.say("edition.demo.long"), mark)
    first = 3
    for position, (name, column) in enumerate(table.columns.items()):
        cell = workbook.add_format(
            {"font_name": _FONT, "font_size": 15, "num_format": _FORMAT[column.kind]}
        )
        sheet.write_string(first, position, column.title, head)
        values = table.rows[name]
        for row, value in enumerate(values, start=first + 1):
            _write(sheet, row, position, value, column.kind, cell)
        shown = values.dropna().astype("str").str.len().max() if values.notna().any() else 0
        sheet.set_column(
            position, position, min(60, max(12, len(column.title) + 2, int(shown) + 2))
        )
    sheet.freeze_panes(first + 1, 1)
    sheet.autofilter(first, 0, first + len(table.rows), len(table.columns) - 1)
    sheet.repeat_rows(first)
    if stamp.version.is_simulated:
        sheet.set_header(f"&C{stamp.say('edition.demo.long')}")
    sheet.set_paper(_A4)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _write(
    sheet: xlsxwriter.worksheet.Worksheet,
    row: int,
    position: int,
    value: object,
    kind: Kind,
    cell: xlsxwriter.format.Format,
) -> None:
    if pd.isna(value):
        sheet.write_blank(row, position, None, cell)
    elif kind == "text":
        sheet.write_string(row, position, str(value), cell)
    else:
        sheet.write_number(row, position, float(value), cell)  # type: ignore[arg-type]


def _origin(workbook: xlsxwriter.Workbook, table: Table, stamp: Stamp) -> None:
    sheet = workbook.add_worksheet(stamp.say("file.origin"))
    label = workbook.add_format(
        {"font_name": _FONT, "font_size": 15, "bold": True, "valign": "top"}
    )
    text = workbook.add_format({"font_name": _FONT, "font_size": 15, "text_wrap": True})
    lines = [(stamp.say("file.title"), table.title), *stamp.lines]
    if table.note:
        lines.append((stamp.say("file.note"), table.note))
    for row, (name, content) in enumerate(lines):
        sheet.write_string(row, 0, name, label)
        sheet.write_string(row, 1, content, text)
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 100)


def _safe_text(value: object) -> object:
    """Text that a spreadsheet would run as a formula, shielded by an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
