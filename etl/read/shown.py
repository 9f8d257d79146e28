"""What a person sees of the sheets of an XLSX workbook: what is hidden, what shows as percent.

The library that reads the values knows nothing of how they are shown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import join, normpath
from typing import IO
from zipfile import ZipFile

from lxml import etree

from etl.errors import InputError
from etl.read.edge import declared

MOST_CELLS = 2_000_000
_WORKBOOK = "xl/workbook.xml"
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_BUILT_IN_PERCENT = frozenset({9, 10})
_NOT_SHOWN_OF_A_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
_TRUE = frozenset({"1", "true"})
_NUMBER = frozenset({None, "n"})


@dataclass(frozen=True)
class Shown:
    """How one sheet is shown: hidden columns and rows, cells in percent; places count from 0."""

    hidden_columns: frozenset[int] = frozenset()
    hidden_rows: frozenset[int] = frozenset()
    percent: frozenset[tuple[int, int]] = frozenset()


def sheets_shown(archive: ZipFile, name: str) -> list[Shown]:
    """How each sheet of a workbook is shown, in the order of its tabs.

    Raises InputError where a sheet spans too much, or has a formula without a stored value.
    """
    with declared("damaged", name):
        percent = _percent_styles(archive)
        of_part = {
            part: _shown(archive, part, percent, name)
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


def _shown(archive: ZipFile, part: str, percent_styles: frozenset[int], name: str) -> Shown:
    sheet = part.rpartition("/")[2].removesuffix(".xml")
    columns: set[int] = set()
    rows: set[int] = set()
    percent: set[tuple[int, int]] = set()
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
            for column, cell in _cells(element):
                if _is_uncalculated(cell):
                    raise InputError(
                        "formula", file=name, sheet=sheet, cell=f"{column_name(column)}{number + 1}"
                    )
                if not _is_filled(cell):
                    continue
                last_row, last_column = max(last_row, number), max(last_column, column)
                if int(cell.get("s", 0)) in percent_styles and cell.get("t") in _NUMBER:
                    percent.add((number, column))
    if (last_row + 1) * (last_column + 1) > MOST_CELLS:
        raise InputError("too_heavy", file=name)
    return Shown(frozenset(columns), frozenset(rows), frozenset(percent))


def _elements(stream: IO[bytes]) -> Iterator[etree._Element]:
    """The columns and rows of a sheet, each forgotten once it was looked at."""
    tags = ("{*}col", "{*}row")
    for _, element in etree.iterparse(stream, tag=tags, resolve_entities=False, no_network=True):
        yield element
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _cells(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = -1
    for cell in row.iterchildren("{*}c"):
        reference = _REFERENCE.fullmatch(cell.get("r", ""))
        column = _column_number(reference[1]) if reference else column + 1
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
