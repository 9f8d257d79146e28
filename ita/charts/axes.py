"""Where axes begin and what stands at their ticks."""

from collections.abc import Callable, Iterable
from math import ceil

from ita.charts.describe import Axis, Number
from ita.wording import Say
from ita.wording.labels import year_label

Ticks = tuple[tuple[Number, str], ...]

_STEPS = (0.1, 0.25, 0.5, 1, 2, 5)
_MOST_TICKS = 7
_MOST_PLACE_TICKS = 6
_FULL_MARKS = 100
_LABEL_ROOM = 0.16
_BY_ONE, _BY_FIVE = 95, 70  # an axis of scores from here on has a tick every point, every five


def score_start(least: float, *, room: float, step: int = 5) -> int:
    """The multiple of ``step`` at which an axis of scores begins, ``room`` or more below ``least``."""
    return max(0, int((least - room) // step) * step)


def score_ticks(lowest: int, step: int | None = None) -> Ticks:
    """Scores from ``lowest`` to full marks, as dense as reads well where no ``step`` is given."""
    usual = 1 if lowest >= _BY_ONE else 5 if lowest >= _BY_FIVE else 10
    return tuple((score, str(score)) for score in range(lowest, _FULL_MARKS + 1, step or usual))


def level_axis(title: str, lowest: int) -> Axis:
    """An axis of scores up to 100 with room for a label on either side."""
    room = (_FULL_MARKS - lowest) * _LABEL_ROOM
    step = next(s for s in (1, 2, 5, 10, 20) if (_FULL_MARKS - lowest) / s <= _MOST_TICKS)
    ticks = tuple((value, str(value)) for value in range(_FULL_MARKS, lowest - 1, -step))
    return Axis(title, lowest - room, _FULL_MARKS + room, ticks[::-1])


def even_ticks(lowest: float, highest: float) -> Ticks:
    """Round values from ``lowest`` to ``highest``, not many."""
    span = highest - lowest
    step = next((s for s in _STEPS if span / s <= _MOST_TICKS), 10)
    first = int(lowest // step)
    values = [round(step * n, 2) for n in range(first, int(highest // step) + 1)]
    return tuple((value, f"{value:g}") for value in values if value >= lowest)


def year_ticks(
    say: Say, years: Iterable[int], place: Callable[[int], Number] = lambda year: year
) -> Ticks:
    """Fiscal years, each at its number or where ``place`` puts it."""
    return tuple((place(year), year_label(say, year)) for year in years)


def place_ticks(size: int) -> Ticks:
    """Round places of a whole ranking, with its first and its last."""
    step = max(5, size // 50 * 10)
    inner = [place for place in range(step, size, step) if size - place >= step / 2]
    return _places([1, *inner, size])


def place_ticks_between(first: int, last: int) -> Ticks:
    """Round places from ``first`` to ``last``, not many."""
    steps = (number * 10**zeros for zeros in range(7) for number in (1, 2, 5))
    step = next(step for step in steps if (last - first) / step <= _MOST_PLACE_TICKS)
    return _places(range(ceil(first / step) * step, last + 1, step))


def _places(places: Iterable[int]) -> Ticks:
    return tuple((place, f"{place:,}") for place in places)
