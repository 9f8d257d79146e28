"""Text that fits: how large it may be so that all of it has room."""

import unicodedata
from collections.abc import Iterable, Sequence
from math import ceil

_CELL = 0.56  # of the type size: a letter on average, with what ends of lines leave over
_LINE = 1.5
_BETWEEN = 0.45  # of the type size, from one text to the next


def cells(text: str) -> int:
    """The columns of a text; marks above or below a letter take none."""
    return sum(unicodedata.category(character) != "Mn" for character in text)


def lines_of(text: str, size: int, width: float) -> int:
    """How many lines a text takes."""
    return ceil(cells(text) * size * _CELL / width)


def height_of(texts: Iterable[str], size: int, width: float) -> float:
    """How high texts stand one below the other, in the unit of ``size``."""
    lines = [lines_of(text, size, width) for text in texts]
    return size * (sum(lines) * _LINE + len(lines) * _BETWEEN)


def largest_fitting(
    texts: Sequence[str], sizes: Sequence[int], *, width: float, height: float
) -> int:
    """The largest of ``sizes`` at which texts, one below the other, fit; else the smallest."""
    return next((size for size in sizes if height_of(texts, size, width) <= height), sizes[-1])
