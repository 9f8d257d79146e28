"""Finds the table in the lines of a file: its header by words, its rows, what stands around it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from etl.errors import InputError
from etl.read.document import Document, Form, Kind, Line, PrintedRow, Remark
from etl.read.titles import (
    LEVELS,
    begins_a_name,
    columns_of,
    is_office_name,
    is_piece_of_a_level,
    is_understood,
    key_of,
    stated_offices,
    title_year,
    year_of,
)
from ita.offices import western_digits

_FIGURES = frozenset({"score", "total", "iit", "eit", "oit"})
_PARTS = frozenset({"iit", "eit", "oit", "instrument", "indicator", "item"})
_NUMBERED_PART = re.compile(r"i\d+|\d+\.\d|O\d+")
_TALLEST_HEADER = 6
_FEWEST_COLUMNS = 3

_WRITTEN = re.compile(r"\w")
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")
_RANK = re.compile(r"\d{1,3}[.)]?", re.ASCII)
_SCORE = re.compile(r"\d{1,3}\.\d+", re.ASCII)
_TWO_DECIMALS = re.compile(r"\d{1,3}\.\d\d", re.ASCII)
_SIGNED = re.compile(r"[+\-−–—]\s?\d{1,3}(\.\d+)?", re.ASCII)
_DASH = re.compile(r"[-−–—]")
_GRADES = frozenset(map(key_of, ("AA", *"ABCDEF"))) | set(LEVELS)
_RESULTS = frozenset(map(key_of, ("ผ่าน", "ไม่ผ่าน", "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์", "pass", "fail")))
_MOST = 0.5
_NEARLY_ALL = 0.9
_COLUMN_NUMBER = re.compile(r"\(?(\d{1,2})\)?", re.ASCII)
_CARRY = re.compile(r"/.*|[-–—(]\s*\d{1,3}\s*[-–—)]|\(ต่อ\)", re.DOTALL)
_SUMMARY = frozenset(
    map(
        key_of,
        ("รวม", "รวมทั้งสิ้น", "เฉลี่ย", "ค่าเฉลี่ย", "คะแนนเฉลี่ย", "เฉลี่ยรวม", "สูงสุด", "ต่ำสุด",
         "ค่าสูงสุด", "ค่าต่ำสุด", "ส่วนเบี่ยงเบนมาตรฐาน", "total", "mean", "average", "max", "min"),
    )
)  # fmt: skip
_TOTAL = re.compile(r"(?:ผล)?(?:คนน)?(?:รวม|ฉลย)|(?:grand|sub)?total|average|mean$")
_MOST_SEEN = 3
# Several times the 245 offices, and their 53 indicators and items each in a long sheet.
MOST_ROWS: dict[Kind, int] = {"announcement": 1_000, "result_sheet": 30_000, "scan": 0}
_LONGEST_SEEN = 60
_LONGEST_AROUND = 300

# What a line break inside a cell stands for: nothing inside a Thai word or a number, else a space.
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e\uf700-\uf71a"
_BREAK_IN_WORD = re.compile(
    rf"(?<=[{_THAI}])\s*\n\s*(?=[{_THAI}])(?!เขต(?!พื้นที่))|(?<=[\d.,+−–-])\s*\n\s*(?=[\d.,])"
)
_BREAK = re.compile(r"\s*\n\s*")


_Shape = tuple[frozenset[str], int | None]


@dataclass(frozen=True)
class _Header:
    """The columns by position, the titles of all as printed, and how many lines they take."""

    columns: Mapping[int, str]
    printed: tuple[str, ...]
    height: int

    @property
    def titles(self) -> dict[str, str]:
        """The printed titles by our word."""
        return {
            word: self.printed[place]
            for place, word in self.columns.items()
            if place < len(self.printed)
        }

    @property
    def words(self) -> frozenset[str]:
        return frozenset(self.columns.values())

    @property
    def year(self) -> int | None:
        """The year its titles name."""
        titles = self.titles
        named = [titles[word] for word in ("score", "rank", "grade") if word in titles]
        return next(filter(None, map(year_of, named)), None)


@dataclass
class _Table:
    """A header and the lines below it, down to the next header."""

    header: _Header
    body: list[Line] = field(default_factory=list)

    @property
    def shape(self) -> _Shape:
        """What the parts of one table have in common."""
        return self.header.words, self.header.year

    def cells_at(self, place: int) -> Iterator[str]:
        """The cells of the rows in a column, in western digits."""
        for line in filter(_is_filled_in, self.body):
            yield western_digits("".join(line.cells[place : place + 1]).strip())

    def with_column(self, place: int, word: str) -> "_Table":
        """The table, a column given our word."""
        columns = dict(sorted({**self.header.columns, place: word}.items()))
        return _Table(replace(self.header, columns=columns), self.body)


def document_of(lines: Sequence[Line], form: Form, name: str, pages: int = 1) -> Document:
    """The document the lines of a file make; ``name`` names the file in errors.

    Tables of the same columns and year are one; of several the longest is read.
    Raises InputError when there is no table of offices and figures, or it has no rows.
    """
    written = [line for line in lines if any(map(_WRITTEN.search, line.cells))]
    above, tables = _tables(written, is_split_by_page=form == "xlsx")
    if not tables and form == "text":
        above, tables = _untitled_table(written)
    if not tables:
        raise InputError("no_table", file=name, seen=_seen(written))
    parts, unread = _named_by_content(_longest(tables))
    header = parts[0].header
    kind = _kind(header.words)
    printed, between = _printed_rows(parts, is_cut_by_page=form == "pdf")
    rows = [row for row in (_ditto(printed) if kind == "result_sheet" else printed) if _is_row(row)]
    if not rows:
        raise InputError("no_rows", file=name)
    if len(rows) > MOST_ROWS[kind]:
        raise InputError("too_many_rows", file=name, rows=len(rows), most=MOST_ROWS[kind])
    places = {row.row for row in rows}
    between += [
        " ".join(filter(None, row.cells.values())) for row in printed if row.row not in places
    ]
    titles = [_text(line) for line in above]
    around = [*titles, *between]
    return Document(
        kind=kind,
        form=form,
        fiscal_year=header.year or title_year(titles) or title_year(around),
        stated_offices=stated_offices(titles),
        titles=header.titles,
        rows=tuple(rows),
        pages=pages,
        around=tuple(text[:_LONGEST_AROUND] for text in around),
        remarks=tuple(_unread_columns(unread)),
    )


def _unread_columns(titles: Sequence[str]) -> Iterator[Remark]:
    """That filled columns were left out, as their titles say nothing we read."""
    if titles:
        told = ", ".join(f"“{title}”" for title in titles)
        yield Remark("column_unread", "row", {"printed": told, "titles": told})


def _longest(tables: Sequence[_Table]) -> list[_Table]:
    """The parts of the table that has the most lines in all."""
    lengths: Counter[_Shape] = Counter()
    for table in tables:
        lengths[table.shape] += len(table.body)
    shape = max(lengths, key=lambda each: lengths[each])
    return [table for table in tables if table.shape == shape]


def unbroken(cell: str) -> str:
    """A cell in one line; what it prints is otherwise left alone."""
    return _BREAK.sub(" ", _BREAK_IN_WORD.sub("", cell.strip()))


def _tables(lines: Sequence[Line], *, is_split_by_page: bool) -> tuple[list[Line], list[_Table]]:
    """The lines above the first header, and the tables in their order."""
    above: list[Line] = []
    tables: list[_Table] = []
    place = 0
    while place < len(lines):
        header = _best_header(lines, place)
        if header:
            tables.append(_Table(header))
            place += header.height
            continue
        line = lines[place] if not _is_title(lines[place]) else _as_text(lines[place])
        is_new_sheet = is_split_by_page and place and lines[place - 1].page != line.page
        if is_new_sheet and tables and tables[-1].body:
            tables.append(_Table(_NOTHING))
        (tables[-1].body if tables else above).append(line)
        place += 1
    return above, [table for table in tables if table.header is not _NOTHING]


_NOTHING = _Header({}, (), 0)


def _best_header(lines: Sequence[Line], place: int) -> _Header | None:
    """The header that begins at a line, unless one that begins inside it says more.

    One below a title says more already when it says as much: the title is none of a column.
    """
    header = _header_at(lines, place)
    if header is None:
        return None
    is_below_a_title = _is_title(lines[place])
    later = (_header_at(lines, place + step) for step in range(1, header.height))
    says_more = any(
        other and len(other.words) + is_below_a_title > len(header.words) for other in later
    )
    return None if says_more else header


def _is_title(line: Line) -> bool:
    """Whether a line of cells is a title of the table, its text in the first and the rest blank."""
    texts = list(dict.fromkeys(cell.strip() for cell in line.cells if cell.strip()))
    is_one_text = len(texts) == 1 and len(line.cells) > 1 and bool(line.cells[0].strip())
    return is_one_text and title_year(texts) is not None


def _as_text(line: Line) -> Line:
    return replace(line, cells=(_text(line),))


def _header_at(lines: Sequence[Line], place: int) -> _Header | None:
    """The header of one or more lines that names the most columns; the taller of two says more."""
    page = lines[place].page
    together = list(
        takewhile(
            lambda line: line.page == page and len(line.cells) > 1 and not _is_filled_in(line),
            lines[place : place + _TALLEST_HEADER],
        )
    )
    best: _Header | None = None
    for height in range(1, len(together) + 1):
        titles = _stacked([line.cells for line in together[:height]])
        columns = columns_of(titles)
        words = set(columns.values())
        if "office" not in words or not (
            words & _FIGURES or any(map(_NUMBERED_PART.fullmatch, words))
        ):
            continue
        gained = len(words) - len(best.words) if best else 1
        if gained > 0 or (gained == 0 and not _is_remainder(together[height - 1], columns)):
            best = _Header(columns, tuple(titles), height)
    return best


def _is_remainder(line: Line, columns: Mapping[int, str]) -> bool:
    """Whether a line is what a page break left of a row: a piece of a grade, and little else."""
    filled = {place: cell.strip() for place, cell in enumerate(line.cells) if cell.strip()}
    grades = [cell for place, cell in filled.items() if columns.get(place) == "grade"]
    return any(map(is_piece_of_a_level, grades)) and 2 * len(filled) < len(line.cells)


def _is_filled_in(line: Line) -> bool:
    """Whether a line is a row of the table, which no header is."""
    cells = [western_digits(cell.strip()) for cell in line.cells]
    return any(is_office_name(cell) or _TWO_DECIMALS.fullmatch(cell) for cell in cells)


def _stacked(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of several lines one under the other; what a merged cell repeats is said once."""
    width = max(map(len, rows))
    columns = ([row[place].strip() for row in rows if place < len(row)] for place in range(width))
    return [unbroken("\n".join(dict.fromkeys(filter(None, cells)))) for cells in columns]


def _untitled_table(lines: Sequence[Line]) -> tuple[list[Line], list[_Table]]:
    """The table of pasted text without a header: its columns by what stands in them."""
    widths = Counter(len(line.cells) for line in lines if _is_filled_in(line))
    width = max(widths, key=lambda each: widths[each], default=0)
    body = [line for line in lines if len(line.cells) == width]
    columns = _columns_by_content(body) if width >= _FEWEST_COLUMNS else {}
    if not {"office", "score"} <= set(columns.values()):
        return [], []
    above = [line for line in lines if line.row < body[0].row]
    below = [line for line in lines if line.row >= body[0].row]
    return above, [_Table(_Header(columns, (), 0), below)]


# What the cells of a column look like, by our word for it; the first that fits is its word.
_LOOKS: Mapping[str, Callable[[str], object]] = {
    "rank": _RANK.fullmatch,
    "office": is_office_name,
    "score": _SCORE.fullmatch,
    "grade": lambda cell: key_of(cell) in _GRADES,
    "change": lambda cell: _SIGNED.fullmatch(cell) or _DASH.fullmatch(cell),
    "result": lambda cell: key_of(cell) in _RESULTS,
}


def _columns_by_content(lines: Sequence[Line]) -> dict[int, str]:
    """Each column named by what most of its filled cells look like; a word is given once."""
    columns: dict[int, str] = {}
    for place in range(len(lines[0].cells)):
        cells = [western_digits(line.cells[place].strip()) for line in lines]
        for word in _LOOKS:
            if _share(cells, word) > _MOST and word not in columns.values():
                columns[place] = word
                break
    return columns


def _share(cells: Sequence[str], word: str) -> float:
    """The share of the filled cells that look like those of a column."""
    filled = [cell for cell in cells if cell]
    return sum(1 for cell in filled if _LOOKS[word](cell)) / len(filled) if filled else 0.0


def _named_by_content(parts: list[_Table]) -> tuple[list[_Table], tuple[str, ...]]:
    """The parts with each column named whose title says nothing but whose cells leave no doubt.

    With them the titles of the columns that stay unread although most rows fill them.
    """
    header = parts[0].header
    strange = [
        (place, title)
        for place, title in enumerate(header.printed)
        if place not in header.columns and title and not is_understood(title)
    ]
    unread: list[str] = []
    for place, title in strange:
        alike = [part for part in parts if part.header.printed[place : place + 1] == (title,)]
        cells = [cell for part in alike for cell in part.cells_at(place)]
        word = _plain_word(cells, parts[0].header.words)
        if word and len(alike) == len(parts):
            parts = [part.with_column(place, word) for part in parts]
        elif sum(map(bool, cells)) > _MOST * len(cells):
            unread.append(title)
    return parts, tuple(unread)


def _plain_word(cells: Sequence[str], taken: frozenset[str]) -> str | None:
    """The word of a column whose cells leave no doubt, None where they leave some.

    A result sheet may count its lines: no rank makes it an announcement.
    """
    if _kind(taken) == "result_sheet":
        return None
    figures = [cell for cell in cells if not _DASH.fullmatch(cell)]
    if "rank" not in taken and _are_counted(cells):
        return "rank"
    plain = (
        word
        for word in ("result", "grade", "change")
        if word not in taken and _share(figures, word) >= _NEARLY_ALL
    )
    return next(plain, None)


def _are_counted(cells: Sequence[str]) -> bool:
    """Whether all cells are ranks from 1 down, a rank perhaps shared."""
    if not cells or not all(map(_RANK.fullmatch, cells)):
        return False
    ranks = [int(cell.rstrip(".)")) for cell in cells]
    return ranks[0] == 1 < ranks[-1] and ranks == sorted(ranks)


def _printed_rows(
    parts: Iterable[_Table], *, is_cut_by_page: bool
) -> tuple[list[PrintedRow], list[str]]:
    """The lines of the parts of a table by columns, and the texts between them that are none."""
    rows: list[PrintedRow] = []
    between: list[str] = []
    for part in parts:
        for line in part.body:
            row = _printed_row(line, part.header)
            if row is None:
                between.append(_text(line))
            elif is_cut_by_page and rows and _is_cut(rows[-1], row):
                rows[-1] = _stitched(rows[-1], row)
            else:
                rows.append(row)
    return rows, between


def _printed_row(line: Line, header: _Header) -> PrintedRow | None:
    """The line by columns; None for text outside the table, sums below it and column numbers."""
    cells = {
        word: unbroken(line.cells[place])
        for place, word in header.columns.items()
        if place < len(line.cells)
    }
    filled = list(filter(None, cells.values()))
    is_text = len(line.cells) == 1 < len(header.columns)
    is_carry = len(filled) == 1 and _CARRY.fullmatch(western_digits(filled[0])) is not None
    numbers = [_COLUMN_NUMBER.fullmatch(western_digits(cell)) for cell in cells.values()]
    counted = [int(number[1]) for number in numbers if number]
    is_numbering = len(counted) == len(cells) and counted == sorted(set(counted))
    is_summary = any(key_of(cells.get(word, "")) in _SUMMARY for word in ("rank", "office"))
    if is_text or is_carry or is_numbering or is_summary:
        return None
    return PrintedRow(line.page, line.row, cells, line.box)


def _is_row(row: PrintedRow) -> bool:
    """Whether cells are a row: a name with a figure, a rank with a score, or a name of an office."""
    cells = row.cells
    office = cells.get("office", "")
    others = [cell for word, cell in cells.items() if word != "office" and cell]
    has_figure = any(map(_DIGIT.search, others))
    if _LETTERS.search(office) and (has_figure or is_office_name(office)):
        return True
    return bool(_DIGIT.search(cells.get("rank", "")) and _DIGIT.search(cells.get("score", "")))


def _is_cut(row: PrintedRow, following: PrintedRow) -> bool:
    """Whether a page break went through a row: what one piece has the other lacks."""
    if row.page is None or following.page != row.page + 1:
        return False
    pieces = row.cells, following.cells
    if any(all(piece.get(word) for piece in pieces) for word in ("rank", "score")):
        return False
    names = [piece.get("office", "") for piece in pieces]
    return not (all(names) and begins_a_name(names[1]))


def _stitched(row: PrintedRow, following: PrintedRow) -> PrintedRow:
    """One row of two pieces; it stands where its score stands."""
    cells = {
        word: unbroken(f"{row.cells.get(word, '')}\n{following.cells.get(word, '')}".strip())
        for word in {**row.cells, **following.cells}
    }
    place = following if following.cells.get("score") else row
    return replace(place, cells=cells)


def _ditto(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
    """The rows of a result sheet but its totals; a blank office or instrument is the one above it."""
    above: dict[str, str] = {}
    for row in rows:
        if _is_total(row):
            continue
        blank = {word: above[word] for word in above if not row.cells.get(word)}
        filled = replace(row, cells={**row.cells, **blank})
        above = {word: filled.cells[word] for word in ("office", "instrument") if word in row.cells}
        yield filled


def _is_total(row: PrintedRow) -> bool:
    """Whether a row of a long sheet sums up others: it says so, or names no part at all."""
    parts = [row.cells[word] for word in ("indicator", "item") if word in row.cells]
    names = [*parts, row.cells.get("instrument", "")]
    return any(map(_says_total, names)) or (bool(parts) and not any(names))


def _says_total(cell: str) -> bool:
    return _TOTAL.match(key_of(cell)) is not None


def _kind(words: frozenset[str]) -> Kind:
    has_parts = bool(words & _PARTS) or any(map(_NUMBERED_PART.fullmatch, words))
    return "result_sheet" if has_parts and "rank" not in words else "announcement"


def _text(line: Line) -> str:
    """The cells of a line as running text."""
    return " ".join(filter(None, map(unbroken, dict.fromkeys(line.cells))))


def _seen(lines: Sequence[Line]) -> str:
    return " / ".join(_text(line)[:_LONGEST_SEEN] for line in lines[:_MOST_SEEN]) or "—"
