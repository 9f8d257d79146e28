"""Finds the table in the lines of a file: its header by words, its rows, what stands around it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from etl.errors import InputError
from etl.read.columns import (
    named_by_content,
    untitled_table,
    with_filled_columns,
    without_running_number,
)
from etl.read.document import Document, Form, Kind, Line, PrintedRow, Remark
from etl.read.headers import (
    NOTHING,
    OTHER,
    Shape,
    Table,
    is_filled_in,
    kind_of,
    tables_of,
    text_of_line,
)
from etl.read.meant import lines_as_meant
from etl.read.name_columns import joined_names
from etl.read.printed_rows import filled_down, is_row, printed_rows, without_notes
from etl.read.side_by_side import blocks_joined, side_by_side
from etl.read.titles import is_other_body, office_in, stated_offices, title_year
from ita.cells import read_decimal

_PARTED_BY_SPACES: tuple[Form, ...] = ("text", "word")
_FEWEST_SHARES, _HALF = 3, 0.5

_WRITTEN = re.compile(r"\w")
_DIGIT = re.compile(r"\d")
_MOST_SEEN = 3
# Several times the 245 offices, and their 53 indicators and items each in a long sheet.
MOST_ROWS: dict[Kind, int] = {"announcement": 1_000, "result_sheet": 30_000}
_LONGEST_SEEN = 60
_LONGEST_AROUND = 300


def document_of(
    lines: Sequence[Line], form: Form, name: str, pages: int = 1, remarks: Sequence[Remark] = ()
) -> Document:
    """The document the lines of a file make; ``name`` names the file in errors.

    ``remarks`` are those of the reader that made the lines. Tables of the same columns and year are
    one; of several the longest is read.
    Raises InputError when there is no table of offices and figures, or it has no rows.
    """
    lines, repairs = lines_as_meant(lines, name)
    written = joined_names([line for line in lines if any(map(_WRITTEN.search, line.cells))])
    above, found = tables_of(written, is_split_by_page=form == "xlsx")
    if not found and form in _PARTED_BY_SPACES:
        above, found = untitled_table(written)
    left_out = [table for table in found if _is_left_out(table)]
    tables = [table for table in found if table.header not in (NOTHING, OTHER)]
    tables = [part for table in tables for part in side_by_side(table, lines[-1].row)]
    tables = [named for table in tables if (named := _of_an_office(table))]
    if not tables:
        raise InputError("no_table", file=name, seen=_seen(written))
    longest = _longest(tables)
    parts, unread = named_by_content(longest)
    parts, rivals = with_filled_columns(parts)
    parts = without_running_number(parts, [text_of_line(line) for line in above])
    header = parts[0].header
    kind = kind_of(header.words)
    printed, between = printed_rows(parts, is_cut_by_page=form == "pdf")
    read = filled_down(printed) if kind == "result_sheet" else printed
    listed = without_notes([row for row in read if is_row(row)])
    rows = [row for row in listed if not is_other_body(row.cells.get("office", ""))]
    if not rows:
        raise InputError("no_rows", file=name)
    if len(rows) > MOST_ROWS[kind]:
        raise InputError("too_many_rows", file=name, rows=len(rows), most=MOST_ROWS[kind])
    _check_shares(rows, name)
    places = {row.row for row in rows}
    between += [
        " ".join(filter(None, row.cells.values())) for row in printed if row.row not in places
    ]
    titles = [text_of_line(line) for line in above]
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
            *remarks,
            *repairs,
            *_unread_columns(unread),
            *rivals,
            *blocks_joined(parts),
            *_other_bodies(listed),
            *_tables_left_out([*left_out, *(each for each in tables if each not in longest)]),
        ),
    )


def _is_left_out(table: Table) -> bool:
    """Whether rows stand under a header of something else, or on a sheet under none."""
    is_without_header = table.header is NOTHING and any(map(is_filled_in, table.body))
    return table.header is OTHER or is_without_header


def _unread_columns(titles: Sequence[str]) -> Iterator[Remark]:
    """That filled columns were left out, as their titles say nothing we read."""
    if titles:
        told = ", ".join(f"“{title}”" for title in titles)
        yield Remark("column_unread", "row", {"printed": told, "titles": told})


def _other_bodies(rows: Sequence[PrintedRow]) -> Iterator[Remark]:
    """That rows of bodies which are no area offices stand in the list and were left out."""
    names = [name for row in rows if is_other_body(name := row.cells.get("office", ""))]
    if names:
        told = ", ".join(f"“{name}”" for name in names[:_MOST_SEEN])
        yield Remark("other_bodies", "office", {"count": len(names), "names": told})


def _longest(tables: Sequence[Table]) -> list[Table]:
    """The parts of the table that has the most lines in all."""
    lengths: Counter[Shape] = Counter()
    for table in tables:
        lengths[table.shape] += len(table.body)
    shape = max(lengths, key=lambda each: lengths[each])
    return [table for table in tables if table.shape == shape]


def _of_an_office(table: Table) -> Table | None:
    """The table, where it has no column of offices that of the one its title names; else none."""
    if "office" in table.header.words:
        return table
    office = office_in([text_of_line(line) for line in table.above])
    columns = {place: word for place, word in table.header.columns.items() if word != "rank"}
    header = replace(table.header, columns=columns, office=office or "")
    return replace(table, header=header) if office else None


def _tables_left_out(tables: Sequence[Table]) -> Iterator[Remark]:
    """That other tables of figures stand in the file, by their titles and how many rows they have."""
    seen = [
        (_told_titles(table), rows)
        for table in tables
        if (rows := sum(1 for line in table.body if len(line.cells) > 1 and _has_digit(line)))
    ]
    if seen:
        told = ", ".join(dict.fromkeys(f"“{titles}”" for titles, _ in seen))
        yield Remark("table_left_out", "row", {"titles": told, "rows": sum(r for _, r in seen)})


def _told_titles(table: Table) -> str:
    titles = [title for title in table.header.printed if title] or [text_of_line(table.body[0])]
    return " ".join(titles)[:_LONGEST_SEEN]


def _has_digit(line: Line) -> bool:
    return any(map(_DIGIT.search, line.cells))


def _check_shares(rows: Sequence[PrintedRow], name: str) -> None:
    """Raises InputError where all scores are shares of 1: no score is what such a column prints."""
    printed = [read_decimal(row.cells.get("score", "")) for row in rows]
    scores = [score for score in printed if score is not None]
    if len(scores) >= _FEWEST_SHARES and median(scores) >= _HALF and max(scores) <= 1:
        raise InputError("shares", file=name, printed=f"{max(scores)}")


def _seen(lines: Sequence[Line]) -> str:
    return " / ".join(text_of_line(line)[:_LONGEST_SEEN] for line in lines[:_MOST_SEEN]) or "—"
