"""Whether a column of numbers ranks the rows of a list, or only counts its lines. Pure."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from ita.offices import western_digits

# Of the rows so many must stand in falling order: misprints leave more, lists sorted by name fewer.
_FALLING = 0.8
# A title that says rank is believed until scores speak against it, in a list long enough to tell.
_STILL_FALLING, _FEWEST_ROWS = 0.5, 10
_READABLE = 0.5
_NUMBER = re.compile(r"\d{1,3}", re.ASCII)
_AMOUNT = re.compile(r"\d{1,3}(?:[.,]\d+)?", re.ASCII)

Pair = tuple[int, float]


def is_rank(cells: Iterable[tuple[str, str]], *, says_rank: bool) -> bool:
    """Whether the scores of a list fall along a column of numbers, by its cells (number, score).

    A column titled as the rank is one unless the scores fall along less than half of it or it
    begins anew within the list; any other where they fall along nearly all. Where most scores or
    numbers cannot be read, nothing speaks against the column.
    """
    printed = list(cells)
    pairs = [pair for pair in map(_pair, printed) if pair is not None]
    if len(pairs) < 2 or len(pairs) < _READABLE * len(printed):  # noqa: PLR2004 - a pair to compare
        return True
    if not says_rank:
        return falls_along(pairs)
    is_long = len(pairs) >= _FEWEST_ROWS
    begins_anew = counts_anew([number for number, _ in pairs]) and not falls_along(pairs, 1.0)
    is_denied = begins_anew or not falls_along(pairs, _STILL_FALLING)
    return not (is_long and is_denied)


def falls_along(pairs: Sequence[Pair], share: float = _FALLING) -> bool:
    """Whether so large a share of the scores never rises with their number."""
    return _longest_fall(pairs) >= share * len(pairs)


def _longest_fall(pairs: Iterable[Pair]) -> int:
    """The most rows among which the score never rises; a shared number has one score."""
    ends: list[float] = []
    for _, score in sorted(pairs):
        place = bisect_right(ends, -score)
        ends[place : place + 1] = [-score]
    return len(ends)


def counts_anew(numbers: Sequence[int]) -> bool:
    """Whether numbers are counted from 1 more than once, as for each province of a list."""
    steps = list(pairwise(numbers))
    falls = [after for before, after in steps if after <= before]
    is_counted = all(after in (1, before + 1) for before, after in steps)
    return bool(falls) and numbers[0] == 1 and is_counted


def _pair(cells: tuple[str, str]) -> Pair | None:
    number, score = (western_digits(cell) for cell in cells)
    found, amount = _NUMBER.search(number), _AMOUNT.search(score)
    return (int(found[0]), float(amount[0].replace(",", "."))) if found and amount else None
