"""A file held against everything known before it is added: its rows, its doubts, what may mend them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from etl.corrections import Correction, correct, read_corrections
from etl.errors import InputError
from etl.examination import Examined, Knowledge, cell_of, examined, settled
from etl.findings import Finding, other_year
from etl.harmonise import Reading, Understood, readings, stated, understood
from etl.read.document import Document
from etl.result_sheets import PartScore, result_sheet
from etl.sources import REPLACED, authorities, decided, read_raw, roster_sizes
from ita.method import MethodUnknownError, method_of
from ita.offices import office_index

_ANNOUNCEMENT = 1  # its authority


@dataclass(frozen=True)
class Checked:
    """The file under review: what it is called, which bytes they are and what was read of them."""

    name: str
    sha256: str
    document: Document


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
    known: Knowledge,
    decisions: Sequence[Correction] = (),
    path: Path = Path("decisions.csv"),
) -> Review:
    """The review of ``checked`` as source ``source_id`` of ``fiscal_year``.

    ``known`` is all that is known without this source; ``path`` names the decisions in errors.
    Raises InputError when a decision is about a cell that is not there.
    """
    document = checked.document
    printed = readings(source_id, fiscal_year, document.rows)
    own = [decision for decision in decisions if decision.source_id == source_id]
    kept = correct(printed, own, path)
    with_own = _with_source(known, source_id, document)
    as_printed = _examined(printed, document, with_own)
    as_decided = _examined(kept, document, with_own)
    places = {row.row_no for row in kept}
    return Review(
        checked=checked,
        fiscal_year=fiscal_year,
        source_id=source_id,
        expected_offices=known.roster.get(fiscal_year, 0),
        rows=as_decided.rows,
        left_out=[row for row in as_printed.rows if row.reading.row_no not in places],
        examined=_about(source_id, settled(as_printed.examined, as_decided.examined, own)),
        parts=as_decided.parts,
    )


def year_of(checked: Checked, wanted: int | None) -> int:
    """The fiscal year to read a file for: the one asked for, else the one it names.

    Raises InputError when it names none, or when no rules are recorded for the year.
    """
    year = wanted or checked.document.fiscal_year
    if year is None:
        raise InputError("year_needed", file=checked.name)
    try:
        method_of(year)
    except MethodUnknownError as error:
        raise InputError("years_unknown", file=checked.name, printed=year) from error
    if year not in roster_sizes():
        raise InputError("years_unknown", file=checked.name, printed=year)
    return year


def knowledge_besides(data: Path, source_id: str, fiscal_year: int) -> Knowledge:
    """All that the files of ``data`` say as decided, but for the source ``source_id`` itself.

    Another announcement of the year counts as one that the file under review would replace.
    """
    index = office_index()
    record = data / "corrections.csv"
    read = decided(read_raw(data, index), read_corrections(record), record)
    rows = [
        row for row in (*read.announced, *read.reported, *read.sheets) if row.source_id != source_id
    ]
    of_year = {row.source_id for row in rows if row.fiscal_year == fiscal_year}
    authority = {
        other: REPLACED if level == _ANNOUNCEMENT and other in of_year else level
        for other, level in authorities(read).items()
    }
    others = stated(understood(row, index) for row in rows)
    return Knowledge(index, authority, roster_sizes(), others)


def review_json(found: Review, *, is_full: bool) -> dict[str, Any]:
    """A review as plain values; ``is_full`` adds what a screen needs to show and decide it."""
    brief = {
        "fiscal_year": found.fiscal_year,
        "kind": found.checked.document.kind,
        "rows": [_row(row, found, is_full=is_full) for row in _in_order(found)],
        "findings": [_finding(each, found, is_full=is_full) for each in found.examined.findings],
    }
    if not is_full:
        return brief
    document = found.checked.document
    return brief | {
        "read_fiscal_year": document.fiscal_year,
        "form": document.form,
        "source_id": found.source_id,
        "file_name": found.checked.name,
        "sha256": found.checked.sha256,
        "pages": document.pages,
        "expected_offices": found.expected_offices,
        "matched_offices": len({row.office_id for row in found.rows if row.office_id}),
    }


def _about(source_id: str, found: Examined) -> Examined:
    """What concerns the file itself; doubts about other sources are not its own."""
    own = [finding for finding in found.findings if finding.source_id == source_id]
    return replace(found, findings=own)


def _with_source(known: Knowledge, source_id: str, document: Document) -> Knowledge:
    sizes = {} if document.stated_offices is None else {source_id: document.stated_offices}
    return replace(
        known, authority={**known.authority, source_id: _ANNOUNCEMENT}, stated_sizes=sizes
    )


@dataclass(frozen=True)
class _Pass:
    """What one look at the rows gave, as printed or as decided."""

    rows: list[Understood]
    parts: list[PartScore]
    examined: Examined


def _examined(rows: Sequence[Reading], document: Document, known: Knowledge) -> _Pass:
    sheet = result_sheet(rows, known.index)
    if document.kind == "result_sheet":
        return _Pass(sheet.totals, sheet.parts, Examined(sheet.findings, {}))
    meant = [understood(row, known.index) for row in rows]
    found = examined(meant, known)
    doubts = [*_year_doubt(meant, document), *found.findings, *sheet.part_findings]
    return _Pass(meant, sheet.parts, replace(found, findings=doubts))


def _year_doubt(rows: Sequence[Understood], document: Document) -> Iterator[Finding]:
    named = document.fiscal_year
    if rows and named is not None and named != rows[0].reading.fiscal_year:
        yield other_year(rows[0], named)


def _in_order(found: Review) -> list[Understood]:
    return sorted([*found.rows, *found.left_out], key=lambda row: row.reading.row_no)


def _row(row: Understood, found: Review, *, is_full: bool) -> dict[str, Any]:
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
    parts = [part for part in found.parts if part.row_no == reading.row_no]
    if parts:
        brief["parts"] = {part.code: _decimal(part.score) for part in parts}
    if not is_full:
        return brief
    return brief | {
        "printed": dict(reading.printed),
        "box": reading.box,
        "office_candidates": [candidate.office_id for candidate in row.match.candidates],
        "is_left_out": any(reading.row_no == other.reading.row_no for other in found.left_out),
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
