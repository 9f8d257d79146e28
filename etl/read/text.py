"""Text as saved from a sheet or pasted: its encoding, what parts its cells, then lines of cells."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from html import unescape

from etl.errors import InputError
from etl.read.document import Document, Line
from etl.read.headers import names_offices_and_figures
from etl.read.meant import text_as_meant
from etl.read.tables import document_of
from etl.read.titles import begins_a_name, columns_of, is_office_name
from ita.offices import western_digits

_DELIMITERS = ("\t", ";", "|", ",")
_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_LETTER_CODES = re.compile(r"(?:&#3[5-6]\d\d;){3}")  # Thai as web pages write it in ASCII
_LINE_END = re.compile(r"\r\n|\r|\n")
_FEWEST_CELLS = 3

# A row whose cells only spaces part, read from both ends: the name in the middle holds spaces too.
# Letters that scans print for digits are let into numbers, so that a damaged cell stays in its place.
_CELLS = ("rank", "office", "score", "grade", "change", "result")
_LEFT = r"(?:(?P<rank>\d{1,3})[.)]?\s+)?(?P<office>[^\d\s/(].*?)"
_NO_CHANGE = r"(?:ไม่มีข้อมูล|ไม่สามารถเปรียบเทียบได้|ใหม่|N/?A|[-−–—]{1,2}|0[.,]00?)(?=\s|$)"
_SCORE = r"\s+(?P<score>(?=\S*\d)[\dOolI]+[.,][\dOolI]+|(?(rank)(?!25)\d{3,4}(?=\s)|(?!)))"
_CHANGE = rf"(?:\s+(?P<change>[+\-−–—]\s?[\dOolI]+(?:[.,][\dOolI]+)?|{_NO_CHANGE}))?"
_RIGHT = rf"{_CHANGE}(?:\s+(?P<result>[^\W\d].*))?"
_LEVEL = r"ผ่านดีเยี่ยม|ผ่านดี|ผ่าน|ต้องปรับปรุงโดยด่วน|ต้องปรับปรุง|AA?|[B-F]"
_ROWS = (
    re.compile(
        rf"{_LEFT}{_SCORE}(?:\s+(?!{_NO_CHANGE})(?P<grade>[^\W\d][^\d\s+\-−–—]*))?{_RIGHT}",
        re.DOTALL,
    ),
    re.compile(rf"{_LEFT}(?P<score>)\s+(?P<grade>AA?|[B-F]){_RIGHT}", re.DOTALL),
    re.compile(
        rf"(?P<rank>\d{{1,3}})[.)]?\s+(?P<score>\d{{1,3}}[.,]\d\d?)\s+(?P<office>[^\d\s/(].*?)"
        rf"\s+(?P<grade>{_LEVEL})(?!\S){_RIGHT}",
        re.DOTALL,
    ),
)
_RANK_AND_NAME = re.compile(r"\d{1,3}[.)]?\s+[^\W\d].*")
_RANK_AND_SCORE = re.compile(r"\d{1,3}[.)]?\s+\d{1,3}[.,]\d\d?\s+(?P<name>[^\W\d].*)")
_RANK_ALONE = re.compile(r"\d{1,3}[.)]?")
_PASS_OR_FAIL = re.compile(r"ไม่ผ่าน(เกณฑ์)?|fail", re.IGNORECASE)
_TALLEST_ROW = 12
_LONGEST_ROW = 1000
_SAMPLE = 400  # lines that tell how a text is parted


def read_text(content: bytes, name: str) -> Document:
    """The table of a text.

    Raises InputError when the bytes are no text in UTF-8, UTF-16 or Thai Windows (cp874), or hold
    no table.
    """
    text, remarks = text_as_meant(decoded(content, name))
    return document_of(text_lines(text, name), "text", name, remarks=remarks)


def text_lines(text: str, name: str) -> tuple[Line, ...]:
    """The lines of a text; ``row`` is the line of the file that a line of cells begins on."""
    parted = max((_delimited(text, each, name) for each in _DELIMITERS), key=_tabular)
    return tuple(parted if any(_tabular(parted)) else _spaced(text))


def decoded(content: bytes, name: str) -> str:
    """The text of bytes. Raises InputError when no encoding fits or it holds control characters."""
    marked = next((code for mark, code in _BYTE_ORDER_MARKS if content.startswith(mark)), None)
    known = marked or _unmarked_utf_16(content)
    for encoding in (known,) if known else ("utf-8", "cp874"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _CONTROL.search(text):
            return unescape(text) if _LETTER_CODES.search(text) else text
    raise InputError("encoding", file=name)


def _unmarked_utf_16(content: bytes) -> str | None:
    """Which UTF-16 bytes are, by the side on which the zeros of spaces and line ends stand."""
    if len(content) % 2 or b"\0" not in content:
        return None
    is_big, is_little = b"\0" in content[::2], b"\0" in content[1::2]
    return None if is_big and is_little else "utf-16-be" if is_big else "utf-16-le"


def _delimited(text: str, delimiter: str, name: str) -> list[Line]:
    """The lines a delimiter makes; with a lone quotation mark, quotation marks are only printed."""
    source = io.StringIO(text, newline=None)
    is_quoted = text.count('"') % 2 == 0
    reader = (
        csv.reader(source, delimiter=delimiter)
        if is_quoted
        else csv.reader(source, delimiter=delimiter, quoting=csv.QUOTE_NONE)
    )
    lines: list[Line] = []
    first = 1
    try:
        for cells in reader:
            lines.append(Line(None, first, tuple(cells)))
            first = reader.line_num + 1
    except csv.Error as error:
        raise InputError("not_a_table", file=name, line=first, reason=error) from error
    return lines


def _tabular(lines: Sequence[Line]) -> tuple[int, int]:
    """How much of a table lines are: the most columns a line names, the rows with a name in a cell."""
    wide = [line for line in lines[:_SAMPLE] if _is_wide(line)]
    named = max((len(_named(line)) for line in wide), default=0)
    return named, sum(1 for line in wide if any(map(is_office_name, line.cells)))


def _is_wide(line: Line) -> bool:
    """Whether a line has cells enough for a table, or is the whole header of a narrow one."""
    return len(line.cells) >= _FEWEST_CELLS or len(_named(line)) == len(line.cells) > 0


def _named(line: Line) -> set[str]:
    words = set(columns_of(line.cells).values())
    return words if names_offices_and_figures(words) or {"office"} < words else set()


def _spaced(text: str) -> Iterator[Line]:
    """Lines of six cells out of text whose cells only spaces or line ends part, others in one cell."""
    block: list[tuple[int, str]] = []
    written = [
        (number, line.strip())
        for number, line in enumerate(_LINE_END.split(text), start=1)
        if line.strip()
    ]
    for place, (number, line) in enumerate(written):
        following = written[place + 1][1] if place + 1 < len(written) else ""
        is_row = _begins_a_row(line, following)
        if is_row or len(block) == _TALLEST_ROW:
            yield from _block_lines(block)
            block = []
        if is_row or block:
            block.append((number, line))
        else:
            yield Line(None, number, (line,))
    yield from _block_lines(block)


def _begins_a_row(line: str, following: str) -> bool:
    digits = western_digits(line)
    before_a_name = _RANK_AND_SCORE.fullmatch(digits)
    return bool(
        _RANK_AND_NAME.fullmatch(digits)
        or (before_a_name and begins_a_name(before_a_name["name"]))
        or (_RANK_ALONE.fullmatch(digits) and begins_a_name(following))
        or (is_office_name(line) and any(row.fullmatch(digits) for row in _ROWS))
    )


def _block_lines(block: Sequence[tuple[int, str]]) -> Iterator[Line]:
    """A row from as few lines of a block as hold it whole; what follows it is no part of it."""
    height, cells = max(
        ((height, _row_cells(block[:height])) for height in range(1, len(block) + 1)),
        key=lambda found: (sum(map(bool, found[1])), -found[0]),
        default=(0, ()),
    )
    if any(cells):
        yield Line(None, block[0][0], cells)
    for number, line in block[height if any(cells) else 0 :]:
        yield Line(None, number, (line,))


def _row_cells(lines: Sequence[tuple[int, str]]) -> tuple[str, ...]:
    """The six cells lines make as printed, () when they make none."""
    printed = "\n".join(line for _, line in lines)
    if len(printed) > _LONGEST_ROW:
        return ()
    digits = western_digits(printed)  # as long as what is printed, so places agree
    for pattern in _ROWS:
        found = pattern.fullmatch(digits)
        if found:
            cells = {word: printed[slice(*found.span(word))] for word in _CELLS}
            if _PASS_OR_FAIL.fullmatch(cells["grade"]) and not cells["result"]:
                cells |= {"grade": "", "result": cells["grade"]}
            return tuple(cells[word] for word in _CELLS)
    return ()
