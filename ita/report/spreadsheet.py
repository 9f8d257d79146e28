"""Tables for Thai Excel, as XLSX, CSV or text to paste, safe from formula injection."""

from collections.abc import Iterable

import pandas as pd

from ita.pointer import Version
from ita.report.sheets import Book, table_sheet, write_lines
from ita.stamp import Stamp
from ita.tables import Table

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def file_name(table: Table, stamp: Stamp, suffix: str) -> str:
    """``ita-<edition>-<table>-<office>-<version>.<suffix>``."""
    return file_name_of(stamp.version, table.name, stamp.office_id, suffix=suffix)


def file_name_of(version: Version, *parts: str, suffix: str) -> str:
    """``ita-<edition>-<parts>-<version>.<suffix>``; the edition of simulated data says so aloud."""
    edition = "SIMULATED" if version.is_simulated else "published"
    return f"{'-'.join(filter(None, ['ita', edition, *parts, version.version_id]))}.{suffix}"


def csv_file(table: Table, stamp: Stamp) -> bytes:
    """The table as UTF-8 CSV with BOM, titles as header.

    Each row says which table, edition and version it is of, so that files can be put together.
    """
    say, edition = stamp.say, stamp.version.edition
    titles = {name: column.title for name, column in table.columns.items()}
    origin = {
        say("file.of_table"): table.title,
        say("file.edition"): say(f"edition.{edition}.long"),
        say("file.version"): stamp.version.version_id,
    }
    texts = [column.title for column in table.columns.values() if column.kind == "text"]
    return csv_bytes(table.shown.rename(columns=titles).assign(**origin), [*texts, *origin])


def csv_bytes(rows: pd.DataFrame, texts: Iterable[str]) -> bytes:
    """Rows as UTF-8 CSV with BOM and Windows line ends.

    No cell of the columns ``texts`` starts a formula; the others hold figures, whose sign is theirs.
    """
    shielded = rows.assign(**{name: rows[name].map(_safe_text) for name in texts})
    return shielded.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def xlsx_file(table: Table, stamp: Stamp) -> bytes:
    """The table as a workbook: one sheet of figures, one of where they come from."""
    book = Book(stamp)
    table_sheet(book, stamp.say("file.figures"), table)
    origin = book.workbook.add_worksheet(stamp.say("file.origin"))
    note = [(stamp.say("file.note"), table.note)] if table.note else []
    write_lines(book, origin, [(stamp.say("file.title"), table.title), *stamp.lines, *note])
    return book.content()


def text_to_paste(table: Table, stamp: Stamp) -> str:
    """The table as a reader sees it, cells between tabs, then a line that says what it is of.

    No cell of text starts a formula; no cell holds a tab or breaks its line.
    """
    shown = table.as_text
    columns = [
        [
            _cell(column.title),
            *(map(_cell, shown[column.title]) if column.kind == "text" else shown[column.title]),
        ]
        for column in table.columns.values()
    ]
    rows = zip(*columns, strict=True)
    return "\n".join([*map("\t".join, rows), _cell(_origin(table, stamp))])


def _origin(table: Table, stamp: Stamp) -> str:
    sources = stamp.source_line(stamp.sources_of(table.rows))
    mark = stamp.watermark or stamp.say(f"edition.{stamp.version.edition}.long")
    return " · ".join(filter(None, (table.title, mark, sources, table.note)))


def _cell(text: str) -> str:
    """A text of one line, shielded."""
    return str(_safe_text(" ".join(text.split())))


def _safe_text(value: object) -> object:
    """Text that a spreadsheet would run as a formula, shielded by an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
