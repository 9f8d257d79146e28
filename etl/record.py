"""The record of decisions, data/corrections.csv, changed line by line: every other line stays as it is."""

import csv
import io
import re
from collections.abc import Mapping, Sequence

from etl.corrections import COLUMNS, Correction, corrections_text
from etl.errors import InputError

RECORD = "corrections.csv"
_CELL = ("source_id", "row_no", "column_name")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def merged(record: bytes, decisions: Sequence[Correction]) -> bytes:
    """The record of decisions with these in it.

    A decision about a cell decided before takes that line's place, the others follow in order;
    every other line stays byte for byte. Raises InputError when the record is no table of decisions.
    """
    lines = lines_of(record)
    reader = csv.reader(lines)
    header = [name.removeprefix("\ufeff") for name in next(reader)]
    for name in COLUMNS:
        if name not in header:
            raise InputError("no_column", file=RECORD, column=name)
    to_write = {_cell(cells): cells for cells in map(_cells, decisions)}
    merged_lines = lines[: reader.line_num]
    read_lines = reader.line_num
    for row in reader:
        cells = dict(zip(header, row, strict=False))
        decided = to_write.pop(_cell(cells), None)
        is_news = decided is not None and not decided.items() <= cells.items()
        as_it_is = lines[read_lines : reader.line_num]
        merged_lines += [_written(decided, header)] if decided and is_news else as_it_is
        read_lines = reader.line_num
    if to_write and not merged_lines[-1].endswith("\n"):
        merged_lines.append("\n")
    merged_lines += [_written(cells, header) for cells in to_write.values()]
    return "".join(merged_lines).encode()


def lines_of(record: bytes) -> list[str]:
    """The lines of the record of decisions, its titles at least."""
    try:
        return _LINE.findall(record.decode()) or [corrections_text([])]
    except UnicodeDecodeError as error:
        raise InputError("not_text", file=RECORD) from error


def without(record: bytes, decisions: Sequence[Correction]) -> bytes:
    """The record without the lines of these decisions, which were read from it."""
    gone = {decision.line for decision in decisions}
    lines = lines_of(record)
    reader = csv.reader(lines)
    kept: list[str] = []
    read_lines = 0
    for _row in reader:
        if reader.line_num not in gone:
            kept += lines[read_lines : reader.line_num]
        read_lines = reader.line_num
    return "".join(kept).encode()


def _cells(decision: Correction) -> dict[str, str]:
    return {name: str(getattr(decision, name)) for name in COLUMNS}


def _cell(cells: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(cells.get(name, "").strip() for name in _CELL)


def _written(cells: Mapping[str, str], header: Sequence[str]) -> str:
    line = io.StringIO()
    csv.DictWriter(line, header, lineterminator="\n").writerow(cells)
    return line.getvalue()
