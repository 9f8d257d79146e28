"""Where labels go so that none covers another."""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise
from math import inf

_CLEAR_SHARE = 0.15  # of a band, between a label and what is around it
_SHARES_TO_TRY = (0.5, 0.8, 0.2, 0.9, 0.1)  # of a band's height, for the middle of its label
_QUARTER_LINES = 48  # steps of a quarter of a line that are tried one below the other


def spaced(
    places: Sequence[float], gap: float, lowest: float = -inf, highest: float = inf
) -> list[float]:
    """``places`` moved as little as it takes for any two to lie ``gap`` apart, in the same order.

    Labels that meet form a block around the middle of their own places, all of them between the
    bounds where there is room.
    """
    order = sorted(range(len(places)), key=lambda position: places[position])
    blocks: list[tuple[list[int], float]] = []
    for position in order:
        blocks.append(([position], places[position]))
        while len(blocks) > 1 and _top(blocks[-2], gap) + gap > _foot(blocks[-1], gap):
            upper, lower = blocks.pop(), blocks.pop()
            members = lower[0] + upper[0]
            blocks.append((members, sum(places[member] for member in members) / len(members)))
    moved = [0.0] * len(places)
    for members, middle in blocks:
        for step, member in enumerate(members):
            moved[member] = middle + (step - (len(members) - 1) / 2) * gap
    for below, member in enumerate(order):
        above = len(order) - 1 - below
        moved[member] = min(max(moved[member], lowest + below * gap), highest - above * gap)
    return moved


def _top(block: tuple[list[int], float], gap: float) -> float:
    return block[1] + (len(block[0]) - 1) / 2 * gap


def _foot(block: tuple[list[int], float], gap: float) -> float:
    return block[1] - (len(block[0]) - 1) / 2 * gap


def passed_heights(values: Sequence[float], label_height: float) -> Iterator[float]:
    """The heights a line goes through from value to value, and those of the labels at its points."""
    for before, after in pairwise(values):
        yield from (before + (after - before) * part / 8 for part in range(9))
    for height in values:
        yield from (height, height + label_height, height - label_height)


def free_height(
    foot: float, lines: int, line_height: float, taken: Collection[float], lowest: float
) -> float:
    """The middle of the first of so many lines of text, the highest from ``foot`` down that is free.

    Free is where none of the heights ``taken`` runs and all lines lie above ``lowest``; else ``foot``.
    """

    def is_free(top: float) -> bool:
        upper, lower = top + line_height * 0.7, top - line_height * (lines - 0.3)
        return not any(lower <= height <= upper for height in taken)

    tops = (foot - line_height * step / 4 for step in range(_QUARTER_LINES))
    return next((t for t in tops if t - line_height * lines > lowest and is_free(t)), foot)


def clearest_place(
    columns: Sequence[int],
    band: tuple[float, float],
    obstacles: Sequence[tuple[int, float]],
    *,
    columns_covered: int,
    line_height: float,
) -> tuple[int, float]:
    """The first place (column, height) in a band that is clear of what is around it, else the clearest."""
    lower, upper = band
    places = [
        (column, lower + (upper - lower) * share) for column in columns for share in _SHARES_TO_TRY
    ]

    def clearance(place: tuple[int, float], before: int = 0, after: int = 0) -> float:
        column, height = place
        near = [abs(y - height) for x, y in obstacles if column - before <= x <= column + after]
        return min(near, default=upper - lower)

    enough = max((upper - lower) * _CLEAR_SHARE, line_height * 0.8)
    clear = (p for p in places if clearance(p, 1, columns_covered - 1) >= enough)
    return next(clear, max(places, key=clearance))
