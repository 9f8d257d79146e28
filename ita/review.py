"""What a review of a file says: its rows as read, every doubtful cell, what people decided about them.

The JSON of ``python -m etl review`` becomes a `Review`; decisions are the lines of
``data/corrections.csv``, kept in a draft until they are published. Pure: no screen, no file.
"""

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple, dataclass, field, fields, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

import pandas as pd

from ita.cells import UnreadableError, read_change, read_rank, read_score
from ita.decisions import NOTHING, is_signed
from ita.exchange import LEVELS, TOTAL
from ita.offices import western_digits
from ita.stamp import Stamp
from ita.tables import Column, Table
from ita.wording import Say
from ita.wording.labels import label

StateName = Literal["ready", "doubts", "there", "published", "no_year", "to_type", "refused"]
COLUMNS = ("rank", "office", "score", "grade", "change", "result")
WHOLE_ROW, WHOLE_FILE = "row", 0
_DECIDABLE = (*COLUMNS, WHOLE_ROW)
NOT_OPEN = "none needed"
_SHAPES = {"error": "▲", "warning": "◆", "note": "●"}
_WEIGHT = {"error": 0, "warning": 1, "note": 2}
_DECIDED = "✓"
_ABOUT_THE_YEAR = ("year_needed", "year_misprint", "years_unknown")
# What the file is not to blame for, or not alone: a reader that died or was stopped.
_MAY_PASS = ("failed", "reader_failed", "too_slow", "too_heavy")
_ROW_NO = re.compile(r"-?\d{1,9}", re.ASCII)


@dataclass(frozen=True)
class Cell:
    """One printed cell: the row of the file and our word for its column, ``row`` for all of it."""

    row_no: int
    column: str

    @property
    def code(self) -> str:
        """As it stands in the address: ``14.score``."""
        return f"{self.row_no}.{self.column}"


@dataclass(frozen=True)
class Candidate:
    """A value a doubtful cell may have, with the reason in both languages."""

    value: str
    reason_th: str
    reason_en: str


@dataclass(frozen=True)
class Finding:
    """One doubt a rule raised. Without ``row`` it is about the table as a whole.

    ``keeps_print`` where the file itself bears out what is printed against another source;
    ``of_file`` is what a decision calls a doubt about the whole file, ``told`` what it says.
    """

    finding_id: str
    rule: str
    severity: str
    page: int | None
    row: int | None
    column: str | None
    printed: str | None
    expected: str | None
    proposal: str | None
    proposal_reason_th: str | None
    proposal_reason_en: str | None
    candidates: tuple[Candidate, ...]
    message_th: str
    message_en: str
    decision: str
    keeps_print: bool = False
    of_file: str = ""
    told: str = ""

    @property
    def cell(self) -> Cell | None:
        """The cell to decide on: that of its column, the whole row for a doubt about no column.

        None for a doubt about the table, and about a figure decisions are not taken on.
        """
        column = self.column or WHOLE_ROW
        return None if self.row is None or column not in _DECIDABLE else Cell(self.row, column)


@dataclass(frozen=True, eq=False)
class Row:
    """One row as read, decisions applied: None where a cell could not be read.

    ``printed`` is each cell as it stands in the file; ``box`` is left, top, right and bottom on
    its page, in points; ``parts`` are the indicator scores of a result sheet by their code;
    ``read_by`` is "machine" where a machine read the row in a picture; ``probability`` is then how
    likely each cell is and ``read_cells`` what else it may say and where it stands. Of an exchange file
    and a statement each row tells its ``fiscal_year``, None where it does not; of a statement ``facts``
    say on which stretch of the text its cells stand.
    """

    rank: int | None
    office_id: str | None
    office_name: str | None
    score: str | None
    grade: str | None
    change: str | None
    result: str | None
    page: int | None
    row: int
    printed: Mapping[str, str]
    box: tuple[float, float, float, float] | None
    office_candidates: tuple[str, ...]
    is_left_out: bool
    parts: Mapping[str, str | None] = field(default_factory=dict)
    read_by: str | None = None
    probability: Mapping[str, float | None] = field(default_factory=dict)
    read_cells: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    fiscal_year: int | None = None
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def printed_in(self, column: str) -> str:
        """What is printed in a cell, empty where nothing is; of the whole row its cells with tabs."""
        if column == WHOLE_ROW:
            return "\t".join(self.printed.values())
        return self.printed.get(column, "").strip()

    def read_in(self, column: str) -> str:
        """What a cell is read as, empty where it could not be."""
        if column == WHOLE_ROW:
            return NOTHING if self.is_left_out else ""
        value = self.office_name if column == "office" else getattr(self, column)
        return "" if value is None else str(value)


@dataclass(frozen=True, eq=False)
class Doubt:
    """One cell a person has to decide on, with the findings that say why, gravest first."""

    cell: Cell
    findings: tuple[Finding, ...]

    @property
    def severity(self) -> str:
        """The gravest of its findings."""
        return self.findings[0].severity

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return any(finding.decision == "open" for finding in self.findings)

    @property
    def keeps_print(self) -> bool:
        """Whether the first choice is what is printed."""
        return self.proposal is None and any(finding.keeps_print for finding in self.findings)

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The values it may have, each once, what is proposed first."""
        found: dict[str, Candidate] = {}
        proposed = [_proposed(finding) for finding in self.findings if finding.proposal]
        listed = (candidate for finding in self.findings for candidate in finding.candidates)
        for candidate in (*proposed, *listed):
            found.setdefault(candidate.value, candidate)
        return tuple(found.values())

    @property
    def proposal(self) -> Candidate | None:
        """The one value proposed; None where no value is, or several differ."""
        values = {finding.proposal for finding in self.findings if finding.proposal}
        return self.candidates[0] if len(values) == 1 else None


@dataclass(frozen=True, eq=False)
class Review:
    """A file that was read and checked. ``read_fiscal_year`` is what the file itself says.

    ``text`` is what a statement was read from, and its year the last one it tells, 0 where it tells none.
    """

    fiscal_year: int
    read_fiscal_year: int | None
    kind: str
    form: str
    source_id: str
    file_name: str
    sha256: str
    pages: int
    expected_offices: int
    matched_offices: int
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]
    text: str = ""

    @property
    def is_statement(self) -> bool:
        """Whether it is what offices tell of themselves, each row with its own year."""
        return self.kind == "statement"

    @property
    def is_exchange(self) -> bool:
        """Whether it is what one office sends to others, each figure with its own year."""
        return self.kind == "exchange"

    @cached_property
    def by_row(self) -> dict[int, Row]:
        """The rows by their number in the file."""
        return {row.row: row for row in self.rows}

    @cached_property
    def doubts(self) -> tuple[Doubt, ...]:
        """One per cell to decide on: the least probable of a picture first, then by row and column."""
        by_cell: dict[Cell, list[Finding]] = {}
        for finding in self.findings:
            cell = finding.cell
            if cell is not None and cell.row_no in self.by_row and finding.decision != NOT_OPEN:
                by_cell.setdefault(cell, []).append(finding)
        found = [
            Doubt(cell, tuple(sorted(of_cell, key=lambda finding: _WEIGHT[finding.severity])))
            for cell, of_cell in by_cell.items()
        ]
        return tuple(sorted(found, key=lambda doubt: _turn(self, doubt.cell)))

    @cached_property
    def doubt_at(self) -> dict[Cell, Doubt]:
        """The doubts by their cell."""
        return {doubt.cell: doubt for doubt in self.doubts}

    @property
    def open_cells(self) -> list[Cell]:
        """The cells nobody has decided on."""
        return [doubt.cell for doubt in self.doubts if doubt.is_open]

    @property
    def open_findings(self) -> list[Finding]:
        """What still waits for somebody; a cell may have several, some are about no cell."""
        return [finding for finding in self.findings if finding.decision == "open"]

    @property
    def about_the_table(self) -> list[Finding]:
        """What is doubtful, still, and no single cell can settle."""
        return [
            finding
            for finding in self.open_findings
            if finding.cell is None or finding.cell.row_no not in self.by_row
        ]

    @property
    def confirmed(self) -> list[Finding]:
        """What somebody confirmed about the file as a whole."""
        return [each for each in self.findings if each.of_file and each.decision == "kept"]

    @cached_property
    def is_of_pictures(self) -> bool:
        """Whether its cells were read in pictures by the reader itself, so that each has its own."""
        return any(row.read_cells for row in self.rows)

    @property
    def is_of_another_year(self) -> bool:
        """Whether the file names another year than the one it is read for."""
        is_other = self.read_fiscal_year not in (None, self.fiscal_year)
        return is_other and not self.is_statement

    @cached_property
    def missing_ranks(self) -> list[int]:
        """The ranks of a ranking that no row has, best first."""
        read = {row.rank for row in self.rows if not row.is_left_out}
        is_ranking = self.kind == "announcement" and any(rank is not None for rank in read)
        return [
            rank for rank in range(1, self.expected_offices + 1) if is_ranking and rank not in read
        ]

    @cached_property
    def columns(self) -> list[str]:
        """Our words for the columns the file has, those of a ranking first."""
        printed = dict.fromkeys(name for row in self.rows for name in row.printed)
        return [*self.decidable, *(name for name in printed if name not in COLUMNS)]

    @cached_property
    def decidable(self) -> list[str]:
        """The columns of the file whose cells decisions are taken on."""
        printed = {name for row in self.rows for name in row.printed}
        return [name for name in COLUMNS if name in printed]


@dataclass(frozen=True)
class Scan:
    """A file of pictures only: its pages are to be typed, the year and its offices where known."""

    fiscal_year: int | None
    expected_offices: int | None
    pages: int
    form: str = ""


@dataclass(frozen=True)
class Refusal:
    """Why a file cannot be read, and what to do, in both languages."""

    key: str
    message_th: str
    message_en: str

    @property
    def is_about_the_year(self) -> bool:
        """Whether choosing another year lets the file be read."""
        return self.key in _ABOUT_THE_YEAR

    @property
    def may_pass(self) -> bool:
        """Whether reading the same file again can go well."""
        return self.key in _MAY_PASS


@dataclass(frozen=True)
class Decision:
    """One line of ``data/corrections.csv``: what a person decided a printed cell is read as.

    ``replacement`` equal to ``printed`` keeps the cell as it is printed.
    """

    source_id: str
    row_no: int
    column_name: str
    printed: str
    replacement: str
    reason_th: str
    reason_en: str
    evidence: str
    decided_by: str
    decided_on: str

    @property
    def cell(self) -> Cell:
        """The cell it is about."""
        return Cell(self.row_no, self.column_name)


@dataclass(frozen=True)
class FileState:
    """Where one of several files stands, and what says more of it in both languages, if anything does."""

    name: StateName
    count: int = 0
    why: Refusal | None = None


class DecisionsError(Exception):
    """A file of decisions cannot be used; ``key`` and ``line`` say why and where."""

    def __init__(self, key: str, line: int) -> None:
        self.key = key
        self.line = line
        super().__init__(f"{key}, line {line}")


# --- several files at once -----------------------------------------------------------------------


def state_of(answer: Review | Scan | Refusal, *, is_there: bool) -> FileState:
    """The state of a file that was read; ``is_there`` where the data have its content already."""
    if isinstance(answer, Refusal):
        return FileState("no_year" if answer.is_about_the_year else "refused", why=answer)
    if isinstance(answer, Scan):
        return FileState("to_type", answer.pages)
    if is_there and not answer.open_cells:
        return FileState("there")
    return FileState("doubts", len(answer.open_cells)) if answer.open_cells else FileState("ready")


# --- the answer of the etl ------------------------------------------------------------------------


def read_answer(text: str) -> Review | Scan | Refusal:
    """What ``python -m etl review`` printed."""
    answer = json.loads(text)
    if "error" in answer:
        return Refusal(**answer["error"])
    if answer["kind"] == "scan":
        of_scan = ("fiscal_year", "expected_offices", "pages", "form")
        return Scan(*(answer[name] for name in of_scan))
    return Review(
        **{
            **answer,
            "fiscal_year": answer["fiscal_year"] or 0,
            "rows": tuple(map(_row, answer["rows"])),
            "findings": tuple(map(_finding, answer["findings"])),
        }
    )


def _row(answer: Mapping[str, Any]) -> Row:
    box = answer["box"]
    return Row(
        **{
            **answer,
            "box": None if box is None else tuple(box),
            "office_candidates": tuple(answer["office_candidates"]),
        }
    )


def _finding(answer: Mapping[str, Any]) -> Finding:
    candidates = tuple(Candidate(**candidate) for candidate in answer["candidates"])
    return Finding(**{**answer, "candidates": candidates})


def _proposed(finding: Finding) -> Candidate:
    return Candidate(
        finding.proposal or "",
        finding.proposal_reason_th or finding.message_th,
        finding.proposal_reason_en or finding.message_en,
    )


def spans(numbers: Iterable[int]) -> str:
    """Numbers in order as spans: ``8–97, 104``."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def figures_of_years(review: Review) -> dict[int, dict[str, int]]:
    """By year of an exchange file how many figures of each level it holds, the latest year first."""
    found: dict[int, Counter[str]] = {}
    for row in review.rows:
        levels = found.setdefault(row.fiscal_year or review.fiscal_year, Counter())
        levels.update([TOTAL] if row.score is not None else [])
        levels.update(map(_level_of, row.parts))
    return {
        year: {level: found[year][level] for level in LEVELS if found[year][level]}
        for year in sorted(found, reverse=True)
    }


def _level_of(code: str) -> str:
    """The level of a part of a total, as its code tells: iit, 1 or O1."""
    if code.isdigit():
        return "indicator"
    return "item" if code.startswith("O") else "instrument"


# --- going from cell to cell ----------------------------------------------------------------------


def cell_of(review: Review, code: str) -> Cell | None:
    """The cell an address names; without one the first that is open, else the first doubtful one.

    None where the file has no such row or column, and where nothing is doubtful.
    """
    if not code:
        cells = review.open_cells or [doubt.cell for doubt in review.doubts]
        return cells[0] if cells else None
    number, _, column = code.partition(".")
    is_row = _ROW_NO.fullmatch(number) is not None and int(number) in review.by_row
    is_known = is_row and column in (*review.decidable, WHOLE_ROW)
    return Cell(int(number), column) if is_known else None


def next_open(review: Review, after: Cell) -> Cell | None:
    """The open cell that follows another, going on from the start after the last; None when none is."""
    cells = review.open_cells
    behind = [cell for cell in cells if _turn(review, cell) > _turn(review, after)]
    return next(iter((*behind, *cells)), None)


def neighbour(review: Review, of: Cell, step: int) -> Cell | None:
    """The doubtful cell before (``step`` -1) or after (1) another; None at the ends."""
    cells = [doubt.cell for doubt in review.doubts]
    here = _turn(review, of)
    if step < 0:
        return next((cell for cell in reversed(cells) if _turn(review, cell) < here), None)
    return next((cell for cell in cells if _turn(review, cell) > here), None)


def _turn(review: Review, cell: Cell) -> tuple[float, int, int]:
    """When a cell is looked at: by how likely it is, where it was read in a picture, then by its place."""
    probability = probability_of(review, cell)
    place = list(review.by_row).index(cell.row_no), _DECIDABLE.index(cell.column)
    return (1 if probability is None else probability, *place)


def probability_of(review: Review, cell: Cell) -> float | None:
    """How likely a cell says what was read in its picture, None where it has none."""
    seen = review.by_row[cell.row_no].read_cells.get(cell.column)
    return None if seen is None else float(seen["probability"])


def choices(review: Review, cell: Cell) -> tuple[Candidate, ...]:
    """What a cell of a picture may be decided to say: what was read, what came next, all else proposed."""
    row = review.by_row[cell.row_no]
    doubt = review.doubt_at.get(cell)
    found = [by_person(row.printed_in(cell.column) or NOTHING, "kept")]
    found += doubt.candidates if doubt else []
    other = typed_value(review, cell.column, row.read_cells[cell.column]["runner_up"])
    if other is not None and cell.column != "office":
        found.append(by_person(other, "typed"))
    as_read = {found[0].value, row.read_in(cell.column)}
    others: dict[str, Candidate] = {}
    for each in found[1:]:
        if each.value not in as_read:
            others.setdefault(each.value, each)
    return (found[0], *others.values())


# --- decisions ------------------------------------------------------------------------------------


def decision(
    review: Review, cell: Cell, value: Candidate, *, sources: Iterable[str], by: str, on: date
) -> Decision:
    """What somebody decided a cell is read as, for the reason the value comes with.

    The evidence is the one of ``sources`` that the reason names, else the file itself, in which a
    person looked.
    """
    named = [source for source in sources if source in value.reason_en]
    return Decision(
        source_id=review.source_id,
        row_no=cell.row_no,
        column_name=cell.column,
        printed=review.by_row[cell.row_no].printed_in(cell.column) or NOTHING,
        replacement=value.value,
        reason_th=value.reason_th,
        reason_en=value.reason_en,
        evidence=max(named, key=len, default=review.source_id),
        decided_by=by,
        decided_on=on.isoformat(),
    )


def by_person(value: str, reason: str) -> Candidate:
    """A value that somebody took from the original."""
    return Candidate(
        value, Say("th")(f"imports.reason.{reason}"), Say("en")(f"imports.reason.{reason}")
    )


def confirmation(review: Review, finding: Finding, *, by: str, on: date) -> Decision:
    """That somebody confirmed a doubt about the file as a whole."""
    reason = by_person(finding.told or NOTHING, "confirmed")
    return Decision(
        source_id=review.source_id,
        row_no=WHOLE_FILE,
        column_name=finding.of_file,
        printed=reason.value,
        replacement=reason.value,
        reason_th=reason.reason_th,
        reason_en=reason.reason_en,
        evidence=review.source_id,
        decided_by=by,
        decided_on=on.isoformat(),
    )


def decided(review: Review, decisions: Iterable[Decision]) -> Review:
    """The review with these decisions taken, before the file is checked anew with them.

    Nothing of a row that is left out is asked for any more.
    """
    taken = tuple(decisions)
    cells = {each.cell for each in taken}
    gone = {
        each.row_no
        for each in taken
        if each.column_name == WHOLE_ROW and each.replacement == NOTHING
    }
    return replace(
        review,
        findings=tuple(
            replace(each, decision="kept")
            if each.decision == "open" and (each.cell in cells or each.row in gone)
            else each
            for each in review.findings
        ),
    )


def addition(
    review: Review, rank: int, values: Mapping[str, str], *, by: str, on: date
) -> Decision:
    """A row that somebody read in the original where the reader found none.

    Its number is its rank below nought, so that it can be no line of the file.
    """
    cells = {**values, "rank": str(rank)}
    return Decision(
        source_id=review.source_id,
        row_no=-rank,
        column_name=WHOLE_ROW,
        printed=NOTHING,
        replacement="\t".join(cells.get(name) or NOTHING for name in COLUMNS),
        reason_th=Say("th")("imports.reason.added"),
        reason_en=Say("en")("imports.reason.added"),
        evidence=review.source_id,
        decided_by=by,
        decided_on=on.isoformat(),
    )


def last_of_each(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """The decisions that count: of each cell the last, in the order the cells were first decided."""
    return tuple({decision.cell: decision for decision in decisions}.values())


def signed(decisions: Iterable[Decision], by: str) -> tuple[Decision, ...]:
    """The decisions with ``by`` under those that nobody signed."""
    return tuple(
        decision if is_signed(decision.decided_by) else replace(decision, decided_by=by)
        for decision in decisions
    )


def write_decisions(decisions: Iterable[Decision]) -> str:
    """The decisions as ``data/corrections.csv`` has them."""
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(each.name for each in fields(Decision))
    lines.writerows(map(astuple, decisions))
    return text.getvalue()


def read_decisions(text: str) -> tuple[Decision, ...]:
    """The decisions of a file. Raises DecisionsError for one that is not of this kind."""
    lines = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), strict=True)
    names = [each.name for each in fields(Decision)]
    found = []
    try:
        if lines.fieldnames != names:
            raise DecisionsError("columns", 1)
        for line in lines:
            number = western_digits(line["row_no"] or "")
            if None in line or not all(line.values()) or not _ROW_NO.fullmatch(number):
                raise DecisionsError("line", lines.line_num)
            cells = {name: text for name, text in line.items() if name != "row_no"}
            found.append(Decision(row_no=int(number), **cells))
    except csv.Error as error:
        raise DecisionsError("line", lines.line_num + 1) from error
    return tuple(found)


def of_other_sources(review: Review, decisions: Iterable[Decision]) -> list[str]:
    """The sources other than this file that some decisions are about, each once."""
    ids = dict.fromkeys(decision.source_id for decision in decisions)
    return [source_id for source_id in ids if source_id != review.source_id]


def typed_value(review: Review, column: str, text: str) -> str | None:
    """A typed value as decisions write it, however it is typed; None where it cannot be one."""
    if column in ("grade", "result", "office"):
        return text.strip() or None
    try:
        if column == "rank":
            rank = read_rank(text)
            return str(rank) if rank and rank <= review.expected_offices else None
        value = read_change(text) if column == "change" else read_score(text)
    except UnreadableError:
        return None
    sign = "+" if column == "change" else ""
    return None if value is None else f"{value + 0:{sign}.2f}"  # + 0 makes -0.00 plain 0.00


# --- the rows as a table --------------------------------------------------------------------------


def column_word(say: Say, column: str) -> str:
    """A column in the reader's words."""
    if column == WHOLE_ROW:
        return say("imports.whole_row")
    return label(say, "column", column) if say.has(f"column.{column}") else column.upper()


def mark_of(doubt: Doubt) -> str:
    """The shape of a doubt, or a tick once it is decided."""
    return _SHAPES[doubt.severity] if doubt.is_open else _DECIDED


def marks(say: Say, review: Review) -> dict[int, str]:
    """By row its doubtful cells, each with its mark."""
    by_row: dict[int, list[str]] = {}
    for doubt in review.doubts:
        marked = f"{mark_of(doubt)} {column_word(say, doubt.cell.column)}"
        by_row.setdefault(doubt.cell.row_no, []).append(marked)
    return {row: " · ".join(cells) for row, cells in by_row.items()}


def row_table(
    review: Review, names: Mapping[str, str], stamp: Stamp, *, is_doubtful_only: bool
) -> Table:
    """One row per row of the file, its doubtful cells named; a cell that cannot be read as printed.

    ``names`` are the offices in the reader's words by their id.
    """
    say = stamp.say
    marked = marks(say, review)
    shown = [row for row in review.rows if row.row in marked or row.row < 0 or not is_doubtful_only]
    others = [name for name in review.columns if name not in COLUMNS]
    place = {"line": Column(say("imports.rows.row"), "whole")}
    if any(row.page is not None for row in review.rows):
        place = {"page": Column(say("imports.page"), "whole"), **place}
    rows = pd.DataFrame(
        {
            "mark": [_mark(say, row, marked) for row in shown],
            **{
                name: [_shown(row, name, names) for row in shown]
                for name in COLUMNS
                if name in review.columns
            },
            **{name: [row.printed_in(name) for row in shown] for name in others},
            "row": [row.row for row in shown],
            "line": pd.array([row.row if row.row > 0 else None for row in shown], dtype="Int32"),
            "page": pd.array([row.page for row in shown], dtype="Int32"),
        }
    )
    return Table(
        name="import-rows",
        title=say("imports.rows.title"),
        rows=rows,
        columns={
            "mark": Column(say("imports.rows.mark"), width="medium"),
            **{name: Column(column_word(say, name)) for name in review.columns},
            **place,
        },
    )


def _shown(row: Row, column: str, names: Mapping[str, str]) -> str:
    if column == "office" and row.office_id is not None:
        return names[row.office_id]
    return row.read_in(column) or row.printed_in(column)


def _mark(say: Say, row: Row, marked: Mapping[int, str]) -> str:
    if row.is_left_out:
        return say("imports.rows.left_out")
    added = [say("imports.rows.added")] if row.row < 0 else []
    by_machine = [say("imports.rows.by_machine")] if row.read_by else []
    return " · ".join([*added, *by_machine, *filter(None, [marked.get(row.row)])])


# --- what would change ----------------------------------------------------------------------------

KINDS = ("changed", "new", "gone", "same")


def differences(review: Review, places: pd.DataFrame) -> pd.DataFrame:
    """One row per office of the file or of ``places``, the year's current ranking.

    kind (new, changed, gone, same), position_before, position_after, places_moved (positive is a
    rise), score_before, score_after; the largest movements first. Rows left out and rows whose
    office is not known are not in it, nor is an office the ranking names twice.
    """
    before = places[places["office_id"].notna() & ~places["is_named_twice"].astype("bool")]
    before = before[["office_id", "position", "score"]].set_index("office_id")
    after = pd.DataFrame(
        [
            {
                "office_id": row.office_id,
                "position": None if row.rank is None else float(row.rank),
                "score": None if row.score is None else float(row.score),
            }
            for row in review.rows
            if row.office_id is not None and not row.is_left_out
        ],
        columns=["office_id", "position", "score"],
    )
    # Offices that share a rank stand in the places after it, as in the ranking.
    after["position"] += after.groupby("position", dropna=False).cumcount()
    after = after.drop_duplicates("office_id", keep=False).set_index("office_id")
    both = before.add_suffix("_before").join(after.add_suffix("_after"), how="outer")
    for column in ("position_before", "position_after"):
        both[column] = both[column].astype("Int32")
    for column in ("score_before", "score_after"):
        both[column] = both[column].astype("float64")
    both["places_moved"] = both["position_before"] - both["position_after"]
    is_same = _equal(both["position_before"], both["position_after"]) & _equal(
        both["score_before"], both["score_after"]
    )
    both["kind"] = (
        pd.Series("changed", index=both.index)
        .mask(is_same, "same")
        .mask(~both.index.isin(before.index), "new")
        .mask(~both.index.isin(after.index), "gone")
    )
    order = both.assign(
        kind_order=both["kind"].map(KINDS.index),
        size=both["places_moved"].abs().fillna(0),
        step=(both["score_after"] - both["score_before"]).abs().fillna(0),
    )
    order = order.sort_values(
        ["kind_order", "size", "step", "position_after", "position_before"],
        ascending=[True, False, False, True, True],
    )
    return order.drop(columns=["kind_order", "size", "step"]).reset_index()


def _equal(before: pd.Series, after: pd.Series) -> pd.Series:
    return before.eq(after).fillna(value=False).astype("bool") | (before.isna() & after.isna())


def difference_table(
    changes: pd.DataFrame, names: Callable[[str], str], fiscal_year: int, stamp: Stamp
) -> Table:
    """One row per office that is new, changed or gone, largest movement first."""
    say = stamp.say
    rows = changes[changes["kind"] != "same"]
    rows = rows.assign(
        kind_text=[say(f"imports.change.{kind}") for kind in rows["kind"]],
        office=rows["office_id"].map(names).astype("str"),
    )
    return Table(
        name=f"import-differences-{fiscal_year}",
        title=say("imports.change.title", year=fiscal_year),
        rows=rows,
        columns={
            "kind_text": Column(say("imports.change.kind"), is_pinned=True),
            "office": Column(say("column.office"), width="medium"),
            "position_before": Column(say("imports.change.position_before"), "place"),
            "position_after": Column(say("imports.change.position_after"), "place"),
            "places_moved": Column(say("imports.change.places_moved"), "whole"),
            "score_before": Column(say("imports.change.score_before"), "score"),
            "score_after": Column(say("imports.change.score_after"), "score"),
        },
        note=say("imports.change.note"),
    )


# --- rows typed from a scan -----------------------------------------------------------------------

# The titles of an announcement, under which the rows are read again like any other text.
_TITLES = {
    "rank": "อันดับที่",
    "office": "สำนักงานเขตพื้นที่การศึกษา",
    "score": "คะแนน ITA ปี",
    "grade": "ระดับผลคะแนน",
    "change": "เปรียบเทียบกับปีที่ผ่านมา",
    "result": "เปรียบเทียบกับเกณฑ์",
}


def typed_rows(text: str, size: int) -> pd.DataFrame:
    """One row per rank up to ``size``, with what `typed_text` put on file for it; else empty cells."""
    typed = [line.split("\t") for line in text.splitlines()[1:]]
    empty = [""] * (len(COLUMNS) - 1)
    cells = [(typed[at][1:] if at < len(typed) else []) or empty for at in range(size)]
    rows = pd.DataFrame(cells, columns=list(COLUMNS[1:]), dtype="str")
    rows.insert(0, "rank", [str(rank) for rank in range(1, size + 1)])
    return rows


def typed_text(rows: pd.DataFrame, fiscal_year: int) -> str:
    """The typed rows as lines of tabs under the titles of an announcement; empty when none is typed.

    A rank nobody typed anything for is an empty line, so that a row keeps its number.
    """
    lines = [
        "" if not any(cells[1:]) else "\t".join(cells)
        for cells in (
            [" ".join(cell.split()) for cell in row] for row in rows.fillna("").to_numpy().tolist()
        )
    ]
    if not any(lines):
        return ""
    titles = [_TITLES[name] + (f" {fiscal_year}" if name == "score" else "") for name in COLUMNS]
    return "\n".join(["\t".join(titles), *lines, ""])
