"""The headers in the lines of a file, by the words of their titles, and the lines below each."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from etl.read.document import Kind, Line
from etl.read.titles import (
    columns_of,
    is_office_name,
    is_piece_of_a_level,
    is_understood,
    key_of,
    title_year,
    year_of,
)
from ita.offices import western_digits

INSTRUMENT_WORDS = frozenset({"iit", "eit", "oit"})
_FIGURES = INSTRUMENT_WORDS | {"score", "total"}
NAMED_PARTS = frozenset({"indicator", "item"})
LONG_PARTS = frozenset({"instrument", *NAMED_PARTS})
_PARTS = INSTRUMENT_WORDS | LONG_PARTS
NUMBERED_PART = re.compile(r"i\d+|\d+\.\d|O\d+")
_TALLEST_HEADER = 6
FEWEST_COLUMNS = 3
_TITLE_LINES = 6  # above a table of one office, where its name stands
_DIGIT = re.compile(r"\d")
_TWO_DECIMALS = re.compile(r"\d{1,3}\.\d\d", re.ASCII)
_YEAR_OR_SHARE = re.compile(r"25\d\d|20\d\d|100|[%()]")
# What a line break inside a cell stands for: nothing inside a Thai word or a number, else a space.
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e\uf700-\uf71a"
_BREAK_IN_WORD = re.compile(
    rf"(?<=[{_THAI}])\s*\n\s*(?=[{_THAI}])(?!เขต(?!พื้นที่))|(?<=[\d.,+−–-])\s*\n\s*(?=[\d.,])"
)
_BREAK = re.compile(r"\s*\n\s*")


Shape = tuple[frozenset[str], int | None]


@dataclass(frozen=True)
class Header:
    """The columns by position, the titles of all as printed, and how many lines they take."""

    columns: Mapping[int, str]
    printed: tuple[str, ...]
    height: int
    office: str = ""  # of a table of one office, which its title names

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
        """Our words for its columns, that for offices too where its title names the one."""
        named = {"office"} if self.office else set()
        return frozenset({*self.columns.values(), *named})

    @property
    def year(self) -> int | None:
        """The year its titles name."""
        titles = self.titles
        named = [titles[word] for word in ("score", "rank", "grade") if word in titles]
        return next(filter(None, map(year_of, named)), None)


@dataclass
class Table:
    """A header and the lines below it, down to the next header."""

    header: Header
    body: list[Line] = field(default_factory=list)
    above: tuple[Line, ...] = ()

    @property
    def shape(self) -> Shape:
        """What the parts of one table have in common."""
        return self.header.words, self.header.year

    def cells_at(self, place: int) -> Iterator[str]:
        """The cells of the rows in a column, in western digits."""
        for line in filter(is_filled_in, self.body):
            yield western_digits("".join(line.cells[place : place + 1]).strip())

    def cells_of(self, word: str) -> Iterator[str]:
        """The cells of the rows in the column of a word."""
        return self.cells_at(next(at for at, its in self.header.columns.items() if its == word))

    def renamed(self, old: str, new: str) -> "Table":
        """The table, a column called by another word."""
        columns = {at: new if word == old else word for at, word in self.header.columns.items()}
        return replace(self, header=replace(self.header, columns=columns))

    def with_column(self, place: int, word: str) -> "Table":
        """The table, a column given our word."""
        columns = dict(sorted({**self.header.columns, place: word}.items()))
        return replace(self, header=replace(self.header, columns=columns))


def unbroken(cell: str) -> str:
    """A cell in one line; what it prints is otherwise left alone."""
    return _BREAK.sub(" ", _BREAK_IN_WORD.sub("", cell.strip()))


def tables_of(lines: Sequence[Line], *, is_split_by_page: bool) -> tuple[list[Line], list[Table]]:
    """The lines above the first header, and the tables in their order."""
    above: list[Line] = []
    tables: list[Table] = []
    place = 0
    while place < len(lines):
        header = _best_header(lines, place)
        if header:
            tables.append(Table(header, above=_just_above(lines, place)))
            place += header.height
            continue
        if tables and _is_other_header(lines[place], tables[-1].header):
            tables.append(Table(OTHER))
        line = lines[place] if not _is_title(lines[place]) else _as_text(lines[place])
        is_new_sheet = is_split_by_page and place and lines[place - 1].page != line.page
        if is_new_sheet and tables and tables[-1].body:
            tables.append(Table(NOTHING))
        (tables[-1].body if tables else above).append(line)
        place += 1
    return above, tables


NOTHING = Header({}, (), 0)  # over lines of a new sheet that no header stands above


OTHER = Header({}, (), -1)  # over lines of a table that is no list of offices


def _just_above(lines: Sequence[Line], place: int) -> tuple[Line, ...]:
    page = lines[place].page
    return tuple(line for line in lines[max(0, place - _TITLE_LINES) : place] if line.page == page)


def _is_other_header(line: Line, header: Header) -> bool:
    """Whether a line below a table is the header of another one: titles, hardly any of them its own."""
    titles = [cell for cell in line.cells if cell.strip()]
    if len(titles) < FEWEST_COLUMNS or header in (NOTHING, OTHER) or is_filled_in(line):
        return False
    has_digits = any(_DIGIT.search(_YEAR_OR_SHARE.sub("", western_digits(cell))) for cell in titles)
    own = [key_of(title) for title in header.printed]
    known = sum(1 for title in titles if any(key_of(title) in each for each in own))
    is_titled = sum(map(is_understood, titles)) > 1
    is_strange = 2 * known < len(titles) or _is_over_no_offices(line, header)
    return is_titled and not has_digits and is_strange


def _is_over_no_offices(line: Line, header: Header) -> bool:
    """Whether a title stands over the column of offices that says nothing of them."""
    place = next((at for at, word in header.columns.items() if word == "office"), None)
    if place is None or place >= len(header.printed):
        return False
    title = key_of("".join(line.cells[place : place + 1]))
    return bool(title) and title not in key_of(header.printed[place])


def _best_header(lines: Sequence[Line], place: int) -> Header | None:
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
    return replace(line, cells=(text_of_line(line),))


def _header_at(lines: Sequence[Line], place: int) -> Header | None:
    """The header of one or more lines that names the most columns; the taller of two says more."""
    page = lines[place].page
    together = list(
        takewhile(
            lambda line: line.page == page and len(line.cells) > 1 and not is_filled_in(line),
            lines[place : place + _TALLEST_HEADER],
        )
    )
    best: Header | None = None
    for height in range(1, len(together) + 1):
        titles = _stacked([line.cells for line in together[:height]])
        columns = columns_of(titles)
        words = set(columns.values())
        if not names_offices_and_figures(words):
            continue
        gained = len(words) - len(best.words) if best else 1
        if gained > 0 or (gained == 0 and not _is_remainder(together[height - 1], columns)):
            best = Header(columns, tuple(titles), height)
    return best


def names_offices_and_figures(words: set[str]) -> bool:
    """Whether titles are of a list of offices, or of the parts of one office's total."""
    numbered = sum(1 for word in words if NUMBERED_PART.fullmatch(word))
    if "office" in words:
        return bool(words & _FIGURES) or numbered > 0
    return (bool(words & LONG_PARTS) and "score" in words) or numbered >= FEWEST_COLUMNS


def _is_remainder(line: Line, columns: Mapping[int, str]) -> bool:
    """Whether a line is what a page break left of a row: a piece of a grade, and little else."""
    filled = {place: cell.strip() for place, cell in enumerate(line.cells) if cell.strip()}
    grades = [cell for place, cell in filled.items() if columns.get(place) == "grade"]
    return any(map(is_piece_of_a_level, grades)) and 2 * len(filled) < len(line.cells)


def is_filled_in(line: Line) -> bool:
    """Whether a line is a row of the table, which no header is."""
    cells = [western_digits(cell.strip()) for cell in line.cells]
    return any(is_office_name(cell) or _TWO_DECIMALS.fullmatch(cell) for cell in cells)


def _stacked(rows: Sequence[Sequence[str]]) -> list[str]:
    """The cells of several lines one under the other; what a merged cell repeats is said once."""
    width = max(map(len, rows))
    columns = ([row[place].strip() for row in rows if place < len(row)] for place in range(width))
    return [unbroken("\n".join(dict.fromkeys(filter(None, cells)))) for cells in columns]


def text_of_line(line: Line) -> str:
    """The cells of a line as running text."""
    return " ".join(filter(None, map(unbroken, dict.fromkeys(line.cells))))


def kind_of(words: frozenset[str]) -> Kind:
    """Whether columns are those of an announcement or of a result sheet."""
    has_parts = bool(words & _PARTS) or any(map(NUMBERED_PART.fullmatch, words))
    return "result_sheet" if has_parts and "rank" not in words else "announcement"
