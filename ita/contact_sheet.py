"""The cells of a column side by side by what they were read as, so that a misreading is seen at a glance."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from ita.cell_pictures import Place, Sheet
from ita.offices import office_index
from ita.review import Cell, Review

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
FIGURES = ("rank", "score", "change")  # whose digits are looked at one by one


@dataclass(frozen=True)
class Picture:
    """A picture on the sheet: the cell it is of, its own part of it, and what it was read as."""

    cell: Cell
    group: str
    part: Place


def by_value(review: Review, column: str, parts: Mapping[Cell, Place]) -> list[Picture]:
    """The cells of a column, like values together, in the order of the groups."""
    found = [Picture(cell, _group(review, cell), parts[cell]) for cell in cells_of(review, column)]
    return sorted(found, key=lambda picture: _size(column, picture.group))


def by_digit(review: Review, column: str, parts: Mapping[Cell, tuple[Place, ...]]) -> list[Picture]:
    """Each letter of the figures of a column whose letters stand apart, like letters together."""
    found = [
        Picture(cell, letter, part)
        for cell in cells_of(review, column)
        for letter, part in zip(_read(review, cell), parts.get(cell, ()), strict=False)
        if letter != "."
    ]
    return sorted(found, key=lambda picture: picture.group)


def cells_of(review: Review, column: str) -> list[Cell]:
    """The cells of a column that were read in a picture."""
    return [Cell(row.row, column) for row in review.rows if column in row.read_cells]


def _read(review: Review, cell: Cell) -> str:
    return str(review.by_row[cell.row_no].read_cells[cell.column]["text"])


def _group(review: Review, cell: Cell) -> str:
    """What stands together: ranks by tens, figures by their whole part, offices by their province."""
    row = review.by_row[cell.row_no]
    value = row.read_in(cell.column)
    if cell.column == "office":
        office = office_index().by_id.get(row.office_id or "")
        return office.province if office else ""
    if cell.column == "rank":
        return f"{value[:-1]}…" if value else ""
    return value.partition(".")[0]


def _size(column: str, group: str) -> tuple[float, str]:
    """Where a group stands: ranks and words rising, figures falling."""
    number = group.rstrip("…")
    if column == "rank":
        return (float(number or 0), group)
    if column in FIGURES and number.lstrip("+-").isdigit():
        return (-float(number), group)
    return (0, group)


def title_of(group: str) -> str:
    """A group in words: a digit in both kinds of digits."""
    return f"{_THAI_DIGITS[int(group)]} {group}" if len(group) == 1 and group.isdigit() else group


def payload(
    review: Review,
    pictures: Iterable[Picture],
    sheet: Sheet,
    at: Mapping[Cell, Place],
    *,
    name: Callable[[Cell], str],
    title: Callable[[str, int], str],
) -> dict[str, object]:
    """The sheet as its component draws it: groups of cells, each with its part of the one picture."""
    groups: dict[str, list[list[object]]] = {}
    for picture in pictures:
        from_left, from_top, _, _ = at[picture.cell]
        left, top, right, bottom = picture.part
        doubt = review.doubt_at.get(picture.cell)
        mark = "" if doubt is None else "open" if doubt.is_open else "done"
        groups.setdefault(picture.group, []).append(
            [
                picture.cell.code,
                name(picture.cell),
                mark,
                from_left + left,
                from_top + top,
                right - left,
                bottom - top,
            ]
        )
    return {
        "width": sheet.width,
        "height": sheet.height,
        "groups": [
            {"title": title(title_of(group), len(cells)), "cells": cells}
            for group, cells in groups.items()
        ],
    }
