"""Cells of a scan on which a person decided, as the recogniser sees them, with what they say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from etl.read.document import Box, Form
from etl.read.scan.layout import LinePicture, layout_of
from etl.read.scan.pictures import Page, pages_of
from etl.read.scan.reading import Size, page_sizes
from etl.read.scan.recognise import Floats, likelihoods, log_probabilities

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_SIGNS = {"+": ("+", "▲", ""), "-": ("-", "▼")}


class Confirmed(NamedTuple):
    """A cell on which a person decided: its page, where it stands there, and what it says."""

    page: int
    box: Box
    text: str


def confirmed_lines(
    content: bytes, form: Form, cells: Sequence[Confirmed]
) -> Iterator[tuple[Floats, str]]:
    """The picture of each cell of one line, with its letters as they are drawn there."""
    sizes = page_sizes(content, form)
    by_page: dict[int, list[Confirmed]] = defaultdict(list)
    for cell in cells:
        by_page[cell.page].append(cell)
    for page in pages_of(content, only=by_page):
        for line, text in _lines(page, sizes[page.number - 1], by_page[page.number]):
            yield line.picture, _as_drawn(line.picture, text)


def _lines(page: Page, size: Size, cells: Sequence[Confirmed]) -> Iterator[tuple[LinePicture, str]]:
    """The lines of the cells that have one, found by where their middle lies in the file."""
    for found in layout_of(page).cells:
        left, top, right, bottom = found.box
        x, y = page.source_of((left + right) / 2, (top + bottom) / 2)
        across, down = x * size[0], y * size[1]
        for cell in cells:
            is_here = cell.box[0] < across < cell.box[2] and cell.box[1] < down < cell.box[3]
            if is_here and len(found.lines) == 1:
                yield found.lines[0], cell.text


def _as_drawn(picture: Floats, text: str) -> str:
    """A text in the digits and with the sign of its picture: a decision says Western digits and plus."""
    signs = _SIGNS.get(text[:1], (text[:1],))
    ways = [sign + text[1:] for sign in signs]
    ways += [way.translate(_THAI) for way in ways]
    fits = likelihoods(log_probabilities([picture])[0], ways)
    return ways[int(fits.argmax())]
