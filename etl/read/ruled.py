"""Tables with rules: the grid the rules make on a page, and the words in its cells."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pdfplumber.page import Page
from pdfplumber.table import TableFinder

from etl.read.document import Box
from etl.read.letters import SNAP, Letter, joined, text_of, words_of

_FEWEST_COLUMNS = 3
_THAI = re.compile("[\u0e01-\u0e4e]")
# Of a letter's size: how far the next one of a word may be from where it ends, in the same string or in
# another, how far it may step back, and how wide a space is.
_TOUCHING, _JOINING, _STEP_BACK, _SPACE = 0.1, 0.015, 0.3, 0.5


@dataclass(frozen=True)
class GridRow:
    """One row of a grid; a merged cell's text stands in all the columns and rows it covers."""

    box: Box
    cells: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A ruled table of one page: the left ends of its columns, its rows from the top."""

    box: Box
    columns: tuple[float, ...]
    rows: tuple[GridRow, ...]

    def is_beside(self, other: "Grid") -> bool:
        """Whether it stands at the height of another, or is that."""
        return self.box[1] < other.box[3] and other.box[1] < self.box[3]


def tables_of(page: Page) -> list[list[Box]]:
    """The cells of each ruled table of a page with three columns or more, from the top."""
    verticals = [edge for edge in page.edges if edge["orientation"] == "v"]
    spans = joined((edge["top"], edge["bottom"]) for edge in verticals)
    # A table cut by the end of the page is often left open there: its rules end without a rule.
    ends = [end for span in spans for end in span]
    cells = TableFinder(page, {"explicit_horizontal_lines": ends}).cells
    tables = [
        [cell for cell in cells if top - SNAP < cell[1] and cell[3] < bottom + SNAP]
        for top, bottom in joined((cell[1], cell[3]) for cell in cells)
    ]
    rules = [edge for edge in page.edges if edge["orientation"] == "h"]
    blocks = [block for table in tables for block in _side_by_side(table, rules)]
    return [block for block in blocks if len(_lefts(block)) >= _FEWEST_COLUMNS]


def _side_by_side(cells: Sequence[Box], rules: Sequence[dict[str, Any]]) -> list[list[Box]]:
    """The tables that cells make which stand side by side, from the left; all where one is no table.

    What stands between two has no rule of its own above or below.
    """
    top, bottom = min(cell[1] for cell in cells), max(cell[3] for cell in cells)
    of_tables = [
        cell
        for cell in cells
        if (cell[1], cell[3]) != (top, bottom) or any(_bounds(rule, cell) for rule in rules)
    ]
    blocks = [
        [cell for cell in of_tables if left - SNAP < cell[0] and cell[2] < right + SNAP]
        for left, right in joined((cell[0], cell[2]) for cell in of_tables)
    ]
    are_tables = all(len(_lefts(block)) >= _FEWEST_COLUMNS for block in blocks)
    return blocks if are_tables else [list(cells)]


def _bounds(rule: dict[str, Any], cell: Box) -> bool:
    """Whether a rule runs along the top or the bottom of a cell."""
    left, top, right, bottom = cell
    is_over = rule["x0"] < (left + right) / 2 < rule["x1"]
    return is_over and min(abs(rule["top"] - top), abs(rule["top"] - bottom)) < SNAP


def _lefts(cells: Iterable[Box]) -> list[float]:
    """The left ends of the columns."""
    return _ends(cell[0] for cell in cells)


def aligned(grids: Sequence[Grid]) -> list[Grid]:
    """All grids with the columns of the most usual one; a column split on one page is joined."""
    shapes = Counter(len(grid.columns) for grid in grids for _ in grid.rows)
    usual = shapes.most_common(1)[0][0] if shapes else 0
    model = next((grid for grid in grids if len(grid.columns) == usual), None)
    if model is None:
        return list(grids)
    return [grid if len(grid.columns) == usual else _fitted(grid, model) for grid in grids]


def _fitted(grid: Grid, model: Grid) -> Grid:
    rights = (*grid.columns[1:], grid.box[2])
    places = [
        max(bisect_right(model.columns, (left + right) / 2) - 1, 0)
        for left, right in zip(grid.columns, rights, strict=True)
    ]
    rows = []
    for row in grid.rows:
        texts: list[list[str]] = [[] for _ in model.columns]
        for place, text in zip(places, row.cells, strict=True):
            if text and text not in texts[place]:
                texts[place].append(text)
        rows.append(GridRow(row.box, tuple(" ".join(each) for each in texts)))
    return Grid(grid.box, model.columns, tuple(rows))


def grid_of(cells: Sequence[Box], letters: Sequence[Letter]) -> Grid:
    """The grid of a table's cells with the words in them."""
    columns = _lefts(cells)
    tops = _ends(cell[1] for cell in cells)
    box = (
        min(cell[0] for cell in cells),
        min(cell[1] for cell in cells),
        max(cell[2] for cell in cells),
        max(cell[3] for cell in cells),
    )
    rights = (*columns[1:], box[2])
    bottoms = (*tops[1:], box[3])
    cell_at: dict[tuple[int, int], int] = {}
    for number, (left, top, right, bottom) in enumerate(cells):
        for row, (row_top, row_bottom) in enumerate(zip(tops, bottoms, strict=True)):
            if not top < (row_top + row_bottom) / 2 < bottom:
                continue
            for column, (its_left, its_right) in enumerate(zip(columns, rights, strict=True)):
                if left < (its_left + its_right) / 2 < right:
                    cell_at[row, column] = number
    places = [
        cell_at.get((bisect_right(tops, y) - 1, bisect_right(columns, x) - 1))
        if box[0] <= x < box[2] and box[1] <= y < box[3]
        else None
        for x, y in (letter.middle for letter in letters)
    ]
    inside = _by_cell(letters, places, cells)
    texts = {number: text_of(words_of(each)) for number, each in inside.items()}
    rows = tuple(
        GridRow(
            (box[0], top, box[2], bottom),
            tuple(texts.get(cell_at.get((row, column), -1), "") for column in range(len(columns))),
        )
        for row, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))
    )
    return Grid(box, tuple(columns), rows)


def _runs(letters: Sequence[Letter], places: Sequence[int | None]) -> Iterator[list[int]]:
    """The numbers of letters in the order they were written, those together that belong to one cell.

    These stand in it or, where a word is too long for its cell, go on over its rule without a gap.
    """
    run: list[int] = []
    end = 0.0
    for number, letter in enumerate(letters):
        if run and not letter.is_mark:
            last, gap = letters[run[-1]], (letter.left - end) / (letter.size or 1)
            has_crossed = len({places[each] for each in run}) > 1
            is_near = abs(gap) < _JOINING or (letter.order == last.order and abs(gap) < _TOUCHING)
            is_one_string = letter.order == last.order or (has_crossed and last.text.isspace())
            goes_on = abs(letter.base - last.base) < _TOUCHING * letter.size and (
                (is_near and _are_one_word(last.text, letter.text))
                or (is_one_string and -_STEP_BACK < gap < _SPACE)
            )
            if not goes_on:
                yield run
                run = []
        run.append(number)
        if not letter.text.isspace() and not letter.is_mark:
            end = letter.right
        elif len(run) == 1:
            end = letter.left
    if run:
        yield run


def _are_one_word(before: str, after: str) -> bool:
    """Whether two texts that touch may be parts of one word, which no name and figure are."""
    is_name = [_THAI.match(text) is not None for text in (before[-1:], after[:1])]
    is_figure = [text.isdecimal() for text in (before[-1:], after[:1])]
    return not (any(is_name) and any(is_figure))


def _by_cell(
    letters: Sequence[Letter], places: Sequence[int | None], cells: Sequence[Box]
) -> dict[int, list[Letter]]:
    """The letters of each cell; a word over several is in the one it is set in as its column is."""
    runs = [
        (
            {place for number in run if (place := places[number]) is not None},
            [letters[number] for number in run],
        )
        for run in _runs(letters, places)
    ]
    columns: dict[int, list[tuple[float, float, float]]] = {}
    for touched, run in runs:
        if len(touched) == 1:
            cell = cells[min(touched)]
            columns.setdefault(round(cell[0]), []).append(_offsets(run, cell))
    settings = {column: _setting(offsets) for column, offsets in columns.items()}
    inside: dict[int, list[Letter]] = {}
    for touched, run in runs:
        if touched:
            own = min(touched, key=lambda cell: _strangeness(run, cells[cell], settings))
            inside.setdefault(own, []).extend(run)
    return inside


def _offsets(run: Sequence[Letter], cell: Box) -> tuple[float, float, float]:
    """How far a word stands from the left, the middle and the right of a cell."""
    left, right = min(each.left for each in run), max(each.right for each in run)
    return left - cell[0], (left + right - cell[0] - cell[2]) / 2, cell[2] - right


_MIDDLE = (1, 0.0)


def _setting(offsets: Sequence[tuple[float, float, float]]) -> tuple[int, float]:
    """Which of the three is always the same in a column, and how much it is."""
    settings = Counter(
        (side, round(each[side])) for each in offsets for side in range(len(offsets[0]))
    )
    (side, offset), _ = settings.most_common(1)[0]
    return side, float(offset)


def _strangeness(
    run: Sequence[Letter], cell: Box, settings: Mapping[int, tuple[int, float]]
) -> float:
    """How far a word is from standing in a cell as the other words of its column do."""
    side, offset = settings.get(round(cell[0]), _MIDDLE)
    return abs(_offsets(run, cell)[side] - offset)


def _ends(places: Iterable[float]) -> list[float]:
    """Places in order, those within a rule's breadth made one."""
    ends: list[float] = []
    for place in sorted(places):
        if not ends or place - ends[-1] > SNAP:
            ends.append(place)
    return ends
