"""Tables inside a text: a line of cells is read with the heads of its columns and the name of its row."""

import re
from dataclasses import dataclass

from ita.claims.mention import Span
from ita.claims.years import Year

_NUMBER = re.compile(r"\d+\.\d|(?<!\d)\d{1,3}(?!\d)")
_THOUSANDS = re.compile(r"\d{3}(?!\d)(?!\.\d)")
_ONE_FIGURE = re.compile(r"[^\d\n]*[\d.,%]*[^\d\n]*")
_SHORTEST_ROW, _LONGEST_CELL = 3, 48
_UNIT = re.compile(
    r"\((?:จำนวน)?\s*(?:คน|แห่ง|บาท|ครั้ง|โรง|ราย|เรื่อง|วัน|ชิ้น|ล้านบาท|ตัว|ข้อ|people|persons|baht|times|days|schools)\)"
    r"|^(?:จำนวน)?(?:ผู้ตอบ|ผู้เข้าร่วม|งบประมาณ|บุคลากร|นักเรียน|โรงเรียน)|\brespondents\b",
    re.IGNORECASE,
)
_YEAR_HEAD = re.compile(r"\W*(?:ปี|พ\.ศ\.|year|FY|fiscal)", re.IGNORECASE)
_NUMBERS = re.compile(r"\W*(?:ลำดับ(?:ที่)?|ที่|ข้อ(?:ที่)?|no\.?|#|item)\W*", re.IGNORECASE)
_OFFICE = re.compile(r"เขต|สำนักงาน|หน่วยงาน|สพ[ทปม]|ชื่อ|\boffice|\bname", re.IGNORECASE)
_HOPED = re.compile(r"\W*(?:ค่า)?(?:เป้าหมาย|เป้า|คาดการณ์|ประมาณการ|target|goal)", re.IGNORECASE)
_OUTCOME = re.compile(r"ผล|\bresult|\bactual", re.IGNORECASE)
# The number of a row, and years, which say nothing of what a row is of.
_ITEM = re.compile(r"^\s*\d{1,2}(?:\.\d{1,2})*[.)]?(?:\s+|$)")
_YEAR = re.compile(r"(?:ปีงบประมาณ|ปี|พ\.ศ\.|\bFY|\s)*(?<!\d)(?:25|20)\d\d(?!\d)")
# What a head says in brackets of the table as a whole: (ITA ปี 2565).
_OF_WHEN = re.compile(
    r"\((?:ITA|ปีงบประมาณ|ปี|พ\.ศ\.|FY|fiscal year|\s|(?:25|20)\d\d)+\)", re.IGNORECASE
)
_RULE = re.compile(r"[\s:|\t-]+")
# A head that tells how far a column is from the year before, which is no year of its own.
_OF_CHANGE = re.compile(
    r"ต่าง|เทียบ|เพิ่ม|ลด|ขึ้น|เปลี่ยน|จาก|[+±]|\b(?:change|differ|gain|rise|from|than|versus|vs|on)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Heads:
    """What stands over each column of a table: its words, and the year where each has its own."""

    words: tuple[str, ...] = ()
    years: tuple[int | None, ...] = ()


NO_HEADS = Heads()


@dataclass(frozen=True)
class Row:
    """The cells of a line under the heads of its table; a line that is no row has none."""

    line: str
    cells: tuple[Span, ...] = ()
    heads: Heads = NO_HEADS

    def before(self, place: int) -> str:
        """What is to be read before a place: the line, or the head, the name of the row and the cell."""
        cell = self._column(place)
        if cell is None or not self.heads.words:
            return self.line[:place]
        start = self.cells[cell][0]
        named = next((each for each in range(cell) if not _ITEM.fullmatch(self._text(each))), cell)
        name = _YEAR.sub("", _ITEM.sub("", self._text(named), 1)) if named < cell else ""
        name = "" if any(letter.isdigit() for letter in name) else name
        head = _OF_WHEN.sub("", self.heads.words[cell].strip('"'))
        return f"{head} {name} {self.line[start:place]}"

    def after(self, place: int) -> str:
        """What is to be read behind a place: in the first cell of a row, which names it, only that."""
        in_first = len(self.cells) > 1 and place <= self.cells[0][1]
        return self.line[place : self.cells[0][1]] if in_first else self.line[place:]

    @property
    def counts_else(self) -> bool:
        """Whether the name of the row says that its cells count people, money or the like."""
        return len(self.cells) > 1 and _UNIT.search(self._text(0)) is not None

    def is_number_of_row(self, place: int) -> bool:
        """Whether a place is in a column that only numbers its rows, which are not those of offices."""
        heads = self.heads.words
        is_numbered = (
            len(heads) > 1 and _NUMBERS.fullmatch(heads[0]) and not _OFFICE.search(heads[1])
        )
        return bool(is_numbered and self._column(place) == 0)

    @property
    def is_hoped(self) -> bool:
        """Whether the name of the row says that it tells what is hoped for."""
        return (
            len(self.cells) > 1
            and bool(_HOPED.match(self._text(0)))
            and not _OUTCOME.search(self.line)
        )

    def year(self, place: int) -> int | None:
        """The year of the column a place is in, where its table has one a column."""
        cell = self._column(place)
        return None if cell is None or not self.heads.years else self.heads.years[cell]

    def head(self, place: int) -> str:
        """The words over the column a place is in; none where the line is no row of a table."""
        cell = self._column(place)
        return "" if cell is None or not self.heads.words else self.heads.words[cell]

    def _column(self, place: int) -> int | None:
        return next(
            (cell for cell, (start, end) in enumerate(self.cells) if start <= place < end), None
        )

    def _text(self, cell: int) -> str:
        start, end = self.cells[cell]
        return self.line[start:end].strip()


def with_tabs(line: str) -> str:
    """A line whose cells are parted by upright strokes as one with tabs; each letter keeps its place.

    The strokes around a row part nothing. Commas without a space part the cells of a row of a CSV file.
    """
    if "|" not in line:
        sign = next((sign for sign in (",", ";", "/") if _is_csv(line, sign)), None)
        return line.replace(sign, "\t") if sign else line
    bare = line.strip()
    if bare.startswith("|"):
        line = line.replace("|", " ", 1)
    if bare.endswith("|") and len(bare) > 1:
        last = line.rindex("|")
        line = f"{line[:last]} {line[last + 1 :]}"
    return line.replace("|", "\t")


def _is_csv(line: str, sign: str) -> bool:
    """Whether a sign parts cells, and not words or thousands."""
    cells = line.split(sign)
    if len(cells) < _SHORTEST_ROW or "\t" in line:
        return False
    is_tight = all(
        len(cell) <= _LONGEST_CELL and (sign != "," or not cell.startswith(" ")) for cell in cells
    )
    is_spaced = sign == "," or all(cell.startswith(" ") for cell in cells[1:])
    if sign == "/" and not all(
        cell.endswith(" ") and _ONE_FIGURE.fullmatch(cell) for cell in cells[:-1]
    ):
        return False
    return is_tight and is_spaced and not all(_THOUSANDS.match(cell) for cell in cells[1:])


def row_of(line: str, heads: Heads, years: list[Year]) -> Row:
    """The line as a row of the table whose heads were read last."""
    cells = tuple(_cells(line))
    fits = len(cells) == len(heads.words)
    under = heads if fits and not (years and any(heads.years)) else Heads()
    return Row(line, cells if len(cells) > 1 else (), under)


def is_by_year(heads: Heads) -> bool:
    """Whether the rows of a table begin with their years."""
    return bool(heads.words and _YEAR_HEAD.match(heads.words[0]))


def heads_after(line: str, heads: Heads, years: list[Year]) -> Heads:
    """The heads that hold for the next line: those of this one if it is a head, else the same."""
    cells = _cells(line)
    if len(cells) < 2:  # noqa: PLR2004
        return heads if line.strip() and _RULE.fullmatch(line) else Heads()
    words = [line[start:end].strip() for start, end in cells]
    bare = line
    for year in years:
        bare = bare[: year.start] + " " * (year.end - year.start) + bare[year.end :]
    if _RULE.fullmatch(line) or _NUMBER.search(bare):
        return heads
    if all(len(word) <= 1 for word in words[1:]) or not any(words):
        return heads
    return (
        heads
        if _is_body(words, heads)
        else Heads(
            tuple(words),
            _years(cells, [year for year in years if not _is_of_change(line, cells, year)]),
        )
    )


def _is_body(words: list[str], heads: Heads) -> bool:
    """Whether a row without numbers lies under heads, as that of the grades does."""
    return len(words) == len(heads.words)


def _is_of_change(line: str, cells: list[Span], year: Year) -> bool:
    """Whether a year is only what the figures of its column are told from."""
    start, end = next(each for each in cells if each[0] <= year.start <= each[1])
    return year.is_relative and _OF_CHANGE.search(line, start, end) is not None


def _years(cells: list[Span], years: list[Year]) -> tuple[int | None, ...]:
    of_cells = tuple(
        next((year.fiscal_year for year in years if start <= year.start < end), None)
        for start, end in cells
    )
    return of_cells if len({year for year in of_cells if year}) > 1 else ()


def _cells(line: str) -> list[Span]:
    """Where the cells of a line lie, parted by tabs."""
    cells, start = [], 0
    for text in line.split("\t"):
        cells.append((start, start + len(text)))
        start += len(text) + 1
    return cells
