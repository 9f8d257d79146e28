"""Tables with rules: the grid the rules make on a page, and the words in its cells."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pdfplumber.page import Page
from pdfplumber.table import TableFinder

from etl.read.document import Box
from etl.read.letters import Letter, text_of, words_of

_FEWEST_COLUMNS = 3
_SNAP = 3.0  # points within which two rules are one


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


def tables_of(page: Page) -> list[list[Box]]:
    """The cells of each ruled table of a page with three columns or more, from the top."""
    verticals = [edge for edge in page.edges if edge["orientation"] == "v"]
    spans = _joined((edge["top"], edge["bottom"]) for edge in verticals)
    # A table cut by the end of the page is often left open there: its rules end without a rule.
    ends = [end for span in spans for end in span]
    cells = TableFinder(page, {"explicit_horizontal_lines": ends}).cells
    tables = [
        [cell for cell in cells if top - _SNAP < cell[1] and cell[3] < bottom + _SNAP]
        for top, bottom in _joined((cell[1], cell[3]) for cell in cells)
    ]
    return [table for table in tables if len(_lefts(table)) >= _FEWEST_COLUMNS]


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
    inside: dict[int, list[Letter]] = {}
    for letter in letters:
        x, y = letter.middle
        if box[0] <= x < box[2] and box[1] <= y < box[3]:
            place = bisect_right(tops, y) - 1, bisect_right(columns, x) - 1
            if place in cell_at:
                inside.setdefault(cell_at[place], []).append(letter)
    texts = {number: text_of(words_of(each)) for number, each in inside.items()}
    rows = tuple(
        GridRow(
            (box[0], top, box[2], bottom),
            tuple(texts.get(cell_at.get((row, column), -1), "") for column in range(len(columns))),
        )
        for row, (top, bottom) in enumerate(zip(tops, bottoms, strict=True))
    )
    return Grid(box, tuple(columns), rows)


def _joined(spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Spans from the top, those that touch made one."""
    joined: list[tuple[float, float]] = []
    for top, bottom in sorted(spans):
        if joined and top <= joined[-1][1] + _SNAP:
            joined[-1] = joined[-1][0], max(joined[-1][1], bottom)
        else:
            joined.append((top, bottom))
    return joined


def _ends(places: Iterable[float]) -> list[float]:
    """Places in order, those within a rule's breadth made one."""
    ends: list[float] = []
    for place in sorted(places):
        if not ends or place - ends[-1] > _SNAP:
            ends.append(place)
    return ends
