"""Word documents (docx, docm): paragraphs and table rows in reading order, without what is not shown.

Hidden text and what a tracked change has deleted or moved away are left out; what one inserted or
moved to its place stands.
"""

import re
from collections.abc import Iterator, Mapping
from zipfile import ZipFile

from lxml import etree

from etl.errors import InputError
from etl.read import zipped
from etl.read.document import Document, raised
from etl.read.edge import declared
from etl.read.flow import (
    Block,
    Blocks,
    Cell,
    Element,
    attribute,
    children,
    found,
    lines_of,
    parsed,
    span,
    value,
)
from etl.read.numbering import Numbering
from etl.read.tables import document_of
from etl.read.text import text_lines
from etl.read.writer import is_of_writer, writer_blocks

_MAIN = re.compile(r"word/document\d*\.xml")
_HEADER = re.compile(r"word/header\d*\.xml")
_BELOW = re.compile(r"word/(?:footer|footnotes|endnotes)\d*\.xml")
_STYLES, _NUMBERING = "word/styles.xml", "word/numbering.xml"
_WORD = re.compile(r"\{[^}]*/(?:wordprocessingml/(?:2006/)?main|officeDocument/2006/math)\}(\w+)")
_BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOT_SHOWN = frozenset({"del", "moveFrom"})
_NO_TEXT = frozenset({"pPr", "rPr", "txbxContent", *_NOT_SHOWN})
_OFF = ("0", "false", "off")
_VANISH, _ALIGN, _MERGED = "rPr/{*}vanish", "rPr/{*}vertAlign", "tcPr/{*}vMerge"


def read_word(content: bytes, name: str) -> Document:
    """The table of a document; of one without, its lines parted as those of a text.

    Raises InputError when the document cannot be opened or holds no table.
    """
    blocks = blocks_of(content, name)
    lines = lines_of([*blocks.above, *blocks.body, *blocks.below], name)
    try:
        return document_of(lines, "word", name)
    except InputError as error:
        if error.key not in ("no_table", "no_rows"):
            raise
        text = "\n".join("\t".join(line.cells) for line in lines)
        return document_of(text_lines(text, name), "word", name)


def blocks_of(content: bytes, name: str, *, are_counted: bool = True) -> Blocks:
    """The paragraphs and table rows of a document of Word or Writer.

    ``are_counted`` puts the numbers Word counts before paragraphs that have one. Raises InputError when
    the document cannot be opened.
    """
    archive = zipped.opened(content, name)
    with declared("damaged", name):
        if is_of_writer(archive):
            return writer_blocks(archive)
        parts = _Parts(archive, are_counted=are_counted)
        return Blocks(parts.blocks(_HEADER), parts.blocks(_MAIN), parts.blocks(_BELOW))


class _Parts:
    """The parts of a document that hold text, with the styles and numbers they refer to."""

    def __init__(self, archive: ZipFile, *, are_counted: bool) -> None:
        self._archive = archive
        self._names = archive.namelist()
        self._hidden = _hidden_styles(self._root(_STYLES))
        self._numbering = Numbering(self._root(_NUMBERING if are_counted else ""))

    def blocks(self, part: re.Pattern[str]) -> list[Block]:
        """The paragraphs and table rows of every part of a kind."""
        roots = [self._root(name) for name in sorted(filter(part.fullmatch, self._names))]
        return [block for root in roots for block in self._blocks(root)]

    def _root(self, name: str) -> Element:
        """The root of a part, nothing where there is none; no entity is followed."""
        if name not in self._names:
            return etree.Element("none")
        return parsed(self._archive.read(name))

    def _blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks below an element, those of a text box after the paragraph it hangs on."""
        for child in children(parent):
            match name_of(child):
                case "p":
                    yield from self._paragraph(child).split("\n")
                    for box in _boxes(child):
                        yield from self._blocks(box)
                case "tr":
                    yield from self._row(child)
                case name if name not in _NOT_SHOWN:
                    yield from self._blocks(child)

    def _row(self, row: Element) -> Iterator[Block]:
        """A row, then what stands in tables and boxes inside its cells."""
        if _has(row, "trPr/{*}del") or _has(row, "trPr/{*}hidden"):
            return
        cells = [Cell("")] * span(value(row, "trPr/{*}gridBefore"), 0)
        inside: list[Block] = []
        for cell in _cells(row):
            texts: list[str] = []
            for block in self._blocks(cell):
                if isinstance(block, tuple):
                    inside.append(block)
                else:
                    texts.append(block)
            columns = span(value(cell, "tcPr/{*}gridSpan"))
            cells.append(Cell("\n".join(texts).strip("\n"), columns, _goes_on(cell)))
        yield tuple(cells)
        yield from inside

    def _paragraph(self, paragraph: Element) -> str:
        """Its text; with its number in the text, and in a cell where it has nothing but that."""
        is_hidden = value(paragraph, "pPr/{*}pStyle") in self._hidden
        text = "".join(self._texts(paragraph, is_hidden=is_hidden))
        number = self._numbering.next_of(paragraph)
        if not number or not text.strip():
            return number or text
        return text if name_of(paragraph.getparent()) == "tc" else f"{number}\t{text}"

    def _texts(self, parent: Element, *, is_hidden: bool) -> Iterator[str]:
        """The shown text of a paragraph without that of the boxes on it."""
        for child in children(parent):
            name = name_of(child)
            if name == "t" and not is_hidden:
                yield child.text or ""
            elif name in _BREAKS and not is_hidden:
                yield _BREAKS[name]
            elif name == "r":
                texts = self._texts(child, is_hidden=self._is_hidden(child, is_hidden))
                is_raised = value(child, _ALIGN) == "superscript"
                yield from map(raised, texts) if is_raised else texts
            elif name not in _NO_TEXT:
                yield from self._texts(child, is_hidden=is_hidden)

    def _is_hidden(self, run: Element, is_paragraph_hidden: bool) -> bool:
        own = _flag(run)
        if own is not None:
            return own
        return is_paragraph_hidden or value(run, "rPr/{*}rStyle") in self._hidden


# --- elements -------------------------------------------------------------------------------------


def name_of(element: Element) -> str:
    """The name of one of Word's own elements, "" of any other."""
    found = _WORD.fullmatch(element.tag)
    return found[1] if found else ""


def _boxes(parent: Element) -> Iterator[Element]:
    for child in children(parent):
        name = name_of(child)
        if name == "txbxContent":
            yield child
        elif name not in _NOT_SHOWN:
            yield from _boxes(child)


def _cells(row: Element) -> Iterator[Element]:
    """The cells of a row, also those inside content controls, but for deleted ones."""
    for child in children(row):
        name = name_of(child)
        if name == "tc":
            if not _has(child, "tcPr/{*}cellDel"):
                yield child
        elif name not in ("tbl", "trPr", *_NOT_SHOWN):
            yield from _cells(child)


def _has(element: Element, path: str) -> bool:
    return next(found(element, path), None) is not None


def _goes_on(cell: Element) -> bool:
    """Whether a merged cell began above; Word leaves out the word for it."""
    return _has(cell, _MERGED) and value(cell, _MERGED) != "restart"


def _flag(element: Element) -> bool | None:
    """Whether text is hidden or expressly shown, None where nothing is said."""
    return value(element, _VANISH) not in _OFF if _has(element, _VANISH) else None


def _hidden_styles(styles: Element) -> frozenset[str]:
    """The ids of the styles whose text is not shown, themselves or by what they are based on."""
    by_id = {attribute(style, "styleId"): style for style in found(styles, "style")}
    return frozenset(style for style in by_id if style and _hides(style, by_id))


def _hides(style: str, by_id: Mapping[str, Element]) -> bool:
    seen: set[str] = set()
    while style in by_id and style not in seen:
        seen.add(style)
        own = _flag(by_id[style])
        if own is not None:
            return own
        style = value(by_id[style], "basedOn")
    return False
