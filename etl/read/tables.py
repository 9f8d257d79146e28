"""Finds the table in the lines of a file: its header by words, its rows, what stands around it."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, takewhile

from etl.errors import InputError
from etl.read.document import Document, Form, Kind, Line, PrintedRow, Remark
from etl.read.running_numbers import counts_anew, is_rank
from etl.read.titles import (
    LEVELS,
    begins_a_name,
    blocks_of,
    columns_of,
    is_office_name,
    is_piece_of_a_level,
    is_understood,
    key_of,
    office_in,
    rivals_of,
    says_rank,
    stated_offices,
    title_year,
    year_of,
)
from ita.cells import read_decimal
from ita.offices import office_index, western_digits

_FIGURES = frozenset({"score", "total", "iit", "eit", "oit"})
_COUNTED = ("rank", "number")
_NAMED_PARTS = frozenset({"indicator", "item"})
_LONG_PARTS = frozenset({"instrument", *_NAMED_PARTS})
_PARTS = frozenset({"iit", "eit", "oit", *_LONG_PARTS})
_NUMBERED_PART = re.compile(r"i\d+|\d+\.\d|O\d+")
_TALLEST_HEADER = 6
_FEWEST_COLUMNS = 3
_INDICATORS = 10
_TITLE_LINES = 6  # above a table of one office, where its name stands

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
_GRAND_TOTAL = re.compile(
    r"(?:ผล)?(?:คนน)?รวม(?:ทงหมด|ทงสน|ita)?|(?:grand|overall)?total(?:score)?"
)
_SUMMED_UP = re.compile(
    r"(?:ผล)?(?:คนน|ค)?(?:รวม|ฉลย|สงสด|ตสด|มธยฐน)|จนวน|สวนบยงบน|(?:grand|sub)?total|average|mean"
    r"|median|maximum|minimum|count"
)
_YEAR_OR_SHARE = re.compile(r"25\d\d|20\d\d|100|[%()]")
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
        named = {"office"} if self.office else set()
        return frozenset({*self.columns.values(), *named})

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
    above: tuple[Line, ...] = ()

    @property
    def shape(self) -> _Shape:
        """What the parts of one table have in common."""
        return self.header.words, self.header.year

    def cells_at(self, place: int) -> Iterator[str]:
        """The cells of the rows in a column, in western digits."""
        for line in filter(_is_filled_in, self.body):
            yield western_digits("".join(line.cells[place : place + 1]).strip())

    def cells_of(self, word: str) -> Iterator[str]:
        """The cells of the rows in the column of a word."""
        return self.cells_at(next(at for at, its in self.header.columns.items() if its == word))

    def renamed(self, old: str, new: str) -> "_Table":
        """The table, a column called by another word."""
        columns = {at: new if word == old else word for at, word in self.header.columns.items()}
        return replace(self, header=replace(self.header, columns=columns))

    def with_column(self, place: int, word: str) -> "_Table":
        """The table, a column given our word."""
        columns = dict(sorted({**self.header.columns, place: word}.items()))
        return replace(self, header=replace(self.header, columns=columns))


def document_of(lines: Sequence[Line], form: Form, name: str, pages: int = 1) -> Document:
    """The document the lines of a file make; ``name`` names the file in errors.

    Tables of the same columns and year are one; of several the longest is read.
    Raises InputError when there is no table of offices and figures, or it has no rows.
    """
    written = [line for line in lines if any(map(_WRITTEN.search, line.cells))]
    above, found = _tables(written, is_split_by_page=form == "xlsx")
    if not found and form == "text":
        above, found = _untitled_table(written)
    left_out = [table for table in found if table.header is _OTHER]
    tables = [table for table in found if table.header not in (_NOTHING, _OTHER)]
    tables = [part for table in tables for part in _side_by_side(table, lines[-1].row)]
    tables = [named for table in tables if (named := _of_an_office(table))]
    if not tables:
        raise InputError("no_table", file=name, seen=_seen(written))
    longest = _longest(tables)
    parts, unread = _named_by_content(longest)
    parts, rivals = _filled(parts)
    parts = _without_running_number(parts, [_text(line) for line in above])
    header = parts[0].header
    kind = _kind(header.words)
    printed, between = _printed_rows(parts, is_cut_by_page=form == "pdf")
    read = _ditto(printed) if kind == "result_sheet" else printed
    rows = _without_notes([row for row in read if _is_row(row)])
    if not rows:
        raise InputError("no_rows", file=name)
    if len(rows) > MOST_ROWS[kind]:
        raise InputError("too_many_rows", file=name, rows=len(rows), most=MOST_ROWS[kind])
    _check_shares(rows, name)
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
        remarks=(
            *_unread_columns(unread),
            *rivals,
            *_blocks_joined(parts),
            *_tables_left_out([*left_out, *(each for each in tables if each not in longest)]),
        ),
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
            tables.append(_Table(header, above=_just_above(lines, place)))
            place += header.height
            continue
        if tables and _is_other_header(lines[place], tables[-1].header):
            tables.append(_Table(_OTHER))
        line = lines[place] if not _is_title(lines[place]) else _as_text(lines[place])
        is_new_sheet = is_split_by_page and place and lines[place - 1].page != line.page
        if is_new_sheet and tables and tables[-1].body:
            tables.append(_Table(_NOTHING))
        (tables[-1].body if tables else above).append(line)
        place += 1
    return above, tables


_NOTHING = _Header({}, (), 0)  # over lines of a new sheet that no header stands above
_OTHER = _Header({}, (), -1)  # over lines of a table that is no list of offices


def _just_above(lines: Sequence[Line], place: int) -> tuple[Line, ...]:
    page = lines[place].page
    return tuple(line for line in lines[max(0, place - _TITLE_LINES) : place] if line.page == page)


def _is_other_header(line: Line, header: _Header) -> bool:
    """Whether a line below a table is the header of another one: titles, hardly any of them its own."""
    titles = [cell for cell in line.cells if cell.strip()]
    if len(titles) < _FEWEST_COLUMNS or header in (_NOTHING, _OTHER) or _is_filled_in(line):
        return False
    has_digits = any(_DIGIT.search(_YEAR_OR_SHARE.sub("", western_digits(cell))) for cell in titles)
    own = [key_of(title) for title in header.printed]
    known = sum(1 for title in titles if any(key_of(title) in each for each in own))
    is_titled = sum(map(is_understood, titles)) > 1
    return is_titled and not has_digits and 2 * known < len(titles)


def _of_an_office(table: _Table) -> _Table | None:
    """The table, where it has no column of offices that of the one its title names; else none."""
    if "office" in table.header.words:
        return table
    office = office_in([_text(line) for line in table.above])
    columns = {place: word for place, word in table.header.columns.items() if word != "rank"}
    header = replace(table.header, columns=columns, office=office or "")
    return replace(table, header=header) if office else None


def _side_by_side(table: _Table, last_row: int) -> Iterator[_Table]:
    """The lists that stand side by side under one header, page by page; else the table itself.

    The rows of the second list are counted on from the last of the first.
    """
    header = table.header
    stretches = blocks_of(header.printed)
    blocks = [_block(header, stretch) for stretch in stretches]
    if len(blocks) == 1:
        blocks += _untitled_blocks(table)
    if len(blocks) == 1:
        yield table
        return
    for _, of_page in groupby(table.body, key=lambda line: line.page):
        lines = list(of_page)
        for number, block in enumerate(blocks):
            body = [
                replace(line, row=line.row + number * last_row)
                for line in lines
                if number == 0 or _fills(line, block.columns)
            ]
            yield _Table(block, body, table.above)


def _block(header: _Header, stretch: range) -> _Header:
    """The part of a header over one of several lists."""
    titles = [title if place in stretch else "" for place, title in enumerate(header.printed)]
    return replace(header, columns=columns_of(titles), printed=tuple(titles))


def _untitled_blocks(table: _Table) -> Iterator[_Header]:
    """The lists that go on right of the first, under no titles of their own."""
    header = table.header
    first = next((place for place, word in header.columns.items() if word == "office"), None)
    rows = list(filter(_is_filled_in, table.body))
    width = max(map(len, (line.cells for line in rows)), default=0)
    for place in range(max(header.columns) + 1, width):
        named = sum(1 for line in rows if is_office_name("".join(line.cells[place : place + 1])))
        is_untitled = not "".join(header.printed[place : place + 1]).strip()
        if first is not None and is_untitled and named > _MOST_SEEN:
            columns = {at + place - first: word for at, word in header.columns.items()}
            titles = ["" for _ in range(place - first)] + list(
                header.printed[: width - place + first]
            )
            yield replace(header, columns=columns, printed=tuple(titles))


def _fills(line: Line, columns: Mapping[int, str]) -> bool:
    return any("".join(line.cells[place : place + 1]).strip() for place in columns)


def _blocks_joined(parts: Sequence[_Table]) -> Iterator[Remark]:
    """That lists stood side by side and were read as one."""
    count = len({min(part.header.columns, default=0) for part in parts})
    if count > 1 and len({part.header.printed for part in parts}) > 1:
        yield Remark("blocks_joined", "row", {"count": count})


def _tables_left_out(tables: Sequence[_Table]) -> Iterator[Remark]:
    """That other tables of figures stand in the file, by their titles and how many rows they have."""
    seen = [
        (_told_titles(table), rows)
        for table in tables
        if (rows := sum(1 for line in table.body if len(line.cells) > 1 and _has_digit(line)))
    ]
    if seen:
        told = ", ".join(dict.fromkeys(f"“{titles}”" for titles, _ in seen))
        yield Remark("table_left_out", "row", {"titles": told, "rows": sum(r for _, r in seen)})


def _told_titles(table: _Table) -> str:
    titles = [title for title in table.header.printed if title] or [_text(table.body[0])]
    return " ".join(titles)[:_LONGEST_SEEN]


def _has_digit(line: Line) -> bool:
    return any(map(_DIGIT.search, line.cells))


def _filled(parts: list[_Table]) -> tuple[list[_Table], list[Remark]]:
    """The parts with the filled one of columns whose titles say the same; two that differ are told."""
    remarks: list[Remark] = []
    header = parts[0].header
    for word, places in rivals_of(header.printed).items():
        cells = {place: _column(parts, place) for place in places}
        filled = [place for place in places if any(cells[place])]
        chosen = next((place for place, its in header.columns.items() if its == word), None)
        if chosen is None or not filled:
            continue
        if chosen not in filled:
            parts = [_moved(part, chosen, filled[0]) for part in parts]
        if len({tuple(cells[place]) for place in filled}) > 1:
            remarks.append(_two_columns(word, header, {place: cells[place] for place in filled}))
    return parts, remarks


def _column(parts: Sequence[_Table], place: int) -> list[str]:
    return [cell for part in parts for cell in part.cells_at(place)]


def _moved(part: _Table, old: int, new: int) -> _Table:
    columns = {new if place == old else place: word for place, word in part.header.columns.items()}
    return replace(part, header=replace(part.header, columns=dict(sorted(columns.items()))))


def _two_columns(word: str, header: _Header, cells: Mapping[int, Sequence[str]]) -> Remark:
    """That two filled columns are titled alike, with where they stand and what they hold first."""
    told = ", ".join(
        f"{place + 1}: “{header.printed[place]}” ({next(filter(None, column))} …)"
        for place, column in cells.items()
    )
    return Remark("column_twice", word, {"titles": told})


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
        if not _names_offices_and_figures(words):
            continue
        gained = len(words) - len(best.words) if best else 1
        if gained > 0 or (gained == 0 and not _is_remainder(together[height - 1], columns)):
            best = _Header(columns, tuple(titles), height)
    return best


def _names_offices_and_figures(words: set[str]) -> bool:
    """Whether titles are of a list of offices, or of the parts of one office's total."""
    numbered = sum(1 for word in words if _NUMBERED_PART.fullmatch(word))
    if "office" in words:
        return bool(words & _FIGURES) or numbered > 0
    return (bool(words & _LONG_PARTS) and "score" in words) or numbered >= _FEWEST_COLUMNS


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
    """Whether all cells are numbers from 1 up, one perhaps shared, or counted anew within the list."""
    if not cells or not all(map(_RANK.fullmatch, cells)):
        return False
    numbers = [int(cell.rstrip(".)")) for cell in cells]
    return counts_anew(numbers) or (numbers[0] == 1 < numbers[-1] and numbers == sorted(numbers))


def _without_running_number(parts: list[_Table], above: Sequence[str]) -> list[_Table]:
    """The parts with a column of ranks called "number" where it only counts the lines.

    Where columns have no titles of their own, the lines above may say that they hold ranks.
    """
    header = parts[0].header
    if "rank" not in header.words:
        return parts
    titles = [header.titles.get("rank", "")] if header.printed else above
    says = any(map(says_rank, titles))
    if "score" not in header.words or header.words & _NAMED_PARTS:
        is_number = not says
    else:
        printed = [
            cells
            for part in parts
            for cells in zip(part.cells_of("rank"), part.cells_of("score"), strict=True)
        ]
        is_number = not is_rank(printed, says_rank=says)
    return [part.renamed("rank", "number") for part in parts] if is_number else parts


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
    is_summary = any(_sums_up(cells.get(word, "")) for word in ("rank", "number", "office"))
    if is_text or is_carry or is_numbering or is_summary:
        return None
    named = {"office": header.office} if header.office and filled else {}
    return PrintedRow(line.page, line.row, {**named, **cells}, line.box)


def _sums_up(cell: str) -> bool:
    """Whether a cell names a sum over offices: a mean, a count, the highest."""
    key = key_of(cell)
    return key in _SUMMARY or (_SUMMED_UP.match(key) is not None and not is_office_name(cell))


def _without_notes(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows but for those at the end that have no rank and name no office: notes, signatures."""
    kept = list(rows)
    named = sum(1 for row in rows if is_office_name(row.cells.get("office", "")))
    while kept and 2 * named > len(rows) and _is_note(kept[-1]):
        kept.pop()
    return kept


def _is_note(row: PrintedRow) -> bool:
    name = row.cells.get("office", "")
    if is_office_name(name) or any(_DIGIT.search(row.cells.get(word, "")) for word in _COUNTED):
        return False
    return not office_index().match(name).candidates


def _check_shares(rows: Sequence[PrintedRow], name: str) -> None:
    """Raises InputError where all scores are shares of 1: no score is what such a column prints."""
    printed = [read_decimal(row.cells.get("score", "")) for row in rows]
    scores = [score for score in printed if score is not None]
    if len(scores) >= _FEWEST_COLUMNS and 0 < max(scores) <= 1:
        raise InputError("shares", file=name, printed=f"{max(scores)}")


def _is_row(row: PrintedRow) -> bool:
    """Whether cells are a row: a name with a figure, a rank with a score, or a name of an office."""
    cells = row.cells
    office = cells.get("office", "")
    others = [cell for word, cell in cells.items() if word != "office" and cell]
    has_figure = any(map(_DIGIT.search, others))
    if _LETTERS.search(office) and (has_figure or is_office_name(office)):
        return True
    number = cells.get("rank", "") or cells.get("number", "")
    return bool(_DIGIT.search(number) and _DIGIT.search(cells.get("score", "")))


def _is_cut(row: PrintedRow, following: PrintedRow) -> bool:
    """Whether a page break went through a row: what one piece has the other lacks."""
    if row.page is None or following.page != row.page + 1:
        return False
    pieces = row.cells, following.cells
    if any(all(piece.get(word) for piece in pieces) for word in ("rank", "number", "score")):
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
    """The rows of a result sheet; a blank office or instrument is the one above it.

    Sums are left out, but for the total of an office below all its indicators.
    """
    above: dict[str, str] = {}
    parts: Counter[str] = Counter()
    for row in rows:
        office = row.cells.get("office") or above.get("office", "")
        if _is_total(row):
            if parts[office] >= _INDICATORS and _is_grand_total(row):
                yield replace(row, cells={"office": office, "total": row.cells.get("score", "")})
            continue
        blank = {word: above[word] for word in above if not row.cells.get(word)}
        filled = replace(row, cells={**row.cells, **blank})
        above = {word: filled.cells[word] for word in ("office", "instrument") if word in row.cells}
        parts[office] += 1
        yield filled


def _is_grand_total(row: PrintedRow) -> bool:
    names = [row.cells.get(word, "") for word in _LONG_PARTS]
    return "total" not in row.cells and any(_GRAND_TOTAL.fullmatch(key_of(name)) for name in names)


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
