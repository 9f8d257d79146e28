"""What a person sees of the sheets of a workbook (xlsx, ods): what is hidden, what shows as percent.

The library that reads the values knows nothing of how they are shown.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from posixpath import join, normpath
from typing import IO
from zipfile import ZipFile

from lxml import etree

from etl.errors import InputError
from etl.read.document import MOST_CELLS, raised
from etl.read.edge import declared

MOST_ROWS = 1_048_576  # the most a workbook format allows
_OPEN_CONTENT = "content.xml"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_WORKBOOK, _STRINGS = "xl/workbook.xml", "xl/sharedStrings.xml"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_PERCENT = frozenset({9, 10})
_NOT_SHOWN_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TRUE = frozenset({"1", "true"})
_NUMBER = frozenset({None, "n"})

Place = tuple[int, int]  # of a cell: row and column from 0


@dataclass(frozen=True)
class Shown:
    """How one sheet is shown: hidden columns and rows, cells in percent; places count from 0.

    ``raised`` are the texts of cells some letters of which stand above the line.
    """

    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    percent: frozenset[Place] = frozenset()
    raised: Mapping[Place, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Look:
    """What the cells of all sheets refer to: the styles in percent, the texts with raised letters."""

    percent_styles: frozenset[int]
    raised: Mapping[int, str]


def sheets_shown(archive: ZipFile, name: str) -> list[Shown]:
    """How each sheet of a workbook is shown, in the order of its tabs.

    Raises InputError where a sheet spans too much, or has a formula without a stored value.
    """
    with declared("damaged", name):
        if _OPEN_CONTENT in archive.namelist():
            return [*_open_sheets(archive)]
        look = _Look(_percent_styles(archive), _raised_strings(archive))
        of_part = {
            part: _shown(archive, part, look, name)
            for part in filter(_SHEET_PART.fullmatch, archive.namelist())
        }
        return [of_part.get(part, Shown()) for part in _parts_in_order(archive)]


def column_name(column: int) -> str:
    """The letters of a column, counted from 0."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, 26)
        letters = chr(ord("A") + place) + letters
    return letters


def _parts_in_order(archive: ZipFile) -> Iterator[str]:
    relations = f"{_WORKBOOK.replace('/', '/_rels/')}.rels"
    if not {_WORKBOOK, relations} <= set(archive.namelist()):
        return
    targets = {
        each.get("Id"): normpath(join("/xl", each.get("Target", ""))).lstrip("/")
        for each in _parsed(archive, relations).iter("{*}Relationship")
    }
    for sheet in _parsed(archive, _WORKBOOK).iter("{*}sheet"):
        yield targets.get(sheet.get(_RELATION), "")


def _percent_styles(archive: ZipFile) -> frozenset[int]:
    """The numbers of the cell styles that show a number as percent."""
    if "xl/styles.xml" not in archive.namelist():
        return frozenset()
    styles = _parsed(archive, "xl/styles.xml")
    formats = _BUILT_IN_PERCENT | {
        int(each.get("numFmtId", "0"))
        for each in styles.iter("{*}numFmt")
        if "%" in _NOT_SHOWN_OF_A_FORMAT.sub("", each.get("formatCode", ""))
    }
    used = styles.find("{*}cellXfs")
    return frozenset(
        place
        for place, each in enumerate(() if used is None else used)
        if int(each.get("numFmtId", "0")) in formats
    )


def _raised_strings(archive: ZipFile) -> dict[int, str]:
    """The texts of the workbook that hold raised letters, by their number."""
    if _STRINGS not in archive.namelist():
        return {}
    found = {}
    for number, text in enumerate(_parsed(archive, _STRINGS).iterchildren("{*}si")):
        runs = [(_is_raised(run), run.findtext("{*}t") or "") for run in text.iterchildren("{*}r")]
        if any(is_raised for is_raised, _ in runs):
            found[number] = "".join(raised(each) if is_up else each for is_up, each in runs)
    return found


def _is_raised(run: etree._Element) -> bool:
    align = run.find("{*}rPr/{*}vertAlign")
    return align is not None and align.get("val") == "superscript"


def _shown(archive: ZipFile, part: str, look: _Look, name: str) -> Shown:
    sheet = part.rpartition("/")[2].removesuffix(".xml")
    columns: set[int] = set()
    rows: set[int] = set()
    percent: set[Place] = set()
    up: dict[Place, str] = {}
    last_row = last_column = number = -1
    with archive.open(part) as stream:
        for element in _elements(stream):
            if etree.QName(element).localname == "col":
                if _is_hidden(element, "width"):
                    columns |= {*range(int(element.get("min", 1)) - 1, int(element.get("max", 1)))}
                continue
            number = int(element.get("r", number + 2)) - 1
            if _is_hidden(element, "ht"):
                rows.add(number)
            for column, cell in _filled_cells(element, sheet, name):
                last_row, last_column = max(last_row, number), max(last_column, column)
                if int(cell.get("s", 0)) in look.percent_styles and cell.get("t") in _NUMBER:
                    percent.add((number, column))
                if cell.get("t") == "s" and (text := look.raised.get(_string_number(cell))):
                    up[number, column] = text
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        # A lone cell far out, be it a space: the library would make all cells up to it.
        far = f"{column_name(last_column)}{last_row + 1}"
        raise InputError("cell_far_out", file=name, sheet=sheet, cell=far)
    return Shown(frozenset(columns), frozenset(rows), frozenset(percent), up)


def _open_sheets(archive: ZipFile) -> Iterator[Shown]:
    """How the sheets of an OpenDocument workbook are shown; runs of equal columns and rows are one."""
    for table in _parsed(archive, _OPEN_CONTENT).iter(f"{_TABLE}table"):
        columns: set[int] = set()
        rows: set[int] = set()
        percent: set[Place] = set()
        column = 0
        for each in table.iter(f"{_TABLE}table-column"):
            run = _run(each, column, f"{_TABLE}number-columns-repeated")
            columns |= {*run} if _is_collapsed(each) else set()
            column = run.stop
        row = 0
        for each in table.iter(f"{_TABLE}table-row"):
            run = _run(each, row, f"{_TABLE}number-rows-repeated")
            rows |= {*run} if _is_collapsed(each) else set()
            percent |= {(row, place) for place in _open_percent(each)}
            row = run.stop
        yield Shown(frozenset(columns), frozenset(rows), frozenset(percent))


def _open_percent(row: etree._Element) -> Iterator[int]:
    place = 0
    for cell in row:
        run = _run(cell, place, f"{_TABLE}number-columns-repeated")
        if cell.get(f"{_OFFICE}value-type") == "percentage":
            yield from run
        place = run.stop


def _run(element: etree._Element, start: int, repeated: str) -> range:
    """The places an element stands for; a run to the end of the sheet counts as far as sheets go."""
    return range(start, start + min(int(element.get(repeated, 1)), MOST_CELLS))


def _is_collapsed(element: etree._Element) -> bool:
    return element.get(f"{_TABLE}visibility", "visible") != "visible"


def _string_number(cell: etree._Element) -> int:
    value = cell.findtext("{*}v") or ""
    return int(value) if value.isdecimal() else -1


def _elements(stream: IO[bytes]) -> Iterator[etree._Element]:
    """The columns and rows of a sheet, each forgotten once it was looked at."""
    tags = ("{*}col", "{*}row")
    for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _filled_cells(
    row: etree._Element, sheet: str, name: str
) -> Iterator[tuple[int, etree._Element]]:
    """The cells of a row that hold something, by column. Raises InputError for a formula without value."""
    column = -1
    for cell in row.iterchildren("{*}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column_number(reference[1]) if reference else column + 1
        if _is_uncalculated(cell):
            raise InputError("formula", file=name, sheet=sheet, cell=cell.get("r", ""))
        if _is_filled(cell):
            yield column, cell


def _is_hidden(element: etree._Element, size: str) -> bool:
    """Whether a column or row is hidden, by its mark or by having no breadth."""
    return element.get("hidden") in _TRUE or float(element.get(size, 1)) == 0


def _is_filled(cell: etree._Element) -> bool:
    return any(each.text for each in cell.iter("{*}v", "{*}t"))


def _is_uncalculated(cell: etree._Element) -> bool:
    """Whether a formula has no value: a program that writes formulas without calculating them."""
    if cell.find("{*}f") is None:
        return False
    value = cell.find("{*}v")
    return value is None or (not value.text and cell.get("t") != "str")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _parsed(archive: ZipFile, part: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return etree.fromstring(archive.read(part), parser)
