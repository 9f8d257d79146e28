"""Printed rows to canonical values: digits, names, years. Pure; what cannot be read is said, not guessed.

A row of an announcement whose cell cannot be read stays a row: its value is None, the problem is
named, and people decide. A file that people keep by hand has to be right: there a bad cell stops.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache
from pathlib import Path

from etl.errors import InputError
from etl.read.delimited import RawRow
from etl.read.document import Box, PrintedRow, ReadCell
from etl.read.sidecar import RawFile
from ita import reference
from ita.cells import (
    HIGHEST,
    HUNDREDTH,
    UnreadableError,
    plain_figure,
    read_change,
    read_grade,
    read_rank,
    read_result,
    read_score,
)
from ita.method import MethodUnknownError, grade_of, method_of
from ita.offices import Match, OfficeIndex, western_digits

NO_YEAR = 0
FISCAL_YEARS = range(2555, 2601)  # พ.ศ.; a year of the common era is a mistake

# The column titles of the files people keep by hand.
COLUMNS: dict[str, tuple[str, ...]] = {
    "history": ("fiscal_year", "office", "score", "grade", "result", "rank", "change"),
    "items": ("fiscal_year", "office", "item", "score"),
}
_OPTIONAL = frozenset({"rank", "grade", "change", "result"})


@dataclass(frozen=True)
class Statement:
    """What one row of one source says about an office's total.

    ``score``, ``change`` and the ``*_stated`` are as printed or, where people decided, as decided;
    ``*_printed`` is the text as it stands. ``grade`` follows from the score by the rule of the year.
    """

    fiscal_year: int
    office_id: str
    source_id: str
    row_no: int
    office_printed: str
    score: Decimal
    score_printed: str
    rank_stated: int | None = None
    rank_printed: str | None = None
    grade: str | None = None
    grade_stated: str | None = None
    grade_printed: str | None = None
    result_stated: str | None = None
    result_printed: str | None = None
    change: Decimal | None = None
    change_printed: str | None = None
    tolerance: Decimal = Decimal(0)
    status: str = "published"
    page: int | None = None


@dataclass(frozen=True)
class ItemScore:
    """The score of one disclosure item of one office in one year."""

    fiscal_year: int
    office_id: str
    item_code: str
    score: Decimal
    source_id: str
    row_no: int


@dataclass(frozen=True)
class Reading:
    """One printed row of a source and what people decided about its cells, both by our column words.

    ``read_cells`` are the cells that were read in a picture; ``is_told`` of a row that an office tells
    of itself, whose year may be `NO_YEAR` and whose cells stand on ``stretches`` of its text.
    """

    fiscal_year: int
    source_id: str
    row_no: int
    printed: Mapping[str, str]
    page: int | None = None
    box: Box | None = None
    decided: Mapping[str, str] = field(default_factory=dict)
    read_cells: Mapping[str, ReadCell] = field(default_factory=dict)
    is_told: bool = False
    stretches: Mapping[str, tuple[int, int]] = field(default_factory=dict)

    def text(self, column: str) -> str:
        """The cell as decided, else as printed, else nothing."""
        return self.decided.get(column, self.printed.get(column, "")).strip()

    def print_of(self, column: str) -> str | None:
        """The cell as printed, None where nothing is."""
        return self.printed.get(column) or None

    @property
    def is_changed(self) -> bool:
        """Whether some cell is read as something else than its print."""
        return any(self.printed.get(column) != text for column, text in self.decided.items())

    @property
    def status(self) -> str:
        """How its figures are known."""
        return "stated" if self.is_told else "corrected" if self.is_changed else "published"


@dataclass(frozen=True)
class Understood:
    """What a reading says: None where a cell is blank or cannot be read.

    ``problems`` names each cell that cannot be read, by column, with the key of what is wrong.
    """

    reading: Reading
    match: Match
    rank: int | None
    score: Decimal | None
    grade: str | None
    change: Decimal | None
    result: str | None
    problems: Mapping[str, str]

    @property
    def office_id(self) -> str | None:
        """The office it is about, None where that is not certain."""
        return self.match.office.office_id if self.match.office else None

    def figure(self, column: str) -> str:
        """The number a cell prints without what stands around it, the cell itself where it is none."""
        text = self.reading.text(column)
        return plain_figure(text) or text

    @property
    def statement(self) -> Statement | None:
        """What it states about an office's total; None without an office, a score or a known year."""
        reading = self.reading
        if self.office_id is None or self.score is None or not has_rules(reading.fiscal_year):
            return None
        return Statement(
            fiscal_year=reading.fiscal_year,
            office_id=self.office_id,
            source_id=reading.source_id,
            row_no=reading.row_no,
            office_printed=reading.printed.get("office", ""),
            score=self.score,
            score_printed=reading.printed.get("score", ""),
            rank_stated=self.rank,
            rank_printed=reading.print_of("rank"),
            grade=grade_of(self.score, reading.fiscal_year),
            grade_stated=self.grade,
            grade_printed=reading.print_of("grade"),
            result_stated=self.result,
            result_printed=reading.print_of("result"),
            change=self.change,
            change_printed=reading.print_of("change"),
            status=reading.status,
            page=reading.page,
        )


@dataclass(frozen=True)
class _Cell:
    """A printed cell and where it stands."""

    text: str
    file: Path
    line: int
    column: str

    def error(self, key: str, **values: object) -> InputError:
        return InputError(
            key, file=self.file, line=self.line, column=self.column, printed=self.text, **values
        )


def readings(source_id: str, fiscal_year: int, rows: Iterable[PrintedRow]) -> list[Reading]:
    """The rows of a document as readings of one source; nothing is judged yet.

    They are of ``fiscal_year`` unless a row has a year of its own.
    """
    return [
        Reading(
            row.fiscal_year or fiscal_year,
            source_id,
            row.row,
            dict(row.cells),
            page=row.page,
            box=row.box,
            read_cells=row.read_cells,
        )
        for row in rows
    ]


@lru_cache(maxsize=64)
def has_rules(fiscal_year: int) -> bool:
    """Whether the rules and the number of offices of a year are known; of no year they are not."""
    try:
        method_of(fiscal_year)
    except MethodUnknownError:
        return False
    return any(int(row["fiscal_year"]) == fiscal_year for row in reference.rows("roster"))


def understood(reading: Reading, index: OfficeIndex) -> Understood:
    """What a reading says. A cell that cannot be read is None and named among the problems."""
    problems: dict[str, str] = {}
    values: dict[str, object] = {}
    for column, parse in _PARSERS.items():
        try:
            values[column] = parse(reading.text(column))
        except UnreadableError as problem:
            values[column] = None
            problems[column] = problem.key
    match = index.match(reading.text("office"))
    if match.office is None:
        problems["office"] = "unknown_office"
    return Understood(reading, match, **values, problems=problems)  # type: ignore[arg-type]


def history_readings(
    raw_file: RawFile, rows: Sequence[RawRow], index: OfficeIndex
) -> list[Reading]:
    """The totals an office's own history states. Raises InputError at the first bad cell."""
    found = [_checked(raw_file, cells, index) for cells in _cells(raw_file, rows)]
    ranked = [meant for meant in found if meant.rank]
    _check_keys(raw_file, [(m.reading.row_no, (m.reading.fiscal_year, m.rank)) for m in ranked])
    _check_keys(raw_file, [(m.reading.row_no, (m.reading.fiscal_year, m.office_id)) for m in found])
    return [meant.reading for meant in found]


def stated(found: Iterable[Understood]) -> list[Statement]:
    """What rows state about totals; those without an office or a score state nothing."""
    return [statement for meant in found if (statement := meant.statement) is not None]


def item_scores(raw_file: RawFile, rows: Sequence[RawRow], index: OfficeIndex) -> list[ItemScore]:
    """The item scores a file states. Raises InputError at the first bad cell or doubled item."""
    found = [
        ItemScore(
            fiscal_year=_year(cells["fiscal_year"]),
            office_id=_office_id(cells["office"], index),
            item_code=cells["item"].text,
            score=_kept(cells["score"]),
            source_id=raw_file.source_id,
            row_no=cells["item"].line,
        )
        for cells in _cells(raw_file, rows)
    ]
    _check_keys(raw_file, [(i.row_no, (i.fiscal_year, i.office_id, i.item_code)) for i in found])
    return found


def derived_statements(found: Iterable[Statement]) -> list[Statement]:
    """Last year's totals that follow from score − change, where no source prints them.

    The printed change comes from unrounded scores, so each is right to ±0.01 only. A change that
    would lead outside 0-100 was misread and gives nothing; a rule reports it. What an office tells of
    itself does not stand in the way of what follows from an announcement.
    """
    known = list(found)
    printed = {(s.fiscal_year, s.office_id) for s in known}
    announced = {(s.fiscal_year, s.office_id) for s in known if s.status != "stated"}
    derived = [
        Statement(
            fiscal_year=s.fiscal_year - 1,
            office_id=s.office_id,
            source_id=s.source_id,
            row_no=s.row_no,
            page=s.page,
            office_printed=s.office_printed,
            score=s.score - s.change,
            score_printed="",
            tolerance=HUNDREDTH,
            status="derived",
        )
        for s in known
        if s.change is not None
        and (s.fiscal_year - 1, s.office_id) not in (printed if s.status == "stated" else announced)
        and 0 <= s.score - s.change <= HIGHEST
    ]
    return [replace(s, grade=_certain_grade(s)) for s in derived]


_PARSERS = {
    "rank": read_rank,
    "score": read_score,
    "grade": read_grade,
    "change": read_change,
    "result": read_result,
}


def _certain_grade(statement: Statement) -> str | None:
    grades = {
        grade_of(min(HIGHEST, statement.score + shift), statement.fiscal_year)
        for shift in (-statement.tolerance, Decimal(0), statement.tolerance)
    }
    return grades.pop() if len(grades) == 1 else None


def _checked(raw_file: RawFile, cells: dict[str, _Cell], index: OfficeIndex) -> Understood:
    printed = {name: cell.text for name, cell in cells.items()}
    year = _year(cells["fiscal_year"])
    _office_id(cells["office"], index)
    meant = understood(Reading(year, raw_file.source_id, cells["office"].line, printed), index)
    for column in COLUMNS["history"]:
        if column in meant.problems:
            raise cells[column].error(meant.problems[column])
    _kept(cells["score"])
    return meant


def _cells(raw_file: RawFile, rows: Sequence[RawRow]) -> Iterable[dict[str, _Cell]]:
    header = [title.strip() for title in rows[0].cells]
    for name in COLUMNS[raw_file.kind]:
        if name not in header and name not in _OPTIONAL:
            raise InputError("no_column", file=raw_file.path, line=1, column=name)
    for row in rows:
        yield {
            title.strip(): _Cell(text.strip(), raw_file.path, row.line, title.strip())
            for title, text in row.cells.items()
            if title.strip() in COLUMNS[raw_file.kind]
        }


def _kept(cell: _Cell) -> Decimal:
    try:
        score = read_score(cell.text)
    except UnreadableError as problem:
        raise cell.error(problem.key) from problem
    if score is None:
        raise cell.error("not_a_number")
    return score


def _year(cell: _Cell) -> int:
    text = western_digits(cell.text)
    if not text.isascii() or not text.isdigit() or int(text) not in FISCAL_YEARS:
        raise cell.error("not_a_year")
    return int(text)


def _office_id(cell: _Cell, index: OfficeIndex) -> str:
    office = index.find(cell.text)
    if office is None:
        raise cell.error("unknown_office")
    return office.office_id


def _check_keys(raw_file: RawFile, keys: Iterable[tuple[int, tuple[object, ...]]]) -> None:
    seen: dict[tuple[object, ...], int] = {}
    for line, key in keys:
        first = seen.setdefault(key, line)
        if first != line:
            raise InputError(
                "key_twice",
                file=raw_file.path,
                line=line,
                key_printed=" · ".join(map(str, key)),
                first=first,
            )
