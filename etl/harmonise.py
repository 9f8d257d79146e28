"""Raw rows to canonical rows: digits, names, years. Pure; what cannot be read stops the build."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

from etl.errors import InputError
from etl.read.delimited import RawRow
from etl.read.sidecar import RawFile
from ita.method import grade_of
from ita.offices import Office, OfficeIndex, western_digits

HUNDREDTH = Decimal("0.01")
HIGHEST = Decimal(100)
FISCAL_YEARS = range(2555, 2601)  # พ.ศ.; a year of the common era is a mistake

# The printed column titles of each kind of file, by the word we use for them.
COLUMNS: dict[str, dict[str, tuple[str, ...]]] = {
    "announcement": {
        "rank": ("อันดับที่",),
        "office": ("สำนักงานเขตพื้นที่การศึกษา",),
        "score": ("คะแนน ITA ปี",),
        "grade": ("ระดับผลคะแนน",),
        "change": ("เปรียบเทียบกับปีที่ผ่านมา",),
        "result": ("เปรียบเทียบกับเกณฑ์",),
    },
    "history": {
        "fiscal_year": ("fiscal_year",),
        "office": ("office",),
        "score": ("score",),
        "grade": ("grade",),
        "result": ("result",),
        "rank": ("rank",),
        "change": ("change",),
    },
    "items": {
        "fiscal_year": ("fiscal_year",),
        "office": ("office",),
        "item": ("item",),
        "score": ("score",),
    },
}
_OPTIONAL = frozenset({"rank", "grade", "change", "result"})
_NUMBER = re.compile(r"[+-]?\d{1,3}(\.\d+)?", re.ASCII)
_NONE_PRINTED = frozenset({"", "-", "–", "—"})


@dataclass(frozen=True)
class Statement:
    """What one row of one source says about an office's total, printed text beside each value."""

    fiscal_year: int
    office_id: str
    source_id: str
    row_no: int
    office_printed: str
    score: Decimal
    score_printed: str
    rank_printed: int | None = None
    grade: str | None = None
    grade_printed: str | None = None
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


def statements(raw_file: RawFile, rows: Sequence[RawRow], index: OfficeIndex) -> list[Statement]:
    """The totals an announcement or a history states. Raises InputError at the first bad cell."""
    found = [_statement(raw_file, cells, index) for cells in _cells(raw_file, rows)]
    _check_keys(
        raw_file, [(s.row_no, (s.fiscal_year, s.rank_printed)) for s in found if s.rank_printed]
    )
    if raw_file.kind == "history":
        _check_keys(raw_file, [(s.row_no, (s.fiscal_year, s.office_id)) for s in found])
    return found


def item_scores(raw_file: RawFile, rows: Sequence[RawRow], index: OfficeIndex) -> list[ItemScore]:
    """The item scores a file states. Raises InputError at the first bad cell or doubled item."""
    found = [
        ItemScore(
            fiscal_year=_year(cells["fiscal_year"]),
            office_id=_office(cells["office"], index).office_id,
            item_code=cells["item"].text,
            score=_score(cells["score"]),
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
    would lead outside 0-100 was misread and gives nothing; a rule reports it.
    """
    known = list(found)
    printed = {(s.fiscal_year, s.office_id) for s in known}
    derived = [
        replace(
            s,
            fiscal_year=s.fiscal_year - 1,
            score=s.score - s.change,
            score_printed="",
            rank_printed=None,
            grade=None,
            grade_printed=None,
            result_printed=None,
            change=None,
            change_printed=None,
            tolerance=HUNDREDTH,
            status="derived",
        )
        for s in known
        if s.change is not None
        and (s.fiscal_year - 1, s.office_id) not in printed
        and 0 <= s.score - s.change <= HIGHEST
    ]
    return [replace(s, grade=_certain_grade(s)) for s in derived]


def _certain_grade(statement: Statement) -> str | None:
    grades = {
        grade_of(min(HIGHEST, statement.score + shift), statement.fiscal_year)
        for shift in (-statement.tolerance, Decimal(0), statement.tolerance)
    }
    return grades.pop() if len(grades) == 1 else None


def _statement(raw_file: RawFile, cells: dict[str, _Cell], index: OfficeIndex) -> Statement:
    fiscal_year = _year(cells["fiscal_year"]) if "fiscal_year" in cells else raw_file.fiscal_year
    score = _score(cells["score"])
    return Statement(
        fiscal_year=fiscal_year,
        office_id=_office(cells["office"], index).office_id,
        source_id=raw_file.source_id,
        row_no=cells["office"].line,
        office_printed=cells["office"].text,
        score=score,
        score_printed=cells["score"].text,
        rank_printed=_rank(cells.get("rank")),
        grade=grade_of(score, fiscal_year),
        grade_printed=_text(cells.get("grade")),
        result_printed=_text(cells.get("result")),
        change=_change(cells.get("change")),
        change_printed=_text(cells.get("change")),
    )


def _cells(raw_file: RawFile, rows: Sequence[RawRow]) -> Iterable[dict[str, _Cell]]:
    if raw_file.kind not in COLUMNS:
        raise InputError("unknown_kind", file=raw_file.path, kind=raw_file.kind)
    title_of = _titles(raw_file, list(rows[0].cells))
    for row in rows:
        yield {
            name: _Cell(row.cells[title].strip(), raw_file.path, row.line, title)
            for name, title in title_of.items()
        }


def _titles(raw_file: RawFile, header: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, words in COLUMNS[raw_file.kind].items():
        titles = [title for title in header if title.strip().startswith(words)]
        if titles:
            found[name] = titles[0]
        elif name not in _OPTIONAL:
            raise InputError("no_column", file=raw_file.path, line=1, column=words[0])
    return found


def read_decimal(text: str) -> Decimal | None:
    """A printed number with Thai or Western digits and any minus sign; None when it is not one."""
    plain = western_digits(text).replace("−", "-").replace("–", "-").strip()
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def _score(cell: _Cell) -> Decimal:
    value = read_decimal(cell.text)
    if value is None:
        raise cell.error("not_a_number")
    if not 0 <= value <= HIGHEST:
        raise cell.error("score_range")
    if value != value.quantize(HUNDREDTH):
        raise cell.error("too_many_decimals")
    return value


def _change(cell: _Cell | None) -> Decimal | None:
    if cell is None or cell.text in _NONE_PRINTED:
        return None
    value = read_decimal(cell.text)
    if value is None:
        raise cell.error("not_a_number")
    if abs(value) > HIGHEST:
        raise cell.error("change_range")
    if value != value.quantize(HUNDREDTH):
        raise cell.error("too_many_decimals")
    return value


def _rank(cell: _Cell | None) -> int | None:
    if cell is None or cell.text in _NONE_PRINTED:
        return None
    text = western_digits(cell.text)
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise cell.error("not_a_rank")
    return int(text)


def _year(cell: _Cell) -> int:
    text = western_digits(cell.text)
    if not text.isascii() or not text.isdigit() or int(text) not in FISCAL_YEARS:
        raise cell.error("not_a_year")
    return int(text)


def _office(cell: _Cell, index: OfficeIndex) -> Office:
    office = index.find(cell.text)
    if office is None:
        raise cell.error("unknown_office")
    return office


def _text(cell: _Cell | None) -> str | None:
    return cell.text if cell is not None and cell.text else None


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
