"""Decisions people took about printed cells: read from data/corrections.csv, applied, on record."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

from etl.errors import InputError
from etl.harmonise import Reading
from etl.read.delimited import RawRow, read_delimited
from ita.cells import HIGHEST, HUNDREDTH, UnreadableError, read_decimal, read_rank
from ita.decisions import NOTHING, is_signed
from ita.offices import office_index

COLUMNS = (
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
# What can be decided: a cell of an announcement, or that a row is none.
CORRECTABLE = ("rank", "office", "score", "grade", "change", "result", "row")
WHOLE_FILE = 0  # stands for the row where a doubt about the file as a whole is confirmed
# The cells of a row that people add where the reader found none, parted by tabs.
ADDED_CELLS = ("rank", "office", "score", "grade", "change", "result")
_LOWEST = {"score": Decimal(0), "change": -HIGHEST}


@dataclass(frozen=True)
class Correction:
    """One decided cell: where it stands, what is printed, what it is read as, why and by whom.

    A replacement that equals the print confirms it. Of the file as a whole a doubt can be confirmed:
    ``column_name`` says which, ``printed`` what it said.
    """

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

    @property
    def is_confirmation(self) -> bool:
        """Whether the cell stays as it is printed."""
        return self.replacement == self.printed

    @property
    def is_of_file(self) -> bool:
        """Whether it confirms a doubt about the file as a whole."""
        return self.row_no == WHOLE_FILE

    @property
    def is_addition(self) -> bool:
        """Whether a row is added that the reader did not find; its number is the rank below nought."""
        return self._is_no_printed_row and self.replacement != NOTHING

    @property
    def is_nothing(self) -> bool:
        """Whether a row that was to be added is not to be added after all."""
        return self._is_no_printed_row and self.replacement == NOTHING

    @property
    def _is_no_printed_row(self) -> bool:
        return self.column_name == "row" and self.printed == NOTHING and self.row_no < 0


def read_corrections(path: Path, *, is_draft: bool = False) -> list[Correction]:
    """Every recorded decision. Raises InputError when one is incomplete, unreadable or doubled.

    In a draft a cell may have been decided again; its last decision stands.
    """
    if not path.is_file():
        raise InputError("no_corrections", file=path)
    content = path.read_bytes()
    has_rows = b"\n" in content.strip()
    found = [_correction(row, path) for row in read_delimited(content, path)] if has_rows else []
    if is_draft:
        return list({correction.correction_id: correction for correction in found}.values())
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


def check_signed(corrections: Sequence[Correction], path: Path) -> None:
    """Raise InputError at the first decision that does not say who took it."""
    for correction in corrections:
        if not is_signed(correction.decided_by):
            raise InputError(
                "decision_unsigned", file=path, line=correction.line, column="decided_by"
            )


def corrections_text(corrections: Sequence[Correction]) -> str:
    """Decisions as the text of data/corrections.csv, header first, in the order given."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows([getattr(correction, name) for name in COLUMNS] for correction in corrections)
    return text.getvalue()


def correct(
    found: Sequence[Reading], corrections: Sequence[Correction], path: Path
) -> list[Reading]:
    """``found`` with what was decided about its cells; rows decided to be none are left out.

    Rows that people add follow at the end. Raises InputError when a decision is about a row that is
    not there or prints something else: a decision must never drift onto another cell.
    """
    by_place = {(reading.source_id, reading.row_no): reading for reading in found}
    years = {reading.source_id: reading.fiscal_year for reading in found}
    left_out = set()
    for correction in corrections:
        place = (correction.source_id, correction.row_no)
        reading = by_place.get(place)
        if correction.is_nothing or correction.is_of_file:
            continue
        if correction.is_addition and reading is None and correction.source_id in years:
            by_place[place] = _added(correction, years[correction.source_id])
            continue
        if reading is None:
            raise InputError("stale_row", file=path, line=correction.line, row=correction.row_no)
        printed = print_of(reading, correction.column_name)
        if printed != correction.printed:
            raise InputError(
                "stale_print",
                file=path,
                line=correction.line,
                column="printed",
                expected=correction.printed,
                printed=printed,
            )
        if correction.column_name != "row":
            decided = {**reading.decided, correction.column_name: _cell(correction)}
            by_place[place] = replace(reading, decided=decided)
        elif not correction.is_confirmation:
            left_out.add(place)
    return [reading for place, reading in by_place.items() if place not in left_out]


def print_of(reading: Reading, column: str) -> str:
    """What a decision must find printed: the cell, a dash for nothing, the cells of a row with tabs."""
    if column == "row":
        return "\t".join(reading.printed.values())
    return reading.printed.get(column, "").strip() or NOTHING


def _added(correction: Correction, fiscal_year: int) -> Reading:
    cells = zip(ADDED_CELLS, correction.replacement.split("\t"), strict=True)
    decided = {column: "" if text == NOTHING else text for column, text in cells}
    return Reading(fiscal_year, correction.source_id, correction.row_no, {}, decided=decided)


def _cell(correction: Correction) -> str:
    """A confirmed blank stays blank; a dash is nothing printed in any column that may be empty."""
    return "" if correction.replacement == NOTHING else correction.replacement


def _correction(row: RawRow, path: Path) -> Correction:
    for column in COLUMNS:
        if not row.cells.get(column, "").strip():
            raise InputError("blank_cell", file=path, line=row.line, column=column)
    cells = {column: row.cells[column].strip() for column in COLUMNS}
    is_of_file = cells["row_no"] == str(WHOLE_FILE)
    if is_of_file and cells["replacement"] != cells["printed"]:
        raise InputError("file_confirmed_only", file=path, line=row.line, column="replacement")
    if cells["column_name"] not in CORRECTABLE and not is_of_file:
        raise InputError(
            "not_correctable",
            file=path,
            line=row.line,
            column="column_name",
            printed=cells["column_name"],
            allowed=", ".join(CORRECTABLE),
        )
    if cells["replacement"] != cells["printed"]:
        _check_replacement(cells["column_name"], cells["replacement"], path, row.line)
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
        **{name: cells[name] for name in COLUMNS if name not in ("row_no", "decided_on")},
    )


def _check_replacement(column: str, text: str, path: Path, line: int) -> None:
    """What a cell is to be read as has to be a value of its column."""
    problem = _problem(column, text)
    if problem is not None:
        raise InputError(problem, file=path, line=line, column="replacement", printed=text)


def _problem(column: str, text: str) -> str | None:
    """The key of what is wrong with a value of a column, None where nothing is."""
    if column == "row":
        return None if text == NOTHING else _problem_of_row(text.split("\t"))
    if column == "office":
        return None if office_index().find(text) else "unknown_office"
    if text == NOTHING and column != "score":
        return None
    return _problem_of_number(column, text) if column in _LOWEST else _problem_of_rank(column, text)


def _problem_of_number(column: str, text: str) -> str | None:
    value = read_decimal(text)
    if value is None or not _LOWEST[column] <= value <= HIGHEST:
        return "not_a_number"
    return None if value == value.quantize(HUNDREDTH) else "too_many_decimals"


def _problem_of_rank(column: str, text: str) -> str | None:
    try:
        if column == "rank":
            read_rank(text)
    except UnreadableError as problem:
        return problem.key
    return None


def _problem_of_row(cells: Sequence[str]) -> str | None:
    if len(cells) != len(ADDED_CELLS):
        return "row_or_nothing"
    problems = map(_problem, ADDED_CELLS, cells)
    return next((problem for problem in problems if problem), None)
