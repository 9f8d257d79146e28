"""What stands above the rows of a scanned table: the titles of its page and of its columns."""

from collections.abc import Iterator
from itertools import pairwise

from etl.read.scan.layout import Box, Layout, LinePicture, PageInk, bases_of, line_pictures


def lines_above(
    drawn: PageInk, layout: Layout, row: int
) -> Iterator[tuple[int | None, LinePicture]]:
    """The lines above a row of a page, each with the column it stands in, None above the table."""
    first = min(cell.box[1] for cell in layout.cells)
    end = min(cell.box[1] for cell in layout.cells if cell.row >= row)
    boxes: list[tuple[int | None, Box]] = [(None, (0.0, 0.0, float(drawn.grey.shape[1]), first))]
    boxes += [
        (column, (left, first, right, end))
        for column, (left, right) in enumerate(pairwise(layout.edges))
    ]
    for column, box in boxes:
        if box[3] - box[1] > drawn.body:
            for line in line_pictures(drawn, box, bases_of(drawn, box)):
                yield column, line
