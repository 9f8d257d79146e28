"""A file held against everything known before it is added: its rows, its doubts, what may mend them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.corrections import ADDED_CELLS, Correction, correct, read_corrections
from etl.errors import InputError
from etl.examination import Examined, cell_of, settled
from etl.facts import fact_readings, fact_sheet
from etl.findings import Finding
from etl.harmonise import NO_YEAR, Reading, Understood, readings, understood
from etl.read.document import Document
from etl.result_sheets import PartScore, result_sheet
from etl.rules import ANNOUNCEMENT, REPLACED, STATED
from etl.sources import (
    Read,
    Stated,
    authorities,
    decided,
    read_raw,
    roster_sizes,
    said_by,
    stated_by,
)
from ita.method import MethodUnknownError, method_of
from ita.offices import office_index

_FIRST_YEAR = 2558  # of the assessment
# How much a file counts by its kind: an announcement most, then what an office says of itself.
AUTHORITY = {
    "announcement": ANNOUNCEMENT,
    "result_sheet": 2,
    "exchange": 2,
    "statement": STATED,
}


@dataclass(frozen=True)
class Checked:
    """The file under review: what it is called, which bytes they are and what was read of them.

    ``office`` and ``told_year`` are what people say of rows of a statement that tell none.
    """

    name: str
    sha256: str
    document: Document
    office: str = ""
    told_year: int | None = None

    @property
    def is_statement(self) -> bool:
        """Whether it is what offices tell of themselves, each row with its own year."""
        return self.document.kind == "statement"


@dataclass(frozen=True)
class Known:
    """All that other files say, decisions applied, and how much each source counts."""

    read: Read
    authority: Mapping[str, int]


@dataclass(frozen=True)
class Review:
    """A file read for one fiscal year: rows as decided, rows left out, and every doubt."""

    checked: Checked
    fiscal_year: int
    source_id: str
    expected_offices: int
    rows: list[Understood]
    left_out: list[Understood]
    examined: Examined
    parts: list[PartScore]

    @property
    def is_clean(self) -> bool:
        """Whether nothing waits for a decision."""
        return all(finding.decision != "open" for finding in self.examined.findings)


def review(
    checked: Checked,
    source_id: str,
    fiscal_year: int,
    known: Known,
    decisions: Sequence[Correction] = (),
    path: Path = Path("decisions.csv"),
) -> Review:
    """The review of ``checked`` as source ``source_id`` of ``fiscal_year``.

    What a build with the file in it would find is what is told. ``known`` is all else; ``path`` names
    the decisions in errors. Raises InputError when a decision is about a cell that is not there.
    """
    printed = _readings(checked, source_id, fiscal_year)
    own = [decision for decision in decisions if decision.source_id == source_id]
    kept = correct(printed, own, path)
    as_printed = _stated(printed, checked.document, source_id, known)
    as_decided = _stated(kept, checked.document, source_id, known) if own else as_printed
    found = settled(as_printed.examined, as_decided.examined, own)
    places = {row.row_no for row in kept}
    gone = [row for row in printed if row.row_no not in places]
    return Review(
        checked=checked,
        fiscal_year=fiscal_year,
        source_id=source_id,
        expected_offices=roster_sizes().get(fiscal_year, 0),
        rows=_meant(kept, checked.document),
        left_out=_meant(gone, checked.document),
        examined=replace(
            found, findings=[each for each in found.findings if each.source_id == source_id]
        ),
        parts=[part for part in as_decided.parts if part.source_id == source_id],
    )


def _readings(checked: Checked, source_id: str, fiscal_year: int) -> list[Reading]:
    rows = checked.document.rows
    if checked.is_statement:
        return fact_readings(source_id, rows, checked.office, checked.told_year)
    return readings(source_id, fiscal_year, rows)


def _stated(rows: Sequence[Reading], document: Document, source_id: str, known: Known) -> Stated:
    """What the data say with these rows among them."""
    read = replace(known.read, said={**known.read.said, source_id: said_by(document)})
    if document.kind == "announcement":
        read = replace(read, announced=[*read.announced, *rows])
    elif document.kind == "statement":
        read = replace(read, told=[*read.told, *rows])
    else:
        read = replace(read, sheets=[*read.sheets, *rows])
    authority = {**known.authority, source_id: AUTHORITY[document.kind]}
    return stated_by(read, authority, office_index(), about=source_id)


def _meant(rows: Sequence[Reading], document: Document) -> list[Understood]:
    if document.kind == "announcement":
        return [understood(row, office_index()) for row in rows]
    if document.kind == "statement":
        return fact_sheet(rows, office_index()).rows
    return result_sheet(rows, office_index()).rows


def year_of(checked: Checked, wanted: int | None) -> int:
    """The fiscal year to read a file for: the one asked for, else the one it names.

    A statement may name none: each of its rows tells its own, and one that does not is doubtful.
    Raises InputError when it names none, or when no rules are recorded for the year.
    """
    year = wanted or checked.document.fiscal_year
    if year is None and checked.is_statement:
        return NO_YEAR
    if year is None:
        raise InputError("year_needed", file=checked.name)
    if wanted is None and year < _FIRST_YEAR:
        raise InputError("year_misprint", file=checked.name, printed=year, first=_FIRST_YEAR)
    try:
        method_of(year)
    except MethodUnknownError as error:
        raise InputError("years_unknown", file=checked.name, printed=year) from error
    if year not in roster_sizes():
        raise InputError("years_unknown", file=checked.name, printed=year)
    return year


def check_told(checked: Checked) -> None:
    """Raise InputError where a row of a statement tells no office or no year and nobody says it."""
    if checked.is_statement:
        rows = _readings(checked, "", NO_YEAR)
        if not all(row.text("office") for row in rows):
            raise InputError("office_needed", file=checked.name)
        if not all(row.fiscal_year for row in rows):
            raise InputError("told_year_needed", file=checked.name)


def known_in(data: Path) -> Read:
    """All that the files of ``data`` say, as decided."""
    record = data / "corrections.csv"
    return decided(read_raw(data, office_index()), read_corrections(record), record)


def known_besides(read: Read, source_id: str, replacing: int | None) -> Known:
    """All that files say but for the source ``source_id`` itself.

    Another announcement of the year ``replacing`` counts as one the file under review would replace.
    """
    others = replace(
        read,
        announced=[row for row in read.announced if row.source_id != source_id],
        reported=[row for row in read.reported if row.source_id != source_id],
        sheets=[row for row in read.sheets if row.source_id != source_id],
        told=[row for row in read.told if row.source_id != source_id],
    )
    of_year = {row.source_id for row in others.announced if row.fiscal_year == replacing}
    authority = {
        other: REPLACED if other in of_year else level for other, level in authorities(read).items()
    }
    return Known(others, authority)


def review_json(found: Review, *, is_full: bool) -> dict[str, Any]:
    """A review as plain values; ``is_full`` adds what a screen needs to show and decide it."""
    brief = {
        "fiscal_year": found.fiscal_year or None,
        "kind": found.checked.document.kind,
        "rows": _rows(found, is_full=is_full),
        "findings": [_finding(each, found, is_full=is_full) for each in found.examined.findings],
    }
    if not is_full:
        return brief
    document = found.checked.document
    return brief | {
        "read_fiscal_year": document.fiscal_year,
        "form": document.form,
        "text": document.text,
        "source_id": found.source_id,
        "file_name": found.checked.name,
        "sha256": found.checked.sha256,
        "pages": document.pages,
        "expected_offices": found.expected_offices,
        "matched_offices": len({row.office_id for row in found.rows if row.office_id}),
    }


def _in_order(found: Review) -> list[Understood]:
    return sorted([*found.rows, *found.left_out], key=lambda row: row.reading.row_no)


def _rows(found: Review, *, is_full: bool) -> list[dict[str, Any]]:
    parts: dict[int, list[PartScore]] = defaultdict(list)
    for part in found.parts:
        parts[part.row_no].append(part)
    left_out = {row.reading.row_no for row in found.left_out}
    by_machine = found.checked.document.pages_by_machine
    is_of_years = is_full and found.checked.document.kind == "exchange"
    return [
        {
            **_row(row, parts[row.reading.row_no], is_full=is_full),
            **({"read_by": "machine"} if row.reading.page in by_machine else {}),
            **({"is_left_out": row.reading.row_no in left_out} if is_full else {}),
            **({"fiscal_year": row.reading.fiscal_year} if is_of_years else {}),
        }
        for row in _in_order(found)
    ]


def _row(row: Understood, parts: Sequence[PartScore], *, is_full: bool) -> dict[str, Any]:
    reading, office = row.reading, row.match.office
    brief: dict[str, Any] = {
        "rank": row.rank,
        "office_id": row.office_id,
        "office_name": office.office_name if office else reading.text("office"),
        "score": _decimal(row.score),
        "grade": row.grade,
        "change": _decimal(row.change, "+"),
        "result": row.result,
        "page": reading.page,
        "row": reading.row_no,
    }
    if reading.is_told:
        brief["fiscal_year"] = reading.fiscal_year or None
        brief["facts"] = _facts(reading)
    if reading.read_cells:
        brief["probability"] = _probabilities(reading)
    if parts:
        brief["parts"] = {part.code: _decimal(part.score) for part in parts}
    if not is_full:
        return brief
    return brief | {
        "printed": dict(reading.printed),
        "box": reading.box,
        "read_cells": {column: asdict(cell) for column, cell in reading.read_cells.items()},
        "office_candidates": [candidate.office_id for candidate in row.match.candidates],
    }


def _facts(reading: Reading) -> dict[str, dict[str, Any]]:
    """What a statement tells, as printed, and on which stretch of its text each fact stands."""
    return {
        column: {"printed": reading.printed[column], "start": start, "end": end}
        for column, (start, end) in reading.stretches.items()
    }


def _probabilities(reading: Reading) -> dict[str, float | None]:
    """How likely each cell says what was read in a picture; None where its column is not there."""
    cells = {**dict.fromkeys(ADDED_CELLS), **reading.read_cells}
    return {
        "office_name" if column == "office" else column: cell.probability if cell else None
        for column, cell in cells.items()
        if column in ADDED_CELLS
    }


def _finding(finding: Finding, found: Review, *, is_full: bool) -> dict[str, Any]:
    brief = {
        "rule": finding.rule,
        "severity": finding.severity,
        "page": finding.page,
        "row": finding.row_no,
        "column": finding.column_name,
        "printed": finding.printed,
        "expected": finding.expected,
        "proposal": finding.proposal,
        "message_th": finding.message_th,
        "message_en": finding.message_en,
    }
    if not is_full:
        return brief
    verdict = found.examined.verdicts.get(cell_of(finding))
    proposal = verdict.proposal if verdict else None
    candidates = verdict.candidates if verdict else ()
    return brief | {
        "finding_id": finding.finding_id,
        "decision": finding.decision,
        "of_file": finding.of_file,
        "told": finding.told,
        "keeps_print": verdict is not None and verdict.keeps_print,
        "proposal_reason_th": proposal.reason_th if proposal else None,
        "proposal_reason_en": proposal.reason_en if proposal else None,
        "candidates": [
            {
                "value": candidate.value,
                "reason_th": candidate.reason_th,
                "reason_en": candidate.reason_en,
            }
            for candidate in candidates
        ],
    }


def _decimal(value: Decimal | None, sign: str = "") -> str | None:
    return None if value is None else f"{value:{sign}.2f}"
