"""Lists that stand side by side under one header, made the parts of one list."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from etl.read.document import Line, Remark
from etl.read.headers import Header, Table, is_filled_in
from etl.read.titles import blocks_of, columns_of, is_office_name

_FEWEST_NAMES = 4


def side_by_side(table: Table, last_row: int) -> Iterator[Table]:
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
            yield Table(block, body, table.above)


def _block(header: Header, stretch: range) -> Header:
    """The part of a header over one of several lists."""
    titles = [title if place in stretch else "" for place, title in enumerate(header.printed)]
    return replace(header, columns=columns_of(titles), printed=tuple(titles))


def _untitled_blocks(table: Table) -> Iterator[Header]:
    """The lists that go on right of the first, under no titles of their own."""
    header = table.header
    first = next((place for place, word in header.columns.items() if word == "office"), None)
    rows = list(filter(is_filled_in, table.body))
    width = max(map(len, (line.cells for line in rows)), default=0)
    for place in range(max(header.columns) + 1, width):
        named = sum(1 for line in rows if is_office_name("".join(line.cells[place : place + 1])))
        is_untitled = not "".join(header.printed[place : place + 1]).strip()
        if first is not None and is_untitled and named >= _FEWEST_NAMES:
            columns = {at + place - first: word for at, word in header.columns.items()}
            titles = ["" for _ in range(place - first)] + list(
                header.printed[: width - place + first]
            )
            yield replace(header, columns=columns, printed=tuple(titles))


def _fills(line: Line, columns: Mapping[int, str]) -> bool:
    return any("".join(line.cells[place : place + 1]).strip() for place in columns)


def blocks_joined(parts: Sequence[Table]) -> Iterator[Remark]:
    """That lists stood side by side and were read as one."""
    count = len({min(part.header.columns, default=0) for part in parts})
    if count > 1 and len({part.header.printed for part in parts}) > 1:
        yield Remark("blocks_joined", "row", {"count": count})
