"""Decisions people took about printed cells: read from data/corrections.csv, applied, on record."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from etl.errors import InputError
from etl.harmonise import HIGHEST, HUNDREDTH, Statement, read_decimal
from etl.read.delimited import RawRow, read_delimited
from ita.method import grade_of

_COLUMNS = (
    "source_id",
    "row_no",
    "column_name",
    "printed",
    "replacement",
    "reason_th",
    "reason_en",
    "evidence",
    "decided_by",
    "decided_on",
)
CORRECTABLE = ("score", "change")


@dataclass(frozen=True)
class Correction:
    """One decided cell: where it stands, what is printed, what it is read as, why and by whom."""

    correction_id: str
    source_id: str
    row_no: int
    column_name: str
    printed: str
    replacement: str
    reason_th: str
    reason_en: str
    evidence: str
    decided_by: str
    decided_on: date
    line: int


def read_corrections(path: Path) -> list[Correction]:
    """Every recorded decision. Raises InputError when one is incomplete, unreadable or doubled."""
    if not path.is_file():
        raise InputError("no_corrections", file=path)
    content = path.read_bytes()
    has_rows = b"\n" in content.strip()
    found = [_correction(row, path) for row in read_delimited(content, path)] if has_rows else []
    seen: dict[str, int] = {}
    for correction in found:
        first = seen.setdefault(correction.correction_id, correction.line)
        if first != correction.line:
            raise InputError(
                "key_twice",
                file=path,
                line=correction.line,
                key_printed=correction.correction_id,
                first=first,
            )
    return found


def correct(
    found: Sequence[Statement], corrections: Sequence[Correction], path: Path
) -> list[Statement]:
    """``found`` with each decided cell replaced and its row marked as corrected.

    Raises InputError when a decision is about a row that is not there or prints something else:
    a decision must never drift onto another cell.
    """
    by_place = {(s.source_id, s.row_no): s for s in found}
    for correction in corrections:
        place = (correction.source_id, correction.row_no)
        statement = by_place.get(place)
        if statement is None:
            raise InputError("stale_row", file=path, line=correction.line, row=correction.row_no)
        printed = getattr(statement, f"{correction.column_name}_printed")
        if printed != correction.printed:
            raise InputError(
                "stale_print",
                file=path,
                line=correction.line,
                column="printed",
                expected=correction.printed,
                printed=printed,
            )
        by_place[place] = _corrected(statement, correction)
    return list(by_place.values())


def _corrected(statement: Statement, correction: Correction) -> Statement:
    value = read_decimal(correction.replacement)
    cell: dict[str, Any] = {correction.column_name: value}
    corrected = replace(statement, **cell, status="corrected")
    return replace(corrected, grade=grade_of(corrected.score, corrected.fiscal_year))


def _correction(row: RawRow, path: Path) -> Correction:
    for column in _COLUMNS:
        if not row.cells.get(column, "").strip():
            raise InputError("blank_cell", file=path, line=row.line, column=column)
    cells = {column: row.cells[column].strip() for column in _COLUMNS}
    if cells["column_name"] not in CORRECTABLE:
        raise InputError(
            "not_correctable",
            file=path,
            line=row.line,
            column="column_name",
            printed=cells["column_name"],
            allowed=", ".join(CORRECTABLE),
        )
    value = read_decimal(cells["replacement"])
    lowest = 0 if cells["column_name"] == "score" else -100
    replacement = {"column": "replacement", "printed": cells["replacement"]}
    if value is None or not lowest <= value <= HIGHEST:
        raise InputError("not_a_number", file=path, line=row.line, **replacement)
    if value != value.quantize(HUNDREDTH):
        raise InputError("too_many_decimals", file=path, line=row.line, **replacement)
    try:
        row_no = int(cells["row_no"])
        decided_on = date.fromisoformat(cells["decided_on"])
    except ValueError as error:
        raise InputError("bad_decision", file=path, line=row.line, reason=error) from error
    return Correction(
        correction_id=f"{cells['source_id']}-{row_no}-{cells['column_name']}",
        row_no=row_no,
        decided_on=decided_on,
        line=row.line,
        **{name: cells[name] for name in _COLUMNS if name not in ("row_no", "decided_on")},
    )
