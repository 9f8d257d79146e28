"""HTML, also what is saved as .xls: the cells of every table, and the text around the tables."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator, Sequence
from email import message_from_bytes

from lxml import html
from lxml.etree import _Element as Element

from etl.errors import InputError
from etl.read.document import MOST_CELLS, Document, Line, Remark, raised
from etl.read.edge import declared
from etl.read.meant import text_as_meant
from etl.read.sniff import is_message
from etl.read.tables import document_of
from etl.read.text import decoded

_WIDEST_SPAN = 1_000
_HEAD = 4096
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_THAI_WINDOWS = frozenset({"tis-620", "tis620", "windows-874", "x-windows-874", "iso-8859-11"})
# A browser shows what follows the end of a page; the parser would not.
_ENDS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)
_DECLARATION = re.compile(r"<\?xml.*?\?>", re.DOTALL)
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_UNSEEN = frozenset({"head", "script", "style", "noscript", "template", "datalist"})
_FIELDS = frozenset({"input", "select", "textarea"})
_WRITTEN_IN = frozenset({"", "text", "number", "tel", "search", "url", "email", "date", "range"})
_WITHIN_A_LINE = frozenset(
    {"a", "abbr", "b", "bdi", "big", "code", "em", "font", "i", "ins", "label", "mark", "output", "s",
     "small", "span", "strong", "sub", "sup", "u", "wbr", *_FIELDS}
)  # fmt: skip

# A page without a table that says where the table is, or leaves it to a script.
_FRAME = re.compile(
    r"<i?frame\b(?:[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+))?|<(?:object|embed)\b[^>]*?"
    r"\b(?:data|src)\s*=\s*[\"']?[^\"'\s>]+\.(?:html?|pdf|xlsx?)\b",
    re.IGNORECASE,
)
_SCRIPT = re.compile(r"<script\b", re.IGNORECASE)
_LITTLE_SAID = 300  # letters: a heading, a menu and "please wait"
_LONGEST_ADDRESS = 120
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_LONGEST_HIDDEN, _MOST_NAMED = 30, 4
_PAGES = frozenset({"text/html", "application/xhtml+xml"})


def read_html(content: bytes, name: str) -> Document:
    """The table of a page, or of the pages a browser or Excel saved in one file (MHT).

    Raises InputError when a page cannot be parsed, or none holds a table.
    """
    pages = _saved_pages(content, name) if is_message(content) else [_page_text(content, name)]
    meant = [text_as_meant(page) for page in pages]
    trees = _trees([text for text, _ in meant], name)
    lines = _all_lines(trees, name)
    if not any(len(line.cells) > 1 for line in lines):
        _check_content(pages, lines, name)
    remarks = (*next((found for _, found in meant if found), ()), *_hidden_parts(trees))
    try:
        return document_of(lines, "html", name, remarks=remarks)
    except InputError as error:
        if error.key == "no_rows":
            _check_content(pages, (), name)
        raise


def html_text(content: bytes, name: str) -> str:
    """The text of a page line by line, the cells of a table parted by tabs. Raises InputError."""
    pages = _saved_pages(content, name) if is_message(content) else [_page_text(content, name)]
    lines = html_lines([text_as_meant(page)[0] for page in pages], name)
    return "\n".join("\t".join(cell.strip() for cell in line.cells) for line in lines)


def html_lines(pages: Sequence[str], name: str) -> tuple[Line, ...]:
    """The lines of pages in reading order; ``row`` is a running number, a text has one cell.

    Raises InputError when a page cannot be parsed or its spans make an endless table.
    """
    return _all_lines(_trees(pages, name), name)


def _trees(pages: Sequence[str], name: str) -> list[Element]:
    with declared("damaged", name):
        return [
            html.document_fromstring(_ENDS.sub("", _DECLARATION.sub("", page, count=1)))
            for page in filter(str.strip, pages)
        ]


def _all_lines(trees: Sequence[Element], name: str) -> tuple[Line, ...]:
    with declared("damaged", name):
        rows: list[tuple[str, ...]] = []
        cells = 0
        for tree in trees:
            for row in _lines(tree):
                cells += len(row)
                if cells > MOST_CELLS:
                    raise InputError("too_heavy", file=name)
                rows.append(row)
    return tuple(Line(None, number, row) for number, row in enumerate(rows, start=1))


def _check_content(pages: Sequence[str], lines: Sequence[Line], name: str) -> None:
    """Raise InputError for a page without a table that only calls for another, or for a script."""
    text = "".join(pages)
    framed = _FRAME.search(text)
    if framed:
        address = (framed[1] or "–")[:_LONGEST_ADDRESS]
        raise InputError("frame", file=name, address=address)
    said = sum(len(cell) for line in lines for cell in line.cells)
    if _SCRIPT.search(text) and said < _LITTLE_SAID:
        raise InputError("script", file=name)


def _saved_pages(content: bytes, name: str) -> list[str]:
    message = message_from_bytes(content.lstrip(BOM_UTF8))
    return [
        _page_text(bytes(part.get_payload(decode=True)), name, part.get_content_charset())
        for part in message.walk()
        if part.get_content_type() in _PAGES
    ]


def _page_text(content: bytes, name: str, charset: str | None = None) -> str:
    """The text in the charset that is stated, where that fits; else as any text is read."""
    stated = _CHARSET.search(content[:_HEAD])
    charset = charset or (stated[1].decode("ascii").lower() if stated else "utf-8")
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
        if isinstance(child.tag, str) and child.tag not in _UNSEEN and not _is_hidden(child):
            break_at = "" if child.tag in _WITHIN_A_LINE else "\n"
            yield break_at
            if child.tag == "table":
                yield child
            elif child.tag in _FIELDS:
                yield _SPACES.sub(" ", _filled_in(child))
            elif child.tag == "sup":
                yield raised("".join(piece for piece in _pieces(child) if isinstance(piece, str)))
            else:
                yield from _pieces(child)
            yield break_at
        yield _SPACES.sub(" ", child.tail or "")


def _is_hidden(element: Element) -> bool:
    """Whether the page says itself that an element is not shown; a style sheet may say it too."""
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def _hidden_parts(pages: Sequence[Element]) -> Iterator[Remark]:
    """That cells or rows of tables are hidden, with what the first of them say."""
    texts = [
        " ".join(str(each.text_content()).split())[:_LONGEST_HIDDEN]
        for page in pages
        for each in page.iter("td", "th", "tr", "table")
        if _is_hidden(each)
    ]
    told = [f"“{text}”" for text in dict.fromkeys(filter(None, texts))]
    if told:
        more = [f"+{len(told) - _MOST_NAMED}"] if len(told) > _MOST_NAMED else []
        parts = ", ".join([*told[:_MOST_NAMED], *more])
        yield Remark("hidden_left_out", "row", {"parts": parts})


def _filled_in(field: Element) -> str:
    """What a field of a form shows."""
    if field.tag == "textarea":
        return str(field.text or "")
    if field.tag == "input":
        is_shown = field.get("type", "text").lower() in _WRITTEN_IN
        return str(field.get("value", "")) if is_shown else ""
    options = list(field.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    return " ".join(str(option.text_content()).strip() for option in chosen or options[:1])


def _table_lines(table: Element) -> Iterator[tuple[str, ...]]:
    """The rows of a table, then those of the tables inside its cells; a cell fills what it spans."""
    spanning: dict[int, tuple[int, str]] = {}  # column: rows still to fill, text
    for row in _own(table, "tr"):
        if _is_hidden(row):
            continue
        filled = {column: text for column, (_, text) in spanning.items()}
        spanning = {
            column: (left - 1, text) for column, (left, text) in spanning.items() if left > 1
        }
        nested: list[Element] = []
        column = 0
        for cell in row.iterchildren("td", "th"):
            if _is_hidden(cell):
                continue
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
