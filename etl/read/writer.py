"""Documents of LibreOffice Writer (odt): paragraphs and table rows, as those of Word are read."""

from collections.abc import Iterator
from zipfile import ZipFile

from lxml import etree

from etl.read.flow import Block, Blocks, Cell, Element, attribute, children, parsed, span

_MIMETYPE, _CONTENT, _STYLES = "mimetype", "content.xml", "styles.xml"
_PARAGRAPHS = frozenset({"p", "h"})
_BREAKS = {"tab": "\t", "line-break": "\n"}
_NOT_SHOWN = frozenset({"tracked-changes", "annotation", "note", "hidden-text", "hidden-paragraph"})
_BOX = "text-box"


def is_of_writer(archive: ZipFile) -> bool:
    """Whether a container is a document of Writer."""
    return _MIMETYPE in archive.namelist()


def writer_blocks(archive: ZipFile) -> Blocks:
    """The paragraphs and table rows of a document."""
    content = parsed(archive.read(_CONTENT))
    styles = parsed(archive.read(_STYLES)) if _STYLES in archive.namelist() else None
    roots = [content] if styles is None else [content, styles]
    hidden = frozenset(style for root in roots for style in _hidden_styles(root))
    above, below = (
        [
            block
            for root in roots[1:]
            for part in root.iter(f"{{*}}{name}")
            for block in _blocks(part, hidden)
        ]
        for name in ("header", "footer")
    )
    return Blocks(above, list(_blocks(content, hidden)), below)


def _blocks(parent: Element, hidden: frozenset[str]) -> Iterator[Block]:
    for child in children(parent):
        name = _name(child)
        if name in _PARAGRAPHS:
            yield from "".join(_texts(child, hidden)).split("\n")
            for box in child.iter(f"{{*}}{_BOX}"):
                yield from _blocks(box, hidden)
        elif name == "table-row":
            yield from _row(child, hidden)
        elif name not in _NOT_SHOWN:
            yield from _blocks(child, hidden)


def _row(row: Element, hidden: frozenset[str]) -> Iterator[Block]:
    """A row, then what stands in tables and boxes inside its cells."""
    cells: list[Cell] = []
    inside: list[Block] = []
    covered = 0  # columns of the row that a cell before covers
    for cell in children(row):
        times = span(attribute(cell, "number-columns-repeated"))
        if _name(cell) == "covered-table-cell":
            cells += [Cell("", is_continued=True)] * max(times - covered, 0)
            covered = max(covered - times, 0)
        elif _name(cell) == "table-cell":
            texts: list[str] = []
            for block in _blocks(cell, hidden):
                (inside if isinstance(block, tuple) else texts).append(block)  # type: ignore[arg-type]
            columns = span(attribute(cell, "number-columns-spanned"))
            cells += [Cell("\n".join(texts).strip("\n"), columns)] * times
            covered = columns - 1
    yield tuple(cells)
    yield from inside


def _texts(element: Element, hidden: frozenset[str]) -> Iterator[str]:
    """The shown text of a paragraph without that of the boxes on it."""
    if attribute(element, "style-name") in hidden:
        return
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            name = _name(child)
            if name in _BREAKS:
                yield _BREAKS[name]
            elif name == "s":
                yield " " * span(attribute(child, "c"))
            elif name not in _NOT_SHOWN and name != _BOX:
                yield from _texts(child, hidden)
        yield child.tail or ""


def _hidden_styles(root: Element) -> Iterator[str]:
    """The names of the styles whose text is not shown."""
    for style in root.iter("{*}style"):
        if any(attribute(each, "display") == "none" for each in style.iter("{*}text-properties")):
            yield attribute(style, "name")


def _name(element: Element) -> str:
    return str(etree.QName(element).localname)
