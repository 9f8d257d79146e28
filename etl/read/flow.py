"""What a word processor's document is made of: paragraphs and table rows; its XML, looked into safely."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from lxml import etree

from etl.errors import InputError
from etl.read.document import MOST_CELLS, Line

Element = Any  # of lxml, which has no types

WIDEST_SPAN = 1_000


@dataclass(frozen=True)
class Cell:
    """A cell: its text, how many columns it covers, and whether it goes on from the one above."""

    text: str
    columns: int = 1
    is_continued: bool = False


Row = tuple[Cell, ...]
Block = str | Row


@dataclass(frozen=True)
class Blocks:
    """The paragraphs and table rows of a document: above its pages, on them, and below with the notes."""

    above: Sequence[Block]
    body: Sequence[Block]
    below: Sequence[Block] = ()


def lines_of(blocks: Sequence[Block], name: str) -> list[Line]:
    """Lines of cells, ``row`` a running number; what a merged cell says stands in all it covers.

    Raises InputError when spans make an endless table.
    """
    lines: list[Line] = []
    above: tuple[str, ...] = ()
    cells = 0
    for block in blocks:
        above = _filled(block, above) if isinstance(block, tuple) else _parted(block)
        cells += len(above)
        if cells > MOST_CELLS:
            raise InputError("too_heavy", file=name)
        lines.append(Line(None, len(lines) + 1, above))
    return _evened(lines)


def _evened(lines: Sequence[Line]) -> list[Line]:
    """The lines, those cut by more tabs than most without the blank cells that make them so."""
    widths = Counter(len(line.cells) for line in lines if len(line.cells) > 1)
    usual = widths.most_common(1)[0][0] if widths else 0
    return [_narrowed(line, usual) if len(line.cells) > usual > 0 else line for line in lines]


def _narrowed(line: Line, width: int) -> Line:
    cells = tuple(cell for cell in line.cells if cell.strip())
    return replace(line, cells=cells) if len(cells) == width else line


def _filled(row: Row, above: Sequence[str]) -> tuple[str, ...]:
    filled: list[str] = []
    for cell in row:
        place = len(filled)
        is_below = cell.is_continued and place < len(above)
        filled += [above[place] if is_below else cell.text] * cell.columns
    return tuple(filled)


def _parted(paragraph: str) -> tuple[str, ...]:
    """The cells of a paragraph that tabs part; tabs before and after a lone text only place it."""
    return tuple(paragraph.split("\t")) if "\t" in paragraph.strip() else (paragraph.strip(),)


# --- elements -------------------------------------------------------------------------------------


def parsed(content: bytes) -> Element:
    """The root of a part of a document; no entity is followed."""
    safe = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    return etree.fromstring(content, safe)


def children(parent: Element) -> Iterator[Element]:
    """The elements inside one, of alternatives the first; comments and entities are none."""
    for child in parent.iterchildren(etree.Element):
        if not child.tag.endswith("}Fallback"):
            yield child


def found(element: Element, path: str) -> Iterator[Element]:
    """The elements at a path below one, whatever the edition of their names."""
    return element.iterfind(f"{{*}}{path}")


def attribute(element: Element, name: str) -> str:
    """An attribute by its name alone, "" where there is none."""
    named = (str(each) for key, each in element.items() if key.rpartition("}")[2] == name)
    return next(named, "")


def value(element: Element, path: str) -> str:
    """What the element at a path is set to, "" where there is none."""
    return next((attribute(each, "val") for each in found(element, path)), "")


def span(stated: str, without: int = 1) -> int:
    """How many columns are stated; what says nothing sensible is ``without``."""
    return min(int(stated), WIDEST_SPAN) if stated.isdecimal() else without
