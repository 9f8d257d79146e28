"""The lines of a table as printed rows: what is no row, what a page cut, what is filled down."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from etl.read.document import Line, PrintedRow
from etl.read.headers import LONG_PARTS, Header, Table, text_of_line, unbroken
from etl.read.titles import begins_a_name, is_office_name, key_of
from ita.offices import office_index, western_digits

_DECIMAL = re.compile(r"\d[.,]\d")
_COUNTED = ("rank", "number")
_INDICATORS = 10
_FEWEST_EQUAL = 2  # cells of one text are a line merged over the columns
_LETTERS = re.compile(r"[^\W\d_]{2}")
_DIGIT = re.compile(r"\d")
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
    r"(?:ผล)?(?:คนน)?(?:ฉลย)?รวม(?:ฉลย|ทงหมด|ทงสน|ita)?|(?:grand|overall)?total(?:score)?"
)
_SUMMED_UP = re.compile(
    r"(?:ผล)?(?:คนน|ค)?(?:รวม|ฉลย|สงสด|ตสด|มธยฐน)|จนวน|สวนบยงบน|(?:grand|sub)?total|average|mean"
    r"|median|maximum|minimum|count"
)


def printed_rows(
    parts: Iterable[Table], *, is_cut_by_page: bool
) -> tuple[list[PrintedRow], list[str]]:
    """The lines of the parts of a table by columns, and the texts between them that are none."""
    rows: list[PrintedRow] = []
    between: list[str] = []
    for part in parts:
        for line in part.body:
            row = _printed_row(line, part.header)
            if row is None:
                between.append(text_of_line(line))
            elif is_cut_by_page and rows and _is_cut(rows[-1], row):
                rows[-1] = _stitched(rows[-1], row)
            elif rows and (name := _name_going_on(rows[-1], row)):
                rows[-1] = replace(rows[-1], cells={**rows[-1].cells, "office": name})
            else:
                rows.append(row)
    return rows, between


def _name_going_on(row: PrintedRow, following: PrintedRow) -> str | None:
    """The office of a row whose name goes on in a line of its own below; None where it does not."""
    filled = [word for word, cell in following.cells.items() if cell]
    if filled != ["office"] or _known(row.cells.get("office", "")):
        return None
    name = f"{row.cells.get('office', '')} {following.cells['office']}"
    return name if _known(name) else None


def _known(name: str) -> bool:
    return office_index().find(name) is not None


def _printed_row(line: Line, header: Header) -> PrintedRow | None:
    """The line by columns; None for text outside the table, sums below it and column numbers."""
    cells = {
        word: unbroken(line.cells[place])
        for place, word in header.columns.items()
        if place < len(line.cells)
    }
    filled = list(filter(None, cells.values()))
    is_merged = len(filled) > _FEWEST_EQUAL and len(set(filled)) == 1
    is_text = len(line.cells) == 1 < len(header.columns) or is_merged
    is_carry = len(filled) == 1 and _CARRY.fullmatch(western_digits(filled[0])) is not None
    numbers = [_COLUMN_NUMBER.fullmatch(western_digits(cell)) for cell in cells.values()]
    counted = [int(number[1]) for number in numbers if number]
    is_numbering = len(counted) == len(cells) and counted == sorted(set(counted))
    # "ร่วม", a rank that is shared, has the consonants of "รวม": a row of an office sums up nothing.
    is_summary = not is_office_name(cells.get("office", "")) and any(
        _sums_up(cells.get(word, "")) for word in (*_COUNTED, "office")
    )
    if is_text or is_carry or is_numbering or is_summary:
        return None
    named = {"office": header.office} if header.office and filled else {}
    return PrintedRow(line.page, line.row, {**named, **cells}, line.box)


def _sums_up(cell: str) -> bool:
    """Whether a cell names a sum over offices: a mean, a count, the highest."""
    key = key_of(cell)
    return key in _SUMMARY or (_SUMMED_UP.match(key) is not None and not is_office_name(cell))


def without_notes(rows: Sequence[PrintedRow]) -> list[PrintedRow]:
    """The rows but for those at the end that have no rank and name no office: notes, signatures."""
    kept = list(rows)
    named = sum(1 for row in rows if is_office_name(row.cells.get("office", "")))
    while kept and 2 * named > len(rows) and _is_note(kept[-1]):
        kept.pop()
    return kept


def _is_note(row: PrintedRow) -> bool:
    name = row.cells.get("office", "")
    is_counted = any(_DIGIT.search(row.cells.get(word, "")) for word in _COUNTED)
    has_score = _DECIMAL.search(western_digits(row.cells.get("score", "")))
    if is_office_name(name) or is_counted or has_score:
        return False
    return not office_index().match(name).candidates


def is_row(row: PrintedRow) -> bool:
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


def filled_down(rows: Sequence[PrintedRow]) -> Iterator[PrintedRow]:
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
    names = [row.cells.get(word, "") for word in LONG_PARTS]
    return "total" not in row.cells and any(_GRAND_TOTAL.fullmatch(key_of(name)) for name in names)


def _is_total(row: PrintedRow) -> bool:
    """Whether a row of a long sheet sums up others: it says so, or names no part at all."""
    parts = [row.cells[word] for word in ("indicator", "item") if word in row.cells]
    names = [*parts, row.cells.get("instrument", "")]
    return any(map(_says_total, names)) or (bool(parts) and not any(names))


def _says_total(cell: str) -> bool:
    return _TOTAL.match(key_of(cell)) is not None
