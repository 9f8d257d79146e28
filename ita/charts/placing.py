"""Where labels go so that none covers another."""

from collections.abc import Sequence


def spaced(places: Sequence[float], gap: float) -> list[float]:
    """``places`` moved as little as it takes for any two to lie ``gap`` apart, in the same order.

    Labels that meet form a block around the middle of their own places.
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
    return moved


def _top(block: tuple[list[int], float], gap: float) -> float:
    return block[1] + (len(block[0]) - 1) / 2 * gap


def _foot(block: tuple[list[int], float], gap: float) -> float:
    return block[1] - (len(block[0]) - 1) / 2 * gap
