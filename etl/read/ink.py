"""Which letters of a page are its print: not those hidden in it, nor a watermark that lies across it.

Where the print is a picture, the letters behind it are what a machine read in that picture.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.read.document import Box
from etl.read.letters import Letter

_WHITE = 0.95
_MOST = 0.5
_BODY = 0.55  # of a letter's size: how far its body stands above its line
_FEWEST_ACROSS = 3
_SHARE_ACROSS = 0.1

_Kind = tuple[float, int]


@dataclass(frozen=True)
class Picture:
    """Where a picture stands, when it was drawn, and whether nothing is seen through it."""

    box: Box
    order: int
    is_solid: bool

    def holds(self, letter: Letter) -> bool:
        """Whether a letter stands in it."""
        (x, y), (left, top, right, bottom) = letter.middle, self.box
        return left <= x <= right and top <= y <= bottom


def pictures_of(images: Iterable[dict[str, Any]]) -> list[Picture]:
    """The pictures of a page."""
    return [
        Picture(
            (each["x0"], each["top"], each["x1"], each["bottom"]), each["order"], each["is_solid"]
        )
        for each in images
    ]


def is_read_by_machine(letters: Sequence[Letter], pictures: Sequence[Picture]) -> bool:
    """Whether most of a page's letters cannot be seen: a machine read them in what can."""
    written = [letter for letter in letters if letter.text.isalnum()]
    unseen = [
        letter
        for letter in written
        if _is_unseen(letter, pictures)
        or (letter.shade >= _WHITE and any(picture.holds(letter) for picture in pictures))
    ]
    return len(unseen) > _MOST * len(written)


def seen(letters: Iterable[Letter], pictures: Sequence[Picture]) -> list[Letter]:
    """The letters that are not hidden, be it behind a picture."""
    return [letter for letter in letters if not _is_unseen(letter, pictures)]


def _is_unseen(letter: Letter, pictures: Iterable[Picture]) -> bool:
    return letter.is_hidden or any(
        picture.is_solid and picture.order > letter.order and picture.holds(letter)
        for picture in pictures
    )


def without_watermarks(pages: Sequence[Sequence[Letter]]) -> list[list[Letter]]:
    """The letters of each page but for those of a kind that lies across the letters of the table.

    A kind is a shade and a size; the table's is the one most figures are printed in.
    """
    kinds = Counter(_kind(each) for page in pages for each in page if each.text.isdecimal())
    if not kinds:
        return [list(page) for page in pages]
    table = kinds.most_common(1)[0][0]
    across = Counter(_kind(each) for page in pages for each in _across(page, table))
    sizes = Counter(_kind(each) for page in pages for each in page if not _is_bodiless(each))
    watermarks = {
        kind
        for kind, count in across.items()
        if count >= max(_FEWEST_ACROSS, _SHARE_ACROSS * min(sizes[kind], sizes[table]))
    }
    return [[each for each in page if _kind(each) not in watermarks] for page in pages]


def _kind(letter: Letter) -> _Kind:
    return round(letter.shade, 1), round(letter.size)


def _across(letters: Sequence[Letter], table: _Kind) -> Iterator[Letter]:
    """The letters of other kinds in whose body a letter of the table stands."""
    bodies = [each for each in letters if not _is_bodiless(each)]
    of_table = sorted((each for each in bodies if _kind(each) == table), key=_height)
    heights = [_height(each) for each in of_table]
    for each in bodies:
        if _kind(each) == table:
            continue
        above = bisect_left(heights, each.base - _BODY * each.size)
        below = bisect_right(heights, each.base)
        if any(each.left < other.middle[0] < each.right for other in of_table[above:below]):
            yield each


def _height(letter: Letter) -> float:
    """How far from the top the middle of a letter's body is."""
    return letter.base - _BODY / 2 * letter.size


def _is_bodiless(letter: Letter) -> bool:
    return letter.text.isspace() or letter.is_mark
