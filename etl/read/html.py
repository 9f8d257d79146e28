"""HTML, also what is saved as .xls: the cells of every table, and the text around the tables."""

import re
from collections.abc import Iterator
from itertools import count

from lxml import html
from lxml.etree import _Element as Element

from etl.errors import InputError
from etl.read.document import Line
from etl.read.edge import declared
from etl.read.text import decoded

MOST_CELLS = 2_000_000
_WIDEST_SPAN = 1_000
_HEAD = 4096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_THAI_WINDOWS = frozenset({"tis-620", "tis620", "windows-874", "x-windows-874", "iso-8859-11"})
_DECLARATION = re.compile(r"<\?xml.*?\?>", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_UNSEEN = frozenset({"head", "script", "style", "noscript", "template"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "big", "code", "em", "font", "i", "ins", "mark", "s", "small", "span",
     "strong", "sub", "sup", "u", "wbr"}
)  # fmt: skip


def read_html(content: bytes, name: str) -> tuple[Line, ...]:
    """The lines of a page in reading order; ``row`` is a running number, a text has one cell.

    Raises InputError when the page cannot be parsed or its spans make an endless table.
    """
    text = _DECLARATION.sub("", _page_text(content, name), count=1)
    with declared("damaged", name):
        page = html.document_fromstring(text)
        rows: list[tuple[str, ...]] = []
        cells = 0
        for row in _lines(page):
            cells += len(row)
            if cells > MOST_CELLS:
                raise InputError("too_heavy", file=name)
            rows.append(row)
    return tuple(Line(None, number, row) for number, row in zip(count(1), rows, strict=False))


def _page_text(content: bytes, name: str) -> str:
    """The text in the charset the page states, where that fits; else as any text is read."""
    stated = _CHARSET.search(content[:_HEAD])
    charset = stated[1].decode("ascii").lower() if stated else "utf-8"
    try:
        return content.decode("cp874" if charset in _THAI_WINDOWS else charset)
    except (UnicodeDecodeError, LookupError):
        return decoded(content, name)


def _lines(element: Element) -> Iterator[tuple[str, ...]]:
    """The lines below an element: texts as single cells, tables row by row."""
    text = ""
    for piece in _pieces(element):
        if isinstance(piece, str):
            text += piece
            continue
        yield from _texts(text)
        text = ""
        yield from _table_lines(piece)
    yield from _texts(text)


def _texts(text: str) -> Iterator[tuple[str, ...]]:
    return ((line.strip(),) for line in text.split("\n") if line.strip())


def _pieces(element: Element) -> Iterator[str | Element]:
    """The text and the tables of an element; a new block begins a new line."""
    yield _SPACES.sub(" ", element.text or "")
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _UNSEEN:
            break_at = "" if child.tag in _WITHIN_A_LINE else "\n"
            yield break_at
            if child.tag == "table":
                yield child
            else:
                yield from _pieces(child)
            yield break_at
        yield _SPACES.sub(" ", child.tail or "")


def _table_lines(table: Element) -> Iterator[tuple[str, ...]]:
    """The rows of a table, then those of the tables inside its cells; a cell fills what it spans."""
    spanning: dict[int, tuple[int, str]] = {}  # column: rows still to fill, text
    for row in _own(table, "tr"):
        filled = {column: text for column, (_, text) in spanning.items()}
        spanning = {
            column: (left - 1, text) for column, (left, text) in spanning.items() if left > 1
        }
        nested: list[Element] = []
        column = 0
        for cell in row.iterchildren("td", "th"):
            pieces = list(_pieces(cell))
            nested += [piece for piece in pieces if not isinstance(piece, str)]
            text = "".join(piece for piece in pieces if isinstance(piece, str)).strip()
            while column in filled:
                column += 1
            rows_down = _span(cell, "rowspan")
            for covered in range(column, column + _span(cell, "colspan")):
                filled[covered] = text
                if rows_down > 1:
                    spanning[covered] = (rows_down - 1, text)
        width = max(filled, default=-1) + 1
        yield tuple(filled.get(place, "") for place in range(width))
        for inner in nested:
            yield from _table_lines(inner)


def _own(table: Element, tag: str) -> Iterator[Element]:
    """The elements of a table that are not those of a table inside it."""
    return (each for each in table.iter(tag) if next(each.iterancestors("table")) is table)


def _span(cell: Element, direction: str) -> int:
    """How many columns or rows a cell covers; what says nothing sensible covers one."""
    stated = cell.get(direction, "").strip()
    return min(max(int(stated), 1), _WIDEST_SPAN) if stated.isdecimal() else 1
