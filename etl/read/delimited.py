"""Tab- or comma-separated text, as copied from a scan or saved from a sheet."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from etl.errors import InputError


@dataclass(frozen=True)
class RawRow:
    """One printed row: the line it stands on (from 1) and its cells by printed column title."""

    line: int
    cells: dict[str, str]


def read_delimited(content: bytes, path: Path) -> list[RawRow]:
    """The rows below the first line, blank lines skipped; ``path`` only names the file in errors.

    Raises InputError when the text is not UTF-8, has no rows, or a row has another number of
    cells than the header, or the text is no table at all.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError("not_text", file=path) from error
    lines = csv.reader(io.StringIO(text, newline=None), delimiter=_delimiter(text))
    try:
        return _rows(lines, path)
    except csv.Error as error:
        raise InputError("not_a_table", file=path, line=lines.line_num, reason=error) from error


def _rows(lines: Any, path: Path) -> list[RawRow]:  # noqa: ANN401 - csv's reader has no public type
    header: list[str] = next(lines, [])
    rows = []
    for cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise InputError(
                "cell_count",
                file=path,
                line=lines.line_num,
                expected=len(header),
                found=len(cells),
            )
        rows.append(RawRow(lines.line_num, dict(zip(header, cells, strict=True))))
    if not rows:
        raise InputError("no_rows", file=path)
    return rows


def _delimiter(text: str) -> str:
    first_line = text.partition("\n")[0]
    return "\t" if "\t" in first_line else ","
