"""Pages that are pictures to a Document: each page's table, its letters, and what its cells say."""

import io
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from etl.errors import InputError
from etl.read.document import Box, Document, Form, PrintedRow, ReadCell, Remark, Report
from etl.read.scan.columns import Columns, columns_of_pages, is_row
from etl.read.scan.decode import (
    CERTAIN,
    DecodedRow,
    SeenCell,
    SeenRow,
    decoded,
    seen_cell,
    year_seen,
)
from etl.read.scan.layout import CellPicture, Layout, PageInk, table_of
from etl.read.scan.pictures import Page, pages_of
from etl.read.scan.recognise import log_probabilities
from etl.read.scan.titles import lines_above
from etl.read.titles import title_year

MOST_PAGES = 40  # an announcement of 245 rows has ten
_MOST_WITHOUT_TABLE = 8  # pages in a row, before the rest is left unread
_MOST_DOUBTFUL = 0.25  # of the cells of a page; more and it is not read at all
_SMALL, _INK, _LEAST_INK = 0.5, 0.85, 0.002  # pixels a point, share of paper's light, of all pixels
_TITLED = 2  # pages whose titles are read
_LONG_SIDE = 842.0  # points of a picture's longer side: A4

Size = tuple[float, float]


@dataclass(frozen=True)
class Sheet:
    """A page with its table: rows, the box of each cell by row and column, and what stands above.

    ``titles`` are lines by the column they stand over, None above the table.
    """

    number: int
    rows: tuple[SeenRow, ...]
    boxes: dict[int, tuple[Box, ...]]
    titles: tuple[tuple[int | None, SeenCell], ...] = ()

    @property
    def columns(self) -> int:
        """How many columns its table has."""
        return max((len(row.cells) for row in self.rows), default=0)


def read_scan(content: bytes, form: Form, report: Report) -> Document | None:
    """The announcement in a file of pictures; None where its pages hold none."""
    sizes = page_sizes(content, form)
    if form == "pdf" and not _has_ink(content):
        return None
    sheets = _alike(list(_sheets(content, sizes, report)))
    columns = columns_of_pages(
        [[row.texts for row in sheet.rows] for sheet in sheets],
        [_titles(sheet) for sheet in sheets],
    )
    seen = [row for sheet in sheets for row in sheet.rows]
    year, certainty = year_seen(_with_year(sheets, columns))
    rows = decoded(seen, columns, year)
    doubted = _doubted(rows)
    kept = [row for row in rows if row.page not in doubted]
    if not kept:
        return None
    boxes = {number: each for sheet in sheets for number, each in sheet.boxes.items()}
    printed = tuple(_printed(row, columns, boxes[row.number]) for row in kept)
    pages = tuple(sorted({row.page for row in kept}))
    return Document(
        kind="announcement",
        form=form,
        fiscal_year=year,
        stated_offices=None,
        titles={word: columns.titles[place] for place, word in columns.words.items()},
        rows=printed,
        pages=len(sizes),
        around=tuple(
            cell.text for sheet in sheets for place, cell in sheet.titles if place is None
        ),
        remarks=(*_remarks(printed, pages, doubted), *_of_year(year, certainty)),
        pages_by_machine=pages,
    )


def _has_ink(content: bytes) -> bool:
    """Whether a small picture of some page of a PDF has as much ink as a table leaves at least."""
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            small = page.render(scale=_SMALL, grayscale=True).to_numpy()
            if (small < _INK * np.median(small)).mean() > _LEAST_INK:
                return True
    return False


def read_picture(content: bytes, name: str, report: Report) -> Document:
    """The announcement in a JPEG, PNG or TIFF, a ``scan`` without rows where there is none.

    Raises InputError where it is no whole picture.
    """
    try:
        document = read_scan(content, "picture", report)
        pages = len(page_sizes(content, "picture"))
    except (UnidentifiedImageError, OSError) as error:
        raise InputError("picture", file=name) from error
    return document or Document("scan", "picture", None, None, {}, (), pages)


def page_sizes(content: bytes, form: Form) -> list[Size]:
    """Width and height of each page in points; of a picture as if its longer side were that of A4."""
    if form == "pdf":
        with pypdfium2.PdfDocument(content) as document:
            return [document.get_page_size(place) for place in range(len(document))]
    with Image.open(io.BytesIO(content)) as file:
        sizes = []
        for place in range(getattr(file, "n_frames", 1)):
            file.seek(place)
            turned = file.getexif().get(0x0112, 1) >= 5  # noqa: PLR2004 - lies on its side
            width, height = reversed(file.size) if turned else file.size
            scale = _LONG_SIDE / max(width, height)
            sizes.append((width * scale, height * scale))
        return sizes


def picture_of(content: bytes, page: int, scale: float) -> bytes:
    """Page ``page`` (from 1) of a JPEG, PNG or TIFF as a PNG, ``scale`` pixels a point."""
    width, height = page_sizes(content, "picture")[page - 1]
    with Image.open(io.BytesIO(content)) as file:
        file.seek(page - 1)
        upright = ImageOps.exif_transpose(file).convert("RGB")
    picture = io.BytesIO()
    upright.resize((round(width * scale), round(height * scale))).save(picture, "PNG")
    return picture.getvalue()


# Pages


def _sheets(content: bytes, sizes: Sequence[Size], report: Report) -> Iterator[Sheet]:
    """The pages that hold a table, one in memory at a time, their rows numbered through."""
    number, without, titled = 0, 0, 0
    for page, drawn, layout in laid_out(content):
        if drawn and layout.cells:
            sheet = _sheet(page, layout, sizes[page.number - 1], number)
            if titled < _TITLED:
                sheet = replace(sheet, titles=_lines_above(drawn, layout, sheet.rows))
                titled += 1
            number += len(sheet.rows)
            yield sheet
        without = 0 if layout.cells else without + 1
        report(page.number, len(sizes))
        if page.number == MOST_PAGES or without == _MOST_WITHOUT_TABLE:
            return


_TakenApart = tuple[Page, PageInk | None, Layout]


def laid_out(content: bytes) -> Iterator[_TakenApart]:
    """Each page with its ink and its table; pages tell those behind them how many columns there are."""
    edges: Counter[tuple[int, ...]] = Counter()
    for page, drawn, own in _ahead(_taken_apart(content)):
        layout = _like_others(drawn, own, edges)
        if layout.cells:
            edges[tuple(map(round, layout.edges))] += 1
        yield page, drawn, layout


def _taken_apart(content: bytes) -> Iterator[_TakenApart]:
    """Each page with its ink and its table."""
    for page in pages_of(content):
        drawn = PageInk.of(page)
        yield page, drawn, table_of(drawn)


def _ahead(pages: Iterator[_TakenApart]) -> Iterator[_TakenApart]:
    """The same, each made beside while the one before is read: letters and pages take as long."""
    with ThreadPoolExecutor(1) as beside:
        coming = beside.submit(next, pages, None)
        while (page := coming.result()) is not None:
            coming = beside.submit(next, pages, None)
            yield page


def _like_others(drawn: PageInk | None, own: Layout, edges: Counter[tuple[int, ...]]) -> Layout:
    """The table of a page, looked for again with the columns of most pages where it has not as many."""
    usual = edges.most_common(1)[0][0] if edges else ()
    columns = len(usual) - 1
    if not usual or own.columns == columns:
        return own
    told = table_of(drawn, usual)
    return told if told.columns == columns and told.cells else own


def _sheet(page: Page, layout: Layout, size: Size, before: int) -> Sheet:
    """The rows of a page, with the letters seen in their cells."""
    pictures = [line.picture for cell in layout.cells for line in cell.lines]
    seen = iter(log_probabilities(pictures))
    rows, boxes = [], {}
    for place, (_, cells) in enumerate(groupby(layout.cells, key=lambda cell: cell.row)):
        of_row = tuple(cells)
        number = before + place + 1
        found = [
            seen_cell(
                [next(seen) for _ in cell.lines],
                max((line.stray_ink for line in cell.lines), default=0),
            )
            for cell in of_row
        ]
        rows.append(SeenRow(page.number, number, layout.trust[place], tuple(found)))
        boxes[number] = tuple(_box(cell, page, size) for cell in of_row)
    return Sheet(page.number, tuple(rows), boxes)


def _lines_above(
    drawn: PageInk, layout: Layout, rows: Sequence[SeenRow]
) -> tuple[tuple[int | None, SeenCell], ...]:
    """The titles of a page and of its columns, above the first of its rows that is one."""
    first = next((place for place, row in enumerate(rows) if is_row(row.texts)), 0)
    lines = list(lines_above(drawn, layout, first))
    seen = log_probabilities([line.picture for _, line in lines])
    return tuple(
        (column, seen_cell([letters])) for (column, _), letters in zip(lines, seen, strict=True)
    )


def _titles(sheet: Sheet) -> dict[int, str]:
    """The title of each column of a page, its lines from the top."""
    found: dict[int, str] = {}
    for column, cell in sheet.titles:
        if column is not None:
            found[column] = f"{found.get(column, '')} {cell.text}".strip()
    return found


def _with_year(sheets: Sequence[Sheet], columns: Columns) -> Iterator[SeenCell]:
    """The titles that may name the year of the scores: theirs, and those of the page."""
    scores = {place for place, word in columns.words.items() if word == "score"}
    for sheet in sheets:
        for place, cell in sheet.titles:
            if place in scores or (place is None and title_year([cell.text])):
                yield cell


def _box(cell: CellPicture, page: Page, size: Size) -> Box:
    """Where a cell lies on the file's own page, in points."""
    left, top, right, bottom = cell.box
    corners = [page.source_of(x, y) for x in (left, right) for y in (top, bottom)]
    across, down = zip(*corners, strict=True)
    return (
        min(across) * size[0],
        min(down) * size[1],
        max(across) * size[0],
        max(down) * size[1],
    )


def _alike(sheets: Sequence[Sheet]) -> list[Sheet]:
    """The pages that have as many columns as most rows have."""
    counts: Counter[int] = Counter()
    for sheet in sheets:
        counts[sheet.columns] += len(sheet.rows)
    most = counts.most_common(1)
    return [sheet for sheet in sheets if most and sheet.columns == most[0][0]]


# The document


def _doubted(rows: Sequence[DecodedRow]) -> frozenset[int]:
    """The pages of which too many cells would have to be looked at."""
    cells: Counter[int] = Counter()
    doubtful: Counter[int] = Counter()
    for row in rows:
        cells[row.page] += len(row.cells)
        doubtful[row.page] += sum(cell.is_doubtful for cell in row.cells.values())
    return frozenset(page for page in cells if doubtful[page] > _MOST_DOUBTFUL * cells[page])


def _printed(row: DecodedRow, columns: Columns, boxes: Sequence[Box]) -> PrintedRow:
    places = {word: place for place, word in columns.words.items()}
    cells: dict[str, ReadCell] = {
        word: replace(cell, box=boxes[places[word]]) for word, cell in row.cells.items()
    }
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return PrintedRow(
        row.page,
        row.number,
        {word: cell.text for word, cell in cells.items()},
        (min(lefts), min(tops), max(rights), max(bottoms)),
        cells,
    )


def _remarks(
    rows: Sequence[PrintedRow], pages: Sequence[int], doubted: frozenset[int]
) -> Iterator[Remark]:
    """That all was read in pictures, how much of it is to be looked at, and which pages could not be read."""
    cells = sum(cell.is_doubtful for row in rows for cell in row.read_cells.values())
    yield Remark("read_from_pictures", "row", {"pages": _listed(pages), "cells": cells})
    if doubted:
        yield Remark("page_illegible", "row", {"pages": _listed(sorted(doubted))})


def _of_year(year: int | None, certainty: float) -> Iterator[Remark]:
    """That the year was read in a picture and is not certain."""
    if year and certainty < CERTAIN:
        yield Remark("year_doubtful", "fiscal_year", {"year": year})


def _listed(pages: Sequence[int]) -> str:
    return ", ".join(map(str, pages))
