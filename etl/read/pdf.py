"""PDF: letters and rules of every page, then the lines of cells they make.

A table with rules is cut by them. In one without, the columns are the gaps that all its rows leave
free. A document of pictures has no letters to read: it is a scan.
"""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from io import BytesIO
from itertools import count
from operator import itemgetter

import pdfplumber
import pypdfium2
from pdfplumber.page import Page
from pypdfium2 import raw

from etl.errors import InputError
from etl.read.blocks import blocks_of
from etl.read.borderless import TableLine, columns_of_pages, table_lines
from etl.read.code_pages import is_garbled
from etl.read.document import Box, Document, Line, PrintedRow, Remark, Report
from etl.read.edge import declared
from etl.read.foreign_fonts import meant_letters
from etl.read.ink import is_read_by_machine, pictures_of, seen, without_watermarks
from etl.read.letters import UNKNOWN, Letter, Word, letters_of, text_of, visual_lines, words_of
from etl.read.ruled import Grid, aligned, grid_of, tables_of
from etl.read.spoken_page import spoken_page, spoken_pages
from etl.read.tables import document_of
from etl.read.titles import begins_a_name, is_office_name
from ita.offices import western_digits

logging.getLogger("pdfminer").setLevel(logging.ERROR)  # a strange font is no news to anybody

MOST_PAGES = 300
_FEWEST_LETTERS = 40  # of a page that says more than a stamp and its number
_SHARED_RANKS = 3
_LONGEST_WATERMARK = 40
_SCORE = re.compile(r"\d\.\d")
_WHOLE_SCORE = re.compile(r"\d{1,3}\.\d\d", re.ASCII)
_NUMBER_OR_SPACE = re.compile(r"[\d\s]+")


@dataclass(frozen=True)
class _Sheet:
    """What is on one page; ``is_read_by_machine`` where its text is no print but read in a picture.

    ``watermark`` are letters that lay across its table.
    """

    number: int
    letters: list[Letter]
    tables: list[list[Box]]
    has_pictures: bool
    is_read_by_machine: bool
    watermark: Sequence[Letter] = ()

    @cached_property
    def grids(self) -> list[Grid]:
        """Its ruled tables from the top."""
        return [grid_of(cells, self.letters) for cells in self.tables]

    @property
    def is_readable(self) -> bool:
        known = sum(1 for letter in self.letters if letter.text.isalnum())
        unknown = sum(1 for letter in self.letters if letter.text == UNKNOWN)
        return known >= _FEWEST_LETTERS and known > unknown

    @property
    def is_print(self) -> bool:
        """Whether it has letters to read, and they are those that are seen."""
        return self.is_readable and not self.is_read_by_machine


def read_pdf(content: bytes, name: str, report: Report) -> Document:
    """The table of a PDF, read in its pictures where it has no letters; a ``scan`` where they show none.

    Raises InputError for a password, too many pages, damage, or text without a table.
    """
    pages = page_count(content, name)
    if pages > MOST_PAGES:
        raise InputError("too_many_pages", file=name, pages=pages, most=MOST_PAGES)
    with declared("damaged", name):
        sheets = _printed(list(_sheets(content, report, pages)))
    is_scan = not any(sheet.is_readable for sheet in sheets) and any(
        sheet.has_pictures or sheet.letters for sheet in sheets
    )
    if is_scan:
        return _scan(content, name, pages, report)
    try:
        document = document_of(tuple(_lines(sheets)), "pdf", name, pages)
    except InputError:
        if is_garbled("\n".join(text_of(words_of(sheet.letters)) for sheet in sheets)):
            raise InputError("garbled_font", file=name) from None
        # A letter in text with the table behind it as pictures, or text that hides behind them.
        if any(sheet.has_pictures and not sheet.is_print for sheet in sheets):
            return _scan(content, name, pages, report)
        raise
    rows = [row for row in document.rows if not _is_of_every_page(row, document)]
    by_machine = {sheet.number for sheet in sheets if sheet.is_read_by_machine}
    of_rows = {row.page for row in rows if row.page in by_machine}
    if of_rows == {row.page for row in rows} and all(each.has_pictures for each in sheets):
        seen = _read_in_pictures(content, name, report)
        if seen is not None and len(seen.rows) >= len(rows):
            return seen
    return replace(
        document,
        rows=tuple(rows),
        pages_by_machine=tuple(sorted(of_rows)),
        remarks=(*document.remarks, *_watermark_left_out(sheets)),
    )


def page_count(content: bytes, name: str) -> int:
    """How many pages a PDF has. Raises InputError when it is locked or damaged."""
    with declared("damaged", name):
        try:
            with pypdfium2.PdfDocument(content) as document:
                return len(document)
        except pypdfium2.PdfiumError as error:
            if error.err_code == raw.FPDF_ERR_PASSWORD:
                raise InputError("password", file=name) from error
            raise


def page_picture(content: bytes, page: int, scale: float) -> bytes:
    """Page ``page`` (from 1) as a PNG, ``scale`` pixels a point, turned as it is read."""
    with declared("damaged", "PDF"), pdfplumber.open(BytesIO(content)) as document:
        turn = spoken_page(document, page).turn
    with declared("damaged", "PDF"), pypdfium2.PdfDocument(content) as document:
        picture = BytesIO()
        document[page - 1].render(scale=scale, rotation=turn).to_pil().save(picture, "PNG")
        return picture.getvalue()


def _scan(content: bytes, name: str, pages: int, report: Report) -> Document:
    """The announcement in pages that are pictures, a ``scan`` without rows where there is none."""
    found = _read_in_pictures(content, name, report)
    return found or Document("scan", "pdf", None, None, {}, (), pages)


def _read_in_pictures(content: bytes, name: str, report: Report) -> Document | None:
    from etl.read.scan.reading import read_scan  # noqa: PLC0415 - only scans need the recogniser

    with declared("damaged", name):
        return read_scan(content, "pdf", report)


def _sheets(content: bytes, report: Report, pages: int) -> Iterator[_Sheet]:
    """All pages with the letters that are seen; those of a picture with what a machine read in it."""
    with pdfplumber.open(BytesIO(content)) as document:
        for page in spoken_pages(document):
            sheet = _sheet(page)
            yield sheet
            page.close()  # else every page's objects stay in memory
            if sheet.is_print or not sheet.has_pictures:  # a picture is told once it is read as one
                report(page.page_number, pages)


def _sheet(page: Page) -> _Sheet:
    letters = letters_of(page.chars, float(page.height))
    pictures = pictures_of(page.images)
    by_machine = is_read_by_machine(letters, pictures)
    return _Sheet(
        page.page_number,
        letters if by_machine else seen(letters, pictures),
        tables_of(page),
        bool(page.images or page.curves),
        by_machine,
    )


def _printed(sheets: Sequence[_Sheet]) -> list[_Sheet]:
    """The sheets with the letters that are meant, those that are print without its watermarks."""
    meant = meant_letters([sheet.letters for sheet in sheets])
    sheets = [replace(sheet, letters=page) for sheet, page in zip(sheets, meant, strict=True)]
    printed = [sheet for sheet in sheets if not sheet.is_read_by_machine]
    pages = iter(without_watermarks([sheet.letters for sheet in printed]))
    return [
        sheet if sheet.is_read_by_machine else _without_watermark(sheet, next(pages))
        for sheet in sheets
    ]


def _without_watermark(sheet: _Sheet, kept: list[Letter]) -> _Sheet:
    of_table = set(kept)
    watermark = [letter for letter in sheet.letters if letter not in of_table]
    return replace(sheet, letters=kept, watermark=watermark)


def _watermark_left_out(sheets: Sequence[_Sheet]) -> Iterator[Remark]:
    """That letters across the table were left out, with the first of them."""
    texts = ("".join(letter.text for letter in sheet.watermark).strip() for sheet in sheets)
    first = next(filter(None, texts), "")
    if first:
        yield Remark("watermark_left_out", "row", {"text": first[:_LONGEST_WATERMARK]})


def _is_of_every_page(row: PrintedRow, document: Document) -> bool:
    """Whether a row without a score is what stands above the table on every page, cut into cells."""
    if _SCORE.search(western_digits("".join(row.cells.values()))):
        return False
    text = _without_numbers(row.cells.values())
    return text in {_without_numbers([each]) for each in document.around}


def _without_numbers(texts: Iterable[str]) -> str:
    return "".join(_NUMBER_OR_SPACE.sub("", western_digits(text)) for text in texts)


def _lines(sheets: Sequence[_Sheet]) -> Iterator[Line]:
    """The lines of all pages in reading order, numbered through.

    Pages that a machine read have no rules but those in their pictures: they are cut by themselves.
    """
    numbers = count(1)
    by_origin = (
        [sheet for sheet in sheets if sheet.is_read_by_machine is is_machine]
        for is_machine in (False, True)
    )
    of_pages = (
        page
        for alike in by_origin
        for page in (_ruled(alike) if _is_ruled(alike) else _borderless(alike))
    )
    for page, lines in sorted(of_pages, key=itemgetter(0)):
        for line in lines:
            yield Line(page, next(numbers), line.cells, line.box)


def _is_ruled(sheets: Sequence[_Sheet]) -> bool:
    """Whether the rules cut the table row by row: more names and scores stand in cells than outside."""
    in_cells = outside = 0
    for sheet in sheets:
        for grid in sheet.grids:
            texts = [text for row in grid.rows for text in row.cells]
            if any(_holds_many_rows(text) for text in texts):
                return False
            in_cells += sum(1 for text in texts if is_office_name(text) or _is_score(text))
        outside += sum(1 for line in _free_lines(sheet) for text in line.cells if _is_row(text))
    return in_cells > outside


def _holds_many_rows(cell: str) -> bool:
    """Whether a cell is a whole column, its rules being around the table only."""
    lines = cell.split("\n")
    return len(lines) > _SHARED_RANKS and all(line.isdecimal() for line in lines)


def _is_row(text: str) -> bool:
    return any(begins_a_name(word) or _is_score(word) for word in text.split())


def _is_score(text: str) -> bool:
    return _WHOLE_SCORE.fullmatch(western_digits(text.strip())) is not None


def _ruled(sheets: Sequence[_Sheet]) -> Iterator[tuple[int, list[TableLine]]]:
    fitted = iter(aligned([grid for sheet in sheets for grid in sheet.grids]))
    for sheet in sheets:
        grids = [next(fitted) for _ in sheet.grids]
        placed = [
            (_top_of_all_beside(grid, grids), TableLine(row.box, row.cells))
            for grid in grids
            for row in grid.rows
        ]
        placed += [(line.box[1], line) for line in _free_lines(sheet)]
        yield sheet.number, [line for _, line in sorted(placed, key=lambda each: each[0])]


def _top_of_all_beside(grid: Grid, grids: Sequence[Grid]) -> float:
    """Where a grid begins, or one beside it: blocks side by side are read one after the other."""
    return min(each.box[1] for each in grids if each.is_beside(grid))


def _borderless(sheets: Sequence[_Sheet]) -> Iterator[tuple[int, list[TableLine]]]:
    blocks = [
        _block_lines(pages) for pages in blocks_of([words_of(each.letters) for each in sheets])
    ]
    for sheet, *of_page in zip(sheets, *blocks, strict=True):
        yield sheet.number, [line for lines in of_page for line in lines]


def _block_lines(pages: Sequence[Sequence[Word]]) -> Iterator[list[TableLine]]:
    columns = columns_of_pages(pages)
    return table_lines(pages, columns) if columns else map(_text_lines, pages)


def _free_lines(sheet: _Sheet) -> list[TableLine]:
    """The printed lines outside the ruled tables."""
    boxes = [grid.box for grid in sheet.grids]
    free = [
        letter
        for letter in sheet.letters
        if not any(
            box[0] <= letter.middle[0] < box[2] and box[1] <= letter.middle[1] < box[3]
            for box in boxes
        )
    ]
    return _text_lines(words_of(free))


def _text_lines(words: Sequence[Word]) -> list[TableLine]:
    lines = []
    for line in visual_lines(words):
        tops, bottoms = [word.top for word in line], [word.bottom for word in line]
        box = (line[0].left, min(tops), line[-1].right, max(bottoms))
        lines.append(TableLine(box, (text_of(line),)))
    return lines
